"""The nouns of the intake: raw message, letter, document, split, item.

Frozen values with tuples inside.  Nothing here reads a clock, a file or a library.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from intake.encoded import Encoded


class MessageState(StrEnum):
    """Where a message stands; every message stands in exactly one of these."""

    KEPT = "kept"
    """The raw bytes are safe, nothing was read from them yet."""
    READ = "read"
    """Read, and at least one submission came out of it."""
    NOT_SUBMISSION = "not_submission"
    """A bounce, an automatic answer, advertising, our own letter, an empty one."""
    DUPLICATE = "duplicate"
    """The same letter was delivered before."""
    SET_ASIDE = "set_aside"
    """A person has to look: it could not be read, or not fully enough to be used."""
    TOO_LARGE = "too_large"
    """Over the size limit: the headers are kept, the body stays on the server."""


class AttachmentState(StrEnum):
    """What became of an attachment."""

    READ = "read"
    """Its text was taken."""
    KEPT = "kept"
    """Kept as it is: a picture, or a format that is not read."""
    REFUSED = "refused"
    """Kept, but broken or dangerous to read; the reason says why."""


class Authentication(StrEnum):
    """What the trusted receiving server said about the sender."""

    PASS = "pass"  # noqa: S105 -- a verdict, not a secret
    FAIL = "fail"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class ServerKey:
    """The one name a message has on its server (RFC 3501, 2.3.1.1)."""

    account: str
    folder: str
    uidvalidity: int
    uid: int


@dataclass(frozen=True, slots=True)
class RawMessage:
    """The bytes as the server gave them.

    `received_at` is the arrival (INTERNALDATE), aware.  `data` are the bytes, or their pieces, which can be
    had once.  `size` is in bytes: of a message over the size limit, whose headers alone are kept, what the
    server said; of one in pieces as well, until they are counted.
    """

    key: ServerKey
    received_at: datetime
    size: int
    data: bytes | Iterator[bytes]
    too_large: bool = False


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox as written in a header; either half may be missing."""

    name: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part that a mail program would show as a file.

    `name` is display data, cleaned of paths, controls and bidi overrides; never open a file by it.
    `content` holds the bytes, or stands for those of a large one.
    `letter` is set where the part is itself a letter (message/rfc822, .eml).  `opened` says that what it
    holds stands in the letter as well: that letter, the files of a winmail.dat, a signed part.
    """

    name: str
    media_type: str
    content: bytes | Encoded
    letter: Letter | None = None
    opened: bool = False

    @property
    def data(self) -> bytes:
        """The decoded bytes; of a large attachment they are made anew each time."""
        return self.content.data if isinstance(self.content, Encoded) else self.content

    @property
    def size(self) -> int:
        """Decoded bytes."""
        return len(self.content)

    @property
    def sha256(self) -> str:
        """Hex digest of the decoded bytes."""
        if isinstance(self.content, Encoded):
            return self.content.sha256
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Letter:
    """What a person would read in a mail program.

    `text` is the body as plain text, one line a paragraph, valid Unicode without NUL.
    `automatic` says in Chinese words why the headers mark it as no submission (a bounce, an automatic
    answer, bulk mail), else it is None.  `defects` are short English names (`charset-replaced`).
    `return_path` is the envelope's sender, "" for nobody (a bounce), None where no server wrote it down.
    """

    subject: str
    sender: Address
    sent_at: datetime | None
    message_id: str | None
    references: tuple[str, ...] = ()
    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    authentication: Authentication = Authentication.NONE
    automatic: str | None = None
    return_path: str | None = None
    defects: tuple[str, ...] = ()


# --- documents ----------------------------------------------------------------------------------


class Place(StrEnum):
    """Where in a document a paragraph stands."""

    BODY = "body"
    CELL = "cell"
    TEXTBOX = "textbox"
    NOTE = "note"
    HEADER = "header"


class Align(StrEnum):
    """Horizontal alignment of a paragraph."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"
    JUSTIFY = "justify"


