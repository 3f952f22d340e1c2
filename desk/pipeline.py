"""The whole way, on one screen.

    mailbox ─▶ raw bytes ─▶ ledger ─▶ letter ─▶ submissions ─▶ items ─▶ draft ─▶ Word file, page

`poll` and `add` take in, `read_due` reads, `compose` drafts.  Each step stores what it did before the
next one starts, so that a run which ends anywhere is taken up by the next one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desk.desk import Desk
from desk.settings import plans
from desk.taken import Progress, Taken, silent
from intake.errors import IntakeError
from intake.model import RawMessage
from storage import messages as ledger
from storage import runs

if TYPE_CHECKING:
    from desk.drafting import Composed, Request
    from intake.mailbox import Account

ADD_MESSAGES = 200
ADD_BYTES = 8_000_000
"""Files entered in one transaction: whichever comes first."""


def poll(desk: Desk, account: Account, progress: Progress) -> Taken:
    """Take in what is new in a mailbox, then read it, then confirm it where that is wished."""
    from desk import receipts
    from desk.taking import take_in

    taken = Taken()
    try:
        take_in(desk, account, taken, progress)
    except IntakeError:
        read_due(desk, taken, progress)  # what came in before the mailbox failed is here all the same
        raise
    read_due(desk, taken, progress)
    receipts.send_due(desk)
    with desk.writing() as connection:
        runs.add_run(connection, account.name, "done", f"{taken.entered} new", desk.clock())
    return taken


def add(desk: Desk, messages: Iterable[RawMessage], progress: Progress) -> Taken:
    """Take in messages that lie in files, then read them."""
    taken = Taken()
    _keep_all(desk, messages, taken, progress)
    read_due(desk, taken, progress)
    return taken


def _keep_all(desk: Desk, messages: Iterable[RawMessage], taken: Taken, progress: Progress) -> None:
    """Keep every message; a function, so that no letter stays in memory while they are read."""
    for batch in _batches(messages):
        entered = keep(desk, batch)
        taken.entered += entered
        taken.known += len(batch) - entered
        progress("收入", taken.entered + taken.known, 0)


def _batches(messages: Iterable[RawMessage]) -> Iterator[list[RawMessage]]:
    batch: list[RawMessage] = []
    weight = 0
    for raw in messages:
        batch.append(raw)
        weight += raw.size
        if len(batch) >= ADD_MESSAGES or weight >= ADD_BYTES:
            yield batch
            batch, weight = [], 0
    if batch:
        yield batch


def keep(desk: Desk, batch: Sequence[RawMessage]) -> int:
    """Make the raw bytes durable first, then their lines in the ledger; return how many are new."""
    digests = desk.archive.put(raw.data for raw in batch)
    with desk.writing() as connection:
        pairs = list(zip(batch, digests, strict=True))
        return len(ledger.keep(connection, pairs, desk.clock(), desk.settings.zone))


def read_due(desk: Desk, taken: Taken, progress: Progress) -> None:
    """Read every message that is kept and not read yet; one that cannot be read stops only itself."""
    with desk.reading() as connection:
        if not ledger.due(connection, limit=1):
            return
    from desk.reader import read

    read(desk, taken, progress)


def compose(desk: Desk, request: Request, out: Path) -> Composed:
    """Draft the issue of a window, write its files, and only then store it as a new revision."""
    from desk.drafting import draft_issue, illustrated
    from desk.output import write_files
    from desk.prints import Prints, make

    read_due(desk, Taken(), silent)
    made: Prints = {}
    if any(plan.photos for column in plans(desk.settings) for plan in (column.default, *column.groups)):
        with desk.trying() as connection:  # photos take long: no other run waits for them
            photos = draft_issue(desk, connection, request).photos
        made = make(desk, photos)
    with desk.writing() as connection:
        composed = illustrated(draft_issue(desk, connection, request), made)
        return write_files(desk, connection, composed, out)


def look(desk: Desk, request: Request) -> Composed:
    """Draft the issue of a window without storing or writing anything."""
    from desk.drafting import draft_issue, illustrated
    from desk.prints import make

    read_due(desk, Taken(), silent)
    with desk.trying() as connection:
        composed = draft_issue(desk, connection, request)
    return illustrated(composed, make(desk, composed.photos))
