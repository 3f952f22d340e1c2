"""Confirmations to contributors: planned with the letter, sent after the reading, at most once each.

    filed letter ─▶ plan ─▶ pending ─▶ sending ─▶ sent | failed   (or withheld, with the reason)

The row says `sending` before the server hears anything, so a run that dies in between leaves the question
open instead of asking it twice.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from desk.desk import Desk, password
from desk.errors import SettingsError
from desk.logs import fields
from desk.receipt_rules import PER_SENDER, SENT_LATELY, Arrival, against
from desk.settings import Settings
from storage import receipts as store
from storage.database import Connection
from storage.model import FiledLetter, Filter, KeptMessage
from storage.receipts import Receipt, ReceiptState

if TYPE_CHECKING:
    from desk.smtp import Server, Session

log = logging.getLogger(__name__)

PATIENCE = timedelta(hours=24)
"""How long one waits for the server; who hears later than that wonders more than who hears nothing."""

INTERRUPTED = "中断，不知是否已发出"
TOO_LATE = "超过 24 小时没有发出"

_UNDER_WAY = (ReceiptState.PENDING, ReceiptState.SENDING, ReceiptState.SENT)


def plan(desk: Desk, connection: Connection, message: KeptMessage, filed: FiledLetter) -> None:
    """Enter whether a letter just filed is to be confirmed; nothing where confirmations are off.

    To be called in the transaction that files it, for letters from a mailbox and at their first reading only.
    """
    settings, now = desk.settings, desk.clock()
    if not settings.receipts.enabled:
        return
    arrival = Arrival(
        filed.letter,
        filed.state,
        message.received_at,
        now,
        _own(settings),
        lambda address: store.answered(connection, address, now - PER_SENDER, _UNDER_WAY),
    )
    reason = against(arrival)
    state = ReceiptState.WITHHELD if reason else ReceiptState.PENDING
    store.add(connection, Receipt(message.id, arrival.address, state, reason, now))


def _own(settings: Settings) -> frozenset[str]:
    boxes = (box.username for box in settings.mailbox)
    return frozenset(
        address.lower() for address in (settings.bulletin.address, settings.receipt_sender, *boxes)
    )


# --- sending --------------------------------------------------------------------------------------


def send_due(desk: Desk) -> int:
    """Send what is pending and return how many went out; call it outside any transaction.

    A server that cannot be used leaves the rest pending for the next call; that is logged, never raised.
    """
    if not desk.settings.receipts.enabled:
        return 0
    from desk.smtp import UnreachableError, session

    due = _due(desk)
    if not due:
        return 0
    sent = 0
    try:
        with session(_server(desk.settings)) as line:
            for receipt in due:
                sent += _send(desk, line, receipt)
    except (UnreachableError, SettingsError) as error:
        log.warning("receipts postponed", extra=fields(sent=sent, due=len(due), why=str(error)))
    else:
        log.info("receipts sent", extra=fields(sent=sent, due=len(due)))
    return sent


def _due(desk: Desk) -> list[Receipt]:
    """What is to be sent, after the runs that died and the letters that waited too long are written off."""
    now = desk.clock()
    with desk.writing() as connection:
        # One that another run is sending just now is written off too: that run puts it right in _settle.
        broken = store.give_up(connection, ReceiptState.SENDING, INTERRUPTED, now)
        late = store.give_up(connection, ReceiptState.PENDING, TOO_LATE, now, before=now - PATIENCE)
        due = store.pending(connection)
    if broken or late:
        log.warning("receipts given up", extra=fields(interrupted=broken, expired=late))
    return due


def _server(settings: Settings) -> Server:
    from desk.smtp import Server

    table = settings.receipts
    secret = password("发信服务器（receipts）", table, settings.folder) if table.username else ""
    ca_file = str(settings.folder / table.ca_file) if table.ca_file else None
    return Server(table.host, table.port, table.tls, table.username, secret, table.timeout, ca_file)


def _send(desk: Desk, line: Session, receipt: Receipt) -> bool:
    """Send one; whatever the server does to it is written down before the next one's turn."""
    from desk.smtp import RefusedError, UncertainError, UnreachableError

    data = _written(desk, receipt)
    if data is None or not _claim(desk, receipt):
        return False
    try:
        line.send(receipt.recipient, data)
    except UnreachableError as error:
        _settle(desk, replace(receipt, reason=str(error)))
        raise
    except RefusedError as error:
        refused = replace(receipt, reason=str(error))
        _settle(desk, _failed(desk, refused) if error.permanent else refused)
        return False
    except UncertainError as error:
        _settle(desk, _failed(desk, replace(receipt, reason=str(error))))
        return False
    _settle(desk, replace(receipt, state=ReceiptState.SENT, reason=None, at=desk.clock()))
    return True


def _written(desk: Desk, receipt: Receipt) -> bytes | None:
    """The bytes to be sent; one that cannot be written fails by itself."""
    from desk.receipt_text import write_receipt
    from storage import views

    try:
        with desk.reading() as connection:
            [message] = views.messages(connection, Filter(ids=(receipt.message_id,)))
        return write_receipt(desk.settings, message, receipt.recipient, desk.clock())
    except Exception as error:  # what a letter holds must stop neither the others nor the poll
        log.exception("receipt could not be written", extra=fields(message=receipt.message_id))
        reason = f"写不成（{type(error).__name__}）"
        with desk.writing() as connection:
            store.move(connection, _failed(desk, replace(receipt, reason=reason)), (ReceiptState.PENDING,))
        return None


def _claim(desk: Desk, receipt: Receipt) -> bool:
    """Whether this run is the one that sends it; looks at the hour again, for it may have waited."""
    now = desk.clock()
    with desk.writing() as connection:
        states = (ReceiptState.SENDING, ReceiptState.SENT)
        since = now - PER_SENDER
        if store.answered(connection, receipt.recipient, since, states, except_for=receipt.message_id):
            mine = replace(receipt, state=ReceiptState.WITHHELD, reason=SENT_LATELY, at=now)
            store.move(connection, mine, (ReceiptState.PENDING,))
            return False
        mine = replace(receipt, state=ReceiptState.SENDING, reason=None, at=now)
        return store.move(connection, mine, (ReceiptState.PENDING,))


def _failed(desk: Desk, receipt: Receipt) -> Receipt:
    return replace(receipt, state=ReceiptState.FAILED, at=desk.clock())


def _settle(desk: Desk, receipt: Receipt) -> None:
    """Write down how the sending ended, also over the guess of another run that took this one for dead."""
    with desk.writing() as connection:
        store.move(connection, receipt, (ReceiptState.SENDING, ReceiptState.FAILED))
    log.info("receipt", extra=fields(message=receipt.message_id, state=receipt.state))
