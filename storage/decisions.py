"""What people decided: the unit of a letter, the column of an item, in or out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from storage import tables as t
from storage.model import Decision, TaughtSender


def decide(
    connection: Connection, kind: str, target: int, value: dict[str, Any], *, actor: str, now: datetime
) -> None:
    """Write down what a person said; earlier words stay in the table, the newest holds."""
    connection.execute(
        sa.insert(t.decision).values(kind=kind, target=target, value=value, actor=actor, at=now)
    )


def decisions(connection: Connection, kind: str, targets: Iterable[int]) -> dict[int, Decision]:
    """Return the newest decision of a kind for each target that has one."""
    statement = (
        sa.select(t.decision)
        .where(t.decision.c.kind == kind, t.decision.c.target.in_(list(targets)))
        .order_by(t.decision.c.id)
    )
    return {
        row.target: Decision(row.kind, row.target, row.value, row.at) for row in connection.execute(statement)
    }


def taught_senders(connection: Connection) -> dict[str, TaughtSender]:
    """Return sender address -> what people confirmed of it: the newest word, and other units they named.

    Of a letter that was decided twice the newest word counts alone.
    """
    statement = (
        sa.select(t.message.c.sender_address, t.decision.c.target, t.decision.c.value, t.decision.c.at)
        .join(t.message, t.message.c.id == t.decision.c.target)
        .where(t.decision.c.kind == "unit", t.message.c.sender_address.is_not(None))
        .order_by(t.decision.c.id)
    )
    said: dict[str, dict[int, tuple[str, datetime]]] = {}
    for address, letter, value, at in connection.execute(statement):
        letters = said.setdefault(address.lower(), {})
        letters.pop(letter, None)  # the newest stands last
        letters[letter] = value["unit"], at
    return {address: _taught(letters) for address, letters in said.items()}


def _taught(letters: dict[int, tuple[str, datetime]]) -> TaughtSender:
    letter, (unit, at) = list(letters.items())[-1]
    others = dict.fromkeys(other for other, _ in reversed(letters.values()) if other != unit)
    return TaughtSender(unit, letter, at, tuple(others))
