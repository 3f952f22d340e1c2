"""The figures of a text: numbers with their units, and which of them are results.

A date, a clock time, an ordinal (第3) and a label (3号窑) are numbers but no figures.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

_WIDE = str.maketrans("０１２３４５６７８９．，％", "0123456789.,%")
_NUMBER = re.compile(r"\d++(?:,\d{3}(?!\d))*+(?:\.\d++)?")


class Weight(IntEnum):
    """How much a figure tells: a head count, a count of things, a measured quantity."""

    HEADS = 1
    COUNT = 2
    MEASURE = 3


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit as written, blanks left out (`17.86万吨`), and where it stands."""

    start: int
    end: int
    text: str
    weight: Weight


_HEADS = ("人次", "人", "名", "位", "对")
_MEASURES = (
    *("个百分点", "百分点", "%", "％", "‰", "倍", "成"),
    *("吨", "千克", "公斤", "毫克", "克", "升", "立方米", "平方米", "平方公里", "立方"),
    *("毫米", "厘米", "亩", "公顷", "元", "美元", "千瓦时", "千瓦", "兆瓦", "度", "千安", "伏", "千帕"),
    *("兆帕", "千焦", "吉焦", "毫伏", "毫安", "分贝", "ppm", "摄氏度", "℃", "大卡"),
    *("kg", "km³", "km", "mm", "cm", "m²", "m³", "m2", "m3", "t", "kW·h", "kw·h", "kWh", "kW", "MW", "kA"),
    *("MPa", "kPa", "V", "A", "Nm³", "m", "h", "g/L", "g/l", "mg"),
)
_COUNTS = (
    *(
        "项",
        "个",
        "台",
        "套",
        "件",
        "条",
        "次",
        "场",
        "期",
        "篇",
        "块",
        "组",
        "座",
        "辆",
        "处",
        "家",
        "株",
        "棵",
    ),
    *(
        "支",
        "份",
        "册",
        "本",
        "张",
        "户",
        "批",
        "幅",
        "部",
        "间",
        "种",
        "类",
        "节",
        "车",
        "趟",
        "班",
        "堂",
        "顿",
    ),
    *(
        "桶",
        "箱",
        "根",
        "只",
        "面",
        "盏",
        "道",
        "门",
        "届",
        "周",
        "年",
        "层",
        "列",
        "艘",
        "口",
        "片",
        "段",
        "双",
    ),
    *(
        "小时",
        "分钟",
        "秒",
        "天",
        "个月",
        "公里",
        "千米",
        "米",
        "余",
        "字",
        "句",
        "首",
        "轮",
        "步",
        "单",
        "笔",
        "票",
        "起",
        "例",
        "宗",
        "方",
        "瓶",
        "袋",
        "副",
        "把",
        "问",
    ),
)
_WEIGHT = dict.fromkeys(_COUNTS, Weight.COUNT) | dict.fromkeys(_MEASURES, Weight.MEASURE)
_WEIGHT |= dict.fromkeys(_HEADS, Weight.HEADS)
UNITS = "|".join(re.escape(unit) for unit in sorted(_WEIGHT, key=len, reverse=True))
_FIGURE = re.compile(
    rf"(?<![第\d.#A-Za-z])(?P<number>{_NUMBER.pattern})[ \u3000]?"
    rf"(?P<size>[余多几]?[十百千]?(?:万亿|亿|万)?[余多]?)[ \u3000]?"
    rf"(?P<unit>{UNITS})(?P<per>(?:/|／)(?:人|台|{UNITS}))?"
)
_WIDER_WORD = re.compile(
    r"周年|年(?:代|级|度|轻)|年(?!多|内|来)|个?月份|月\d|班子|部分|名单|位于|节日|届|期间|次会议"
)
"""What follows the number where it is no figure after all: 100周年, 2021年, 18届."""
_SHORT_YEARS = re.compile(r"\d{1,2}年")


def numbers(text: str) -> frozenset[str]:
    """The bare numbers, written in half width without thousands separators."""
    return frozenset(found.replace(",", "") for found in _NUMBER.findall(text.translate(_WIDE)))


def figures(text: str) -> tuple[Figure, ...]:
    """The figures in order of appearance; dates, ordinals and labels are left out."""
    wide = text.translate(_WIDE)
    return tuple(
        Figure(m.start(), m.end(), _bare(m.group()), _WEIGHT[m["unit"]])
        for m in _FIGURE.finditer(wide)
        if not _is_calendar(wide, m)
    )


def _bare(words: str) -> str:
    return words.replace(" ", "").replace("\u3000", "")


def _is_calendar(text: str, match: re.Match[str]) -> bool:
    """Whether the number only names a year, an anniversary or part of another word."""
    after = text[match.end("number") : match.end("number") + 4].lstrip()
    if match["unit"] == "年" and _SHORT_YEARS.match(match["number"] + "年"):
        return after.startswith(("年级", "年代", "年度"))
    return bool(_WIDER_WORD.match(after))


def dropped(source: str, kept: str) -> tuple[str, ...]:
    """The figures of `source` that `kept` does not hold, each once, in order."""
    left = {figure.text for figure in figures(kept)}
    return tuple(dict.fromkeys(figure.text for figure in figures(source) if figure.text not in left))
