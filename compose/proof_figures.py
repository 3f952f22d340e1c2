"""Remarks on numbers: every one from the letter, with its unit, and the unit written as it should be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from compose.figures import UNITS, Weight, figures
from compose.model import Form, RemarkKind
from compose.proof_issue import Check, Printed, PrintedIssue, around, listed

_WIDE = str.maketrans(
    dict(zip("０１２３４５６７８９．，％", "0123456789.,%", strict=True)) | {"㎡": "m²", "㎥": "m³"}
)
_BLANKS = re.compile(r"[ \t\u3000\u00a0]+")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_TAIL = re.compile(rf"[余多几]?(?P<size>[十百千]?(?:万亿|亿|万)?)[余多]?(?P<unit>{UNITS})?")
_SPELLED = re.compile(r"[〇零一二两三四五六七八九十百千万亿]{1,12}")
_DIGIT = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_PLACE = {"十": 10, "百": 100, "千": 1000}
_DAY = re.compile(r"(\d{1,2})月(\d{1,2})日")
_RESULT = re.compile(
    r"完成|实现|达到|达|降|提高|提升|增|减|节约|创效|创造|缩短|延长|同比|环比|超|盈利|利润|收入|产量|生产|销售|成本|突破|累计|压缩|回收"
)
_MANY = 2
"""Counted things, so many of which no digest loses without a word."""
_REACH = 12
"""Characters behind a number in which its unit stands."""


# --- every number is the contributor's ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Told:
    """The numbers of a letter: what stands behind each, those spelled out, the days of a month."""

    behind: dict[str, list[str]]
    spelled: frozenset[str]
    days: frozenset[tuple[str, str]]


def _plain(text: str) -> str:
    """The text in half width, without thousands marks, without blanks but those between two digits."""
    return _BLANKS.sub(_blank, _THOUSANDS.sub("", text.translate(_WIDE)))


def _blank(match: re.Match[str]) -> str:
    start, end, text = match.start(), match.end(), match.string
    return " " if text[start - 1 : start].isdigit() and text[end : end + 1].isdigit() else ""


def _numbers_of(text: str) -> _Told:
    behind: dict[str, list[str]] = {}
    for match in _NUMBER.finditer(text):
        found = behind.setdefault(match.group(), [])
        found.append(text[match.end() : match.end() + _REACH])
    spelled = frozenset(_SPELLED.findall(text))
    for words in spelled:
        value = spelled_value(words)
        if value is not None:
            behind.setdefault(str(value), [])
    return _Told(behind, spelled, frozenset(_DAY.findall(text)))


def spelled_value(words: str) -> int | None:
    """The value of Chinese numerals (一百二十, 二〇二一); None where they are none (百千)."""
    if all(sign in _DIGIT for sign in words):
        return int("".join(str(_DIGIT[sign]) for sign in words))
    total = thousands = group = digit = 0
    for sign in words:
        if sign in _DIGIT:
            digit = _DIGIT[sign]
        elif sign in _PLACE:
            group, digit = group + (digit or (sign == "十")) * _PLACE[sign], 0
        elif sign == "万":
            thousands, group, digit = thousands + (group + digit) * 10**4, 0, 0
        else:
            total, thousands, group, digit = (total + thousands + group + digit) * 10**8, 0, 0, 0
    return total + thousands + group + digit or None


def _foreign_figure(one: Printed, _: PrintedIssue) -> Iterator[str]:
    candidate = one.piece.candidate
    names = (candidate.title or "", candidate.unit or "", candidate.subunit or "")
    source = _numbers_of(_plain("\n".join((candidate.text, *names))))
    text = _plain(one.text)
    foreign = [around_number(text, m) for m in _NUMBER.finditer(text) if m.group() not in source.behind]
    foreign += [f"“{words}”" for words in _SPELLED.findall(text) if _is_foreign(words, source)]
    if foreign:
        yield f"来稿中没有的数字：{listed(foreign)}"
    days = [f"“{m.group()}”" for m in _DAY.finditer(text) if m.groups() not in source.days]
    if days and not foreign:
        yield f"来稿中没有的日期：{listed(days)}"
    other = list(_other_units(text, source))
    if other:
        yield f"与来稿单位不同的数字：{listed(other)}"


def around_number(text: str, match: re.Match[str]) -> str:
    """A number with its unit in quotation marks."""
    tail = _TAIL.match(text, match.end())
    return f"“{match.group()}{tail.group() if tail else ''}”"


def _is_foreign(words: str, source: _Told) -> bool:
    """Whether numerals that the draft spells out stand in the letter neither so nor as a number."""
    if words in source.spelled:
        return False
    value = spelled_value(words)
    return value is not None and str(value) not in source.behind and not _part_of(words, source)


def _part_of(words: str, source: _Told) -> bool:
    return any(words in spelled for spelled in source.spelled)


def _other_units(text: str, source: _Told) -> Iterator[str]:
    """Numbers that the letter tells with another unit or another 万."""
    for match in _NUMBER.finditer(text):
        tail = _TAIL.match(text, match.end())
        behind = source.behind.get(match.group())
        if not tail or not behind or not (tail["size"] or tail["unit"]):
            continue
        if not any(_same_unit(words, tail) for words in behind):
            yield f"“{match.group()}{tail.group()}”（来稿为“{match.group()}{_shown(behind[0])}”）"


def _same_unit(words: str, printed: re.Match[str]) -> bool:
    """Whether what the letter has behind the number is what the draft has."""
    tail = _TAIL.match(words)
    if words.startswith(printed.group()):
        return tail is None or tail["size"] == printed["size"]
    return tail is not None and (tail["size"], tail["unit"]) == (printed["size"], printed["unit"])


def _shown(words: str) -> str:
    tail = _TAIL.match(words)
    return tail.group() if tail and tail.group() else words[:2]


# --- results that were left out -----------------------------------------------------------------------


def _dropped_figures(one: Printed, _: PrintedIssue) -> Iterator[str]:
    """Results that the digest left out; of what was counted too, where it kept nothing of that."""
    if one.form is not Form.COMPRESS or not one.piece.dropped_figures:
        return
    text, left = one.piece.candidate.text, set(one.piece.dropped_figures)
    weights = {figure.weight for figure in figures(one.text)}
    lost = [figure for figure in figures(text) if figure.text in left]
    found = [
        figure.text
        for figure in lost
        if figure.weight is Weight.MEASURE
        and _RESULT.search(text, max(0, figure.start - 16), min(len(text), figure.end + 6))
    ]
    counted = [figure.text for figure in lost if figure.weight is Weight.COUNT]
    if not weights and any(figure.weight is not Weight.HEADS for figure in lost):
        yield f"压缩后没有一个数字，略去：{listed([figure.text for figure in lost])}"
    elif found:
        yield f"压缩时略去的成果数字：{listed(found)}"
    elif len(counted) >= _MANY and not weights & {Weight.COUNT, Weight.MEASURE}:
        yield f"压缩后只剩人数，略去：{listed(counted)}"


# --- units and per cent as they should be written -------------------------------------------------------

_BEFORE = r"(?<=[\d万亿/／元吨千百])[ \u3000]?"
_MEASURES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(_BEFORE + pattern), words)
    for pattern, words in (
        (r"km(?:³|3)", "km³是立方千米，疑为千立方米（km³→千m³）"),
        (r"(?:kw|Kw|KW|kW)[·.•]?(?:H|h(?![a-z]))(?<!kW·h)(?<!kWh)", "应为 kW·h"),
        (r"(?:kw|Kw|KW)(?![·.•]?[A-Za-z])", "应为 kW"),
        (r"(?:mw|Mw)(?![A-Za-z])", "应为 MW"),
        (r"(?:M|m)(?:2|3)(?!\d|[.]\d)", "平方、立方应为上标：m²、m³"),
        (r"(?:M²|M³)", "应为小写：m²、m³"),
        (r"(?:KM|Km)(?![A-Za-z])", "应为 km"),
        (r"(?:KG|Kg)(?![A-Za-z])", "应为 kg"),
        (r"(?:KV|Kv|kv)(?![A-Za-z])", "应为 kV"),
        (r"(?:KA|Ka|ka)(?![A-Za-z])", "应为 kA"),
        (r"(?:MPA|Mpa|mpa)(?![A-Za-z])", "应为 MPa"),
        (r"Nm3(?!\d)", "应为 Nm³"),
        (r"平米", "应为 平方米"),
    )
)
_LATIN = re.compile(r"[A-Za-z²³]|平米")
"""What every one of them has."""
_PERCENT = re.compile(
    r"(?:(?<![效功频速汇斜])(?<!生产)率|电流效率|品位|占比|比重|纯度|理化指标|市场份额)[^，。；、：“”\d]{0,10}?"
    r"(?:提高|提升|上升|升高|增加|增长|降低|下降|减少|回升|改善)(?:了|近|约|至少)*[ \u3000]?"
    r"\d+(?:\.\d+)?[%％]"
)


def _measure(one: Printed, _: PrintedIssue) -> Iterator[str]:
    text = one.text
    if not _LATIN.search(text):
        return
    found = [
        f"{listed(places)}，{words}"
        for pattern, words in _MEASURES
        if (places := [around(text, m.start(), m.end()) for m in pattern.finditer(text)])
    ]
    if found:
        yield f"计量单位写法：{'；'.join(found)}"


def _percent(one: Printed, _: PrintedIssue) -> Iterator[str]:
    """A rate that rises by so many per cent: most often percentage points are meant."""
    found = [f"“{m.group()}”" for m in _PERCENT.finditer(one.text)]
    if found:
        yield f"比率的升降是“%”还是“个百分点”，请核对：{listed(found)}"


CHECKS: tuple[Check, ...] = (
    (RemarkKind.FOREIGN_FIGURE, _foreign_figure),  # is every number the contributor's
    (RemarkKind.DROPPED_FIGURES, _dropped_figures),  # which results were left out
    (RemarkKind.MEASURE, _measure),  # km³, kw·h, M2
    (RemarkKind.PERCENT, _percent),  # 提高了2.26%
)
