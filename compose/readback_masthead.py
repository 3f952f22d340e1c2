"""The masthead of a published issue: its year, number, serial and date, however they are written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

_DIGITS: Final = dict.fromkeys("〇零○", 0) | {sign: n for n, sign in enumerate("一二三四五六七八九", 1)}
_PLACES: Final = {"十": 10, "百": 100, "千": 1000}
_LONGEST: Final = 300
_HAN: Final = "〇零○一二三四五六七八九"
_COUNT: Final = rf"(?:\d{{1,5}}|[{_HAN}十百千]{{1,9}})"
_YEAR: Final = rf"(?:(?:19|20)\d\d|[一二][{_HAN}]{{3}})"
_ISSUE: Final = re.compile(
    rf"(?:(?P<year>{_YEAR})年?度?)?[,，·.:：\-—(\[【]*(?<!总)(?<!累计)第(?P<number>{_COUNT})[期号]"
)
_YEAR_ONLY: Final = re.compile(rf"(?P<year>{_YEAR})年")
_SERIAL: Final = re.compile(rf"(?:总第|总期数?[:：]?|累计第|总(?={_COUNT}期))(?P<serial>{_COUNT})")
_DAY: Final = re.compile(
    rf"(?P<year>{_YEAR})(?:年|[-./])(?P<month>\d{{1,2}}|[{_HAN}十]{{1,3}})(?:月|[-./])"
    rf"(?P<day>\d{{1,2}}|[{_HAN}十]{{1,3}})(?!\d)"
)
_WINDOW: Final = re.compile("采集|征稿|截稿|截止|起止")


@dataclass(frozen=True, slots=True)
class Masthead:
    """What the masthead says; None for what it does not say."""

    year: int | None = None
    number: int | None = None
    serial: int | None = None
    date: date | None = None


def masthead(above: Iterable[str], below: Iterable[str] = ()) -> Masthead:
    """Read the lines above the first column; a date that is missing there is sought in the lines `below`."""
    lines = [_plain(line) for line in above]
    issue = next((found for line in lines if (found := _ISSUE.search(line))), None)
    serial = next((found for line in lines if (found := _SERIAL.search(line))), None)
    day = _day(lines) or _day(line for line in map(_plain, below) if "印发" in line)
    year = _year(issue, lines) or (day.year if day else None)
    return Masthead(
        year if issue or serial else None,
        _value(issue["number"]) if issue else None,
        _value(serial["serial"]) if serial else None,
        day,
    )


def _plain(line: str) -> str:
    """The start of a line without blanks, brackets and digits half-width."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", line[:_LONGEST]))


def _day(lines: Iterable[str]) -> date | None:
    for line in lines:
        found = None if _WINDOW.search(line) else _DAY.search(line)
        if found:
            year, month, day = (_value(found[part]) or 0 for part in ("year", "month", "day"))
            try:
                return date(year, month, day)
            except ValueError:
                continue
    return None


def _year(issue: re.Match[str] | None, lines: Iterable[str]) -> int | None:
    """The year beside the number, in its line, or (2021年 and 第9期 in two lines) in one of its own."""
    found = issue if issue and issue["year"] else None
    found = found or (_YEAR_ONLY.search(issue.string) if issue else None)
    found = found or next((found for line in lines if (found := _YEAR_ONLY.fullmatch(line))), None)
    return _value(found["year"]) if found else None


def _value(words: str) -> int | None:
    """The number that digits or Chinese numerals write: 109, 一百零九, 一〇九."""
    if words.isdecimal():
        return int(words) or None
    if not set(words) & set(_PLACES):
        return int("".join(str(_DIGITS[sign]) for sign in words)) or None
    total = digit = 0
    for sign in words:
        if sign in _PLACES:
            total += (digit or 1) * _PLACES[sign]
            digit = 0
        else:
            digit = _DIGITS[sign]
    return total + digit or None
