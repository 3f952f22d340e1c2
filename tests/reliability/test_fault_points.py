"""A poll killed at each of its effects in turn, and run again, comes to the very end it would have come to.

Every effect on the archive, the database and the server is numbered; at each of the numbers a poll is
killed, with its reader.  The next one must leave ledger, archive and mailbox as an undisturbed one does, and
the one after that must change nothing.  $BULLETIN_FAULT_STEP takes every n-th point only (default 7:
each of the six worlds begins elsewhere); `make kills` takes them all.
"""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from desk.samples.build import letters
from intake.model import MessageState
from tests import dovecot, postgres
from tests.dovecot import Dovecot
from tests.postbox import letter
from tests.world import MOVED, Effects, World, made, poll

STEP = int(os.environ.get("BULLETIN_FAULT_STEP", "7"))

LETTERS = [
    letter(1),
    letter(2, size=2_200_000),  # comes in pieces
    next(s.data for s in letters() if s.expected.state is MessageState.READ),
    letter(1),  # the same again
    next(s.data for s in letters() if s.expected.state is MessageState.NOT_SUBMISSION),
    letter(3),
]

Make = Callable[[str, str], World]


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=postgres.needed)])
def make(request: pytest.FixtureRequest) -> Iterator[Make]:
    """Makes a world by a name, with its six letters and what is to be done with them."""
    with ExitStack() as stack:
        root = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(dovecot.running())
        database: Callable[[str], str] = lambda _name: "sqlite:///bulletin.db"  # noqa: E731
        if request.param == "postgresql":
            cluster = stack.enter_context(postgres.running())
            database = lambda _name: cluster.database()  # noqa: E731
        yield lambda name, after: _world(root, server, database, name, after)


def _world(root: Path, server: Dovecot, database: Callable[[str], str], name: str, after: str) -> World:
    world = made(database, root, server, f"{name}@example.com")
    world.write_settings(after, max_size="max_size = 3")
    world.deliver(LETTERS)
    return world


def undo(world: World) -> None:
    shutil.rmtree(world.folder)
    shutil.rmtree(world.mailbox.maildir)


@dovecot.needed
@pytest.mark.parametrize("after", ["keep", "seen", f"move:{MOVED}"])
def test_killed_anywhere_it_comes_to_the_same_end(make: Make, after: str) -> None:
    plain = make(f"plain{after[:4]}", after)
    effects = Effects()
    assert poll(plain, effects) == 0
    expected = plain.ledger(), plain.archived(), plain.server()
    assert [row["state"] for row in expected[0]["messages"]].count("kept") == 0
    assert len(expected[0]["messages"]) == len(LETTERS)
    assert effects.count > 20
    first = sum(plain.database[:6].encode() + after.encode()) % STEP + 1
    for point in range(first, effects.count + 1, STEP):
        world = make(f"p{point}{after[:4]}", after)
        assert poll(world, Effects(die_at=point)) == -signal.SIGKILL, point
        assert poll(world) == 0, point
        assert (world.ledger(), world.archived(), world.server()) == expected, point
        assert world.contradictions() == [], point
        before = world.everything()
        assert poll(world) == 0, point
        assert world.everything() == before, point
        assert (world.archived(), world.server()) == expected[1:], point
        undo(world)
