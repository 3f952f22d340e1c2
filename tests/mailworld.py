"""A mailbox as its people know it: who delivered what, who did what to it, and what must therefore be where.

Nothing here is taken from the intake: what is on the server is read from the server and its files.
"""

from __future__ import annotations

import hashlib
import imaplib
import os
import re
import shutil
import signal
import socket
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from desk import filing
from desk.reading import Bulletin, Opened, open_message
from intake.documents.office import Converter
from intake.mailbox import Session
from storage import archive
from storage.database import migrate, open_engine
from tests.dovecot import PASSWORD, Dovecot, running
from tests.letters import POISON, Kind, letter
from tests.postgres import Postgres
from tests.world import Effects, World, made

MAY = datetime(2021, 5, 6, 4, tzinfo=UTC)

FOLDER = "done"
KEEP, SEEN, MOVE = "keep", "seen", f"move:{FOLDER}"
"""What the settings may want done with letters that are taken in."""


@dataclass(slots=True)
class Delivery:
    """One delivery of a letter.

    `flags` are those that people gave it; `gone` says that people took it out of the mailbox, `raced` that
    they did so while a poll stood still.
    """

    number: int
    kind: Kind
    data: bytes
    name: str
    flags: set[str] = field(default_factory=set)
    gone: bool = False
    raced: bool = False

    @property
    def sha256(self) -> str:
        """Digest of all bytes."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def headers_sha256(self) -> str:
        """Digest of the headers, with the blank line behind them."""
        return hashlib.sha256(self.data.partition(b"\r\n\r\n")[0] + b"\r\n\r\n").hexdigest()

    @property
    def letter(self) -> str:
        """What tells it from other letters: without a Message-ID nothing but its bytes."""
        return self.sha256 if self.kind is Kind.NAMELESS else str(self.number)


Present = dict[int, tuple[Delivery, set[str]]]
"""UID -> delivery and flags of what is in the mailbox at a moment."""


# --- the mailbox -------------------------------------------------------------------------------------


@dataclass(slots=True)
class Mailbox:
    """A user's mailbox, the deliveries it ever got, and under which (UIDVALIDITY, UID) each was known."""

    server: Dovecot
    user: str
    deliveries: list[Delivery] = field(default_factory=list)
    known: dict[tuple[int, int], Delivery] = field(default_factory=dict)
    numbers: int = 0

    # --- what people do

    def deliver_new(self, kind: Kind) -> None:
        """Deliver a letter like no other."""
        self.numbers += 1
        self._deliver(self.numbers, kind, letter(self.numbers, kind))

    def deliver_again(self, earlier: Delivery, *, other_way: bool = False) -> None:
        """Deliver a letter again: the very bytes, or what came another way through the network."""
        way = f"Received: from relay{len(self.deliveries)}.example.com; Thu, 6 May 2021 12:00:00 +0800\r\n"
        data = way.encode() + letter(earlier.number, earlier.kind) if other_way else earlier.data
        self._deliver(earlier.number, earlier.kind, data)

    def _deliver(self, number: int, kind: Kind, data: bytes) -> None:
        count = len(self.deliveries)
        arrived = MAY + timedelta(minutes=count * 7 % 13)  # UIDs do not always follow it
        self.server.deliver(f"d{count:05}", data, arrived)
        self.deliveries.append(Delivery(number, kind, data, f"{arrived.timestamp():.0f}.d{count:05}.host"))

    def flag(self, uid: int, flag: str) -> None:
        """Give a letter a flag."""
        with self.client() as client:
            self._of(uid).flags.add(flag)
            client.uid("STORE", str(uid), "+FLAGS", f"({flag})")

    def take_out(self, uid: int, *, to: str | None) -> None:
        """Move a letter to a folder of the people's own, or delete it for good."""
        with self.client() as client:
            self._of(uid).gone = True
            if to is not None:
                client.create(to)  # it may be there
                client.uid("MOVE", str(uid), to)
                return
            client.uid("STORE", str(uid), "+FLAGS", r"(\Deleted)")
            client.expunge()

    def renumber(self, next_uid: int) -> None:
        """Have the server number everything anew, from a UID on."""
        self.look()
        epoch = self.epoch()
        self.server.renumber(epoch + 1, next_uid)
        self.look()
        assert self.epoch() == epoch + 1

    # --- what there is

    @contextmanager
    def client(self, *, readonly: bool = False) -> Iterator[imaplib.IMAP4]:
        """A mail program with the mailbox open."""
        with imaplib.IMAP4("127.0.0.1", self.server.port) as client:
            client.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            client.login(self.user, PASSWORD)
            client.select(readonly=readonly)
            yield client

    def look(self) -> Present:
        """Return what is in the mailbox now, and remember its UIDs."""
        with self.client(readonly=True) as client:
            [count] = client.untagged_responses["EXISTS"][-1:]
            lines = client.uid("FETCH", "1:*", "(FLAGS)")[1] if count != b"0" else []
        epoch, names = self._uids()
        by_name = {delivery.name: delivery for delivery in self.deliveries}
        found = {}
        for line in lines:
            words = line.decode()
            uid = int(re.search(r"UID (\d+)", words)[1])  # type: ignore[index]
            flags = set(re.findall(r"\\\w+", words)) - {r"\Recent"}
            self.known[epoch, uid] = by_name[names[uid]]
            found[uid] = (by_name[names[uid]], flags)
        return found

    def epoch(self) -> int:
        """The UIDVALIDITY."""
        return self._uids()[0]

    def _of(self, uid: int) -> Delivery:
        return self.known[self.epoch(), uid]

    def _uids(self) -> tuple[int, dict[int, str]]:
        """UIDVALIDITY, and UID -> name of the file, as Dovecot writes them down."""
        head, *lines = (self.server.maildir / "dovecot-uidlist").read_text().splitlines()
        epoch = re.search(r"\bV(\d+)", head)
        assert epoch is not None
        return int(epoch[1]), {
            int(uid): name.partition(":2,")[0]
            for uid, name in (re.split(r" .*?:", line, maxsplit=1) for line in lines)
        }

    def moved(self) -> Counter[str]:
        """Digests of what is in the folder that letters are moved to."""
        folder = self.server.maildir / f".{FOLDER}"
        return Counter(
            hashlib.sha256(path.read_bytes()).hexdigest()
            for part in ("cur", "new")
            for path in (folder / part).glob("*")
        )


