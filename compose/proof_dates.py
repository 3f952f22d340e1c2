"""Remarks on days: far from the window, not yet come, not in the calendar, another weekday."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from compose.model import Form, RemarkKind, Window
from compose.numerals import SHANGHAI, chinese_date
from compose.proof_issue import Check, Printed, PrintedIssue, listed

FAR = timedelta(days=45)
"""How far from the window an event may lie without a remark."""

_DATE = re.compile(r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})(?:日|号(?![线楼炉槽机窑]))")
_MONTH = re.compile(r"(?<![\d.个])(?P<month>\d{1,2})月(?:份|底|末|初|中旬|上旬|下旬)")
_AHEAD = re.compile(
    r"将|拟|计划|预计|预期|力争|确保|争取|截止|截至|目标|前完成|前建成|之前|以前|倒计时|定于|即将|至$|到$|[—～~-]$"
)
_WEEKDAY = re.compile(
    r"(?:日|号)[（(，, ]{0,2}(?:星期|周|礼拜)(?P<weekday>[一二三四五六日天])(?![一二三四五六日年])"
)
_WEEKDAYS = "一二三四五六日"
_HEAD = 60
"""Characters of a letter in which the day of the event stands, if it stands there at all."""


def _far(one: Printed, issue: PrintedIssue) -> Iterator[str]:
    """The day of the event, in what is printed or at the head of the letter, far from the window."""
    if one.form not in {Form.COMPRESS, Form.CUT} or issue.window.end is None:
        return
    found = [day for text in _texts(one) for day in _far_days(text, issue.window)]
    if found:
        yield f"事件日期{listed(found)}离采集时间较远，请核对"


def _texts(one: Printed) -> tuple[str, ...]:
    """What is printed, and of news the head of the letter, which names the day that a digest leaves out."""
    head = one.piece.candidate.text[:_HEAD]
    return (one.text, head) if one.form in {Form.COMPRESS, Form.CUT} else (one.text,)


def _far_days(text: str, window: Window) -> Iterator[str]:
    for match in _DATE.finditer(text):
        day = _day(match, window)
        if day is not None and _distance(day, window) > FAR:
            yield f"“{match.group()}”"


def _to_come(one: Printed, issue: PrintedIssue) -> Iterator[str]:
    """A day that had not come yet when the letter did, told as past."""
    if one.form is Form.VERBATIM or issue.window.end is None:
        return
    arrived = one.piece.candidate.received_at.astimezone(SHANGHAI).date()
    found = [
        f"“{match.group()}”"
        for text in _texts(one)
        for match in _DATE.finditer(text)
        if (day := _day(match, issue.window)) is not None
        and arrived < day
        and _distance(day, issue.window) <= FAR
        and not _AHEAD.search(_clause(text, match))
    ]
    if found:
        yield f"日期{listed(found)}晚于来信到达的{chinese_date(arrived)}，请核对"


def _clause(text: str, match: re.Match[str]) -> str:
    """What stands before a day in its sentence, and a little behind it."""
    before = re.split(r"[。！？；\n]", text[max(0, match.start() - 40) : match.start()])[-1]
    return f"{text[match.end() : match.end() + 16]}\n{before}"


def _impossible(one: Printed, issue: PrintedIssue) -> Iterator[str]:
    found = []
    for text in _texts(one):
        found += [f"“{m.group()}”" for m in _DATE.finditer(text) if _day(m, issue.window) is None]
        found += [f"“{m.group()}”" for m in _MONTH.finditer(text) if not 1 <= int(m["month"]) <= 12]
    if found:
        yield f"没有这一天：{listed(found)}"


def _weekday(one: Printed, issue: PrintedIssue) -> Iterator[str]:
    """A day with a weekday that it did not have, in the year told or in the one nearest to the window."""
    for match in _DATE.finditer(one.text):
        told = _WEEKDAY.match(one.text, match.end() - 1)
        day = _day(match, issue.window) if told else None
        if told is None or day is None or (issue.window.end is None and not match["year"]):
            continue
        right = _WEEKDAYS[day.weekday()]
        if right != told["weekday"].replace("天", "日"):
            yield f"“{match.group()}{told.group()[1:]}”：{chinese_date(day)}是星期{right}"


def _day(match: re.Match[str], window: Window) -> date | None:
    """The day meant; without a year the one nearest to the window.  None for 13月45日."""
    end = window.end or date.max
    years = (int(match["year"]),) if match["year"] else (end.year - 1, end.year, end.year + 1)
    found: list[date] = []
    for year in years:
        try:
            found.append(date(year, int(match["month"]), int(match["day"])))
        except ValueError:
            continue
    return min(found, key=lambda day: _distance(day, window), default=None)


def _distance(day: date, window: Window) -> timedelta:
    if window.holds(day):
        return timedelta(0)
    return min(abs(day - edge) for edge in (window.start, window.end) if edge is not None)


CHECKS: tuple[Check, ...] = (
    (RemarkKind.DATE, _far),  # is it news of this window
    (RemarkKind.DATE, _to_come),  # had it happened when it was sent
    (RemarkKind.DATE, _impossible),  # 2月30日
    (RemarkKind.DATE, _weekday),  # 5月8日（星期五）
)
