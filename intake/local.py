"""Files as if they had been mailed: .eml, .mbox, Maildir, folders of them, and bare documents.

Every file becomes the raw bytes of one message (or, for an mbox, of several).  A document is wrapped in
a small message of its own, so that from there on there is only one way.
"""

from __future__ import annotations

import email.utils
import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from itertools import chain
from pathlib import Path

from intake import charset
from intake.errors import FileError
from intake.model import RawMessage, ServerKey

ACCOUNT = "local"
_MBOXES = frozenset((".mbox", ".mbx"))
_DOCUMENTS = frozenset(
    (".docx", ".docm", ".doc", ".txt", ".html", ".htm", ".rtf", ".odt", ".pdf", ".wps", ".zip")
)
_WANTED = _DOCUMENTS | _MBOXES | {".eml"}
_HEADER = re.compile(rb"[!-9;-~]+[ \t]*:")


def read_path(
    path: Path, received: datetime | None, failed: Callable[[FileError], None]
) -> Iterator[RawMessage]:
    """Yield the messages of a file or folder; the arrival is `received`, or else found in each message.

    What cannot be read is told to `failed`; the others go on.
    """
    for file in _files(path, failed):
        try:
            yield from _file(file, received)
        except FileError as error:
            failed(error)


# --- which files ---------------------------------------------------------------------------------


def _files(path: Path, failed: Callable[[FileError], None]) -> Iterator[Path]:
    """The files a path stands for: itself, or those in the folder and below it that look like mail."""
    seen: set[tuple[int, int]] = set()
    waiting = [path]
    while waiting:
        here = waiting.pop()
        try:
            if not here.is_dir():
                yield here
                continue
            status = here.stat()
            # A link may lead back to a folder above it.
            if (status.st_dev, status.st_ino) not in seen:
                seen.add((status.st_dev, status.st_ino))
                waiting.extend(reversed(_children(here)))
        except OSError as error:
            failed(FileError(f"文件夹 {_shown(here)} 读不了：{error.strerror}。请检查路径和权限。"))


def _children(folder: Path) -> list[Path]:
    """The sub-folders and the files that look like mail; in a Maildir all of them, whatever their names."""
    letters = _holds_letters(folder)
    return [
        child
        for child in sorted(folder.iterdir())
        if _visible(child) and (letters or child.suffix.lower() in _WANTED or child.is_dir())
    ]


def _holds_letters(folder: Path) -> bool:
    """Whether it is the `cur` or `new` of a Maildir; an ordinary folder may be called `new` too."""
    beside = folder.absolute().parent
    return folder.absolute().name in ("cur", "new") and (beside / "cur").is_dir()


def _visible(path: Path) -> bool:
    """Whether a person put it there: no lock file of Word's, nothing hidden but a Maildir's sub-folders."""
    if path.name.startswith(".") and not (path / "cur").is_dir():
        return False
    return not path.name.startswith("~$") and (path.is_file() or path.is_dir() or path.is_symlink())


# --- what is in them -----------------------------------------------------------------------------


def _file(path: Path, received: datetime | None) -> Iterator[RawMessage]:
    suffix = path.suffix.lower()
    try:
        with path.open("rb") as file:
            modified = datetime.fromtimestamp(os.fstat(file.fileno()).st_mtime, UTC)
            first = file.readline()
            if suffix in _MBOXES or (_FROM_LINE.match(first) and suffix not in _DOCUMENTS):
                for data, delivered in _letters(chain([first], file)):
                    yield _message(data, received, delivered or modified)
                return
        data = path.read_bytes()  # at once: a large letter would not fit into memory twice
    except OSError as error:
        raise FileError(f"文件 {_shown(path)} 读不了：{error.strerror}。请检查路径和权限。") from error
    if not data:
        raise FileError(f"文件 {_shown(path)} 是空的，没有收入。请向交来的人再要一份。")
    is_letter = suffix == ".eml" or (suffix not in _DOCUMENTS and _HEADER.match(data))
    yield _message(data if is_letter else _wrapped(path, data), received, modified)


