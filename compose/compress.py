"""News made short: the event, its figures, its result, in one or two whole sentences.

The sentence that tells the event opens the piece, unit first.  Figure clauses of the whole item follow as
the budget allows, dearest first; a figure may take the piece up to 1.3 times its upper bound where no
result would be left otherwise.  Clauses are dropped whole and never rewritten, so that nothing stands in
the piece that is not in the source.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from compose import subject as subjects
from compose.clauses import Clause, Role, inner_time, judge, opener_end, read_clauses, refers_back
from compose.sentences import Shield, Stretch, sentences
from compose.wording import Wording, assemble

if TYPE_CHECKING:
    from compose.subject import Subject

_MOST_SENTENCES = 60
_MOST_CHARACTERS = 8000
"""A news item says what happened at its beginning; what lies beyond is not searched for the event."""

_SPEECH = re.compile(
    r"^[“\"][^”\"]*[”\"]$|(?:地说|说道?|笑道|感慨道?|感叹道?|点赞道?|表示|称赞道?|介绍道?|谈到|坦言)(?:[：:，,]?[“\"].*|[：:，,].*)?[。！]?$"
    r"|纷纷(?:表示|点赞|感慨)|一致(?:认为|表示)"
)
_AHEAD = re.compile(
    r"^(?:下一步|接下来|今后|未来|下阶段|下步|“十四五”期间)|会议(?:强调|要求|指出|号召|认为|希望)|(?:强调|要求|指出|希望)[，：]|提出.{0,8}(?:要求|希望|意见)|将(?:继续|以此|持续)"
)
_BACKREF = re.compile(r"^(?:该(?:专利|项目|系统|线路|活动|成果|技术)|此次|本次|这次|这是|活动(?:中|以|在|通过)|会议|其中)")
_LINK = re.compile(r"(?:并(?![购网行联列轨])|还(?![款原])|也|同时|此外|而且|以及|共(?=\d)|又)")
_BEFORE = re.compile(r"长期以来|一直以来|以前|过去|原来|此前|以往|曾经")
"""The state of things before the event."""
_NEWSPAPER = re.compile(r"《[^》]*(?:报|网|杂志)》|[\u4e00-\u9fff]{2,8}[报网](?:头版|以|刊|报道)")
_PERSON = re.compile(r"^(?:共产党员|党员|职工|员工|班长|青工|团员|青年)(?!们|干部|突击|职工|代表|志愿|骨干|服务|先锋|群众|积极)[\u4e00-\u9fff]{2,3}(?:在|主动|带头|带领|利用|不|连)")
_PRONOUN = re.compile(r"(?:他们|她们|我们|大家)")
_PROBLEM = re.compile(r"(?:针对|围绕)")
"""What may stand between the unit's name and its act, though the letter put it before the name."""


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence read: its clauses, the clause that names who acts, that name, and its rank as event."""

    stretch: Stretch
    clauses: tuple[Clause, ...]
    head: int
    name: str | None
    named: Stretch | None
    rank: float
    usable: bool
    aside: bool = False
    """Whether it tells what one single person did, or how things were before."""


def compress(text: str, budget: tuple[int, int], subject: Subject) -> Wording:
    """One or two sentences of the text, unit first, near the upper bound of the budget (characters)."""
    ready = _ready(text, budget, subject)
    if ready is not None:
        return ready
    told = _tell(text, subject)
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
    if len(body) > limit or any(_SPEECH.search(sentence.of(text)) for sentence in found):
        return None
    start = text.index(body[0])
    return assemble(text, _named(text, Stretch(start, found[-1].end), subject))


def _named(text: str, stretch: Stretch, subject: Subject) -> list[Stretch | str]:
    """The stretch with the unit at its head under its registered name."""
    found = subjects.mention(text, stretch.start, stretch.end, subject)
    if found is None:
        return [stretch]
    return [found[1], Stretch(found[0], stretch.end)]


# --- reading --------------------------------------------------------------------------------------


def _tell(text: str, subject: Subject) -> list[Told]:
    shield = Shield(text)
    told = []
    for order, sentence in enumerate(sentences(text[:_MOST_CHARACTERS], None)[:_MOST_SENTENCES]):
        clauses = read_clauses(text, sentence, shield)
        if clauses:
            told.append(_told(text, sentence, clauses, subject, order))
    return told


def _told(text: str, sentence: Stretch, clauses: tuple[Clause, ...], subject: Subject, order: int) -> Told:
    words = sentence.of(text)
    usable = not (_SPEECH.search(words) or _AHEAD.search(words))
    head, name, named, clauses = _head(text, clauses, subject)
    told = Told(sentence, clauses, head, name, named, 0.0, usable, bool(_PERSON.search(words) or _BEFORE.match(words)))
    return replace(told, rank=_rank(words, told, subject, order))


def _head(
    text: str, clauses: tuple[Clause, ...], subject: Subject
) -> tuple[int, str | None, Stretch | None, tuple[Clause, ...]]:
    """The first clause that names an actor; its name is cut off it and the rest judged anew."""
    for index, clause in enumerate(clauses):
        if clause.role is Role.BACKGROUND:
            continue
        found = subjects.mention(text, clause.start, clause.end, subject)
        if found is None:
            continue
        end, name = found
        start = inner_time(text, end, clause.end)
        start, period = opener_end(text, start, clause.end)
        rest = judge(text, Stretch(start, clause.end), clause.mark, period or clause.opener)
        rest = replace(rest, after=rest.after or clause.after, before=clause.before)
        return index, name, Stretch(clause.start, end), (*clauses[:index], rest, *clauses[index + 1 :])
    plain = (
        index
        for index, clause in enumerate(clauses)
        if clause.role not in {Role.BACKGROUND, Role.ADVERB}
        or subjects.is_foreign(text[clause.start : clause.end + 1], subject)
    )
    return next(plain, 0), None, None, clauses


def _rank(words: str, told: Told, subject: Subject, order: int) -> float:
    """How likely the sentence tells the event."""
    best = max(clause.worth for clause in told.clauses)
    rank = min(best, 3.0) + max(0.0, 2.0 - order) + min(2.0, 0.4 * sum(len(c.figures) for c in told.clauses))
    rank += 2.0 if subject.mentioned(words) else 0.0
    rank += 1.5 if told.name else 0.0
    rank += 2.0 if _NEWSPAPER.match(words, told.clauses[told.head].start - told.stretch.start) else 0.0
    rank += 1.0 if any(clause.role is Role.ACTION for clause in told.clauses) else -2.0
    rank -= 3.0 if _BACKREF.match(words) or _BEFORE.match(words) else 0.0
    rank -= 0.0 if told.usable else 8.0
    return rank - 0.15 * order


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


def _closure(
    told: list[Told], place: _Place, chosen: frozenset[_Place] = frozenset()
) -> frozenset[_Place]:
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
    """An endless clause without marks: its beginning, up to a list mark or blank if there is one."""
    start, end = wording.used[0][0], wording.used[-1][1]
    shield = Shield(text)
    limit = min(end, start + budget[1])
    stops = [at for at in range(start + 1, limit) if text[at] in "、，； \n" and not shield.covers(at)]
    cut = stops[-1] if stops else limit
    parts: list[Stretch | str] = [Stretch(start, cut), "……"]
    if subject.name and not subject.mentioned(text[start:cut]):
        parts.insert(0, subject.name)
    return assemble(text, parts)
