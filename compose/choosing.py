"""Which clauses of a news item are printed: what is worth most for its room, until the budget is full."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from compose.bonds import bare, bound
from compose.clauses import Role
from compose.told import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from compose.told import Told

_WORTH = 0.36
"""The share of a clause that an editor prints, from which it is worth its room."""
_LENIENT = (0.0, 0.2, 0.25)
"""So much less will do for a clause without a figure, with one, with a measured quantity."""
_TURN = 1.5
"""What one more sentence costs, in characters: two that belong together read better than three."""
_BEYOND = (1.0, 1.15, 1.25)
"""How far clauses may fill the budget: without a figure, with one, with a measured quantity."""
_OPENING = 1.6
"""How far the first sentence may, where nothing shorter can be said."""
_MEANS = 1.1
"""How far what brought a result about may."""
_MEASURED = 2
NEVER_ALONE = frozenset({Role.PADDING, Role.BACKGROUND})
"""What is printed only with a clause that cannot do without it."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """The clauses of an item, weighed: `size` in characters, `weight` by their figures, what each is worth.

    `weight` is 2 with a measured quantity, 1 with another figure, else 0; `value` is in characters.
    """

    size: Mapping[Place, int]
    weight: Mapping[Place, int]
    value: Mapping[Place, float]

    def room(self, places: Iterable[Place]) -> int:
        """The characters that clauses take."""
        return sum(self.size[place] for place in places)

    def gain(self, places: Iterable[Place], worth: float = _WORTH) -> float:
        """What printing clauses is worth beyond the room they take, in characters."""
        return sum(self.value[place] - worth * self.size[place] for place in places)


def weighed(told: Sequence[Told], relevant: Mapping[Place, float]) -> Weighed:
    """Weigh the clauses; `relevant` is the share of each that an editor would print."""
    size: dict[Place, int] = {}
    weight: dict[Place, int] = {}
    for place in relevant:
        clause = told[place.sentence].clauses[place.clause]
        size[place] = clause.end - clause.start + 1
        weight[place] = _MEASURED if clause.measured else 1 if clause.figures else 0
    value = {place: size[place] * (share + _LENIENT[weight[place]]) for place, share in relevant.items()}
    return Weighed(size, weight, value)


def choose(
    text: str, told: Sequence[Told], budget: tuple[int, int], label: int, known: Weighed
) -> frozenset[Place]:
    """The clauses to print; `label` is how many characters the name before them takes."""
    groups = {place: _ways(told, place, text) for place in _offered(told, known)}
    found: frozenset[Place] = frozenset()
    worth = _WORTH
    while True:
        size = label + known.room(found)
        fitting = _fitting(groups, found, known, _room(budget, found, size), worth)
        best = max(fitting, key=lambda offer: offer[0], default=None)
        if best is not None:
            found |= best[1]
        elif worth > -1.0 and size < budget[0]:
            worth -= 0.1
        else:
            return _with_means(told, groups, found, known, _MEANS * budget[1] - size)


def _offered(told: Sequence[Told], known: Weighed) -> list[Place]:
    """The places that may be printed: what can be at all, what is no aside, what is more than padding."""
    usable = [place for place in known.size if told[place.sentence].usable] or list(known.size)
    plain = [place for place in usable if not told[place.sentence].aside]
    asides = [place for place in usable if told[place.sentence].aside]
    figured = [any(known.weight[place] for place in places) for places in (plain, asides)]
    usable = plain if plain and figured != [False, True] else usable
    telling = (place for place in usable if _role(told, place) not in NEVER_ALONE)
    return list(telling) or usable


def _role(told: Sequence[Told], place: Place) -> Role:
    return told[place.sentence].clauses[place.clause].role


def _ways(told: Sequence[Told], place: Place, text: str) -> tuple[frozenset[Place], ...]:
    """The clause with all it needs, and where there is no room for that, with less."""
    whole, less = bound(told, place, text), bare(told, place, text)
    return (whole,) if whole == less else (whole, less)


def _room(budget: tuple[int, int], found: frozenset[Place], size: int) -> tuple[float, ...]:
    """The characters that are left for clauses of each weight."""
    if not found:
        return (_OPENING * budget[1] - size,) * 3
    return tuple(share * budget[1] - size for share in _BEYOND)


def _fitting(
    groups: Mapping[Place, tuple[frozenset[Place], ...]],
    found: frozenset[Place],
    known: Weighed,
    room: tuple[float, ...],
    worth: float,
) -> Iterator[tuple[tuple[float, int, int], frozenset[Place]]]:
    """(worth for its room, earliest last) and the clauses of each that fits and is worth it."""
    begun = {place.sentence for place in found}
    for place, ways in groups.items():
        if place in found:
            continue
        for way in ways:
            new = way - found
            size = known.room(new)
            gain = known.gain(new, worth) - _TURN * len({one.sentence for one in new} - begun)
            if gain > 0 and size <= room[max(known.weight[one] for one in new)]:
                yield (gain / size, -place.sentence, -place.clause), new
                break


def _with_means(
    told: Sequence[Told],
    groups: Mapping[Place, tuple[frozenset[Place], ...]],
    found: frozenset[Place],
    known: Weighed,
    room: float,
) -> frozenset[Place]:
    """The places with the act right before a result that would stand without what brought it about."""
    for place in sorted(found):
        means = Place(place.sentence, place.clause - 1)
        alone = not any(one.sentence == place.sentence and one.clause < place.clause for one in found)
        if not (alone and known.weight[place] == _MEASURED and means in groups):
            continue
        wanted = groups[means][0] - found
        if _role(told, means) is Role.ACTION and known.room(wanted) <= room:
            found |= wanted
            room -= known.room(wanted)
    return found


def without_weakest(
    text: str, told: Sequence[Told], chosen: frozenset[Place], known: Weighed
) -> frozenset[Place]:
    """The places without what tells least, and what needs that; empty where nothing can go alone."""
    needed = {place: bound(told, place, text) for place in chosen}
    leaving = (frozenset(one for one in chosen if place in needed[one]) for place in chosen)
    partial = [places for places in leaving if places != chosen]
    if not partial:
        return frozenset()
    weakest = min(range(len(partial)), key=lambda at: (known.gain(partial[at]), max(partial[at])))
    return chosen - partial[weakest]
