"""The nouns of classification: unit, column, rule, placement, relation."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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
    """

    name: str
    groups: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    group_pattern: str | None = None
    prior: float = 0.0


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


@dataclass(frozen=True, slots=True)
class Origin:
    """Which unit a submission is from.  `unit` is a registered name or None (unknown)."""

    unit: str | None
    subunit: str | None = None
    contributor: str | None = None
    confidence: float = 0.0
    reasons: tuple[str, ...] = ()


class RelationKind(StrEnum):
    """How an item stands to an earlier one."""

    DUPLICATE = "duplicate"
    VERSION = "version"
    DIGEST_OF = "digest_of"
    SIBLING = "sibling"


@dataclass(frozen=True, slots=True)
class Relation:
    """`to` is the id of the other item; a version supersedes it, a duplicate repeats it."""

    kind: RelationKind
    to: int
    reason: str = ""
