"""winmail.dat: the letter in Microsoft's own form, as Outlook and Exchange send it ([MS-OXTNEF]).

An own reader and not tnefparse: that raises on GBK names, leaves embedded letters closed, has no limits
and prints to the log.  The format is small: attributes in a row, some of them lists of MAPI properties.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from intake import charset
from intake.body import TEXT_TOO_LONG
from intake.documents.html import html_to_text
from intake.filenames import clean_name, made_name
from intake.labels import of_code_page
from intake.parts import TNEF
from intake.rtf import MAX_TOKENS, rtf_to_text, unpacked

MAX_BYTES = 64 * 1024 * 1024
"""Bytes that are opened; what is in them comes to no more."""
MAX_FILES = 500
"""Files of a letter and of the letters in it, together."""
MAX_ATTRIBUTES = 20_000
"""Attributes, properties and their values, likewise; a letter has some 150 and each file 40."""
MAX_VALUES = 1_000
"""Values of one property."""
MAX_DEPTH = 2
"""Letters in one another, not counting the outermost."""
MAX_TEXT_BYTES = 4 * 1024 * 1024
"""Bytes of text, of RTF once unpacked, that are read; likewise."""
MAX_LINE = 2_000
"""Bytes of a subject or a name that are read."""

NO_TNEF = "tnef-unreadable"
BROKEN = "tnef-broken"
BAD_CHECKSUM = "tnef-checksum-wrong"
TOO_MUCH = "tnef-too-much"
TOO_DEEP = "tnef-too-deep"


@dataclass(frozen=True, slots=True)
class TnefFile:
    """A file; its name is cleaned and never empty, `media_type` what the sender's program called it."""

    name: str
    data: bytes
    media_type: str | None = None


@dataclass(frozen=True, slots=True)
class Tnef:
    """A letter.  `files` are its own and those of the letters in it; `letters` have the words of these."""

    subject: str = ""
    text: str = ""
    files: tuple[TnefFile, ...] = ()
    letters: tuple[Tnef, ...] = ()
    defects: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """Subject and text."""
        return f"{self.subject}\n\n{self.text}".strip("\n")

    def inside(self) -> Iterator[Tnef]:
        """The letters that have words, and the letters in these."""
        for letter in self.letters:
            if letter.words:
                yield letter
            yield from letter.inside()


# --- attributes and properties --------------------------------------------------------------------

_HEADER = struct.Struct("<BII")
_OF_LETTER, _OF_FILE = 1, 2
_CHECKED = 256  # bytes whose sum still fits into 16 bits, as adler32 has it in its lower half

_OBJECT, _STRING8, _UNICODE = 0x0D, 0x1E, 0x1F
_VARIABLE = frozenset({0, _OBJECT, _STRING8, _UNICODE, 0x102})
# Bytes of the other types; shorter values are padded to four.
_SIZES = {1: 0, 2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 10: 4, 11: 4, 0x14: 8, 0x40: 8, 0x48: 16}
_MANY = 0x1000
_NAMED = 0x8000


class _EndError(Exception):
    """The bytes end before what they announce, or are no property."""


@dataclass(slots=True)
class _Bytes:
    """Bytes that are read from the start; numbers are little-endian."""

    data: memoryview
    at: int = 0
    short: bool = False
    """Whether a value was cut off by the end."""
    values: int = 1
    """How many the last property had, each with its length; else one."""

    def take(self, size: int) -> memoryview:
        if size > len(self.data) - self.at:
            raise _EndError
        self.at += size
        return self.data[self.at - size : self.at]

    def number(self, size: int = 4) -> int:
        return int.from_bytes(self.take(size), "little")

    def sized(self) -> memoryview:
        """A value after its length, padded to four bytes; what there is of it, where the bytes end in it."""
        size = self.number()
        value = self.data[self.at : self.at + size]
        self.short = self.short or len(value) < size
        self.at += size + -size % 4
        return value

    def property(self) -> tuple[int, int, memoryview]:
        """The number, the type and the value, the first if there are many."""
        self.values = 1
        kind, name = self.number(2), self.number(2)
        if name >= _NAMED:
            self.take(16)
            self.sized() if self.number() else self.take(4)
        size = _SIZES.get(kind & ~_MANY)
        if size is not None:
            return name, kind, self.take(size * (self.number() if kind & _MANY else 1))[:size]
        count = self.number()
        if kind & ~_MANY not in _VARIABLE or count > MAX_VALUES:
            raise _EndError
        values = [self.sized() for _ in range(count)]
        self.values = max(count, 1)
        return name, kind, values[0] if values else self.data[:0]


def _checksum(data: memoryview) -> int:
    pieces = range(0, len(data), _CHECKED)
    return sum((zlib.adler32(data[at : at + _CHECKED]) & 0xFFFF) - 1 for at in pieces) & 0xFFFF


