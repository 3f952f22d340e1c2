"""The door to IMAP: one session over one folder, reading only.

The server is asked for nothing but UID ranges, sizes, arrival times and raw bytes (RFC 3501); what it
says of structure or envelopes is never asked for, because one odd message would spoil the whole answer.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Self

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientError, LoginError

from intake.errors import MailboxError
from intake.model import RawMessage, ServerKey

SEARCH_SPAN = 20_000
"""UIDs asked for in one search: an answer of more than about a megabyte is refused by imaplib."""

BATCH_MESSAGES = 200
BATCH_BYTES = 16_000_000
"""A FETCH ends at whichever comes first, so that a batch fits in memory."""


@dataclass(frozen=True, slots=True)
class Account:
    """How to reach a folder; `timeout` is in seconds, `max_size` in bytes."""

    name: str
    host: str
    port: int
    tls: str
    username: str
    password: str = field(repr=False)
    folder: str = "INBOX"
    timeout: int = 60
    max_size: int = 60_000_000
    ca_file: str | None = None

    @property
    def where(self) -> str:
        """The mailbox in words for a message."""
        return f"邮箱 {self.name}（{self.username}@{self.host}:{self.port}）"


@dataclass(frozen=True, slots=True)
class Listing:
    """What a folder holds beyond what is known: its epoch and the new UIDs, ascending."""

    uidvalidity: int
    uids: tuple[int, ...]


class Session:
    """A logged-in session on one folder.  Use as a context manager; every failure is a MailboxError."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self._client: Any = None
        self._selected: dict[bytes, Any] = {}

    def __enter__(self) -> Self:
        try:
            with _words(self.account):
                self._open()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        # A client that has failed once is dead, its logout included: say good-bye only if that works.
        if self._client is not None:
            with contextlib.suppress(Exception):
                self._client.logout()

    def _open(self) -> None:
        account = self.account
        context = ssl.create_default_context(cafile=account.ca_file)
        self._client = client = IMAPClient(
            account.host,
            account.port,
            ssl=account.tls == "implicit",
            ssl_context=context if account.tls == "implicit" else None,
            timeout=SocketTimeout(account.timeout, account.timeout),
        )
        # QUIRK imapclient 4.1: formats every literal for a logger nobody reads; five times slower.
        client._imap.debug = 0  # noqa: SLF001
        client.normalise_times = False
        if account.tls == "starttls":
            client.starttls(context)
        client.login(account.username, account.password)
        # QUIRK NetEase: SELECT is refused ("Unsafe Login") until the client names itself (RFC 2971).
        if client.has_capability("ID"):
            client.id_({"name": "bulletin-desk", "version": "0.1"})
        self._select()

    def _select(self) -> None:
        try:
            self._selected = self._client.select_folder(self.account.folder, readonly=True)
        except IMAPClientError as error:
            folders = "、".join(str(name) for _, _, name in self._client.list_folders()[:20])
            raise MailboxError(
                self.account.where,
                f"打不开文件夹“{self.account.folder}”（{_said(error)}）",
                f"请改设置 mailbox.folder；服务器上有：{folders or '（没有列出）'}。",
            ) from error

    @property
    def uidvalidity(self) -> int:
        """The folder's epoch: UIDs of another epoch mean nothing here."""
        return int(self._selected[b"UIDVALIDITY"])

    def new_since(self, uid: int) -> Listing:
        """Return the UIDs above `uid`, ascending."""
        if not self._selected.get(b"EXISTS"):
            return Listing(self.uidvalidity, ())
        last = int(self._selected.get(b"UIDNEXT", 0)) - 1
        found: set[int] = set()
        with _words(self.account):
            for start in range(uid + 1, last + 1, SEARCH_SPAN):
                end = min(start + SEARCH_SPAN - 1, last)
                found.update(self._client.search(["UID", f"{start}:{end}"]))
            if last < 0:  # the server does not tell UIDNEXT
                found.update(self._client.search(["UID", f"{uid + 1}:*"]))
        # `n:*` always answers with the last message, known or not.
        return Listing(self.uidvalidity, tuple(sorted(u for u in found if u > uid)))

    def fetch(self, uids: Sequence[int]) -> Iterator[list[RawMessage]]:
        """Yield the messages in batches, in order; one that has vanished meanwhile is left out."""
        for start in range(0, len(uids), BATCH_MESSAGES):
            with _words(self.account):
                sizes = self._client.fetch(
                    uids[start : start + BATCH_MESSAGES], ["RFC822.SIZE", "INTERNALDATE"]
                )
            for group in _grouped(sizes, self.account.max_size):
                with _words(self.account):
                    yield self._bodies(group, sizes)

    def _bodies(self, uids: list[int], sizes: dict[int, Any]) -> list[RawMessage]:
        small = [uid for uid in uids if sizes[uid][b"RFC822.SIZE"] <= self.account.max_size]
        large = [uid for uid in uids if uid not in set(small)]
        bodies = self._client.fetch(small, ["BODY.PEEK[]"]) if small else {}
        bodies |= self._client.fetch(large, ["BODY.PEEK[HEADER]"]) if large else {}
        messages = []
        for uid in uids:
            data = bodies.get(uid, {}).get(b"BODY[HEADER]" if uid in set(large) else b"BODY[]")
            if data is not None:
                said = sizes[uid]
                key = ServerKey(self.account.name, self.account.folder, self.uidvalidity, uid)
                arrived = _aware(said[b"INTERNALDATE"])
                messages.append(RawMessage(key, arrived, said[b"RFC822.SIZE"], data, uid in set(large)))
        return messages


