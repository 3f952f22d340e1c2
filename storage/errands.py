"""What is still to be done on a server with messages that are safe here."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from storage import tables as t
from storage.messages import add_event
from storage.model import Errand


def pending(connection: Connection, account: str, folder: str, uidvalidity: int) -> list[Errand]:
    """Return what is to be done in a folder's present epoch, in the order of its UIDs."""
    statement = (
        sa.select(t.errand, t.message.c.uid, t.message.c.sha256, t.message.c.size)
        .join(t.message, t.message.c.id == t.errand.c.message_id)
        .where(t.message.c.account == account, t.message.c.folder == folder)
        .where(t.message.c.uidvalidity == uidvalidity)
        .order_by(t.message.c.uid)
    )
    return [
        Errand(
            row.message_id,
            row.action,
            row.uid,
            row.sha256,
            row.size,
            None if row.target_uidnext is None else (row.target_uidvalidity, row.target_uidnext),
            row.copied,
        )
        for row in connection.execute(statement)
    ]


def about_to_copy(connection: Connection, errands: Sequence[Errand], target: tuple[int, int]) -> None:
    """Write down, before copies are made, the target's UIDVALIDITY and UIDNEXT: where they would begin."""
    values = {"target_uidvalidity": target[0], "target_uidnext": target[1]}
    connection.execute(sa.update(t.errand).where(_these(errands)).values(**values))


def copied(connection: Connection, errands: Sequence[Errand]) -> None:
    """Write down that the copies are there."""
    connection.execute(sa.update(t.errand).where(_these(errands)).values(copied=True))


def finish(connection: Connection, errands: Sequence[Errand], how: str, now: datetime) -> None:
    """Strike errands off, and say in the messages' history how they ended."""
    rows = connection.execute(
        sa.delete(t.errand).where(_these(errands)).returning(t.errand.c.message_id)
    ).scalars()
    states = _states(connection, list(rows))
    for message_id, state in states.items():
        add_event(connection, message_id, "intake", state, how, now)


def drop_epochs(connection: Connection, account: str, folder: str, uidvalidity: int, now: datetime) -> None:
    """Give up what was to be done under UIDs of earlier epochs: they name nothing any more."""
    old = (
        sa.select(t.message.c.id)
        .where(t.message.c.account == account, t.message.c.folder == folder)
        .where(t.message.c.uidvalidity != uidvalidity)
    )
    rows = connection.execute(sa.select(t.errand).where(t.errand.c.message_id.in_(old)))
    lost = [Errand(row.message_id, row.action, 0, "", 0) for row in rows]
    if lost:
        finish(connection, lost, "服务器给文件夹重新编了号，收下后该做的不再做", now)


def _these(errands: Sequence[Errand]) -> sa.ColumnElement[bool]:
    return t.errand.c.message_id.in_([errand.message_id for errand in errands])


def _states(connection: Connection, ids: Collection[int]) -> dict[int, str]:
    rows = connection.execute(sa.select(t.message.c.id, t.message.c.state).where(t.message.c.id.in_(ids)))
    return {row.id: row.state for row in rows}
