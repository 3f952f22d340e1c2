"""Our own confirmations: how they are marked, and how one that comes back is told from a person's letter.

A machine that sends one back repeats its marks; a person who answers or forwards one has words or files
of their own, and those are read like any others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from intake.headers import Headers
from intake.model import Attachment

MARK = "bulletin-desk-receipt"
"""The X-Loop of a confirmation and the beginning of its Message-ID.

It is no address, as X-Loop often is: whoever forwards this mailbox's letters may mark them with its address.
"""
OPENING = "您好！本邮件由系统自动发出，无须回复。"
"""The first sentence of a confirmation."""
CLOSING = "如内容有误或须补充，照常另发邮件即可，以新稿为准。"
"""Its last one."""
MAX_HOPS = 50
"""Received lines from which a letter goes round in circles; RFC 5321, 6.3 gives up at a hundred."""
LEAST_WORDS = 15
"""Characters beside a quoted confirmation from which somebody has something to say."""

_SUBJECT = re.compile(
    r"\s*(?:(?:转发|转|回复|答复|fwd?|re|aw)\s*[:：]\s*)*自动回复：来稿已收到（第\d+号）\s*", re.IGNORECASE
)
_ID = re.compile(rf"<{MARK}\.[^<>\s@]{{1,200}}@")
# Blanks but no line ends, and possessive: else a text of quote marks alone costs the square of its length.
_HEADER_LINE = re.compile(rf"^[>| \t\xa0\u3000]*+x-loop:[ \t]*+{MARK}[ \t]*+$", re.IGNORECASE | re.MULTILINE)
_HEADER_BYTES = re.compile(rb"^x-loop:[ \t]*" + MARK.encode() + rb"\s*$", re.IGNORECASE | re.MULTILINE)
_HEAD = 64 * 1024
"""Bytes of a file in which the marks are looked for."""
_QUOTED = re.compile(f"{OPENING}.{{0,20000}}?{CLOSING}", re.DOTALL)
_FRAME = re.compile(
    r"^[>|* \t\xa0\u3000]*+"
    r"(?:(?:发件人|发送人|收件人|抄送|发送时间|发送日期|日期|时间|主题|from|to|cc|sent|date|subject)"
    r"\s*+\*?\s*+[:：].*|[-—_=\s]{2}.*[-—_=\s]{2}|.*(?:写道|wrote)\s*+[:：]?)$",
    re.IGNORECASE | re.MULTILINE,
)
"""Lines that mail programs put around what they quote."""


def subject(number: int) -> str:
    """The subject of the confirmation of a letter."""
    return f"自动回复：来稿已收到（第{number}号）"


def message_id(number: int, token: str, domain: str) -> str:
    """The Message-ID of the confirmation of a letter; `token` tells ledgers apart."""
    return f"<{MARK}.{number}.{token}@{domain}>"


def is_ours(headers: Headers) -> bool:
    """Whether the letter itself is a confirmation."""
    loops = (value.strip().lower() for value in headers.all("x-loop"))
    return MARK.encode() in loops or _ID.match(headers.plain("message-id").strip()) is not None


def is_looping(headers: Headers) -> bool:
    """Whether the letter passed more servers than any way can have."""
    return len(headers.all("received")) > MAX_HOPS


def answers_ours(references: Iterable[str]) -> bool:
    """Whether a letter is an answer to a confirmation, or an answer to an answer."""
    return any(_ID.match(reference) for reference in references)


def is_carried(file: Attachment) -> bool:
    """Whether a file is a confirmation or its header block."""
    if not file.media_type.startswith(("message/", "text/")):
        return False
    return _HEADER_BYTES.search(file.data, 0, _HEAD) is not None


def shows_headers(text: str) -> bool:
    """Whether the text quotes a confirmation with all its headers, as plain-text bounces do."""
    return _HEADER_LINE.search(text) is not None


def only_quotes(subject_: str, text: str) -> bool:
    """Whether a letter with the subject of a confirmation has no words beside the quoted one."""
    if not _SUBJECT.fullmatch(subject_):
        return False
    own = _FRAME.sub("", _QUOTED.sub("\n", text))
    return len(re.findall(r"\w", own)) < LEAST_WORDS


def only_encloses(text: str) -> bool:
    """Whether a letter that encloses a confirmation has no words of its own."""
    return len(re.findall(r"\w", _FRAME.sub("", text))) < LEAST_WORDS
