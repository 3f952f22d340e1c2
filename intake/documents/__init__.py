"""Read the files that contributors attach; what cannot be read is kept, and the reason said."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from intake.documents.docx import read_package
from intake.documents.package import MAX_FILE, MIB, DocumentRefused, Package
from intake.documents.plain import read_html, read_text
from intake.documents.sniff import (
    OPEN_DOCUMENT,
    PICTURE,
    Kind,
    Verdict,
    declared,
    kind_of,
    open_document,
    zip_kind,
)
from intake.encoded import Encoded
from intake.model import AttachmentState, Document, Reading

if TYPE_CHECKING:
    from intake.documents.office import Converter

__all__ = ["read"]

TOO_LARGE: Final = f"文件超过 {MAX_FILE // MIB} MB，未读取"


def read(
    name: str, content: bytes | Encoded, media_type: str = "", office: Converter | None = None
) -> Reading:
    """What became of a file.  Its kind is found in its bytes; where they say nothing its type is asked.

    `office` reads old and foreign formats, which are kept without it.  Raises nothing for what the bytes
    hold: a broken, locked or dangerous file is REFUSED with the reason.
    """
    if len(content) > MAX_FILE:
        return Reading(AttachmentState.REFUSED, reason=TOO_LARGE)
    if isinstance(content, Encoded) and (verdict := kind_of(content.head)) == PICTURE:
        return Reading(verdict.state, reason=verdict.reason)
    data = content.data if isinstance(content, Encoded) else content
    verdict = declared(kind_of(data), media_type, name)
    try:
        found = _READERS[verdict.kind](data) if verdict.kind in _READERS else verdict
        if isinstance(found, Verdict) and found.kind in _FOREIGN:
            found = _read_foreign(data, found, office)
    except DocumentRefused as refused:
        return Reading(AttachmentState.REFUSED, reason=refused.reason)
    if isinstance(found, Verdict):
        return Reading(found.state, reason=found.reason)
    return Reading(AttachmentState.READ, found)


def _read_zip(data: bytes) -> Document | Verdict:
    package = Package(data)
    document = read_package(package)
    verdict = zip_kind(package.names)
    if document is None and verdict == OPEN_DOCUMENT and "mimetype" in package:
        return open_document(package.blob("mimetype").decode("ascii", "replace"))
    return verdict if document is None else document


def _read_flat(data: bytes) -> Document:
    from intake.documents.flat import read_flat

    return read_flat(data)


def _read_web_archive(data: bytes) -> Document:
    from intake.documents.web_file import read_web_archive

    return read_web_archive(data)


def _read_pdf(data: bytes) -> Document | Verdict:
    from intake.documents.pdf.read import read_pdf

    return read_pdf(data)


def _read_foreign(data: bytes, verdict: Verdict, office: Converter | None) -> Document | Verdict:
    from intake.documents.foreign import read_foreign

    return read_foreign(data, verdict, office)


_READERS: Final[dict[Kind, Callable[[bytes], Document | Verdict]]] = {
    Kind.WORD: _read_zip,
    Kind.TEXT: read_text,
    Kind.HTML: read_html,
    Kind.PDF: _read_pdf,
    Kind.FLAT_OPC: _read_flat,
    Kind.WEB_ARCHIVE: _read_web_archive,
}
_FOREIGN: Final = frozenset(
    {Kind.DOC, Kind.WORD_6, Kind.RTF, Kind.ODT, Kind.SXW, Kind.FLAT_ODT, Kind.WORD_XML}
)
