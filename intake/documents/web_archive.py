"""The page in a web archive (.mht), as programs insert it into a Word file whole."""

from __future__ import annotations

import binascii
import quopri
import re
from collections.abc import Callable
from typing import Final

_MAX_PARTS: Final = 1_000
_BOUNDARY: Final = re.compile(rb"""boundary\s*=\s*(?:"([^"\r\n]{1,200})"|([^\s;"]{1,200}))""", re.IGNORECASE)
_PAGE: Final = re.compile(rb"^content-type:\s*(?:text/html|application/xhtml)", re.IGNORECASE | re.MULTILINE)
_CODING: Final = re.compile(rb"^content-transfer-encoding:\s*([\w-]{1,40})", re.IGNORECASE | re.MULTILINE)
_HEAD: Final = 8192
_DECODERS: Final[dict[bytes, Callable[[bytes], bytes]]] = {
    b"quoted-printable": quopri.decodestring,
    b"base64": binascii.a2b_base64,
}


def page(archive: bytes) -> bytes | None:
    """The first HTML part of an archive, decoded; None where there is none."""
    boundary = _BOUNDARY.search(archive[:_HEAD])
    mark = b"--" + (boundary[1] or boundary[2]) if boundary else b""
    parts = archive.split(mark, _MAX_PARTS)[1:] if mark else [archive]
    for part in parts:
        head, body = _parted(part.lstrip(b"\r\n"))
        if _PAGE.search(head):
            return _decoded(head, body)
    return None


def _parted(part: bytes) -> tuple[bytes, bytes]:
    """Headers and body."""
    end = re.search(rb"\r?\n\r?\n", part)
    return (part[: end.start()], part[end.end() :]) if end else (part[:_HEAD], b"")


def _decoded(head: bytes, body: bytes) -> bytes:
    coding = _CODING.search(head)
    decode = _DECODERS.get(coding[1].lower()) if coding else None
    try:
        return decode(body) if decode else body
    except binascii.Error:
        return body
