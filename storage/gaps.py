"""Gaps: UIDs that a server listed and did not hand out.  They stay open until they are explained."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from storage import tables as t
from storage.database import upsert
from storage.model import Gap

_KEY = ("account", "folder", "uidvalidity", "uid")

TAKEN = "后来收到了，是第{0}号来信"
GONE = "服务器上已不在这个文件夹里（收下之前被移走或删除）"
RENUMBERED = "服务器给文件夹重新编了号（UIDVALIDITY 变了），其中的邮件已按新编号登记"
LEFT = "设置中改收别的文件夹，这一个不再收"


def note(connection: Connection, gap: Gap, now: datetime) -> None:
    """Write down that a UID was not to be had this time; one that was explained before is open again."""
    statement = upsert(connection, t.gap).values(
        account=gap.account,
        folder=gap.folder,
        uidvalidity=gap.uidvalidity,
        uid=gap.uid,
        first_at=now,
        last_at=now,
        reason=gap.reason,
    )
    again = {"last_at": now, "reason": gap.reason, "closed_at": None, "explanation": None}
    connection.execute(statement.on_conflict_do_update(index_elements=list(_KEY), set_=again))


def open_gaps(connection: Connection, account: str | None = None, folder: str | None = None) -> list[Gap]:
    """Return the gaps that nothing explains yet: of one folder, of an account, or all."""
    statement = sa.select(t.gap).where(t.gap.c.closed_at.is_(None)).order_by(t.gap.c.id)
    if account is not None:
        statement = statement.where(t.gap.c.account == account)
    if folder is not None:
        statement = statement.where(t.gap.c.folder == folder)
    rows = connection.execute(statement)
    return [Gap(row.account, row.folder, row.uidvalidity, row.uid, row.reason, row.first_at) for row in rows]


def close(connection: Connection, gaps: Iterable[Gap], explanation: str, now: datetime) -> None:
    """Explain gaps: nothing is missing there any more."""
    for gap in gaps:
        key = [t.gap.c[name] == getattr(gap, name) for name in _KEY]
        connection.execute(sa.update(t.gap).where(*key).values(closed_at=now, explanation=explanation))


def message_at(connection: Connection, gap: Gap) -> int | None:
    """Return the id of the message that was taken in under a gap's UID after all."""
    key = [t.message.c[name] == getattr(gap, name) for name in _KEY]
    found = connection.execute(sa.select(t.message.c.id).where(*key)).scalar()
    return None if found is None else int(found)
