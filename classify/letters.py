"""Chinese text as it is searched for names: without what hides a name from a search and not from a reader."""

from __future__ import annotations

import re
from typing import Final

from classify.persons import is_personal_name

HAN: Final = "\u4e00-\u9fff"

_WIDE: Final = {
    code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_WIDE_SIGN: Final = re.compile("[０-９Ａ-Ｚａ-ｚ]")
_SPACED: Final = re.compile(rf"(?<![{HAN}])(?:[{HAN}][ \t\u3000]{{1,3}}){{3,}}[{HAN}](?![{HAN}])")
"""中 铝 山 东: set wide, letter by letter."""
_BLANK: Final = re.compile("[ \t\u3000]")
_HIDDEN: Final = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_CLAUSE_ENDS: Final = re.compile(r"[，。；：！？!?;\n]")
_SENTENCE_ENDS: Final = re.compile(r"[。！？!?\n]")


def tidy(text: str) -> str:
    """The text with digits and Latin letters of normal width and names that are set wide drawn together."""
    if _WIDE_SIGN.search(text):
        text = text.translate(_WIDE)
    if _HIDDEN.search(text):
        text = _HIDDEN.sub("", text)
    if not _BLANK.search(text):
        return text
    return _SPACED.sub(lambda wide: "".join(wide[0].split()), text)


def joined(text: str) -> str:
    """Words that stand apart, or on lines of their own, in one; a personal name ends them."""
    whole = ""
    for word in text.split():
        if is_personal_name(word) or (whole and not re.match(f"[{HAN}]", whole[-1])):
            break
        whole += word
    return whole


def sentences(text: str, count: int, least: int, most: int) -> str:
    """The first sentences of a text: `count` of them, at least and at most so many characters."""
    end = 0
    for found in _SENTENCE_ENDS.finditer(text, 0, most):
        if found.start() > end:  # a blank line is no sentence
            count -= 1
        end = found.end()
        if count <= 0:
            break
    else:
        end = most
    return text[: max(end, least)]


def clause_before(text: str, at: int, reach: int = 40) -> str:
    """What stands before a place of a text in the same clause."""
    return _CLAUSE_ENDS.split(text[max(0, at - reach) : at])[-1]


def clause_starts(text: str) -> list[int]:
    """Where the clauses of a text begin."""
    return [0, *(found.end() for found in _CLAUSE_ENDS.finditer(text))]
