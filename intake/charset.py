"""Bytes of unknown charset become text.

What Chinese mail programs declare and what they send differ too often for the label to come first.
Evidence in the bytes goes before the label, the label before a guess, and a guess that loses
characters is flagged.  Pure: standard codecs only.
"""

from __future__ import annotations

import binascii
import codecs
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

MAX_ENCODED_WORDS = 300
"""Encoded words read in one header; the rest stays as written."""

REPLACED = "charset-replaced"
TOO_MANY_WORDS = "too-many-encoded-words"
BROKEN_WORD = "encoded-word-broken"


@dataclass(frozen=True, slots=True)
class Decoded:
    """Clean text, the codec that gave it, and an English defect name where characters were lost."""

    text: str
    charset: str
    defect: str | None = None


# --- clean text -----------------------------------------------------------------------------------

_LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_UNWANTED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    """The text with newline as its only line end and without controls or lone surrogates."""
    if text.isprintable():
        return text
    text = _UNWANTED.sub("", _LINE_END.sub("\n", text))
    return _SURROGATE.sub("\ufffd", text.removeprefix("\ufeff"))


# --- labels ---------------------------------------------------------------------------------------

# Python has codecs that are no charsets (`unicode_escape`, `undefined`, `idna`); only these are used.
_ACCEPTED = frozenset(
    {
        *("utf-8", "utf-7", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"),
        *("gb18030", "hz", "big5hkscs", "cp950", "shift_jis", "cp932", "cp949", "johab", "euc_jp"),
        *("iso2022_jp", "iso2022_jp_2", "iso2022_kr", "koi8-r", "koi8-u", "mac-roman", "tis-620"),
        *(f"iso8859-{n}" for n in range(2, 17)),
        *(f"cp125{n}" for n in range(9)),
    }
)

# Labels seen in mail that Python does not know, or knows as something narrower than what is sent.
_ALIASES = {
    "x-gbk": "gb18030",  # older NetEase web mail
    "ms936": "gb18030",  # Java mail senders
    "cp936": "gb18030",  # Foxmail 4 to 6
    "windows-936": "gb18030",
    "936": "gb18030",
    "chinese": "gb18030",
    "euc-cn": "gb18030",
    "x-euc-cn": "gb18030",
    "hz-gb-2312": "hz",
    "x-x-big5": "cp950",
    "ks_c_5601-1987": "cp949",
    "unicode": "utf-16",
    "unicode-1-1-utf-7": "utf-7",
    "utf8mb4": "utf-8",
}

# What Windows programs mean by these names is a little more than the standard says.
_WIDER = {"iso8859-1": "cp1252", "big5": "cp950", "shift_jis": "cp932", "euc_kr": "cp949"}
_SECOND = {"cp950": "big5hkscs"}

# A Western label is what a program writes that knows nothing, so it is weak evidence.
_WESTERN = frozenset({"cp1252", "iso8859-15"})
_WIDE = frozenset({"utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"})


def codec_of(label: str | None) -> str | None:
    """The Python codec for a charset label; None for no label, ASCII, or a label that is not known."""
    name = (label or "").strip(" \t\r\n\"'").lower()[:40]
    if name.startswith("gb"):  # gb2312, gbk, gb_2312-80, gb18030 …: the widest reads them all
        return "gb18030"
    name = _ALIASES.get(name, name)
    try:
        name = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    name = _WIDER.get(name, name)
    return name if name in _ACCEPTED else None


# --- evidence in the bytes ------------------------------------------------------------------------

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_HZ = re.compile(rb"~\{(?:[\x21-\x77][\x21-\x7e])+~\}")
_ISO_2022 = re.compile(rb"\x1b(?:\$[@AB()*]|\([BJIT])")
_SHIFTED = re.compile(rb"\x0e([\x21-\x7e]*)\x0f?")
_TO_HIGH = bytes(byte | 0x80 for byte in range(0x100))
_META = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s{0,5}=\s{0,5}[\"']?([\w.:-]{2,40})", re.IGNORECASE
)
_PAIRS = re.compile(rb"(?:[\xa1-\xa9\xb0-\xf7][\xa1-\xfe])+")
_HIGH = re.compile(rb"[\x80-\xff]+")

_Guess = tuple[str, str]


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeError, LookupError, ValueError):
        return None


def _by_bom(data: bytes, _codec: str | None) -> _Guess | None:
    for mark, codec in _BOMS:
        if data.startswith(mark):
            text = _strict(data[len(mark) :], codec)
            return (text, codec) if text is not None else None
    return None