# --- where it happens --------------------------------------------------------------------------------


@dataclass(slots=True)
class Place:
    """The servers and files of a test; `poison` and `moves` are what the polls of an example meet.

    Ledgers are SQLite files where there is no `cluster`.  `moves` says whether the server knows MOVE.
    """

    root: Path
    server: Dovecot
    cluster: Postgres | None
    poison: bool = True
    moves: bool = True
    numbers: Iterator[int] = field(default_factory=count)

    def world(self) -> World:
        """A new mailbox and an empty ledger."""
        world = made(self._database, self.root, self.server, f"box{next(self.numbers)}@example.com")
        if self.cluster is None:
            shutil.copy(self.root / "empty.db", world.folder / "bulletin.db")
        return world

    def _database(self, _user: str) -> str:
        return "sqlite:///bulletin.db" if self.cluster is None else self.cluster.database()

    def clear(self, world: World) -> None:
        """Take away what an example left."""
        shutil.rmtree(world.folder)
        shutil.rmtree(world.mailbox.maildir)
        if self.cluster is not None:
            self.cluster.drop(world.database)

    def open_message(self, data: bytes, bulletin: Bulletin, office: Converter | None) -> Opened:
        """Open a letter; a poisoned one harms its reader before the cure."""
        harm = data.partition(POISON)[2].partition(b"\r\n")[0].decode() if self.poison else ""
        if harm == Kind.CRASHING:
            os.kill(os.getpid(), signal.SIGKILL)
        if harm == Kind.STUMBLING:
            raise RuntimeError(harm)
        return open_message(data, bulletin, office)


@contextmanager
def place(cluster: Postgres | None) -> Iterator[Place]:
    """Run a mail server while the block runs, and let letters poison this process and its children."""
    with ExitStack() as stack:
        root = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        engine = open_engine("sqlite:///empty.db", root)
        migrate(engine)
        engine.dispose()
        here = Place(root, stack.enter_context(running()), cluster)
        has = Session.has

        def has_here(session: Session, word: str) -> bool:
            return has(session, word) and (here.moves or word != "MOVE")

        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setenv("BULLETIN_PASSWORD", PASSWORD)
        patch.setattr(filing, "open_message", here.open_message)
        patch.setattr(Session, "has", has_here)
        yield here


# --- polls that stand still ---------------------------------------------------------------------------


@dataclass(slots=True)
class Pause(Effects):
    """Stops a poll with its reader at one of its effects, as a machine that sleeps; not in transactions."""

    def happen(self) -> None:
        """One more is about to happen: stand still if it is the one."""
        at, self.die_at = self.die_at, 0
        Effects.happen(self)  # counts
        self.die_at = at
        if self.count == at:
            os.killpg(0, signal.SIGSTOP)

    def watch(self) -> None:
        """Watch this process and its children, which stand still and go on together."""
        os.setpgid(0, 0)
        self._before(archive, "_make_durable")
        self._before(Path, "replace")
        self._before(imaplib.IMAP4, "send")
        self._before(filing, "open_message")


def stopped(process: int) -> bool:
    """Wait until a process stands still or has ended; whether it stands still."""
    found = os.waitid(os.P_PID, process, os.WEXITED | os.WSTOPPED | os.WNOWAIT)
    return found is not None and found.si_code == os.CLD_STOPPED
