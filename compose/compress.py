"""News made short: the event, its figures, its result, in one or two whole sentences.

The sentence that tells the event opens the piece, unit first.  Figure clauses of the whole item follow as
the budget allows, dearest first; a figure may take the piece up to 1.3 times its upper bound where no
result would be left otherwise.  Clauses are dropped whole and never rewritten, so that nothing stands in
the piece that is not in the source.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from compose import subject as subjects
from compose.clauses import Role, refers_back
from compose.sentences import Stretch, clipped, sentences
from compose.told import is_speech, tell
from compose.wording import Wording, assemble

if TYPE_CHECKING:
    from compose.clauses import Clause
    from compose.subject import Subject
    from compose.told import Told

_LINK = re.compile(r"(?:并(?![购网行联列轨])|还(?![款原])|也|同时|此外|而且|以及|共(?=\d)|又)")
_PRONOUN = re.compile(r"(?:他们|她们|我们|大家)")
_PROBLEM = re.compile(r"(?:针对|围绕)")
"""What may stand between the unit's name and its act, though the letter put it before the name."""


def compress(text: str, budget: tuple[int, int], subject: Subject) -> Wording:
    """One or two sentences of the text, unit first, near the upper bound of the budget (characters)."""
    ready = _ready(text, budget, subject)
    if ready is not None:
        return ready
    told = tell(text, subject)
    if not told:
        return assemble(text, [Stretch(0, len(text))])
    event = max(range(len(told)), key=lambda index: (told[index].rank, -index))
    chosen = _choose(text, told, event, budget, subject)
    wording = assemble(text, _parts(text, told, event, chosen, subject))
    return wording if len(wording.text) <= 3 * budget[1] else _shortened(text, wording, budget, subject)


# --- an item that is a digest already -------------------------------------------------------------


def _ready(text: str, budget: tuple[int, int], subject: Subject) -> Wording | None:
    """The whole text where the contributor wrote a digest: unit first, within the budget."""
    body = text.strip()
    if not subject.name or not body.startswith(subject.names) or "\n" in body:
        return None
    found = sentences(text)
    limit = min(2 * budget[1], 120) if len(found) == 1 else 1.3 * budget[1]
    if len(body) > limit or any(is_speech(sentence.of(text)) for sentence in found):
        return None
    start = text.index(body[0])
    return assemble(text, _named(text, Stretch(start, found[-1].end), subject))


def _named(text: str, stretch: Stretch, subject: Subject) -> list[Stretch | str]:
    """The stretch with the unit at its head under its registered name."""
    found = subjects.mention(text, stretch.start, stretch.end, subject)
    if found is None:
        return [stretch]
    return [found[1], Stretch(found[0], stretch.end)]


# --- choosing -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Place:
    """A clause by its sentence and its place in it."""

    sentence: int
    clause: int


def _choose(
    text: str, told: list[Told], event: int, budget: tuple[int, int], subject: Subject
) -> frozenset[_Place]:
    """The clauses to print: the kernel of the event, then figures, then details while there is room."""
    least, most = budget
    kernel = _Place(event, _kernel(told[event]))
    chosen = _closure(told, kernel)
    if told[event].named is None and _speaks(text, told[event], subject):
        chosen |= _closure(told, _Place(event, told[event].head))
    size = _size(told, chosen) + len(told[event].name or subject.label)
    for place in _offers(text, told, event):
        clause = told[place.sentence].clauses[place.clause]
        wanted = _closure(told, place, chosen) - chosen
        more = _size(told, wanted)
        limit = _limit(clause, told, chosen, budget, near=place.sentence == event)
        if size + more <= (max(limit, most) if size < 0.55 * most else limit):
            chosen |= wanted
            size += more
    chosen = _with_cause(told, event, chosen, int(0.9 * most) - size)
    return _with_company(told, event, chosen, least, most)


def _speaks(text: str, told: Told, subject: Subject) -> bool:
    """Whether somebody else (a newspaper, the group) is the subject, named in the head clause."""
    return subjects.is_foreign(text[told.clauses[told.head].start : told.stretch.end], subject)


