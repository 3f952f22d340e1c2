"""What stands before the news in a sentence: by-lines, days, links, periods, who told the writer."""

from __future__ import annotations

import re

from compose.sentences import Stretch, stripped

_CLOCK = (
    r"(?:上午|下午|晚上|晚间|晚|凌晨|清晨|中午|傍晚|早上|早晨)?"
    r"(?:(?:\d{1,2}|零)(?:[:：]\d{2}|[时点](?:\d{1,2}分|许|整|半)?))?许?"
)
_TO = r"[—–\-－~～至到]{1,2}"
_DAY = (
    rf"(?:\d{{4}}年)?\d{{1,2}}月\d{{1,2}}日?"
    rf"(?:{_TO}(?:\d{{1,2}}月)?\d{{1,2}}日)?(?:（[^（）]{{1,6}}）)?{_CLOCK}"
)
_NEWS = (
    rf"(?:当[天日晚]|次日){_CLOCK}|这(?:也|既)?是(?=[\u4e00-\u9fff]{{2,12}}(?:首次|第一次|历史上))|近日|日前|近期|近来|最近|连日来|近段时间|近年来|一直以来|长期以来"
    "|今天|今日|昨日|昨天|此前|目前|当前|截至目前|截止目前"
)
_LINKS = (
    "据悉|据了解|据介绍|据统计|据测算|据初步统计|了解到|此外|另外|同时|与此同时|其中|随后|接着|接下来|首先|其次|再次|最后|最终"
    "|为此|对此|因此|于是|期间|其间|活动中|会上|会议上|会后|会前|现场|座谈中|活动现场|活动当天|活动期间"
)
_BYLINE = (
    r"(?:本网讯|本报讯|本刊讯|[\u4e00-\u9fff]{0,6}讯(?=[ \u3000：:（(])"
    r"|[（(【](?:通讯员|记者|本网|本报|撰稿|供稿)[^（）()【】]{0,40}[）)】]"
    r"|(?:通讯员|记者)[ \u3000][^，。]{2,8}?[ \u3000])"
)
_NUMBERING = (
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,2}[）)]"
    r"|\d{1,2}[.、．](?!\d)|[①-⑳•●◆■★▲➢📍])"
)
_OPENER = re.compile(
    rf"(?:{_BYLINE}|{_NUMBERING}"
    rf"|(?:在|于|自|从)?{_DAY}(?:起(?=[，,]))?(?=[，,：:\s]|[^\d年月日底末起]|$)|{_NEWS}"
    r"|\d{1,2}月(?:初|[上中下]旬|底|末|份)(?=[，,])"
    r"|(?:上午|下午|晚上|凌晨|清晨|中午|傍晚|早上)?\d{1,2}(?:[:：]\d{2}|[时点](?:\d{1,2}分|许|半)?)(?=[，,]|$)"
    r"|[一二三四五六七八九]是(?=\D)"
    rf"|(?:{_LINKS})(?=[，,：:]|$)|来自[^，。]{{2,30}}?的(?=\d))[ \u3000：:]*"
)
_PERIOD = re.compile(
    r"(?:(?:\d{4}年|今年|本年|去年)?(?:[一二三四1-4]季度|首季度?|上半年|下半年|全年|前[三3]季度)(?:以来)?"
    rf"|(?:\d{{4}}年|今年)?\d{{1,2}}(?:月)?(?:{_TO}\d{{1,2}})?月份?(?:以来)?(?![\d以份底初末中上下])"
    r"|截[至止](?:\d{4}年)?\d{1,2}月(?:\d{1,2}日|初|底|末|中旬|上旬|下旬)?"
    r"|(?:今年|\d{1,2}月|年初)以来|前[一二三四五六\d]{1,2}个?月|\d{4}年(?![度代底初末中前后间以投建成入底\d])|当月|本月)"
)
_TELLER = re.compile(
    r"(?:据|记者.{0,12}从|[^，“]{0,24}(?:书记|主任|厂长|经理|主席|部长|科长|所长|院长|矿长|班长|总监|负责人|工程师|技术员))"
    r"[^，“]{0,16}(?:介绍|获悉|了解到|告诉(?:记者|笔者))|从[^，“]{2,30}传来.{0,6}"
)
"""Who told the writer: 据该厂厂长李明介绍."""
_TOLD_BY = frozenset("，,：:")
_INNER_TIME = re.compile(rf"(?:于|在)?(?:{_DAY}|近日|日前|近期|当天|当日|今日)(?![，,底末以起])")


def opener_end(text: str, start: int, end: int) -> tuple[int, Stretch | None]:
    """Where the words begin after by-lines, days and links; a period that was passed is told."""
    period: Stretch | None = None
    while start < end:
        match = _OPENER.match(text, start, end)
        if match is not None and match.end() > start:
            start = match.end()
            continue
        match = _PERIOD.match(text, start, end)
        if match is None or period is not None:
            break
        period = Stretch(match.start(), match.end())
        start = match.end()
    left = stripped(text, start, end)
    return left.start, period


def is_teller(text: str, start: int, end: int, mark: str) -> bool:
    """Whether a clause only says who told the writer: 据该厂厂长李明介绍."""
    return mark in _TOLD_BY and bool(_TELLER.fullmatch(text, start, end))


def inner_time(text: str, start: int, end: int) -> int:
    """Where the words go on after a day that stands right behind the subject."""
    match = _INNER_TIME.match(text, start, end)
    return match.end() if match else start
