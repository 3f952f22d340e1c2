"""Days that are far from the window, not yet come, not in the calendar, or of another weekday."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from compose.model import RemarkKind, Window
from tests.compose.candidates import make_piece
from tests.compose.proofreading import told

SENT = datetime(2021, 5, 6, 2, 0, tzinfo=UTC)


def days(text: str, form: str = "compress", source: str | None = None) -> list[str]:
    """The remarks on the days of a text that arrived on 6 May 2021."""
    one = make_piece(text, 1, source=source, received_at=SENT)
    return told(RemarkKind.DATE, one, form=form)


@pytest.mark.parametrize("text", ["5月8日，广西华昇投产。", "2021年5月18日召开会议。", "5月7号完成检修。"])
def test_a_day_after_the_letter_arrived_is_asked_about(text: str) -> None:
    (words,) = days(text)
    assert words.endswith("晚于来信到达的2021年5月6日，请核对")


@pytest.mark.parametrize(
    "text",
    [
        "5月6日，广西华昇投产。",
        "广西华昇将于5月18日投产。",
        "计划5月18日前完成检修。",
        "要求在5月20日前完成整改。",
        "力争5月底完成，5月18日为倒计时节点。",
        "活动自4月30日至5月18日。",
        "4月30日—5月18日开展活动。",
    ],
)
def test_a_day_to_come_that_is_told_as_a_plan_is_no_mistake(text: str) -> None:
    assert days(text) == []


def test_the_head_of_the_letter_tells_the_day_that_a_digest_left_out() -> None:
    source = "2021年5月18日，广西华昇召开会议，4月31日投产。"
    assert len(days("广西华昇召开会议。", source=source)) == 2
    assert days("广西华昇召开会议。", "verbatim", source=source) == []


@pytest.mark.parametrize(
    "text", ["7月15日召开会议。", "2022年5月6日投产。", "1月15日召开会议。", "2019年5月6日投产。"]
)
def test_days_before_and_after_the_window_are_asked_about_alike(text: str) -> None:
    (words,) = days(text)
    assert "离采集时间较远" in words


@pytest.mark.parametrize("form", ["compress", "cut", "portrait", "verbatim"])
@pytest.mark.parametrize(
    "day", ["2月30日", "4月31日", "13月5日", "2021年2月29日", "5月0日", "5月32日", "13月份", "0月底"]
)
def test_a_day_that_no_calendar_has_is_named_in_every_form(day: str, form: str) -> None:
    found = days(f"广西华昇{day}投产。", form)
    assert f"没有这一天：“{day}”" in found


@pytest.mark.parametrize("text", ["2020年2月29日投产。", "历时13个月。", "12月份投产。", "比2月多产300吨。"])
def test_days_and_months_that_there_are_bring_no_such_remark(text: str) -> None:
    assert not any("没有这一天" in words for words in days(text, "portrait"))


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("5月6日（星期五）召开会议。", "四"),
        ("5月6日，周五，召开会议。", "四"),
        ("2021年5月2日（星期六）检修。", "日"),
        ("5月6日（星期四）召开会议。", None),
        ("5月2日（星期天）检修。", None),
        ("5月6日周一至周五检修。", "四"),
        ("5月6日召开周五例会。", None),
        ("5月6日，周一山作报告。", "四"),
    ],
)
def test_a_weekday_is_compared_with_the_day_it_stands_behind(text: str, right: str | None) -> None:
    found = [words for words in days(text) if "是星期" in words]
    assert [words[-1] for words in found] == ([right] if right else [])


def test_without_a_window_only_days_with_a_year_have_a_weekday() -> None:
    anytime = Window(None, None)
    assert told(RemarkKind.DATE, make_piece("5月6日（星期五）开会。"), window=anytime) == []
    assert len(told(RemarkKind.DATE, make_piece("2021年5月6日（星期五）开会。"), window=anytime)) == 1
