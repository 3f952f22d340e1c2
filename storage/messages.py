"""The ledger, written: what was taken in and what was read from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, tzinfo
from itertools import takewhile
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from classify.model import Cues
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


def known_uids(connection: Connection, account: str, folder: str, uidvalidity: int) -> set[int]:
    """Return the UIDs of the folder's present epoch that the ledger holds."""
    statement = sa.select(t.message.c.uid).where(*_epoch(account, folder, uidvalidity))
    return set(connection.execute(statement).scalars())


def _epoch(account: str, folder: str, uidvalidity: int) -> tuple[sa.ColumnElement[bool], ...]:
    of = t.message.c
    return of.account == account, of.folder == folder, of.uidvalidity == uidvalidity


def keep(
    connection: Connection,
    messages: Sequence[tuple[RawMessage, str]],
    now: datetime,
    zone: tzinfo,
    errand: str | None = None,
) -> list[int]:
    """Enter messages whose bytes are in the archive, each with its digest; one that is there is left alone.

    `errand` is what is then to be done on the server.  Returns the ids of those that are new.
    """
    windows: dict[Any, int] = {}
    entered = []
    for raw, sha256 in messages:
        day = raw.received_at.astimezone(zone).date()
        if day not in windows:
            windows[day] = window_for(connection, day)
        found = _enter(connection, raw, sha256, received_on=day, stored_at=now, window_id=windows[day])
        if found is None:
            continue
        entered.append(found)
        add_event(connection, found, "intake", _state(raw), _reason(raw), now)
        if errand and not raw.too_large:  # of one over the limit the server holds the only copy
            connection.execute(sa.insert(t.errand).values(message_id=found, action=errand))
    return entered


def _enter(connection: Connection, raw: RawMessage, sha256: str, **values: Any) -> int | None:
    key = raw.key
    statement = (
        upsert(connection, t.message)
        .values(
            account=key.account,
            folder=key.folder,
            uidvalidity=key.uidvalidity,
            uid=key.uid,
            sha256=sha256,
            size=raw.size,
            received_at=raw.received_at,
            state=_state(raw),
            reason=_reason(raw),
            defects=[],
            **values,
        )
        .on_conflict_do_nothing(index_elements=["account", "folder", "uidvalidity", "uid"])
        .returning(t.message.c.id)
    )
    found = connection.execute(statement).scalar()
    return None if found is None else int(found)


def _state(raw: RawMessage) -> MessageState:
    return MessageState.TOO_LARGE if raw.too_large else MessageState.KEPT


def _reason(raw: RawMessage) -> str | None:
    return f"邮件有 {raw.size / 1e6:.0f} MB，超过上限，只保存了信头" if raw.too_large else None


def refetchable(
    connection: Connection, account: str, folder: str, uidvalidity: int, max_size: int
) -> dict[int, int]:
    """Return UID -> id of an epoch's messages whose headers alone are kept, and which the limit now lets in.

    A UID of this epoch may be a repeat of a message that was met in an earlier one.
    """
    here, first = t.message, t.message.alias("first")
    statement = (
        sa.select(here.c.uid, first.c.id)
        .join(first, first.c.id == sa.func.coalesce(here.c.duplicate_of, here.c.id))
        .where(*_epoch(account, folder, uidvalidity))
        .where(first.c.state == MessageState.TOO_LARGE, first.c.size <= max_size)
    )
    return {row.uid: row.id for row in connection.execute(statement)}


def complete(
    connection: Connection, message_id: int, sha256: str, now: datetime, errand: str | None = None
) -> bool:
    """Give a message whose headers alone were kept its bytes; False where another run has done so."""
    over = (t.message.c.id == message_id) & (t.message.c.state == MessageState.TOO_LARGE)
    values = {"sha256": sha256, "state": MessageState.KEPT, "reason": None}
    if not connection.execute(sa.update(t.message).where(over).values(**values)).rowcount:
        return False
    add_event(connection, message_id, "intake", MessageState.KEPT, "上限已调高，全文已收下", now)
    if errand:
        connection.execute(sa.insert(t.errand).values(message_id=message_id, action=errand))
    return True


def add_event(
    connection: Connection, message_id: int, actor: str, state: str, reason: str | None, now: datetime
) -> None:
    """Write one line of the event log."""
    connection.execute(
        sa.insert(t.event).values(at=now, message_id=message_id, actor=actor, state=state, reason=reason)
    )


# --- reading -------------------------------------------------------------------------------------


def due(connection: Connection, *, ids: Sequence[int] | None = None, limit: int = 50) -> list[KeptMessage]:
    """Return messages whose reading is due, in order of arrival; with `ids` these, whatever their state.

    One whose reading was begun before and did not end comes alone: it may be what ended it.
    """
    chosen = _UNREAD if ids is None else t.message.c.id.in_(ids)
    found = connection.execute(
        sa.select(t.message).where(chosen).order_by(t.message.c.received_at, t.message.c.id).limit(limit)
    )
    rows = [
        KeptMessage(
            row.id,
            ServerKey(row.account, row.folder, row.uidvalidity, row.uid),
            row.sha256,
            row.received_at,
            MessageState(row.state),
            row.reason,
            row.size,
            row.attempts,
        )
        for row in found
    ]
    untried = list(takewhile(lambda row: not row.attempts, rows))
    return rows if ids is not None else untried or rows[:1]


