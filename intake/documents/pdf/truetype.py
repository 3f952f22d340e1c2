"""Which characters the glyphs of an embedded TrueType font stand for, by the font's own table (cmap)."""

from __future__ import annotations

import struct
from typing import Final

_UNICODE: Final = frozenset({(0, 1), (0, 2), (0, 3), (0, 4), (0, 6), (3, 1), (3, 10)})
"""Platforms and encodings whose codes are Unicode."""
_MOST: Final = 1 << 16
"""Glyphs of a font."""


def glyphs(font: bytes) -> dict[int, str]:
    """Glyph number -> character, the first where a glyph stands for several; empty for a broken table."""
    try:
        return _glyphs(font)
    except (struct.error, IndexError, ValueError, OverflowError):
        return {}


def _glyphs(font: bytes) -> dict[int, str]:
    count = struct.unpack_from(">H", font, 4)[0]
    tables = (struct.unpack_from(">4sIII", font, 12 + 16 * at) for at in range(min(count, 100)))
    start = next(offset for tag, _, offset, _ in tables if tag == b"cmap")
    found: dict[int, str] = {}
    for at in range(min(struct.unpack_from(">H", font, start + 2)[0], 50)):
        platform, encoding, offset = struct.unpack_from(">HHI", font, start + 4 + 8 * at)
        if (platform, encoding) in _UNICODE:
            _FORMATS.get(struct.unpack_from(">H", font, start + offset)[0], _nothing)(
                font, start + offset, found
            )
    return found


def _nothing(_font: bytes, _at: int, _found: dict[int, str]) -> None:
    """A table of a form that is not read."""


def _segments(font: bytes, at: int, found: dict[int, str]) -> None:
    """Format 4: segments of codes, each with a difference or a list of glyphs."""
    count = struct.unpack_from(">H", font, at + 6)[0] // 2
    form = f">{count}H"
    places = [at + 14 + part * 2 * count + (2 if part else 0) for part in range(4)]
    ends, starts, deltas, offsets = (struct.unpack_from(form, font, place) for place in places)
    read = 0
    for index, (start, end, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        read += max(0, end - start + 1)
        if read > 2 * _MOST:
            return
        for code in range(start, min(end, 0xFFFE) + 1):
            glyph = code
            if offset:
                glyph = struct.unpack_from(">H", font, places[3] + 2 * index + offset + 2 * (code - start))[0]
            if glyph or not offset:
                found.setdefault((glyph + delta) & 0xFFFF, chr(code))


def _groups(font: bytes, at: int, found: dict[int, str]) -> None:
    """Format 12: groups of codes whose glyphs follow one another."""
    count = min(struct.unpack_from(">I", font, at + 12)[0], _MOST)
    read = 0
    for index in range(count):
        start, end, glyph = struct.unpack_from(">III", font, at + 16 + 12 * index)
        read += max(0, end - start + 1)
        if read > 2 * _MOST or end > 0x10FFFF:
            return
        for code in range(start, end + 1):
            found.setdefault(glyph + code - start, chr(code))


_FORMATS: Final = {4: _segments, 12: _groups}
