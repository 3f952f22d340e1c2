"""What a page shows: glyphs, rules, boxes.  Lengths are points, y grows upward."""

from __future__ import annotations

from dataclasses import dataclass

from intake.model import Picture, Run


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """From bottom to top."""
        return self.y1 - self.y0

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies inside."""
        return self.x0 <= x <= self.x1 and self.y0 <= y <= self.y1


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character as it is drawn, in the frame of its own writing direction (x runs along the line).

    `turn` is that direction in degrees, 0 for ordinary text.  `edge` says that the program which made the
    file calls it a header or footer.
    """

    text: str
    x0: float
    x1: float
    base: float
    size: float
    bold: bool = False
    turn: int = 0
    edge: bool = False


@dataclass(frozen=True, slots=True)
class Thing:
    """A picture among the lines, by its number."""

    box: Box
    picture: int


@dataclass(frozen=True, slots=True)
class Page:
    """A page turned upright.

    `unreadable` and `hidden` count glyphs, `covered` is the share of the page under pictures, `paths` counts
    drawn shapes; `failed` says that not all of it could be read.
    """

    width: float
    height: float
    glyphs: tuple[Glyph, ...] = ()
    rules: tuple[Box, ...] = ()
    things: tuple[Thing, ...] = ()
    unreadable: int = 0
    hidden: int = 0
    covered: float = 0.0
    paths: int = 0
    failed: bool = False


@dataclass(frozen=True, slots=True)
class File:
    """The pages of a file, its pictures, and what is remarked of it."""

    pages: tuple[Page, ...]
    pictures: tuple[Picture, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text.  `first` is the width of what it cannot be broken before: a character or a word.

    `left` and `right` are the margins of the column it stands in; `cell` is (table, row, column).
    """

    runs: tuple[Run, ...]
    box: Box
    base: float
    size: float
    first: float = 0.0
    left: float = 0.0
    right: float = 0.0
    edge: bool = False
    turned: bool = False
    picture: int | None = None
    cell: tuple[int, int, int] | None = None

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(run.text for run in self.runs)
