"""What an editor should look at before the draft goes out: a table of named checks.

The text is never changed here.  A remark names the finding in the editor's words and the item it concerns;
what an editor cannot act on is no remark, so that a whole issue brings a few dozen at most.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from classify.model import Level, RelationKind
from compose.figures import Weight, figures, numbers
from compose.model import Form, Piece, Remark, RemarkKind
from compose.punctuation import HAN
from compose.sentences import QUOTES, Shield, sentences, unpaired
from compose.subject import is_foreign, spellings, subject_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from classify.model import Unit
    from compose.model import ColumnPlan, DraftColumn, GroupPlan, Window

FAR = timedelta(days=45)
"""How far from the window an event may lie without a remark."""

_SHOWN = 6
"""So many findings of one kind are named in one remark; the rest are counted."""

_UNCOMPRESSED = frozenset({Form.VERBATIM, Form.CUT, Form.PORTRAIT})
_HALF_WIDTH = re.compile(rf"(?<=[{HAN}”》）])[,;:?!()]|[,;:?!()](?=[{HAN}“《（])|(?<=[{HAN}])\.(?=[{HAN}]|$)")
_DASH = re.compile(r"(?:\d{1,2}月)?\d{1,2}[月日][-~～]\d{1,2}[月日](?:\d{1,2}日)?|\d{4}年[-~～]\d{4}年")
_BLANK = re.compile(rf"[{HAN}][ \u3000\u00a0]+\d[\d.]*|\d[\d.]*[%％]?[ \u3000\u00a0]+[{HAN}]")
_DATE = re.compile(r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日")
_RESULT = re.compile(
    r"完成|实现|达到|达|降|提高|提升|增|减|节约|创效|创造|缩短|延长|同比|环比|超|盈利|利润|收入|产量|生产|销售|成本|突破|累计|压缩|回收"
)
_SKIPPED = re.compile(r"[\s，。、；：！？“”‘’《》（）,.;:!?\"'()…—]")
_LEAST_REPEATED = 12
"""Characters below which an equal sentence is chance (加油！)."""


@dataclass(frozen=True, slots=True)
class _Printed:
    """A piece with its place in the issue."""

    piece: Piece
    column: str
    group: str | None
    plan: GroupPlan | None


@dataclass(frozen=True, slots=True)
class _Issue:
    """What the checks look at beside the piece itself."""

    printed: tuple[_Printed, ...]
    units: tuple[Unit, ...]
    window: Window
    earlier: Mapping[str, str] = field(default_factory=dict)


def proof(
    columns: Sequence[DraftColumn],
    *,
    units: tuple[Unit, ...],
    plans: Sequence[ColumnPlan],
    window: Window,
    earlier: Mapping[str, Sequence[str]] | None = None,
) -> tuple[Remark, ...]:
    """The remarks of an issue in the order of its pieces, then those on the issue as a whole.

    `earlier` are texts printed before, by the issue's name (`2021年第8期`), to find what is repeated.
    """
    issue = _Issue(tuple(_printed(columns, plans)), units, window, _known(earlier or {}))
    found = [remark for one in issue.printed for check in _CHECKS for remark in check(one, issue)]
    return (*found, *_repeated(issue), *_empty(columns, plans))


def _printed(columns: Sequence[DraftColumn], plans: Sequence[ColumnPlan]) -> Iterator[_Printed]:
    by_name = {plan.name: plan for plan in plans}
    for column in columns:
        plan = by_name.get(column.name)
        for group in column.groups:
            how = plan.group(group.name) if plan else None
            for paragraph in group.paragraphs:
                for piece in paragraph.pieces:
                    yield _Printed(piece, column.name, group.name, how)


def _remark(kind: RemarkKind, one: _Printed, text: str) -> Remark:
    return Remark(kind, text, one.piece.candidate.item)


def _list(found: Sequence[str]) -> str:
    shown = "、".join(dict.fromkeys(found[:_SHOWN]))
    return shown + (f"等{len(found)}处" if len(found) > _SHOWN else "")


def _around(text: str, start: int, end: int) -> str:
    """The finding with a few characters on both sides."""
    return "“" + text[max(0, start - 4) : end + 4].replace("\n", " ") + "”"


# --- where it stands and whose it is --------------------------------------------------------------


def _place(column: str, group: str | None) -> str:
    return column if not group else f"{column}·{group}"


def _doubtful_column(one: _Printed, _: _Issue) -> Iterator[Remark]:
    candidate = one.piece.candidate
    if candidate.level is not Level.DOUBTFUL or candidate.verdict == "include":
        return
    text = f"栏目存疑：暂放“{_place(one.column, one.group)}”（{candidate.confidence:.0%}）"
    if candidate.alternatives:
        column, group, share = candidate.alternatives[0]
        text += f"，也可能属于“{_place(column, group)}”（{share:.0%}）"
    yield _remark(RemarkKind.DOUBTFUL_COLUMN, one, text)


def _unknown_unit(one: _Printed, issue: _Issue) -> Iterator[Remark]:
    candidate = one.piece.candidate
    if candidate.media or (one.plan is not None and one.plan.form is Form.VERBATIM):
        return
    if not candidate.unit:
        yield _remark(RemarkKind.UNKNOWN_UNIT, one, f"来稿单位不明，来信人：{candidate.sender or '未署名'}")
    elif candidate.unit not in {unit.name for unit in issue.units}:
        yield _remark(RemarkKind.UNKNOWN_UNIT, one, f"“{candidate.unit}”不在单位名册中")


def _doubtful_unit(one: _Printed, issue: _Issue) -> Iterator[Remark]:
    """The text opens with another registered unit and nowhere names the one it is credited to."""
    candidate = one.piece.candidate
    if not candidate.unit or candidate.media:
        return
    told = (candidate.title or "") + candidate.text
    if any(name in told for name in spellings(candidate.unit, issue.units)):
        return
    subject = subject_of(candidate.unit, candidate.subunit, candidate.text, issue.units)
    opening = candidate.text.lstrip()[:40]
    other = next((name for name in subject.others if opening.startswith(name)), None)
    if other and is_foreign(opening, subject):
        yield _remark(
            RemarkKind.DOUBTFUL_UNIT, one, f"记为“{candidate.unit}”来稿，正文却以“{other}”开头，请核对单位"
        )


def _relation(one: _Printed, issue: _Issue) -> Iterator[Remark]:
    relation = one.piece.candidate.relation
    if relation is None:
        return
    beside = any(other.piece.candidate.item == relation.to for other in issue.printed)
    if relation.kind is RelationKind.DIGEST_OF and beside:
        yield _remark(RemarkKind.DUPLICATE, one, f"与本期第{relation.to}条说的是同一件事，一详一略，请留一条")


# --- figures, length, dates -----------------------------------------------------------------------


def _foreign_figure(one: _Printed, _: _Issue) -> Iterator[Remark]:
    candidate = one.piece.candidate
    source = "\n".join((candidate.text, candidate.title or "", candidate.unit or "", candidate.subunit or ""))
    foreign = sorted(numbers(one.piece.text) - numbers(source))
    if foreign:
        yield _remark(RemarkKind.FOREIGN_FIGURE, one, f"来稿中没有的数字：{_list(foreign)}")


def _dropped_figures(one: _Printed, _: _Issue) -> Iterator[Remark]:
    """Results that the digest left out; head counts and lists of gifts are the desk's to drop."""
    if one.plan is None or one.plan.form is not Form.COMPRESS or not one.piece.dropped_figures:
        return
    text, left = one.piece.candidate.text, set(one.piece.dropped_figures)
    found = [
        figure.text
        for figure in figures(text)
        if figure.text in left
        and figure.weight is Weight.MEASURE
        and _RESULT.search(text, max(0, figure.start - 16), min(len(text), figure.end + 6))
    ]
    if found:
        yield _remark(
            RemarkKind.DROPPED_FIGURES, one, f"压缩时略去的成果数字：{_list(list(dict.fromkeys(found)))}"
        )


