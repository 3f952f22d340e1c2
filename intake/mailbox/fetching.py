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

MOST_SIZE = 0x7FFF_FFFF_FFFF_FFFF
"""What is above is no size (RFC 9051, 9: number64), and none that a ledger holds."""

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
    if not uids:
        return {}, {}
    try:
        return _ask(session, uids, items, what), {}
    except MailboxError as error:
        if error.fate is not Fate.REFUSED:
            raise
        if len(uids) == 1:
            return {}, {uids[0]: error.why}
    answers: _Answers = {}
    refused: dict[int, str] = {}
    for uid in uids:
        found, why = _answers(session, [uid], items, what)
        answers |= found
        refused |= why
    return answers, refused


def _ask(session: Session, uids: Sequence[int], items: list[str], what: str) -> _Answers:
    named = f"取 UID {uids[0]}—{uids[-1]} 的{what}" if len(uids) > 1 else f"取 UID {uids[0]} 的{what}"
    with session.asking(named, uids) as client:
        found: _Answers = client.fetch(list(uids), items)
    return found


def _missing(session: Session, uids: list[int], why: dict[int, str]) -> Iterator[Batch]:
    """Tell apart what is gone from what is there and not handed out; of both a server may say NIL."""
    if uids:
        there = session.still_there(uids)
        yield Batch(
            withheld=tuple((uid, why.get(uid, _NOTHING_SAID)) for uid in uids if uid in there),
            gone=tuple(uid for uid in uids if uid not in there),
        )


def _bodies(session: Session, group: list[int], sizes: _Answers) -> Iterator[Batch]:
    if _in_pieces(_size(sizes[group[0]]), session.account.max_size):
        yield from _large(session, group[0], sizes[group[0]])
        return
    over = [uid for uid in group if (_size(sizes[uid]) or 0) > session.account.max_size]
    whole = [uid for uid in group if uid not in over]
    bodies, refused = _answers(session, whole, ["BODY.PEEK[]"], "邮件")
    heads, no_heads = _answers(session, over, [f"BODY.PEEK[HEADER]<0.{HEADERS}>"], "信头")
    answers = bodies | heads
    found = {
        uid: data for uid in group if (data := _data(answers.get(uid, {}), _size(sizes[uid]))) is not None
    }
    yield from _missing(session, [uid for uid in group if uid not in found], refused | no_heads)
    messages = [
        _message(session, uid, sizes[uid], data[:HEADERS] if uid in over else data, too_large=uid in over)
        for uid, data in found.items()
    ]
    if messages:
        yield Batch(tuple(messages))


def _large(session: Session, uid: int, told: dict[bytes, Any]) -> Iterator[Batch]:
    try:
        message = _message(session, uid, told, _pieces(session, uid, _size(told) or 0))
    except WithheldError as error:
        yield Batch(gone=(uid,)) if error.gone else Batch(withheld=((uid, error.why),))
        return
    yield Batch((message,))


def _pieces(session: Session, uid: int, size: int) -> Iterator[bytes]:
    """The bytes of a message, a piece at a time; raises `WithheldError` where one is not handed out.

    RFC822.SIZE is a hint only (some servers count line ends otherwise): the end is where nothing comes.
    """
    at = 0
    while True:
        answers, refused = _answers(session, [uid], [f"BODY.PEEK[]<{at}.{PIECE}>"], f"邮件（自第 {at} 字节）")
        said = answers.get(uid, {})
        piece = said.get(b"BODY[]<%d>" % at)
        whole = said.get(b"BODY[]") if not at else None  # from a server that knows no pieces
        if at and (piece == b"" or (piece is None and b"BODY[]<%d>" % at in said and at >= size)):
            return
        piece = piece or whole
        if not isinstance(piece, bytes) or not piece:
            raise _withheld(session, uid, refused.get(uid, _NOTHING_SAID))
        at += len(piece)
        if at > session.account.max_size:
            raise _withheld(session, uid, f"服务器说有 {size} 字节，给出的却超过了上限")
        yield piece
        if whole:
            return


def _withheld(session: Session, uid: int, why: str) -> WithheldError:
    return WithheldError(uid, why, gone=not session.still_there([uid]))


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
    # A server owes a date of this world (RFC 3501, 2.3.3); without it the letter itself is the next witness.
    if arrived is None or not 1970 <= arrived.year < 9999:
        head = data if isinstance(data, bytes) else next(data, b"")
        data = data if isinstance(data, bytes) else chain([head], data)
        arrived = told_arrival(head) or datetime.now(UTC)
    size = len(data) if isinstance(data, bytes) and not too_large else _size(told) or 0
    return RawMessage(key, arrived, size, data, too_large)


def _size(told: dict[bytes, Any]) -> int | None:
    """The size the server told; None where it told none that can be."""
    size = told.get(b"RFC822.SIZE")
    return size if isinstance(size, int) and 0 <= size <= MOST_SIZE else None


def _data(said: dict[bytes, Any], size: int | None) -> bytes | None:
    """The bytes in an answer; None where the server gave NIL, nothing, or an empty letter of some size."""
    data = next((said[key] for key in (b"BODY[]", b"BODY[HEADER]<0>", b"BODY[HEADER]") if key in said), None)
    return data if isinstance(data, bytes) and (data or not size) else None


def _in_pieces(size: int | None, max_size: int) -> bool:
    """Whether a message is fetched in pieces: a large one, and one of which nobody knows how large it is."""
    return size is None or PIECE < size <= max_size


def _grouped(uids: Sequence[int], sizes: _Answers, max_size: int) -> Iterator[list[int]]:
    """UIDs in order, in groups of at most BATCH_BYTES; one that comes in pieces stands alone."""
    group: list[int] = []
    weight = 0
    for uid in uids:
        size = _size(sizes[uid])
        alone = _in_pieces(size, max_size)
        told = BATCH_BYTES + 1 if alone else HEADERS if (size or 0) > max_size else size or 0
        if group and (alone or weight + told > BATCH_BYTES):
            yield group
            group, weight = [], 0
        group.append(uid)
        weight += told
    if group:
        yield group
