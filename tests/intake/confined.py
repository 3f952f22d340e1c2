"""Reading in a child of this process, which may take little time and memory for each letter."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from types import FrameType

from desk import sandbox
from desk.sandbox import Died, Limits, Tell
from intake.mime import read_letter
from intake.model import Letter

SECONDS = 2
"""CPU time that one letter may take."""
MEMORY = 400_000_000
"""Bytes that the child may hold above those it begins with."""
TRUSTED = "mx.example.com"

Check = Callable[[bytes, Letter], str | None]
"""What is wrong with a letter read from some bytes."""


class TooSlowError(BaseException):
    """Not an Exception, which a reader of hostile input may well catch."""


def complaints(letters: Iterable[tuple[str, bytes]], check: Check) -> list[str]:
    """Read letters, each with its name, in a child; the names of those that went wrong, and how."""

    def work(tell: Tell) -> None:
        sys.settrace(None)  # what coverage costs is no fault of the letter
        signal.signal(signal.SIGVTALRM, _out_of_time)
        read_letter(b"Content-Type: text/html\n\n<p>warm</p>")
        for name, data in letters:
            if wrong := _wrong(data, check):
                tell({"wrong": f"{name}: {wrong}"})
            else:
                tell({"read": name})

    last = "the first"
    wrongs = []
    for word in sandbox.run(work, Limits(30, _held() + MEMORY)):
        if isinstance(word, Died):
            wrongs.append(f"behind {last}: {word.why}")
        elif "wrong" in word:
            wrongs.append(word["wrong"])
        last = word.get("read", last) if isinstance(word, dict) else last
    return wrongs


def _wrong(data: bytes, check: Check) -> str | None:
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        letter = read_letter(data, trusted_authserv=TRUSTED)
    except TooSlowError:
        return f"takes more than {SECONDS} s"
    except Exception as error:  # noqa: BLE001 -- any is a failure, told with the letter's name
        return f"raises {error!r}"
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return check(data, letter)


def _out_of_time(_signal: int, _frame: FrameType | None) -> None:
    raise TooSlowError


def _held() -> int:
    """Bytes of this process that count for the limit of the child."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.split("VmData:")[1].split()[0]) * 1024
