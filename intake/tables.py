"""Tables: a list with a piece in each row, a form that is one piece, or plain figures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby
from typing import Final

from intake import bylines, phrases
from intake.headings import Heading, Names
from intake.model import Paragraph

LONG_CELL: Final = 40
"""Characters from which a cell holds a text."""


class Role(StrEnum):
    """What a cell is for."""

    TITLE = "title"
    BODY = "body"
    UNIT = "unit"
    PERSON = "person"
    COLUMN = "column"
    DATE = "date"
    APART = "apart"


_HEADS: Final = {
    Role.TITLE: re.compile(r"(?:稿件|信息|新闻|文章)?(?:标\s*题|题\s*目|名\s*称|主\s*题)"),
    Role.BODY: re.compile(
        r"(?:稿件|信息|主要|新闻|工作|报送|投稿|来稿)?(?:正\s*文|内\s*容)|事迹|简\s*介|主要事迹"
    ),
    Role.UNIT: re.compile(r"(?:报送|供稿|投稿|来稿|所在|作者|责任)?(?:单\s*位|部\s*门|支部)(?:名称)?"),
    Role.PERSON: re.compile(r"(?:供稿|撰稿|投稿|报送|联系)?(?:人|作\s*者|姓\s*名|通讯员)(?:员|姓名)?"),
    Role.COLUMN: re.compile(
        r"(?:拟投|所投|投稿|报送|推荐|建议|拟用|投送)?(?:栏\s*目|版\s*块|板\s*块|类\s*别|专\s*栏)(?:名称)?"
    ),
    Role.DATE: re.compile(r"(?:投稿|报送|来稿|供稿|填报|发布)?(?:日\s*期|时\s*间)"),
    Role.APART: re.compile(
        r"序\s*号|编\s*号|字\s*数|.{0,4}时\s*间|备\s*注|(?:联系)?(?:电\s*话|方式)|图片|审核人?|.{0,4}意见"
    ),
}
"""What the head of a table column, or the label of a form's field, says about the cells."""


class Kind(StrEnum):
    """What a row is."""

    PIECE = "piece"
    FIGURES = "figures"
    APART = "apart"


@dataclass(frozen=True, slots=True)
class Row:
    """A row as read: `at` is its place in the table, `text` its cells joined.

    `apart` are those of a piece that stand before its title and body, `behind` the others that are neither.
    """

    kind: Kind
    text: str = ""
    at: int = 0
    begins: bool = True
    reason: str = ""
    title: str | None = None
    body: tuple[str, ...] = ()
    unit: str | None = None
    person: str | None = None
    date: str | None = None
    heading: Heading | None = None
    apart: str = ""
    behind: str = ""


_Cells = dict[int, list[str]]
_Table = dict[int, _Cells]


def rows(cells: Sequence[Paragraph], names: Names, *, inside: bool = False) -> Iterator[Row]:
    """Read the paragraphs of one table, row by row; `inside` an article it needs heads to hold pieces."""
    table = {
        at: _cells(group) for at, group in groupby(cells, key=lambda cell: cell.row[1] if cell.row else 0)
    }
    read = _reader(list(table.values()), inside=inside)
    for at, found in read(table, names):
        yield replace(found, at=at)


def is_layout(cells: Sequence[Paragraph]) -> bool:
    """Whether a table only places text on the page: a frame, or rows of a text and a picture beside it."""
    pictured = {cell.row for cell in cells if cell.pictures}
    table = [list(row) for _, row in groupby(cells, key=lambda cell: cell.row[1] if cell.row else 0)]
    rows = [_cells(iter(row)) for row in table]
    if not (any(map(_long, rows)) or pictured) or _has_heads(rows):
        return False
    return all(
        len({cell.row for cell in row if _says(cell) and cell.row not in pictured}) <= 1 for row in table
    )


def _says(cell: Paragraph) -> bool:
    """Whether a paragraph says more than what a picture shows."""
    text = cell.text.strip()
    return bool(text) and phrases.first_kind((phrases.CAPTION, phrases.PICTURE), text) is None


