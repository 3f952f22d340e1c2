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
}

_WINGDINGS: Final = (
    {0x81 + n: chr(ord("①") + n) for n in range(10)}
    | {0x8C + n: chr(ord("❶") + n) for n in range(10)}
    | {
        0x22: "✂",
        0x28: "☎",
        0x2A: "✉",
        0x46: "☞",
        0x4A: "☺",
        0x6C: "●",
        0x6D: "❍",
        0x6E: "■",
        0x6F: "□",
        0x71: "❑",
        0x74: "⧫",
        0x75: "◆",
        0x76: "❖",
        0x9F: "•",
        0xA1: "○",
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

_FONTS: Final[dict[str, dict[int, str]]] = {"symbol": _SYMBOL, "wingdings": _WINGDINGS}
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
    table = _FONTS.get(font.strip().lower())
    if table is None and value not in _PRIVATE:
        return _character(value)
    low = value & 0xFF
    if table is _SYMBOL and low < 0x41:
        return _character(low)
    return (table or {}).get(low, _UNKNOWN)


def _character(value: int) -> str:
    valid = 0x20 <= value <= _LARGEST and value not in _SURROGATES
    return chr(value) if valid else ""


def circled(text: str) -> str:
    r"""What a field ` EQ \o\ac(○,5)` shows: ⑤; a circled word stays a word."""
    inner = text.partition("(")[2].rpartition(")")[0].replace("，", ",").split(",")
    if len(inner) != 2:
        return ""
    sign = next((part.strip() for part in inner if part.strip() not in {"○", "◯", "□", "△"}), "")
    if sign.isascii() and sign.isdigit() and 1 <= int(sign[:3]) <= 20:
        return chr(ord("①") + int(sign) - 1)
    return sign
