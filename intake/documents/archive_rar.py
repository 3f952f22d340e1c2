"""What the headers of a rar say and libarchive does not tell: volumes, checksums, locked files, mere copies.

Of a locked file of RAR 5 that is merely stored, as photos and Word files are, libarchive 3.6 gives the cipher
as if it were the content, and it checks no stored file at all; of one that is kept as a reference to an equal
one it gives an empty file.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

SIGNATURE_5: Final = b"Rar!\x1a\x07\x01\x00"
SIGNATURE: Final = SIGNATURE_5[:4]
_FIRST_4: Final = 7
"""Where the first header of a RAR 1.5 to 4 stands."""
_MAX_BLOCKS: Final = 50_000
"""Headers that are looked at."""

# RAR 5.0 archive format, "General archive block format" and "Extra area".
_MAIN: Final = 1
_FILE: Final = 2
_ENCRYPTION: Final = 4
_VOLUME: Final = 0x1
_SOLID: Final = 0x4
_HAS_EXTRA: Final = 0x1
_HAS_DATA: Final = 0x2
_HAS_TIME: Final = 0x2
_HAS_CRC: Final = 0x4
_LOCKED: Final = 1
_REDIRECTION: Final = 5
_FILE_COPY: Final = 5

# Technical note of RAR 4: CRC, type, flags, length; of a file also packed size, size, CRC.
_BLOCK_4: Final = struct.Struct("<2xBHH")
_FILE_4: Final = struct.Struct("<LLxL")
_MAIN_4: Final = 0x73
_TYPE_FILE_4: Final = 0x74
_LONG_4: Final = 0x8000
_LARGE_4: Final = 0x100


@dataclass(slots=True)
class Marks:
    """What the headers say, as far as they can be read.

    `locked` and `copies` are the paths of files with a password and of those that repeat another, `checksums`
    the CRCs of the files of a size.  `locked_names` says that nothing can be seen, `volume` that the archive
    goes on in other files, `solid` (of RAR 5) that a file is packed by those before it.
    """

    locked: set[bytes] = field(default_factory=set)
    copies: set[bytes] = field(default_factory=set)
    checksums: dict[int, set[int]] = field(default_factory=dict)
    locked_names: bool = False
    volume: bool = False
    solid: bool = False

    def fit(self, content: bytes | bytearray) -> bool:
        """Whether a file may have this content."""
        known = self.checksums.get(len(content))
        return known is None or zlib.crc32(content) in known


def marks(data: bytes) -> Marks:
    """What the headers of a rar say."""
    found = Marks()
    try:
        if data.startswith(SIGNATURE_5):
            _read_5(data, found)
        else:
            _read_4(data, found)
    except (IndexError, struct.error):
        pass  # cut off
    return found


# --- RAR 1.5 to 4 --------------------------------------------------------------------------------


def _read_4(data: bytes, found: Marks) -> None:
    at = _FIRST_4
    for _ in range(_MAX_BLOCKS):
        kind, flags, length = _BLOCK_4.unpack_from(data, at)
        packed = 0
        if kind == _MAIN_4:
            found.volume = bool(flags & _VOLUME)
        if kind == _TYPE_FILE_4 or flags & _LONG_4:
            packed, size, crc = _FILE_4.unpack_from(data, at + _BLOCK_4.size)
            if kind == _TYPE_FILE_4 and not flags & _LARGE_4:
                found.checksums.setdefault(size, set()).add(crc)
        at += max(length, _BLOCK_4.size) + packed


# --- RAR 5 ---------------------------------------------------------------------------------------


class _Reader:
    """Reads numbers of seven bits a byte.  Raises IndexError at the end of the bytes."""

    def __init__(self, data: bytes, at: int = 0) -> None:
        self._data = data
        self.at = at

    def number(self) -> int:
        value = 0
        for shift in range(0, 70, 7):
            byte = self._data[self.at]
            self.at += 1
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                break
        return value


def _read_5(data: bytes, found: Marks) -> None:
    for kind, header, extra in _blocks_5(data):
        if kind == _ENCRYPTION:
            found.locked_names = True
            return
        if kind == _MAIN:
            flags = _Reader(header).number()
            found.volume, found.solid = bool(flags & _VOLUME), bool(flags & _SOLID)
        if kind == _FILE:
            _file_5(header, set(_said(extra)), found)


def _blocks_5(data: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Type, fields and extra area of each block."""
    at = len(SIGNATURE_5)
    for _ in range(_MAX_BLOCKS):
        block = _Reader(data, at + 4)  # behind the checksum
        end = block.number() + block.at
        kind, flags = block.number(), block.number()
        extra = block.number() if flags & _HAS_EXTRA else 0
        content = block.number() if flags & _HAS_DATA else 0
        fields_end = max(block.at, end - extra)
        yield kind, data[block.at : fields_end], data[fields_end:end]
        at = max(end, block.at) + content


def _file_5(header: bytes, said: set[int], found: Marks) -> None:
    fields = _Reader(header)
    flags, size, _attributes = fields.number(), fields.number(), fields.number()
    fields.at += 4 * bool(flags & _HAS_TIME)
    if flags & _HAS_CRC:
        (crc,) = struct.unpack_from("<L", header, fields.at)
        fields.at += 4
        found.checksums.setdefault(size, set()).add(crc)
    _compression, _system, length = fields.number(), fields.number(), fields.number()
    path = header[fields.at : fields.at + length]
    if _LOCKED in said:
        found.locked.add(path)
    if _FILE_COPY in said:
        found.copies.add(path)


def _said(extra: bytes) -> Iterator[int]:
    """Whether a file is locked or a copy, by its extra area."""
    at = 0
    while at < len(extra):
        record = _Reader(extra, at)
        at = record.number() + record.at
        kind = record.number()
        if kind == _LOCKED:
            yield _LOCKED
        if kind == _REDIRECTION and record.number() == _FILE_COPY:
            yield _FILE_COPY