def _limit(
    clause: Clause, told: list[Told], chosen: frozenset[_Place], budget: tuple[int, int], *, near: bool
) -> float:
    """How long the piece may become for the sake of this clause."""
    least, most = budget
    if clause.measured and not any(told[p.sentence].clauses[p.clause].measured for p in chosen):
        return 1.3 * most
    if clause.figures:
        return 1.1 * most
    return 0.9 * most if near else max(least, 0.75 * most)


def _kernel(told: Told) -> int:
    """The clause that says what was done: the first act from the actor on, else the first statement."""
    for wanted in ({Role.ACTION}, {Role.ACTION, Role.PLAIN}, {Role.PADDING, Role.ATTENDANCE, Role.ADVERB}):
        for index in range(told.head, len(told.clauses)):
            clause = told.clauses[index]
            enough = clause.worth >= 1.0 or wanted != {Role.ACTION}
            if clause.role in wanted and enough and clause.end > clause.start:
                return index
    return told.head


def _closure(told: list[Told], place: _Place, chosen: frozenset[_Place] = frozenset()) -> frozenset[_Place]:
    """The clause together with those it cannot stand without; an adverb is content with any later act."""
    clauses = told[place.sentence].clauses
    first = last = place.clause
    later = any(p.sentence == place.sentence and p.clause > place.clause for p in chosen)
    if later and clauses[last].role is Role.ADVERB and not clauses[last].mark.startswith(("：", ":")):
        return frozenset({place})
    while first > told[place.sentence].head and clauses[first].before:
        first -= 1
    while last < len(clauses) - 1 and clauses[last].after:
        last += 1
    return frozenset(_Place(place.sentence, index) for index in range(first, last + 1))


def _size(told: list[Told], places: frozenset[_Place]) -> int:
    clauses = (told[place.sentence].clauses[place.clause] for place in places)
    return sum(clause.end - clause.start + 1 for clause in clauses)


def _offers(text: str, told: list[Told], event: int) -> list[_Place]:
    """What may be added, dearest first."""
    found: list[tuple[float, int, int]] = []
    for number, sentence in enumerate(told):
        if not sentence.usable:
            continue
        for index in range(len(sentence.clauses)):
            if index < sentence.head and not _PROBLEM.match(text, sentence.clauses[index].start):
                continue
            worth = _offer(text, sentence, index, abs(number - event))
            if worth > 0.0:
                found.append((-worth, number, index))
    return [_Place(number, index) for _, number, index in sorted(found)]


def _offer(text: str, told: Told, index: int, distance: int) -> float:
    """What a clause is worth to the piece; without a figure a distant one hardly counts."""
    clause = told.clauses[index]
    if clause.role in {Role.BACKGROUND, Role.PADDING} or clause.end <= clause.start:
        return 0.0
    worth = clause.worth - min(1.0, 0.15 * distance)
    if clause.role is Role.ADVERB and not _PROBLEM.match(text, clause.start):
        return 0.0
    if not distance and worth > 0.0:
        gain = 1.5 if clause.role is Role.ACTION or clause.figures else 0.0
        return worth + (1.0 if index < told.head else gain)
    if clause.figures:
        return worth - (4.0 if told.aside else 0.0)
    apart = index != told.head or clause.role is not Role.ACTION or refers_back(text, clause)
    return 0.0 if apart or told.aside else worth - 0.5


def _with_cause(told: list[Told], event: int, chosen: frozenset[_Place], room: int) -> frozenset[_Place]:
    """Give figures taken from another sentence the act right before them, as far as there is room."""
    for place in sorted(chosen, key=lambda p: (p.sentence, -p.clause)):
        cause = _Place(place.sentence, place.clause - 1)
        if place.sentence == event or place.clause <= 0 or cause in chosen:
            continue
        clause = told[cause.sentence].clauses[cause.clause]
        more = clause.end - clause.start + 1
        if clause.role is Role.ACTION and clause.worth > 0.0 and more <= room:
            chosen |= {cause}
            room -= more
    return chosen


