"""What a newer version of a text says otherwise: the phrases that were changed, figures first.

Sentences are matched first and words inside those that differ, so that the work stays in bounds: two texts of
20,000 characters without a word in common cost no more than a second look.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import accumulate, islice, pairwise

from classify.facts import in_digits

SENTENCES = 1_000
"""Sentences matched; more are taken together."""

INSIDE = 250_000
"""Words of the one by words of the other up to which two stretches are compared word by word."""

ALIKE = 0.3
"""What two stretches have in common at least to be compared word by word."""

BETWEEN = 2
"""Characters between two changes that do not part them."""

SHOWN = 30
"""Characters of a phrase that are told."""


class ChangeKind(StrEnum):
    """What was done to a phrase."""

    REPLACED = "replaced"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Change:
    """A phrase that stands at `at` in the older text, and what stands in its place in the newer one.

    `figures` tells whether any figure is another.
    """

    at: int
    old: str
    new: str

    @property
    def kind(self) -> ChangeKind:
        """Whether words were put in the place of others, added or removed."""
        if not self.old:
            return ChangeKind.ADDED
        return ChangeKind.REPLACED if self.new else ChangeKind.REMOVED

    @property
    def figures(self) -> bool:
        """Whether other figures stand there, or figures where none were."""
        return _figures(self.old) != _figures(self.new)

    @property
    def trivial(self) -> bool:
        """Whether nothing is changed but widths, blanks and punctuation."""
        return not self.figures and _letters(self.old) == _letters(self.new)


def difference(old: str, new: str) -> tuple[Change, ...]:
    """Return what must be changed in a text to come to another, in the order of the text."""
    return tuple(_between(0, old, new, _LEVELS))


def applied(old: str, changes: Iterable[Change]) -> str:
    """Return the text that comes of the changes."""
    parts, at = [], 0
    for change in changes:
        parts += [old[at : change.at], change.new]
        at = change.at + len(change.old)
    return "".join([*parts, old[at:]])


_LEVELS = (
    re.compile(r"[^。！？；!?;\n]*[。！？；!?;\n]+|[^。！？；!?;\n]+$"),
    re.compile(r"[^，、,：:]*[，、,：:]+|[^，、,：:]+$"),
)
"""Sentences, then clauses."""

_NUMERAL = "[零〇一二两三四五六七八九十百]"
_COUNTED = "台套名人位项次个天年月小时分只处条件吨元米等号班期季届轮讲批周户组座块根级"
_WORD = re.compile(
    r"\d+月\d+日|\d+(?:[.,:]\d+)*(?:[%‰％℃]|[万亿千百]?(?:平方米|立方米|千瓦时|公里|小时|分钟|[\u4e00-\u9fff])?)"
    rf"|第?{_NUMERAL}{{1,6}}[{_COUNTED}]?|.|\n",
)
_FIGURE = re.compile(
    rf"(?P<digits>\d+(?:[.,]\d+)*)(?P<scale>[万亿]?)(?P<cent>%?)"
    rf"|(?P<spelt>(?<=第){_NUMERAL}{{1,6}}|{_NUMERAL}{{1,6}}(?=[{_COUNTED}])|\A{_NUMERAL}{{1,6}}\Z)"
)


def _between(at: int, old: str, new: str, levels: Sequence[re.Pattern[str]]) -> Iterator[Change]:
    """The changes of two stretches: word by word where they are short enough, else part by part."""
    if not old or not new:
        if old != new:
            yield Change(at, old, new)
    elif levels:
        a, b = _parts(old, levels[0]), _parts(new, levels[0])
        for tag, i, j, k, m in SequenceMatcher(None, a, b).get_opcodes():
            before, after = "".join(a[i:j]), "".join(b[k:m])
            if tag != "equal":
                short = len(before) * len(after) <= INSIDE
                yield from _between(at, before, after, () if short else levels[1:])
            at += len(before)
    else:
        yield from _inside(at, old, new)


def _parts(text: str, ending: re.Pattern[str]) -> list[str]:
    """The sentences of a text with what ends them, of a very long one several at a time."""
    parts = ending.findall(text)
    together = -(-len(parts) // SENTENCES) or 1
    return ["".join(parts[at : at + together]) for at in range(0, len(parts), together)]


def _inside(at: int, old: str, new: str) -> Iterator[Change]:
    """The changed phrases of two stretches; one change where they are too long or have little in common."""
    a, b = _WORD.findall(old), _WORD.findall(new)
    matcher = SequenceMatcher(None, a, b, autojunk=False) if len(a) * len(b) <= INSIDE else None
    if matcher is None or matcher.ratio() < ALIKE:
        yield Change(at, old, new)
        return
    starts = [0, *accumulate(map(len, a))]
    for i, j, k, m in _phrases([op[1:] for op in matcher.get_opcodes() if op[0] != "equal"]):
        yield Change(at + starts[i], "".join(a[i:j]), "".join(b[k:m]))


_Span = tuple[int, int, int, int]


def _phrases(spans: Sequence[_Span]) -> Iterator[_Span]:
    """Changes, those a word or two apart as one: 连轴转 for 连续作战 is read as a whole."""
    if not spans:
        return
    first = spans[0]
    for before, span in pairwise(spans):
        if span[0] - before[1] > BETWEEN:
            yield first[0], before[1], first[2], before[3]
            first = span
    yield first[0], spans[-1][1], first[2], spans[-1][3]


def _figures(text: str) -> list[str]:
    """The figures of a phrase by their value: 3.2万 is 32000, 十二 is 12."""
    return [_value(found) for found in _FIGURE.finditer(unicodedata.normalize("NFKC", text))]


def _value(found: re.Match[str]) -> str:
    if found["spelt"]:
        return in_digits(found["spelt"])
    number = re.sub(r",(?=\d{3}(?!\d))", "", found["digits"])
    if not found["scale"] or not re.fullmatch(r"\d{1,18}(?:\.\d+)?", number):
        return number + found["scale"] + found["cent"]
    return f"{(Decimal(number) * _SCALE[found['scale']]).normalize():f}{found['cent']}"


_SCALE = {"万": 10_000, "亿": 100_000_000}


def _letters(text: str) -> str:
    """Letters and figures, these by their value."""
    narrow = unicodedata.normalize("NFKC", text)
    return re.sub(r"[\W_]+", "", _FIGURE.sub(_value, narrow))


# --- in words --------------------------------------------------------------------------------------


def told(changes: Sequence[Change], most: int = 5) -> str:
    """Return the changes in Chinese, figures first, at most so many.

    For example 改动2处：“3.2万吨”→“3.6万吨”（数字）；增“…”.
    """
    real = [change for change in changes if not change.trivial]
    if not real:
        return "只改了标点或格式" if changes else "文字没有改动"
    moved = {_letters(change.old) for change in real if not change.new}
    moved &= {_letters(change.new) for change in real if not change.old}
    words = list(dict.fromkeys(_told(change, moved) for change in sorted(real, key=_order)))
    left = f"；另有{len(words) - most}处" if len(words) > most else ""
    return f"改动{len(words)}处：{'；'.join(islice(words, most))}{left}"


def _order(change: Change) -> tuple[bool, int]:
    return not change.figures, change.at


def _told(change: Change, moved: set[str]) -> str:
    old, new = _short(change.old), _short(change.new)
    if change.kind is not ChangeKind.REPLACED and _letters(change.old or change.new) in moved:
        return f"移“{old or new}”"
    words = {
        ChangeKind.REPLACED: f"“{old}”→“{new}”",
        ChangeKind.ADDED: f"增“{new}”",
        ChangeKind.REMOVED: f"删“{old}”",
    }[change.kind]
    return words + ("（数字）" if change.figures else "")


def _short(text: str) -> str:
    words = " ".join(text.split()).strip("，。；、 ")
    return words if len(words) <= SHOWN else f"{words[: SHOWN * 2 // 3]}…{words[-SHOWN // 3 :]}"
