"""Paragraphs that begin another piece without any mark: by what they say, and where they stand."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import groupby, takewhile
from typing import Final

from intake import numbered, titles
from intake.headings import opens_with_time
from intake.model import Paragraph
from intake.page import Page, closed

LONG: Final = 25
"""Characters from which a paragraph that opens with another unit is a piece of its own."""


def turns(
    page: Page, found: Collection[int], units: Collection[int], borders: Collection[int]
) -> dict[int, str]:
    """The paragraphs that begin another piece, each with the reason; `found` are titles."""
    return (
        _divided(page, found)
        | _run_ins(page, found)
        | _others(page, borders, found)
        | _of_units(page, units, borders)
    )


def over_turns(page: Page, found: Collection[int], begins: Collection[int]) -> frozenset[int]:
    """The titles over the paragraphs of several units that say so (五月信息)."""
    return frozenset(
        at
        for at in found
        if titles.COLLECTIVE.search(page.texts[at])
        and any(one in begins for one in _until_border(page, at, found))
    )


def _divided(page: Page, found: Collection[int]) -> dict[int, str]:
    """The paragraphs below drawn lines, where each part of the page tells of somebody who acts."""
    parts: list[list[int]] = [[]]
    for at in page.left:
        if page.divided(at) and parts[-1]:
            parts.append([])
        parts[-1].append(at)
    opening = [part[0] for part in parts if part]
    if len(opening) < 2 or any(at in found or not page.is_long(at) for at in opening):
        return {}
    told = all(page.opens_as_news(at) or page.names.names_unit(page.texts[at][: LONG * 2]) for at in opening)
    return dict.fromkeys(opening[1:], "分隔线下") if told else {}


def _run_ins(page: Page, found: Collection[int]) -> dict[int, str]:
    """The paragraphs with a head of their own in bold, as many as the title announces (小故事四则)."""
    heads = [at for at in page.left if at not in found and page.is_long(at) and _opens_bold(page.lines[at])]
    title = next((page.texts[at] for at in page.left if at in found and at < min(heads, default=0)), "")
    if len(heads) < 2 or str(len(heads)) not in numbered.counts(title):
        return {}
    return dict.fromkeys(heads[1:], "段首小标题起")


def _opens_bold(line: Paragraph) -> bool:
    return line.bold < 0.9 and bool(line.runs) and line.runs[0].bold and 2 <= len(line.runs[0].text) <= LONG


def _others(page: Page, borders: Collection[int], found: Collection[int]) -> dict[int, str]:
    """The paragraphs that open with another unit than the piece before, each with the reason."""
    others: dict[int, str] = {}
    title: int | None = None
    section: list[int] = []
    for at in page.left:
        if at in borders:
            others |= _changes(page, section, title)
            title, section = (at if at in found else None), []
        if at not in found and _is_paragraph(page.unmarked(at)):
            section.append(at)
    return others | _changes(page, section, title)


def _is_paragraph(text: str) -> bool:
    """Whether a line is long enough for a piece; a whole sentence may be short."""
    return len(text) >= LONG or (len(text) >= _SHORTEST and closed(text))


_SHORTEST: Final = 12
_TOGETHER: Final = re.compile(r"双方|两家|两企|两地|两单位|汇报|介绍了|回应|陪同|对接|座谈")
"""What the second unit of one piece of news does."""


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
    if any(_TOGETHER.search(page.texts[at]) and not opens_with_time(page.unmarked(at)) for at, _ in runs[1:]):
        return {}
    return {at: f"另一单位“{unit}”起" for at, unit in runs[1:]}


def _opening(page: Page, at: int) -> str | None:
    """The unit that a paragraph opens with; none where the line before it breaks off."""
    above = page.above(at)
    broken = above is not None and len(page.texts[above]) >= LONG and not closed(page.texts[above])
    if broken and above is not None and not titles.ends_signed(page, above):
        return None
    return page.names.opening_unit(page.unmarked(at))


def _of_units(page: Page, units: Collection[int], borders: Collection[int]) -> dict[int, str]:
    """The paragraphs below a unit's heading that are pieces each: every one tells of the unit anew."""
    turns: dict[int, str] = {}
    if len(units) < 2:
        return turns
    for at in units:
        unit = page.names.unit_line(page.texts[at]) or ""
        section = _until_border(page, at, borders)
        if len(section) > 1 and all(
            page.is_long(one) and unit in page.texts[one][: LONG * 2] for one in section
        ):
            turns |= dict.fromkeys(section[1:], f"“{unit}”的另一件事")
    return turns


def _until_border(page: Page, at: int, borders: Collection[int]) -> list[int]:
    return list(takewhile(lambda one: one not in borders, page.after(at)))