_FROM_LINE = re.compile(rb"From .*\d:\d\d.*\d{4}")
_QUOTED_FROM = re.compile(rb">+From ")
_WEEKDAY = re.compile(r"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b.*")


def _letters(lines: Iterable[bytes]) -> Iterator[tuple[bytes, datetime | None]]:
    """The letters of an mbox (RFC 4155, A) with the delivery times in their "From " lines.

    A "From " line begins a letter only behind an empty line and with a time in it: not every program
    quotes the lines of a text that begin alike.  Those that were quoted lose one ">".
    """
    letter: list[bytes] = []
    delivered: datetime | None = None
    empty = True
    for line in lines:
        if empty and _FROM_LINE.match(line):
            yield from _whole(letter, delivered)
            letter, delivered = [], _delivered(line)
            continue
        empty = not line.rstrip(b"\r\n")
        letter.append(line[1:] if _QUOTED_FROM.match(line) else line)
    yield from _whole(letter, delivered)


def _whole(letter: list[bytes], delivered: datetime | None) -> Iterator[tuple[bytes, datetime | None]]:
    """The lines as a letter, without the empty line before the next one; nothing where all are empty."""
    if any(line.strip() for line in letter):
        end = len(letter) if letter[-1].strip(b"\r\n") else len(letter) - 1
        yield b"".join(letter[:end]), delivered


def _delivered(from_line: bytes) -> datetime | None:
    """The delivery time in a "From " line; it is in UTC where no zone is named."""
    date = _WEEKDAY.search(from_line.decode("ascii", "replace"))
    return _moment(date[0]) if date else None


def _wrapped(path: Path, data: bytes) -> bytes:
    """A document as the one attachment of a letter without a sender."""
    letter = EmailMessage(policy=SMTP)
    letter["Subject"] = _text(path.stem)
    letter["Message-ID"] = f"<{hashlib.sha256(data).hexdigest()[:32]}@local>"
    letter.add_attachment(data, maintype="application", subtype="octet-stream", filename=_text(path.name))
    # The boundary is random by default; the same file must give the same bytes.
    letter.set_boundary(hashlib.sha256(data).hexdigest()[:40])
    return letter.as_bytes()


def _text(name: str) -> str:
    """A name on the disk as one line of text: names are bytes there, in GBK where a Windows packed them."""
    try:
        name.encode()
    except UnicodeEncodeError:
        name = os.fsencode(name).decode("gb18030", "replace")
    return " ".join(charset.clean(name).split("\n"))


def _shown(path: Path) -> str:
    return str(Path(*map(_text, path.parts)))


# --- when it arrived -----------------------------------------------------------------------------


def _message(data: bytes, received: datetime | None, otherwise: datetime) -> RawMessage:
    arrived = received or told_arrival(data) or otherwise
    digest = hashlib.sha256(data).digest()
    # No server named it: its content does, so that adding a file twice is one message.
    key = ServerKey(ACCOUNT, "files", 1, int.from_bytes(digest[:7]))
    return RawMessage(key, arrived, len(data), data)


def told_arrival(data: bytes) -> datetime | None:
    """The arrival (aware) that a letter itself tells: its topmost Received header's time, else its Date's."""
    block = re.split(rb"\r?\n\r?\n", data[:262_144], maxsplit=1)[0]
    headers = re.sub(rb"\r?\n[ \t]+", b" ", block).decode("ascii", "replace").split("\n")
    received = [line.rpartition(";")[2] for line in headers if line.lower().startswith("received:")]
    dates = [line.partition(":")[2] for line in headers if line.lower().startswith("date:")]
    return next(filter(None, map(_moment, (*received[:1], *dates[:1]))), None)


def _moment(value: str) -> datetime | None:
    try:
        moment = email.utils.parsedate_to_datetime(value.strip())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    # A year at the edge of the calendar has no moment in every zone, and is no arrival.
    if not 1970 <= moment.year < 9999:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
