"""What title, subject, file name or first lines say that a piece is: 某某事迹材料, 学习心得, 2021年先进集体.

Such words name a kind only where they stand as a label, at the end of their line or before a name; in the
news of an event they are its matter （心得交流会, 劳模报告会）.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Final

from classify.letters import HAN
from classify.model import Column, Cues, Scope
from classify.persons import is_personal_name
from classify.rules import AROUND, LEAD, Hit
from intake.headings import ORGAN

SIGNED: Final = "署名："
"""How the line of `Cues.around` begins that names who signs a piece."""

HONOURED: Final = 6.0
"""Weight of an honour that labels a piece: who holds it is portrayed, however much he produces."""

BIOGRAPHY: Final = 2.5
"""Weight of an opening that says who somebody is: 张三，男，1976年出生，现任…."""

OWN: Final = 1.6
"""How much more a title says of a piece that somebody signs, or tells in the first person."""

FOREIGN: Final = 2.0
"""What it weighs against a column of excerpts that somebody of a unit signs the piece."""

_VOICE: Final = 1000
"""Characters in which somebody speaks of himself."""
_I: Final = re.compile(r"我(?![们国党市省厂司矿区院部公军方])|本人|(?<![靠各])自己")
_QUOTED: Final = re.compile(r"“[^”]*”")

_LONGEST_LINE: Final = 60
"""Characters of a line that can be a label."""
_LONGEST_HEADLINE: Final = 200
"""Characters of a line beyond which it is text, however it is set apart."""
_FIRST_LINES: Final = 2
"""Lines of a body that may still be its headings."""

_EXTENSION: Final = re.compile(r"\.[A-Za-z]{2,5}$")
_SENT: Final = re.compile(
    r"^[\s【\[（(]*(?:(?:投稿|来稿|供稿|稿件|附件\d*|报送|上报|推荐|呈报|代?转发?|更正|补发|重发|Fwd?|Re|回复|答复)[】\]）)]?\s*[:：\-—]?\s*|\d{1,3}[.、．]\s*)+"
)
_PARTS: Final = re.compile(r"[\s：:，,|/_]+|[-—–]{1,2}|[《》“”【】（）()\[\]]")
_KIND_WORDS: Final = (
    r"(?:(?:先进|典型|优秀|主要|个人|集体)*(?:事迹|材料|简介|简历|介绍|风采|报告|汇报|体会|感悟|感想|随笔)|文章|作品|稿件?|征文|一文|系列"
    r"|(?:修改|最新|最终|定|终|更正)[稿版]?|[（(]?[一二三四五六七八九十两\d]+[）)]?[篇则份人]?)"
)
_REST: Final = re.compile(rf"{_KIND_WORDS}*")
_MATTER: Final = re.compile(
    r"(?:撰写|写[下出]|交流|分享|畅谈|讲述|汇报|提交|征集|晒出?|聆?听取?|观看|领略|感受|宣传|传颂)[^，。：:\s]{0,10}$"
)
"""What makes a kind that follows the matter of an event: 党员交流学习|心得."""
_STUDIED: Final = re.compile(r"学习[^，。\s]{0,10}$")
_EVENT: Final = re.compile(
    r"表彰|颁奖|领奖|喜报|祝贺|载誉|出席|参加|评选|选树|命名|公[布示]|揭晓|名单|展[播览演]|报告会|座谈|宣讲|巡讲|慰问|看望|走访|号召|倡议|通知|仪式|大会|会议|活动|启动|召开|举[办行]|获(?![得奖]者)|当选|受到|精神|学习|向.{2,20}看齐"
)
"""What an honour is the occasion of, in news."""


def kinds(columns: Iterable[Column], cues: Cues) -> Iterator[Hit]:
    """Yield what says which kind of piece this is; of several labels for one column the weightiest.

    What somebody of a unit signs speaks against the columns of excerpts.
    """
    own, signed = lines(cues.title), SIGNED in cues.around
    around = [line for line in lines(cues.around) if line not in own and not line.startswith(SIGNED)]
    share = OWN if signed or _I.search(_QUOTED.sub("", cues.text[:_VOICE])) else 1.0
    for column in columns:
        found = [*_titled(column, own, share), *_titled(column, around, 0.5), *_honoured(column, cues)]
        if found:
            yield max(found, key=lambda hit: hit.weight)
        if column.excerpts and signed:
            yield Hit(column.name, None, -FOREIGN, "")


def lines(words: str | None) -> list[str]:
    """The lines of what names an item, without file extensions and what says that something is sent."""
    bare = (_SENT.sub("", _EXTENSION.sub("", line.strip())).strip() for line in (words or "").split("\n"))
    return [line for line in bare if line]


def label(line: str, pattern: str) -> str | None:
    """Return the words of a line that name its kind by a pattern, None where it does not do so."""
    for match in re.finditer(pattern, line) if len(line) <= _LONGEST_LINE else ():
        before = line[: match.start()]
        matter = _MATTER.search(before) or ("事迹" in match[0] and _STUDIED.search(before))
        if match[0] and not matter and _ends(line, match.end(), pattern):
            return match[0]
    return None


def _ends(line: str, at: int, pattern: str) -> bool:
    """Whether nothing follows but more words of a kind, or a name that is set apart."""
    while more := re.compile(pattern).match(line, at) or re.compile(_KIND_WORDS).match(line, at):
        if not more[0]:
            break
        at = more.end()
    rest = line[at:]
    return not rest or _PARTS.match(rest) is not None or is_personal_name(rest)


def _titled(column: Column, named: Sequence[str], share: float) -> Iterator[Hit]:
    """The rules for titles that find a label, in full: what somebody calls his piece fades before no example.

    What one says in his own name, or signs, is his own.
    """
    for rule in column.rules:
        if rule.scope is Scope.TITLE and rule.weight > 0:
            found = next((words for line in named if (words := label(line, rule.pattern))), None)
            if found:
                yield Hit(column.name, rule.group, rule.weight * share, found[:20])


# --- honours -------------------------------------------------------------------------------------

_GIVEN: Final = re.compile(r"\d{4}年|集团|股份|公司|全国|中央|[省市区]")
"""What makes an honour an official one: its year, or who gave it."""
_BEFORE: Final = re.compile(r"(?:^|[\s：:，,|/_\-—–《“【（(\[]|记|报送|上报|推荐)$")
_UNIT_BEFORE: Final = re.compile(rf"[{HAN}]{{2,14}}")
"""What may stand before an honour with its year: 山西新材料|2021年集团劳动模范."""
_OFFICIAL: Final = re.compile(
    rf"(?:(?:中国铝业|中铝)?(?:股份公司|集团公司|集团|股份|公司)|\d{{4}}年|全国|中央企业|[{HAN}]{{2,3}}[省市]|[{HAN}]{{2}}自治区).*"
)
_WORDS_BEFORE: Final = re.compile(
    r".*[是的向对记为当和与及等我](?=.{2})|^(?:学习|宣传|弘扬|争创|选树|评选|表彰|命名|推荐|报送)+"
)
_BORN: Final = re.compile(
    rf"\s*(?P<who>[{HAN}]{{2,4}})(?:同志)?[，,](?:现年\d+岁[，,])?(?:男|女)[，,][^。\n]{{0,80}}?(?:出生|生于|生[，,]|党员|岁|学历|文化|入党|现任|参加工作)"
)
_HOLDING: Final = re.compile(r"^(?:获得者|获奖者|称号)")
_HOLDER: Final = re.compile(
    rf"(?P<name>[{HAN}]{{2,4}})(?:同志)?(?:先进|典型|主要)?(?:事迹|材料|简介|$|[，,。\s（(_\-—–])"
)
_BODY: Final = re.compile(
    rf"(?P<body>[{HAN}A-Za-z\d]{{2,24}}?{ORGAN})(?:先进|典型|主要)?(?:事迹|材料|简介|$|[，,。\s（(_\-—–])"
)


def _honoured(column: Column, cues: Cues) -> Iterator[Hit]:
    if column.group_pattern is None:
        return
    own = next(filter(None, (honour(line, column.group_pattern) for line in _heads(cues))), None)
    around = next(filter(None, (honour(line, column.group_pattern) for line in lines(cues.around))), None)
    if own or around:
        yield Hit(column.name, None, HONOURED if own else AROUND, (own or around or "")[:20])
    elif born := _BORN.match(cues.text):
        yield Hit(column.name, None, BIOGRAPHY, born[0][:20])


def _heads(cues: Cues) -> list[str]:
    """The lines that head an item: those that name it, the first of its body, its first clause."""
    body = cues.text.lstrip()
    first = [line for line in body.split("\n") if line.strip()][:_FIRST_LINES]
    heads = [line for line in lines("\n".join(first)) if len(line) < _LONGEST_LINE]
    return [*lines(cues.title), *heads, re.split("[，。\n]", body, maxsplit=1)[0][:_LONGEST_LINE]]


def honour(line: str, pattern: str) -> str | None:
    """Return the honour that labels a line （2021年先进集体——某厂）, None where it is the matter of news."""
    if len(line) > _LONGEST_HEADLINE or _EVENT.search(line):
        return None
    for match in re.finditer(pattern, line):
        words = official(match[0], pattern)
        before = line[: match.end() - len(words)]
        free = _BEFORE.search(before) or (words[0].isdigit() and _UNIT_BEFORE.fullmatch(before))
        if free and _labels(words, line[match.end() :]):
            return words
    return None


def _labels(words: str, rest: str) -> bool:
    """Whether what follows makes an honour a label: a holder, its kind; of an official one nothing."""
    bare = _HOLDING.sub("", rest).lstrip(" \u3000：:—–-_|》”】）)]·，,")
    holder = _HOLDER.match(bare)
    if (holder and is_personal_name(holder["name"])) or _BODY.match(bare):
        return True
    kind = _REST.match(bare)
    told = bool(kind and kind[0]) and _ends(bare, 0, _KIND_WORDS)
    return told or (_GIVEN.search(words) is not None and (not bare or bare != rest))


def official(words: str, pattern: str) -> str:
    """An honour from its year or its giver on: 报送|集团劳动模范; of one without them the bare words."""
    found = _OFFICIAL.search(words)
    bare = found[0] if found else _WORDS_BEFORE.sub("", words)
    return bare if re.fullmatch(pattern, bare) else words


def named_group(column: Column, cues: Cues) -> str | None:
    """Return the group that an item names: in the heading above it, in what names it, or in its lead.

    The most official form counts, with its year; the lead may only complete what a title says in short,
    for it tells of other honours too.
    """
    if column.group_pattern is None:
        return None
    pattern, heads = column.group_pattern, _heads(cues)
    named = partial(_honours, pattern)
    labels = [one for line in (*heads, *lines(cues.around)) if (one := honour(line, pattern))]
    told = named(cues.group or "") or labels or named(cues.title or "") or named(cues.around)
    lead = named(cues.text[:LEAD])
    if not told:
        return _fullest(lead)
    best = max(told, key=_rank)
    return max([best, *(one for one in lead if one.endswith(best))], key=_rank)


def _honours(pattern: str, words: str) -> list[str]:
    return [official(match[0], pattern) for match in re.finditer(pattern, words)]


def _rank(honour: str) -> tuple[bool, int]:
    """By how official an honour is: with its year, then with all who gave it."""
    return re.search(r"\d{4}年", honour) is not None, len(honour)


def _fullest(honours: list[str]) -> str | None:
    return max(honours, key=_rank, default=None)
