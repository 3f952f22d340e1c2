"""Which occasion a piece tells of: its own day, period, number and matter, as title and lead say them.

A later piece quotes an earlier one with all its figures; what a piece is about stands at its head.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from classify.facts import Kind, facts
from classify.persons import is_personal_name
from classify.wording import Wording, bare, grams

NEAR = 3
"""Days by which a date may be mistaken."""


@dataclass(frozen=True, slots=True)
class Bearing:
    """What two pieces say of their occasions.

    `parted` is in what of day, period and number they tell of two, `other` whether of another matter or
    person; `near` whether their days are but few apart; `anchored` whether they name one occasion or nearly
    one title, `timed` the first of these alone; `renumbered` whether of several figures none is the same;
    `retold` whether one of them alone is told by an I.
    """

    parted: frozenset[Kind] = frozenset()
    other: bool = False
    near: bool = False
    timed: bool = False
    anchored: bool = False
    renumbered: bool = False
    retold: bool = False


def bearing(mine: Wording, theirs: Wording) -> Bearing:
    """Compare what two pieces say of their occasions."""
    timed = same_time(mine, theirs)
    return Bearing(
        parted(mine, theirs),
        other_matter(mine, theirs),
        days_apart(mine, theirs) <= NEAR,
        timed,
        timed or same_title(mine, theirs),
        _is_renumbered(mine, theirs),
        is_told_by_one(mine) is not is_told_by_one(theirs),
    )


def _is_renumbered(mine: Wording, theirs: Wording) -> bool:
    a, b = (facts(words.text)[Kind.FIGURE].keys() for words in (mine, theirs))
    several = 2 if _PERIODIC.search(mine.text) and _PERIODIC.search(theirs.text) else 4
    return min(len(a), len(b)) >= several and not a & b


_PERIODIC = re.compile(r"[本一每上]周|[本每当]月|月度|本季|季度|[周日月简]报|通报|动态|一览")


_FIRST = re.compile(r"[^。！？!?；;\n]*")


def lead(words: Wording) -> str:
    """Return the first sentence of a body."""
    return _FIRST.match(words.core.lstrip())[0]  # type: ignore[index]


def parted(mine: Wording, theirs: Wording) -> frozenset[Kind]:
    """Return in which of day, period and number two pieces tell of two occasions."""
    kinds = {kind for kind in _AGREE if _is_parted(mine, theirs, kind)}
    if Kind.NUMBER not in kinds and _part(mine.title) != _part(theirs.title) and _part(mine.title):
        kinds |= {Kind.NUMBER} if _part(theirs.title) else set()
    return frozenset(kinds)


def _is_parted(mine: Wording, theirs: Wording, kind: Kind) -> bool:
    agree = _AGREE[kind]
    heads, wholes = ([_stated(words, kind, at) for words in (mine, theirs)] for at in (True, False))
    if all(heads):
        quoted = all(set(head) <= set(whole) for head, whole in zip(heads, reversed(wholes), strict=True))
        return not (quoted or agree(*heads))
    if kind is Kind.NUMBER:  # of something below the head: 他已是第16次献血
        return False
    wholes = [[fact for fact in whole if not fact.endswith("年")] for whole in wholes]
    return all(wholes) and not agree(*wholes)


def _stated(words: Wording, kind: Kind, head: bool) -> list[str]:
    """The facts of a head, or of the whole; years only where nothing closer is stated."""
    texts = (words.title, lead(words)) if head else (words.title, words.core)
    stated = [fact for text in texts for fact in facts(text)[kind]]
    return [fact for fact in stated if not fact.endswith("年")] or stated


def _same_day(a: Iterable[str], b: Iterable[str]) -> bool:
    return any(x == y or x.endswith(f"月{y}") or y.endswith(f"月{x}") for x in a for y in b)


def _same_period(a: Iterable[str], b: Iterable[str]) -> bool:
    """3月上旬 is of 3月."""
    return any(x.startswith(y) or y.startswith(x) for x in a for y in b)


def _same_number(a: Iterable[str], b: Iterable[str]) -> bool:
    """Whether no thing has one number here and another there: 1号机组 and 3号炉 do not contradict."""
    ours, others = _numbered(a), _numbered(b)
    return all(ours[what] & others[what] for what in ours.keys() & others.keys())


def _numbered(numbers: Iterable[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for number in numbers:
        found.setdefault(re.sub(r"\d+", "", number), set()).update(re.findall(r"\d+", number))
    return found


_AGREE: Mapping[Kind, Callable[[Iterable[str], Iterable[str]], bool]] = {
    Kind.DAY: _same_day,
    Kind.PERIOD: _same_period,
    Kind.NUMBER: _same_number,
}
_PART = re.compile(r"[(（【]?([上中下一二三四五六七八九十]|\d{1,2})[)）】]\s*$|[-—:：\s]([上中下])篇?\s*$")


def _part(title: str) -> str:
    """Which part of a series a title names: （上）, （二）."""
    found = _PART.search(title)
    return (found[1] or found[2]) if found else ""


def days_apart(mine: Wording, theirs: Wording) -> int:
    """Return how far apart their days are at least, whatever the year; a lot where one names none."""
    a, b = (
        [int(month) * 31 + int(day) for month, day in re.findall(r"(\d+)月(\d+)日", " ".join(days))]
        for days in (facts(words.text)[Kind.DAY] for words in (mine, theirs))
    )
    return min((abs(x - y) for x in a for y in b), default=999)


def same_time(mine: Wording, theirs: Wording) -> bool:
    """Whether both name one day, or at their heads one period or number."""
    if _same_day(*(facts(words.text)[Kind.DAY] for words in (mine, theirs))):
        return True
    periods, numbers = ([_stated(w, kind, head=True) for w in (mine, theirs)] for kind in _TIMED)
    closer = [[fact for fact in stated if not fact.endswith("年")] for stated in periods]
    return _same_period(*closer) or bool(set(numbers[0]) & set(numbers[1]))


_TIMED = (Kind.PERIOD, Kind.NUMBER)


def same_title(mine: Wording, theirs: Wording) -> bool:
    """Whether the titles are nearly the same."""
    a, b = grams(mine.title), grams(theirs.title)
    return len(a & b) >= 0.5 * max(1, min(len(a), len(b)))


def is_told_by_one(words: Wording) -> bool:
    """Whether a piece speaks in the first person, quotations left out."""
    return len(re.findall(r"我(?![国省市区厂司公])", re.sub(r"“[^”]*”", "", words.text))) > 1


# --- the matter ------------------------------------------------------------------------------------

_EVENT = re.compile(
    r"(?:组织|开展|举[办行]|召开|进行|启动|参加|完成|承办|推进|搞好|抓好)(?:了|全[厂员]|职工|青年|一次)?"
    r"([\u4e00-\u9fff“”\"]{2,14}?)(演[练习]|[比竞]赛|培训班?|讲座|会议?|活动|检查|检修|普查|评选|调研|考试|宣讲)"
)


def other_matter(mine: Wording, theirs: Wording) -> bool:
    """Whether title or lead have another object （消防演练, 触电急救演练）, or the titles other persons."""
    a, b = (bare(words.title) for words in (mine, theirs))
    if all(map(is_personal_name, _changed(a, b))):
        return True
    pairs = ((mine.title, theirs.title), (lead(mine), lead(theirs)))
    return any(_other_object(bare(one), bare(other)) for one, other in pairs)


def _other_object(mine: str, theirs: str) -> bool:
    a, b = (_EVENT.search(text) for text in (mine, theirs))
    if a is None or b is None or a[2] != b[2]:
        return False
    old, new = _changed(a[1], b[1])
    return min(len(old), len(new)) > 1 and not set(old) & set(new)


def _changed(a: str, b: str) -> tuple[str, str]:
    """What of two phrases is left without their common beginning and end."""
    start = next((at for at, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    a, b = a[start:], b[start:]
    pairs = zip(reversed(a), reversed(b), strict=False)
    end = next((at for at, (x, y) in enumerate(pairs) if x != y), min(len(a), len(b)))
    return a[: len(a) - end], b[: len(b) - end]
