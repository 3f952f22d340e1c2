"""News made short: the event, its figures, its result, in one or two whole sentences.

What an editor would print of each clause is learned (`relevance`); here the clauses are chosen that are
worth their room, each with those it cannot stand without (`bonds`), until the budget is full.  Clauses are
dropped whole and never rewritten, so that nothing stands in the piece that is not in the source.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from compose.bonds import bare, bound
from compose.clauses import Role, refers_back
from compose.phrasing import parts
from compose.relevance import relevances
from compose.sentences import Stretch, clipped
from compose.told import Place, tell
from compose.wording import Wording, assemble

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from compose.clauses import Clause
    from compose.subject import Subject
    from compose.told import Told

_WORTH = 0.36
"""The share of a clause that an editor prints, from which it is worth its room."""
_LENIENT = (0.0, 0.2, 0.25)
"""So much less will do for a clause without a figure, with one, with a measured quantity."""
_TURN = 1.5
"""What one more sentence costs, in characters: two that belong together read better than three."""
_BEYOND = (1.0, 1.15, 1.25)
"""How far clauses may fill the budget: without a figure, with one, with a measured quantity."""
_OVER = 1.3
"""How far the piece may be beyond it, with the names and times that its clauses need."""
_NEVER_ALONE = frozenset({Role.PADDING, Role.BACKGROUND})
"""What is printed only with a clause that cannot do without it."""
_OPENING = 1.6
"""How far the first sentence may, where nothing shorter can be said."""


def compress(text: str, budget: tuple[int, int], subject: Subject, title: str | None = None) -> Wording:
    """One or two sentences of the text, unit first, near the upper bound of the budget (characters)."""
    told = tell(text, subject)
    if not told:
        return assemble(text, [Stretch(0, len(text))])
    relevant = {Place(*place): share for place, share in relevances(text, told, budget, title).items()}
    chosen = _as_it_is(text, told, budget, subject) or _chosen(text, told, budget, subject, relevant)
    wording = assemble(text, parts(text, told, chosen, subject))
    while len(wording.text) > _OVER * budget[1] and (fewer := _without_weakest(text, told, chosen, relevant)):
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
    if clause.role in _NEVER_ALONE:
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


# --- choosing -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Offer:
    """Clauses that go together, what they are worth to the piece, and the characters they take.

    `weight` is 2 with a measured quantity among them, 1 with another figure, else 0.
    """

    places: frozenset[Place]
    gain: float
    size: int
    weight: int


def _chosen(
    text: str,
    told: list[Told],
    budget: tuple[int, int],
    subject: Subject,
    relevant: Mapping[Place, float],
) -> frozenset[Place]:
    """The clauses to print: what is worth most for its room first, while there is room."""
    usable = [place for place in relevant if told[place.sentence].usable] or list(relevant)
    usable = _without_asides(told, usable)
    telling = [place for place in usable if _clause(told, place).role not in _NEVER_ALONE] or usable
    groups = {place: (bound(told, place, text), bare(told, place, text)) for place in telling}
    found: frozenset[Place] = frozenset()
    worth = _WORTH
    while True:
        room = _room(budget, found, len(subject.label) + _size(told, found))
        fitting = (
            next((one for one in offers if one.size <= room[one.weight]), None)
            for offers in _offers(told, groups, found, relevant, worth)
        )
        best = max(filter(None, fitting), key=_ratio, default=None)
        if best is not None:
            found |= best.places
        elif worth > -1.0 and len(subject.label) + _size(told, found) < budget[0]:
            worth -= 0.1
        else:
            break
    found = _with_means(told, groups, found, 1.1 * budget[1] - len(subject.label) - _size(told, found))
    return _without_loose_start(text, told, found) or found or frozenset([Place(0, told[0].head)])


def _with_means(
    told: list[Told],
    groups: Mapping[Place, tuple[frozenset[Place], ...]],
    found: frozenset[Place],
    room: float,
) -> frozenset[Place]:
    """The places with the act right before a result that would stand without what brought it about."""
    for place in sorted(found):
        means = Place(place.sentence, place.clause - 1)
        alone = not any(one.sentence == place.sentence and one.clause < place.clause for one in found)
        if not (alone and _clause(told, place).measured and means in groups):
            continue
        wanted = groups[means][0] - found
        if _clause(told, means).role is Role.ACTION and _size(told, wanted) <= room:
            found |= wanted
            room -= _size(told, wanted)
    return found


def _without_asides(told: list[Told], usable: list[Place]) -> list[Place]:
    """The places without what one person did, or what was before, unless nothing else tells figures."""
    plain = [place for place in usable if not told[place.sentence].aside]
    asides = [place for place in usable if told[place.sentence].aside]
    figured = [any(_clause(told, place).figures for place in places) for places in (plain, asides)]
    return plain if plain and figured != [False, True] else usable


def _without_weakest(
    text: str, told: list[Told], chosen: frozenset[Place], relevant: Mapping[Place, float]
) -> frozenset[Place]:
    """The places without what tells least, and what needs that: names and times made the piece too long."""
    needed = {place: bound(told, place, text) for place in chosen}
    leaving = [frozenset(one for one in chosen if place in needed[one]) for place in chosen]
    partial = [places for places in leaving if places != chosen]
    if not partial:
        return frozenset()
    weakest = min(range(len(partial)), key=lambda at: _telling(told, partial[at], relevant))
    return chosen - partial[weakest]


def _telling(
    told: list[Told], places: frozenset[Place], relevant: Mapping[Place, float]
) -> tuple[float, Place]:
    worth = 0.0
    for place in places:
        clause = _clause(told, place)
        worth += _gain(clause, relevant[place], _WORTH)
    return worth, max(places)


def _room(budget: tuple[int, int], found: frozenset[Place], size: int) -> tuple[float, ...]:
    """The characters that are left for clauses of each weight."""
    if not found:
        return (_OPENING * budget[1] - size,) * 3
    return tuple(share * budget[1] - size for share in _BEYOND)


def _offers(
    told: list[Told],
    groups: Mapping[Place, tuple[frozenset[Place], ...]],
    found: frozenset[Place],
    relevant: Mapping[Place, float],
    worth: float,
) -> Iterator[list[_Offer]]:
    """For each clause that may be added the ways to print it, where they are worth their room."""
    begun = {place.sentence for place in found}
    for place, ways in groups.items():
        if place in found:
            continue
        offers = []
        for new in (way - found for way in ways):
            clauses = [_clause(told, one) for one in new]
            gain = sum(_gain(_clause(told, one), relevant[one], worth) for one in new)
            gain -= _TURN * len({one.sentence for one in new} - begun)
            offers.append(_Offer(new, gain, _size(told, new), max(map(_weight, clauses))))
        yield [offer for offer in offers if offer.gain > 0]


def _weight(clause: Clause) -> int:
    return 2 if clause.measured else 1 if clause.figures else 0


def _gain(clause: Clause, share: float, worth: float) -> float:
    """What printing a clause is worth, in characters; a figure asks for less."""
    return (clause.end - clause.start + 1) * (share - worth + _LENIENT[_weight(clause)])


def _ratio(offer: _Offer) -> float:
    return offer.gain / offer.size


def _clause(told: list[Told], place: Place) -> Clause:
    return told[place.sentence].clauses[place.clause]


def _size(told: list[Told], places: frozenset[Place]) -> int:
    return sum(_clause(told, place).end - _clause(told, place).start + 1 for place in places)


def _shortened(text: str, wording: Wording, budget: tuple[int, int], subject: Subject) -> Wording:
    """An endless clause without marks: only its beginning is printed, and says so."""
    start, end = wording.used[0][0], wording.used[-1][1]
    cut = clipped(text, Stretch(start, end), budget[1])
    name = subject.name if not subject.mentioned(cut.of(text)) else ""
    return assemble(text, [name, cut, "……"])
