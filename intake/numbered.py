"""Which numbers and bullets begin pieces.

A number begins pieces only where no lead paragraph stands before it, else it marks the heads or the points
of one article.  Under a title of its own, or as the head of a text, it does so only over news.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

from intake import marks
from intake.page import COUNTED, Page, introduces, mark_length
from intake.titles import COLLECTIVE, SEVERAL


def starts(page: Page, titles: Collection[int], known: Collection[int]) -> dict[int, str]:
    """The lines whose number or bullet begins a piece, with the reason, section by section."""
    found: dict[int, str] = {}
    following = 1  # numbers may go on below the next heading
    for section in page.sections(known):
        run = _run(page, section)
        if _may_begin(page, run, {1, following}) and _are_pieces(page, section, run, titles):
            found |= {at: _reason(page.texts[at]) for at in run}
            following = _last_value(page, run) + 1
    return found


def uncut(page: Page, known: Collection[int]) -> list[int]:
    """The texts behind numbers that count up, whether or not they begin pieces."""
    found: list[int] = []
    for section in page.sections(known):
        run = _run(page, section)
        if run and _counts_from(page, run, {1}):
            found += [text for text in _texts(page, section, run).values() if page.is_text(text)]
    return found


def _reason(text: str) -> str:
    words = "编号" if marks.number(text) else "项目符号"
    return f"{words}“{text[: mark_length(text)].strip()}”起"


def _run(page: Page, section: Sequence[int]) -> list[int]:
    """The lines with the kind of number, or the bullet, that comes first."""
    marked = [(at, kind) for at in section if (kind := _mark(page.texts[at]))]
    return [at for at, kind in marked if kind == marked[0][1]]


def _mark(text: str) -> str | None:
    number = marks.number(text)
    if number:
        return number.level
    return text[0] if marks.bullet(text) else None


def _counts_from(page: Page, run: Sequence[int], first: Collection[int]) -> bool:
    """Whether the numbers of a run of two or more count up from one of these."""
    if len(run) < 2 and not (run and max(first) > 1):
        return False
    values = [number.value for at in run if (number := marks.number(page.texts[at]))]
    return not values or (values[0] in first and all(b == a + 1 for a, b in pairwise(values)))


def _last_value(page: Page, run: Sequence[int]) -> int:
    number = marks.number(page.texts[run[-1]])
    return number.value if number else 0


def _are_pieces(page: Page, section: Sequence[int], run: Sequence[int], titles: Collection[int]) -> bool:
    leads = [at for at in section if at < run[0]]
    texts = _texts(page, section, run)
    if any(at not in titles and _leads(page, at) for at in leads) or len(texts) < len(run):
        return False
    title = next((page.texts[at] for at in leads if at in titles), None)
    if len(run) in page.announced or (title is not None and str(len(run)) in counts(title)):
        return True
    heads = sum(1 for at, text in texts.items() if at != text) * 2 > len(run)
    if title is not None and COLLECTIVE.search(title) is None:
        return not heads and _are_news(page, texts)
    several = title is not None and SEVERAL.search(title) is not None
    return not heads or several or _are_news(page, texts, timed=title is None)


def _may_begin(page: Page, run: Sequence[int], first: Collection[int]) -> bool:
    """Whether a run counts up from one of these; ① begins pieces only before the name of a unit."""
    if not _counts_from(page, run, first):
        return False
    number = marks.number(page.texts[run[0]])
    if number is None or number.level != marks.CIRCLED:
        return True
    return all(page.opens_with_actor(at) or page.names.unit_label(page.bare(at)) for at in run)


def _leads(page: Page, at: int) -> bool:
    """Whether a paragraph before the numbers makes them the points of one article."""
    text = page.texts[at]
    return page.is_long(at) or (introduces(text) and COLLECTIVE.search(text) is None)


def counts(title: str) -> set[str]:
    """The numbers of pieces that a title announces, in digits (小故事四则)."""
    return {words if words.isdecimal() else str(marks.counted(words)) for words in COUNTED.findall(title)}


def _texts(page: Page, section: Sequence[int], run: Sequence[int]) -> dict[int, int]:
    """Each line of the run with the first paragraph of its text: itself, or one before the next."""
    found: dict[int, int] = {}
    members = set(run)
    current: int | None = None
    for at in section:
        current = at if at in members else current
        if current is not None and current not in found and page.is_text(at):
            found[current] = at
    return found


def _are_news(page: Page, texts: Mapping[int, int], *, timed: bool = False) -> bool:
    """Whether most of the texts open with somebody who acts (or a time), as news do and points do not."""
    opening = {at for at, text in texts.items() if timed and page.opens_as_news(text)}
    acting = {at for at, text in texts.items() if any(map(page.opens_with_actor, (at, text)))}
    return len(opening | acting) * 2 > len(texts)
