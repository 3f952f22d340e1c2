"""Letters quoted inside a letter: their heads, and which of the letters counts.

The letter on top counts if it says anything of its own, else the next one (a forwarded letter), and so on.
Everything below the one that counts is set apart, and so is our own call for pieces that somebody answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from intake import phrases
from intake.model import NoiseKind

SUBSTANCE: Final = 20
"""Characters of news from which the letter above a quoted one is the one that counts."""
_LONG: Final = 150
"""Characters from which a line is news even if it addresses somebody."""

_RULE: Final = re.compile(
    r"[-—–_=\s]{2,}\s*(?:(?:回复的|转发的)?原始?邮件|邮件原件|转发的?(?:邮件|消息)(?:信息)?"
    r"|original message|forwarded message|original)\s*[-—–_=:：\s]*"
    r"|(?:begin forwarded message|(?:以下是|开始)转发的邮件)\s*[:：]?|_{10,}",
    re.IGNORECASE,
)
_FIELD: Final = re.compile(
    r"[*>|\s]*(?:发件人|发送人|寄件者|收件人|收件者|抄送|发送时间|发件时间|发送日期|日期|时间|主题|主旨|附件"
    r"|from|to|cc|sent|date|subject|attachments?)\s*\*?\s*[:：|]",
    re.IGNORECASE,
)
_FROM: Final = re.compile(r"[*>|\s]*(?:发件人|发送人|寄件者|from)\s*\*?\s*[:：|]", re.IGNORECASE)
_WROTE: Final = re.compile(
    r"(?=.*(?:@|\d{1,2}:\d{2}))[^。！？]{4,200}(?:写道|wrote|编写)\s*[:：]?", re.IGNORECASE
)
"""Only with an address or a time of day: 他在1998年的日记里写道： is a sentence of a piece."""
_WROTE_BELOW: Final = re.compile(r"(?:写道|wrote)\s*[:：]?", re.IGNORECASE)
_CALL: Final = re.compile(
    r"(?:请|望)(?:各|大家|你们|贵|于|在|将).{0,40}(?:报送|上报|提交|投稿|发至|发到|报至)"
)
"""How a desk asks for pieces."""
_ADDRESSED: Final = re.compile(r"您|你|老师(?!傅)|请(?!教|战|求|缨)|麻烦|稿|附件|查收|转发|转给")


def quoted(texts: Sequence[str]) -> dict[int, NoiseKind]:
    """The heads of quoted letters, what stands above a forwarded one, and all below the one that counts."""
    heads = _heads(texts)
    found: dict[int, NoiseKind] = {}
    start = 0
    for (head, below), end in zip(heads, [*(head for head, _ in heads[1:]), len(texts)], strict=False):
        if _says_something(texts[start:head]):
            return found | dict.fromkeys(range(head, len(texts)), NoiseKind.QUOTE)
        found |= dict.fromkeys(range(start, head), NoiseKind.COVER)
        start = end if _is_call(texts[below:end]) else below
        found |= dict.fromkeys(range(head, start), NoiseKind.QUOTE)
    return found | _marked(texts, start)


def _heads(texts: Sequence[str]) -> list[tuple[int, int]]:
    """(first line, first line below) of each head of a quoted letter."""
    found: list[tuple[int, int]] = []
    for at in range(len(texts)):
        length = 0 if found and at < found[-1][1] else _head(texts, at)
        if length:
            found.append((at, at + length))
    return found


def _marked(texts: Sequence[str], start: int) -> dict[int, NoiseKind]:
    """Lines quoted with > beside an answer of one's own; a letter that is nothing but > lines is read."""
    own = [text for text in texts[start:] if not text.startswith(">")]
    if not any(phrases.first_kind(phrases.LETTERISH, text) is None and len(text) > 12 for text in own):
        return {}
    return {at: NoiseKind.QUOTE for at in range(start, len(texts)) if texts[at].startswith(">")}


def _says_something(texts: Iterable[str]) -> bool:
    """Whether there is news among the lines; notes to whoever forwards or receives are none."""
    return sum(len(text) for text in texts if _is_news(text)) >= SUBSTANCE


def _is_news(text: str) -> bool:
    if text.startswith(">") or len(text) <= 12 or phrases.first_kind(phrases.LETTERISH, text):
        return False
    return len(text) > _LONG or _ADDRESSED.search(text) is None


def _is_call(texts: Sequence[str]) -> bool:
    return any(_CALL.search(text) for text in texts[:12]) and sum(len(text) for text in texts) < 2_000


def _head(texts: Sequence[str], at: int) -> int:
    """How many lines the head of a quoted letter takes at a place; 0 if none begins there."""
    text = texts[at]
    if len(text) > 200:
        return 0
    below = texts[at + 1] if at + 1 < len(texts) else ""
    if _WROTE.fullmatch(text):
        return 1
    if _WROTE_BELOW.fullmatch(below) and _WROTE.fullmatch(f"{text} {below}"):
        return 2
    if _RULE.fullmatch(text):
        # A long rule alone is only drawn; Outlook's is followed by the head of the letter.
        return _length(texts, at) if text.strip("_ ") or _FROM.match(below) else 0
    if not _FROM.match(text) or sum(1 for line in texts[at : at + 5] if _FIELD.match(line)) < 3:
        return 0
    return _length(texts, at)


def _length(texts: Sequence[str], at: int) -> int:
    end = at + 1
    while end < len(texts) and (_FIELD.match(texts[end]) or _RULE.fullmatch(texts[end])):
        end += 1
    return end - at
