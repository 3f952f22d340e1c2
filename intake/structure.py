"""Where pieces begin: headings, titles, numbers, marks, and paragraphs of another unit."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import Final

from intake import bylines, doubts, marks, numbered, phrases, titles, turns
from intake.headings import ORGAN, Names
from intake.model import Align, NoiseKind, Paragraph
from intake.page import TITLE, Page, closed, mark_length


@dataclass(frozen=True, slots=True)
class Plan:
    """What was found out about the lines of a document, by their index.

    `counted` are titles whose number is only that of the piece; `collective` are titles over several pieces;
    `starts` maps a line that a number or bullet makes the begin of a piece to the reason; `units` are lines
    that name the unit of what stands below them, `groups` those that name a group (【…】), `dates` those
    that say when it was, `speakers` those that say whose it is; `turns` maps a paragraph that begins another
    piece without any mark to the reason; a bare name alone on one of the lines `ends` is a by-line; a date on
    one of `scenes`, and the names in `rolls`, belong to the text; `under` stand right below a title over
    several pieces; the bold words that open the lines `run_ins` are titles; `contents` belong to the head of
    a collection: a list of the titles, its number.  `doubt` says why the whole may be several pieces, should
    it come to be one.
    """

    titles: frozenset[int] = frozenset()
    counted: frozenset[int] = frozenset()
    collective: frozenset[int] = frozenset()
    starts: Mapping[int, str] = field(default_factory=dict)
    units: frozenset[int] = frozenset()
    groups: frozenset[int] = frozenset()
    dates: frozenset[int] = frozenset()
    speakers: frozenset[int] = frozenset()
    turns: Mapping[int, str] = field(default_factory=dict)
    ends: frozenset[int] = frozenset()
    scenes: frozenset[int] = frozenset()
    rolls: frozenset[int] = frozenset()
    under: frozenset[int] = frozenset()
    run_ins: frozenset[int] = frozenset()
    contents: frozenset[int] = frozenset()
    doubt: str | None = None

    def marks(self, at: int, words: str) -> Iterator[tuple[int, str]]:
        """(characters, reason) of each mark that begins a piece at the start of a line."""
        yield marks.pin(words), f"以“{marks.PIN}”起"
        yield marks.piece(words), "“稿件一”之类的标记"
        if at in self.starts:
            yield mark_length(words), self.starts[at]


def read(lines: Sequence[Paragraph], apart: Mapping[int, NoiseKind], names: Names) -> Plan:
    """Find the titles and the begins of pieces among the lines that are not set apart."""
    page = Page(lines, apart, names)
    units, groups, dates, speakers = _unit_lines(page), _groups(page), _dates(page), _speakers(page)
    known = {at for at in page.left if names.heading(page.texts[at])} | units | groups | dates | speakers
    looked = titles.by_look(page, known) | _listed(page, known)
    found = looked | titles.plain(page, known, looked)
    starts = numbered.starts(page, found, known)
    marked = starts.keys() | {at for at in page.left if _is_marked(page.texts[at])}
    marked |= _headed(page)
    collective = _collective(page, found - marked, known, marked)
    found = (found | titles.below_marks(page, marked, known)) - collective
    contents = _contents(page, found, collective, known)
    found -= contents
    fields = {at for at in page.left if marks.title(page.texts[at])}
    borders = found | collective | known | marked | fields
    begun = turns.turns(page, found, units, borders)
    collective |= turns.over_turns(page, found, begun)
    found -= collective
    begins = borders | begun.keys()
    return Plan(
        titles=frozenset(found),
        counted=_counted(page, looked & found),
        collective=collective,
        starts=starts,
        units=frozenset(units),
        groups=frozenset(groups),
        dates=frozenset(dates),
        speakers=frozenset(speakers),
        turns=begun,
        ends=frozenset(at for at in page.left if _may_end(page, at, begins)),
        scenes=frozenset(at for at in page.left if _sets_scene(page, at)) | _diary(page, dates),
        rolls=frozenset(_rolls(page)),
        under=frozenset(at for at in page.left if page.above(at) in collective),
        contents=contents,
        run_ins=_run_ins(page, starts),
        doubt=doubts.doubt(page, found, known),
    )


def _headed(page: Page) -> set[int]:
    """The paragraphs with a by-line before them, if there are several."""
    found = {at for at in page.left if page.is_long(at) and bylines.head(page.texts[at], page.names)}
    return found if len(found) > 1 else set()


def _is_marked(text: str) -> bool:
    return bool(marks.pin(text) or marks.piece(text))


_ROLL: Final = re.compile(rf"(?:[^：:，。]{{1,20}}{ORGAN}|\S(?: \S){{1,5}})\s*[：:]\s*[^：:，。]{{2,}}")


def _rolls(page: Page) -> set[int]:
    """The lines of a list of names by unit (氧化铝厂：龙某 唐某): three and more below each other."""
    found: set[int] = set()
    for listed, group in groupby(page.left, key=lambda at: _ROLL.fullmatch(page.texts[at]) is not None):
        run = list(group)
        if listed and len(run) >= _LEAST_ROLL:
            found.update(run)
    return found


_LEAST_ROLL: Final = 3


def _run_ins(page: Page, starts: Collection[int]) -> frozenset[int]:
    """The marked paragraphs that open with a title in bold, if all of them do (▶夜校开课 5月6日……)."""
    titled = frozenset(at for at in starts if run_in(page.lines[at], page.bare(at)))
    return titled if len(titled) > 1 and len(titled) == len(starts) else frozenset()


def run_in(line: Paragraph, words: str) -> int:
    """How many characters the bold title takes that a paragraph opens with; 0 if it opens with none."""
    bold = next((run.text.strip() for run in line.runs if run.bold), "")
    opens = _LEAST_RUN_IN <= len(bold) < len(words) - LONGEST_RUN_IN and words.startswith(bold)
    apart = opens and (words[len(bold)].isspace() or bold.endswith(("。", "：", "！")))
    return len(bold) if apart and len(bold) <= LONGEST_RUN_IN else 0


_LEAST_RUN_IN: Final = 4
LONGEST_RUN_IN: Final = 30
"""Characters of a title before its text, and at least of the text behind it."""


_DAY_OF_A_DIARY: Final = re.compile(r"\d{1,2}月\d{1,2}日")


def _diary(page: Page, chronicle: Collection[int]) -> frozenset[int]:
    """The days of a diary, which belong to its text: one stands between two texts."""
    days = [at for at in page.left if _DAY_OF_A_DIARY.match(page.texts[at]) and _is_over_text(page, at)]
    days = [at for at in days if at not in chronicle and phrases.DATE.tell(page.texts[at])]
    between = any((above := page.above(at)) is not None and page.is_text(above) for at in days)
    return frozenset(days) if between and len(days) > 1 else frozenset()


def _sets_scene(page: Page, at: int) -> bool:
    below = page.below(at)
    return below is not None and phrases.sets_scene(page.texts[at], page.texts[below])


def _may_end(page: Page, at: int, borders: Collection[int]) -> bool:
    """Whether a short line stands where a by-line does: set right, or right below a text and over a gap."""
    line, below = page.lines[at], page.below(at)
    if at in page.verse and line.align is not Align.RIGHT:
        return False
    if line.align in {Align.RIGHT, Align.CENTER} or line.text.startswith(("    ", "\u3000\u3000\u3000")):
        return line.bold < 1
    above = page.above(at)
    if below is None or below in borders:
        return page.gap(at) or above is None or closed(page.texts[above])
    return page.gap(below) and not page.gap(at) and above is not None and page.is_text(above)


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
    """Titles with no text of their own: the next thing is a heading, another piece's title or a mark.

    What stands in a bulletin's head (its number, a list of titles), and who signs all, is passed over.
    """
    over: set[int] = set()
    head = _list(page, found) | {at for at in page.left if _is_head(page, at) and at not in known}
    head |= {at for at in page.left if at not in known and _signs_all(page, at, found)}
    for at, following in pairwise(at for at in page.left if at in found or at not in head):
        says_so = titles.COLLECTIVE.search(page.texts[at]) is not None or page.below(at) in head
        over_heading = following in known and (says_so or len(known) > 1 or len(marked) > 1)
        over_titles = following in found and says_so and len(found) > 2
        if at in found and (following in marked or over_heading or over_titles):
            over.add(at)
    return frozenset(over | _above_subtitles(page, over, found))


def _signs_all(page: Page, at: int, found: Collection[int]) -> bool:
    above = page.above(at)
    over = above is not None and above in found and titles.COLLECTIVE.search(page.texts[above])
    return bool(over) and page.is_byline(at) and not page.is_subtitle(at)


def _above_subtitles(page: Page, over: Collection[int], found: Collection[int]) -> set[int]:
    """The titles whose subtitle says that they stand over several pieces (——职工读书心得选编)."""
    return {
        above
        for at in over
        if page.is_subtitle(at) and (above := page.above(at)) is not None and above in found
    }


_CONTENTS: Final = re.compile(r"[【\[]?(?:(?:本期)?(?:目\s*录|要目|导读|看点|内容提要))[】\]]?[:：]?")
_LEADER: Final = re.compile(r"[\s.…·—-]*\d{0,3}$")


def _list(page: Page, found: Collection[int]) -> set[int]:
    """The word 目录 and the titles below it that come again."""
    last = {page.bare(at): at for at in found}
    return {
        at
        for at in page.left
        if _CONTENTS.fullmatch(page.texts[at])
        or (
            (below := page.below(at)) is not None
            and not page.is_text(below)
            and last.get(_entry(page, at), -1) > at
        )
    }


def _contents(
    page: Page, found: Collection[int], collective: Collection[int], known: Collection[int]
) -> frozenset[int]:
    """The lines of a collection's head: its number and date, the list of titles, what a form is called."""
    contents = _list(page, found) | {at for at in page.left if _is_over_form(page, at)}
    above = set(collective) | contents
    for at in page.left:
        if page.above(at) in above and at not in known and _is_head(page, at):
            contents.add(at)
            above.add(at)
    return frozenset(contents)


