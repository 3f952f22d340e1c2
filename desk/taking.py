"""One poll of a mailbox up to the point where everything new is safe here.

What is taken in is decided by comparing the server's UIDs with the ledger's, never by a mark that moves on:
whatever a run before left out, for whatever reason, this one takes.
"""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from desk import errands
from desk.desk import Desk
from desk.lease import leased
from desk.logs import fields
from desk.taken import Progress, Taken
from intake.errors import Fate, MailboxError, WithheldError
from intake.mailbox import Account, Batch, Listing, Session
from intake.mailbox.account import KEEP
from intake.mailbox.fetching import HEADERS
from intake.model import RawMessage
from storage import gaps, oversize, runs
from storage import messages as ledger
from storage.database import Connection
from storage.model import FolderState, Gap

log = logging.getLogger(__name__)

STALE_PART = 86_400
"""Seconds after which a half-written file in the archive is nobody's any more."""


@dataclass(slots=True)
class _Poll:
    """A poll under way.

    `opened` is whether the folder was opened, `listing` what it then held; `suspects` are UIDs in whose
    batch the connection broke, `culprits` those with which it broke again when they were asked for alone,
    `withheld` those that the server did not hand out this time.
    """

    desk: Desk
    account: Account
    taken: Taken
    renew: Callable[[], None]
    progress: Progress
    opened: bool = False
    listing: Listing | None = None
    suspects: set[int] = field(default_factory=set)
    culprits: set[int] = field(default_factory=set)
    withheld: set[int] = field(default_factory=set)

    def gap(self, uid: int, reason: str = "") -> Gap:
        """The gap at a UID of the folder's present epoch."""
        assert self.listing is not None
        return Gap(self.account.name, self.account.folder, self.listing.uidvalidity, uid, reason)


def take_in(desk: Desk, account: Account, taken: Taken, progress: Progress) -> None:
    """Keep what the mailbox holds and the ledger does not; begin anew where the connection breaks.

    After a session that took something in, the pauses begin anew, too.
    """
    desk.archive.clear_parts(time.time() - STALE_PART)
    with leased(desk, account.name) as renew:
        poll = _Poll(desk, account, taken, renew, progress)
        left = account.pauses
        while True:
            entered = taken.entered
            try:
                return _once(poll)
            except MailboxError as error:
                left = left if taken.entered == entered else account.pauses
                if not left or not _may_pass(poll, error):
                    raise
            pause, left = left[0], left[1:]
            log.warning("poll interrupted", extra=fields(mailbox=account.name, pause=pause))
            time.sleep(pause)
            renew()


def _may_pass(poll: _Poll, error: MailboxError) -> bool:
    """Whether a new session may do better; where none was ever opened, a person is waiting for the reason."""
    return error.fate is Fate.LATER or (error.fate is Fate.BROKEN and poll.opened)


def _once(poll: _Poll) -> None:
    """One session: everything that is missing here, then what is to be done there."""
    desk, account = poll.desk, poll.account
    with Session(account) as session:
        poll.opened = True
        poll.listing = listing = session.listing()
        here = set(listing.uids)
        with desk.reading() as connection:
            known = ledger.known_uids(connection, account.name, account.folder, listing.uidvalidity)
            again = ledger.refetchable(
                connection, account.name, account.folder, listing.uidvalidity, account.max_size
            )
            open_gaps = {gap.uid for gap in gaps.open_gaps(connection, account.name, account.folder)}
            stranded = oversize.stranded(
                connection, account.name, account.folder, listing.uidvalidity, account.max_size
            )
        new = [uid for uid in listing.uids if uid not in known]
        wanted = [uid for uid in (*new, *again) if uid in here and uid not in poll.culprits]
        try:
            for batch in _batches(session, wanted, poll.suspects, open_gaps):
                _keep(poll, batch, again, stranded)
                poll.progress("收取", poll.taken.entered, len(new))
                poll.renew()
        except MailboxError as error:
            _suspect(poll, error, poll.suspects | open_gaps)
            raise
        _close_gaps(poll, here)
        poll.taken.notices += errands.run(desk, session, listing)
    at = (listing.uidvalidity, listing.uidnext, listing.messages)
    state = FolderState(account.name, account.folder, *at, desk.settings.digest)
    with desk.writing() as connection:
        runs.note_folder(connection, state, desk.clock())
    log.info("taken in", extra=fields(mailbox=account.name, new=len(new), entered=poll.taken.entered))


