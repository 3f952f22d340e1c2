"""Which medium an excerpt was taken from: by-lines, source lines, datelines, and names as printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_KNOWN: Final = {
    "人民日报海外版": "人民日报海外版",
    "人民日报": "人民日报",
    "新华社": "新华社",
    "新华每日电讯": "新华每日电讯",
    "央视新闻": "央视新闻",
    "央视网": "央视网",
    "央广网": "央广网",
    "新华网": "新华网",
    "人民网": "人民网",
    "求是网": "求是网",
    "光明日报": "光明日报",
    "经济日报": "经济日报",
    "工人日报": "工人日报",
    "学习强国": "“学习强国”学习平台",
    "求是": "求是",
    "新闻联播": "央视新闻",
    "中央电视台": "央视新闻",
}
"""Names whose editions, apps and authors are left out: 人民日报客户端, 新华社评论员."""

_ANY: Final = (
    r"[\u4e00-\u9fffA-Za-z·]{0,12}?(?:日报|晚报|时报|早报|周报|工人报|青年报|科技报|金属报|矿业报|冶金报|监察报|纪检监察报|军报"
    r"|新闻网|新闻社|通讯社|法[制治]网|光明网|环球网|经济网|中国网|广播网|杂志|电视台|时评网|党建网|文明网|国资小新|在线|周刊)"
)
NAME: Final = rf"[《“]?(?:{'|'.join(_KNOWN)}|{_ANY})[》”]?"
"""A medium as it is written, with its quotes or title marks."""

_BEHIND: Final = (
    r"(?:海外版|客户端|微信公众号|公众号|官方微博|微博|官网|网站|APP|学习平台|平台|杂志|理论版|要闻版"
    r"|特约评论员文章|特约评论员|评论员文章|本报评论员|评论员|评论文章|评论|社论|时评|文章|报道|记者|电|讯|头版|刊文)*"
)
_DAY: Final = r"(?:\d{4}\s*[年./-]\s*)?\d{1,2}\s*[月./-]\s*\d{1,2}\s*日?"
_CLOCK: Final = r"\d{1,2}[:：]\d{2}(?:[:：]\d{2})?"
_ISSUE: Final = r"\d{4}年(?:第\d+期)?|第?\s*\d{1,2}\s*版"
_EDITION: Final = rf"(?:[\s,，|/]*(?:[（(]\s*)?(?:{_DAY}|{_CLOCK}|{_ISSUE})(?:\s*[）)])?)*"
_LABELS: Final = (
    r"(?:(?:文章|稿件|信息|内容|图文|资料)?(?:来源|出处)|稿源|原载|原刊|转自|转载自|转载|摘自|摘编自"
    r"|摘录自|选自|节选自|源自|据)"
)
_WIDE: Final = (
    rf"(?:{NAME}|[《“]?(?!公司|集团|厂|本|我|内)[\u4e00-\u9fff]{{2,10}}(?<!内)(?<!公司)[网报社][》”]?)"
)
"""What may only be a medium where a label says so: 转自：共产党员网."""
_LABELLED: Final = re.compile(
    rf"(?:^|(?<=[\s（(【\[。！？”|]))(?:{_LABELS})\s*[:：于|｜丨]?\s*(?P<name>{_WIDE})"
)
_ALONE: Final = re.compile(
    rf"[（(【\[—\-–\s]*(?:{_DAY}\s*)?(?P<name>{NAME}){_BEHIND}{_EDITION}"
    rf"(?:\s*(?:作者|记者|评论员|特约评论员)?\s*[:：]?\s*[\u4e00-\u9fff·、 ]{{2,12}})?\s*[）)】\]]?"
)
_BRACKET: Final = re.compile(
    rf"[（(【\[]\s*(?:(?:{_LABELS})\s*[:：]?\s*(?P<told>{_WIDE})|(?P<name>{NAME})){_BEHIND}{_EDITION}"
    r"(?:[\s，,;；|/]*(?:作者|记者|评论员|责编|编辑)[^（）()。]{0,24})?\s*[）)】\]]\s*$"
)
DATELINE: Final = re.compile(
    rf"[（(]?(?:据\s*)?(?P<name>{NAME})[\u4e00-\u9fff/·]{{0,10}}?\s*\d{{1,2}}\s*月\s*\d{{1,2}}\s*日\s*(?:电|讯|消息)[）)]?\s*[:：，,]?\s*"
    r"(?:[（(][^（）()]{0,30}记者[^（）()]{0,30}[）)]|记者\s*(?:[\u4e00-\u9fff]{2,4}[、 ]){1,4})?\s*[:：]?\s*"
)
"""新华社北京5月1日电（记者张三）: what opens a paragraph of an agency."""

_OWN: Final = re.compile(
    rf"(?P<name>{NAME}|.{{1,16}}(?:报|网|社|新闻|杂志|客户端|电视台|广播|频道)){_BEHIND}"
)
_ENDS: Final = 5
"""Lines from the head and from the tail in which a source is looked for."""
_LONGEST: Final = 90


def medium(text: str, byline: str = "") -> str | None:
    """The medium as printed: of the by-line, else of the lines at head and tail that say where from."""
    named = _OWN.fullmatch(byline.strip()) or _LABELLED.match(byline.strip())
    if named:
        return printed(named["name"])
    for line in _lines(text):
        found = _of_line(line)
        if found:
            return found
    return None


def _lines(text: str) -> Iterator[str]:
    """The last lines, the last first, then the first ones."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    yield from reversed(lines[-_ENDS:])
    yield from lines[: min(_ENDS, max(0, len(lines) - _ENDS))]


def _of_line(line: str) -> str | None:
    end = line[-_LONGEST:]
    found = DATELINE.match(line) or _BRACKET.search(end)
    if found is None and len(line) <= _LONGEST:
        found = _ALONE.fullmatch(line)
        found = found or (None if line[-1] in "。！？；" else _LABELLED.search(line))
    elif found is None:
        found = _tail(end)
    return printed(_name(found)) if found else None


def _name(found: re.Match[str]) -> str:
    groups = found.groupdict()
    return str(groups["name"] or groups.get("told"))


def _tail(end: str) -> re.Match[str] | None:
    """A source behind the last sentence of a long line: ……。来源：光明网."""
    behind = re.split(r"[。！？”]", end)[-1]
    return _LABELLED.match(behind.strip()) if behind.strip() else None


def printed(name: str) -> str:
    """The name as the bulletin prints it: 央视新闻客户端 and CCTV's evening news are 央视新闻."""
    bare = name.strip("《》“”")
    return next((known for start, known in _KNOWN.items() if bare.startswith(start)), bare)


def is_source(line: str) -> bool:
    """Whether a whole line does nothing but name a medium, with its date and its author."""
    return len(line) <= _LONGEST and _ALONE.fullmatch(line.strip()) is not None


def without_source(paragraph: str) -> str:
    """A paragraph without the bracket or the words behind its last sentence that say where it is from."""
    end = _BRACKET.search(paragraph, max(0, len(paragraph) - _LONGEST))
    if end:
        return paragraph[: end.start()]
    behind = re.split(r"[。！？”]", paragraph[-_LONGEST:])[-1]
    if behind.strip() and len(behind) < len(paragraph) and _LABELLED.match(behind.strip()):
        return paragraph[: len(paragraph) - len(behind)]
    return paragraph
