"""Polls and how they ended, the lease that one poll of a mailbox holds, and how a folder then stood."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from storage import tables as t
from storage.database import upsert
from storage.model import FolderState, RunRow

_AHEAD = 6
"""Lengths of a lease by which two machines' clocks may differ before one takes the other's to be wrong."""


def take_lease(
    connection: Connection,
    name: str,
    holder: str,
    *,
    now: datetime,
    length: timedelta,
    is_dead: Callable[[str], bool] = lambda _holder: False,
) -> bool:
    """Take or renew a lease; False while another holder, who is not known to be dead, has it.

    One that would last far longer than leases do was taken before the clock was set back: it has run out.
    """
    row = connection.execute(sa.select(t.lease).where(t.lease.c.name == name)).one_or_none()
    held = row is not None and row.holder != holder and now <= row.until <= now + _AHEAD * length
    if row is not None and held and not is_dead(row.holder):
        return False
    until = now + length
    statement = upsert(connection, t.lease).values(name=name, holder=holder, until=until)
    connection.execute(
        statement.on_conflict_do_update(index_elements=["name"], set_={"holder": holder, "until": until})
    )
    return True


def drop_lease(connection: Connection, name: str, holder: str) -> None:
    """Give a lease back."""
    connection.execute(sa.delete(t.lease).where(t.lease.c.name == name, t.lease.c.holder == holder))


def add_run(connection: Connection, account: str, outcome: str, detail: str | None, now: datetime) -> None:
    """Write down how a poll of a mailbox ended."""
    connection.execute(sa.insert(t.run).values(account=account, at=now, outcome=outcome, detail=detail))


def last_runs(connection: Connection, outcome: str | None = None) -> list[RunRow]:
    """Return the last poll of each mailbox, of any outcome or of one."""
    newest = sa.select(sa.func.max(t.run.c.id)).group_by(t.run.c.account)
    if outcome is not None:
        newest = newest.where(t.run.c.outcome == outcome)
    rows = connection.execute(sa.select(t.run).where(t.run.c.id.in_(newest)).order_by(t.run.c.account))
    return [RunRow(row.account, row.at, row.outcome, row.detail) for row in rows]


def note_folder(connection: Connection, state: FolderState, now: datetime) -> None:
    """Write down how a folder stood when all of it had been taken in."""
    values = {
        "uidvalidity": state.uidvalidity,
        "uidnext": state.uidnext,
        "messages": state.messages,
        "settings": state.settings,
        "at": now,
    }
    statement = upsert(connection, t.mailbox_folder).values(
        account=state.account, folder=state.folder, **values
    )
    connection.execute(statement.on_conflict_do_update(index_elements=["account", "folder"], set_=values))
