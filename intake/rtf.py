"""The words of an RTF body as Outlook sends it, packed and often made from a page ([MS-OXRTFEX]).

Only what tells words from the rest is followed: groups, fonts (they carry the charset), line ends.
"""

from __future__ import annotations

import re
from binascii import unhexlify
from collections.abc import Callable
from dataclasses import dataclass, field

from intake.charset import clean
from intake.documents.html import html_to_text
from intake.labels import of_code_page

MAX_RTF = 4 * 1024 * 1024
"""Bytes of an RTF, once unpacked, that are read."""
MAX_TOKENS = 400_000
"""Control words, braces and stretches of text that are read."""
MAX_GROUPS = 500
"""Groups in one another."""

# --- packed RTF -----------------------------------------------------------------------------------

# What a packed RTF may refer to before it has said anything ([MS-OXRTFCP], 2.1.2.1).
_DICTIONARY = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor "
    rb"MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
_WINDOW = 4096
_LENGTHS = 15
_STORED = b"MELA"


def unpacked(data: bytes, limit: int = MAX_RTF) -> bytes:
    """The RTF in the value of PR_RTF_COMPRESSED, as far as it goes; little more than `limit` bytes."""
    if data[8:12] == _STORED:
        return data[16:]
    out, at = bytearray(_DICTIONARY), 16
    while at < len(data) and len(out) <= limit + len(_DICTIONARY):
        flags, at = data[at], at + 1
        if not flags:
            out += data[at : at + 8]
            at += 8
            continue
        for bit in range(8):
            if not flags >> bit & 1:
                out += data[at : at + 1]
                at += 1
            elif _repeat(out, data[at : at + 2]):
                at += 2
            else:
                return bytes(out[len(_DICTIONARY) :])
    return bytes(out[len(_DICTIONARY) :])


def _repeat(out: bytearray, pair: bytes) -> bool:
    """Say again what was said before; false at the end mark, which refers to what comes next."""
    reference = int.from_bytes(pair)
    start = len(out) - (len(out) - (reference >> 4)) % _WINDOW
    if start == len(out) or start < 0 or len(pair) < 2:
        return False
    length = (reference & _LENGTHS) + 2
    piece = out[start : start + length]
    out += (piece * length)[:length]
    return True


# --- words ----------------------------------------------------------------------------------------

_TOKEN = re.compile(
    rb"\\([A-Za-z]{1,32})(-?[0-9]{1,9})? ?"
    rb"|((?:\\'[0-9A-Fa-f]{2}){1,500})"
    rb"|\\(.)"
    rb"|([{}])"
    rb"|([^\\{}\r\n]+)"
    rb"|[\r\n\\]",
    re.DOTALL,
)
_FROM_HTML = re.compile(rb"\\fromhtml1?\b")
_CHARACTERS = {
    **dict.fromkeys(("par", "line", "row", "nestrow", "sect", "page", "\n", "\r"), "\n"),
    **dict.fromkeys(("tab", "cell", "nestcell"), "\t"),
    **dict.fromkeys(("emspace", "enspace", "qmspace", "~"), " "),
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "_": "-",
}
# Groups that hold no words of the text; so do all that begin with \* but for the tags of a page.
_SILENT = frozenset(
    {
        *("colortbl", "stylesheet", "info", "pict", "nonshppict", "objdata", "fldinst", "filetbl"),
        *("header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf", "xe", "tc"),
    }
)
_SYMBOLS = "symbols"
_WESTERN = "cp1252"
_CHINESE = "gb18030"
_FONT_CHARSETS = {
    0: _WESTERN,
    2: _SYMBOLS,
    77: "mac-roman",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: _CHINESE,
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
}
_EAST_ASIAN = frozenset({_CHINESE, "cp950", "cp932", "cp949", "johab"})
_HIGH = re.compile(rb"[\x80-\xff]+")
_PRIVATE = re.compile("[\uf020-\uf0ff]")  # where a symbol font has its characters
_LABEL = re.compile(r"^ {0,9}([•·§]|\d{1,3}[.)、）])\t+", re.MULTILINE)
_BLANK_LINES = re.compile(r"\n{3,}")

_Look = tuple[bool, bool, str, int]


