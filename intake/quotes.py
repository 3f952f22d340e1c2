"""Letters quoted inside a letter: their heads, and which of the letters counts.

The letter on top counts if it says anything of its own, else the next one (a forwarded letter), and so on.
Everything below the one that counts is set apart but for answers written between quoted lines, and so is our
own call for pieces that somebody answers.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final

from intake import phrases
from intake.model import NoiseKind

SUBSTANCE: Final = 20
"""Characters of news from which the letter above a quoted one is the one that counts."""
VERSES: Final = 8
"""Lines of a few characters each from which they are a piece (a poem), not the end of a covering note."""
LONGEST_HEAD: Final = 500
"""Characters of a line that can be a part of a head: all its fields on one line."""
MOST_FIELDS: Final = 16
"""Lines of a head."""
_LONG: Final = 150
"""Characters from which a line is news even if it addresses somebody."""
_FEW: Final = 12
"""Characters up to which a line says nothing."""

_ARROWS: Final = (">", "＞")
_DRAWN: Final = r"[-—–─_=*＝\s]"

Head = tuple[int, int]
"""First line of the head of a quoted letter, and first line below it."""


def _spaced(words: str) -> str:
    """A pattern of names of fields; Chinese ones may be spaced out (主　题, 抄 送)."""
    return re.sub(r"(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])", lambda _: r"[ \t\u3000]*", words)


_FIELDS: Final = (
    ("sender", "发件人|发送人|发信人|发件者|寄件者|寄件人|發件人|from"),
    ("time", "(?:发送|发件|发信|寄件|发出|發送|收到)(?:时间|日期|時間)|已发送|日期|时间|時間|date|sent"),
    ("to", "收件人|收件者|收信人|to"),
    ("subject", "主题|主旨|主題|标题|標題|subject"),
    ("copy", "抄送人|抄送至|抄送|副本|密送|密件抄送|密件副本|b?cc"),
    ("other", "附件|回复至|答复至|回复|答复|重要性|优先级|敏感度|机密性|标签"),
    ("loose", "由|至|到"),  # Samsung, Outlook on the web
    ("english", "attachments?|reply-?to|importance|priority|organi[sz]ation|message-id|x-[a-z-]+"),
)
_NAMED: Final = "|".join(f"(?P<{name}>{_spaced(words)})" for name, words in _FIELDS)
_FIELD: Final = re.compile(rf"[*>＞|\s]*(?:{_NAMED})\s*\*{{0,2}}\s*[:：|\t][*\s|]*", re.IGNORECASE)
_ONE_LINE: Final = re.compile(
    _spaced(
        r"[*>＞|\s]*(?:发件人|寄件者|from)\s*\**[:：](?=.*(?:时间|日期|sent|date)\s*\**[:：])"
        r"(?=.*(?:收件人|收件者|\bto)\s*\**[:：]).*(?:主题|主旨|subject)\s*\**[:：].*"
    ),
    re.IGNORECASE,
)
"""All fields on one line, as is left of some HTML."""
_NOTES_FIELD: Final = re.compile(r"收件人|抄送|密送|主题|to|b?cc|subject", re.IGNORECASE)
"""Lotus Notes writes names and values in lines of their own."""
_DAY: Final = r"\d{2,4}\s*[年/.-]\s*\d{1,2}\s*[月/.-]\s*\d{1,2}日?"
_TIME: Final = r"\d{1,2}[:：]\d{2}"
_SENT: Final = re.compile(rf"@|{_TIME}")
_ENOUGH: Final = 2
"""Of time, receiver and subject."""
_STAMP: Final = re.compile(rf"{_DAY}.{{0,12}}?{_TIME}.{{0,12}}")

_RULE: Final = re.compile(
    rf"{_DRAWN}{{2,}}(?:(?:回复的|转发的)?原始?(?:邮件|郵件|信息|消息|信件)|邮件原[件文]|邮件原始内容"
    r"|转发的?(?:原?邮件|消息|信息)(?:消息|信息)?|original(?: e-?mail)?|(?:original|forwarded) (?:message"
    r"|mail)"
    rf"|(?:forwarded by|转发人)\b.{{1,120}}?)(?:{_DRAWN}|[:：])*"
    r"|(?:begin forwarded message|(?:以下[是为]|下面是|开始)被?转发的?(?:的)?邮件)\s*[:：]?",
    re.IGNORECASE,
)
_WEAK_RULE: Final = re.compile(rf"{_DRAWN}{{5,}}(?:原文|原信|引文|来信)?{_DRAWN}*")
"""Only drawn; a head where the fields of one follow (Outlook, Aliyun)."""

_ADDRESS: Final = r"[\w.+=-]+@[\w.-]+"
_IN_BRACKETS: Final = rf"[<\[(（＜](?:mailto:)?\s*{_ADDRESS}[^<>]{{0,60}}[>\])）＞]"
_VERB: Final = re.compile(
    rf"(?P<blank>\s*)(?:写道|寫道|写入|编写|wrote|escribió|a écrit)\s*[:：]?{_DRAWN}*$", re.IGNORECASE
)
_WHO_WROTE: Final = (
    re.compile(_IN_BRACKETS),  # 张三 <a@b> 于2021年5月8日周六 上午10:00写道：
    re.compile(rf"^[>＞\s]*{_ADDRESS}$"),
    re.compile(rf"{_DAY}\s+{_TIME}[:\d]*\s*您在来信中$"),  # Foxmail 5
)
_WHEN_WROTE: Final = re.compile(
    rf"[>＞\s*=-]*(?:在|于|on|at)\s*(?=.{{0,40}}(?:\d{{4}}|\d/\d)).{{0,40}}?{_TIME}", re.IGNORECASE
)
"""在 2021/5/8 10:00, 张三 写道: only with a blank before 写道, which programs set and people do not."""
_UNSAID: Final = re.compile(rf"[>＞\s]*{_DAY}[^<>]{{0,12}}?{_TIME}[^<>]{{0,60}}{_IN_BRACKETS}\s*[:：]")
"""The same without a verb."""
_SCHRIEB: Final = re.compile(
    rf"[>＞\s]*am .{{0,60}}\d.{{0,20}} schrieb .{{0,60}}{_IN_BRACKETS}\s*:", re.IGNORECASE
)
_WROTE_OVER_ARROWS: Final = re.compile(
    r"[^。！？]{0,100}\d[^。！？]{0,100}(?:写道|wrote)\s*[:：]?", re.IGNORECASE
)
"""Looser, where quoted lines follow."""
_WROTE_OPENS: Final = re.compile(
    rf"[>＞\s*=-]*(?:(?:在|于|on |at )\s*[^，。]{{0,12}}?\d|\d{{4}}\s*[年/-]"
    rf"|.{{1,80}}{_IN_BRACKETS}\s*于\s*\d)",
    re.IGNORECASE,
)
"""The first of the lines into which such a line was broken."""

_CALL: Final = re.compile(
    r"(?:请|望)(?:各|大家|你们|贵|于|在|将).{0,40}(?:报送|上报|提交|投稿|发至|发到|报至)"
)
"""How a desk asks for pieces."""
_LONGEST_CALL: Final = 2_000
_FORWARDS: Final = re.compile(r"转|forward|fwd?:", re.IGNORECASE)
_ASKS: Final = re.compile(r"[？?]|请|收到|谢谢|补")
_ADDRESSED: Final = re.compile(r"您|你|老师(?!傅)|请(?!教|战|求|缨)|麻烦|稿|附件|查收|转发|转给")
_SAID: Final = re.compile(r"[，。！？；：、“”…]")
"""What a sentence has and a line of a signature has not."""


def quoted(texts: Sequence[str], apart: Collection[int], heads: Sequence[Head]) -> dict[int, NoiseKind]:
    """The heads of quoted letters, what stands above a forwarded one, and all below the one that counts.

    The lines `apart` are known to be no news (disclaimers and the like).
    """
    own = ["" if at in apart else text for at, text in enumerate(texts)]
    found: dict[int, NoiseKind] = {}
    start = 0
    for (head, below), end in zip(heads, [*(head for head, _ in heads[1:]), len(texts)], strict=False):
        if _says_something(own[start:head]):
            answers = _answers(own, below, heads)
            quotes = (at for at in range(head, len(texts)) if at not in answers)
            return found | _marked(own, start, head) | dict.fromkeys(quotes, NoiseKind.QUOTE)
        for at in range(start, head):
            found[at] = NoiseKind.QUOTE if own[at].startswith(_ARROWS) else NoiseKind.COVER
        asked = not any(_FORWARDS.search(text) for text in texts[start:below]) and _is_question(
            own[below:end]
        )
        start = end if asked or _is_call(own[below:end]) else below
        found |= dict.fromkeys(range(head, start), NoiseKind.QUOTE)
    return found | _marked(own, start, len(texts))


def heads_of(texts: Sequence[str]) -> list[Head]:
    """The head of each quoted letter."""
    found: list[Head] = []
    for at in range(len(texts)):
        length = 0 if found and at < found[-1][1] else _head(texts, at)
        if length:
            found.append((at, at + length))
    return found


def field(text: str) -> tuple[str, str]:
    """The kind of field of a head that a line is, and its value; both empty where it is none."""
    found = _FIELD.match(text)
    return (found.lastgroup or "", text[found.end() :]) if found else ("", "")


def is_stamp(text: str) -> bool:
    """Whether a line is a day and a time, as Lotus Notes writes them below a name."""
    return _STAMP.fullmatch(text) is not None


# --- which lines count -----------------------------------------------------------------------------


def _marked(own: Sequence[str], start: int, end: int) -> dict[int, NoiseKind]:
    """Lines quoted with > beside an answer of one's own; a letter that is nothing but > lines is read."""
    lines = range(start, end)
    answered = any(
        not own[at].startswith(_ARROWS) and len(own[at]) > _FEW and not _is_letterish(own[at]) for at in lines
    )
    return {at: NoiseKind.QUOTE for at in lines if own[at].startswith(_ARROWS) and answered}


