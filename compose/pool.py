"""The pool of a column that prints only its share: who comes first is printed, the others wait their turn.

Portraits come in by the dozen when honours are awarded, and an instalment prints three.  Each group of
such a column has a queue of its own, in order of arrival; what an earlier issue kept waiting stands in it
first.  What a person put in is printed whatever the share, and counts towards it.
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


def take_share(selection: Selection, plans: Sequence[ColumnPlan]) -> Selection:
    """The selection with what goes beyond a group's share held, and named as waiting in its order."""
    shares = {plan.name: plan for plan in plans}
    queues: dict[_Queue, list[Candidate]] = {}
    for candidate in selection.chosen:
        plan = shares.get(candidate.column)
        if plan is not None and plan.group(candidate.group).share is not None:
            queues.setdefault((candidate.column, candidate.group), []).append(candidate)
    reasons: dict[int, str] = {}
    for (column, group), queue in queues.items():
        share = shares[column].group(group).share or 0
        ordered = sorted(queue, key=lambda one: _turn(one, selection))
        reasons |= _beyond(ordered, share, group or column)
    return _held(selection, reasons) if reasons else selection


def _turn(one: Candidate, selection: Selection) -> tuple[bool, datetime, int]:
    """Its place in the queue; a corrected version keeps that of the first."""
    return (
        one.verdict != "include",
        min(one.received_at, selection.since.get(one.item, one.received_at)),
        one.item,
    )


def _beyond(ordered: list[Candidate], share: int, name: str) -> dict[int, str]:
    """Item to why it waits, of those that an issue's share leaves."""
    decided = sum(one.verdict == "include" for one in ordered)
    return {
        one.item: f"“{name}”每期刊{share}篇，按收到先后候用第{place}位，下期优先"
        for place, one in enumerate(ordered[max(share, decided) :], 1)
    }


def _held(selection: Selection, reasons: dict[int, str]) -> Selection:
    waiting = tuple(one for one in selection.chosen if one.item in reasons)
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
