"""Logs: one logfmt line a record, which nothing that came from a mail can break, forge or fill.

    time=2021-05-14T02:30:00+08:00 level=info logger=desk.pipeline event="poll done" mailbox=submissions new=3

The caller gives an event in its own words and what belongs to it as fields:

    log.info("poll done", extra=fields(mailbox=account.name, new=3))

`intake`, which must not import this module, writes `extra={"fields": {"mailbox": name}}`.  Of an exception
its kind and our own lines on the way are written; what it says may be a letter's words and never is.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from desk.errors import UsageError

OURS = frozenset({"intake", "classify", "compose", "storage", "desk"})
"""The packages whose log lines are written as they say; a library's are not trusted with content."""

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")

LONGEST = 500
"""Characters of one value; what a server says can be long."""

FRAMES = 12
"""Lines of a traceback, the innermost ones."""

_ROOT = Path(__file__).resolve().parents[1]
_RESERVED = frozenset({"time", "level", "logger", "event", "error", "cause", "trace"})
_BARE = re.compile(r"[^\s\"=\\]+")


def fields(**values: object) -> dict[str, dict[str, object]]:
    """Return the `extra` of a log call: values by name.  The names a line has anyway are refused."""
    if _RESERVED & values.keys():
        raise ValueError(f"reserved field: {sorted(_RESERVED & values.keys())}")
    return {"fields": values}


def configure(level: str | None) -> None:
    """Send log lines of our packages from `level` on, and of libraries from WARNING on, to stderr.

    Where a program has set up logging already (a test runner), it is left as it is.  Raises `UsageError`
    for a level that does not exist.
    """
    chosen = (level or "WARNING").strip().upper()
    if chosen not in LEVELS:
        raise UsageError(
            f"环境变量 BULLETIN_LOG 的值“{level}”不是日志级别，请改为 {'、'.join(LEVELS)} 之一。"
        )
    if logging.root.handlers:
        return
    handler = _Lines()
    handler.setFormatter(Logfmt())
    handler.addFilter(_fit_for_a_log)
    logging.root.addHandler(handler)
    logging.root.setLevel(logging.WARNING)
    for package in OURS:
        logging.getLogger(package).setLevel(chosen)
    logging.getLogger("mailparser").setLevel(logging.ERROR)  # what it warns of is a letter's defect


class _Lines(logging.StreamHandler[TextIO]):
    """Standard error; a line that cannot be written is lost, and shows its values to nobody."""

    def __init__(self) -> None:
        super().__init__(sys.stderr)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 -- logging's name
        """Say nothing: logging itself would print the record with all its arguments."""


def _fit_for_a_log(record: logging.LogRecord) -> bool:
    """Libraries log letters at DEBUG and INFO, and some set the level of their loggers themselves."""
    return record.levelno >= logging.WARNING or _ours(record)


def _ours(record: logging.LogRecord) -> bool:
    return record.name.partition(".")[0] in OURS


class Logfmt(logging.Formatter):
    """Writes a record as one logfmt line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line: time, level, logger, event, the caller's fields, and what was raised."""
        values: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created).astimezone().isoformat(timespec="seconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": _event(record),
        }
        values |= {_key(name): value for name, value in _given(record).items()}
        if record.exc_info and record.exc_info[1]:
            values |= _raised(record.exc_info[1])
        return " ".join(f"{name}={quoted(value)}" for name, value in values.items() if value is not None)


def _event(record: logging.LogRecord) -> str:
    """What the caller says.  A library's words are told only where they still lack their values."""
    if not _ours(record):
        place = f"{record.module}:{record.lineno}"
        return f"{record.msg} ({place})" if isinstance(record.msg, str) and record.args else f"({place})"
    try:
        return record.getMessage()
    except (TypeError, ValueError, KeyError):  # a slip in a log line shall not end what it tells of
        return str(record.msg)


def _given(record: logging.LogRecord) -> Mapping[str, Any]:
    given = getattr(record, "fields", None)
    return given if isinstance(given, Mapping) and _ours(record) else {}


def _key(name: str) -> str:
    """A name that is no word, or one a line has anyway, cannot pass for another field."""
    word = re.sub(r"\W", "_", name, flags=re.ASCII)
    return f"{word}_" if word in _RESERVED else word


def quoted(value: object) -> str:
    """Return a value as one word: in quotes and escaped wherever anything else could be read into it."""
    text = str(value)
    if len(text) > LONGEST:
        text = text[: LONGEST - 1] + "…"
    if _BARE.fullmatch(text) and text.isprintable():
        return text
    return '"' + "".join(_escaped(c) for c in text) + '"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    # Controls, line and paragraph separators, bidi controls, lone surrogates: none is printable.
    return character if character.isprintable() else ascii(character)[1:-1]


def _raised(error: BaseException) -> dict[str, object]:
    """The kind of an exception and of what caused it, and our lines it passed, the innermost last."""
    cause = error.__cause__ or error.__context__
    return {
        "error": _kind(error),
        "cause": _kind(cause) if cause else None,
        "trace": " ".join([*_frames(cause), *_frames(error)][-FRAMES:]) or None,
    }


def _kind(error: BaseException) -> str:
    kind = type(error)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def _frames(error: BaseException | None) -> Iterator[str]:
    if error is None:
        return
    for frame, line in traceback.walk_tb(error.__traceback__):
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(_ROOT) and path.relative_to(_ROOT).parts[0] in OURS:
            yield f"{path.relative_to(_ROOT).as_posix()}:{line}"
