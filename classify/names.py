"""Where a text names a registered unit: every spelling, and none inside the name of something else."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Final

from classify.letters import HAN
from classify.model import Unit
from classify.persons import is_personal_name
from intake import surnames


@dataclass(frozen=True, slots=True)
class Mention:
    """A unit's name found in a text: `start` and `end` are character offsets."""

    unit: Unit
    start: int
    end: int


SHORT: Final = 3
"""An alias of so many characters is easily a part of another word."""

_GAP: Final = r"\s{0,3}"
"""A longer name may be broken by blanks, or over two lines."""

_COMPANY: Final = re.compile(r"(?:(?:股份)?有限公司|公司)?(?:\s{1,4}|党委)?")
_NOT_IN_NAMES: Final = "与和及、的到赴在把将为是对向从由邀请举办召开组织联合走进携手"

_OTHER_COMPANY: Final = re.compile(
    rf"(?!(?:[（(]集团[）)]|集团)?(?:股份)?有限)(?:(?![{_NOT_IN_NAMES}])[{HAN}]){{1,8}}?(?:股份)?有限(?:责任)?公司"
)
"""中铝山东|工程技术有限公司 is a company of its own."""
_OTHER_KIND: Final = re.compile(
    r"大学|电子|证券|银行|财险|(?:产业|科技|工业)园|产业(?:链|基地|集群)|行业|市场(?!部|营销|开发)"
)
_OTHER_WORD: Final = re.compile(
    rf"(?:(?![{_NOT_IN_NAMES}])[{HAN}]){{0,4}}?(?:大学|学院|医院|学校|中学|小学|幼儿园|电子|证券|银行|酒店|宾馆|律师|晚报|日报"
    rf"|时报|电视台|传媒|有限(?:责任)?公司)|[路街区市县省镇村港]|大(?:道|地|酒店|厦)|古(?:城|镇)|文化|小区|广场|社区|国际|科技|电力|能源|物流|化工"
)
_OWN_COMPANY: Final = re.compile(r"(?:[（(]集团[）)]|集团)?(?:股份)?(?:有限)?(?:责任)?公司")
_OTHER_OWNER: Final = re.compile(
    r"(?:移动|联通|电信|石化|石油|人寿|财险|人保|平安|太保|保险|银行|电网|国网|铁塔|邮政|证券|烟草|中冶|中建|中铁|中交|国际|建设"
    r"|工程|物流|投资|(?<!中国铝业)(?<!中铝)(?:股份有限公司|有限公司|集团|股份))$"
)
"""Whose 广西分公司: 中国移动广西分公司."""
_SHARED_NAME: Final = re.compile(r"[\u4e00-\u9fff]{2,4}(?:分?公司)")
"""A name that many companies have a part of: 广西分公司, 山东公司."""

_OFFICE: Final = re.compile(rf"[{HAN}]+[部处室办]")
_OFFICE_OF: Final = re.compile(rf"([{HAN}]+)[ \u3000]*$")
_OWN_OFFICE: Final = (
    "中铝",
    "中国铝业",
    "总部",
    "本部",
    "集团本部",
    "公司本部",
    "近日",
    "日前",
    "由",
    "和",
    "与",
    "及",
    "在",
)

_BEFORE_SHORT: Final = "日由在和与对向为从到赴及是的于"
_BEHIND_SHORT: Final = re.compile(
    r"公司|集团|党|工会|团委|职工|员工|青年|组织|开展|召开|举办|举行|第[一二三四五六]|[一二三]厂|电解|热电"
)


def is_office(name: str) -> bool:
    """Whether a unit is the department of a company （党群工作部）, which passes on what others write."""
    return _OFFICE.fullmatch(name) is not None


