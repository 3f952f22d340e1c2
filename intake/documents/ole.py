"""The streams of an OLE file ([MS-CFB]): their names tell the kind, their bytes whether it is locked.

Sector numbers are followed at most as often as there are sectors: chains may run in circles.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER: Final = 512
_SHIFTS: Final = (9, 12)
"""Sectors have 512 bytes, or 4096 ([MS-CFB] 2.2)."""
_ENTRY: Final = 128
_CHILD: Final = 2
_ROOT: Final = 5
_MINI: Final = 4096
"""Streams smaller than this lie in the stream of the root entry, in sectors of 64 bytes."""
_MINI_SECTOR: Final = 64
_MAX_ENTRIES: Final = 10_000


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the directory: where its bytes begin, how many they are, and the numbers of its kin."""

    name: str
    kind: int
    kin: tuple[int, int, int]
    start: int
    size: int


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the pieces of a stream, each of `unit` bytes, lie in the file."""

    unit: int
    starts: tuple[int, ...]

    def at(self, offset: int) -> int:
        """Where a byte of the stream lies; 0 for nowhere."""
        number, within = divmod(offset, self.unit)
        start = self.starts[number] if 0 <= number < len(self.starts) else 0
        return start and start + within


class Ole:
    """An OLE file by its directory.  What is damaged gives fewer streams, never an error."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        whole = len(data) >= _HEADER
        shift = struct.unpack_from("<H", data, 30)[0] if whole else 0
        self._size = 1 << (shift if shift in _SHIFTS else _SHIFTS[0])
        self._table = self._allocation() if whole else ()
        self._entries = list(islice(self._directory(), _MAX_ENTRIES)) if whole else []
        self._small = _numbers(self._joined(struct.unpack_from("<I", data, 60)[0])) if whole else ()
        self.streams = {entry.name: entry for entry in self._outermost()}
        """Streams and folders that lie in no folder; what is inside belongs to embedded objects."""

    def head(self, name: str, count: int) -> bytes:
        """The first bytes of a stream; b"" where there is no such stream."""
        layout = self.layout(name)
        starts = layout.starts[: count // layout.unit + 1]
        return b"".join(self._data[start : start + layout.unit] for start in starts)[:count]

    def layout(self, name: str) -> Layout:
        """Where a stream lies in the file."""
        stream = self.streams.get(name)
        if stream is None:
            return Layout(self._size, ())
        if stream.size >= _MINI:
            return self._large(stream.start)
        root = self._large(self._entries[0].start)
        small = _chain(self._small, stream.start)
        return Layout(_MINI_SECTOR, tuple(root.at(number * _MINI_SECTOR) for number in small))

    def _large(self, start: int) -> Layout:
        return Layout(self._size, tuple(self._at(number) for number in _chain(self._table, start)))

    def _at(self, sector: int) -> int:
        return (sector + 1) * self._size

    def _sector(self, number: int) -> bytes:
        return self._data[self._at(number) : self._at(number) + self._size]

    def _outermost(self) -> Iterator[Entry]:
        """The entries of the root's own tree ([MS-CFB] 2.6.4)."""
        whole = bool(self._entries) and self._entries[0].kind == _ROOT
        waiting = [self._entries[0].kin[_CHILD]] if whole else []
        seen: set[int] = set()
        while waiting:
            number = waiting.pop()
            if number < len(self._entries) and number not in seen:
                seen.add(number)
                entry = self._entries[number]
                waiting += entry.kin[:_CHILD]
                yield entry

    def _allocation(self) -> tuple[int, ...]:
        """For each sector the next one of its chain ([MS-CFB] 2.3)."""
        needed = len(self._data) // self._size // (self._size // 4) + 1
        sectors = islice(self._allocating(), needed)  # or each sector could be named a thousand times
        return _numbers(b"".join(self._sector(number) for number in sectors))

    def _allocating(self) -> Iterator[int]:
        """The sectors that hold the table: 109 stand in the header, the others in sectors of their own."""
        most = len(self._data) // self._size
        yield from (one for one in struct.unpack_from("<109I", self._data, 76) if one < most)
        [following] = struct.unpack_from("<I", self._data, 68)
        seen: set[int] = set()
        while following < most and following not in seen:
            seen.add(following)
            *numbers, following = _numbers(self._sector(following)) or (most,)
            yield from (one for one in numbers if one < most)

    def _joined(self, start: int) -> bytes:
        return b"".join(self._sector(number) for number in _chain(self._table, start))

    def _directory(self) -> Iterator[Entry]:
        [first] = struct.unpack_from("<I", self._data, 48)
        for number in _chain(self._table, first):
            sector = self._sector(number)
            for at in range(0, len(sector) - _ENTRY + 1, _ENTRY):
                yield _entry(sector[at : at + _ENTRY])


def _chain(table: Sequence[int], start: int) -> Iterator[int]:
    for _ in table:
        if start >= len(table):
            return
        yield start
        start = table[start]


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])


def _entry(data: bytes) -> Entry:
    length, kind = struct.unpack_from("<HB", data, 64)
    name = data[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
    return Entry(name, kind, struct.unpack_from("<III", data, 68), *struct.unpack_from("<II", data, 116))
