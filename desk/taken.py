"""What a run did, told as it goes on and at its end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from intake.model import MessageState

Progress = Callable[[str, int, int], None]
"""Told (step, done, total) as work goes on."""


def silent(_step: str, _done: int, _total: int) -> None:
    """Report nothing."""


@dataclass(slots=True)
class Taken:
    """What a run did: messages entered, known ones met again, and the states the read ones came to.

    `failed` are letters that could not be read again and keep what was read before; `gaps` counts UIDs
    that were listed and not handed out; `notices` are Chinese sentences for who runs this.
    """

    entered: int = 0
    known: int = 0
    states: dict[MessageState, int] = field(default_factory=dict)
    failed: list[int] = field(default_factory=list)
    gaps: int = 0
    notices: list[str] = field(default_factory=list)

    @property
    def set_aside(self) -> int:
        """How many messages a person has to look at."""
        aside = (MessageState.SET_ASIDE, MessageState.TOO_LARGE)
        return self.gaps + sum(self.states.get(state, 0) for state in aside)
