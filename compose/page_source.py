"""What the page shows behind a piece, and of an item that is not printed: who, when, why, in full."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from classify.model import RelationKind
from compose.figures import figures
from compose.model import Fate, ItemEntry, Piece
from compose.vocabulary import FATES, UNKNOWN_UNIT, remark_word, remarks_by_item
from compose.word_notes import is_doubtful

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from compose.model import Candidate, Credit, Draft, Issue, Remark

USED: Final = "used"
DROPPED: Final = "dropped"

RELATIONS: Final[Mapping[RelationKind, str]] = {
    RelationKind.DUPLICATE: "重复",
    RelationKind.VERSION: "修改稿，所代替的是",
    RelationKind.DIGEST_OF: "详略不同",
    RelationKind.SIBLING: "写法相近",
    RelationKind.NOTE_ON: "只是说明，所说的是",
}


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to a place of the page; `address` is empty where there is none."""

    words: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Command:
    """A line to copy into a terminal, and what it does."""

    purpose: str
    line: str


@dataclass(frozen=True, slots=True)
class SourceView:
    """What is known of an item: who, when, why here, its text in full in stretches of (text, mark).

    A mark is USED, DROPPED or empty.  `number` is None for an item that is not printed, and `fate` says
    what became of that; `marked` is whether it is known which words were used.
    """

    address: str
    number: int | None
    candidate: Candidate
    letter: Link
    stretches: tuple[tuple[str, str], ...]
    doubtful: bool
    dropped_figures: tuple[str, ...]
    remarks: tuple[tuple[str, str], ...]
    credits: tuple[Link, ...]
    relation: tuple[str, Link, str] | None
    commands: tuple[Command, ...]
    fate: str = ""
    reason: str = ""

    @property
    def marked(self) -> bool:
        """Whether it is known which words were used."""
        return any(mark == USED for _, mark in self.stretches)


# --- what all views look up -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Context:
    """Where items stand in the page, and what is said of them; a printed item stands at its first piece."""

    issue: Issue
    letters: frozenset[int]
    places: Mapping[int, Link]
    remarks: Mapping[int | None, tuple[Remark, ...]]
    credited: Mapping[int, tuple[Credit, ...]]

    def link(self, item: int) -> Link:
        """Where an item stands; without an address where the page does not hold it."""
        return self.places.get(item, Link(f"条目 {item}"))

    def letter(self, number: int) -> Link:
        """Where a letter stands; one of another window has no line in this ledger."""
        return Link(f"第{number}号来信", f"letter-{number}" if number in self.letters else "")


def context(draft: Draft) -> Context:
    """Number the pieces as printed, and find a place for each item of the window."""
    left_out = [entry.item for entry in not_printed(draft) if entry.item in draft.left_out]
    places = {item: Link(f"条目 {item}", f"left-{item}") for item in left_out}
    for number, piece in reversed(list(enumerate(draft.pieces, 1))):
        places[piece.candidate.item] = Link(f"来源 {number}", f"source-{number}")
    letters = frozenset(entry.letter for entry in draft.ledger.messages)
    return Context(draft.issue, letters, places, remarks_by_item(draft.remarks), draft.credited)


# --- an item ----------------------------------------------------------------------------------------


def printed_view(piece: Piece, number: int, known: Context) -> SourceView:
    """Show the source of a printed piece, its used words marked."""
    item = piece.candidate
    remarks = known.remarks.get(item.item, ())
    return SourceView(
        address=f"source-{number}",
        number=number,
        candidate=item,
        letter=known.letter(item.letter),
        stretches=marked_stretches(piece),
        doubtful=is_doubtful(piece, remarks),
        dropped_figures=piece.dropped_figures,
        remarks=_words(remarks),
        credits=tuple(_credit(one, known) for one in known.credited.get(item.item, ())),
        relation=_relation(item, known),
        commands=(*_filing(item), _verdict("不用这一条", "exclude", item, known.issue)),
    )


