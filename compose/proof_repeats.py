"""Remarks on what is said twice: the same sentence, or nearly the same, in this issue or one before.

Sentences are never compared all with all.  A sentence of which at most two characters were changed keeps
one of its three parts whole, and is found by that part; so the work grows with the text alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from compose.model import RemarkKind
from compose.proof_issue import Across, Printed, PrintedIssue
from compose.sentences import sentences
from compose.subject import spellings

LEAST = 12
"""Characters below which an equal sentence is chance (加油！)."""
LEAST_NEAR = 18
"""Characters below which a nearly equal one is."""
MOST = 400
"""Characters of a sentence beyond which it is no sentence, and is compared as a whole only."""
BUCKET = 4
"""So many sentences that share a part are looked at, the latest first."""
_EDITS = 2
_SKIPPED = re.compile(r"[\s，。、；：！？“”‘’《》（）,.;:!?\"'()…—📍▲●■◆★]")
_FIGURE = re.compile(r"[\d.%％〇零一二两三四五六七八九十百千万亿]")


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence as compared (`key`) and as written, and where it stands: an issue's name, or a piece."""

    key: str
    words: str
    issue: str = ""
    one: Printed | None = None

    @property
    def place(self) -> str:
        """Where an editor finds it."""
        return self.issue or (f"本期第{self.one.item}条" if self.one else "")


@dataclass(slots=True)
class Index:
    """The sentences met so far, by themselves and by their parts; `compared` counts the comparisons."""

    whole: dict[str, _Sentence] = field(default_factory=dict)
    parts: dict[tuple[int, int, str], list[_Sentence]] = field(default_factory=dict)
    lengths: set[int] = field(default_factory=set)
    compared: int = 0

    def add(self, sentence: _Sentence) -> None:
        """Note a sentence; an equal one that is known stays."""
        key = sentence.key
        if key in self.whole:
            return
        self.whole[key] = sentence
        if LEAST_NEAR <= len(key) <= MOST:
            self.lengths.add(len(key))
            for number, (start, end) in enumerate(_cuts(len(key))):
                rows = self.parts.setdefault((len(key), number, key[start:end]), [])
                rows.append(sentence)
                del rows[:-BUCKET]

    def near(self, key: str) -> Iterator[_Sentence]:
        """The known sentences from which at most two characters differ, each once."""
        seen: set[str] = {key}
        for place in _places(key, self.lengths):
            for sentence in self.parts.get(place, ()):
                if sentence.key not in seen:
                    seen.add(sentence.key)
                    self.compared += 1
                    if changes(sentence.key, key) is not None:
                        yield sentence


def _cuts(length: int) -> tuple[tuple[int, int], ...]:
    third = length // 3
    return (0, third), (third, length - third), (length - third, length)


def _places(key: str, lengths: set[int]) -> Iterator[tuple[int, int, str]]:
    """Where the index may hold a sentence like this one: its three parts, shifted by what was put in."""
    if not LEAST_NEAR <= len(key) <= MOST:
        return
    for length in lengths.intersection(range(len(key) - _EDITS, len(key) + _EDITS + 1)):
        grown = len(key) - length
        for number, (start, end) in enumerate(_cuts(length)):
            for shift in ((0,), (-1, 0, 1), (grown,))[number]:
                yield length, number, key[start + shift : end + shift]


def changes(one: str, other: str) -> tuple[str, str] | None:
    """What differs between two texts, where that is at most two characters on either side, else None."""
    start = _common(one, other)
    rest = _common(one[start:][::-1], other[start:][::-1])
    left, right = one[start : len(one) - rest], other[start : len(other) - rest]
    if len(left) <= _EDITS and len(right) <= _EDITS:
        return left, right
    if len(one) != len(other):
        return None
    apart = [(a, b) for a, b in zip(left, right, strict=True) if a != b]
    if len(apart) > _EDITS:
        return None
    return "".join(a for a, _ in apart), "".join(b for _, b in apart)


def _common(one: str, other: str) -> int:
    return next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


# --- what is told --------------------------------------------------------------------------------


def _repeated(issue: PrintedIssue) -> Iterator[tuple[Printed, str]]:
    """One remark a piece and place: what it says that stands further up already, or in an earlier issue."""
    before, here = Index(), Index()
    for name, texts in issue.earlier.items():
        for text in texts:
            for key, words in _keys(text):
                before.add(_Sentence(key, words, issue=name))
    for above, one in zip((None, *issue.printed), issue.printed, strict=False):
        told: set[str] = set()
        for key, words in _said(one, above):
            sentence = _Sentence(key, words, one=one)
            found = _known(sentence, here, before, issue)
            if found and found[0] not in told:
                told.add(found[0])
                yield one, found[1]
            here.add(sentence)


def _said(one: Printed, above: Printed | None) -> Iterator[tuple[str, str]]:
    """A piece's sentences; the first also with its unit's name, where the piece above has it for both."""
    found = list(_keys(one.text))
    unit = one.piece.candidate.unit
    if found and unit and one.share > 1 and above is not None and not one.text.startswith(unit):
        key, words = found[0]
        if above.piece.candidate.unit == unit and one.text.startswith(words):
            yield unit + key, words
    yield from found


def _keys(text: str) -> Iterator[tuple[str, str]]:
    """The sentences worth comparing: without marks and blanks, and as written."""
    for sentence in sentences(text):
        words = sentence.of(text)
        key = _SKIPPED.sub("", words)
        if len(key) >= LEAST:
            yield key, words


def _known(sentence: _Sentence, here: Index, before: Index, issue: PrintedIssue) -> tuple[str, str] | None:
    """Where a sentence stands already, and how that is told."""
    for index in (here, before):
        other = index.whole.get(sentence.key)
        if other is not None and other.one is not sentence.one:
            return other.place, f"与{other.place}有相同的句子：“{sentence.words[:24]}”"
    for index in (here, before):
        for other in index.near(sentence.key):
            told = _nearly(sentence, other, issue) if other.one is not sentence.one else None
            if told:
                return other.place, told
    return None


def _nearly(sentence: _Sentence, other: _Sentence, issue: PrintedIssue) -> str | None:
    """How a sentence that differs in a word or two is told; other units and later figures are news."""
    found = changes(other.key, sentence.key)
    if found is None:
        return None
    old, new = found
    if _is_name(old, other.key, issue) or _is_name(new, sentence.key, issue):
        return None
    figures = bool(_FIGURE.search(old + new))
    if figures and (other.issue or not _one_unit(sentence.one, other.one)):
        return None
    what = "只有数字不同，请核对" if figures else f"只差“{old or '（无）'}”与“{new or '（无）'}”"
    return f"与{other.place}有几乎相同的句子（{what}）：“{sentence.words[:24]}”"


def _one_unit(one: Printed | None, other: Printed | None) -> bool:
    if one is None or other is None or not one.piece.candidate.unit:
        return False
    return one.piece.candidate.unit == other.piece.candidate.unit


def _is_name(changed: str, key: str, issue: PrintedIssue) -> bool:
    """Whether what was changed is a part of a registered name: another unit or workshop did the same."""
    return bool(changed) and any(
        changed in name and name in key
        for unit in issue.units
        for name in (*spellings(unit.name, (unit,)), *unit.sub_units)
    )


ACROSS: tuple[Across, ...] = ((RemarkKind.REPEATED, _repeated),)
