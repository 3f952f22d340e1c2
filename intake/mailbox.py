"""The door to IMAP: one session over one folder, reading only.

The server is asked for nothing but UID ranges, sizes, arrival times and raw bytes (RFC 3501); what it
says of structure or envelopes is never asked for, because one odd message would spoil the whole answer.
"""

from __future__ import annotations

import ast
import contextlib
import logging
import re
import socket
import ssl
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Self

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, LoginError

from intake import charset
from intake.errors import MailboxError
from intake.local import told_arrival
from intake.model import RawMessage, ServerKey

log = logging.getLogger(__name__)

SEARCH_SPAN = 20_000
"""UIDs named in one answer: one of more than about a megabyte is refused by imaplib."""

BATCH_MESSAGES = 200
BATCH_BYTES = 16_000_000
"""A FETCH ends at whichever comes first, so that a batch fits in memory."""

LONGEST = 3600.0
"""Seconds one command may take: a server that trickles never trips the time-out of a read."""


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
        return f"邮箱 {self.name}（{self.username}，{self.host}:{self.port}）"


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
        except BaseException as error:
            self.__exit__(type(error))
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None = None, *_: object) -> None:
        if self._client is None:
            return
        # A client that has failed once is dead, and a good-bye to a silent server takes its time-out.
        if kind is None:
            with contextlib.suppress(Exception):
                self._client.logout()
        with contextlib.suppress(Exception):
            self._client.shutdown()

    def _open(self) -> None:
        account = self.account
        context = None if account.tls == "none" else _context(account)
        self._client = client = IMAPClient(
            account.host,
            account.port,
            ssl=account.tls == "implicit",
            ssl_context=context if account.tls == "implicit" else None,
            timeout=SocketTimeout(account.timeout, account.timeout),
        )
        # QUIRK imapclient 4.1: formats every literal for a logger nobody reads; five times slower.
        client._imap.debug = 0  # noqa: SLF001
        # It sends a search in three pieces; each would wait for the last one's acknowledgement.
        client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client.normalise_times = False
        if account.tls == "starttls":
            self._start_tls(context)
        client.login(account.username, account.password)
        # QUIRK NetEase: SELECT is refused ("Unsafe Login") until the client names itself (RFC 2971).
        # What a server answers to it is of no interest; a connection that broke shows at the next command.
        if client.has_capability("ID"):
            with contextlib.suppress(IMAPClientError):
                client.id_({"name": "bulletin-desk", "version": "0.1"})
        self._select()

    def _start_tls(self, context: ssl.SSLContext | None) -> None:
        if not self._client.has_capability("STARTTLS"):
            raise MailboxError(
                self.account.where,
                "服务器在这个端口上不提供 STARTTLS，没有发送密码",
                "请检查设置 mailbox.tls 与 port 是否相配（993 implicit，143 starttls）。",
            )
        self._client.starttls(context)

    def _select(self) -> None:
        account = self.account
        try:
            self._selected = self._client.select_folder(account.folder, readonly=True)
        except IMAPClientAbortError:
            raise
        except IMAPClientError as error:
            folders = "、".join(str(name) for _, _, name in self._client.list_folders()[:20])
            raise MailboxError(
                account.where,
                f"打不开文件夹“{account.folder}”（{_said(error, account)}）",
                f"请改设置 mailbox.folder；服务器上有：{folders or '（没有列出）'}。",
            ) from error
        if b"UIDVALIDITY" not in self._selected:
            raise MailboxError(
                account.where,
                f"服务器没有给出文件夹“{account.folder}”的 UIDVALIDITY，无法分辨新旧邮件",
                "请换一个文件夹（设置 mailbox.folder），或请邮件服务器管理员处理。",
            )

    @property
    def uidvalidity(self) -> int:
        """The folder's epoch: UIDs of another epoch mean nothing here."""
        return int(self._selected[b"UIDVALIDITY"])

    def new_since(self, uid: int) -> Listing:
        """Return the UIDs above `uid`, ascending."""
        found: set[int] = set()
        with self._asking("列出邮件") as client:
            for criterion in self._spans(uid):
                found.update(client.search(criterion))
        # `n:*` always answers with the last message, known or not.
        return Listing(self.uidvalidity, tuple(sorted(u for u in found if u > uid)))

    def _spans(self, uid: int) -> Iterator[list[str]]:
        """Searches that together find the UIDs above `uid`, each with an answer of bounded length."""
        count = self._selected.get(b"EXISTS", 0)
        if not count:
            return
        last = int(self._selected.get(b"UIDNEXT", 0)) - 1
        if count <= SEARCH_SPAN or last < 0:  # few messages, or the server does not tell UIDNEXT
            yield ["UID", f"{uid + 1}:*"]
            return
        for start in range(max(uid + 1, self._first_uid()), last + 1, SEARCH_SPAN):
            yield ["UID", f"{start}:{min(start + SEARCH_SPAN - 1, last)}"]

    def _first_uid(self) -> int:
        """The UID of the first message; QUIRK NetEase: UIDs begin above a thousand million."""
        self._client.use_uid = False
        said = self._client.fetch([1], ["UID"])
        self._client.use_uid = True
        return int(said.get(1, {}).get(b"UID", 1))

    def fetch(self, uids: Sequence[int]) -> Iterator[list[RawMessage]]:
        """Yield the messages in batches, in order; one that has vanished meanwhile is left out.

        One that is there but that the server does not hand out ends the fetch with an error: were it
        passed over, the next poll would begin behind it.
        """
        for start in range(0, len(uids), BATCH_MESSAGES):
            batch = uids[start : start + BATCH_MESSAGES]
            with self._asking(f"取 UID {batch[0]}—{batch[-1]} 的大小") as client:
                sizes = client.fetch(batch, ["RFC822.SIZE", "INTERNALDATE"])
            for group in _grouped(batch, sizes, self.account.max_size):
                messages, withheld = self._bodies(group, sizes)
                if messages:
                    yield messages
                if withheld is not None:
                    raise MailboxError(
                        self.account.where,
                        f"服务器交不出 UID 为 {withheld} 的邮件",
                        "它之前的邮件都已收下；请在网页邮箱中查看并移走这一封，然后再运行一次。",
                    )

    def _bodies(self, uids: list[int], sizes: dict[int, Any]) -> tuple[list[RawMessage], int | None]:
        """The messages of a group up to the first that the server withholds, and the UID of that one."""
        large = {uid for uid in uids if _size(sizes, uid) > self.account.max_size}
        small = [uid for uid in uids if uid not in large]
        with self._asking(f"取 UID {uids[0]}—{uids[-1]} 的邮件") as client:
            bodies = client.fetch(small, ["BODY.PEEK[]"]) | client.fetch(sorted(large), ["BODY.PEEK[HEADER]"])
        found = {uid: _body(bodies.get(uid, {}), _size(sizes, uid)) for uid in uids}
        withheld = self._first_there([uid for uid in uids if found[uid] is None])
        messages = [
            self._message(uid, sizes[uid], data, too_large=uid in large)
            for uid, data in found.items()
            if data is not None and (withheld is None or uid < withheld)
        ]
        return messages, withheld

    def _first_there(self, uids: list[int]) -> int | None:
        """The lowest of some UIDs that is still in the folder; of one vanished a server may give NIL."""
        if not uids:
            return None
        with self._asking("列出邮件") as client:
            there = client.search(["UID", ",".join(map(str, uids))])
        return min((uid for uid in there if uid in set(uids)), default=None)

    def _message(self, uid: int, said: dict[bytes, Any], data: bytes, *, too_large: bool) -> RawMessage:
        key = ServerKey(self.account.name, self.account.folder, self.uidvalidity, uid)
        # A server owes INTERNALDATE (RFC 3501, 2.3.3); without it the letter itself is the next witness.
        arrived = said.get(b"INTERNALDATE") or told_arrival(data) or datetime.now(UTC)
        return RawMessage(key, arrived, said.get(b"RFC822.SIZE") or len(data), data, too_large)

    @contextlib.contextmanager
    def _asking(self, what: str) -> Iterator[Any]:
        """Give the client for a command; it fails in words that say what was asked, or is cut off."""
        limit = threading.Timer(LONGEST, self._cut, [what])
        limit.daemon = True
        limit.start()
        try:
            with _words(self.account, f"{what}时"):
                yield self._client
        finally:
            limit.cancel()

    def _cut(self, what: str) -> None:
        """End a command that lasts too long: its read sees the end of the stream."""
        log.warning("mailbox=%s: cut off after %d s: %s", self.account.name, LONGEST, what)
        with contextlib.suppress(OSError):
            self._client.socket().shutdown(socket.SHUT_RDWR)


