"""Chosen clauses put into words: who acts, when, and the clauses with the marks between them.

Only stretches of the source and the unit's name are used; links to what is not printed are left out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from compose import subject as subjects
from compose.bonds import opens
from compose.clauses import Role
from compose.sentences import Stretch

if TYPE_CHECKING:
    from compose.subject import Subject
    from compose.told import Place, Told

_LINK = re.compile(r"(?:并(?![购网行联列轨])|还(?![款原])|也|同时|此外|而且|以及|共(?=\d)|又)")
_PRONOUN = re.compile(r"(?:他们|她们|我们|大家)")
_ANY_PRONOUN = re.compile(rf"{_PRONOUN.pattern}|[他她](?!人|乡|山)")
"""Pronouns to leave out: some always, those for one person where the sentence before is left out too."""
_ADVERBIAL = frozenset({Role.ADVERB, Role.BACKGROUND})
_SUM = re.compile(r"共(?![产青同建享创筑商])|累计|合计|总计|先后|陆续")
"""Words that sum up what was just told."""
_LOOSE = re.compile(
    r"一[场次堂项](?:别开生面|生动|精彩|特殊|特别|隆重|丰富多彩|意义深远|主题鲜明|形式多样|内容丰富)而?[^，的“”]{0,6}的(?=[^，])|"
    r"(?:在|从)(?:这里|此地)(?=.{2})|先(?=[对把将用由])|首先|"
    r"(?<=组织|开展|举办|举行|推出|发起|启动|召开)的(?=[“第首][^，]{2,40}(?:现场|一幕|之一|缩影|镜头|场景)$)"
    r"|(?:的|活动)(?:(?:现场|一幕|一个?(?:缩影|镜头|场景))|(?:中的|系列活动|活动|举措)?之一)$|"
    r"(?:在|于)[^，。；：、“”\d在于]{0,14}"
    r"(?:会议室|报告厅|活动室|多功能厅|礼堂|文体馆|俱乐部|体育馆|展览馆|展厅|大厅|会议中心|活动中心|演播厅|学术厅|教室|培训中心|会场)"
    r"(?:内|里)?(?=(?:隆重|正式|集中|成功)?(?:举办|举行|召开|开展|组织|观看|收听|收看|开讲|开班))"
)
"""The room in which something was held; words that only point, or open a list that is not printed whole."""
_AFTERWARDS = re.compile(r"(?:随即|随后|于是|因此|为此|就(?=[让把将在]))")
"""Words that tie the first clause of a piece to what is not printed."""


def parts(text: str, told: list[Told], chosen: frozenset[Place], subject: Subject) -> list[Stretch | str]:
    """The chosen clauses in the order of the text, who acts before them, ready to be joined."""
    found: list[Stretch | str] = []
    printed = {place.sentence for place in chosen}
    for number in sorted(printed):
        kept = sorted(place.clause for place in chosen if place.sentence == number)
        begins = not found
        actor = _actor(told, number, subject) if begins else None
        known = _named_in(text, found, subject)
        names = _opening(text, told[number], kept, subject, actor, known=known)
        found += [names.pop(kept[0])] if kept[0] in names else []
        found += _period(text, told, number, chosen)
        links = [_PRONOUN if number - 1 in printed else _ANY_PRONOUN, *([_AFTERWARDS] if begins else [])]
        found += _sentence(text, told[number], kept, links, names)
        found.append(_end(text, told, chosen, number))
    return found


def _end(text: str, told: list[Told], chosen: frozenset[Place], number: int) -> str:
    """What stands behind a sentence: a sum of what it tells goes on with it."""
    following = min((place for place in chosen if place.sentence > number), default=None)
    if following is None:
        return "。"
    there = told[following.sentence]
    if there.sentence == told[number].sentence:
        return "；"
    clause = there.clauses[following.clause]
    sums = not there.named and not clause.opener and _SUM.match(text, clause.start, clause.end)
    return "，" if sums else "。"


def _named_in(text: str, parts: list[Stretch | str], subject: Subject) -> bool:
    """Whether the reader of these parts has been told whose news it is."""
    return subject.mentioned("".join(part if isinstance(part, str) else part.of(text) for part in parts))


def _actor(told: list[Told], number: int, subject: Subject) -> str:
    """Who acts in this sentence: whom the nearest one before it names, else the unit."""
    named = (told[index].name for index in range(number, -1, -1) if told[index].usable)
    return next((name for name in named if name), subject.label)


def _opening(
    text: str, told: Told, kept: list[int], subject: Subject, actor: str | None, *, known: bool
) -> dict[int, Stretch | str]:
    """Who acts, by the clause before which it stands; `actor` is None once the piece has begun.

    `known` says that the piece has named the unit.
    """
    at = _name_stands(text, told, kept)
    if at is not None and told.named and told.name:
        return {at: _short_name(text, told.named, told.name, subject) if known else told.name}
    return {kept[0]: _prefix(text, told, kept, subject, actor)} if actor and at is None else {}


def _name_stands(text: str, told: Told, kept: list[int]) -> int | None:
    """Before which of the clauses the sentence's own name stands; None where it is not printed.

    Behind a clause in which somebody else acts it stays where the letter has it.
    """
    if not (told.named and told.name) or kept[-1] < told.head:
        return None
    first = told.clauses[kept[0]]
    if kept[0] > told.head:
        return None if opens(first, text) and not first.own else kept[0]
    before = (told.clauses[index] for index in kept if index < told.head)
    others = any(not clause.verbal and clause.role not in _ADVERBIAL for clause in before)
    return min(index for index in kept if index >= told.head) if others else kept[0]


def _period(text: str, told: list[Told], number: int, chosen: frozenset[Place]) -> list[Stretch | str]:
    """The period (一季度) a sentence opens with, where figures of it or of the sentences after it follow."""
    following = sorted((p.sentence, p.clause) for p in chosen if p.sentence >= number)
    first = following[0][1]
    passed = (clause.opener for clause in reversed(told[number].clauses[: first + 1]))
    opener = next((one for one in passed if one), None)
    if opener is None or text.startswith(("今年", "本年", "年内"), told[number].clauses[first].start):
        return []
    for sentence, index in following:
        clause = told[sentence].clauses[index]
        if clause.opener not in {None, opener}:
            break
        if clause.measured:
            begins = text[told[number].clauses[first].start]
            return [opener, "，"] if begins.isdigit() else [opener]
    return []


def _short_name(text: str, named: Stretch, name: str, subject: Subject) -> Stretch | str:
    """Who acts in a further sentence, as the letter says; a part of the unit without the unit's name."""
    part = name.removeprefix(subject.name)
    words = named.of(text)
    if not subject.mentioned(words):
        return named
    return Stretch(named.end - len(part), named.end) if part and words.endswith(part) else name


