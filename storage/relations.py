"""How items stand to each other: what arrived later than a letter that is read only now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from classify.model import Relation
from storage import tables as t

SHARED = 6
"""Sampled hashes that a later item must share to be looked at again."""

LATER = 40
"""Later items that are looked at again."""


def _later(arrived: tuple[datetime, int]) -> sa.ColumnElement[bool]:
    when, number = arrived
    of = t.message.c
    return sa.or_(of.received_at > when, sa.and_(of.received_at == when, of.id > number))


def any_later(connection: Connection, arrived: tuple[datetime, int]) -> bool:
    """Whether a letter that arrived later has been read."""
    statement = sa.select(t.submission.c.id).join(t.message, t.message.c.id == t.submission.c.message_id)
    return connection.execute(statement.where(_later(arrived)).limit(1)).scalar() is not None


def later_sharing(
    connection: Connection, items: Sequence[int], arrived: tuple[datetime, int]
) -> list[dict[str, Any]]:
    """Return the items that arrived later and share most hashes with some items, in order of arrival."""
    own = t.gram.alias("own")
    shared = (
        sa.select(t.gram.c.item_id, sa.func.count().label("n"))
        .join(own, own.c.hash == t.gram.c.hash)
        .join(t.item, t.item.c.id == t.gram.c.item_id)
        .join(t.submission, t.submission.c.id == t.item.c.submission_id)
        .join(t.message, t.message.c.id == t.submission.c.message_id)
        .where(own.c.item_id.in_(items), t.gram.c.item_id.not_in(items), _later(arrived))
        .group_by(t.gram.c.item_id)
        .having(sa.func.count() >= SHARED)
        .order_by(sa.func.count().desc(), t.gram.c.item_id)
        .limit(LATER)
        .subquery()
    )
    statement = (
        sa.select(
            *(t.item.c[name] for name in ("id", "title", "text", "unit")),
            t.submission.c.source,
            t.message.c.subject,
            t.message.c.received_at,
            t.message.c.id.label("message"),
        )
        .join(shared, shared.c.item_id == t.item.c.id)
        .join(t.submission, t.submission.c.id == t.item.c.submission_id)
        .join(t.message, t.message.c.id == t.submission.c.message_id)
        .order_by(t.message.c.received_at, t.message.c.id, t.item.c.id)
    )
    return [dict(row) for row in connection.execute(statement).mappings()]


RECENT = timedelta(days=45)
"""How far back a letter about an earlier piece may reach."""


def recent(
    connection: Connection, address: str, unit: str | None, before: tuple[datetime, int], limit: int = 20
) -> list[dict[str, Any]]:
    """Return the items that an address or a unit sent lately, the newest first."""
    when, number = before
    of = t.message.c
    own = [sa.func.lower(of.sender_address) == address] if address else []
    own += [t.item.c.unit == unit] if unit else []
    statement = (
        sa.select(
            *(t.item.c[name] for name in ("id", "title", "text", "unit")),
            of.received_at,
            of.id.label("message"),
        )
        .join(t.submission, t.submission.c.id == t.item.c.submission_id)
        .join(t.message, of.id == t.submission.c.message_id)
        .where(sa.or_(sa.false(), *own), of.received_at >= when - RECENT)
        .where(sa.or_(of.received_at < when, sa.and_(of.received_at == when, of.id < number)))
        .order_by(of.received_at.desc(), of.id.desc(), t.item.c.id)
        .limit(limit)
    )
    return [dict(row) for row in connection.execute(statement).mappings()]


def set_relation(connection: Connection, item_id: int, relation: Relation) -> None:
    """Say how an item stands to another."""
    values = {
        "relation_kind": relation.kind,
        "relation_to": relation.to,
        "relation_reason": relation.reason,
    }
    connection.execute(sa.update(t.item).where(t.item.c.id == item_id).values(**values))