def _is_over_form(page: Page, at: int) -> bool:
    over = at + 1 < len(page.lines) and page.lines[at + 1].row is not None
    return over and phrases.LETTERHEAD.tell(page.texts[at])


def _entry(page: Page, at: int) -> str:
    """The title that a line of a list of titles names (1.夜校开课……3)."""
    return _LEADER.sub("", page.bare(at)) if len(page.texts[at]) <= TITLE else ""


def _is_head(page: Page, at: int) -> bool:
    """Whether a line is an issue's number, or ends with its date; who wrote a piece, and when, is none."""
    text = page.texts[at]
    if phrases.LETTERHEAD.tell(text):
        return True
    dated = len(text) <= TITLE and phrases.DATE.tell(text.rsplit(maxsplit=1)[-1])
    signed = bylines.alone(text, page.names) if dated else None
    return dated and not (signed and signed.person) and not _sets_scene(page, at)


def _listed(page: Page, known: Collection[int]) -> set[int]:
    """The titles that a list at the top names: two or more short lines that come again below."""
    again = {page.bare(at): at for at in page.left if page.may_be_title(at) and at not in known}
    named = {
        again[entry]
        for at in page.left
        if at not in known and (entry := _entry(page, at)) and again.get(entry, -1) > at
    }
    over = {at for at in named if (below := page.below(at)) is not None and below not in named}
    return over if len(over) > 1 else set()


