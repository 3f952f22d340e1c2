"""Organisations that are not registered and name themselves: 西南铝业, 中州大学, 中铝国际.

They are looked for only where who writes or acts is named: at the begin of a clause or of a line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from classify.chains import chain_at, levels, span_at
from classify.letters import HAN, clause_starts
from classify.lexicon import (
    GROUP_BRANDS,
    GROUP_ITSELF,
    INDUSTRIES,
    INSTITUTIONS,
    NATIONAL,
    PARENTS,
    PLACES,
    SHOPS,
    TRADES,
    WORKS_IN_SHORT,
)

_SMALL: Final = (
    "[与和及、的了到赴在把将为是对向从由被给让使等也都就以这那各每该本我你他她您某两几其]|有(?!色|限)|推动|促进|坚持|聚焦|做强|做优|绿色|现代|智慧|清洁|全国|邀请|举办|召开|组织|联合|走进|携手|开展|推进"
    "|加强|完成|实现|公司|打造|建设|助力|服务|党|工会|团委|支部|职工|员工|青年|近日|日前|今年|[一二三四五六七八九十]个"
)
_SIGN: Final = rf"(?:(?!{_SMALL})[{HAN}A-Za-z])"
_CORPORATE: Final = (
    r"(?:[（(][^（）()]{2,6}[）)]|集团)?"
    r"(?:(?:股份|控股|投资)?有限(?:责任)?公司|集团(?:公司)?|股份(?:公司)?(?!制)|总公司|公司)"
)
_HEAD: Final = rf"(?:{GROUP_BRANDS}|{NATIONAL}|{PLACES})"
_EDGE: Final = (
    rf"(?=$|[^{HAN}]|公司|集团|党|工会|团|职工|员工|青年|机关|纪委|项目|组织|开展|召开|举办|举行|完成|实现|荣获|与|和|在|的|把|将|也"
    rf"|首|赴|到|走进|邀请|推行|实施|推进|加强|坚持|成功|顺利|持续|聚焦|围绕|深化|积极|认真|来[访稿]|承接|承建|承办|承担|{SHOPS})"
)

_STRANGER: Final = re.compile(
    rf"(?!{GROUP_ITSELF})(?P<name>"
    rf"(?P<institution>{_SIGN}{{2,12}}?(?:{INSTITUTIONS}))(?![生子门])"
    rf"|(?P<brand>{_SIGN}{{2,7}}?(?:{INDUSTRIES}))(?:{_CORPORATE})?"
    rf"|(?P<trade>{_HEAD}{_SIGN}{{0,6}}?(?:{TRADES}))(?:{_CORPORATE}|{_EDGE})"
    rf"|(?P<company>{_SIGN}{{2,14}}?)(?:[（(][^（）()]{{2,6}}[）)]|集团)?(?:(?:股份)?有限(?:责任)?公司|集团公司|总公司|集团)"
    rf"|(?P<branch>(?:中铝|中国铝业|中铝股份)?(?:{PLACES})分公司)"
    rf"|(?P<steel>{WORKS_IN_SHORT}){_EDGE}"
    rf"|(?P<short>(?:{GROUP_BRANDS}){_SIGN}{{2,3}}?){_EDGE}"
    rf"|(?P<firm>{_SIGN}{{4,8}}?|(?:{PLACES}){_SIGN}{{2,6}}?)公司"
    r")"
)
_PARENTS: Final = re.compile(PARENTS)
_VISITS: Final = re.compile(r"[^，。；！？\n]{0,20}(?:一行|[来到赴]|莅临|走进|深入|督导|检查|调研|慰问)")
"""What makes a department the guest of whoever writes."""
_WEAK: Final = frozenset({"institution", "firm"})
"""Authorities, schools and the like also act as guests, in the news of whom they visit."""

_OPENER: Final = re.compile(
    r"\s*(?:[一二三四五六七八九十\d]{1,3}[、.．]\s*|[（(【\[“《<〖「●■◆★▲▶〇○•*—–-]+\s*|本报讯\s*|图为\s*|来自\s*"
    r"|(?:投稿|代[发投报转]|转(?![炉化运型移])发?)[:：]?\s*|报送\s*"
    r"|(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?(?:[至—～~-]\d{1,2}日)?(?:上午|下午|晚|底|初|中旬|上旬|下旬)?[，,]?"
    r"|近日|日前|近期|连日来|今年以来|今年|上半年|[一二三四]季度|近年来|由(?=[^，。]{2,20}(?:主办|承办|承建|总承包)))*"
)


@dataclass(frozen=True, slots=True)
class Stranger:
    """An organisation named in a text; `name` is without 有限公司; a `weak` one may be a guest."""

    name: str
    start: int
    end: int
    weak: bool = False


def strangers(text: str, limit: int = 300) -> list[Stranger]:
    """Find the unregistered organisations that the clauses of a text begin with, in order."""
    text = text[:limit]
    return _each(text, clause_starts(text))


def words(text: str) -> list[Stranger]:
    """Find them at the begin of the words of a name, a signature or a by-line."""
    starts = [match.start() for match in re.finditer(r"[^\s，,、；;：:（）()【】/|]+", text[:300])]
    return _each(text, starts)


def _each(text: str, starts: list[int]) -> list[Stranger]:
    found: list[Stranger] = []
    for start in starts:
        one = _at(text, start) if not found or start >= found[-1].end else None
        if one and (not found or one.start >= found[-1].end):
            found.append(one)
    return found


def _at(text: str, start: int) -> Stranger | None:
    begin = opener(text, start)
    if end := _department_end(text, begin):
        return Stranger(text[begin:end], begin, end, _VISITS.match(text, end) is not None)
    found = _STRANGER.match(text, begin)
    if found is None:
        return None
    kind = next(kind for kind, value in found.groupdict().items() if value and kind != "name")
    name = found["name"] if kind == "firm" else found[kind]
    return Stranger(name, found.start(), found.end("name"), kind in _WEAK)


def _department_end(text: str, begin: int) -> int:
    """Where a department of the parent company ends that stands there, else 0."""
    parent = _PARENTS.match(text, begin)
    start, end = span_at(text, parent.end()) if parent else (0, 0)
    return end if is_department(text[start:end]) else 0


def is_department(name: str) -> bool:
    """Whether a name is that of a department at the head of a company, whosesoever: 财务部."""
    return name.endswith(("部", "办公室")) and len(levels(name)) == 1


def is_parents(name: str) -> bool:
    """Whether a stranger is a department of the parent company."""
    return _PARENTS.match(name) is not None and name.endswith(("部", "办公室"))


def opener(text: str, start: int) -> int:
    """Where a clause goes on behind numbers, brackets and the time it opens with."""
    found = _OPENER.match(text, start)
    return found.end() if found else start


_NO_ORGANISATION: Final = re.compile(
    "党|团|工会|支部|职工|员工|工人|干部|退休|通讯|记者|作者|作家|供稿|图|文|来源|编辑|媒|报|网|社|台|新闻|杂志|学习|转|摘|选|续|[区班队组段库处办人者]$"
)


_BRANCH: Final = re.compile(rf"(?:{PLACES})分公司")


def is_branch(name: str) -> bool:
    """Whether a name is that of a branch, whosesoever: 贵州分公司."""
    return _BRANCH.fullmatch(name) is not None


def is_foreign(name: str) -> bool:
    """Whether the words before a person's name in a by-line are an organisation, and no part of one."""
    plain = re.fullmatch(rf"[{HAN}]{{3,10}}", name) and not _NO_ORGANISATION.search(name)
    return bool(plain) and chain_at(name) is None


def same(one: str, other: str) -> bool:
    """Whether two names are of one organisation: one begins with the other, or draws it together （包钢）."""
    short, long = sorted((one, other), key=len)
    if long.startswith(short) or (is_department(short) and long.endswith(short)):
        return True
    letters = iter(long)
    return len(short) <= 3 and short[0] == long[0] and all(sign in letters for sign in short)


def shortened(name: str) -> str:
    """What stands for a long name in short: 贵州华锦铝业 -> 贵州华锦."""
    return re.sub(rf"(?:{INDUSTRIES}|{TRADES})$", "", name)
