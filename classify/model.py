"""The nouns of classification: unit, column, rule, placement, relation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from classify.chains import chain


@dataclass(frozen=True, slots=True)
class Unit:
    """A contributing unit as registered in the settings."""

    name: str
    full_name: str | None = None
    aliases: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    sub_units: tuple[str, ...] = ()


class Scope(StrEnum):
    """Which part of an item a rule looks at."""

    TITLE = "title"
    LEAD = "lead"
    """Title and the first 200 characters."""
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Rule:
    """A regular expression that speaks for (or, with a negative weight, against) a column or group."""

    pattern: str
    weight: float
    scope: Scope = Scope.LEAD
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the bulletin with its groups and its rules.

    `prior` is the weight it has before any rule speaks: the usual place of news has some.
    Where the items themselves name the groups (honours), `group_pattern` finds the name in title or lead.
    Where `excerpts` is True its pieces come from the media, and none is by somebody of a unit.
    """

    name: str
    groups: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    group_pattern: str | None = None
    prior: float = 0.0
    excerpts: bool = False


@dataclass(frozen=True, slots=True)
class Bounds:
    """Shares from which a placement is sure, or probable, and the lead over the runner-up that sure needs."""

    sure: float = 0.85
    probable: float = 0.50
    gap: float = 0.50


BOUNDS = Bounds()
"""What the settings say where they say nothing."""


class Level(StrEnum):
    """How far a placement can be trusted."""

    SURE = "sure"
    PROBABLE = "probable"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True, slots=True)
class Placement:
    """The column of an item, why, and what else it might be.

    `confidence` is 0 to 1; `decided` is True where a person said so.
    `alternatives` are (column, group, confidence), best first, without the chosen one.
    """

    column: str
    group: str | None
    confidence: float
    level: Level
    reasons: tuple[str, ...] = ()
    alternatives: tuple[tuple[str, str | None, float], ...] = ()
    decided: bool = False


Label = tuple[str, str | None]
"""A column, and a group of it or None."""


@dataclass(frozen=True, slots=True)
class Near:
    """A lesson that is like a text: where it belongs, its first words, what taught it (2021年第9期).

    `corrected` is True where an editor put an item right; `likeness` is 0 to 1.
    """

    label: Label
    words: str
    source: str
    corrected: bool = False
    likeness: float = 0.0


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the learned model says of a text.

    `shares` are of probability; `examples` tells how many there were of each label; `words` are those that
    spoke for the best labels; `near` are the lessons most alike; `known` is the share of the body's pairs of
    characters that the examples hold, None where they are too few to tell.
    """

    shares: Mapping[Label, float]
    examples: Mapping[Label, int]
    words: Mapping[Label, tuple[str, ...]]
    near: tuple[Near, ...] = ()
    known: float | None = None


@dataclass(frozen=True, slots=True)
class Cues:
    """What a placement goes by.  `title` holds all that names the item, a line each.

    `column` and `group` are what the document stated, as written; `around` is what stands about the item
    (subject, file name, a title over several pieces), and behind `kinds.SIGNED` who of a unit signs it.
    """

    title: str | None
    text: str
    column: str | None = None
    group: str | None = None
    around: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A text and the column (group) it belongs to; `unit` is whose it is, where that is known.

    `corrected` is True where an editor put it right: it would have been placed elsewhere.
    """

    column: str
    group: str | None
    title: str | None
    text: str
    unit: str | None = None
    corrected: bool = False

    @property
    def label(self) -> Label:
        """Column and group."""
        return self.column, self.group


@dataclass(frozen=True, slots=True)
class Taught:
    """Whose letters a sender's are since an editor said so; `words` tell since when, in Chinese.

    `others` are units that editors confirmed for other letters of the same sender.
    """

    unit: str
    words: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """Which unit a submission is from.  `unit` is a registered name or None (unknown)."""

    unit: str | None
    subunit: str | None = None
    contributor: str | None = None
    confidence: float = 0.0
    reasons: tuple[str, ...] = ()

    @property
    def chain(self) -> tuple[str, ...]:
        """The unit and its parts, the largest first （中铝山东, 第二氧化铝厂, 除杂车间）."""
        return chain(self.unit, self.subunit)


class RelationKind(StrEnum):
    """How an item stands to an earlier one."""

    DUPLICATE = "duplicate"
    VERSION = "version"
    DIGEST_OF = "digest_of"
    SIBLING = "sibling"
    NOTE_ON = "note_on"
    """A letter that corrects or withdraws an earlier piece, and is none itself."""


@dataclass(frozen=True, slots=True)
class Publication:
    """What a back issue has printed of the same: the issue (2021年第8期), the column and its words.

    `certain` is False where a date or a figure is another, so that a person has to look.
    """

    issue: str
    column: str
    text: str
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Relation:
    """`to` is the id of the other item; a version supersedes it, a duplicate repeats it."""

    kind: RelationKind
    to: int
    reason: str = ""
