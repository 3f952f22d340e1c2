"""Whose portrait it is: a person of the title, of the first sentence, of the text as a whole; or a team.

The writer's own name in the by-line counts only where the text speaks of the same person.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from classify.persons import is_personal_name
from intake import surnames

if TYPE_CHECKING:
    from compose.model import Candidate
    from compose.subject import Subject

_NAME = (
    rf"(?:(?:{'|'.join(surnames.COMPOUND)})[\u4e00-\u9fff]{{1,2}}"
    rf"|[{surnames.SINGLE}][\u4e00-\u9fff]{{1,2}})"
)
_NO_NAME = re.compile(
    r"公司|车间|党支|支部|党委|氧化|电解|生产|安全|技术|中心|集团|高质|高级|高效|成本|成效|时代|时光|项目|通过|全国|全力|全面|全员|国家|国企"
    r"|平凡|平均|山东|山西|广西|广东"
    r"|云铝|云南|中铝|金属|党员|党建|先进|连续|强化|应急|方案|管理|严格|解决|经过|经营|万吨|和谐|有色"
    r"|白云|江苏|江西|石油|华昇|华磊|富有|终于|都是|关键|关于|明显|后勤|向着|向上|从事"
    r"|从业|文化|任职|任务|武术|代表|师傅|于是|成为|成立"
    r"|成功|常年|常说|常常|时刻|时常|季度|工匠|路上|水平|安心|计划|温暖"
    r"|空间|空压|广大|劳动|劳模|能源|检修|储运|储备|热电|余热|满意|章程|双向|双碳|宣传|封面|宣讲|贡献"
)
_TITLE_NAMES = (
    re.compile(
        rf"(?:记|——|—|--|｜|\||：|:|\s|[”」》’]|劳动模范|劳模|标兵|工匠|个人|党员|工作者"
        rf"|主任|厂长|经理|班长|书记|[员师长工手])(?P<name>{_NAME})"
        r"(?:同志)?(?:的)?(?:先进)?(?:事迹)?(?:材料|简介|介绍)?$"
    ),
    re.compile(
        rf"^(?:[^，。]{{0,20}}?)(?P<name>{_NAME})(?:同志)?(?:的)?(?:先进)?(?:个人)?(?:事迹|简介|介绍|风采)"
    ),
    re.compile(rf"^(?P<name>{_NAME})(?:[：:，,—｜|\-\s]|$)"),
)
_TEXT_NAMES = (
    re.compile(
        r"^(?P<name>[\u4e00-\u9fff]{2,4})，(?:[男女]|[\u4e00-\u9fff]{1,3}族|\d{4}年|现年|现任|中共党员|共产党员)"
    ),
    re.compile(rf"^(?:他|她)?(?:叫|名叫)?(?P<name>{_NAME})(?:同志)?(?=[，,。：:（(]|是|，)"),
    re.compile(rf"^[^。]{{0,60}}?(?P<name>{_NAME})(?=同志)"),
    re.compile(
        rf"^[^，。]{{2,40}}?(?:主任|厂长|经理|班长|书记|组长|队长|部长|科长|工程师|技师|员工|职工|员|工|长|师|手)"
        rf"(?P<name>{_NAME})(?=[，,。]|自|在|从|始终|多年|坚持|带领|立足|就)"
    ),
)
_TEAM = re.compile(r"集体|组织|团队|党支部|党总支|班组|车间|中心|青年文明号|班$|队$")
_TEAM_NAME = re.compile(
    r"[\u4e00-\u9fff0-9“”]{1,24}?(?:中心|车间|党支部|党总支|支部|班组|作业区|工段|工区|[厂矿部室科站队班组所]|作业[一二三四五六七八九十\d]{1,2}区|[一二三四五六七八九十\d]{1,2}[区班组])"
    r"(?=[，,。：:；;、始坚以紧围在自现成是共有\s“—]|先进|事迹|荣|获|$)"
)
_PERSONS = re.compile(r"劳动模范|劳模|标兵|工匠|个人|党员|党务|工作者|能手|人物|榜样|青年(?!文明号)")
"""A group or a title that is about people, not teams."""
_PORTRAYS = re.compile(r"记|事迹|模范|劳模|标兵|工匠|风采")
_LABEL_LINE = re.compile(r"^[ \t\u3000]*(?:【[^】\n]{1,12}】|[^\n。，]{1,12}[：:])[ \t]*$", re.MULTILINE)
_POINTERS = tuple("他她我该这那全各本其")
_FULL = 3
"""Characters of a name that is looked for in a text; two of them make too many words."""
_TRIED = 12


def who(candidate: Candidate, subject: Subject) -> str:
    """The person's name or the team's (without the unit's name); empty where the text does not say."""
    title = (candidate.title or "").strip()
    body = _LABEL_LINE.sub("", candidate.text).lstrip()
    start = _without_unit(body[:120], subject)
    team = _TEAM.search(candidate.group or "") or re.search(r"集体|团队", title)
    if not team:
        name = _person(title, start, candidate.text)
        if name:
            return name
        author = candidate.contributor or ""
        if author and candidate.text.count(author) > 1:
            return author
        name = _often(candidate.text, author) if _PERSONS.search(f"{candidate.group} {title}") else ""
        if name:
            return name
    return _team(candidate, title, start, subject)


def _often(text: str, author: str) -> str:
    """The full name that the text says most often, twice at least, as the subject of a sentence once."""
    found = Counter(
        match[1]
        for match in re.finditer(rf"(?=({_NAME}))", text)
        if len(match[1]) == _FULL and match[1] != author
    )
    for name, count in found.most_common(_TRIED):
        acts = re.search(rf"(?:^|[。，！？”\n的叫])\s*{name}(?:同志)?(?=[\u4e00-\u9fff，])", text)
        if count > 1 and acts and is_personal_name(name) and not _NO_NAME.search(name):
            return name
    return ""


def _without_unit(words: str, subject: Subject) -> str:
    own = next((name for name in subject.names if words.startswith(name)), "")
    return words[len(own) :]


def _person(title: str, start: str, text: str) -> str:
    for words, patterns in ((title, _TITLE_NAMES), (start, _TEXT_NAMES)):
        for pattern in patterns:
            match = pattern.search(words)
            told = words is title and _PORTRAYS.search(title) is not None
            name = _certain(match["name"], text, told=told) if match else ""
            if name:
                return name
    return ""


def _certain(name: str, text: str, *, told: bool) -> str:
    """The name, one character shorter where the text uses the short form; empty where it is a word.

    `told`: the title says that it portrays somebody, so that the text need not name him.
    """
    if told and name[:2] not in text:
        return name if is_personal_name(name) and not _NO_NAME.search(name) else ""
    if _NO_NAME.search(name) or name[:2] not in text:
        return ""
    if len(name) == 3 and text.count(name) < text.count(name[:2]) and text.count(name) < 2:
        return name[:2] if not _NO_NAME.search(name[:2]) else ""
    return name


def _team(candidate: Candidate, title: str, start: str, subject: Subject) -> str:
    known = (candidate.subunit or "").removeprefix(subject.name)
    for words in (start, _without_unit(title, subject)):
        match = _TEAM_NAME.match(words)
        if match and match.group().startswith(known) and not match.group().startswith(_POINTERS):
            return match.group()
    return known if known in candidate.text or known in title else subject.chain
