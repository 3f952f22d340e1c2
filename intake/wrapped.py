"""Lines that a program broke at a fixed width, joined back into the paragraphs that the author wrote.

Pure.  A text is taken for wrapped only where its own lines show it: several end within a character of the
same width, and in the middle of a sentence.  Verses, lists and tables stay as they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

NARROWEST: Final = 50
WIDEST: Final = 130
"""Columns (a Chinese character takes two) at which programs wrap; narrower lines are verses and lists."""
_FEWEST: Final = 3
_FEWEST_WIDE: Final = 2
_WIDE_ENOUGH: Final = 64
"""Lines broken inside a sentence that show that a text was wrapped; fewer do where no title is as long."""
_EXACT: Final = 3
"""Columns by which full lines of Chinese text differ: a sign may hang over, a letter leave one free."""
_INDENT: Final = 3
_SAMPLE: Final = 20_000
"""Lines that are looked at to find the width."""

_ENDED: Final = re.compile(r"[。！？；：…!?;:][”’」』）)\"']?\s*\Z")
_MARKED: Final = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．](?!\d)|第[一二三四五六七八九十百\d]{1,4}[条章节篇]"
    r"|[①-⑳●•◆■▪★☆📍>＞*·]|[-—–=_]{1,2}\s|[-=_*]{3,})"
)
_TABULAR: Final = re.compile(r"\S(?:\t|[ \u3000]{3,})\s*\S|^\s*[|+┌├│]")
_HEAD: Final = re.compile(r"\s*")
_UNIT: Final = re.compile(
    r"[\u2e80-\uffef“‘《（](?:[，。、；：！？”’》）…]{0,2})|[^\s\u2e80-\uffef]{1,30}[，。、；：！？”’》）]{0,2}"
)
_NUMBER: Final = re.compile(r"[\d.,]\d|\d[.,%℃]")
"""A figure that was broken in the middle."""
_WIDE: Final = re.compile("[\u2e80-\uffef“”‘’—…·]")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with its width in columns, that of its indent, and that of its first word or character."""

    text: str
    width: int
    indent: int
    unit: int


def joined(lines: Sequence[str]) -> list[str]:
    """The lines of a text, those that a program broke joined; the same lines where it broke none."""
    measured = _from_margin([_measured(line) for line in lines])
    wide = _wrapped_at(measured)
    if wide is None:
        return list(lines)
    found: list[list[_Line]] = []
    for line in measured:
        if found and _goes_on(found[-1][-1], line, wide):
            found[-1].append(line)
        else:
            found.append([line])
    return [_together(parts) for parts in found]


def _measured(text: str) -> _Line:
    bare = text.rstrip()
    head = _HEAD.match(bare)
    begin = head.end() if head else 0
    unit = _UNIT.match(bare, begin)
    return _Line(bare, _columns(bare), _columns(bare[:begin]), _columns(unit[0]) if unit else 1)


def _from_margin(lines: list[_Line]) -> list[_Line]:
    """The lines with their indents counted from where the outermost begin."""
    margin = min((line.indent for line in lines if line.text), default=0)
    return [replace(line, indent=line.indent - margin) for line in lines] if margin else lines


def _columns(text: str) -> int:
    """Columns that a text takes on a screen of Chinese type."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def _wrapped_at(lines: Sequence[_Line]) -> int | None:
    """The width at which a text was wrapped, None where it was not."""
    sample = lines[:_SAMPLE]
    widest = max((line.width for line in sample), default=0)
    if not NARROWEST <= widest <= WIDEST:
        return None
    pairs = [(a, b) for a, b in pairwise(sample) if a.text and b.text]
    broken = sum(_goes_on(a, b, widest) and not _ENDED.search(a.text) for a, b in pairs)
    loose = sum(_is_loose(a, b, widest) for a, b in pairs)
    shown = broken >= _FEWEST and broken > loose
    sure = broken >= _FEWEST_WIDE and not loose and widest >= _WIDE_ENOUGH
    return widest if shown or sure else None


def _is_loose(line: _Line, following: _Line, wide: int) -> bool:
    """Ended early in the middle of a sentence, which no program does."""
    early = line.width + following.unit + 1 < wide - _EXACT
    return early and line.width > wide // 2 and not _ENDED.search(line.text)


def _goes_on(line: _Line, following: _Line, wide: int) -> bool:
    """Whether a line was broken before the following one."""
    if not line.text or not following.text or _is_new(line, following):
        return False
    blank = 0 if _WIDE.match(following.text.lstrip()) else 1
    return line.width + following.unit + blank > wide - (_EXACT if blank == 0 else 0)


def _is_new(line: _Line, following: _Line) -> bool:
    """Whether a line begins a paragraph by its own look."""
    return (
        following.indent >= _INDENT
        or _MARKED.match(following.text) is not None
        or _TABULAR.search(line.text) is not None
        or _TABULAR.search(following.text) is not None
        or (_MARKED.match(line.text) is not None and line.text.lstrip()[0] in ">＞")
    )


def _together(parts: Sequence[_Line]) -> str:
    text = parts[0].text
    for part in parts[1:]:
        following = part.text.lstrip()
        apart = not _WIDE.match(text[-1]) and not _WIDE.match(following)
        text += (" " if apart and not _NUMBER.search(text[-1] + following[0]) else "") + following
    return text
