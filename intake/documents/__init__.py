"""Read the files that contributors attach; what cannot be read is kept, and the reason said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from intake.documents.docx import read_package
from intake.documents.package import MAX_FILE, MIB, DocumentRefused, Package
from intake.documents.plain import read_html, read_text
from intake.documents.sniff import PICTURE, Kind, Verdict, declared, kind_of, zip_kind
from intake.encoded import Encoded
from intake.model import AttachmentState, Document, Reading

__all__ = ["read"]

TOO_LARGE: Final = f"文件超过 {MAX_FILE // MIB} MB，未读取"


def read(name: str, content: bytes | Encoded, media_type: str = "") -> Reading:
    """What became of a file.  Its kind is found in its bytes; where they say nothing its type is asked.

    Raises nothing for what the bytes hold: a broken, locked or dangerous file is REFUSED with the reason.
    """
    if len(content) > MAX_FILE:
        return Reading(AttachmentState.REFUSED, reason=TOO_LARGE)
    if isinstance(content, Encoded) and (verdict := kind_of(content.head)) == PICTURE:
        return Reading(verdict.state, reason=verdict.reason)
    data = content.data if isinstance(content, Encoded) else content
    verdict = declared(kind_of(data), media_type, name)
    try:
        found = _READERS[verdict.kind](data) if verdict.kind in _READERS else verdict
    except DocumentRefused as refused:
        return Reading(AttachmentState.REFUSED, reason=refused.reason)
    if isinstance(found, Verdict):
        return Reading(found.state, reason=found.reason)
    return Reading(AttachmentState.READ, found)


def _read_zip(data: bytes) -> Document | Verdict:
    package = Package(data)
    document = read_package(package)
    return zip_kind(package.names) if document is None else document


_READERS: Final[dict[Kind, Callable[[bytes], Document | Verdict]]] = {
    Kind.WORD: _read_zip,
    Kind.TEXT: read_text,
    Kind.HTML: read_html,
}