class Register:
    """The registered units, made ready for searching."""

    def __init__(self, units: tuple[Unit, ...]) -> None:
        self.units = units
        self._owners: dict[str, Unit] = {}
        for unit in units:
            for name in (unit.name, unit.full_name, *unit.aliases):
                if name:
                    self._owners.setdefault("".join(name.split()), unit)
        self._pattern = _pattern(self._owners)

    def mentions(self, text: str) -> list[Mention]:
        """Find every registered name in a text, the longest where several fit, in order.

        A name right behind another is that one's department: 中铝山东党群工作部 is no 党群工作部 of its own.
        """
        found: list[Mention] = []
        for match in self._pattern.finditer(text):
            start, end = match.span()
            department = found and _COMPANY.fullmatch(text, found[-1].end, start)
            if not department and _stands_alone(text, start, end):
                found.append(Mention(self._owners["".join(match[0].split())], start, end))
        return found

    def besides_persons(self, text: str) -> Register:
        """The register without the aliases that are somebody's given name in a text （张华磊）."""
        short = (name for name in self._owners if len(name) < SHORT)
        names = _given_names(text, short)
        if not names:
            return self
        return register_of(
            tuple(
                replace(unit, aliases=tuple(alias for alias in unit.aliases if alias not in names))
                for unit in self.units
            )
        )

    def find(self, name: str) -> Unit | None:
        """The unit of that name, full name or alias, compared without blanks."""
        return self._owners.get("".join(name.split()))

    @cached_property
    def unique_parts(self) -> tuple[re.Pattern[str], dict[str, str]]:
        """The parts that only one unit has registered, where they begin a word, and whose they are."""
        found: dict[str, list[str]] = {}
        for unit in self.units:
            for part in unit.sub_units:
                found.setdefault(part, []).append(unit.name)
        owner = {part: own[0] for part, own in found.items() if len(own) == 1 and len(part) > SHORT}
        rows = sorted(map(re.escape, owner), key=len, reverse=True)
        return re.compile(rf"(?<![{HAN}])(?:{'|'.join(rows)})" if rows else r"(?!)"), owner


@lru_cache(maxsize=8)
def register_of(units: tuple[Unit, ...]) -> Register:
    """The register of these units, made once."""
    return Register(units)


def mentions(text: str, units: tuple[Unit, ...]) -> list[Mention]:
    """Find every registered name in a text, as `Register.mentions` does."""
    return register_of(units).mentions(text)


def _pattern(names: Iterable[str]) -> re.Pattern[str]:
    """What finds these names, the longest first; those that begin alike share a branch, which is fast."""
    names = list(names)
    long = _branches([name for name in names if len(name) > SHORT], _GAP)
    short = _branches([name for name in names if len(name) <= SHORT], "")
    return re.compile("|".join(filter(None, (long, short))) or r"(?!)")


def _branches(names: list[str], gap: str) -> str:
    firsts = sorted({name[0] for name in names if name})
    rows = []
    for first in firsts:
        rests = [name[1:] for name in names if name.startswith(first)]
        below = _branches([rest for rest in rests if rest], gap)
        optional = "?" if "" in rests else ""
        rows.append(re.escape(first) + (f"(?:{gap}(?:{below})){optional}" if below else ""))
    return "|".join(rows)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a name is not a part of another: 中州|大学, 中国移动|广西分公司, 文|山铝|业."""
    name = text[start:end]
    if _OTHER_KIND.match(text, end) or _OTHER_COMPANY.match(text, end):
        return False
    if _SHARED_NAME.fullmatch(name) and _OTHER_OWNER.search(text[max(0, start - 8) : start]):
        return False
    if _OFFICE.fullmatch(name):
        return _is_own_office(text, start)
    if len(name) > SHORT:
        return True
    if _OTHER_WORD.match(text, end) and not _OWN_COMPANY.match(text, end):
        return False
    return len(name) > 2 or _at_edge(text, start, end)


def _is_own_office(text: str, start: int) -> bool:
    """Whether nobody else's name stands before an office （西南铝业党群工作部）; a person's may."""
    line = text[max(0, start - 20) : start].rsplit("\n", 1)[-1]
    before = _OFFICE_OF.search(line)
    if before is None or before[1].endswith(_OWN_OFFICE):
        return True
    return before[0] != before[1] and is_personal_name(before[1])


def _at_edge(text: str, start: int, end: int) -> bool:
    """A two-character alias counts at a word's edge only, and never before 业 （文山铝业 is not 山铝）."""
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    if after == "业":
        return False
    if not re.match(f"[{HAN}]", before) or not re.match(f"[{HAN}]", after):
        return True
    return before in _BEFORE_SHORT and _BEHIND_SHORT.match(text, end) is not None


# --- persons who are called like a unit -----------------------------------------------------------

_NO_SURNAMES: Final = "和向从于都由时为与用在及对把给让使到赴从令因当将或并而以等经自上下前后新老大"
_SURNAMES: Final = "".join(sign for sign in surnames.SINGLE[:300] if sign not in _NO_SURNAMES)


def _given_names(text: str, aliases: Iterable[str]) -> frozenset[str]:
    """Which of the aliases stand behind a surname somewhere in a text, at a word's edge."""
    found = (alias for alias in aliases if alias in text)
    return frozenset(
        alias for alias in found if re.search(rf"(?<![{HAN}])[{_SURNAMES}]{alias}(?!公司|集团|党|工会)", text)
    )
