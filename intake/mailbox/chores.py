"""What may be done on the server with letters whose bytes are safe here: mark as read, move.

Nothing is ever deleted that was not copied first, and EXPUNGE is never sent without UIDs (RFC 4315):
it would take other people's letters with it.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence

from intake.errors import WithheldError
from intake.mailbox.session import Session


def mark_seen(session: Session, uids: Sequence[int]) -> None:
    """Mark letters as read."""
    with session.asking("标为已读", uids) as client:
        client.add_flags(list(uids), [b"\\Seen"], silent=True)


def make_folder(session: Session, folder: str) -> None:
    """Make a folder where it is not there yet."""
    with session.asking(f"建立文件夹“{folder}”") as client:
        if not client.folder_exists(folder):
            client.create_folder(folder)


def move(session: Session, uids: Sequence[int], folder: str) -> None:
    """Move letters in one step (RFC 6851); the server must offer MOVE."""
    with session.asking(f"移到文件夹“{folder}”", uids) as client:
        client.move(list(uids), folder)


def place(session: Session, folder: str) -> tuple[int, int]:
    """Return (UIDVALIDITY, UIDNEXT) of a folder: the copies made from now on stand at or behind it.

    UIDNEXT is 1 where the server tells none.
    """
    with session.asking(f"询问文件夹“{folder}”") as client:
        said = client.folder_status(folder, ["UIDVALIDITY", "UIDNEXT"])
        return int(said[b"UIDVALIDITY"]), int(said.get(b"UIDNEXT", 1))


def copy(session: Session, uids: Sequence[int], folder: str) -> None:
    """Copy letters to another folder."""
    with session.asking(f"复制到文件夹“{folder}”", uids) as client:
        client.copy(list(uids), folder)


def remove(session: Session, uids: Sequence[int]) -> bool:
    """Mark letters as deleted and take these alone out of the folder; False where the server cannot."""
    with session.asking("标为删除", uids) as client:
        client.delete_messages(list(uids), silent=True)
    if not session.has("UIDPLUS"):
        return False
    with session.asking("清除已移走的邮件", uids) as client:
        client.uid_expunge(list(uids))
    return True


def found_copies(session: Session, folder: str, since: tuple[int, int]) -> Counter[str]:
    """Return how many letters of which bytes (sha256) a folder holds at or behind a place.

    Raises `WithheldError` where one that may be such a copy cannot be had.  The folder is left selected,
    read-only.
    """
    session.select(folder)
    if session.uidvalidity != since[0]:
        return Counter()
    found: Counter[str] = Counter()
    for batch in session.fetch([uid for uid in session.listing().uids if uid >= since[1]]):
        for uid, why in batch.withheld:
            raise WithheldError(uid, why)
        found.update(_digest(raw.data) for raw in batch.messages)
    return found


def _digest(data: bytes | Iterator[bytes]) -> str:
    digest = hashlib.sha256()
    for piece in (data,) if isinstance(data, bytes) else data:
        digest.update(piece)
    return digest.hexdigest()
