"""Getting the bytes of messages: sizes first, small ones together, large ones in pieces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import chain
from typing import TYPE_CHECKING, Any

from intake.errors import Fate, MailboxError, WithheldError
from intake.local import told_arrival
from intake.mailbox.account import Batch
from intake.model import RawMessage, ServerKey

if TYPE_CHECKING:
    from intake.mailbox.session import Session

BATCH_MESSAGES = 200
BATCH_BYTES = 8_000_000
"""A batch ends at whichever comes first, so that it fits in memory."""

PIECE = 1 << 20
"""Bytes asked for at a time of a message that is larger than this."""

HEADERS = 1 << 20
"""Bytes of the headers that are kept of a message over the size limit."""

_Answers = dict[int, dict[bytes, Any]]
_NOTHING_SAID = "服务器没有给出内容（NIL）"


def fetch(session: Session, uids: Sequence[int]) -> Iterator[Batch]:
    """Yield what some UIDs stand for; see `Session.fetch`."""
    for start in range(0, len(uids), BATCH_MESSAGES):
        part = uids[start : start + BATCH_MESSAGES]
        sizes, refused = _answers(session, part, ["RFC822.SIZE", "INTERNALDATE"], "大小")
        yield from _missing(session, [uid for uid in part if uid not in sizes], refused)
        for group in _grouped([uid for uid in part if uid in sizes], sizes, session.account.max_size):
            yield from _bodies(session, group, sizes)


def _answers(
    session: Session, uids: Sequence[int], items: list[str], what: str
) -> tuple[_Answers, dict[int, str]]:
    """What the server says of some letters, and why it refuses to say anything of the others.

    One that it stumbles over is asked for alone, so that it does not spoil the others' answer.
    """
    try:
        return _ask(session, uids, items, what), {}
    except MailboxError as error:
        if error.fate is not Fate.REFUSED or len(uids) == 1:
            raise
    answers: _Answers = {}
    refused: dict[int, MailboxError] = {}
    for uid in uids:
        try:
            answers |= _ask(session, [uid], items, what)
        except MailboxError as error:
            if error.fate is not Fate.REFUSED:
                raise
            refused[uid] = error
    if len(refused) == len(uids):  # it is the server, not a letter
        raise refused[uids[0]]
    return answers, {uid: error.why for uid, error in refused.items()}


def _ask(session: Session, uids: Sequence[int], items: list[str], what: str) -> _Answers:
    if not uids:
        return {}
    named = f"取 UID {uids[0]}—{uids[-1]} 的{what}"
    with session.asking(named, uids) as client:
        found: _Answers = client.fetch(list(uids), items)
    # A server may tell of other letters meanwhile (RFC 3501, 7.4.2), and of flags alone.
    wanted = set(uids)
    return {uid: said for uid, said in found.items() if uid in wanted and len(said) > (b"FLAGS" in said) + 1}


def _missing(session: Session, uids: list[int], why: dict[int, str]) -> Iterator[Batch]:
    """Tell apart what is gone from what is there and not handed out; of both a server may say NIL."""
    if uids:
        there = session.still_there(uids)
        yield Batch(
            withheld=tuple((uid, why.get(uid, _NOTHING_SAID)) for uid in uids if uid in there),
            gone=tuple(uid for uid in uids if uid not in there),
        )


def _bodies(session: Session, group: list[int], sizes: _Answers) -> Iterator[Batch]:
    large = [uid for uid in group if _size(sizes, uid) > session.account.max_size]
    whole = [uid for uid in group if uid not in large]
    if not large and len(whole) == 1 and _size(sizes, whole[0]) > PIECE:
        yield Batch((_message(session, whole[0], sizes[whole[0]], _pieces(session, whole[0])),))
        return
    bodies, refused = _answers(session, whole, ["BODY.PEEK[]"], "邮件")
    heads, no_heads = _answers(session, large, [f"BODY.PEEK[HEADER]<0.{HEADERS}>"], "信头")
    answers = bodies | heads
    found = {uid: data for uid in group if (data := _data(answers, uid, _size(sizes, uid))) is not None}
    yield from _missing(session, [uid for uid in group if uid not in found], refused | no_heads)
    messages = [
        _message(session, uid, sizes[uid], data, too_large=uid in large) for uid, data in found.items()
    ]
    if messages:
        yield Batch(tuple(messages))


def _pieces(session: Session, uid: int) -> Iterator[bytes]:
    """The bytes of a message, a piece at a time; raises `WithheldError` where one is not handed out.

    RFC822.SIZE is a hint only (some servers count line ends otherwise): the end is where nothing comes.
    """
    at = 0
    while True:
        try:
            with session.asking(f"取 UID {uid} 的邮件（自第 {at} 字节）", [uid]) as client:
                said = client.fetch([uid], [f"BODY.PEEK[]<{at}.{PIECE}>"]).get(uid, {})
        except MailboxError as error:
            if error.fate is Fate.REFUSED:
                raise WithheldError(uid, error.why) from error
            raise
        piece = said.get(b"BODY[]<%d>" % at)
        if piece is None and at == 0 and said.get(b"BODY[]"):  # a server that knows no pieces
            yield said[b"BODY[]"]
            return
        if not isinstance(piece, bytes) or (not piece and at == 0):
            raise WithheldError(uid, _NOTHING_SAID)
        if not piece:
            return
        yield piece
        at += len(piece)


def _message(
    session: Session,
    uid: int,
    told: dict[bytes, Any],
    data: bytes | Iterator[bytes],
    *,
    too_large: bool = False,
) -> RawMessage:
    account = session.account
    key = ServerKey(account.name, account.folder, session.uidvalidity, uid)
    arrived = told.get(b"INTERNALDATE")
    if arrived is None:
        # A server owes it (RFC 3501, 2.3.3); without it the letter itself is the next witness.
        head = data if isinstance(data, bytes) else next(data, b"")
        data = data if isinstance(data, bytes) else chain([head], data)
        arrived = told_arrival(head) or datetime.now(UTC)
    size = told.get(b"RFC822.SIZE") or (len(data) if isinstance(data, bytes) else 0)
    return RawMessage(key, arrived, size, data, too_large)


def _size(sizes: _Answers, uid: int) -> int:
    """The size the server told; where it tells none the message may be large."""
    size = sizes.get(uid, {}).get(b"RFC822.SIZE")
    return size if isinstance(size, int) else PIECE + 1


def _data(answers: _Answers, uid: int, size: int) -> bytes | None:
    """The bytes in an answer; None where the server gave NIL, nothing, or an empty letter of some size."""
    said = answers.get(uid, {})
    data = next((said[key] for key in (b"BODY[]", b"BODY[HEADER]<0>", b"BODY[HEADER]") if key in said), None)
    return data if isinstance(data, bytes) and (data or not size) else None


def _grouped(uids: Sequence[int], sizes: _Answers, max_size: int) -> Iterator[list[int]]:
    """UIDs in order, in groups of at most BATCH_BYTES; one that comes in pieces stands alone."""
    group: list[int] = []
    weight = 0
    for uid in uids:
        size = _size(sizes, uid)
        size = HEADERS if size > max_size else size
        in_pieces = PIECE < size <= max_size
        if group and (in_pieces or weight + size > BATCH_BYTES):
            yield group
            group, weight = [], 0
        group.append(uid)
        weight += BATCH_BYTES if in_pieces else size
    if group:
        yield group
