"""One poll of a mailbox at a time, and how each of them ended."""

from __future__ import annotations

from datetime import datetime, timedelta

from storage.database import Engine, transaction
from storage.model import RunRow
from storage.runs import add_run, drop_lease, last_runs, take_lease
from tests.storage.filed import NOW

LEASE = timedelta(minutes=10)
SECOND = timedelta(seconds=1)


def take(engine: Engine, holder: str, now: datetime = NOW, name: str = "submissions") -> bool:
    with transaction(engine) as connection:
        return take_lease(connection, name, holder, now=now, length=LEASE)


def drop(engine: Engine, holder: str, name: str = "submissions") -> None:
    with transaction(engine) as connection:
        drop_lease(connection, name, holder)


# --- the lease -----------------------------------------------------------------------------------


def test_a_free_lease_is_taken(engine: Engine) -> None:
    assert take(engine, "first")


def test_of_two_holders_the_first_keeps_it(engine: Engine) -> None:
    take(engine, "first")
    assert not take(engine, "second")
    assert take(engine, "first")


def test_mailboxes_have_leases_of_their_own(engine: Engine) -> None:
    take(engine, "first")
    assert take(engine, "second", name="second mailbox")


def test_a_lease_holds_up_to_its_last_moment_and_not_beyond(engine: Engine) -> None:
    take(engine, "killed")
    assert not take(engine, "next", NOW + LEASE)
    assert take(engine, "next", NOW + LEASE + SECOND)


def test_a_renewed_lease_holds_from_the_renewal_on(engine: Engine) -> None:
    take(engine, "first")
    assert take(engine, "first", NOW + LEASE - SECOND)
    assert not take(engine, "second", NOW + LEASE + SECOND)


def test_who_lost_a_lease_learns_it_at_the_renewal(engine: Engine) -> None:
    take(engine, "asleep")
    take(engine, "next", NOW + 2 * LEASE)
    assert not take(engine, "asleep", NOW + 2 * LEASE + SECOND)


def test_a_refused_attempt_does_not_prolong_the_lease_of_the_other(engine: Engine) -> None:
    take(engine, "first")
    take(engine, "second", NOW + LEASE - SECOND)
    assert take(engine, "second", NOW + LEASE + SECOND)


def test_a_lease_given_back_is_free_at_once(engine: Engine) -> None:
    take(engine, "first")
    drop(engine, "first")
    assert take(engine, "second")


def test_nobody_gives_back_the_lease_of_another(engine: Engine) -> None:
    take(engine, "first")
    drop(engine, "second")
    drop(engine, "first", name="second mailbox")
    assert not take(engine, "second")


# --- how polls ended -----------------------------------------------------------------------------


def test_the_last_run_of_each_mailbox_is_told_in_their_order(engine: Engine) -> None:
    with transaction(engine) as connection:
        add_run(connection, "second", "done", "3 new", NOW)
        add_run(connection, "first", "failed", "login", NOW)
        add_run(connection, "first", "done", None, NOW + SECOND)
        assert last_runs(connection) == [
            RunRow("first", NOW + SECOND, "done", None),
            RunRow("second", NOW, "done", "3 new"),
        ]


def test_the_last_run_of_an_outcome_is_told_past_later_ones_of_others(engine: Engine) -> None:
    with transaction(engine) as connection:
        add_run(connection, "first", "done", "3 new", NOW)
        add_run(connection, "first", "failed", "login", NOW + SECOND)
        assert last_runs(connection, "done") == [RunRow("first", NOW, "done", "3 new")]
        assert last_runs(connection, "busy") == []


def test_without_runs_there_is_nothing_to_tell(engine: Engine) -> None:
    with transaction(engine, reading=True) as connection:
        assert last_runs(connection) == []
