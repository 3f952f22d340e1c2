"""The photos that an issue prints: found again in their letters, and made ready for paper.

The letters are read in a process of their own, as they were when they came in; what reads them is imported
when the first photo is wanted.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from compose.model import DraftColumn, DraftParagraph, Remark, RemarkKind
from compose.text import PHOTO_WIDTH
from desk import sandbox
from desk.desk import Desk
from desk.sandbox import Died, Limits, Tell, TimeUp, deadline
from intake.model import Attachment, AttachmentState, Photo, Reading
from storage.errors import StorageError

if TYPE_CHECKING:
    from intake.documents.pictures import Prepared


@dataclass(frozen=True, slots=True)
class Wanted:
    """A photo that an issue prints: the item it came with, and the digest of its letter."""

    item: int
    photo: Photo
    letter: str


Prints = Mapping[str, "Prepared | str"]
"""Photos by their digest: ready for paper, or in Chinese why not."""


def wanted(columns: tuple[DraftColumn, ...], letters: Mapping[int, str]) -> tuple[Wanted, ...]:
    """The photos of a draft, each once; `letters` are the digests of the letters by their number."""
    found: dict[str, Wanted] = {}
    for paragraph in _paragraphs(columns):
        printed = {photo.sha256 for photo in paragraph.photos}
        for one in (piece.candidate for piece in paragraph.pieces):
            for photo in one.photos:
                if photo.sha256 in printed:
                    found.setdefault(photo.sha256, Wanted(one.item, photo, letters[one.letter]))
    return tuple(found.values())


def make(desk: Desk, photos: Iterable[Wanted]) -> Prints:
    """Make photos ready; where that fails it is said why."""
    by_letter: dict[str, set[str]] = {}
    for one in photos:
        by_letter.setdefault(one.letter, set()).add(one.photo.sha256)
    return _found(desk, by_letter) if by_letter else {}


def remarks(photos: Iterable[Wanted], prints: Prints) -> Iterator[Remark]:
    """What the editor must know of the photos that cannot be printed."""
    for one in photos:
        made = prints.get(one.photo.sha256, "原信中没有再找到它，请再编一次")
        if isinstance(made, str):
            yield Remark(RemarkKind.PHOTO, f"照片 {one.photo.name} 未能放入：{made}", one.item)


def ready(prints: Prints) -> Mapping[str, Prepared]:
    """Those that can be printed."""
    return {digest: made for digest, made in prints.items() if not isinstance(made, str)}


def _paragraphs(columns: tuple[DraftColumn, ...]) -> Iterator[DraftParagraph]:
    return (one for column in columns for group in column.groups for one in group.paragraphs)


def _found(desk: Desk, wanted: Mapping[str, set[str]]) -> dict[str, Prepared | str]:
    """Each wanted photo by its digest, ready or why not."""
    from desk.equipment import equipped

    found: dict[str, Prepared | str] = {}
    settings = desk.settings.reading
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
    for letter, digests in wanted.items():
        try:
            _find_in(desk, letter, digests, tell)
        except StorageError as error:  # this letter's photos alone
            for digest in digests:
                tell({"photo": digest, "why": str(error)})


def _find_in(desk: Desk, letter: str, digests: set[str], tell: Tell) -> None:
    from desk.files import files
    from intake.mime import read_letter

    def look(file: Attachment, reading: Reading) -> None:
        for digest, data in _pictures(file, reading):
            if digest in digests:
                tell({"photo": digest, **_told(_prepared(data))})

    for _ in files(read_letter(desk.archive.get(letter)), look, desk.office):
        pass


def _prepared(data: bytes) -> Prepared | str:
    from desk.files import SECONDS
    from intake.documents.pictures import prepare

    try:
        with deadline(SECONDS):
            return prepare(data, PHOTO_WIDTH)
    except MemoryError:
        return "图片过大，所需内存超过限度"
    except TimeUp:
        return f"处理了 {SECONDS:g} 秒还没有完"


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
