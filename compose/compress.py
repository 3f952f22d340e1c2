"""News made short: the event, its figures, its result, in one or two whole sentences.

The sentence that tells the event opens the piece, unit first.  Figure clauses of the whole item follow as
the budget allows, dearest first; a figure may take the piece up to 1.3 times its upper bound where no
result would be left otherwise.  Clauses are dropped whole and never rewritten, so that nothing stands in
the piece that is not in the source.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from compose.clauses import Role, refers_back
from compose.phrasing import parts
from compose.sentences import Stretch, clipped
from compose.told import Place, tell
from compose.wording import Wording, assemble

if TYPE_CHECKING:
    from compose.clauses import Clause
    from compose.subject import Subject
    from compose.told import Told

_REACH = 12
"""Clauses that one clause may lean on; no writer goes further, and an endless sentence costs no time."""
_POINTS_BACK = re.compile(r"[把将](?:它|其|这[个件项一些]?)|这件事|这一[问难做]")
_PROBLEM = re.compile(r"(?:针对|围绕)")
"""What may stand between the unit's name and its act, though the letter put it before the name."""


def compress(text: str, budget: tuple[int, int], subject: Subject) -> Wording:
    """One or two sentences of the text, unit first, near the upper bound of the budget (characters)."""
    told = tell(text, subject)
    if not told:
        return assemble(text, [Stretch(0, len(text))])
    event = max(range(len(told)), key=lambda index: (told[index].rank, -index))
    chosen = _as_it_is(text, told, event, budget, subject)
    if not chosen:
        chosen = _choose(text, told, event, budget, subject)
    chosen |= _scene(text, told, event, int(1.2 * budget[1]) - _size(told, chosen), subject)
    wording = assemble(text, parts(text, told, chosen, subject))
    for number in _spare(told, event, chosen):
        if len(wording.text) > 1.3 * budget[1]:
            chosen = frozenset(place for place in chosen if place.sentence != number)
            wording = assemble(text, parts(text, told, chosen, subject))
    return wording if len(wording.text) <= 3 * budget[1] else _shortened(text, wording, budget, subject)


def _spare(told: list[Told], event: int, chosen: frozenset[Place]) -> list[int]:
    """The printed sentences that the piece can do without, the least telling first."""
    return sorted({place.sentence for place in chosen} - {event}, key=lambda number: told[number].rank)


# --- choosing -------------------------------------------------------------------------------------


def _as_it_is(
    text: str, told: list[Told], event: int, budget: tuple[int, int], subject: Subject
) -> frozenset[Place]:
    """All that is worth printing where it fits the budget: a digest that the contributor wrote.

    One sentence that opens with the unit keeps even its praise, and may be a little longer.
    """
    usable = [number for number, one in enumerate(told) if one.usable]
    told_from = _first_named(told, event)
    if len(usable) == 1 and text.startswith(subject.names, told[usable[0]].stretch.start):
        every = frozenset(Place(usable[0], index) for index in range(len(told[usable[0]].clauses)))
        if _size(told, every) + len(subject.label) <= 1.3 * budget[1]:
            return every
    worthy = _worthy(text, told, [number for number in usable if number >= told_from])
    worthy = _without_loose_start(text, told, worthy)
    results = sum(clause.measured for number in usable for clause in told[number].clauses)
    kept = sum(told[place.sentence].clauses[place.clause].measured for place in worthy)
    size = _size(told, worthy) + len(subject.label)
    return worthy if budget[0] <= size <= budget[1] and kept == results else frozenset()


def _without_loose_start(text: str, told: list[Told], chosen: frozenset[Place]) -> frozenset[Place]:
    """The places without first sentences that point back (该院, 此举) to what is not printed."""
    for number in sorted({place.sentence for place in chosen}):
        first = min(place.clause for place in chosen if place.sentence == number)
        if told[number].name or not refers_back(text, told[number].clauses[first]):
            break
        chosen = frozenset(place for place in chosen if place.sentence != number)
    return chosen


