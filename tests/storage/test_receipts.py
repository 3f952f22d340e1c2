"""The confirmations in the ledger: one row a letter, moved only from the state it was expected in."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from storage import receipts
from storage import tables as t
from storage.database import Engine, transaction
from storage.receipts import Receipt, ReceiptState
from storage.windows import window_for
from tests.storage.filed import NOW

PENDING, SENDING, SENT, FAILED, WITHHELD = ReceiptState
HOUR = timedelta(hours=1)


def planned(engine: Engine, number: int, **changes: object) -> Receipt:
    """A letter with its confirmation, pending unless `changes` say otherwise."""
    made = Receipt(number, "zhang@sd.example.com", PENDING, None, NOW)
    made = replace(made, **changes)  # type: ignore[arg-type]
    with transaction(engine) as connection:
        where = {"account": "a", "folder": "b", "uidvalidity": 1, "uid": number, "sha256": "0" * 64}
        when = {"received_at": NOW, "received_on": NOW.date(), "stored_at": NOW}
        window = window_for(connection, NOW.date())
        connection.execute(
            sa.insert(t.message).values(
                id=number, **where, **when, size=1, state="read", window_id=window, defects=[]
            )
        )
        receipts.add(connection, made)
    return made


def stored(engine: Engine, number: int) -> Receipt | None:
    with transaction(engine, reading=True) as connection:
        return receipts.of_message(connection, number)


def test_a_receipt_comes_back_as_it_was_entered(engine: Engine) -> None:
    made = planned(engine, 1, state=WITHHELD, reason="不是来稿")
    assert stored(engine, 1) == made
    assert stored(engine, 2) is None


def test_the_first_word_on_a_letter_stays(engine: Engine) -> None:
    made = planned(engine, 1, state=SENT)
    with transaction(engine) as connection:
        receipts.add(connection, replace(made, state=PENDING))
    assert stored(engine, 1) == made


def test_what_is_pending_comes_in_the_order_it_was_planned(engine: Engine) -> None:
    planned(engine, 1, at=NOW + HOUR)
    planned(engine, 2)
    for number, state in enumerate((SENDING, SENT, FAILED, WITHHELD), 3):
        planned(engine, number, state=state)
    with transaction(engine) as connection:
        assert [receipt.message_id for receipt in receipts.pending(connection)] == [2, 1]


def test_of_two_who_move_a_row_one_succeeds(engine: Engine) -> None:
    mine = replace(planned(engine, 1), state=SENDING, at=NOW + HOUR)
    with transaction(engine) as connection:
        assert receipts.move(connection, mine, (PENDING,))
        assert not receipts.move(connection, replace(mine, at=NOW + 2 * HOUR), (PENDING,))
    assert stored(engine, 1) == mine


@pytest.mark.parametrize(
    ("recipient", "age", "state", "found"),
    [
        ("zhang@sd.example.com", HOUR - timedelta(seconds=1), SENT, True),
        ("ZHANG@SD.example.com", timedelta(0), SENDING, True),
        ("zhang@sd.example.com", timedelta(0), PENDING, True),
        ("zhang@sd.example.com", HOUR, SENT, False),
        ("zhang@sd.example.com", timedelta(0), FAILED, False),
        ("zhang@sd.example.com", timedelta(0), WITHHELD, False),
        ("zhang2@sd.example.com", timedelta(0), SENT, False),
        ("zhan_@sd.example.com", timedelta(0), SENT, False),
    ],
)
def test_an_address_was_answered_if_a_row_of_it_in_any_case_is_newer(
    engine: Engine,
    recipient: str,
    age: timedelta,
    state: ReceiptState,
    found: bool,
) -> None:
    planned(engine, 1, recipient=recipient, state=state, at=NOW - age)
    with transaction(engine) as connection:
        since, states = NOW - HOUR, (PENDING, SENDING, SENT)
        assert receipts.answered(connection, "Zhang@sd.example.com", since, states) is found
        assert not receipts.answered(connection, "zhang@sd.example.com", since, states, except_for=1)


def test_what_waited_too_long_is_given_up_and_nothing_else(engine: Engine) -> None:
    planned(engine, 1, at=NOW - HOUR)
    fresh = planned(engine, 2)
    other = planned(engine, 3, at=NOW - HOUR, state=SENT)
    with transaction(engine) as connection:
        assert receipts.give_up(connection, PENDING, "太晚", NOW, before=NOW) == 1
    found = stored(engine, 1)
    assert found
    assert (found.state, found.reason, found.at) == (FAILED, "太晚", NOW)
    assert (stored(engine, 2), stored(engine, 3)) == (fresh, other)
