"""What a back issue has printed of a piece: a digest cut from its words, its unit's name put first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from classify.facts import Facts, Kind, facts
from classify.model import Publication
from classify.persons import is_personal_name
from classify.wording import bare, wording

LEAST = 12
"""Characters that a printed text must have to be told."""

COVERED = 0.88
"""Share of a printed text's characters that must stand in its source."""

REWORDED = 0.72
"""The same where the words were touched up and the facts tell that it is the event."""

TELLING = 1.5
"""Weight of facts by which one sentence of a longer printed text, or one touched up, is told."""


@dataclass(frozen=True, slots=True)
class Printed:
    """What a back issue has printed: the issue (2021年第8期), the column, the words, whose they were."""

    issue: str
    column: str
    text: str
    unit: str | None


def published(text: str, unit: str | None, printed: Iterable[Printed]) -> Publication | None:
    """Return what a back issue has printed of an item, or None: a digest holds its source's words only."""
    core = wording(text).text
    words = bare(core)
    source = _Source(words, frozenset(words[at : at + 3] for at in range(len(words) - 2)), facts(core), unit)
    found = [(share, n, one) for n, one in enumerate(printed) if (share := _share(source, one))]
    if not found:
        return None
    best = max(found, key=lambda each: (each[0], -each[1]))[2]
    return Publication(best.issue, best.column, best.text)


@dataclass(frozen=True, slots=True)
class _Source:
    words: str
    grams: frozenset[str]
    facts: Facts
    unit: str | None


def _share(source: _Source, one: Printed) -> float:
    """The share of a printed text that was cut from a source; 0 where it was not, or might be another's."""
    if None in (source.unit, one.unit) or source.unit == one.unit:
        if share := _cut_from(source, one.text, one.unit):
            return share
        telling = (part for part in _sentences(one.text) if _weight(facts(part)) >= TELLING)
        return max((_cut_from(source, part, one.unit) for part in telling), default=0.0) * 0.9
    return 0.0


def _sentences(text: str) -> Iterator[str]:
    parts = re.split(r"(?<=[。！？!?；;\n])", text)
    return (part for part in parts if part.strip()) if len(parts) > 2 else iter(())


def _weight(stated: Facts) -> float:
    return sum(sum(stated[kind].values()) for kind in (Kind.DAY, Kind.NUMBER, Kind.PERSON, Kind.FIGURE))


def _cut_from(source: _Source, text: str, unit: str | None) -> float:
    """The covered share of a text of which nothing, neither fact nor name, is the printer's own."""
    words, stated = bare(text), facts(text)
    for name in (unit, source.unit):
        words = words.removeprefix(name or "")
    if len(words) < LEAST or _strange(stated, source.facts):
        return 0.0
    covered = [False] * len(words)
    for at in range(len(words) - 2):
        if words[at : at + 3] in source.grams:
            covered[at : at + 3] = [True] * 3
    share = sum(covered) / len(words)
    gaps = "".join(c if not known else " " for c, known in zip(words, covered, strict=True)).split()
    known_event = unit is not None and unit == source.unit and _weight(stated) >= TELLING
    enough = share >= (REWORDED if known_event else COVERED)
    return share if enough and not any(is_personal_name(gap) for gap in gaps) else 0.0


def _strange(stated: Facts, source: Facts) -> bool:
    """Whether a text states what its source does not."""
    kinds = (Kind.DAY, Kind.PERIOD, Kind.NUMBER, Kind.PERSON, Kind.FIGURE)
    return any(stated[kind].keys() - source[kind].keys() for kind in kinds)