def _unread(of: Any) -> sa.ColumnElement[bool]:
    # Of a message over the size limit the headers are still to be read.
    headers = sa.and_(of.state == MessageState.TOO_LARGE, of.subject.is_(None))
    return sa.or_(of.state == MessageState.KEPT, headers)


_UNREAD = _unread(t.message.c)


def begin(connection: Connection, ids: Sequence[int]) -> None:
    """Count a reading of each message: whatever ends this process, the next one knows that it was tried."""
    attempts = t.message.c.attempts + 1
    connection.execute(sa.update(t.message).where(t.message.c.id.in_(ids)).values(attempts=attempts))


def fail(connection: Connection, message_id: int) -> int:
    """Count that a reading that was begun failed; return the message's count."""
    statement = sa.update(t.message).where(t.message.c.id == message_id)
    counted = statement.values(attempts=t.message.c.attempts + 1).returning(t.message.c.attempts)
    return int(connection.execute(counted).scalar_one())


def forget_attempts(connection: Connection, message_id: int) -> None:
    """Say that no reading of a message is under way."""
    connection.execute(sa.update(t.message).where(t.message.c.id == message_id).values(attempts=0))


def still_due(connection: Connection, message_id: int) -> bool:
    """Whether a message is unread: another run may have read it meanwhile."""
    statement = sa.select(t.message.c.id).where(t.message.c.id == message_id, _UNREAD)
    return connection.execute(statement).scalar() is not None


def same_bytes(connection: Connection, message: KeptMessage) -> int | None:
    """Return the id of a message of the very same bytes and size that was read and counts before this one."""
    read = sa.and_(t.message.c.id == message.id, sa.not_(_unread(_OTHER.c)))
    statement = sa.select(sa.func.min(_OTHER.c.id)).select_from(t.message.join(_OTHER, _BEFORE)).where(read)
    found = connection.execute(statement).scalar()
    return None if found is None else int(found)


def repeats(connection: Connection, ids: Sequence[int]) -> set[int]:
    """Return those of some messages before which another one of the very same bytes and size counts."""
    found = sa.select(t.message.c.id).select_from(t.message.join(_OTHER, _BEFORE))
    return set(connection.execute(found.where(t.message.c.id.in_(ids))).scalars())


_OTHER = t.message.alias("other")
_BEFORE = sa.and_(
    _OTHER.c.sha256 == t.message.c.sha256,
    _OTHER.c.size == t.message.c.size,
    _OTHER.c.id != t.message.c.id,
    _OTHER.c.state != MessageState.DUPLICATE,
    sa.or_(
        sa.not_(_unread(_OTHER.c)),
        _OTHER.c.received_at < t.message.c.received_at,
        sa.and_(_OTHER.c.received_at == t.message.c.received_at, _OTHER.c.id < t.message.c.id),
    ),
)
"""What makes a message a repeat of another one, which was read, or is read before it: see `due`."""


_AS_READ = (
    *("message_id", "fingerprint", "sent_at", "subject", "sender_name", "sender_address"),
    *("authenticated", "defects", "text"),
)
"""The columns that hold what was read from the bytes alone."""


def mark_duplicate(connection: Connection, message_id: int, earlier: int, actor: str, now: datetime) -> None:
    """Say that a message is the very same as an earlier one, headers and all, without reading it again."""
    row = connection.execute(sa.select(t.message).where(t.message.c.id == earlier)).mappings().one()
    reason = f"与第{earlier}号来信逐字节相同"
    values = {name: row[name] for name in _AS_READ}
    values |= {"state": MessageState.DUPLICATE, "reason": reason, "duplicate_of": earlier, "attempts": 0}
    connection.execute(sa.update(t.message).where(t.message.c.id == message_id).values(**values))
    add_event(connection, message_id, actor, MessageState.DUPLICATE, reason, now)


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
            attempts=0,
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
        "date": item.date,
        "photos": [asdict(photo) for photo in filed.photos],
        "cut_reason": item.reason,
        "unit": filed.origin.unit,
        "subunit": filed.origin.subunit,
        "contributor": filed.origin.contributor,
        "unit_confidence": filed.origin.confidence,
        "media": filed.media,
        "cues": _cues(filed.cues) if filed.cues else None,
        "published": asdict(filed.published) if filed.published else None,
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


def _cues(cues: Cues) -> dict[str, Any]:
    """The cues without the text, which the item has anyway."""
    return {"title": cues.title, "column": cues.column, "group": cues.group, "around": cues.around}


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
