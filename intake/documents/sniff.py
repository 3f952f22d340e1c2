"""What kind of file bytes are, found in the bytes; the name lies."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from intake.documents.package import PASSWORD
from intake.model import AttachmentState


class Kind(StrEnum):
    """What is to be done with a file."""

    WORD = "word"
    """A zip: a Word file, unless its parts say otherwise."""
    TEXT = "text"
    HTML = "html"
    ARCHIVE = "archive"
    """A 7z, rar, tar or gz, or by the names in it a zip: `archive.unpack` gives the files inside."""
    OTHER = "other"
    """Not read; the verdict says what becomes of it."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The kind of a file; for ARCHIVE and OTHER also what becomes of it unread, and why (None: a picture)."""

    kind: Kind
    state: AttachmentState = AttachmentState.KEPT
    reason: str | None = None


def _kept(what: str) -> Verdict:
    return Verdict(Kind.OTHER, AttachmentState.KEPT, f"{what}暂不能读取，请以 .docx 重发")


PICTURE: Final = Verdict(Kind.OTHER)
EMPTY: Final = Verdict(Kind.OTHER, AttachmentState.REFUSED, "空文件")
LOCKED: Final = Verdict(Kind.OTHER, AttachmentState.REFUSED, PASSWORD)
ARCHIVE: Final = Verdict(Kind.ARCHIVE, AttachmentState.KEPT, "压缩包未打开")
UNKNOWN: Final = _kept("不能识别的文件，")
_SOUND: Final = Verdict(Kind.OTHER, AttachmentState.KEPT, "音频或视频，只保存不读取")

_SIGNATURES: Final = (
    (0, b"PK\x03\x04", Verdict(Kind.WORD)),
    (0, b"PK\x05\x06", Verdict(Kind.WORD)),
    (0, b"\x89PNG\r\n", PICTURE),
    (0, b"\xff\xd8\xff", PICTURE),
    (0, b"GIF8", PICTURE),
    (0, b"II*\x00", PICTURE),
    (0, b"MM\x00*", PICTURE),
    (8, b"WEBP", PICTURE),
    (4, b"ftyphei", PICTURE),
    (4, b"ftypmif1", PICTURE),
    (4, b"ftypavif", PICTURE),
    (40, b" EMF", PICTURE),
    (0, b"\xd7\xcd\xc6\x9a", PICTURE),
    (4, b"ftyp", _SOUND),
    (8, b"WAVE", _SOUND),
    (8, b"AVI ", _SOUND),
    (0, b"ID3", _SOUND),
    (0, b"\x1aE\xdf\xa3", _SOUND),
    (0, b"{\\rtf", _kept("RTF 文件")),
    (0, b"Rar!", ARCHIVE),
    (0, b"7z\xbc\xaf", ARCHIVE),
    (0, b"\x1f\x8b", ARCHIVE),
    (0, b"BZh", ARCHIVE),
    (0, b"\xfd7zXZ", ARCHIVE),
    (0, b"\x28\xb5\x2f\xfd", ARCHIVE),
    (257, b"ustar", ARCHIVE),
    (0, b"BEGIN:VCALENDAR", Verdict(Kind.OTHER, AttachmentState.KEPT, "日历邀请，不是稿件")),
    (0, b"BEGIN:VCARD", Verdict(Kind.OTHER, AttachmentState.KEPT, "电子名片，不是稿件")),
    (0, b"-----BEGIN PGP", Verdict(Kind.OTHER, AttachmentState.KEPT, "签名或加密文件，不能读取")),
    (0, b"-----BEGIN PKCS7", Verdict(Kind.OTHER, AttachmentState.KEPT, "签名或加密文件，不能读取")),
)
"""Offset, signature, verdict; the first that fits counts."""

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS: Final = (
    ("EncryptedPackage", LOCKED),
    ("WordDocument", _kept("旧版 Word（.doc）")),
    ("Workbook", _kept("旧版 Excel 表格（.xls）")),
    ("PowerPoint Document", _kept("旧版 PowerPoint（.ppt）")),
    ("__substg1.0_", _kept("Outlook 邮件（.msg）")),
)
"""Stream of an OLE file -> what the file is."""

_XML_DIALECTS: Final = (
    (b"wordDocument", _kept("Word XML 文件")),
    (b"http://schemas.microsoft.com/office/2006/xmlPackage", _kept("Word XML 文件")),
    (b"urn:oasis:names:tc:opendocument", _kept("OpenDocument 文件")),
)
_HTML: Final = re.compile(
    rb"\s*(?:<!--.{0,500}?-->\s*)*<(?:!doctype\s+html|html|head|meta|body|div|p|table)\b",
    re.IGNORECASE | re.DOTALL,
)
_MHTML: Final = re.compile(rb"(?:\A|\n)(?:MIME-Version:|Content-Type:\s*multipart/related)", re.IGNORECASE)
_BOMS: Final = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_CONTROLS: Final = bytes(set(range(0x20)) - set(b"\t\n\r\f\x1a\x1b"))
_HEAD: Final = 4096
_SAMPLE: Final = 1 << 16

_ZIP_KINDS: Final = (
    ("xl/workbook.", _kept("Excel 表格")),
    ("ppt/presentation.", _kept("PowerPoint 演示文稿")),
    ("meta-inf/manifest.xml", _kept("OpenDocument 文件")),
    ("meta-inf/container.xml", _kept("电子书（.epub）")),
    ("ofd.xml", _kept("OFD 文件")),
    ("index/document.iwa", _kept("苹果 Pages 或 Keynote 文件")),
    ("[content_types].xml", UNKNOWN),
    ("_rels/.rels", UNKNOWN),
)
"""How the path of a part begins -> what the zip is.  A folder of photos may well be called ppt."""


def kind_of(data: bytes) -> Verdict:
    """The verdict on the bytes of a file."""
    if not data.strip():
        return EMPTY
    for offset, signature, verdict in _SIGNATURES:
        if data.startswith(signature, offset):
            return verdict
    if data.startswith(_OLE):
        return _ole(data)
    if b"%PDF-" in data[:1024]:
        return _kept("PDF 文件")
    return _textual(data)


def zip_kind(names: frozenset[str]) -> Verdict:
    """The verdict on a zip that is no Word file, by the names of its parts."""
    found = (verdict for prefix, verdict in _ZIP_KINDS if any(name.startswith(prefix) for name in names))
    return next(found, ARCHIVE)


def _ole(data: bytes) -> Verdict:
    found = (verdict for name, verdict in _OLE_STREAMS if name.encode("utf-16-le") in data)
    return next(found, _kept("旧版 Office 文件"))


def _textual(data: bytes) -> Verdict:
    if data.startswith(b"BM") and b"\x00" in data[:32]:
        return PICTURE
    if not _is_text(data[:_SAMPLE]):
        return UNKNOWN
    head = data[:_HEAD]
    for mark, verdict in _XML_DIALECTS:
        if b"<?xml" in head[:100] and mark in head:
            return verdict
    if _MHTML.search(head) and b"multipart/related" in head.lower():
        return _kept("网页存档（.mht）")
    is_html = _HTML.match(head.removeprefix(_BOMS[0])) or b"<html" in head.lower()
    return Verdict(Kind.HTML if is_html else Kind.TEXT)


def _is_text(sample: bytes) -> bool:
    if sample.startswith(_BOMS):
        return True
    if b"\x00" in sample:
        return False
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return controls * 200 <= len(sample)
