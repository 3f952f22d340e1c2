"""The words of a draft as they go on paper: clean characters, printed lines, standing lines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from compose.numerals import chinese_date, chinese_span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from compose.model import DraftGroup, DraftParagraph, Imprint, Issue, Window

PIN = "📍"

# What XML 1.0 (2.2) cannot hold: C0 controls but tab and newline, lone surrogates, U+FFFE, U+FFFF; and what
# no page shows but all of it obeys: C1 controls, and marks that turn the direction of what follows (UAX #9:
# behind U+202E 12 is printed as 21).
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n?")


def clean_text(text: str) -> str:
    """Return `text` without what no XML file can hold and no page shows; line ends become newlines."""
    return _UNPRINTABLE.sub("", _LINE_ENDS.sub("\n", text))


@dataclass(frozen=True, slots=True)
class Fragment:
    """A stretch of one printed line; `piece` is its piece's place in the paragraph, from 0.

    `opens` and `closes` mark the first and the last fragment of that piece.
    """

    piece: int
    text: str
    bold: bool
    opens: bool = False
    closes: bool = False


def printed_lines(paragraph: DraftParagraph) -> tuple[tuple[Fragment, ...], ...]:
    """Cut a paragraph into its printed lines: at least one, none blank, each piece opened and closed once."""
    lines: list[tuple[Fragment, ...]] = [()]
    for index in range(len(paragraph.pieces)):
        first, *further = _piece_lines(paragraph, index, at_start=not lines[-1])
        lines[-1] += first
        lines += further
    return tuple(lines)


def _piece_lines(paragraph: DraftParagraph, index: int, *, at_start: bool) -> list[tuple[Fragment, ...]]:
    """Cut one piece into lines; the first continues the line before it unless that is still empty."""
    lines = list(_split(paragraph, index, at_start=at_start)) or [[("", False)]]
    last = (len(lines) - 1, len(lines[-1]) - 1)
    return [
        tuple(
            Fragment(index, text, bold, opens=(row, at) == (0, 0), closes=(row, at) == last)
            for at, (text, bold) in enumerate(line)
        )
        for row, line in enumerate(lines)
    ]


def _split(paragraph: DraftParagraph, index: int, *, at_start: bool) -> Iterator[list[tuple[str, bool]]]:
    """Yield lines of (text, bold); blank lines and the indentation of a line are left to the styles."""
    line: list[tuple[str, bool]] = []
    begun = not at_start
    for span in paragraph.pieces[index].spans:
        for row, part in enumerate(clean_text(span.text).split("\n")):
            if row and line:
                yield line
                line = []
            begun = begun and not row
            words = part if begun or line else part.lstrip()
            if words:
                line.append((words, span.bold))
    if line:
        yield line


def issue_line(issue: Issue) -> str:
    """Write the number line of the masthead: 2021年第9期（总第9期）."""
    numbers = issue.numbering
    return f"{numbers.year}年第{numbers.number}期（总第{numbers.serial}期）"


def group_heading(group: DraftGroup, *, bracketed: bool) -> str:
    """Write the heading of a named group, in 【】 where the column wants that; empty for the unnamed one."""
    if not group.name:
        return ""
    return f"【{group.name}】" if bracketed else group.name


def window_line(window: Window) -> str:
    """Write （本期信息采集时间：4月30日—5月10日）, or nothing where the window is open at both ends."""
    if window.start and window.end:
        days = chinese_span(window.start, window.end)
    elif window.start:
        days = f"{chinese_date(window.start)}起"
    elif window.end:
        days = f"截至{chinese_date(window.end)}"
    else:
        return ""
    return f"（本期信息采集时间：{days}）"


def imprint_lines(imprint: Imprint) -> tuple[str, ...]:
    """Write the lines of the 版记; a line whose words are not set is left out."""
    rows = (("发放", imprint.distribution), ("抄送", imprint.copies), ("投稿邮箱", imprint.address))
    return tuple(f"{label}：{words}" for label, words in rows if words.strip())


PHOTO_WIDTH: Final = 120.0
"""Millimetres of a photo as wide as photos are printed; the text is 156 mm wide."""
_PHOTO_HEIGHT: Final = 85.0
_LEAST_DPI: Final = 110
"""Pixels an inch below which a photo is printed smaller instead."""


def printed_size(width: int, height: int) -> tuple[float, float]:
    """Width and height in millimetres at which a photo of so many pixels is printed."""
    widest = min(PHOTO_WIDTH, width * 25.4 / _LEAST_DPI, _PHOTO_HEIGHT * width / height)
    return widest, widest * height / width
