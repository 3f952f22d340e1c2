"""What the Word file tells its editor in comments: who sent a piece, when, and what it says in full."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Final

from classify.model import Level
from compose.model import RemarkKind
from compose.numerals import shanghai_time
from compose.vocabulary import (
    FATES,
    MESSAGES,
    UNKNOWN_UNIT,
    alternative_words,
    confidence_words,
    photo_words,
    remark_word,
    remarks_by_item,
    unit_words,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from compose.model import Candidate, Credit, Draft, Ledger, Piece, Remark

DOUBTS: Final = frozenset(
    {
        RemarkKind.DOUBTFUL_COLUMN,
        RemarkKind.DOUBTFUL_UNIT,
        RemarkKind.UNKNOWN_UNIT,
        RemarkKind.FOREIGN_FIGURE,
        RemarkKind.LEFTOVER,
        RemarkKind.UNFINISHED,
        RemarkKind.ASKED,
        RemarkKind.REVIVED,
    }
)
"""What makes a piece doubtful beside its level: no editor may sign it unread."""

MOST_SOURCE: Final = 3000
"""Characters of a source that a comment shows; Word's margin holds no more with any comfort."""


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of a line; `unused` words of a source do not stand in the issue."""

    text: str
    unused: bool = False


Line = tuple[Words, ...]


def is_doubtful(piece: Piece, remarks: Iterable[Remark]) -> bool:
    """Whether a piece has to be marked on the page itself; `remarks` are those on its item."""
    return piece.candidate.level is Level.DOUBTFUL or any(remark.kind in DOUBTS for remark in remarks)


def piece_note(piece: Piece, remarks: Sequence[Remark], credits_: Iterable[Credit] = ()) -> Iterator[Line]:
    """Yield a piece's comment: who, when, which letter; what to look at; why here; the source in full."""
    item = piece.candidate
    yield _line(f"{'【存疑】' if is_doubtful(piece, remarks) else ''}{_who(item)}")
    yield _line(f"收到：{shanghai_time(item.received_at)}")
    yield _line(f"来信编号：{item.letter}《{item.subject}》，取自{item.source}，稿件编号：{item.item}")
    for credit in credits_:
        yield _line(f"另有来稿：{_other(credit)}")
    if relation := _relation(item, remarks):
        yield _line(f"关系：{relation}")
    for remark in remarks:
        yield _line(f"提示（{remark_word(remark.kind)}）：{remark.text}")
    rows = (
        ("删去的数字", piece.dropped_figures),
        ("照片", photo_words(item)),
        ("把握", (confidence_words(item),)),
        ("理由", item.reasons),
        ("也可归入", alternative_words(item)),
    )
    for label, words in rows:
        if words:
            yield _line(f"{label}：{'；'.join(words)}")
    yield from _source(piece)


def _line(text: str) -> Line:
    return (Words(text),)


def _who(item: Candidate) -> str:
    words = f"来源：{unit_words(item)}　报送人：{item.contributor or '未署名'}"
    return f"{words}　来信人：{item.sender}" if item.sender not in {"", item.contributor} else words


def _other(credit: Credit) -> str:
    people = dict.fromkeys(name for name in (credit.contributor, credit.sender) if name)
    names = "、".join((credit.unit or UNKNOWN_UNIT, *people))
    return f"{names}，第{credit.letter}号来信，稿件编号：{credit.item}"


def _relation(item: Candidate, remarks: Iterable[Remark]) -> str:
    """How an item stands to another one, unless a remark says it with all that follows from it."""
    relation = item.relation
    if relation is None or any(relation.reason and relation.reason in remark.text for remark in remarks):
        return ""
    return f"{relation.reason or relation.kind.value}（条目 {relation.to}）"


# --- the source -----------------------------------------------------------------------------------

_Range = tuple[int, int]
_LINE_END = re.compile("\r\n?|\n")


def _source(piece: Piece) -> Iterator[Line]:
    """Yield the title and the source's paragraphs, its unused words apart; of a long one what is used."""
    item, length = piece.candidate, len(piece.candidate.text)
    used = _joined(piece.used, length)
    shown = _shown(used, length)
    yield _line(f"原文（{_described(item.text, used)}）：")
    if item.title:
        yield _line(f"标题：{item.title}")
    yield from _paragraphs(_stretches(item.text, used, shown))
    if left := length - _size(shown):
        yield _line(f"（原文太长，这里略去{left}字；全文见网页，或运行 intake show {item.letter}）")


