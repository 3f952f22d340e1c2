"""Archives written by hand, for what no library writes: names in GBK, lies, and rar at all; their opening.

Layouts: APPNOTE.TXT 4.3 (zip), the technical note of RAR 4, "RAR 5.0 archive format".
"""

from __future__ import annotations

import io
import struct
import tarfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from intake.documents.archive import Allowance, Member, unpack
from intake.documents.package import DocumentRefused

try:
    import libarchive
except (ImportError, OSError, AttributeError, TypeError):  # the package is there, the system's library is not
    pytest.skip("no libarchive on this machine", allow_module_level=True)

DEFLATE = 8


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A file of a zip; what is None is told truly."""

    path: bytes
    content: bytes = b""
    method: int = DEFLATE
    flags: int = 0
    extra: bytes = b""
    packed: bytes | None = None
    crc: int | None = None
    size: int | None = None
    offset: int | None = None
    local_path: bytes | None = None
    mode: int = 0

    @property
    def data(self) -> bytes:
        if self.packed is not None:
            return self.packed
        return deflated(self.content) if self.method == DEFLATE else self.content

    @property
    def described(self) -> tuple[int, int, int, int, int, int, int]:
        crc = zlib.crc32(self.content) if self.crc is None else self.crc
        size = len(self.content) if self.size is None else self.size
        return self.flags, self.method, 0, 0, crc, len(self.data), size


def deflated(content: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush()


def zip_of(*entries: Entry) -> bytes:
    """A zip of these files; those with an offset of their own have no header."""
    body, directory = bytearray(), bytearray()
    for one in entries:
        at = len(body) if one.offset is None else one.offset
        if one.offset is None:
            path = one.path if one.local_path is None else one.local_path
            body += struct.pack("<4sHHHHHLLLHH", b"PK\3\4", 20, *one.described, len(path), len(one.extra))
            body += path + one.extra + one.data
        numbers = (*one.described, len(one.path), len(one.extra), 0, 0, 0, one.mode << 16, at)
        directory += struct.pack("<4sBBHHHHHLLLHHHHHLL", b"PK\1\2", 20, 3 if one.mode else 0, 20, *numbers)
        directory += one.path + one.extra
    count = min(len(entries), 0xFFFF)
    end = struct.pack("<4sHHHHLLH", b"PK\5\6", 0, 0, count, count, len(directory), len(body), 0)
    return bytes(body + directory + end)


def zip_of_names(*paths: bytes, flags: int = 0) -> bytes:
    """A zip of files whose content is their path."""
    return zip_of(*(Entry(path=path, content=path, flags=flags) for path in paths))


# --- rar -----------------------------------------------------------------------------------------


def rar4(
    files: Mapping[str, bytes] | Mapping[bytes, bytes],
    *,
    flags: int = 0,
    file_flags: int = 0,
    damage: str = "",
) -> bytes:
    """A RAR 4 of stored files; a name as bytes has no Unicode form.  The CRC of `damage` is wrong."""
    out = b"Rar!\x1a\x07\0" + _block4(0x73, flags, bytes(6))
    for name, content in files.items():
        raw = name if isinstance(name, bytes) else _name4(name)
        crc = zlib.crc32(content) ^ (name == damage)
        wide = 0 if isinstance(name, bytes) else 0x200
        size = len(content)
        fields = struct.pack("<LLBLLBBHL", size, size, 2, crc, 0x52A15000, 20, 0x30, len(raw), 0x20)
        out += _block4(0x74, 0x8000 | wide | file_flags, fields + raw) + content
    return out + _block4(0x7B, 0x4000, b"")


def _block4(kind: int, flags: int, fields: bytes) -> bytes:
    header = struct.pack("<BHH", kind, flags, 7 + len(fields)) + fields
    return struct.pack("<H", zlib.crc32(header) & 0xFFFF) + header


def _name4(name: str) -> bytes:
    """A name as WinRAR writes it: something narrow, then UTF-16 with a byte before each four units."""
    wide = name.encode("utf-16-le")
    groups = (b"\xaa" + wide[at : at + 8] for at in range(0, len(wide), 8))
    return b"_" * len(name) + b"\0\0" + b"".join(groups)


def rar5(
    files: Mapping[str, bytes],
    *,
    flags: int = 0,
    extra: bytes = b"",
    locked_names: bool = False,
    damage: str = "",
) -> bytes:
    """A RAR 5 of stored files, each with this record in its extra area.  The CRC of `damage` is wrong."""
    out = b"Rar!\x1a\x07\x01\0"
    if locked_names:
        return out + _block5(4, 0, number(0) + number(0) + b"\x0f" + bytes(16)) + bytes(64)
    out += _block5(1, 0, number(flags))
    area = number(len(extra)) + extra if extra else b""
    for name, content in files.items():
        raw = name.encode()
        crc = struct.pack("<L", zlib.crc32(content) ^ (name == damage))
        fields = number(4) + number(len(content)) + number(0) + crc
        fields += number(0) + number(0) + number(len(raw)) + raw
        sizes = (number(len(area)) if area else b"") + number(len(content))
        out += _block5(2, 3 if area else 2, sizes + fields + area) + content
    return out + _block5(5, 0, number(0))


def _block5(kind: int, flags: int, fields: bytes) -> bytes:
    header = number(kind) + number(flags) + fields
    sized = number(len(header)) + header
    return struct.pack("<L", zlib.crc32(sized)) + sized


def number(value: int) -> bytes:
    """A number of seven bits a byte, the last without the high bit."""
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes((*out, value))


# --- tar and 7z ----------------------------------------------------------------------------------


def tar(
    files: Mapping[str, bytes],
    *,
    mode: str = "w",
    encoding: str = "gbk",
    special: Mapping[str, bytes] | None = None,
) -> bytes:
    """A tar whose names are in `encoding`; `special` are entries of other types: name -> type."""
    buffer = io.BytesIO()
    with tarfile.open(None, mode, buffer, format=tarfile.GNU_FORMAT, encoding=encoding) as archive:  # type: ignore[call-overload]
        for name, kind in (special or {}).items():
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "target"
            archive.addfile(info)
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


def seven_zip(files: Mapping[str, bytes], options: str = "") -> bytes:
    """A 7z by libarchive itself."""
    out = bytearray()

    def write(data: bytes) -> int:
        out.extend(data)
        return len(data)

    with libarchive.custom_writer(write, "7zip", options=options) as archive:
        for name, content in files.items():
            archive.add_file_from_memory(name, len(content), content)
    return bytes(out)


# --- what is sent, and what comes out ------------------------------------------------------------

REPORT = "信息简报第5期.docx"
TEXT = "中州铝业召开座谈会。".encode()
FILES = {REPORT: TEXT, "照片/会场.jpg": b"\xff\xd8\xff" + bytes(100)}
NAMES = [REPORT, "会场.jpg"]

AS_WRITTEN = {
    "zip": zip_of(*(Entry(path=name.encode(), content=data, flags=0x800) for name, data in FILES.items())),
    "zip without flags": zip_of(*(Entry(path=n.encode("gbk"), content=data) for n, data in FILES.items())),
    "7z": seven_zip(FILES),
    "7z by PPMd": seven_zip(FILES, "compression=ppmd"),
    "rar 4": rar4(FILES),
    "rar 4 without Unicode": rar4({name.encode("gbk"): data for name, data in FILES.items()}),
    "rar 5": rar5(FILES),
    "tar": tar(FILES),
    "tar in UTF-8": tar(FILES, encoding="utf-8"),
    "tar.gz": tar(FILES, mode="w:gz"),
    "tar.bz2": tar(FILES, mode="w:bz2"),
    "tar.xz": tar(FILES, mode="w:xz"),
}


def opened(
    data: bytes, name: str = "", allowance: Allowance | None = None
) -> tuple[list[Member], str | None]:
    """What could be taken, and why not more."""
    members: list[Member] = []
    try:
        for member in unpack(data, allowance or Allowance(), name):
            members.append(member)  # noqa: PERF402 -- what came before an error is kept
    except DocumentRefused as refused:
        return members, refused.reason
    return members, None


def names(data: bytes) -> list[str]:
    return [member.name for member in opened(data)[0]]


def contents(data: bytes) -> dict[str, bytes | str]:
    """Name -> content, or why it could not be taken."""
    return {member.name: member.reason or member.content for member in opened(data)[0]}
