"""Have we had it?  Sampled 3-grams find who shares text; exact containment and figures tell how."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from classify.model import Relation, RelationKind

SAMPLE = 8
"""One 3-gram in so many is indexed."""

MOST = 20_000
"""Characters compared; what is alike in those is alike."""

DUPLICATE = 0.95
VERSION = 0.60
DIGEST = 0.80
"""Containment from which two items are the same, a corrected one, or one a digest of the other."""

_CORRECTION = re.compile(r"更正|修改稿|修订|以此稿为准|以本稿为准|以此为准|新稿|替换|重发|改稿|订正|勘误")
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*%?")


@dataclass(frozen=True, slots=True)
class Known:
    """An earlier item to compare with."""

    id: int
    text: str
    unit: str | None
    letter: int


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
    best: tuple[float, Relation] | None = None
    for other in known:
        theirs = grams(other.text)
        shared = len(mine & theirs)
        if not theirs or not shared:
            continue
        relation = _relation(text, unit, subject, other, shared / len(mine), shared / len(theirs))
        closeness = shared / max(len(mine), len(theirs))
        if relation is not None and (best is None or closeness > best[0]):
            best = closeness, relation
    return best[1] if best else None


def _relation(
    text: str, unit: str | None, subject: str, other: Known, of_mine: float, of_theirs: float
) -> Relation | None:
    """`of_mine` is the share of the new item's 3-grams found in the other, `of_theirs` the reverse."""
    same_unit = unit is None or other.unit is None or unit == other.unit
    figures = set(_FIGURE.findall(text)) == set(_FIGURE.findall(other.text))
    corrected = bool(_CORRECTION.search(subject))
    least, most = sorted((of_mine, of_theirs))
    where = f"第{other.letter}号来信的条目 {other.id}"
    # An exact repeat is one whoever sends it; alike but with other figures it may be a sister unit's.
    if least >= DUPLICATE and figures and (same_unit or least == 1.0) and not (corrected and least < 1.0):
        return Relation(RelationKind.DUPLICATE, other.id, f"与{where}内容相同")
    if same_unit and least >= VERSION:
        changed = "，数字有改动" if not figures else ""
        return Relation(RelationKind.VERSION, other.id, f"是{where}的修改稿{changed}")
    if same_unit and corrected and most >= VERSION:
        return Relation(RelationKind.VERSION, other.id, f"主题注明更正，是{where}的修改稿")
    if same_unit and most >= DIGEST:
        return Relation(RelationKind.DIGEST_OF, other.id, f"与{where}详略不同")
    if not same_unit and least >= VERSION:
        return Relation(RelationKind.SIBLING, other.id, f"与{where}写法相近，但单位不同")
    return None