def _answers(own: Sequence[str], below: int, heads: Sequence[Head]) -> set[int]:
    """Lines without > between quoted lines, where the letter is quoted with > to its last line."""
    if not own[below : below + 1] or not own[below].startswith(_ARROWS):
        return set()
    plain = (head for head, _ in heads if head >= below and not own[head].startswith(_ARROWS))
    end = next(plain, len(own))
    return {at for at in range(below, end) if _is_news(own[at]) and not _is_rest(own[at - 1])}


def _is_rest(above: str) -> bool:
    """Whether a line without > may be the rest of a quoted one that was broken on its way."""
    return above.startswith(_ARROWS) and len(above) > phrases.SHORT * 0.75 and _SAID.search(above[-1]) is None


def _says_something(own: Sequence[str]) -> bool:
    """Whether there is news among the lines; notes to whoever forwards or receives are none."""
    if sum(len(text) for text in own if _is_news(text)) >= SUBSTANCE:
        return True
    verses = [text for text in own if 0 < len(text) <= _FEW and not _is_letterish(text)]
    return len(verses) >= VERSES


def _is_news(text: str) -> bool:
    if text.startswith(_ARROWS) or len(text) <= _FEW or _is_letterish(text):
        return False
    latin = text.isascii()
    if not _SAID.search(text) and len(text) <= phrases.SHORT * (1 + latin):
        return False
    return len(text) > _LONG or _ADDRESSED.search(text) is None


