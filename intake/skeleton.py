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
_PART = re.compile(rb"content-[a-z-]{2,30}:", re.IGNORECASE)
_NOTHING = Value("text/plain", {})


class _Cutter:
    """Walks over the delimiter lines of a letter and writes the skeleton.

    The skeleton is well nested, whatever the letter is: a delimiter of a multipart that has ended, or is not
    the one around, begins a part of the one around, so that its files are not hidden in another's bytes.
    """

    def __init__(self, data: bytes, limit: int) -> None:
        self.data = data
        self.limit = limit
        self.boundaries = Boundaries(data)
        self.open: list[bytes] = []  # boundaries of the multiparts around, the outermost first
        self.declared: list[bytes] = []
        self.empty = False  # whether the multipart last opened has no part yet
        self.ended = 0  # the line of the skeleton that closed the outermost
        self.sections: list[Section] = []
        self.lines: list[bytes] = []
        self.defects: dict[str, None] = {}

    def cut(self, headers: Headers, start: int) -> Skeleton:
        self._begin(headers, start)
        at = start
        for count, (newline, key, closing) in enumerate(self.boundaries.lines(start)):
            if len(self.sections) >= self.limit or count == MAX_DASHES:
                self.defects[TOO_MANY_PARTS] = None
                break
            if newline < at - 1:  # inside the header block just read
                continue
            self._leave(self.open.index(key) + 1 if key in self.open else len(self.open), newline)
            at = self._delimiter(newline, key, closing=closing)
        self._leave(0, len(self.data))
        return Skeleton(b"\n".join(self.lines) + b"\n", tuple(self.sections), tuple(self.defects))

    def _leave(self, around: int, end: int) -> None:
        """End the section last opened, and the multiparts inside the first `around`.

        One of them may have its closing delimiter behind text in the section's last lines.
        """
        start = self.sections[-1].start
        inside = () if self.empty else self.open[around:]
        found = ((self.boundaries.glued(key, start, end), key) for key in inside)
        at, glued = min((one for one in found if one[0] >= 0), default=(end, b""))
        self._close(at)
        del self.open[around:]
        if glued:
            self.lines.append(self._mark(glued) + b"--")
            self._section(Headers(), _NOTHING, at + len(glued) + 4)
            self._close(end)

    def _delimiter(self, newline: int, key: bytes, *, closing: bool) -> int:
        """Write the delimiter and open what follows it; the offset where its body starts."""
        end = self.data.find(b"\n", newline + 1)
        after = end + 1 if end >= 0 else len(self.data)
        if closing and not self._goes_on(key, newline, after):
            self._end(key, after)
            return after
        self._part(key)
        block = read_block(self.data, after, self.boundaries.ends)
        self.defects |= dict.fromkeys(block.defects)
        self._begin(block.headers, block.body)
        return block.body

    def _end(self, key: bytes, after: int) -> None:
        if key in self.open:
            self.open.pop()
            self.ended = len(self.lines)
            self.lines.append(self._mark(key) + b"--")
        elif self.open:
            self._part(key)
            self.lines += self._head(len(self.sections))
        self._section(Headers(), _NOTHING, after)

    def _goes_on(self, key: bytes, newline: int, after: int) -> bool:
        """Whether a delimiter that says it is the last has parts behind it, or none before."""
        if not (self.empty or self.boundaries.opens_again(key, newline) or _PART.match(self.data, after)):
            return False
        self.defects[CLOSED_EARLY] = None
        return True

    def _part(self, key: bytes) -> None:
        """Write where a part begins: one of the multipart it names, else of the one around."""
        if not self.open:
            self.defects[CLOSED_EARLY] = None
            self.open.append(self.declared[0])
            behind = int(self.lines[self.ended + 1][1:])  # what followed the end is a part between others
            self.lines[self.ended] = b"\n".join([self._mark(self.open[0]), *self._head(behind)])
        self.lines.append(self._mark(key if key in self.open else self.open[-1]))

    def _mark(self, key: bytes) -> bytes:
        return b"--b%d" % self.boundaries.known[key]

    def _head(self, number: int, kind: bytes = b"text/plain") -> list[bytes]:
        return [b"Content-Type: " + kind, NUMBER.encode() + b": %d" % number, b""]

    def _begin(self, headers: Headers, start: int) -> None:
        value = read_value(headers.plain("content-type"))
        kind = _MULTIPART.match(value.word)
        boundary = self._boundary(headers.raw("content-type") or b"", start) if kind else None
        if kind and boundary is not None:
            words = ((kind[1] or "mixed").encode(), self.boundaries.known[boundary])
            self.lines += self._head(len(self.sections), b'multipart/%s; boundary="b%d"' % words)
        else:
            self.lines += self._head(len(self.sections))
        self._section(headers, value, start)
        self.empty = boundary is not None

    def _boundary(self, raw: bytes, start: int) -> bytes | None:
        """The boundary of a multipart, from now on known; None where it cannot be cut."""
        if len(self.declared) >= MAX_CONTAINERS:
            self.defects[TOO_MANY_PARTS] = None
            return None
        declared = (read_value(raw.decode("latin-1")).get("boundary") or "").rstrip()
        wanted = declared.encode("utf-8" if raw.isascii() else "latin-1", "replace")
        found = self.boundaries.find(wanted, start)
        if found != wanted or found is None:
            self.defects[BOUNDARY_MISSING if found is None else BOUNDARY_GUESSED] = None
        if found is None or found in self.open:  # its parts are taken for those of the one around
            return None
        self.boundaries.known[found] = len(self.declared)
        self.declared.append(found)
        self.open.append(found)
        return found

    def _section(self, headers: Headers, value: Value, start: int) -> None:
        self.lines.append(b"@%d" % len(self.sections))
        self.sections.append(Section(headers, value, start, start))
        self.empty = False

    def _close(self, end: int) -> None:
        """End the section last opened; the line end before a delimiter is part of the delimiter."""
        section = self.sections[-1]
        if self.data[end - 1 : end] == b"\r" and end < len(self.data):
            end -= 1
        section.end = max(section.start, end)


def cut(data: bytes, headers: Headers, start: int, limit: int = MAX_PARTS) -> Skeleton:
    """The skeleton of a letter whose headers are read and whose body begins at `start`."""
    return _Cutter(data, limit).cut(headers, start)
