"""A header block as raw bytes: where it ends, its fields, the parameters of a field.

The block is read from the bytes as sent because a general parser decodes too early: a GBK name loses
its second bytes, and one bad line hides all fields behind it.  Limits keep a hostile block cheap.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import unquote_to_bytes

from intake import charset, encoded_words

MAX_BLOCK = 256 * 1024
"""Bytes of one header block; what lies beyond is not read as headers."""
MAX_LINES = 2_000
"""Lines of the header block of a letter."""
MAX_PART_LINES = 200
"""Lines of that of a part, which programs need not more than a dozen for."""
MAX_FIELD = 32 * 1024
"""Bytes of one field, its folded lines joined."""
_MAX_JUNK = 3  # lines that may stand over the headers
_SEARCHED = (4 * 1024, 64 * 1024, 4 * MAX_BLOCK)  # how far the end of a block is looked for

BLOCK_TOO_LONG = "header-block-too-long"
TOO_MANY_LINES = "too-many-header-lines"
FIELD_TOO_LONG = "header-too-long"
MALFORMED = "header-malformed"
NO_SEPARATOR = "header-separator-missing"


@dataclass(frozen=True, slots=True)
class Headers:
    """Fields in order: lower-case names and raw values, folds kept.

    `label` is the charset that the letter declares for its text; 8-bit headers are mostly in the same.
    """

    fields: tuple[tuple[str, bytes], ...] = ()
    label: str | None = None

    def raw(self, name: str) -> bytes | None:
        """The first value of a field; repeated fields are defects whose first is what readers show."""
        return next((value for key, value in self.fields if key == name), None)

    def all(self, name: str) -> tuple[bytes, ...]:
        """All values of a field, topmost first."""
        return tuple(value for key, value in self.fields if key == name)

    def text(self, name: str) -> str:
        """The first value as text, encoded words read; empty where the field is missing."""
        return self.read(name).text

    def read(self, name: str) -> charset.Decoded:
        """The same with what went wrong."""
        return encoded_words.decode_header(self.raw(name) or b"", self.label)

    def plain(self, name: str) -> str:
        """The first value with its 8-bit bytes read and its encoded words left as they are."""
        return charset.decode(self.raw(name) or b"", self.label).text

    def token(self, name: str) -> str:
        """The first word of a value in lower case, as in `Auto-Submitted: auto-replied; x=y`."""
        return next(iter(self.tokens(name)), "")

    def tokens(self, name: str) -> list[str]:
        """The first word of each value of a field."""
        words = (re.split(rb"[\s;(]+", value.strip(), maxsplit=1)[0] for value in self.all(name))
        return [word.decode("ascii", "replace").lower() for word in words]


@dataclass(frozen=True, slots=True)
class Block:
    """A header block read: `body` is the offset of the first byte behind it."""

    headers: Headers
    body: int
    defects: tuple[str, ...] = ()


# --- the block ------------------------------------------------------------------------------------

_NAME = re.compile(rb"[A-Za-z0-9!#$%&'*+./^_`|~-]{1,200}[ \t]*:")
_KNOWN = re.compile(
    rb"^(?:from|to|subject|date|message-id|mime-version|content-[a-z-]{2,30})[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
_ADDRESSES = frozenset({"from", "sender", "reply-to", "to", "cc"})
_OF_ADDRESS = re.compile(rb"[<>@\x80-\xff]")
"""What a line must have to be the rest of an address; a line of anything else would become a name."""
_TELLING = frozenset({"from", "to", "subject", "date", "mime-version", "content-type"})
_NAMED_BADLY = re.compile(rb"[:!-~][ -9;-~]{0,60}:")
"""A field with a name that is none, as in `Sub ject: x`; a raw text broken off may hold a colon, too."""
_PARAMETER_LINE = re.compile(rb"[\w*-]{1,40}[ \t]*=", re.ASCII)


def _never(_line: bytes) -> bool:
    return False


def _find_blank(data: bytes, start: int, end: int) -> tuple[int, int] | None:
    """(end of the block, start of the body), or None."""
    if data.startswith((b"\n", b"\r\n"), start):
        return start, start + (1 if data.startswith(b"\n", start) else 2)
    at, length = data.find(b"\n\r\n", start, end), 3
    other = data.find(b"\n\n", start, end if at < 0 else at)
    if other >= 0:
        at, length = other, 2
    return (at + 1, at + length) if at >= 0 else None


def _find_end(data: bytes, start: int, stop: Callable[[bytes], bool]) -> tuple[int, int] | None:
    """(end of the block, start of the body): at an empty line, or at a delimiter, which begins another part.

    A thousand parts without empty lines would have the whole letter looked through for each of them.
    """
    for size in _SEARCHED:
        blank = _find_blank(data, start, start + size)
        delimiter = _find_delimiter(data, start, blank[0] if blank else start + size, stop)
        if delimiter is not None or blank is not None:
            return (delimiter, delimiter) if delimiter is not None else blank
    return None


def _extent(data: bytes, start: int, stop: Callable[[bytes], bool]) -> tuple[int, int, tuple[str, ...]]:
    """(end of the block, start of the body, defects); an oversized block is cut at a line end."""
    found = _find_end(data, start, stop)
    end, body = found or (len(data), len(data))
    if end - start <= MAX_BLOCK:
        return end, body, ()
    cut = data.rfind(b"\n", start, start + MAX_BLOCK) + 1 or start + MAX_BLOCK
    return cut, body if found else cut, (BLOCK_TOO_LONG,)


def _last_known(data: bytes, start: int, end: int) -> int:
    """Where the last line stands that is certainly a header field; -1 without one."""
    return max((found.start() for found in _KNOWN.finditer(data, start, end)), default=-1)


def _ends_block(lines: Sequence[bytes], at: int) -> bool:
    """Whether a line of nothing but blanks stands for the empty line: no field and no fold follows."""
    if lines[at].strip() or at + 1 == len(lines):
        return False
    below = lines[at + 1]
    return not (_NAME.match(below) or below.startswith((b" ", b"\t")) or not below.strip())


def _find_delimiter(data: bytes, start: int, end: int, stop: Callable[[bytes], bool]) -> int | None:
    at = data.find(b"\n--", start, end)
    while at >= 0:
        if stop(data[at + 1 : at + 402].split(b"\n", 1)[0]):
            return at + 1
        at = data.find(b"\n--", at + 1, end)
    return None


class _Reader:
    """Gathers the lines of a block into fields, up to the first that can be none."""

    def __init__(self, data: bytes, start: int, stop: Callable[[bytes], bool]) -> None:
        self.end, self.body, defects = _extent(data, start, stop)
        self.fields: list[tuple[str, bytearray]] = []
        self.defects = dict.fromkeys(defects)
        self._data, self._start, self._stop = data, start, stop
        self._known: int | None = None
        self._limit = MAX_LINES if stop is _never else MAX_PART_LINES

    def read(self) -> Block:
        at = self._start
        lines = self._data[self._start : self.end].split(b"\n")
        for count, line in enumerate(lines):
            if line and count == self._limit:
                self.defects[TOO_MANY_LINES] = None
                break
            if line and not (self._take(line.rstrip(b"\r"), at) and not _ends_block(lines, count)):
                self.body = at
                break
            at += len(line) + 1
        fields = tuple((name, bytes(value[:MAX_FIELD]).strip()) for name, value in self.fields)
        return Block(Headers(fields), self.body, tuple(self.defects))

    def _take(self, line: bytes, at: int) -> bool:
        """Whether the line belongs to the block."""
        if not self.fields:
            line = line.lstrip(b" \t")  # some programs indent the first
        if not line or line.startswith((b" ", b"\t")):  # nothing but CRs, or a fold
            self._continue(line)
        elif _NAME.match(line):
            name, _, value = line.partition(b":")
            self.fields.append((name.strip().decode("ascii").lower(), bytearray()))
            self._continue(value.lstrip(b" \t"))
        elif line.startswith(b"--") and self._stop(line):
            return False
        elif not (line.startswith((b"From ", b">From ")) and at == 0):  # mbox separator
            return self._mend(line, at)
        return True

    def _is_cut(self, line: bytes) -> bool:
        """Whether the line above was broken inside a raw text, where nobody wrote a blank."""
        return line[0] > 0x7F and self.fields[-1][1][-1:] > b"\x7f"

    def _continue(self, line: bytes, joint: bytes = b"\n") -> None:
        if not self.fields:
            return
        value = self.fields[-1][1]
        if len(value) <= MAX_FIELD:
            value += joint + line if value else line
        if len(value) > MAX_FIELD:
            self.defects[FIELD_TOO_LONG] = None

    def _mend(self, line: bytes, at: int) -> bool:
        """A line that is no field: a fold without its blank where fields follow, else the body.

        QUIRK: Foxmail 5 and some OA systems break a long raw subject or `filename=` like this.
        """
        if self._known is None:
            self._known = _last_known(self._data, self._start, self.end)
        if not self.fields and self._is_junk(at):
            self.defects[MALFORMED] = None
            return True
        if self.fields and _NAMED_BADLY.match(line) and self._is_alone(at + len(line)):
            self.defects[MALFORMED] = None
            return True
        if self.fields and (at < self._known or _PARAMETER_LINE.match(line)):
            self.defects[MALFORMED] = None
            if self.fields[-1][0] in _ADDRESSES and not _OF_ADDRESS.search(line):
                return True
            self._continue(line, joint=b"" if self._is_cut(line) else b"\n ")
            return True
        self.defects[NO_SEPARATOR] = None
        return False

    def _is_alone(self, end: int) -> bool:
        """Whether the block ends, or a field follows, where a line ends."""
        below = self._data.find(b"\n", end) + 1
        return below >= self.end > 0 or _NAME.match(self._data, below) is not None

    def _is_junk(self, at: int) -> bool:
        """Whether the line stands over the headers of a letter, as `>From: x` of a mangled mbox does."""
        above = self._data.count(b"\n", self._start, at)
        return self._start == 0 and above < _MAX_JUNK and len(_KNOWN.findall(self._data, at, self.end)) > 1


def read_block(data: bytes, start: int = 0, stop: Callable[[bytes], bool] = _never) -> Block:
    """Read the header block at `start`; `stop` says of a line beginning with `--` that it ends the part."""
    block = _Reader(data, start, stop).read()
    if start or block.headers.raw("from") or block.headers.raw("subject"):
        return block
    return _with_rest(data, block)


_REST = re.compile(rb"\s{0,200}(?=[A-Za-z-]{2,40}:)")


def _with_rest(data: bytes, block: Block) -> Block:
    """The headers of a letter with a stray empty line among them: what tells who wrote stands below it."""
    found = _REST.match(data, block.body)
    if (
        found is None
        or not block.headers.fields
        or block.headers.token("content-type").startswith("message/")
    ):
        return block
    rest = _Reader(data, found.end(), _never).read()
    if sum(1 for name, _ in rest.headers.fields if name in _TELLING) < 2:
        return block
    defects = dict.fromkeys((*block.defects, *rest.defects, MALFORMED))
    return Block(Headers(block.headers.fields + rest.headers.fields), rest.body, tuple(defects))


# --- parameters -----------------------------------------------------------------------------------

_BLANKS = re.compile(r"\s+")
# What stands behind a semicolon and has no `=` belongs to a value sent without quotation marks.
# A quotation mark inside the value counts as the end only where a further parameter or nothing follows:
# titles like 关于"十四五"规划 are sent unescaped.
_PARAMETER = re.compile(
    r"[;, ] ?([\w!#$%&'*+.^`|~-]{1,80}) ?= ?"
    r"(\"(?:[^\"\\]|\\.|\"(?! ?(?:;|$|[\w*-]{1,80} ?=)))*(?:\"|\\?$)"
    r"|[^;]*(?:;(?= ?[^;= ][^;=]{0,200}(?:;|$))[^;]*)*)",
    re.ASCII,
)
_PIECE = re.compile(r"([^*]+)(?:\*(\d{1,3}))?(\*?)$", re.ASCII)
_ESCAPED = re.compile(r"\\([\"\\])")


@dataclass(frozen=True, slots=True)
class Value:
    """A field such as `text/plain; charset=gbk`: its first word in lower case and its parameters.

    A parameter sent in the manner of RFC 2231 stands under its name with a star, its plain form without.
    """

    word: str
    parameters: dict[str, str]

    def get(self, name: str) -> str | None:
        """A parameter, the RFC 2231 form first (RFC 6266, 4.3)."""
        return self.parameters.get(name + "*") or self.parameters.get(name)


def read_value(text: str) -> Value:
    """Split a field's text into its first word and its parameters; encoded words are left as they are."""
    line = _BLANKS.sub(" ", text).strip()
    if "=" in re.split('[;, "]', line, maxsplit=1)[0]:  # parameters and no word before them
        line = ";" + line
    word = re.split('[;, <>"]', line, maxsplit=1)[0]
    plain: dict[str, str] = {}
    pieces: dict[str, list[tuple[int, bool, str]]] = {}
    for name, raw in _PARAMETER.findall(line, len(word)):
        found = _PIECE.match(name.lower())
        if found is None:
            continue
        if found[2] is None and not found[3]:
            plain.setdefault(found[1], _unquoted(raw))
        else:
            pieces.setdefault(found[1], []).append((int(found[2] or 0), bool(found[3]), _unquoted(raw)))
    extended = {name + "*": _joined(parts) for name, parts in pieces.items()}
    return Value(word.lower().replace("\\", "/"), plain | extended)


def _unquoted(raw: str) -> str:
    raw = raw.strip()
    if not raw.startswith('"'):
        return raw
    inner = raw[1:-1] if len(raw) > 1 and raw.endswith('"') else raw[1:]
    return _ESCAPED.sub(r"\1", inner)


def _joined(pieces: Iterable[tuple[int, bool, str]]) -> str:
    """The value of RFC 2231, 3 and 4: numbered pieces, percent signs and a charset in the first."""
    ordered = sorted(pieces, key=lambda piece: piece[0])
    label, data = None, bytearray()
    # Neighbours are joined before their percent signs are read: some programs cut in the middle of one.
    for encoded, run in groupby(ordered, key=lambda piece: piece[1]):
        text = "".join(value for _, _, value in run)
        if encoded and not data and text.count("'") >= 2:
            label, _, text = text.split("'", 2)
        data += unquote_to_bytes(text) if encoded else text.encode("utf-8", "replace")
    return charset.decode(bytes(data), label).text
