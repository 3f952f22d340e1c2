"""Word files as office people make them, written as XML into a zip by hand.

Nothing is compressed and every date is fixed, so that the bytes depend on the source alone.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from desk.samples.pictures import picture

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Look:
    """The layout of a paragraph: style, alignment, size in points, bold, first line indented, list."""

    style: str = ""
    align: str = ""
    size: float = 0
    bold: bool = False
    indent: bool = False
    colour: str = ""
    number: int = 0
    font: str = ""
    rule: bool = False


LOOKS: dict[str, Look] = {
    "body": Look(align="both", size=16, indent=True),
    "plain": Look(),
    "lead": Look(align="both", size=16, bold=True, indent=True),
    "title": Look(align="center", size=22, bold=True, font="方正小标宋简体"),
    "subtitle": Look(align="center", size=16, font="楷体"),
    "heading1": Look(style="Heading1"),
    "heading2": Look(style="Heading2"),
    "title-style": Look(style="Title"),
    "letterhead": Look(align="center", size=36, bold=True, colour="FF0000", font="宋体", rule=True),
    "column": Look(size=18, bold=True, font="黑体"),
    "head": Look(size=16, bold=True, indent=True),
    "number": Look(align="both", size=16, number=1),
    "bullet": Look(align="both", size=16, number=2),
    "byline": Look(align="right", size=16),
    "date": Look(align="right", size=16),
    "caption": Look(align="center", size=10.5, font="楷体"),
    "center": Look(align="center", size=16),
}

_MARK = re.compile(r"@(?P<look>[a-z0-9-]+)(?: (?P<text>.*))?")
_INLINE = re.compile(
    r"\*\*(?P<bold>.+?)\*\*|\^(?P<raised>.+?)\^|\[-(?P<deleted>.+?)-\]|\{\+(?P<inserted>.+?)\+\}"
)
_SCRIPTS = re.compile(r"[ -~]+|[^ -~]+")  # Word breaks a run where the script changes


@dataclass(slots=True)
class _Body:
    """The document while it is written: its font, and how many pictures and changes it has so far."""

    font: str
    pictures: list[bytes] = field(default_factory=list)
    changes: int = 0

    def blocks(self, content: str) -> Iterator[str]:
        """Yield the XML of each block; neighbouring rows make one table."""
        lines = [_marked(line) for line in content.strip("\n").split("\n")]
        for is_row, group in groupby(lines, key=lambda line: line[0] == "row"):
            if is_row:
                yield self._table([text.split("|") for _, text in group])
            else:
                yield from (self._block(look, text) for look, text in group)

    def _block(self, look: str, text: str) -> str:
        if look == "picture":
            return self._picture(text)
        if look == "textbox":
            return _part("text_box").format(paragraph=self._paragraph(LOOKS["plain"], text))
        return self._paragraph(LOOKS[look], text)

    def _paragraph(self, look: Look, text: str) -> str:
        runs = "".join(self._runs(look, text))
        return f"<w:p>{_layout(look)}{runs}</w:p>"

    def _runs(self, look: Look, text: str) -> Iterator[str]:
        end = 0
        for match in _INLINE.finditer(text):
            yield self._plain(look, text[end : match.start()])
            yield self._special(look, match)
            end = match.end()
        yield self._plain(look, text[end:])

    def _special(self, look: Look, match: re.Match[str]) -> str:
        kind, text = next((name, words) for name, words in match.groupdict().items() if words is not None)
        if kind == "bold":
            return self._plain(look, text, "<w:b/>")
        if kind == "raised":
            return self._plain(look, text, end='<w:vertAlign w:val="superscript"/>')
        self.changes += 1
        tag = "w:del" if kind == "deleted" else "w:ins"
        runs = self._plain(look, text)
        if kind == "deleted":
            runs = runs.replace("<w:t ", "<w:delText ").replace("</w:t>", "</w:delText>")
        mark = f'w:id="{900 + self.changes}" w:author="综合科" w:date="2021-05-06T09:00:00Z"'
        return f"<{tag} {mark}>{runs}</{tag}>"

    def _plain(self, look: Look, text: str, start: str = "", end: str = "") -> str:
        face = look.font or ("" if look.style or not look.size else self.font)
        fonts = (
            f'<w:rFonts w:hint="eastAsia" w:eastAsia="{face}"/>' if face else '<w:rFonts w:hint="eastAsia"/>'
        )
        bold = "<w:b/><w:bCs/>" if look.bold else start
        colour = f'<w:color w:val="{look.colour}"/>' if look.colour else ""
        size = (
            f'<w:sz w:val="{look.size * 2:.0f}"/><w:szCs w:val="{look.size * 2:.0f}"/>' if look.size else ""
        )
        layout = f"<w:rPr>{fonts}{bold}{colour}{size}{end}</w:rPr>"
        return "".join(
            f'<w:r>{layout}<w:t xml:space="preserve">{escape(piece)}</w:t></w:r>'
            for piece in _SCRIPTS.findall(text)
        )

    def _picture(self, scene: str) -> str:
        self.pictures.append(picture("jpeg", scene))
        number = len(self.pictures)
        return _part("drawing").format(number=number)

    def _table(self, rows: list[list[str]]) -> str:
        """Return a table of full width whose last column, the one with the text, is wide."""
        widths = [1200] * (len(rows[0]) - 1)
        widths.append(9000 - sum(widths))
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        lines = (
            "".join(self._cell(text.strip(), width) for text, width in zip(row, widths, strict=True))
            for row in rows
        )
        body = "".join(f"<w:tr>{line}</w:tr>" for line in lines)
        layout = '<w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="9000" w:type="dxa"/></w:tblPr>'
        return f"<w:tbl>{layout}<w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"

    def _cell(self, text: str, width: int) -> str:
        layout = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        paragraphs = "".join(self._paragraph(Look(size=12), line) for line in text.split("//"))
        return f"<w:tc>{layout}{paragraphs}</w:tc>"


def _marked(line: str) -> tuple[str, str]:
    match = _MARK.fullmatch(line)
    if match is None:
        return ("body" if line else "plain"), line
    return match["look"], match["text"] or ""


def _layout(look: Look) -> str:
    """w:pPr; its children have a fixed order (ECMA-376, 17.3.1.26)."""
    pieces = (
        (look.style, f'<w:pStyle w:val="{look.style}"/>'),
        (look.number, f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{look.number}"/></w:numPr>'),
        (
            look.rule,
            '<w:pBdr><w:bottom w:val="single" w:sz="18" w:space="1" w:color="FF0000"/></w:pBdr>',
        ),
        (look.indent, '<w:ind w:firstLineChars="200" w:firstLine="640"/>'),
        (look.align, f'<w:jc w:val="{look.align}"/>'),
    )
    inside = "".join(xml for wanted, xml in pieces if wanted)
    return f"<w:pPr>{inside}</w:pPr>" if inside else ""


@cache
def _part(name: str) -> str:
    """Return a fixed part or fragment, kept as XML beside this module."""
    return (files(__package__) / "parts" / f"{name}.xml").read_text(encoding="utf-8").strip()


def docx(content: str, font: str = "仿宋", page_header: str = "") -> bytes:
    """Return a Word file of the marked lines; the looks are explained in the package's docstring."""
    body = _Body(font)
    blocks = "".join(body.blocks(content))
    head = '<w:headerReference w:type="default" r:id="rIdHeader"/>' if page_header else ""
    images = "".join(
        f'<Relationship Id="rIdImage{number}" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'relationships/image" Target="media/image{number}.jpeg"/>'
        for number in range(1, len(body.pictures) + 1)
    )
    parts = {
        "[Content_Types].xml": _part("content_types"),
        "_rels/.rels": _part("root_relations"),
        "docProps/core.xml": _part("core"),
        "word/document.xml": _part("document").format(body=blocks, header=head),
        "word/_rels/document.xml.rels": _part("relations").format(images=images),
        "word/styles.xml": _part("styles").format(font=font),
        "word/numbering.xml": _part("numbering"),
        "word/header1.xml": _part("header").format(text=escape(page_header)),
    }
    media = {f"word/media/image{number}.jpeg": data for number, data in enumerate(body.pictures, start=1)}
    return _zipped({name: text.encode() for name, text in parts.items()} | media)


def _zipped(parts: dict[str, bytes]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as package:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, date_time=(2021, 5, 1, 0, 0, 0))
            entry.create_system = 0
            package.writestr(entry, data)
    return stream.getvalue()
