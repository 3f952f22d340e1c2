"""What is packed in a PDF, unpacked no further than the limits; and the count of all work on the file.

pdfminer itself unpacks, expands and follows whatever a file says.  Here every object, token, unpacked byte
and table entry is counted, in about microseconds, and reading stops where there is too much of it: a count
ends a file at the same place on every machine, a clock does not.
"""

from __future__ import annotations

import zlib
from base64 import a85decode
from typing import Final

from pdfminer.ascii85 import asciihexdecode
from pdfminer.pdftypes import (
    LITERAL_CRYPT,
    LITERALS_ASCII85_DECODE,
    LITERALS_ASCIIHEX_DECODE,
    LITERALS_DCT_DECODE,
    LITERALS_FLATE_DECODE,
    LITERALS_LZW_DECODE,
    LITERALS_RUNLENGTH_DECODE,
    PDFStream,
    int_value,
)
from pdfminer.psparser import PSLiteral
from pdfminer.utils import apply_png_predictor, apply_tiff_predictor

from intake.documents.package import MAX_TOTAL, MIB, TooMuch

MAX_WORK: Final = 12_000_000
"""Units of work for one file; a page of text takes 20,000."""
MAX_DECODED: Final = 64 * MIB
"""Bytes of one unpacked stream."""
_COLUMNS: Final = 1 << 16
_STEP: Final = 64
"""Packed bytes unpacked at once, and lost where they are damaged."""
_GROUPS: Final = 5 << 12
"""Letters decoded at once: whole groups of five."""
_BLANKS: Final = b"\0\t\n\v\f\r "


class Work:
    """What a file may still cost; `damaged` says that something in it was broken or missing."""

    def __init__(self) -> None:
        self.left = MAX_WORK
        self.octets = MAX_TOTAL
        self.damaged = False

    def take(self, units: int) -> None:
        """Count work.  Raises TooMuch."""
        self.left -= units
        if self.left < 0:
            raise TooMuch("PDF 文件过于复杂，未读取，请以 .docx 重发")

    def take_octets(self, count: int) -> None:
        """Count unpacked bytes.  Raises TooMuch."""
        self.allow(count)
        self.octets -= count

    def allow(self, count: int) -> None:
        """Look whether so many bytes may be unpacked.  Raises TooMuch."""
        if count > min(MAX_DECODED, self.octets):
            raise TooMuch("PDF 文件解压后过大，未读取，请以 .docx 重发")


class Stream(PDFStream):
    """A stream that is unpacked no further than the limits."""

    work: Work

    def decode(self) -> None:
        """Unpack it; what is packed as a JPEG stays one.  Raises TooMuch."""
        data = self.rawdata or b""
        if self.decipher and self.objid is not None and self.genno is not None:
            data = self.decipher(self.objid, self.genno, data, self.attrs)
        for name, parameters in self.get_filters():
            if name in LITERALS_DCT_DECODE:
                break
            if name is LITERAL_CRYPT and _is_open(parameters):
                continue
            data = _unpredicted(_unpacked(name, data, self.work), parameters, self.work)
        self.data, self.rawdata = data, None


def _is_open(parameters: object) -> bool:
    """Whether an encryption filter leaves the bytes as they are (7.4.10)."""
    named = parameters.get("Name") if isinstance(parameters, dict) else None
    return named is None or (isinstance(named, PSLiteral) and named.name == "Identity")


def _unpacked(name: object, data: bytes, work: Work) -> bytes:
    for names, unpack in _FILTERS:
        if name in names:
            found = unpack(data, work)
            work.take_octets(len(found))
            return found
    # Pictures are never unpacked here: this is something that may hold words.
    work.damaged = True
    return b""


