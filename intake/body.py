"""The content of one part: transfer encoding undone, text made readable."""

from __future__ import annotations

import binascii
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from intake import charset
from intake.documents.html import html_to_text, is_too_long
from intake.headers import Value

MAX_TEXT_BYTES = 8 * 1024 * 1024
"""Decoded bytes of one text part that are read."""
MAX_UUENCODED = 100
"""Files written into one plain text; further ones stay in the text."""
MAX_GROWTH = 4
"""Times that a uuencoded file may be larger than its lines, of which blanks are cut off on the way."""

TEXT_TOO_LONG = "text-too-long"
BASE64_BROKEN = "base64-broken"
NOT_BASE64 = "base64-not-encoded"
UU_CUT_OFF = "uuencode-cut-off"

# --- transfer encodings ---------------------------------------------------------------------------

_Content = tuple[bytes, str | None]
_BLANKS = b" \t\r\n"
_FOREIGN = re.compile(rb"[^A-Za-z0-9+/=]")
_ALPHABET = bytes(byte for byte in range(0x80) if not _FOREIGN.match(b"%c" % byte)) + b"\r\n"
_FULL = 60
"""Characters from which a line is about as long as encoders make them."""
_BEHIND = re.compile(rb"(=)[ \t].*")
_CHUNK = re.compile(rb"([^=]+)(=*)")


def _base64(data: bytes) -> _Content:
    lines = [line for line in data[:_LOOKED_AT].split(b"\n") if line.strip()]
    encoded = sum(len(line) for line in lines if _looks_encoded(line))
    padded = bool(lines) and _looks_encoded(lines[0]) and lines[0].rstrip().endswith(b"=")
    if not padded and encoded * 2 < sum(map(len, lines)):  # some programs declare base64 and send plain text
        return data, NOT_BASE64 if lines else None
    try:
        return binascii.a2b_base64(data.translate(None, _BLANKS), strict_mode=True), None
    except binascii.Error:
        return _mended(data)


_LOOKED_AT = 4_096
"""Bytes by which it is told whether a body is base64 at all."""


def _looks_encoded(line: bytes) -> bool:
    """Whether a line is base64, damaged or not: a full one may hold more that is foreign."""
    line = line.strip()
    foreign = len(_FOREIGN.findall(line))
    if foreign == 1 and (len(line) - 1) % 4 == 0:
        return True
    return line.count(b" ") < 3 and foreign * (3 if len(line) > _FULL else 10) <= len(line)


def _mended(data: bytes) -> _Content:
    """What can be read of damaged base64; chunks that were encoded one by one are joined.

    A line of words is not decoded: list servers and cut transfers put one behind the last.
    """
    letters, whole = _letters(data)
    out = bytearray()
    for chunk in _CHUNK.finditer(letters):
        over = len(chunk[1]) % 4
        whole &= over != 1 and len(chunk[2]) >= -over % 4
        out += binascii.a2b_base64(chunk[1][:-1] if over == 1 else chunk[1] + b"=" * (-over % 4))
    return bytes(out), None if whole else BASE64_BROKEN


def _letters(data: bytes) -> tuple[bytes, bool]:
    """What of the lines is base64, and whether that is all there is."""
    if not data.translate(None, _ALPHABET):
        return data.translate(None, b"\r\n"), True
    lines: list[bytes] = []
    whole = True
    for line in data.split(b"\n"):
        if _looks_encoded(line):
            lines.append(_FOREIGN.sub(b"", _BEHIND.sub(rb"\1", line)))
            whole &= len(lines[-1]) == len(line.translate(None, _BLANKS))
        else:
            whole = False
            if lines and lines[-1].endswith(b"="):
                break
    return b"".join(lines), whole


_SOFT_BREAK = re.compile(rb"=[ \t]+(?=\r?\n)")  # blanks at the end of a line are no content (RFC 2045, 6.7)
_WINDOW = 1 << 20
"""Bytes of quoted-printable mended at a time."""


def _quoted_printable(data: bytes) -> _Content:
    if b"= " not in data and b"=\t" not in data:
        return binascii.a2b_qp(data), None
    return b"".join(binascii.a2b_qp(_SOFT_BREAK.sub(b"=", piece)) for piece in _pieces(data)), None


def _pieces(data: bytes) -> Iterator[bytes]:
    """Some whole lines at a time."""
    at = 0
    while at < len(data):
        end = data.find(b"\n", at + _WINDOW) + 1 or len(data)
        yield data[at:end]
        at = end


# The line below tells it from a sentence, and from xxencode, which would be decoded to nothing.
_BEGIN = re.compile(rb"^begin [0-7]{3,4} ?([^\r\n]{0,255})\r?\n(?=[!-M][ -`]*\r?\n)", re.MULTILINE)


def _uu_lines(data: bytes) -> tuple[bytes, bytes]:
    """The bytes of a file and the lines that are none of it."""
    out, rest = bytearray(), bytearray()
    for line in (line for piece in _pieces(data) for line in piece.splitlines()):
        content = _uu_line(line)
        if content is None or len(out) + len(content) > MAX_GROWTH * len(data):
            rest += line + b"\n"
        else:
            out += content
    return bytes(out), bytes(rest)


def _uu_line(line: bytes) -> bytes | None:
    if not line.strip():  # which the decoder would take for 32 NULs
        return b""
    size = (((line[0] - 32) & 63) * 4 + 5) // 3
    for text in (line, line[:size]):  # some encoders count the trailing bytes wrongly
        try:
            return binascii.a2b_uu(text)
        except binascii.Error:
            continue
    return None


