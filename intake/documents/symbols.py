"""Characters of the symbol fonts (w:sym, EQ fields) as Unicode."""

from __future__ import annotations

from typing import Final

_SYMBOL: Final = dict(
    zip(
        [*range(0x41, 0x5B), *range(0x61, 0x7B)],
        "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖαβχδεφγηιϕκλμνοπθρστυϖωξψζ",
        strict=True,
    )
) | {
    0xA2: "′",
    0xA3: "≤",
    0xA5: "∞",
    0xAB: "↔",
    0xAC: "←",
    0xAD: "↑",
    0xAE: "→",
    0xAF: "↓",
    0xB0: "°",
    0xB1: "±",
    0xB2: "″",
    0xB3: "≥",
    0xB4: "×",
    0xB5: "∝",
    0xB6: "∂",
    0xB7: "•",
    0xB8: "÷",
    0xB9: "≠",
    0xBA: "≡",
    0xBB: "≈",
    0xBC: "…",
    0xC5: "⊕",
    0xCE: "∈",
    0xD0: "∠",
    0xD1: "∇",
    0xD6: "√",
    0xD7: "⋅",
    0xDE: "⇒",
    0xE5: "∑",
    0xF2: "∫",
    0x22: "∀",
    0x24: "∃",
    0x27: "∋",
    0x40: "≅",
    0x5C: "∴",
    0x5E: "⊥",
    0x7E: "∼",
    0xA7: "♣",
    0xA8: "♦",
    0xA9: "♥",
    0xAA: "♠",
    **{0xC4 + at: sign for at, sign in enumerate("⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉")},
    **{0xD2 + at: sign for at, sign in enumerate("®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓")},
}

_WINGDINGS: Final = (
    {0x81 + n: chr(ord("①") + n) for n in range(10)}
    | {0x8C + n: chr(ord("❶") + n) for n in range(10)}
    | {
        0x21: "✏",
        0x22: "✂",
        0x28: "☎",
        0x2A: "✉",
        0x3F: "✍",
        0x45: "☜",
        0x46: "☞",
        0x47: "☝",
        0x48: "☟",
        0x4A: "☺",
        0x6C: "●",
        0x4C: "☹",
        0x6D: "❍",
        0x6E: "■",
        0x6F: "□",
        0x70: "◻",
        0x71: "❑",
        0x72: "❒",
        0x74: "⧫",
        0x75: "◆",
        0x76: "❖",
        0x77: "◆",
        0x80: "⓪",
        0x9E: "·",
        0x9F: "•",
        0xA1: "○",
        0xA4: "◉",
        0xA5: "◎",
        0xA7: "▪",
        0xA8: "◻",
        0xAB: "★",
        0xB2: "◇",
        0xB5: "✪",
        0xD8: "➢",
        0xDC: "➲",
        0xDF: "←",
        0xE0: "→",
        0xE8: "➔",
        0xF0: "⇨",
        0xFB: "✗",
        0xFC: "✓",
        0xFD: "☒",
        0xFE: "☑",
    }
)

_WINGDINGS_2: Final = (
    {0x6A + n: chr(ord("①") + n) for n in range(10)}
    | {0x75 + n: chr(ord("❶") + n) for n in range(10)}
    | dict(zip(b"OPQRSTVX", "✗✓☒☑☒☒ⓧ⊗", strict=True))
    | {0x97: "●", 0x99: "○", 0xA2: "■", 0xA3: "□", 0xAE: "◆"}
)
_WINGDINGS_3: Final = dict(zip(b'!"#$pqrstuvw', "←→↑↓▲▼△▽◀▶◁▷", strict=True))
_WEBDINGS: Final = dict(zip(b"345678acgnr", "◀▶▲▼⏪⏩✓□■●✗", strict=True))

FONTS: Final[dict[str, dict[int, str]]] = {
    "symbol": _SYMBOL,
    "wingdings": _WINGDINGS,
    "wingdings 2": _WINGDINGS_2,
    "wingdings 3": _WINGDINGS_3,
    "webdings": _WEBDINGS,
}
"""Fonts whose letters are signs: code -> Unicode."""
_UNKNOWN: Final = "▪"
_LARGEST: Final = 0x10FFFF
_SURROGATES: Final = range(0xD800, 0xE000)
_PRIVATE: Final = range(0xF000, 0xF100)


def symbol(font: str, code: str) -> str:
    """The character of a symbol font; `code` is hexadecimal, with or without the offset F000.

    A sign without a Unicode counterpart becomes ▪, a code that is none becomes nothing.
    """
    try:
        value = int(code[:8], 16)
    except ValueError:
        return ""
    table = FONTS.get(font.strip().lower())
    if table is None and value not in _PRIVATE:
        return _character(value)
    low = value & 0xFF
    if table is _SYMBOL and low < 0x41:
        return _character(low)
    return (table or {}).get(low, _UNKNOWN)


def _character(value: int) -> str:
    valid = 0x20 <= value <= _LARGEST and value not in _SURROGATES
    return chr(value) if valid else ""


def symbols(font: str, text: str) -> str:
    """Text that was typed in a symbol font, as the signs that it shows.

    Latin letters are taken for signs only where one stands alone (`n` for a bullet): a word set in such a
    font by mistake must not be lost.
    """
    alone = len(text.strip()) == 1
    return "".join(_typed(font, sign, alone=alone) for sign in text)


def _typed(font: str, sign: str, *, alone: bool) -> str:
    code = ord(sign)
    if code in _PRIVATE or (alone and code in FONTS[font]):
        return symbol(font, f"{code:x}")
    return sign
