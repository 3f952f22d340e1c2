"""A small IMAP server that keeps to a script: for what no real server does, or only on its worst day."""

from __future__ import annotations

import contextlib
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.proxy import HOST

CLOSE = b"\0CLOSE"
"""At the end of an answer: the connection ends behind it."""

TAG = b"\0TAG"
"""Stands for the command's tag in an answer."""

OK, NO, BAD = TAG + b" OK done\r\n", TAG + b" NO not now\r\n", TAG + b" BAD what?\r\n"

Rule = Callable[[str], bytes | None]
"""From a command to its answer; None leaves the command to the server as it is."""


@dataclass(slots=True)
class Fake:
    """A server with one user: folders of letters by UID, and what it does differently from other servers.

    `rules` come before everything else; `items` changes single items of FETCH answers, from (UID, item as
    asked, answer) to the answer, `b""` to leave it out; the answers about `silent` UIDs are left out whole.
    """

    letters: dict[int, bytes] = field(default_factory=dict)
    rules: list[Rule] = field(default_factory=list)
    items: Callable[[int, str, bytes], bytes] = lambda _uid, _item, answer: answer
    silent: set[int] = field(default_factory=set)
    capabilities: str = "IMAP4rev1 ID UIDPLUS MOVE"
    greeting: bytes = b"* OK ready\r\n"
    uidvalidity: str = "7"
    uidnext: bool = True
    port: int = 0
    said: list[str] = field(default_factory=list)
    deleted: set[int] = field(default_factory=set)
    seen: set[int] = field(default_factory=set)
    folders: dict[str, dict[int, bytes]] = field(default_factory=dict)
    selected: dict[int, bytes] | None = None

    def rule(self, pattern: str, *answers: bytes | Callable[[], bytes | None] | None) -> None:
        """Answer commands that match a pattern, one after the other; the last answer holds for good."""
        left = list(answers)

        def answer(command: str) -> bytes | None:
            if not re.search(pattern, command):
                return None
            now = left.pop(0) if len(left) > 1 else left[0]
            return now() if callable(now) else now

        self.rules.append(answer)

    def count(self, pattern: str) -> int:
        """How many commands said so far match a pattern."""
        return sum(1 for command in self.said if re.search(pattern, command))

    @property
    def copies(self) -> list[bytes]:
        """The letters in all folders but the INBOX."""
        return [data for folder in self.folders.values() for data in folder.values()]

    # --- the server

    def answer(self, tag: bytes, command: str) -> bytes:
        """The whole answer to a command."""
        self.said.append(command)
        found = next((a for rule in self.rules if (a := rule(command)) is not None), None)
        return (self._own(command) if found is None else found).replace(TAG, tag)

    def _own(self, command: str) -> bytes:
        name, _, rest = command.removeprefix("UID ").partition(" ")
        method = getattr(self, f"_{name.lower()}", None)
        return OK if method is None else method(rest)

    def _capability(self, _rest: str) -> bytes:
        return f"* CAPABILITY {self.capabilities}\r\n".encode() + OK

    def _logout(self, _rest: str) -> bytes:
        return b"* BYE bye\r\n" + OK + CLOSE

    def _examine(self, rest: str) -> bytes:
        name = rest.strip('"')
        if name != "INBOX" and name not in self.folders:
            return TAG + b" NO no such folder\r\n"
        self.selected = self.letters if name == "INBOX" else self.folders[name]
        told = f"* {len(self.selected)} EXISTS\r\n* OK [UIDVALIDITY {self.uidvalidity}] epoch\r\n"
        if self.uidnext:
            told += f"* OK [UIDNEXT {_next(self.selected)}] next\r\n"
        return told.encode() + OK

    _select = _examine

    def _list(self, rest: str) -> bytes:
        wanted = rest.split('"')[3]
        names = [name for name in ("INBOX", *self.folders) if wanted in ("*", name)]
        return "".join(f'* LIST () "/" "{name}"\r\n' for name in names).encode() + OK

    def _create(self, rest: str) -> bytes:
        self.folders[rest.strip('"')] = {}
        return OK

    def _status(self, rest: str) -> bytes:
        name = rest.split('"')[1]
        nexts = f" UIDNEXT {_next(self.folders[name])}" if self.uidnext else ""
        return f'* STATUS "{name}" (UIDVALIDITY {self.uidvalidity}{nexts})\r\n'.encode() + OK

    def _search(self, rest: str) -> bytes:
        found = " ".join(map(str, self._chosen(rest.removeprefix("UID "))))
        return f"* SEARCH {found}\r\n".encode() + OK

    def _chosen(self, words: str, among: list[int] | None = None) -> list[int]:
        here = sorted(self._here) if among is None else among
        chosen: set[int] = set()
        for part in words.split(","):
            first, _, last = part.partition(":")
            low = int(first)
            high = (here[-1] if here else 0) if last == "*" else int(last or first)
            chosen |= {low} & set(here) if low == high else {n for n in here if low <= n <= high}
        return sorted(chosen)

    @property
    def _here(self) -> dict[int, bytes]:
        return self.letters if self.selected is None else self.selected

    def _fetch(self, rest: str) -> bytes:
        which, _, items = rest.partition(" ")
        asked = items.strip("()").split()
        uids = sorted(self._here)
        places = {uid: place for place, uid in enumerate(uids, 1)}
        if not self.said[-1].startswith("UID"):
            chosen = [uids[n - 1] for n in self._chosen(which, list(range(1, len(uids) + 1)))]
        else:
            chosen = self._chosen(which)
        told = (self._told(uid, places[uid], asked) for uid in chosen if uid not in self.silent)
        return b"".join(told) + OK

    def _told(self, uid: int, place: int, asked: list[str]) -> bytes:
        answers = (self.items(uid, item, _item(item, self._here[uid])) for item in asked if item != "UID")
        return b"* %d FETCH (%s)\r\n" % (place, b" ".join([b"UID %d" % uid, *filter(None, answers)]))

    def _store(self, rest: str) -> bytes:
        (self.deleted if "Deleted" in rest else self.seen).update(self._chosen(rest.partition(" ")[0]))
        return OK

    def _copy(self, rest: str) -> bytes:
        which, _, name = rest.partition(" ")
        target = self.folders[name.strip('"')]
        for uid in self._chosen(which):
            target[_next(target)] = self._here[uid]
        return OK

    def _move(self, rest: str) -> bytes:
        self._copy(rest)
        for uid in self._chosen(rest.partition(" ")[0]):
            del self._here[uid]
        return OK

    def _expunge(self, rest: str) -> bytes:
        for uid in self._chosen(rest):
            if uid in self.deleted:
                del self._here[uid]
        return OK


