"""The lines of a published issue: each with the mark before it, without what is no text of the issue."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from intake import marks
from intake.model import Align, Paragraph, Place

PIN: Final = "pin"
BULLET: Final = "bullet"
ENDED: Final = tuple("。！？!?…”’」』）)】")
"""What a whole paragraph ends in; one that ends in anything else was cut, or is a heading."""

_APART: Final = frozenset({Place.CELL, Place.TEXTBOX})
_UNREAD: Final = frozenset({Place.HEADER, Place.NOTE})
_INNER_PIN: Final = re.compile(rf"(?=[{marks.PIN}📌])")
_INDENT: Final = re.compile(r"\u3000{2}| {4}|\t")
_ODD: Final = re.compile("[\u200b-\u200f\u2060\ufeff]")
_PAGE_NUMBER: Final = re.compile(
    r"[\s\-—–─·.~〜/|]*第?\s*\d{1,4}\s*页?[\s\-—–─·.~〜/|，,]*(?:共\s*\d+\s*页)?[\s\-—–─]*"
)
_CONTENTS: Final = re.compile(r".{1,60}(?:[.．…·‧•_\-—]{3,}|[.．…·‧\s]*\t)\s*[（(]?\d{1,3}[)）]?")
_TURNED: Final = re.compile(r"[（(](?:上接|下转|接上|转下|未完|完)[^）)]{0,12}[)）]")
_CAPTION: Final = re.compile(
    r"[（(▲△↑↓]*(?:[上下左右]?图(?:[为:：]|片?\s*[\d①-⑨一二三四五]*\s*[:：])|摄影\s*[:：/])"
)
_CAPTION_STYLES: Final = ("图注", "caption", "题注")
_LONGEST_CAPTION: Final = 60
_LEAST_IN_TABLE: Final = 40


@dataclass(frozen=True, slots=True)
class Look:
    """How a paragraph is set."""

    style: str | None
    outline: int | None
    align: Align
    size: float | None
    bold: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, or a part of one that begins with 📍.

    `kind` is the kind of mark before it (pin, bullet, `1.` …), empty for none; `text` stands without it,
    `whole` with it.  `apart` says that it stands in a table or a text box, `bold` is the length of the
    part set in bold at the start of `text`.
    """

    text: str
    whole: str
    kind: str
    look: Look
    apart: bool = False
    indented: bool = False
    gap: bool = False
    bold: int = 0

    @property
    def ended(self) -> bool:
        """Whether it ends as a whole paragraph does."""
        return self.text.endswith(ENDED)


def lines_of(paragraphs: Sequence[Paragraph]) -> tuple[Line, ...]:
    """The lines in order, without page numbers, contents, captions, page headers and notes."""
    found: list[Line] = []
    pictured = False
    for paragraph in paragraphs:
        text = _ODD.sub("", paragraph.text).strip()
        if paragraph.place not in _UNREAD and text and not _is_noise(paragraph, text, pictured=pictured):
            found += _parts(paragraph, text)
        pictured = bool(paragraph.pictures) or (pictured and not text)
    return tuple(found)


def _is_noise(paragraph: Paragraph, text: str, *, pictured: bool) -> bool:
    if len(text) > 2 * _LONGEST_CAPTION:
        return False
    style = (paragraph.style or "").lower()
    return bool(
        _PAGE_NUMBER.fullmatch(text)
        or _CONTENTS.fullmatch(text)
        or _TURNED.fullmatch(text)
        or _CAPTION.match(text)
        or style.startswith(("toc", "目录", *_CAPTION_STYLES))
        or (pictured and _stands_below(paragraph, text))
    )


def _stands_below(paragraph: Paragraph, text: str) -> bool:
    """A caption that says nothing of a picture: short, and in the middle or without an end mark."""
    short = len(text) <= _LONGEST_CAPTION and not paragraph.label and not mark_of(text)[0]
    return short and paragraph.outline is None and paragraph.align is Align.CENTER and paragraph.bold < 0.9


def _parts(paragraph: Paragraph, text: str) -> Iterator[Line]:
    """The paragraph, cut before each 📍 in it."""
    apart = paragraph.place in _APART
    look = Look(
        paragraph.style, paragraph.outline, paragraph.align, paragraph.size, bold=paragraph.bold >= 0.5
    )
    indented = bool(_INDENT.match(paragraph.text))
    pieces = [part.strip() for part in _INNER_PIN.split(text)]
    for row, part in enumerate(part for part in pieces if part):
        kind, length = mark_of(part)
        label = "" if row else paragraph.label.strip()
        if label and not kind:
            kind = mark_of(label + " ")[0] or BULLET
        if kind and not part[length:].strip():
            continue
        bare = part[length:].strip()
        bold = 0 if row else max(0, _bold_start(paragraph) - length - text[length:].index(bare[0]))
        whole = label + part
        gap = paragraph.gap and not row
        yield Line(bare, whole, kind, look, apart=apart, indented=indented, gap=gap, bold=bold)


def _bold_start(paragraph: Paragraph) -> int:
    """Characters in bold at the start; blanks and a mark before them do not count against it."""
    length = 0
    for run in paragraph.runs:
        if not run.bold and run.text.strip(f" \u3000{marks.PIN}\ufe0f"):
            break
        length += len(run.text)
    indent = len(paragraph.text) - len(paragraph.text.lstrip())
    return length - indent if any(run.bold for run in paragraph.runs[:3]) else 0


def mark_of(text: str) -> tuple[str, int]:
    """The kind of mark that a text begins with, and how many characters it takes."""
    if length := marks.pin(text):
        return PIN, length
    if length := marks.bullet(text):
        return BULLET, length
    number = marks.number(text)
    return (number.level, number.length) if number else ("", 0)


def is_item(line: Line) -> bool:
    """Whether a line in a table or a text box can be a contribution: a cell of figures is none."""
    return not line.apart or bool(line.kind) or (len(line.text) >= _LEAST_IN_TABLE and line.ended)


def mark_in_use(lines: Sequence[Line]) -> str:
    """The kind of mark that begins the items here; others (一、 in a portrait) only structure them.

    A number begins items only if the first of them has one.
    """
    kinds = {line.kind for line in lines}
    for kind in (PIN, BULLET):
        if kind in kinds:
            return kind
    return lines[0].kind if lines else ""


def most_common_look(lines: Iterable[Line]) -> Look | None:
    """The look of the most characters: the text's."""
    sizes: dict[Look, int] = {}
    for line in lines:
        sizes[line.look] = sizes.get(line.look, 0) + len(line.text)
    return max(sizes, key=sizes.__getitem__, default=None)
