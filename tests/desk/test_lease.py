"""The lease: one run at a time on a mailbox, and none kept out for ever."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from desk import lease
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


# --- holders that died, clocks that are wrong ------------------------------------------------------------


def held_by_another_process(desk: Desk, number: int) -> int:
    """Have a process of its own take the lease and be killed while it holds it; return its number."""
    ready, told = os.pipe()
    child = os.fork()
    if child == 0:
        with leased(desk, "submissions"):
            os.write(told, b"x")
            signal.pause()
    os.read(ready, 1)
    os.close(ready)
    os.close(told)
    os.kill(child, number)
    return child


def test_the_lease_of_a_process_that_was_killed_is_free_at_once(desk: Desk) -> None:
    desk.engine.dispose()
    os.waitpid(held_by_another_process(desk, signal.SIGKILL), 0)
    assert leases(desk)
    enter(desk)


def test_the_lease_of_a_process_that_was_killed_is_free_before_anybody_waited_for_it(desk: Desk) -> None:
    desk.engine.dispose()
    child = held_by_another_process(desk, signal.SIGKILL)
    deadline = time.monotonic() + 10
    while Path(f"/proc/{child}/stat").read_text("utf-8").rpartition(")")[2].split()[0] != "Z":
        assert time.monotonic() < deadline
    enter(desk)
    os.waitpid(child, 0)


def test_the_lease_of_a_process_that_sleeps_is_not(desk: Desk) -> None:
    desk.engine.dispose()
    child = held_by_another_process(desk, signal.SIGSTOP)
    with pytest.raises(BusyError):
        enter(desk)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


@pytest.mark.parametrize(
    "holder",
    [
        "elsewhere {machine}x 1 5 abc",  # another machine, or this one started anew
        "here {machine} {pid} {started} abc",  # at work
        "here - 1 5 abc",  # a system that does not tell
        "as it was written before",
        "",
    ],
)
def test_a_holder_that_may_be_at_work_keeps_the_lease(desk: Desk, holder: str) -> None:
    name = holder.format(machine=lease._machine(), pid=os.getpid(), started=lease._started(os.getpid()))
    with desk.writing() as connection:
        connection.execute(sa.insert(t.lease).values(name="submissions", holder=name, until=NOW + LEASE))
    with pytest.raises(BusyError):
        enter(desk)


def test_another_process_with_the_same_number_is_not_the_holder(desk: Desk) -> None:
    name = f"here {lease._machine()} {os.getpid()} 1 abc"
    with desk.writing() as connection:
        connection.execute(sa.insert(t.lease).values(name="submissions", holder=name, until=NOW + LEASE))
    enter(desk)


def test_a_clock_that_was_set_back_keeps_nobody_out(desk: Desk) -> None:
    """A lease of the time before would else hold for as long as the clock was wrong."""
    ahead = later(desk, timedelta(days=3))
    with leased(ahead, "submissions"):
        enter(desk)


def test_clocks_of_two_machines_may_differ_by_some_minutes(desk: Desk) -> None:
    ahead = later(desk, timedelta(minutes=30))
    with leased(ahead, "submissions"), pytest.raises(BusyError):
        enter(desk)


def test_who_is_patient_waits_and_gives_up_in_the_end(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr("desk.lease.time.monotonic", lambda: now[0])
    monkeypatch.setattr("desk.lease.time.sleep", lambda seconds: now.__setitem__(0, now[0] + 60 * seconds))
    with leased(desk, "submissions"):
        with pytest.raises(BusyError), leased(desk, "submissions", patient=True):
            pass
        assert now[0] > LEASE.total_seconds()
