"""The numbers of an issue: in its year, since the first issue, and of each series' instalment."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from compose.model import Numbering, Remark, RemarkKind, Window

_ISSUE = re.compile(r"(\d{4})-0*(\d{1,4})")


class NumberError(ValueError):
    """The words are no issue number; the message shows one."""


def parse_issue(words: str) -> tuple[int, int]:
    """Read `2021-9` as (year, number), or raise `NumberError`."""
    found = _ISSUE.fullmatch(words.strip())
    if not found or int(found[2]) == 0:
        raise NumberError(f"“{words}”不是期号，应为 年-期，例如 --issue 2021-9")
    return int(found[1]), int(found[2])


def next_numbering(last: Numbering, end: date) -> Numbering:
    """Return the numbers that follow on from `last` for an issue whose window ends on `end`.

    The year is that of the window's last day; a new year starts at 1 while the serial goes on.
    Every series is given its next instalment: whether the column is printed is not known yet.
    """
    number = last.number + 1 if end.year == last.year else 1
    series = {name: count + 1 for name, count in last.series.items()}
    return Numbering(end.year, number, last.serial + 1, series)


def latest(base: Numbering, issues: Iterable[Numbering]) -> Numbering:
    """Return the issue with the highest numbers, its series topped up from `base`."""
    newest = max([base, *issues], key=lambda n: (n.year, n.number))
    series: dict[str, int] = dict(base.series)
    for issue in issues:
        for name, count in issue.series.items():
            series[name] = max(count, series.get(name, 0))
    return Numbering(newest.year, newest.number, newest.serial, series)


def remarks(numbering: Numbering, last: Numbering) -> tuple[Remark, ...]:
    """Remark numbers that do not follow on from the last issue: a gap, a repeat, a step back."""
    expected: dict[str, tuple[int, int]] = {
        "期号": (numbering.number, last.number + 1 if numbering.year == last.year else 1),
        "总期号": (numbering.serial, last.serial + 1),
    }
    for column, instalment in numbering.series.items():
        if column in last.series:
            expected[f"“{column}”的连载序号"] = instalment, last.series[column] + 1
    found = [
        Remark(
            RemarkKind.NUMBERING,
            f"{name}为 {given}，按上一期推算应为 {follows}（{_step(given, follows)}），请核对",
        )
        for name, (given, follows) in expected.items()
        if given != follows
    ]
    if numbering.year < last.year:
        words = f"年份为 {numbering.year}，早于上一期的 {last.year}，请核对"
        found.append(Remark(RemarkKind.NUMBERING, words))
    return tuple(found)


def order_remarks(
    numbering: Numbering, window: Window, others: Iterable[tuple[tuple[int, int], Window]]
) -> tuple[Remark, ...]:
    """Remark an issue whose number stands on the other side of another's than its window does.

    `others` are (year and number, window) of the other issues.
    """
    own = (numbering.year, numbering.number)
    crossed = [
        f"{year}年第{number}期（{other}）"
        for (year, number), other in others
        if other.ends != window.ends and (other.ends < window.ends) != ((year, number) < own)
    ]
    if not crossed:
        return ()
    words = f"期号与采集时间的先后不一致，请核对：与{'、'.join(crossed[:6])}相比"
    return (Remark(RemarkKind.NUMBERING, words),)


def _step(given: int, follows: int) -> str:
    """How a number fails to follow on."""
    if given > follows:
        return f"跳过 {given - follows} 个"
    return "与上一期重复" if given == follows - 1 else "小于上一期"
