"""What `compose` costs from a cold start: by the items it drafts, and by the years that lie behind them.

    make bench

CPU of the whole process, the least of several runs, beside a peer: Python importing the four libraries that
any such program needs.  Each run begins with the same database, so that each makes the first draft.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.filling import OPEN, fill

BIN = Path(sys.executable).parent
RUNS = 5
PEER = [sys.executable, "-c", "import docx, jinja2, sqlalchemy, lxml.etree"]
COMPOSE = [str(BIN / "compose"), "--window", f"{OPEN[0]}..{OPEN[1]}", "--date", "2021-05-14"]


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process took: CPU seconds, and megabytes at most."""

    cpu: float
    memory: float


def cost(line: list[str], folder: Path) -> Cost:
    """Run a command to its end."""
    process = subprocess.Popen(line, cwd=folder, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{line[0]} ended with {process.returncode}")
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1000)


def drafted(submissions: int, opened: int, *, issued: bool = True) -> tuple[Cost, Cost]:
    """The cost of a first draft, and of the second one of the same issue."""
    with tempfile.TemporaryDirectory() as name:
        kept, folder = Path(name) / "kept", Path(name) / "desk"
        kept.mkdir()
        fill(kept, submissions, opened, issued=issued)
        firsts, seconds = [], []
        for _ in range(RUNS):
            shutil.copytree(kept, folder)
            firsts.append(cost(COMPOSE, folder))
            seconds.append(cost(COMPOSE, folder))
            shutil.rmtree(folder)
        return _least(firsts), _least(seconds)


def _least(costs: list[Cost]) -> Cost:
    return min(costs, key=lambda one: one.cpu)


def row(name: str, found: tuple[Cost, Cost], peer: Cost, base: tuple[Cost, Cost]) -> None:
    """Print one line: both drafts, how often the peer, how often the first line."""
    first, second = found
    drafts = f"{first.cpu * 1000:6.0f} / {second.cpu * 1000:6.0f} ms"
    ratios = f"{first.cpu / peer.cpu:5.1f} × peer   {first.cpu / base[0].cpu:5.2f} × base"
    print(f"{name:<48} {drafts}   {ratios}   {first.memory:4.0f} MB")


def main() -> None:
    """Measure everything and print it."""
    with tempfile.TemporaryDirectory() as name:
        peer = _least([cost(PEER, Path(name)) for _ in range(RUNS)])
    print(f"{'peer: importing four libraries':<48} {peer.cpu * 1000:6.0f} ms")
    base = drafted(1_000, 60)
    row("base: 60 items, 1,000 submissions behind them", base, peer, base)
    for opened in (600, 2_000):
        row(f"{opened:,} items", drafted(1_000, opened), peer, base)
    for submissions in (10_000, 100_000):
        row(f"60 items, {submissions:,} submissions", drafted(submissions, 60), peer, base)
    row("60 items, 100,000 submissions, no issue yet", drafted(100_000, 60, issued=False), peer, base)


if __name__ == "__main__":
    main()
