"""The ledger: every message and item of the window in exactly one line."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compose.ledger import MESSAGE_STATES, as_json, build, item_counts, item_lines, message_counts, sums
from compose.model import Draft, Fate, ItemEntry, MessageEntry
from tests.compose.candidates import make_candidate, make_piece
from tests.compose.drafts import make_issue
from tests.compose.proofreading import column_of

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


def test_the_sums_are_told_in_the_words_of_every_other_place() -> None:
    ledger = build(
        [message(1), message(2, "set_aside")], [item(1), item(2, Fate.HELD)], received=2, expected_items=2
    )
    assert sums(ledger) == (
        "来信 2 封 = 有稿件 1 + 不是稿件 0 + 重复来信 0 + 待人工处理 1 + 超过大小限制 0",
        "条目 2 条 = 采用 1 + 重复 0 + 已有新版 0 + 备选 1 + 不采用 0",
    )


def test_an_item_line_says_what_it_is_and_where_it_stands() -> None:
    columns = (column_of(make_piece("甲。", 1, title="甲办班"), make_piece("乙。", 2), group="某篇"),)
    ledger = build([], [item(2), item(1), item(3, Fate.HELD)], received=0, expected_items=3)
    left_out = {3: make_candidate(3, "丙厂修路。\n其余", column="听青之声")}
    draft = Draft(make_issue(), columns, ledger, left_out=left_out)
    assert [
        (line.entry.item, line.title, line.column, line.group, line.place) for line in item_lines(draft)
    ] == [
        (2, "乙。", "开新之局", "某篇", "开新之局›某篇第2段"),
        (1, "甲办班", "开新之局", "某篇", "开新之局›某篇第1段"),
        (3, "丙厂修路。", "听青之声", None, None),
    ]
