"""Can a text be judged at all?  Of one too short, too long, not Chinese or all figures nobody is sure."""

from __future__ import annotations

import re
from itertools import pairwise

from intake.everyday import everyday

FEWEST = 12
"""Chinese characters below which a text says too little."""

MOST = 20_000
"""Characters beyond which a text is no piece but a whole file."""

CHINESE = 0.4
"""The share of a text's signs, blanks aside, that Chinese characters should have."""

FIGURES = 0.4
"""The share of digits from which a text is a table of figures."""

OTHER = 0.1
"""The share of letters of other scripts (kana, hangul, cyrillic) that no Chinese text has."""

EVERYDAY = 0.75
"""The share of a text's Chinese characters that should be of everyday: 0.95 in the oddest of letters."""

KNOWN = 0.22
"""The share of a text's pairs of characters that many examples should hold.

Of 436 pieces by writers not learned from the least has 0.17, one in a hundred less than 0.25; shuffled
characters have 0.07, recipes, contracts and the weather up to 0.19.
"""

DISTINCT = 0.5
"""The share of a text's pairs that should be different ones: 0.71 in the least varied of those pieces."""

BLANKS = 3
"""Gaps to be filled in that make a text a form."""

LEAD = 600
"""Characters that a text's look is judged by."""

_HAN = re.compile(r"[\u3400-\u9fff]")
_DIGIT = re.compile(r"[\d０-９]")
_SIGN = re.compile(r"\S")
_GAP = re.compile(r"_{3,}|＿{2,}|□|[(（]\s{3,}[)）]")
_OTHER = re.compile(r"[^\W\d_\u0000-\u02af\u3400-\u9fff\uf900-\ufaff\uff00-\uff5e\U00020000-\U0003ffff]")
"""Letters that are neither Latin nor Chinese."""


def illegible(text: str, known: float | None = None) -> str | None:
    """Return why a text cannot be judged, in Chinese, or None.

    `known` is the share of its pairs of characters that the examples hold, where there are enough to tell.
    """
    return _by_its_signs(text) or _by_its_words(text, known)


def _by_its_words(text: str, known: float | None) -> str | None:
    pairs = list(pairwise(text[:LEAD]))
    if len(set(pairs)) < len(pairs) * DISTINCT:
        return "同样的话反复出现，看不出内容"
    if len(_GAP.findall(text[:LEAD])) >= BLANKS:
        return "像一张待填的表，看不出内容"
    return "用词与所有例子大不相同，不像稿件" if known is not None and known < KNOWN else None


def _by_its_signs(text: str) -> str | None:
    head = text[:LEAD]
    signs = len(_SIGN.findall(head))
    characters = _HAN.findall(head)
    han = len(characters)
    digits = len(_DIGIT.findall(head))
    if not signs:
        return "没有文字，无法判断"
    if len(text) > MOST:
        return f"全文{len(text)}字，不像一条稿件，只按开头判断"
    if digits > signs * FIGURES:
        return "多是数字，看不出内容"
    if han < signs * CHINESE or len(_OTHER.findall(head)) > signs * OTHER:
        return "不是中文，无法判断"
    if han < FEWEST:
        return f"只有{han}个字，无法判断"
    known = sum(character in everyday() for character in characters)
    return "多是生僻字或繁体字，也可能是乱码，无法判断" if known < han * EVERYDAY else None
