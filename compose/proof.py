"""What an editor should look at before the draft goes out: a table of named checks.

The text is never changed here.  A remark names place, finding and source in the editor's words and the item
it concerns; what an editor cannot act on is no remark, so that a whole issue brings a few dozen at most.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from classify.model import Level, Unit
from compose import (
    proof_dates,
    proof_figures,
    proof_names,
    proof_origin,
    proof_persons,
    proof_repeats,
    proof_signs,
    proof_words,
)
from compose.model import ColumnPlan, DraftColumn, Remark, RemarkKind, Window
from compose.proof_issue import Across, Check, PrintedIssue, printed, told
from compose.proof_repeats import changes
from compose.vocabulary import place_words


def proof(
    columns: Sequence[DraftColumn],
    *,
    units: tuple[Unit, ...],
    plans: Sequence[ColumnPlan],
    window: Window,
    earlier: Mapping[str, Sequence[str]] | None = None,
) -> tuple[Remark, ...]:
    """The remarks of an issue in the order of its pieces, then those on the issue as a whole.

    `earlier` are texts printed before, by the issue's name (`2021年第8期`), to find what is repeated.
    """
    pieces = tuple(printed(columns, plans))
    issue = PrintedIssue(pieces, units, window, tuple(columns), tuple(plans), earlier or {})
    found = [
        (one, kind, finding) for one in pieces for kind, check in _CHECKS for finding in check(one, issue)
    ]
    found += [(one, kind, finding) for kind, check in _ACROSS for one, finding in check(issue)]
    found.sort(key=lambda row: row[0].index)
    remarks = (Remark(kind, told(one, words), one.item) for one, kind, words in found)
    return (*remarks, *_probable(issue), *_groups_alike(issue), *_empty(issue))


def _probable(issue: PrintedIssue) -> Iterator[Remark]:
    """The pieces whose column is likely and not sure, in one line: a glance at each is enough."""
    found = [
        f"第{one.item}条（{one.piece.candidate.confidence:.0%}，或{place_words(*other[0][:2])}）"
        for one in issue.printed
        if one.piece.candidate.level is Level.PROBABLE
        and one.piece.candidate.verdict != "include"
        and (other := one.piece.candidate.alternatives)
    ]
    if found:
        yield Remark(RemarkKind.PROBABLE_COLUMN, f"栏目较有把握而未确定的：{'、'.join(found)}")


def _groups_alike(issue: PrintedIssue) -> Iterator[Remark]:
    """Headings that items named and that are nearly the same: 【2021年劳动模范】, 【2021年度劳动模范】."""
    for column in issue.columns:
        names = sorted(group.name for group in column.groups if group.name)
        for one, other in pairwise(names if column.bracket_groups else ()):
            found = changes(one, other)
            if found and not re.search(r"\d", "".join(found)):
                words = f"{column.name}：组别“{one}”与“{other}”相近，是否同一组"
                yield Remark(RemarkKind.WORDING, words)


def _empty(issue: PrintedIssue) -> Iterator[Remark]:
    """Columns without any piece, and registered groups without one in a column that has some."""
    present = {column.name: {group.name for group in column.groups} for column in issue.columns}
    missing = [plan.name for plan in issue.plans if plan.name not in present]
    if missing:
        yield Remark(RemarkKind.EMPTY_COLUMN, f"本期没有稿件的栏目：{'、'.join(missing)}")
    groups = [
        f"{plan.name}›{group.name}"
        for plan in issue.plans
        for group in plan.groups
        if plan.name in present and group.name not in present[plan.name]
    ]
    if groups:
        yield Remark(RemarkKind.EMPTY_COLUMN, f"本期没有稿件的组别：{'、'.join(groups)}")


_CHECKS: tuple[Check, ...] = (
    *proof_origin.CHECKS,  # where it stands, whose it is, does it fit
    *proof_figures.CHECKS,  # is every number the contributor's, and written as it should be
    *proof_dates.CHECKS,  # is it news of this window, and are its days possible
    *proof_names.CHECKS,  # units as registered
    *proof_signs.CHECKS,  # marks, quotes, blanks, ranges
    *proof_words.CHECKS,  # slips, doubled words, what is left of the letter
)
_ACROSS: tuple[Across, ...] = (
    *proof_persons.ACROSS,  # one person, one spelling
    *proof_repeats.ACROSS,  # said twice, here or in an issue before
)
