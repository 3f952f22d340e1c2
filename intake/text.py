"""The body of a letter, or a text file, as a Document: one paragraph a line."""

from __future__ import annotations

from collections.abc import Iterator

from intake.model import Document, Paragraph, Run


def text_document(text: str) -> Document:
    """One Paragraph for each line that is not blank; so body and attachment go through the same splitting."""
    return Document(tuple(_paragraphs(text)))


def _paragraphs(text: str) -> Iterator[Paragraph]:
    gap = False
    for line in text.splitlines():
        words = line.strip("\ufeff")
        if words.strip():
            yield Paragraph(words, (Run(words),), gap=gap)
        gap = not words.strip()
