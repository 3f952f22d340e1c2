"""Where items stand, page by page, to be judged again from what is stored."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from storage import tables as t
from storage.model import PlacedItem

_COLUMNS = (
    *("id", "title", "text", "unit", "media", "cues", "column", "group", "confidence", "level"),
    *("reasons", "alternatives", "published"),
)

PAGE = 200


def undecided(
    connection: Connection, windows: Sequence[int] | None, after: int, limit: int = PAGE
) -> list[PlacedItem]:
    """Return the items of some windows (None: all) behind item `after` whose column no person decided."""
    decided = sa.select(t.decision.c.target).where(t.decision.c.kind == "column")
    statement = (
        sa.select(*(t.item.c[name] for name in _COLUMNS), t.message.c.id.label("letter"), t.message.c.subject)
        .join(t.submission, t.submission.c.id == t.item.c.submission_id)
        .join(t.message, t.message.c.id == t.submission.c.message_id)
        .where(t.item.c.id > after, t.item.c.id.not_in(decided))
        .order_by(t.item.c.id)
        .limit(limit)
    )
    if windows is not None:
        statement = statement.where(t.message.c.window_id.in_(windows))
    return [_placed(row) for row in connection.execute(statement).mappings()]


def _placed(row: sa.RowMapping) -> PlacedItem:
    values = dict(row)
    return PlacedItem(values.pop("id"), values.pop("letter"), values.pop("subject") or "", values)


def placements_of(connection: Connection, messages: Sequence[int]) -> dict[int, tuple[Any, ...]]:
    """Return item -> (letter, unit, column, group, first words) of some letters, to compare with later."""
    statement = (
        sa.select(
            t.item.c.id,
            t.message.c.id.label("letter"),
            *(t.item.c[n] for n in ("unit", "column", "group")),
            t.item.c.title,
            sa.func.substr(t.item.c.text, 1, 40).label("words"),
        )
        .join(t.submission, t.submission.c.id == t.item.c.submission_id)
        .join(t.message, t.message.c.id == t.submission.c.message_id)
        .where(t.message.c.id.in_(messages))
        .order_by(t.item.c.id)
    )
    return {
        row.id: (row.letter, row.unit, row.column, row.group, row.title or row.words)
        for row in connection.execute(statement)
    }


# --- what issues print ---------------------------------------------------------------------------


def save_printing(connection: Connection, issue_id: int, items: Collection[int]) -> None:
    """Say which items the newest revision of an issue prints."""
    connection.execute(sa.delete(t.printing).where(t.printing.c.issue_id == issue_id))
    rows = [{"issue_id": issue_id, "item_id": item} for item in sorted(set(items))]
    if rows:
        connection.execute(sa.insert(t.printing), rows)


def printed_in(connection: Connection, items: Sequence[int], before: Any) -> dict[int, str]:
    """Return item -> the issue (2021年第8期) that prints it, of issues whose windows ended before a day."""
    statement = (
        sa.select(t.printing.c.item_id, t.issue.c.year, t.issue.c.number)
        .join(t.issue, t.issue.c.id == t.printing.c.issue_id)
        .join(t.window, t.window.c.id == t.issue.c.window_id)
        .where(t.printing.c.item_id.in_(items), t.window.c.end < before)
        .order_by(t.issue.c.year, t.issue.c.number)
    )
    return {row.item_id: f"{row.year}年第{row.number}期" for row in connection.execute(statement)}
