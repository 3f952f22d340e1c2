"""Windows as an editor types them: `04-30..05-10` or `2021-04-30..2021-05-10`, both days included."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from compose.model import Remark, RemarkKind, Window

_FULL = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_SHORT = re.compile(r"(\d{1,2})-(\d{1,2})")
_DAY = timedelta(days=1)
_HALF_A_YEAR = 183
_LEAP = 2000
"""A year that has every day there is."""
EXAMPLE = "例如 --window 04-30..05-10 或 --window 2021-04-30..2021-05-10（首尾两天都算在内）"


class WindowError(ValueError):
    """The words are no window; the message says why and shows one."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A window as typed: months and days, and the years where they were given."""

    start: tuple[int | None, int, int]
    end: tuple[int | None, int, int]

    @property
    def has_year(self) -> bool:
        """Whether the editor wrote the years."""
        return self.end[0] is not None


def parse(words: str) -> Typed:
    """Read a window, or raise `WindowError`."""
    halves = re.split(r"\s*(?:\.\.|…|～|~|—{1,2}|至)\s*", words.strip())
    if len(halves) != 2:
        raise WindowError(f"“{words}”不是采集时间窗口。{EXAMPLE}")
    start, end = (_day(half, words) for half in halves)
    if (start[0] is None) != (end[0] is None):
        raise WindowError(f"“{words}”：首尾两天要么都写年份，要么都不写。{EXAMPLE}")
    typed = Typed(start, end)
    if typed.has_year:
        resolve(typed, 0)
    elif (days := _over_new_year(typed)) > _HALF_A_YEAR:
        raise WindowError(
            f"“{words}”的第一天晚于最后一天，首尾是否写反了？"
            f"（若是跨年，这个窗口长达 {days} 天，请写明年份。）{EXAMPLE}"
        )
    return typed


def _over_new_year(typed: Typed) -> int:
    """How many days a window has whose last day lies in the year after its first; 0 for others."""
    if typed.start[1:] <= typed.end[1:]:
        return 0
    start, end = date(_LEAP, *typed.start[1:]), date(_LEAP, *typed.end[1:])
    return 366 - (start - end).days + 1


def _day(half: str, words: str) -> tuple[int | None, int, int]:
    found = _FULL.fullmatch(half) or _SHORT.fullmatch(half)
    if found is None:
        raise WindowError(f"“{words}”中的“{half}”不是日期（月-日 或 年-月-日）。{EXAMPLE}")
    *year, month, day = map(int, found.groups())
    try:
        date(year[0] if year else _LEAP, month, day)
    except ValueError as error:
        raise WindowError(f"“{words}”中的“{half}”：没有这一天。{EXAMPLE}") from error
    return (year[0] if year else None), month, day


def resolve(typed: Typed, year: int) -> Window:
    """Return the window whose last day lies in `year`; written years win.

    A start later in the year than the end is the year before's.
    """
    (first_year, *first), (last_year, *last) = typed.start, typed.end
    crossing = typed.start[1:] > typed.end[1:]
    end = _date(last_year if last_year is not None else year, last[0], last[1])
    start = _date(first_year if first_year is not None else year - crossing, first[0], first[1])
    if start > end:
        raise WindowError(f"窗口的第一天 {start} 晚于最后一天 {end}，首尾是否写反了？{EXAMPLE}")
    return Window(start, end)


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise WindowError(f"没有 {year}年{month}月{day}日 这一天。{EXAMPLE}") from error


def latest_year(typed: Typed, today: date, holds: Callable[[Window], bool]) -> int:
    """Return the year a short window means: the latest with letters, else the latest not in the future.

    `holds` tells whether a window holds letters; thirty years back are looked at.
    """
    past: int | None = None
    for year in range(today.year + 1, today.year - 30, -1):
        try:
            window = resolve(typed, year)
        except WindowError:  # 29 February of a common year
            continue
        if holds(window):
            return year
        if past is None and window.start is not None and window.start <= today:
            past = year
    return past if past is not None else today.year


def neighbour_remarks(
    window: Window, issues: tuple[tuple[str, Window], ...], letters: Callable[..., list[int]]
) -> tuple[Remark, ...]:
    """Remark overlaps with other issues and gaps to the neighbouring ones, with the letters concerned.

    `issues` are (issue in words, its window); `letters` gives the letters that arrived in
    some days, with `unclaimed` those that no issue has.
    """
    remarks = [
        Remark(
            RemarkKind.WINDOW_OVERLAP,
            f"采集时间与{name}（{other}）重叠，重叠的几天已归{name}；涉及来信：{_listed(letters(shared))}",
        )
        for name, other in issues
        if (shared := _shared(window, other)) is not None
    ]
    for gap, name in _gaps(window, issues):
        found = letters(gap, unclaimed=True)
        if found or gap.start:
            words = f"与{name}之间有空档" if gap.start else "此前还没有编过期"
            text = f"{words}（{gap}），其间来信未归入任何一期：{_listed(found)}"
            remarks.append(Remark(RemarkKind.WINDOW_GAP, text))
    return tuple(remarks)


def date_remarks(day: date, window: Window) -> tuple[Remark, ...]:
    """Remark an issue that is dated before its window closes: letters may still come in."""
    last = window.ends[1]
    if day >= last:
        return ()
    words = f"刊头日期 {day} 早于采集时间的最后一天 {last}，请核对；此后收到的来信仍归本期"
    return (Remark(RemarkKind.DATE, words),)


def _gaps(window: Window, issues: tuple[tuple[str, Window], ...]) -> list[tuple[Window, str]]:
    """The days before and after a window that no issue has, each with the name of the issue beyond them."""
    start, end = window.ends
    before = max(((o.ends[1], name) for name, o in issues if o.ends[0] < start), default=None)
    after = min(((o.ends[0], name) for name, o in issues if o.ends[1] > end), default=None)
    gaps: list[tuple[Window, str]] = []
    if before is None or before[0] + _DAY < start:
        gaps.append((Window(before[0] + _DAY if before else None, start - _DAY), before[1] if before else ""))
    if after is not None and end + _DAY < after[0]:
        gaps.append((Window(end + _DAY, after[0] - _DAY), after[1]))
    return gaps


def _shared(one: Window, other: Window) -> Window | None:
    start, end = max(one.ends[0], other.ends[0]), min(one.ends[1], other.ends[1])
    return Window(start, end) if start <= end else None


def _listed(letters: list[int]) -> str:
    if not letters:
        return "无"
    shown = "、".join(map(str, letters[:20]))
    return shown if len(letters) <= 20 else f"{shown} 等 {len(letters)} 封"