def _described(text: str, used: Sequence[_Range]) -> str:
    """Say how long a source is and how to tell what was used of it; blanks between do not count."""
    words = f"全文{len(text)}字"
    if not used:
        return f"{words}，未记录采用的部分"
    gaps = pairwise((0, *(at for span in used for at in span), len(text)))
    unused = any(text[start:end].strip() for start, end in islice(gaps, 0, None, 2))
    return f"{words}，灰字未采用" if unused else f"{words}，全部采用"


def _joined(ranges: Iterable[_Range], length: int) -> tuple[_Range, ...]:
    """Ranges in order, inside the text and apart from each other."""
    joined: list[_Range] = []
    for start, end in sorted(ranges):
        begin, stop = max(start, 0), min(end, length)
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(stop, joined[-1][1]))
        elif begin < stop:
            joined.append((begin, stop))
    return tuple(joined)


def _shown(used: Sequence[_Range], length: int) -> tuple[_Range, ...]:
    """The ranges that a comment has room for: all, or what is used with as much around it as goes in."""
    if length <= MOST_SOURCE:
        return ((0, length),)
    kept = used or ((0, 0),)

    def within(around: int) -> tuple[_Range, ...]:
        return _joined(((start - around, end + around) for start, end in kept), length)

    around = bisect_right(range(MOST_SOURCE), MOST_SOURCE, key=lambda n: _size(within(n))) - 1
    room, shown = MOST_SOURCE, []
    for start, end in within(max(around, 0)):
        if room > 0:
            shown.append((start, min(end, start + room)))
            room -= end - start
    return tuple(shown)


def _size(ranges: Iterable[_Range]) -> int:
    return sum(end - start for start, end in ranges)


def _stretches(text: str, used: Sequence[_Range], shown: Sequence[_Range]) -> Iterator[Words]:
    """Yield the shown text cut where use begins and ends, […] where something is left out."""
    cuts = sorted({0, len(text), *(at for span in (*used, *shown) for at in span)})
    for start, end in pairwise(cuts):
        if any(begin <= start < stop for begin, stop in shown):
            inside = any(begin <= start < stop for begin, stop in used)
            yield Words(text[start:end], unused=bool(used) and not inside)
        else:
            yield Words(f"［略{end - start}字］", unused=True)


def _paragraphs(stretches: Iterable[Words]) -> Iterator[Line]:
    """Yield the lines of the stretches; blank ones are left out."""
    lines: list[list[Words]] = [[]]
    for stretch in stretches:
        for row, part in enumerate(_LINE_END.split(stretch.text)):
            if row:
                lines.append([])
            if part:
                lines[-1].append(Words(part, stretch.unused))
    return (tuple(line) for line in lines if any(words.text.strip() for words in line))


# --- the issue as a whole -------------------------------------------------------------------------


def issue_note(draft: Draft) -> Iterator[Line]:
    """Yield the comment at the masthead: how to read the marks, the ledger, remarks on nothing printed."""
    remarks = remarks_by_item(draft.remarks)
    doubtful = sum(is_doubtful(piece, remarks.get(piece.candidate.item, ())) for piece in draft.pieces)
    marked = f"{doubtful}条存疑，文字为黄底，核定后去掉底色（字符样式“存疑”）"
    yield _line(f"采编说明：每条稿件各有批注；{marked if doubtful else '没有存疑的稿件'}")
    yield from map(_line, _sums(draft.ledger))
    printed = {piece.candidate.item for piece in draft.pieces}
    for remark in draft.remarks:
        if remark.item not in printed:
            where = "" if remark.item is None else f"条目 {remark.item}："
            yield _line(f"提示（{remark_word(remark.kind)}）：{where}{remark.text}")


def _sums(ledger: Ledger) -> Iterator[str]:
    states = Counter(entry.state for entry in ledger.messages)
    fates = Counter(entry.fate for entry in ledger.items)
    letters = "、".join(f"{word}{states[state]}" for state, word in MESSAGES.items() if states[state])
    items = "、".join(f"{word}{fates[fate]}" for fate, word in FATES.items() if fates[fate])
    yield f"来信{ledger.received}封{letters and f'：{letters}'}"
    yield f"条目{ledger.expected_items}条{items and f'：{items}'}"
    if not ledger.balanced:
        yield "账目不符，请核对网页上的总账"
