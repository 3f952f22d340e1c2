"""Which lines are titles: by their look, or, where there is none, by their words and their place.

Later titles begin pieces only where they look like the first one; a look that sub-heads share (bold, nothing
else) counts only where the text below opens as news do.  In doubt a line is no title.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from intake import bylines, phrases
from intake.model import Align, Paragraph
from intake.page import PLAIN_TITLE, Page, closed, is_numbered

LARGER: Final = 1.5
"""Points by which a title is larger than the text."""
MOST_LINES: Final = 3
"""Lines of the longest title in plain text."""

_SEVERAL: Final = (
    r"供稿|稿件|来稿|投稿(?!说明|须知|要求)|征文|摘编|集锦|选编|选登|选辑|摘登|合集|汇编|(?:征集|征文|获奖|参赛)作品|作品(?:选|集|展)"
    r"|[一二两三四五六七八九十\d]+(?:篇|则|条|份)$"
)
SEVERAL: Final = re.compile(_SEVERAL)
"""What titles say that surely stand over several pieces."""
COLLECTIVE: Final = re.compile(
    rf"{_SEVERAL}|(?:宣传|新闻|报送|[月周期旬次份])材料$|信息(?!化)|动态|简讯|要闻|汇总|综合$"
)
"""What titles over several pieces say."""
_DOES: Final = re.compile(
    r"组织|开展|举办|召开|完成|实现|成立|启动|推进|推动|打造|获|荣|签|助力|学|抓|筑|做|让|到|为|上|出|解|新|创|超|强|提|降|增|走|送|办|建|更换"
)

_BOXED: Final = re.compile(r"【[^【】]{2,38}】|《[^《》]{2,38}》|\[[^\[\]]{2,38}\]")


class Look(NamedTuple):
    """How a line differs from the text."""

    outline: int | None
    style: str | None
    centred: bool
    size: float | None
    bold: bool

    @property
    def strong(self) -> bool:
        """Whether sub-heads and by-lines hardly ever look so."""
        heading = self.outline is not None or self.style is not None
        return heading or self.size is not None or (self.centred and self.bold)

    def like(self, other: Look) -> bool:
        """Whether two titles were meant to look the same, though set by hand."""
        if self.outline or other.outline or self.style or other.style:
            return (self.outline, self.style) == (other.outline, other.style)
        if self.centred or other.centred:
            return self.centred and other.centred and self.strong == other.strong
        return (self.size, self.bold) == (other.size, other.bold)


def _look(line: Paragraph, body: float | None, usual: Align | None) -> Look | None:
    named = line.style and re.search(r"title|标题|heading|題", line.style, re.IGNORECASE)
    larger = line.size if line.size and body and line.size >= body + LARGER else None
    look = Look(
        line.outline,
        line.style if named else None,
        line.align is Align.CENTER and usual is not Align.CENTER,
        larger,
        line.bold >= 0.9,
    )
    return look if any(look) else None


def _looks(page: Page) -> dict[int, Look]:
    """The lines that look different from the text, which is what most characters look like."""
    sizes: Counter[float | None] = Counter()
    sides: Counter[Align] = Counter()
    for at in page.left:
        sizes[page.lines[at].size] += len(page.texts[at])
        sides[page.lines[at].align] += len(page.texts[at])
    body = max(sizes, key=lambda size: sizes[size]) if sizes else None
    usual = max(sides, key=lambda side: sides[side]) if sides else None  # of verse, the middle
    found = {at: look for at in page.left if (look := _look(page.lines[at], body, usual)) is not None}
    different = sum(len(page.texts[at]) for at in found)
    return found if different * 2 <= sum(len(page.texts[at]) for at in page.left) else {}


# --- titles by their look --------------------------------------------------------------------------


def by_look(page: Page, known: Collection[int]) -> set[int]:
    """The titles among the lines that look like some, `known` headings left out."""
    looks = _looks(page)
    last = max((at for at in page.left if at not in looks or page.is_text(at)), default=-1)
    shown = [
        at
        for at in page.left
        if at in looks and at < last and at not in known and _may_be_shown(page, at, looks[at])
    ]
    first = _first(page, known, shown)
    if first is None:
        return {at for at in shown if looks[at].outline == 1 or (looks[at].centred and looks[at].strong)}
    group = _with_second_lines(page, [first], shown, looks)
    model = max((looks[at] for at in group if at in looks), key=lambda look: look.strong)
    alike = _alike(page, shown, looks, model, first)
    following = next((at for at in shown if at not in group), None)
    over_several = any(COLLECTIVE.search(page.texts[at]) or _is_masthead(page, at) for at in group)
    if alike <= group and following is not None and over_several:
        alike |= _alike(page, shown, looks, looks[following], following)
    return _with_second_lines(page, sorted(alike | {first}), shown, looks)


def _is_masthead(page: Page, at: int) -> bool:
    """Whether the number of an issue stands below a line."""
    below = page.below(at)
    return below is not None and phrases.LETTERHEAD.tell(page.texts[below])


def _may_be_shown(page: Page, at: int, look: Look) -> bool:
    """Whether the words of a line could be a title; those of verse and by-lines need a strong look for it."""
    if not page.may_be_title(at) and not _is_closed_title(page, at):
        return False
    above = page.above(at)
    below_title = above is not None and not page.is_text(above)
    return look.strong or not (at in page.verse or (below_title and page.is_byline(at)))


def _is_closed_title(page: Page, at: int) -> bool:
    """Whether a short line between two texts is a title though it ends with a stop (有事您说话。)."""
    text, below, above = page.texts[at], page.below(at), page.above(at)
    over = below is not None and page.is_long(below)
    behind = above is None or ends_signed(page, above)
    return 2 <= len(text) <= _LONGEST_CLOSED and text.endswith("。") and "，" not in text and over and behind


_LONGEST_CLOSED: Final = 20


def _first(page: Page, known: Collection[int], shown: Sequence[int]) -> int | None:
    """The first line that looks like a title and has no text above it but another section's."""
    candidates = set(shown)
    for section in page.sections(known):
        for at in section:
            if at in candidates:
                return at
            if page.is_long(at):
                break
    return None


