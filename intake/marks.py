"""The marks that stand before a piece: numbers, bullets, 📍, labels such as 标题： or 稿件一."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

PIN: Final = "📍"
CIRCLED: Final = "①"
"""A level that begins pieces only where each names its unit: mostly it structures a sentence."""
_DIGITS: Final = "一二三四五六七八九"
_CHINESE: Final = r"[一二三四五六七八九十]{1,3}"

_NUMBERS: Final = (
    ("一、", re.compile(rf"^(?P<number>{_CHINESE})\s*[、.．]\s*")),
    ("（一）", re.compile(rf"^[（(]\s*(?P<number>{_CHINESE})\s*[）)]\s*[、.．]?\s*")),
    ("1.", re.compile(r"^(?P<number>\d{1,2})\s*(?:[、）)]|[.．](?!\d)|[.．](?=\d{1,2}月|\d{4}年))\s*")),
    ("（1）", re.compile(r"^[（(]\s*(?P<number>\d{1,2})\s*[）)]\s*")),
    (CIRCLED, re.compile(r"^(?P<number>[①-⑳])\s*")),
)
"""Numbering levels that can begin a piece; 一是, 首先 and 第一， only ever structure a sentence."""

_BULLET: Final = re.compile(r"^(?:[●■◆★▲▪•◇○□☆➢❖➤✦►▶🔹🔸🔶🔷📌🚩]\ufe0f?|[*＊·・-]\s)\s*")
_PIN: Final = re.compile(rf"^{PIN}\ufe0f?\s*")
_WORK: Final = r"(?:稿件|稿子|信息|消息|简讯|新闻|文章|来稿|投稿|作品|事迹|动态)"
_ORDINAL: Final = r"[一二三四五六七八九十\d]{1,3}"
_LABEL: Final = rf"(?:第\s*{_ORDINAL}\s*条(?=\s*$)|{_WORK}\s*之?{_ORDINAL}|第\s*{_ORDINAL}\s*[篇则])"
_PIECE: Final = re.compile(
    rf"^(?:[（(【]\s*{_LABEL}\s*[）)】]\s*[:：、.．]?\s*|{_LABEL}\s*(?:[:：、.．]\s*|\s+|$))"
)
_TITLE: Final = re.compile(
    r"^[（(【]?\s*(?:稿件|文章|新闻|信息)?(?:标\s*题|题\s*目|题\s*名)\s*[）)】]?\s*[:：]\s*|^【(?:标题|题目)】\s*"
)
_BODY: Final = re.compile(
    r"^[（(【]?\s*(?:正\s*文|内\s*容|稿件内容|信息内容|主要内容|新闻内容)\s*[）)】]?\s*[:：]\s*|^【(?:正文|内容)】\s*"
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number at the start of a line: its level (`一、`), its value and how many characters it takes."""

    level: str
    value: int
    length: int


def number(text: str) -> Number | None:
    """The number that a line begins with."""
    for level, pattern in _NUMBERS:
        found = pattern.match(text)
        if found:
            value = found["number"]
            return Number(level, _value(value), found.end())
    return None


def _value(words: str) -> int:
    if "①" <= words <= "⑳":
        return ord(words) - ord("①") + 1
    return int(words) if words.isdecimal() else counted(words)


def counted(words: str) -> int:
    """The value of 一 to 九十九; 0 where the words are no number."""
    tens, ten, ones = words.partition("十")
    if not ten:
        return _DIGITS.find(tens) + 1 if len(tens) == 1 else 0
    high = _DIGITS.find(tens) + 1 if tens else 1
    return high * 10 + (_DIGITS.find(ones) + 1 if ones else 0)


def _length(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.match(text)
    return found.end() if found else 0


def pin(text: str) -> int:
    """How many characters a 📍 (or its like) takes at the start of a line; 0 if there is none."""
    return _length(_PIN, text)


def bullet(text: str) -> int:
    """How many characters a bullet takes at the start of a line; 0 if there is none."""
    return _length(_BULLET, text)


def piece(text: str) -> int:
    """How many characters a label like 稿件一： takes; 0 if there is none."""
    return _length(_PIECE, text)


def title(text: str) -> int:
    """How many characters 标题： takes; 0 if it is not there."""
    return _length(_TITLE, text)


def body(text: str) -> int:
    """How many characters 正文： takes; 0 if it is not there."""
    return _length(_BODY, text)
