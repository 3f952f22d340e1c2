"""Which parts of a text fill a length best: a choice among alternatives, one of each group at most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")

_CELLS = 160
"""Steps into which the room is divided at most; finer steps would cost time and change nothing."""


@dataclass(frozen=True, slots=True)
class Choice(Generic[T]):
    """One way to print a part: what, how long it is, what it is worth."""

    what: T
    length: int
    worth: float


def packed(groups: Sequence[Sequence[Choice[T]]], room: int) -> list[T]:
    """The choices of greatest worth together that fit into `room` characters, in the groups' order."""
    if room <= 0:
        return []
    step = -(-room // _CELLS)
    cells = room // step
    best = [0.0] * (cells + 1)
    taken: list[list[Choice[T] | None]] = []
    for group in groups:
        best, picks = _with(best, [choice for choice in group if choice.worth > 0], step)
        taken.append(picks)
    return _read_back(taken, cells, step)


def _with(
    before: list[float], group: Sequence[Choice[T]], step: int
) -> tuple[list[float], list[Choice[T] | None]]:
    """The best worth of every length once a further group may be used, and what of it is used there."""
    best = list(before)
    picks: list[Choice[T] | None] = [None] * len(before)
    for choice in group:
        size = -(-choice.length // step)
        for cell in range(size, len(before)):
            worth = before[cell - size] + choice.worth
            if worth > best[cell] + 1e-9:
                best[cell], picks[cell] = worth, choice
    return best, picks


def _read_back(taken: list[list[Choice[T] | None]], cell: int, step: int) -> list[T]:
    found: list[T] = []
    for picks in reversed(taken):
        choice = picks[cell]
        if choice is not None:
            found.append(choice.what)
            cell -= -(-choice.length // step)
    return found[::-1]
