"""Whatever happens to a mailbox and to its polls, every message is here once and in exactly one state.

A state machine has people deliver, flag, move and delete letters, has the server number them anew, and has
polls killed, stopped, doubled and cut off; behind each poll that came to its end it looks at everything.
Every run tries the same cases; with $BULLETIN_STATE_MACHINE=50 it tries ten times fifty, a second or so each.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from datetime import timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from desk import glance, taking  # noqa: F401 -- loaded once, not by every poll anew
from desk.pipeline import read_due
from desk.taken import Taken
from storage import tables as t
from tests import dovecot, postgres
from tests.books import Books
from tests.command import command
from tests.conftest import NOW
from tests.letters import Kind
from tests.mailworld import KEEP, MOVE, SEEN, Mailbox, Pause, Place, Present, place, stopped
from tests.proxy import Fault, proxied
from tests.proxy import Kind as Harm
from tests.world import Effects, end, poll, start

ROUNDS = int(os.environ.get("BULLETIN_STATE_MACHINE", "0"))

ENDED = (0, 4)
"""Exit statuses of a poll that came to its end."""

BUSY = 75

SPOTS = (
    *(b"OK", b"CAPABILITY", b"EXISTS", b"SEARCH", b"RFC822.SIZE", b"BODY["),
    *(b"COPYUID", b"EXPUNGE", b"UIDNEXT"),
)
"""What a server says where the connection may break."""

kinds = st.lists(st.sampled_from(Kind), min_size=1, max_size=3)
numbers = st.integers(0, 1000)
afters = st.sampled_from([KEEP, SEEN, MOVE])


class Intake(RuleBasedStateMachine):
    """People, a server, and polls that may come to harm; a subclass says where."""

    here: Place

    def __init__(self) -> None:
        super().__init__()
        self.world = self.here.world()
        self.mailbox = Mailbox(self.world.mailbox, self.world.user)
        self.books = Books(self.world, self.mailbox)
        self.after, self.raised = KEEP, False

    @initialize(moves=st.booleans(), after=afters, letters=kinds)
    def begin(self, moves: bool, after: str, letters: list[Kind]) -> None:
        self.here.moves, self.here.poison = moves, True
        self.set_after(after)
        self.deliver(letters)
        self.observe()

    def teardown(self) -> None:
        try:
            if sys.exc_info()[0] is None:
                self.poll(through_glance=False)
        finally:
            self.here.clear(self.world)

    # --- people and the server

    @rule(letters=kinds)
    def deliver(self, letters: list[Kind]) -> None:
        for kind in letters:
            self.mailbox.deliver_new(kind)

    @rule(number=numbers, other_way=st.booleans())
    def deliver_again(self, number: int, other_way: bool) -> None:
        deliveries = self.mailbox.deliveries
        self.mailbox.deliver_again(deliveries[number % len(deliveries)], other_way=other_way)

    @rule(number=numbers, what=st.sampled_from([r"\Seen", r"\Flagged", r"\Answered", "delete", "people"]))
    def touch(self, number: int, what: str) -> None:
        """Somebody flags a letter, deletes it, or moves it to a folder of the people's own."""
        uids = sorted(self.mailbox.look())
        if uids and what.startswith("\\"):
            self.mailbox.flag(uids[number % len(uids)], what)
        elif uids:
            self.mailbox.take_out(uids[number % len(uids)], to=None if what == "delete" else what)

    @rule(next_uid=st.sampled_from([1, 2, 1000]))
    def renumber(self, next_uid: int) -> None:
        self.mailbox.renumber(next_uid)

    # --- settings

    @rule(after=afters)
    def set_after(self, after: str) -> None:
        self.after = after
        self.write_settings()

    @precondition(lambda self: not self.raised)
    @rule()
    def raise_limit(self) -> None:
        self.raised = True
        self.write_settings()

    def write_settings(self, **changes: str) -> None:
        """The size limit is below that of a large letter, until it is raised."""
        self.world.write_settings(self.after, max_size=f"max_size = {1 + self.raised}", **changes)

    # --- polls

    @rule(through_glance=st.booleans())
    def poll(self, through_glance: bool) -> None:
        present = self.mailbox.look()
        status = self.glance() if through_glance else poll(self.world)
        assert status in ENDED, status
        self.settled(present)

    def glance(self) -> int:
        """Poll as the command does, which first looks whether there is anything to do."""
        handler = signal.getsignal(signal.SIGTERM)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys, "argv", ["intake", "poll", "--config", str(self.world.config)])
            patch.setattr(glance, "leave", sys.exit)  # it would end the tests, and with success
            try:
                glance.main()
            except SystemExit as ended:
                return int(ended.code or 0)
            finally:
                signal.signal(signal.SIGTERM, handler)
                gc.enable()
        return 0

    @rule(letters=kinds, at=st.integers(1, 60))
    def poll_killed(self, letters: list[Kind], at: int) -> None:
        self.deliver(letters)
        present = self.mailbox.look()
        status = poll(self.world, Effects(die_at=at))
        assert status in (*ENDED, -signal.SIGKILL), status
        if status in ENDED:
            self.settled(present)
        else:
            self.books.deaths += 1
            self.observe()

    @rule(
        letters=kinds,
        at=st.integers(1, 20),
        meanwhile=st.sampled_from(["poll", "delete", "deliver"]),
        number=numbers,
    )
    def poll_suspended(self, letters: list[Kind], at: int, meanwhile: str, number: int) -> None:
        """The machine sleeps for so long that the leases run out, and the world goes on."""
        self.deliver(letters)
        present = self.mailbox.look()
        process = start(self.world, Pause(die_at=at))
        if stopped(process):
            self.books.deaths += 1
            try:
                self.expire_leases()
                self.happen(meanwhile, number)
            finally:
                os.killpg(process, signal.SIGCONT)
        status = end(process)
        assert status in ENDED, status
        self.observe()
        if meanwhile == "delete":  # what a server refuses for a letter that is gone, the next poll does
            assert poll(self.world) in ENDED
        self.settled(present)

    def happen(self, what: str, number: int) -> None:
        match what:
            case "poll":
                assert poll(self.world) in ENDED
            case "delete":
                here = [delivery for delivery in self.mailbox.deliveries if not delivery.gone]
                self.touch(number, "delete")
                for delivery in here:
                    delivery.raced = delivery.gone
            case _:
                self.deliver([Kind.PLAIN])
                self.mailbox.look()

    def expire_leases(self) -> None:
        with self.world.desk() as desk, desk.writing() as connection:
            connection.execute(sa.update(t.lease).values(until=NOW - timedelta(hours=1)))

    @rule(letters=kinds)
    def two_polls(self, letters: list[Kind]) -> None:
        self.deliver(letters)
        present = self.mailbox.look()
        processes = [start(self.world) for _ in range(2)]
        statuses = {end(process) for process in processes}
        assert statuses <= {*ENDED, BUSY}, statuses
        assert statuses != {BUSY}
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
        if status == 0:
            self.settled(present)
        else:  # 4: a gap may be open
            self.observe()

    # --- reading

    @rule(cured=st.booleans())
    def retry(self, cured: bool) -> None:
        self.here.poison = not cured
        done = command("intake retry --config", self.world.config)
        self.here.poison = True
        self.books.cured |= cured
        assert done.status in (*ENDED, 3), done
        self.observe()
        assert not (cured and [row for row in self.books.rows if row["state"] == "set_aside"])

    @rule()
    def read(self) -> None:
        """What `compose` does first."""
        with self.world.desk() as desk:
            read_due(desk, Taken(), lambda *_: None)
        self.observe()
        assert not [row for row in self.books.rows if row["state"] == "kept" or row["attempts"]]

    # --- what must be

    def observe(self) -> None:
        self.books.observe(self.after)

    def settled(self, present: Present) -> None:
        """All is as it should be, and one more poll changes nothing at all."""
        self.observe()
        now = self.books.settled(present, raised=self.raised)
        if now.keys() - present.keys():  # it came meanwhile, and is the next poll's
            return
        before = (self.books.ledger, self.world.archived(), now, self.mailbox.moved())
        status = poll(self.world)
        after = (self.books.everything(), self.world.archived(), self.mailbox.look(), self.mailbox.moved())
        assert status == 0, status
        assert after == before


def tried(cluster: postgres.Postgres | None, number: int) -> None:
    """Try ten cases, the same ones for the same number; one that fails is made short and shown.

    Ten, because behind ten Hypothesis rather varies the cases it had than makes new ones.
    """
    with place(cluster) as there:

        class Here(Intake):
            here = there

        how = settings(
            max_examples=10,
            stateful_step_count=11,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        run_state_machine_as_test(seed(number)(Here), settings=how)


@dovecot.needed
@pytest.mark.parametrize("number", range(ROUNDS or 2))
def test_every_message_is_here_once_and_in_one_state(number: int) -> None:
    tried(None, number)


@dovecot.needed
@postgres.needed
@pytest.mark.parametrize("number", range(ROUNDS or 1))
def test_the_same_holds_on_a_database_server(postgres: postgres.Postgres, number: int) -> None:
    tried(postgres, 1000 + number)
