"""What the proof checks look at: each piece in its place, and the words in which a finding is told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count

from classify.model import Unit
from compose.model import ColumnPlan, DraftColumn, DraftParagraph, Form, GroupPlan, Piece, RemarkKind, Window
from compose.sentences import QUOTES, Shield
from compose.text import clean_text
from compose.vocabulary import place_words

SHOWN = 6
"""So many findings of one kind are named in one remark; the rest are counted."""
_LONGEST = 60
"""Characters of one finding; beyond that it is no word that an editor would look for."""


@dataclass(frozen=True)
class Printed:
    """A piece with its place in the issue: `paragraph` and `share` count from 1, in group and paragraph.

    `index` counts the issue's pieces from 0; `shares` is how many stand in the paragraph, `attribution` what
    stands in brackets behind it.
    """

    index: int
    piece: Piece
    column: str
    group: str | None
    plan: GroupPlan | None
    paragraph: int
    share: int
    shares: int
    attribution: str

    @cached_property
    def text(self) -> str:
        """The words as printed."""
        return self.piece.text

    @cached_property
    def quoted(self) -> Shield:
        """Where somebody's own words or a title stand in the text."""
        return Shield(self.text, QUOTES)

    @property
    def item(self) -> int:
        """The item's number."""
        return self.piece.candidate.item

    @property
    def form(self) -> Form | None:
        """What the desk may do to the words; None where nobody planned the column."""
        return self.plan.form if self.plan else None

    @property
    def place(self) -> str:
        """Where an editor finds it: 践铝之行›为群众办实事篇第2段, in a merged one 第2段第3则."""
        shared = f"第{self.share}则" if self.shares > 1 else ""
        return f"{place_words(self.column, self.group)}第{self.paragraph}段{shared}"

    @property
    def source(self) -> str:
        """What it was drafted from: 第12号来信正文, 第12号来信附件“五月信息.docx”."""
        candidate = self.piece.candidate
        part = "正文" if candidate.source in {"", "正文"} else f"附件“{candidate.source}”"
        return f"第{candidate.letter}号来信{part}"


@dataclass(frozen=True)
class PrintedIssue:
    """The issue that the checks look at; `earlier` are texts of issues before, by the issue's name."""

    printed: tuple[Printed, ...]
    units: tuple[Unit, ...]
    window: Window
    columns: tuple[DraftColumn, ...] = ()
    plans: tuple[ColumnPlan, ...] = ()
    earlier: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @cached_property
    def items(self) -> frozenset[int]:
        """The numbers of all items that are printed."""
        return frozenset(one.item for one in self.printed)

    @cached_property
    def registered(self) -> frozenset[str]:
        """The names of the units of the register."""
        return frozenset(unit.name for unit in self.units)


Check = tuple[RemarkKind, Callable[[Printed, PrintedIssue], Iterator[str]]]
"""A kind of remark, and what finds it in one piece: the editor's words without place and source."""

Across = tuple[RemarkKind, Callable[[PrintedIssue], Iterator[tuple[Printed, str]]]]
"""A kind of remark, and what finds it by comparing pieces: the piece that is to be looked at, and words."""


def printed(columns: Sequence[DraftColumn], plans: Sequence[ColumnPlan]) -> Iterator[Printed]:
    """Every piece of the issue with its place and its plan, in order."""
    by_name = {plan.name: plan for plan in plans}
    index = count()
    for column in columns:
        plan = by_name.get(column.name)
        for group in column.groups:
            how = plan.group(group.name) if plan else None
            for number, paragraph in enumerate(group.paragraphs, 1):
                place = (column.name, group.name, how, number)
                yield from (Printed(next(index), *row) for row in _shares(paragraph, *place))


def _shares(
    paragraph: DraftParagraph, column: str, group: str | None, plan: GroupPlan | None, number: int
) -> Iterator[tuple[Piece, str, str | None, GroupPlan | None, int, int, int, str]]:
    shares = len(paragraph.pieces)
    for share, piece in enumerate(paragraph.pieces, 1):
        yield piece, column, group, plan, number, share, shares, paragraph.attribution or ""


def told(one: Printed, finding: str) -> str:
    """A remark's words in one printable line: place, finding, source."""
    return clean_text(f"{one.place}：{finding}（{one.source}）").replace("\n", " ")


def listed(found: Sequence[str]) -> str:
    """Findings of one kind in a row, each once, the many counted."""
    once = tuple(dict.fromkeys(found))
    return "、".join(map(_clipped, once[:SHOWN])) + (f"等{len(once)}处" if len(once) > SHOWN else "")


def _clipped(finding: str) -> str:
    return finding if len(finding) <= _LONGEST else f"{finding[: _LONGEST - 2]}…”"


def around(text: str, start: int, end: int, beside: int = 4) -> str:
    """A finding with the words on both sides, in quotation marks: up to a mark near by, else a few."""
    if not beside:
        return f"“{text[start:end]}”".replace("\n", " ")
    return f"“{_before(text, start, beside)}{text[start:end]}{_behind(text, end, beside)}”".replace("\n", " ")


def _before(text: str, start: int, beside: int) -> str:
    """The words before a finding from the last mark on, or `beside` characters and no half of a number."""
    words = text[max(0, start - _NEAR) : start]
    marks = list(_BEGINS.finditer(words))
    if marks or len(words) == start:
        return words[marks[-1].end() if marks else 0 :]
    cut = len(words) - beside
    while cut > 0 and _RUN.match(words[cut - 1 : cut + 1]):
        cut -= 1
    return "…" + words[cut:]


def _behind(text: str, end: int, beside: int) -> str:
    words = text[end : end + _NEAR]
    mark = _ENDS.search(words)
    if mark or end + len(words) == len(text):
        return words[: mark.start() if mark else len(words)]
    cut = beside
    while cut < len(words) and _RUN.match(words[cut - 1 : cut + 1]):
        cut += 1
    return words[:cut] + "…"


_NEAR = 16
"""Characters beside a finding within which a mark is looked for."""
_BEGINS = re.compile(r"[，。；：、！？,;:!?\s”’）》)]|(?=[“‘（《(])")
_ENDS = re.compile(r"[，。；：、！？,;:!?\s“‘（《(]|(?<=[”’）》)])")
_RUN = re.compile(r"[\dA-Za-z.%/·][\dA-Za-z.%/·年月日号吨元万亿台人次名项]|[年月]\d")
"""Two characters of one number or word, between which no excerpt is cut."""
