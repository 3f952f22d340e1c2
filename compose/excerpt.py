"""Pieces of whole sentences: first-person pieces that are cut, portraits, excerpts that stay as they are.

No sentence is rewritten here.  What does not fit the budget is left out whole, the weakest first; at
least one sentence always stays.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from compose.figures import Weight, figures
from compose.punctuation import without_controls
from compose.sentences import Stretch, clipped, sentences
from compose.wording import Wording, ended, ranges

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_SENTENCES = 400
"""What stands beyond in one item is not weighed; it is left out."""

_VOICE: tuple[tuple[re.Pattern[str], float], ...] = (
    (re.compile(r"我(?!们|国|公司|厂|省|市|部|矿|军|党)|自己"), 2.0),  # the writer speaks
    (
        re.compile(r"我(?:们)?(?:将|要|会|一定|愿|更|深|认为|觉得|感到|明白|懂得|坚信|体会)|使我|让我"),
        1.5,
    ),  # what it meant
    (re.compile(r"作为(?:一名|新时代|青年|党员|共产党员)|身为"), 1.2),  # in which role
    (
        re.compile(r"感(?:受|悟|动|恩|慨|到)|震撼|收获|启发|明白|懂得|难忘|骄傲|自豪|责任|初心"),
        0.8,
    ),  # a feeling
    (re.compile(r"岗位|工作中|生产|一线|设备|车间|班组|师傅|徒弟"), 0.6),  # tied to the work
    (
        re.compile(r"\d{1,2}月\d{1,2}日|近日|日前|公司(?:组织|开展|举办)|观看了|聆听了|参观了"),
        -0.8,
    ),  # what happened
    (
        re.compile(r"^(?:首先|其次|再次|一是|二是|三是|第一|第二|第三)"),
        -0.6,
    ),  # lists lose their order when cut
    (re.compile(r"^(?:这|那|他|她|它|而|但|可|于是|然而|因此|所以|正是)"), -0.5),  # leans on its neighbour
)
_MEDIA_TAIL = re.compile(
    r"\s*(?:[（(](?P<inner>[^（）()]{2,20})[）)]|(?:来源|转自|摘自)[:：\s]*(?P<open>\S{2,20}))\s*$"
)
_RESULT = re.compile(r"完成|实现|节约|创效|降低|提高|缩短|增加|减少|获|荣|成功|解决|攻克|达到|突破")
_CAREER = re.compile(
    r"^[^，。]{0,20}，(?:男|女|汉族|回族|[\u4e00-\u9fff]{1,3}族|\d{4}年|中共党员|现任|现年|本科|大专)"
)


def verbatim(text: str, media: str | None) -> Wording:
    """The paragraphs as they are, one a line, without a source line that repeats `media`."""
    kept: list[Stretch] = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if without_controls(line).strip():
            kept.append(Stretch(start, end))
        start = end + 1
    kept = _without_source(text, kept, media)
    words = "\n".join(without_controls(stretch.of(text)).strip() for stretch in kept)
    return Wording(words, ranges(kept))


def _without_source(text: str, kept: list[Stretch], media: str | None) -> list[Stretch]:
    if not media or not kept:
        return kept
    last = kept[-1]
    match = _MEDIA_TAIL.search(last.of(text)[-60:])
    if match is None or media not in (match["inner"] or match["open"]):
        return kept
    rest = Stretch(last.start, last.end - len(match.group()))
    return kept[:-1] if not rest.of(text).strip() and len(kept) > 1 else [*kept[:-1], rest]


def cut(text: str, budget: tuple[int, int]) -> Wording:
    """Whole sentences within the budget, the most personal ones, in their order."""
    found = sentences(text)[:_MOST_SENTENCES]
    voices = [_voice(sentence.of(text)) for sentence in found]
    worth = [1.0 + voice + _edge(order, len(found)) for order, voice in enumerate(voices)]
    kept = best(found, worth, budget[1])
    own = [order for order, voice in enumerate(voices) if voice > 0.0]
    if own and len(kept) < len(found):
        personal = best([found[order] for order in own], [worth[order] for order in own], budget[1])
        kept = personal if _size(personal) >= budget[0] else kept
    return whole(text, kept, endless=3 * budget[1])


def _voice(words: str) -> float:
    """How much of the writer speaks in a sentence; 0 or less where it only tells what happened."""
    return sum(weight for pattern, weight in _VOICE if pattern.search(words))


def _edge(order: int, count: int) -> float:
    """The first and the last sentence hold a piece together."""
    return (0.8 if order == 0 else 0.0) + (0.6 if order == count - 1 else 0.0)


def _size(found: Sequence[Stretch]) -> int:
    return sum(sentence.end - sentence.start for sentence in found)


def best(found: Sequence[Stretch], worth: Sequence[float], room: float) -> list[Stretch]:
    """The sentences of greatest worth that fit into `room` characters, in order; else the shortest."""
    order = sorted(range(len(found)), key=lambda index: (-_dear(found[index], worth[index]), index))
    kept: list[int] = []
    for index in order:
        length = found[index].end - found[index].start
        if length <= room:
            kept.append(index)
            room -= length
    if not kept and found:
        kept = [min(order, key=lambda index: found[index].end - found[index].start)]
    return [found[index] for index in sorted(kept)]


def _dear(sentence: Stretch, worth: float) -> float:
    """Worth, a little less for a long sentence: two short ones often say more."""
    return worth - (sentence.end - sentence.start) / 120


def whole(text: str, kept: list[Stretch], *, endless: int) -> Wording:
    """Sentences printed one behind the other, unchanged; only an endless one loses its tail, visibly."""
    if len(kept) == 1 and kept[0].end - kept[0].start > endless:
        kept = [clipped(text, kept[0], endless)]
        return Wording(without_controls(kept[0].of(text)).strip() + "……", ranges(kept))
    words = "".join(ended(without_controls(sentence.of(text)).strip()) for sentence in kept)
    return Wording(words, ranges(kept))


def telling(words: str) -> float:
    """How much a sentence of a portrait says: figures and results first, the career last."""
    found = figures(words)
    worth = 1.0 + min(4.0, sum(0.9 if figure.weight is Weight.MEASURE else 0.6 for figure in found))
    worth += 1.0 if _RESULT.search(words) else 0.0
    return worth - (2.5 if _CAREER.match(words) else 0.0) - (1.5 if "“" in words and "说" in words else 0.0)
