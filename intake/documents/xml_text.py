"""XML in two or four bytes a character, which its mark or its first letters tell, made UTF-8."""

from __future__ import annotations

import re
from typing import Final

_BEGINNINGS: Final = tuple(
    (opening.encode(codec), codec)
    for opening in ("\ufeff", "<?xml")
    # UTF-32 before UTF-16, whose mark it begins with
    for codec in ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
)
_ENCODING: Final = re.compile(
    r"""\A(\s{0,100}<\?xml\b[^>]{0,100}?)\s{1,20}encoding\s{0,20}=\s{0,20}["'][^"'>]{0,60}["']"""
)


def in_utf8(data: bytes) -> bytes:
    """The file in UTF-8, without what it says of its encoding; any other bytes as they are."""
    codec = next((codec for opening, codec in _BEGINNINGS if data.startswith(opening)), None)
    if codec is None:
        return data
    return _ENCODING.sub(r"\1", data.decode(codec, "replace").removeprefix("\ufeff"), count=1).encode()
