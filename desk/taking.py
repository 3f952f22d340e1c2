"""One poll of a mailbox up to the point where everything new is safe here.

What is taken in is decided by comparing the server's UIDs with the ledger's, never by a mark that moves on:
whatever a run before left out, for whatever reason, this one takes.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from desk import errands
from desk.desk import Desk
from desk.lease import leased
from desk.logs import fields
from desk.taken import Progress, Taken
from intake.errors import Fate, MailboxError, WithheldError
from intake.mailbox import Account, Batch, Listing, Session
from intake.mailbox.account import KEEP
from storage import gaps, runs
from storage import messages as ledger
from storage.database import Connection
from storage.model import FolderState, Gap

log = logging.getLogger(__name__)

STALE_PART = 86_400
"""Seconds after which a half-written file in the archive is nobody's any more."""


@dataclass(slots=True)
class _Poll:
    """A poll under way.

    `listing` is what the folder holds, once it was opened; `suspects` are UIDs in whose batch the
    connection broke, `withheld` those that the server did not hand out this time.
    """

    desk: Desk
    account: Account
    taken: Taken
    renew: Callable[[], None]
    progress: Progress
    listing: Listing | None = None
    suspects: set[int] = field(default_factory=set)
    withheld: set[int] = field(default_factory=set)

    def gap(self, uid: int, reason: str = "") -> Gap:
        """The gap at a UID of the folder's present epoch."""
        assert self.listing is not None
        return Gap(self.account.name, self.account.folder, self.listing.uidvalidity, uid, reason)


def take_in(desk: Desk, account: Account, taken: Taken, progress: Progress) -> None:
    """Keep what the mailbox holds and the ledger does not; begin anew where the connection breaks."""
    desk.archive.clear_parts(time.time() - STALE_PART)
    with leased(desk, account.name) as renew:
        poll = _Poll(desk, account, taken, renew, progress)
        for pause in (*account.pauses, None):
            try:
                _once(poll)
                break
            except MailboxError as error:
                poll.suspects |= set(error.uids)
                if pause is None or not _may_pass(poll, error):
                    raise
                log.warning("poll interrupted", extra=fields(mailbox=account.name, pause=pause))
                time.sleep(pause)
                renew()
        taken.gaps = len(poll.withheld)


def _may_pass(poll: _Poll, error: MailboxError) -> bool:
    """Whether a new session may do better; where none was ever opened, a person is waiting for the reason."""
    return error.fate is Fate.LATER or (error.fate is Fate.BROKEN and poll.listing is not None)


def _once(poll: _Poll) -> None:
    """One session: everything that is missing here, then what is to be done there."""
    desk, account = poll.desk, poll.account
    with Session(account) as session:
        poll.listing = listing = session.listing()
        here = set(listing.uids)
        with desk.reading() as connection:
            known = ledger.known_uids(connection, account.name, account.folder, listing.uidvalidity)
            again = ledger.refetchable(
                connection, account.name, account.folder, listing.uidvalidity, account.max_size
            )
            doubtful = {gap.uid for gap in gaps.open_gaps(connection, account.name, account.folder)}
        new = [uid for uid in listing.uids if uid not in known]
        wanted = new + [uid for uid in again if uid in here]
        for batch in _batches(poll, session, wanted, poll.suspects | doubtful):
            _keep(poll, batch, again)
            poll.progress("收取", poll.taken.entered, len(new))
            poll.renew()
        _close_gaps(poll, here)
        poll.taken.notices += errands.run(desk, session, listing)
    state = FolderState(account.name, account.folder, listing.uidvalidity, listing.uidnext, listing.messages)
    with desk.writing() as connection:
        runs.note_folder(connection, state, desk.clock())
    log.info("taken in", extra=fields(mailbox=account.name, new=len(new), entered=poll.taken.entered))


def _batches(poll: _Poll, session: Session, wanted: list[int], doubtful: set[int]) -> Iterator[Batch]:
    """Everything wanted; what is doubtful last and one by one: it cannot take others with it."""
    yield from session.fetch([uid for uid in wanted if uid not in doubtful])
    for uid in wanted:
        if uid not in doubtful:
            continue
        try:
            yield from session.fetch([uid])
        except MailboxError as error:
            _note_gaps(poll, {uid: f"取这一封时{error.why}"})
            raise


def _keep(poll: _Poll, batch: Batch, again: dict[int, int]) -> None:
    """Make the raw bytes durable first, then their lines in the ledger."""
    desk, account = poll.desk, poll.account
    _note_gaps(poll, dict(batch.withheld))
    _note_gone(poll, batch.gone)
    try:
        digests = desk.archive.put(raw.data for raw in batch.messages)
    except WithheldError as error:
        _note_gaps(poll, {error.uid: error.why})
        return
    pairs = list(zip(batch.messages, digests, strict=True))
    errand = None if account.after == KEEP else account.after
    now = desk.clock()
    with desk.writing() as connection:
        for raw, sha256 in pairs:
            if raw.key.uid in again:
                ledger.complete(connection, again[raw.key.uid], sha256, now, errand)
        fresh = [pair for pair in pairs if pair[0].key.uid not in again]
        entered = ledger.keep(connection, fresh, now, desk.settings.zone, errand)
    poll.taken.entered += len(entered)


# --- gaps ----------------------------------------------------------------------------------------


def _note_gaps(poll: _Poll, why: dict[int, str]) -> None:
    """Write down what was listed and not handed out: it is asked for again until it is explained."""
    if why:
        poll.withheld |= set(why)
        with poll.desk.writing() as connection:
            for uid, reason in why.items():
                gaps.note(connection, poll.gap(uid, reason), poll.desk.clock())


def _note_gone(poll: _Poll, uids: Sequence[int]) -> None:
    """Write down what was there when the folder was listed and not when it was asked for."""
    if uids:
        now = poll.desk.clock()
        with poll.desk.writing() as connection:
            gone = [poll.gap(uid, "列出后未及收下") for uid in uids]
            for gap in gone:
                gaps.note(connection, gap, now)
            gaps.close(connection, gone, gaps.GONE, now)


def _close_gaps(poll: _Poll, here: set[int]) -> None:
    """Explain what the listing and the ledger explain."""
    desk, account = poll.desk, poll.account
    with desk.reading() as connection:
        still = gaps.open_gaps(connection, account.name, account.folder)
    if not still:
        return
    with desk.writing() as connection:
        for gap in still:
            words = _explanation(poll, connection, gap, here)
            if words is not None:
                poll.withheld.discard(gap.uid)
                gaps.close(connection, [gap], words, desk.clock())


def _explanation(poll: _Poll, connection: Connection, gap: Gap, here: set[int]) -> str | None:
    if (number := gaps.message_at(connection, gap)) is not None:
        return gaps.TAKEN.format(number)
    if gap.uidvalidity != poll.gap(0).uidvalidity:
        return gaps.RENUMBERED
    return None if gap.uid in here else gaps.GONE
