"""Every file of a letter read: its own, those of the letters in it, and those inside archives.

The bytes of a file are let go as soon as it is read: what comes out of archives need not fit into memory.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import Final

from desk.logs import fields
from desk.photos import photo_file, photo_in_document
from desk.sandbox import TimeUp, deadline
from intake import documents
from intake.documents.archive import MAX_DEPTH, Allowance, Member, is_archive, unpack
from intake.documents.office import Converter
from intake.documents.package import DocumentRefused
from intake.mime import Budget, read_file
from intake.model import Attachment, AttachmentState, Document, Letter, Photo, Reading
from intake.text import text_document
from storage.model import FiledAttachment

log = logging.getLogger(__name__)

SECONDS: Final = 20.0
"""What reading one document may take, wall clock."""
ALL_SECONDS: Final = 60.0
"""What reading all documents of a letter may take; then each has only a moment left."""
_LEAST_SECONDS: Final = 0.5


@dataclass(frozen=True, slots=True)
class File:
    """A file, the letter it stands in, and what it says; `letter` where it is a letter itself.

    `document` has lost its pictures: `photos` tells of them, by their index (None: no photo), and of a file
    that is a picture itself.
    """

    owner: Letter
    filed: FiledAttachment
    document: Document | None = None
    letter: Letter | None = None
    photos: tuple[Photo | None, ...] = ()

    @property
    def is_picture(self) -> bool:
        """Whether the file itself is a picture."""
        return is_picture(self.filed)


Look = Callable[[Attachment, Reading], None]
"""Shown every file as it is read, with all its bytes."""


def files(letter: Letter, look: Look = lambda _, __: None, office: Converter | None = None) -> Iterator[File]:
    """Every file of a letter, what a file holds behind it; `office` reads old documents."""
    opener = _Opener(look, office)
    for attachment in letter.attachments:
        yield from opener.open(letter, attachment, 0)


@dataclass(frozen=True, slots=True)
class _Opener:
    """Opens the files of one letter; `allowance`, `budget` and `time` are what they may still cost."""

    look: Look
    office: Converter | None = None
    allowance: Allowance = field(default_factory=Allowance)
    budget: Budget = field(default_factory=Budget)
    time: _Time = field(default_factory=lambda: _Time(ALL_SECONDS))

    def open(self, owner: Letter, attachment: Attachment, depth: int) -> Iterator[File]:
        """A file and what it holds; `depth` is the number of archives around it."""
        inner = attachment.letter
        if inner is not None:
            light = replace(inner, attachments=())  # or its files would stay in memory with it
            said = Reading(AttachmentState.READ, text_document(inner.text))
            yield replace(self.file(owner, attachment, said), letter=light)
            for one in inner.attachments:
                yield from self.open(light, one, depth)
        elif attachment.opened:
            yield self.file(owner, attachment, Reading(AttachmentState.READ))
        elif depth < MAX_DEPTH and is_archive(attachment.content):
            yield from self.unpack(owner, attachment, depth)
        else:
            yield self.file(owner, attachment, _read(attachment, self.time, self.office))

    def unpack(self, owner: Letter, archive: Attachment, depth: int) -> Iterator[File]:
        """An archive and its files; where not all could be taken, those that could, and the reason."""
        found: list[File] = []
        reason = None
        try:
            for member in unpack(archive.data, self.allowance, archive.name):
                found += self.member(owner, member, depth + 1)
        except DocumentRefused as refused:
            reason = refused.reason
        state = AttachmentState.READ if found else AttachmentState.REFUSED
        yield self.file(owner, archive, Reading(state, reason=reason))
        yield from found

    def member(self, owner: Letter, member: Member, depth: int) -> Iterator[File]:
        """A file out of an archive, read as if it had been attached."""
        if member.reason is not None:
            refused = Reading(AttachmentState.REFUSED, reason=member.reason)
            yield self.file(owner, Attachment(member.name, member.media_type, member.content), refused)
            return
        for attachment in read_file(member.name, member.media_type, member.content, self.budget):
            yield from self.open(owner, attachment, depth)

    def file(self, owner: Letter, attachment: Attachment, reading: Reading) -> File:
        """What is kept of a file that was read."""
        self.look(attachment, reading)
        a, document = attachment, reading.document
        text = document.text if document else None
        filed = FiledAttachment(a.name, a.media_type, a.size, a.sha256, reading.state, reading.reason, text)
        if document is not None:
            photos = tuple(map(photo_in_document, document.pictures))
            return File(owner, filed, replace(document, pictures=()), photos=photos)
        own = photo_file(a, filed.sha256) if is_picture(filed) else None
        return File(owner, filed, photos=(own,) if own else ())


def read_document(name: str, data: bytes, office: Converter | None = None) -> Reading:
    """Read a file of the desk's own, within the time that a document has."""
    return _read(Attachment(name, "", data), _Time(SECONDS), office)


@dataclass(slots=True)
class _Time:
    """Seconds that the documents of one letter may still take."""

    left: float


def _read(attachment: Attachment, time: _Time, office: Converter | None) -> Reading:
    """Read a document within its time; whatever it does to its reader, the letter's other parts go on."""
    begun = monotonic()
    try:
        with deadline(max(_LEAST_SECONDS, min(SECONDS, time.left))):
            return documents.read(attachment.name, attachment.content, attachment.media_type, office)
    except TimeUp:
        return _refused(_too_long(monotonic() - begun))
    except MemoryError:
        return _refused("读取所需内存过大，未读取，请拆成几份重发")
    except Exception as error:
        log.exception("document could not be read", extra=fields(sha256=attachment.sha256))
        return _refused(f"读取时出错（{type(error).__name__}），未读取，请以 .docx 重发")
    finally:
        time.left -= monotonic() - begun


def _too_long(seconds: float) -> str:
    if seconds < SECONDS / 2:
        return f"这封信的附件共读了 {ALL_SECONDS:g} 秒，时间用完，这一份未读，请单独重发"
    return f"读了 {seconds:.0f} 秒还没有读完，未读取，请另存为 .docx 重发"


def is_picture(filed: FiledAttachment) -> bool:
    """Whether a file is kept because it is a picture: nothing else is kept without a reason."""
    return filed.state is AttachmentState.KEPT and filed.reason is None


def _refused(reason: str) -> Reading:
    return Reading(AttachmentState.REFUSED, reason=reason)
