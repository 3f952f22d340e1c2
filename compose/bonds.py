"""What a clause cannot stand without: the clause it compares with, the one that says who acts, its own rest.

A Chinese clause needs no subject of its own: behind the unit's name at the head of the piece it is read as
the unit's doing.  Only where another subject stands before it in its sentence (队员们…，更换了…) that one
has to be printed with it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from compose.clauses import Role
from compose.told import Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from compose.clauses import Clause
    from compose.told import Told

_REACH = 12
"""Clauses that one clause may lean on; no writer goes further, and an endless sentence costs no time."""
_SOMEBODY = re.compile(
    r"(?:[^，。“”的]{0,14}?(?:们|人员|队员|职工|员工|青年|青工|选手|同志|代表|骨干|群众|学员|师傅|成员|专家|领导|负责人|书记|"
    r"主任|厂长|经理|班长|工程师|技术员|党员|团员|志愿者|客户|用户|游客|居民|家属|司机|大家|双方|大赛|比赛|活动|"
    r"会议|仪式|项目|系统|平台|装置|设备|工程|技术|成果|专利|产品|公司|集团|分厂|车间|班组|党委|支部|团委|工会|中心|小组|队|组)"
    r"(?!会|赛|中|上|后|前|时|间|的|员|长|部|室|级|型|化|性|和|与|、|建|史|课|日|章|旗|费|龄|务|风))"
)
_OWN_PEOPLE = re.compile(
    r"[^，“”]{0,10}(?:们|队员|志愿者|团员|青年|青工|党员|职工|员工|骨干|人员|成员)(?![\u4e00-\u9fff]{2,3}(?:[，、在利带主用把将连]))"
)
"""The unit's own people, whose acts are the unit's."""
_PERSON = re.compile(
    r"[^，“”]{0,10}(?:党员|技师|班长|书记|主任|厂长|经理|队长|组长|员工|职工|操作工|工程师|[电焊钳维修]工)"
    r"[\u4e00-\u9fff]{2,3}(?=[，、在利带主用把将连自看听冒坚一等和与])"
)
_PRESS = re.compile(
    r"(?:《[^》]*》|[\u4e00-\u9fff]{2,10}(?:日报|晚报|时报|电视台|频道|[报网社]))"
    r"(?=[^，]{0,14}(?:以|刊|发|报|用|在))"
)
_NAMED_THING = re.compile(
    r"(?:[^，“]{0,16}的)?“[^”]+”(?:[^，的]{0,4}(?:技术|项目|系统|成果|平台|机制|工程|课题|小组|团队))?(?=[^，。、])"
)
"""Somebody or something at the head of a clause that acts in the clauses behind it too."""


_POINTS_BACK = re.compile(r"[把将对](?:它|其(?![他它余中实])|这[个件项一些])|这件事|这一[问难做]")
"""What one reads as something that the sentence before has told."""
_THAT = re.compile(
    r"(?:该(?!公司|厂|院|矿|中心|部|集团|支部|党|团|车间|班组|站|所|工会|分公司|单位)|此(?![前外])|这|其(?![中他余])|双方|两者|[他她它](?!人))"
)
"""What begins so speaks of what the sentence before has named: 该专利, 此举."""
_TOPIC = re.compile(
    r"(?:此次|本次|这次|整个|该)?(?P<noun>活动|培训|项目|比赛|大赛|竞赛|讲座|演练|改造|工程|课程|系统|装置|产品|服务|平台|小组"
    r"|突击队|攻关组|读书班|论坛|展览|义诊|小屋|食堂|仓库|电站|基地|班车|公寓|澡堂|浴室)(?![的室长员])"
)
"""What a sentence speaks of as known; printed alone it would hang in the air."""
_HANDLED = re.compile(r"[^，]{0,6}[把将][^，]{2,}")
"""把安全口诀画成漫画，贴在…: what is handled is not said again in the clauses behind it."""
_ENDS_IN_COUNT = re.compile(r"\d(?:余|多)?(?P<unit>[\u4e00-\u9fff]{1,2})$")


def bare(told: Sequence[Told], place: Place, text: str) -> frozenset[Place]:
    """The clause where there is no room for who acts in it: an act with its figure, read as the unit's."""
    one = told[place.sentence]
    clause = one.clauses[place.clause]
    alone = clause.verbal and bool(clause.figures) and not (clause.after or clause.before)
    carrier = _carrier(one, place.clause, text) if alone else None
    if carrier is None or not _OWN_PEOPLE.match(text, one.clauses[carrier].start, one.clauses[carrier].end):
        return bound(told, place, text)
    return frozenset([place])


