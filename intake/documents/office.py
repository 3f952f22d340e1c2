"""The door to LibreOffice: old documents become Word files, which the one walk reads.

LibreOffice is started when the first old document comes, and kept for the following ones.  What a document
does to it - crash, hang, eat memory - is the end of that LibreOffice at most; the next one is new.
"""

from __future__ import annotations

import contextlib
import fcntl
import logging
import os
import re
import secrets
import shutil
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

from intake.documents import office_servant
from intake.documents.office_profile import write_profile
from intake.documents.office_servant import Servant
from intake.documents.office_walls import PROGRAM
from intake.documents.sniff import Kind

log = logging.getLogger(__name__)

SECONDS: Final = 18.0
"""What one document may take, the start of LibreOffice included: less than reading one may take in all."""
STARTS: Final = 2
"""Failed starts after which this process holds LibreOffice to be broken."""
USES: Final = 500
"""Documents after which it is replaced, so that what it forgets to give back stays little."""

AUTO, OFF = "auto", "off"
_PLACES: Final = ("usr/lib/libreoffice", "usr/lib64/libreoffice", "opt/libreoffice*", "opt/LibreOffice*")
_PROGRAMS: Final = ("soffice", "libreoffice")
_PREFIX: Final = "bulletin-office-"
_MAKER: Final = re.compile(_PREFIX + r"(\d{1,10})-")
_STALE: Final = 3600.0
"""Seconds after which a folder that nobody holds was left behind; a younger one may be about to be held."""
_ROOM: Final = 1 << 18
"""Bytes that a folder must take before a document is blamed for what LibreOffice did not write."""
_LEAST: Final = 3.0
"""Seconds without which a second try is in vain: so long takes the start alone."""

_FORMATS: Final = {
    Kind.DOC: ("doc", "MS Word 97"),
    Kind.WORD_6: ("doc", ""),
    Kind.RTF: ("rtf", "Rich Text Format"),
    Kind.ODT: ("odt", "writer8"),
    Kind.SXW: ("sxw", "StarOffice XML (Writer)"),
    Kind.FLAT_ODT: ("fodt", "OpenDocument Text Flat XML"),
    Kind.WORD_XML: ("xml", "MS Word 2003 XML"),
}
"""The ending by which LibreOffice knows a format, and what it calls its reader ("": one of several)."""


