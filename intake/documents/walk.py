"""One ordered walk over the XML of a Word file: where it stands, and what has been read.

What each element means to it is said in `elements.ELEMENTS`; one that is not named there is entered, so
that a wrapper nobody has heard of loses no text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from intake.documents.fields import Fields
from intake.documents.lines import Line
from intake.documents.package import MAX_DEPTH, Element, Relation, TooMuch
from intake.documents.source import Source
from intake.documents.styles import PLAIN, Look
from intake.model import Paragraph, Place, Raise

TRACKED: Final = "文中有修订痕迹，按接受全部修订后的文字读取"
HIDDEN: Final = "文中有隐藏文字，未采入"

_ANCHORED: Final = frozenset({Place.TEXTBOX, Place.NOTE, Place.HEADER})


class Walk:
    """One story (body, header, note, diagram) read in order into `out`.

    `line` is the paragraph that is being read, `held` one that runs on into the next; `cell` is (table,
    row, column) of the cell that the walk stands in, `gap` whether an empty paragraph was read last.
    """

    def __init__(self, source: Source, part: str, elements: Elements, place: Place = Place.BODY) -> None:
        self.source = source
        self.part = part
        self.elements = elements
        self.place = place
        self.out: list[Paragraph] = []
        self.line: Line | None = None
        self.held: Line | None = None
        self.run_look = PLAIN
        self.cell: tuple[int, int, int] | None = None
        self.fields = Fields()
        self.depth = 0
        self.gap = False
        self.left_out = 0
        self._links: dict[str, Relation] | None = None

    def story(self, root: Element) -> list[Paragraph]:
        """All paragraphs below `root`."""
        self.enter(root)
        self.flush()
        return self.out

    def another(self, part: str, root: Element, place: Place) -> list[Paragraph]:
        """All paragraphs of another part of the file; notes that refer to notes do so at some depth."""
        walk = Walk(self.source, part, self.elements, place)
        walk.depth = self.depth
        return walk.story(root)

    def enter(self, element: Element) -> None:
        """Read what is inside: a wrapper without a meaning of its own."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise TooMuch(f"内部嵌套超过 {MAX_DEPTH} 层，未读取")
        meaning, otherwise = self.elements.get, Walk.enter
        for child in element:
            meaning(child.tag, otherwise)(self, child)
        self.depth -= 1

    def meet(self, element: Element) -> None:
        """Read one element by its own meaning."""
        self.elements.get(element.tag, Walk.enter)(self, element)

    # --- the paragraph that is being read

    def opened(self, own: Look) -> Line:
        """A line of this look, or the one that was held and now takes it."""
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

    def close(self, line: Line) -> None:
        """Put a line, and what hangs on it, behind what has been read."""
        if self.cell and self.place is Place.BODY:
            self.out.extend(line.paragraphs(Place.CELL, self.cell))
        elif self.place is Place.BODY:
            line.gap = self.gap
            self.out.extend(line.paragraphs(Place.BODY, None))
            self.gap = line.gap
        else:
            self.out.extend(line.paragraphs(self.place, None))
        self.out.extend(line.after)

    def flush(self) -> None:
        """Close a paragraph that waited for a next one in vain."""
        held, self.held = self.held, None
        if held is not None:
            self.close(held)

    def stray(self, read: Callable[[], None]) -> None:
        """Text outside any paragraph, as careless generators write it, is a paragraph of its own."""
        self.line = self.opened(PLAIN)
        read()
        line, self.line = self.line, None
        self.close(line)

    def say(self, text: str, raised: Raise | None = None) -> None:
        """Add text with the look of the current run."""
        if self.line is None or not text:
            return
        if self.fields.muted:
            self.fields.hold(text)
            return
        self.source.package.budget.take_characters(len(text))
        self.line.say(text, self.run_look, raised)
        if self.fields.open:
            self.fields.say()

    # --- what hangs on it

    def anchor(self, place: Place, read: Callable[[], None]) -> None:
        """Run `read` as a story inside the story; its paragraphs hang on the current one."""
        saved = (self.place, self.out, self.line, self.held, self.cell, self.run_look, self.fields)
        self.place = self.place if self.place in _ANCHORED else place
        self.out, self.line, self.held, self.cell = [], None, None, None
        self.run_look, self.fields = PLAIN, Fields()
        read()
        self.flush()
        found = self.out
        self.place, self.out, self.line, self.held, self.cell, self.run_look, self.fields = saved
        self.hang(found)

    def hang(self, found: list[Paragraph]) -> None:
        """Put paragraphs behind the one that is being read."""
        (self.out if self.line is None else self.line.after).extend(found)

    def leave_out(self, remark: str) -> None:
        """Pass over what is understood but not taken."""
        self.source.remark(remark)
        self.left_out += 1

    def progress(self) -> tuple[int, ...]:
        """How much was read or left out; equal where an element said nothing."""
        line = self.line
        inside = (len(line.runs), len(line.after), len(line.pictures)) if line else (0, 0, 0)
        return (self.left_out, len(self.out), *inside)

    @property
    def links(self) -> dict[str, Relation]:
        """The relationships of this part, read when first needed."""
        if self._links is None:
            self._links = self.source.package.relations(self.part)
        return self._links


Elements: TypeAlias = Mapping[object, Callable[[Walk, Element], None]]
