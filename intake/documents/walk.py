"""One ordered walk over the XML of a Word file.

`ELEMENTS` says what each element means; one that it does not name is entered, so that a wrapper
nobody has heard of loses no text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from intake.documents.fields import Fields
from intake.documents.formula import formula
from intake.documents.lines import Line
from intake.documents.names import CX, DGM, MC, OFFICE, SYMEX, VAL, A, C, M, R, V, W
from intake.documents.package import MAX_DEPTH, Element, Relation, TooMuch
from intake.documents.source import Source
from intake.documents.styles import PLAIN, Look, stated
from intake.documents.symbols import symbol
from intake.model import Paragraph, Place, Raise

TRACKED: Final = "文中有修订痕迹，按接受全部修订后的文字读取"
COMMENTS: Final = "文中有批注，批注未采入"
HIDDEN: Final = "文中有隐藏文字，未采入"
OBJECT: Final = "文中嵌有其他文件（对象），其内容未读取"
CHART: Final = "文中有图表，图表内的文字未读取"
FOREIGN_CHUNK: Final = "文中插入了另一文件的内容，该部分不能读取"

_BLANKS: Final = re.compile(r"[\t\n\r]")
_ANCHORED: Final = frozenset({Place.TEXTBOX, Place.NOTE, Place.HEADER})
_PROMPTS: Final = frozenset({"placeholder text", "placeholdertext", "占位符文本"})

SIGNS: Final[dict[object, str]] = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "br": "\n",
    W + "cr": "\n",
    A + "br": "\n",
    W + "noBreakHyphen": "-",
}
"""Elements that stand for one character; a break ends the printed line and with it the Paragraph."""


class Walk:
    """One story (body, header, note, diagram) read in order into `out`."""

    def __init__(self, source: Source, part: str, place: Place = Place.BODY) -> None:
        self.source = source
        self.part = part
        self.place = place
        self.out: list[Paragraph] = []
        self.line: Line | None = None
        self.held: Line | None = None
        self.run_look = PLAIN
        self.cell: tuple[int, int, int] | None = None
        self.fields = Fields()
        self.depth = 0
        self._links: dict[str, Relation] | None = None

    def story(self, root: Element) -> list[Paragraph]:
        """All paragraphs below `root`."""
        self.enter(root)
        self.flush()
        return self.out

    # --- wrappers and leaves

    def enter(self, element: Element) -> None:
        """Read what is inside: a wrapper without a meaning of its own."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise TooMuch(f"内部嵌套超过 {MAX_DEPTH} 层，未读取")
        for child in element:
            ELEMENTS.get(child.tag, Walk.enter)(self, child)
        self.depth -= 1

    def skip(self, element: Element) -> None:
        """Leave out: properties, marks without text."""

    def deleted(self, _: Element) -> None:
        """Leave out what a tracked change took away."""
        self.source.remark(TRACKED)

    def inserted(self, element: Element) -> None:
        """Take what a tracked change added."""
        self.source.remark(TRACKED)
        self.enter(element)

    def alternatives(self, element: Element) -> None:
        """Take the first choice that says anything, else the fallback; never both."""
        before = self._progress()
        for name in ("Choice", "Fallback"):
            for option in element.iterchildren(MC + name):
                self.enter(option)
                if self._progress() != before:
                    return

    def control(self, element: Element) -> None:
        """A content control; its prompt ("click here") is no text."""
        if element.find(f"{W}sdtPr/{W}showingPlcHdr") is None or not self._is_prompt(element):
            self.enter(element)

    def _is_prompt(self, element: Element) -> bool:
        styles = {run.get(VAL) for run in element.iter(W + "rStyle")}
        return any((self.source.styles.name(style) or "").lower() in _PROMPTS for style in styles if style)

    # --- paragraphs and runs

    def paragraph(self, element: Element) -> None:
        """A paragraph; one whose mark was deleted runs on into the next."""
        properties = element.find(W + "pPr")
        line = self._opened(stated(properties))
        outer, self.line = self.line, line
        self.enter(element)
        self.line = outer
        self.fields.end_of_paragraph()
        if properties is not None and _mark_deleted(properties):
            self.source.remark(TRACKED)
            self.held = line
        else:
            self._close(line)

    def _opened(self, own: Look) -> Line:
        styles = self.source.styles
        look = own.over(styles.paragraph(own.style))
        held, self.held = self.held, None
        line = held or Line()
        line.look, line.style = look, styles.name(own.style)
        line.label = line.label or self._label(look)
        return line

    def _label(self, look: Look) -> str:
        if not look.number:
            return ""
        numbering = self.source.numbering
        level = look.level if look.level is not None else numbering.level_of(look.number, look.style)
        label = numbering.label(look.number, level)
        self.source.package.budget.take_characters(len(label))
        return label

    def _close(self, line: Line) -> None:
        if self.cell and self.place is Place.BODY:
            self.out.extend(line.paragraphs(Place.CELL, self.cell))
        else:
            self.out.extend(line.paragraphs(self.place, None))
        self.out.extend(line.after)

    def flush(self) -> None:
        """Close a paragraph that waited for a next one in vain."""
        held, self.held = self.held, None
        if held is not None:
            self._close(held)

    def run(self, element: Element) -> None:
        """A stretch of one look; hidden text is left out."""
        if self.line is None:
            self._stray(element)
            return
        own = stated(element.find(W + "rPr"))
        look = own.over(self.source.styles.character(own.style)).over(self.line.look)
        if look.hidden:
            if any(text.text for text in element.iterchildren(W + "t")):
                self.source.remark(HIDDEN)
            return
        outer, self.run_look = self.run_look, look
        self.enter(element)
        self.run_look = outer

    def _stray(self, element: Element) -> None:
        """Text outside any paragraph, as careless generators write it, is a paragraph of its own."""
        self.line = self._opened(PLAIN)
        ELEMENTS.get(element.tag, Walk.enter)(self, element)
        line, self.line = self.line, None
        self._close(line)

    def say(self, text: str, raised: Raise | None = None) -> None:
        """Add text with the look of the current run."""
        if self.line is None or not text or self.fields.muted:
            return
        self.source.package.budget.take_characters(len(text))
        self.line.say(text, self.run_look, raised)

    def text(self, element: Element) -> None:
        """Words; a line end inside them is a blank, as in any XML text."""
        if self.line is None and element.text and element.text.strip():
            self._stray(element)
        else:
            self.say(_BLANKS.sub(" ", element.text or ""))

    def sign(self, element: Element) -> None:
        """A tab, a break or a hyphen."""
        self.say(SIGNS[element.tag])

    def symbol(self, element: Element) -> None:
        """A character of a symbol font."""
        self.say(symbol(element.get(W + "font", ""), element.get(W + "char", "")))

    def emoji(self, element: Element) -> None:
        """A character beyond the symbol fonts, such as 📍."""
        self.say(symbol(element.get(SYMEX + "font", ""), element.get(SYMEX + "char", "")))

    def math(self, element: Element) -> None:
        """A formula on one line."""
        if self.line is None:
            self._stray(element)
            return
        for text, raised in formula(element):
            self.say(text, raised)

    # --- fields

    def field_mark(self, element: Element) -> None:
        """Begin, separator or end of a complex field."""
        self.say(self.fields.mark(element.get(W + "fldCharType", "")))

    def field_code(self, element: Element) -> None:
        """The instruction of a field."""
        self.fields.instruct(element.text or "")

    # --- tables

    def table(self, element: Element) -> None:
        """A table; one inside a cell is a table of its own."""
        self.flush()
        outer, self.cell = self.cell, (self.source.tables, -1, -1)
        self.source.tables += 1
        self.enter(element)
        self.cell = outer

    def row(self, element: Element) -> None:
        """A row; a deleted one is left out."""
        if element.find(f"{W}trPr/{W}del") is not None:
            self.source.remark(TRACKED)
            return
        if self.cell:
            self.cell = (self.cell[0], self.cell[1] + 1, -1)
        self.enter(element)

    def table_cell(self, element: Element) -> None:
        """A cell; how many columns it spans is never used, only its place in the row."""
        if element.find(f"{W}tcPr/{W}cellDel") is not None:
            self.source.remark(TRACKED)
            return
        if self.cell:
            self.cell = (self.cell[0], self.cell[1], self.cell[2] + 1)
        self.enter(element)
        self.flush()

    # --- what hangs on a paragraph

    def text_box(self, element: Element) -> None:
        """The paragraphs of a text box, after the one that it hangs on."""
        self._anchor(Place.TEXTBOX, lambda: self.enter(element))

    def note(self, element: Element) -> None:
        """A footnote or endnote, after the paragraph that refers to it."""
        kind = "footnotes" if element.tag == W + "footnoteReference" else "endnotes"
        number = element.get(W + "id")
        note = self.source.note(kind, number)
        if note is not None and self.source.once(f"{kind} {number}"):
            part = self.source.parts[kind]
            self._hang(Walk(self.source, part, Place.NOTE).story(note))

    def shape_paragraph(self, element: Element) -> None:
        """A paragraph of a drawing (diagram, canvas)."""
        self._anchor(Place.TEXTBOX, lambda: self.paragraph(element))

    def word_art(self, element: Element) -> None:
        """Words bent into a shape; in a header they are a watermark."""
        if self.place is not Place.HEADER and element.get("string"):
            self._anchor(Place.TEXTBOX, lambda: self._spoken(element.get("string", "")))

    def _spoken(self, text: str) -> None:
        self.line = Line()
        self.say(text)
        line, self.line = self.line, None
        self._close(line)

    def diagram(self, element: Element) -> None:
        """The words of a SmartArt diagram."""
        link = self.links.get(element.get(R + "dm", ""))
        if link and link.target in self.source.package and self.source.once(link.target):
            root = self.source.package.xml(link.target)
            self._hang(Walk(self.source, link.target, Place.TEXTBOX).story(root))

    def chart(self, _: Element) -> None:
        """A chart is not read, and said so."""
        self.source.remark(CHART)

    def object(self, _: Element) -> None:
        """An embedded file is not read, and said so."""
        self.source.remark(OBJECT)

    def comment(self, _: Element) -> None:
        """A comment is no text of the author's."""
        self.source.remark(COMMENTS)

    def picture(self, element: Element) -> None:
        """A picture, by the relationship that it embeds or links."""
        name = element.get(R + "embed") or element.get(R + "id") or element.get(R + "link")
        if self.line is None or not name:
            return
        index = self.source.picture(self.links.get(name))
        if index is not None:
            self.line.pictures.append((self.line.breaks, index))

    def _anchor(self, place: Place, read: Callable[[], None]) -> None:
        """Run `read` as a story inside the story; its paragraphs hang on the current one."""
        saved = (self.place, self.out, self.line, self.held, self.cell, self.run_look, self.fields)
        self.place = self.place if self.place in _ANCHORED else place
        self.out, self.line, self.held, self.cell = [], None, None, None
        self.run_look, self.fields = PLAIN, Fields()
        read()
        self.flush()
        found = self.out
        self.place, self.out, self.line, self.held, self.cell, self.run_look, self.fields = saved
        self._hang(found)

    def _hang(self, found: list[Paragraph]) -> None:
        (self.out if self.line is None else self.line.after).extend(found)

    def _progress(self) -> tuple[int, int, int, int]:
        line = self.line
        inside = (len(line.runs), len(line.after), len(line.pictures)) if line else (0, 0, 0)
        return (len(self.out), *inside)

    # --- other files

    @property
    def links(self) -> dict[str, Relation]:
        """The relationships of this part, read when first needed."""
        if self._links is None:
            self._links = self.source.package.relations(self.part)
        return self._links

    def chunk(self, element: Element) -> None:
        """Another file's content in its place (altChunk)."""
        link = self.links.get(element.get(R + "id", ""))
        if link is None or link.external or link.target not in self.source.package:
            self.source.remark(FOREIGN_CHUNK)
        elif self.source.once(link.target):
            self.flush()
            self.out.extend(self.source.chunk(self.source, link.target))


