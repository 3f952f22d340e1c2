"""The body of a letter, or a text file, as a Document: one paragraph a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from intake.model import Document, Paragraph, Run
from intake.wrapped import joined

_TARGET = re.compile(r"\s?<(?:https?|ftp)://[^<>\s]*>", re.IGNORECASE)
"""Where a link leads: of use in the letter, never a part of what is printed."""


PICTURE_MARK: Final = (
    r"(?:\[(?:图片|照片|表情|动画表情|内[嵌联]图[片像]?|嵌入的?图[片像]|图像|截图|image|inline image|cid)"
    r"(?:[\s:：\d][^\[\]\n]{0,120})?\]|\ufffc)"
)
"""What programs write where a picture stood."""
_MARKS: Final = rf"(?:{PICTURE_MARK}\s*){{1,20}}"
_MARK_AT_AN_END: Final = re.compile(rf"^\s*{_MARKS}|{_MARKS}$", re.IGNORECASE)


def text_document(text: str) -> Document:
    """One Paragraph for each line that is not blank; so body and attachment go through the same splitting.

    Lines that a program broke at a fixed width are joined.  The mark of a picture before or behind the words
    of a line is a Paragraph of its own.
    """
    return Document(tuple(_paragraphs(text)))


def _paragraphs(text: str) -> Iterator[Paragraph]:
    gap = False
    for line in joined(text.splitlines()):
        words = _TARGET.sub("", line.strip("\ufeff"))
        for part in _parted(words):
            yield Paragraph(part, (Run(part),), gap=gap)
            gap = False
        gap = not words.strip()


def _parted(line: str) -> Iterator[str]:
    """The words of a line, and the marks of pictures before and behind them."""
    at = 0
    for mark in _MARK_AT_AN_END.finditer(line):
        yield from filter(str.strip, (line[at : mark.start()], mark[0]))
        at = mark.end()
    yield from filter(str.strip, (line[at:],))
