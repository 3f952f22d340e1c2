"""The zip files that contributors send, read by their directory, or without one where it was cut off.

zipfile is not used: it refuses a whole archive for one name that is not the UTF-8 it says, a file whose name
differs in header and directory, and everything where the end is missing, which is how mail damages a zip.
What unpacks is the standard library all the same.
"""

from __future__ import annotations

import bz2
import lzma
import struct
import zlib
from collections.abc import Callable, Generator, Iterator
from functools import partial
from itertools import islice
from typing import Final, NamedTuple, Protocol

from intake.documents.archive_parts import (
    BROKEN,
    MAX_LISTED,
    MAX_MEMBER,
    MEMBER_BROKEN,
    MEMBER_TOO_LARGE,
    MEMBER_UNSUPPORTED,
    Meter,
    Stored,
    common_charset,
    refusing,
    too_many_entries,
)
from intake.documents.package import MIB, PASSWORD, DocumentRefused

# APPNOTE.TXT 4.3: local header, entry of the directory, its end, its end of Zip64, sizes behind a file.
_LOCAL: Final = struct.Struct("<4s2xHH4xLLLHH")
_ENTRY: Final = struct.Struct("<4sxB2xHH4xLLLHHH4xLL")
_END: Final = struct.Struct("<4s12xL2x")
_END64: Final = struct.Struct("<4s44xQ")
_SIZES: Final = struct.Struct("<4sLLL")
_LOCAL_MARK: Final = b"PK\x03\x04"
_ENTRY_MARK: Final = b"PK\x01\x02"
_SIZES_MARK: Final = b"PK\x07\x08"
_END_MARK: Final = b"PK\x05\x06"
_END64_MARK: Final = b"PK\x06\x06"

_NEAR: Final = 4096
"""Bytes before the end in which that of Zip64 stands."""
_ENCRYPTED: Final = 0x1
_SIZES_FOLLOW: Final = 0x8
_UTF8: Final = 0x800
_BIG: Final = 0xFFFFFFFF
_MAX_FIELDS: Final = 30
"""Extra fields of a file that are looked at; there are three or four."""
_ZIP64: Final = 0x0001
_UNICODE_PATH: Final = 0x7075
_UNIX: Final = 3
_REGULAR: Final = (0, 0o10)
"""File types of Unix: not said, a plain file."""
_FOLDER: Final = 0x10
"""Attribute of DOS."""
_DICTIONARY: Final = 64 * MIB
"""Memory of an LZMA decoder; the largest that packers offer for a zip."""


class _Decoder(Protocol):
    """What zlib, bz2 and lzma have in common."""

    @property
    def eof(self) -> bool: ...
    def decompress(self, data: memoryview, max_length: int, /) -> bytes: ...


class _Stored:
    """The method that packs nothing."""

    eof = True

    def decompress(self, data: memoryview, max_length: int, /) -> bytes:
        return bytes(data[:max_length])


class _Lzma:
    """LZMA as a zip has it: version and length of the properties before them, no length of the content."""

    def __init__(self) -> None:
        self._alone = lzma.LZMADecompressor(lzma.FORMAT_ALONE, memlimit=_DICTIONARY * 2)

    @property
    def eof(self) -> bool:
        # The end mark is optional; where it lacks, size and CRC tell.
        return True

    def decompress(self, data: memoryview, max_length: int, /) -> bytes:
        self._alone.decompress(bytes(data[4:9]) + b"\xff" * 8)
        return self._alone.decompress(data[9:], max_length)


_DECODERS: Final[dict[int, Callable[[], _Decoder]]] = {
    0: _Stored,
    8: lambda: zlib.decompressobj(-zlib.MAX_WBITS),
    12: bz2.BZ2Decompressor,
    14: _Lzma,
    95: lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_DICTIONARY * 2),
}
"""Compression method (APPNOTE.TXT 4.4.5) -> decoder."""
_SELF_ENDING: Final = (8, 12, 95)
"""Methods whose data say where they end."""


