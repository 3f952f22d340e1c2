"""The door to smtplib: one letter at a time, and in every failure whether the server may have taken it."""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Server:
    """Where letters are handed in; without a user name nobody logs in.  `timeout` is in seconds."""

    host: str
    port: int
    tls: Literal["implicit", "starttls", "none"]
    username: str | None = None
    password: str = ""
    timeout: float = 30
    ca_file: str | None = None


class SmtpError(Exception):
    """What went wrong, in words for the console; the letter was not taken."""


class UnreachableError(SmtpError):
    """The server cannot be used now: no connection, no trusted certificate, no login, a line that broke."""


class RefusedError(SmtpError):
    """The server refused this letter, for now or for good."""

    def __init__(self, code: int, words: str) -> None:
        super().__init__(f"服务器拒绝：{code} {words}".rstrip())
        self.code = code

    @property
    def permanent(self) -> bool:
        """Whether to try again is of no use (RFC 5321, 4.2.1)."""
        return self.code >= 500


class UncertainError(SmtpError):
    """The line broke after the letter was under way: the server may have taken it or not."""


class Session:
    """An open connection on which letters are handed in one after another."""

    def __init__(self, client: smtplib.SMTP) -> None:
        self._client = client

    def send(self, recipient: str, data: bytes) -> None:
        """Hand in a letter (lines end in CRLF) that no bounce may answer: its envelope has no sender.

        Raises `RefusedError` and `UnreachableError` where it was certainly not taken, else `UncertainError`.
        """
        client = self._client
        try:
            self._check(client.mail(""))
            self._check(client.rcpt(recipient))
            self._check(client.docmd("DATA"), wanted=3)
        except (OSError, smtplib.SMTPException) as error:
            raise UnreachableError(f"连接中断（{_said(error)}）") from error
        try:
            client.send(re.sub(rb"(?m)^\.", b"..", data) + b".\r\n")
            reply = client.getreply()
        except (OSError, smtplib.SMTPException) as error:
            client.close()
            raise UncertainError(f"连接在递交时中断，不知是否已发出（{_said(error)}）") from error
        if reply[0] // 100 not in (2, 4, 5):
            client.close()
            raise UncertainError(f"服务器的答复无法理解，不知是否已发出（{_clean(reply[1])}）")
        self._check(reply)

    def _check(self, reply: tuple[int, bytes], wanted: int = 2) -> None:
        """Go on where the server agrees; else leave it ready for the next letter and say what it said."""
        code, words = reply
        if code // 100 == wanted:
            return
        if code == 421 or code // 100 not in (4, 5):  # it hangs up (RFC 5321, 3.8) or speaks in riddles
            self._client.close()
            raise UnreachableError(f"连接中断（{code} {_clean(words)}）")
        with suppress(OSError, smtplib.SMTPException):
            self._client.rset()
        raise RefusedError(code, _clean(words))


@contextmanager
def session(server: Server) -> Iterator[Session]:
    """Give a session with a server whose certificate was verified; raises `UnreachableError`."""
    try:
        client = _connected(server)
    except (OSError, smtplib.SMTPException, UnicodeError) as error:
        raise UnreachableError(_failure(server, error)) from error
    try:
        yield Session(client)
    finally:
        with suppress(OSError, smtplib.SMTPException):
            client.quit()
        client.close()


def _connected(server: Server) -> smtplib.SMTP:
    context = ssl.create_default_context(cafile=server.ca_file)
    client: smtplib.SMTP
    if server.tls == "implicit":
        client = smtplib.SMTP_SSL(server.host, server.port, timeout=server.timeout, context=context)
    else:
        client = smtplib.SMTP(server.host, server.port, timeout=server.timeout)
    try:
        if server.tls == "starttls":
            client.starttls(context=context)
        client.ehlo_or_helo_if_needed()
        if server.username:
            client.login(server.username, server.password)
    except BaseException:
        client.close()
        raise
    return client


_REMEDIES: tuple[tuple[type[Exception], str], ...] = (
    (ssl.SSLCertVerificationError, "服务器证书通不过验证，请检查 receipts.host 和 receipts.ca_file"),
    (ssl.SSLError, "加密连接失败，请检查 receipts.tls 与 receipts.port 是否相配"),
    (smtplib.SMTPAuthenticationError, "登录被拒绝，请检查 receipts.username 和密码（或授权码）"),
    (smtplib.SMTPNotSupportedError, "服务器不提供 STARTTLS 或登录，没有发送密码，请检查 receipts.tls"),
    (TimeoutError, "服务器在时限内没有应答，请检查 receipts.host、receipts.port 和网络"),
    (Exception, "连不上，请检查 receipts.host、receipts.port 和网络"),
)


def _failure(server: Server, error: Exception) -> str:
    # smtplib hides a time-out behind its own "connection unexpectedly closed".
    cause = error.__context__ if isinstance(error.__context__, TimeoutError) else error
    remedy = next(words for kind, words in _REMEDIES if isinstance(cause, kind))
    said = _said(error)
    if server.password:  # a server may repeat what it was given
        said = said.replace(server.password, "***")
    return f"{server.host}:{server.port} {remedy}（{said}）"


def _said(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_clean(error.smtp_error)}"
    return _clean(str(error)) or type(error).__name__


def _clean(words: bytes | str) -> str:
    """A server's words on one short line: they are data."""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return "".join(c if c.isprintable() else " " for c in text).strip()[:200]
