"""Which items an issue prints: those of its newest draft, or of these what the published file really holds.

An editor strikes pieces and rewords others until an issue goes to print.  Once the published file is learned
it says what was printed; a piece that it lacks may be printed another time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from classify.wording import grams
from desk.gathering import drafted
from storage import grams as store
from storage import lessons, placements, windows
from storage.database import Connection

DRAFTED = 0.5
"""Share of a drafted piece's 3-grams that stand in what was printed of it, however it was reworded."""

CUT = 0.7
"""Share of a printed text's 3-grams that stand in the item that it was cut from."""


def named(year: int, number: int) -> str:
    """Return what an issue is called: 2021年第9期."""
    return f"{year}年第{number}期"


def settle(connection: Connection, names: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """Say anew which items these issues print; return what the published file of an issue has not of it."""
    wanted = set(names)
    found = {}
    for issue in windows.stored_issues(connection):
        name = named(issue.year, issue.number)
        draft = windows.newest_draft(connection, issue.id) if name in wanted else None
        if draft is None:
            continue
        pieces = {piece["item"]: piece for piece in drafted(draft)}
        file = lessons.printed_by(connection, name)
        kept = _printed(connection, pieces, file) if file else set(pieces)
        placements.save_printing(connection, issue.id, kept)
        found[name] = tuple(sorted(pieces.keys() - kept))
    return found


@dataclass(frozen=True, slots=True)
class _Drafted:
    """A drafted piece beside its source: their 3-grams, and whose it is."""

    item: int
    unit: str | None
    piece: frozenset[str]
    source: frozenset[str]


def _printed(
    connection: Connection, pieces: Mapping[int, dict[str, Any]], file: Sequence[dict[str, Any]]
) -> set[int]:
    whole = store.pieces(connection, pieces)
    own = [
        _Drafted(item, piece["unit"], grams(piece["text"]), grams(whole[item]))
        for item, piece in pieces.items()
        if item in whole
    ]
    texts = [(one["unit"], grams(f"{one['title'] or ''}\n{one['text']}")) for one in file]
    return set(_assigned(own, texts))


def _assigned(own: Sequence[_Drafted], texts: Sequence[tuple[str | None, frozenset[str]]]) -> Iterator[int]:
    """The items that were printed: the likest take their words first, a sister's piece finds them taken."""
    free = [set(words) for _, words in texts]
    pairs = [
        (_share(one, words, words), at, one)
        for one in own
        for at, (unit, words) in enumerate(texts)
        if unit is None or one.unit in (None, unit)
    ]
    done: set[int] = set()
    for share, at, one in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2].item)):
        if share and one.item not in done and _share(one, texts[at][1], free[at]):
            done.add(one.item)
            free[at] -= one.piece | one.source
            yield one.item


def _share(one: _Drafted, words: frozenset[str], free: set[str] | frozenset[str]) -> float:
    """How much of a piece stands in what is left of a printed text; 0 where it is too little."""
    drafted = len(one.piece & free) / max(1, len(one.piece))
    cut = len(one.source & free) / max(1, len(words))
    return max(drafted if drafted >= DRAFTED else 0.0, cut if cut >= CUT else 0.0)