def _by_width(data: bytes, codec: str | None) -> _Guess | None:
    """UTF-16 and UTF-32 without a mark: ASCII in them is valid UTF-8 full of NULs, so they come early."""
    if codec not in _WIDE or b"\0" not in data:
        return None
    text = _strict(data, codec)
    return (text, codec) if text is not None else None


def _iso_2022(data: bytes) -> _Guess | None:
    if b"\x1b$)A" in data:  # ISO-2022-CN (RFC 1922): Python has no codec for it
        plain = _SHIFTED.sub(lambda m: m[1].translate(_TO_HIGH), data.replace(b"\x1b$)A", b""))
        text = _strict(plain, "gb18030")
        return (text, "iso-2022-cn") if text is not None else None
    codec = "iso2022_kr" if b"\x1b$)C" in data else "iso2022_jp_2"
    text = _strict(data, codec)
    return (text, codec) if text is not None else None


def _by_escapes(data: bytes, codec: str | None) -> _Guess | None:
    """HZ and ISO-2022 look like ASCII and must be recognised by their escapes."""
    if not data.isascii():
        return None
    if _ISO_2022.search(data):
        return _iso_2022(data)
    if codec in {None, "hz", "gb18030"} and _HZ.search(data):
        text = _strict(data, "hz")
        return (text, "hz") if text is not None else None
    if codec == "utf-7" and b"+" in data:
        text = _strict(data, "utf-7")
        return (text, "utf-7") if text is not None else None
    return None


def _by_utf8(data: bytes, codec: str | None) -> _Guess | None:
    """Valid UTF-8; without a label for it, two-byte sequences alone prove nothing.

    The GBK bytes of 通知 happen to be valid UTF-8 for two letters below U+0800.
    """
    if data.isascii():
        return data.decode("ascii"), "ascii" if codec is None else codec
    text = _strict(data, "utf-8")
    if text is None:
        return None
    if codec in {None, "gb18030"} and not any(char >= "\u0800" for char in text):
        return None
    return text, "utf-8"


def _by_damaged_utf8(data: bytes, codec: str | None) -> _Guess | None:
    """UTF-8 cut in the middle of a character or with a few bytes damaged.

    Asked before GB18030, which reads almost any pair of bytes as some character.
    """
    if codec not in {None, "utf-8", "gb18030"}:
        return None
    text = data.decode("utf-8", "replace")
    inside = text.rstrip("\ufffd").count("\ufffd")
    wide = sum(1 for char in text if char >= "\u0800" and char != "\ufffd")
    return (text, "utf-8") if wide > 4 * inside + 1 else None


def _by_label(data: bytes, codec: str | None) -> _Guess | None:
    if codec is None or (codec in _WESTERN and _looks_chinese(data)):
        return None
    for name in (codec, _SECOND.get(codec, codec)):
        if (text := _strict(data, name)) is not None:
            return text, name
    return None if codec in _WESTERN | {"utf-8"} else _nearly(data, codec)


def _nearly(data: bytes, codec: str) -> _Guess | None:
    """The label's reading where it loses under a twentieth: damaged Big5 is still valid GBK, and wrong."""
    text = data.decode(codec, "replace")
    foreign = sum(1 for char in text if char > "\x7f")
    return (text, codec) if text.count("\ufffd") * 20 < foreign else None


def _looks_chinese(data: bytes) -> bool:
    """Whether nearly all high bytes stand in pairs as GB 2312 has them; accented letters stand alone."""
    high = sum(len(run) for run in _HIGH.findall(data))
    paired = sum(len(run) for run in _PAIRS.findall(data))
    return paired >= 4 and paired >= 0.9 * high and _strict(data, "gb18030") is not None


def _by_gb18030(data: bytes, _codec: str | None) -> _Guess | None:
    text = _strict(data, "gb18030")
    return (text, "gb18030") if text is not None else None


_Step = Callable[[bytes, str | None], "_Guess | None"]

_BEFORE_LABEL: tuple[_Step, ...] = (_by_bom, _by_width, _by_escapes, _by_utf8, _by_damaged_utf8)
_AFTER_LABEL: tuple[_Step, ...] = (_by_label, _by_gb18030)


def _first(steps: Iterable[_Step], data: bytes, codec: str | None) -> _Guess | None:
    return next((guess for step in steps if (guess := step(data, codec)) is not None), None)


