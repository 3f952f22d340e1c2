"""A paragraph while it is read, and the Paragraph (or several) that it becomes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import Final

from intake.documents.styles import PLAIN, Look
from intake.model import Align, Paragraph, Place, Raise, Run

_LOOK: Final = attrgetter("bold", "raised")


@dataclass(slots=True)
class Line:
    """A paragraph that is being read; `pictures` are (line breaks before it, index).

    `after` holds the text boxes and notes that hang on it and follow it; `gap` says that nothing but empty
    lines stand right before it, and when it was read whether it ends with one.
    """

    look: Look = PLAIN
    style: str | None = None
    label: str = ""
    runs: list[Run] = field(default_factory=list)
    sizes: dict[float | None, int] = field(default_factory=dict)
    pictures: list[tuple[int, int]] = field(default_factory=list)
    after: list[Paragraph] = field(default_factory=list)
    breaks: int = 0
    gap: bool = False

    def say(self, text: str, look: Look, raised: Raise | None) -> None:
        """Add text of one look; `raised` overrules the look's own position."""
        position = raised if raised is not None else look.raised or self._shifted(look)
        self.runs.append(Run(text, bool(look.bold), position))
        self.sizes[look.size] = self.sizes.get(look.size, 0) + len(text)
        self.breaks += text.count("\n")

    def _shifted(self, look: Look) -> Raise:
        """QUIRK: LibreOffice stores a power from HTML as smaller letters that stand higher."""
        if not look.shift or not look.size or not self.look.size or look.size >= self.look.size:
            return Raise.NONE
        return Raise.SUPER if look.shift > 0 else Raise.SUB

    @property
    def size(self) -> float | None:
        """The size of most of its characters."""
        return max(self.sizes, key=lambda one: self.sizes[one]) if self.sizes else self.look.size

    def paragraphs(self, place: Place, row: tuple[int, int, int] | None) -> Iterator[Paragraph]:
        """The paragraph as it is now known; one for each of its lines where breaks divide it."""
        pictures_at: dict[int, list[int]] = {}
        for breaks, index in self.pictures:
            pictures_at.setdefault(breaks, []).append(index)
        for at, runs in enumerate(_lines(self.runs)):
            text = "".join(run.text for run in runs)
            pictures = tuple(pictures_at.get(at, ()))
            if text.strip() or pictures:
                yield Paragraph(
                    text=text,
                    runs=runs,
                    style=self.style,
                    outline=self.look.outline or None,
                    align=self.look.align or Align.LEFT,
                    size=self.size,
                    label=self.label,
                    place=place,
                    row=row,
                    pictures=pictures,
                    gap=self.gap and place is Place.BODY,
                )
                self.label = ""  # the number stands before the first of the lines only
                self.gap = False
            else:
                self.gap = True


def _lines(runs: list[Run]) -> list[tuple[Run, ...]]:
    """The runs cut at line breaks, neighbours of one look joined."""
    lines: list[list[Run]] = [[]]
    for run in runs:
        first, *others = run.text.split("\n")
        if first:
            lines[-1].append(run if not others else Run(first, run.bold, run.raised))
        lines.extend([Run(text, run.bold, run.raised)] if text else [] for text in others)
    return [_joined(line) for line in lines]


def _joined(runs: list[Run]) -> tuple[Run, ...]:
    stretches = [(look, list(same)) for look, same in groupby(runs, _LOOK)]
    return tuple(
        same[0] if len(same) == 1 else Run("".join(run.text for run in same), *look)
        for look, same in stretches
    )
