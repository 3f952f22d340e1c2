"""The pool of a column that prints only its share: who comes first is printed, the others wait their turn.

Portraits come in by the dozen when honours are awarded, and an instalment prints three.  Each group of
such a column has a queue of its own, in order of arrival; what an earlier issue kept waiting stands in it
first.  What a person put in is printed whatever the share, and counts towards it: what it displaces is named.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from compose.model import Fate

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from compose.model import Candidate, ColumnPlan
    from compose.select import Selection

_Queue = tuple[str, str | None]


def take_share(selection: Selection, plans: Sequence[ColumnPlan], kept: Sequence[int] = ()) -> Selection:
    """The selection with what goes beyond a group's share held, and named as waiting in its order.

    `kept` are the items that earlier issues kept, in the order of their turn.
    """
    shares = {plan.name: plan for plan in plans}
    queues: dict[_Queue, list[Candidate]] = {}
    for candidate in selection.chosen:
        plan = shares.get(candidate.column)
        if plan is not None and plan.group(candidate.group).share is not None:
            queues.setdefault((candidate.column, candidate.group), []).append(candidate)
    reasons: dict[int, str] = {}
    displaced: dict[int, tuple[int, ...]] = {}
    for (column, group), queue in queues.items():
        share = shares[column].group(group).share or 0
        arrived = sorted(queue, key=lambda one: _turn(one, selection, kept))
        ordered = sorted(arrived, key=lambda one: one.verdict != "include")
        out = _displaced(arrived, ordered, share)
        reasons |= _beyond(ordered, share, group or column, out)
        displaced |= out
    return replace(_held(selection, reasons), displaced=displaced) if reasons else selection


def _turn(one: Candidate, selection: Selection, kept: Sequence[int]) -> tuple[int, datetime, int]:
    """Its place in the queue: what was kept in its order, then by arrival; a version has the first one's."""
    first = selection.first.get(one.item, one)
    first = min(first, one, key=lambda other: (other.received_at, other.item))
    place = min((kept.index(item) for item in (first.item, one.item) if item in kept), default=len(kept))
    return place, first.received_at, first.item


def _printed(ordered: list[Candidate], share: int) -> int:
    """How many of a queue are printed: the share, or all that a person put in."""
    return max(share, sum(one.verdict == "include" for one in ordered))


def _displaced(arrived: list[Candidate], ordered: list[Candidate], share: int) -> dict[int, tuple[int, ...]]:
    """Item whose turn it was, and that waits, to those that a person put in before it."""
    turn = {one.item for one in arrived[:share]}
    before = tuple(one.item for one in ordered if one.verdict == "include" and one.item not in turn)
    return {one.item: before for one in ordered[_printed(ordered, share) :] if one.item in turn}


def _beyond(
    ordered: list[Candidate], share: int, name: str, displaced: dict[int, tuple[int, ...]]
) -> dict[int, str]:
    """Item to why it waits, of those that an issue's share leaves."""
    return {
        one.item: f"“{name}”每期刊{share}篇，按收到先后候用第{place}位，下期优先"
        + (f"（本期的位置让给编辑收入的{_listed(displaced[one.item])}）" if one.item in displaced else "")
        for place, one in enumerate(ordered[_printed(ordered, share) :], 1)
    }


def _listed(items: tuple[int, ...]) -> str:
    return "、".join(f"第{item}条" for item in items)


def _held(selection: Selection, reasons: dict[int, str]) -> Selection:
    chosen = {one.item: one for one in selection.chosen}
    waiting = tuple(chosen[item] for item in reasons)
    return replace(
        selection,
        chosen=tuple(one for one in selection.chosen if one.item not in reasons),
        entries=tuple(
            replace(entry, fate=Fate.HELD, reason=reasons[entry.item]) if entry.item in reasons else entry
            for entry in selection.entries
        ),
        credited={item: who for item, who in selection.credited.items() if item not in reasons},
        left_out={**selection.left_out, **{one.item: one for one in waiting}},
        waiting=waiting,
    )
