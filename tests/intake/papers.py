"""Documents written as a reader sees them: one paragraph a line, `@look` in front where it is not body text;
an empty line is an empty paragraph.

    @title …          centred, bold, 22 pt, without any style
    @center …         centred, else as the text; @right … set right; @small … centred, 10.5 pt
    @heading1 …       a heading style; so @heading2 and @style (Title)
    @head …           a bold line; @column … a larger one
    @auto 一、| …      an automatic number, which is no part of the text
    @row a | b // c   a row of a table, `//` between the paragraphs of a cell; @table begins another table
    @header …         the running head; @box … a text box
    @picture          a paragraph with the next picture; @picture … one with words beside it

Inside a line `**…**` is bold.  `paper` makes a Word file's document of it, `letter` a mail body's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path

from desk import filing, settings
from intake.headings import Headings, Names, names_of
from intake.model import Align, Document, Item, NoiseKind, Paragraph, Place, Run, Split
from intake.split import split
from intake.text import text_document

_TEXT = Paragraph("", style="Normal", align=Align.JUSTIFY, size=16.0)
LOOKS = {
    "text": _TEXT,
    "title": replace(_TEXT, align=Align.CENTER, size=22.0),
    "center": replace(_TEXT, align=Align.CENTER),
    "heading1": replace(_TEXT, style="heading 1", outline=1, align=Align.LEFT, size=18.0),
    "heading2": replace(_TEXT, style="heading 2", outline=2, align=Align.LEFT),
    "style": replace(_TEXT, style="Title", align=Align.CENTER, size=20.0),
    "head": _TEXT,
    "column": replace(_TEXT, size=18.0),
    "right": replace(_TEXT, align=Align.RIGHT),
    "small": replace(_TEXT, align=Align.CENTER, size=10.5),
    "header": replace(_TEXT, place=Place.HEADER, align=Align.RIGHT, size=9.0),
    "box": replace(_TEXT, place=Place.TEXTBOX),
    "cell": replace(_TEXT, place=Place.CELL, size=12.0),
}
"""The looks as the reader of Word files reports them; `auto`, `row` and `table` are made below."""

_BOLD = frozenset({"title", "heading1", "heading2", "style", "head", "column"})
_LINE = re.compile(r"@(?P<look>[a-z0-9]+)(?: (?P<text>.*))?")


def paper(text: str) -> Document:
    """The document of a Word file whose lines are marked with their looks."""
    return Document(tuple(_paragraphs(text.strip("\n").split("\n"))))


def letter(text: str) -> Document:
    """The document of a mail body."""
    return text_document(text.strip("\n"))


def _paragraphs(lines: list[str]) -> Iterator[Paragraph]:
    gap = False
    for paragraph in _looked(lines):
        if paragraph is not None:
            yield replace(paragraph, gap=gap)
        gap = paragraph is None


def _looked(lines: list[str]) -> Iterator[Paragraph | None]:
    table, row, picture = 0, 0, 0
    for line in lines:
        if not line.strip():
            yield None
            continue
        found = _LINE.fullmatch(line)
        look, text = (found["look"], found["text"] or "") if found else ("text", line)
        if look == "table":
            table, row = table + 1, 0
        elif look == "row":
            yield from _row(text, table, row)
            row += 1
        elif look == "picture":
            yield replace(_paragraph("text", text), pictures=(picture,))
            picture += 1
        elif look == "auto":
            label, text = text.split("|", 1)
            yield replace(_paragraph("text", text.strip()), label=label)
        else:
            yield _paragraph(look, text)


def _paragraph(look: str, text: str) -> Paragraph:
    parts = [part for part in re.split(r"(\*\*.+?\*\*)", text) if part]
    runs = tuple(Run(part.strip("*"), bold=look in _BOLD or part.startswith("**")) for part in parts)
    return replace(LOOKS[look], text="".join(run.text for run in runs), runs=runs)


def _row(text: str, table: int, row: int) -> Iterator[Paragraph]:
    for column, cell in enumerate(text.split("|")):
        for line in filter(str.strip, cell.split("//")):
            yield replace(_paragraph("cell", line.strip()), row=(table, row, column))


# --- the bulletin that the example settings describe, and another one ------------------------------


@cache
def example() -> Headings:
    """The names in the shipped settings."""
    path = Path(str(files("templates").joinpath("config.example.toml")))
    return filing.bulletin(settings.load(path)).headings


HARBOUR = Headings(
    columns=("码头风", "浪花集", "安全哨"),
    groups=("泊位故事", "岗位先锋"),
    units=(("东港装卸公司", "东港"), ("西港拖轮公司", "西港拖轮"), ("海员医院",), ("Harbour Tech", "HT")),
    sub_units=("门机队", "外科"),
)
"""A bulletin of a port: nothing in it is called as in the example."""


@cache
def names(headings: Headings | None = None) -> Names:
    """The finder for the names of the example, or of other headings."""
    return names_of(headings or example())


# --- paragraphs of news, of any article, and of a person ------------------------------------------

NIGHT = "5月6日晚，包头铝业动力厂的“技工夜校”开了第一课，来听课的有56人，最远的从三公里外的泵站骑车赶来。"
PUMP = "讲课的是修了二十八年水泵的老师傅，他带来一只拆开的泵，让每个人都上手摸一摸叶轮。"
PLAN = "夜校计划办到九月，每周一课，学满十二课的职工可以报名技能鉴定，费用由工会承担。"
LAMPS = "中州铝业能源管理中心把老旧照明换成节能灯，420盏灯两周换完，月省电1.8万千瓦时。"
CLASS = "青海分公司团委举办“青工课堂”，36名新入职青年跟着老师傅学测槽温、看火眼。"
CRANE = "云铝物流修好了停用半年的门式吊，6名检修工干了五个通宵，省下外委费用31万元。"
FEEL = "听老班长讲建厂的故事，我第一次知道脚下的路是用铁锹一寸一寸挖出来的。我肩上的担子比矿车还重。"
VOW = "夜里十二点，师傅还在看电流表。我问他累不累，他说槽子不睡他就不睡。这句话我要记一辈子。"


def joined(*paragraphs: str) -> str:
    """The paragraphs as one text."""
    return "\n".join(paragraphs)


# --- readings ---------------------------------------------------------------------------------------


def cut(document: Document, headings: Headings | None = None) -> Split:
    """The document cut with the names of the example, or with others."""
    return split(document, headings=headings or example())


def pieces(document: Document, headings: Headings | None = None) -> list[tuple[str | None, str]]:
    """(title, text) of each item."""
    return [(item.title, item.text) for item in cut(document, headings).items]


def texts(document: Document) -> list[str]:
    """The text of each item."""
    return [text for _, text in pieces(document)]


def only(document: Document, headings: Headings | None = None) -> Item:
    """The document's single item."""
    (item,) = cut(document, headings).items
    return item


def apart(document: Document) -> list[tuple[NoiseKind, str]]:
    """(kind, text) of what was set apart."""
    return [(part.kind, part.text) for part in cut(document).noise]
