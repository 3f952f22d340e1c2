"""A process of its own for work on foreign bytes: it may crash, hang or eat memory, and only it ends.

The child is a fork, so that it costs no start-up and shares what is loaded.  It tells of its work through a
pipe, a JSON object a line; the parent waits for each no longer than the limit.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import logging
import os
import resource
import select
import signal
import sys
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

log = logging.getLogger(__name__)


class TimeUp(BaseException):
    """Work took longer than it may; no `except Exception` of a library in between swallows it."""


@contextlib.contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Raise TimeUp in the block, and again until it is left, once it took longer than so many seconds.

    For the main thread alone, which is where signals arrive, and not for blocks within each other.  Code in C
    is interrupted when it returns.
    """
    before = signal.signal(signal.SIGALRM, _time_is_up)
    signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN)
    try:
        yield
    finally:
        try:
            signal.setitimer(signal.ITIMER_REAL, 0)
        finally:  # an alarm on the way here has stopped the line above; the next is half a second away
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)


_AGAIN = 0.5


def _time_is_up(_number: int, _frame: object) -> NoReturn:
    raise TimeUp


Tell = Callable[[dict[str, Any]], None]
"""Given to the work: says something to the parent."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Wall-clock seconds between two words of the child, and its memory in bytes."""

    seconds: float
    memory: int


@dataclass(frozen=True, slots=True)
class Died:
    """The child ended before its work did; `why` says so in Chinese."""

    why: str


def run(work: Callable[[Tell], None], limits: Limits) -> Iterator[dict[str, Any] | Died]:
    """Do some work in a child; yield what it tells, and at the end how it died, if it did.

    The child is killed where the caller stops listening.
    """
    for stream in (sys.stdout, sys.stderr):
        stream.flush()  # or the child would hold, and might write, what waits in them
    ear, mouth = os.pipe()
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        os.close(ear)
        _be_child(work, mouth, limits, parent)
    os.close(mouth)
    ended: int | None = None
    try:
        with os.fdopen(ear, "rb", buffering=0) as pipe:
            told_all = yield from _listen(pipe.fileno(), limits.seconds)
        if told_all:
            _, ended = os.waitpid(child, 0)
    finally:
        if ended is None:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
    if ended is None:
        yield Died(f"读了 {limits.seconds:g} 秒还没有读完")
    elif ended != 0:
        yield Died(_why(ended))


def _listen(pipe: int, seconds: float) -> Generator[dict[str, Any], None, bool]:
    """What comes through the pipe; returns False where nothing came for too long."""
    rest = b""
    waiting = select.poll()
    waiting.register(pipe, select.POLLIN)
    while True:
        if not waiting.poll(seconds * 1000):
            return False
        data = os.read(pipe, 1 << 16)
        if not data:
            return True
        *lines, rest = (rest + data).split(b"\n")
        for line in lines:
            yield json.loads(line)


def _be_child(work: Callable[[Tell], None], mouth: int, limits: Limits, parent: int) -> NoReturn:
    status = 1
    try:
        _die_with(parent)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold letters
        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        with contextlib.suppress(ValueError):  # a smaller limit holds already
            resource.setrlimit(resource.RLIMIT_DATA, (limits.memory, hard))
        work(lambda words: _write(mouth, json.dumps(words).encode("ascii") + b"\n"))
        status = 0
    except BrokenPipeError:
        status = 2
    except Exception:
        log.exception("child failed")
    finally:
        # Whatever happens, nothing of the parent's (finally clauses, exit handlers) runs here.
        os._exit(status)


def _die_with(parent: int) -> None:
    """End when the parent does: work that goes on would be done beside that of the next run.

    Where a system has no such service, the next word to a parent that is gone ends the child.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)


_PR_SET_PDEATHSIG = 1
"""prctl(2)."""


def _write(pipe: int, data: bytes) -> None:
    while data:
        data = data[os.write(pipe, data) :]


def _why(ended: int) -> str:
    if os.WIFSIGNALED(ended):
        number = signal.Signals(os.WTERMSIG(ended))
        cause = "多半是内存不够" if number is signal.SIGKILL else "程序崩溃"
        return f"读取进程被终止（{number.name}，{cause}）"
    return f"读取进程意外结束（{os.WEXITSTATUS(ended)}）"
