"""The files inside a zip, 7z, rar, tar or gz that a contributor sent, one after the other.

Nothing is written to a disk, and a member's path is nothing but the origin of its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Final

from intake import charset
from intake.documents import archive_stream, archive_zip
from intake.documents.archive_parts import EMPTY, LOCKED, PARTLY_LOCKED, Allowance, Meter, Stored
from intake.documents.package import PASSWORD, DocumentRefused, TooMuch, plain_name
from intake.documents.sniff import ARCHIVE, Kind, kind_of, zip_kind
from intake.encoded import Encoded
from intake.filenames import clean_name, made_name, media_type_of

__all__ = ["MAX_DEPTH", "Allowance", "Member", "is_archive", "unpack"]

MAX_DEPTH: Final = 3
"""Archives inside each other that are opened: a folder that was packed twice, and one more."""

_NOISE: Final = re.compile(
    r"(?:^|[/\\])(?:__MACOSX[/\\].*|\._[^/\\]*|~\$[^/\\]*|\.~lock\.[^/\\]*"
    r"|\.DS_Store|Thumbs\.db|desktop\.ini)\Z",
    re.IGNORECASE | re.DOTALL,
)
"""What systems and Word leave beside files: forks, thumbnails, who has a file open.  Never a document."""

_PACKED: Final = re.compile(r"(.+)\.(?:gz|bz2|xz)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Member:
    """A file out of an archive; `name` is for display and never empty.

    `reason` says in Chinese why the content could not be taken; then that is b"".
    """

    name: str
    content: bytes
    reason: str | None = None

    @property
    def media_type(self) -> str:
        """What a mail program would declare, which goes by the name as well."""
        return media_type_of(self.name)


def is_archive(content: bytes | Encoded) -> bool:
    """Whether the bytes are an archive that `unpack` knows; a Word file and its like, also zips, are none."""
    kind = kind_of(content.head if isinstance(content, Encoded) else content).kind
    if kind is not Kind.WORD:
        return kind is Kind.ARCHIVE
    data = content.data if isinstance(content, Encoded) else content
    names = frozenset(plain_name(path.decode("latin-1")) for path in archive_zip.paths(data))
    return "word/document.xml" not in names and zip_kind(names) == ARCHIVE


def unpack(data: bytes, allowance: Allowance, name: str = "") -> Iterator[Member]:
    """The files in an archive, one at a time in memory; `name` is its own, for a .gz without one inside.

    Files with a password come last.  Raises DocumentRefused, after all that could be taken, where there was
    more to take or nothing at all.
    """
    locked: list[Member] = []
    taken = False
    refused: DocumentRefused | None = None
    try:
        for member in _members(data, allowance, name):
            if member.reason == PASSWORD:
                locked.append(member)
            else:
                taken = True
                yield member
    except DocumentRefused as error:
        refused = error
    if locked and not taken:
        raise DocumentRefused(LOCKED)
    yield from locked
    if refused or not taken:
        raise _whole(refused or DocumentRefused(EMPTY), taken=taken)


def _whole(refused: DocumentRefused, *, taken: bool) -> DocumentRefused:
    return DocumentRefused(PARTLY_LOCKED) if taken and refused.reason == LOCKED else refused


def _members(data: bytes, allowance: Allowance, name: str) -> Iterator[Member]:
    reader = archive_zip.stored if kind_of(data).kind is Kind.WORD else archive_stream.stored
    with closing(reader(data, Meter(allowance, len(data)))) as files:
        for file in files:
            path = _path(file, name)
            if not _NOISE.search(path):
                allowance.take_member()
                yield _member(clean_name(path), file)


def _path(file: Stored, name: str) -> str:
    if not file.path and (packed := _PACKED.fullmatch(name)):
        return packed[1]
    return _remade(charset.decode(file.path, file.label).text)


_DRAWN: Final = re.compile("[\u2500-\u259f\u2320\u2321]")


def _remade(path: str) -> str:
    """QUIRK: scripts take GBK for the code page of old zips, and write its characters (╬σ╘┬) as UTF-8."""
    if not _DRAWN.search(path):
        return path
    try:
        return charset.decode(path.encode("cp437"), "gbk").text
    except UnicodeEncodeError:
        return path


def _member(name: str, file: Stored) -> Member:
    try:
        content = file.read()
    except TooMuch:
        raise
    except DocumentRefused as refused:
        return Member(name or made_name(file.path, ""), b"", refused.reason)
    return Member(name or made_name(content, ""), content)
