"""A desk that confirms letters, and letters that were just filed on it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from classify.model import Origin
from desk import receipts
from desk.desk import Desk, opened
from intake.model import Address, Letter, MessageState, ServerKey
from storage import messages as ledger
from storage import receipts as store
from storage import tables as t
from storage.database import Connection
from storage.model import FiledLetter, FiledSubmission, KeptMessage
from storage.receipts import Receipt
from storage.windows import window_for
from tests.conftest import EXAMPLE, NOW
from tests.storage.filed import item

ZHANG = "zhang@sd.example.com"


def settings_with(table: str) -> str:
    """The shipped example with another [receipts] table."""
    text, count = re.subn(r"(?s)\n\[receipts\].*?(?=\n# ---)", lambda _: f"\n[receipts]\n{table}\n", EXAMPLE)
    assert count == 1
    return text


@contextmanager
def confirming(folder: Path, port: int, *more: str) -> Iterator[Desk]:
    """A desk that sends confirmations through a server on loopback; its clock stands still."""
    lines = ("enabled = true", 'host = "127.0.0.1"', f"port = {port}", 'tls = "none"', "timeout = 5", *more)
    path = folder / "config.toml"
    path.write_text(settings_with("\n".join(lines)), "utf-8")
    with opened(str(path), clock=lambda: NOW) as desk:
        yield desk


def at(desk: Desk, moment: datetime) -> Desk:
    """The same desk at another time."""
    return replace(desk, clock=lambda: moment)


def written(number: int, sender: str = ZHANG, **changes: object) -> Letter:
    """A person's letter."""
    made = Letter("五月信息", Address("张三", sender), NOW, f"<{number}@sd.example.com>", return_path=sender)
    return replace(made, **changes)  # type: ignore[arg-type]


def read(letter: Letter, *units: str | None, **changes: object) -> FiledLetter:
    """A letter that was read: a body with two items for each unit."""
    bodies = tuple(
        FiledSubmission(None, Origin(unit, None, None, 1.0, ()), (item(), item())) for unit in units
    )
    return replace(FiledLetter(letter, MessageState.READ, submissions=bodies), **changes)  # type: ignore[arg-type]


def arrive(desk: Desk, number: int, filed: FiledLetter | None = None) -> None:
    """File a letter that just came, and plan its confirmation, in one transaction."""
    filed = filed or read(written(number), "中铝山东")
    with desk.writing() as connection:
        message = _enter(connection, number, desk.clock())
        ledger.file_letter(connection, number, filed, actor="intake", now=desk.clock())
        receipts.plan(desk, connection, message, filed)


def _enter(connection: Connection, number: int, now: datetime) -> KeptMessage:
    key = ServerKey("submissions", "INBOX", 1, number)
    digest = f"{number:064x}"
    where = {"account": key.account, "folder": key.folder, "uidvalidity": 1, "uid": number, "sha256": digest}
    when = {"received_at": now, "received_on": now.date(), "stored_at": now}
    window = window_for(connection, now.date())
    connection.execute(
        sa.insert(t.message).values(
            id=number, **where, **when, size=1, state="kept", window_id=window, defects=[]
        )
    )
    return KeptMessage(number, key, digest, now, MessageState.KEPT)


def stands(desk: Desk, number: int) -> Receipt:
    """The confirmation of a letter, as the ledger has it."""
    with desk.reading() as connection:
        found = store.of_message(connection, number)
    assert found is not None
    return found
