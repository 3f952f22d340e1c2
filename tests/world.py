"""A mailbox on a real server and a desk of its own: polled in processes that may be killed, and compared."""

from __future__ import annotations

import hashlib
import imaplib
import mmap
import os
import signal
import socket
import struct
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from desk.commands.intake import poll_all
from desk.desk import Desk, opened
from storage import archive
from storage import tables as t
from tests.conftest import NOW, settings_text
from tests.dovecot import PASSWORD, Dovecot

MOVED = "已收"
"""Where letters go that were taken in."""

_MOVED_UTF7 = "&XfJlNg-"  # the same, RFC 3501, 5.1.3
_VOLATILE = {"stored_at", "window_id", "id"}


@dataclass(frozen=True, slots=True)
class World:
    """A user's mailbox and the desk that polls it; both begin empty."""

    folder: Path
    mailbox: Dovecot
    user: str
    database: str

    @property
    def config(self) -> Path:
        """The settings file."""
        return self.folder / "config.toml"

    def write_settings(self, after: str, **changes: str) -> None:
        """Write the settings: the shipped example, this server, this database, no waiting."""
        changes = {
            "host": 'host = "127.0.0.1"',
            "port": f"port = {self.mailbox.port}",
            "tls": 'tls = "none"',
            "username": f'username = "{self.user}"',
            "after": f'after = "{after}"',
            "pauses": "pauses = []",
            "url": f'url = "{self.database}"',
        } | changes
        self.config.write_text(settings_text(**changes), "utf-8")

    def deliver(self, letters: Sequence[bytes]) -> None:
        """Deliver letters in this order, a second apart."""
        for number, data in enumerate(letters):
            self.mailbox.deliver(f"m{number:05}", data, NOW + timedelta(seconds=number))

    @contextmanager
    def desk(self) -> Iterator[Desk]:
        """The desk, whose clock stands still."""
        with opened(str(self.config), clock=lambda: NOW) as desk:
            yield desk

    # --- what there is at the end

    def server(self) -> dict[str, list[tuple[str, str]]]:
        """Folder -> digest and flags of each letter in it, in a comparable order."""
        with imaplib.IMAP4("127.0.0.1", self.mailbox.port) as client:
            client.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            client.login(self.user, PASSWORD)
            return {name: _letters(client, name) for name in ("INBOX", _MOVED_UTF7)}

    def archived(self) -> list[str]:
        """The files of the archive; what a killed run left half written is nobody's."""
        root = self.folder / "archive"
        return sorted(
            f"{path.relative_to(root)} {hashlib.sha256(path.read_bytes()).hexdigest()}"
            for path in root.rglob("*.eml")
        )

    def ledger(self) -> dict[str, Any]:
        """What the ledger says, told by UIDs and not by its own numbers, which depend on who came first."""
        with self.desk() as desk, desk.reading() as connection:
            uids = {row["id"]: row["uid"] for row in _rows(connection, t.message)}
            messages = [_message(row, uids) for row in _rows(connection, t.message)]
            places = _places(connection, uids)
            items = [_item(row, places) for row in _rows(connection, t.item)]
            return {
                "messages": sorted(messages, key=lambda row: row["uid"]),
                "items": sorted(items, key=lambda row: row["place"]),
                "submissions": len(_rows(connection, t.submission)),
                "attachments": sorted(
                    (uids[row["message_id"]], row["sha256"]) for row in _rows(connection, t.attachment)
                ),
                "open gaps": [row for row in _rows(connection, t.gap) if row["closed_at"] is None],
                "errands": _rows(connection, t.errand),
                "grams": sorted((row["hash"], places[row["item_id"]]) for row in _rows(connection, t.gram)),
            }

    def everything(self) -> dict[str, list[dict[str, Any]]]:
        """Every row of the database, but for those that tell of the runs themselves."""
        with self.desk() as desk, desk.reading() as connection:
            told = {t.run.name, t.lease.name, t.mailbox_folder.name}
            return {
                name: sorted(_rows(connection, table), key=str)
                for name, table in t.metadata.tables.items()
                if name not in told
            }

    def contradictions(self) -> list[str]:
        """What may never be, whatever was killed when."""
        with self.desk() as desk, desk.reading() as connection:
            newest: dict[int, str] = {}
            for event in _rows(connection, t.event):
                newest[event["message_id"]] = event["state"]
            rows = _rows(connection, t.message)
            uids = Counter(row["uid"] for row in rows)
            found = [f"UID {uid} twice" for uid, count in uids.items() if count > 1]
            for row in rows:
                uid, state, last = row["uid"], row["state"], newest.get(row["id"])
                found += [f"UID {uid}: {state}, last event {last}"] if last != state else []
                found += [f"UID {uid}: tried {row['attempts']} times"] if row["attempts"] else []
                found += [] if desk.archive.path(row["sha256"]).exists() else [f"UID {uid}: bytes missing"]
            return found


def _rows(connection: sa.Connection, table: sa.Table) -> list[dict[str, Any]]:
    statement = sa.select(table)
    if "id" in table.c:
        statement = statement.order_by(table.c.id)
    return [dict(row) for row in connection.execute(statement).mappings()]


