"""What blocks mean to the walk: paragraphs, tables, content controls, tracked changes, inserted files."""

from __future__ import annotations

from typing import Final

from intake.documents.names import MC, VAL, R, W
from intake.documents.package import Element
from intake.documents.styles import stated, switched_on
from intake.documents.walk import TRACKED, Walk

BROKEN_FIELD: Final = "文中有不完整的域，其中的文字按原样读取"
CHUNK_AGAIN: Final = "文中把同一文件插入了几次，只读一次"
FOREIGN_CHUNK: Final = "文中插入了另一文件的内容，该部分不能读取"

_PROMPTS: Final = frozenset({"placeholder text", "placeholdertext", "占位符文本"})
_DROPPED: Final = frozenset({"drop", "margin"})


def skip(walk: Walk, element: Element) -> None:
    """Leave out: properties, marks without text."""


def deleted(walk: Walk, _: Element) -> None:
    """Leave out what a tracked change took away."""
    walk.leave_out(TRACKED)


def inserted(walk: Walk, element: Element) -> None:
    """Take what a tracked change added."""
    walk.source.remark(TRACKED)
    walk.enter(element)


def alternatives(walk: Walk, element: Element) -> None:
    """Take the first choice that says anything, else the fallback; never both."""
    before = walk.progress()
    for name in ("Choice", "Fallback"):
        for option in element.iterchildren(MC + name):
            walk.enter(option)
            if walk.progress() != before:
                return


def control(walk: Walk, element: Element) -> None:
    """A content control; its prompt ("click here") is no text."""
    prompting = element.find(f"{W}sdtPr/{W}showingPlcHdr")
    if prompting is None or not switched_on(prompting) or not _is_prompt(walk, element):
        walk.enter(element)


def _is_prompt(walk: Walk, element: Element) -> bool:
    styles = {run.get(VAL) for run in element.iter(W + "rStyle")}
    return any((walk.source.styles.name(style) or "").lower() in _PROMPTS for style in styles if style)


def paragraph(walk: Walk, element: Element) -> None:
    """A paragraph; one whose mark was deleted, or that is a drop capital, runs on into the next."""
    properties = element.find(W + "pPr")
    line = walk.opened(stated(properties))
    outer, walk.line = walk.line, line
    walk.enter(element)
    if muted := walk.fields.end_of_paragraph():
        walk.source.remark(BROKEN_FIELD)
        walk.say(muted)
    walk.line = outer
    if properties is not None and _runs_on(walk, properties):
        walk.held = line
    else:
        walk.close(line)


def _runs_on(walk: Walk, properties: Element) -> bool:
    frame, mark = properties.find(W + "framePr"), properties.find(W + "rPr")
    if mark is not None and any(mark.find(W + name) is not None for name in ("del", "moveFrom")):
        walk.source.remark(TRACKED)
        return True
    return frame is not None and frame.get(W + "dropCap") in _DROPPED


def table(walk: Walk, element: Element) -> None:
    """A table; one inside a cell is a table of its own."""
    walk.flush()
    outer, walk.cell = walk.cell, (walk.source.tables, -1, -1)
    walk.source.tables += 1
    walk.enter(element)
    walk.cell = outer


def row(walk: Walk, element: Element) -> None:
    """A row; a deleted one is left out."""
    properties = element.find(W + "trPr")
    if properties is not None and properties.find(W + "del") is not None:
        deleted(walk, element)
        return
    if properties is not None and properties.find(W + "ins") is not None:
        walk.source.remark(TRACKED)
    if walk.cell:
        walk.cell = (walk.cell[0], walk.cell[1] + 1, -1)
    walk.enter(element)


def cell(walk: Walk, element: Element) -> None:
    """A cell; how many columns it spans is never used, only its place in the row."""
    if element.find(f"{W}tcPr/{W}cellDel") is not None:
        deleted(walk, element)
        return
    if walk.cell:
        walk.cell = (walk.cell[0], walk.cell[1], walk.cell[2] + 1)
    walk.enter(element)
    walk.flush()


def chunk(walk: Walk, element: Element) -> None:
    """Another file's content in its place (altChunk)."""
    link = walk.links.get(element.get(R + "id", ""))
    if link is None or link.external or link.target not in walk.source.package:
        walk.source.remark(FOREIGN_CHUNK)
    elif walk.source.once(link.target):
        walk.flush()
        walk.out.extend(walk.source.chunk(walk.source, link.target))
    else:
        walk.source.remark(CHUNK_AGAIN)


def part_elsewhere(walk: Walk, _: Element) -> None:
    """A chapter that is a file of its own (subDoc) is not sent along, and said so."""
    walk.source.remark(FOREIGN_CHUNK)
