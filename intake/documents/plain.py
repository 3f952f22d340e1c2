"""Text and HTML files as a Document, in whatever charset they were saved."""

from __future__ import annotations

import re

from intake.charset import Decoded, decode
from intake.documents.package import MAX_CHARACTERS, TooMuch
from intake.documents.wide import MARKS, wide_codec
from intake.model import Document
from intake.text import text_document
from intake.wrapped import joined

_ESCAPES = re.compile(rb"\x1b\[[0-9;?]{0,20}[A-Za-z]")
"""Colours and movements of a terminal (ECMA-48, 5.4), as saved from one."""
REPLACED = "文字编码不明，个别字可能有误"


def read_text(data: bytes) -> Document:
    """A text file, one paragraph a line; lines that a program broke at a fixed width are joined.

    Raises TooMuch for more than the limit of characters.
    """
    wide = wide_codec(data)
    bare = data if wide or data.startswith(MARKS) else data.replace(b"\0", b"")
    decoded = decode(_ESCAPES.sub(b"", bare), wide)
    return _document(decoded, "\n".join(joined(decoded.text.split("\n"))))


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
