"""A mailbox for tests on either server, filled and looked at with imaplib: not with what is tested."""

from __future__ import annotations

import imaplib
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from desk.imap_server import HOST, serving
from intake.mailbox import Account
from tests import dovecot
from tests.conftest import PASSWORD, USER

NOON = datetime(2021, 5, 6, 4, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Postbox:
    """A running server with one user's mailbox."""

    port: int

    def account(self, **changes: object) -> Account:
        """How the intake reaches it; `changes` replace fields."""
        return account(self.port, **changes)

    @contextmanager
    def client(self, folder: str = "INBOX") -> Iterator[imaplib.IMAP4]:
        """Another mail program, logged in."""
        with imaplib.IMAP4(HOST, self.port) as client:
            # Without it every command waits for the last one's acknowledgement.
            client.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            client.login(USER, PASSWORD)
            client.select(folder)
            yield client

    def deliver(self, *letters: bytes, received: datetime = NOON, folder: str = "INBOX") -> None:
        """Put letters into a folder, which is made if missing."""
        with self.client() as client:
            if folder != "INBOX":
                client.create(folder)
            for data in letters:
                status, _ = client.append(folder, "", imaplib.Time2Internaldate(received), data)
                assert status == "OK"

    def remove(self, uid: int) -> None:
        """Delete a letter for good."""
        with self.client() as client:
            client.uid("STORE", str(uid), "+FLAGS", r"(\Deleted)")
            client.expunge()

    def held(self, folder: str = "INBOX") -> list[bytes]:
        """The letters of a folder."""
        with self.client(f'"{folder}"') as client:
            if client.search(None, "ALL")[1] == [b""]:
                return []
            _, answers = client.fetch("1:*", "(BODY.PEEK[])")
        return [answer[1] for answer in answers if isinstance(answer, tuple)]

    def flags(self) -> set[str]:
        """All flags that letters of the INBOX carry, but the one that tells a first look."""
        with self.client() as client:
            _, lines = client.fetch("1:*", "(FLAGS)")
        found = {flag for line in lines for flag in re.findall(r"\\\w+", str(line))}
        return found - {r"\\Recent", r"\Recent"}


def account(port: int, **changes: object) -> Account:
    """An account on a port of this machine, in clear."""
    values = {"name": "submissions", "host": HOST, "port": port, "tls": "none"}
    values |= {"username": USER, "password": PASSWORD, "timeout": 5}
    return Account(**(values | changes))  # type: ignore[arg-type]


def letter(number: int, size: int = 0) -> bytes:
    """A letter like no other, of at least `size` bytes."""
    head = f"From: Wei <wei@gxfgs.example.com>\r\nSubject: letter {number}\r\nX-Number: {number}\r\n\r\n"
    body = f"第{number}封：四月份电解铝厂完成产量计划。\r\n"
    return (head + body).encode() + b"x" * 70 * (size // 70) + b"\r\n"


@contextmanager
def on_pymap() -> Iterator[Postbox]:
    """A mailbox on pymap."""
    with serving(USER, PASSWORD) as port:
        yield Postbox(port)


@contextmanager
def on_dovecot() -> Iterator[Postbox]:
    """A mailbox on a Dovecot of its own."""
    with dovecot.running() as server:
        yield Postbox(server.port)
