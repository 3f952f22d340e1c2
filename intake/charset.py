"""Bytes of unknown charset become text.

What Chinese mail programs declare and what they send differ too often for the label to come first.
Evidence in the bytes goes before the label, the label before a guess, and a guess that loses
characters is flagged; the order stands in one table, `_POLICY`.  Pure: standard codecs only.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass

from intake.everyday import everyday
from intake.labels import SECOND, WIDE, codec_of

REPLACED = "charset-replaced"


@dataclass(frozen=True, slots=True)
class Decoded:
    """Clean text, the codec that gave it, and an English defect name where characters were lost."""

    text: str
    charset: str
    defect: str | None = None


# --- clean text -----------------------------------------------------------------------------------

_LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_UNWANTED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    """The text with newline as its only line end and without controls or lone surrogates."""
    if text.isprintable():
        return text
    text = _UNWANTED.sub("", _LINE_END.sub("\n", text))
    return _SURROGATE.sub("\ufffd", text)


# --- evidence in the bytes ------------------------------------------------------------------------

# A Western label is what a program writes that knows nothing, so it is weak evidence.
_WESTERN = frozenset({"cp1252", "iso8859-15"})
_NOTHING = frozenset({None, "gb18030", "utf-8"}) | _WESTERN
"""Labels that do not speak against UTF-8: programs write them whatever they send."""

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
_VEILED = re.compile(rb"[\0\x1b~+]")
"""Bytes without which ASCII is nothing but ASCII."""
_MAX_SHIFTS = 500_000
"""Changes to Chinese and back that a text of ISO-2022-CN may have."""
_SHIFTED = re.compile(rb"\x0e([\x21-\x7e]*)\x0f?")
_JIS = re.compile(rb"\x1b\$(?:[@B]|\(B)([\x21-\x7e]*)|\x1b\([BJ]")
_TO_HIGH = bytes(byte | 0x80 for byte in range(0x100))
_META = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s{0,5}=\s{0,5}[\"']?([\w.:-]{2,40})", re.IGNORECASE
)
_BIG5 = re.compile(rb"[\xa4-\xf9][\x40-\x7e\xa1-\xfe]")
_HIGH = re.compile(rb"[\x80-\xff]+")

_SURROGATES = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]")
_LOST = re.compile("[\ufffd\ue000-\uf8ff]")
"""Characters that stand for none: a reading with them is a doubtful one."""
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_LONE = re.compile(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])")
_IN_WORD = re.compile(
    rb"(?<=[A-Za-z])[\xc0-\xff](?![\x80-\xff])|(?<![\x80-\xff])[\xc0-\xff](?=[a-z])"
    rb"|[A-Za-z][\x91-\x97](?=[a-z ])|(?<=[a-z])[\x80-\xff](?=[a-z])|(?<=[a-z])[\xc0-\xff]{2}(?=[a-z])"
)
_SAMPLE = 1 << 16
"""Bytes that are looked at where a guess is weighed; what they tell does not change further down."""
_FEW = 3
"""Letters of one alphabet that are no chance: none of 76,668 Chinese words of that length reads so."""
_ALPHABETS = re.compile(
    "(?:[\x00-\x7f\xa0-\u024f\u0300-\u036f\u1e00-\u1eff]*"  # Latin, accents by themselves included
    "|[\x00-\x7f\xa0-\xbf\u0400-\u04ff]*"  # Cyrillic
    "|[\x00-\x7f\xa0-\xbf\u0386-\u03ce]*)\\Z"  # Greek
)
_SIGN = re.compile("(?:^|[\x00-\x7f])[\xa0\xa2\xa3\xa7\xa9\xab\xae\xb0-\xb2\xbb](?:$|[\x00-\x7f])")
"""Signs of Western letters (©, °, «) whose bytes are no everyday character in GBK, as those of ¥ (楼) are."""
_LATIN_IN_WORD = re.compile("[A-Za-z][\xc0-\u017f\u0300-\u036f]|[\xc0-\u017f][a-z]|[!-~]\xa0|\xa0[!-~]")


@dataclass(frozen=True, slots=True)
class _Said:
    """What is said of the bytes: the label's codec, and whether they are a page."""

    codec: str | None
    html: bool = False


_Guess = tuple[str, str]
_Step = Callable[[bytes, _Said], "_Guess | None"]


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeError, LookupError, ValueError):
        return None


def _read(data: bytes, codec: str) -> _Guess | None:
    text = _strict(data, codec)
    return (text, codec) if text is not None else None


def _plain(data: bytes, said: _Said) -> _Guess | None:
    return (
        (data.decode("ascii"), said.codec or "ascii") if data.isascii() and not _VEILED.search(data) else None
    )


