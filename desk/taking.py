"""The lease that lets one poll at a time work on a mailbox."""

from __future__ import annotations

import os
import socket
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from desk.desk import Desk
from desk.errors import BusyError
from storage import runs

LEASE = timedelta(minutes=10)
"""How long a run that was killed keeps others out."""


@contextmanager
def leased(desk: Desk, mailbox: str) -> Iterator[Callable[[], None]]:
    """Hold a mailbox for this process; gives the function that renews the lease.

    Raises `BusyError` while another run holds it.
    """
    holder = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"

    def renew() -> None:
        now = desk.clock()
        with desk.writing() as connection:
            mine = runs.take_lease(connection, mailbox, holder, now=now, until=now + LEASE)
        if not mine:
            raise BusyError(
                f"邮箱 {mailbox} 正由另一次运行处理，请稍后再试；"
                f"若那次运行已中断，{LEASE.seconds // 60} 分钟后会自动放开。"
            )

    renew()
    try:
        yield renew
    finally:
        with desk.writing() as connection:
            runs.drop_lease(connection, mailbox, holder)
