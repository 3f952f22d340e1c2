"""Numbers, days and times as a Chinese reader expects them in print."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

_DIGITS = "零一二三四五六七八九"
_PLACES = ("", "十", "百", "千")
_GROUPS = ("", "万", "亿")
_LIMIT = 10 ** (4 * len(_GROUPS))

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
"""China has kept one offset without summer time since 1992, so no zone database is needed."""


def chinese_number(n: int) -> str:
    """Spell `n` in Chinese numerals: 12 is 十二, 110 is 一百一十.  ValueError outside 0 to 10**12 - 1."""
    if not 0 <= n < _LIMIT:
        raise ValueError(f"{n} 超出可写成中文数字的范围（0 至 {_LIMIT - 1}）")
    if n < 10:
        return _DIGITS[n]
    words = ""
    for power in reversed(range(len(_GROUPS))):
        group = n // 10 ** (4 * power) % 10_000
        words += _gap(words, group, n % 10 ** (4 * (power + 1))) + _group(group, power)
    return words.removeprefix("一") if words.startswith("一十") else words


def _gap(before: str, group: int, rest: int) -> str:
    """Say the 零 that stands for skipped places between `before` and this group."""
    skipped = bool(before) and not before.endswith("零") and group < 1000 and rest > 0
    return "零" if skipped else ""


def _group(group: int, power: int) -> str:
    """Spell a group of four places with its unit; nothing for an empty group."""
    words = ""
    for place in reversed(range(len(_PLACES))):
        digit = group // 10**place % 10
        if digit:
            words += _DIGITS[digit] + _PLACES[place]
        elif words and not words.endswith("零") and group % 10**place:
            words += "零"
    return words + _GROUPS[power] if words else ""


def chinese_date(d: date) -> str:
    """Write `d` with the Arabic numerals of official papers: 2021年5月14日."""
    return f"{d.year}年{d.month}月{d.day}日"


def chinese_span(start: date, end: date) -> str:
    """Join both days with an em dash, as official papers set ranges: 4月30日—5月10日.

    The years are named where they differ; a single day stands alone.
    """
    if start == end:
        return _day(start)
    if start.year != end.year:
        return f"{chinese_date(start)}—{chinese_date(end)}"
    return f"{_day(start)}—{_day(end)}"


def _day(d: date) -> str:
    return f"{d.month}月{d.day}日"


def shanghai_time(moment: datetime) -> str:
    """Write `moment` on the desk's own clock: 2021年5月8日14:03.  A naive one is taken as Shanghai time."""
    local = moment.astimezone(SHANGHAI) if moment.tzinfo else moment
    return f"{chinese_date(local)}{local:%H:%M}"