@dataclass(slots=True)
class _Part:
    """The letter itself or one of its files: its attributes, and its properties as (type, value)."""

    attributes: dict[int, memoryview] = field(default_factory=dict)
    properties: dict[int, tuple[int, memoryview]] = field(default_factory=dict)

    def property(self, name: int) -> tuple[int, memoryview]:
        return self.properties.get(name, (0, memoryview(b"")))

    def number(self, name: int) -> int:
        return int.from_bytes(self.property(name)[1][:4], "little")

    def forms(self, name: int, attribute: int) -> Iterator[tuple[memoryview, bool]]:
        """Yield a text, the best form first, and whether it is in Unicode or in the code page."""
        kind, value = self.property(name)
        if kind == _UNICODE:
            yield value, True
        if attribute in self.attributes:
            yield self.attributes[attribute], False
        if kind == _STRING8:
            yield value, False


# --- letters --------------------------------------------------------------------------------------

_FILE_BEGINS, _CODE_PAGE, _PROPERTIES = 0x9002, 0x9007, frozenset({0x9003, 0x9005})
_ATT_SUBJECT, _ATT_BODY, _ATT_DATA, _ATT_TITLE = 0x8004, 0x800C, 0x800F, 0x8010
_SUBJECT, _TOPIC, _BODY, _RTF, _HTML, _HTML_CODE_PAGE = 0x37, 0x70, 0x1000, 0x1009, 0x1013, 0x3FDE
_SHOWN, _DATA, _NAME, _METHOD, _LONG_NAME, _MEDIA_TYPE = 0x3001, 0x3701, 0x3704, 0x3705, 0x3707, 0x370E
_BY_LETTER = 5
_LETTER_ID = bytes.fromhex("0703020000000000c000000000000046")
_LOST = re.compile("\ufffd|\\?\\?")
_TYPE = re.compile(r"[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,100}")


def _unicode(data: bytes) -> str:
    return charset.clean(data.decode("utf-16-le", "ignore").partition("\0")[0])


@dataclass(slots=True)
class _Budget:
    """What a letter and the letters in it may still cost."""

    files: int = MAX_FILES
    attributes: int = MAX_ATTRIBUTES
    text: int = MAX_TEXT_BYTES
    tokens: int = MAX_TOKENS