def _by_mark(data: bytes, _said: _Said) -> _Guess | None:
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(codec, "replace"), codec
    return None


def _by_width(data: bytes, said: _Said) -> _Guess | None:
    return _read(data, said.codec) if said.codec in WIDE and b"\0" in data else None


def _by_escapes(data: bytes, said: _Said) -> _Guess | None:
    if not data.isascii():
        return None
    if _ISO_2022.search(data):
        return _iso_2022(data)
    if said.codec in {None, "hz", "gb18030"} and _HZ.search(data):
        return _read(data, "hz")
    return _read(data, "utf-7") if said.codec == "utf-7" and b"+" in data else None


def _iso_2022(data: bytes) -> _Guess | None:
    if b"\x1b$)C" in data:
        return _read(data, "iso2022_kr")
    if b"\x1b$)A" not in data:
        return _read(data, "iso2022_jp_2") or _jis(data)
    # ISO-2022-CN (RFC 1922): Python has no codec for it
    if data.count(b"\x0e") > _MAX_SHIFTS:
        return None
    plain = _SHIFTED.sub(lambda m: m[1].translate(_TO_HIGH), data.replace(b"\x1b$)A", b""))
    text = _strict(plain, "gb18030")
    return (text, "iso-2022-cn") if text is not None else None


def _jis(data: bytes) -> _Guess | None:
    """Japanese as Windows programs write it: circled numbers and the like under codes of their own."""
    text = _strict(_JIS.sub(lambda m: (m[1] or b"").translate(_TO_HIGH), data), "euc_jis_2004")
    return (text, "iso2022_jp") if text is not None else None


def _by_pairs(data: bytes, said: _Said) -> _Guess | None:
    if said.codec not in {None, "utf-8"} or not _SURROGATES.search(data):
        return None
    try:
        text = data.decode("utf-8", "surrogatepass").encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeError:
        return None
    return text, "utf-8"


def _by_utf8(data: bytes, said: _Said) -> _Guess | None:
    """Valid UTF-8; two-byte sequences alone prove little.

    The GBK bytes of 通知 happen to be valid UTF-8 for two letters below U+0800.
    """
    if data.isascii():
        return data.decode("ascii"), said.codec or "ascii"
    text = _strict(data, "utf-8")
    return (text, "utf-8") if text is not None and _is_plausible(text, data, said.codec) else None


def _is_plausible(text: str, data: bytes, codec: str | None) -> bool:
    wide = sum(1 for char in text if char >= "\u0800")
    if codec and codec not in _NOTHING and _strict(data, codec) is not None:
        return wide >= _FEW  # the label speaks of another writing, and may be right
    if wide or codec == "gb18030":
        return wide > 0
    chinese = _everyday(data)
    if not _ALPHABETS.match(text):
        return codec == "utf-8" and chinese < 1
    letters = sum(1 for char in text if char >= "\xc0")
    signs = (
        not chinese,  # as GBK it would be rubbish
        codec == "utf-8" and (chinese < 1 or letters < 2),  # one character proves nothing
        letters >= _FEW and (chinese < 1 or max(text) < "\u0100"),  # so many letters are no chance
        codec is None and _SIGN.search(text),
        _LATIN_IN_WORD.search(text),
    )
    return any(signs)


def _everyday(data: bytes) -> float:
    """How much of the text, read as GB18030, is everyday Chinese, 0 to 1; 0 where it cannot be read so."""
    text = _strict(data[:_SAMPLE], "gb18030") or _strict(data[: _SAMPLE - 1], "gb18030") or ""
    foreign = [char for char in text if char > "\x7f"]
    return sum(1 for char in foreign if char in everyday()) / len(foreign) if foreign else 0


def _by_damaged_utf8(data: bytes, said: _Said) -> _Guess | None:
    """UTF-8 cut in the middle of a character or with a few bytes damaged."""
    if said.codec not in {None, "utf-8", "gb18030"}:
        return None
    text = data[:_SAMPLE].decode("utf-8", "replace")
    inside = text.removesuffix("\ufffd").count("\ufffd")
    letters = said.codec == "utf-8" and _ALPHABETS.match(text.replace("\ufffd", ""))
    wide = sum(1 for char in text if char >= ("\x80" if letters else "\u0800") and char != "\ufffd")
    damaged = wide > 4 * inside + 1 and _everyday(data) <= 0.8
    return (data.decode("utf-8", "replace"), "utf-8") if damaged else None