def _next(folder: dict[int, bytes]) -> int:
    return max(folder, default=0) + 1


def literal(data: bytes) -> bytes:
    """Bytes as a server sends them."""
    return b"{%d}\r\n%s" % (len(data), data)


def _item(item: str, data: bytes) -> bytes:
    name, _, span = item.replace(".PEEK", "").partition("<")
    if name == "RFC822.SIZE":
        return b"RFC822.SIZE %d" % len(data)
    if name == "INTERNALDATE":
        return b'INTERNALDATE "06-May-2021 12:00:00 +0800"'
    if name == "BODY[HEADER]":
        data = data[: data.find(b"\r\n\r\n") + 4]
    if not span:
        return name.encode() + b" " + literal(data)
    start, length = map(int, span.rstrip(">").split("."))
    return b"%s<%d> %s" % (name.encode(), start, literal(data[start : start + length]))


@contextmanager
def faking(fake: Fake) -> Iterator[Fake]:
    """Let a server answer while the block runs."""
    with socket.create_server((HOST, 0)) as listener:
        fake.port = listener.getsockname()[1]
        threading.Thread(target=_accept, args=(fake, listener), daemon=True).start()
        yield fake
        listener.shutdown(socket.SHUT_RDWR)


def _accept(fake: Fake, listener: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=_serve, args=(fake, connection), daemon=True).start()


def _serve(fake: Fake, connection: socket.socket) -> None:
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    with contextlib.suppress(OSError), connection, connection.makefile("rb") as lines:
        connection.sendall(fake.greeting)
        for line in lines:
            tag, _, command = line.partition(b" ")
            answer = fake.answer(tag, command.decode("utf-8", "replace").rstrip())
            connection.sendall(answer.removesuffix(CLOSE))
            if answer.endswith(CLOSE):
                return
