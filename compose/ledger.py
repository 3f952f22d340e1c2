"""The ledger of an issue: every message and item of its window, each in one line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from compose.model import Draft, Fate, ItemEntry, Ledger, MessageEntry
from compose.proof_issue import printed
from compose.vocabulary import FATES, MESSAGES, title_words

MESSAGE_STATES = ("with_submissions", "not_submission", "duplicate", "set_aside", "too_large")


def build(
    messages: Iterable[MessageEntry], items: Iterable[ItemEntry], *, received: int, expected_items: int
) -> Ledger:
    """Put the lines together; `received` and `expected_items` are counted elsewhere, by the store."""
    return Ledger(tuple(messages), tuple(items), received, expected_items)


def message_counts(ledger: Ledger) -> dict[str, int]:
    """Return how many messages stand in each state, and how many were received."""
    counts = Counter(entry.state for entry in ledger.messages)
    return {"received": ledger.received} | {state: counts[state] for state in MESSAGE_STATES}


def item_counts(ledger: Ledger) -> dict[str, int]:
    """Return how many items met each fate, and how many there are."""
    counts = Counter(entry.fate for entry in ledger.items)
    return {"total": ledger.expected_items} | {fate.value: counts[fate] for fate in Fate}


def sums(ledger: Ledger) -> tuple[str, str]:
    """Return the counts as two sums in words: 来信 3 封 = 有稿件 2 + 不是稿件 1 + …"""
    letters, items = message_counts(ledger), item_counts(ledger)
    states = " + ".join(f"{word} {letters[state]}" for state, word in MESSAGES.items())
    fates = " + ".join(f"{word} {items[fate.value]}" for fate, word in FATES.items())
    return f"来信 {letters['received']} 封 = {states}", f"条目 {items['total']} 条 = {fates}"


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item's line as an editor knows it; `place` (开新之局第2段) is None for what is not printed.

    `column` and `group` are where it is printed, else where it would be.
    """

    entry: ItemEntry
    title: str
    column: str
    group: str | None
    place: str | None


def item_lines(draft: Draft) -> tuple[ItemLine, ...]:
    """Return a line for each item of the ledger, in its order."""
    places = {one.item: one for one in printed(draft.columns, ())}
    known = {one.item: one.piece.candidate for one in places.values()} | dict(draft.left_out)
    return tuple(
        ItemLine(
            entry,
            title_words(candidate, 40),
            one.column if one else candidate.column,
            one.group if one else candidate.group,
            one.place if one else None,
        )
        for entry in draft.ledger.items
        for candidate in (known[entry.item],)
        for one in (places.get(entry.item),)
    )


def as_json(ledger: Ledger) -> dict[str, Any]:
    """Return the counts in the shape the other programs rely on."""
    return {
        "messages": message_counts(ledger),
        "items": item_counts(ledger),
        "balanced": ledger.balanced,
    }