def _with_company(
    told: list[Told], event: int, chosen: frozenset[_Place], least: int, most: int
) -> frozenset[_Place]:
    """Fill a piece that is still under its least length with the event's own remaining clauses."""
    for index in range(told[event].head, len(told[event].clauses)):
        clause = told[event].clauses[index]
        wanted = _closure(told, _Place(event, index), chosen) - chosen
        if _size(told, chosen) >= least or clause.role is Role.BACKGROUND:
            continue
        if _size(told, chosen | wanted) <= most:
            chosen |= wanted
    return chosen


# --- writing --------------------------------------------------------------------------------------


def _parts(
    text: str, told: list[Told], event: int, chosen: frozenset[_Place], subject: Subject
) -> list[Stretch | str]:
    order = [event, *(n for n in sorted({place.sentence for place in chosen}) if n != event)]
    parts: list[Stretch | str] = []
    for number in order:
        kept = sorted(place.clause for place in chosen if place.sentence == number)
        parts += _opening(text, told[number], kept, subject, first=number == event)
        parts += _sentence(text, told[number], kept)
    return parts


def _opening(text: str, told: Told, kept: list[int], subject: Subject, *, first: bool) -> list[Stretch | str]:
    """Who acts, under the registered name, and the period that the figures belong to."""
    name: list[Stretch | str] = []
    if told.named and told.name and (first or kept[0] == told.head):
        name = [told.name] if first or told.name != subject.label else []
        name = name or [told.named]
    elif first:
        name = [_prefix(text, told, kept, subject)]
    period = told.clauses[kept[0]].opener
    figures = any(told.clauses[index].measured for index in kept)
    return [*name, period] if period and figures else name


def _prefix(text: str, told: Told, kept: list[int], subject: Subject) -> str:
    """The unit's name, unless the sentence names it already or somebody else acts."""
    words = text[told.clauses[kept[0]].start : told.stretch.end]
    printed = "".join(text[told.clauses[i].start : told.clauses[i].end] for i in kept)
    foreign = subjects.is_foreign(words, subject)
    return "" if not subject.name or foreign or subject.mentioned(printed) else subject.label


def _sentence(text: str, told: Told, kept: list[int]) -> list[Stretch | str]:
    parts: list[Stretch | str] = []
    for position, index in enumerate(kept):
        clause = told.clauses[index]
        alone = position == 0 or kept[position - 1] != index - 1
        start = _trimmed(text, clause, told, index, alone=alone)
        if position and clause.opener and clause.measured:
            parts.append(clause.opener)
        parts.append(Stretch(start, clause.end))
        parts.append(_mark(told, kept, position))
    return parts


def _trimmed(text: str, clause: Clause, told: Told, index: int, *, alone: bool) -> int:
    """Where the clause begins without a link to what was dropped before it."""
    start = clause.start
    if alone and not (index == told.head and told.named):
        link = _LINK.match(text, start, clause.end)
        start = link.end() if link else start
    if alone and not told.named:
        pronoun = _PRONOUN.match(text, start, clause.end)
        start = pronoun.end() if pronoun else start
    return start


def _mark(told: Told, kept: list[int], position: int) -> str:
    """What stands behind a clause: its own mark before its own neighbour, else a comma."""
    if position == len(kept) - 1:
        return "。"
    here, there = kept[position], kept[position + 1]
    marks = [told.clauses[index].mark for index in range(here, there)]
    if there == here + 1:
        return {",": "，", ";": "；", ":": "："}.get(marks[0], marks[0] or "，")
    return "；" if any(mark in "；;" for mark in marks if mark) else "，"


def _shortened(text: str, wording: Wording, budget: tuple[int, int], subject: Subject) -> Wording:
    """An endless clause without marks: only its beginning is printed, and says so."""
    start, end = wording.used[0][0], wording.used[-1][1]
    cut = clipped(text, Stretch(start, end), budget[1])
    name = subject.name if not subject.mentioned(cut.of(text)) else ""
    return assemble(text, [name, cut, "……"])