def _alike(page: Page, shown: Sequence[int], looks: Mapping[int, Look], model: Look, first: int) -> set[int]:
    """The lines that look like the first title; those of a weak look only where news stand below them."""
    numbered = is_numbered(page.texts[first])
    alike = [at for at in shown if looks[at].like(model) and is_numbered(page.texts[at]) == numbered]
    if not model.strong and not _are_pieces(page, alike) and not _are_set_apart(page, alike):
        return {at for at in alike if at == first}
    return set(alike)


def _are_pieces(page: Page, titles: Sequence[int]) -> bool:
    """Whether most of the later lines that might be titles are some, not sub-heads of one article."""
    later = titles[1:]
    news = [at for at in later if _over_news(page, at)]
    signed = any((above := page.above(at)) is not None and ends_signed(page, above) for at in later)
    return len(titles) in page.announced or len(news) * 2 > len(later) - signed


def _are_set_apart(page: Page, titles: Sequence[int]) -> bool:
    """Whether empty lines stand before these lines and nowhere else, from the first line of the page on.

    An article has a title above its sub-heads; where all look alike, the first is one of them.
    """
    gaps = [at for at in page.left[1:] if page.gap(at)]
    first = titles[:1] == page.left[:1]
    return first and gaps == list(titles[1:]) and all(len(page.texts[at]) >= _LEAST_TITLE for at in titles)


_LEAST_TITLE: Final = 6


def _over_news(page: Page, at: int) -> bool:
    """Whether a line tells who acts, or stands over a by-line or over a text that opens as news do."""
    below, above = page.below(at), page.above(at)
    over = below is not None and (page.is_byline(below) or page.opens_as_news(below))
    return over or page.opens_with_actor(at) or (above is not None and ends_signed(page, above))


def ends_signed(page: Page, at: int) -> bool:
    """Whether a line is surely a by-line or ends with one."""
    text, below = page.texts[at], page.below(at)
    alone = bylines.alone(text, page.names)
    if alone is None:
        return phrases.DATE.tell(text) or bylines.tail(text, page.names) is not None
    apart = below is not None and page.gap(below) and not page.gap(at)
    return apart or bylines.is_sure(text, alone)


def _with_second_lines(
    page: Page, titles: Iterable[int], shown: Sequence[int], looks: Mapping[int, Look]
) -> set[int]:
    """Titles with the centred lines right below them and with what begins with a dash; no by-lines."""
    candidates = set(shown)
    found = set(titles)
    for at in sorted(found):
        line, below = at, page.below(at)
        while below is not None and below not in found and _goes_on(page, below, candidates, looks):
            if COLLECTIVE.search(page.texts[line]) and _is_over_byline(page, below):
                break
            found.add(below)
            line, below = below, page.below(below)
    return found


