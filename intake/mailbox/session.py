"""One logged-in session on one folder.

The server is asked for nothing but UID ranges, sizes, arrival times and raw bytes (RFC 3501); what it
says of structure or envelopes is never asked for, because one odd message would spoil the whole answer.
A folder is opened read-only; what changes letters on the server stands in `errands`.
"""

from __future__ import annotations

import contextlib
import logging
import socket
import threading
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import Any, Self

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from intake import connecting
from intake.errors import Fate, MailboxError
from intake.mailbox import fetching
from intake.mailbox.account import Account, Batch, Listing
from intake.mailbox.bounds import Bounds
from intake.mailbox.words import in_words, is_passing, on_one_line, said

log = logging.getLogger(__name__)

SEARCH_SPAN = 20_000
"""UIDs named in one answer: one of more than about a megabyte is refused by imaplib."""

FETCH_SPAN = 500
"""Messages named in one command: some servers refuse long ones."""

LONGEST = 3600.0
"""Seconds one command may take: a server that trickles never trips the time-out of a read."""

MOST_MESSAGES = 10_000_000
MOST_UID = 0xFFFF_FFFF
MOST_EPOCH = 0x7FFF_FFFF_FFFF_FFFF
"""Above are no number of messages, no UID (RFC 3501, 2.3.1.1) and no UIDVALIDITY that a ledger holds."""


class _Client(IMAPClient):  # type: ignore[misc]
    """imapclient on a connection that is there already.

    QUIRK imapclient 4.1: it makes connections itself; the method that does so is private, and stable
    since 2012.
    """

    def __init__(self, connection: connecting.LoggedIn) -> None:
        self._connection = connection
        super().__init__(connection.host, connection.port, ssl=False, timeout=connection.sock.gettimeout())
        # QUIRK: it formats every literal for a logger nobody reads; five times slower.
        self._imap.debug = 0
        self.normalise_times = False

    def _create_IMAP4(self) -> connecting.LoggedIn:  # noqa: N802 -- imapclient's name
        return self._connection


