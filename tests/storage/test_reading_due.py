"""What is to be read next, how often it was tried, and what need not be read because it is the same again."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from intake.model import MessageState
from storage import messages, views
from storage import tables as t
from storage.database import Engine, transaction
from storage.model import Filter, KeptMessage
from tests.storage.filed import NOON, NOW, file, kept, letter, raw

HOUR = timedelta(hours=1)


def due(engine: Engine, limit: int = 50) -> list[KeptMessage]:
    with transaction(engine, reading=True) as connection:
        return messages.due(connection, limit=limit)


def begin(engine: Engine, *ids: int) -> None:
    with transaction(engine) as connection:
        messages.begin(connection, ids)


def same(engine: Engine, message_id: int) -> int | None:
    with transaction(engine, reading=True) as connection:
        [message] = messages.due(connection, ids=[message_id])
        return messages.same_bytes(connection, message)


# --- tries -------------------------------------------------------------------------------------------


def test_what_was_never_tried_comes_together(engine: Engine) -> None:
    ids = kept(engine, raw(1), raw(2), raw(3))
    assert [message.id for message in due(engine)] == ids
    assert [message.id for message in due(engine, limit=2)] == ids[:2]


def test_one_that_was_tried_comes_alone_in_its_turn(engine: Engine) -> None:
    first, second, third = kept(engine, raw(1), raw(2), raw(3))
    begin(engine, second)
    assert [message.id for message in due(engine)] == [first]
    with transaction(engine) as connection:
        file(connection, first)
    assert [(message.id, message.attempts) for message in due(engine)] == [(second, 1)]
    with transaction(engine) as connection:
        file(connection, second)
    assert [message.id for message in due(engine)] == [third]


def test_tries_are_counted_until_one_ends_well(engine: Engine) -> None:
    (number,) = kept(engine, raw(1))
    begin(engine, number)
    with transaction(engine) as connection:
        assert messages.fail(connection, number) == 2
    begin(engine, number)
    assert due(engine)[0].attempts == 3
    with transaction(engine) as connection:
        file(connection, number)
        assert messages.due(connection, ids=[number])[0].attempts == 0


def test_tries_can_be_forgotten(engine: Engine) -> None:
    (number,) = kept(engine, raw(1))
    begin(engine, number)
    with transaction(engine) as connection:
        messages.forget_attempts(connection, number)
    assert due(engine)[0].attempts == 0


@pytest.mark.parametrize(
    ("state", "subject", "expected"),
    [
        (MessageState.KEPT, None, True),
        (MessageState.KEPT, "read before its bytes were complete", True),
        (MessageState.TOO_LARGE, None, True),
        (MessageState.TOO_LARGE, "its headers are read", False),
        (MessageState.READ, "读过", False),
        (MessageState.SET_ASIDE, None, False),
    ],
)
def test_whether_a_message_is_still_due(
    engine: Engine, state: MessageState, subject: str | None, expected: bool
) -> None:
    (number,) = kept(engine, raw(1))
    with transaction(engine) as connection:
        connection.execute(sa.update(t.message).values(state=state, subject=subject))
        assert messages.still_due(connection, number) is expected
    assert bool(due(engine)) is expected


# --- the very same bytes -------------------------------------------------------------------------------


def test_of_two_unread_messages_of_the_same_bytes_the_second_is_a_repeat(engine: Engine) -> None:
    message = raw(1)
    first, second = kept(engine, message, raw(2, data=message.data))
    with transaction(engine, reading=True) as connection:
        assert messages.repeats(connection, [first, second]) == {second}
    assert (same(engine, first), same(engine, second)) == (None, None)  # of what, is known when it is read
    with transaction(engine) as connection:
        file(connection, first)
    assert same(engine, second) == first


def test_a_message_that_was_read_counts_before_any_that_was_not(engine: Engine) -> None:
    message = raw(1)
    first, second = kept(engine, message, raw(2, data=message.data))
    with transaction(engine) as connection:
        file(connection, second)
    assert same(engine, first) == second


def test_a_repeat_is_no_reason_for_another_one(engine: Engine) -> None:
    message = raw(1)
    first, second, third = kept(engine, message, *(raw(n, data=message.data) for n in (2, 3)))
    with transaction(engine) as connection:
        file(connection, first)
        messages.mark_duplicate(connection, second, first, "intake", NOW)
    assert same(engine, third) == first
    with transaction(engine) as connection:
        messages.mark_duplicate(connection, third, first, "intake", NOW)
    assert same(engine, first) is None


@pytest.mark.parametrize(
    "other", [raw(2), raw(2, data=raw(1).data, size=99_000_000)], ids=["other bytes", "another size"]
)
def test_what_is_not_the_same_is_no_repeat(engine: Engine, other: object) -> None:
    """Of messages over the limit the headers alone are kept: the size tells them apart."""
    _, second = kept(engine, raw(1), other)  # type: ignore[arg-type]
    assert same(engine, second) is None


def test_a_repeat_shows_what_the_first_one_says_and_has_no_items(engine: Engine) -> None:
    message = raw(1)
    first, second = kept(engine, message, raw(2, NOON + HOUR, data=message.data))
    with transaction(engine) as connection:
        file(connection, first)
        messages.begin(connection, [second])
        messages.mark_duplicate(connection, second, first, "intake", NOW)
    with transaction(engine, reading=True) as connection:
        one, two = views.messages(connection, Filter())
        history = [(e["actor"], e["state"], e["reason"]) for e in views.events(connection, second)]
    assert (two.values["state"], two.values["duplicate_of"]) == ("duplicate", first)
    for name in ("subject", "sender_address", "message_id", "text", "sent_at", "fingerprint"):
        assert two.values[name] == one.values[name]
    assert two.values["subject"] == letter().subject
    assert two.values["received_at"] == NOON + HOUR
    assert two.values["attempts"] == 0
    assert two.submissions == ()
    assert history[-1] == ("intake", "duplicate", f"与第{first}号来信逐字节相同")
