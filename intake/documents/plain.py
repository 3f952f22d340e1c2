"""Text and HTML files as a Document, in whatever charset they were saved."""

from __future__ import annotations

from intake.charset import Decoded, decode
from intake.documents.package import MAX_CHARACTERS, TooMuch
from intake.model import Document
from intake.text import text_document

REPLACED = "文字编码不明，个别字可能有误"


def read_text(data: bytes) -> Document:
    """A text file, one paragraph a line.  Raises TooMuch for more than the limit of characters."""
    decoded = decode(data)
    return _document(decoded, decoded.text)


def read_html(data: bytes) -> Document:
    """The words of an HTML file.  Raises TooMuch."""
    from intake.documents.html import html_to_text

    decoded = decode(data, html=True)
    return _document(decoded, html_to_text(decoded.text))


def _document(decoded: Decoded, text: str) -> Document:
    if len(text) > MAX_CHARACTERS:
        raise TooMuch(f"文字超过 {MAX_CHARACTERS // 10_000} 万字，未读取")
    document = text_document(text)
    return document if decoded.defect is None else Document(document.paragraphs, (), (REPLACED,))
