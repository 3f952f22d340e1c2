"""The whole way, on one screen.

    mailbox ─▶ raw bytes ─▶ ledger ─▶ letter ─▶ submissions ─▶ items ─▶ draft ─▶ Word file, page

`poll` and `add` take in, `read_due` reads, `compose` drafts.  Each step stores what it did before the
next one starts, so that a run which ends anywhere is taken up by the next one.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from desk.desk import Desk
from desk.taking import leased
from intake.errors import IntakeError
from intake.model import MessageState, RawMessage
from storage import messages as ledger
from storage import runs
from storage.model import KeptMessage

if TYPE_CHECKING:
    from desk.drafting import Composed, Request
    from intake.mailbox import Account

log = logging.getLogger(__name__)

Progress = Callable[[str, int, int], None]
"""Told (step, done, total) as work goes on."""

READ_BATCH = 50
"""Letters read and stored in one transaction."""


@dataclass(slots=True)
class Taken:
    """What a run did: messages entered, known ones met again, and the states the read ones came to.

    `failed` are letters that could not be read again and keep what was read before.
    """

    entered: int = 0
    known: int = 0
    states: dict[MessageState, int] = field(default_factory=dict)
    failed: list[int] = field(default_factory=list)

    @property
    def set_aside(self) -> int:
        """How many messages a person has to look at."""
        return self.states.get(MessageState.SET_ASIDE, 0) + self.states.get(MessageState.TOO_LARGE, 0)


def poll(desk: Desk, account: Account, progress: Progress) -> Taken:
    """Take in what is new in a mailbox, then read it."""
    taken = Taken()
    try:
        take_in(desk, account, taken, progress)
    except IntakeError:
        read_due(desk, taken, progress)  # what came in before the mailbox failed is here all the same
        raise
    read_due(desk, taken, progress)
    with desk.writing() as connection:
        runs.add_run(connection, account.name, "done", f"{taken.entered} new", desk.clock())
    return taken


def take_in(desk: Desk, account: Account, taken: Taken, progress: Progress) -> None:
    """Keep what the mailbox holds beyond the newest message in the ledger, batch by batch."""
    from intake.mailbox import Session

    with leased(desk, account.name) as renew, Session(account) as session:
        with desk.reading() as connection:
            known = ledger.newest_uid(connection, account.name, account.folder, session.uidvalidity)
        new = session.new_since(known).uids
        for batch in session.fetch(new):
            taken.entered += keep(desk, batch)
            progress("收取", taken.entered, len(new))
            renew()
    log.info("mailbox=%s new=%d entered=%d", account.name, len(new), taken.entered)


def add(desk: Desk, messages: Iterable[RawMessage], progress: Progress) -> Taken:
    """Take in messages that lie in files, then read them."""
    taken = Taken()
    for raw in messages:
        entered = keep(desk, [raw])
        taken.entered += entered
        taken.known += 1 - entered
        progress("收入", taken.entered + taken.known, 0)
    read_due(desk, taken, progress)
    return taken


def keep(desk: Desk, batch: Sequence[RawMessage]) -> int:
    """Make the raw bytes durable first, then their lines in the ledger; return how many are new."""
    desk.archive.put(raw.data for raw in batch)
    with desk.writing() as connection:
        return len(ledger.keep(connection, batch, desk.clock(), desk.settings.zone))


def read_due(desk: Desk, taken: Taken, progress: Progress) -> None:
    """Read every message that is kept and not read yet; one that cannot be read stops only itself."""
    while True:
        with desk.reading() as connection:
            batch = ledger.due(connection, limit=READ_BATCH)
        if not batch:
            return
        read_again(desk, batch, "intake", taken)
        progress("阅读", sum(taken.states.values()), 0)


def read_again(desk: Desk, batch: Sequence[KeptMessage], actor: str, taken: Taken) -> None:
    """Read stored messages and file what they say, in one transaction."""
    from desk.filing import file_message

    with desk.writing() as connection:
        for message in batch:
            state = file_message(desk, connection, message, actor)
            if state is None:
                taken.failed.append(message.id)
            else:
                taken.states[state] = taken.states.get(state, 0) + 1


def compose(desk: Desk, request: Request, out: Path) -> Composed:
    """Draft the issue of a window, write its files, and only then store it as a new revision."""
    from desk.drafting import draft_issue
    from desk.output import write_files

    read_due(desk, Taken(), _silent)
    with desk.writing() as connection:
        composed = draft_issue(desk, connection, request)
        return write_files(desk, connection, composed, out)


def look(desk: Desk, request: Request) -> Composed:
    """Draft the issue of a window without storing or writing anything."""
    from desk.drafting import draft_issue

    read_due(desk, Taken(), _silent)
    with desk.trying() as connection:
        return draft_issue(desk, connection, request)


def _silent(_step: str, _done: int, _total: int) -> None:
    """Report nothing."""