def _reader(table: Sequence[_Cells], *, inside: bool) -> Callable[[_Table, Names], Iterator[tuple[int, Row]]]:
    if inside and not _has_heads(table):
        return _figures
    if not (any(map(_long, table)) or any(map(_is_head, table)) or _names_a_piece(table)):
        return _figures
    return _form if _is_form(table) else _list


def _names_a_piece(table: Sequence[_Cells]) -> bool:
    """Whether a form tells the title of a piece, and who wrote it, that stands below it (稿件送审单)."""
    labels = [_role(label) for row in table if _labels_first(row) for label, _ in _fields(row)]
    return Role.TITLE in labels and not {Role.UNIT, Role.PERSON}.isdisjoint(labels)


def _figures(table: _Table, _: Names) -> Iterator[tuple[int, Row]]:
    return ((at, Row(Kind.FIGURES, _joined(row))) for at, row in table.items())


def _cells(paragraphs: Iterator[Paragraph]) -> _Cells:
    found: _Cells = {}
    for paragraph in paragraphs:
        column = paragraph.row[2] if paragraph.row else 0
        found.setdefault(column, []).append((paragraph.label + paragraph.text).strip())
    return found


def _joined(row: _Cells) -> str:
    return "\t".join(" ".join(words) for words in row.values())


def _long(row: _Cells) -> bool:
    return any(len("".join(words)) >= LONG_CELL for words in row.values())


def _role(text: str) -> Role | None:
    bare = text.strip("：: \u3000")
    return next((role for role, pattern in _HEADS.items() if pattern.fullmatch(bare)), None)


def _has_heads(table: Sequence[_Cells]) -> bool:
    """Whether a cell says 内容 or 标题."""
    return any(_role("".join(words)) in {Role.TITLE, Role.BODY} for row in table for words in row.values())


# --- one piece a row -------------------------------------------------------------------------------


def _list(table: _Table, names: Names) -> Iterator[tuple[int, Row]]:
    roles: dict[int, Role | None] = {}
    house: dict[Role, str] = {}
    last: str | None = None
    for at, row in table.items():
        found = {column: _role("".join(words)) for column, words in row.items()}
        if _labels_first(row) and not _long(row):  # 单位 | 某公司, over the list
            house |= {role: "".join(words) for label, words in _fields(row) if (role := _role(label))}
            yield at, Row(Kind.APART, _joined(row))
        elif any(found.values()) and not _long(row):
            roles = found
            yield at, Row(Kind.APART, _joined(row))
        elif _holds_a_piece(row, roles):
            piece = _row(row, roles, names, f"表格第{at + 1}行")
            unit = piece.unit or (last if Role.UNIT in roles.values() else None) or house.get(Role.UNIT)
            last = unit  # a cell that was merged over several rows holds it in the first alone
            yield at, replace(piece, unit=unit, person=piece.person or house.get(Role.PERSON))
        else:
            yield at, Row(Kind.APART, _joined(row))


def _holds_a_piece(row: _Cells, roles: dict[int, Role | None]) -> bool:
    """Whether a row has a long cell, or any words below the head 内容."""
    return _long(row) or any(roles.get(at) is Role.BODY and "".join(words) for at, words in row.items())


def _row(row: _Cells, roles: dict[int, Role | None], names: Names, reason: str) -> Row:
    """The text is what stands below 内容 or is longest; the head tells the others, else they themselves."""
    main = next((at for at in row if roles.get(at) is Role.BODY), None)
    if main is None:
        main = max(row, key=lambda column: len("".join(row[column])))
    piece = Row(Kind.PIECE, reason=reason)
    for column, words in row.items():
        role = roles.get(column) or _told("".join(words), names)
        piece = _with_cell(piece, Role.BODY if column == main else role, words, names)
    return piece