class _Record(NamedTuple):
    """What header or directory say of a file; of `size` and `crc` None where they say nothing."""

    path: bytes
    flags: int
    method: int
    crc: int | None
    packed: int
    size: int | None
    start: int
    """Where its local header stands."""
    extra: bytes
    is_file: bool


def paths(data: bytes) -> list[bytes]:
    """The paths in a zip, folders included; of a damaged one those that are found."""
    return [record.path for record in _listed(data)[0]]


def stored(data: bytes, meter: Meter) -> Generator[Stored, None, None]:
    """The files of a zip, of a damaged one what is left.  Raises DocumentRefused where there was more."""
    records, whole = _listed(data)
    foreign = [r.path for r in records if not (r.flags & _UTF8 and _is_utf8(r.path))]
    label = common_charset(b"\n".join(foreign))
    for record in records:
        if record.is_file:
            yield Stored(*_named(record, label), _way(data, record, meter))
    if len(records) == MAX_LISTED:
        raise too_many_entries()
    if not whole:
        raise DocumentRefused(BROKEN)


def _listed(data: bytes) -> tuple[list[_Record], bool]:
    """What a zip holds, and whether its directory is sound."""
    start = _directory(data)
    records = None if start is None else _entries(data, start)
    if records is None:
        return list(islice(_headers(data), MAX_LISTED)), False
    return records, True


# --- the directory -------------------------------------------------------------------------------


def _directory(data: bytes) -> int | None:
    """Where the directory starts, None where the file ends before it."""
    end = data.rfind(_END_MARK)
    if end < 0 or end + _END.size > len(data):
        return None
    offset: int
    _, offset = _END.unpack_from(data, end)
    end64 = data.rfind(_END64_MARK, max(0, end - _NEAR), end)
    if end64 >= 0 and end64 + _END64.size <= end:
        end, (_, offset) = end64, _END64.unpack_from(data, end64)
    # A zip that was cut off may end in one that it holds, whose directory does not stand where it says.
    return offset if data.startswith(_ENTRY_MARK, offset) or offset == end else None


def _entries(data: bytes, start: int) -> list[_Record] | None:
    """The entries of the directory, at most MAX_LISTED; None where it is damaged."""
    found: list[_Record] = []
    while data.startswith(_ENTRY_MARK, start) and len(found) < MAX_LISTED:
        if start + _ENTRY.size > len(data):
            return None
        _, system, flags, method, crc, packed, size, *lengths, attributes, offset = _ENTRY.unpack_from(
            data, start
        )
        name_end = start + _ENTRY.size + lengths[0]
        path, extra = data[start + _ENTRY.size : name_end], data[name_end : name_end + lengths[1]]
        size, packed, offset = _large(extra, size, packed, offset)
        is_file = _is_file(path, system, attributes, size)
        found.append(_Record(path, flags, method, crc, packed, size, offset, extra, is_file))
        start += _ENTRY.size + sum(lengths)
    return found if data.startswith(b"PK", start) else None


