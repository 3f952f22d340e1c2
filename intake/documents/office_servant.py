"""A running LibreOffice in a folder of its own: asked through files, and killed without regret."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Final

from intake.documents.office_profile import MACRO
from intake.documents.package import MAX_FILE

_PAUSE: Final = 0.003
"""Seconds between two looks for an answer."""
_MEETING: Final = ("/tmp", "/var/tmp")  # noqa: S108 -- LibreOffice's choice
_RESTART: Final = 81
"""With this LibreOffice ends where it has put a new profile in order, and wants to be started again."""
_STARTS: Final = 3
_MOST: Final = 4096
"""Characters of an answer that are read; LibreOffice's words may quote a document."""


def command(program: Path, folder: Path) -> list[str]:
    """What starts LibreOffice behind walls, to serve a folder."""
    walls = files("intake.documents").joinpath("office_walls.py")
    return [
        *(sys.executable, "-I", str(walls), str(os.getpid()), str(folder), str(program)),
        *("--headless", "--norestore", "--nolockcheck", "--nologo"),
        f"-env:UserInstallation={_profile(folder)}",
        MACRO.format(folder.as_uri()),
    ]


def _profile(folder: Path) -> str:
    return (folder / "profile").as_uri()


def remove(folder: Path) -> None:
    """Remove the folder of a servant that is dead, and the socket that it made elsewhere."""
    _remove_socket(folder)
    shutil.rmtree(folder, ignore_errors=True)


def _remove_socket(folder: Path) -> None:
    """It is named after the profile: by the MD5 of its address, without the leading zero of a byte."""
    digest = hashlib.md5(_profile(folder).encode("utf-16-le"), usedforsecurity=False).digest()
    name = "OSL_PIPE_*SingleOfficeIPC_" + "".join(f"{octet:x}" for octet in digest)
    for socket in (path for place in _MEETING for path in Path(place).glob(name)):
        with contextlib.suppress(OSError):
            socket.unlink()


@dataclass(slots=True)
class Servant:
    """A process that serves a folder; `uses` counts what it was asked."""

    process: subprocess.Popen[bytes]
    folder: Path
    uses: int = 0

    @property
    def walls(self) -> tuple[str, ...]:
        """What it cannot reach: `network`, `files`."""
        path = self.folder / "walls"
        return tuple(path.read_text("ascii").split()) if path.is_file() else ()

    def answer(self, until: float) -> str:
        """What it says; "" if it died.  Raises TimeoutError if it says nothing until then."""
        path = self.folder / "answer"
        while not path.exists():
            if time.monotonic() > until:
                raise TimeoutError
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(_PAUSE)
                return ""
        with path.open("rb") as said:
            words = said.read(_MOST).decode("utf-8", "replace")
        path.unlink()
        return words.strip() or "nothing"

    def ask(self, ending: str, reader: str, data: bytes, until: float) -> str:
        """Have a document converted that a filter of LibreOffice reads.  Raises TimeoutError."""
        self.uses += 1
        (self.folder / "out.docx").unlink(missing_ok=True)
        document, asking = self.folder / f"in.{ending}", self.folder / "asking"
        document.write_bytes(data)
        asking.write_text(f"{ending}\n{reader}\n", "ascii")
        asking.rename(self.folder / "ask")
        try:
            return self.answer(until)
        finally:
            document.unlink(missing_ok=True)

    def made(self) -> bytes:
        """The Word file that it wrote, once; b"" for none, and for one that is too large."""
        path = self.folder / "out.docx"
        try:
            return path.read_bytes() if path.stat().st_size <= MAX_FILE else b""
        except FileNotFoundError:
            return b""
        finally:
            path.unlink(missing_ok=True)

    def end(self) -> None:
        """Kill it and all that it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        _remove_socket(self.folder)  # or the next one would find it, and nobody behind it


def start(words: Sequence[str], folder: Path, until: float) -> Servant | None:
    """What serves a folder, ready; None where it does not come to that."""
    for _ in range(_STARTS):
        servant = Servant(_spawn(words, folder), folder)
        said = ""
        try:
            said = servant.answer(until)
        except TimeoutError:
            return None
        finally:
            if said != "ready":
                servant.end()
        if said == "ready":
            return servant
        if servant.process.returncode != _RESTART:
            return None
    return None


def _spawn(words: Sequence[str], folder: Path) -> subprocess.Popen[bytes]:
    """A process that sees nothing of our environment."""
    place = str(folder)
    environment = {"HOME": place, "TMPDIR": place, "LC_ALL": "C.UTF-8", "SAL_USE_VCLPLUGIN": "svp"}
    return subprocess.Popen(  # noqa: S603 -- our own words; nothing of a mail is among them
        words,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=environment,
        start_new_session=True,
    )
