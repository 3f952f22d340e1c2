"""How a portrait opens, `单位+姓名。`, and where its sentences name the hero once more."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from compose.hero import who

if TYPE_CHECKING:
    from compose.model import Candidate
    from compose.sentences import Stretch
    from compose.subject import Subject

_EDGE = " \t\u3000。：:；;，,"
_TIME = (
    r"(?:(?:\d{4}年)?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:初|底|中|春节|元月|夏天|冬天|以来|年初|年底)?[，,]?"
    r"|(?:疫情期间|近年来|这些年来?|几年来|多年来|工作中|今年|去年|同时|期间|此外|\d{4}年[^，。]{0,14}|(?:针对|面对|围绕)[^，。]{2,30})[，,])"
)
"""What stands before the subject of a sentence."""
_ACTS = r"(?!自己)(?![的们所是说常总家叫，。、和与及也又一有身心年今,.道笑问想走站看田还却便就])"
_OWNS = r"(?![^，。“《]{2,5}的[“《\u4e00-\u9fff])"
"""Not where it is his: 他牵头的工作室."""
_TEAM_ACTS = (
    r"(?:全年)?(?=坚持|推行|开展|完成|实施|狠抓|组织|建立|通过|采取|以“|从|对|将|围绕|积极|先后|现有|共有|承担|负责|累计"
    r"|制定|实行|推进|强化|投入|利用|加强|深入|自主|主动|紧盯|抓|创新|优化|大力|严格|成立|每|全面|全力|落实|始终)"
)
_IS = r"(?=现有|共有|地处|位于|担负|承担|成立|下设|管理)"
_TEAM_ENDS = tuple("厂部室站队班所区心间组段支团")
_TEAM_WORDS = (
    "作业区",
    "工区",
    "车间",
    "中心",
    "班组",
    "工段",
    "项目部",
    "党支部",
    "支部",
    "团队",
    "班",
    "队",
)


def lead_of(
    candidate: Candidate, found: tuple[Stretch, ...], subject: Subject
) -> tuple[str, tuple[Stretch, ...]]:
    """`单位+姓名。`, and the sentences without one that said just that."""
    text = candidate.text
    first = found[0].of(text).strip(_EDGE) if found else ""
    if len(found) > 1 and len(first) <= 30 and first.startswith(subject.names) and subject.names:
        own = max((name for name in subject.names if first.startswith(name)), key=len)
        if first != own and not re.search(r"[，,了]|是一|共有|荣获|获得", first):
            rest = re.sub(r"\s+", "", first[len(own) :])
            return f"{subject.name}{rest}。", found[1:]
    name = who(candidate, subject)
    return (f"{subject.name}{name}。" if name else ""), found


def naming(lead: str, subject: Subject) -> re.Pattern[str] | None:
    """What names the hero of the lead at the head of a sentence."""
    name = lead.rstrip("。").removeprefix(subject.name)
    if not name:
        return None
    full = "|".join(re.escape(own + name) for own in subject.names)
    whole = f"{full}|{re.escape(name)}"
    full = rf"(?:{full})(?:同志)?[，,：:]?(?![的们等和、])"
    if name.endswith(_TEAM_ENDS):
        own = "|".join(word for word in _TEAM_WORDS if word[-1] == name[-1] or word == name[-1:] + "组")
        short = f"(?:{whole}|{own or re.escape(name)})"
        return re.compile(
            rf"(?P<time>{_TIME})?(?P<name>{full}|(?:{short}){_TEAM_ACTS}|(?:{whole})[，,]?{_IS})"
        )
    return re.compile(
        rf"(?P<time>{_TIME})?(?P<name>{full}|(?:[他她]|该同志|(?:{whole})(?:同志)?){_ACTS}{_OWNS})"
    )
