"""Whatever happens to a mailbox and to its polls, every message is here once and in exactly one state.

A state machine lets people deliver, flag, move and delete, lets the server number its letters anew, and
lets polls be killed, stopped, doubled and cut off; after each poll that ended by itself it looks at
everything.  Every run tries the same cases; $BULLETIN_STATE_MACHINE=500 tries 500 new ones.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from desk import filing, glance, taking  # noqa: F401 -- loaded once, not by every poll anew
from desk.pipeline import read_due
from desk.reading import Opened, open_message
from desk.taken import Taken
from intake.mailbox import Session
from storage import tables as t
from storage.database import migrate, open_engine
from tests import dovecot, postgres
from tests.command import command
from tests.conftest import NOW, PASSWORD
from tests.dovecot import Dovecot
from tests.mailworld import LIMIT, POISON, Kind, Mailbox, Pause, pick, stopped
from tests.proxy import Fault, proxied
from tests.proxy import Kind as Harm
from tests.world import Effects, World, end, made, poll, start

TRIED = int(os.environ.get("BULLETIN_STATE_MACHINE", "0"))
"""How many new cases are tried; 0: the same ones each time."""

STEPS = 14

ENDED = (0, 4)
"""Exit statuses of a poll that came to its end."""

MOVED = "done"
AFTER = ("keep", "seen", f"move:{MOVED}")

SPOTS = (
    b"OK",
    b"CAPABILITY",
    b"EXISTS",
    b"SEARCH",
    b"RFC822.SIZE",
    b"BODY[",
    b"COPYUID",
    b"EXPUNGE",
    b"UIDNEXT",
)
"""What a server says where a connection may break."""

GIVEN_UP = "读了 3 次都没有读完就中断了"
"""Why a letter is set aside whose readings died with their runs."""


# --- where it happens ----------------------------------------------------------------------------------


@dataclass(slots=True)
class Place:
    """The servers and files of a test; `poison` and `moves` are what the polls of an example meet."""

    root: Path
    server: Dovecot
    cluster: postgres.Postgres | None
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

    def open_message(self, data: bytes, bulletin: object) -> Opened:
        """Open a letter; a poisoned one harms its reader before the cure."""
        kind = data.partition(POISON)[2][:8]
        if self.poison and kind == b"crashing":
            os.kill(os.getpid(), signal.SIGKILL)
        if self.poison and kind == b"stumblin":
            raise RuntimeError("stumbled")
        return open_message(data, bulletin)  # type: ignore[arg-type]


@contextmanager
def place(cluster: postgres.Postgres | None) -> Iterator[Place]:
    with ExitStack() as stack:
        root = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        engine = open_engine("sqlite:///empty.db", root)
        migrate(engine)
        engine.dispose()
        here = Place(root, stack.enter_context(dovecot.running()), cluster)
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setenv("BULLETIN_PASSWORD", PASSWORD)
        patch.setattr(filing, "open_message", here.open_message)
        has = Session.has
        patch.setattr(
            Session, "has", lambda session, word: has(session, word) and (here.moves or word != "MOVE")
        )
        yield here


# --- what happens --------------------------------------------------------------------------------------


numbers = st.integers(0, 1000)
points = st.integers(1, 70)


class Intake(RuleBasedStateMachine):
    """People, a server, and polls that may come to harm.

    `deaths` counts runs that did not end, or stood still while others read; `wishes` is, by message, what
    was to be done with it on the server.
    """

    def __init__(self, here: Place) -> None:
        super().__init__()
        self.here = here
        self.world = here.world()
        self.mailbox = Mailbox(self.world.mailbox, self.world.user, MOVED)
        self.after, self.limit = AFTER[0], 1
        self.deaths, self.cured = 0, False
        self.wishes: dict[int, str] = {}
        self.before: dict[str, list[dict[str, Any]]] = {}

    @initialize(moves=st.booleans(), after=st.sampled_from(AFTER))
    def begin(self, moves: bool, after: str) -> None:
        self.here.moves, self.here.poison = moves, True
        self.set_after(after)
        self.observe()

    def teardown(self) -> None:
        try:
            if sys.exc_info()[0] is None:
                self.poll(through_glance=False)
        finally:
            self.here.clear(self.world)

    # --- people and the server

    @rule(kinds=st.lists(st.sampled_from(Kind), min_size=1, max_size=3))
    def deliver(self, kinds: list[Kind]) -> None:
        for kind in kinds:
            self.mailbox.deliver_new(kind)

    @precondition(lambda self: self.mailbox.deliveries)
    @rule(number=numbers, other_way=st.booleans())
    def deliver_again(self, number: int, other_way: bool) -> None:
        made = self.mailbox.deliveries
        self.mailbox.deliver_again(made[number % len(made)], other_way=other_way)

    @rule(number=numbers, flag=st.sampled_from([r"\Seen", r"\Flagged", r"\Answered"]))
    def flag(self, number: int, flag: str) -> None:
        uid = pick(sorted(self.mailbox.look()), number)
        if uid is not None:
            self.mailbox.flag(uid, flag)

    @rule(number=numbers, to=st.sampled_from([None, "people"]))
    def take_out(self, number: int, to: str | None) -> None:
        uid = pick(sorted(self.mailbox.look()), number)
        if uid is not None:
            self.mailbox.take_out(uid, to=to)

    @rule(next_uid=st.sampled_from([1, 2, 1000]))
    def renumber(self, next_uid: int) -> None:
        self.mailbox.renumber(next_uid)

    # --- settings

    @rule(after=st.sampled_from(AFTER))
    def set_after(self, after: str) -> None:
        self.after = after
        self.write_settings()

    @precondition(lambda self: self.limit == 1)
    @rule()
    def raise_limit(self) -> None:
        self.limit = 2
        self.write_settings()

    def write_settings(self, **changes: str) -> None:
        self.world.write_settings(self.after, max_size=f"max_size = {self.limit}", **changes)

    # --- polls

    @rule(through_glance=st.booleans())
    def poll(self, through_glance: bool) -> None:
        present = self.mailbox.look()
        status = self.glanced() if through_glance else poll(self.world)
        assert status in ENDED, status
        self.settled(present)

    def glanced(self) -> int:
        """Poll as the command does, which looks first whether there is anything to do."""
        handler = signal.getsignal(signal.SIGTERM)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys, "argv", ["intake", "poll", "--config", str(self.world.config)])
            try:
                glance.main()
            except SystemExit as ended:
                return int(ended.code or 0)
            finally:
                signal.signal(signal.SIGTERM, handler)
            return 0

    @rule(at=points)
    def poll_killed(self, at: int) -> None:
        present = self.mailbox.look()
        status = poll(self.world, Effects(die_at=at))
        assert status in (*ENDED, -signal.SIGKILL), status
        if status in ENDED:
            self.settled(present)
        else:
            self.deaths += 1
            self.observe()

    @rule(at=points, meanwhile=st.sampled_from(["poll", "take out", "deliver"]), number=numbers)
    def poll_suspended(self, at: int, meanwhile: str, number: int) -> None:
        """The machine sleeps so long that the leases run out, and the world goes on."""
        present = self.mailbox.look()
        process = start(self.world, Pause(die_at=at))
        if stopped(process):
            self.deaths += 1
            self.expire_leases()
            try:
                self.happen(meanwhile, number)
            finally:
                os.killpg(process, signal.SIGCONT)
        assert end(process) in ENDED
        self.settled(present)

    def happen(self, what: str, number: int) -> None:
        if what == "poll":
            assert poll(self.world) in ENDED
        elif what == "take out":
            self.take_out(number, None)
        else:
            self.deliver([Kind.PLAIN])
            self.mailbox.look()

    def expire_leases(self) -> None:
        with self.world.desk() as desk, desk.writing() as connection:
            connection.execute(sa.update(t.lease).values(until=NOW - timedelta(hours=1)))

    @rule()
    def two_polls(self) -> None:
        present = self.mailbox.look()
        first, second = start(self.world), start(self.world)
        statuses = {end(first), end(second)}
        assert statuses <= {*ENDED, 75}
        assert statuses != {75}
        self.settled(present)

    @rule(
        harm=st.sampled_from([Harm.CUT, Harm.RESET]),
        spot=st.sampled_from(SPOTS),
        behind=st.integers(0, 300),
        again=st.integers(0, 2),
    )
    def poll_cut(self, harm: Harm, spot: bytes, behind: int, again: int) -> None:
        present = self.mailbox.look()
        with proxied(self.world.mailbox.port, Fault(harm, spot, behind)) as proxy:
            self.write_settings(port=f"port = {proxy.port}", pauses=f"pauses = {[0] * again}")
            status = poll(self.world)
        self.write_settings()
        assert status in (*ENDED, 1), status
        self.observe()
        if status == 0:
            self.settled(present)

    # --- reading

    @rule(cured=st.booleans())
    def retry(self, cured: bool) -> None:
        self.here.poison = not cured
        done = command("intake retry --config", self.world.config)
        self.here.poison = True
        self.cured = self.cured or cured
        assert done.status in (0, 3, 4)
        self.observe()
        if cured:
            assert not [row for row in self.rows() if row["state"] == "set_aside"]

    @rule()
    def read(self) -> None:
        """What `compose` does first."""
        with self.world.desk() as desk:
            read_due(desk, Taken(), lambda *_: None)
        self.observe()
        assert not [row for row in self.rows() if row["state"] == "kept" or row["attempts"]]

    # --- what must be

    def rows(self) -> list[dict[str, Any]]:
        return self.before["message"]

    def observe(self) -> None:
        """What holds at any moment; and what the settings want of letters that are new here."""
        now = self.everything()
        events, rows = self.before.get("event", []), {row["id"]: row for row in now["message"]}
        assert now["event"][: len(events)] == events
        newest = {event["message_id"]: event["state"] for event in now["event"]}
        assert newest == {number: row["state"] for number, row in rows.items()}
        keys = [(r["account"], r["folder"], r["uidvalidity"], r["uid"]) for r in now["message"]]
        assert len(set(keys)) == len(keys)
        earlier = {row["id"]: row for row in self.before.get("message", [])}
        assert earlier.keys() <= rows.keys()
        for number, row in rows.items():
            over, was_over = (
                row["state"] == "too_large",
                number in earlier and earlier[number]["state"] == "too_large",
            )
            if not over and (number not in earlier or was_over):
                self.wishes[number] = self.after
        self.before = now
        self.check_archive()

    def settled(self, present: dict[int, tuple[Any, set[str]]]) -> None:
        """What holds when a poll came to its end; `present` is what was there when it began."""
        self.observe()
        epoch = self.mailbox.epoch()
        here = {(row["uidvalidity"], row["uid"]): row for row in self.rows()}
        for uid, (delivery, _) in present.items():
            assert delivery.gone or (epoch, uid) in here, (uid, delivery)
        now = self.mailbox.look()
        for uid in present.keys() & now.keys():
            row = here[epoch, uid]
            assert self.limit == 1 or row["state"] != "too_large", row
        for table in ("errand",):
            assert not self.before[table]
        assert not [gap for gap in self.before["gap"] if gap["closed_at"] is None]
        for row in self.rows():
            assert row["state"] != "kept"
            assert not row["attempts"]
        self.check_bytes()
        self.check_letters()
        self.check_server(now)
        self.check_again(now)

    def check_archive(self) -> None:
        """Every file is what its name says, and no row is without its file."""
        digests = set()
        for line in self.world.archived():
            name, digest = line.split()
            assert name == f"{digest[:2]}/{digest[2:]}.eml"
            digests.add(digest)
        assert {row["sha256"] for row in self.rows()} <= digests

    def check_bytes(self) -> None:
        for row in self.rows():
            delivery = self.mailbox.known[row["uidvalidity"], row["uid"]]
            assert row["size"] == len(delivery.data)
            if row["sha256"] != delivery.sha256:
                assert row["sha256"] == delivery.headers_sha256
                assert delivery.kind is Kind.LARGE
                assert row["state"] in ("too_large", "duplicate")

    def check_letters(self) -> None:
        """Each letter counts once, however often it came, and so do its items."""
        groups: dict[str, list[dict[str, Any]]] = {}
        for row in self.rows():
            groups.setdefault(self.delivery(row).letter, []).append(row)
        owner = {row["id"]: row["message_id"] for row in self.before["submission"]}
        items: dict[int, list[str]] = {}
        for item in self.before["item"]:
            items.setdefault(owner[item["submission_id"]], []).append(item["text"])
        for group in groups.values():
            self.check_letter(group, items)
        assert not items

    def check_letter(self, group: list[dict[str, Any]], items: dict[int, list[str]]) -> None:
        by_id = {row["id"]: row for row in group}
        first = [row for row in group if row["state"] != "duplicate"]
        waiting = [row for row in first if row["state"] in ("set_aside", "too_large")]
        filed = [row for row in first if row not in waiting]
        kind = self.delivery(group[0]).kind
        assert len(filed) <= 1, filed
        assert first, group
        assert max(Counter((row["sha256"], row["size"]) for row in first).values()) == 1
        for row in group:
            assert (row["duplicate_of"] is not None) == (row["state"] == "duplicate")
            if row["state"] == "duplicate":
                assert by_id[row["duplicate_of"]]["state"] != "duplicate", row
        for row in waiting:
            self.check_waiting(row, kind)
        for row in filed:
            assert row["state"] == kind.comes_to
            assert self.cured or not kind.poisoned
            assert len(items.pop(row["id"], [])) == kind.items
            assert row["subject"] == f"letter {self.delivery(row).number}"

    def check_waiting(self, row: dict[str, Any], kind: Kind) -> None:
        """Why a letter may wait for a person."""
        if row["state"] == "too_large":
            assert kind is Kind.LARGE
        elif not kind.poisoned:
            assert self.deaths >= 3, row
            assert row["reason"].startswith(GIVEN_UP)

    def delivery(self, row: dict[str, Any]) -> Any:
        return self.mailbox.known[row["uidvalidity"], row["uid"]]

    def check_server(self, now: dict[int, tuple[Any, set[str]]]) -> None:
        """On the server nothing but what people and the settings wanted."""
        wishes: dict[str, set[str]] = {}
        for row in self.rows():
            wishes.setdefault(self.delivery(row).name, set()).add(self.wishes.get(row["id"], AFTER[0]))
        there = {delivery.name for delivery, _ in now.values()}
        away = [d for d in self.mailbox.deliveries if not d.gone and d.name not in there]
        assert not [d for d in self.mailbox.deliveries if d.gone and d.name in there]
        assert self.mailbox.taken_away() == Counter(delivery.sha256 for delivery in away)
        for delivery in away:
            assert AFTER[2] in wishes.get(delivery.name, set()), delivery
        for delivery, flags in now.values():
            assert delivery.flags <= flags
            assert flags <= delivery.flags | (
                {r"\Seen"} if "seen" in wishes.get(delivery.name, set()) else set()
            )
        epoch = self.mailbox.epoch()
        for row in self.rows():
            if row["uidvalidity"] == epoch and row["uid"] in now:
                wish = self.wishes.get(row["id"])
                assert wish != AFTER[2], row
                assert wish != "seen" or r"\Seen" in now[row["uid"]][1], row

    def check_again(self, present: dict[int, tuple[Any, set[str]]]) -> None:
        """Once more, and nothing at all changes."""
        ledger, archive, away = self.before, self.world.archived(), self.mailbox.taken_away()
        assert poll(self.world) == 0
        assert self.everything() == ledger
        assert self.world.archived() == archive
        assert self.mailbox.look() == present
        assert self.mailbox.taken_away() == away

    def everything(self) -> dict[str, list[dict[str, Any]]]:
        """All rows; those of messages and events in the order in which they came."""
        found = self.world.everything()
        for name in ("message", "event"):
            found[name].sort(key=lambda row: int(row["id"]))
        return found


def tried(examples: int) -> settings:
    """How many cases are tried."""
    return settings(
        max_examples=TRIED or examples,
        stateful_step_count=STEPS,
        deadline=None,
        derandomize=not TRIED,
        database=None,
        phases=[Phase.generate],
        print_blob=False,
        suppress_health_check=list(HealthCheck),
    )


@dovecot.needed
def test_every_message_is_here_once_and_in_one_state() -> None:
    with place(None) as here:
        run_state_machine_as_test(lambda: Intake(here), settings=tried(30))


@dovecot.needed
@postgres.needed
def test_on_a_database_server_too(postgres: postgres.Postgres) -> None:
    with place(postgres) as here:
        run_state_machine_as_test(lambda: Intake(here), settings=tried(6))
