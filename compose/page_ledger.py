"""What the page shows beside an issue: remarks by kind, the ledger line by line, the units in numbers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from compose.page_source import Link, SourceView, left_out_view, not_printed
from compose.vocabulary import FATES, MESSAGES, REMARKS, remark_word, unit_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compose.model import Draft, ItemEntry, Ledger, MessageEntry, Remark, RemarkKind
    from compose.page_source import Context


# --- remarks --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RemarkView:
    """A remark with links to the piece and the letters that it speaks of."""

    text: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class RemarkGroup:
    """The remarks of one kind, in their order."""

    kind: str
    remarks: tuple[RemarkView, ...]


def remark_views(draft: Draft, known: Context) -> tuple[RemarkGroup, ...]:
    """Group the remarks by kind, in the order of the table of words."""
    found: defaultdict[RemarkKind, list[RemarkView]] = defaultdict(list)
    for remark in draft.remarks:
        found[remark.kind].append(RemarkView(remark.text, tuple(_links(remark, known))))
    order = dict.fromkeys([*REMARKS, *found])
    return tuple(RemarkGroup(remark_word(kind), tuple(found[kind])) for kind in order if kind in found)


_LETTER = re.compile(r"第(\d{1,9})号来信", re.ASCII)


def _links(remark: Remark, known: Context) -> list[Link]:
    own = [known.link(remark.item)] if remark.item is not None else []
    named = dict.fromkeys(int(number) for number in _LETTER.findall(remark.text))
    return own + [known.letter(number) for number in named if number in known.letters]


# --- the ledger -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LeftOutView:
    """An item that is not printed: what is known of it beside its line; `source` is its text in full."""

    entry: ItemEntry
    fate: str
    title: str
    letter: Link
    subject: str
    source: SourceView | None


@dataclass(frozen=True, slots=True)
class ItemView:
    """An item in the line of its letter: where it stands in the page, what became of it."""

    place: Link
    fate: str


@dataclass(frozen=True, slots=True)
class MessageView:
    """A letter's line: its state in words, its items."""

    entry: MessageEntry
    state: str
    items: tuple[ItemView, ...]


@dataclass(frozen=True, slots=True)
class LedgerView:
    """The ledger with its sums; `silent` letters hold no submission."""

    ledger: Ledger
    states: tuple[tuple[str, int], ...]
    fates: tuple[tuple[str, int], ...]
    left_out: tuple[LeftOutView, ...]
    silent: tuple[MessageView, ...]
    messages: tuple[MessageView, ...]


def ledger_view(draft: Draft, known: Context) -> LedgerView:
    """Show each letter and each item of the window once, with what became of it."""
    ledger = draft.ledger
    messages = _message_views(ledger, known)
    states = Counter(entry.state for entry in ledger.messages)
    fates = Counter(entry.fate for entry in ledger.items)
    return LedgerView(
        ledger,
        tuple((word, states[state]) for state, word in _words(MESSAGES, states).items() if states[state]),
        tuple((word, fates[fate]) for fate, word in FATES.items() if fates[fate]),
        _left_out_views(draft, known),
        tuple(view for view in messages if view.entry.state != "with_submissions"),
        messages,
    )


def _words(table: Mapping[str, str], found: Counter[str]) -> dict[str, str]:
    """The table's words, and behind them a state that it does not know by its own name."""
    return {**table, **{state: state for state in sorted(found) if state not in table}}


def _left_out_views(draft: Draft, known: Context) -> tuple[LeftOutView, ...]:
    subjects = {entry.letter: entry.subject for entry in draft.ledger.messages}
    return tuple(
        _left_out(draft, entry, subjects.get(entry.letter, ""), known) for entry in not_printed(draft)
    )


def _left_out(draft: Draft, entry: ItemEntry, subject: str, known: Context) -> LeftOutView:
    candidate = draft.left_out.get(entry.item)
    fate = FATES.get(entry.fate, entry.fate.value)
    letter = known.letter(entry.letter)
    if candidate is None:
        return LeftOutView(entry, fate, "", letter, subject, None)
    title = (candidate.title or candidate.text.strip().partition("\n")[0])[:40]
    return LeftOutView(entry, fate, title, letter, subject, left_out_view(candidate, entry, known))


def _message_views(ledger: Ledger, known: Context) -> tuple[MessageView, ...]:
    items: defaultdict[int, list[ItemView]] = defaultdict(list)
    for entry in ledger.items:
        fate = FATES.get(entry.fate, entry.fate.value)
        items[entry.letter].append(ItemView(known.link(entry.item), fate))
    return tuple(
        MessageView(entry, MESSAGES.get(entry.state, entry.state), tuple(items[entry.letter]))
        for entry in ledger.messages
    )


# --- units ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class UnitView:
    """A bar of the chart: pieces printed alone, merged, and not printed; the shares are widths in percent."""

    name: str
    alone: int
    merged: int
    unused: int
    alone_share: float
    merged_share: float
    unused_share: float


def unit_views(draft: Draft) -> tuple[UnitView, ...]:
    """Count the items of each unit: most printed first, else in printed order."""
    counts = _unit_counts(draft)
    longest = max((tally.total() for tally in counts.values()), default=1)
    ranked = sorted(counts.items(), key=lambda row: row[1]["unused"] - row[1].total())
    return tuple(_unit_view(name, tally, longest) for name, tally in ranked)


def _unit_counts(draft: Draft) -> dict[str, Counter[str]]:
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    entries = (e for column in draft.columns for group in column.groups for e in group.paragraphs)
    for entry in entries:
        for piece in entry.pieces:
            counts[unit_name(piece.candidate)]["merged" if len(entry.pieces) > 1 else "alone"] += 1
    for line in not_printed(draft):
        if candidate := draft.left_out.get(line.item):
            counts[unit_name(candidate)]["unused"] += 1
    return counts


def _unit_view(name: str, tally: Counter[str], longest: int) -> UnitView:
    numbers = (tally["alone"], tally["merged"], tally["unused"])
    return UnitView(name, *numbers, *(round(100 * number / longest, 1) for number in numbers))
