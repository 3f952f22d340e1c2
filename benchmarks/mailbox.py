"""What taking mail in costs, against mbsync on the same Dovecot mailbox in the same run.

    make bench

A poll with nothing new among 20,000 messages; 2,000 letters taken in and read; the memory that one message
of 50 MB takes, and the calls to the disk that 1,000 messages take.
"""

from __future__ import annotations

import base64
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from tests import dovecot
from tests.conftest import settings_text
from tests.dovecot import PASSWORD, USER, Dovecot

BIN = Path(sys.executable).parent
MANY = 20_000
LETTERS = 2_000
RUNS = 9
NOON = datetime(2021, 5, 6, 4, tzinfo=UTC)
ENVIRONMENT = os.environ | {"BULLETIN_PASSWORD": PASSWORD}

_MBSYNC = """
IMAPAccount a
Host 127.0.0.1
Port {port}
User {user}
Pass {password}
SSLType None
AuthMechs LOGIN

IMAPStore far
Account a

MaildirStore near
Inbox {folder}/near/INBOX
Path {folder}/near/

Channel c
Far :far:
Near :near:
Sync Pull
Create Near
SyncState *
"""


def main() -> None:
    """Measure everything and print it."""
    if shutil.which("dovecot") is None or shutil.which("mbsync") is None:
        print("intake: dovecot and mbsync are needed, nothing measured")
        return
    nothing_new()
    taking_in()
    memory()


@contextmanager
def mailbox(letters: Iterator[bytes]) -> Iterator[tuple[Dovecot, Path]]:
    """A mailbox with some letters, and a folder with settings for us and for mbsync."""
    with dovecot.running() as server, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, data in enumerate(letters):
            server.deliver(f"m{number:05}", data, NOON)
        values = {"host": 'host = "127.0.0.1"', "port": f"port = {server.port}", "tls": 'tls = "none"'}
        (folder / "config.toml").write_text(settings_text(**values), "utf-8")
        (folder / "near").mkdir()
        rc = _MBSYNC.format(port=server.port, user=USER, password=PASSWORD, folder=folder)
        (folder / "mbsyncrc").write_text(rc, "utf-8")
        (folder / "mbsyncrc").chmod(0o600)
        yield server, folder


def poll(folder: Path) -> list[str]:
    """Our command."""
    return [str(BIN / "intake"), "poll", "--config", str(folder / "config.toml")]


def mbsync(folder: Path) -> list[str]:
    """The peer's."""
    return ["mbsync", "-q", "-c", str(folder / "mbsyncrc"), "c"]


def wall(line: list[str]) -> float:
    """Wall seconds of a command."""
    start = time.perf_counter()
    subprocess.run(line, env=ENVIRONMENT, capture_output=True, check=True)
    return time.perf_counter() - start


def row(name: str, ours: float, peer: float) -> None:
    """Print one line: the figure and its ratio to mbsync's."""
    print(f"{name:<52} {ours * 1000:8.0f} ms   {ours / peer:5.2f} × mbsync ({peer * 1000:.0f} ms)")


def alternately(first: Callable[[], float], second: Callable[[], float]) -> tuple[float, float]:
    """Medians of two measurements, taken by turns: what else the machine does meets both."""
    pairs = [(first(), second()) for _ in range(RUNS)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


def letter(number: int) -> bytes:
    """A letter of some lines, like no other."""
    head = f"From: wei{number % 40}@gxfgs.example.com\r\nMessage-ID: <{number}@mail.example.com>\r\n"
    body = f"第{number}号：四月份电解铝厂完成检修{number}台次，节约费用{number * 7}元。\r\n" * 4
    return (head + f"Subject: {number}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + body).encode()


def nothing_new() -> None:
    """A poll that finds nothing new."""
    short = b"From: a@example.com\r\nMessage-ID: <%d@example.com>\r\n\r\n%d\r\n"
    with mailbox(short % (n, n) for n in range(MANY)) as (_, folder):
        wall(poll(folder))
        wall(mbsync(folder))
        time.sleep(2)  # mbsync waits for a second where a Maildir is that young
        ours, peer = alternately(lambda: wall(poll(folder)), lambda: wall(mbsync(folder)))
    row(f"intake poll, nothing new among {MANY}", ours, peer)


def taking_in() -> None:
    """Letters taken in and read, everything durable; and the calls to the disk."""
    with mailbox(map(letter, range(LETTERS))) as (_, folder):
        peer = wall(mbsync(folder))
        ours = wall(poll(folder))
    row(f"{LETTERS} letters taken in and read, durable", ours, peer)
    if shutil.which("strace") is None:
        return
    with mailbox(map(letter, range(1000))) as (_, folder):
        trace = folder / "trace"
        calls = ["strace", "-f", "-qq", "-e", "trace=fsync,fdatasync,syncfs", "-o", str(trace)]
        wall([*calls, *poll(folder)])
        ours_ = len(re.findall(r"sync", trace.read_text("utf-8")))
        wall([*calls, *mbsync(folder)])
        peer_ = len(re.findall(r"sync", trace.read_text("utf-8")))
    print(f"{'calls to the disk for 1000 letters':<52} {ours_:8d}      (mbsync {peer_})")


def peak(line: list[str]) -> float:
    """The most memory in MB that a command or one of its children took."""
    code = (
        "import resource, subprocess, sys;"
        "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *line], env=ENVIRONMENT, capture_output=True, text=True, check=True
    )
    return int(done.stdout) / 1024


def memory() -> None:
    """The most memory that any process of a poll takes, with one message of 50 MB."""
    photo = base64.encodebytes(os.urandom(37_000_000)).replace(b"\n", b"\r\n")
    head = b"From: a@example.com\r\nMIME-Version: 1.0\r\n"
    head += b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n"
    part = b"\r\n--b\r\nContent-Type: image/jpeg; name=a.jpg\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    data = head + letter(1) + part + photo + b"--b--\r\n"
    with mailbox(iter([data])) as (_, folder):
        most = peak(poll(folder))
    print(f"{f'a message of {len(data) / 1e6:.0f} MB taken in and read, memory':<52} {most:8.0f} MB")


if __name__ == "__main__":
    main()