def _is_letterish(text: str) -> bool:
    return phrases.first_kind(phrases.LETTERISH, text) is not None


def _is_call(own: Sequence[str]) -> bool:
    length = sum(len(text) for text in own)
    return any(_CALL.search(text) for text in own[:12]) and length < _LONGEST_CALL


def _is_question(own: Sequence[str]) -> bool:
    """Whether a letter is but a few words that ask or answer."""
    asks = any(_ASKS.search(text) for text in own)
    return asks and sum(len(text) for text in own) < _LONG and not any(_is_news(text) for text in own)


# --- heads -----------------------------------------------------------------------------------------


def _head(texts: Sequence[str], at: int) -> int:
    """How many lines the head of a quoted letter takes at a place; 0 if none begins there."""
    text = texts[at]
    if len(text) > LONGEST_HEAD:
        return 0
    if _RULE.fullmatch(text):
        return 1 + max(_notes(texts, at + 1), _fields(texts, at + 1)[0])
    if _WEAK_RULE.fullmatch(text):
        below = _head_of_fields(texts, at + 1)
        return 1 + below if below else 0
    return _wrote(texts, at) or _head_of_fields(texts, at) or _notes(texts, at)


def _wrote(texts: Sequence[str], at: int) -> int:
    """A line like `On … wrote:`, which may be broken into two or three."""
    quotes = "".join(texts[at + 1 : at + 2]).startswith(_ARROWS)
    if _is_wrote(texts[at]) or (quotes and _WROTE_OVER_ARROWS.fullmatch(texts[at])):
        return 1
    for length in (2, 3) if _WROTE_OPENS.match(texts[at]) else ():
        if _VERB.search("".join(texts[at + length - 1 : at + length])[-_LONG:]):
            return length if _is_wrote(" ".join(texts[at : at + length])) else 0
    return 0


