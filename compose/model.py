"""The nouns of an issue: window, plan, candidate, draft, ledger, remark."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from classify.model import Level, Publication, Relation
from intake.model import Photo


@dataclass(frozen=True, slots=True)
class Window:
    """The days whose arrivals belong together, both ends included; None is open-ended."""

    start: date | None
    end: date | None

    def holds(self, day: date) -> bool:
        """Whether `day` lies in the window."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)

    @property
    def ends(self) -> tuple[date, date]:
        """Both ends, of a window that has both: an issue's."""
        if self.start is None or self.end is None:
            raise ValueError(f"{self} is open-ended")
        return self.start, self.end

    def __str__(self) -> str:
        start, end = (day.isoformat() if day else "" for day in (self.start, self.end))
        return f"{start}..{end}"


class Form(StrEnum):
    """What may be done to an item's words."""

    VERBATIM = "verbatim"
    CUT = "cut"
    COMPRESS = "compress"
    PORTRAIT = "portrait"


class Merge(StrEnum):
    """Which items share a paragraph."""

    NONE = "none"
    UNIT = "unit"
    ALL = "all"


class Attribution(StrEnum):
    """What stands in brackets behind a paragraph."""

    NONE = "none"
    MEDIA = "media"
    UNIT = "unit"
    UNIT_PERSON = "unit-person"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class GroupPlan:
    """How a group of a column is drafted.

    `budget` is (least, most) characters of one piece, `photos` how many of its photos are printed at most,
    `share` how many pieces an issue prints (None: all); the others wait for the next.
    """

    name: str | None
    form: Form
    merge: Merge
    attribution: Attribution
    budget: tuple[int, int]
    photos: int = 0
    share: int | None = None


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """How a column is drafted: `groups` are its named groups in order, `default` serves all others.

    `series` is True for a column whose instalments are counted （连载之二）; `bracket_groups` sets group
    headings as 【…】, which are then named by the items themselves.
    """

    name: str
    default: GroupPlan
    groups: tuple[GroupPlan, ...] = ()
    series: bool = False
    bracket_groups: bool = False

    def group(self, name: str | None) -> GroupPlan:
        """The plan of a group; the column's own where the group has none."""
        return next((group for group in self.groups if group.name == name), self.default)


@dataclass(frozen=True, slots=True)
class Imprint:
    """The standing words of the bulletin, from the settings."""

    title: str
    issuer: str
    address: str
    distribution: str
    copies: str


@dataclass(frozen=True, slots=True)
class Numbering:
    """An issue's numbers; `series` maps a column's name to the instalment it prints."""

    year: int
    number: int
    serial: int
    series: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item as the issue sees it: its words, where they are from, where they belong.

    `letter` is the number of the message in the ledger; `source` names the attachment or says 正文.
    `verdict` is what a person decided (at `decided_at`): None, "include" or "exclude".  `published` is what
    another issue has printed of it.
    """

    item: int
    letter: int
    title: str | None
    text: str
    unit: str | None
    subunit: str | None
    contributor: str | None
    column: str
    group: str | None
    confidence: float
    level: Level
    reasons: tuple[str, ...]
    received_at: datetime
    source: str
    subject: str
    sender: str
    bold: tuple[str, ...] = ()
    media: str | None = None
    photos: tuple[Photo, ...] = ()
    relation: Relation | None = None
    verdict: str | None = None
    decided_at: datetime | None = None
    alternatives: tuple[tuple[str, str | None, float], ...] = ()
    published: Publication | None = None


@dataclass(frozen=True, slots=True)
class Credit:
    """Who else sent what is printed: the item that repeats it, its letter, its unit and people."""

    item: int
    letter: int
    unit: str | None
    contributor: str | None
    sender: str


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of drafted text; `bold` marks a run-in head."""

    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """One item's contribution to a paragraph.

    `text` is the joined text of `spans`.  `dropped_figures` stood in the source and not in the piece;
    `used` are the (start, end) character ranges of the source text that the piece is made of.
    """

    candidate: Candidate
    spans: tuple[Span, ...]
    dropped_figures: tuple[str, ...] = ()
    used: tuple[tuple[int, int], ...] = ()

    @property
    def text(self) -> str:
        """The words of the piece as printed."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class DraftParagraph:
    """A printed paragraph: 📍, the pieces' words, and the attribution without its brackets.

    A newline inside a piece starts a further printed paragraph of the same entry (verbatim excerpts).
    `photos` stand below it.
    """

    pieces: tuple[Piece, ...]
    attribution: str | None = None
    photos: tuple[Photo, ...] = ()

    @property
    def text(self) -> str:
        """The words of all pieces."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class DraftGroup:
    """A group of a column; `name` is None for items directly under the column."""

    name: str | None
    paragraphs: tuple[DraftParagraph, ...]