def _first_named(told: list[Told], event: int) -> int:
    """The sentence that first names who acts, or the event; what stands before it sets the scene."""
    named = (number for number, one in enumerate(told[:event]) if one.usable and one.mentions)
    return next(named, event)


def _worthy(text: str, told: list[Told], usable: list[int]) -> frozenset[Place]:
    """The clauses of these sentences that say something, each with those it cannot stand without."""
    found: frozenset[Place] = frozenset()
    for number in usable:
        for index, clause in reversed(list(enumerate(told[number].clauses))):
            group = _closure(told, Place(number, index), found)
            early = index < told[number].head and not (clause.step or _PROBLEM.match(text, clause.start))
            if not early and all(_says_something(told, place) for place in group):
                found |= group
    return found


def _says_something(told: list[Told], place: Place) -> bool:
    clause = told[place.sentence].clauses[place.clause]
    if clause.role in {Role.BACKGROUND, Role.PADDING}:
        return False
    return clause.worth > 0.0 or (clause.role is Role.ADVERB and clause.worth == 0.0)


def _choose(
    text: str, told: list[Told], event: int, budget: tuple[int, int], subject: Subject
) -> frozenset[Place]:
    """The clauses to print: the kernel of the event, then figures, then details while there is room."""
    least, most = budget
    kernel = Place(event, _kernel(told[event]))
    chosen = _closure(told, kernel)
    if _size(told, chosen) + len(subject.label) > 1.2 * most:
        chosen = _bare(told, kernel)
    if told[event].named is None and not told[event].clauses[told[event].head].verbal:
        chosen |= _closure(told, Place(event, told[event].head))
    opener = next((clause.opener for clause in told[event].clauses if clause.opener), Stretch(0, 0))
    size = _size(told, chosen) + len(told[event].name or subject.label) + opener.end - opener.start
    for place in _offers(text, told, event):
        clause = told[place.sentence].clauses[place.clause]
        wanted = _closure(told, place, chosen) - chosen
        if place.sentence < event:
            wanted |= _closure(told, Place(place.sentence, told[place.sentence].head)) - chosen
        more = _size(told, wanted)
        limit = _limit(clause, told, chosen, budget, near=place.sentence == event)
        near = any(p.sentence == place.sentence for p in chosen)
        if size + more > limit and clause.verbal and (clause.measured or (near and clause.figures)):
            wanted = _bare(told, place) - chosen  # an act with its figure can do without who acts
            more = _size(told, wanted)
        if size + more <= (max(limit, most) if size < 0.55 * most else limit):
            chosen |= wanted
            size += more
    chosen = _with_cause(told, event, chosen, int(0.9 * most) - size)
    return _with_company(told, event, chosen, least, most)


def _scene(text: str, told: list[Told], event: int, room: int, subject: Subject) -> frozenset[Place]:
    """What the event's 把它 or 这件事 points at: the kernel of the sentence before, if there is room."""
    before = told[event - 1] if event else None
    head = told[event].clauses[told[event].head]
    if before is None or not before.usable or not subject.mentioned(before.stretch.of(text)):
        return frozenset()
    if not _POINTS_BACK.search(text, head.start, head.end):
        return frozenset()
    wanted = _closure(told, Place(event - 1, _kernel(before)))
    return wanted if _size(told, wanted) <= room else frozenset()


def _limit(
    clause: Clause, told: list[Told], chosen: frozenset[Place], budget: tuple[int, int], *, near: bool
) -> float:
    """How long the piece may become for the sake of this clause."""
    least, most = budget
    if clause.measured and not any(told[p.sentence].clauses[p.clause].measured for p in chosen):
        return 1.3 * most
    if clause.figures:
        return (1.2 if clause.measured else 1.1) * most
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


