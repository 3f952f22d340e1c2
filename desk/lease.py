"""The lease that lets one poll at a time work on a mailbox.

It saves double work and is not what makes concurrent runs safe: a holder that was suspended goes on when it
wakes.  Safe is that every effect is bound to a unique key, in the transaction that makes it.
"""

from __future__ import annotations

import os
import socket
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

from desk.desk import Desk
from desk.errors import BusyError
from storage import runs

LEASE = timedelta(minutes=10)
"""How long a run on another machine that was killed keeps others out."""

READING = "*reading*"
"""The lease of whoever reads, which is no mailbox's name: two readers would count each other's tries."""


@contextmanager
def leased(desk: Desk, name: str, *, patient: bool = False) -> Iterator[Callable[[], None]]:
    """Hold a mailbox, or what else has a name, for this process; gives the function that renews the lease.

    Raises `BusyError` while another run holds it, unless `patient`, and when another has taken it meanwhile.
    """
    holder = _holder()

    def renew() -> None:
        now = desk.clock()
        with desk.writing() as connection:
            mine = runs.take_lease(connection, name, holder, now=now, length=LEASE, is_dead=_is_dead)
        if not mine:
            what = "读信" if name == READING else f"邮箱 {name} "
            raise BusyError(
                f"{what}正由另一次运行处理，请稍后再试；"
                f"若那次运行已中断，{LEASE.seconds // 60} 分钟后会自动放开。"
            )

    if patient:
        _wait(renew)
    else:
        renew()
    try:
        yield renew
    finally:
        with desk.writing() as connection:
            runs.drop_lease(connection, name, holder)


def _wait(take: Callable[[], None]) -> None:
    """Take a lease as soon as it is free."""
    until = time.monotonic() + 2 * LEASE.total_seconds()
    while True:
        try:
            take()
        except BusyError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return


# --- who holds it ----------------------------------------------------------------------------------


def _holder() -> str:
    """This process, by names that no other one has, on this machine or elsewhere, now or later."""
    pid = os.getpid()
    return f"{socket.gethostname()} {_machine()} {pid} {_started(pid)} {uuid.uuid4().hex[:8]}"


def _machine() -> str:
    """This machine since it was started, and the container in it: where a process number means something."""
    with suppress(OSError):
        boot = Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
        return f"{boot}/{Path('/proc/self/ns/pid').readlink()}"
    return "-"


def _started(pid: int) -> str:
    """When a process was started, in ticks since the machine was; `-` for one that is not there."""
    with suppress(OSError, IndexError):
        # The name, in brackets, may hold blanks and brackets.
        fields = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
        return "-" if fields[0] == "Z" else fields[19]
    return "-"


def _is_dead(holder: str) -> bool:
    """Whether a holder was a process of this machine that has ended."""
    words = holder.split(" ")
    if len(words) != 5 or words[1] == "-" or words[1] != _machine():
        return False
    return words[3] != "-" and _started(int(words[2])) != words[3]
