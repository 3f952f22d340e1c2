"""What letters ask for that only speak of a piece sent before: to put it right, or to take it back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from compose.model import Candidate


@dataclass(frozen=True, slots=True)
class Asked:
    """What the letter of a sender asks about an item (`to`): its withdrawal, else a correction.

    `words` are the editor's: 要求撤回第16号来信的条目 17：“…”.
    """

    letter: int
    sender: str
    received_at: datetime
    to: int
    withdraws: bool
    words: str

    def settled(self, piece: Candidate) -> bool:
        """Whether a person decided about the piece when the letter was there."""
        return piece.decided_at is not None and piece.decided_at > self.received_at

    def takes_back(self, piece: Candidate) -> bool:
        """Whether who sent the piece wants it withdrawn: what others ask is for the editor to judge."""
        return self.withdraws and self.sender == piece.sender


def by_piece(
    asked: tuple[Asked, ...], items: Mapping[int, Candidate], standing: Mapping[int, int]
) -> dict[int, tuple[Asked, ...]]:
    """Item to what is asked about it; a letter means what stood for its piece when it came.

    `standing` is an item -> the one that is printed in its stead.
    """
    found: dict[int, tuple[Asked, ...]] = {}
    for one in asked:
        to = standing.get(one.to, one.to)
        if to in items and items[to].received_at > one.received_at:
            to = one.to
        found[to] = (*found.get(to, ()), one)
    return found
