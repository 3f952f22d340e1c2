"""The lease: one run at a time on a mailbox, and none kept out for ever."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from desk.desk import Desk
from desk.errors import BusyError, Exit
from desk.lease import LEASE, leased
from storage import tables as t
from tests.conftest import NOW


def later(desk: Desk, passed: timedelta) -> Desk:
    """The same desk at another time."""
    return replace(desk, clock=lambda: NOW + passed)


def leases(desk: Desk) -> dict[str, datetime]:
    """Mailbox -> until when it is held."""
    with desk.reading() as connection:
        return {row.name: row.until for row in connection.execute(sa.select(t.lease))}


def enter(desk: Desk, mailbox: str = "submissions") -> None:
    """Hold a mailbox for a moment."""
    with leased(desk, mailbox):
        pass


def test_while_one_run_holds_a_mailbox_another_is_told_that_it_is_busy_and_what_to_do(desk: Desk) -> None:
    with leased(desk, "submissions"), pytest.raises(BusyError) as raised:
        enter(desk)
    assert str(raised.value) == (
        "邮箱 submissions 正由另一次运行处理，请稍后再试；若那次运行已中断，10 分钟后会自动放开。"
    )
    assert raised.value.status is Exit.BUSY


def test_who_was_told_that_it_is_busy_leaves_the_lease_to_its_holder(desk: Desk) -> None:
    with leased(desk, "submissions") as renew:
        with pytest.raises(BusyError):
            enter(desk)
        renew()
        assert leases(desk) == {"submissions": NOW + LEASE}


def test_another_mailbox_is_free(desk: Desk) -> None:
    with leased(desk, "submissions"), leased(desk, "archive"):
        assert set(leases(desk)) == {"submissions", "archive"}


def test_at_its_end_a_run_gives_the_mailbox_back(desk: Desk) -> None:
    enter(desk)
    assert leases(desk) == {}
    enter(desk)


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_a_run_that_fails_gives_the_mailbox_back(desk: Desk, error: type[BaseException]) -> None:
    def stumble() -> None:
        with leased(desk, "submissions"):
            raise error

    with pytest.raises(error):
        stumble()
    assert leases(desk) == {}


def test_renewing_holds_the_mailbox_for_longer(desk: Desk) -> None:
    moment = NOW
    moving = replace(desk, clock=lambda: moment)
    with leased(moving, "submissions") as renew:
        moment += timedelta(minutes=9)
        renew()
        assert leases(desk) == {"submissions": moment + LEASE}
        with pytest.raises(BusyError):
            enter(later(desk, timedelta(minutes=18)))


@pytest.mark.parametrize(
    ("passed", "expected"),
    [(LEASE - timedelta(seconds=1), BusyError), (LEASE + timedelta(seconds=1), None)],
    ids=["not yet", "run out"],
)
def test_a_lease_that_has_run_out_is_taken_over(
    desk: Desk, passed: timedelta, expected: type[Exception] | None
) -> None:
    with leased(desk, "submissions"):
        if expected:
            with pytest.raises(expected):
                enter(later(desk, passed))
        else:
            enter(later(desk, passed))


def test_a_run_whose_lease_was_taken_over_is_told_when_it_renews_and_does_not_take_it_back(
    desk: Desk,
) -> None:
    after = later(desk, LEASE * 2)
    with leased(desk, "submissions") as renew, leased(after, "submissions"):
        with pytest.raises(BusyError):
            renew()
        assert leases(desk) == {"submissions": NOW + LEASE * 3}


def test_a_run_whose_lease_was_taken_over_does_not_give_it_away_at_its_end(desk: Desk) -> None:
    after = later(desk, LEASE * 2)
    outer = leased(desk, "submissions")
    outer.__enter__()
    with leased(after, "submissions"):
        outer.__exit__(None, None, None)
        assert set(leases(desk)) == {"submissions"}
    assert leases(desk) == {}


def test_two_runs_of_one_process_are_two_holders(desk: Desk) -> None:
    holders: list[Callable[[], None]] = []
    with leased(desk, "submissions") as renew:
        holders.append(renew)
        with desk.reading() as connection:
            first = connection.execute(sa.select(t.lease.c.holder)).scalar_one()
    with leased(desk, "submissions"), desk.reading() as connection:
        assert connection.execute(sa.select(t.lease.c.holder)).scalar_one() != first
