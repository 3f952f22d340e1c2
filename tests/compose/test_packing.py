"""Choosing parts that fill a length best."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from compose.packing import Choice, packed


def test_one_of_each_group_is_taken_at_most() -> None:
    short, long = Choice("短", 10, 1.0), Choice("长", 30, 1.5)
    assert packed([[short, long], [short]], 40) == ["长", "短"]
    assert packed([[short, long], [short]], 39) == ["短", "短"]


def test_what_is_worth_nothing_is_never_taken() -> None:
    assert packed([[Choice("空", 5, 0.0)], [Choice("差", 5, -1.0)]], 100) == []
    assert packed([], 100) == []
    assert packed([[Choice("好", 5, 1.0)]], 0) == []


_CHOICES = st.builds(Choice, st.just("x"), st.integers(1, 40), st.integers(-2, 9).map(float))


@given(st.lists(st.lists(_CHOICES, max_size=3), max_size=4), st.integers(1, 100))
def test_no_other_choice_would_be_worth_more(groups: list[list[Choice[str]]], room: int) -> None:
    named = [
        [Choice((g, c), one.length, one.worth) for c, one in enumerate(group)]
        for g, group in enumerate(groups)
    ]
    ways = product(*([None, *group] for group in named))
    sums = [(sum(one.length for one in way if one), sum(one.worth for one in way if one)) for way in ways]
    best = max(worth for length, worth in sums if length <= room)
    taken = [groups[g][c] for g, c in packed(named, room)]
    assert sum(one.length for one in taken) <= room
    assert sum(one.worth for one in taken) == max(best, 0.0)
