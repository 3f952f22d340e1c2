"""Lines joined back into the paragraphs that they were broken from.

A line was broken because the next word did not fit, or ended because the author ended it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import Final

from intake.documents.pdf.lines import is_wide
from intake.documents.pdf.model import Line
from intake.model import Align, Paragraph, Place, Run

_ROOM: Final = 0.6
"""Sizes beyond the next word that must be left in a line for it to have been ended by the author."""
_INDENT: Final = 0.9
_SPACING: Final = 1.45
"""Share of the usual distance of lines beyond which another paragraph begins."""
_SIZE: Final = 0.12
_MARK: Final = re.compile(
    r"[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．](?!\d)|第[一二三四五六七八九十\d]{1,3}[条章节]"
    r"|[①-⑳●•◆■➢▪☑☐]|[-—–] "
)
_ENDED: Final = re.compile(r"[。！？；：.!?;:…”’）)]\s*\Z")
_HYPHEN: Final = re.compile(r"(?<=[A-Za-z])[-\u2010]\Z")


def paragraphs(lines: Sequence[Line]) -> Iterator[Paragraph]:
    """The paragraphs that some lines make, in order."""
    usual = _leading(lines)
    held: list[Line] = []
    for line in lines:
        if held and _begins(held, line, usual):
            yield _paragraph(held)
            held = []
        held.append(line)
    if held:
        yield _paragraph(held)


def _leading(lines: Sequence[Line]) -> dict[float, float]:
    """The usual distance from line to line, for each size of letters."""
    found: dict[float, list[float]] = {}
    for last, line in pairwise(lines):
        step = last.base - line.base
        if last.size == line.size and 0 < step < 4 * line.size:
            found.setdefault(line.size, []).append(step)
    return {size: median(steps) for size, steps in found.items()}


def _begins(held: Sequence[Line], line: Line, usual: dict[float, float]) -> bool:
    """Whether a paragraph begins with a line."""
    last = held[-1]
    if any(check(last, line) for check in _PARTED):
        return True
    if _is_apart(last, line, usual):
        return True
    return _is_indented(held, line)


def _is_other_place(last: Line, line: Line) -> bool:
    return last.cell != line.cell or last.turned != line.turned


def _is_other_look(last: Line, line: Line) -> bool:
    """Of another size, or a heading in bold behind which the text goes on in regular letters."""
    return abs(last.size - line.size) > _SIZE * max(last.size, line.size)


def _is_picture(last: Line, line: Line) -> bool:
    return not last.runs or not line.runs


def _is_ended(last: Line, line: Line) -> bool:
    """The next word would have fitted into the line."""
    room = last.right - last.box.x1
    return room > line.first + _ROOM * last.size


def _is_marked(last: Line, line: Line) -> bool:
    """A number or a bullet behind the end of a sentence."""
    return _MARK.match(line.text) is not None and _ENDED.search(last.text) is not None


_PARTED: Final = (_is_picture, _is_other_place, _is_other_look, _is_ended, _is_marked)


def _is_apart(last: Line, line: Line, usual: dict[float, float]) -> bool:
    step = last.base - line.base
    return step > _SPACING * usual.get(line.size, 2 * line.size)


def _is_indented(held: Sequence[Line], line: Line) -> bool:
    """Begins further in than its column, unless all lines of the paragraph but the first do (a list)."""
    indent = line.box.x0 - line.left
    if indent < _INDENT * line.size or align(line) is Align.CENTER:
        return False
    hanging = held[0].box.x0 < line.box.x0 - 0.5 * line.size and _MARK.match(held[0].text)
    same = len(held) == 1 or abs(held[-1].box.x0 - line.box.x0) < 0.5 * line.size
    return not (hanging and same)


# --- the paragraph ----------------------------------------------------------------------------------


def _paragraph(lines: Sequence[Line]) -> Paragraph:
    runs = tuple(_joined(lines))
    sizes = Counter[float]()
    for line in lines:
        sizes[line.size] += len(line.text)
    first = lines[0]
    return Paragraph(
        text="".join(run.text for run in runs),
        runs=runs,
        align=align(first) if len(lines) == 1 else _shared(lines),
        size=max(sizes, key=lambda size: sizes[size]) if runs else None,
        place=_place(first),
        row=first.cell,
        pictures=() if first.picture is None else (first.picture,),
    )


def _place(line: Line) -> Place:
    if line.cell is not None:
        return Place.CELL
    return Place.TEXTBOX if line.turned else Place.BODY


def _shared(lines: Sequence[Line]) -> Align:
    """That of all lines; of a centred paragraph all but the last may be full."""
    found = {align(line) for line in lines}
    if len(found) == 1:
        return found.pop()
    even = all(abs(line.box.x0 - line.left - line.right + line.box.x1) < 1.2 * line.size for line in lines)
    return Align.CENTER if even and align(lines[-1]) is Align.CENTER else Align.LEFT


def align(line: Line) -> Align:
    """Centred or set right, by the room on both sides of a line."""
    if not line.runs:
        return Align.LEFT
    before, behind = line.box.x0 - line.left, line.right - line.box.x1
    if behind < line.size and before > max(4 * line.size, 0.3 * (line.right - line.left)):
        return Align.RIGHT
    sides = min(before, behind) / line.size
    uneven = abs(before - behind) / line.size
    # Two characters before and as many behind may as well be an indented line of a paragraph.
    even = uneven < 0.4 and sides > 0.8 and not 1.8 < sides < 2.2
    return Align.CENTER if even or (uneven < 1.2 and sides > 2.6) else Align.LEFT


def _joined(lines: Sequence[Line]) -> Iterator[Run]:
    """The runs of all lines, those of one look as one, with what belongs between two lines."""
    waiting: Run | None = None
    for at, line in enumerate(lines):
        for index, run in enumerate(line.runs):
            between = ""
            if index == 0 and at and waiting is not None:
                kept = _HYPHEN.sub("", waiting.text) if run.text[:1].islower() else waiting.text
                between = "" if kept != waiting.text else _between(waiting.text, run.text)
                waiting = Run(kept, waiting.bold, waiting.raised)
            if waiting is None or (waiting.bold, waiting.raised) != (run.bold, run.raised):
                if waiting is not None and waiting.text + between:
                    yield Run(waiting.text + between, waiting.bold, waiting.raised)
                waiting = run
            else:
                waiting = Run(waiting.text + between + run.text, run.bold, run.raised)
    if waiting is not None:
        yield waiting


def _between(last: str, following: str) -> str:
    """A blank between Latin words, none beside a Chinese character or behind a hyphen or slash."""
    if not last or is_wide(last[-1]) or is_wide(following[:1]) or last[-1] in "-/ ":
        return ""
    return " "
