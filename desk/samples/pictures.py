"""Small photographs, drawn as coarse mosaics and encoded by hand.

No imaging library and no compressor take part, so the bytes depend on nothing but the scene.
"""

from __future__ import annotations

import struct
import zlib
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

WIDTH, HEIGHT = 80, 60  # tiles; a tile is 8 by 8 pixels in a JPEG, 4 by 4 in a PNG

Colour = tuple[int, int, int]


def _plant(x: int, y: int) -> Colour:
    """Show chimneys and a long hall before the sky."""
    chimney = x % 23 in {5, 6, 7} and y > 8 + x // 8
    if y > 48:
        return (104, 98, 90)
    if chimney:
        return (196, 80, 60) if (y // 4) % 2 else (226, 222, 214)
    if y > 30 and 10 < x < 74:
        return (120, 140, 156) if (x + y) % 7 else (84, 104, 122)
    return (150 + y, 186 + y // 2, 226)


def _hall(x: int, y: int) -> Colour:
    """Show a meeting: a red banner and rows of heads."""
    if y < 12:
        return (238, 208, 96) if y in {5, 6} and 14 < x < 66 and x % 4 else (178, 34, 34)
    if y > 28 and (x % 8 - 4) ** 2 + (y % 8 - 4) ** 2 < 6:
        return (52, 44, 42)
    return (206, 196, 180) if y < 28 else (60 + y, 90 + y, 140)


def _field(x: int, y: int) -> Colour:
    """Show green slopes of a restored mine under a pale sky."""
    ridge = 22 + abs(x % 40 - 20) // 3
    if y < ridge:
        return (176 + y, 206 + y // 2, 236)
    return (70 + (x * 7 + y * 3) % 24, 132 + (x * 5 + y * 11) % 30, 58)


_SCENES: dict[str, Callable[[int, int], Colour]] = {"plant": _plant, "hall": _hall, "field": _field}


def picture(kind: str, scene: str) -> bytes:
    """Return a picture of the scene as `jpeg` (640 by 480) or `png` (320 by 240)."""
    return _jpeg(scene) if kind == "jpeg" else _png(scene)


def _tiles(scene: str) -> Iterator[Colour]:
    draw = _SCENES[scene]
    for y in range(HEIGHT):
        for x in range(WIDTH):
            yield draw(x, y)


# --- JPEG: baseline, every block flat, so that only DC coefficients are written --------------------

_DC_LENGTHS = bytes([0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0])  # ITU-T T.81, table K.3
_DC_VALUES = bytes(range(12))
_AC_LENGTHS = bytes([1] + [0] * 15)  # one code of one bit: end of block
_AC_VALUES = b"\x00"


def _codes() -> dict[int, str]:
    """DC size category -> its Huffman code in bits (T.81, annex C)."""
    codes: dict[int, str] = {}
    code, values = 0, iter(_DC_VALUES)
    for length, count in enumerate(_DC_LENGTHS, start=1):
        for _ in range(count):
            codes[next(values)] = format(code, f"0{length}b")
            code += 1
        code <<= 1
    return codes


def _segment(marker: int, payload: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload


def _ycc(colour: Colour) -> Colour:
    """RGB to YCbCr around zero, in whole numbers so that no rounding differs between machines."""
    red, green, blue = colour
    return (
        (299 * red + 587 * green + 114 * blue) // 1000 - 128,
        (-169 * red - 331 * green + 500 * blue) // 1000,
        (500 * red - 419 * green - 81 * blue) // 1000,
    )


def _bits(scene: str) -> Iterator[str]:
    codes = _codes()
    last = [0, 0, 0]
    for colour in _tiles(scene):
        for index, value in enumerate(_ycc(colour)):
            step = value - last[index]
            last[index] = value
            size = abs(step).bit_length()
            yield codes[size]
            if size:
                yield format(step if step > 0 else step + (1 << size) - 1, f"0{size}b")
            yield "0"


def _scan(scene: str) -> bytes:
    bits = "".join(_bits(scene))
    bits += "1" * (-len(bits) % 8)
    packed = int(bits, 2).to_bytes(len(bits) // 8, "big")
    return packed.replace(b"\xff", b"\xff\x00")


@cache
def _jpeg(scene: str) -> bytes:
    frame = struct.pack(">BHHB", 8, HEIGHT * 8, WIDTH * 8, 3)
    frame += b"".join(bytes([component, 0x11, 0]) for component in (1, 2, 3))
    scan = bytes([3, 1, 0, 2, 0, 3, 0, 0, 63, 0])
    return b"".join(
        (
            b"\xff\xd8",
            _segment(0xE0, b"JFIF\x00\x01\x01\x01\x00\x60\x00\x60\x00\x00"),
            _segment(0xDB, b"\x00" + bytes([8] * 64)),  # DC = 8 * value, divided by 8
            _segment(0xC0, frame),
            _segment(0xC4, b"\x00" + _DC_LENGTHS + _DC_VALUES),
            _segment(0xC4, b"\x10" + _AC_LENGTHS + _AC_VALUES),
            _segment(0xDA, scan),
            _scan(scene),
            b"\xff\xd9",
        )
    )


# --- PNG: eight-bit palette, stored blocks -----------------------------------------------------------


def _chunk(kind: bytes, payload: bytes) -> bytes:
    body = kind + payload
    return struct.pack(">I", len(payload)) + body + struct.pack(">I", zlib.crc32(body))


def _stored(data: bytes) -> bytes:
    """Return a zlib stream of stored blocks (RFC 1950, 1951): no compressor's version shows."""
    size = 65535
    pieces = [data[start : start + size] for start in range(0, len(data), size)]
    blocks = (
        struct.pack("<BHH", index == len(pieces) - 1, len(piece), len(piece) ^ 0xFFFF) + piece
        for index, piece in enumerate(pieces)
    )
    return b"\x78\x01" + b"".join(blocks) + struct.pack(">I", zlib.adler32(data))


@cache
def _png(scene: str) -> bytes:
    tiles = list(_tiles(scene))
    palette = sorted(set(tiles))[:256]
    place = {colour: index for index, colour in enumerate(palette)}
    rows = []
    for y in range(HEIGHT):
        line = b"".join(bytes([place.get(tiles[y * WIDTH + x], 0)]) * 4 for x in range(WIDTH))
        rows.append((b"\x00" + line) * 4)
    header = struct.pack(">IIBBBBB", WIDTH * 4, HEIGHT * 4, 8, 3, 0, 0, 0)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", header),
            _chunk(b"PLTE", b"".join(bytes(colour) for colour in palette)),
            _chunk(b"IDAT", _stored(b"".join(rows))),
            _chunk(b"IEND", b""),
        )
    )
