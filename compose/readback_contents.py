"""The table of contents of a published issue, which names its columns once more."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from compose.model import ColumnPlan
from compose.readback_headings import Names, bare
from compose.readback_lines import PIN, Line

_TITLE: Final = re.compile(r"(?:本期)?(?:目录|目次|要目|导读|看点|内容提要|内容导读|栏目)")
_LEAST_TEXT: Final = 60
_LEAST_SENTENCE: Final = 15


def without_contents(lines: Sequence[Line], names: Names) -> tuple[Line, ...]:
    """The lines without those between 目录 and the first column."""
    start = next((at for at, line in enumerate(lines) if _TITLE.fullmatch(bare(line.whole))), None)
    if start is None:
        return tuple(lines)
    end = _end(lines, start + 1, names)
    return (*lines[:start], *lines[end:])


def _end(lines: Sequence[Line], start: int, names: Names) -> int:
    """Where the contents end: a column named a second time, or the last one before the first text."""
    seen: list[ColumnPlan] = []
    last = start
    for at, plan in _columns(lines, start, names):
        if plan in seen:
            return at
        if plan is None:
            return last
        seen.append(plan)
        last = at
    return last


def _columns(lines: Sequence[Line], start: int, names: Names) -> Iterator[tuple[int, ColumnPlan | None]]:
    """The columns with their places; None where text begins."""
    for at in range(start, len(lines)):
        line = lines[at]
        heading = names.heading(line.whole, None)
        if heading and not heading.group:
            yield at, heading.plan
        elif line.kind == PIN or len(line.text) >= (_LEAST_SENTENCE if line.ended else _LEAST_TEXT):
            yield at, None
