"""The ledger: every message and item of the window in exactly one line."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compose.ledger import MESSAGE_STATES, as_json, build, item_counts, message_counts
from compose.model import Fate, ItemEntry, MessageEntry

NOW = datetime(2021, 5, 1, 3, tzinfo=UTC)


def message(letter: int, state: str = "with_submissions") -> MessageEntry:
    return MessageEntry(letter, state, "五月信息", "news@example.com", NOW)


def item(number: int, fate: Fate = Fate.PLACED) -> ItemEntry:
    return ItemEntry(number, 1, fate)


def test_an_empty_window_balances() -> None:
    assert build([], [], received=0, expected_items=0).balanced


def test_lines_are_counted_by_state_and_fate() -> None:
    ledger = build(
        [message(1), message(2), message(3, "duplicate"), message(4, "set_aside")],
        [item(1), item(2, Fate.HELD), item(3, Fate.HELD)],
        received=4,
        expected_items=3,
    )
    assert as_json(ledger) == {
        "messages": {
            "received": 4,
            "with_submissions": 2,
            "not_submission": 0,
            "duplicate": 1,
            "set_aside": 1,
            "too_large": 0,
        },
        "items": {"total": 3, "placed": 1, "duplicate": 0, "superseded": 0, "held": 2, "excluded": 0},
        "balanced": True,
    }


@pytest.mark.parametrize(
    ("messages", "items", "received", "expected"),
    [
        ([1], [1], 2, 1),  # a message was received that stands nowhere
        ([1, 2], [1], 1, 1),  # a message stands here that was never received
        ([1, 1], [1], 2, 1),  # one message in two lines, another in none
        ([1], [1], 1, 2),  # an item is missing
        ([1], [1, 2], 1, 1),  # an item too many
        ([1], [3, 3], 1, 2),  # one item in two lines, another in none
    ],
)
def test_a_ledger_does_not_balance_when_something_is_lost_or_doubled(
    messages: list[int], items: list[int], received: int, expected: int
) -> None:
    ledger = build(
        map(message, messages), [item(number) for number in items], received=received, expected_items=expected
    )
    assert not ledger.balanced
    assert as_json(ledger)["balanced"] is False


@given(
    st.lists(st.sampled_from(MESSAGE_STATES), max_size=30), st.lists(st.sampled_from(list(Fate)), max_size=30)
)
def test_the_counts_of_a_balanced_ledger_add_up_to_what_was_received(
    states: list[str], fates: list[Fate]
) -> None:
    ledger = build(
        [message(n, state) for n, state in enumerate(states)],
        [item(n, fate) for n, fate in enumerate(fates)],
        received=len(states),
        expected_items=len(fates),
    )
    messages, items = message_counts(ledger), item_counts(ledger)
    assert ledger.balanced
    assert messages.pop("received") == sum(messages.values()) == len(states)
    assert items.pop("total") == sum(items.values()) == len(fates)
