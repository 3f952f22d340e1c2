"""Builds small winmail.dat files: `tnef(code_page(936), body("您好".encode("gbk")), file(title=b"a"))`."""

from __future__ import annotations

import struct

LETTER_ID = bytes.fromhex("0703020000000000c000000000000046")
STORAGE_ID = bytes.fromhex("0b00000000000000c000000000000046")


def attribute(level: int, number: int, data: bytes, *, checksum: int | None = None) -> bytes:
    """An attribute; its checksum is right unless one is given."""
    total = sum(data) & 0xFFFF if checksum is None else checksum
    return struct.pack("<BII", level, number, len(data)) + data + struct.pack("<H", total)


def tnef(*attributes: bytes) -> bytes:
    """The whole file."""
    return b"\x78\x9f\x3e\x22\x01\x00" + attribute(1, 0x89006, b"\0\0\1\0") + b"".join(attributes)


def code_page(number: int) -> bytes:
    """attOemCodepage."""
    return attribute(1, 0x69007, struct.pack("<II", number, 0))


def subject(raw: bytes) -> bytes:
    """attSubject."""
    return attribute(1, 0x18004, raw + b"\0")


def body(raw: bytes) -> bytes:
    """attBody."""
    return attribute(1, 0x2800C, raw + b"\0")


def file(
    *properties: bytes, title: bytes | None = None, data: bytes | None = None, checksum: int | None = None
) -> bytes:
    """The attributes of one file; the checksum is that of its data."""
    parts = [attribute(2, 0x69002, bytes(14))]
    parts += [attribute(2, 0x18010, title + b"\0")] if title is not None else []
    parts += [attribute(2, 0x6800F, data, checksum=checksum)] if data is not None else []
    parts += [attribute(2, 0x69005, listed(*properties))] if properties else []
    return b"".join(parts)


def letter_properties(*properties: bytes) -> bytes:
    """attMsgProps."""
    return attribute(1, 0x69003, listed(*properties))


def listed(*properties: bytes) -> bytes:
    """A list of MAPI properties."""
    return struct.pack("<I", len(properties)) + b"".join(properties)


def padded(data: bytes) -> bytes:
    """The length, the data, and zeros up to four bytes."""
    return struct.pack("<I", len(data)) + data + bytes(-len(data) % 4)


def sized(kind: int, number: int, data: bytes) -> bytes:
    """A property of variable length."""
    return struct.pack("<HHI", kind, number, 1) + padded(data)


def wide(number: int, text: str) -> bytes:
    """A property in Unicode."""
    return sized(0x1F, number, text.encode("utf-16-le") + b"\0\0")


def narrow(number: int, raw: bytes) -> bytes:
    """A property in the code page."""
    return sized(0x1E, number, raw + b"\0")


def binary(number: int, data: bytes) -> bytes:
    """A property of bytes."""
    return sized(0x102, number, data)


def long(number: int, value: int) -> bytes:
    """A property that is a number."""
    return struct.pack("<HHI", 3, number, value)


def flag(number: int) -> bytes:
    """A property that is yes or no: two bytes, and two to fill up."""
    return struct.pack("<HHHH", 0x0B, number, 1, 0)


def named(text: str) -> bytes:
    """A property with a name in place of a number, whose value is a text."""
    name = bytes(16) + struct.pack("<I", 1) + padded("Keywords".encode("utf-16-le"))
    raw = text.encode("utf-16-le") + b"\0\0"
    return struct.pack("<HH", 0x1F, 0x8001) + name + struct.pack("<I", 1) + padded(raw)


def numbers(number: int, *values: int) -> bytes:
    """A property of many numbers."""
    return struct.pack(f"<HHI{len(values)}I", 0x1003, number, len(values), *values)


def object_(interface: bytes, data: bytes) -> bytes:
    """PR_ATTACH_DATA_OBJ: a letter or an OLE storage."""
    return sized(0x0D, 0x3701, interface + data)


def packed(rtf: bytes) -> bytes:
    """RTF packed without finding anything to repeat."""
    blocks = (b"\0" + rtf[at : at + 8] for at in range(0, len(rtf), 8))
    return struct.pack("<II4sI", len(rtf) + 12, len(rtf), b"LZFu", 0) + b"".join(blocks)