def _counted(page: Page, found: Collection[int]) -> frozenset[int]:
    """The titles whose numbers do nothing but count the pieces."""
    bullets = {page.texts[at][0] for at in found if marks.bullet(page.texts[at])}
    if len(found) > 1 and len(bullets) == 1 and all(marks.bullet(page.texts[at]) for at in found):
        return frozenset(found)
    numbers = [(at, number) for at in sorted(found) if (number := marks.number(page.texts[at]))]
    values = [number.value for _, number in numbers]
    in_order = values[:1] == [1] and all(b in {1, a + 1} for a, b in pairwise(values))
    return frozenset(at for at, _ in numbers) if len(values) > 1 and in_order else frozenset()


# --- headings that a bulletin does not name -----------------------------------------------------------


_BOXED: Final = re.compile(r"【[^【】]{2,20}】")


def _groups(page: Page) -> set[int]:
    """The lines that name a group below the heading of a column: 【…】 over a title."""
    first = next((at for at in page.left if page.names.heading(page.texts[at])), None)
    return {
        at
        for at in page.left
        if first is not None
        and at > first
        and _BOXED.fullmatch(page.texts[at])
        and page.names.heading(page.texts[at]) is None
        and _is_over_title(page, at)
    }


def _is_over_title(page: Page, at: int) -> bool:
    below = page.below(at)
    return (
        below is not None and page.may_be_title(below) and not (page.is_text(below) or page.is_byline(below))
    )


def _speakers(page: Page) -> set[int]:
    """The lines that say who wrote what stands below them (某厂 张三：), if there are several."""
    found = {
        at
        for at in page.left
        if page.texts[at].endswith(("：", ":"))
        and (told := bylines.alone(page.texts[at].rstrip("：:"), page.names)) is not None
        and told.unit
        and told.person
        and _is_over_text(page, at)
    }
    return found if len(found) > 1 else set()


def _dates(page: Page) -> set[int]:
    """The lines that say when what stands below them was, in a chronicle (团委工作动态)."""
    over = [at for at in page.left if phrases.DATE.tell(page.texts[at]) and _is_over_text(page, at)]
    if len(over) < 2 or any(page.is_text(at) for at in page.left if at < over[0]):
        return set()
    between = all((above := page.above(at)) is not None and page.is_text(above) for at in over[1:])
    title = page.texts[page.left[0]] if page.left[0] not in over else ""
    told = titles.COLLECTIVE.search(title) is not None or title.endswith("大事记")
    acting = all((below := page.below(at)) is not None and page.opens_with_actor(below) for at in over)
    return set(over) if between and (told or acting) else set()


def _is_over_text(page: Page, at: int) -> bool:
    below = page.below(at)
    return below is not None and page.is_text(below)
