"""Files as if they had been mailed: .eml, .mbox, Maildir, folders of them, and bare documents.

Every file becomes the raw bytes of one message (or, for an mbox, of several).  A document is wrapped in
a small message of its own, so that from there on there is only one way.
"""

from __future__ import annotations

import email.utils
import hashlib
import mailbox
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from intake.errors import FileError
from intake.model import RawMessage, ServerKey

ACCOUNT = "local"
_MAIL = frozenset((".eml", ".mbox", ".mbx"))
_DOCUMENTS = frozenset(
    (".docx", ".docm", ".doc", ".txt", ".html", ".htm", ".rtf", ".odt", ".pdf", ".wps", ".zip")
)
_HEADER = re.compile(rb"[!-9;-~]+[ \t]*:")


def read_path(
    path: Path, received: datetime | None, failed: Callable[[FileError], None]
) -> Iterator[RawMessage]:
    """Yield the messages of a file or folder; the arrival is `received`, or else found in each message.

    A file that cannot be read is told to `failed`; the others go on.
    """
    for file in _files(path):
        try:
            yield from _file(file, received)
        except FileError as error:
            failed(error)


def _files(path: Path) -> Iterator[Path]:
    """The files a path stands for: itself, a Maildir's, or those of a folder that look like mail."""
    if not path.is_dir():
        yield path
    elif (path / "cur").is_dir() or (path / "new").is_dir():
        yield from sorted(f for sub in ("cur", "new") for f in (path / sub).glob("*") if f.is_file())
    else:
        for child in sorted(path.iterdir()):
            if child.is_dir() or child.suffix.lower() in _MAIL | _DOCUMENTS:
                yield from _files(child)


def _file(path: Path, received: datetime | None) -> Iterator[RawMessage]:
    data = _bytes(path)
    suffix = path.suffix.lower()
    if suffix in (".mbox", ".mbx") or (data.startswith(b"From ") and suffix not in _DOCUMENTS):
        yield from _mbox(path, received)
    elif suffix == ".eml" or (suffix not in _DOCUMENTS and _HEADER.match(data)):
        yield _message(data, path, received)
    else:
        yield _message(_wrapped(path, data), path, received)


def _bytes(path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FileError(f"文件 {path} 读不了：{error.strerror}。请检查路径和权限。") from error
    if not data:
        raise FileError(f"文件 {path} 是空的，没有收入。")
    return data


def _mbox(path: Path, received: datetime | None) -> Iterator[RawMessage]:
    box = mailbox.mbox(path, create=False)
    try:
        for key in box.iterkeys():
            line = box.get_bytes(key, from_=True).split(b"\n", 1)[0]
            yield _message(box.get_bytes(key), path, received, _from_line(line))
    finally:
        box.close()


def _from_line(line: bytes) -> datetime | None:
    """The delivery time in an mbox "From " line, which is in UTC (RFC 4155)."""
    words = line.decode("ascii", "replace").split()
    try:
        return datetime.strptime(" ".join(words[-5:]), "%a %b %d %H:%M:%S %Y").replace(tzinfo=UTC)
    except ValueError:
        return None


def _wrapped(path: Path, data: bytes) -> bytes:
    """A document as the one attachment of a letter without a sender."""
    letter = EmailMessage(policy=SMTP)
    letter["Subject"] = path.stem
    letter["Message-ID"] = f"<{hashlib.sha256(data).hexdigest()[:32]}@local>"
    letter.add_attachment(data, maintype="application", subtype="octet-stream", filename=path.name)
    # The boundary is random by default; the same file must give the same bytes.
    letter.set_boundary(hashlib.sha256(data).hexdigest()[:40])
    return letter.as_bytes()


def _message(
    data: bytes, path: Path, received: datetime | None, delivered: datetime | None = None
) -> RawMessage:
    arrived = received or _arrival(data) or delivered or datetime.fromtimestamp(path.stat().st_mtime, UTC)
    digest = hashlib.sha256(data).digest()
    # No server named it: its content does, so that adding a file twice is one message.
    key = ServerKey(ACCOUNT, "files", 1, int.from_bytes(digest[:7]))
    return RawMessage(key, arrived, len(data), data)


def _arrival(data: bytes) -> datetime | None:
    """The topmost Received header's time, else the Date header's."""
    block = re.split(rb"\r?\n\r?\n", data[:262_144], maxsplit=1)[0]
    headers = re.sub(rb"\r?\n[ \t]+", b" ", block).decode("ascii", "replace").splitlines()
    received = [line.rpartition(";")[2] for line in headers if line.lower().startswith("received:")]
    dates = [line.partition(":")[2] for line in headers if line.lower().startswith("date:")]
    for value in (*received[:1], *dates[:1]):
        try:
            moment = email.utils.parsedate_to_datetime(value.strip())
        except (ValueError, TypeError, IndexError):
            continue
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None
