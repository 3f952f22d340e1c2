"""What is packed in a PDF, unpacked no further than the limits; and the count of all work on the file.

pdfminer itself unpacks, expands and follows whatever a file says.  Here every object, token, unpacked byte
and table entry is counted, in about microseconds, and reading stops where there is too much of it: a count
ends a file at the same place on every machine, a clock does not.
"""

from __future__ import annotations

import zlib
from typing import Final

from pdfminer.ascii85 import ascii85decode, asciihexdecode
from pdfminer.pdftypes import (
    LITERALS_ASCII85_DECODE,
    LITERALS_ASCIIHEX_DECODE,
    LITERALS_DCT_DECODE,
    LITERALS_FLATE_DECODE,
    LITERALS_LZW_DECODE,
    LITERALS_RUNLENGTH_DECODE,
    PDFStream,
    int_value,
)
from pdfminer.runlength import rldecode
from pdfminer.utils import apply_png_predictor, apply_tiff_predictor

from intake.documents.package import MAX_TOTAL, MIB, TooMuch

MAX_WORK: Final = 12_000_000
"""Units of work for one file; a page of text takes 20,000."""
MAX_DECODED: Final = 64 * MIB
"""Bytes of one unpacked stream."""
_COLUMNS: Final = 1 << 16


class Work:
    """What a file may still cost."""

    def __init__(self) -> None:
        self.left = MAX_WORK
        self.octets = MAX_TOTAL

    def take(self, units: int) -> None:
        """Count work.  Raises TooMuch."""
        self.left -= units
        if self.left < 0:
            raise TooMuch("PDF 文件过于复杂，未读取，请以 .docx 重发")

    def take_octets(self, count: int) -> None:
        """Count unpacked bytes.  Raises TooMuch."""
        self.octets -= count
        if self.octets < 0 or count > MAX_DECODED:
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
            data = _unpredicted(_unpacked(name, data, self.work), parameters, self.work)
        self.data, self.rawdata = data, None


def _unpacked(name: object, data: bytes, work: Work) -> bytes:
    for names, unpack in _FILTERS:
        if name in names:
            found = unpack(data, work)
            work.take_octets(len(found))
            return found
    return b""  # a picture's packing (CCITT, JBIG2, JPX): nothing that holds words


def _inflated(data: bytes, work: Work) -> bytes:
    """The bytes as far as they are sound: many writers leave a wrong checksum."""
    most = min(MAX_DECODED, work.octets) + 1
    found = bytearray()
    stream = zlib.decompressobj()
    try:
        for at in range(0, len(data), 4096):
            found += stream.decompress(data[at : at + 4096], most - len(found))
            while stream.unconsumed_tail and len(found) < most:
                found += stream.decompress(stream.unconsumed_tail, most - len(found))
            if len(found) >= most or stream.eof:
                break
    except zlib.error:
        pass
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
    work.take_octets(sum(129 - byte for byte in data if byte > 128) if len(data) > MIB else 0)
    return rldecode(data)


def _ascii85(data: bytes, work: Work) -> bytes:
    work.take(len(data))
    return ascii85decode(data)


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
