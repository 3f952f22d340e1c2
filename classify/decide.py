"""Which column?  What the document states wins, then the weight of the rules, each with its reasons."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from classify.model import Column, Level, Placement
from classify.rules import LEAD, Hit, hits

SURE = 0.80
PROBABLE = 0.55
GAP = 0.30
"""A placement is sure from this probability on, and only this far ahead of the runner-up."""

_Label = tuple[str, str | None]


def place(
    columns: Sequence[Column],
    *,
    title: str | None,
    text: str,
    stated_column: str | None = None,
    stated_group: str | None = None,
) -> Placement:
    """Return the column and group of an item with confidence, level, reasons and alternatives."""
    stated = _stated(columns, stated_column, stated_group)
    found = hits(columns, title, text)
    if stated is not None:
        column, group = stated
        if group is None and column.groups:
            group = _ranked([column], found)[0][0][1]
        group = group or _named_group(column, stated_group, title, text)
        words = stated_group if stated_group and not stated_column else stated_column
        return Placement(column.name, group, 1.0, Level.SURE, (f"来稿中标明“{words}”",))
    ranked = _ranked(columns, found)
    (name, group), share = ranked[0]
    column = next(column for column in columns if column.name == name)
    alternatives = tuple((*label, round(p, 3)) for label, p in ranked[1:4] if p >= 0.02)
    return Placement(
        name,
        group or _named_group(column, stated_group, title, text),
        round(share, 3),
        _level(share, ranked[1][1] if len(ranked) > 1 else 0.0, bool(found)),
        _reasons(found, name, group),
        alternatives,
    )


def _bare(name: str) -> str:
    return re.sub(r"[·•・\s（(【】)）]", "", name)


def _stated(
    columns: Sequence[Column], stated_column: str | None, stated_group: str | None
) -> tuple[Column, str | None] | None:
    """Find what a heading named, compared without dots and blanks; a group names its column too."""
    for column in columns:
        groups = {_bare(group): group for group in column.groups}
        if stated_group and _bare(stated_group) in groups:
            return column, groups[_bare(stated_group)]
    for column in columns:
        if stated_column and _bare(stated_column).startswith(_bare(column.name)):
            return column, None
    return None


def _ranked(columns: Sequence[Column], found: Sequence[Hit]) -> list[tuple[_Label, float]]:
    """(column, group) with its share of probability, best first; the order of the issue breaks ties."""
    labels = [(column.name, group) for column in columns for group in (column.groups or (None,))]
    weights = [
        sum(h.weight for h in found if h.column == name and h.group in (None, group))
        for name, group in labels
    ]
    top = max(weights)
    shares = [math.exp(weight - top) for weight in weights]
    total = sum(shares)
    ranked = [(label, share / total) for label, share in zip(labels, shares, strict=True)]
    return sorted(ranked, key=lambda pair: -pair[1])


def _speaks_for(hit: Hit, label: _Label) -> bool:
    return hit.column == label[0] and hit.group in (None, label[1])


def _level(share: float, runner_up: float, any_hit: bool) -> Level:
    if not any_hit or share < PROBABLE:
        return Level.DOUBTFUL
    return Level.SURE if share >= SURE and share - runner_up >= GAP else Level.PROBABLE


def _reasons(found: Sequence[Hit], name: str, group: str | None) -> tuple[str, ...]:
    own = [h for h in found if _speaks_for(h, (name, group))]
    if not own:
        return ("没有规则命中，按栏目次序暂放",)
    best = sorted(own, key=lambda h: -h.weight)[:4]
    return tuple(f"含“{h.found}”（{h.weight:+g}）" for h in best if h.found) or ("规则命中",)


def _named_group(column: Column, stated: str | None, title: str | None, text: str) -> str | None:
    """The group that the item itself names, where the column allows that."""
    if column.group_pattern is None:
        return None
    for words in (stated, title, text[:LEAD]):
        match = re.search(column.group_pattern, words or "")
        if match:
            return match[0]
    return None
