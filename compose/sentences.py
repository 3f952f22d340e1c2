"""Where a Chinese text may be cut: pairs of marks, sentences, clauses.

Everything is given as positions in the text that was handed in, so that a digest can say which words
it is made of.  Nothing inside a pair of quotes, brackets or title marks is ever a place to cut.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

PAIRS = {
    "“": "”",
    "‘": "’",
    "「": "」",
    "『": "』",
    "《": "》",
    "〈": "〉",
    "（": "）",
    "(": ")",
    "【": "】",
    "〔": "〕",
    "［": "］",
    "[": "]",
}
"""Opening mark to closing mark; the straight quote is handled apart, for it is both."""

QUOTES = frozenset('“‘「『《〈"')
"""Opening marks whose content is somebody's own words or a title."""

QUOTE_MARKS = QUOTES | {PAIRS[mark] for mark in QUOTES if mark in PAIRS}
"""The same with the marks that close it."""

_OPENING_OF = {closing: opening for opening, closing in PAIRS.items()}
_MARK = re.compile('[\n"' + re.escape("".join(PAIRS) + "".join(_OPENING_OF)) + "]")
_BLANK = " \t\r\n\v\f\u3000\u00a0\ufeff\u200b"
_STOP = re.compile(r"[。！？!?]+|…+|\n|\.(?=\s|$|[\u4e00-\u9fff])|[”’」』\"]")
_CONTINUES = frozenset("，、；：,;:。！？的地得等这那之之和与及")
_COMMA = re.compile(r"[，；：,;:]")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a text, from `start` up to and without `end`."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words."""
        return text[self.start : self.end]


def pairs(text: str) -> tuple[tuple[int, int], ...]:
    """Positions (opening, closing) of all paired marks, by closing position; a pair stays on its line."""
    stack: list[tuple[str, int]] = []
    found: list[tuple[int, int]] = []
    open_now: dict[str, int] = {}
    for match in _MARK.finditer(text):
        mark = match.group()
        if mark == "\n":
            stack.clear()
            open_now.clear()
            continue
        wanted = mark if mark == '"' and open_now.get('"') else _OPENING_OF.get(mark)
        if wanted is None:
            stack.append((mark, match.start()))
            open_now[mark] = open_now.get(mark, 0) + 1
        elif open_now.get(wanted):
            found.append((_pop(stack, open_now, wanted), match.start()))
    return tuple(found)


def _pop(stack: list[tuple[str, int]], open_now: dict[str, int], wanted: str) -> int:
    """Close the innermost `wanted`; marks left open inside it count as unpaired."""
    while True:
        mark, position = stack.pop()
        open_now[mark] -= 1
        if mark == wanted:
            return position


def unpaired(text: str) -> tuple[int, ...]:
    """Positions of the marks that have no partner on their line."""
    partnered = {position for pair in pairs(text) for position in pair}
    return tuple(m.start() for m in _MARK.finditer(text) if m.group() != "\n" and m.start() not in partnered)


def half_speeches(text: str) -> tuple[tuple[int, int], ...]:
    """Direct speech with one mark only (他说：“……。): from there to where its sentence ends or began."""
    if text.count("“") == text.count("”"):
        return ()
    lonely = (at for at in unpaired(text) if text[at] in "“”")
    return tuple(span for at in lonely if (span := _half_speech(text, at)))


def _half_speech(text: str, at: int) -> tuple[int, int] | None:
    before = text[at - 1 : at] or "\n"
    if text[at] == "“" and before in _SPEECH_BEGINS:
        stop = _SPEECH_STOP.search(text, at + 1, at + _LONGEST_SPEECH)
        return at, (stop.start() if stop else min(len(text), at + _LONGEST_SPEECH)) - 1
    if text[at] == "”" and before in _SPEECH_ENDS:
        begin = max(0, at - _LONGEST_SPEECH)
        return max(begin, *(text.rfind(mark, begin, at - 1) + 1 for mark in _SPEECH_START)), at
    return None


_SPEECH_BEGINS = frozenset("\n：:，,。！？!? \u3000")
_SPEECH_ENDS = frozenset("。！？!?…")
_SPEECH_STOP = re.compile("[。！？!?\n”]")
_SPEECH_START = "。！？!?\n：:“”"
_LONGEST_SPEECH = 300
"""Characters beyond which a mark without partner is not taken for that of a speech."""