@dataclass(slots=True)
class _Reader:
    """Follows an RTF.  `silent`, `fonts_only`, `codec` and `after` belong to the group and end with it."""

    html: bool
    silent: bool = False
    hidden: bool = False
    codec: str = _WESTERN
    after: int = 1
    """How many bytes behind a Unicode character stand for it in programs that do not know it."""
    default: str = _WESTERN
    default_font: int = 0
    font: int = 0
    fonts: dict[int, str] = field(default_factory=dict)
    starred: bool = False
    tokens: int = 0
    """How many were read."""
    passed: int = 0
    """Bytes still to be passed over after a Unicode character."""
    groups: list[_Look] = field(default_factory=list)
    pending: bytearray = field(default_factory=bytearray)
    out: list[str] = field(default_factory=list)

    def read(self, data: bytes, tokens: int) -> str:
        at = 0
        while self.tokens < tokens and (token := _TOKEN.match(data, at)):
            self.tokens += 1
            at = token.end()
            word, number, codes, sign, brace, text = token.groups()
            if word:
                at += self.word(word.decode("ascii").lower(), int(number) if number else None)
            elif text or codes:
                self.bytes_(text or unhexlify(codes.translate(None, b"\\'")))
            elif sign:
                self.sign(sign)
            elif brace:
                self.brace(opens=brace == b"{")
        self.flush()
        return "".join(self.out).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")

    # --- what stands in the RTF

    def brace(self, *, opens: bool) -> None:
        self.passed, self.starred = 0, False
        if opens and len(self.groups) < MAX_GROUPS:
            self.groups.append((self.silent, self.hidden, self.codec, self.after))
        elif not opens and self.groups:
            silent, hidden, codec, self.after = self.groups.pop()
            self.switch(codec)
            self.silent, self.hidden = silent, hidden

    def sign(self, sign: bytes) -> None:
        if sign == b"*":
            self.starred = True
        elif sign in b"\\{}":  # may be the second half of a Chinese character
            self.bytes_(sign)
        else:
            self.say(_CHARACTERS.get(sign.decode("latin-1"), ""))

    def word(self, word: str, number: int | None) -> int:
        """Follow a control word; gives the number of raw bytes behind it."""
        self.passed = 0
        starred, self.starred = self.starred, False
        if word == "bin":
            return max(number or 0, 0)
        if starred or word in _SILENT:
            self.silent = self.silent or not (self.html and word == "htmltag")
        elif character := _CHARACTERS.get(word):
            self.say(character)
        elif follow := _WORDS.get(word):
            follow(self, number)
        return 0

    def bytes_(self, data: bytes) -> None:
        passed = min(self.passed, len(data))
        self.passed -= passed
        if not self.silent and not self.hidden:
            self.pending += data[passed:]

    # --- what comes out

    def say(self, text: str) -> None:
        if not self.silent and not self.hidden and text:
            self.flush()
            self.out.append(text)

    def switch(self, codec: str) -> None:
        if codec != self.codec:
            self.flush()
            self.codec = codec

    def flush(self) -> None:
        if self.pending:
            self.out.append(self.decoded(bytes(self.pending)))
            self.pending.clear()

    def decoded(self, data: bytes) -> str:
        if data.isascii():
            return data.decode("ascii")
        if self.codec == _SYMBOLS:
            return "".join("•" if byte > 0x7F else chr(byte) for byte in data)
        return data.decode(self.chinese(data) if self.codec == _WESTERN else self.codec, "replace")

    def chinese(self, data: bytes) -> str:
        """The charset of bytes in a Western font, which is named for Chinese text as well."""
        runs = _HIGH.findall(data)
        paired = all(len(run) % 2 == 0 and min(run) >= 0xA1 for run in runs)
        if paired and self.default in _EAST_ASIAN:
            return self.default
        return _CHINESE if paired and sum(map(len, runs)) >= 4 else _WESTERN

    # --- control words

    def select(self, number: int | None) -> None:
        self.font = number or 0
        self.switch(self.fonts.get(self.font, self.default))

    def plain(self, _number: int | None) -> None:
        self.hidden = self.hidden and self.html
        self.select(self.default_font)

    def charset(self, number: int | None) -> None:
        self.fonts[self.font] = _FONT_CHARSETS.get(number or 0, self.default)

    def code_page(self, number: int | None) -> None:
        self.fonts[self.font] = of_code_page(number or 0) or self.default

    def default_page(self, number: int | None) -> None:
        self.default = of_code_page(number or 0) or _WESTERN
        self.switch(self.default)

    def default_face(self, number: int | None) -> None:
        self.default_font = number or 0

    def font_table(self, _number: int | None) -> None:
        self.silent = True

    def unicode(self, number: int | None) -> None:
        self.say(chr((number or 0) & 0xFFFF))
        self.passed = self.after

    def fallback(self, number: int | None) -> None:
        self.after = max(number or 0, 0)

    def hide(self, number: int | None) -> None:
        self.hidden = number != 0


_WORDS: dict[str, Callable[[_Reader, int | None], None]] = {
    "f": _Reader.select,
    "plain": _Reader.plain,
    "fcharset": _Reader.charset,
    "cpg": _Reader.code_page,
    "ansicpg": _Reader.default_page,
    "deff": _Reader.default_face,
    "fonttbl": _Reader.font_table,
    "u": _Reader.unicode,
    "uc": _Reader.fallback,
    "v": _Reader.hide,
    "htmlrtf": _Reader.hide,
}


def rtf_to_text(data: bytes, tokens: int = MAX_TOKENS) -> tuple[str, int]:
    """The text of an RTF, or of the page that it was made from, and how many tokens it took.

    No more than `tokens` are read.  Broken RTF gives what is readable of it.
    """
    html = _FROM_HTML.search(data, 0, 1000) is not None
    reader = _Reader(html)
    text = reader.read(data[:MAX_RTF], tokens)
    return html_to_text(text) if html else _tidied(text), reader.tokens


def _tidied(text: str) -> str:
    text = _LABEL.sub(r"\1 ", clean(_PRIVATE.sub("•", text)))
    lines = "\n".join(line.rstrip() for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", lines).strip("\n")