def _prefix(text: str, told: Told, kept: list[int], subject: Subject, actor: str) -> str:
    """The unit's name, unless the sentence names it already or somebody else acts."""
    words = text[told.clauses[kept[0]].start : told.stretch.end]
    kept_words = (Stretch(told.clauses[i].start, told.clauses[i].end) for i in kept)
    printed = "".join(part.of(text) for words_kept in kept_words for part in _without_loose(text, words_kept))
    foreign = subjects.is_foreign(words, subject)
    if not subject.name or foreign or subject.mentioned(printed):
        return ""
    return actor if told.clauses[kept[0]].verbal else subject.place


def _sentence(
    text: str, told: Told, kept: list[int], links: list[re.Pattern[str]], names: dict[int, Stretch | str]
) -> list[Stretch | str]:
    parts: list[Stretch | str] = []
    for position, index in enumerate(kept):
        clause = told.clauses[index]
        alone = position == 0 or kept[position - 1] != index - 1
        start = _trimmed(text, told, index, links) if alone else clause.start
        told_before = any(told.clauses[earlier].opener == clause.opener for earlier in kept[:position])
        if position and clause.opener and clause.measured and not told_before:
            parts.append(clause.opener)
        parts += [names[index]] if index in names else []
        parts += _without_loose(text, Stretch(start, clause.end))
        if position < len(kept) - 1:
            parts.append(_mark(told, kept, position))
    return parts


def _without_loose(text: str, words: Stretch) -> list[Stretch]:
    """The words without the room in which it took place, and without what only points (这是…组织的…现场)."""
    found: list[Stretch] = []
    start = words.start
    for loose in _LOOSE.finditer(text, words.start, words.end):
        found.append(Stretch(start, loose.start()))
        start = loose.end()
    return [*found, Stretch(start, words.end)]


def _trimmed(text: str, told: Told, index: int, links: list[re.Pattern[str]]) -> int:
    """Where the clause begins without a link to what was dropped before it."""
    clause = told.clauses[index]
    pronoun, *others = links
    found = [*others, *([_LINK] if not (index == told.head and told.named) else [])]
    found += [pronoun] if not told.named else []
    start = clause.start
    for link in found:
        match = link.match(text, start, clause.end)
        start = match.end() if match else start
    return start


def _mark(told: Told, kept: list[int], position: int) -> str:
    """What stands behind a clause: its own mark before its own neighbour, else a comma."""
    here, there = kept[position], kept[position + 1]
    marks = [told.clauses[index].mark for index in range(here, there)]
    if there == here + 1:
        return {",": "，", ":": "："}.get(marks[0], marks[0] or "，")
    return "，"