def _size(sizes: dict[int, Any], uid: int) -> int:
    """The size the server told, 0 for none."""
    size = sizes.get(uid, {}).get(b"RFC822.SIZE")
    return size if isinstance(size, int) else 0


def _body(said: dict[bytes, Any], size: int) -> bytes | None:
    """The bytes of a message in an answer; None where the server gave NIL, nothing, or too little."""
    data = said.get(b"BODY[]", said.get(b"BODY[HEADER]"))
    return data if isinstance(data, bytes) and (data or not size) else None


def _grouped(uids: Sequence[int], sizes: dict[int, Any], max_size: int) -> Iterator[list[int]]:
    """UIDs in order, in groups of at most BATCH_BYTES."""
    group: list[int] = []
    weight = 0
    for uid in uids:
        size = min(_size(sizes, uid), max_size)
        if group and weight + size > BATCH_BYTES:
            yield group
            group, weight = [], 0
        group.append(uid)
        weight += size
    if group:
        yield group


# --- what went wrong, in words -------------------------------------------------------------------

_NETWORK = "请检查设置 mailbox.host、port 和网络，然后再运行一次；没有丢失任何邮件。"
_PORTS = "请检查设置 mailbox.tls 与 port 是否相配（993 implicit，143 starttls）。"
_ADMIN = "请找邮件服务器管理员更换证书。"
_OWN_CA = "若是本单位自签的证书，请把签发者的证书存成文件并设 mailbox.ca_file；否则不要使用这个服务器。"
_HOST = "请把设置 mailbox.host 改成证书上的主机名，或找邮件服务器管理员更换证书。"

