"""What a back issue has printed of a piece: a digest cut from its words, its unit's name put first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from classify.facts import Facts, Kind, facts
from classify.model import Publication
from classify.occasion import NEAR, days_apart, lead, parted
from classify.persons import is_personal_name
from classify.wording import Wording, bare, wording

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
    """Return what a back issue has printed of an item, or None: a digest holds its source's words only.

    It is certain where nothing differs and its words are the source's own news, not what the source quotes.
    """
    source = _source(text, unit)
    found = [(*match, -n, one) for n, one in enumerate(printed) if (match := _match(source, one))]
    if not found:
        return None
    certain, _, _, best = max(found, key=lambda each: each[:3])
    return Publication(best.issue, best.column, best.text, certain=certain)


@dataclass(frozen=True, slots=True)
class _Source:
    wording: Wording
    words: str
    grams: frozenset[str]
    head: frozenset[str]
    facts: Facts
    unit: str | None


def _source(text: str, unit: str | None) -> _Source:
    words = wording(text)
    head = _grams(bare(words.title)) | _grams(bare(lead(words)))
    whole = bare(words.text)
    return _Source(words, whole, _grams(whole), head, facts(words.text), unit)


def _grams(words: str) -> frozenset[str]:
    return frozenset(words[at : at + 3] for at in range(len(words) - 2))


_Match = tuple[bool, float]
"""Whether it is certain, and the covered share of what was printed."""


def _match(source: _Source, one: Printed) -> _Match | None:
    if not _may_be_its_own(source, one.unit):
        return None
    whole = _cut_from(source, one.text, one.unit)
    parts = [part for part in _sentences(one.text) if _weight(facts(part)) >= TELLING]
    found = [(match[0], match[1] * 0.9) for part in parts if (match := _cut_from(source, part, one.unit))]
    return max([*([whole] if whole else []), *found], default=None)


def _may_be_its_own(source: _Source, unit: str | None) -> bool:
    """Whether a unit's printed words may be of a source: one of no known unit must at least name it."""
    if unit is None or source.unit == unit:
        return True
    return source.unit is None and unit in source.words


def _sentences(text: str) -> Iterator[str]:
    parts = re.split(r"(?<=[。！？!?；;\n])", text)
    return (part for part in parts if part.strip()) if len(parts) > 2 else iter(())


_TIMED = (Kind.DAY, Kind.NUMBER, Kind.FIGURE)
"""What tells one event from the next; the same persons act in many."""


def _weight(stated: Facts, kinds: tuple[Kind, ...] = (*_TIMED, Kind.PERSON)) -> float:
    return sum(sum(stated[kind].values()) for kind in kinds)


FAIR = 0.3
"""Share of the source, or of the printed words in title and lead, by which they are the source's own news."""

HEADED = 8
"""3-grams of title and lead that tell the same."""

HINTED = 1.0
"""Weight of facts from which words that a piece may but quote are told at all."""


def _cut_from(source: _Source, text: str, unit: str | None) -> _Match | None:
    """How a text was cut from a source; None where it was not, or tells of another place or occasion."""
    for name in (unit, source.unit):
        text = text.strip().removeprefix(name or "")
    words, stated = bare(text), facts(text)
    if len(words) < LEAST or _is_elsewhere(stated, source) or _is_of_another_time(text, source):
        return None
    share, gaps = _covered(words, source.grams)
    weight = _weight(stated)
    known_event = unit is not None and unit == source.unit and weight >= TELLING
    if share < (REWORDED if known_event else COVERED) or any(is_personal_name(gap) for gap in gaps):
        return None
    strange = _strange(stated, source.facts)
    own = _is_own_news(words, share, source)
    if (strange and not _is_near(stated, source.facts, strange)) or (not own and weight < HINTED):
        return None
    said = _weight(stated, _TIMED) >= TELLING or (
        share * len(words) >= HALF * len(source.words) and not _names_time(source)
    )
    return own and said and not strange, share


HALF = 0.5
"""Share of an undated source from which what was printed is that source, whatever it states."""


def _names_time(source: _Source) -> bool:
    return any(source.facts[kind] for kind in (Kind.DAY, Kind.PERIOD, Kind.NUMBER))


def _is_own_news(words: str, share: float, source: _Source) -> bool:
    printed = _grams(words)
    headed = len(printed & source.head)
    return headed >= min(HEADED, FAIR * len(printed)) or share * len(words) >= FAIR * len(source.words)


def _covered(words: str, known: frozenset[str]) -> tuple[float, list[str]]:
    """The share of words that stand in a source, and the stretches between them."""
    covered = [False] * len(words)
    for at in range(len(words) - 2):
        if words[at : at + 3] in known:
            covered[at : at + 3] = [True] * 3
    gaps = "".join(c if not of else " " for c, of in zip(words, covered, strict=True)).split()
    return sum(covered) / len(words), gaps


def _is_elsewhere(stated: Facts, source: _Source) -> bool:
    """Whether a text names a place of which the source has not even the characters, close together."""
    return any(
        not re.search(".{0,3}".join(map(re.escape, place)), source.words) for place in stated[Kind.PLACE]
    )


def _is_of_another_time(text: str, source: _Source) -> bool:
    """Whether a text tells of another occasion than the source is about; a day may be mistaken by a few."""
    told = wording(f"\n{text}")
    apart = parted(told, source.wording)
    return bool(apart - {Kind.DAY}) or (bool(apart) and days_apart(told, source.wording) > NEAR)


def _strange(stated: Facts, source: Facts) -> dict[Kind, frozenset[str]]:
    """What a text states that its source does not."""
    kinds = (Kind.DAY, Kind.PERIOD, Kind.NUMBER, Kind.PERSON, Kind.FIGURE)
    found = {kind: frozenset(stated[kind].keys() - source[kind].keys()) for kind in kinds}
    return {kind: facts for kind, facts in found.items() if facts}


def _is_near(stated: Facts, source: Facts, strange: dict[Kind, frozenset[str]]) -> bool:
    """Whether what is strange may be an editor's correction: one figure or day, and another fact agrees."""
    if strange.keys() - {Kind.FIGURE, Kind.DAY} or sum(map(len, strange.values())) > 1:
        return False
    kinds = (Kind.NUMBER, Kind.PERSON, Kind.FIGURE)
    return any(stated[kind].keys() & source[kind].keys() for kind in kinds)
