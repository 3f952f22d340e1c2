"""A letter without its weight: delimiters and container types only, for the structure parser.

The general parser takes seconds to hours on hostile headers and copies every attachment several times.
So it is shown a skeleton of a few hundred bytes in which each body and each header block is a number;
it says what lies in what, and the numbers lead back to the bytes as sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from intake.headers import Headers, Value, read_block, read_value

MAX_PARTS = 1_000
"""Parts of one letter; what follows stays inside the last one."""
MAX_CONTAINERS = 100
"""Multiparts of one letter: the structure parser recurses once for each level of them."""
_MAX_DASHES = 100_000  # lines beginning with `--` that are looked at
_MAX_DASHED = 4  # pairs of dashes in a line that may be those which close
_MAX_CLOSING = 10  # delimiters looked at for one that opens a part

TOO_MANY_PARTS = "too-many-parts"
BOUNDARY_GUESSED = "boundary-guessed"
BOUNDARY_MISSING = "boundary-missing"
CLOSED_EARLY = "boundary-closed-early"

NUMBER = "X-Section"
"""The skeleton's header that holds a section's number."""
_TOKEN = re.compile(r"^@(\d+)$", re.MULTILINE)


@dataclass(slots=True)
class Section:
    """A stretch of the letter between two delimiters; `value` is its Content-Type."""

    headers: Headers
    value: Value
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Skeleton:
    """`text` is what the structure parser reads; its numbers are indexes into `sections`."""

    text: bytes
    sections: tuple[Section, ...]
    defects: tuple[str, ...]

    def span(self, payload: str) -> tuple[int, int]:
        """(start, end) in the letter's bytes of a payload of the skeleton, which may be several sections."""
        numbers = [int(number) for number in _TOKEN.findall(payload)]
        inside = [number for number in numbers if number < len(self.sections)]
        return (self.sections[inside[0]].start, self.sections[inside[-1]].end) if inside else (0, 0)


_SUBTYPE = re.compile(r"multipart/([a-z0-9.+-]{1,40})$")
_LIKELY = re.compile(rb"(?:\A|\n)--([^\r\n]{1,70}?)[ \t]*\r?\n(?=content-)", re.IGNORECASE)


