"""An SMTP server on loopback that takes letters, refuses them as told, or breaks off."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

HOST = "127.0.0.1"
USER, PASSWORD = "desk@example.com", "s3cret"


@dataclass(frozen=True, slots=True)
class Handed:
    """A letter as it came in: its envelope and its bytes."""

    sender: str
    recipients: list[str]
    data: bytes

    @property
    def letter(self) -> EmailMessage:
        """The letter as a mail program reads it."""
        found = BytesParser(policy=default).parsebytes(self.data)
        assert isinstance(found, EmailMessage)
        return found


@dataclass
class PostOffice:
    """What the server does: `answers` by command (or `RCPT address`), `breaks` at a command."""

    answers: dict[str, str] = field(default_factory=dict)
    taken: list[Handed] = field(default_factory=list)
    breaks: str = ""
    logins: int = 0
    meanwhile: Callable[[], object] = lambda: None
    port: int = 0

    def _answer(self, server: Any, *names: str) -> str:
        if self.breaks in names:
            server.transport.abort()
        return next((self.answers[name] for name in names if name in self.answers), "250 OK")

    async def handle_MAIL(  # noqa: N802 -- aiosmtpd's name
        self, server: Any, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        """Answer MAIL."""
        envelope.mail_from = address
        return self._answer(server, "MAIL")

    async def handle_RCPT(  # noqa: N802 -- aiosmtpd's name
        self, server: Any, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        """Answer RCPT."""
        answer = self._answer(server, f"RCPT {address}", "RCPT")
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 -- aiosmtpd's name
        """Take the letter, then answer."""
        self.taken.append(Handed(envelope.mail_from, envelope.rcpt_tos, envelope.original_content))
        self.meanwhile()
        return self._answer(server, "DATA")

    def login(self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
        """Let the one user in."""
        self.logins += 1
        right = given == LoginPassword(USER.encode(), PASSWORD.encode())
        return AuthResult(success=right, handled=right)


@contextmanager
def open_office(
    tls: str = "none", context: ssl.SSLContext | None = None, **does: Any
) -> Iterator[PostOffice]:
    """Run a server; `does` are the fields of its `PostOffice`."""
    office = PostOffice(**does)
    with socket.create_server((HOST, 0)) as free:
        office.port = free.getsockname()[1]
    controller = Controller(
        office,
        HOST,
        office.port,
        ssl_context=context if tls == "implicit" else None,
        tls_context=context if tls == "starttls" else None,
        require_starttls=tls == "starttls",
        authenticator=office.login,
        auth_require_tls=False,
    )
    controller.start()
    try:
        yield office
    finally:
        controller.stop()
