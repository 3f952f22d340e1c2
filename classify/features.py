"""What a text is learned by: the characters and pairs of characters of its title and lead."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
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
    return tuple(_without_repeats(ranked))[:most]


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


def _without_repeats(words: Iterable[str]) -> Iterator[str]:
    told: list[str] = []
    for word in words:
        if len(word) > 1 and not any(word in other for other in told):
            told.append(word)
            yield word
