"""News made short: the event, its figures, its result, in one or two whole sentences.

What an editor would print of each clause is learned (`relevance`); here the clauses are chosen that are
worth their room, each with those it cannot stand without (`bonds`), until the budget is full.  Clauses are
dropped whole and never rewritten, so that nothing stands in the piece that is not in the source.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from compose.bonds import bound
from compose.choosing import NEVER_ALONE, choose, weighed, without_weakest
from compose.clauses import Role, refers_back
from compose.phrasing import parts
from compose.relevance import relevances
from compose.sentences import Stretch, clipped
from compose.told import Place, tell
from compose.wording import Wording, assemble

if TYPE_CHECKING:
    from compose.clauses import Clause
    from compose.subject import Subject
    from compose.told import Told

_OVER = 1.3
"""How far the piece may be beyond it, with the names and times that its clauses need."""


def compress(text: str, budget: tuple[int, int], subject: Subject, title: str | None = None) -> Wording:
    """One or two sentences of the text, unit first, near the upper bound of the budget (characters)."""
    told = tell(text, subject)
    if not told:
        return assemble(text, [Stretch(0, len(text))])
    shares = relevances(text, told, budget, title)
    known = weighed(told, {Place(*place): share for place, share in shares.items()})
    chosen = _as_it_is(text, told, budget, subject)
    if not chosen:
        found = choose(text, told, budget, len(subject.label), known)
        chosen = _without_loose_start(text, told, found) or found or frozenset([Place(0, told[0].head)])
    wording = assemble(text, parts(text, told, chosen, subject))
    while len(wording.text) > _OVER * budget[1] and (fewer := without_weakest(text, told, chosen, known)):
        chosen = fewer
        wording = assemble(text, parts(text, told, chosen, subject))
    return wording if len(wording.text) <= 3 * budget[1] else _shortened(text, wording, budget, subject)


# --- a digest that the contributor wrote ----------------------------------------------------------


def _as_it_is(text: str, told: list[Told], budget: tuple[int, int], subject: Subject) -> frozenset[Place]:
    """All that says something, where that fits the budget.

    One sentence that opens with the unit keeps even its praise, and may be a little longer.
    """
    usable = [number for number, one in enumerate(told) if one.usable]
    if len(usable) == 1 and text.startswith(subject.names, told[usable[0]].stretch.start):
        every = frozenset(Place(usable[0], index) for index in range(len(told[usable[0]].clauses)))
        if _size(told, every) + len(subject.label) <= _OVER * budget[1]:
            return every
    named = next((number for number in usable if told[number].mentions), 0)
    worthy = _worthy(text, told, [number for number in usable if number >= named])
    worthy = _without_loose_start(text, told, worthy)
    results = sum(clause.measured for number in usable for clause in told[number].clauses)
    kept = sum(_clause(told, place).measured for place in worthy)
    size = _size(told, worthy) + len(subject.label)
    return worthy if budget[0] <= size <= budget[1] and kept == results else frozenset()


def _worthy(text: str, told: list[Told], usable: list[int]) -> frozenset[Place]:
    """The clauses of these sentences that say something, each with those it cannot stand without."""
    found: frozenset[Place] = frozenset()
    for number in usable:
        for index in range(len(told[number].clauses)):
            group = bound(told, Place(number, index), text)
            early = index < told[number].head and not told[number].clauses[index].step
            if not early and all(_says_something(_clause(told, place)) for place in group):
                found |= group
    return found


def _says_something(clause: Clause) -> bool:
    if clause.role in NEVER_ALONE:
        return False
    return clause.worth > 0.0 or (clause.role is Role.ADVERB and clause.worth == 0.0)


def _without_loose_start(text: str, told: list[Told], chosen: frozenset[Place]) -> frozenset[Place]:
    """The places without first sentences that point back (该院, 此举) to what is not printed."""
    for number in sorted({place.sentence for place in chosen}):
        first = min(place.clause for place in chosen if place.sentence == number)
        if told[number].name or not refers_back(text, told[number].clauses[first]):
            break
        chosen = frozenset(place for place in chosen if place.sentence != number)
    return chosen


def _clause(told: list[Told], place: Place) -> Clause:
    return told[place.sentence].clauses[place.clause]


def _size(told: list[Told], places: frozenset[Place]) -> int:
    return sum(_clause(told, place).end - _clause(told, place).start + 1 for place in places)


def _shortened(text: str, wording: Wording, budget: tuple[int, int], subject: Subject) -> Wording:
    """An endless clause without marks: only its beginning is printed, and says so."""
    if not wording.used:  # nothing but a name, and that endless
        return Wording(f"{wording.text[: budget[1]]}……", ())
    start, end = wording.used[0][0], wording.used[-1][1]
    cut = clipped(text, Stretch(start, end), budget[1])
    name = subject.name if not subject.mentioned(cut.of(text)) else ""
    return assemble(text, [name, cut, "……"])
