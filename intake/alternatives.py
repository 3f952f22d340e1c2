"""Several texts of one letter: which is read, which follow one another, and whether they say the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

NOTICE = 40
"""Words that a form must have for itself to be more than a notice (请使用支持 HTML 的客户端)."""

_LINK = re.compile(r"(?:https?|ftp|mailto|cid):[^\s<>\"'()（）]+")
_WORD = re.compile("[\u3400-\u9fff\uf900-\ufaff]|[^\\W_\u3400-\u9fff]+")

_Pairs = frozenset[tuple[str, str]]


def richest(texts: Sequence[str]) -> tuple[str, bool]:
    """The text a reader must see, and whether the forms differ in substance.

    The last form is the best (RFC 2046, 5.1.4) unless it is a shell around pictures.  Where another one says
    something of its own its words follow: some programs fill one form with the news and the other with a
    notice, a different version or nothing.
    """
    filled = [text for text in texts if text.strip()]
    if len(filled) < 2:
        return (filled[0] if filled else ""), False
    sizes = [len(_bare(text)) for text in filled]
    best = max(at for at, size in enumerate(sizes) if size * 2 >= max(sizes))
    known = _pairs(filled[best])
    others = [text for at, text in enumerate(filled) if at != best and _adds(_pairs(text), known)]
    return "\n\n".join([filled[best], *others]), bool(others)


def joined(texts: Iterable[tuple[str, bool]]) -> str:
    """Texts that follow one another, each with whether it was a page; a page that repeats a text is left out.

    Some programs send both forms of a body without saying that they are two forms of one.
    """
    filled = [(text, page) for text, page in texts if text.strip()]
    plain = {_bare(text) for text, page in filled if not page}
    return "\n\n".join(text for text, page in filled if not page or _bare(text) not in plain)


def _bare(text: str) -> str:
    return "".join(_LINK.sub("", text).replace("<>", "").split())


def _words(text: str) -> list[str]:
    """The words of a text, where links lead left out; a Chinese character is a word."""
    return _WORD.findall(_LINK.sub("", text).lower())


def _pairs(text: str) -> _Pairs:
    return frozenset(pairwise(_words(text)))


def _adds(other: _Pairs, known: _Pairs) -> bool:
    """Whether more than a third of one form is missing in the other, and that is not small beside it."""
    own = len(other - known)
    return own >= NOTICE and own * 3 > len(other) and own * 4 > len(known)
