"""The ledger, read: pages of messages with all that hangs on them, counts, the event log."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from compose.model import Window
from intake.model import MessageState
from storage import tables as t
from storage.model import Filter, Overview, StoredMessage
from storage.windows import stored_windows

_PAGE = 200


def messages(connection: Connection, chosen: Filter) -> Iterator[StoredMessage]:
    """Yield messages with all that hangs on them, in order of arrival, a page at a time."""
    windows = {stored.id: stored.window for stored in stored_windows(connection)}
    after: tuple[Any, int] | None = None
    while True:
        page = _page(connection, chosen, after)
        if not page:
            return
        yield from _dressed(connection, page, windows)
        after = (page[-1]["received_at"], page[-1]["id"])


def _page(connection: Connection, chosen: Filter, after: tuple[Any, int] | None) -> list[dict[str, Any]]:
    statement = sa.select(t.message).order_by(t.message.c.received_at, t.message.c.id).limit(_PAGE)
    if chosen.ids is not None:
        statement = statement.where(t.message.c.id.in_(chosen.ids))
    if chosen.window is not None:
        statement = statement.where(t.message.c.window_id == chosen.window)
    if chosen.days is not None:
        statement = statement.where(t.message.c.received_on.between(*chosen.days.ends))
    if chosen.state is not None:
        statement = statement.where(t.message.c.state == chosen.state)
    if chosen.unknown:
        statement = statement.where(t.message.c.id.in_(_of_unknown_unit()))
    if after is not None:
        moment, last = after
        at = t.message.c.received_at
        statement = statement.where(sa.or_(at > moment, sa.and_(at == moment, t.message.c.id > last)))
    return [dict(row._mapping) for row in connection.execute(statement)]  # noqa: SLF001 -- SQLAlchemy's public name


def _of_unknown_unit() -> sa.Select[Any]:
    """The ids of the messages with an item whose unit nobody knows."""
    return (
        sa.select(t.submission.c.message_id)
        .join(t.item, t.item.c.submission_id == t.submission.c.id)
        .where(t.item.c.unit.is_(None))
    )


def _dressed(
    connection: Connection, page: list[dict[str, Any]], windows: dict[int, Window]
) -> Iterator[StoredMessage]:
    ids = [row["id"] for row in page]
    attachments = _children(connection, t.attachment, t.attachment.c.message_id, ids)
    submissions = _children(connection, t.submission, t.submission.c.message_id, ids)
    own = [row["id"] for rows in submissions.values() for row in rows]
    items = _children(connection, t.item, t.item.c.submission_id, own)
    for row in page:
        yield StoredMessage(
            row["id"],
            row,
            windows[row["window_id"]],
            tuple(attachments.get(row["id"], ())),
            tuple((sub, tuple(items.get(sub["id"], ()))) for sub in submissions.get(row["id"], ())),
        )


def _children(
    connection: Connection, table: sa.Table, parent: sa.Column[Any], ids: list[int]
) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    statement = sa.select(table).where(parent.in_(ids)).order_by(parent, table.c.ordinal)
    for row in connection.execute(statement):
        values = dict(row._mapping)  # noqa: SLF001 -- SQLAlchemy's public name
        found.setdefault(values[parent.name], []).append(values)
    return found


def message_of_item(connection: Connection, item_id: int) -> int | None:
    """Return the id of the message an item came in with."""
    return messages_of_items(connection, [item_id]).get(item_id)


def messages_of_items(connection: Connection, items: Sequence[int]) -> dict[int, int]:
    """Return item -> the id of the message it came in with, of the items that there are."""
    statement = (
        sa.select(t.item.c.id, t.submission.c.message_id)
        .join(t.submission, t.submission.c.id == t.item.c.submission_id)
        .where(t.item.c.id.in_(items))
    )
    return {row.id: row.message_id for row in connection.execute(statement)}


def subjects(connection: Connection, letters: Sequence[int]) -> dict[int, str]:
    """Return letter -> its subject, empty for none."""
    of = t.message.c
    rows = connection.execute(sa.select(of.id, of.subject).where(of.id.in_(letters)))
    return {row.id: row.subject or "" for row in rows}


def events(connection: Connection, message_id: int) -> list[dict[str, Any]]:
    """Return the event log of a message, oldest first."""
    statement = sa.select(t.event).where(t.event.c.message_id == message_id).order_by(t.event.c.id)
    return [dict(row._mapping) for row in connection.execute(statement)]  # noqa: SLF001 -- SQLAlchemy's public name


def overview(connection: Connection) -> Overview:
    """Return the ledger in numbers."""
    states = connection.execute(sa.select(t.message.c.state, sa.func.count()).group_by(t.message.c.state))
    span = connection.execute(
        sa.select(sa.func.min(t.message.c.received_on), sa.func.max(t.message.c.received_on))
    ).one()
    counts = connection.execute(
        sa.select(t.message.c.window_id, sa.func.count()).group_by(t.message.c.window_id)
    )
    per_window = {row[0]: row[1] for row in counts}
    listed = [(w.window, per_window.get(w.id, 0)) for w in stored_windows(connection)]
    return Overview(
        {row[0]: row[1] for row in states},
        tuple(sorted(listed, key=lambda pair: str(pair[0].start or ""))),
        span[0],
        span[1],
    )


def window_counts(connection: Connection, window_id: int) -> tuple[int, int]:
    """Return how many messages and how many items a window holds, counted by the database."""
    here = t.message.c.window_id == window_id
    letters = connection.execute(sa.select(sa.func.count()).select_from(t.message).where(here)).scalar_one()
    pieces = connection.execute(
        sa.select(sa.func.count())
        .select_from(t.item)
        .join(t.submission, t.submission.c.id == t.item.c.submission_id)
        .join(t.message, t.message.c.id == t.submission.c.message_id)
        .where(here)
    ).scalar_one()
    return int(letters), int(pieces)


_ITEM = (
    "id",
    "title",
    "text",
    "column",
    "group",
    "confidence",
    "level",
    "reasons",
    "alternatives",
    "published",
    "cues",
)


def item(connection: Connection, item_id: int) -> dict[str, Any] | None:
    """Return what is known of an item's placement, by name, or None."""
    statement = sa.select(*(t.item.c[name] for name in _ITEM)).where(t.item.c.id == item_id)
    row = connection.execute(statement).mappings().one_or_none()
    return dict(row) if row else None