class Unread(Exception):  # noqa: N818 -- what became of a document, not a fault of ours
    """LibreOffice did not turn a document into a Word file; `why` says so in Chinese words."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Absent(Exception):  # noqa: N818 -- as above
    """There is no LibreOffice, or it does not start: no such document can be read here."""


class Unwritable(Exception):  # noqa: N818 -- as above
    """The folder for temporary files takes no more: the disk is full, mostly."""


class Converter(Protocol):
    """What turns an old document into a Word file."""

    def convert(self, kind: Kind, data: bytes, seconds: float = SECONDS) -> bytes:
        """The document as .docx.  Raises Unread for this document, Absent and Unwritable for all."""


def find(named: str = AUTO) -> Path | None:
    """The program folder of LibreOffice, None where there is none.

    `auto` looks on PATH and where distributions put it, `off` nowhere; else the folder, or the one around
    it, or a program in it is named.
    """
    if named == OFF:
        return None
    places = _usual() if named == AUTO else [Path(named)]
    around = (folder for place in places for folder in (place, place / "program", place.resolve().parent))
    return next((folder.resolve() for folder in around if (folder / PROGRAM).is_file()), None)


def _usual() -> list[Path]:
    on_path = [Path(found) for name in _PROGRAMS if (found := shutil.which(name))]
    return on_path + [path for place in _PLACES for path in sorted(Path("/").glob(place), reverse=True)]


def _new_folder() -> Path:
    """Its name says who made it, so that it is known to be left behind once that process is gone."""
    return Path(tempfile.gettempdir(), f"{_PREFIX}{os.getpid()}-{secrets.token_hex(8)}")


@dataclass(slots=True)
class Office:
    """LibreOffice of a program folder, not yet started.

    It belongs to the process that first converts, mostly a fork of the one that made this object, and dies
    with it; `close` removes what is left.  `command` starts something else in its stead.
    """

    program: Path | None
    command: Sequence[str] = ()
    folder: Path = field(default_factory=_new_folder)
    _servant: Servant | None = None
    _owner: int = 0
    _failed: int = 0
    _lock: int = -1

    def convert(self, kind: Kind, data: bytes, seconds: float = SECONDS) -> bytes:
        """The document as .docx.  Raises Unread for this document, Absent and Unwritable for all."""
        until = time.monotonic() + seconds
        servant = self._ready(until)
        answer = self._answer(servant, kind, data, until)
        if answer:
            return self._taken(servant, answer)
        left = until - time.monotonic()
        if servant.uses > 1 and left >= _LEAST:  # it may have died of what others left behind
            return self.convert(kind, data, left)
        raise Unread("转换时 LibreOffice 崩溃")

    def _answer(self, servant: Servant, kind: Kind, data: bytes, until: float) -> str:
        """What is said of a document; "" by a servant that died of it."""
        answer = ""
        try:
            answer = servant.ask(*_FORMATS[kind], data, until)
        except TimeoutError:
            raise Unread("转换太费时") from None
        except OSError as error:
            raise _unwritable(self.folder, error) from error
        finally:  # also where our own time is up: the next document must not get the answer to this one
            if not answer:
                self._dismiss()
        return answer

    def walls(self) -> tuple[str, ...]:
        """What LibreOffice is kept from here: `network`, `files`.  Starts it; raises Absent."""
        return self._ready(time.monotonic() + SECONDS).walls

    def close(self) -> None:
        """End it and remove its folder, also where a fork that is dead used it."""
        self._dismiss()
        if self._lock >= 0 and self._owner == os.getpid():
            os.close(self._lock)
        self._lock = -1
        office_servant.remove(self.folder)

    # --- its life

    def _taken(self, servant: Servant, answer: str) -> bytes:
        """What it wrote.  That may be nothing also where it says that all went well."""
        made = servant.made() if answer == "done" else b""
        if servant.uses >= USES:
            self._dismiss()
        if not made:
            _probe(self.folder)
            log.info("LibreOffice refused a document: %s", answer)
            raise Unread("LibreOffice 打不开，可能已损坏")
        return made

    def _ready(self, until: float) -> Servant:
        if self._owner != os.getpid():  # a fork has one of its own
            self._owner, self._servant, self._lock = os.getpid(), None, -1
        if self._servant is None:
            self._servant = self._start(until)
        return self._servant

    def _start(self, until: float) -> Servant:
        if (self.program is None and not self.command) or self._failed >= STARTS:
            raise Absent
        self._make_folder()
        words = self.command or office_servant.command(self.program or Path(), self.folder)
        servant = office_servant.start(words, self.folder, until)
        if servant is None:
            self._failed += 1
            log.error("LibreOffice does not start: %s", words)
            raise Absent
        self._failed = 0
        return servant

    def _make_folder(self) -> None:
        """A new folder with a new profile; those that killed runs left behind are removed."""
        sweep()
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1
        office_servant.remove(self.folder)
        try:
            self.folder.mkdir(mode=0o700)
            self._lock = _held(self.folder)
            write_profile(self.folder / "profile")
        except OSError as error:
            raise _unwritable(self.folder, error) from error

    def _dismiss(self) -> None:
        if self._servant is not None and self._owner == os.getpid():
            self._servant.end()
        self._servant = None


def _unwritable(folder: Path, error: OSError) -> Unwritable:
    log.error("The folder for temporary files cannot be written: %s: %s", folder.parent, error)
    return Unwritable(str(error))


def _probe(folder: Path) -> None:
    """Raises Unwritable where LibreOffice could not write a file for want of room."""
    path = folder / "probe"
    try:
        path.write_bytes(bytes(_ROOM))
    except OSError as error:
        raise _unwritable(folder, error) from error
    finally:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def _held(folder: Path) -> int:
    """A lock on a folder, for the life of the process at most.  Raises OSError where another has it."""
    lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        raise
    return lock


def sweep() -> None:
    """Remove folders of ours that nobody holds: their processes were killed with all they had."""
    for folder in Path(tempfile.gettempdir()).glob(_PREFIX + "*"):
        with contextlib.suppress(OSError):
            facts = folder.lstat()
            old = time.time() - facts.st_mtime > _STALE
            if facts.st_uid == os.geteuid() and (old or _is_orphan(folder.name)):
                lock = _held(folder)
                office_servant.remove(folder)
                os.close(lock)


def _is_orphan(name: str) -> bool:
    """Whether the process that made a folder of this name is gone."""
    maker = _MAKER.match(name)
    try:
        os.kill(int(maker[1]) if maker else os.getpid(), 0)
    except (ProcessLookupError, OverflowError):
        return True
    except PermissionError:
        pass
    return False