def _length(one: _Printed, _: _Issue) -> Iterator[Remark]:
    if one.plan is None:
        return
    least, most = one.plan.budget
    size, source = len(one.piece.text), len(one.piece.candidate.text.strip())
    if size > 1.3 * most:
        yield _remark(RemarkKind.LENGTH, one, f"{size}字，超过本栏上限{most}字较多，请删减")
    elif size < 0.7 * least:
        more = "来稿可再选用" if source > 1.5 * size else "来稿只有这些"
        yield _remark(RemarkKind.LENGTH, one, f"{size}字，不足本栏下限{least}字（{more}）")


def _date(one: _Printed, issue: _Issue) -> Iterator[Remark]:
    """The day of the event, in what is printed or at the head of the letter, far from the window."""
    if one.plan is None or one.plan.form not in {Form.COMPRESS, Form.CUT} or issue.window.end is None:
        return
    head = one.piece.candidate.text[:60]
    far = [*_far(one.piece.text, issue.window), *_far(head, issue.window)]
    if far:
        yield _remark(
            RemarkKind.DATE, one, f"事件日期{_list(list(dict.fromkeys(far)))}离采集时间较远，请核对"
        )


def _far(text: str, window: Window) -> Iterator[str]:
    for match in _DATE.finditer(text):
        day = _day(match, window)
        if day is not None and _distance(day, window) > FAR:
            yield match.group()


