"""Messages over the size limit that were met before a server numbered its folder anew."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from intake.model import MessageState
from storage import tables as t


def stranded(
    connection: Connection, account: str, folder: str, uidvalidity: int, max_size: int
) -> dict[tuple[str, int], int]:
    """Return (sha256 of headers, size) -> id of what the limit now lets in and only another UID can name."""
    of = t.message.c
    statement = (
        sa.select(of.sha256, of.size, of.id)
        .where(of.account == account, of.folder == folder, of.uidvalidity != uidvalidity)
        .where(of.state == MessageState.TOO_LARGE, of.size <= max_size)
    )
    return {(row.sha256, row.size): row.id for row in connection.execute(statement)}