class _Cutter:
    """Walks over the delimiter lines of a letter and writes the skeleton."""

    def __init__(self, data: bytes, limit: int) -> None:
        self.data = data
        self.limit = limit
        self.known: dict[bytes, int] = {}
        self.last: dict[bytes, int] = {}
        self.sections: list[Section] = []
        self.lines: list[bytes] = []
        self.defects: dict[str, None] = {}

    def cut(self, headers: Headers, start: int) -> Skeleton:
        self._open(headers, start)
        at = start
        for newline, key, closing in self._delimiters(start):
            if len(self.sections) >= self.limit:
                self.defects[TOO_MANY_PARTS] = None
                break
            if newline < at - 1:  # inside the header block just read
                continue
            self._close(newline)
            at = self._delimiter(newline, key, closing=closing)
        self._close(len(self.data))
        return Skeleton(b"\n".join(self.lines) + b"\n", tuple(self.sections), tuple(self.defects))

    def _delimiters(self, start: int) -> Iterator[tuple[int, bytes, bool]]:
        """(offset of the newline before it, boundary, whether it closes) of each delimiter line."""
        at = self.data.find(b"\n--", max(start - 1, 0)) if self.known else -1
        for _ in range(_MAX_DASHES):
            if at < 0:
                return
            key, closing = self._key(at + 3)
            if key is not None:
                yield at, key, closing and not self._opens_again(key, at)
            at = self.data.find(b"\n--", at + 1)
        self.defects[TOO_MANY_PARTS] = None

    def _opens_again(self, key: bytes, at: int) -> bool:
        """Whether parts follow the delimiter at `at`, which says it is the last."""
        if key not in self.last:
            self.last[key] = self._last(key)
        if again := self.last[key] > at:
            self.defects[CLOSED_EARLY] = None
        return again

    def _last(self, key: bytes) -> int:
        """Where the last delimiter stands that opens a part; -1 where it is too far up to matter."""
        at = len(self.data)
        for _ in range(_MAX_CLOSING):
            at = self.data.rfind(b"\n--" + key, 0, at)
            if at < 0 or self._key(at + 3) == (key, False):
                return at
        return -1

    def _key(self, at: int) -> tuple[bytes | None, bool]:
        line = self._line(at)
        if line in self.known:
            return line, False
        at = len(line)
        for _ in range(_MAX_DASHED):  # behind the closing dashes anything may follow, as in `--b-->`
            at = line.rfind(b"--", 0, at)
            if at > 0 and line[:at] in self.known:
                return line[:at], True
        return None, False

    def _line(self, at: int) -> bytes:
        end = self.data.find(b"\n", at, at + 400)
        return self.data[at : end if end >= 0 else at + 400].rstrip(b" \t\r")

    def _delimiter(self, newline: int, key: bytes, *, closing: bool) -> int:
        """Write the delimiter and open what follows it; the offset where its body starts."""
        mark = b"--b%d" % self.known[key]
        end = self.data.find(b"\n", newline + 1)
        after = end + 1 if end >= 0 else len(self.data)
        if closing:
            self.lines.append(mark + b"--")
            self._section(Headers(), Value("text/plain", {}), after)
            return after
        self.lines.append(mark)
        block = read_block(self.data, after, self._ends)
        self.defects |= dict.fromkeys(block.defects)
        self._open(block.headers, block.body)
        return block.body

    def _ends(self, line: bytes) -> bool:
        key = line[2:402].rstrip(b" \t\r")
        return key in self.known or (key.endswith(b"--") and key[:-2] in self.known)

    def _open(self, headers: Headers, start: int) -> None:
        raw = headers.raw("content-type") or b""
        value = read_value(headers.plain("content-type"))
        kind = _SUBTYPE.match(value.word)
        self.lines.append(self._type(kind[1], raw, start) if kind else b"Content-Type: text/plain")
        self.lines += [NUMBER.encode() + b": %d" % len(self.sections), b""]
        self._section(headers, value, start)

    def _type(self, subtype: str, raw: bytes, start: int) -> bytes:
        if len(self.known) >= MAX_CONTAINERS:
            self.defects[TOO_MANY_PARTS] = None
            return b"Content-Type: text/plain"
        boundary = self._boundary(raw, start)
        if boundary is None:
            self.defects[BOUNDARY_MISSING] = None
            return b"Content-Type: text/plain"
        if boundary in self.known:  # its parts are taken for those of the multipart around it
            return b"Content-Type: text/plain"
        number = self.known[boundary] = len(self.known)
        return b'Content-Type: multipart/%s; boundary="b%d"' % (subtype.encode(), number)

    def _boundary(self, raw: bytes, start: int) -> bytes | None:
        """The declared boundary if it occurs; else what looks like one (some gateways rewrite the header)."""
        declared = (read_value(raw.decode("latin-1")).get("boundary") or "").rstrip()
        wanted = declared.encode("utf-8" if raw.isascii() else "latin-1", "replace")
        found = self._used(wanted, start) if wanted else None
        if found == wanted:
            return found
        likely = None if found else _LIKELY.search(self.data, max(start - 1, 0), start + 4096)
        found = likely[1] if likely else found
        if found:
            self.defects[BOUNDARY_GUESSED] = None
        return found

    def _used(self, wanted: bytes, start: int) -> bytes | None:
        """The boundary as it stands in the first delimiter: a header that was cut has only its beginning."""
        at = first = self.data.find(b"\n--" + wanted, max(start - 1, 0))
        for _ in range(_MAX_CLOSING):
            line = self._line(at + 3)
            if at >= 0 and (line == wanted or line.startswith(wanted + b"--")):
                return wanted
            at = self.data.find(b"\n--" + wanted, at + 1) if at >= 0 else at
        return self._line(first + 3).removesuffix(b"--") if first >= 0 else None

    def _section(self, headers: Headers, value: Value, start: int) -> None:
        self.lines.append(b"@%d" % len(self.sections))
        self.sections.append(Section(headers, value, start, start))

    def _close(self, end: int) -> None:
        """End the section last opened; the line end before a delimiter is part of the delimiter."""
        section = self.sections[-1]
        if self.data[end - 1 : end] == b"\r" and end < len(self.data):
            end -= 1
        section.end = max(section.start, end)


def cut(data: bytes, headers: Headers, start: int, limit: int = MAX_PARTS) -> Skeleton:
    """The skeleton of a letter whose headers are read and whose body begins at `start`."""
    return _Cutter(data, limit).cut(headers, start)
