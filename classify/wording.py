"""A text as it is compared: in one width, without punctuation, without what stands around the piece."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

MOST = 20_000
"""Characters compared; what is alike in those is alike."""

_RANGE = re.compile(r"(?<=\d)[\u2010-\u2015\u2212~-](?=\d)")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_POINT = re.compile(r"[.,:/-](?!\d)|(?<!\d)[.,:/-]")
"""What is left of punctuation and stands within no figure."""
_PUNCTUATION = re.compile(r"[\W_]+")

_NOTE = re.compile(r"\s*[【\[]?(?:编者按|编者的话|开栏语|开栏的话|按语)[】\]:：]?.*")
_GREETING = re.compile(
    r"\s*(?:(?:尊敬的|各位)?[^，。；\d]{0,12}(?:您好|你好|大家好|老师|领导|编辑)[^\d]{0,14}"
    r"|[^\d。]{0,24}(?:请|敬请)(?:查收|审阅|审核|采用|刊用|指正|编发)[^\d]{0,10})[，。！!,.:：]?\s*"
)
_CREDIT = re.compile(
    r"(?:[（(【](?:[^（()）】\d]{0,30}(?:供稿|报送|提供|摄影?|撰稿|通讯员|记者|文|图|作者)[^（()）】\d]{0,30}"
    r"|[\u4e00-\u9fff·\s]{2,14})[）)】]"
    r"|(?:供稿|撰稿|作者|通讯员|来源|报送单位|供稿单位|审核)[:：][^。\d]{0,30})$"
)


def plain(text: str) -> str:
    """Return a text in one width, without blanks, its ranges and thousands written one way."""
    narrow = "".join(unicodedata.normalize("NFKC", text[:MOST]).split()).replace("、", ",")
    return _THOUSANDS.sub("", _RANGE.sub("-", narrow))


def bare(text: str) -> str:
    """Return a text without punctuation, except what makes a figure: 3.2 is not 32."""
    return _bare(plain(text))


def _bare(narrow: str) -> str:
    return _POINT.sub("", _PUNCTUATION.sub(_of_figure, narrow))


def _of_figure(found: re.Match[str]) -> str:
    """What is left of a stretch of punctuation: a point within a figure, a per cent sign behind it."""
    marks = found[0]
    if marks[0] == "%":
        return "%"
    return marks if len(marks) == 1 and marks in ".,:/-" else ""


def grams(text: str) -> frozenset[str]:
    """Return the character 3-grams of a text, punctuation and blanks left out."""
    words = _PUNCTUATION.sub("", unicodedata.normalize("NFKC", text[:MOST]))
    return frozenset(map("".join, zip(words, words[1:], words[2:], strict=False)))


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a piece in one width: all of them, its title, its body without greeting and credits."""

    given: str
    title: str
    core: str
    grams: frozenset[str]

    @property
    def text(self) -> str:
        """Title and body."""
        return f"{self.title}\n{self.core}"

    @property
    def whole(self) -> str:
        """All the words, bare."""
        return _bared(self.given)

    @property
    def body(self) -> str:
        """The body, bare."""
        return _bared(self.core)


@lru_cache(maxsize=256)
def wording(piece: str) -> Wording:
    """Return the words of a piece that is given as its title, or nothing, and its text below."""
    narrow = unicodedata.normalize("NFKC", piece[:MOST])
    title, _, body = narrow.partition("\n")
    core = _core(body) or body
    return Wording(narrow, title, core, grams(f"{title}\n{core}"))


@lru_cache(maxsize=512)
def _bared(text: str) -> str:
    return bare(text)


_BY_LINE = re.compile(
    r"\A\s*(?:[（(【]?(?:本报讯|[\u4e00-\u9fff]{2,14}讯|通讯员|记者|供稿|撰稿)[:：]?[^，。；\d\n]{0,20}"
    r"(?:[）)】]|(?<=[讯员者稿])[:：]|\s(?=\S)|$))\s*"
)


def _core(body: str) -> str:
    """A text without what stands around it."""
    lines = [line for line in body.split("\n") if not _NOTE.fullmatch(line)]
    while lines and (not lines[0].strip() or _GREETING.fullmatch(lines[0])):
        del lines[0]
    core = _BY_LINE.sub("", "\n".join(lines).rstrip(), count=1) if lines else ""
    while (shorter := _CREDIT.sub("", core).rstrip()) != core:
        core = shorter
    return core


_END = re.compile(r"[。！？!?；;\n]")

LONG = 12
"""Characters of a sentence that two writers do not hit upon by chance."""


def sentences(text: str) -> frozenset[str]:
    """Return the sentences of a text, those that are long enough to be somebody's."""
    return frozenset(part for part in _END.split(text) if len(part) >= LONG)


def without(text: str, taken: frozenset[str]) -> str:
    """Return a text without some of its sentences."""
    return "\n".join(part for part in _END.split(text) if part not in taken)
