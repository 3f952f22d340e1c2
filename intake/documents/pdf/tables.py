"""Tables, found by the lines that are ruled round their cells."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from intake.documents.pdf.model import Box

_MAX_LINES: Final = 400
"""Ruled lines of a page; a drawing has more."""
_MAX_CELLS: Final = 4_000
_NEAR: Final = 3.0
"""Points by which lines that belong together may miss each other."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with the place of its first row and column."""

    box: Box
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Table:
    """The cells of a table, row by row; `number` gives the cell of a square of its grid."""

    box: Box
    cells: tuple[Cell, ...]
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    number: tuple[tuple[int, ...], ...]

    def cell_at(self, x: float, y: float) -> int | None:
        """The number of the cell that a point lies in."""
        column = bisect(self.xs, x) - 1
        row = len(self.ys) - 1 - bisect(self.ys[::-1], y)
        inside = 0 <= column < len(self.xs) - 1 and 0 <= row < len(self.ys) - 1
        return self.number[row][column] if inside else None


def tables(rules: Sequence[Box]) -> list[Table]:
    """The tables of a page, from top to bottom."""
    level = _joined([rule for rule in rules if rule.width > rule.height and rule.width > 8])
    upright = _joined([_mirrored(rule) for rule in rules if rule.height >= rule.width and rule.height > 6])
    if not level or not upright or len(level) + len(upright) > _MAX_LINES:
        return []
    groups = _groups(level, upright)
    found = (_table(*group) for group in groups)
    return sorted((one for one in found if one is not None), key=lambda one: -one.box.y1)


def _mirrored(rule: Box) -> Box:
    return Box(rule.y0, rule.x0, rule.y1, rule.x1)


_Ruled = tuple[float, float, float]
"""Place across, begin, end."""


def _joined(rules: list[Box]) -> list[_Ruled]:
    """Level lines, those that continue each other made one."""
    found: list[_Ruled] = []
    for at in _clusters([(rule.y0 + rule.y1) / 2 for rule in rules]):
        own = sorted((rule.x0, rule.x1) for rule in rules if abs((rule.y0 + rule.y1) / 2 - at) <= _NEAR / 2)
        begin, end = own[0]
        for x0, x1 in own[1:]:
            if x0 > end + _NEAR:
                found.append((at, begin, end))
                begin = x0
            end = max(end, x1)
        found.append((at, begin, end))
        if len(found) > _MAX_LINES:
            return found
    return found


def _clusters(values: Iterable[float]) -> list[float]:
    """Values that differ by more than a line's thickness, the first of each."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR / 2:
            found.append(value)
    return found


def _groups(level: list[_Ruled], upright: list[_Ruled]) -> list[tuple[list[_Ruled], list[_Ruled]]]:
    """Lines that cross or meet, each group by itself."""
    owner = list(range(len(level) + len(upright)))

    def root(one: int) -> int:
        while owner[one] != one:
            owner[one] = owner[owner[one]]
            one = owner[one]
        return one

    for i, (y, x0, x1) in enumerate(level):
        for j, (x, y0, y1) in enumerate(upright, len(level)):
            if x0 - _NEAR <= x <= x1 + _NEAR and y0 - _NEAR <= y <= y1 + _NEAR:
                owner[root(i)] = root(j)
    groups: dict[int, tuple[list[_Ruled], list[_Ruled]]] = {}
    for i, rule in enumerate((*level, *upright)):
        groups.setdefault(root(i), ([], []))[i >= len(level)].append(rule)
    return list(groups.values())


def _table(level: list[_Ruled], upright: list[_Ruled]) -> Table | None:
    if len(level) < 2 or not upright:
        return None
    ends = [end for _, x0, x1 in level for end in (x0, x1)]
    xs = _spread([x for x, _, _ in upright], min(ends), max(ends))
    ys = _clusters(y for y, _, _ in level)[::-1]
    if len(xs) < 2 or len(ys) < 2 or len(xs) * len(ys) > _MAX_CELLS:
        return None
    number = _numbered(xs, ys, level, upright)
    count = max(max(row) for row in number) + 1
    if count < 2:
        return None
    cells = tuple(_cell(one, xs, ys, number) for one in range(count))
    return Table(Box(xs[0], ys[-1], xs[-1], ys[0]), cells, tuple(xs), tuple(ys), number)


def _spread(xs: list[float], left: float, right: float) -> list[float]:
    """The places of the upright lines, and the ends of the level ones where a table is open at its sides."""
    found = _clusters(xs)
    before = [left] if found[0] - left > 2 * _NEAR else []
    behind = [right] if right - found[-1] > 2 * _NEAR else []
    return [*before, *found, *behind]


def _numbered(
    xs: list[float], ys: list[float], level: list[_Ruled], upright: list[_Ruled]
) -> tuple[tuple[int, ...], ...]:
    """The squares of the grid, those between which no line is ruled as one cell, numbered by row."""
    wide = len(xs) - 1
    owner = list(range(wide * (len(ys) - 1)))
    for at in owner:
        row, column = divmod(at, wide)
        x, y = (xs[column] + xs[column + 1]) / 2, (ys[row] + ys[row + 1]) / 2
        if column and not _ruled(upright, xs[column], y):
            _unite(owner, at - 1, at)
        if row and not _ruled(level, ys[row], x):
            _unite(owner, at - wide, at)
    roots: dict[int, int] = {}
    flat = [roots.setdefault(_root(owner, at), len(roots)) for at in range(len(owner))]
    return tuple(tuple(flat[at : at + wide]) for at in range(0, len(flat), wide))


def _ruled(lines: list[_Ruled], at: float, across: float) -> bool:
    return any(abs(place - at) <= _NEAR / 2 and begin <= across <= end for place, begin, end in lines)


def _root(owner: list[int], one: int) -> int:
    while owner[one] != one:
        one = owner[one]
    return one


def _unite(owner: list[int], one: int, other: int) -> None:
    one, other = _root(owner, one), _root(owner, other)
    owner[max(one, other)] = min(one, other)


def _cell(one: int, xs: list[float], ys: list[float], number: tuple[tuple[int, ...], ...]) -> Cell:
    squares = [(r, c) for r, row in enumerate(number) for c, own in enumerate(row) if own == one]
    top, left = min(r for r, _ in squares), min(c for _, c in squares)
    bottom, right = max(r for r, _ in squares), max(c for _, c in squares)
    column = len(dict.fromkeys(number[top][:left]))
    return Cell(Box(xs[left], ys[bottom + 1], xs[right + 1], ys[top]), top, column)