def _batches(
    session: Session, wanted: Sequence[int], suspects: set[int], open_gaps: set[int]
) -> Iterator[Batch]:
    """Everything wanted; suspects behind it one by one, which cannot take others with them, gaps last."""
    doubtful = suspects | open_gaps
    yield from session.fetch([uid for uid in wanted if uid not in doubtful])
    alone = [uid for uid in wanted if uid in doubtful]
    for uid in sorted(alone, key=lambda uid: (uid in open_gaps, uid)):
        yield from session.fetch([uid])


def _suspect(poll: _Poll, error: MailboxError, doubtful: set[int]) -> None:
    """Remember what was being asked for when a session ended; what ends it again and alone is a gap."""
    asked = set(error.uids)
    if len(asked) == 1 and asked <= doubtful:
        _note_gaps(poll, dict.fromkeys(asked, error.why))
        poll.culprits |= asked
    poll.suspects |= asked


def _keep(poll: _Poll, batch: Batch, again: dict[int, int], stranded: dict[tuple[str, int], int]) -> None:
    """Make the raw bytes durable first, then their lines in the ledger."""
    desk, account = poll.desk, poll.account
    _note_gaps(poll, dict(batch.withheld))
    _note_gone(poll, batch.gone)
    try:
        digests = desk.archive.put(raw.data for raw in batch.messages)
    except WithheldError as error:
        if error.gone:
            _note_gone(poll, [error.uid])
        else:
            _note_gaps(poll, {error.uid: error.why})
        return
    pairs = [(_sized(desk, raw, sha256), sha256) for raw, sha256 in zip(batch.messages, digests, strict=True)]
    errand = None if account.after == KEEP else account.after
    now = desk.clock()
    with desk.writing() as connection:
        for raw, sha256 in pairs:
            if raw.key.uid in again and not raw.too_large:
                ledger.complete(connection, again[raw.key.uid], sha256, now, errand)
            elif stranded and (number := _met_before(desk, raw, sha256, stranded)) is not None:
                ledger.complete(connection, number, sha256, now)
        fresh = [pair for pair in pairs if pair[0].key.uid not in again]
        entered = ledger.keep(connection, fresh, now, desk.settings.zone, errand)
    poll.taken.entered += len(entered)
    poll.withheld -= {raw.key.uid for raw, _ in pairs}


def _sized(desk: Desk, raw: RawMessage, sha256: str) -> RawMessage:
    """A message with the size of what came: the server's word for it is a hint only."""
    return raw if isinstance(raw.data, bytes) else replace(raw, size=desk.archive.path(sha256).stat().st_size)


def _met_before(desk: Desk, raw: RawMessage, sha256: str, stranded: dict[tuple[str, int], int]) -> int | None:
    """The id under which the headers alone of a message were kept, before its folder was numbered anew."""
    if raw.too_large or raw.size not in {size for _, size in stranded}:
        return None
    data = desk.archive.get(sha256)
    headers = data[: data.find(b"\r\n\r\n") + 4][:HEADERS]
    return stranded.get((hashlib.sha256(headers).hexdigest(), raw.size))


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
    """Explain what the listing and the ledger explain; count the rest."""
    desk, account = poll.desk, poll.account
    poll.taken.gaps = 0
    with desk.reading() as connection:
        still = gaps.open_gaps(connection, account.name)
    if not still:
        return
    with desk.writing() as connection:
        for gap in still:
            words = _explanation(poll, connection, gap, here)
            if words is None:
                poll.taken.gaps += 1
            else:
                gaps.close(connection, [gap], words, desk.clock())


def _explanation(poll: _Poll, connection: Connection, gap: Gap, here: set[int]) -> str | None:
    """What became of a gap; None while the server lists it and does not hand it out.

    Of one over the size limit there is a line in the ledger even so.
    """
    if gap.folder != poll.account.folder:
        return gaps.LEFT
    present = gap.uidvalidity == poll.gap(0).uidvalidity
    if present and gap.uid in here and gap.uid in poll.withheld:
        return None
    if (number := gaps.message_at(connection, gap)) is not None:
        return gaps.TAKEN.format(number)
    if not present:
        return gaps.RENUMBERED
    return None if gap.uid in here else gaps.GONE
