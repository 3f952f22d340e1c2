"""Speed, measured and never asserted: whole commands as a user starts them, and what drafting costs.

    make bench

Figures are medians of several runs on this machine, given beside a peer that was measured in the same run,
because only ratios carry over from one machine to another.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
RUNS = 7
WINDOW = ("--window", "04-30..05-10", "--date", "2021-05-14")


def cpu(command: list[str], folder: Path) -> float:
    """CPU seconds of one run of a command, its children included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=folder, capture_output=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def median(measure: Callable[[], float], runs: int = RUNS) -> float:
    """The median of several measurements."""
    return statistics.median(measure() for _ in range(runs))


def wall(command: list[str], folder: Path) -> float:
    """Wall seconds of one run of a command."""
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, capture_output=True, check=True)
    return time.perf_counter() - start


def row(name: str, seconds: float, peer: float, what: str) -> None:
    """Print one line: the figure and its ratio to the peer."""
    print(f"{name:<44} {seconds * 1000:8.0f} ms   {seconds / peer:6.1f} × {what}")


def main() -> None:
    """Measure everything and print it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        python = median(lambda: cpu([sys.executable, "-c", "pass"], folder))
        print(f"{'bare interpreter, CPU':<44} {python * 1000:8.0f} ms")
        row("compose demo, wall", wall([str(BIN / "compose"), "demo"], folder), python, "interpreter")
        row("intake poll with nothing new, CPU", polling(folder), python, "interpreter")
        for command in ("compose --help", "intake --help", "intake status", "intake list"):
            program, *arguments = command.split()
            line = [str(BIN / program), *arguments]
            row(f"{command}, CPU", median(partial(cpu, line, folder)), python, "interpreter")
        line = [str(BIN / "compose"), *WINDOW]
        row("compose of the sample window, CPU", median(lambda: cpu(line, folder)), python, "interpreter")
        reading(folder)


def polling(folder: Path) -> float:
    """CPU seconds of a poll that finds nothing new in the sample mailbox."""
    served = subprocess.Popen(
        [str(BIN / "compose"), "demo", "--serve"], cwd=folder, stdout=subprocess.PIPE, text=True
    )
    try:
        for line in served.stdout or ():
            if "Ctrl-C" in line and "另一个终端" in line:
                break
        return median(lambda: cpu([str(BIN / "intake"), "poll"], folder))
    finally:
        served.terminate()
        served.wait(10)


def reading(folder: Path) -> None:
    """A letter read to its items against the standard library only parsing it."""
    program = """
import email, email.policy, sys, time
from functools import partial
from pathlib import Path
from desk import settings
from desk.filing import bulletin
from desk.reading import Past, judge, open_message
from desk.samples.build import letters
found = bulletin(settings.load(Path(sys.argv[1])))
past = Past(lambda _: None, lambda _: [], {})
data = [sample.data for sample in letters()]
def timed(work):
    start = time.process_time()
    for _ in range(5):
        for one in data:
            work(one)
    return (time.process_time() - start) / 5 / len(data)
def parse(one):
    for part in email.message_from_bytes(one).walk():
        part.get_payload(decode=True)
def read(one):
    judge(open_message(one, found), found, past)
read(data[0])
print(timed(read), timed(parse))
"""
    config = folder / "config.toml"
    done = subprocess.run(
        [sys.executable, "-c", program, str(config)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    ours, peer = map(float, done.stdout.split())
    name = "a sample letter read to its items, CPU"
    print(f"{name:<44} {ours * 1000:8.2f} ms   {ours / peer:6.1f} × email parsing it")


if __name__ == "__main__":
    main()