def _closure(told: list[Told], place: Place, chosen: frozenset[Place] = frozenset()) -> frozenset[Place]:
    """The clause together with those it cannot stand without; an adverb is content with any later act."""
    clauses = told[place.sentence].clauses
    first = last = place.clause
    later = any(p.sentence == place.sentence and p.clause > place.clause for p in chosen)
    if later and clauses[last].role is Role.ADVERB and not clauses[last].mark.startswith(("：", ":")):
        return frozenset({place})
    least = max(told[place.sentence].head, first - _REACH)
    while first > least and _leans(clauses, first):
        first -= 1
    while last < len(clauses) - 1 and clauses[last].after:
        last += 1
    bound = (index for index in range(first, last + 1) if index >= place.clause or _carries(clauses[index]))
    return frozenset(Place(place.sentence, index) for index in bound)


def _bare(told: list[Told], place: Place) -> frozenset[Place]:
    """The clause with those behind it that it cannot stand without, and none before it."""
    return frozenset(p for p in _closure(told, place) if p.clause >= place.clause)


def _leans(clauses: tuple[Clause, ...], index: int) -> bool:
    """Whether a clause cannot stand without the one before it: it has no subject of its own."""
    if clauses[index].before:
        return True
    return not clauses[index].own and clauses[index - 1].mark not in {"；", ";"}


def _carries(clause: Clause) -> bool:
    """Whether a clause that others lean on has to be printed with them; praise and attendance need not."""
    return (
        clause.before or clause.after or clause.role not in {Role.PADDING, Role.BACKGROUND, Role.ATTENDANCE}
    )


def _size(told: list[Told], places: frozenset[Place]) -> int:
    clauses = (told[place.sentence].clauses[place.clause] for place in places)
    return sum(clause.end - clause.start + 1 for clause in clauses)


def _offers(text: str, told: list[Told], event: int) -> list[Place]:
    """What may be added, dearest first."""
    found: list[tuple[float, int, int]] = []
    scene = _first_named(told, event)
    for number, sentence in enumerate(told):
        if not sentence.usable:
            continue
        for index in range(len(sentence.clauses)):
            if index < sentence.head and not _PROBLEM.match(text, sentence.clauses[index].start):
                continue
            worth = _offer(text, sentence, index, abs(number - event)) - (3.0 if number < scene else 0.0)
            if worth > 0.0:
                found.append((-worth, number, index))
    return [Place(number, index) for _, number, index in sorted(found)]


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


def _with_cause(told: list[Told], event: int, chosen: frozenset[Place], room: int) -> frozenset[Place]:
    """Give figures taken from another sentence the act or step right before them, if there is room."""
    for place in sorted(chosen, key=lambda p: (p.sentence, -p.clause)):
        cause = Place(place.sentence, place.clause - 1)
        if place.sentence == event or place.clause == 0 or cause in chosen:
            continue
        clause = told[cause.sentence].clauses[cause.clause]
        acts = clause.role is Role.ACTION and clause.worth > 0.0 and cause.clause >= told[cause.sentence].head
        more = clause.end - clause.start + 1
        if (acts or clause.step) and more <= room:
            chosen |= {cause}
            room -= more
    return chosen


def _with_company(
    told: list[Told], event: int, chosen: frozenset[Place], least: int, most: int
) -> frozenset[Place]:
    """Fill a piece that is still under its least length with the event's own remaining clauses."""
    for index in range(told[event].head, len(told[event].clauses)):
        clause = told[event].clauses[index]
        wanted = _closure(told, Place(event, index), chosen) - chosen
        if _size(told, chosen) >= least or clause.role is Role.BACKGROUND:
            continue
        if _size(told, chosen | wanted) <= most:
            chosen |= wanted
    return chosen


def _shortened(text: str, wording: Wording, budget: tuple[int, int], subject: Subject) -> Wording:
    """An endless clause without marks: only its beginning is printed, and says so."""
    start, end = wording.used[0][0], wording.used[-1][1]
    cut = clipped(text, Stretch(start, end), budget[1])
    name = subject.name if not subject.mentioned(cut.of(text)) else ""
    return assemble(text, [name, cut, "……"])
