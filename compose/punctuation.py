"""House punctuation: full width beside Chinese, no blanks between Chinese and digits, curled quotes.

Used on what the desk itself compressed.  Quotations, titles, figures and names keep every character.
"""

from __future__ import annotations

import re

from compose.sentences import QUOTES, Shield, pairs

HAN = "\u3400-\u9fff"
_FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}
_WIDE_MARKS = "，。；：？！、（）《》“”‘’【】"
_HALF = re.compile(r"[,;:?!]+")
_BESIDE = re.compile(rf"[{HAN}{_WIDE_MARKS}]")
_FULL_STOP = re.compile(rf"(?<=[{HAN}])\.(?=[{HAN}\s]|$)")
_BLANK = re.compile(
    rf"(?<=[{HAN}{_WIDE_MARKS}])[ \t\u3000\u00a0]+(?=[0-9A-Za-zα-ω{_WIDE_MARKS}])"
    rf"|(?<=[0-9A-Za-zα-ω%‰{_WIDE_MARKS}])[ \t\u3000\u00a0]+(?=[{HAN}{_WIDE_MARKS}])"
)
_CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)


def house_punctuation(text: str) -> str:
    """The text in house punctuation; words and numbers stay as they are."""
    return _without_blanks(_full_width(_curled(text)))


def without_controls(text: str) -> str:
    """The text without characters that nobody can see; a blank is left between two digits."""
    return _CONTROL.sub(_gap, text.replace("\t", " "))


def one_sentence(text: str) -> str:
    """The text with its inner full stops as semicolons: where many units share a paragraph, each has one."""
    shield = Shield(text)
    last = len(text) - 1
    return "".join(
        "；" if sign == "。" and at < last and not shield.covers(at) else sign for at, sign in enumerate(text)
    )


def _gap(match: re.Match[str]) -> str:
    start, end, text = match.start(), match.end(), match.string
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    return " " if before.isdigit() and after.isdigit() else ""


def _curled(text: str) -> str:
    """Paired straight quotes as “ ”; an odd one stays as it is."""
    marks = {
        place: sign
        for pair in pairs(text)
        if text[pair[0]] == '"'
        for place, sign in zip(pair, "“”", strict=True)
    }
    return "".join(marks.get(place, sign) for place, sign in enumerate(text)) if marks else text


def _full_width(text: str) -> str:
    quoted = Shield(text, QUOTES)
    signs = list(text)
    for opening, closing in pairs(text):
        if text[opening] == "(" and not quoted.covers(opening) and _is_chinese(text, opening, closing):
            signs[opening], signs[closing] = "（", "）"
    for match in _HALF.finditer("".join(signs)):
        if not quoted.covers(match.start()) and _beside_chinese(match):
            signs[match.start() : match.end()] = [_FULL[sign] for sign in match.group()]
    for match in _FULL_STOP.finditer(text):
        if not quoted.covers(match.start()):
            signs[match.start()] = "。"
    return "".join(signs)


def _is_chinese(text: str, opening: int, closing: int) -> bool:
    """Whether a bracket stands in Chinese: something Chinese inside or right before it."""
    return bool(
        _BESIDE.search(text, opening + 1, closing) or _BESIDE.match(text[max(0, opening - 1) : opening])
    )


def _beside_chinese(match: re.Match[str]) -> bool:
    text = match.string
    before, after = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 1]
    if before.isdigit() and after.isdigit():
        return False
    return bool(_BESIDE.match(before) or _BESIDE.match(after))


def _without_blanks(text: str) -> str:
    quoted = Shield(text, QUOTES)
    return _BLANK.sub(lambda m: m.group() if quoted.covers(m.start()) else "", text)
