"""Glyphs become pieces of lines, and pieces lines with their blanks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from intake.documents.pdf.model import Box, Glyph, Line, Thing
from intake.model import Raise, Run

NEAR: Final = 1.2
"""Sizes of a blank across which a line goes on."""
_SAME_BASE: Final = 0.35
_DOUBLE: Final = 0.12
_DOUBLE_WIDTH: Final = 0.3
"""Sizes, and widths of its own, within which the same glyph drawn again is the same glyph, thickened."""
_WORD_GAP: Final = 0.18
_WIDE_GAP: Final = 0.8
_TIGHT: Final = 0.2
_RAISED: Final = 0.8
"""Share of the line's size up to which a glyph off the base line is raised or lowered."""
_WIDE: Final = re.compile(
    "[\u2e80-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef“”‘’—…·\U00020000-\U0003ffff]"
)
_CLOSING: Final = frozenset("，。、；：！？）》」』】〕”’…—％,.;:!?)%]")


def is_wide(text: str) -> bool:
    """Whether a character is Chinese, or punctuation that stands among Chinese characters."""
    return bool(_WIDE.match(text))


@dataclass(frozen=True, slots=True)
class Piece:
    """Glyphs side by side on one base line; or a thing that stands among the lines, or a table by number."""

    box: Box
    glyphs: tuple[Glyph, ...] = ()
    thing: Thing | None = None
    table: int | None = None

    @property
    def base(self) -> float:
        """The base line, of what has none its lower edge."""
        return main_glyph(self.glyphs).base if self.glyphs else self.box.y0

    @property
    def size(self) -> float:
        """The size of its letters."""
        return main_glyph(self.glyphs).size if self.glyphs else 0.0


def main_glyph(glyphs: Sequence[Glyph]) -> Glyph:
    """A glyph of the size that most have, of the larger ones where as many have another."""
    if len(glyphs) == 1:
        return glyphs[0]
    sizes = Counter(glyph.size for glyph in glyphs)
    most = max(sizes, key=lambda size: (sizes[size], size))
    return next(glyph for glyph in glyphs if glyph.size == most)


