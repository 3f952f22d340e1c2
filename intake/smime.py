"""What an S/MIME file holds (RFC 8551): the letter inside an opaque signature, or a word for what it is.

No signature is verified and nothing is decrypted: what comes out proves nothing about its sender.
An own walk over BER and not asn1crypto, which takes 65 ms to import: the content stands among the first
ten elements, so certificates and signatures are not even looked at, and nothing here recurses.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from intake.encoded_words import unbase64

MAX_PIECES = 200_000
"""Pieces of a content sent in pieces; programs send a few kilobytes in each."""
MAX_SKIPPED = 10_000
"""Elements within one that is passed over; a list of digest algorithms has a few."""
MAX_INFLATED = 32 * 1024 * 1024
"""Bytes that a compressed content may come to."""


class SmimeKind(StrEnum):
    """What is in the envelope."""

    SIGNED = "signed"
    """A signature, with what is signed in it or (`smime.p7s`) without."""
    ENCRYPTED = "encrypted"
    CERTIFICATES = "certificates"
    """Certificates only: nothing that anyone wrote."""
    COMPRESSED = "compressed"
    UNKNOWN = "unknown"


_PKCS7 = bytes.fromhex("2a864886f70d0107")
_CONTENT_TYPES = bytes.fromhex("2a864886f70d01091001")
_DATA = _PKCS7 + b"\x01"
_KINDS = {
    _PKCS7 + b"\x02": SmimeKind.SIGNED,
    _PKCS7 + b"\x03": SmimeKind.ENCRYPTED,
    _PKCS7 + b"\x04": SmimeKind.ENCRYPTED,  # signedAndEnveloped, before CMS
    _PKCS7 + b"\x06": SmimeKind.ENCRYPTED,
    _CONTENT_TYPES + b"\x17": SmimeKind.ENCRYPTED,  # authEnveloped (RFC 5083)
    _CONTENT_TYPES + b"\x09": SmimeKind.COMPRESSED,  # RFC 3274
}


# --- BER ------------------------------------------------------------------------------------------

_END, _INTEGER, _OCTETS, _OID = 0x00, 0x02, 0x04, 0x06
_CONSTRUCTED = 0x20
_SEQUENCE, _SET = 0x30, 0x31
_CONTENT = _CERTIFICATES = 0xA0
_REVOCATIONS = 0xA1


class _BrokenError(Exception):
    """The bytes are not what the walk expects."""


@dataclass(slots=True)
class _Walk:
    """A place in BER, moving from element to element."""

    data: bytes
    at: int = 0

    def header(self) -> tuple[int, int | None]:
        """The tag here and where its content ends (None: with an end mark); moves to the content."""
        if self.at + 2 > len(self.data):
            raise _BrokenError
        tag, length = self.data[self.at], self.data[self.at + 1]
        self.at += 2
        if length == 0x80 and tag & _CONSTRUCTED:
            return tag, None
        if length >= 0x80:
            size = length & 0x7F
            length = int.from_bytes(self.data[self.at : self.at + size])
            self.at += size
            if not 0 < size <= 8 or self.at > len(self.data):
                raise _BrokenError
        return tag, self.at + length

    def enter(self, expected: int) -> int | None:
        """Where the element of this tag here ends; moves to its content."""
        tag, end = self.header()
        if tag != expected:
            raise _BrokenError
        return end

    def primitive(self, expected: int) -> bytes:
        return self.content(self.enter(expected))

    def content(self, end: int | None) -> bytes:
        """The bytes from here to the end, all of them; moves behind them."""
        if end is None or end > len(self.data):
            raise _BrokenError
        start, self.at = self.at, end
        return self.data[start:end]

    def skip(self) -> None:
        """Move behind the element here; what stands in it is walked only where an end mark must be found."""
        marks = 0
        for _ in range(MAX_SKIPPED):
            tag, end = self.header()
            if end is None:
                marks += 1
            else:
                self.at = end
                marks -= tag == _END
            if marks <= 0:
                return
        raise _BrokenError

    @property
    def next(self) -> int | None:
        """The tag of the element here."""
        return self.data[self.at] if self.at < len(self.data) else None

    def ends(self, end: int | None) -> bool:
        """Whether the content that ends there has no further element."""
        return self.data[self.at : self.at + 2] == b"\0\0" if end is None else self.at >= end

    def octets(self) -> bytes:
        """The octet string here; BER may send it in pieces, and these in pieces (X.690, 8.7)."""
        tag, end = self.header()
        if tag == _OCTETS:
            return self.content(end)
        if tag != _OCTETS | _CONSTRUCTED:
            raise _BrokenError
        return b"".join(self.pieces(end))

    def pieces(self, end: int | None) -> list[bytes]:
        """What stands in the pieces up to the end; pieces of pieces are taken as one row."""
        found: list[bytes] = []
        marks = 1 if end is None else 0
        for _ in range(MAX_PIECES):
            if (marks == 0) if end is None else (self.at >= end):
                return found
            tag, inner_end = self.header()
            if tag == _OCTETS:
                found.append(self.content(inner_end))
            elif tag == _OCTETS | _CONSTRUCTED:
                marks += inner_end is None
            elif tag == _END:
                marks -= 1
            else:
                raise _BrokenError
        raise _BrokenError


# --- CMS (RFC 5652) -------------------------------------------------------------------------------

_BASE64 = re.compile(rb"\s*MI[A-Za-z0-9+/\s]{30}")  # 30 8x: how a long SEQUENCE begins
_ARMOUR = re.compile(rb"\s*-----BEGIN [A-Z0-9 ]{3,40}-----(.*?)(?:-----END|\Z)", re.DOTALL)


def _binary(data: bytes) -> bytes:
    """The BER, where it came as PEM or as bare base64."""
    if armoured := _ARMOUR.match(data):
        return unbase64(armoured[1])[0]
    return unbase64(data)[0] if _BASE64.match(data) else data


def _opened(data: bytes) -> tuple[SmimeKind, _Walk]:
    """The kind, and a place at the first element of its content."""
    walk = _Walk(_binary(data))
    walk.enter(_SEQUENCE)
    kind = _KINDS.get(walk.primitive(_OID), SmimeKind.UNKNOWN)
    if kind is not SmimeKind.UNKNOWN:
        walk.enter(_CONTENT)
        walk.enter(_SEQUENCE)
        walk.primitive(_INTEGER)  # the version of the syntax
    return kind, walk


def _is_degenerate(walk: _Walk) -> bool:
    """Whether the signed data have neither content nor signer, and so but certificates (RFC 8551, 3.8)."""
    walk.skip()  # the digest algorithms
    end = walk.enter(_SEQUENCE)
    walk.primitive(_OID)
    if not walk.ends(end):
        return False
    walk.at += 2 if end is None else 0
    for tag in (_CERTIFICATES, _REVOCATIONS):
        if walk.next == tag:
            walk.skip()
    return walk.ends(walk.enter(_SET))


def _encapsulated(walk: _Walk) -> bytes | None:
    """The content proper, from the element before it on; None for a signature kept apart from it."""
    walk.skip()  # the digest algorithms, or the compression
    end = walk.enter(_SEQUENCE)
    content_type = walk.primitive(_OID)
    if walk.ends(end) or content_type != _DATA:
        return None
    walk.enter(_CONTENT)
    return walk.octets()


def _inflated(walk: _Walk) -> bytes | None:
    packed = _encapsulated(walk)
    if packed is None:
        return None
    inflater = zlib.decompressobj()
    content = inflater.decompress(packed, MAX_INFLATED)
    return content if inflater.eof else None


_OPENERS: dict[SmimeKind, Callable[[_Walk], bytes | None]] = {
    SmimeKind.SIGNED: _encapsulated,
    SmimeKind.COMPRESSED: _inflated,
}


def signed_content(data: bytes) -> bytes | None:
    """The MIME entity that was signed or compressed, in DER, BER or PEM; it may itself be S/MIME again.

    None for what is encrypted, holds certificates only, is a signature of something else, or is broken.
    A file that is cut off behind the content is still opened.  Never raises.
    """
    try:
        kind, walk = _opened(data)
        opener = _OPENERS.get(kind)
        return opener(walk) if opener else None
    except (_BrokenError, zlib.error):
        return None


def kind_of(data: bytes) -> SmimeKind:
    """What the bytes of an application/pkcs7-mime part are, whatever its headers say.  Never raises."""
    try:
        kind, walk = _opened(data)
    except _BrokenError:
        return SmimeKind.UNKNOWN
    try:
        degenerate = kind is SmimeKind.SIGNED and _is_degenerate(walk)
    except _BrokenError:  # cut off behind the content, or in it
        degenerate = False
    return SmimeKind.CERTIFICATES if degenerate else kind
