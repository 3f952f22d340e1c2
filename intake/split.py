"""A document or a body cut into items.

    lines ─▶ noise set apart (clean) ─▶ where pieces begin (structure) ─▶ items, read line by line

When in doubt it stays one item: a piece too long is seen at once, one cut wrongly is not.  Every cut keeps
its reason.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from intake import bylines, marks, structure, tables
from intake.bylines import Byline
from intake.clean import noise
from intake.headings import LONGEST_HEADING, Heading, Headings, Names, names_of
from intake.model import Document, Item, Noise, NoiseKind, Paragraph, Split

__all__ = ["split"]

LONG: Final = 25
"""Characters from which a paragraph that opens with another unit is a piece of its own."""


def split(document: Document, *, headings: Headings) -> Split:
    """Cut a document into items and noise, which together hold all of its text in reading order."""
    names = names_of(headings)
    lines = document.paragraphs
    set_apart = noise(lines)
    plan = structure.read(lines, set_apart, names)
    reader = _Reader(names, plan)
    for is_cell, group in groupby(range(len(lines)), key=lambda at: _table(lines[at])):
        indexes = list(group)
        if is_cell is None:
            for at in indexes:
                reader.line(at, lines[at], set_apart.get(at))
        else:
            _rows(reader, [lines[at] for at in indexes])
    return reader.ended()


def _table(line: Paragraph) -> int | None:
    return line.row[0] if line.row else None


@dataclass(slots=True)
class _Draft:
    """An item while it is read."""

    reason: str
    title: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    bold: list[str] = field(default_factory=list)
    heading: Heading | None = None
    unit: str | None = None
    byline: Byline | None = None
    opening: str | None = None

    def signed(self, byline: Byline) -> None:
        """Take what the by-line says and was not said before."""
        old = self.byline or Byline()
        self.byline = Byline(old.unit or byline.unit, old.person or byline.person)

    def item(self) -> Item:
        """The item as it is now known; a title without a body is its text."""
        by = self.byline or Byline()
        title = " ".join(self.title) or None
        return Item(
            title=title if self.body else None,
            text="\n".join(self.body) or (title or ""),
            column=self.heading.column if self.heading else None,
            group=self.heading.group if self.heading else None,
            byline_unit=by.unit or self.unit,
            byline_person=by.person,
            bold=tuple(self.bold),
            reason=self.reason,
        )


class _Reader:
    """Takes the lines one by one; the table of rules below says what each does to the items."""

    def __init__(self, names: Names, plan: structure.Plan) -> None:
        self.names, self.plan = names, plan
        self.parts: list[_Draft | Noise] = []
        self.open: _Draft | None = None
        self.heading: Heading | None = None
        self.unit: str | None = None
        self.reason = "整篇为一条"

    # --- what rules do

    def apart(self, text: str, kind: NoiseKind) -> None:
        """Set text apart."""
        if text.strip():
            self.parts.append(Noise(text.strip(), kind))

    def close(self, reason: str) -> None:
        """End the item; the next line begins another one, for this reason."""
        self.open, self.reason = None, reason

    def begin(self) -> _Draft:
        """The open item, a new one if there is none."""
        if self.open is None:
            self.open = _Draft(self.reason, heading=self.heading, unit=self.unit)
            self.parts.append(self.open)
        return self.open

    def text(self, words: str, line: Paragraph) -> None:
        """Add a paragraph to the item, its by-line taken off; a by-line ends the item."""
        found = bylines.tail(words, self.names)
        body, signed, byline = found or (words, "", None)
        draft = self.begin()
        if not draft.body:
            draft.opening = self.names.opening_unit(body)
        draft.body.append(body.strip())
        draft.bold += _bold_heads(line)
        if byline:
            draft.signed(byline)
            self.apart(signed, NoiseKind.BYLINE)
            self.close("上一条文末有署名")

    # --- lines

    def line(self, at: int, line: Paragraph, kind: NoiseKind | None) -> None:
        """Take one line."""
        words = (line.label + line.text).strip()
        if kind is not None:
            self.apart(words, kind)
            return
        words = self._stripped(at, words)
        if words and not any(rule(self, at, words, line) for rule in _RULES):
            self.text(words, line)

    def _stripped(self, at: int, words: str) -> str:
        """The words without the marks that begin a piece; a mark closes the item before it."""
        for length, reason in self.plan.marks(at, words):
            if length:
                self.close(reason)
                self.apart(words[:length], NoiseKind.HEADING)
                words = words[length:].strip()
        return words

    def ended(self) -> Split:
        """Everything read; a signature at the end of a single item tells its author."""
        drafts = [part for part in self.parts if isinstance(part, _Draft)]
        if len(drafts) == 1:
            _sign(drafts[0], [part for part in self.parts if isinstance(part, Noise)], self.names)
        return Split(tuple(part.item() if isinstance(part, _Draft) else part for part in self.parts))


def _sign(draft: _Draft, apart: Sequence[Noise], names: Names) -> None:
    for part in apart:
        if part.kind is NoiseKind.SIGNATURE and not (draft.byline and draft.byline.person):
            found = bylines.alone(part.text, names)
            if found:
                draft.signed(found)


def _bold_heads(line: Paragraph) -> list[str]:
    """The run-in head that a paragraph opens with, or the whole of a short bold line."""
    first = line.runs[0] if line.runs else None
    if first is None or not first.bold or not first.text.strip():
        return []
    whole = line.bold == 1
    return [first.text.strip()] if len(first.text) <= LONGEST_HEADING or (whole and len(line.text) <= 60) else []


# --- the rules: the first that applies takes the line ----------------------------------------------


def _column_heading(reader: _Reader, _: int, words: str, __: Paragraph) -> bool:
    heading = reader.names.heading(words)
    if heading is None:
        return False
    column = heading.column or (reader.heading.column if reader.heading and heading.group else None)
    reader.heading = Heading(column, heading.group)
    reader.unit = None
    reader.close(f"栏目标题“{heading}”下")
    reader.apart(words, NoiseKind.HEADING)
    return True


def _inline_heading(reader: _Reader, _: int, words: str, line: Paragraph) -> bool:
    found = reader.names.inline(words)
    if found is None:
        return False
    reader.heading, said, rest = found
    reader.close(f"段首标明栏目“{reader.heading}”")
    reader.apart(said, NoiseKind.HEADING)
    reader.text(rest.strip(), line)
    return True


def _unit_heading(reader: _Reader, at: int, words: str, _: Paragraph) -> bool:
    unit = reader.names.unit_line(words) if at in reader.plan.units else None
    if unit is None:
        return False
    reader.unit = unit
    reader.close(f"单位标题“{unit}”下")
    reader.apart(words, NoiseKind.HEADING)
    return True


def _field(reader: _Reader, _: int, words: str, line: Paragraph) -> bool:
    """标题：… begins a piece, 正文：… goes on with it."""
    title, body = marks.title(words), marks.body(words)
    if not title and not body:
        return False
    if title and reader.open and reader.open.body:
        reader.close("“标题：”起")
    draft = reader.begin()
    reader.apart(words[: title or body], NoiseKind.HEADING)
    rest = words[title or body :].strip()
    if rest and title:
        draft.title.append(rest)
    elif rest:
        reader.text(rest, line)
    return True


def _byline(reader: _Reader, at: int, words: str, _: Paragraph) -> bool:
    """A by-line alone: below a title it tells the author, below a text it also ends the item."""
    draft = reader.open
    found = bylines.alone(words, reader.names) if draft and at not in reader.plan.titles else None
    if draft is None or found is None:
        return False
    draft.signed(found)
    reader.apart(words, NoiseKind.BYLINE)
    if draft.body:
        reader.close("上一条文末有署名")
    return True


def _title(reader: _Reader, at: int, words: str, _: Paragraph) -> bool:
    if at in reader.plan.collective:
        reader.apart(words, NoiseKind.HEADING)
        return True
    if at not in reader.plan.titles:
        return False
    if reader.open and reader.open.body:
        reader.close("标题行起")
    reader.begin().title.append(words)
    return True


def _other_unit(reader: _Reader, _: int, words: str, line: Paragraph) -> bool:
    """A paragraph that opens with another unit than the item did."""
    draft = reader.open
    if draft is None or not draft.opening or len(words) < LONG:
        return False
    unit = reader.names.opening_unit(words)
    if unit is None or unit == draft.opening:
        return False
    reader.close(f"另一单位“{unit}”起")
    reader.text(words, line)
    return True


_RULES: Final[tuple[Callable[[_Reader, int, str, Paragraph], bool], ...]] = (
    _column_heading,  # 悟心之语
    _inline_heading,  # 【悟心之语】今天……
    _unit_heading,  # 某公司：
    _field,  # 标题：……
    _title,  # a line that looks like one
    _byline,  # （某公司 张三）
    _other_unit,  # every paragraph another unit's
)


def _rows(reader: _Reader, cells: Sequence[Paragraph]) -> None:
    """A table: each row a piece, a form that is one piece, or figures that belong to the text around."""
    for row in tables.rows(cells, reader.names):
        if row.kind is tables.Kind.APART:
            reader.apart(row.text, NoiseKind.LETTERHEAD)
        elif row.kind is tables.Kind.FIGURES:
            reader.begin().body.append(row.text)
        else:
            _piece(reader, row)


def _piece(reader: _Reader, row: tables.Row) -> None:
    if row.begins:
        reader.close(row.reason)
    draft = reader.begin()
    draft.heading = row.heading or draft.heading
    draft.title += [row.title] if row.title else []
    draft.signed(Byline(row.unit, row.person))
    reader.apart(row.apart, NoiseKind.HEADING)
    for words in row.body:
        found = bylines.tail(words, reader.names)
        draft.body.append(found[0].strip() if found else words)
        if found:
            draft.signed(found[2])
            reader.apart(found[1], NoiseKind.BYLINE)
