"""A document or a body cut into items.

    lines ─▶ noise set apart (clean) ─▶ where pieces begin (structure) ─▶ items, read line by line

When in doubt it stays one item: a piece too long is seen at once, one cut wrongly is not.  Every cut keeps
its reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import Final

from intake import bylines, marks, page, phrases, pieces, structure, tables
from intake.bylines import Byline
from intake.clean import noise
from intake.gallery import Gallery
from intake.headings import LONGEST_HEADING, Heading, Headings, Names, names_of
from intake.model import Document, Noise, NoiseKind, Paragraph, Split
from intake.pieces import Draft

__all__ = ["split"]

WHOLE: Final = "整篇为一条"
FIRST: Final = "从开头起"
SIGNED: Final = "上一条文末有署名"


def split(document: Document, *, headings: Headings) -> Split:
    """Cut a document into items and noise, which together hold all of its text.

    The parts stand in the order in which they begin; what is set apart inside an item follows it.
    """
    names = names_of(headings)
    lines = document.paragraphs
    set_apart = noise(lines, names)
    reader = _Reader(names, structure.read(lines, set_apart, names))
    for table, group in groupby(range(len(lines)), key=lambda at: _table(lines[at])):
        indexes = list(group)
        if table is None:
            for at in indexes:
                reader.line(at, lines[at], set_apart.get(at))
        else:
            _rows(reader, [lines[at] for at in indexes])
    return reader.ended()


def _table(line: Paragraph) -> int | None:
    return line.row[0] if line.row else None


class _Reader:
    """Takes the lines one by one; the table of rules below says what each does to the items."""

    def __init__(self, names: Names, plan: structure.Plan) -> None:
        self.names, self.plan = names, plan
        self.parts: list[Draft | Noise] = []
        self.open: Draft | None = None
        self.signed: Draft | None = None
        self.heading: Heading | None = None
        self.unit: str | None = None
        self.house: str | None = None
        self.reason = WHOLE
        self.titling = False
        self.gallery = Gallery()

    # --- what rules do

    def apart(self, text: str, kind: NoiseKind) -> None:
        """Set text apart."""
        if text.strip():
            self.parts.append(Noise(text.strip(), kind))

    def close(self, reason: str) -> None:
        """End the item; the next line begins another one, for this reason."""
        self.open, self.signed, self.reason = None, None, reason

    def sign(self, draft: Draft, byline: Byline) -> None:
        """Take a by-line; one behind a text ends the item, unless it only names the photographer."""
        draft.signed(byline)
        if draft.body and (byline.unit or byline.person):
            self.close(SIGNED)
            self.signed = draft

    def begin(self) -> Draft:
        """The open item, a new one if there is none; its place is where its first words stand."""
        if self.open is None:
            self.open = Draft(self.reason, heading=self.heading, unit=self.unit or self.house)
            self.gallery.move(self.open.pictures)
            self.signed = None
        return self.open

    def add(self, *, title: str = "", body: str = "") -> Draft:
        """Add words to the open item."""
        draft = self.begin()
        if (title or body) and not draft.title and not draft.body:
            self.parts.append(draft)
        draft.title += [title] if title else []
        draft.body += [body] if body else []
        return draft

    def text(self, words: str, line: Paragraph) -> None:
        """Add a paragraph to the item, its by-lines taken off; one at its end ends the item."""
        head = bylines.head(words, self.names) if not (self.open and self.open.body) else None
        if head:
            self.apart(head[0], NoiseKind.BYLINE)
            words = head[1]
        elif self.reason == WHOLE and self.open is None:
            words = self._without_greeting(words)
        words, unit = self._without_unit(words)
        found = bylines.tail(words, self.names)
        body, signed, byline = found or (words, "", None)
        draft = self.add(body=body.strip())
        if head:
            draft.signed(head[2])
        draft.unit = unit or draft.unit
        draft.bold += _bold_heads(line)
        self.apart(signed, NoiseKind.BYLINE)
        if byline:
            self.sign(draft, byline)

    def _without_greeting(self, words: str) -> str:
        """The first words of a letter without a greeting in the same line."""
        length = phrases.greeting_before(words)
        self.apart(words[:length], NoiseKind.GREETING)
        return words[length:]

    def _without_unit(self, words: str) -> tuple[str, str | None]:
        """The first paragraph of an item without the unit set before it."""
        label = self.names.unit_label(words) if not (self.open and self.open.body) else None
        if label is None:
            return words, None
        self.apart(words[: label[1]], NoiseKind.HEADING)
        return words[label[1] :], label[0]

    def illustrate(self, pictures: Iterable[int]) -> None:
        """Take pictures: those of the piece that they stand in or behind, or of the first one."""
        draft = self.open or self.signed
        self.gallery.show(pictures, draft.pictures if draft else None)

    # --- lines

    def line(self, at: int, line: Paragraph, kind: NoiseKind | None) -> None:
        """Take one line."""
        words = (line.label + line.text).strip()
        if kind is not None:
            self._set_apart(words, kind)
        else:
            words = self._stripped(at, words)
            if words and not any(rule(self, at, words, line) for rule in _RULES):
                self.text(words, line)
            if words:
                self.gallery.interrupt()
        self.illustrate(line.pictures)

    def _set_apart(self, words: str, kind: NoiseKind) -> None:
        self.house = self.house or _house(words, kind, self.names)
        self.apart(words, kind)
        if kind is NoiseKind.CAPTION:
            self.gallery.caption(words)

    def _stripped(self, at: int, words: str) -> str:
        """The words without the marks that begin a piece; a mark closes the item before it."""
        for length, reason in self.plan.marks(at, words):
            if length:
                self.close(reason)
                self.apart(words[:length], NoiseKind.HEADING)
                words = words[length:].strip()
        return words

    def ended(self) -> Split:
        """Everything read; a signature at the end tells the author of what is not signed otherwise."""
        drafts = [part for part in self.parts if isinstance(part, Draft)]
        apart = [part for part in self.parts if isinstance(part, Noise)]
        pieces.end_with(drafts, apart, self.names)
        if len(drafts) > 1 and drafts[0].reason == WHOLE:
            drafts[0].reason = FIRST
        return Split(tuple(part.item() if isinstance(part, Draft) else part for part in self.parts))


def _house(words: str, kind: NoiseKind, names: Names) -> str | None:
    """The unit that a letterhead says has sent the whole (报送单位：某公司)."""
    if kind is not NoiseKind.LETTERHEAD or not any(sign in words for sign in "：:"):
        return None
    byline = bylines.alone(words, names)
    return byline.unit if byline else None


def _bold_heads(line: Paragraph) -> list[str]:
    """The run-in head that a paragraph opens with, or the whole of a short bold line."""
    first = line.runs[0] if line.runs else None
    if first is None or not first.bold or not first.text.strip():
        return []
    short = len(first.text) <= LONGEST_HEADING or (line.bold == 1 and len(line.text) <= page.TITLE)
    return [first.text.strip()] if short else []


# --- the rules: the first that applies takes the line ----------------------------------------------


def _column_heading(reader: _Reader, _: int, words: str, __: Paragraph) -> bool:
    heading = reader.names.heading(words)
    if heading is None:
        return False
    column = heading.column or (reader.heading.column if reader.heading and heading.group else None)
    reader.heading = Heading(column, heading.group)
    reader.unit = None
    reader.apart(words, NoiseKind.HEADING)
    if reader.open and not reader.open.body:  # it stands between a title and its text
        reader.open.heading = reader.heading
    else:
        reader.close(f"栏目标题“{heading}”下")
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
    reader.apart(words[: title or body], NoiseKind.HEADING)
    rest = words[title or body :].strip()
    reader.titling = bool(title and not rest)
    if rest and title:
        reader.add(title=rest)
    elif rest:
        reader.text(rest, line)
    return True


def _awaited_title(reader: _Reader, _: int, words: str, __: Paragraph) -> bool:
    """The line below 标题：."""
    awaited = reader.titling and not (reader.open and reader.open.body)
    reader.titling = False
    if awaited:
        reader.add(title=words)
    return awaited


def _title(reader: _Reader, at: int, words: str, _: Paragraph) -> bool:
    if at in reader.plan.collective:
        reader.apart(words, NoiseKind.HEADING)
        return True
    if at not in reader.plan.titles:
        return False
    if reader.open and reader.open.body:
        reader.close("标题行起")
    found = bylines.tail(words, reader.names)
    if found and found[2].person:  # 夜校的灯（某公司 张三）
        reader.add(title=found[0].strip()).signed(found[2])
        reader.apart(found[1], NoiseKind.BYLINE)
    else:
        reader.add(title=words)
    return True


def _byline(reader: _Reader, at: int, words: str, _: Paragraph) -> bool:
    """A by-line alone: below a title it tells the author, below a text it also ends the item."""
    draft = reader.open or reader.signed
    found = bylines.alone(words, reader.names) if draft else None
    if draft is None or found is None:
        return False
    if draft.body and at not in reader.plan.ends and not bylines.is_sure(words, found):
        return False
    reader.apart(words, NoiseKind.BYLINE)
    reader.sign(draft, found)
    return True


def _dateline(reader: _Reader, _: int, words: str, __: Paragraph) -> bool:
    """A date between the title and the text, or behind the by-line."""
    draft = reader.signed or reader.open
    placed = draft is not None and (draft is reader.signed or (draft.title and not draft.body))
    if draft is None or not placed or not phrases.DATE.tell(words):
        return False
    draft.date = draft.date or words
    reader.apart(words, NoiseKind.DATE)
    return True


def _head_matter(reader: _Reader, at: int, words: str, _: Paragraph) -> bool:
    """A drawn line, or the head of a collection."""
    if not page.is_divider(words) and at not in reader.plan.contents:
        return False
    reader.apart(words, NoiseKind.LETTERHEAD)
    return True


def _other_unit(reader: _Reader, at: int, words: str, line: Paragraph) -> bool:
    """A paragraph that opens with another unit than the item did."""
    if at not in reader.plan.others or not (reader.open and reader.open.body):
        return False
    reader.close(f"另一单位“{reader.plan.others[at]}”起")
    reader.text(words, line)
    return True


_RULES: Final[tuple[Callable[[_Reader, int, str, Paragraph], bool], ...]] = (
    _head_matter,  # ----------, the list of titles at the top
    _column_heading,  # 悟心之语
    _inline_heading,  # 【悟心之语】今天……
    _unit_heading,  # 某公司：
    _field,  # 标题：……
    _awaited_title,  # the line below
    _title,  # a line that looks like one
    _dateline,  # 2021年5月7日
    _byline,  # （某公司 张三）
    _other_unit,  # every paragraph another unit's
)


# --- tables ----------------------------------------------------------------------------------------


def _rows(reader: _Reader, cells: Sequence[Paragraph]) -> None:
    """A table: each row a piece, a form that is one piece, or figures that belong to the text around."""
    inside = reader.open is not None and any(len(text) >= page.SENTENCE for text in reader.open.body)
    pictures = {cell.row[1]: list[int]() for cell in cells if cell.row}
    for cell in cells:
        pictures[cell.row[1] if cell.row else 0] += cell.pictures
    for row in tables.rows(cells, reader.names, inside=inside):
        if row.kind is tables.Kind.APART:
            reader.apart(row.text, NoiseKind.LETTERHEAD)
        elif row.kind is tables.Kind.FIGURES:
            reader.add(body=row.text if row.text.strip() else "")
        else:
            _piece(reader, row)
        reader.illustrate(pictures.pop(row.at, ()))


def _piece(reader: _Reader, row: tables.Row) -> None:
    if row.begins:
        reader.close(row.reason)
    reader.apart(row.apart, NoiseKind.HEADING)
    draft = reader.begin()
    draft.heading = row.heading or draft.heading
    draft.signed(Byline(row.unit, row.person))
    if row.title:
        reader.add(title=row.title)
    for words in row.body:
        found = bylines.tail(words, reader.names)
        reader.add(body=found[0].strip() if found else words)
        if found:
            draft.signed(found[2])
            reader.apart(found[1], NoiseKind.BYLINE)
    reader.apart(row.behind, NoiseKind.HEADING)
