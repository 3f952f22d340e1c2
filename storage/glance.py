"""The door to sqlite3: what a poll must know before it knows whether there is anything to do.

Importing the rest of the store takes longer than such a poll may.  It is written against the tables that
`tables.py` describes; a test holds the two together.
"""

from __future__ import annotations

import os.path
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime

from storage.version import HEAD

BUSY_TIMEOUT = 5.0
"""Seconds; who has to wait longer is not in a hurry."""

Seen = tuple[int, int | None, int, str]
"""How a folder stood: UIDVALIDITY, UIDNEXT, number of messages, and the digest of the settings."""

_WORK = """
SELECT EXISTS (SELECT 1 FROM message WHERE state = 'kept')
    OR EXISTS (SELECT 1 FROM message WHERE state = 'too_large' AND subject IS NULL)
    OR EXISTS (SELECT 1 FROM gap WHERE closed_at IS NULL)
    OR EXISTS (SELECT 1 FROM errand)
    OR EXISTS (SELECT 1 FROM receipt WHERE state IN ('pending', 'sending'))
    OR EXISTS (SELECT 1 FROM lease)
"""


def idle(path: str) -> dict[tuple[str, str], Seen] | None:
    """Return how each (account, folder) stood when last taken in; None where work is waiting here.

    Raises sqlite3.Error for a database that cannot be read, or stands at another version.
    """
    if not os.path.exists(path):
        return None  # it must not be made here
    with closing(sqlite3.connect(path, timeout=BUSY_TIMEOUT)) as database:
        database.execute("PRAGMA query_only = ON")
        if database.execute("SELECT version_num FROM alembic_version").fetchall() != [(HEAD,)]:
            return None
        if database.execute(_WORK).fetchone() != (0,):
            return None
        rows = database.execute(
            "SELECT account, folder, uidvalidity, uidnext, messages, settings FROM mailbox_folder"
        )
        return {(account, folder): tuple(seen) for account, folder, *seen in rows}


def add_runs(path: str, accounts: Iterable[str], detail: str) -> None:
    """Write down polls that found nothing to do."""
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    with closing(sqlite3.connect(path, timeout=BUSY_TIMEOUT)) as database, database:
        database.executemany(
            "INSERT INTO run (account, at, outcome, detail) VALUES (?, ?, 'done', ?)",
            [(account, now, detail) for account in accounts],
        )