def single(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """The glyphs without those drawn again in the same place to make them thicker; these are bold."""
    kept: list[Glyph] = []
    at: dict[tuple[str, int, int], int] = {}
    for glyph in glyphs:
        cell = min(glyph.size * _DOUBLE, (glyph.x1 - glyph.x0) * _DOUBLE_WIDTH)
        if glyph.text.isspace() or cell <= 0:
            kept.append(glyph)
            continue
        column, row = int(glyph.x0 / cell), int(glyph.base / cell)
        near = ((glyph.text, column + i, row + j) for i in (0, -1, 1) for j in (0, -1, 1))
        first = next((at[key] for key in near if key in at), None)
        if first is not None and _is_again(kept[first], glyph, cell):
            kept[first] = replace(kept[first], bold=True)
            continue
        at[glyph.text, column, row] = len(kept)
        kept.append(glyph)
    return kept


def _is_again(one: Glyph, other: Glyph, cell: float) -> bool:
    return (
        abs(one.x0 - other.x0) < cell
        and abs(one.base - other.base) < cell
        and abs(one.size - other.size) < cell
    )


def pieces(glyphs: Iterable[Glyph]) -> list[Piece]:
    """What stands side by side, in no order yet."""
    found = [piece for run in _drawn_together(glyphs) if (piece := _piece(run)) is not None]
    return [piece for row in rows(found) for piece in _merged(row)]


def _drawn_together(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    """Stretches that were drawn one glyph behind the other."""
    run: list[Glyph] = []
    for glyph in glyphs:
        if run and not _goes_on(run[-1], glyph):
            yield run
            run = []
        run.append(glyph)
    if run:
        yield run


def _goes_on(last: Glyph, glyph: Glyph) -> bool:
    size = max(last.size, glyph.size)
    return abs(glyph.base - last.base) < 0.5 * size and -0.4 * size < glyph.x0 - last.x1 < NEAR * size


def _piece(glyphs: Sequence[Glyph]) -> Piece | None:
    """The glyphs without blanks at either end."""
    seen = [at for at, glyph in enumerate(glyphs) if not glyph.text.isspace()]
    if not seen:
        return None
    kept = tuple(glyphs[seen[0] : seen[-1] + 1])
    main = main_glyph(kept)
    left, right = min(glyph.x0 for glyph in kept), max(glyph.x1 for glyph in kept)
    return Piece(Box(left, main.base - 0.2 * main.size, right, main.base + 0.8 * main.size), kept)


def rows(found: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Pieces of one base line each, from top to bottom."""
    row: list[Piece] = []
    base = size = 0.0
    for piece in sorted(found, key=lambda piece: -piece.base):
        if row and base - piece.base > _SAME_BASE * max(min(size, piece.size), 1.0):
            yield row
            row = []
        if not row or piece.size > size:
            base, size = piece.base, piece.size
        row.append(piece)
    if row:
        yield row


def _merged(row: list[Piece]) -> Iterator[Piece]:
    """Neighbours that were not drawn one behind the other, as where a word is in another font."""
    waiting: list[Glyph] = []
    for piece in sorted(row, key=lambda piece: piece.box.x0):
        if waiting and not _touches(waiting, piece):
            yield from filter(None, (_piece(waiting),))
            waiting = []
        waiting.extend(piece.glyphs)
    yield from filter(None, (_piece(waiting),))


def _touches(waiting: list[Glyph], piece: Piece) -> bool:
    gap = piece.box.x0 - waiting[-1].x1
    size = max(waiting[-1].size, piece.glyphs[0].size)
    return -0.5 * size < gap < NEAR * size


# --- a line -----------------------------------------------------------------------------------------


def line_of(row: Sequence[Piece]) -> Line:
    """The line that pieces of one base line make, from left to right."""
    glyphs = [glyph for piece in sorted(row, key=lambda piece: piece.box.x0) for glyph in piece.glyphs]
    main = main_glyph(glyphs)
    box = Box(
        min(piece.box.x0 for piece in row),
        min(piece.box.y0 for piece in row),
        max(piece.box.x1 for piece in row),
        max(piece.box.y1 for piece in row),
    )
    edge = all(glyph.edge for glyph in glyphs)
    return Line(tuple(_runs(glyphs, main)), box, main.base, main.size, _first_unit(glyphs), edge=edge)


def _runs(glyphs: Sequence[Glyph], main: Glyph) -> Iterator[Run]:
    """Stretches of one look, the blanks between words put in."""
    text, look = "", (False, Raise.NONE)
    for blank, glyph in _spaced(glyphs):
        own = (glyph.bold, _position(glyph, main))
        if own != look and text:
            yield Run(text, *look)
            text = ""
        look = own
        text += blank + glyph.text
    if text:
        yield Run(text, *look)


def _position(glyph: Glyph, main: Glyph) -> Raise:
    off = (glyph.base - main.base) / main.size
    if glyph.size > _RAISED * main.size or abs(off) < 0.08:
        return Raise.NONE
    return Raise.SUPER if off > 0 else Raise.SUB


def _spaced(glyphs: Sequence[Glyph]) -> Iterator[tuple[str, Glyph]]:
    """Each visible glyph with the blank before it."""
    spread = _is_spread(glyphs)
    last, typed = None, ""
    for glyph in glyphs:
        if glyph.text.isspace():
            typed += glyph.text
            continue
        yield ("" if last is None or spread else _blank(last, glyph, typed)), glyph
        last, typed = glyph, ""


def _is_spread(glyphs: Sequence[Glyph]) -> bool:
    """Whether Chinese characters were set wide apart, as in a title: no blank stands between them."""
    if not 2 <= len(glyphs) <= 12 or not all(is_wide(glyph.text) for glyph in glyphs):
        return False
    gaps = [(b.x0 - a.x1) / max(a.size, 1.0) for a, b in pairwise(glyphs)]
    return min(gaps) > 0.3 and max(gaps) - min(gaps) < 0.35


def _blank(last: Glyph, glyph: Glyph, typed: str) -> str:
    """What blank stands between two glyphs: one that was typed, or a gap that a reader sees."""
    gap = (glyph.x0 - last.x1) / max(last.size, glyph.size)
    if typed:
        between_wide = is_wide(last.text) and is_wide(glyph.text)
        return "" if between_wide and gap < _TIGHT else typed
    wide = is_wide(last.text) or is_wide(glyph.text)
    return " " if gap > (_WIDE_GAP if wide else _WORD_GAP) else ""


def _first_unit(glyphs: Sequence[Glyph]) -> float:
    """The width of what cannot be parted at the beginning of a line."""
    begin, end = glyphs[0], glyphs[0]
    for glyph in glyphs[1:]:
        if glyph.text.isspace() or (
            glyph.text not in _CLOSING and (is_wide(end.text) or is_wide(glyph.text))
        ):
            break
        end = glyph
    return end.x1 - begin.x0
