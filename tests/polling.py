"""Whole polls of a scripted server, and what the ledger says behind them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from desk.desk import opened
from storage import tables as t
from tests.command import Done, command


def poll(config: Path, *words: str) -> Done:
    """Run `intake poll`."""
    return command("intake poll --config", config, *words)


def listed(config: Path) -> list[Any]:
    """The ledger, a line a message, in the order of ids."""
    return sorted(command("intake list --json --config", config).lines, key=lambda row: int(row["id"]))


def subjects(config: Path) -> list[str]:
    """The subjects of what was taken in, in the order in which it came."""
    return [row["subject"] for row in listed(config)]


def rows(config: Path, table: sa.Table) -> Sequence[Any]:
    """The rows of a table."""
    with opened(str(config)) as desk, desk.reading() as connection:
        return connection.execute(sa.select(table)).all()


def gaps(config: Path) -> dict[int, str | None]:
    """UID -> what explains a gap, None for an open one."""
    return {row.uid: row.explanation for row in rows(config, t.gap)}


def raw(config: Path, number: int) -> bytes:
    """The stored bytes of a message."""
    return command("intake show --raw --config", config, number).raw


def pending(config: Path) -> list[str]:
    """What is still to be done."""
    return [row.action for row in rows(config, t.errand)]


def history(config: Path) -> list[str]:
    """The reasons in the event log."""
    return [row.reason for row in rows(config, t.event) if row.reason]
