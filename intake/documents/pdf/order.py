"""The order in which a page is read: from top to bottom, column by column where there are columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from intake.documents.pdf.lines import Piece, rows

_MOST: Final = 600
"""Pieces of a page up to which columns are looked for; a drawing has more."""
_DEEPEST: Final = 3
_FEWEST: Final = 3
"""Lines that a column has at least."""
_GUTTER: Final = 0.9
"""Sizes between two columns."""


@dataclass(frozen=True, slots=True)
class Row:
    """Pieces of one line; `column` numbers the column of the page, 0 for its whole width."""

    pieces: tuple[Piece, ...]
    column: int = 0


def ordered(found: Sequence[Piece]) -> list[Row]:
    """The lines of a page in reading order."""
    return list(_ordered(found, _Columns(), 0, 0))


class _Columns:
    """Numbers columns."""

    def __init__(self) -> None:
        self.last = 0

    def next(self) -> int:
        self.last += 1
        return self.last


def _ordered(found: Sequence[Piece], columns: _Columns, own: int, depth: int) -> Iterator[Row]:
    bands = _bands(found)
    may = depth < _DEEPEST and len(found) <= _MOST
    at = 0
    while at < len(bands):
        cut = _gutter(bands, at) if may else None
        if cut is None:
            yield from _in_rows(bands[at], own)
            at += 1
            continue
        end, x = cut
        inside = [piece for band in bands[at:end] for piece in band]
        for side in ([p for p in inside if p.box.x1 <= x], [p for p in inside if p.box.x1 > x]):
            yield from _ordered(side, columns, columns.next(), depth + 1)
        at = end


def _in_rows(band: Sequence[Piece], own: int) -> Iterator[Row]:
    """Text by its base line; a picture or table beside it where its top is."""
    text = [Row(tuple(row), own) for row in rows([piece for piece in band if piece.glyphs])]
    others = [Row((piece,), own) for piece in band if not piece.glyphs]
    tops = {id(row): max(piece.box.y1 for piece in row.pieces) for row in (*text, *others)}
    yield from sorted((*others, *text), key=lambda row: -tops[id(row)])


def _bands(found: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces that overlap in height, from top to bottom."""
    bands: list[list[Piece]] = []
    bottom = 0.0
    for piece in sorted(found, key=lambda piece: -piece.box.y1):
        shrunk = 0.15 * piece.box.height
        if not bands or piece.box.y1 - shrunk <= bottom:
            bands.append([])
            bottom = piece.box.y0 + shrunk
        bands[-1].append(piece)
        bottom = min(bottom, piece.box.y0 + shrunk)
    return bands


def _gutter(bands: list[list[Piece]], at: int) -> tuple[int, float] | None:
    """How far down the bands from `at` on are parted by a blank strip, and where it is."""
    width = _GUTTER * max((piece.size for piece in bands[at]), default=10.0) or 10.0
    gaps = [(float("-inf"), float("inf"))]
    last: tuple[int, list[tuple[float, float]]] | None = None
    for end in range(at, len(bands)):
        gaps = [gap for gap in _common(gaps, _blanks(bands[end])) if gap[1] - gap[0] >= width]
        if not any(_inner(gap) for gap in gaps):
            break
        last = (end + 1, [gap for gap in gaps if _inner(gap)])
    if last is None:
        return None
    end, inner = last
    inside = [piece for band in bands[at:end] for piece in band]
    fit = (sum(gap) / 2 for gap in inner if _parts(inside, sum(gap) / 2))
    x = next(fit, None)
    return None if x is None else (end, x)


def _inner(gap: tuple[float, float]) -> bool:
    return gap[0] != float("-inf") and gap[1] != float("inf")


def _blanks(band: Sequence[Piece]) -> list[tuple[float, float]]:
    """The strips of a band in which nothing stands."""
    found, reach = [], float("-inf")
    for piece in sorted(band, key=lambda piece: piece.box.x0):
        if piece.box.x0 > reach:
            found.append((reach, piece.box.x0))
        reach = max(reach, piece.box.x1)
    return [*found, (reach, float("inf"))]


def _common(some: list[tuple[float, float]], others: list[tuple[float, float]]) -> list[tuple[float, float]]:
    return [(max(a, c), min(b, d)) for a, b in some for c, d in others if max(a, c) < min(b, d)]


def _parts(inside: list[Piece], x: float) -> bool:
    """Whether running text stands on both sides."""
    left = [piece for piece in inside if piece.box.x1 <= x]
    right = [piece for piece in inside if piece.box.x1 > x]
    return _is_prose(left) and _is_prose(right)


def _is_prose(side: list[Piece]) -> bool:
    text = [piece for piece in side if piece.glyphs]
    if len(text) < _FEWEST:
        return False
    width = max(piece.box.x1 for piece in text) - min(piece.box.x0 for piece in text)
    full = sum(piece.box.width > 0.6 * width for piece in text)
    return width > 6 * text[0].size and 2 * full >= len(text)