def _grouped(sizes: dict[int, Any], max_size: int) -> Iterator[list[int]]:
    """UIDs in groups of at most BATCH_BYTES; those that vanished have no size and fall out."""
    group: list[int] = []
    weight = 0
    for uid in sorted(uid for uid, said in sizes.items() if b"RFC822.SIZE" in said):
        size = min(sizes[uid][b"RFC822.SIZE"], max_size)
        if group and weight + size > BATCH_BYTES:
            yield group
            group, weight = [], 0
        group.append(uid)
        weight += size
    if group:
        yield group


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


# --- what went wrong, in words -------------------------------------------------------------------

_NETWORK = "请检查设置 mailbox.host、port 和网络，然后再运行一次；没有丢失任何邮件。"

_REMEDIES: tuple[tuple[type[BaseException], str, str], ...] = (
    (
        ssl.SSLCertVerificationError,
        "服务器证书通不过验证（{0}）",
        "证书过期或与主机名不符时请找邮件服务器管理员；自签证书请设 mailbox.ca_file。",
    ),
    (
        ssl.SSLError,
        "加密连接失败（{0}）",
        "请检查设置 mailbox.tls 与 port 是否相配（993 implicit，143 starttls）。",
    ),
    (socket.gaierror, "找不到主机（{0}）", "请检查设置 mailbox.host 的拼写和 DNS。"),
    (ConnectionRefusedError, "服务器拒绝连接（{0}）", _NETWORK),
    (TimeoutError, "服务器在时限内没有应答", _NETWORK),
    (
        LoginError,
        "登录被拒绝（{0}）",
        "请检查用户名和密码；QQ、163、阿里等邮箱须用“授权码”而不是登录密码，并先开启 IMAP。",
    ),
    (IMAPClientError, "服务器报错（{0}）", _NETWORK),
    (OSError, "连接中断（{0}）", _NETWORK),
)
"""Kind of failure -> (what happened, what to do next); the first that fits is told."""


@contextlib.contextmanager
def _words(account: Account) -> Iterator[None]:
    """Turn whatever a server or the network does into a MailboxError."""
    try:
        yield
    except tuple(kind for kind, _, _ in _REMEDIES) as error:
        what, remedy = next((w, r) for kind, w, r in _REMEDIES if isinstance(error, kind))
        raise MailboxError(account.where, what.format(_said(error)), remedy) from error


def _said(error: BaseException) -> str:
    """The server's words on one short line: they are data."""
    reason = getattr(error, "verify_message", "") or getattr(error, "strerror", "") or str(error)
    words = reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
    return "".join(c if c.isprintable() else " " for c in words).strip()[:160] or type(error).__name__