def _by_label(data: bytes, said: _Said) -> _Guess | None:
    codec = said.codec
    if codec in {None, "utf-8"} or (codec in _WESTERN and _looks_chinese(data)):  # UTF-8 was asked before
        return None
    for name in dict.fromkeys((codec, SECOND.get(codec, codec))):
        if (text := _strict(data, name)) is not None:
            return text, name
    return None if codec in _WESTERN else _nearly(data, codec)


def _nearly(data: bytes, codec: str) -> _Guess | None:
    """The label's reading where it loses under a twentieth: damaged Big5 is still valid GBK, and wrong."""
    text = data.decode(codec, "replace")
    foreign = len(text) - len(text.encode("ascii", "ignore"))
    return (text, codec) if text.count("\ufffd") * 20 < foreign else None


def _looks_chinese(data: bytes) -> bool:
    """Whether bytes with a Western label are Chinese: accents seldom make pairs, let alone everyday ones."""
    return len(data) > 3 and _everyday(data) >= 0.5


def _by_page(data: bytes, said: _Said) -> _Guess | None:
    found = _META.search(data[:4096]) if said.html else None
    codec = codec_of(found[1].decode("ascii", "replace")) if found else None
    # A page that can be read as ASCII so far is not UTF-16.
    return None if codec in WIDE else _by_label(data, _Said(codec))


def _by_accents(data: bytes, said: _Said) -> _Guess | None:
    """Western text: most of its high bytes stand alone, inside or at the end of words of ASCII letters."""
    if said.codec not in {None, "utf-8"} | _WESTERN:
        return None
    sample = data[:_SAMPLE]
    runs, lone, words = (len(found.findall(sample)) for found in (_HIGH, _LONE, _IN_WORD))
    western = words > 0.5 * runs and max(lone, words) > 0.7 * runs
    return (data.decode("cp1252", "replace"), "cp1252") if western else None


def _by_big5(data: bytes, said: _Said) -> _Guess | None:
    """Big5 that nothing names: its frequent characters are read as GBK that nobody uses."""
    text = _strict(data, "cp950") if said.codec is None and _everyday(data) < 0.6 else None
    pairs = _BIG5.findall(data[:_SAMPLE]) if text is not None else []
    frequent = sum(1 for pair in pairs if b"\xa4\x40" <= pair < b"\xc6\x7f")
    return (text, "cp950") if text is not None and frequent > _FEW and frequent >= 0.8 * len(pairs) else None


def _by_gb18030(data: bytes, _said: _Said) -> _Guess | None:
    found = _read(data, "gb18030")
    return found if found and not _LOST.search(found[0]) else None


def _with_losses(data: bytes, said: _Said) -> _Guess:
    """The reading that loses least, the label's own where two lose as much."""
    candidates = dict.fromkeys(name for name in (said.codec, "gb18030", "utf-8") if name)
    readings = ((data.decode(name, "replace"), name) for name in candidates)
    return min(readings, key=lambda reading: _losses(reading[0]))


def _losses(text: str) -> int:
    return text.count("\ufffd") + len(_PRIVATE.findall(text[:_SAMPLE]))


# The order of evidence: the first step that gives a reading decides.
_POLICY: tuple[_Step, ...] = (
    _plain,  # most headers; nothing in them could mean anything else
    _by_mark,  # nobody writes a byte order mark by accident
    _by_width,  # ASCII in UTF-16 is valid UTF-8 full of NULs, so it is asked before that
    _by_escapes,  # HZ, ISO-2022 and UTF-7 are plain ASCII to every other step
    _by_pairs,  # what Java calls UTF-8 has two surrogates for an emoji, which UTF-8 forbids
    _by_utf8,  # text of another charset is valid UTF-8 by chance only, whatever the label says
    _by_damaged_utf8,  # GB18030 reads nearly any two bytes as some character, and would hide the damage
    _by_label,  # what the program says; it is often right where the bytes prove nothing
    _by_page,  # what a page says of itself: written by its author's program, not by the mailer
    _by_accents,  # from here on nobody says anything: Chinese comes in pairs of bytes, accents come alone
    _by_big5,  # the same from Taiwan and Hong Kong
    _by_gb18030,  # what Chinese programs send when they say nothing, or say gb2312
    _with_losses,  # always gives one; what it loses is flagged
)


def decode(data: bytes, label: str | None = None, *, html: bool = False) -> Decoded:
    """Text of `data`, declared as `label`; an HTML page may name its charset itself.  Never raises."""
    said = _Said(codec_of(label), html)
    text, charset = next(guess for step in _POLICY if (guess := step(data, said)) is not None)
    lost = text.count("\ufffd") > data.count(b"\xef\xbf\xbd")
    return Decoded(clean(text), charset, REPLACED if lost else None)