def _with_cell(piece: Row, role: Role | None, words: list[str], names: Names) -> Row:
    """The piece with one more cell read."""
    cell = "".join(words)
    stated = names.heading(cell)
    if role is Role.BODY or (len(cell) >= LONG_CELL and role is not Role.APART):
        if not piece.title and not piece.body and _is_title(words):
            return replace(piece, title=words[0], body=tuple(words[1:]))
        return replace(piece, body=(*piece.body, *words))
    if stated is None and role is Role.TITLE and piece.title is None and not piece.body:
        return replace(piece, title=cell)
    if piece.body or piece.title:
        piece = replace(piece, behind="\t".join(filter(None, (piece.behind, cell))))
    else:
        piece = replace(piece, apart="\t".join(filter(None, (piece.apart, cell))))
    unit = piece.unit or (cell if role is Role.UNIT else None)
    person = piece.person or (cell if role is Role.PERSON else None)
    date = piece.date or (cell if role is Role.DATE else None)
    return replace(piece, heading=stated or piece.heading, unit=unit, person=person, date=date)


def _is_title(words: Sequence[str]) -> bool:
    """Whether the first paragraph of a cell is the title of the others."""
    return len(words) > 1 and 4 <= len(words[0]) < LONG_CELL and not words[0].endswith(_CLOSED)


_CLOSED: Final = tuple("。！？；：，、")


def _told(cell: str, names: Names) -> Role | None:
    if names.unit_line(cell):
        return Role.UNIT
    if bylines.persons(cell):
        return Role.PERSON
    return Role.TITLE if 8 <= len(cell) < LONG_CELL else None


# --- a form ----------------------------------------------------------------------------------------


def _is_form(table: Sequence[_Cells]) -> bool:
    """Whether a label (标题, 内容 …) stands beside its value, and no row of heads tells of a list."""
    return any(_labels_first(row) for row in table) and not any(_is_head(row) for row in table)


def _is_head(row: _Cells) -> bool:
    roles = [_role("".join(words)) for words in row.values()]
    return len(roles) > 1 and None not in roles and Role.BODY in roles


def _labels_first(row: _Cells) -> bool:
    cells = ["".join(words) for words in row.values()]
    return len(cells) >= 2 and _role(cells[0]) in set(Role) - {Role.APART} and _role(cells[1]) is None


def _form(table: _Table, names: Names) -> Iterator[tuple[int, Row]]:
    """The fields of a form, label and value in turns; a field that comes again begins another piece."""
    seen: set[Role] = set()
    first = True
    for at, row in table.items():
        for label, words in _fields(row):
            role = _field_role(label, words)
            again = role is Role.TITLE or Role.BODY in seen
            begins = role is not Role.APART and (first or (role in seen and again and role is not Role.BODY))
            seen = {role} if begins else seen | {role}
            first = first and role is Role.APART
            yield at, _field(role, label, words, names, begins=begins)


def _field_role(label: str, words: Sequence[str]) -> Role:
    """What a field is for; a long text without a label that says otherwise is the body."""
    found = _role(label)
    long = len("".join(words)) >= LONG_CELL
    return found or (Role.BODY if long else Role.APART)


def _field(role: Role, label: str, words: list[str], names: Names, *, begins: bool) -> Row:
    value = "".join(words)
    if role is Role.APART:
        return Row(Kind.APART, "\t".join(filter(None, (label, value))))
    shown = value if role in {Role.TITLE, Role.BODY} else ""
    return Row(
        Kind.PIECE,
        begins=begins,
        reason="表格中的一份稿件",
        title=value if role is Role.TITLE and value else None,
        body=tuple(filter(None, words)) if role is Role.BODY else (),
        unit=value if role is Role.UNIT else None,
        person=value if role is Role.PERSON else None,
        date=value if role is Role.DATE and value else None,
        heading=names.heading(value) if role is Role.COLUMN else None,
        apart="\t".join(filter(None, (label, "" if shown else value))),
    )


def _fields(row: _Cells) -> Iterator[tuple[str, list[str]]]:
    """Label and value of each pair of cells; a single cell has no label."""
    cells = list(row.values())
    if len(cells) == 1:
        yield "", cells[0]
        return
    for at in range(0, len(cells) - 1, 2):
        yield "".join(cells[at]), cells[at + 1]
    if len(cells) % 2:
        yield "", cells[-1]
