"""Sampled hashes of character 3-grams: who might share text with whom."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from storage import tables as t


def remember_grams(connection: Connection, item_id: int, hashes: Iterable[int]) -> None:
    """Replace an item's sampled 3-gram hashes."""
    connection.execute(sa.delete(t.gram).where(t.gram.c.item_id == item_id))
    rows = [{"hash": value, "item_id": item_id} for value in sorted(set(hashes))]
    if rows:
        connection.execute(sa.insert(t.gram), rows)


def sharing(connection: Connection, hashes: Iterable[int], limit: int = 12) -> list[dict[str, Any]]:
    """Return the items that share most sampled hashes: id, text, title, unit, received_at, message id."""
    chosen = sorted(set(hashes))[:400]
    if not chosen:
        return []
    shared = (
        sa.select(t.gram.c.item_id, sa.func.count().label("n"))
        .where(t.gram.c.hash.in_(chosen))
        .group_by(t.gram.c.item_id)
        .order_by(sa.func.count().desc(), t.gram.c.item_id)
        .limit(limit)
        .subquery()
    )
    statement = (
        sa.select(
            t.item.c.id,
            t.item.c.text,
            t.item.c.title,
            t.item.c.unit,
            t.message.c.id.label("message"),
            t.message.c.received_at,
        )
        .join(shared, shared.c.item_id == t.item.c.id)
        .join(t.submission, t.submission.c.id == t.item.c.submission_id)
        .join(t.message, t.message.c.id == t.submission.c.message_id)
        .order_by(shared.c.n.desc(), t.item.c.id)
    )
    return [dict(row._mapping) for row in connection.execute(statement)]  # noqa: SLF001 -- SQLAlchemy's public name
