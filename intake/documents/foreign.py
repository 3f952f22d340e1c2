"""Old and foreign documents: LibreOffice makes Word files of them, which the one walk reads.

It gets nothing that was not looked at: no archive that would burst, no entities, no password.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from intake.documents import ole
from intake.documents.docx import read_package
from intake.documents.fixed_fields import fix_xml, fixed_doc, fixed_rtf
from intake.documents.flat import Pictures
from intake.documents.office import Absent, Converter, Unread, Unwritable
from intake.documents.package import PASSWORD, Budget, DocumentRefused, Package, parse, serialised
from intake.documents.sniff import UNREADABLE, Kind, Verdict
from intake.documents.walk import TRACKED
from intake.documents.word_2003 import settle
from intake.documents.xml_text import in_utf8
from intake.model import Document

_AGAIN: Final = "，请以 .docx 重发"
_DAMAGED: Final = "已损坏"
_NO_ROOM: Final = "未读取：本机的临时文件夹写不进去，请管理员检查磁盘空间"

_FIB_FLAGS: Final = 0x0A
_ENCRYPTED: Final = 0x0100
"""fEncrypted in the FIB, at the same place since Word 6 ([MS-DOC] 2.5.2)."""

_BINARY: Final = re.compile(rb"(?:[^\\]++|\\(?!bin\d).)*+\\bin0*+(\d{0,18}) ?", re.DOTALL)
"""Up to the next stretch of binary data; a backslash takes what follows it, another one included."""
_ENTITIES: Final = tuple("<!ENTITY".encode(code) for code in ("ascii", "utf-16-le", "utf-16-be"))
_DOCTYPE: Final = re.compile(rb"<!DOCTYPE[^\[>]{0,500}>")
_MANIFEST, _ENCRYPTION = "meta-inf/manifest.xml", b"encryption-data"
_PARTS: Final = ("content.xml", "styles.xml", "meta.xml", "settings.xml")


@dataclass(frozen=True, slots=True)
class _Ready:
    """A file as LibreOffice gets it; `tracked` says that changes were accepted that were tracked in it."""

    data: bytes
    tracked: bool = False


def read_foreign(data: bytes, verdict: Verdict, office: Converter | None) -> Document | Verdict:
    """What a document says; the verdict itself where there is no LibreOffice.  Raises DocumentRefused."""
    ready = _READY[verdict.kind](data)
    if office is None:
        return verdict
    try:
        document = read_package(Package(office.convert(verdict.kind, ready.data)))
    except Absent:
        return verdict
    except Unwritable:
        return replace(verdict, reason=f"{_name(verdict)}{_NO_ROOM}")
    except Unread as unread:
        raise DocumentRefused(f"{_name(verdict)}{unread.why}{_AGAIN}") from unread
    if document is None:
        raise DocumentRefused(f"{_name(verdict)}{_DAMAGED}{_AGAIN}")
    return replace(document, remarks=(*document.remarks, TRACKED)) if ready.tracked else document


def _name(verdict: Verdict) -> str:
    return (verdict.reason or "").removesuffix(UNREADABLE)


# --- made ready ------------------------------------------------------------------------------------------


def _doc(data: bytes) -> _Ready:
    head = ole.Ole(data).head("WordDocument", 64) if data.startswith(ole.MAGIC) else data[:64]
    if len(head) >= _FIB_FLAGS + 2 and struct.unpack_from("<H", head, _FIB_FLAGS)[0] & _ENCRYPTED:
        raise DocumentRefused(PASSWORD)
    return _Ready(fixed_doc(data))


def _rtf(data: bytes) -> _Ready:
    """No stretch of binary data may reach beyond the end: LibreOffice would look for it for ever."""
    at = 0
    while found := _BINARY.match(data, at):
        at = found.end() + int(found[1] or b"0")
        if at > len(data):
            raise DocumentRefused(f"RTF 文件{_DAMAGED}{_AGAIN}")
    return _Ready(fixed_rtf(data))


def _zip(data: bytes) -> _Ready:
    """All parts are unpacked, so that they are counted, and packed anew as they were counted."""
    package = Package(data)
    if _MANIFEST in package and _ENCRYPTION in package.blob(_MANIFEST):
        raise DocumentRefused(PASSWORD)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as parts:
        for name, written in package.spellings.items():
            part = package.blob(name)
            parts.writestr(written, _xml(part, package.budget, name).data if name in _PARTS else part)
    return _Ready(made.getvalue())


def _flat(data: bytes) -> _Ready:
    return _xml(in_utf8(data), Budget(), "XML")


def _xml(data: bytes, budget: Budget, name: str) -> _Ready:
    """Sound XML of bearable size; OpenOffice 1 names a document type, which is harmless without entities."""
    if any(mark in data for mark in _ENTITIES):
        raise DocumentRefused(f"内部含有文档类型声明（{name}），有风险，未读取")
    pictures = Pictures()
    root = parse(pictures.taken_out(_DOCTYPE.sub(b"", data, count=1)), budget, name)
    tracked = settle(root)
    fix_xml(root)
    return _Ready(pictures.put_back(serialised(root)), tracked)


_READY: Final[dict[Kind, Callable[[bytes], _Ready]]] = {
    Kind.DOC: _doc,
    Kind.WORD_6: _doc,
    Kind.RTF: _rtf,
    Kind.ODT: _zip,
    Kind.SXW: _zip,
    Kind.FLAT_ODT: _flat,
    Kind.WORD_XML: _flat,
}
