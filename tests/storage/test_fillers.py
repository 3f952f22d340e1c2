"""Letters that no issue has: an issue takes its own of them, and the others stay where they are."""

from __future__ import annotations

from datetime import date, timedelta

import sqlalchemy as sa

from compose.model import Window
from storage import tables as t
from storage import windows
from storage.database import Engine, transaction
from tests.storage.test_windows import MAY, deliver, issue, placed

JUNE = Window(date(2021, 6, 1), date(2021, 6, 10))


def rows(engine: Engine) -> dict[date, int]:
    """Day of arrival -> the row of its window."""
    with transaction(engine, reading=True) as connection:
        found = connection.execute(sa.select(t.message.c.received_on, t.message.c.window_id))
        return {row.received_on: row.window_id for row in found}


def listed(engine: Engine) -> list[str]:
    with transaction(engine, reading=True) as connection:
        return sorted(str(stored.window) for stored in windows.stored_windows(connection))


def test_years_of_letters_before_an_issue_keep_their_row(engine: Engine) -> None:
    years = [date(2018, 1, 1) + timedelta(days=30 * n) for n in range(40)]
    deliver(engine, [*years, date(2021, 5, 1), date(2021, 5, 12)])
    before = rows(engine)
    issue(engine, MAY, 9)
    after = rows(engine)
    assert [day for day in before if before[day] != after[day]] == [date(2021, 5, 1), date(2021, 5, 12)]
    assert listed(engine) == ["..2021-04-29", "2021-04-30..2021-05-10", "2021-05-11.."]


def test_years_of_letters_after_an_issue_keep_their_row(engine: Engine) -> None:
    years = [date(2021, 6, 1) + timedelta(days=30 * n) for n in range(40)]
    deliver(engine, [date(2021, 4, 1), date(2021, 5, 1), *years])
    before = rows(engine)
    issue(engine, MAY, 9)
    after = rows(engine)
    assert [day for day in before if before[day] != after[day]] == [date(2021, 4, 1), date(2021, 5, 1)]


def test_a_filler_between_other_issues_stays_as_it_is(engine: Engine) -> None:
    deliver(engine, [date(2021, 5, 1), date(2021, 5, 20), date(2021, 6, 2), date(2021, 7, 2)])
    issue(engine, MAY, 9)
    issue(engine, JUNE, 10)
    between = rows(engine)[date(2021, 5, 20)]
    issue(engine, Window(date(2021, 7, 1), date(2021, 7, 9)), 11)
    assert rows(engine)[date(2021, 5, 20)] == between
    assert placed(engine)[date(2021, 5, 20)] == Window(date(2021, 5, 11), date(2021, 5, 31))


def test_a_filler_that_lost_its_letters_is_gone(engine: Engine) -> None:
    deliver(engine, [date(2021, 5, 1), date(2021, 5, 20)])
    issue(engine, MAY, 9)
    issue(engine, Window(date(2021, 5, 11), date(2021, 5, 31)), 10)
    assert listed(engine) == ["2021-04-30..2021-05-10", "2021-05-11..2021-05-31"]


def test_an_issue_that_is_shortened_joins_what_falls_out_to_the_letters_beside_it(engine: Engine) -> None:
    deliver(engine, [date(2021, 4, 1), date(2021, 4, 30), date(2021, 5, 5), date(2021, 5, 12)])
    window_id = issue(engine, MAY, 9)
    with transaction(engine) as connection:
        windows.claim(connection, Window(date(2021, 5, 4), date(2021, 5, 8)), keep=window_id)
    assert listed(engine) == ["..2021-05-03", "2021-05-04..2021-05-08", "2021-05-09.."]
    assert str(placed(engine)[date(2021, 4, 30)]) == "..2021-05-03"


def test_a_straggler_of_another_issues_days_stays_where_it_was_taken(engine: Engine) -> None:
    deliver(engine, [date(2021, 5, 9), date(2021, 5, 12), date(2021, 5, 16)])
    issue(engine, MAY, 9)
    later = issue(engine, Window(date(2021, 5, 8), date(2021, 5, 20)), 10)
    with transaction(engine) as connection:
        windows.move(connection, [1], later)
        windows.claim(connection, Window(date(2021, 5, 15), date(2021, 5, 20)), keep=later)
    assert rows(engine)[date(2021, 5, 9)] == later
    assert placed(engine)[date(2021, 5, 12)] == Window(date(2021, 5, 11), date(2021, 5, 14))
