"""The ledger of an issue: every message and item of its window, each in one line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from compose.model import Fate, ItemEntry, Ledger, MessageEntry

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


def as_json(ledger: Ledger) -> dict[str, Any]:
    """Return the counts in the shape the other programs rely on."""
    return {
        "messages": message_counts(ledger),
        "items": item_counts(ledger),
        "balanced": ledger.balanced,
    }
