"""Putting a piece together: stretches of the source and the unit's name, joined and finished."""

from __future__ import annotations

import re
from dataclasses import dataclass

from compose.punctuation import house_punctuation, without_controls
from compose.sentences import QUOTE_MARKS, Stretch, unpaired

_LOOSE_END = re.compile(r"[\s，,；;：:、。.·\-—/]+$")
_ENDED = re.compile(r"[。！？!?…][”’」』）)]*$")
_DOUBLED = re.compile(r"[，、；]+(?=[，、；。：！？])")
_TRAILED = re.compile(r"…[，、；：。]+")
_LEADING = re.compile(r"^[\s，,；;：:、。.！!？?]+")
_DIGIT = re.compile(r"[0-9０-９.,．%％]")


@dataclass(frozen=True, slots=True)
class Wording:
    """Words ready to print and the source ranges (start, end) they are made of, in order."""

    text: str
    used: tuple[tuple[int, int], ...]


def assemble(source: str, parts: list[Stretch | str], *, house: bool = True) -> Wording:
    """Join stretches of the source and inserted words into one text that ends with a full stop."""
    joined = ""
    for part in parts:
        words = part if isinstance(part, str) else part.of(source)
        joined += _gap(joined, words) + words
    text = without_controls(joined).replace("\n", "")
    text = finished(house_punctuation(text)) if house else text.strip()
    return Wording(text, ranges([part for part in parts if isinstance(part, Stretch)]))


def _gap(left: str, right: str) -> str:
    """A blank where two numbers would otherwise run into one."""
    return " " if _DIGIT.match(left[-1:]) and _DIGIT.match(right[:1]) else ""


def finished(text: str) -> str:
    """The text with balanced marks, no doubled commas, and one full stop at its end."""
    text = balanced(_TRAILED.sub("…", _DOUBLED.sub("", text)))
    text = _LEADING.sub("", text) or text
    if _ENDED.search(text):
        return text
    return _LOOSE_END.sub("", text) + "。"


def ended(text: str) -> str:
    """The text with a full stop at its end if it has no end mark of its own."""
    return text if not text or _ENDED.search(text) else text.rstrip() + "。"


def balanced(text: str) -> str:
    """The text without brackets that lack their partner; half a quotation keeps its mark, for the editor."""
    lonely = {at for at in unpaired(text) if text[at] not in QUOTE_MARKS}
    return "".join(sign for at, sign in enumerate(text) if at not in lonely) if lonely else text


def ranges(stretches: list[Stretch]) -> tuple[tuple[int, int], ...]:
    """The stretches as increasing (start, end) ranges; those that touch are joined."""
    found: list[tuple[int, int]] = []
    for start, end in sorted((s.start, s.end) for s in stretches if s.start < s.end):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)
