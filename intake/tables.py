"""Tables: a list with a piece in each row, a form that is one piece, or plain figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Final

from intake import bylines
from intake.headings import Heading, Names
from intake.model import Paragraph

LONG_CELL: Final = 40
"""Characters from which a cell holds a text."""

_HEADS: Final = {
    "title": re.compile(r"(?:稿件|信息|新闻|文章)?(?:标\s*题|题\s*目|名\s*称|主\s*题)"),
    "body": re.compile(r"(?:稿件|信息|主要|新闻|工作)?(?:正\s*文|内\s*容)|事迹|简\s*介|主要事迹"),
    "unit": re.compile(r"(?:报送|供稿|投稿|来稿|所在|作者|责任)?(?:单\s*位|部\s*门|支部)(?:名称)?"),
    "person": re.compile(r"(?:供稿|撰稿|投稿|报送|联系)?(?:人|作\s*者|姓\s*名|通讯员)(?:员|姓名)?"),
    "column": re.compile(r"(?:拟投|所投|投稿)?(?:栏\s*目|版\s*块|板\s*块|类\s*别|专\s*栏)(?:名称)?"),
    "apart": re.compile(r"序\s*号|编\s*号|日\s*期|时\s*间|备\s*注|电\s*话|联系(?:电话|方式)|图片"),
}
"""What the head of a table column, or the label of a form's field, says about the cells."""


class Kind(StrEnum):
    """What a row is."""

    PIECE = "piece"
    FIGURES = "figures"
    APART = "apart"


@dataclass(frozen=True, slots=True)
class Row:
    """A row as read.  `text` are its cells joined; `apart` those that only number or date it."""

    kind: Kind
    text: str = ""
    begins: bool = True
    reason: str = ""
    title: str | None = None
    body: tuple[str, ...] = ()
    unit: str | None = None
    person: str | None = None
    heading: Heading | None = None
    apart: str = ""


_Cells = dict[int, list[str]]


def rows(cells: Sequence[Paragraph], names: Names) -> Iterator[Row]:
    """Read the paragraphs of one table, row by row."""
    table = [_cells(group) for _, group in groupby(cells, key=lambda cell: cell.row and cell.row[1])]
    if not any(_long(row) for row in table):
        yield from (Row(Kind.FIGURES, "\t".join(" ".join(words) for words in row.values())) for row in table)
    elif _is_form(table):
        yield from _form(table, names)
    else:
        yield from _list(table, names)


def _cells(paragraphs: Iterator[Paragraph]) -> _Cells:
    found: _Cells = {}
    for paragraph in paragraphs:
        column = paragraph.row[2] if paragraph.row else 0
        found.setdefault(column, []).append((paragraph.label + paragraph.text).strip())
    return found


def _long(row: _Cells) -> bool:
    return any(len("".join(words)) >= LONG_CELL for words in row.values())


def _role(text: str) -> str | None:
    bare = text.strip("：: \u3000")
    return next((role for role, pattern in _HEADS.items() if pattern.fullmatch(bare)), None)


# --- one piece a row -------------------------------------------------------------------------------


def _list(table: Sequence[_Cells], names: Names) -> Iterator[Row]:
    roles: dict[int, str | None] = {}
    for number, row in enumerate(table, 1):
        found = {column: _role("".join(words)) for column, words in row.items()}
        if not _long(row):
            roles = found if any(found.values()) else roles
            yield Row(Kind.APART, "\t".join(" ".join(words) for words in row.values()))
            continue
        yield _row(row, roles, names, f"表格第{number}行")


def _row(row: _Cells, roles: dict[int, str | None], names: Names, reason: str) -> Row:
    """The longest cell is the text; what the others are is told by the table's head, else by themselves."""
    longest = max(row, key=lambda column: len("".join(row[column])))
    said: dict[str, str] = {}
    body: list[str] = []
    apart: list[str] = []
    heading: Heading | None = None
    for column, words in row.items():
        cell = "".join(words)
        role = roles.get(column) or _told(cell, names)
        if column == longest or len(cell) >= LONG_CELL:
            body += words
        elif (found := names.heading(cell)) is not None:
            heading = found
            apart.append(cell)
        elif role in {"unit", "person", "title"} and role not in said:
            said[role] = cell
            apart += [cell] if role != "title" else []
        else:
            apart.append(cell)
    return Row(
        Kind.PIECE,
        reason=reason,
        title=said.get("title"),
        body=tuple(body),
        unit=said.get("unit"),
        person=said.get("person"),
        heading=heading,
        apart="\t".join(apart),
    )


def _told(cell: str, names: Names) -> str | None:
    if names.unit_line(cell):
        return "unit"
    if bylines.persons(cell):
        return "person"
    return "title" if 8 <= len(cell) < LONG_CELL else None


# --- a form ----------------------------------------------------------------------------------------


def _is_form(table: Sequence[_Cells]) -> bool:
    """Whether the text stands beside or below a label 内容 of its own row, not below a head."""
    return any(
        _long(row) and _role("".join(next(iter(row.values())))) in {"body", "title"} and len(row) >= 2
        for row in table
    )


def _form(table: Sequence[_Cells], names: Names) -> Iterator[Row]:
    """The fields of a form, label and value in turns; a second 标题 begins a second piece."""
    titled = False
    first = True
    for row in table:
        for label, words in _fields(row):
            role = _role(label) or "apart"
            value = "".join(words)
            begins = first or (role == "title" and titled)
            titled = titled or role == "title"
            heading = names.heading(value) if role == "column" else None
            long = len(value) >= LONG_CELL
            yield Row(
                Kind.PIECE if role != "apart" or long else Kind.APART,
                text=f"{label}\t{value}",
                begins=begins and (role != "apart" or long),
                reason="表格中的一份稿件",
                title=value if role == "title" else None,
                body=tuple(words) if role == "body" or (long and role == "apart") else (),
                unit=value if role == "unit" else None,
                person=value if role == "person" else None,
                heading=heading,
                apart="\t".join(filter(None, (label, "" if role in {"title", "body"} else value))),
            )
            first = first and role == "apart" and not long


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
