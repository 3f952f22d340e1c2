"""Windows as an editor types them, the year they mean, and what lies between two issues."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compose.model import RemarkKind, Window
from compose.window import Typed, WindowError, date_remarks, latest_year, neighbour_remarks, parse, resolve

MAY = Window(date(2021, 4, 30), date(2021, 5, 10))


@pytest.mark.parametrize(
    "words",
    [
        "04-30..05-10",
        "4-30..5-10",
        " 04-30 .. 05-10 ",
        "04-30～05-10",
        "04-30~05-10",
        "04-30—05-10",
        "04-30——05-10",
        "04-30至05-10",
        "04-30…05-10",
        "2021-04-30..2021-05-10",
        "2021-4-30至2021-5-10",
    ],
)
def test_a_window_is_read_however_its_ends_are_joined(words: str) -> None:
    assert resolve(parse(words), 2021) == MAY


@pytest.mark.parametrize(("words", "written"), [("04-30..05-10", False), ("2021-04-30..2021-05-10", True)])
def test_it_is_known_whether_the_years_were_written(words: str, written: bool) -> None:
    assert parse(words).has_year is written


@pytest.mark.parametrize(
    "words",
    [
        "",
        "05-10",
        "04-30..05-10..05-20",
        "2021-04-30",
        "四月三十日..五月十日",
        "04/30..05/10",
        "21-04-30..21-05-10",
        "04-30..2021-05-10",
        "2021-04-30..05-10",
        "04-31..05-10",
        "13-01..13-05",
        "00-10..00-12",
        "2021-02-29..2021-03-05",
        "2021-05-10..2021-04-30",
        "0000-04-30..0000-05-10",
    ],
)
def test_what_is_no_window_is_refused_with_what_was_typed_and_an_example(words: str) -> None:
    with pytest.raises(WindowError) as caught:
        parse(words)
    message = str(caught.value)
    assert "--window 04-30..05-10" in message
    assert not words or any(part in message for part in (words, *words.split("..")))


def test_a_short_window_on_the_leap_day_is_read_and_refused_in_a_common_year() -> None:
    typed = parse("02-20..02-29")
    assert resolve(typed, 2020) == Window(date(2020, 2, 20), date(2020, 2, 29))
    with pytest.raises(WindowError, match="2021年2月29日"):
        resolve(typed, 2021)


def test_a_short_window_over_new_year_begins_in_the_year_before() -> None:
    assert resolve(parse("12-25..01-05"), 2022) == Window(date(2021, 12, 25), date(2022, 1, 5))


def test_a_window_of_one_day_is_a_window() -> None:
    assert resolve(parse("05-10..05-10"), 2021) == Window(date(2021, 5, 10), date(2021, 5, 10))


def test_written_years_win_over_the_year_that_is_asked_for() -> None:
    assert resolve(parse("2021-04-30..2021-05-10"), 1999) == MAY


@pytest.mark.parametrize(
    ("words", "today", "with_letters", "year"),
    [
        ("04-30..05-10", date(2023, 6, 1), {2021}, 2021),
        ("04-30..05-10", date(2023, 6, 1), {2021, 2022}, 2022),
        ("04-30..05-10", date(2023, 6, 1), set(), 2023),
        ("04-30..05-10", date(2023, 2, 1), set(), 2022),
        ("04-30..05-10", date(2023, 4, 30), set(), 2023),
        ("12-25..01-05", date(2022, 12, 27), set(), 2023),
        ("12-25..01-05", date(2022, 12, 1), set(), 2022),
        ("12-25..01-05", date(2022, 12, 27), {2023}, 2023),
        ("02-20..02-29", date(2023, 6, 1), set(), 2020),
    ],
)
def test_a_short_window_means_the_latest_with_letters_else_the_latest_not_in_the_future(
    words: str, today: date, with_letters: set[int], year: int
) -> None:
    assert latest_year(parse(words), today, lambda window: window.ends[1].year in with_letters) == year


def test_a_window_that_no_year_knows_means_this_year() -> None:
    impossible = Typed((None, 2, 30), (None, 3, 5))
    assert latest_year(impossible, date(2021, 6, 1), lambda _: True) == 2021


days = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@given(days, days)
def test_what_a_window_prints_is_read_back_as_itself(one: date, other: date) -> None:
    window = Window(min(one, other), max(one, other))
    assert resolve(parse(str(window)), 2021) == window


@given(st.text(max_size=40))
def test_any_words_are_a_window_or_refused_by_name(words: str) -> None:
    try:
        typed = parse(words)
    except WindowError:
        return
    start, end = resolve(typed, 2000).ends
    assert start <= end


# --- neighbouring issues --------------------------------------------------------------------------


def ask(window: Window, *issues: tuple[str, Window], letters: tuple[date, ...] = ()) -> list[tuple[str, str]]:
    """The remarks as (kind, text); letters are numbered from 1 in the order of their days."""

    def arrived(days: Window, *, unclaimed: bool = False) -> list[int]:  # noqa: ARG001 -- nobody has any
        return [number for number, day in enumerate(letters, 1) if days.holds(day)]

    return [(remark.kind.value, remark.text) for remark in neighbour_remarks(window, issues, arrived)]


EIGHTH = ("2021年第8期", Window(date(2021, 4, 19), date(2021, 4, 29)))
TENTH = ("2021年第10期", Window(date(2021, 5, 11), date(2021, 5, 21)))


def test_windows_that_follow_on_bring_no_remark() -> None:
    assert ask(MAY, EIGHTH, TENTH, letters=(date(2021, 4, 25), date(2021, 5, 1))) == []


def test_the_first_issue_is_told_of_letters_from_before_it_and_of_nothing_else() -> None:
    assert ask(MAY) == []
    ((kind, text),) = ask(MAY, letters=(date(2021, 4, 2), date(2021, 5, 2)))
    assert kind == RemarkKind.WINDOW_GAP
    assert "此前还没有编过期" in text
    assert text.endswith("：1")


@pytest.mark.parametrize(("letters", "named"), [((), "无"), ((date(2021, 4, 27), date(2021, 4, 29)), "1、2")])
def test_a_gap_to_the_issue_before_is_remarked_with_its_days_and_letters(
    letters: tuple[date, ...], named: str
) -> None:
    earlier = ("2021年第8期", Window(date(2021, 4, 15), date(2021, 4, 26)))
    ((kind, text),) = ask(MAY, earlier, letters=letters)
    assert kind == RemarkKind.WINDOW_GAP
    assert "2021年第8期" in text
    assert "2021-04-27..2021-04-29" in text
    assert text.endswith(f"：{named}")


def test_a_gap_to_an_issue_made_before_but_lying_later_is_remarked() -> None:
    later = ("2021年第11期", Window(date(2021, 5, 15), date(2021, 5, 25)))
    ((kind, text),) = ask(MAY, EIGHTH, later, letters=(date(2021, 5, 12),))
    assert kind == RemarkKind.WINDOW_GAP
    assert "2021-05-11..2021-05-14" in text


def test_an_overlap_names_the_issue_that_keeps_the_days_and_their_letters() -> None:
    other = ("2021年第8期", Window(date(2021, 4, 20), date(2021, 5, 2)))
    ((kind, text),) = ask(MAY, other, letters=(date(2021, 4, 29), date(2021, 5, 2), date(2021, 5, 3)))
    assert kind == RemarkKind.WINDOW_OVERLAP
    assert "已归2021年第8期" in text
    assert text.endswith("：2")


def test_more_than_twenty_letters_are_counted_instead_of_listed() -> None:
    earlier = ("2021年第8期", Window(date(2021, 4, 1), date(2021, 4, 10)))
    ((_, text),) = ask(MAY, earlier, letters=tuple(date(2021, 4, 15) for _ in range(21)))
    assert text.endswith("20 等 21 封")


@given(st.lists(st.tuples(st.integers(0, 80), st.integers(0, 15)), max_size=5), st.integers(0, 80))
def test_any_neighbours_are_remarked_without_failing_and_only_where_days_are_shared_or_left_out(
    others: list[tuple[int, int]], start: int
) -> None:
    first = date(2021, 1, 1)
    window = Window(first + timedelta(start), first + timedelta(start + 10))
    issues = [
        (f"第{n}期", Window(first + timedelta(at), first + timedelta(at + size)))
        for n, (at, size) in enumerate(others)
    ]
    kinds = [kind for kind, _ in ask(window, *issues)]
    shared = sum(o.ends[0] <= window.ends[1] and window.ends[0] <= o.ends[1] for _, o in issues)
    assert kinds.count(RemarkKind.WINDOW_OVERLAP) == shared
    assert kinds.count(RemarkKind.WINDOW_GAP) <= 2


@pytest.mark.parametrize("words", ["12-24..12-14", "05-10..04-30", "03-01..02-28"])
def test_a_short_window_that_would_run_for_most_of_a_year_is_written_backwards(words: str) -> None:
    with pytest.raises(WindowError, match="首尾是否写反了"):
        parse(words)


def test_a_short_window_over_new_year_is_none_written_backwards() -> None:
    assert resolve(parse("12-25..01-05"), 2022) == Window(date(2021, 12, 25), date(2022, 1, 5))


def test_a_window_with_its_years_written_may_be_long() -> None:
    assert resolve(parse("2021-03-01..2022-02-28"), 0).ends == (date(2021, 3, 1), date(2022, 2, 28))


def test_an_issue_that_is_dated_before_its_window_closes_is_remarked() -> None:
    (said,) = date_remarks(date(2021, 5, 9), MAY)
    assert said.kind is RemarkKind.DATE
    assert "2021-05-09 早于采集时间的最后一天 2021-05-10" in said.text
    assert date_remarks(date(2021, 5, 10), MAY) == ()
