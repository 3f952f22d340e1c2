"""Polls and how they ended, and the lease that one poll of a mailbox holds."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from storage import tables as t
from storage.database import upsert
from storage.model import RunRow


def take_lease(connection: Connection, name: str, holder: str, *, now: datetime, until: datetime) -> bool:
    """Take or renew a lease; False while another holder's has not run out."""
    statement = upsert(connection, t.lease).values(name=name, holder=holder, until=until)
    free = sa.or_(t.lease.c.holder == holder, t.lease.c.until < now)
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["name"], set_={"holder": holder, "until": until}, where=free
        )
    )
    found = connection.execute(sa.select(t.lease.c.holder).where(t.lease.c.name == name)).scalar()
    return found == holder


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
