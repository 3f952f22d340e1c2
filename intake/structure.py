"""Where pieces begin: headings, titles, numbers, marks, and paragraphs of another unit."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import Final

from intake import marks, numbered, phrases, titles
from intake.headings import Names
from intake.model import Align, NoiseKind, Paragraph
from intake.page import TITLE, Page, closed, mark_length

LONG: Final = 25
"""Characters from which a paragraph that opens with another unit is a piece of its own."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What was found out about the lines of a document, by their index.

    `collective` are titles over several pieces; `starts` maps a line that a number or bullet makes the
    begin of a piece to the reason; `units` are lines that name the unit of what stands below them;
    `others` maps a paragraph that opens with another unit than the one before to that unit; a bare name
    alone on one of the lines `ends` is a by-line; `contents` belong to the head of a collection: a list of
    the titles, an issue's number.
    """

    titles: frozenset[int] = frozenset()
    collective: frozenset[int] = frozenset()
    starts: Mapping[int, str] = field(default_factory=dict)
    units: frozenset[int] = frozenset()
    others: Mapping[int, str] = field(default_factory=dict)
    ends: frozenset[int] = frozenset()
    contents: frozenset[int] = frozenset()

    def marks(self, at: int, words: str) -> Iterator[tuple[int, str]]:
        """(characters, reason) of each mark that begins a piece at the start of a line."""
        yield marks.pin(words), f"以“{marks.PIN}”起"
        yield marks.piece(words), "“稿件一”之类的标记"
        if at in self.starts:
            yield mark_length(words), self.starts[at]


def read(lines: Sequence[Paragraph], apart: Mapping[int, NoiseKind], names: Names) -> Plan:
    """Find the titles and the begins of pieces among the lines that are not set apart."""
    page = Page(lines, apart, names)
    units = _unit_lines(page)
    known = {at for at in page.left if names.heading(page.texts[at])} | units
    looked = titles.by_look(page, known)
    found = looked | titles.plain(page, known, looked)
    starts = numbered.starts(page, found, known)
    marked = starts.keys() | {at for at in page.left if _is_marked(page.texts[at])}
    collective = _collective(page, found - marked, known, marked)
    found = (found | titles.below_marks(page, marked, known)) - collective
    contents = _contents(page, found, collective)
    found -= contents
    fields = {at for at in page.left if marks.title(page.texts[at])}
    borders = found | collective | known | marked | fields
    others = _others(page, borders, found)
    begins = borders | others.keys()
    ends = frozenset(at for at in page.left if _may_end(page, at, begins))
    return Plan(frozenset(found), collective, starts, frozenset(units), others, ends, contents)


def _is_marked(text: str) -> bool:
    return bool(marks.pin(text) or marks.piece(text))


def _may_end(page: Page, at: int, borders: Collection[int]) -> bool:
    """Whether a short line stands where a by-line does: set right, or right below a text and over a gap."""
    line, below = page.lines[at], page.below(at)
    if line.align in {Align.RIGHT, Align.CENTER} or line.text.startswith(("    ", "\u3000\u3000\u3000")):
        return line.bold < 1
    above = page.above(at)
    if below is None or below in borders:
        return page.gap(at) or above is None or closed(page.texts[above])
    return page.gap(below) and not page.gap(at)


def _unit_lines(page: Page) -> set[int]:
    """The lines that name the unit of the text below them.

    A single one does so only at the top; where a text stands above the first, they are by-lines.
    """
    lines = [at for at in page.left if page.names.unit_line(page.texts[at])]
    over = [at for at in lines if (below := page.below(at)) is not None and page.is_text(below)]
    over = over or [at for at in lines if page.below(at) is not None]
    first = next((at for at in page.left if page.is_text(at)), None)
    if not over or first is None or first < over[0]:
        return set()
    return set(over) if len(over) > 1 or over[0] == page.left[0] else set()


def _collective(
    page: Page, found: Collection[int], known: Collection[int], marked: Collection[int]
) -> frozenset[int]:
    """Titles with no text of their own: the next thing is a heading, another piece's title or a mark."""
    over: set[int] = set()
    for at, following in pairwise(at for at in page.left if at in found or not _is_head(page.texts[at])):
        says_so = titles.COLLECTIVE.search(page.texts[at]) is not None
        over_heading = following in known and (says_so or len(known) > 1)
        over_titles = following in found and says_so and len(found) > 2
        if at in found and (following in marked or over_heading or over_titles):
            over.add(at)
    return frozenset(over)


_CONTENTS: Final = re.compile(r"[【\[]?(?:目\s*录|(?:本期)?(?:要目|导读|看点|内容提要))[】\]]?[:：]?")
_LEADER: Final = re.compile(r"[\s.…·—-]*\d{0,3}$")


def _contents(page: Page, found: Collection[int], collective: Collection[int]) -> frozenset[int]:
    """The lines of a collection's head: its number and date, the word 目录, titles that come again below."""
    last = {page.texts[at]: at for at in found}
    contents: set[int] = set()
    above = set(collective)
    for at in page.left:
        below = page.below(at)
        listed = below is not None and not page.is_text(below) and last.get(_entry(page, at), -1) > at
        head = page.above(at) in above and _is_head(page.texts[at])
        if listed or head or _CONTENTS.fullmatch(page.texts[at]):
            contents.add(at)
            above.add(at)
    return frozenset(contents)


def _entry(page: Page, at: int) -> str:
    """The title that a line of a list of titles names (1.夜校开课……3)."""
    return _LEADER.sub("", page.bare(at)) if len(page.texts[at]) <= TITLE else ""


def _is_head(text: str) -> bool:
    """Whether a line is an issue's number, or ends with its date."""
    return phrases.LETTERHEAD.tell(text) or (
        len(text) <= TITLE and phrases.DATE.tell(text.rsplit(maxsplit=1)[-1])
    )


# --- paragraphs of other units ---------------------------------------------------------------------


def _others(page: Page, borders: Collection[int], found: Collection[int]) -> dict[int, str]:
    """The paragraphs that open with another unit than the piece before."""
    others: dict[int, str] = {}
    title: int | None = None
    section: list[int] = []
    for at in page.left:
        if at in borders:
            others |= _changes(page, section, title)
            title, section = (at if at in found else None), []
        if at not in found and len(page.unmarked(at)) >= LONG:
            section.append(at)
    return others | _changes(page, section, title)


def _changes(page: Page, section: Sequence[int], title: int | None) -> dict[int, str]:
    """The changes of unit, if each unit has its say once; under a title only if every paragraph names one."""
    opening = [(at, _opening(page, at)) for at in section]
    named = [(at, unit) for at, unit in opening if unit is not None]
    if not named or opening[0][1] is None:
        return {}
    if title is not None and (page.names.names_unit(page.texts[title]) or len(named) < len(opening)):
        return {}
    runs = [next(group) for _, group in groupby(named, key=lambda one: one[1])]
    if len({unit for _, unit in runs}) < len(runs):
        return {}
    return dict(runs[1:])


def _opening(page: Page, at: int) -> str | None:
    """The unit that a paragraph opens with; none where the line before it breaks off."""
    above = page.above(at)
    broken = above is not None and len(page.texts[above]) >= LONG and not closed(page.texts[above])
    if broken and above is not None and not titles.ends_signed(page, above):
        return None
    return page.names.opening_unit(page.unmarked(at))
