"""What kind of file bytes are, found in the bytes; the name lies."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from intake import smime, unremarkable
from intake.documents import ole
from intake.documents.package import PASSWORD
from intake.documents.wide import MARKS, wide_codec
from intake.documents.xml_text import in_utf8
from intake.model import AttachmentState
from intake.parts import TNEF
from intake.smime import SmimeKind


class Kind(StrEnum):
    """What is to be done with a file."""

    WORD = "word"
    """A zip: a Word file, unless its parts say otherwise."""
    TEXT = "text"
    HTML = "html"
    DOC = "doc"
    """Of Word 97 and later."""
    WORD_6 = "word6"
    """A .doc of Word 2, 6 or 95."""
    RTF = "rtf"
    ODT = "odt"
    SXW = "sxw"
    FLAT_ODT = "fodt"
    WORD_XML = "xml"
    """These are read through LibreOffice."""
    FLAT_OPC = "flat"
    """A Word file written as one XML file."""
    WEB_ARCHIVE = "mht"
    PDF = "pdf"
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


UNREADABLE: Final = "暂不能读取，请以 .docx 重发"


def _kept(what: str, kind: Kind = Kind.OTHER) -> Verdict:
    return Verdict(kind, AttachmentState.KEPT, what + UNREADABLE)


def _beside(reason: str) -> Verdict:
    return Verdict(Kind.OTHER, AttachmentState.KEPT, reason)


PICTURE: Final = Verdict(Kind.OTHER)
TEXT: Final = Verdict(Kind.TEXT)
HTML: Final = Verdict(Kind.HTML)
EMPTY: Final = Verdict(Kind.OTHER, AttachmentState.REFUSED, "空文件")
LOCKED: Final = Verdict(Kind.OTHER, AttachmentState.REFUSED, PASSWORD)
ARCHIVE: Final = Verdict(Kind.ARCHIVE, AttachmentState.KEPT, "压缩包未打开")
RTF: Final = _kept("RTF 文件", Kind.RTF)
OPEN_DOCUMENT: Final = _kept("OpenDocument 文件")
PDF: Final = Verdict(Kind.PDF)
UNKNOWN: Final = _kept("不能识别的文件，")
_SOUND: Final = Verdict(Kind.OTHER, AttachmentState.KEPT, "音频或视频，只保存不读取")

# --- what mail programs put beside what people write ------------------------------------------------

CALENDAR: Final = _beside(unremarkable.CALENDAR)
CARD: Final = _beside(unremarkable.CARD)
SIGNATURE: Final = _beside(unremarkable.SIGNATURE)
CERTIFICATE: Final = _beside(unremarkable.CERTIFICATE)
CONTROL: Final = _beside(unremarkable.CONTROL)
REPORT: Final = _beside(unremarkable.REPORT)
HEADERS: Final = _beside(unremarkable.HEADERS)
STYLE: Final = _beside(unremarkable.STYLE)
NO_FILES: Final = _beside(unremarkable.NO_FILES)
FORK: Final = _beside(unremarkable.FORK)
ENCRYPTED: Final = Verdict(Kind.OTHER, AttachmentState.REFUSED, "内容已加密，没有密钥不能打开，请不加密重发")
WRAPPED: Final = Verdict(Kind.OTHER, AttachmentState.REFUSED, "带签名的邮件，未能打开，请不签名重发")
UNOPENED: Final = Verdict(Kind.OTHER, AttachmentState.KEPT, "一封邮件的原文，未打开，请以 .docx 重发")
PIECE: Final = Verdict(Kind.OTHER, AttachmentState.KEPT, "大邮件拆成几封寄来，这是其中一段，请整封重发")
ELSEWHERE: Final = Verdict(Kind.OTHER, AttachmentState.KEPT, "文件不在信里，只有存放的地址，请作为附件重发")
PACKAGE: Final = Verdict(Kind.OTHER, AttachmentState.REFUSED, "winmail.dat 未能打开，请以 .docx 作为附件重发")

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
    (0, b"{\\rtf", RTF),
    (0, b"\xdb\xa5-\0", _kept("旧版 Word（.doc）", Kind.WORD_6)),
    (0, b"Rar!", ARCHIVE),
    (0, b"7z\xbc\xaf", ARCHIVE),
    (0, b"\x1f\x8b", ARCHIVE),
    (0, b"BZh", ARCHIVE),
    (0, b"\xfd7zXZ", ARCHIVE),
    (0, b"\x28\xb5\x2f\xfd", ARCHIVE),
    (257, b"ustar", ARCHIVE),
    (0, b"\x00\x05\x16\x07", FORK),
    (0, b"\x00\x05\x16\x00", _kept("苹果电脑打包的文件（AppleSingle）")),
)
"""Offset, signature, verdict; the first that fits counts."""

_FIELDS: Final = rb"(?:[\w-]{1,60}:[^\n]{0,2000}\n(?:[ \t][^\n]{0,2000}\n){0,50})"
_LETTER: Final = re.compile(
    rb"(?:From [^\n]{1,200}\n)?(?="
    + _FIELDS
    + rb"{0,60}(?:Received|Return-Path|Message-ID|MIME-Version):)"
    + _FIELDS
    + rb"{2,500}",
    re.IGNORECASE,
)

_REPORTED: Final = (
    rb"(?:(?:Original|Final)-Recipient|Original-(?:Envelope|Message)-ID|Reporting-[MU]T?A"
    rb"|Received-From-MTA|Arrival-Date|X-Postfix-Queue-ID|Feedback-Type|Disposition):[ \t]"
)
_OPENINGS: Final = (
    (rb"BEGIN:VCALENDAR\b", CALENDAR),
    (rb"BEGIN:VCARD\b", CARD),
    (rb"-----BEGIN PGP SIGNED MESSAGE-----", TEXT),
    (rb"-----BEGIN PGP MESSAGE", ENCRYPTED),
    (rb"-----BEGIN PGP SIGNATURE", SIGNATURE),
    (rb"-----BEGIN (?:PGP (?:PUBLIC|PRIVATE) KEY|(?:X509 |TRUSTED )?CERTIFICATE)", CERTIFICATE),
    (rb"Version: 1\s*\Z", CONTROL),
    (_REPORTED, REPORT),
    (rb"[^\0]{0,1000}?\(This file must be converted with BinHex", _kept("BinHex 文件（.hqx）")),
)
"""How text begins that people do not write -> what it is."""

_PACKETS: Final = (
    (rb"(?:\x85[\x00-\x08]|\x84|\xc1[\xc0-\xc8]?).\x03.{8}[\x01\x02\x10\x12]", ENCRYPTED),
    (rb"(?:\x8c|\xc3).\x04[\x01-\x0d][\x00\x01\x03]", ENCRYPTED),
    (rb"(?:\x89[\x00-\x08]|\x88|\xc2[\xc0-\xc8]?).\x04[\x00\x01][\x01\x11\x13\x16]", SIGNATURE),
    (rb"(?:\x99[\x00-\x10].|\x98.|\xc6[\xc0-\xcf]?.)\x04.{4}[\x01\x11\x13\x16]", CERTIFICATE),
)
"""First packet of an OpenPGP file without armour (RFC 4880, 4.2 and 5)."""

_SMIME: Final = re.compile(rb"\x30[\x80-\x84]|\s*(?:-----BEGIN (?:PKCS ?#?7|CMS)|MI[A-Za-z0-9+/\s]{30})")
_SMIME_KINDS: Final = {
    SmimeKind.ENCRYPTED: ENCRYPTED,
    SmimeKind.CERTIFICATES: CERTIFICATE,
    SmimeKind.COMPRESSED: Verdict(Kind.OTHER, AttachmentState.REFUSED, "压缩的邮件已损坏或过大，请重发"),
}
_CERTIFICATE: Final = re.compile(rb"\x30\x82..\x30\x82..\xa0\x03\x02\x01\x02", re.DOTALL)

_LIST: Final = _kept("CSV 表格")
_DECLARED: Final = {
    "application/applefile": FORK,
    "application/pgp-encrypted": CONTROL,
    "application/pgp-keys": CERTIFICATE,
    "application/pgp-signature": SIGNATURE,
    "application/pkcs7-signature": SIGNATURE,
    "application/x-pkcs7-signature": SIGNATURE,
    "application/pkcs7-mime": WRAPPED,
    "application/x-pkcs7-mime": WRAPPED,
    "application/ms-tnef": PACKAGE,
    "application/vnd.ms-tnef": PACKAGE,
    "message/delivery-status": REPORT,
    "message/global-delivery-status": REPORT,
    "message/disposition-notification": REPORT,
    "message/global-disposition-notification": REPORT,
    "message/feedback-report": REPORT,
    "message/external-body": ELSEWHERE,
    "message/partial": PIECE,
    "message/rfc822": UNOPENED,
    "message/global": UNOPENED,
    "message/news": UNOPENED,
    "text/rfc822-headers": HEADERS,
    "message/global-headers": HEADERS,
    "text/calendar": CALENDAR,
    "application/ics": CALENDAR,
    "text/vcard": CARD,
    "text/x-vcard": CARD,
    "text/css": STYLE,
    "text/javascript": STYLE,
    "application/javascript": STYLE,
    "application/x-javascript": STYLE,
    "application/json": _kept("数据文件（JSON）"),
    "text/csv": _LIST,
}
"""Declared type -> what a file is whose bytes look like any text, or like nothing that is known."""


_DOC: Final = _kept("旧版 Word（.doc）", Kind.DOC)
_OLE_STREAMS: Final = (
    ("EncryptedPackage", LOCKED),
    ("0Table", _DOC),
    ("1Table", _DOC),
    ("WordDocument", _kept("旧版 Word（.doc）", Kind.WORD_6)),
    ("Book", _kept("旧版 Excel 表格（.xls）")),
    ("Workbook", _kept("旧版 Excel 表格（.xls）")),
    ("PowerPoint Document", _kept("旧版 PowerPoint（.ppt）")),
    ("__substg1.0_", _kept("Outlook 邮件（.msg）")),
)
"""Stream of an OLE file -> what the file is."""

_XML_DIALECTS: Final = (
    (b"wordDocument", _kept("Word XML 文件", Kind.WORD_XML)),
    (b"http://schemas.microsoft.com/office/2006/xmlPackage", _kept("Word XML 文件", Kind.FLAT_OPC)),
    (b'office:mimetype="application/vnd.oasis.opendocument.text', _kept("OpenDocument 文件", Kind.FLAT_ODT)),
    (b"urn:oasis:names:tc:opendocument", OPEN_DOCUMENT),
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
    ("meta-inf/manifest.xml", OPEN_DOCUMENT),
    ("meta-inf/container.xml", _kept("电子书（.epub）")),
    ("ofd.xml", _kept("OFD 文件")),
    ("index/document.iwa", _kept("苹果 Pages 或 Keynote 文件")),
    ("[content_types].xml", UNKNOWN),
    ("_rels/.rels", UNKNOWN),
)
"""How the path of a part begins -> what the zip is.  A folder of photos may well be called ppt."""

_OPEN_TYPES: Final = (
    ("application/vnd.oasis.opendocument.text", _kept("OpenDocument 文件", Kind.ODT)),
    ("application/vnd.sun.xml.writer", _kept("OpenOffice 文件", Kind.SXW)),
)
"""How the stated type begins -> what a zip of OpenDocument is; templates and masters have longer ones."""


def kind_of(data: bytes) -> Verdict:
    """The verdict on the bytes of a file."""
    if not data.strip():
        return EMPTY
    for offset, signature, verdict in _SIGNATURES:
        if data.startswith(signature, offset):
            return verdict
    if data.startswith(ole.MAGIC):
        return _ole(data)
    if b"%PDF-" in data[:1024]:
        return PDF
    return _of_mail(data) or _textual(data)


def declared(verdict: Verdict, media_type: str, name: str) -> Verdict:
    """The verdict on a file whose bytes told no more than that it is text, or nothing at all."""
    if verdict not in (TEXT, UNKNOWN, UNOPENED):
        return verdict
    found = _DECLARED.get(media_type, verdict)
    return _LIST if found == TEXT and name.lower().endswith(".csv") else found


def zip_kind(names: frozenset[str]) -> Verdict:
    """The verdict on a zip that is no Word file, by the names of its parts."""
    found = (verdict for prefix, verdict in _ZIP_KINDS if any(name.startswith(prefix) for name in names))
    return next(found, ARCHIVE)


def _of_mail(data: bytes) -> Verdict | None:
    """What mail programs add to letters: signatures, ciphers, reports, letters that were not opened."""
    if data.startswith(TNEF):
        return _tnef(data)
    if _SMIME.match(data) and (verdict := _smime(data)):
        return verdict
    for pattern, verdict in _PACKETS:
        if re.match(pattern, data, re.DOTALL):
            return verdict
    head = data[:_HEAD].removeprefix(_BOMS[0]).lstrip()
    for pattern, verdict in _OPENINGS:
        if re.match(pattern, head, re.IGNORECASE):
            return verdict
    return None


def _letter(data: bytes) -> Verdict | None:
    text = data[:_SAMPLE].removeprefix(_BOMS[0]).lstrip().replace(b"\r\n", b"\n")
    found = _LETTER.match(text)
    if found is None:
        return None
    return UNOPENED if text[found.end() :].strip() else HEADERS


def _smime(data: bytes) -> Verdict | None:
    if _CERTIFICATE.match(data):
        return CERTIFICATE
    kind = smime.kind_of(data)
    if kind is SmimeKind.SIGNED:
        return SIGNATURE if smime.signed_content(data) is None else WRAPPED
    return _SMIME_KINDS.get(kind)


def _tnef(data: bytes) -> Verdict:
    from intake import tnef

    found = tnef.read_tnef(data)
    return PACKAGE if found.defects or found.files or found.text else NO_FILES


def open_document(media_type: str) -> Verdict:
    """The verdict on a zip of OpenDocument, or of its forerunner, by the type that it states."""
    return next((verdict for start, verdict in _OPEN_TYPES if media_type.startswith(start)), OPEN_DOCUMENT)


def _ole(data: bytes) -> Verdict:
    """By the names of its streams; in one whose directory is damaged names are looked for anywhere."""
    streams = ole.Ole(data).streams
    for name, verdict in _OLE_STREAMS:
        if any(stream.startswith(name) for stream in streams) or (not streams and _named(name) in data):
            return verdict
    return _kept("旧版 Office 文件")


def _named(stream: str) -> bytes:
    return stream.encode("utf-16-le")


def _textual(data: bytes) -> Verdict:
    if data.startswith(b"BM") and b"\x00" in data[:32]:
        return PICTURE
    if not _is_text(data[:_SAMPLE]):
        return UNKNOWN
    head = data[:_HEAD].removeprefix(_BOMS[0])
    if head.lstrip().startswith(b"{\\rtf"):
        return RTF
    if _MHTML.search(head) and b"multipart/related" in head.lower():
        return Verdict(Kind.WEB_ARCHIVE)
    return _letter(data) or _markup(in_utf8(data[:_SAMPLE]).removeprefix(_BOMS[0])) or TEXT


def _markup(sample: bytes) -> Verdict | None:
    head = sample[:_HEAD]
    is_xml = b"<?xml" in head[:100]
    dialect = next((verdict for mark, verdict in _XML_DIALECTS if is_xml and mark in sample), None)
    if dialect:
        return dialect
    if _HTML.match(head) or b"<html" in head.lower():
        return HTML
    if re.match(rb"\s*<svg\b", head) or (is_xml and b"<svg" in head):
        return PICTURE
    return _kept("XML 文件") if is_xml else None


def _is_text(sample: bytes) -> bool:
    if sample.startswith((*_BOMS, *MARKS)) or wide_codec(sample):
        return True
    sample = sample.rstrip(b"\x00")  # some programs fill a record up
    if b"\x00" in sample:
        return False
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return controls * 200 <= len(sample)