_CERTIFICATES = {
    9: ("尚未生效", _ADMIN),
    10: ("已过期", _ADMIN),
    18: ("是自签的", _OWN_CA),
    19: ("由不受信任的机构签发", _OWN_CA),
    20: ("由不受信任的机构签发", _OWN_CA),
    21: ("由不受信任的机构签发", _OWN_CA),
    62: ("与主机名不符", _HOST),
    64: ("与主机名不符", _HOST),
}
"""OpenSSL's verify code -> (what is wrong with the certificate, what to do next)."""

_REMEDIES: tuple[tuple[type[BaseException], str, str], ...] = (
    (ssl.SSLError, "加密连接失败（{0}）", _PORTS),
    (socket.gaierror, "找不到主机（{0}）", "请检查设置 mailbox.host 的拼写和 DNS。"),
    (ConnectionRefusedError, "服务器拒绝连接（{0}）", _NETWORK),
    (TimeoutError, "服务器在时限内没有应答", f"{_NETWORK}{_PORTS}"),
    (
        LoginError,
        "登录被拒绝（{0}）",
        "请检查用户名和密码；QQ、163、阿里等邮箱须用“授权码”而不是登录密码，并先开启 IMAP。",
    ),
    (IMAPClientAbortError, "连接中断（{0}）", _NETWORK),
    (IMAPClientError, "服务器报错（{0}）", _NETWORK),
    (OSError, "连接中断（{0}）", _NETWORK),
    (UnicodeDecodeError, "服务器的回答无法理解（{0}）", _NETWORK),
    (
        UnicodeError,
        "主机名、用户名或密码中有不能使用的字符",
        "请检查设置 mailbox.host、username 和密码的写法（只能用英文字母、数字和英文符号）。",
    ),
    *(
        (kind, "服务器的回答无法理解（{0}）", _NETWORK)
        for kind in (ValueError, TypeError, LookupError, AttributeError, ArithmeticError)
    ),
)
"""Kind of failure -> (what happened, what to do next); the first that fits is told.

The last ones are what imapclient lets out where an answer is not what it should be.
"""


@contextlib.contextmanager
def _words(account: Account, during: str = "") -> Iterator[None]:
    """Turn whatever a server or the network does into a MailboxError."""
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        fault, remedy = _CERTIFICATES.get(error.verify_code, ("通不过验证", _ADMIN))
        raise MailboxError(account.where, f"服务器证书{fault}（{_said(error, account)}）", remedy) from error
    except tuple(kind for kind, _, _ in _REMEDIES) as error:
        what, remedy = next((w, r) for kind, w, r in _REMEDIES if isinstance(error, kind))
        raise MailboxError(account.where, during + what.format(_said(error, account)), remedy) from error


_BYTES = re.compile(r"""b'(?:[^'\\]|\\.)*'|b"(?:[^"\\]|\\.)*\"""")


def _said(error: BaseException, account: Account) -> str:
    """The server's words on one short line: they are data, and may repeat the password."""
    reason = getattr(error, "verify_message", "") or getattr(error, "strerror", "") or str(error)
    # imaplib puts what a server said into its errors as Python writes bytes.
    words = _BYTES.sub(lambda found: charset.decode(ast.literal_eval(found[0])).text, str(reason))
    for secret in {account.password, account.password.replace("\\", r"\\").replace('"', r"\"")} - {""}:
        words = words.replace(secret, "＊＊＊")
    return "".join(c if c.isprintable() else " " for c in words).strip()[:160] or type(error).__name__


def _context(account: Account) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=account.ca_file)
    except OSError as error:
        raise MailboxError(
            account.where,
            f"证书文件 {account.ca_file} 用不了（{_said(error, account)}）",
            "请检查设置 mailbox.ca_file：应为 PEM 格式的签发者证书。",
        ) from error
