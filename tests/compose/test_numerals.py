"""Numbers, days and times in Chinese."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from compose.numerals import chinese_date, chinese_number, chinese_span, shanghai_time


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "零"),
        (1, "一"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (101, "一百零一"),
        (110, "一百一十"),
        (1001, "一千零一"),
        (1010, "一千零一十"),
        (10_000, "一万"),
        (10_010, "一万零一十"),
        (110_000, "十一万"),
        (100_010, "十万零一十"),
        (1_001_000, "一百万一千"),
        (100_000_001, "一亿零一"),
        (999_999_999_999, "九千九百九十九亿九千九百九十九万九千九百九十九"),
    ],
)
def test_a_number_is_spelled_with_its_places_and_gaps(number: int, words: str) -> None:
    assert chinese_number(number) == words


@pytest.mark.parametrize("number", [-1, 10**12])
def test_a_number_out_of_range_is_named_in_the_error(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        chinese_number(number)


def test_a_date_is_written_without_leading_zeros() -> None:
    assert chinese_date(date(2021, 5, 4)) == "2021年5月4日"


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2021, 4, 30), date(2021, 5, 10), "4月30日—5月10日"),
        (date(2021, 12, 28), date(2022, 1, 6), "2021年12月28日—2022年1月6日"),
        (date(2021, 5, 10), date(2021, 5, 10), "5月10日"),
    ],
)
def test_a_span_names_the_years_only_where_they_differ(start: date, end: date, words: str) -> None:
    assert chinese_span(start, end) == words


def test_an_arrival_is_told_in_shanghai_time() -> None:
    assert shanghai_time(datetime(2021, 5, 8, 16, 3, tzinfo=UTC)) == "2021年5月9日00:03"


def test_a_naive_time_is_left_as_it_is() -> None:
    assert shanghai_time(datetime(2021, 5, 8, 16, 3)) == "2021年5月8日16:03"  # noqa: DTZ001 -- the case