def _is_over_byline(page: Page, at: int) -> bool:
    below = page.below(at)
    return below is not None and page.is_byline(below) and not page.is_byline(at)


def _goes_on(page: Page, at: int, candidates: Collection[int], looks: Mapping[int, Look]) -> bool:
    if page.is_subtitle(at):
        return True
    text = page.texts[at]
    second = at in candidates and looks[at].centred and not closed(text)
    return second and not page.is_byline(at) and not phrases.LETTERHEAD.tell(text)


# --- titles without a look -------------------------------------------------------------------------


def plain(page: Page, known: Collection[int], looked: Collection[int]) -> set[int]:
    """Titles that nothing but words and place tell: at the top of a section, later ones over news."""
    found: set[int] = set()
    for section in page.sections(known):
        if not any(at in looked for at in section):
            top = _top(page, section)
            found |= set(top)
            boxed = bool(top) and _is_boxed(page.texts[top[0]])
            found |= (
                set() if looked else _later(page, section[len(top) :], boxed=boxed) | _blocks(page, section)
            )
    return found


def _top(page: Page, section: Sequence[int]) -> list[int]:
    """The short lines at the top of a section that stand over a paragraph."""
    lines: list[int] = []
    for at in section[: MOST_LINES + 2]:
        if lines and page.stands_over(lines[-1], at):
            return [line for line in lines if line == lines[0] or not page.is_byline(line)][:MOST_LINES]
        if not (page.may_be_plain_title(at) or (lines and (page.is_subtitle(at) or page.is_byline(at)))):
            return []
        lines.append(at)
    return []


def _later(page: Page, section: Sequence[int], *, boxed: bool) -> set[int]:
    """The short lines behind the end of a text and over news, with their subtitles."""
    found: set[int] = set()
    for at in section:
        above, below = page.above(at), page.below(at)
        if above is None or below is None:
            continue
        begins = _stands_between(page, above, at, below) and _begins(page, above, at, below, boxed=boxed)
        if begins or (above in found and page.is_subtitle(at)):
            found.add(at)
    return found


def _blocks(page: Page, section: Sequence[int]) -> set[int]:
    """The first lines of the blocks between blank lines, if each is short and over a text of its own."""
    blocks: list[list[int]] = []
    for at in section:
        if not blocks or page.gap(at):
            blocks.append([])
        blocks[-1].append(at)
    heads = [block[0] for block in blocks]
    over = all(len(block) > 1 and page.is_text(block[1]) for block in blocks)
    plain = all(page.may_be_plain_title(at) and len(page.texts[at]) >= _LEAST_TITLE for at in heads)
    return set(heads) if len(blocks) > 1 and over and plain else set()


def _stands_between(page: Page, above: int, at: int, below: int) -> bool:
    """Whether a short line stands behind the end of a text and over another."""
    ended = page.is_text(above) or page.is_byline(above)
    return ended and page.may_be_plain_title(at) and page.stands_over(at, _behind_subtitle(page, below))


def _behind_subtitle(page: Page, at: int) -> int:
    below = page.below(at) if page.is_subtitle(at) else None
    return at if below is None else below


def _begins(page: Page, above: int, at: int, below: int, *, boxed: bool) -> bool:
    """Whether such a line is a title: behind a by-line, in brackets as the first was, or over news."""
    text = page.texts[at]
    if ends_signed(page, above) or (boxed and _is_boxed(text)):
        return True
    acts = page.names.opens_with_actor(text) and len(text) >= 6 and _DOES.search(text) is not None
    named = page.names.opening_unit(page.texts[_behind_subtitle(page, below)]) is not None
    return (page.gap(at) and (acts or named)) or (page.names.names_unit(text) and named)


def _is_boxed(text: str) -> bool:
    return _BOXED.fullmatch(text) is not None


def below_marks(page: Page, marked: Iterable[int], known: Collection[int]) -> set[int]:
    """The titles of the pieces that a mark begins: 1.槽沿板清理日, or the line below 稿件一."""
    marked = set(marked)
    found: set[int] = set()
    for at in marked:
        rest = page.unmarked(at)
        title = at if rest else page.below(at)
        text = page.below(title) if title is not None else None
        if title is None or text is None or text in marked or text in known or title in known:
            continue
        words = rest or page.texts[title]
        if 2 <= len(words) <= PLAIN_TITLE and _is_open(words) and page.is_text(text):
            found.add(title)
    return found


def _is_open(words: str) -> bool:
    return not closed(words) and not words.endswith(tuple("，、,：:"))