class Shield:
    """Which positions of a text lie inside paired marks or a speech with half of them, marks included."""

    __slots__ = ("_ends", "_starts", "spans")

    def __init__(self, text: str, kinds: frozenset[str] | None = None) -> None:
        found = [pair for pair in pairs(text) if kinds is None or text[pair[0]] in kinds]
        self.spans: list[tuple[int, int]] = []
        for opening, closing in sorted([*found, *half_speeches(text)]):
            if not self.spans or opening > self.spans[-1][1]:
                self.spans.append((opening, closing))
            elif closing > self.spans[-1][1]:
                self.spans[-1] = (self.spans[-1][0], closing)
        self._starts = [opening for opening, _ in self.spans]
        self._ends = {closing: opening for opening, closing in self.spans}

    def covers(self, position: int) -> bool:
        """Whether the position lies inside an outermost pair."""
        index = bisect_right(self._starts, position) - 1
        return index >= 0 and position <= self.spans[index][1]

    def opening(self, closing: int) -> int | None:
        """Where the outermost pair that ends at `closing` begins; None if none ends there."""
        return self._ends.get(closing)


def sentences(text: str, shield: Shield | None = None) -> tuple[Stretch, ...]:
    """The sentences, end marks included, blanks around them not; a line break always ends one."""
    shield = shield or Shield(text)
    found: list[Stretch] = []
    start = 0
    for match in _STOP.finditer(text):
        end = _sentence_end(text, shield, match, start)
        if end is not None and end > start:
            _keep(text, start, end, found)
            start = end
    _keep(text, start, len(text), found)
    return tuple(found)


def _sentence_end(text: str, shield: Shield, match: re.Match[str], start: int) -> int | None:
    """Where the sentence ends if it ends at this mark, else None."""
    mark, at = match.group(), match.start()
    if mark == "\n":
        return match.end()
    if mark in '”’」』"':
        return _speech_end(text, shield, at, start)
    end = match.end()
    if mark == "." and text[start:at].strip(_BLANK).isdigit():
        return None  # 1.勇于创新: the number of a head
    if shield.covers(at) or (mark[0] == "…" and text[end : end + 1] in _CONTINUES):
        return None
    while end < len(text) and text[end] in "”’」』）":
        end += 1
    return end


def _speech_end(text: str, shield: Shield, closing: int, start: int) -> int | None:
    """Direct speech ends a sentence where its own last sentence ends: ……说：“……。”"""
    opening = shield.opening(closing)
    if opening is None or text[closing - 1] not in "。！？!?…":
        return None
    before = text[start:opening].strip(_BLANK)
    follows = text[closing + 1 : closing + 2]
    if (before and before[-1] not in "：:，,") or follows in _CONTINUES:
        return None
    return closing + 1


def _keep(text: str, start: int, end: int, found: list[Stretch]) -> None:
    stretch = stripped(text, start, end)
    if stretch.start < stretch.end:
        found.append(stretch)


def stripped(text: str, start: int, end: int) -> Stretch:
    """The stretch without the blanks at its two ends."""
    words = text[start:end]
    left = len(words) - len(words.lstrip(_BLANK))
    return Stretch(start + left, start + max(left, len(words.rstrip(_BLANK))))


def clauses(text: str, sentence: Stretch, shield: Shield) -> tuple[tuple[Stretch, str], ...]:
    """The clauses of a sentence, each with the mark that ended it; end marks are left out."""
    found: list[tuple[Stretch, str]] = []
    start = sentence.start
    end = _without_stop(text, sentence)
    for match in _COMMA.finditer(text, sentence.start, end):
        at = match.start()
        if shield.covers(at) or _inside_number(text, at):
            continue
        found.append((stripped(text, start, at), match.group()))
        start = at + 1
    found.append((stripped(text, start, end), ""))
    return tuple((stretch, mark) for stretch, mark in found if stretch.start < stretch.end)


def _without_stop(text: str, sentence: Stretch) -> int:
    end = sentence.end
    while end > sentence.start and text[end - 1] in "。！？!?；，：;,:、." + _BLANK:
        end -= 1
    return end


def _inside_number(text: str, at: int) -> bool:
    """Whether a mark stands between two digits (1,647 or 10:30), so that it divides nothing."""
    return text[at] in ",:：" and text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()


def clipped(text: str, stretch: Stretch, limit: int) -> Stretch:
    """The beginning of an endless stretch: at most `limit` characters, up to a mark if there is one."""
    if stretch.end - stretch.start <= limit:
        return stretch
    window = text[stretch.start : stretch.start + limit]
    at = max(window.rfind(mark) for mark in "、，； \n,;")
    return Stretch(stretch.start, stretch.start + (at if at > limit // 4 else limit))