def _is_wrote(text: str) -> bool:
    if len(text) > LONGEST_HEAD or any(stop in text for stop in "。！？"):
        return False
    verb = _VERB.search(text, max(0, len(text) - _LONG))
    if verb is None:
        return _UNSAID.fullmatch(text) is not None or _SCHRIEB.fullmatch(text) is not None
    said = text[: verb.start()]
    named = any(pattern.search(said) for pattern in _WHO_WROTE)
    return named or bool(verb["blank"] and _WHEN_WROTE.match(said))


def _head_of_fields(texts: Sequence[str], at: int) -> int:
    """Fields without a rule above them: who wrote, and two of when, to whom and about what."""
    if at < len(texts) and len(texts[at]) <= LONGEST_HEAD and _ONE_LINE.fullmatch(texts[at]):
        return 1
    length, kinds = _fields(texts, at)
    if "sender" not in kinds or len(kinds & {"time", "to", "subject"}) < _ENOUGH:
        return 0
    sure = "subject" in kinds or any(_SENT.search(text) for text in texts[at : at + length])
    return length if sure else 0


def _fields(texts: Sequence[str], at: int) -> tuple[int, set[str]]:
    """(lines, kinds) of the fields that follow one another from a place on."""
    end, kinds = at, set[str]()
    hollow = at < len(texts) and _FIELD.fullmatch(texts[at]) is not None
    while end < min(len(texts), at + MOST_FIELDS) and len(texts[end]) <= LONGEST_HEAD:
        found = _FIELD.match(texts[end])
        if found:
            kinds.add(found.lastgroup or "")
        elif end == at or not _goes_on(texts[end - 1], texts[end], hollow=hollow):
            break
        end += 1
    return end - at, kinds


def _goes_on(above: str, text: str, *, hollow: bool) -> bool:
    """Whether a line goes on with a field: more addresses, or the value where all stand below the names."""
    if hollow and _FIELD.fullmatch(above):
        return True
    return above.endswith((";", "；", ",", "，")) and "@" in text and "。" not in text


def _notes(texts: Sequence[str], at: int) -> int:
    """The head that Lotus Notes writes: the name, the time, then each field and its value."""
    if not (_STAMP.fullmatch("".join(texts[at + 1 : at + 2])) and len(texts[at]) <= phrases.SHORT):
        return 0
    end = at + 2
    while end < len(texts) and _NOTES_FIELD.fullmatch(texts[end]):
        value = "".join(texts[end + 1 : end + 2])
        end += 1 if _NOTES_FIELD.fullmatch(value) else 2
    return min(end, len(texts)) - at if end > at + 3 else 0
