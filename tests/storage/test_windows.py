"""Windows: every letter belongs to exactly one, from the moment it is stored."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compose.model import Window
from intake.model import RawMessage, ServerKey
from storage import messages, views, windows
from storage import tables as t
from storage.database import Engine, transaction
from storage.windows import gap_around
from tests.storage.filed import digest

ZONE = ZoneInfo("Asia/Shanghai")
FIRST = date(2021, 4, 1)


def empty(engine: Engine) -> None:
    with transaction(engine) as connection:
        for table in reversed(t.metadata.sorted_tables):
            connection.execute(sa.delete(table))


def letter(uid: int, day: date) -> RawMessage:
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=ZONE)
    return RawMessage(ServerKey("a", "INBOX", 1, uid), noon, 1, b"%d" % uid)


def deliver(engine: Engine, days: list[date], first: int = 1) -> None:
    with transaction(engine) as connection:
        letters = [letter(first + n, day) for n, day in enumerate(days)]
        batch = [(message, digest(message)) for message in letters]
        messages.keep(connection, batch, datetime.now(UTC), ZONE)


def placed(engine: Engine) -> dict[date, Window]:
    """Day of arrival -> window, for the letters in the store, the earliest day first."""
    with transaction(engine, reading=True) as connection:
        listed = {w.id: w.window for w in windows.stored_windows(connection)}
        day = t.message.c.received_on
        rows = connection.execute(sa.select(day, t.message.c.window_id).order_by(day))
        return {day: listed[window_id] for day, window_id in rows}


def issue(engine: Engine, window: Window, number: int) -> int:
    with transaction(engine) as connection:
        window_id = windows.claim(connection, window)
        values = {"window_id": window_id, "year": 2021, "number": number, "serial": number, "series": {}}
        windows.save_issue(connection, values, None)
        return window_id


MAY = Window(date(2021, 4, 30), date(2021, 5, 10))


def test_before_the_first_issue_all_letters_lie_in_one_open_window(engine: Engine) -> None:
    deliver(engine, [date(2021, 4, 1), date(2021, 5, 1)])
    assert set(placed(engine).values()) == {Window(None, None)}


def test_an_issue_takes_its_days_both_ends_included(engine: Engine) -> None:
    deliver(engine, [date(2021, 4, 29), date(2021, 4, 30), date(2021, 5, 10), date(2021, 5, 11)])
    issue(engine, MAY, 9)
    assert [str(w) for w in placed(engine).values()] == [
        "..2021-04-29",
        "2021-04-30..2021-05-10",
        "2021-04-30..2021-05-10",
        "2021-05-11..",
    ]


def test_a_letter_that_comes_late_for_an_issued_window_belongs_to_it(engine: Engine) -> None:
    deliver(engine, [date(2021, 5, 1)])
    issue(engine, MAY, 9)
    deliver(engine, [date(2021, 5, 2)], first=10)
    assert placed(engine)[date(2021, 5, 2)] == MAY


def test_the_next_window_opens_the_day_after_the_last_one_ends(engine: Engine) -> None:
    deliver(engine, [date(2021, 5, 1)])
    issue(engine, MAY, 9)
    deliver(engine, [date(2021, 5, 20)], first=10)
    assert placed(engine)[date(2021, 5, 20)] == Window(date(2021, 5, 11), None)


def test_an_overlapping_issue_leaves_the_earlier_one_its_letters(engine: Engine) -> None:
    deliver(engine, [date(2021, 5, 9), date(2021, 5, 12)])
    issue(engine, MAY, 9)
    issue(engine, Window(date(2021, 5, 8), date(2021, 5, 20)), 10)
    assert placed(engine)[date(2021, 5, 9)] == MAY
    assert placed(engine)[date(2021, 5, 12)].start == date(2021, 5, 8)


def test_letters_between_two_issues_lie_in_the_gap(engine: Engine) -> None:
    deliver(engine, [date(2021, 5, 5), date(2021, 5, 12), date(2021, 5, 20)])
    issue(engine, MAY, 9)
    issue(engine, Window(date(2021, 5, 15), date(2021, 5, 25)), 10)
    assert placed(engine)[date(2021, 5, 12)] == Window(date(2021, 5, 11), date(2021, 5, 14))


def test_a_redrawn_window_gives_back_what_falls_out_and_keeps_its_stragglers(engine: Engine) -> None:
    deliver(engine, [date(2021, 4, 20), date(2021, 5, 1), date(2021, 5, 10)])
    window_id = issue(engine, MAY, 9)
    with transaction(engine) as connection:
        windows.move(connection, [1], window_id)
        windows.claim(connection, Window(date(2021, 4, 30), date(2021, 5, 8)), keep=window_id)
    found = placed(engine)
    assert str(found[date(2021, 4, 20)]) == str(found[date(2021, 5, 1)]) == "2021-04-30..2021-05-08"
    assert str(found[date(2021, 5, 10)]) == "2021-05-09.."


def test_what_a_person_moved_is_known_where_it_went_and_where_it_came_from(engine: Engine) -> None:
    deliver(engine, [date(2021, 5, 9), date(2021, 5, 12), date(2021, 5, 13)])
    may = issue(engine, MAY, 9)
    later = Window(date(2021, 5, 8), date(2021, 5, 20))
    second = issue(engine, later, 10)
    with transaction(engine) as connection:
        windows.move(connection, [2], may)
        assert windows.taken_in(connection, may, MAY) == {2: date(2021, 5, 12)}
        assert windows.taken_in(connection, second, later) == {}
        assert windows.taken_away(connection, second, later) == {2: may}
        assert windows.taken_away(connection, None, later) == {2: may}
        assert windows.taken_away(connection, may, MAY) == {}


spans = st.tuples(st.integers(0, 60), st.integers(0, 12)).map(
    lambda s: Window(FIRST + timedelta(s[0]), FIRST + timedelta(s[0] + s[1]))
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])  # `empty` makes each a fresh start
@given(
    before=st.lists(st.integers(0, 75), max_size=12),
    issues=st.lists(spans, max_size=4),
    after=st.lists(st.integers(0, 75), max_size=6),
)
def test_whatever_is_composed_each_letter_lies_in_one_window_that_holds_its_day(
    engine: Engine, before: list[int], issues: list[Window], after: list[int]
) -> None:
    empty(engine)
    deliver(engine, [FIRST + timedelta(n) for n in before])
    for number, window in enumerate(issues):
        issue(engine, window, number)
    deliver(engine, [FIRST + timedelta(n) for n in after], first=100)
    found = placed(engine)
    for day, window in found.items():
        assert window.holds(day)
        issued = [w for w in issues if w.holds(day)]
        assert not issued or window == issued[0]


def test_the_counts_of_a_window_are_the_databases_own(engine: Engine) -> None:
    deliver(engine, [date(2021, 5, 1), date(2021, 5, 2)])
    window_id = issue(engine, MAY, 9)
    with transaction(engine, reading=True) as connection:
        assert views.window_counts(connection, window_id) == (2, 0)


@pytest.mark.parametrize(
    ("day", "gap"),
    [
        (date(2021, 4, 1), Window(None, date(2021, 4, 29))),
        (date(2021, 6, 1), Window(date(2021, 5, 11), None)),
    ],
)
def test_a_gap_reaches_to_the_neighbouring_windows(day: date, gap: Window) -> None:
    assert gap_around(day, [MAY]) == gap