@dataclass(frozen=True, slots=True)
class DraftColumn:
    """A column as printed.  `heading` carries the instalment （连载之二） where the column is a series."""

    name: str
    heading: str
    groups: tuple[DraftGroup, ...]
    bracket_groups: bool = False


class RemarkKind(StrEnum):
    """What an editor is told; the value is the word in the JSON."""

    DOUBTFUL_COLUMN = "doubtful-column"
    PROBABLE_COLUMN = "probable-column"
    UNKNOWN_UNIT = "unknown-unit"
    DOUBTFUL_UNIT = "doubtful-unit"
    DROPPED_FIGURES = "dropped-figures"
    FOREIGN_FIGURE = "foreign-figure"
    LENGTH = "length"
    PUNCTUATION = "punctuation"
    PAIRING = "pairing"
    SPACING = "spacing"
    UNIT_NAME = "unit-name"
    PERSON_NAME = "person-name"
    ATTRIBUTION = "attribution"
    MEASURE = "measure"
    PERCENT = "percent"
    UNFINISHED = "unfinished"
    WORDING = "wording"
    LEFTOVER = "leftover"
    REPEATED = "repeated"
    VERSION = "version"
    DUPLICATE = "duplicate"
    SET_ASIDE = "set-aside"
    WINDOW_GAP = "window-gap"
    WINDOW_OVERLAP = "window-overlap"
    NUMBERING = "numbering"
    EMPTY_COLUMN = "empty-column"
    DATE = "date"
    DOCUMENT = "document"
    PHOTO = "photo"
    WAITING = "waiting"
    ASKED = "asked"
    REVIVED = "revived"
    INCLUDED = "included"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Remark:
    """Something the editor should see: the item it concerns (None: the issue) and Chinese words."""

    kind: RemarkKind
    text: str
    item: int | None = None


class Fate(StrEnum):
    """What became of an item of the window; each has exactly one."""

    PLACED = "placed"
    DUPLICATE = "duplicate"
    SUPERSEDED = "superseded"
    HELD = "held"
    EXCLUDED = "excluded"


@dataclass(frozen=True, slots=True)
class ItemEntry:
    """An item's line in the ledger; `reason` is Chinese words, empty for a placed item."""

    item: int
    letter: int
    fate: Fate
    reason: str = ""


@dataclass(frozen=True, slots=True)
class MessageEntry:
    """A message's line in the ledger; `state` is one of the counts of `Ledger.messages`."""

    letter: int
    state: str
    subject: str
    sender: str
    received_at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Ledger:
    """Every message and item of the window, each exactly once.

    `received` and `expected_items` are counted by the store on their own, so that `balanced`
    compares two independent counts instead of a sum with itself.
    """

    messages: tuple[MessageEntry, ...]
    items: tuple[ItemEntry, ...]
    received: int
    expected_items: int

    @property
    def balanced(self) -> bool:
        """Whether every message and every item counted in the store stands in one line here."""
        letters = {entry.letter for entry in self.messages}
        pieces = {entry.item for entry in self.items}
        return (
            len(letters) == len(self.messages) == self.received
            and len(pieces) == len(self.items) == self.expected_items
        )


@dataclass(frozen=True, slots=True)
class Issue:
    """What is printed on the masthead and in the imprint."""

    numbering: Numbering
    date: date
    window: Window
    revision: int
    imprint: Imprint


@dataclass(frozen=True, slots=True)
class Draft:
    """An issue laid out, with what the editor must know about it.

    `credited` tells for a placed item who else sent it; `waiting` are items that a later issue prints, in the
    order of their turn.  `left_out` are the items of the ledger that are not printed.
    """

    issue: Issue
    columns: tuple[DraftColumn, ...]
    ledger: Ledger
    remarks: tuple[Remark, ...] = ()
    credited: Mapping[int, tuple[Credit, ...]] = field(default_factory=dict)
    waiting: tuple[int, ...] = ()
    left_out: Mapping[int, Candidate] = field(default_factory=dict)

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Every piece that is printed, in order."""
        return tuple(
            piece
            for column in self.columns
            for group in column.groups
            for paragraph in group.paragraphs
            for piece in paragraph.pieces
        )