def _uuencode(data: bytes) -> _Content:
    begin = _BEGIN.search(data)
    start = begin.end() if begin else 0
    end = _UU_END.search(data, max(start - 1, 0))
    content, rest = _uu_lines(data[start : end.start() if end else len(data)])
    return content, UU_CUT_OFF if rest or end is None else None


_ENCODINGS: dict[str, Callable[[bytes], _Content]] = {
    "base64": _base64,
    "b": _base64,  # seen from home-made senders
    "quoted-printable": _quoted_printable,
    "q": _quoted_printable,
    "x-uuencode": _uuencode,
    "uuencode": _uuencode,
    "x-uue": _uuencode,
}


def encoding_of(tokens: Iterable[str]) -> str:
    """The transfer encoding of a part that may name several: some gateways put theirs before the real one."""
    words = [token.strip("\"' ") for token in tokens]
    return next((word for word in words if word in _ENCODINGS), words[0] if words else "")


def undo_transfer(data: bytes, encoding: str) -> tuple[bytes, str | None]:
    """The content as its author had it and a defect name; an unknown encoding is left (RFC 2045, 6.4)."""
    undo = _ENCODINGS.get(encoding)
    return undo(data) if undo else (data, None)


def take_uuencoded(data: bytes) -> tuple[bytes, tuple[tuple[bytes, bytes], ...], tuple[str, ...]]:
    """A plain text without the files written into it, these files as (raw name, content), and defects."""
    if b"begin " not in data:
        return data, (), ()
    kept: list[bytes] = []
    files: list[tuple[bytes, bytes]] = []
    defects: tuple[str, ...] = ()
    at = 0
    for begin, end, whole in islice(_uu_blocks(data), MAX_UUENCODED):
        content, rest = _uu_lines(data[begin.end() : end])
        kept += (data[at : begin.start()], rest)
        files.append((begin[1], content))
        at = (data.find(b"\n", end + 1) + 1 or len(data)) if whole else end
        defects = defects if whole and not rest else (UU_CUT_OFF,)
    return b"".join([*kept, data[at:]]), tuple(files), defects


_UU_END = re.compile(rb"(?:\n|\A)end[ \t]*(?:\r?\n|\Z)")
_UU_RUN = re.compile(rb"(?:[!-M][ -`]*+(?:\r?\n|\Z))++")  # else each line costs a place to go back to
_UU_LINE = 61
"""Characters of a full line."""


def _uu_blocks(data: bytes) -> Iterator[tuple[re.Match[bytes], int, bool]]:
    """(begin, where the file's lines end, whether it says so) of each file."""
    begin = _BEGIN.search(data)
    while begin is not None:
        following = _BEGIN.search(data, begin.end())
        end = _UU_END.search(data, begin.end() - 1, following.start() if following else len(data))
        run = None if end else _UU_RUN.match(data, begin.end())
        at = end.start() if end else run.end() if run else begin.end()
        if end or at - begin.end() >= _UU_LINE:
            yield begin, at, end is not None
        begin = following


# --- text -----------------------------------------------------------------------------------------

_PAGES = frozenset({"text/html", "text/x-amp-html", "text/watch-html", "text/enriched", "text/richtext"})
_ANY_TAG = re.compile(r"<[a-zA-Z!/?][^<>]{0,2000}>|&[a-z]{2,8};|&#\d{1,7};")
_HTML_START = re.compile(r"\s{0,100}(?:<!doctype html|<html[\s>])", re.IGNORECASE)


def read_text(data: bytes, value: Value) -> tuple[str, tuple[str, ...]]:
    """The plain text of a part of type `value` (transfer encoding already undone) and its defects."""
    defects = [TEXT_TOO_LONG] if len(data) > MAX_TEXT_BYTES else []
    html = value.word in _PAGES
    decoded = charset.decode(data[:MAX_TEXT_BYTES], value.get("charset"), html=html)
    defects += [decoded.defect] if decoded.defect else []
    if _is_page(decoded.text, html=html):
        defects += [TEXT_TOO_LONG] if is_too_long(decoded.text) else []
        return html_to_text(decoded.text), tuple(dict.fromkeys(defects))
    if (value.get("format") or "").lower() == "flowed":
        return _unflow(decoded.text, delsp=(value.get("delsp") or "").lower() == "yes"), tuple(defects)
    return decoded.text.strip("\n"), tuple(defects)


def _is_page(text: str, *, html: bool) -> bool:
    """Some senders declare their HTML as plain text, others their plain text as HTML."""
    return _ANY_TAG.search(text) is not None if html else _HTML_START.match(text) is not None


def _unflow(text: str, *, delsp: bool) -> str:
    """Join the soft line breaks of RFC 3676; quote marks and the signature line stay as they are."""
    return "\n".join(_paragraphs(text, delsp=delsp)).strip("\n")


def _paragraphs(text: str, *, delsp: bool) -> Iterator[str]:
    parts: list[str] = []
    depth: int | None = None  # of the paragraph that is still open
    for line in text.split("\n"):
        content = line.lstrip(">")
        quotes = len(line) - len(content)
        content = content.removeprefix(" ")
        soft = content.endswith(" ") and content != "-- "
        body = content[:-1] if soft and delsp else content
        if depth == quotes and content != "-- ":
            parts.append(body)
        else:
            if parts:
                yield "".join(parts).rstrip()
            parts = [">" * quotes + (" " if quotes else "") + body]
        depth = quotes if soft else None
    yield "".join(parts).rstrip()
