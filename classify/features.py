"""What a text is learned by: the characters and pairs of characters of its title and lead."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from itertools import pairwise

from classify.persons import is_personal_name
from intake.headings import ORGAN

LEAD = 300
"""Characters of the body that are learned by: office prose comes to the point late."""

NAMED = "名。"
"""Stands for an opening that is nothing but a name, as in portraits: 某某铝业刘某某。"""

NAMED_COUNT = 20
"""How often it counts: it is one sign of form among hundreds of words."""

_STRETCH = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d+")
_BLANK = re.compile(r"[^\S\n]+")
_OPENING = re.compile(r"\n\**([^\W\d_]{3,24})\**[。.](?=[^\n]{20})")
_PART = re.compile(rf"{ORGAN}$")
_THREE = 3
_SMALL = "的了和与在为对将把被到由等其及并也又就地得着"
_ENDS = re.compile(
    rf"^(?:[{_SMALL}各每届]|[一二两三几多][名个次项条种位]"
    rf"|[^\W党团]?[厂部司业院区矿间心所团](?=党|团[委支总]))+|[{_SMALL}]+$"
)
"""What is no part of a word at its ends: small words, the end of a unit's name before 党 and 团."""


def plain(title: str | None, text: str) -> str:
    """Title and lead as they are compared: one width, no blanks, every number the same."""
    head = unicodedata.normalize("NFKC", f"{(title or '')[:LEAD]}\n{text[: 2 * LEAD]}")
    name, _, body = _BLANK.sub("", head).lower().partition("\n")
    return _NUMBER.sub("0", f"{name}\n{body.lstrip()[:LEAD]}")


def grams(plain_text: str) -> Counter[str]:
    """Return how often each character and each pair of neighbours occurs."""
    found: Counter[str] = Counter()
    for stretch in _STRETCH.findall(plain_text):
        found.update(stretch)
        found.update(_pairs(stretch))
    if _opens_with_a_name(plain_text):
        found[NAMED] = NAMED_COUNT
    return found


def _opens_with_a_name(plain_text: str) -> bool:
    found = _OPENING.search(plain_text)
    if found is None:
        return False
    opening = found[1]
    return bool(_PART.search(opening)) or any(is_personal_name(opening[-size:]) for size in (3, 2))


def pair_counts(plain_text: str) -> Counter[str]:
    """Return how often each pair of neighbours occurs."""
    found: Counter[str] = Counter()
    for stretch in _STRETCH.findall(plain_text):
        found.update(_pairs(stretch))
    return found


def _pairs(stretch: str) -> Iterator[str]:
    return (a + b for a, b in pairwise(stretch))


def spans(plain_text: str, worth: Mapping[str, float], most: int) -> tuple[str, ...]:
    """Return the words that some pairs of characters make up, those worth most first, each once.

    Pairs that overlap are one word: 突击 and 击队 are 突击队.
    """
    found: dict[str, float] = {}
    for stretch in _STRETCH.findall(plain_text):
        for word in _joined(stretch, worth):
            found[word] = sum(worth.get(pair, 0.0) for pair in _pairs(word))
    ranked = sorted(found, key=lambda word: (-found[word], word))
    return without_repeats(ranked)[:most]


def whole(plain_text: str, word: str, bound: Callable[[str], float]) -> str:
    """The part of a stretch of a text that reads as a word; empty where nothing does.

    `bound` says how firmly two neighbours hold together.  A character at an end that is bound more firmly to
    what stands outside belongs to another word （召开|党史, 公司|党委, 知|识竞|赛）.
    """
    start = plain_text.find(word)
    end = start + len(word)
    start += plain_text[start - 1 : start] == "0"  # what is counted so: 12|名|青年
    while end - start > 1 and _is_torn(plain_text[start - 1 : start + 2], bound, start > 0):
        start += 1
    while end - start > 1 and _is_torn(plain_text[end - 2 : end + 1][::-1], lambda pair: bound(pair[::-1])):
        end -= 1
    return _ENDS.sub("", plain_text[start:end])


def _is_torn(three: str, bound: Callable[[str], float], inside: bool = True) -> bool:
    """Whether the second of three characters, from outside in, goes with the first and not with the third."""
    outside, inner = three[:2], three[1:]
    return inside and len(three) == _THREE and outside.isalpha() and bound(outside) > bound(inner)


def _joined(stretch: str, pairs: Container[str]) -> Iterator[str]:
    start = end = 0
    for at, pair in enumerate(_pairs(stretch)):
        if pair not in pairs:
            continue
        if at >= end:
            if end:
                yield stretch[start:end]
            start = at
        end = at + 2
    if end:
        yield stretch[start:end]


def without_repeats(words: Iterable[str]) -> tuple[str, ...]:
    """The words of two characters and more that are no part of one told before."""
    told: list[str] = []
    for word in words:
        if len(word) > 1 and not any(word in other for other in told):
            told.append(word)
    return tuple(told)