def bound(told: Sequence[Told], place: Place, text: str) -> frozenset[Place]:
    """The clause and those of its sentence that have to be printed with it, and what it points back at."""
    one = told[place.sentence]
    found = _in_sentence(told, place, text)
    before = place.sentence - 1
    first = one.clauses[min(other.clause for other in found)]
    that = not one.named and _THAT.match(text, first.start, first.end)
    points = that or _POINTS_BACK.search(text, first.start, first.end)
    if points and before >= 0 and told[before].usable:
        found |= _in_sentence(told, Place(before, told[before].head), text)
    topic = None if one.named else _TOPIC.match(text, first.start, first.end)
    said = _introduced(told, place.sentence, topic["noun"], text) if topic else None
    return found if said is None else found | _in_sentence(told, said, text)


def _introduced(told: Sequence[Told], sentence: int, noun: str, text: str) -> Place | None:
    """Where the nearest sentence before tells of what is only called an activity or a project here."""
    for number in range(sentence - 1, max(-1, sentence - _REACH), -1):
        for index, clause in enumerate(told[number].clauses if told[number].usable else ()):
            if noun in text[clause.start : clause.end]:
                return Place(number, index)
    return None


def _in_sentence(told: Sequence[Told], place: Place, text: str) -> frozenset[Place]:
    one = told[place.sentence]
    found: set[int] = set()
    asked = [place.clause]
    for index in asked:  # it grows while it is read
        beside = _beside(one.clauses, index, text)
        found |= {at for at in beside if _needed(one.clauses, at, index)}
        others = (_carrier(one, beside.start, text), _counted(one.clauses, beside.start, text))
        asked += [at for at in others if at is not None and at not in asked and len(asked) < _REACH]
    return frozenset(Place(place.sentence, index) for index in found)


def _beside(clauses: Sequence[Clause], index: int, text: str) -> range:
    """The clause with those next to it, before and behind, that it says nothing without."""
    first = last = index
    while first and index - first < _REACH and _leans(clauses, first, text):
        first -= 1
    while last < min(len(clauses) - 1, index + _REACH) and clauses[last].after:
        last += 1
    return range(first, last + 1)


def _counted(clauses: Sequence[Clause], index: int, text: str) -> int | None:
    """The clause before that names what is only counted here: 收集意见126条，…，已解决94条."""
    count = _ENDS_IN_COUNT.search(text, clauses[index].start, clauses[index].end)
    if count is None:
        return None
    before = range(index - 1, max(-1, index - _REACH), -1)
    same = (at for at in before if any(f.text.endswith(count["unit"]) for f in clauses[at].figures))
    return next(same, None)


def _leans(clauses: Sequence[Clause], index: int, text: str) -> bool:
    """Whether a clause says nothing without the one right before it."""
    clause, before = clauses[index], clauses[index - 1]
    if clause.before:
        return True
    whole = clause.verbal or clause.own or clause.measured
    return not whole and bool(_HANDLED.match(text, before.start, before.end))


def _needed(clauses: Sequence[Clause], at: int, index: int) -> bool:
    """Whether what stands at `at`, before the clause `index`, is printed too; praise need not be."""
    loose = clauses[at].role in {Role.PADDING, Role.BACKGROUND, Role.ATTENDANCE}
    return at >= index or clauses[at].before or not loose


def _carrier(one: Told, index: int, text: str) -> int | None:
    """The clause before that says who acts here, where it is not the unit."""
    here = one.clauses[index]
    if here.own or here.role is Role.ADVERB or opens(here, text):
        return None
    for before in range(index - 1, max(-1, index - _REACH), -1):
        if one.named and before <= one.head:
            return None
        clause = one.clauses[before]
        acts = opens(clause, text) or (clause.own and not here.verbal)
        if acts and clause.role is not Role.ADVERB:
            return before
    return None


def opens(clause: Clause, text: str) -> bool:
    """Whether the clause begins with somebody who acts."""
    named = (_NAMED_THING, _PRESS, _PERSON)
    found = any(one.match(text, clause.start, clause.end) for one in named)
    return found or (not clause.verbal and bool(_SOMEBODY.match(text, clause.start, clause.end)))
