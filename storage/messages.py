"""The ledger, written: what was taken in and what was read from it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from intake.model import MessageState, RawMessage, ServerKey
from storage import tables as t
from storage.database import upsert
from storage.model import (
    FiledAttachment,
    FiledItem,
    FiledLetter,
    FiledSubmission,
    KeptMessage,
)
from storage.windows import window_for

# --- taking in -----------------------------------------------------------------------------------


def newest_uid(connection: Connection, account: str, folder: str, uidvalidity: int) -> int:
    """Return the highest UID of the folder's present epoch that the ledger holds, 0 for none."""
    here = (t.message.c.account == account) & (t.message.c.folder == folder)
    statement = sa.select(sa.func.max(t.message.c.uid)).where(here, t.message.c.uidvalidity == uidvalidity)
    return int(connection.execute(statement).scalar() or 0)


def keep(connection: Connection, messages: Sequence[RawMessage], now: datetime, zone: tzinfo) -> list[int]:
    """Enter messages whose bytes are in the archive; one that is in the ledger already is left alone."""
    windows: dict[Any, int] = {}
    entered = []
    for raw in messages:
        day = raw.received_at.astimezone(zone).date()
        if day not in windows:
            windows[day] = window_for(connection, day)
        state = MessageState.TOO_LARGE if raw.too_large else MessageState.KEPT
        reason = f"邮件有 {raw.size / 1e6:.0f} MB，超过上限，只保存了信头" if raw.too_large else None
        key = raw.key
        statement = (
            upsert(connection, t.message)
            .values(
                account=key.account,
                folder=key.folder,
                uidvalidity=key.uidvalidity,
                uid=key.uid,
                sha256=raw.sha256,
                size=raw.size,
                received_at=raw.received_at,
                received_on=day,
                stored_at=now,
                window_id=windows[day],
                state=state,
                reason=reason,
                defects=[],
            )
            .on_conflict_do_nothing(index_elements=["account", "folder", "uidvalidity", "uid"])
            .returning(t.message.c.id)
        )
        found = connection.execute(statement).scalar()
        if found is not None:
            entered.append(int(found))
            add_event(connection, int(found), "intake", state, reason, now)
    return entered


def add_event(
    connection: Connection, message_id: int, actor: str, state: str, reason: str | None, now: datetime
) -> None:
    """Write one line of the event log."""
    connection.execute(
        sa.insert(t.event).values(at=now, message_id=message_id, actor=actor, state=state, reason=reason)
    )


# --- reading -------------------------------------------------------------------------------------


def due(connection: Connection, *, ids: Sequence[int] | None = None, limit: int = 100) -> list[KeptMessage]:
    """Return messages whose reading is due, in order of arrival; with `ids` these, whatever their state."""
    unread = sa.or_(
        t.message.c.state == MessageState.KEPT,
        # of a message over the size limit the headers are still to be read
        sa.and_(t.message.c.state == MessageState.TOO_LARGE, t.message.c.subject.is_(None)),
    )
    chosen = unread if ids is None else t.message.c.id.in_(ids)
    rows = connection.execute(
        sa.select(t.message).where(chosen).order_by(t.message.c.received_at, t.message.c.id).limit(limit)
    )
    return [
        KeptMessage(
            row.id,
            ServerKey(row.account, row.folder, row.uidvalidity, row.uid),
            row.sha256,
            row.received_at,
            MessageState(row.state),
            row.reason,
        )
        for row in rows
    ]


def same_letter(connection: Connection, message_id: int, fingerprint: str) -> int | None:
    """Return the id of an earlier message that carried the very same letter."""
    statement = (
        sa.select(t.message.c.id)
        .where(t.message.c.fingerprint == fingerprint, t.message.c.id != message_id)
        .where(t.message.c.state != MessageState.DUPLICATE)
        .order_by(t.message.c.id)
        .limit(1)
    )
    found = connection.execute(statement).scalar()
    return None if found is None else int(found)


