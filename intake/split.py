"""A document or a body cut into items.

    lines ─▶ noise set apart (clean) ─▶ where pieces begin (structure) ─▶ items, read line by line

When in doubt it stays one item: a piece too long is seen at once, one cut wrongly is not.  Every cut keeps
its reason.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from intake import bylines, marks, page, phrases, structure, tables
from intake.bylines import Byline
from intake.clean import noise
from intake.headings import Heading, Headings, names_of
from intake.model import Document, NoiseKind, Paragraph, Place, Split
from intake.reader import Reader

__all__ = ["split"]


def split(document: Document, *, headings: Headings) -> Split:
    """Cut a document into items and noise, which together hold all of its text.

    The parts stand in the order in which they begin; what is set apart inside an item follows it.
    """
    names = names_of(headings)
    lines = _unframed(document.paragraphs)
    set_apart = noise(lines, names)
    reader = Reader(names, structure.read(lines, set_apart, names))
    for table, group in groupby(range(len(lines)), key=lambda at: _table(lines[at])):
        indexes = list(group)
        if table is None:
            for at in indexes:
                _take(reader, at, lines[at], set_apart.get(at))
        else:
            _rows(reader, [lines[at] for at in indexes])
    return reader.ended()


def _unframed(lines: Sequence[Paragraph]) -> list[Paragraph]:
    """The lines, those of a table that is nothing but layout without it."""
    found: list[Paragraph] = []
    for table, group in groupby(lines, key=_table):
        cells = list(group)
        if table is not None and tables.is_layout(cells):
            cells = [replace(cell, row=None, place=Place.BODY) for cell in cells]
        found += cells
    return found


def _take(reader: Reader, at: int, line: Paragraph, kind: NoiseKind | None) -> None:
    """Take one line: the first rule that applies says what it does to the items, else it is text."""
    words = (line.label + line.text).strip()
    if kind is not None:
        if phrases.NEXT_PIECE.tell(words):
            reader.close(f"“{words}”下")
        reader.set_apart(words, kind)
    else:
        words = reader.stripped(at, words)
        if words and not any(rule(reader, at, words, line) for rule in _RULES):
            reader.text(words, line)
        if words:
            reader.gallery.interrupt()
    reader.illustrate(line.pictures)


def _table(line: Paragraph) -> int | None:
    return line.row[0] if line.row else None


# --- the rules: the first that applies takes the line ----------------------------------------------


def _column_heading(reader: Reader, _: int, words: str, __: Paragraph) -> bool:
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


def _inline_heading(reader: Reader, _: int, words: str, line: Paragraph) -> bool:
    found = reader.names.inline(words)
    if found is None:
        return False
    reader.heading, said, rest = found
    reader.close(f"段首标明栏目“{reader.heading}”")
    reader.apart(said, NoiseKind.HEADING)
    reader.text(rest.strip(), line)
    return True


def _unit_heading(reader: Reader, at: int, words: str, _: Paragraph) -> bool:
    unit = reader.names.unit_line(words) if at in reader.plan.units else None
    if unit is None:
        return False
    reader.unit = unit
    reader.close(f"单位标题“{unit}”下")
    reader.apart(words, NoiseKind.HEADING)
    return True


def _field(reader: Reader, _: int, words: str, line: Paragraph) -> bool:
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


def _awaited_title(reader: Reader, _: int, words: str, __: Paragraph) -> bool:
    """The line below 标题：."""
    awaited = reader.titling and not (reader.open and reader.open.body)
    reader.titling = False
    if awaited:
        reader.add(title=words)
    return awaited


def _title(reader: Reader, at: int, words: str, _: Paragraph) -> bool:
    if at in reader.plan.collective:
        reader.apart(words, NoiseKind.HEADING)
        return True
    if at not in reader.plan.titles:
        return False
    if reader.open and reader.open.body:
        reader.close("标题行起")
    if reader.open and reader.open.title == [words] and not reader.open.body:  # as the form above says
        reader.apart(words, NoiseKind.HEADING)
        return True
    if at in reader.plan.counted:
        length = page.mark_length(words)
        reader.apart(words[:length], NoiseKind.HEADING)
        words = words[length:].strip()
    found = bylines.bracketed(words, reader.names)
    if found and found[2].person:  # 夜校的灯（某公司 张三）
        reader.add(title=found[0].strip()).signed(found[2])
        reader.apart(found[1], NoiseKind.BYLINE)
    else:
        reader.add(title=words)
    return True


def _run_in(reader: Reader, at: int, words: str, line: Paragraph) -> bool:
    """▶夜校开课 5月6日……: the bold words are the title."""
    length = structure.run_in(line, words) if at in reader.plan.run_ins else 0
    if not length:
        return False
    reader.add(title=words[:length])
    reader.text(words[length:].strip(), line)
    return True


def _byline(reader: Reader, at: int, words: str, _: Paragraph) -> bool:
    """A by-line alone: below a title it tells the author, below a text it also ends the item."""
    if at in reader.plan.scenes:
        return False
    draft = reader.open or reader.signed
    found = bylines.alone(words, reader.names) if draft or at in reader.plan.under else None
    if found is None:
        return False
    if draft is None:  # below the title of a collection: it signs all of it
        reader.apart(words, NoiseKind.BYLINE)
        reader.house = found
        return True
    if draft.body and at not in reader.plan.ends and not bylines.is_sure(words, found):
        return False
    reader.apart(words, NoiseKind.BYLINE)
    draft.date = draft.date or phrases.dated(words)
    if draft is reader.signed and found.person and at not in reader.plan.titles:
        draft.signed_also(found)
    else:
        reader.sign(draft, found)
    return True


def _dateline(reader: Reader, at: int, words: str, __: Paragraph) -> bool:
    """A date between the title and the text, or behind the by-line."""
    draft = reader.signed or reader.open
    placed = draft is not None and (draft is reader.signed or (draft.title and not draft.body))
    if draft is None or not placed or at in reader.plan.scenes or not phrases.DATE.tell(words):
        return False
    draft.date = draft.date or phrases.day(words)
    reader.apart(words, NoiseKind.DATE)
    return True


def _roll(reader: Reader, at: int, words: str, _: Paragraph) -> bool:
    """A line of a list of names."""
    if at not in reader.plan.rolls or not (reader.open and reader.open.body):
        return False
    reader.add(body=words)
    return True


def _head_matter(reader: Reader, at: int, words: str, _: Paragraph) -> bool:
    """A drawn line, or the head of a collection."""
    if not page.is_divider(words) and at not in reader.plan.contents:
        return False
    reader.apart(words, NoiseKind.LETTERHEAD)
    return True


def _turn(reader: Reader, at: int, words: str, line: Paragraph) -> bool:
    """A paragraph that another unit's piece begins with, or another one of the same unit."""
    if at not in reader.plan.turns or not (reader.open and reader.open.body):
        return False
    reader.close(reader.plan.turns[at])
    reader.text(words, line)
    return True


