"""The body of a letter, or a text file, as a Document: one paragraph a line."""

from __future__ import annotations

from intake.model import Document, Paragraph, Run


def text_document(text: str) -> Document:
    """One Paragraph for each line that is not blank; so body and attachment go through the same splitting."""
    lines = (line.strip("\ufeff") for line in text.splitlines())
    return Document(tuple(Paragraph(line, (Run(line),)) for line in lines if line.strip()))
