"""Random SIGKILLs during polls of a thousand messages, and a count of what was lost or doubled.

    python -m tests.kills --kills 500 --messages 1000 --database sqlite
    python -m tests.kills --kills 500 --messages 1000 --database postgresql

A round is a new mailbox.  Two workers poll it at once; each is killed after a random time, and now and then
one is suspended while the other works and wakes later.  They are started again until the round is over; then
one undisturbed poll must leave the ledger, the archive and the mailbox as an undisturbed round leaves them,
and another one must change nothing.  Rounds follow until the number of kills is reached.  A kill counts only
if it hit a poll at work.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests import dovecot, postgres
from tests.world import MOVED, World, end, ended, kill, made, poll, start

LONGEST_LIFE = 0.9
"""Seconds a poll lives at most before it is killed; one of a thousand messages takes several."""

ROUND = 25
"""Kills in one mailbox, if it takes that many to empty it."""


@dataclass
class Tally:
    """What came of it."""

    kills: int = 0
    suspended: int = 0
    rounds: int = 0
    messages: int = 0
    lost: int = 0
    doubled: int = 0
    differences: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether everything came to its one right end."""
        return not (self.lost or self.doubled or self.differences)


def letters(count: int, chance: random.Random) -> list[bytes]:
    """Letters as they come: short and long ones, repeats, answers of machines."""
    made_: list[bytes] = []
    for number in range(count):
        head = f"From: wei{number % 40}@gxfgs.example.com\r\nMessage-ID: <{number}@mail.example.com>\r\n"
        head += f"Subject: 第{number}封\r\nContent-Type: text/plain; charset=utf-8\r\n"
        if chance.random() < 0.05:
            head += "Auto-Submitted: auto-replied\r\n"
        body = f"{number}号班组四月份完成检修{number + 3}台次，节约费用{number * 7 + 1}元。\r\n"
        data = (head + "\r\n" + body * chance.choice((1, 1, 2, 30))).encode()
        made_.append(chance.choice(made_) if made_ and chance.random() < 0.05 else data)
    return made_


def campaign(
    kills: int, messages: int, database: str, seed: int, told: Callable[[str], None] = lambda _line: None
) -> Tally:
    """Kill polls at random until the number is reached; return what came of it."""
    chance, tally = random.Random(seed), Tally()  # noqa: S311 -- no secret
    post = letters(messages, chance)
    with _places(database) as make:
        reference = make(0)
        reference.deliver(post)
        if poll(reference) != 0:
            raise RuntimeError("the undisturbed poll failed")
        expected = _end(reference)
        while tally.kills < kills:
            tally.rounds += 1
            world = make(tally.rounds)
            world.deliver(post)
            _disturb(world, tally, chance, min(ROUND, kills - tally.kills))
            _count(world, tally, expected, messages)
            told(f"round {tally.rounds}: {tally.kills} kills, {tally.lost} lost, {tally.doubled} doubled")
            shutil.rmtree(world.folder)
            shutil.rmtree(world.mailbox.maildir)
    return tally


def _disturb(world: World, tally: Tally, chance: random.Random, most: int) -> None:
    """Two workers at a time, killed at random, until one of them comes to its end."""
    before = tally.kills
    while tally.kills - before < most:
        workers = [start(world), start(world)]
        sleeper = workers[0] if chance.random() < 0.2 else None
        if sleeper is not None:
            time.sleep(chance.uniform(0, LONGEST_LIFE / 2))
            if not ended(sleeper):
                os.kill(sleeper, signal.SIGSTOP)
                tally.suspended += 1
        time.sleep(chance.uniform(0, LONGEST_LIFE))
        if sleeper is not None and not ended(sleeper):
            os.kill(sleeper, signal.SIGCONT)
            time.sleep(chance.uniform(0, LONGEST_LIFE / 4))
        alive = [worker for worker in workers if not ended(worker)]
        for worker in chance.sample(workers, 2):
            if worker in alive:
                tally.kills += kill(worker)
            else:
                end(worker)
            time.sleep(chance.uniform(0, 0.05))
        if not alive:  # all is taken in
            return


def _count(world: World, tally: Tally, expected: dict[str, Any], messages: int) -> None:
    status = poll(world)
    if status != 0:
        tally.differences.append(f"round {tally.rounds}: the poll afterwards ended with {status}")
    found = _end(world)
    uids = [row["uid"] for row in found["ledger"]["messages"]]
    tally.messages += len(uids)
    tally.lost += messages - len(set(uids))
    tally.doubled += len(uids) - len(set(uids))
    tally.doubled += max(0, len(found["ledger"]["items"]) - len(expected["ledger"]["items"]))
    for name, value in expected.items():
        if found[name] != value:
            tally.differences.append(f"round {tally.rounds}: {name} differs: {_first(value, found[name])}")
    tally.differences += [f"round {tally.rounds}: {words}" for words in world.contradictions()]
    before = world.everything()
    poll(world)
    if world.everything() != before:
        tally.differences.append(f"round {tally.rounds}: a poll with nothing new changed something")


def _end(world: World) -> dict[str, Any]:
    return {"ledger": world.ledger(), "archive": world.archived(), "server": world.server()}


def _first(wanted: Any, found: Any) -> str:
    """The first place where two values differ."""
    if isinstance(wanted, dict) and isinstance(found, dict):
        key = next(key for key in wanted if wanted[key] != found.get(key))
        return f"{key}: {_first(wanted[key], found.get(key))}"
    if isinstance(wanted, list) and isinstance(found, list) and len(wanted) == len(found):
        pair = next((a, b) for a, b in zip(wanted, found, strict=True) if a != b)
        return _first(*pair)
    return f"{str(wanted)[:300]} became {str(found)[:300]}"


@contextmanager
def _places(database: str) -> Iterator[Callable[[int], World]]:
    """Makes worlds by number, on one server and one kind of database."""
    with ExitStack() as stack:
        root = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(dovecot.running())
        url: Callable[[str], str] = lambda _name: "sqlite:///bulletin.db"  # noqa: E731
        if database == "postgresql":
            cluster = stack.enter_context(postgres.running())
            url = lambda _name: cluster.database()  # noqa: E731

        def make(number: int) -> World:
            world = made(url, root, server, f"round{number}@example.com")
            world.write_settings(f"move:{MOVED}")
            return world

        yield make


def main() -> int:
    """Run a campaign from the command line; the exit status says whether all was sound."""
    parser = argparse.ArgumentParser(description="Random SIGKILLs during polls; see the module.")
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--messages", type=int, default=1000)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    began = time.monotonic()
    tally = campaign(
        chosen.kills, chosen.messages, chosen.database, chosen.seed, lambda line: print(line, flush=True)
    )
    print(
        f"{chosen.database}: {tally.kills} kills and {tally.suspended} suspensions of two workers in "
        f"{tally.rounds} rounds of {chosen.messages} messages: {tally.lost} lost, {tally.doubled} doubled, "
        f"{len(tally.differences)} differences, {time.monotonic() - began:.0f} s"
    )
    for words in tally.differences[:20]:
        print(words)
    return 0 if tally.sound else 1


if __name__ == "__main__":
    sys.exit(main())
