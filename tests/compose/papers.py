"""Reading a Word file back in tests."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from docx import Document

from compose.word import write_word

if TYPE_CHECKING:
    from docx.document import Document as DocumentObject

    from compose.model import Draft

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def read(data: bytes) -> DocumentObject:
    """Open the bytes of a Word file."""
    return Document(io.BytesIO(data))


def opened(draft: Draft, *, comments: bool = True) -> DocumentObject:
    """Write a draft and open it again."""
    return read(write_word(draft, comments=comments))


def saved(document: DocumentObject) -> bytes:
    """Give the bytes of a document."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def lines(document: DocumentObject) -> list[tuple[str, str]]:
    """List (style, text) of the paragraphs."""
    return [(str(getattr(p.style, "name", "")), p.text) for p in document.paragraphs]


def texts(document: DocumentObject, style: str) -> list[str]:
    """List the paragraphs of one style."""
    return [text for name, text in lines(document) if name == style]


def runs(document: DocumentObject, style: str) -> list[tuple[str, str | None]]:
    """List (text, character style) of the runs of all paragraphs of one style."""
    found = [p for p in document.paragraphs if getattr(p.style, "name", None) == style]
    return [(run.text, getattr(run.style, "name", None)) for p in found for run in p.runs]


def comment_texts(document: DocumentObject) -> list[str]:
    """List what the comments say."""
    return [comment.text for comment in document.comments]


def part(data: bytes, name: str) -> str:
    """Give the XML of one part of the package."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name).decode()