class Raise(StrEnum):
    """Vertical position of a run."""

    NONE = ""
    SUPER = "super"
    SUB = "sub"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text of one look."""

    text: str
    bold: bool = False
    raised: Raise = Raise.NONE


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of a document or one line of a letter, with the look that tells what it is.

    `size` is in points (None: the document does not say), `outline` the heading level from 1,
    `label` the automatic number as a reader sees it (`一、`), not part of `text`;
    `row` is (table, row, column) counted from 0 for a paragraph in a table cell; `gap` says that a blank
    line, or an empty paragraph, stands before it.
    """

    text: str
    runs: tuple[Run, ...] = ()
    style: str | None = None
    outline: int | None = None
    align: Align = Align.LEFT
    size: float | None = None
    label: str = ""
    place: Place = Place.BODY
    row: tuple[int, int, int] | None = None
    pictures: tuple[int, ...] = ()
    gap: bool = False

    @property
    def bold(self) -> float:
        """Share of the characters set in bold, 0 to 1."""
        total = sum(len(run.text) for run in self.runs)
        return sum(len(run.text) for run in self.runs if run.bold) / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture found in a document."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture that came with a piece, without its bytes: they are in the letter, by their hex digest.

    `size` is in bytes, `caption` what stands below it in the document, or the file's own name.
    """

    name: str
    media_type: str
    size: int
    sha256: str
    caption: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """What a document says, in reading order; `remarks` are Chinese words for the editor."""

    paragraphs: tuple[Paragraph, ...]
    pictures: tuple[Picture, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All paragraphs, number labels included, one a line."""
        return "\n".join(p.label + p.text for p in self.paragraphs)


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of a file: its document when it was read, else the reason in Chinese words."""

    state: AttachmentState
    document: Document | None = None
    reason: str | None = None


# --- items --------------------------------------------------------------------------------------


class NoiseKind(StrEnum):
    """Why a paragraph belongs to no item."""

    GREETING = "greeting"
    COVER = "cover"
    SIGNATURE = "signature"
    BYLINE = "byline"
    CONTACT = "contact"
    DATE = "date"
    LETTERHEAD = "letterhead"
    CAPTION = "caption"
    HEADING = "heading"
    QUOTE = "quote"
    DISCLAIMER = "disclaimer"


@dataclass(frozen=True, slots=True)
class Noise:
    """Text set apart from the items, never deleted."""

    text: str
    kind: NoiseKind


@dataclass(frozen=True, slots=True)
class Illustration:
    """A picture of a piece: its index among those of the document, and the caption below it (图为…)."""

    picture: int
    caption: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of a submission.

    `text` is the body without title, by-line and marks of its own (📍, 1.), one line a paragraph.
    `column` and `group` are what the document itself stated (a heading), as written, and so is `date`.
    `bold` lists run-in heads set in bold, `reason` says in Chinese why the piece was cut out here.
    """

    title: str | None
    text: str
    column: str | None = None
    group: str | None = None
    byline_unit: str | None = None
    byline_person: str | None = None
    date: str | None = None
    bold: tuple[str, ...] = ()
    pictures: tuple[Illustration, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Split:
    """A submission cut up: items and noise together hold all of its text, in reading order.

    `doubt` says in Chinese why a whole that stayed one item may be several.
    """

    parts: tuple[Item | Noise, ...]
    doubt: str | None = None

    @property
    def items(self) -> tuple[Item, ...]:
        """The items alone, in order."""
        return tuple(part for part in self.parts if isinstance(part, Item))

    @property
    def noise(self) -> tuple[Noise, ...]:
        """What was set apart, in order."""
        return tuple(part for part in self.parts if isinstance(part, Noise))


@dataclass(frozen=True, slots=True)
class Source:
    """One body or one document of a letter, ready to become a submission.

    `name` is the attachment's name, or None for a body; `letter` is the (possibly nested) letter it
    stands in, so that the innermost author of a forwarded letter is the contributor; `inside` is the name of
    the attached letter whose body it is.  `photos` are the pictures of the document, by their index; None
    stands for one that is no photo (a logo, a rule).
    """

    name: str | None
    letter: Letter
    split: Split
    remarks: tuple[str, ...] = ()
    photos: tuple[Photo | None, ...] = ()
    inside: str | None = None
