"""Text in two bytes a character that no byte order mark announces, known by what it says."""

from __future__ import annotations

from typing import Final

MARKS: Final = (b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")
"""Byte order marks of UTF-16 and UTF-32."""
_SAMPLE: Final = 1 << 14
_PLAUSIBLE: Final = 0.9
"""Share of the characters that text of our readers consists of: ASCII, everyday Chinese, its punctuation."""
_CODECS: Final = ("utf-16-le", "utf-16-be")
_FEWEST: Final = 4


def wide_codec(data: bytes) -> str | None:
    """The codec of UTF-16 text without a mark; None for any other bytes."""
    sample = data[: min(_SAMPLE, len(data) // 2 * 2)]
    if len(sample) < 2 * _FEWEST or (sample.isascii() and b"\0" not in sample):
        return None
    shares = {codec: _plausible(sample, codec) for codec in _CODECS}
    best = max(_CODECS, key=lambda codec: shares[codec])
    return best if shares[best] >= _PLAUSIBLE and not _is_narrow(sample) else None


def _is_narrow(sample: bytes) -> bool:
    """Whether the bytes are everyday text of one or more bytes a character as well."""
    if b"\0" in sample:
        return False
    return any(_plausible(sample[: len(sample) - cut], codec) >= _PLAUSIBLE for codec, cut in _NARROW)


_NARROW: Final = tuple((codec, cut) for codec in ("utf-8", "gb18030") for cut in range(4))


def _plausible(sample: bytes, codec: str) -> float:
    """How much of the bytes, read so, is text that people write."""
    text = sample.decode(codec, "replace")
    return sum(_is_common(char) for char in text) / max(len(text), 1)


def _is_common(char: str) -> bool:
    if char < "\x7f":
        return char >= " " or char in "\t\r\n\f"
    try:
        row = char.encode("gb2312")[0]
    except UnicodeEncodeError:
        return False
    return row in {0xA1, 0xA3} or 0xB0 <= row < 0xD8