def _with_losses(data: bytes, codec: str | None) -> _Guess:
    """The reading that loses least, the label's own where two lose as much."""
    candidates = dict.fromkeys(name for name in (codec, "gb18030", "utf-8") if name)
    readings = ((data.decode(name, "replace"), name) for name in candidates)
    return min(readings, key=lambda reading: reading[0].count("\ufffd"))


def _meta_codec(data: bytes) -> str | None:
    found = _META.search(data[:4096])
    codec = codec_of(found[1].decode("ascii", "replace")) if found else None
    return None if codec in _WIDE else codec  # a page that can be read as ASCII is not UTF-16


def decode(data: bytes, label: str | None = None, *, html: bool = False) -> Decoded:
    """Text of `data`, declared as `label`; an HTML page may name its charset itself.  Never raises."""
    codec = codec_of(label)
    guess = _first(_BEFORE_LABEL, data, codec)
    if guess is None and html:
        guess = _first((_by_label,), data, codec) or _first((_by_label,), data, _meta_codec(data))
    if guess is None:
        guess = _first(_AFTER_LABEL, data, codec) or _with_losses(data, codec)
    text, charset = guess
    lost = "\ufffd" in text and b"\xef\xbf\xbd" not in data
    return Decoded(clean(text), charset, REPLACED if lost else None)


# --- headers --------------------------------------------------------------------------------------

# RFC 2047 with what is sent in spite of it: inside quotes, blanks in the text, a missing end, and the
# language of RFC 2231, 5.  The text runs to the first `?=`, so a match is linear in its length.
_WORD = re.compile(
    r"=\?([^?*\s=]{1,40})(?:\*[^?\s]{0,20})?\?([bBqQ])\?((?:[^?]|\?(?!=))*)(?:\?=|\Z)",
)
_FOLD = re.compile(r"[ \t]*\n[ \t]*")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")


def unbase64(data: bytes) -> tuple[bytes, bool]:
    """The decoded bytes and whether the text was sound; foreign characters are skipped."""
    try:
        return binascii.a2b_base64(data), True
    except binascii.Error:
        pass
    kept = _NOT_BASE64.sub(b"", data)
    kept = kept[: len(kept) - (len(kept) % 4 == 1)]
    return binascii.a2b_base64(kept + b"=" * (-len(kept) % 4)), False


@dataclass(frozen=True, slots=True)
class _Word:
    """An encoded word: where it stands, its label and its bytes."""

    start: int
    end: int
    label: str
    data: bytes
    sound: bool


def _words(text: str) -> Iterator[_Word]:
    for count, found in enumerate(_WORD.finditer(text)):
        if count == MAX_ENCODED_WORDS:
            return
        body = found[3].encode("utf-8", "replace")
        data, sound = unbase64(body) if found[2] in "bB" else (binascii.a2b_qp(body, header=True), True)
        yield _Word(found.start(), found.end(), found[1], data, sound)


def _runs(words: Iterable[_Word], text: str) -> Iterator[list[_Word]]:
    """Neighbours of one charset: many programs cut a character in two between them."""
    run: list[_Word] = []
    for word in words:
        joined = run and not text[run[-1].end : word.start].strip()
        if run and not (joined and codec_of(word.label) == codec_of(run[-1].label)):
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def decode_words(text: str) -> Decoded:
    """A header's text with its encoded words read, on one line."""
    text = _FOLD.sub(" ", clean(text))
    if "=?" not in text:
        return Decoded(_one_line(text), "utf-8")
    out: list[str] = []
    defects: list[str] = []
    end = 0
    for run in _runs(_words(text), text):
        between = text[end : run[0].start]
        out.append(between if between.strip() or not end else "")
        read = decode(b"".join(word.data for word in run), run[0].label)
        out.append(read.text)
        defects += [read.defect] if read.defect else []
        defects += [] if all(word.sound for word in run) else [BROKEN_WORD]
        end = run[-1].end
    out.append(text[end:])
    if _WORD.search(text, end):
        defects.insert(0, TOO_MANY_WORDS)
    return Decoded(_one_line("".join(out)), "utf-8", defects[0] if defects else None)


def decode_header(raw: bytes) -> Decoded:
    """The text of a header's value as it came from the wire, 8-bit and encoded words mixed; never raises."""
    plain = decode(raw)
    words = decode_words(plain.text)
    return Decoded(words.text, plain.charset, plain.defect or words.defect)


def _one_line(text: str) -> str:
    return " ".join(part for part in re.split(r"[\n\t]+", text) if part).strip()
