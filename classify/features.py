"""What a text is learned by: the characters and pairs of characters of its title and lead."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

LEAD = 200
"""Characters of the body that count as its lead."""

_STRETCH = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d+")
_BLANK = re.compile(r"[^\S\n]+")


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
    return found


def _pairs(stretch: str) -> Iterator[str]:
    return (a + b for a, b in pairwise(stretch))


def spans(plain_text: str, worth: Mapping[str, float], most: int) -> tuple[str, ...]:
    """Return the words whose pairs of characters are worth most, the best first, each once.

    Pairs that overlap are one word: 突击 and 击队 are 突击队.
    """
    best = set(sorted((g for g in worth if len(g) == 2), key=lambda g: (-worth[g], g))[: 3 * most])
    found: dict[str, float] = {}
    for stretch in _STRETCH.findall(plain_text):
        for word in _joined(stretch, best):
            found[word] = sum(worth[pair] for pair in _pairs(word) if pair in best)
    ranked = sorted(found, key=lambda word: (-found[word], word))
    return tuple(_without_repeats(ranked))[:most]


def _joined(stretch: str, pairs: Iterable[str]) -> Iterator[str]:
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
