"""What a piece says that another event would say otherwise: days, periods, numbers, places, persons, figures.

Facts are compared as sets.  What one text has and the other has not is no contradiction: a digest leaves out
and a longer report adds.  Only where both sides have something of their own does one contradict the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from classify.wording import plain
from intake import surnames


class Kind(StrEnum):
    """What a fact is about."""

    DAY = "day"
    PERIOD = "period"
    NUMBER = "number"
    """The number of a thing or of an occasion: 3号机组, 第六期."""
    PLACE = "place"
    PERSON = "person"
    FIGURE = "figure"


Facts = Mapping[Kind, Mapping[str, float]]
"""Kind -> fact -> how much it tells."""

_NUMERAL = "[零〇一二两三四五六七八九十百]"
_COUNTED = "台套名人位项次个天年月小时分只处条件篇期届周吨元米份册批家户支座辆间块根张种类成倍里岁多余"
_DAY = re.compile(r"(\d{1,2})月(\d{1,2})日|(?<![\d月])(\d{1,2})日(?![产均常报前])")
_PERIOD = re.compile(
    rf"\d{{4}}年|(?:\d{{1,2}}|{_NUMERAL}{{1,2}})月(?:份|[上中下]旬|[底初])?(?!\d{{1,2}}日)|[上中下]旬"
    rf"|(?:前?[一二三四1-4]|第[一二三四])季度|[上下]半年|第(?:\d{{1,4}}|{_NUMERAL}{{1,4}})周"
)
_NUMBER = re.compile(
    rf"第(?:\d{{1,4}}|{_NUMERAL}{{1,4}})(?:期|届|次|批|轮|讲|站|场|季|号|炉|代|阶段)"
    rf"|(?:\d{{1,4}}|{_NUMERAL}{{1,4}})(?:号|#)[\u4e00-\u9fff]?|之{_NUMERAL}(?![\u4e00-\u9fff])"
)
_PLACE = re.compile(
    rf"第?{_NUMERAL}[\u4e00-\u9fff]{{0,4}}?(?:厂|车间|工段|矿|分公司|采区|支部|班|队|部|所)"
    r"|[\u4e00-\u9fff]{2}(?:厂|车间|工段|矿区?|采区|货场|分公司|党?支部|中心|[^\W\d_][班队部所科])"
)
_PERSON = re.compile(
    r"(?:书记|长|经理|主任|主席|员|工|师傅?|手|士|司机|总监|代表|同志|记者)"
    rf"((?![作会程厂段序艺业])[{surnames.SINGLE}][\u4e00-\u9fff])"
)
_FIGURE = re.compile(r"(\d+(?:\.\d+)?)(%|万亿|[万亿]|千(?![瓦克米伏安卡])|)")
_SPELT = re.compile(rf"({_NUMERAL}{{1,6}})(?=[{_COUNTED}])")

_DIGITS = {character: n for n, character in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_YEAR_OR_THIRD = ("年", "旬")


@lru_cache(maxsize=256)
def facts(text: str) -> Facts:
    """Return the facts of a text."""
    rest = plain(text)
    found: dict[Kind, dict[str, float]] = {kind: {} for kind in Kind}
    for kind, pattern, read in _READERS:
        for match in pattern.finditer(rest):
            for fact, weight in read(match):
                found[kind].setdefault(fact, weight)
        if kind in _TAKEN:
            rest = pattern.sub("\0", rest)
    return found


def contradiction(mine: Facts, theirs: Facts, kind: Kind) -> float:
    """Return the weight of what each of two texts says of a kind that the other does not."""
    a, b = mine[kind], theirs[kind]
    new, lost = a.keys() - b.keys(), b.keys() - a.keys()
    return min(sum(a[fact] for fact in new), sum(b[fact] for fact in lost))


def common(mine: Facts, theirs: Facts, kind: Kind) -> float:
    """Return the weight of what both texts say of a kind."""
    return sum(mine[kind][fact] for fact in mine[kind].keys() & theirs[kind].keys())


def _day(match: re.Match[str]) -> Iterator[tuple[str, float]]:
    if match[1]:
        yield f"{int(match[1])}月{int(match[2])}日", 1.5
    else:
        yield f"{int(match[3])}日", 0.5


def _period(match: re.Match[str]) -> Iterator[tuple[str, float]]:
    words = match[0].removesuffix("份")
    yield _in_digits(words), 0.3 if words.endswith(_YEAR_OR_THIRD) else 1.0


def _number(match: re.Match[str]) -> Iterator[tuple[str, float]]:
    yield _in_digits(match[0]), 1.0


def _place(match: re.Match[str]) -> Iterator[tuple[str, float]]:
    yield match[0], 0.5


def _person(match: re.Match[str]) -> Iterator[tuple[str, float]]:
    """A surname and one character: where a name ends cannot be seen."""
    yield match[1], 1.0


def _figure(match: re.Match[str]) -> Iterator[tuple[str, float]]:
    """3.20万 is 32000, as 32000 is."""
    number, scale = match[1][:18], match[2]
    value = (Decimal(number) * _SCALE.get(scale, 1)).normalize()
    yield f"{value:f}{'%' if scale == '%' else ''}", _telling(number, scale)


_SCALE = {"千": 1000, "万": 10_000, "亿": 100_000_000, "万亿": 1_000_000_000_000}


def _spelt(match: re.Match[str]) -> Iterator[tuple[str, float]]:
    value = _in_digits(match[1])
    if int(value) > 1:
        yield value, _telling(value, "") if int(value) > 10 else 0.2


def _telling(value: str, scale: str) -> float:
    """A round or small figure stands in many pieces by chance."""
    significant = len(value.replace(".", "").strip("0"))
    return (0.4, 0.4, 0.9, 1.4)[min(significant, 3)] + (0.2 if scale else 0.0)


def _in_digits(words: str) -> str:
    """Numerals in figures: 十二 is 12."""
    return re.sub(f"{_NUMERAL}+", lambda found: str(_value(found[0])), words)


def _value(words: str) -> int:
    total = digit = 0
    for character in words:
        if character in "十百":
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS[character]
    return total + digit


_READERS = (
    (Kind.PLACE, _PLACE, _place),
    (Kind.PERSON, _PERSON, _person),
    (Kind.DAY, _DAY, _day),
    (Kind.PERIOD, _PERIOD, _period),
    (Kind.NUMBER, _NUMBER, _number),
    (Kind.FIGURE, _FIGURE, _figure),
    (Kind.FIGURE, _SPELT, _spelt),
)
_TAKEN = frozenset({Kind.DAY, Kind.PERIOD, Kind.NUMBER})
"""A day is no figure as well."""
