"""Which column?  What the document states wins, then the weight of the rules, each with its reasons."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace

from classify.model import Column, Level, Placement
from classify.rules import LEAD, Hit, hits, named_around
from intake.headings import letters

SURE = 0.80
PROBABLE = 0.55
"""Shares of probability from which a placement is sure, or probable; below it is doubtful."""

_Label = tuple[str, str | None]


def place(
    columns: Sequence[Column],
    *,
    title: str | None,
    text: str,
    stated_column: str | None = None,
    stated_group: str | None = None,
    around: str = "",
) -> Placement:
    """Return the column and group of an item with confidence, level, reasons and alternatives.

    `around` is what stands about the item (subject, file name, a title over several pieces): a column or
    group that is named there is likely meant.
    """
    found = [*hits(columns, title, text), *named_around(columns, around)]
    stated = _stated(columns, stated_column, stated_group)
    placement = _in_column(*stated, found) if stated else _by_weight(columns, found)
    column = next(column for column in columns if column.name == placement.column)
    group = placement.group or _named_group(column, stated_group, title, text)
    return replace(placement, group=group)


def _in_column(column: Column, group: str | None, words: str, found: Sequence[Hit]) -> Placement:
    """What was stated is certain; where that was the column alone, its group is as sure as the rules are."""
    stated = f"来稿中标明“{words}”"
    if group is not None or not column.groups:
        return Placement(column.name, group, 1.0, Level.SURE, (stated,))
    placement = _by_weight([column], found)
    return replace(placement, reasons=(stated, *placement.reasons))


def _by_weight(columns: Sequence[Column], found: Sequence[Hit]) -> Placement:
    ranked = _ranked(columns, found)
    (name, group), share = ranked[0]
    spoken = any(hit.weight > 0 and _speaks_for(hit, (name, group)) for hit in found)
    return Placement(
        name,
        group,
        round(share, 3),
        _level(share, spoken),
        _reasons(found, name, group),
        tuple((*label, round(p, 3)) for label, p in ranked[1:4] if p >= 0.02),
    )


def _stated(
    columns: Sequence[Column], stated_column: str | None, stated_group: str | None
) -> tuple[Column, str | None, str] | None:
    """Find what a heading named, compared without dots and blanks: column, group, the words that said so.

    A group names its column too; where several columns have it, the stated column decides.
    """
    named = [c for c in columns if stated_column and letters(stated_column).startswith(letters(c.name))]
    named.sort(key=lambda c: -len(c.name))
    for column in (*named, *columns):
        groups = {letters(group): group for group in column.groups}
        if stated_group and letters(stated_group) in groups:
            return column, groups[letters(stated_group)], stated_group
    return (named[0], None, stated_column) if named and stated_column else None


def _ranked(columns: Sequence[Column], found: Sequence[Hit]) -> list[tuple[_Label, float]]:
    """(column, group) with its share of probability, best first; the order of the issue breaks ties."""
    labels = [(column.name, group) for column in columns for group in (column.groups or (None,))]
    priors = {column.name: column.prior for column in columns}
    weights = [
        priors[name] + sum(h.weight for h in found if _speaks_for(h, (name, group))) for name, group in labels
    ]
    top = max(weights)
    shares = [math.exp(weight - top) for weight in weights]
    total = sum(shares)
    ranked = [(label, share / total) for label, share in zip(labels, shares, strict=True)]
    return sorted(ranked, key=lambda pair: -pair[1])


def _speaks_for(hit: Hit, label: _Label) -> bool:
    return hit.column == label[0] and hit.group in (None, label[1])


def _level(share: float, spoken: bool) -> Level:
    if not spoken or share < PROBABLE:
        return Level.DOUBTFUL
    return Level.SURE if share >= SURE else Level.PROBABLE


def _reasons(found: Sequence[Hit], name: str, group: str | None) -> tuple[str, ...]:
    own = [h for h in found if _speaks_for(h, (name, group))]
    if not own:
        return ("没有规则命中，按栏目和组别的次序暂放",)
    best = sorted(own, key=lambda h: -h.weight)[:4]
    return tuple(f"含“{h.found}”（{h.weight:+g}）" for h in best if h.found) or ("规则命中",)


def _named_group(column: Column, stated: str | None, title: str | None, text: str) -> str | None:
    """The group that the item itself names, where the column allows that."""
    if column.group_pattern is None:
        return None
    told = (re.search(column.group_pattern, words or "") for words in (stated, title, text[:LEAD]))
    # The fullest name: a subject says 先进集体, the text 2021年集团先进集体.
    return max((match[0] for match in told if match), key=len, default=None)