class Session:
    """A logged-in session on one folder.  Use as a context manager; every failure is a MailboxError."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self._client: Any = None
        self._selected: dict[bytes, Any] = {}
        self._bounds = Bounds(account.max_size + 2 * fetching.BATCH_BYTES)

    def __enter__(self) -> Self:
        try:
            with in_words(self.account):
                self._open()
        except BaseException as error:
            self.__exit__(type(error))
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None = None, *_: object) -> None:
        if self._client is None:
            return
        # A client that has failed once is dead, and a good-bye to a silent server takes its time-out.
        if kind is None:
            with contextlib.suppress(Exception), self.asking("退出登录"):
                self._client.logout()
        with contextlib.suppress(Exception):
            self._client.shutdown()

    def _open(self) -> None:
        connection = connecting.connect(self.account)
        self._bounds.put_on(connection)
        self._client = _Client(connection)
        self.select(self.account.folder)

    def select(self, folder: str, *, writing: bool = False) -> None:
        """Open a folder, read-only unless something is to be done in it."""
        with self.asking(f"打开文件夹“{folder}”") as client:
            try:
                self._selected = client.select_folder(folder, readonly=not writing)
            except IMAPClientAbortError:
                raise
            except IMAPClientError as error:
                if is_passing(error, self.account):
                    raise
                raise self._not_opened(folder, error) from error
        if not 0 < self._selected.get(b"UIDVALIDITY", 0) <= MOST_EPOCH:
            raise MailboxError(
                self.account.where,
                f"服务器没有给出文件夹“{folder}”的 UIDVALIDITY，无法分辨新旧邮件",
                "请换一个文件夹（设置 mailbox.folder），或请邮件服务器管理员处理。",
            )

    def _not_opened(self, folder: str, error: IMAPClientError) -> MailboxError:
        names: list[str] = []
        with contextlib.suppress(IMAPClientError):
            names = [on_one_line(str(name)) for _, _, name in self._client.list_folders()[:20]]
        return MailboxError(
            self.account.where,
            f"打不开文件夹“{folder}”（{said(error, self.account)}）",
            f"请改设置 mailbox.folder；服务器上有：{'、'.join(names) or '（没有列出）'}。",
        )

    @property
    def uidvalidity(self) -> int:
        """The folder's epoch: UIDs of another epoch mean nothing here."""
        return int(self._selected[b"UIDVALIDITY"])

    def has(self, capability: str) -> bool:
        """Whether the server offers an extension."""
        with self.asking("询问服务器的功能"):
            return bool(self._client.has_capability(capability))

    # --- what the folder holds

    def listing(self) -> Listing:
        """Return what the folder held when it was opened, and every UID in it."""
        count, uidnext = self._count(), self._selected.get(b"UIDNEXT", 0)
        uids = self._uids(count) if count else set()
        return Listing(
            self.uidvalidity, uidnext if 0 < uidnext <= MOST_UID else None, count, tuple(sorted(uids))
        )

    def _count(self) -> int:
        with self.asking("列出邮件"):
            count = int(self._selected[b"EXISTS"])
            if not 0 <= count <= MOST_MESSAGES:
                raise ValueError(f"EXISTS {count}")
            return count

    def _uids(self, count: int) -> set[int]:
        found: set[int] = set()
        try:
            with self.asking("列出邮件") as client:
                for criterion in self._spans(count):
                    found.update(_checked(client.search(criterion)))
        except MailboxError as error:
            if error.fate is not Fate.REFUSED:
                raise
            log.warning("search refused", extra={"fields": {"mailbox": self.account.name}})
            return self._uids_by_fetch(count)
        # Some were expunged this moment, or the SEARCH did not tell all.
        return found if len(found) >= count else found | self._uids_by_fetch(count)

    def _spans(self, count: int) -> Iterator[list[str]]:
        """Searches that together find every UID, each with an answer of bounded length.

        They go from one message's UID to another's: QUIRK NetEase: UIDs begin above a thousand million.
        """
        firsts = self._numbered(range(1, count + 1, SEARCH_SPAN)) if count > SEARCH_SPAN else []
        starts = [1, *sorted(firsts)[1:]]
        for start, following in zip_longest(starts, starts[1:]):
            yield ["UID", f"{start}:{following - 1 if following else '*'}"]

    def _uids_by_fetch(self, count: int) -> set[int]:
        """Every UID, from a server that knows no SEARCH; QUIRK QQ, Aliyun: it is BAD for some criteria."""
        found: set[int] = set()
        for start in range(1, count + 1, FETCH_SPAN):
            with self.asking("列出邮件"):
                found.update(self._numbered(range(start, min(start + FETCH_SPAN, count + 1))))
        return found

    def _numbered(self, numbers: Sequence[int]) -> list[int]:
        """The UIDs of messages by their place in the folder."""
        self._client.use_uid = False
        try:
            found = self._client.fetch(list(numbers), ["UID"])
        finally:
            self._client.use_uid = True
        return _checked(found[number][b"UID"] for number in numbers if b"UID" in found.get(number, {}))

    def still_there(self, uids: Sequence[int]) -> set[int]:
        """Return those of some UIDs that are in the folder now."""
        there: set[int] = set()
        for start in range(0, len(uids), FETCH_SPAN):
            part = list(uids[start : start + FETCH_SPAN])
            with self.asking("列出邮件") as client:
                there.update(client.fetch(part, ["UID"]))
        return there & set(uids)

    def fetch(self, uids: Sequence[int]) -> Iterator[Batch]:
        """Yield what some UIDs stand for, in order, in batches that fit in memory.

        The bytes of a large message come in pieces while its batch, of which it is the only one, is used:
        use each batch before asking for the next.  A message that is not handed out is named in its
        batch, or raises `WithheldError` while its pieces are asked for.
        """
        return fetching.fetch(self, uids)

    # --- one command

    @contextlib.contextmanager
    def asking(self, what: str, uids: Sequence[int] = ()) -> Iterator[Any]:
        """Give the client for a command; it fails in words that say what was asked, or is cut off."""
        self._bounds.begin()
        limit = threading.Timer(LONGEST, self._cut, [what])
        limit.daemon = True
        limit.start()
        try:
            with in_words(self.account, f"{what}时", tuple(uids)):
                yield self._client
        finally:
            limit.cancel()

    def _cut(self, what: str) -> None:
        """End a command that lasts too long: its read sees the end of the stream."""
        log.warning(
            "cut off", extra={"fields": {"mailbox": self.account.name, "seconds": LONGEST, "while": what}}
        )
        with contextlib.suppress(OSError):
            self._client.socket().shutdown(socket.SHUT_RDWR)


def _checked(uids: Iterable[int]) -> list[int]:
    """UIDs as they may be; raises `ValueError`, which is told as an answer that makes no sense."""
    found = list(uids)
    for uid in found:
        if not 0 < uid <= MOST_UID:
            raise ValueError(f"UID {uid}")
    return found