@dataclass(slots=True)
class _Reader:
    """Reads one letter; `depth` is the number of letters around it."""

    data: memoryview
    depth: int = 0
    label: str | None = None
    budget: _Budget = field(default_factory=_Budget)
    defects: dict[str, None] = field(default_factory=dict)
    files: list[TnefFile] = field(default_factory=list)
    letters: list[Tnef] = field(default_factory=list)

    def read(self) -> Tnef:
        letter, files = self.parts()
        page = letter.attributes.get(_CODE_PAGE, b"")[:4]
        self.label = of_code_page(int.from_bytes(page, "little")) or self.label
        subject = self.line(letter, (_SUBJECT, _ATT_SUBJECT), (_TOPIC, 0))
        text = self.text(letter)
        for part in files:
            self.file(part)
        return Tnef(subject, text, tuple(self.files), tuple(self.letters), tuple(self.defects))

    def note(self, *defects: str | None) -> None:
        self.defects |= dict.fromkeys(filter(None, defects))

    def parts(self) -> tuple[_Part, list[_Part]]:
        """The letter and its files, in order."""
        letter, files = _Part(), list[_Part]()
        for level, name, data in self.attributes():
            if level == _OF_FILE and (name == _FILE_BEGINS or not files):
                files.append(_Part())
            part = files[-1] if level == _OF_FILE else letter
            if name in _PROPERTIES:
                self.properties(part, data)
            else:
                part.attributes.setdefault(name, data)
        return letter, files

    def attributes(self) -> Iterator[tuple[int, int, memoryview]]:
        """Yield level, number and content of each; the last one also where it is cut off."""
        data, at = self.data, 6
        while len(data) - at >= _HEADER.size and data[at] in {_OF_LETTER, _OF_FILE} and self.spent():
            level, name, size = _HEADER.unpack_from(data, at)
            at += _HEADER.size + size + 2
            content = data[at - size - 2 : at - 2]
            yield level, name & 0xFFFF, content
            if _checksum(content) != int.from_bytes(data[at - 2 : at], "little"):
                self.note(BAD_CHECKSUM)
        rest = bytes(data[at : at + 64]).strip(b"\0\r\n")
        if at - 2 > len(data) or (rest and TOO_MUCH not in self.defects):
            self.note(BROKEN)

    def properties(self, part: _Part, data: memoryview) -> None:
        """Take over the properties that have a number of their own, as far as the list is sound."""
        stream = _Bytes(data)
        try:
            for _ in range(stream.number()):
                if not self.spent(stream.values):
                    break
                name, kind, value = stream.property()
                if name < _NAMED:
                    part.properties.setdefault(name, (kind, value))
        except _EndError:
            stream.short = True
        self.note(BROKEN if stream.short else None)

    def spent(self, number: int = 1) -> bool:
        """Whether so many more attributes may be read."""
        self.budget.attributes -= number
        self.note(None if self.budget.attributes >= 0 else TOO_MUCH)
        return self.budget.attributes >= 0

    # --- words

    def read_text(self, data: bytes, *, wide: bool) -> str:
        if wide:
            return _unicode(data)
        return self.decoded(data.partition(b"\0")[0], self.label)

    def decoded(self, data: bytes, label: str | None, *, html: bool = False) -> str:
        read = charset.decode(data, label, html=html)
        self.note(read.defect)
        return read.text

    def line(self, part: _Part, *names: tuple[int, int]) -> str:
        """The first of these texts that lost no characters, else the first."""
        forms = [form for name in names for form in part.forms(*name)]
        texts = (self.read_text(bytes(data[:MAX_LINE]), wide=wide) for data, wide in forms)
        lines = [line for text in texts if (line := " ".join(text.split("\n")).strip())]
        return next((line for line in lines if not _LOST.search(line)), lines[0] if lines else "")

    def text(self, letter: _Part) -> str:
        """The plain text, else the page's, else the RTF's; one that is mostly question marks comes last."""
        found: list[str] = []
        for text in self.bodies(letter):
            if text.strip() and text.count("?") * 2 < len(text):
                return text.strip("\n")
            found.append(text.strip("\n"))
        return max(found, key=len, default="")

    def bodies(self, letter: _Part) -> Iterator[str]:
        for data, wide in letter.forms(_BODY, _ATT_BODY):
            yield self.read_text(self.allowed(data), wide=wide)
        kind, page = letter.property(_HTML)
        if page:
            label = (
                "utf-16-le"
                if kind == _UNICODE
                else of_code_page(letter.number(_HTML_CODE_PAGE)) or self.label
            )
            yield html_to_text(self.decoded(self.allowed(page), label, html=True))
        _, packed = letter.property(_RTF)
        if packed:
            yield self.rich(unpacked(bytes(packed), self.budget.text))

    def rich(self, rtf: bytes) -> str:
        text, tokens = rtf_to_text(self.allowed(memoryview(rtf)), self.budget.tokens)
        self.note(TEXT_TOO_LONG if tokens == self.budget.tokens else None)
        self.note(charset.REPLACED if "\ufffd" in text else None)
        self.budget.tokens -= tokens
        return text

    def allowed(self, data: memoryview) -> bytes:
        """As much of a text as may still be read."""
        self.note(TEXT_TOO_LONG if len(data) > self.budget.text else None)
        read = bytes(data[: self.budget.text])
        self.budget.text -= len(read)
        return read

    # --- files

    def file(self, part: _Part) -> None:
        """Take over a file, or open the letter that it is."""
        kind, value = part.property(_DATA)
        content = value[16:] if kind == _OBJECT else part.attributes.get(_ATT_DATA, value)
        is_letter = part.number(_METHOD) == _BY_LETTER or value[:16] == _LETTER_ID
        is_letter = is_letter and content[:4] == TNEF
        if is_letter and self.depth < MAX_DEPTH:
            letter = _Reader(content, self.depth + 1, self.label, self.budget).read()
            self.note(*letter.defects)
            self.letters.append(letter)
            self.files += letter.files
        elif content or part.attributes.keys() - {_FILE_BEGINS}:
            self.keep(part, bytes(content))
            self.note(TOO_DEEP if is_letter else None)

    def keep(self, part: _Part, data: bytes) -> None:
        self.budget.files -= 1
        if self.budget.files < 0:
            self.note(TOO_MUCH)
            return
        name = clean_name(self.line(part, (_LONG_NAME, 0), (_NAME, _ATT_TITLE), (_SHOWN, 0)))
        media_type = self.line(part, (_MEDIA_TYPE, 0)).lower()
        said = media_type if _TYPE.fullmatch(media_type) else None
        self.files.append(TnefFile(name or made_name(data, said or ""), data, said))


def read_tnef(data: bytes) -> Tnef:
    """The letter in the bytes of a winmail.dat; what was wrong with them is in its `defects`.  Never raises.

    Files come under the names that their sender gave them; checksums that are wrong are only noted.
    """
    if not data.startswith(TNEF) or len(data) > MAX_BYTES:
        return Tnef(defects=(NO_TNEF,))
    return _Reader(memoryview(data)).read()