def _inflated(data: bytes, work: Work) -> bytes:
    """The bytes as far as they are sound."""
    most = min(MAX_DECODED, work.octets) + 1
    found = bytearray()
    # QUIRK: many writers leave a wrong checksum, so it is not looked at: the head is checked by hand.
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    sound = int.from_bytes(data[:2], "big") % 31 == 0
    try:
        for at in range(2, len(data) if sound else 0, _STEP):
            found += stream.decompress(data[at : at + _STEP], most - len(found))
            while stream.unconsumed_tail and len(found) < most:
                found += stream.decompress(stream.unconsumed_tail, most - len(found))
            if len(found) >= most or stream.eof:
                break
    except zlib.error:
        sound = False
    work.damaged |= bool(data) and not (sound and (stream.eof or len(found) >= most))
    return bytes(found)


def _lzw(data: bytes, work: Work) -> bytes:
    """LZW as in PDF (ISO 32000, 7.4.4): codes of 9 to 12 bits, the change one code early."""
    most = min(MAX_DECODED, work.octets)
    table: list[bytes] = []
    found, size, held, bits, width, last = bytearray(), 0, 0, 0, 9, b""
    work.take(len(data))
    for byte in data:
        held, bits = (held << 8) | byte, bits + 8
        if bits < width:
            continue
        bits -= width
        code, held = held >> bits, held & ((1 << bits) - 1)
        if code == 257 or size > most:
            break
        if code == 256 or not table:
            table, width, last = [bytes((one,)) for one in range(256)] + [b"", b""], 9, b""
            if code == 256:
                continue
        if code > len(table) or (code == len(table) and not last):
            work.damaged = True
            break
        word = table[code] if code < len(table) else last + last[:1]
        if last and len(table) < 4096:
            table.append(last + word[:1])
        width = 9 + sum(len(table) >= limit for limit in (511, 1023, 2047))
        found += word
        size, last = size + len(word), word
    return bytes(found)


def _run_lengths(data: bytes, work: Work) -> bytes:
    work.take(len(data))
    found, at = bytearray(), 0
    while at < len(data) and data[at] != 128:
        length = data[at]
        step = length + 2 if length < 128 else 2
        part = data[at + 1 : at + step]
        found += part if length < 128 else part * (257 - length)
        work.allow(len(found))
        work.damaged |= len(part) < step - 1
        at += step
    return bytes(found)


def _ascii85(data: bytes, work: Work) -> bytes:
    work.take(len(data))
    letters = data.translate(None, _BLANKS).removeprefix(b"<~").removeprefix(b"~").partition(b"~")[0]
    work.allow((len(letters) + 4 * letters.count(b"z")) // 5 * 4)
    letters = letters.replace(b"z", b"!!!!!")
    return b"".join(a85decode(letters[at : at + _GROUPS]) for at in range(0, len(letters), _GROUPS))


def _hexadecimal(data: bytes, work: Work) -> bytes:
    work.take(len(data))
    return asciihexdecode(data)


_FILTERS: Final = (
    (LITERALS_FLATE_DECODE, _inflated),
    (LITERALS_LZW_DECODE, _lzw),
    (LITERALS_RUNLENGTH_DECODE, _run_lengths),
    (LITERALS_ASCII85_DECODE, _ascii85),
    (LITERALS_ASCIIHEX_DECODE, _hexadecimal),
)


def _unpredicted(data: bytes, parameters: object, work: Work) -> bytes:
    """Undo the differences that were taken before packing (cross-reference streams have them)."""
    asked = parameters if isinstance(parameters, dict) else {}
    kind = int_value(asked.get("Predictor", 1))
    if kind not in {2, *range(10, 16)}:
        return data
    colors, columns, bits = (
        int_value(asked.get(name, default))
        for name, default in (("Colors", 1), ("Columns", 1), ("BitsPerComponent", 8))
    )
    work.take(len(data))
    if not (0 < colors <= 32 and 0 < columns <= _COLUMNS and bits in {1, 8}):
        return b""
    if kind == 2:
        return apply_tiff_predictor(colors, columns, bits, data)
    return apply_png_predictor(kind, colors, columns, bits, data)
