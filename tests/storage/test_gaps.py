"""Gaps: one line a UID, open until it is explained."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from storage import gaps
from storage import tables as t
from storage.database import Engine, transaction
from storage.model import Gap
from tests.storage.filed import kept, raw

NOW = datetime(2021, 5, 6, 4, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
GAP = Gap("submissions", "INBOX", 7, 5, "NIL")


def noted(engine: Engine, *found: Gap, now: datetime = NOW) -> None:
    with transaction(engine) as connection:
        for gap in found:
            gaps.note(connection, gap, now)


def open_ones(engine: Engine, account: str | None = None, folder: str | None = None) -> list[Gap]:
    with transaction(engine, reading=True) as connection:
        return gaps.open_gaps(connection, account, folder)


def closed(engine: Engine, *found: Gap) -> None:
    with transaction(engine) as connection:
        gaps.close(connection, found, gaps.GONE, LATER)


def test_a_gap_that_is_noted_again_is_one_with_its_first_day_and_its_last_reason(engine: Engine) -> None:
    noted(engine, GAP)
    noted(engine, replace(GAP, reason="NO"), now=LATER)
    assert open_ones(engine) == [replace(GAP, reason="NO", since=NOW)]
    with transaction(engine, reading=True) as connection:
        assert connection.execute(sa.select(t.gap.c.last_at)).scalars().all() == [LATER]


OTHERS = [
    replace(GAP, account="old"),
    replace(GAP, folder="Junk"),
    replace(GAP, uidvalidity=8),
    replace(GAP, uid=4294967295),
]


@pytest.mark.parametrize("other", OTHERS)
def test_a_gap_is_closed_alone(engine: Engine, other: Gap) -> None:
    noted(engine, GAP, other)
    closed(engine, GAP)
    assert open_ones(engine) == [replace(other, since=NOW)]
    with transaction(engine, reading=True) as connection:
        row = connection.execute(sa.select(t.gap).where(t.gap.c.closed_at.is_not(None))).one()
    assert (row.closed_at, row.explanation) == (LATER, gaps.GONE)


def test_the_open_gaps_of_a_folder_are_those_of_all_its_epochs_and_no_others(engine: Engine) -> None:
    noted(engine, GAP, *OTHERS)
    assert {(gap.uidvalidity, gap.uid) for gap in open_ones(engine, "submissions", "INBOX")} == {
        (7, 5),
        (8, 5),
        (7, 4294967295),
    }


def test_a_gap_that_was_explained_and_is_noted_again_is_open_again(engine: Engine) -> None:
    noted(engine, GAP)
    closed(engine, GAP)
    noted(engine, GAP, now=LATER)
    assert open_ones(engine) == [replace(GAP, since=NOW)]


def test_a_message_that_was_taken_in_under_the_very_number_of_a_gap_is_found(engine: Engine) -> None:
    others = [
        raw(5, uidvalidity=7, account="old"),
        raw(5, uidvalidity=7, folder="Junk"),
        raw(5, uidvalidity=8),
    ]
    kept(engine, *others, raw(6, uidvalidity=7))
    with transaction(engine, reading=True) as connection:
        assert gaps.message_at(connection, GAP) is None
    [number] = kept(engine, raw(5, uidvalidity=7))
    with transaction(engine, reading=True) as connection:
        assert gaps.message_at(connection, GAP) == number
