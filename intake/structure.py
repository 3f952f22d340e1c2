"""Where pieces begin: which lines are titles, which numbers and bullets start a piece.

A number starts pieces only where no lead paragraph stands before it, else it marks the heads inside one
article.  Later titles start pieces only where they look like the first one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from intake import marks
from intake.headings import Names
from intake.model import Align, NoiseKind, Paragraph

SENTENCE: Final = 40
"""Characters from which a paragraph is text, not a heading."""
TITLE: Final = 60
"""Characters of the longest title."""
PLAIN_TITLE: Final = 40
"""The same where nothing but its shortness tells it."""
LARGER: Final = 1.5
"""Points by which a title is larger than the text."""

_COLLECTIVE: Final = re.compile(
    r"供稿|稿件|来稿|投稿|信息(?!化)|动态|简讯|要闻|汇总|摘编|集锦|[一二两三四五六七八九十\d]+(?:篇|则|条|份)|材料$|综合$"
)
_NO_TITLE_END: Final = tuple("。；，、;,")
_CLOSED: Final = re.compile(r"[。！？!?…][”’」』）)]*$")
_DOES: Final = re.compile(
    r"组织|开展|举办|召开|完成|实现|成立|启动|推进|推动|打造|获|荣|签|助力|学|抓|筑|做|让|到|为|上|出|解|新|创|超|强|提|降|增|走|送|办|建"
)

Look = tuple[int | None, str | None, bool, float | None, bool]
"""Outline level, style where it names titles, centred, size, all bold."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What was found out about the lines of a document, by their index.

    `collective` are titles over several pieces; `starts` maps a line that a number or bullet makes the
    begin of a piece to the reason; `units` are lines that name the unit of what stands below them.
    """

    titles: frozenset[int] = frozenset()
    collective: frozenset[int] = frozenset()
    starts: Mapping[int, str] = field(default_factory=dict)
    units: frozenset[int] = frozenset()

    def marks(self, at: int, words: str) -> Iterator[tuple[int, str]]:
        """(characters, reason) of each mark that begins a piece at the start of a line."""
        yield marks.pin(words), f"以“{marks.PIN}”起"
        yield marks.piece(words), "“稿件一”之类的标记"
        if at in self.starts:
            found = marks.number(words)
            yield (found.length if found else marks.bullet(words)), self.starts[at]


def read(lines: Sequence[Paragraph], apart: Mapping[int, NoiseKind], names: Names) -> Plan:
    """Find the titles and the begins of pieces among the lines that are not set apart."""
    left = [at for at in range(len(lines)) if at not in apart and lines[at].row is None]
    texts = {at: (lines[at].label + lines[at].text).strip() for at in left}
    heads = _with_text_below(left, texts)
    units = {at for at in heads if names.unit_line(texts[at])}
    known = {at for at in left if names.heading(texts[at])} | (units if len(units) > 1 else set())
    candidates = [at for at in heads if at not in known and _may_be_title(texts[at])]
    looks = _looks(lines, left)
    titles = _titles(lines, candidates, left, texts, looks) if looks else _plain_titles(lines, candidates, texts)
    starts = _numbered(left, texts, titles, known, names)
    collective = _collective(left, texts, titles, known, starts)
    units -= {at for at in units if len(units) == 1 and at - 1 in titles}  # a subtitle
    return Plan(frozenset(titles) - collective - units, collective, starts, frozenset(units))


def _with_text_below(left: Sequence[int], texts: Mapping[int, str]) -> list[int]:
    """The lines that have a paragraph of text somewhere below them."""
    last = max((at for at in left if len(texts[at]) >= SENTENCE or _CLOSED.search(texts[at])), default=-1)
    return [at for at in left if at < last]


def _may_be_title(text: str) -> bool:
    return (
        2 <= len(text) <= TITLE
        and not text.endswith(_NO_TITLE_END)
        and not text.endswith(("：", ":"))
        and not marks.pin(text)
        and not marks.title(text)
    )


# --- titles by their look --------------------------------------------------------------------------


def _look(line: Paragraph, body: float | None) -> Look | None:
    """How a line differs from the text; None where it does not."""
    style = line.style if line.style and re.search(r"title|标题|heading|題", line.style, re.IGNORECASE) else None
    centred = line.align is Align.CENTER
    larger = line.size if line.size and body and line.size >= body + LARGER else None
    bold = line.bold >= 0.9
    if line.outline is None and not style and not centred and not larger and not bold:
        return None
    return line.outline, style, centred, larger, bold


def _looks(lines: Sequence[Paragraph], left: Sequence[int]) -> dict[int, Look]:
    """The lines that look different from the text, which is what most characters look like."""
    sizes: Counter[float | None] = Counter()
    for at in left:
        sizes[lines[at].size] += len(lines[at].text)
    body = max(sizes, key=lambda size: sizes[size]) if sizes else None
    found = {at: look for at in left if (look := _look(lines[at], body)) is not None}
    different = sum(len(lines[at].text) for at in found)
    everything = sum(len(lines[at].text) for at in left)
    return found if different * 2 <= everything else {}


def _titles(
    lines: Sequence[Paragraph],
    candidates: Sequence[int],
    left: Sequence[int],
    texts: Mapping[int, str],
    looks: Mapping[int, Look],
) -> set[int]:
    """The titles: the first line that looks like one, and those that look as it does."""
    shown = [at for at in candidates if at in looks]
    if not shown or any(len(texts[at]) >= SENTENCE for at in left if at < shown[0]):
        return {at for at in shown if lines[at].outline == 1 or looks[at][2]}
    first = shown[0]
    alike = {at for at in shown if looks[at] == looks[first]}
    if len(alike) == 1 and _COLLECTIVE.search(texts[first]):
        following = next((at for at in shown if at > first + 1), None)
        alike |= {at for at in shown if following and looks[at] == looks[following]}
    return alike | _second_lines(alike, shown, looks)


def _second_lines(titles: set[int], shown: Sequence[int], looks: Mapping[int, Look]) -> set[int]:
    """Subtitles: centred lines right below a title."""
    found: set[int] = set()
    for at in shown:
        if at - 1 in titles | found and looks[at][2]:
            found.add(at)
    return found


def _plain_titles(lines: Sequence[Paragraph], candidates: Sequence[int], texts: Mapping[int, str]) -> set[int]:
    """Titles in text without any look: short lines above long ones, later ones behind a blank line."""
    found: set[int] = set()
    since = 0
    first = min(texts, default=0)
    for at in sorted(texts):
        text = texts[at]
        below = next((texts[n] for n in range(at + 1, at + 4) if n in texts and len(texts[n]) > PLAIN_TITLE), "")
        short = at in candidates and len(text) <= PLAIN_TITLE and not _CLOSED.search(text) and len(below) > len(text)
        begins = at == first or (lines[at].gap and since >= SENTENCE and len(text) >= 8 and _DOES.search(text))
        if short and begins and not marks.number(text):
            found.add(at)
            since = 0
        else:
            since += len(text)
    return found


# --- numbers and bullets ---------------------------------------------------------------------------


def _numbered(
    left: Sequence[int], texts: Mapping[int, str], titles: set[int], known: set[int], names: Names
) -> dict[int, str]:
    """The lines whose number or bullet starts a piece, section by section between known headings."""
    found: dict[int, str] = {}
    for section in _sections(left, known):
        found |= _numbered_section(section, texts, titles, names)
    return found


def _sections(left: Sequence[int], known: set[int]) -> Iterator[list[int]]:
    section: list[int] = []
    for at in left:
        if at in known:
            yield section
            section = []
        else:
            section.append(at)
    yield section


def _numbered_section(
    section: Sequence[int], texts: Mapping[int, str], titles: set[int], names: Names
) -> dict[int, str]:
    marked = [(at, kind) for at in section if (kind := _mark(texts[at]))]
    if not marked:
        return {}
    first, outer = marked[0]
    run = [at for at, kind in marked if kind == outer]
    if len(run) < 2 or not _counts_up(run, texts):
        return {}
    if any(len(texts[at]) >= SENTENCE for at in section if at < first):
        return {}
    title = next((texts[at] for at in section if at < first and at in titles), None)
    if title is not None and not _COLLECTIVE.search(title) and not _are_news(run, texts, names):
        return {}
    if not all(_has_text(at, following, section, texts) for at, following in zip(run, [*run[1:], None], strict=True)):
        return {}
    words = "编号" if marks.number(texts[first]) else "项目符号"
    return {at: f"{words}“{texts[at][:_mark_length(texts[at])].strip()}”起" for at in run}


def _mark(text: str) -> str | None:
    """The level of the number at the start of a line, or the bullet itself."""
    number = marks.number(text)
    if number:
        return number.level
    return text[0] if marks.bullet(text) else None


def _mark_length(text: str) -> int:
    number = marks.number(text)
    return number.length if number else marks.bullet(text)


def _counts_up(run: Sequence[int], texts: Mapping[int, str]) -> bool:
    values = [number.value for at in run if (number := marks.number(texts[at]))]
    return not values or values == list(range(1, len(values) + 1))


def _are_news(run: Sequence[int], texts: Mapping[int, str], names: Names) -> bool:
    """Whether most of the numbered lines open with somebody who acts, as news do and heads do not."""
    bare = [texts[at][_mark_length(texts[at]) :] for at in run]
    return sum(1 for text in bare if len(text) >= SENTENCE and names.opens_with_actor(text)) * 2 > len(bare)


def _has_text(at: int, following: int | None, section: Sequence[int], texts: Mapping[int, str]) -> bool:
    """Whether a numbered line is text itself or has some before the next numbered line."""
    own = [n for n in section if n >= at and (following is None or n < following)]
    return any(len(texts[n]) >= SENTENCE or _CLOSED.search(texts[n]) for n in own)


# --- titles over several pieces --------------------------------------------------------------------


def _collective(
    left: Sequence[int], texts: Mapping[int, str], titles: set[int], known: set[int], starts: Mapping[int, str]
) -> frozenset[int]:
    """Titles with no text of their own: the next thing is a heading, another piece's title or a mark."""
    found: set[int] = set()
    for at, following in pairwise(left):
        if at not in titles:
            continue
        over = following in known or following in starts or marks.pin(texts[following]) > 0
        over = over or (following in found | titles and bool(_COLLECTIVE.search(texts[at])) and len(titles) > 2)
        if over:
            found.add(at)
    return frozenset(found)