def _message(row: dict[str, Any], uids: dict[int, int]) -> dict[str, Any]:
    kept = {name: value for name, value in row.items() if name not in _VOLATILE | {"uidvalidity", "reason"}}
    return kept | {"duplicate_of": uids.get(row["duplicate_of"]), "reasoned": row["reason"] is not None}


def _places(connection: sa.Connection, uids: dict[int, int]) -> dict[int, tuple[int, int, int]]:
    """Item -> UID of its letter, number of the submission, number of the item."""
    statement = sa.select(t.item.c.id, t.submission.c.message_id, t.submission.c.ordinal, t.item.c.ordinal)
    rows = connection.execute(statement.join(t.submission, t.submission.c.id == t.item.c.submission_id))
    return {item: (uids[message], submission, ordinal) for item, message, submission, ordinal in rows}


def _item(row: dict[str, Any], places: dict[int, tuple[int, int, int]]) -> dict[str, Any]:
    kept = {name: value for name, value in row.items() if name not in _VOLATILE | {"submission_id"}}
    relation = places[row["relation_to"]] if row["relation_to"] else None
    return kept | {"place": places[row["id"]], "relation_to": relation, "relation_reason": None}


def _letters(client: imaplib.IMAP4, folder: str) -> list[tuple[str, str]]:
    if client.select(f'"{folder}"', readonly=True)[0] != "OK":
        return []
    found: list[tuple[str, str]] = []
    if client.untagged_responses["EXISTS"][-1] == b"0":
        return found
    for answer in client.fetch("1:*", "(FLAGS BODY.PEEK[])")[1]:
        if isinstance(answer, tuple):
            flags = answer[0].partition(b"FLAGS (")[2].partition(b")")[0].replace(b"\\Recent", b"").strip()
            found.append((hashlib.sha256(answer[1]).hexdigest(), flags.decode()))
    return sorted(found)


# --- polls that die --------------------------------------------------------------------------------


@dataclass(slots=True)
class Effects:
    """Counts what a poll does to the world - in all its processes - and ends it at one of them.

    An effect is a write to the archive made durable or given its name, a commit, a command to the server;
    commands that change letters count twice: before they are sent, and when the server has done them.
    """

    die_at: int = 0
    leader: int = field(default_factory=os.getpid)
    _counter: mmap.mmap = field(default_factory=lambda: mmap.mmap(-1, 8))

    @property
    def count(self) -> int:
        """How many there were."""
        return int(struct.unpack("q", self._counter[:8])[0])

    def happen(self) -> None:
        """One more is about to happen, or has: die if it is the one."""
        now = self.count + 1
        self._counter[:8] = struct.pack("q", now)
        if now == self.die_at:
            os.kill(self.leader, signal.SIGKILL)
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self) -> None:
        """Watch this process and its children from now on."""
        self.leader = os.getpid()
        self._before(os, "fsync")
        self._before(archive, "_sync_file_system")
        self._before(Path, "replace")
        sa.event.listen(sa.Engine, "commit", lambda _connection: self.happen())
        send = imaplib.IMAP4.send

        def sent(client: imaplib.IMAP4, data: Any) -> None:
            self.happen()
            send(client, data)
            if any(word in data for word in (b" MOVE ", b" COPY ", b" STORE ", b" EXPUNGE ")):
                if self.count + 1 == self.die_at:
                    time.sleep(0.2)  # the server does it meanwhile
                self.happen()

        imaplib.IMAP4.send = sent  # type: ignore[method-assign, assignment]

    def _before(self, owner: Any, name: str) -> None:
        real = getattr(owner, name)

        def counted(*arguments: Any, **named: Any) -> Any:
            self.happen()
            return real(*arguments, **named)

        setattr(owner, name, counted)


def start(world: World, effects: Effects | None = None) -> int:
    """Begin a poll in a process of its own and return its number."""
    child = os.fork()
    if child:
        return child
    status = 70
    try:
        os.environ["BULLETIN_PASSWORD"] = PASSWORD
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        if effects is not None:
            effects.watch()
        with world.desk() as desk:
            status = int(poll_all(desk))
    finally:
        os._exit(status)


def end(process: int) -> int:
    """Wait for a poll; return its exit status, or minus the signal that ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def poll(world: World, effects: Effects | None = None) -> int:
    """Run a poll to its end, however that comes."""
    return end(start(world, effects))


def ended(process: int) -> bool:
    """Whether a poll has ended; it must still be waited for."""
    found = os.waitid(os.P_PID, process, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    return found is not None


def kill(process: int) -> bool:
    """Kill a poll; False where it had ended before."""
    alive = not ended(process)
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)
    return alive and end(process) == -signal.SIGKILL


def made(make: Callable[[str], str], root: Path, server: Dovecot, user: str) -> World:
    """A world for a user; `make` gives the URL of an empty database by a name."""
    folder = root / user.partition("@")[0]
    folder.mkdir()
    return World(folder, server.of(user), user, make(user))
