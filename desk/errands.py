"""After the commit: what the settings want done on the server with letters that are safe here.

Each errand was written with its letter, and is struck off when it is done; a run that ends in between is
taken up by the next one, which finds out what the server has done already.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from desk.desk import Desk
from desk.logs import fields
from intake.errors import Fate, MailboxError, WithheldError
from intake.mailbox import Listing, Session, chores
from intake.mailbox.account import MOVE
from storage import errands as store
from storage.model import Errand

log = logging.getLogger(__name__)

BATCH = 200
"""Letters named in one command."""


def run(desk: Desk, session: Session, listing: Listing) -> list[str]:
    """Do what is pending in a folder; return what a person should know, in Chinese."""
    account = session.account
    with desk.writing() as connection:
        store.drop_epochs(connection, account.name, account.folder, listing.uidvalidity, desk.clock())
        due = store.pending(connection, account.name, account.folder, listing.uidvalidity)
    if not due:
        return []
    notices: dict[str, None] = {}
    try:
        session.select(account.folder, writing=True)
        # Numbered anew this very moment, the folder is left to the next poll.
        if session.uidvalidity == listing.uidvalidity:
            for part in _parts(_still_due(desk, session, due)):
                notices |= dict.fromkeys(_do(desk, session, part))
    except (MailboxError, WithheldError) as error:
        if isinstance(error, MailboxError) and error.fate is Fate.BROKEN:
            raise
        actions = "、".join(dict.fromkeys(errand.action for errand in due))
        notices[f"收下的邮件未能按设置处理（{actions}）：{error.why}。邮件都在，下次运行再试"] = None
    return list(notices)


def _still_due(desk: Desk, session: Session, due: Sequence[Errand]) -> list[Errand]:
    """Errands of letters that are where they were; the others are struck off."""
    there = session.still_there([errand.uid for errand in due])
    _finish(desk, [errand for errand in due if errand.uid not in there], "服务器上已不在原处，不必再处理")
    return [errand for errand in due if errand.uid in there]


def _parts(due: Sequence[Errand]) -> Iterator[list[Errand]]:
    """Errands of one kind, as many as one command takes."""
    for _, same in groupby(sorted(due, key=_kind), key=_kind):
        errands = list(same)
        for start in range(0, len(errands), BATCH):
            yield errands[start : start + BATCH]


def _kind(errand: Errand) -> tuple[str, bool, tuple[int, int]]:
    return errand.action, errand.copied, errand.target or (0, 0)


def _finish(desk: Desk, errands: Sequence[Errand], how: str) -> None:
    if errands:
        with desk.writing() as connection:
            store.finish(connection, errands, how, desk.clock())
        log.info("errands done", extra=fields(count=len(errands)))


def _do(desk: Desk, session: Session, part: list[Errand]) -> list[str]:
    action = part[0].action
    if not action.startswith(MOVE):
        chores.mark_seen(session, [errand.uid for errand in part])
        _finish(desk, part, "服务器上已标为已读")
        return []
    folder = action.removeprefix(MOVE)
    way: Callable[[Desk, Session, list[Errand], str], list[str]]
    way = _move if session.has("MOVE") else _copy_and_remove
    return way(desk, session, part, folder)


def _move(desk: Desk, session: Session, part: list[Errand], folder: str) -> list[str]:
    chores.make_folder(session, folder)
    chores.move(session, [errand.uid for errand in part], folder)
    left = session.still_there([errand.uid for errand in part])
    _finish(desk, [errand for errand in part if errand.uid not in left], f"服务器上已移到“{folder}”")
    return [f"服务器没有把 {len(left)} 封邮件移到“{folder}”，下次运行再试"] if left else []


def _copy_and_remove(desk: Desk, session: Session, part: list[Errand], folder: str) -> list[str]:
    """Where a server has no MOVE: copy, then remove; a copy that was made before is not made again."""
    to_copy = [errand for errand in part if not errand.copied]
    if to_copy:
        chores.make_folder(session, folder)
        to_copy = _not_copied_yet(desk, session, to_copy, folder)
    if to_copy:
        target = chores.place(session, folder)
        with desk.writing() as connection:
            store.about_to_copy(connection, to_copy, target)
        chores.copy(session, [errand.uid for errand in to_copy], folder)
        with desk.writing() as connection:
            store.copied(connection, to_copy)
    if chores.remove(session, [errand.uid for errand in part]):
        _finish(desk, part, f"服务器上已移到“{folder}”（复制后删除）")
        return []
    _finish(desk, part, f"服务器上已复制到“{folder}”并标记删除；服务器不支持 UIDPLUS，没有清除")
    return [f"服务器不支持 MOVE 和 UIDPLUS：邮件已复制到“{folder}”，原件只标记了删除，须有人清除"]


def _not_copied_yet(desk: Desk, session: Session, part: list[Errand], folder: str) -> list[Errand]:
    """Those of which an interrupted run did not leave a copy."""
    since = part[0].target
    if since is None:
        return part
    copies = chores.found_copies(session, folder, since)
    session.select(session.account.folder, writing=True)
    there: list[Errand] = []
    for errand in part:
        if copies[errand.sha256] > 0:  # of two letters of the same bytes there must be two copies
            copies[errand.sha256] -= 1
            there.append(errand)
    with desk.writing() as connection:
        store.copied(connection, there)
    return [errand for errand in part if errand not in there]