def letters_from(connection: Connection, address: str) -> list[int]:
    """Return the letters of a sender's address, in order of arrival."""
    same = sa.func.lower(t.message.c.sender_address) == address.lower()
    return list(connection.execute(sa.select(t.message.c.id).where(same).order_by(t.message.c.id)).scalars())


def letters_of(connection: Connection, windows: Sequence[int]) -> list[int]:
    """Return the letters of some windows, in order of arrival."""
    statement = sa.select(t.message.c.id).where(t.message.c.window_id.in_(windows))
    return list(connection.execute(statement.order_by(t.message.c.received_at, t.message.c.id)).scalars())


def in_state(connection: Connection, state: str) -> list[int]:
    """Return the letters that stand in a state, in order of arrival."""
    statement = sa.select(t.message.c.id).where(t.message.c.state == state).order_by(t.message.c.id)
    return list(connection.execute(statement).scalars())


# --- for checks, backups and the comparison with a server ------------------------------------------------


def digests(connection: Connection, prefix: str) -> dict[str, int]:
    """Return digest -> the first message with these bytes, for the digests that begin with `prefix`."""
    of = t.message.c.sha256
    statement = sa.select(of, sa.func.min(t.message.c.id)).group_by(of)
    # No digit of a digest sorts behind "g", in whatever order a database sorts letters.
    return {
        row[0]: int(row[1]) for row in connection.execute(statement.where(of >= prefix, of < f"{prefix}g"))
    }


def message_count(connection: Connection) -> int:
    """Return how many messages the ledger holds."""
    return int(connection.execute(sa.select(sa.func.count()).select_from(t.message)).scalar_one())


def explained_uids(connection: Connection, account: str, folder: str, uidvalidity: int) -> set[int]:
    """Return the UIDs of an epoch that were not handed out and of which it is known why."""
    of = t.gap.c
    here = (of.account == account, of.folder == folder, of.uidvalidity == uidvalidity)
    return set(connection.execute(sa.select(of.uid).where(*here, of.closed_at.is_not(None))).scalars())


def errand_counts(connection: Connection) -> list[tuple[str, str, int]]:
    """Return (mailbox, action, how many messages) of what is still to be done on the servers."""
    rows = connection.execute(
        sa.select(t.message.c.account, t.errand.c.action, sa.func.count())
        .join(t.message, t.message.c.id == t.errand.c.message_id)
        .group_by(t.message.c.account, t.errand.c.action)
        .order_by(t.message.c.account, t.errand.c.action)
    )
    return [(row[0], row[1], int(row[2])) for row in rows]


def receipt_counts(connection: Connection) -> dict[str, int]:
    """Return state -> how many confirmations."""
    of = t.receipt.c.state
    return {row[0]: int(row[1]) for row in connection.execute(sa.select(of, sa.func.count()).group_by(of))}


def unfinished_readings(connection: Connection) -> list[tuple[int, int]]:
    """Return (message, attempts) of the letters whose reading was begun and has not come to an end."""
    of = t.message.c
    due = sa.and_(of.attempts > 0, of.state == MessageState.KEPT)
    rows = connection.execute(sa.select(of.id, of.attempts).where(due).order_by(of.id))
    return [(row.id, row.attempts) for row in rows]


def schema_version(connection: Connection) -> str | None:
    """Return the migration a database stands at."""
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return None if found is None else str(found)