def _mark_deleted(properties: Element) -> bool:
    mark = properties.find(W + "rPr")
    return mark is not None and any(mark.find(W + name) is not None for name in ("del", "moveFrom"))


ELEMENTS: Final[dict[object, Callable[[Walk, Element], None]]] = {
    # blocks
    W + "p": Walk.paragraph,
    W + "tbl": Walk.table,
    W + "tr": Walk.row,
    W + "tc": Walk.table_cell,
    W + "sdt": Walk.control,
    W + "altChunk": Walk.chunk,
    # tracked changes: as if all were accepted
    W + "ins": Walk.inserted,
    W + "moveTo": Walk.inserted,
    W + "del": Walk.deleted,
    W + "moveFrom": Walk.deleted,
    # runs and what stands in them
    W + "r": Walk.run,
    W + "t": Walk.text,
    **dict.fromkeys(SIGNS, Walk.sign),
    W + "sym": Walk.symbol,
    SYMEX + "symEx": Walk.emoji,
    M + "oMath": Walk.math,
    W + "fldChar": Walk.field_mark,
    W + "instrText": Walk.field_code,
    W + "rt": Walk.skip,  # the reading above a ruby base
    # either a choice that is understood, or its fallback
    MC + "AlternateContent": Walk.alternatives,
    # what hangs on a paragraph
    W + "txbxContent": Walk.text_box,
    W + "footnoteReference": Walk.note,
    W + "endnoteReference": Walk.note,
    W + "commentReference": Walk.comment,
    A + "p": Walk.shape_paragraph,
    A + "t": Walk.text,
    V + "textpath": Walk.word_art,
    DGM + "relIds": Walk.diagram,
    # pictures and strangers
    A + "blip": Walk.picture,
    V + "imagedata": Walk.picture,
    C + "chart": Walk.chart,
    CX + "chart": Walk.chart,
    OFFICE + "OLEObject": Walk.object,
    # properties and marks: they hold no text
    **dict.fromkeys(
        (
            *(W + name for name in ("pPr", "rPr", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr")),
            *(W + name for name in ("sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr", "rubyPr")),
            *(W + name for name in ("proofErr", "bookmarkStart", "bookmarkEnd", "delText")),
            *(W + name for name in ("delInstrText", "lastRenderedPageBreak", "softHyphen")),
            *(A + name for name in ("pPr", "rPr", "endParaRPr")),
        ),
        Walk.skip,
    ),
}
"""What each element of a story means."""
