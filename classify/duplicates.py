"""Have we had it?  Sampled 3-grams find who shares text; exact containment and figures tell how."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from classify.model import Publication, Relation, RelationKind

SAMPLE = 8
"""One 3-gram in so many is indexed."""

MOST = 20_000
"""Characters compared; what is alike in those is alike."""

DUPLICATE = 0.95
VERSION = 0.60
DIGEST = 0.80
"""Containment from which an item that adds nothing is a repeat, one is a corrected other, or its digest."""

SHORTEST = 12
"""3-grams that a printed text must have to be told."""

_CORRECTION = re.compile(
    r"更正|改稿|修订[稿版后]|以.{0,6}为准|新稿(?!件)|替换(?:[:：前原上]|稿|附件)|重发|订正|勘误"
)
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*%?")


@dataclass(frozen=True, slots=True)
class Known:
    """An earlier item to compare with."""

    id: int
    text: str
    unit: str | None
    letter: int


@dataclass(frozen=True, slots=True)
class Printed:
    """What a back issue has printed: the issue (2021年第8期), the column, the words, whose they were."""

    issue: str
    column: str
    text: str
    unit: str | None


def grams(text: str) -> frozenset[str]:
    """Return the character 3-grams of a text, punctuation and blanks left out."""
    bare = re.sub(r"[\W_]+", "", text[:MOST])
    return frozenset(bare[at : at + 3] for at in range(len(bare) - 2))


def sampled(text: str) -> frozenset[int]:
    """Return the hashes by which a text is found again: one 3-gram in eight, all of a short text."""
    hashes = {zlib.crc32(gram.encode()) for gram in grams(text)}
    chosen = frozenset(value >> 1 for value in hashes if value % SAMPLE == 0)
    return chosen if len(hashes) > 64 else frozenset(value >> 1 for value in hashes)


def relate(text: str, unit: str | None, subject: str, known: Iterable[Known]) -> Relation | None:
    """Return how a new item stands to the closest earlier one, or None where it is a piece of its own."""
    mine = grams(text)
    if len(mine) < 8:
        return None
    corrected = bool(_CORRECTION.search(subject))
    related = []
    for other in known:
        likeness = _compare(text, mine, unit, other)
        kind = _kind(likeness, corrected)
        if kind is not None:
            # A sister unit's piece, however alike, never hides an earlier one of the unit's own.
            rank = (kind is not RelationKind.SIBLING, likeness.closeness)
            related.append((rank, Relation(kind, other.id, _reason(kind, likeness, other, corrected))))
    return max(related, key=lambda pair: pair[0])[1] if related else None


def published(text: str, unit: str | None, printed: Iterable[Printed]) -> Publication | None:
    """Return what a back issue has printed of an item, or None: a digest holds its source's words only."""
    mine = grams(text)
    found = []
    for one in printed:
        theirs = grams(one.text)
        known = None in (unit, one.unit)
        if len(theirs) >= SHORTEST and (known or unit == one.unit):
            found.append((len(mine & theirs) / len(theirs), one))
    share, best = max(found, key=lambda pair: pair[0], default=(0.0, None))
    if best is None or share < DIGEST:
        return None
    return Publication(best.issue, best.column, best.text)


@dataclass(frozen=True, slots=True)
class _Likeness:
    """How much two items share.

    `of_mine` is the share of the new item's 3-grams found in the other, `of_theirs` the reverse;
    `same_unit` is None where one of the two units is unknown.
    """

    of_mine: float
    of_theirs: float
    closeness: float
    same_figures: bool
    same_unit: bool | None


def _compare(text: str, mine: frozenset[str], unit: str | None, other: Known) -> _Likeness:
    theirs = grams(other.text)
    shared = len(mine & theirs)
    return _Likeness(
        shared / len(mine),
        shared / max(1, len(theirs)),
        shared / max(len(mine), len(theirs)),
        set(_FIGURE.findall(text)) == set(_FIGURE.findall(other.text)),
        None if (unit is None) != (other.unit is None) else unit == other.unit,
    )


def _kind(like: _Likeness, corrected: bool) -> RelationKind | None:
    least, most = sorted((like.of_mine, like.of_theirs))
    if _repeats(like, corrected):
        return RelationKind.DUPLICATE
    if like.same_unit is not False:
        # Where one unit is unknown, two alike pieces need not be of one origin.
        needed = VERSION if like.same_unit else DUPLICATE
        if least >= needed or (corrected and most >= VERSION):
            return RelationKind.VERSION
        if most >= DIGEST:
            return RelationKind.DIGEST_OF
    return RelationKind.SIBLING if least >= VERSION else None


def _repeats(like: _Likeness, corrected: bool) -> bool:
    """Whether the new item says nothing new; one other character may be the very correction."""
    if not like.same_figures or like.of_mine < 1.0:
        return False
    # An exact repeat is one whoever sends it.
    return like.of_theirs == 1.0 or (
        like.same_unit is not False and not corrected and like.of_theirs >= DUPLICATE
    )


def _reason(kind: RelationKind, like: _Likeness, other: Known, corrected: bool) -> str:
    where = f"第{other.letter}号来信的条目 {other.id}"
    if kind is RelationKind.VERSION:
        said = "主题注明更正，" if corrected else ""
        changed = "" if like.same_figures else "，数字有改动"
        return f"{said}是{where}的修改稿{changed}"
    if kind is RelationKind.DUPLICATE:
        return f"与{where}内容相同"
    if min(like.of_mine, like.of_theirs) >= VERSION:
        return f"与{where}写法相近，但单位{'不明' if like.same_unit is None else '不同'}"
    return f"与{where}详略不同"