def left_out_view(candidate: Candidate, entry: ItemEntry, known: Context) -> SourceView:
    """Show an item that is not printed, with its whole text."""
    remarks = known.remarks.get(candidate.item, ())
    return SourceView(
        address=f"left-{candidate.item}",
        number=None,
        candidate=candidate,
        letter=known.letter(candidate.letter),
        stretches=((candidate.text, ""),),
        doubtful=is_doubtful(Piece(candidate, ()), remarks),
        dropped_figures=(),
        remarks=_words(remarks),
        credits=(),
        relation=_relation(candidate, known),
        commands=(*_filing(candidate), _verdict("仍要采用", "include", candidate, known.issue)),
        fate=FATES.get(entry.fate, entry.fate.value),
        reason=entry.reason,
    )


def not_printed(draft: Draft) -> tuple[ItemEntry, ...]:
    """The lines of the ledger whose items are not printed."""
    return tuple(entry for entry in draft.ledger.items if entry.fate is not Fate.PLACED)


def _words(remarks: Iterable[Remark]) -> tuple[tuple[str, str], ...]:
    return tuple((remark_word(remark.kind), remark.text) for remark in remarks)


def _credit(one: Credit, known: Context) -> Link:
    people = dict.fromkeys(name for name in (one.contributor, one.sender) if name)
    names = "、".join((one.unit or UNKNOWN_UNIT, *people))
    return Link(f"{names}（第{one.letter}号来信，条目 {one.item}）", known.link(one.item).address)


def _relation(candidate: Candidate, known: Context) -> tuple[str, Link, str] | None:
    """How an item stands to another: in words, to which one, why."""
    found = candidate.relation
    if found is None:
        return None
    return RELATIONS.get(found.kind, found.kind.value), known.link(found.to), found.reason


# --- command lines --------------------------------------------------------------------------------

_PLAIN = re.compile(r"[\w·/.—]+")
"""Words that a shell takes as they are; `\\w` holds Chinese characters."""


def _quoted(words: str) -> str:
    """Write a word as a shell reads it back: a group's name may come from a mail."""
    one_line = " ".join(words.split())
    return one_line if _PLAIN.fullmatch(one_line) else shlex.quote(one_line)


def _filing(candidate: Candidate) -> Iterator[Command]:
    """Yield the lines that file an item elsewhere: where it may belong, else in a place to be named."""
    for column, group, _ in candidate.alternatives:
        place = f"{column}/{group}" if group else column
        yield Command("改归此栏", f"classify set {candidate.item} {_quoted(place)}")
    if not candidate.alternatives:
        yield Command("改栏（填上栏目）", f"classify set {candidate.item} 栏目")
    if not candidate.unit and not candidate.media:
        yield Command("定单位（填上单位）", f"intake unit {candidate.letter} 单位")


def _verdict(purpose: str, verdict: str, candidate: Candidate, issue: Issue) -> Command:
    """The line that composes the same issue again with or without an item."""
    again = f"compose --window {issue.window} --date {issue.date.isoformat()}"
    return Command(purpose, f"{again} --{verdict} {candidate.item}")


# --- the source text ------------------------------------------------------------------------------


def marked_stretches(piece: Piece) -> tuple[tuple[str, str], ...]:
    """Cut the source text into (text, mark) stretches; together they are the whole text.

    Ranges may overlap, stand in any order or reach past the end.  A dropped figure is marked wherever it
    stands in words that were not used.
    """
    text, at = piece.candidate.text, 0
    stretches: list[tuple[str, str]] = []
    for start, end, mark in _marks(piece):
        stretches += [(text[at:start], ""), (text[start:end], mark)]
        at = end
    stretches.append((text[at:], ""))
    return tuple(stretch for stretch in stretches if stretch[0])


def _marks(piece: Piece) -> list[tuple[int, int, str]]:
    used = _joined(piece.used, len(piece.candidate.text))
    wanted = frozenset(piece.dropped_figures)
    dropped = [
        (figure.start, figure.end, DROPPED)
        for figure in (figures(piece.candidate.text) if wanted else ())
        if figure.text in wanted and not any(figure.start < end and start < figure.end for start, end in used)
    ]
    return sorted([*((start, end, USED) for start, end in used), *dropped])


def _joined(ranges: Iterable[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    """Bring ranges into order and inside the text; those that touch become one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        begin, stop = max(start, 0), min(end, length)
        if begin < stop and joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(stop, joined[-1][1]))
        elif begin < stop:
            joined.append((begin, stop))
    return joined