def _headed(reader: Reader, _: int, words: str, line: Paragraph) -> bool:
    """A paragraph with a by-line before it, behind another piece."""
    if not (reader.open and reader.open.body) or bylines.head(words, reader.names) is None:
        return False
    reader.close("文首有署名")
    reader.text(words, line)
    return True


def _group_heading(reader: Reader, at: int, words: str, _: Paragraph) -> bool:
    """【…】 between the heading of a column and a title: a group that the document names itself."""
    if at not in reader.plan.groups:
        return False
    reader.heading = Heading(reader.heading.column if reader.heading else None, words.strip("【】"))
    reader.apart(words, NoiseKind.HEADING)
    reader.close(f"分组标题“{reader.heading}”下")
    return True


def _speaker(reader: Reader, at: int, words: str, _: Paragraph) -> bool:
    """某厂 张三： over what that person says."""
    found = bylines.alone(words.rstrip("：:"), reader.names) if at in reader.plan.speakers else None
    if found is None:
        return False
    reader.close(f"署名“{words}”下")
    reader.apart(words, NoiseKind.BYLINE)
    reader.begin().signed(found)
    return True


def _date_heading(reader: Reader, at: int, words: str, _: Paragraph) -> bool:
    if at not in reader.plan.dates:
        return False
    reader.close(f"日期“{words}”下")
    reader.date = phrases.day(words)
    reader.apart(words, NoiseKind.DATE)
    return True


_RULES: Final[tuple[Callable[[Reader, int, str, Paragraph], bool], ...]] = (
    _head_matter,  # ----------, the list of titles at the top
    _column_heading,  # 悟心之语
    _inline_heading,  # 【悟心之语】今天……
    _group_heading,  # 【集团公司劳动模范】
    _unit_heading,  # 某公司：
    _speaker,  # 某厂 张三：
    _date_heading,  # 5月4日, in a chronicle
    _field,  # 标题：……
    _awaited_title,  # the line below
    _title,  # a line that looks like one
    _roll,  # 氧化铝厂：龙某 唐某
    _dateline,  # 2021年5月7日
    _byline,  # （某公司 张三）
    _run_in,  # a bold title before the text
    _headed,  # （某公司 张三）5月6日……
    _turn,  # every paragraph another unit's
)


# --- tables ----------------------------------------------------------------------------------------


def _rows(reader: Reader, cells: Sequence[Paragraph]) -> None:
    """A table: each row a piece, a form that is one piece, or figures that belong to the text around."""
    inside = reader.open is not None and reader.open.long
    pictures = {cell.row[1]: list[int]() for cell in cells if cell.row}
    for cell in cells:
        pictures[cell.row[1] if cell.row else 0] += cell.pictures
    for row in tables.rows(cells, reader.names, inside=inside):
        if row.kind is tables.Kind.APART:
            reader.apart(row.text, NoiseKind.LETTERHEAD)
        elif row.kind is tables.Kind.FIGURES:
            _figures(reader, row.text)
        else:
            _piece(reader, row)
        reader.illustrate(pictures.pop(row.at, ()))


def _figures(reader: Reader, text: str) -> None:
    if text.strip():
        reader.add(body=text)


def _piece(reader: Reader, row: tables.Row) -> None:
    if row.begins:
        reader.close(row.reason)
    reader.apart(row.apart, NoiseKind.HEADING)
    draft = reader.begin()
    draft.heading = row.heading or draft.heading
    draft.signed(Byline(row.unit, row.person))
    draft.date = row.date or draft.date
    if row.title:
        reader.add(title=row.title)
    for words in row.body:
        found = bylines.tail(words, reader.names)
        reader.add(body=found[0].strip() if found else words)
        if found:
            draft.signed(found[2])
            reader.apart(found[1], NoiseKind.BYLINE)
    reader.apart(row.behind, NoiseKind.HEADING)
