"""The numbers of an issue: in its year, since the first one, and of each series."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compose.model import Numbering, RemarkKind, Window
from compose.numbering import (
    NumberError,
    latest,
    next_numbering,
    order_remarks,
    parse_issue,
    remarks,
)

EIGHTH = Numbering(2021, 8, 8, {"展事迹·学风采": 1})


@pytest.mark.parametrize(
    ("words", "issue"),
    [("2021-9", (2021, 9)), (" 2021-09 ", (2021, 9)), ("2021-12", (2021, 12)), ("2022-0103", (2022, 103))],
)
def test_an_issue_is_named_by_year_and_number(words: str, issue: tuple[int, int]) -> None:
    assert parse_issue(words) == issue


@pytest.mark.parametrize(
    "words", ["", "9", "2021", "21-9", "2021-0", "2021-00", "2021年第9期", "2021-9-1", "2021-x"]
)
def test_what_is_no_issue_number_is_refused_with_what_was_typed_and_an_example(words: str) -> None:
    with pytest.raises(NumberError) as caught:
        parse_issue(words)
    assert f"“{words}”" in str(caught.value)
    assert "--issue 2021-9" in str(caught.value)


@given(st.text(max_size=12))
def test_any_words_are_an_issue_number_or_refused_by_name(words: str) -> None:
    try:
        _, number = parse_issue(words)
    except NumberError:
        return
    assert number > 0


def test_the_next_issue_counts_on_in_its_year_its_serial_and_its_series() -> None:
    assert next_numbering(EIGHTH, date(2021, 5, 10)) == Numbering(2021, 9, 9, {"展事迹·学风采": 2})


def test_a_new_year_begins_at_one_while_serial_and_series_go_on() -> None:
    last = Numbering(2021, 24, 24, {"展事迹·学风采": 9})
    assert next_numbering(last, date(2022, 1, 5)) == Numbering(2022, 1, 25, {"展事迹·学风采": 10})


def test_an_issue_does_not_share_its_series_with_the_next() -> None:
    following = next_numbering(EIGHTH, date(2021, 5, 10))
    following.series["展事迹·学风采"] = 99
    assert EIGHTH.series == {"展事迹·学风采": 1}


def test_without_issues_the_settings_count() -> None:
    assert latest(EIGHTH, []) == EIGHTH


def test_the_latest_issue_is_the_one_with_the_highest_number_whatever_the_order() -> None:
    issues = [Numbering(2022, 1, 25, {}), Numbering(2021, 24, 24, {}), Numbering(2021, 9, 9, {})]
    found = latest(EIGHTH, issues)
    assert (found.year, found.number, found.serial) == (2022, 1, 25)


def test_an_issue_without_its_series_column_does_not_reset_the_series() -> None:
    issues = [Numbering(2021, 9, 9, {"展事迹·学风采": 2}), Numbering(2021, 10, 10, {"新系列": 1})]
    assert latest(EIGHTH, issues).series == {"展事迹·学风采": 2, "新系列": 1}


@pytest.mark.parametrize(
    ("number", "serial", "named"),
    [(9, 9, []), (10, 9, ["期号为 10"]), (9, 11, ["总期号为 11"]), (8, 8, ["期号为 8", "总期号为 8"])],
)
def test_numbers_that_do_not_follow_on_are_remarked_with_what_was_expected(
    number: int, serial: int, named: list[str]
) -> None:
    found = remarks(Numbering(2021, number, serial), EIGHTH)
    assert [remark.text.split("，")[0] for remark in found] == named
    assert all("应为 9" in remark.text for remark in found)
    assert {remark.kind for remark in found} <= {RemarkKind.NUMBERING}


def test_the_first_issue_of_a_year_is_expected_to_be_the_first() -> None:
    assert remarks(Numbering(2022, 1, 9), EIGHTH) == ()
    assert [r.text for r in remarks(Numbering(2022, 9, 9), EIGHTH)] == [
        "期号为 9，按上一期推算应为 1（跳过 8 个），请核对"
    ]


@pytest.mark.parametrize(("number", "step"), [(11, "跳过 2 个"), (8, "与上一期重复"), (3, "小于上一期")])
def test_a_gap_a_repeat_and_a_step_back_are_told_apart(number: int, step: str) -> None:
    (found,) = remarks(Numbering(2021, number, 9), EIGHTH)
    assert found.text == f"期号为 {number}，按上一期推算应为 9（{step}），请核对"


@pytest.mark.parametrize(
    ("instalment", "words"),
    [
        (2, None),
        (4, "“展事迹·学风采”的连载序号为 4，按上一期推算应为 2（跳过 2 个），请核对"),
        (1, "“展事迹·学风采”的连载序号为 1，按上一期推算应为 2（与上一期重复），请核对"),
    ],
)
def test_an_instalment_that_does_not_follow_on_is_remarked(instalment: int, words: str | None) -> None:
    found = remarks(Numbering(2021, 9, 9, {"展事迹·学风采": instalment}), EIGHTH)
    assert [remark.text for remark in found] == ([words] if words else [])


def test_a_series_that_was_never_printed_may_begin_anywhere_and_a_left_out_one_is_no_gap() -> None:
    assert remarks(Numbering(2021, 9, 9, {"新系列": 3}), EIGHTH) == ()
    assert remarks(Numbering(2021, 9, 9), EIGHTH) == ()


def test_a_year_before_that_of_the_last_issue_is_remarked() -> None:
    found = remarks(Numbering(2020, 1, 9), EIGHTH)
    assert [remark.text for remark in found] == ["年份为 2020，早于上一期的 2021，请核对"]


def test_a_number_that_crosses_its_window_is_remarked() -> None:
    windows = [Window(date(2021, 5, day), date(2021, 5, day + 9)) for day in (1, 11, 21)]
    own = Numbering(2021, 11, 11)
    (remark,) = order_remarks(own, windows[1], [((2021, 9), windows[0]), ((2021, 10), windows[2])])
    assert remark.text == ("期号与采集时间的先后不一致，请核对：与2021年第10期（2021-05-21..2021-05-30）相比")
    assert order_remarks(own, windows[2], [((2021, 9), windows[0]), ((2021, 10), windows[1])]) == ()
    assert order_remarks(own, windows[0], [((2021, 11), windows[0])]) == ()
