"""The photos that an issue prints: found again in their letters, and made ready for paper.

The letters are read in a process of their own, as they were when they came in.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from compose.model import DraftColumn, DraftParagraph, Remark, RemarkKind
from compose.text import PHOTO_WIDTH
from desk import sandbox
from desk.desk import Desk
from desk.equipment import equipped
from desk.files import files
from desk.sandbox import Died, Limits, Tell
from intake.mime import read_letter
from intake.model import Attachment, AttachmentState, Photo, Reading

if TYPE_CHECKING:
    from intake.documents.pictures import Prepared


@dataclass(frozen=True, slots=True)
class Prints:
    """Photos ready for paper by their digest, and what the editor must know of the others."""

    ready: Mapping[str, Prepared] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()


def prints(desk: Desk, columns: tuple[DraftColumn, ...], letters: Mapping[int, str]) -> Prints:
    """Make the photos of a draft ready; `letters` are the digests of the letters by their number."""
    wanted: dict[str, set[str]] = {}
    whose: dict[str, tuple[int, Photo]] = {}
    for paragraph in _paragraphs(columns):
        printed = {photo.sha256 for photo in paragraph.photos}
        for candidate in (piece.candidate for piece in paragraph.pieces):
            for photo in candidate.photos:
                if photo.sha256 in printed:
                    wanted.setdefault(letters[candidate.letter], set()).add(photo.sha256)
                    whose.setdefault(photo.sha256, (candidate.item, photo))
    if not wanted:
        return Prints()
    found = _found(desk, wanted)
    ready = {digest: one for digest, one in found.items() if not isinstance(one, str)}
    remarks = (
        Remark(RemarkKind.PHOTO, f"照片 {photo.name} 未能放入：{_why(found.get(digest))}", item)
        for digest, (item, photo) in whose.items()
        if digest not in ready
    )
    return Prints(ready, tuple(remarks))


def _paragraphs(columns: tuple[DraftColumn, ...]) -> Iterator[DraftParagraph]:
    return (one for column in columns for group in column.groups for one in group.paragraphs)


def _why(found: Prepared | str | None) -> str:
    return found if isinstance(found, str) else "原信中没有再找到它"


def _found(desk: Desk, wanted: Mapping[str, set[str]]) -> dict[str, Prepared | str]:
    """Each wanted photo by its digest, ready or why not."""
    found: dict[str, Prepared | str] = {}
    settings = desk.settings.reading
    # The child uses nothing of the database, in whose transaction this may be.
    limits = Limits(settings.seconds, settings.memory * 1_000_000)
    with equipped(desk) as whole:
        for words in sandbox.run(lambda tell: _find(whole, wanted, tell), limits):
            if isinstance(words, Died):
                rest = {digest for digests in wanted.values() for digest in digests} - found.keys()
                found |= dict.fromkeys(rest, words.why)
            else:
                digest = words.pop("photo")
                found[digest] = _heard(words)
    return found


def _heard(words: dict[str, Any]) -> Prepared | str:
    from intake.documents.pictures import Prepared

    if "why" in words:
        return str(words["why"])
    return Prepared(**{**words, "data": base64.b64decode(words["data"])})


def _find(desk: Desk, wanted: Mapping[str, set[str]], tell: Tell) -> None:
    from intake.documents.pictures import prepare

    for letter, digests in wanted.items():

        def look(file: Attachment, reading: Reading, digests: set[str] = digests) -> None:
            for digest, data in _pictures(file, reading):
                if digest in digests:
                    tell({"photo": digest, **_told(prepare(data, PHOTO_WIDTH))})

        for _ in files(read_letter(desk.archive.get(letter)), look, desk.office):
            pass


def _pictures(file: Attachment, reading: Reading) -> Iterator[tuple[str, bytes]]:
    """The pictures in a file, and the file itself, with their digests."""
    for picture in reading.document.pictures if reading.document else ():
        yield hashlib.sha256(picture.data).hexdigest(), picture.data
    if reading.state is AttachmentState.KEPT:
        yield file.sha256, file.data


def _told(ready: Prepared | str) -> dict[str, Any]:
    if isinstance(ready, str):
        return {"why": ready}
    return {
        "data": base64.b64encode(ready.data).decode("ascii"),
        "media_type": ready.media_type,
        "width": ready.width,
        "height": ready.height,
        "is_photo": ready.is_photo,
    }
