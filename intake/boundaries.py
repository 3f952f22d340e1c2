"""The lines that part a multipart: which of them are meant, and which only look so.

RFC 2046, 5.1.1 as senders keep it: headers cut in the middle of a boundary, closing delimiters with something
behind them, or with further parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

MAX_DASHES = 100_000
"""Lines beginning with `--` that are looked at."""
_MAX_LINE = 400  # bytes of a line that can be a delimiter
_MAX_TRIES = 10  # lines looked at for one that is a delimiter without doubt
_MAX_BEHIND = 4_096  # bytes in which a closing delimiter without a line of its own is looked for
_MAX_DASHED = 4  # pairs of dashes in a line that may be those which close

_LIKELY = re.compile(rb"(?:\A|\n)--([^\r\n]{1,70}?)[ \t]*\r?\n(?=content-)", re.IGNORECASE)


class Boundaries:
    """The boundaries of a letter with their numbers, in the order they were declared."""

    def __init__(self, data: bytes) -> None:
        self.known: dict[bytes, int] = {}
        self._data = data
        self._exact: dict[bytes, int] = {}

    def lines(self, start: int) -> Iterator[tuple[int, bytes, bool]]:
        """(offset of the newline before it, boundary, whether it closes) of each line that is a delimiter."""
        at = self._data.find(b"\n--", max(start - 1, 0)) if self.known else -1
        for _ in range(MAX_DASHES):
            if at < 0:
                return
            key, closing = self._key(at)
            if key is not None:
                yield at, key, closing
            at = self._data.find(b"\n--", at + 1)

    def ends(self, line: bytes) -> bool:
        """Whether a line in a header block, beginning with `--`, is a delimiter."""
        key = line[2:_MAX_LINE].rstrip(b" \t\r")
        return key in self.known or (key.endswith(b"--") and key[:-2] in self.known)

    def opens_again(self, key: bytes, at: int) -> bool:
        """Whether the next delimiter behind the one at `at`, which says it is the last, begins a part."""
        _, following, closing = next(self.lines(at + 2), (0, b"", True))
        return following == key and not closing

    def glued(self, key: bytes, start: int, end: int) -> int:
        """Where a closing delimiter stands behind text in the last lines of a section; -1 without one."""
        return self._data.rfind(b"--" + key + b"--", max(start, end - _MAX_BEHIND), end)

    def find(self, wanted: bytes, start: int) -> bytes | None:
        """The boundary that the body at `start` uses: as declared, beginning so, or what looks like one.

        A header that was cut has only the beginning; some gateways rewrite it.
        """
        used = self._used(wanted, start) if wanted else None
        if used is None and (likely := _LIKELY.search(self._data, max(start - 1, 0), start + 4096)):
            return likely[1]
        return used

    def _used(self, wanted: bytes, start: int) -> bytes | None:
        first = None
        for line in self._beginning(wanted, start):
            if line == wanted:
                return wanted
            if first is None and line != wanted + b"--":
                first = line.removesuffix(b"--") or None
        return first

    def _beginning(self, wanted: bytes, start: int) -> Iterator[bytes]:
        """The first delimiter lines that begin with what is wanted."""
        at = max(start - 1, 0) - 1
        for _ in range(_MAX_TRIES):
            at = self._data.find(b"\n--" + wanted, at + 1)
            if at < 0:
                return
            yield self._line(at)

    def _key(self, at: int) -> tuple[bytes | None, bool]:
        line = self._line(at)
        if line in self.known:
            return line, False
        end = len(line)
        for _ in range(_MAX_DASHED):
            end = line.rfind(b"--", 0, end)
            key = line[: max(end, 0)]
            if key in self.known and (end + 2 == len(line) or self._is_last(key, at)):
                return key, True
        return None, False

    def _is_last(self, key: bytes, at: int) -> bool:
        """Whether a line like `--b-->` closes, as there is no better one."""
        if key not in self._exact:
            self._exact[key] = self._last(key, key, key + b"--")
        return self._exact[key] < at

    def _last(self, key: bytes, *lines: bytes) -> int:
        """Where the last of some lines stands; -1 where it is too far up to matter."""
        at = len(self._data)
        for _ in range(_MAX_TRIES):
            at = self._data.rfind(b"\n--" + key, 0, at)
            if at < 0 or self._line(at) in lines:
                return at
        return -1

    def _line(self, newline: int) -> bytes:
        """What stands behind the dashes of a line, by the offset of the newline before it."""
        at = newline + 3
        end = self._data.find(b"\n", at, at + _MAX_LINE)
        return self._data[at : end if end >= 0 else at + _MAX_LINE].rstrip(b" \t\r")
