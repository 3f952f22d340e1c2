"""What goes into the store for a letter, and what comes out of it for a list."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from classify.model import Cues, Example, Origin, Placement, Publication, Relation
from compose.model import Window
from intake.model import AttachmentState, Item, Letter, MessageState, Noise, Photo, ServerKey


@dataclass(frozen=True, slots=True)
class FiledItem:
    """An item with everything that was found out about it; `media` is the medium it was taken from.

    `photos` are the pictures that came with it.
    """

    item: Item
    origin: Origin
    placement: Placement
    relation: Relation | None = None
    media: str | None = None
    photos: tuple[Photo, ...] = ()
    cues: Cues | None = None
    published: Publication | None = None


@dataclass(frozen=True, slots=True)
class FiledSubmission:
    """A body (`source` None, or the attached letter's name) or a document with its items."""

    source: str | None
    origin: Origin
    items: tuple[FiledItem, ...]
    noise: tuple[Noise, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FiledAttachment:
    """An attachment as the ledger shows it, those of nested letters included."""

    name: str
    media_type: str
    size: int
    sha256: str
    state: AttachmentState
    reason: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class FiledLetter:
    """A letter read to the end, with the state it comes to."""

    letter: Letter
    state: MessageState
    reason: str | None = None
    attachments: tuple[FiledAttachment, ...] = ()
    submissions: tuple[FiledSubmission, ...] = ()
    fingerprint: str | None = None
    duplicate_of: int | None = None


@dataclass(frozen=True, slots=True)
class KeptMessage:
    """A message whose bytes are safe and whose reading is due; `attempts` is as in the ledger."""

    id: int
    key: ServerKey
    sha256: str
    received_at: datetime
    state: MessageState
    reason: str | None = None
    size: int = 0
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class StoredMessage:
    """A line of the ledger with all that hangs on it, ready to be shown.

    The dictionaries hold plain columns by name; `items` are per submission, in order.
    """

    id: int
    values: dict[str, Any]
    window: Window
    attachments: tuple[dict[str, Any], ...] = ()
    submissions: tuple[tuple[dict[str, Any], tuple[dict[str, Any], ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class StoredWindow:
    """A window row; `issue` is the id of its issue, None for a filler between issues."""

    id: int
    window: Window
    issue: int | None = None


@dataclass(frozen=True, slots=True)
class StoredIssue:
    """An issue that was drafted; `revision` is the newest one."""

    id: int
    window_id: int
    window: Window
    year: int
    number: int
    serial: int
    series: dict[str, int]
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person said: the unit of a letter, the column of an item, in or out."""

    kind: str
    target: int
    value: dict[str, Any]
    at: datetime


@dataclass(frozen=True, slots=True)
class TaughtSender:
    """Whose a sender's letters are, by which letter and since when; `others` were said of other letters."""

    unit: str
    letter: int
    at: datetime
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlacedItem:
    """An item where it stands; `values` holds its columns by name, `subject` is its letter's."""

    id: int
    letter: int
    subject: str
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Lesson:
    """What an editor taught: a published issue (`sha256` of its file), a correction (`item_id`).

    `name` is what it is called by in reasons; `id` and `examples` (how many) are the store's.
    """

    kind: str
    name: str
    actor: str
    at: datetime
    sha256: str | None = None
    item_id: int | None = None
    withdrawn_at: datetime | None = None
    id: int = 0
    examples: int = 0


@dataclass(frozen=True, slots=True)
class TaughtExample:
    """An example of a lesson that holds, with the lesson's kind and name."""

    example: Example
    kind: str
    lesson: str


@dataclass(frozen=True, slots=True)
class Filter:
    """Which messages a list shows; None does not filter.  `unknown`: with a piece of an unknown unit."""

    ids: tuple[int, ...] | None = None
    window: int | None = None
    days: Window | None = None
    state: str | None = None
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """A UID that a server listed and did not hand out, and why; `since` is when that was first seen."""

    account: str
    folder: str
    uidvalidity: int
    uid: int
    reason: str = ""
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Errand:
    """What is to be done on the server with a message: `seen`, or `move:FOLDER`.

    `target` is (UIDVALIDITY, UIDNEXT) of the folder before a copy may have been made in it.
    """

    message_id: int
    action: str
    uid: int
    sha256: str
    size: int
    target: tuple[int, int] | None = None
    copied: bool = False


@dataclass(frozen=True, slots=True)
class FolderState:
    """How a folder stood when a poll, by settings of some digest, had last taken in all of it."""

    account: str
    folder: str
    uidvalidity: int
    uidnext: int | None
    messages: int
    settings: str


@dataclass(frozen=True, slots=True)
class RunRow:
    """A poll of a mailbox and how it ended."""

    account: str
    at: datetime
    outcome: str
    detail: str | None


@dataclass(frozen=True, slots=True)
class Overview:
    """The ledger in numbers."""

    states: dict[str, int] = field(default_factory=dict)
    windows: tuple[tuple[Window, int], ...] = ()
    first: date | None = None
    last: date | None = None
