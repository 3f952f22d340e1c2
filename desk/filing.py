"""Read one stored message and file what it says, with what the ledger already knows."""

from __future__ import annotations

import logging
from functools import lru_cache

from classify import duplicates
from classify.model import Level, Placement
from desk.desk import Desk
from desk.reading import Bulletin, Past, headings, read_message
from desk.settings import Settings, columns, units
from intake.mime import read_letter
from intake.model import Address, Letter, MessageState
from storage import decisions, grams
from storage import messages as ledger
from storage.database import Connection
from storage.errors import StorageError
from storage.model import FiledLetter, KeptMessage

log = logging.getLogger(__name__)


def file_message(desk: Desk, connection: Connection, message: KeptMessage, actor: str) -> MessageState | None:
    """Read a message and write what it says; return the state it comes to.

    Whatever goes wrong sets it aside, named.  Where it was read before, that reading stays as it is, the
    failure stands in its history, and None is returned.
    """
    try:
        filed = _read(desk, connection, message)
    except StorageError as error:
        filed = _failed(str(error))
    except Exception as error:
        log.exception("message=%d could not be read", message.id)
        filed = _failed(f"读取时出错（{type(error).__name__}），原始邮件已保存；升级后可用 intake retry 重读")
    if filed.letter is _UNREAD and message.state in _READ_BEFORE:
        reason = f"重读失败，保留原来的结果：{filed.reason}"
        ledger.add_event(connection, message.id, actor, message.state, reason, desk.clock())
        return None
    ids = ledger.file_letter(connection, message.id, filed, actor=actor, now=desk.clock())
    for submission, own in zip(filed.submissions, ids, strict=True):
        for item, item_id in zip(submission.items, own, strict=True):
            grams.remember_grams(
                connection, item_id, duplicates.sampled(f"{item.item.title or ''}\n{item.item.text}")
            )
    _apply_columns(desk, connection, [item_id for own in ids for item_id in own])
    return filed.state


_READ_BEFORE = frozenset({MessageState.READ, MessageState.NOT_SUBMISSION, MessageState.DUPLICATE})
_UNREAD = Letter(subject="", sender=Address(), sent_at=None, message_id=None)


def _read(desk: Desk, connection: Connection, message: KeptMessage) -> FiledLetter:
    data = desk.archive.get(message.sha256)
    if message.state is MessageState.TOO_LARGE:
        return FiledLetter(read_letter(data), message.state, message.reason)
    return read_message(data, bulletin(desk.settings), _past(connection, message))


def _failed(reason: str) -> FiledLetter:
    return FiledLetter(_UNREAD, MessageState.SET_ASIDE, reason)


@lru_cache(maxsize=2)
def bulletin(settings: Settings) -> Bulletin:
    """Return what reading must know of the bulletin."""
    register, plan = units(settings), columns(settings)
    own = {settings.bulletin.address.lower(), *(box.username.lower() for box in settings.mailbox)}
    trusted = next((box.authserv_id for box in settings.mailbox if box.authserv_id), None)
    return Bulletin(register, plan, headings(register, plan), frozenset(own), trusted)


def _past(connection: Connection, message: KeptMessage) -> Past:
    said = decisions.decisions(connection, "unit", [message.id]).get(message.id)
    return Past(
        same_letter=lambda fingerprint: ledger.same_letter(connection, message.id, fingerprint),
        sharing=lambda hashes: [
            duplicates.Known(row["id"], f"{row['title'] or ''}\n{row['text']}", row["unit"], row["message"])
            for row in grams.sharing(connection, hashes)
            if (row["received_at"], row["message"]) < (message.received_at, message.id)
        ],
        taught=decisions.taught_senders(connection),
        unit=said.value["unit"] if said else None,
    )


def _apply_columns(desk: Desk, connection: Connection, item_ids: list[int]) -> None:
    """Give items the columns that a person chose for them: a decision outlives every reading."""
    for item_id, said in decisions.decisions(connection, "column", item_ids).items():
        day = said.at.astimezone(desk.settings.zone).date()
        ledger.set_placement(
            connection, item_id, decided(said.value["column"], said.value["group"], f"{day}")
        )


def decided(column: str, group: str | None, when: str) -> dict[str, object]:
    """Return the columns by name of an item that a person placed."""
    placement = Placement(column, group, 1.0, Level.SURE, (f"编辑指定（{when}）",), decided=True)
    return {
        "column": placement.column,
        "group": placement.group,
        "confidence": placement.confidence,
        "level": placement.level,
        "reasons": list(placement.reasons),
        "alternatives": [],
    }
