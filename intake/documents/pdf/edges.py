"""Headers, footers and page numbers, known by their place and because they come again on every page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from intake.documents.pdf.model import Line

HEAD: Final = 0.085
FOOT: Final = 0.115
"""Shares of a page's height above and below its text; a page number of the official form stands at 0.1."""
_PAGE_NUMBER: Final = re.compile(
    r"[\s\-—–─·~－]*(?:第\s*)?(?:\d{1,4}|[ivxIVX]{1,6}|[一二三四五六七八九十]{1,4})(?:\s*页)?"
    r"(?:[\s/，,、]*(?:共|of|/)\s*\d{1,4}\s*页?)?[\s\-—–─·~－]*"
    r"|[Pp]age\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?"
)
_DIGITS: Final = re.compile(r"\d+")
_SHARE: Final = 3
"""A line that comes on a third of the pages, and on two, is a header."""


def is_page_number(line: Line, height: float) -> bool:
    """Whether a line is nothing but a page number at the edge of the page."""
    return _in_edge(line, height) and _PAGE_NUMBER.fullmatch(line.text) is not None


def repeated(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> frozenset[str]:
    """The keys of lines that come at the edges of several pages, alike but for the number of the page."""
    seen: dict[str, dict[int, tuple[int, ...]]] = {}
    for at, (lines, height) in enumerate(zip(pages, heights, strict=True)):
        for line in lines:
            if _in_edge(line, height):
                numbers = tuple(int(one[:9]) for one in _DIGITS.findall(line.text))
                seen.setdefault(key(line), {}).setdefault(at, numbers)
    fewest = max(2, len(pages) // _SHARE)
    return frozenset(one for one, at in seen.items() if len(at) >= fewest and _count_pages(at))


def _count_pages(numbers: dict[int, tuple[int, ...]]) -> bool:
    """Whether each number in a line is the same on all pages, or grows with them."""
    (first, base), *others = numbers.items()
    return all(
        number - start in {0, page - first}
        for page, own in others
        for start, number in zip(base, own, strict=False)
    )


def is_header(line: Line, height: float, known: frozenset[str]) -> bool:
    """Whether a line is a header or footer: by what the file says itself, or by repetition."""
    return line.edge or (_in_edge(line, height) and key(line) in known)


def key(line: Line) -> str:
    """What a header says on every page: its words, whatever the number in it."""
    return _DIGITS.sub("#", "".join(line.text.split()))


def _in_edge(line: Line, height: float) -> bool:
    at = line.base / height if height else 0.5
    return line.cell is None and not line.turned and bool(line.runs) and not FOOT < at < 1 - HEAD
