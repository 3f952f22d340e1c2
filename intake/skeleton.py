"""A letter without its weight: delimiters and container types only, for the structure parser.

The general parser takes seconds to hours on hostile headers and copies every attachment several times.
So it is shown a skeleton of a few hundred bytes in which each body and each header block is a number;
it says what lies in what, and the numbers lead back to the bytes as sent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from intake.boundaries import MAX_DASHES, Boundaries
from intake.headers import Headers, Value, read_block, read_value

MAX_PARTS = 1_000
"""Parts of one letter; what follows stays inside the last one."""
MAX_CONTAINERS = 100
"""Multiparts of one letter: the structure parser recurses once for each level of them."""

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


_MULTIPART = re.compile(r"multipart(?:/([a-z0-9.+-]{1,40})?.*)?$")


class _Cutter:
    """Walks over the delimiter lines of a letter and writes the skeleton."""

    def __init__(self, data: bytes, limit: int) -> None:
        self.data = data
        self.limit = limit
        self.boundaries = Boundaries(data)
        self.unclosed: dict[bytes, None] = {}
        self.sections: list[Section] = []
        self.lines: list[bytes] = []
        self.defects: dict[str, None] = {}

    def cut(self, headers: Headers, start: int) -> Skeleton:
        self._open(headers, start)
        at = start
        for count, (newline, key, closing) in enumerate(self.boundaries.lines(start)):
            if len(self.sections) >= self.limit or count == MAX_DASHES:
                self.defects[TOO_MANY_PARTS] = None
                break
            if newline < at - 1:  # inside the header block just read
                continue
            self._close(newline)
            at = self._delimiter(newline, key, closing=closing)
        self._close(self._end())
        return Skeleton(b"\n".join(self.lines) + b"\n", tuple(self.sections), tuple(self.defects))

    def _end(self) -> int:
        """Where the last part ends: at a closing delimiter without a line of its own, or with the letter."""
        start = self.sections[-1].start
        glued = (self.boundaries.glued(key, start) for key in self.unclosed)
        return min((at for at in glued if at >= 0), default=len(self.data))

    def _delimiter(self, newline: int, key: bytes, *, closing: bool) -> int:
        """Write the delimiter and open what follows it; the offset where its body starts."""
        mark = b"--b%d" % self.boundaries.known[key]
        end = self.data.find(b"\n", newline + 1)
        after = end + 1 if end >= 0 else len(self.data)
        if closing and not self._opens_again(key, newline):
            self.unclosed.pop(key, None)
            self.lines.append(mark + b"--")
            self._section(Headers(), Value("text/plain", {}), after)
            return after
        self.lines.append(mark)
        block = read_block(self.data, after, self.boundaries.ends)
        self.defects |= dict.fromkeys(block.defects)
        self._open(block.headers, block.body)
        return block.body

    def _opens_again(self, key: bytes, at: int) -> bool:
        again = self.boundaries.opens_again(key, at)
        self.defects |= {CLOSED_EARLY: None} if again else {}
        return again

    def _open(self, headers: Headers, start: int) -> None:
        value = read_value(headers.plain("content-type"))
        kind = _MULTIPART.match(value.word)
        boundary = self._boundary(headers.raw("content-type") or b"", start) if kind else None
        if kind and boundary is not None:
            words = ((kind[1] or "mixed").encode(), self.boundaries.known[boundary])
            self.lines.append(b'Content-Type: multipart/%s; boundary="b%d"' % words)
        else:
            self.lines.append(b"Content-Type: text/plain")
        self.lines += [NUMBER.encode() + b": %d" % len(self.sections), b""]
        self._section(headers, value, start)

    def _boundary(self, raw: bytes, start: int) -> bytes | None:
        """The boundary of a multipart, from now on known; None where it cannot be cut."""
        if len(self.boundaries.known) >= MAX_CONTAINERS:
            self.defects[TOO_MANY_PARTS] = None
            return None
        declared = (read_value(raw.decode("latin-1")).get("boundary") or "").rstrip()
        wanted = declared.encode("utf-8" if raw.isascii() else "latin-1", "replace")
        found = self.boundaries.find(wanted, start)
        if found != wanted or found is None:
            self.defects[BOUNDARY_MISSING if found is None else BOUNDARY_GUESSED] = None
        if found is None or found in self.boundaries.known:  # its parts are taken for those of the one around
            return None
        self.boundaries.known[found] = len(self.boundaries.known)
        self.unclosed[found] = None
        return found

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
