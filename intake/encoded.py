"""A large base64 stretch of a letter, decoded piece by piece and only when it is asked for.

Photos make most large letters; of them nothing is wanted but size and digest, and a letter and all its
parts would not fit in memory twice.
"""

from __future__ import annotations

import binascii
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

WINDOW = 1 << 20
"""Encoded bytes decoded at a time."""

_BLANKS = b"\r\n \t"


@dataclass(frozen=True)
class Encoded:
    """The stretch `source[start:end]`, which is sound base64 but for line ends and blanks."""

    source: bytes
    start: int
    end: int

    def pieces(self) -> Iterator[bytes]:
        """Yield the decoded bytes."""
        rest = b""
        for at in range(self.start, self.end, WINDOW):
            text = rest + self.source[at : min(at + WINDOW, self.end)].translate(None, _BLANKS)
            whole = len(text) - len(text) % 4
            rest = text[whole:]
            yield binascii.a2b_base64(text[:whole])
        if rest:
            yield binascii.a2b_base64(rest + b"=" * (-len(rest) % 4))

    @cached_property
    def _measured(self) -> tuple[int, str]:
        digest, size = hashlib.sha256(), 0
        for piece in self.pieces():
            digest.update(piece)
            size += len(piece)
        return size, digest.hexdigest()

    def __len__(self) -> int:
        return self._measured[0]

    @property
    def sha256(self) -> str:
        """Hex digest of the decoded bytes."""
        return self._measured[1]

    @property
    def head(self) -> bytes:
        """The decoded bytes of the first window."""
        return next(self.pieces(), b"")

    @property
    def data(self) -> bytes:
        """All decoded bytes, made anew each time."""
        return binascii.a2b_base64(memoryview(self.source)[self.start : self.end])


def encoded(source: bytes, start: int, end: int) -> Encoded | None:
    """Return the stretch if it is large, and base64 that every decoder reads alike; else None."""
    if end - start < 2 * WINDOW:
        return None
    padding = source.find(b"=", start, end)
    if padding >= 0 and source[padding:end].strip(b"=" + _BLANKS):
        return None  # more text behind the padding
    text_end = padding if padding >= 0 else end
    letters = 0
    for at in range(start, text_end, WINDOW):
        piece = source[at : min(at + WINDOW, text_end)].translate(None, _BLANKS)
        if piece.translate(None, _ALPHABET):
            return None
        letters += len(piece)
    sound = letters % 4 != 1 and _is_padded(source, padding, end, letters)
    return Encoded(source, start, end) if sound else None


_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def _is_padded(source: bytes, padding: int, end: int, letters: int) -> bool:
    return (source.count(b"=", padding, end) if padding >= 0 else 0) == -letters % 4
