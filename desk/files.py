"""Every file of a letter read: its own, those of the letters in it, and those inside archives.

The bytes of a file are let go as soon as it is read: what comes out of archives need not fit into memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from intake import documents
from intake.documents.archive import MAX_DEPTH, Allowance, Member, is_archive, unpack
from intake.documents.package import DocumentRefused
from intake.mime import Budget, read_file
from intake.model import Attachment, AttachmentState, Document, Letter, Reading
from intake.text import text_document
from storage.model import FiledAttachment


@dataclass(frozen=True, slots=True)
class File:
    """A file, the letter it stands in, and what it says; `letter` where it is a letter itself."""

    owner: Letter
    filed: FiledAttachment
    document: Document | None = None
    letter: Letter | None = None


def files(letter: Letter) -> Iterator[File]:
    """Every file of a letter, what a file holds behind it."""
    opener = _Opener()
    for attachment in letter.attachments:
        yield from opener.open(letter, attachment, 0)


@dataclass(frozen=True, slots=True)
class _Opener:
    """Opens the files of one letter; both fields are what its archives and letters may still cost."""

    allowance: Allowance = field(default_factory=Allowance)
    budget: Budget = field(default_factory=Budget)

    def open(self, owner: Letter, attachment: Attachment, depth: int) -> Iterator[File]:
        """A file and what it holds; `depth` is the number of archives around it."""
        inner = attachment.letter
        if inner is not None:
            light = replace(inner, attachments=())  # or its files would stay in memory with it
            said = Reading(AttachmentState.READ, text_document(inner.text))
            yield replace(_file(owner, attachment, said), letter=light)
            for one in inner.attachments:
                yield from self.open(light, one, depth)
        elif attachment.opened:
            yield _file(owner, attachment, Reading(AttachmentState.READ))
        elif depth < MAX_DEPTH and is_archive(attachment.content):
            yield from self.unpack(owner, attachment, depth)
        else:
            yield _file(owner, attachment, _read(attachment))

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
        yield _file(owner, archive, Reading(state, reason=reason))
        yield from found

    def member(self, owner: Letter, member: Member, depth: int) -> Iterator[File]:
        """A file out of an archive, read as if it had been attached."""
        if member.reason is not None:
            refused = Reading(AttachmentState.REFUSED, reason=member.reason)
            yield _file(owner, Attachment(member.name, member.media_type, member.content), refused)
            return
        for attachment in read_file(member.name, member.media_type, member.content, self.budget):
            yield from self.open(owner, attachment, depth)


def _read(attachment: Attachment) -> Reading:
    return documents.read(attachment.name, attachment.content, attachment.media_type)


def _file(owner: Letter, attachment: Attachment, reading: Reading) -> File:
    a, text = attachment, reading.document.text if reading.document else None
    filed = FiledAttachment(a.name, a.media_type, a.size, a.sha256, reading.state, reading.reason, text)
    return File(owner, filed, reading.document)
