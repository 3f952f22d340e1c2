"""A draft as one self-contained HTML page: the issue, the source behind every piece, the ledger."""

from __future__ import annotations

import base64
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import count
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FunctionLoader, StrictUndefined, select_autoescape

from classify.model import Level
from compose.model import Fate
from compose.numerals import chinese_date, shanghai_time
from compose.text import (
    PIN,
    clean_text,
    group_heading,
    imprint_lines,
    issue_line,
    printed_lines,
    printed_size,
    window_line,
)
from compose.vocabulary import (
    FATES,
    MESSAGES,
    alternative_words,
    confidence_words,
    photo_words,
    place_words,
    remark_word,
    remarks_by_item,
    unit_name,
    unit_words,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jinja2 import Template

    from compose.model import (
        Candidate,
        Draft,
        DraftColumn,
        DraftParagraph,
        ItemEntry,
        Ledger,
        MessageEntry,
        Piece,
        Remark,
    )
    from compose.text import Fragment
    from intake.documents.pictures import Prepared
    from intake.model import Photo


def write_html(draft: Draft, pictures: Mapping[str, Prepared] = MappingProxyType({})) -> str:
    """Write the draft as one page without scripts or outside parts; the same draft, the same page.

    `pictures` are its photos by their digest; one that is missing is left out.
    """
    numbers, remarks = count(1), remarks_by_item(draft.remarks)
    columns = tuple(_column_view(column, numbers, remarks, pictures) for column in draft.columns)
    sources = [
        source
        for column in columns
        for group in column.groups
        for entry in group.entries
        for source in entry.sources
    ]
    return render_text(
        "issue.html.jinja",
        issue=draft.issue,
        number_line=issue_line(draft.issue),
        window_line=window_line(draft.issue.window),
        imprint_lines=imprint_lines(draft.issue.imprint),
        columns=columns,
        sources=sources,
        doubtful=sum(source.doubtful for source in sources),
        remarks=_remark_views(draft.remarks, sources),
        ledger=_ledger_view(draft.ledger),
        units=_unit_views(draft.columns),
        pin=PIN,
    )


def render_text(name: str, **values: object) -> str:
    """Fill in a shipped template, escaped if it is `*.html.jinja`; a missing value is an error."""
    return _template(name).render(**values)


@cache
def _template(name: str) -> Template:
    """Compile a template once; only the shipped files are ever one."""
    environment = Environment(
        loader=FunctionLoader(
            lambda shipped: resources.files("templates").joinpath(shipped).read_text("utf-8")
        ),
        autoescape=select_autoescape(["html.jinja"], default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    environment.filters |= {
        "day": chinese_date,
        "moment": shanghai_time,
        "unit": unit_words,
        "confidence": confidence_words,
        "alternatives": alternative_words,
        "photos": photo_words,
        "place": _place,
    }
    return environment.get_template(name)


def _finalize(value: Any) -> Any:
    """Clean every word on its way into the page; a macro's finished markup is cleaned already."""
    return clean_text(value) if type(value) is str else value


def _place(candidate: Candidate) -> str:
    return place_words(candidate.column, candidate.group)


# --- the issue ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SourceView:
    """What stands behind a piece: its running number, its item, the source text in marked stretches."""

    number: int
    candidate: Candidate
    stretches: tuple[tuple[str, bool], ...]
    dropped_figures: tuple[str, ...]
    remarks: tuple[tuple[str, str], ...]

    @property
    def doubtful(self) -> bool:
        """Whether the place of the piece is a guess."""
        return self.candidate.level is Level.DOUBTFUL

    @property
    def marked(self) -> bool:
        """Whether it is known which words were used."""
        return any(used for _, used in self.stretches)


@dataclass(frozen=True, slots=True)
class PhotoView:
    """A photo as the page carries it: a data address, its caption or "", its size in millimetres."""

    address: str
    caption: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class EntryView:
    """A paragraph entry: its printed lines, its attribution, the source of each of its pieces."""

    lines: tuple[tuple[Fragment, ...], ...]
    attribution: str | None
    sources: tuple[SourceView, ...]
    photos: tuple[PhotoView, ...]


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group with its heading as printed, empty for none."""

    heading: str
    entries: tuple[EntryView, ...]


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A column with its heading as printed."""

    heading: str
    groups: tuple[GroupView, ...]


def _column_view(
    column: DraftColumn,
    numbers: Iterator[int],
    remarks: Mapping[int | None, tuple[Remark, ...]],
    pictures: Mapping[str, Prepared],
) -> ColumnView:
    return ColumnView(
        column.heading,
        tuple(
            GroupView(
                group_heading(group, bracketed=column.bracket_groups),
                tuple(_entry_view(entry, numbers, remarks, pictures) for entry in group.paragraphs),
            )
            for group in column.groups
        ),
    )


def _entry_view(
    entry: DraftParagraph,
    numbers: Iterator[int],
    remarks: Mapping[int | None, tuple[Remark, ...]],
    pictures: Mapping[str, Prepared],
) -> EntryView:
    sources = tuple(
        SourceView(
            number=next(numbers),
            candidate=piece.candidate,
            stretches=marked_stretches(piece),
            dropped_figures=piece.dropped_figures,
            remarks=tuple((remark_word(r.kind), r.text) for r in remarks.get(piece.candidate.item, ())),
        )
        for piece in entry.pieces
    )
    shown = tuple(
        _photo_view(photo, pictures[photo.sha256]) for photo in entry.photos if photo.sha256 in pictures
    )
    return EntryView(printed_lines(entry), entry.attribution, sources, shown)


def _photo_view(photo: Photo, ready: Prepared) -> PhotoView:
    data = base64.b64encode(ready.data).decode("ascii")
    width, height = printed_size(ready.width, ready.height)
    return PhotoView(f"data:{ready.media_type};base64,{data}", photo.caption or "", width, height)


def marked_stretches(piece: Piece) -> tuple[tuple[str, bool], ...]:
    """Cut the source text into (text, used) stretches; together they are the whole text.

    Ranges may overlap, stand in any order or reach past the end.
    """
    text, at = piece.candidate.text, 0
    stretches: list[tuple[str, bool]] = []
    for start, end in sorted(piece.used):
        begin, stop = max(start, at), min(end, len(text))
        if begin < stop:
            stretches += [(text[at:begin], False), (text[begin:stop], True)]
            at = stop
    stretches.append((text[at:], False))
    return tuple(stretch for stretch in stretches if stretch[0])


# --- remarks, ledger, units -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RemarkView:
    """A remark with the numbers of the sources it concerns; `item` alone where it is not printed."""

    kind: str
    text: str
    item: int | None
    sources: tuple[int, ...]


def _remark_views(remarks: tuple[Remark, ...], sources: list[SourceView]) -> tuple[RemarkView, ...]:
    printed: defaultdict[int | None, list[int]] = defaultdict(list)
    for source in sources:
        printed[source.candidate.item].append(source.number)
    return tuple(
        RemarkView(remark_word(remark.kind), remark.text, remark.item, tuple(printed.get(remark.item, ())))
        for remark in remarks
    )


@dataclass(frozen=True, slots=True)
class MessageView:
    """A line of the ledger: a letter, its state in words, its items with (number, fate, reason)."""

    entry: MessageEntry
    state: str
    items: tuple[tuple[int, str, str], ...]


@dataclass(frozen=True, slots=True)
class LedgerView:
    """The ledger with its sums; `unused` items are not printed, `silent` letters hold no submission."""

    ledger: Ledger
    states: tuple[tuple[str, int], ...]
    fates: tuple[tuple[str, int], ...]
    unused: tuple[tuple[ItemEntry, str, str], ...]
    silent: tuple[MessageView, ...]
    messages: tuple[MessageView, ...]


def _ledger_view(ledger: Ledger) -> LedgerView:
    subjects = {entry.letter: entry.subject for entry in ledger.messages}
    messages = _message_views(ledger)
    states = Counter(entry.state for entry in ledger.messages)
    fates = Counter(entry.fate for entry in ledger.items)
    return LedgerView(
        ledger=ledger,
        states=tuple((MESSAGES.get(state, state), n) for state, n in sorted(states.items(), key=_by_table)),
        fates=tuple((word, fates[fate]) for fate, word in FATES.items() if fates[fate]),
        unused=tuple(
            (entry, FATES[entry.fate], subjects.get(entry.letter, ""))
            for entry in ledger.items
            if entry.fate is not Fate.PLACED
        ),
        silent=tuple(view for view in messages if view.entry.state != "with_submissions"),
        messages=messages,
    )


def _by_table(row: tuple[str, int]) -> tuple[int, str]:
    """Sort states as the table of words has them, unknown ones last."""
    known = list(MESSAGES)
    return (known.index(row[0]) if row[0] in MESSAGES else len(known), row[0])


def _message_views(ledger: Ledger) -> tuple[MessageView, ...]:
    items: defaultdict[int, list[tuple[int, str, str]]] = defaultdict(list)
    for item in ledger.items:
        items[item.letter].append((item.item, FATES[item.fate], item.reason))
    return tuple(
        MessageView(entry, MESSAGES.get(entry.state, entry.state), tuple(items[entry.letter]))
        for entry in ledger.messages
    )


@dataclass(frozen=True, slots=True)
class UnitView:
    """A bar of the chart: pieces printed alone and merged; `*_share` are their widths in percent."""

    name: str
    alone: int
    merged: int
    alone_share: float
    merged_share: float


def _unit_views(columns: tuple[DraftColumn, ...]) -> tuple[UnitView, ...]:
    """Count printed pieces per unit, most first, else in printed order."""
    counts: defaultdict[str, Counter[bool]] = defaultdict(Counter)
    for entry in (e for column in columns for group in column.groups for e in group.paragraphs):
        for piece in entry.pieces:
            counts[unit_name(piece.candidate)][len(entry.pieces) > 1] += 1
    longest = max((tally.total() for tally in counts.values()), default=1)
    return tuple(
        UnitView(
            name=name,
            alone=tally[False],
            merged=tally[True],
            alone_share=round(100 * tally[False] / longest, 1),
            merged_share=round(100 * tally[True] / longest, 1),
        )
        for name, tally in sorted(counts.items(), key=lambda row: -row[1].total())
    )
