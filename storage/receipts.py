"""The confirmations of letters: what is to be sent, was sent, or is withheld and why.

A row goes pending -> sending -> sent or failed, each step in a transaction of its own and only from the
state it was expected in, so that of two workers one sends, and none sends again what another may have sent.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from storage import tables as t
from storage.database import upsert


class ReceiptState(StrEnum):
    """Where a confirmation stands."""

    PENDING = "pending"
    """To be sent."""
    SENDING = "sending"
    """A run began to send it: whether it went out only that run knows."""
    SENT = "sent"
    """The server took it."""
    FAILED = "failed"
    """Given up; the reason says why.  It is never tried again."""
    WITHHELD = "withheld"
    """None is due; the reason says why."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The confirmation of a letter; `at` is when it was planned, withheld, sent or given up, aware."""

    message_id: int
    recipient: str
    state: ReceiptState
    reason: str | None
    at: datetime


def add(connection: Connection, receipt: Receipt) -> None:
    """Enter what was decided of a letter; the first word on it stays."""
    statement = upsert(connection, t.receipt).values(
        message_id=receipt.message_id,
        recipient=receipt.recipient,
        state=receipt.state,
        reason=receipt.reason,
        at=receipt.at,
    )
    connection.execute(statement.on_conflict_do_nothing(index_elements=["message_id"]))


def of_message(connection: Connection, message_id: int) -> Receipt | None:
    """Return the confirmation of a letter; None where none was ever thought of."""
    row = connection.execute(sa.select(t.receipt).where(t.receipt.c.message_id == message_id)).one_or_none()
    return _receipt(row) if row else None


def pending(connection: Connection) -> list[Receipt]:
    """Return what is to be sent, the oldest first."""
    waiting = sa.select(t.receipt).where(t.receipt.c.state == ReceiptState.PENDING)
    rows = connection.execute(waiting.order_by(t.receipt.c.at, t.receipt.c.message_id))
    return [_receipt(row) for row in rows]


def _receipt(row: Row[tuple[object, ...]]) -> Receipt:
    return Receipt(row.message_id, row.recipient, ReceiptState(row.state), row.reason, row.at)


def answered(
    connection: Connection,
    recipient: str,
    since: datetime,
    states: Collection[ReceiptState],
    *,
    except_for: int | None = None,
) -> bool:
    """Whether an address, in any case, has had a confirmation in one of the states since then."""
    found = sa.select(t.receipt.c.message_id).where(
        sa.func.lower(t.receipt.c.recipient) == recipient.lower(),
        t.receipt.c.at > since,
        t.receipt.c.state.in_(states),
    )
    if except_for is not None:
        found = found.where(t.receipt.c.message_id != except_for)
    return connection.execute(found.limit(1)).scalar() is not None


def move(connection: Connection, receipt: Receipt, expected: Collection[ReceiptState]) -> bool:
    """Bring a row to the receipt's state, reason and time, if it stands in an expected state; else False."""
    changed = connection.execute(
        sa.update(t.receipt)
        .where(t.receipt.c.message_id == receipt.message_id, t.receipt.c.state.in_(expected))
        .values(state=receipt.state, reason=receipt.reason, at=receipt.at)
    )
    return changed.rowcount == 1


def give_up(
    connection: Connection,
    state: ReceiptState,
    reason: str,
    now: datetime,
    *,
    before: datetime | None = None,
) -> int:
    """Fail all that stand in a state, or those that have done so since before a moment; return how many."""
    changed = sa.update(t.receipt).where(t.receipt.c.state == state)
    if before is not None:
        changed = changed.where(t.receipt.c.at < before)
    failed = {"state": ReceiptState.FAILED, "reason": reason, "at": now}
    return connection.execute(changed.values(failed)).rowcount
