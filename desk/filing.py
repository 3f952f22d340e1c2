"""Judge an opened letter with what the ledger already knows, and file what it says."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from classify import duplicates
from classify.model import Label, Level, Placement, Taught
from desk import learning, receipts, relating
from desk.desk import Desk
from desk.reading import Bulletin, Opened, Past, headings, judge, open_message
from desk.settings import Settings, bounds, columns, units
from intake.local import ACCOUNT
from intake.mime import read_letter
from intake.model import Address, Letter, MessageState
from storage import decisions, grams, lessons, relations
from storage import messages as ledger
from storage.database import Connection
from storage.model import FiledLetter, KeptMessage, TaughtSender

UNREAD = Letter(subject="", sender=Address(), sent_at=None, message_id=None)
"""What stands for a letter of which nothing could be read."""

DECIDED = "编辑指定"
"""How the reason of what a person placed begins."""

READ_BEFORE = frozenset({MessageState.READ, MessageState.NOT_SUBMISSION, MessageState.DUPLICATE})
"""States in which an earlier reading holds, whatever becomes of a later one."""


def open_kept(desk: Desk, message: KeptMessage) -> Opened:
    """Read a stored message's bytes; raises whatever goes wrong with them."""
    data = desk.archive.get(message.sha256)
    if message.state is MessageState.TOO_LARGE:
        return Opened(read_letter(data), None, (), ())
    known = bulletin(desk.settings)
    known = replace(known, authserv_id=_trusted(desk.settings, message.key.account))
    return open_message(data, known, desk.office)


def file_opened(
    desk: Desk, connection: Connection, message: KeptMessage, opened: Opened, actor: str
) -> MessageState:
    """Judge a letter, write what it says, and return the state it comes to."""
    if message.state is MessageState.TOO_LARGE:
        filed = FiledLetter(opened.letter, message.state, message.reason)
    else:
        filed = judge(opened, bulletin(desk.settings), _past(desk, connection, message))
    ids = ledger.file_letter(connection, message.id, filed, actor=actor, now=desk.clock())
    for submission, own in zip(filed.submissions, ids, strict=True):
        for item, item_id in zip(submission.items, own, strict=True):
            grams.remember_grams(
                connection, item_id, duplicates.sampled(f"{item.item.title or ''}\n{item.item.text}")
            )
    relating.relate_within(connection, message, filed, ids)
    everything = [item_id for own in ids for item_id in own]
    relating.relate_later(connection, message, everything)
    _apply_columns(desk, connection, everything)
    if message.state not in READ_BEFORE and message.key.account != ACCOUNT:
        receipts.plan(desk, connection, message, filed)
    return filed.state


def set_aside(desk: Desk, connection: Connection, message: KeptMessage, actor: str, reason: str) -> bool:
    """Leave a message that cannot be read to a person; False where an earlier reading of it holds instead."""
    now = desk.clock()
    if message.state in READ_BEFORE:
        words = f"重读失败，保留原来的结果：{reason}"
        ledger.add_event(connection, message.id, actor, message.state, words, now)
        ledger.forget_attempts(connection, message.id)
        return False
    filed = FiledLetter(UNREAD, MessageState.SET_ASIDE, reason)
    ledger.file_letter(connection, message.id, filed, actor=actor, now=now)
    return True


@lru_cache(maxsize=2)
def bulletin(settings: Settings) -> Bulletin:
    """Return what reading must know of the bulletin."""
    register, plan = units(settings), columns(settings)
    own = {settings.bulletin.address.lower(), *(box.username.lower() for box in settings.mailbox)}
    return Bulletin(register, plan, headings(register, plan), frozenset(own), bounds=bounds(settings))


def _trusted(settings: Settings, account: str) -> str | None:
    """The server whose word counts for a mailbox; a file added by hand may be from any of them."""
    boxes = [box for box in settings.mailbox if box.name == account] or settings.mailbox
    return next((box.authserv_id for box in boxes if box.authserv_id), None)


def _past(desk: Desk, connection: Connection, message: KeptMessage) -> Past:
    learned = learning.model(desk, connection)
    said = decisions.decisions(connection, "unit", [message.id]).get(message.id)
    return Past(
        same_letter=lambda fingerprint: ledger.same_letter(connection, message.id, fingerprint),
        sharing=lambda hashes, unit: _known(connection, message, hashes, unit),
        taught=taught(desk, connection),
        unit=said.value["unit"] if said else None,
        printed=lambda hashes: printed(connection, hashes),
        opinion=learned.opinion if learned else None,
        recent=lambda address, unit: relating.known(
            relations.recent(connection, address, unit, (message.received_at, message.id))
        ),
    )


def taught(desk: Desk, connection: Connection) -> dict[str, Taught]:
    """Whose the letters of a sender are since an editor put one right, and the words that say so."""
    return {
        address: Taught(said.unit, _since(desk, address, said), said.others)
        for address, said in decisions.taught_senders(connection).items()
    }


def _since(desk: Desk, address: str, said: TaughtSender) -> str:
    day = said.at.astimezone(desk.settings.zone).date()
    return f"自 {day} 更正第{said.letter}号来信以来，{address} 归 {said.unit}"


def _known(
    connection: Connection, message: KeptMessage, hashes: frozenset[int], unit: str | None
) -> list[duplicates.Known]:
    """Earlier items that share text."""
    arrived = (message.received_at, message.id)
    return relating.known(grams.sharing(connection, hashes, unit=unit, before=arrived))


def printed(connection: Connection, hashes: frozenset[int]) -> list[duplicates.Printed]:
    """What back issues have printed that shares text."""
    found = lessons.printed_sharing(connection, hashes)
    return [duplicates.Printed(row["name"], row["column"], row["text"], row["unit"]) for row in found]


def _apply_columns(desk: Desk, connection: Connection, item_ids: list[int]) -> None:
    """Give items the columns that a person chose for them: a decision outlives every reading."""
    for item_id, said in decisions.decisions(connection, "column", item_ids).items():
        day = said.at.astimezone(desk.settings.zone).date()
        column, group = _now_called(desk.settings, said.value["column"], said.value["group"])
        ledger.set_placement(connection, item_id, decided(column, group, f"{day}"))


def _now_called(settings: Settings, column: str, group: str | None) -> Label:
    """A column and group by the names they have now; a group that an item named itself keeps its name."""
    if label := learning.place_of(settings, column, group):
        return label
    named = learning.place_of(settings, column, None)
    return (named[0] if named else column), group


def decided(column: str, group: str | None, when: str) -> dict[str, object]:
    """Return the columns by name of an item that a person placed."""
    placement = Placement(column, group, 1.0, Level.SURE, (f"{DECIDED}（{when}）",), decided=True)
    return {
        "column": placement.column,
        "group": placement.group,
        "confidence": placement.confidence,
        "level": placement.level,
        "reasons": list(placement.reasons),
        "alternatives": [],
    }
