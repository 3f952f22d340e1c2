"""What somebody says to the desk before his piece, told by its place: apart, above where the news begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from intake.headings import Names, opens_with_time
from intake.model import Paragraph
from intake.page import closed
from intake.phrases import MEASURE, SHORT, WHO

_ENDS: Final = tuple("：:~～")
_ADDRESSED: Final = re.compile(
    rf"^(?!.{{0,8}}师傅)[\u4e00-\u9fff]{{0,6}}{WHO}[，,：:]"
    r"|您(?:看着?|随[便意]|要的|费心|收|那边|那儿|审|定|改|用|删|留|给|帮)|[给发报转按请交为](?:给)?您|[你您]们那"
    r"|(?:麻烦|劳烦|拜托)(?![了的])|请(?:转[^，。]{0,12}(?:部|处|室|老师|主任)|看|删|登|排在)|(?:抱歉|不好意思|打扰)[了啦，]"
)
"""Whom only the desk can be that is spoken to."""
_OF_SENDING: Final = re.compile(
    r"[上这前][次回](?:[那这]|的稿|[投写发寄]|没[登用发])|(?:前面|前头|先前|上午|早上|昨[天晚]|刚才?)(?:[那的]|)[发寄投](?:的|过|错)"
    r"|(?:照片|图片|表格|数据|名单)(?:明[天早]|稍后|随后|另|后[面天补]|没[来拍]|忘|还没)|第[一二三四五六末]段(?!时间)|作废|(?:是|由).{1,12}写的，我"
)
"""What is said of a piece as a thing that was sent."""


def is_aside(lines: Sequence[Paragraph], texts: Sequence[str], at: int, names: Names) -> bool:
    """Whether a short sentence speaks to the desk, and a blank line parts it from where the news begins."""
    text = texts[at]
    below = [n for n in range(at + 1, len(texts)) if texts[n]][:2]
    if not below or not lines[below[0]].gap or len(text) > SHORT:
        return False
    if not (closed(text) or text.endswith(_ENDS)) or re.search(f"[“”《》]|{MEASURE}", text):
        return False
    said = _ADDRESSED.search(text) or _OF_SENDING.search(text)
    return said is not None and any(_begins_news(texts[n], names) for n in below)


def _begins_news(text: str, names: Names) -> bool:
    return opens_with_time(text) or names.opens_with_actor(text)
