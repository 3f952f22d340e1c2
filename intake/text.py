"""The body of a letter, or a text file, as a Document: one paragraph a line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from intake.model import Document, Paragraph, Run

_TARGET = re.compile(r"\s?<(?:https?|ftp)://[^<>\s]*>", re.IGNORECASE)
"""Where a link leads: of use in the letter, never a part of what is printed."""


def text_document(text: str) -> Document:
    """One Paragraph for each line that is not blank; so body and attachment go through the same splitting."""
    return Document(tuple(_paragraphs(text)))


def _paragraphs(text: str) -> Iterator[Paragraph]:
    gap = False
    for line in text.splitlines():
        words = _TARGET.sub("", line.strip("\ufeff"))
        if words.strip():
            yield Paragraph(words, (Run(words),), gap=gap)
        gap = not words.strip()