def _day(match: re.Match[str], window: Window) -> date | None:
    """The day meant; without a year the one nearest to the window.  None for 13月45日."""
    end = window.end or date.max
    years = (int(match["year"]),) if match["year"] else (end.year - 1, end.year, end.year + 1)
    found: list[date] = []
    for year in years:
        try:
            found.append(date(year, int(match["month"]), int(match["day"])))
        except ValueError:
            continue
    return min(found, key=lambda day: _distance(day, window), default=None)


def _distance(day: date, window: Window) -> timedelta:
    if window.holds(day):
        return timedelta(0)
    return min(abs(day - edge) for edge in (window.start, window.end) if edge is not None)


# --- signs ----------------------------------------------------------------------------------------


def _punctuation(one: _Printed, _: _Issue) -> Iterator[Remark]:
    if one.plan is None or one.plan.form not in _UNCOMPRESSED:
        return
    text = one.piece.text
    found = [_around(text, m.start(), m.end()) for m in _HALF_WIDTH.finditer(text) if not _in_number(text, m)]
    found += [f"“{m.group()}”（日期起讫用“—”）" for m in _DASH.finditer(text)]
    if found:
        yield _remark(RemarkKind.PUNCTUATION, one, f"半角标点：{_list(found)}")


def _in_number(text: str, match: re.Match[str]) -> bool:
    return text[match.start() - 1 : match.start()].isdigit() and text[match.end() : match.end() + 1].isdigit()


def _pairing(one: _Printed, _: _Issue) -> Iterator[Remark]:
    text = one.piece.text
    found = [_around(text, at, at + 1) for at in unpaired(text)]
    if found:
        yield _remark(RemarkKind.PAIRING, one, f"引号、括号或书名号不成对：{_list(found)}")


def _spacing(one: _Printed, _: _Issue) -> Iterator[Remark]:
    if one.plan is None or one.plan.form not in _UNCOMPRESSED:
        return
    text = one.piece.text
    quoted = Shield(text, QUOTES)
    found = [f"“{m.group()}”" for m in _BLANK.finditer(text) if not quoted.covers(m.start())]
    if found:
        yield _remark(RemarkKind.SPACING, one, f"汉字与数字之间有空格：{_list(found)}")


# --- said twice -----------------------------------------------------------------------------------


def _known(earlier: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Sentence to the issue that printed it."""
    return {key: name for name, texts in earlier.items() for text in texts for key, _ in _keys(text)}


def _keys(text: str) -> Iterator[tuple[str, str]]:
    """The sentences worth comparing: without marks and blanks, and as written."""
    for sentence in sentences(text):
        words = sentence.of(text)
        key = _SKIPPED.sub("", words)
        if len(key) >= _LEAST_REPEATED:
            yield key, words


def _repeated(issue: _Issue) -> Iterator[Remark]:
    """One remark a piece: what it says that stands further up already, or in an earlier issue."""
    first: dict[str, int] = {}
    for one in issue.printed:
        item = one.piece.candidate.item
        told: set[str] = set()
        for key, words in _keys(one.piece.text):
            other = first.setdefault(key, item)
            place = f"本期第{other}条" if other != item else issue.earlier.get(key)
            if place and place not in told:
                told.add(place)
                yield _remark(RemarkKind.REPEATED, one, f"与{place}有相同的句子：“{words[:24]}”")


def _empty(columns: Sequence[DraftColumn], plans: Sequence[ColumnPlan]) -> Iterator[Remark]:
    present = {column.name for column in columns}
    missing = [plan.name for plan in plans if plan.name not in present]
    if missing:
        yield Remark(RemarkKind.EMPTY_COLUMN, f"本期没有稿件的栏目：{'、'.join(missing)}")


_CHECKS: tuple[Callable[[_Printed, _Issue], Iterator[Remark]], ...] = (
    _doubtful_column,  # is it in the right place
    _unknown_unit,  # whose is it
    _doubtful_unit,  # is it really theirs
    _relation,  # does it replace or repeat another item
    _foreign_figure,  # is every number the contributor's
    _dropped_figures,  # which results were left out
    _length,  # does it fit its column
    _date,  # is it news of this window
    _punctuation,  # half-width signs, which the desk does not touch here
    _pairing,  # quotes, brackets, title marks
    _spacing,  # blanks around figures
)
