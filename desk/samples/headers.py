"""Header lines: encoded words (RFC 2047), parameters (RFC 2231) and the bare bytes that some send."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING
from urllib.parse import quote_from_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# QUIRK: programs that say gb2312 write code page 936, so names such as 李喆 come out of its bounds.
_CODECS = {"gb2312": "gbk"}


def encode(text: str, charset: str) -> bytes:
    """Return the bytes a mail program writes under that label."""
    return text.encode(_CODECS.get(charset.lower(), charset))


def line(name: str, value: str | bytes) -> bytes:
    """One header line without its end; text must be ASCII, bytes go out as they are."""
    return name.encode("ascii") + b": " + (value.encode("ascii") if isinstance(value, str) else value)


def words(text: str, charset: str) -> str:
    """Return the text as encoded words, folded after 45 bytes each; ASCII stays as it is."""
    if text.isascii():
        return text
    return "\r\n ".join(_word(piece, charset) for piece in _pieces(text, charset, 45))


def one_word(text: str, charset: str) -> str:
    """Return the text as a single encoded word of any length, as web mailers write it."""
    return text if text.isascii() else _word(text, charset)


def _word(text: str, charset: str) -> str:
    return f"=?{charset}?B?{base64.b64encode(encode(text, charset)).decode('ascii')}?="


def _pieces(text: str, charset: str, limit: int) -> Iterator[str]:
    """Yield the text in pieces of at most `limit` bytes; no character is cut in two."""
    piece = ""
    for character in text:
        if piece and len(encode(piece + character, charset)) > limit:
            yield piece
            piece = ""
        piece += character
    yield piece


# --- names of files ----------------------------------------------------------------------------------


def _encoded_word(key: str, name: str, charset: str) -> bytes:
    return f'{key}="{one_word(name, charset)}"'.encode("ascii")


def _raw(key: str, name: str, charset: str) -> bytes:
    return key.encode("ascii") + b'="' + encode(name, charset) + b'"'


def _extended(key: str, name: str, charset: str) -> bytes:
    return f"{key}*={charset}''{quote_from_bytes(encode(name, charset), safe='.')}".encode("ascii")


def _continued(key: str, name: str, charset: str) -> bytes:
    """RFC 2231, 3 and 4.1: several numbered stretches, the first with the charset."""
    stretches = [quote_from_bytes(encode(piece, charset), safe=".") for piece in _pieces(name, charset, 18)]
    stretches[0] = f"{charset}''{stretches[0]}"
    return ";\r\n ".join(f"{key}*{place}*={text}" for place, text in enumerate(stretches)).encode("ascii")


_NAMINGS: dict[str, Callable[[str, str, str], bytes]] = {
    "encoded-word": _encoded_word,
    "raw": _raw,
    "rfc2231": _extended,
    "rfc2231-split": _continued,
}


def parameter(key: str, name: str, charset: str, naming: str) -> bytes:
    """`name=` or `filename=` in one of the ways in use: encoded-word, raw, rfc2231, rfc2231-split."""
    return _NAMINGS[naming](key, name, charset)
