"""Several texts of one letter: which is read, which follow one another, and whether they say the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

NOTICE = 40
"""Words that a form must have for itself to be more than a notice (请使用支持 HTML 的客户端)."""

SHORT = 15
"""The same for one that does not speak of forms and programs."""

_ABOUT_FORMS = re.compile(
    r"html|mime|browser|view|client|mail|邮件|网页|浏览|客户端|显示|附件|版本", re.IGNORECASE
)
_PIECE = re.compile(r"[^。！？\n]*[。！？\n]*[”’」』）)]?")
_LINK = re.compile(r"(?:https?|ftp|mailto|cid):[^\s<>\"'()（）]+")
_WORD = re.compile("[\u3400-\u9fff\uf900-\ufaff]|[^\\W_\u3400-\u9fff]+")

_Pairs = frozenset[tuple[str, str]]


def richest(texts: Sequence[str]) -> tuple[str, bool]:
    """The text a reader must see, and whether the forms differ in substance.

    The last form is the best (RFC 2046, 5.1.4) unless it is a shell around pictures.  Where another one says
    something of its own, that follows: some programs fill one form with the news and the other with a
    notice, a different version or nothing.
    """
    filled = [text for text in texts if text.strip()]
    if len(filled) < 2:
        return (filled[0] if filled else ""), False
    sizes = [len(_bare(text)) for text in filled]
    best = max(at for at, size in enumerate(sizes) if size * 2 >= max(sizes))
    known = frozenset(pairwise(_words(filled[best])))
    others = [own for at, text in enumerate(filled) if at != best and (own := _own(text, known))]
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


def _own(text: str, known: _Pairs) -> str:
    """The sentences of a form that the other has not; empty where they are but a notice."""
    text = _LINK.sub("", text).replace("<>", "")
    pieces = [piece for piece in _PIECE.findall(text) if _is_new(piece, known)]
    size = sum(len(_words(piece)) for piece in pieces)
    if size < NOTICE and (size < SHORT or size * 5 < len(_words(text)) * 4 or _ABOUT_FORMS.search(text)):
        return ""
    return "".join(pieces).strip("\n")


def _is_new(piece: str, known: _Pairs) -> bool:
    pairs = list(pairwise(_words(piece)))
    return sum(1 for pair in pairs if pair not in known) * 5 > len(pairs) * 3
