"""What a unit that a text names does there: it acts, or is only gone to, worked with, written for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Final, NamedTuple

from classify.letters import clause_before
from classify.names import Mention, Register
from classify.strangers import Stranger, strangers


class Role(StrEnum):
    """What somebody who is named does."""

    ACTS = "acts"
    JOINS = "joins"
    """Acts together with the first."""
    GUEST = "guest"
    """An authority or a school that acts: perhaps a guest of whoever writes."""
    PASSED = "passed"
    """The piece comes from it by way of another."""
    MENTIONED = "mentioned"


class Named(NamedTuple):
    """Somebody named in a text; `strange` says that he is not registered."""

    role: Role
    name: str
    found: str
    strange: bool


_MENTIONED_BY: Final = re.compile(
    r"(?:赴|到|走进|走访|回访|访问|探访|拜会|进驻|入驻|驻|与|和|及|同|邀请|来自|参观|参加|前往|调研|考察|拜访|慰问|督导|检查|学习|借鉴|对标|对接"
    r"|联合|携手|支援|帮助|协助|助力|服务|保障|供应|交付|承建|承接|承揽|深入|(?<!由)于|为|向|给|对|从|受|承担|[销发运]往|送[往达至]|运抵|抵达|感谢"
    r"|(?:兄弟|友邻|标杆)(?:单位|企业)|客户|用户|业主)(?:了|过|的)?[“《]?$"
)
"""What stands before a unit that is gone to, or worked with or for, but does not act."""

_MENTIONED_BEHIND: Final = re.compile(
    r"(?:(?:股份)?有限公司|公司|集团)?(?:的?(?:经验|做法|先进经验)|(?:专家|技术人员|同行|客人|客户)|来访|来信|(?:等|这些?)(?:兄弟|标杆|先进)"
    r"|发来(?:了)?(?:感谢信|贺信)|转来)"
)
"""What stands behind such a unit."""

_FORMER: Final = re.compile(r"(?:之前|以前|曾经?|当年|原先|早年|从前|过去)[^。！？]{0,30}$")
"""Where somebody once was."""

_LISTED: Final = re.compile(r"[^，。；：！？\n]*[、和与及]")
"""What stands between two units that are gone to."""

_AND: Final = re.compile(r"[^，。；：！？\n]{0,14}(?:与|和|、|及|同|携手|联合)")
"""What stands between two that act together, if the clause says so."""
_TOGETHER: Final = re.compile(
    r"联合|共建|共同|携手|签[署订约]|举[办行]|开展|揭牌|合作|结对|双方|两家|互[助访学]|联建|联谊|交流|座谈|对接"
)
_PASSED: Final = re.compile(
    r"(?:(?<![运旋扭])转(?![化变型换移产正动身岗炉])(?:发|来|自|载|报|投)?|代(?:发|投|报|转))[^，。；：]{0,4}$"
)
_PASSED_BEHIND: Final = re.compile(r"[^，。；：\n]{0,12}(?:来稿|的稿|稿件|投来|供稿|写的|报来)")


def named(text: str, register: Register) -> Iterator[Named]:
    """Everybody whom a text names, in order, with his role; one acts first at most."""
    acted, listed_from = 0, 0
    for one in _everybody(text, register):
        role = _role(text, one, acted, listed_from)
        if role in {Role.ACTS, Role.GUEST, Role.PASSED}:
            acted = acted or one.end
        if role is Role.MENTIONED:
            listed_from = one.end
        strange = isinstance(one, Stranger)
        name = one.name if isinstance(one, Stranger) else one.unit.name
        yield Named(role, name, "".join(text[one.start : one.end].split()), strange)


def _everybody(text: str, register: Register) -> list[Mention | Stranger]:
    known = register.mentions(text)
    others = [s for s in strangers(text) if not any(m.start < s.end and s.start < m.end for m in known)]
    return sorted([*known, *others], key=lambda one: one.start)


def _role(text: str, one: Mention | Stranger, acted: int, listed_from: int) -> Role:
    before = clause_before(text, one.start)
    if _PASSED.search(before) or (not acted and _PASSED_BEHIND.match(text, one.end) and "稿" in text):
        return Role.PASSED if not acted else Role.MENTIONED
    if acted:
        joint = _AND.fullmatch(text, acted, one.start) and _TOGETHER.search(text, acted, one.end + 40)
        return Role.JOINS if joint else Role.MENTIONED
    if _is_mentioned(text, one, before) or (listed_from and _LISTED.fullmatch(text, listed_from, one.start)):
        return Role.MENTIONED
    return Role.GUEST if isinstance(one, Stranger) and one.weak else Role.ACTS


def _is_mentioned(text: str, one: Mention | Stranger, before: str) -> bool:
    if is_mentioned(before) or _MENTIONED_BEHIND.match(text, one.end):
        return True
    return _FORMER.search(text, max(0, one.start - 40), one.start) is not None


def is_mentioned(before: str) -> bool:
    """Whether what stands before a name makes it one that is only gone to, or worked with or for."""
    return _MENTIONED_BY.search(before[-12:]) is not None


_WITH_OTHERS: Final = re.compile(
    r"(?:赴|到|走进|走访|回访|访问|与|和|同|邀请|来自|参观|前往|调研|慰问|督导|检查|学习|深入|下到)[^，。；]{2,30}[、和与及]$"
)


def is_mentioned_with_others(before: str) -> bool:
    """Whether what stands before a name makes it one more of several that are gone to: 到甲厂、乙厂."""
    return _WITH_OTHERS.search(before) is not None
