"""A published issue read back from its Word file: which piece stands in which column, alone or merged.

Editors change an issue by hand until it goes to print, so nothing here relies on the marks and styles of
the draft: the settings' names find the columns, the words find the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from classify.model import Unit
from compose.model import Attribution, ColumnPlan, Form, GroupPlan, Merge
from compose.published import PublishedIssue, PublishedPiece
from compose.readback_contents import without_contents
from compose.readback_entries import Reader
from compose.readback_headings import (
    LOOKS,
    Heading,
    Names,
    bare,
    can_be_heading,
    names_honours,
    shown_name,
)
from compose.readback_lines import BULLET, PIN, Line, Look, is_item, lines_of, most_common_look
from compose.readback_masthead import masthead
from compose.readback_sources import contributions, source_line
from intake.model import Align, Paragraph, Place

_LONGEST_COLUMN: Final = 16
_LONGEST_PLAIN_COLUMN: Final = 9
_LONGEST_GROUP: Final = 30
_LONGEST_IMPRINT: Final = 200

_IMPRINT: Final = re.compile(
    r"[（(]?\s*(?:本期信息采集时间|本期(?:信息|稿件)?采集|发放\s*[:：]|抄[送报]\s*[:：]|报送?\s*[:：]|主送\s*[:：]|投稿邮箱|投稿信箱|投稿方式)"
)
"""What ends the text of an issue."""
_SMALL_PRINT: Final = re.compile(
    r"[（(]?\s*(?:责任编辑|责编|编\s*辑|编\s*审|审\s*[核签定]|签\s*发|校\s*对|主\s*编|排\s*版|主\s*办|承\s*办|印\s*发|编\s*印|电\s*话|联系(?:人|电话|方式)|邮\s*箱|地\s*址|网\s*址|印\s*数|欢迎(?:来稿|投稿))\s*[:：]"
    r"|[（(]?共印\s*\d+\s*份|欢迎(?:广大|各)?[^。]{0,20}(?:来稿|投稿)"
)
_NOTE: Final = re.compile(r"[【（(]?\s*(?:编者(?:按|的话|注|语)|编\s*后|按\s*语|编辑部的?话|刊首语|卷首语)")
_LONE_NOTE: Final = 10


def read_issue(
    paragraphs: Sequence[Paragraph], columns: Sequence[ColumnPlan], units: tuple[Unit, ...]
) -> PublishedIssue:
    """Read an issue from the paragraphs of its document; one that holds no known column has no pieces."""
    lines = without_contents(lines_of(paragraphs), Names(columns))
    walk = _Walk(lines, columns, units)
    walk.run()
    head = tuple(line.whole for line in lines[: walk.first])
    edges = tuple(p.text for p in paragraphs if p.place is Place.HEADER)
    numbers = masthead((*head[:60], *edges[:20]), [line.whole for line in lines[-20:]])
    pieces, others = (
        tuple(piece for section in sections for piece in _pieces(section, units, walk.body))
        for sections in (walk.sections, walk.others)
    )
    return PublishedIssue(
        numbers.year,
        numbers.number,
        numbers.serial,
        numbers.date,
        pieces,
        tuple(walk.unknown) if walk.sections else (),
        others if walk.sections else (),
    )


@dataclass(slots=True)
class _Section:
    """The lines below one heading."""

    plan: ColumnPlan
    group: str | None
    lines: list[Line] = field(default_factory=list)


_NEWS: Final = GroupPlan(None, Form.COMPRESS, Merge.UNIT, Attribution.UNIT, (0, 0))
"""How a column that nobody knows is read."""


def _pieces(section: _Section, units: tuple[Unit, ...], body: Look | None) -> Iterator[PublishedPiece]:
    plan = section.plan.group(section.group)
    known: str | None = None
    for entry in Reader(section.lines, plan, units, body).entries(section.lines):
        for share in contributions(entry.text, entry.attribution, plan, units, known):
            yield PublishedPiece(
                column=section.plan.name,
                group=section.group,
                title=entry.title,
                text=share.text,
                unit=share.unit,
                attribution=share.attribution,
                merged=share.merged,
            )
            known = share.unit or known


class _Walk:
    """Goes through the lines once and sorts them below their headings."""

    def __init__(self, lines: Sequence[Line], columns: Sequence[ColumnPlan], units: tuple[Unit, ...]) -> None:
        self.lines, self.units = lines, units
        self.names = Names(columns)
        self.headings = _all_headings(lines, self.names)
        self.body = most_common_look(lines)
        self.looks = {
            "column": {lines[at].look for at, found in self.headings.items() if not found.group}
            - {self.body},
            "group": {lines[at].look for at, found in self.headings.items() if found.group} - {self.body},
        }
        self.first = min(self.headings, default=len(lines))
        self.masthead = {bare(line.whole) for line in lines[: self.first] if len(line.whole) <= 40}
        self.marked = any(line.kind in (PIN, BULLET) for line in lines)
        self.sections: list[_Section] = []
        self.others: list[_Section] = []
        self.unknown: dict[str, None] = {}
        self.section: _Section | None = None
        self.aside: _Section | None = None
        self.note = False

    def run(self) -> None:
        """Sort all lines."""
        for at, line in enumerate(self.lines):
            heading = self.headings.get(at) or self._bracketed(line)
            if heading:
                self._open(heading, line)
            elif not self._is_small_print(at, line):
                self._text(at, line)

    def _bracketed(self, line: Line) -> Heading | None:
        """A group in 【】 of the column that is being read."""
        plan = self.section.plan if self.section else None
        return self.names.heading(line.text, plan) if plan and plan.bracket_groups else None

    def _open(self, heading: Heading, line: Line) -> None:
        self.note = False
        self.aside = None
        now = self.section
        again = now is not None and now.plan is heading.plan and heading.group in (None, now.group)
        if not again:
            self.section = _Section(heading.plan, heading.group)
            self.sections.append(self.section)
        if heading.rest and self.section:
            self.section.lines += _rest_of(line, heading.rest)

    def _is_small_print(self, at: int, line: Line) -> bool:
        """What is no contribution though it stands among them; the imprint ends the column."""
        style = line.look.style or ""
        short = len(line.text) <= _LONGEST_IMPRINT
        if (short and _IMPRINT.match(line.text)) or style.startswith(("版记", "采集时间")):
            self.section = self.aside = None
            return True
        again = at > self.first and bare(line.whole) in self.masthead
        if short and (_SMALL_PRINT.match(line.text) or again):
            return True
        return self._is_note(line)

    def _is_note(self, line: Line) -> bool:
        """An editor's note: a paragraph, or all below its heading up to the first marked item."""
        if _NOTE.match(line.text):
            self.note = len(bare(line.text)) <= _LONE_NOTE or not line.ended
            return True
        if not self.note:
            return False
        self.note = self.marked and not line.kind
        return self.note or not (self.marked and line.kind)

    def _text(self, at: int, line: Line) -> None:
        if self._is_unknown(at, line):
            return
        section = self.section or self.aside
        if section is not None and is_item(line):
            section.lines.append(line)

    # --- headings that nobody knows -----------------------------------------------------------------

    def _is_unknown(self, at: int, line: Line) -> bool:
        """Whether a line is a heading of an unknown column or group; opens (or closes) what it heads."""
        kind = self._kind(at, line) if self._may_head(at, line) else None
        now = self.section
        if kind == "column":
            self.unknown[shown_name(line.whole)] = None
            self.section = None
            self.aside = _Section(ColumnPlan(shown_name(line.whole), _NEWS), None)
            self.others.append(self.aside)
        elif kind == "group" and now and now.plan.bracket_groups:
            self._open(Heading(now.plan, shown_name(line.whole)), line)
        elif kind == "group" and now:
            self.unknown[f"{now.plan.name}›{shown_name(line.whole)}"] = None
            self.section = _Section(now.plan, None)
            self.sections.append(self.section)
        return kind is not None

    def _may_head(self, at: int, line: Line) -> bool:
        after = self.lines[at + 1] if at + 1 < len(self.lines) else None
        if line.kind in (PIN, BULLET) or line.apart or after is None or at + 1 in self.headings:
            return False
        if not can_be_heading(line.whole, _LONGEST_GROUP) or line.text.endswith((")", "）")):
            return False
        if source_line(line.text, self.units, right=line.look.align is Align.RIGHT):
            return False
        return self.section is not None or at > self.first or len(after.text) >= 40 or after.kind == PIN

    def _kind(self, at: int, line: Line) -> str | None:
        """Column, group or neither, by its look, else by its words."""
        size = len(bare(line.whole))
        honours = self._honours(line)
        for kind, most in (("group", _LONGEST_GROUP), ("column", _LONGEST_COLUMN)):
            if size <= most and (line.look in self.looks[kind] or self._styled(line, kind)):
                return "group" if honours or not self._heads_column(line, kind) else "column"
        if honours:
            return "group"
        return self._plain_kind(at, line, size)

    def _heads_column(self, line: Line, kind: str) -> bool:
        return kind == "column" or (line.look in self.looks["column"] and not bare(line.whole).endswith("篇"))

    def _styled(self, line: Line, kind: str) -> bool:
        style = (line.look.style or "").lower()
        return line.look != self.body and style in LOOKS[kind]

    def _honours(self, line: Line) -> bool:
        """A group of those honoured that lost its 【】."""
        plan = self.section.plan if self.section else None
        done = self._before_is_whole()
        return bool(plan and plan.bracket_groups and done and names_honours(line.whole))

    def _plain_kind(self, at: int, line: Line, size: int) -> str | None:
        """Where headings look like text: a very short line of its own, between whole paragraphs."""
        if self.looks["column"] or line.kind or size > _LONGEST_PLAIN_COLUMN or not self._before_is_whole():
            return None
        if self.marked and self.lines[at + 1].kind not in (PIN, BULLET):
            return None
        grouped = self.section is not None and bool(self.section.plan.groups)
        return "group" if grouped and bare(line.whole).endswith("篇") else "column"

    def _before_is_whole(self) -> bool:
        return self.section is None or not self.section.lines or self.section.lines[-1].ended


def _all_headings(lines: Sequence[Line], names: Names) -> dict[int, Heading]:
    """Index of each line that names a column or a group of the settings."""
    found: dict[int, Heading] = {}
    current: ColumnPlan | None = None
    for at, line in enumerate(lines):
        heading = names.heading(line.whole, None) if line.kind != PIN else None
        if heading and heading.group and current and heading.plan is not current:
            heading = names.heading(line.whole, current)
        if heading:
            found[at] = heading
            current = heading.plan
    return found


def _rest_of(line: Line, text: str) -> tuple[Line, ...]:
    """What stands behind a group's heading in its own line, as a line."""
    return lines_of([Paragraph(text, style=line.look.style, align=line.look.align, size=line.look.size)])
