"""Charset labels: what programs write, and the codec that reads what they mean by it."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

# Python has codecs that are no charsets (`unicode_escape`, `undefined`, `idna`); only these are used.
_ACCEPTED = frozenset(
    {
        *("utf-8", "utf-7", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"),
        *("gb18030", "hz", "big5hkscs", "cp950", "shift_jis", "cp932", "cp949", "johab", "euc_jp"),
        *("iso2022_jp", "iso2022_jp_2", "iso2022_kr", "koi8-r", "koi8-u", "koi8_t", "tis-620", "ptcp154"),
        *("mac-roman", "mac-cyrillic", "mac-greek", "mac-latin2", "mac-turkish"),
        *("cp437", "cp850", "cp852", "cp855", "cp857", "cp858", "cp866", "cp874"),
        *(f"iso8859-{n}" for n in range(2, 17)),
        *(f"cp125{n}" for n in range(9)),
    }
)

# Labels seen in mail that Python does not know, or knows as something narrower than what is sent.
_ALIASES = {
    "ms936": "gb18030",  # Java mail senders
    "cp936": "gb18030",  # Foxmail 4 to 6
    "windows-936": "gb18030",
    "936": "gb18030",
    "chinese": "gb18030",
    "euc-cn": "gb18030",
    "hz-gb-2312": "hz",
    "x-big5": "cp950",
    "cn-big5": "cp950",
    "cn-gb": "gb18030",
    "ks_c_5601-1987": "cp949",
    "windows-949": "cp949",
    "windows-31j": "cp932",
    "windows-874": "cp874",
    "sjis": "cp932",
    "macintosh": "mac-roman",
    "unicode": "utf-16",
    "unicode-1-1-utf-7": "utf-7",
    "utf8mb4": "utf-8",
    # Numbers of Windows fonts, which Delphi programs take for charsets.
    "128": "cp932",
    "129": "cp949",
    "134": "gb18030",
    "136": "cp950",
}

# What Windows programs mean by these names is a little more than the standard says.
_WIDER = {"iso8859-1": "cp1252", "big5": "cp950", "shift_jis": "cp932", "euc_kr": "cp949"}

SECOND = {"cp950": "big5hkscs"}
"""Codec -> the one to try where it does not fit: both go by the same label."""

WIDE = frozenset({"utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"})
"""Codecs of more than one byte for an ASCII letter."""

# Windows' numbers of what labels call otherwise.
_CODE_PAGES = {
    1200: "utf-16-le",
    1361: "johab",
    10000: "mac-roman",
    20866: "koi8-r",
    21866: "koi8-u",
    **{28590 + part: f"iso-8859-{part}" for part in range(1, 16)},
    50220: "iso-2022-jp",
    51932: "euc-jp",
    51949: "euc-kr",
    52936: "hz",
    54936: "gb18030",
    65000: "utf-7",
    65001: "utf-8",
}

_ORDER = re.compile(r"(iso-8859-[68])-[ie]$")
_DASHED = re.compile(r"(?:cp|ibm)-?(\d{3,4})$")


@lru_cache(maxsize=256)
def codec_of(label: str | None) -> str | None:
    """The Python codec for a charset label; None for no label, ASCII, or a label that is not known."""
    name = (label or "").strip(" \t\r\n\"'").lower()[:40].removeprefix("x-")
    if name.startswith("gb"):  # gb2312, gbk, gb_2312-80, gb18030 …: the widest reads them all
        return "gb18030"
    name = _DASHED.sub(r"cp\1", _ORDER.sub(r"\1", name))
    name = _ALIASES.get(name, name)
    try:
        name = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    name = _WIDER.get(name, name)
    return name if name in _ACCEPTED else None


def of_code_page(number: int) -> str | None:
    """The Python codec for the number of a Windows code page; None for 0 or one that is not known."""
    return codec_of(_CODE_PAGES.get(number, f"cp{number}")) if number else None
