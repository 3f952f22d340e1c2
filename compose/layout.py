"""The issue's columns and groups as they will be printed, from the chosen candidates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compose.digest import digest
from compose.merge import merge
from compose.model import DraftColumn, DraftGroup
from compose.numerals import chinese_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from classify.model import Unit
    from compose.model import Candidate, ColumnPlan, Numbering


def lay_out(
    chosen: Sequence[Candidate], plans: Sequence[ColumnPlan], units: tuple[Unit, ...], numbering: Numbering
) -> tuple[DraftColumn, ...]:
    """The columns in the order of the plans, those without items left out.

    ValueError names the first candidate whose column stands in no plan.
    """
    by_column: dict[str, list[Candidate]] = {plan.name: [] for plan in plans}
    for candidate in chosen:
        if candidate.column not in by_column:
            raise ValueError(f"第{candidate.item}条的栏目“{candidate.column}”不在设置的栏目之中")
        by_column[candidate.column].append(candidate)
    return tuple(
        DraftColumn(
            plan.name,
            heading(plan, numbering),
            _groups(by_column[plan.name], plan, units),
            plan.bracket_groups,
        )
        for plan in plans
        if by_column[plan.name]
    )


def heading(plan: ColumnPlan, numbering: Numbering) -> str:
    """The column's name, with its instalment （连载之二） where it is a series."""
    instalment = numbering.series.get(plan.name) if plan.series else None
    return plan.name if instalment is None else f"{plan.name}（连载之{chinese_number(instalment)}）"


def _groups(
    candidates: Sequence[Candidate], plan: ColumnPlan, units: tuple[Unit, ...]
) -> tuple[DraftGroup, ...]:
    """Items of no group first (nothing else would tell them from the group above), then the plan's order."""
    arrived: dict[str | None, list[Candidate]] = {}
    for candidate in candidates:
        arrived.setdefault(candidate.group or None, []).append(candidate)
    order = dict.fromkeys([None, *(group.name for group in plan.groups), *arrived])
    return tuple(_group(name, arrived[name], plan, units) for name in order if name in arrived)


def _group(
    name: str | None, candidates: Sequence[Candidate], plan: ColumnPlan, units: tuple[Unit, ...]
) -> DraftGroup:
    how = plan.group(name)
    pieces = [digest(candidate, how, units) for candidate in candidates]
    return DraftGroup(name, merge(pieces, how, units))