def file_letter(
    connection: Connection, message_id: int, filed: FiledLetter, *, actor: str, now: datetime
) -> list[list[int]]:
    """Write what was read from a message; return the ids of its items, per submission.

    Reading again keeps the ids of what was there, so that decisions stay with what they were about.
    """
    letter = filed.letter
    connection.execute(
        sa.update(t.message)
        .where(t.message.c.id == message_id)
        .values(
            state=filed.state,
            reason=filed.reason,
            duplicate_of=filed.duplicate_of,
            fingerprint=filed.fingerprint,
            message_id=letter.message_id,
            sent_at=letter.sent_at,
            subject=letter.subject,
            sender_name=letter.sender.name,
            sender_address=letter.sender.address,
            authenticated=letter.authentication,
            defects=list(letter.defects),
            text=letter.text,
        )
    )
    connection.execute(sa.delete(t.attachment).where(t.attachment.c.message_id == message_id))
    if filed.attachments:
        connection.execute(
            sa.insert(t.attachment), [_attachment(message_id, *a) for a in enumerate(filed.attachments)]
        )
    ids = [_file_submission(connection, message_id, *s) for s in enumerate(filed.submissions)]
    _drop_surplus(connection, t.submission, t.submission.c.message_id == message_id, len(ids))
    add_event(connection, message_id, actor, filed.state, filed.reason, now)
    return ids


def _attachment(message_id: int, ordinal: int, a: FiledAttachment) -> dict[str, Any]:
    return {
        "message_id": message_id,
        "ordinal": ordinal,
        "name": a.name,
        "media_type": a.media_type,
        "size": a.size,
        "sha256": a.sha256,
        "state": a.state,
        "reason": a.reason,
        "text": a.text,
    }


def _file_submission(
    connection: Connection, message_id: int, ordinal: int, filed: FiledSubmission
) -> list[int]:
    values = {
        "source": filed.source,
        "unit": filed.origin.unit,
        "subunit": filed.origin.subunit,
        "unit_confidence": filed.origin.confidence,
        "unit_reasons": list(filed.origin.reasons),
        "contributor": filed.origin.contributor,
        "noise": [[noise.kind, noise.text] for noise in filed.noise],
        "remarks": list(filed.remarks),
    }
    submission_id = _put(connection, t.submission, {"message_id": message_id, "ordinal": ordinal}, values)
    ids = [
        _put(connection, t.item, {"submission_id": submission_id, "ordinal": n}, item_values(item))
        for n, item in enumerate(filed.items)
    ]
    _drop_surplus(connection, t.item, t.item.c.submission_id == submission_id, len(ids))
    return ids


def item_values(filed: FiledItem) -> dict[str, Any]:
    """Return the columns of an item by name."""
    item, placement = filed.item, filed.placement
    return {
        "title": item.title,
        "text": item.text,
        "bold": list(item.bold),
        "cut_reason": item.reason,
        "unit": filed.origin.unit,
        "subunit": filed.origin.subunit,
        "contributor": filed.origin.contributor,
        "unit_confidence": filed.origin.confidence,
        "media": filed.media,
        "column": placement.column,
        "group": placement.group,
        "confidence": placement.confidence,
        "level": placement.level,
        "reasons": list(placement.reasons),
        "alternatives": [list(option) for option in placement.alternatives],
        "relation_kind": filed.relation.kind if filed.relation else None,
        "relation_to": filed.relation.to if filed.relation else None,
        "relation_reason": filed.relation.reason if filed.relation else None,
    }


def _put(connection: Connection, table: sa.Table, key: dict[str, Any], values: dict[str, Any]) -> int:
    statement = (
        upsert(connection, table)
        .values(**key, **values)
        .on_conflict_do_update(index_elements=list(key), set_=values)
        .returning(table.c.id)
    )
    return int(connection.execute(statement).scalar_one())


def _drop_surplus(connection: Connection, table: sa.Table, where: sa.ColumnElement[bool], count: int) -> None:
    gone = connection.execute(sa.delete(table).where(where, table.c.ordinal >= count)).rowcount
    if gone:  # to be a repeat or a version of what is gone is to be a piece of one's own
        lost = t.item.c.relation_kind.is_not(None) & t.item.c.relation_to.is_(None)
        nothing = {"relation_kind": None, "relation_reason": None}
        connection.execute(sa.update(t.item).where(lost).values(nothing))


def set_placement(connection: Connection, item_id: int, values: dict[str, Any]) -> None:
    """Bring an item's columns by name up to date."""
    connection.execute(sa.update(t.item).where(t.item.c.id == item_id).values(**values))
