"""Have we had it?  Sampled 3-grams find who shares text; exact containment and facts tell how."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice, pairwise

from classify.facts import Kind
from classify.likeness import ALIKE, FEW, Likeness, Repeats, Whose, compare, formulae_of, piece_of, shared
from classify.model import Relation, RelationKind
from classify.printed import Printed, published
from classify.wording import MOST, grams, plain

__all__ = ["MOST", "Known", "Printed", "grams", "published", "relate", "sampled"]

SAMPLE = 8
"""One 3-gram in so many is indexed, of those with digits, which tell most, one in two."""

SHORT = 64
"""3-grams up to which all are indexed."""

NEARLY = 0.80
"""The same, from which a changed figure or two can be nothing but corrections."""

RELATED = 0.12
"""The same, from which two pieces can be one at all, where their facts agree."""

WITHIN = 0.55
"""Share of the shorter piece's 3-grams in the longer from which it is the longer's digest."""

SHORTER = 0.50
"""The length of a piece beside another's below which it is a digest and no version."""

FRAGMENT = 0.20
"""The length below which not even an announced correction takes the other's place."""

PATTERN = 0.32
"""Share of 3-grams from which two pieces follow one pattern."""

_CORRECTION = re.compile(
    r"更正|订正|勘误|以.{0,6}为准(?![则绳星])|(?<![整技房医税车教])改稿|修[改订](?:后的?)?[稿版]"
    r"|[（(【](?:已?修[改订][后过]?|改后?)[）)】]|已修改|修[改订][后过]?\s*$|修改过的"
    r"|(?<![最创])新稿(?!件)|替换(?:[:：]|[前原上旧][稿件文]|稿|附件)|最终[版稿]|[终定]稿(?!件)"
    r"|[（(【]核实后[）)】]|核实后\s*$|请?用(?:此|这|本)稿|补充稿|更新[版稿]|第[二三四五2-5]稿|改后稿"
    r"|(?:^|[\W_])[（(【]?(?:改后?|补充?)[）)】]?\s*$|[vV][2-9](?=\s*(?:$|[)）】\].]|稿|版))"
    r"|(?:稿|件|信|文|数[据字]|日期|姓名|人名|内容|标题)[^，。\s]{0,4}有误"
    r"|有误(?=\s*(?:$|[，,。；;：:！!）)]|请))",
    re.MULTILINE,
)
_AGAIN = re.compile(r"重发|再发|重新报送|重报")
_ABRIDGED = re.compile(
    r"[（(【]?(?:简[版稿]?|短[版稿]|摘要|缩写|详[稿版细]|长[稿版]|全文)[）)】]?\s*$", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Known:
    """An earlier item to compare with; `arrived` tells which of several is the newest (a timestamp)."""

    id: int
    text: str
    unit: str | None
    letter: int
    arrived: float = 0.0


def sampled(text: str) -> frozenset[int]:
    """Return the hashes by which a text is found again.

    They are of a sample of its 3-grams, or all of a short text's, and of each figure with the next: these are
    rare even where all the words are a pattern's.
    """
    hashes = {zlib.crc32(gram.encode()): gram for gram in grams(text)}
    long = len(hashes) > SHORT
    chosen = (value for value, gram in hashes.items() if not long or value % _rate(gram) == 0)
    pairs = (zlib.crc32(f"{a}|{b}".encode()) for a, b in pairwise(_FIGURE.findall(plain(text))))
    return frozenset(value >> 1 for value in (*chosen, *islice(pairs, PAIRS)))


PAIRS = 200
"""Pairs of figures indexed: a table has no end of them."""

_FIGURE = re.compile(r"(?<![\d.])\d{2,}(?:\.\d+)?(?![\d月日年号])|(?<![\d.])\d\.\d+")


def _rate(gram: str) -> int:
    return 2 if any(map(str.isdigit, gram)) else SAMPLE


def relate(text: str, unit: str | None, subject: str, known: Iterable[Known]) -> Relation | None:
    """Return how a new item stands to an earlier one, or None where it is a piece of its own.

    `text` is the title, or nothing, and the text below.  `subject` is whatever may announce a correction.
    """
    mine = piece_of(text, unit)
    if len(mine.words.grams) < FEW:
        return None
    mark = _mark(subject)
    pieces = ((other, piece_of(other.text, other.unit)) for other in known)
    found = [(other, piece) for other, piece in pieces if shared(mine, piece) >= RELATED]
    formulae = formulae_of(mine, [piece for _, piece in found])
    related = []
    for other, theirs in found:
        like = compare(mine, theirs, formulae)
        kind = _kind(like, mark)
        if kind is not None:
            related.append(_Found(other, like, kind))
    return _best(related, mark) if related else None


@dataclass(frozen=True, slots=True)
class _Found:
    other: Known
    like: Likeness
    kind: RelationKind


_ORDER = (RelationKind.DUPLICATE, RelationKind.VERSION, RelationKind.DIGEST_OF, RelationKind.SIBLING)
"""Which relation is told where an item has several; a sister's piece never hides one of the unit's own."""

AS_CLOSE = 0.6
"""The newest of those is meant that are so close, compared with the closest."""


def _best(related: list[_Found], mark: _Mark) -> Relation:
    kind = min((found.kind for found in related), key=_ORDER.index)
    these = [found for found in related if found.kind is kind]
    these = [found for found in these if found.like.whose is Whose.SAME] or these
    closest = max(found.like.closeness for found in these)
    if kind is RelationKind.SIBLING:
        chosen = max(these, key=lambda found: (found.like.closeness, _newness(found.other)))
    else:
        near = [found for found in these if found.like.closeness >= AS_CLOSE * closest]
        chosen = max(near, key=lambda found: (found.like.repeats is Repeats.WHOLLY, _newness(found.other)))
    return Relation(kind, chosen.other.id, _reason(chosen, mark))


def _newness(other: Known) -> tuple[float, int, int]:
    return other.arrived, other.letter, other.id


# --- what a subject announces ----------------------------------------------------------------------


class _Mark(StrEnum):
    NONE = "none"
    CORRECTED = "corrected"
    AGAIN = "again"
    ABRIDGED = "abridged"


def _mark(subject: str) -> _Mark:
    marks = ((_CORRECTION, _Mark.CORRECTED), (_AGAIN, _Mark.AGAIN), (_ABRIDGED, _Mark.ABRIDGED))
    return next((mark for pattern, mark in marks if pattern.search(subject)), _Mark.NONE)


def announces(subject: str) -> bool:
    """Whether a subject, a file's name or a title says that this is the corrected one."""
    return bool(_CORRECTION.search(subject))


# --- what that makes of them -----------------------------------------------------------------------


def _kind(like: Likeness, mark: _Mark) -> RelationKind | None:
    if like.repeats is Repeats.WHOLLY:
        return RelationKind.DUPLICATE
    kind = None if _is_another(like, mark) else _merged(like, mark)
    if kind is not None:
        return kind
    pattern = like.size >= SHORTER and like.least >= PATTERN
    return RelationKind.SIBLING if pattern else None


def _merged(like: Likeness, mark: _Mark) -> RelationKind | None:
    if like.repeats is Repeats.ITS_BODY and mark is not _Mark.CORRECTED:
        return RelationKind.DUPLICATE
    if _is_shorter(like, mark):
        return RelationKind.DIGEST_OF if like.whose in _ITS_OWN and _is_within(like) else None
    return RelationKind.VERSION if _WHOSE[like.whose](like) and _is_one_event(like, mark) else None


def _is_another(like: Likeness, mark: _Mark) -> bool:
    """Whether a piece tells of another occasion, whatever words and figures it shares."""
    of = like.bearing
    if mark is _Mark.CORRECTED:
        return Kind.PERIOD in of.parted and (Kind.FIGURE in like.kinds or like.least < NEARLY)
    if of.other and like.least >= WORDED:
        return True
    if of.parted == {Kind.DAY} and (like.worded or like.least >= NEARLY):
        return Kind.FIGURE in like.kinds or not (of.near or like.kept >= SAME_FIGURES)
    return bool(of.parted) or (of.renumbered and not of.timed and like.worded)


WORDED = 0.45
"""Share of the longer piece's 3-grams from which another object tells: else it may be another word for it."""

SAME_FIGURES = 3.0
"""Weight of common facts with which two pieces of one wording are one, whatever their days."""


_ITS_OWN = frozenset({Whose.SAME, Whose.UNKNOWN})
_WHOSE: Mapping[Whose, Callable[[Likeness], bool]] = {
    Whose.SAME: lambda _: True,
    Whose.UNKNOWN: lambda like: like.least >= NEARLY or like.kept >= 1.5 or like.undisputed,
    Whose.HANDED_ON: lambda like: like.least >= ALIKE and like.doubt <= 0.2,
    Whose.OTHER: lambda _: False,
}
"""What must be alike for a version, by whose the two are."""


def _is_shorter(like: Likeness, mark: _Mark) -> bool:
    """Whether one of them is so much shorter that it can be only a digest of the other."""
    return like.size < _SHORTER[mark]


_SHORTER = {
    _Mark.NONE: SHORTER,
    _Mark.ABRIDGED: 0.7,
    _Mark.AGAIN: FRAGMENT,
    _Mark.CORRECTED: FRAGMENT,
}


def _is_within(like: Likeness) -> bool:
    if like.whose is Whose.UNKNOWN and like.most < NEARLY and like.kept < 1.5:
        return False
    return any(
        like.most >= share and like.kept >= kept and like.doubt <= doubt for share, kept, doubt in _DIGEST
    )


_DIGEST = ((PATTERN, 2.0, 0.3), (0.4, 1.5, 0.25), (WITHIN, 0.0, 0.35))
_ONE_EVENT = ((ALIKE, 0.0, 0.45),)
_SAME_FACTS = ((0.45, 0.9, 0.25),)
_ANCHORED = ((RELATED, 4.0, 0.2), (0.2, 3.0, 0.2), (0.35, 2.0, 0.35))
_CORRECTED = ((0.2, 1.5, 0.35), (0.45, 0.0, 0.6))
"""Least share of words, least weight of common facts, most share of contradicting ones."""

TITLE = 2.0
"""The weight of one and the same title."""

_OTHER_TIME = frozenset({Kind.DAY, Kind.PERIOD, Kind.NUMBER})


def _rules(like: Likeness, mark: _Mark) -> tuple[tuple[float, float, float], ...]:
    """Few words in common prove little where neither day nor title is one: a later piece may quote."""
    if mark is _Mark.CORRECTED:
        return _ONE_EVENT + _SAME_FACTS + _ANCHORED + _CORRECTED
    if like.bearing.retold and not like.bearing.timed:
        return _ONE_EVENT
    return _ONE_EVENT + _SAME_FACTS + (_ANCHORED if like.bearing.anchored else ())


def _is_one_event(like: Likeness, mark: _Mark) -> bool:
    rules = _rules(like, mark)
    said = like.kept + TITLE * like.titled
    if any(like.most >= share and said >= kept and like.doubt <= doubt for share, kept, doubt in rules):
        return True
    # Of two pieces in the same words, an unnumbered and undated one has but its figures corrected.
    unmoved = not like.kinds - {Kind.FIGURE} and like.against <= 3.0
    moved = like.worded and not like.kinds - {Kind.DAY}
    announced = mark is _Mark.CORRECTED and Kind.PERIOD not in like.kinds
    worded = like.worded or like.least >= NEARLY
    return like.whose is Whose.SAME and worded and (unmoved or moved or announced)


def _reason(found: _Found, mark: _Mark) -> str:
    where = f"第{found.other.letter}号来信的条目 {found.other.id}"
    like = found.like
    if found.kind is RelationKind.VERSION:
        said = "主题注明更正，" if mark is _Mark.CORRECTED else ""
        changed = "，数字有改动" if like.figures else ""
        return f"{said}是{where}的修改稿{changed}"
    if found.kind is RelationKind.DUPLICATE:
        return f"与{where}内容相同"
    if found.kind is RelationKind.DIGEST_OF:
        return f"与{where}详略不同"
    return f"与{where}写法相近，但{_difference(like)}"


def _difference(like: Likeness) -> str:
    if like.whose is not Whose.SAME:
        return "单位不明" if like.whose is Whose.UNKNOWN else "单位不同"
    kinds = (
        (_OTHER_TIME, "时间或期次不同"),
        ({Kind.PLACE}, "地点或部门不同"),
        ({Kind.PERSON}, "人物不同"),
        ({Kind.FIGURE}, "数字不同"),
    )
    stated = like.kinds | like.bearing.parted
    return next((words for those, words in kinds if stated & those), "说的不是一件事")
