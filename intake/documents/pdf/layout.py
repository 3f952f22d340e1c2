"""A page as lines in reading order: its running text, the cells of its tables, what is written across."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from typing import Final

from intake.documents.pdf.lines import Piece, line_of, pieces, single
from intake.documents.pdf.model import Glyph, Line, Page
from intake.documents.pdf.order import Row, ordered
from intake.documents.pdf.tables import Table, tables

_PADDING: Final = 5.4
"""Points between the border of a cell and its text (0.19 cm, as Word sets it)."""
_NARROW: Final = 0.55
"""Share of the width of a page that its text takes at least."""
_PROOF: Final = 4
"""Lines that must end alike for less than that to be believed."""
_SHARED: Final = 0.6
"""Sizes within which lines are said to begin, or to end, at the same margin."""


def lines_of(page: Page, first_table: int) -> list[Line]:
    """The lines of a page; its tables are numbered from `first_table` on."""
    turns = Counter(glyph.turn for glyph in page.glyphs)
    main = max(turns, key=lambda turn: (turns[turn], -turn)) if turns else 0
    glyphs = single(page.glyphs)
    own = [glyph for glyph in glyphs if glyph.turn == main]
    found = _main_lines(own, page if main == 0 else replace(page, rules=()), first_table)
    for turn in sorted(turns.keys() - {main}):
        across = [glyph for glyph in glyphs if glyph.turn == turn]
        found += [replace(line, turned=True) for line in _flow(pieces(across)) if isinstance(line, Line)]
    return found


def _main_lines(glyphs: Sequence[Glyph], page: Page, first_table: int) -> list[Line]:
    found = tables(page.rules)
    inside: dict[tuple[int, int], list[Glyph]] = {}
    outside = []
    for glyph in glyphs:
        place = _place(found, glyph)
        if place is None:
            outside.append(glyph)
        else:
            inside.setdefault(place, []).append(glyph)
    things = [Piece(thing.box, thing=thing) for thing in page.things]
    drawn = [Piece(table.box, table=at) for at, table in enumerate(found)]
    lines: list[Line] = []
    for line in _flow([*pieces(outside), *things, *drawn]):
        if isinstance(line, int):
            lines += _cells(found[line], line, inside, first_table + line)
        else:
            lines.append(line)
    return lines


def _place(found: Sequence[Table], glyph: Glyph) -> tuple[int, int] | None:
    """The table and cell that a glyph stands in."""
    x, y = (glyph.x0 + glyph.x1) / 2, glyph.base + 0.3 * glyph.size
    for at, table in enumerate(found):
        if table.box.holds(x, y):
            cell = table.cell_at(x, y)
            return None if cell is None else (at, cell)
    return None


def _cells(table: Table, at: int, inside: dict[tuple[int, int], list[Glyph]], number: int) -> Iterator[Line]:
    for index, cell in enumerate(table.cells):
        left, right = cell.box.x0 + _PADDING, cell.box.x1 - _PADDING
        for row in ordered(pieces(inside.get((at, index), ()))):
            line = line_of(row.pieces)
            yield replace(line, left=left, right=right, cell=(number, cell.row, cell.column))


def _flow(found: Sequence[Piece]) -> Iterator[Line | int]:
    """Lines in reading order, those of a column with its margins; a table by its number."""
    rows = ordered(found)
    for column, own in groupby(rows, key=lambda row: row.column):
        lines = list(_lines(own))
        if column:
            text = [line for line in lines if isinstance(line, Line)]
            left, right = margins(text)
            lines = [
                replace(line, left=left, right=right) if isinstance(line, Line) else line for line in lines
            ]
        yield from lines


def _lines(rows: Iterable[Row]) -> Iterator[Line | int]:
    for row in rows:
        text = [piece for piece in row.pieces if piece.glyphs]
        if text:
            yield line_of(text)
        for piece in row.pieces:
            if piece.thing is not None:
                yield Line((), piece.thing.box, piece.thing.box.y0, 1.0, picture=piece.thing.picture)
            elif piece.table is not None:
                yield piece.table


def margins(lines: Sequence[Line], width: float = 0.0) -> tuple[float, float]:
    """Where the lines of a column begin and end.

    `width` is that of the page: where hardly any line reaches a margin, both are taken to be alike.
    """
    if not lines:
        return 0.0, width
    left = _agreed([line.box.x0 for line in lines], lines[0].size)
    ends = [line.box.x1 for line in lines]
    right = -_agreed([-end for end in ends], lines[0].size)
    agreed = sum(abs(end - right) < _SHARED * lines[0].size for end in ends)
    if agreed < (_PROOF if right - left < _NARROW * width else 2):
        right = max(right, width - left)
    return left, right


def _agreed(values: Sequence[float], size: float) -> float:
    """The smallest value that two share, or the smallest of all."""
    ranked = sorted(values)
    near = _SHARED * size
    shared = (a for a, b in pairwise(ranked) if b - a < near)
    return next(shared, ranked[0])