def _large(extra: bytes, *values: int) -> list[int]:
    """Sizes and offset, those of Zip64 where they do not fit (APPNOTE.TXT 4.5.3)."""
    more = _fields(extra).get(_ZIP64, b"")
    large = iter([n for (n,) in struct.iter_unpack("<Q", more[: len(more) // 8 * 8])])
    return [next(large, value) if value == _BIG else value for value in values]


def _fields(extra: bytes) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    at = 0
    for _ in range(_MAX_FIELDS):
        if at + 4 > len(extra):
            break
        key, size = struct.unpack_from("<HH", extra, at)
        found[key] = extra[at + 4 : at + 4 + size]
        at += 4 + size
    return found


def _is_file(path: bytes, system: int, attributes: int, size: int) -> bool:
    if path.endswith(b"/") or (system == _UNIX and attributes >> 28 not in _REGULAR):
        return False
    # Not told by a backslash at the end of the path: the GBK of some characters ends in one.
    return bool(size) or not attributes & _FOLDER


# --- without a directory -------------------------------------------------------------------------


def _headers(data: bytes) -> Iterator[_Record]:
    """What the local headers say."""
    at = data.find(_LOCAL_MARK)
    while 0 <= at <= len(data) - _LOCAL.size:
        _, flags, method, crc, packed, size, name, more = _LOCAL.unpack_from(data, at)
        name_end = at + _LOCAL.size + name
        path, extra = data[at + _LOCAL.size : name_end], data[name_end : name_end + more]
        size, packed = _large(extra, size, packed)
        sizes: tuple[int | None, int, int | None] = (crc, packed, size)
        if flags & _SIZES_FOLLOW and not packed:
            sizes = _following(data, name_end + more)
        yield _Record(path, flags, method, *sizes, at, extra, is_file=not path.endswith(b"/"))
        at = data.find(_LOCAL_MARK, min(name_end + more + sizes[1], len(data)))


def _following(data: bytes, start: int) -> tuple[int | None, int, int | None]:
    """CRC and sizes of a file that has them behind it; without them it reaches to the next header."""
    end = data.find(_LOCAL_MARK, start)
    end = end if end >= 0 else len(data)
    directory = data.find(_ENTRY_MARK, start, end)
    end = directory if directory >= 0 else end
    behind = end - _SIZES.size
    if behind >= start:
        mark, crc, packed, size = _SIZES.unpack_from(data, behind)
        if mark == _SIZES_MARK and packed == behind - start:
            return crc, packed, size
    return None, max(0, end - start), None


# --- names and content ---------------------------------------------------------------------------


def _named(record: _Record, label: str) -> tuple[bytes, str]:
    """The path of a file and its charset: the Unicode path of Info-ZIP where there is one."""
    field = _fields(record.extra).get(_UNICODE_PATH, b"")[5:]  # behind version and CRC
    # The CRC is that of the other name, but some packers take it of a spelling that they do not write.
    if field and _is_utf8(field):
        return field, "utf-8"
    # Some programs set the flag and write GBK.
    return record.path, "utf-8" if record.flags & _UTF8 and _is_utf8(record.path) else label


def _is_utf8(path: bytes) -> bool:
    try:
        path.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _way(data: bytes, record: _Record, meter: Meter) -> Callable[[], bytes]:
    if record.flags & _ENCRYPTED:
        return refusing(PASSWORD)
    if record.method not in _DECODERS:
        return refusing(MEMBER_UNSUPPORTED)
    if record.crc is None and record.method not in _SELF_ENDING:
        return refusing(MEMBER_BROKEN)
    if record.size is not None and record.size > MAX_MEMBER:
        return refusing(MEMBER_TOO_LARGE)
    return partial(_content, data, record, meter)


def _content(data: bytes, record: _Record, meter: Meter) -> bytes:
    decoder, packed = _DECODERS[record.method](), _packed(data, record)
    meter.feed(len(packed))
    try:
        # One byte more than is allowed is asked for, so that it is seen to be too much.
        content = decoder.decompress(packed, min(MAX_MEMBER, meter.room) + 1)
    except (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError) as error:
        raise DocumentRefused(MEMBER_BROKEN) from error
    meter.take(len(content))
    if len(content) > MAX_MEMBER:
        raise DocumentRefused(MEMBER_TOO_LARGE)
    sound = decoder.eof and record.size in {None, len(content)}
    if not sound or record.crc not in {None, zlib.crc32(content)}:
        raise DocumentRefused(MEMBER_BROKEN)
    return content


def _packed(data: bytes, record: _Record) -> memoryview:
    if not 0 <= record.start <= len(data) - _LOCAL.size:
        raise DocumentRefused(MEMBER_BROKEN)
    mark, *_, name, extra = _LOCAL.unpack_from(data, record.start)
    start = record.start + _LOCAL.size + name + extra
    packed = memoryview(data)[start : start + record.packed]
    if mark != _LOCAL_MARK or len(packed) < record.packed:
        raise DocumentRefused(MEMBER_BROKEN)
    return packed
