"""Where a text names a registered unit: every spelling, and none inside the name of something else."""

from __future__ import annotations

import re
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Final

from classify.letters import HAN
from classify.lexicon import (
    INDUSTRIES,
    OTHER_KINDS,
    OTHER_OWNERS,
    OTHER_WORDS,
    OTHER_WORDS_AT_ONCE,
    OWN_PARENTS,
    TRADES,
)
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
_OTHER_KIND: Final = re.compile(OTHER_KINDS)
_OTHER_WORD: Final = re.compile(
    rf"(?:(?![{_NOT_IN_NAMES}])[{HAN}]){{0,4}}?(?:{OTHER_WORDS})|{OTHER_WORDS_AT_ONCE}"
)
_OWN_COMPANY: Final = re.compile(r"(?:[（(]集团[）)]|集团)?(?:股份)?(?:有限)?(?:责任)?公司")
_OTHER_OWNER: Final = re.compile(rf"(?:{OTHER_OWNERS})$")
_SHARED_NAME: Final = re.compile(r"[\u4e00-\u9fff]{2,4}(?:分?公司)")
"""A name that many companies have a part of: 广西分公司, 山东公司."""
_COMMON_NAME: Final = re.compile(rf"(?:{INDUSTRIES}|{TRADES})(?:集团|公司)?")
"""A name that says only what a company does: 国贸集团 is also the end of 厦门国贸集团."""
_BEGINS_WORD: Final = re.compile(
    rf"(?:^|[^{HAN}A-Za-z]|[{_NOT_IN_NAMES}]|近日|日前|今年|以来|{'|'.join(OWN_PARENTS)}|公司|集团)$"
)
"""What stands before such a name where it is whole."""

_OFFICE: Final = re.compile(rf"[{HAN}]+[部处室办]")
_OFFICE_OF: Final = re.compile(rf"([{HAN}]+)[ \u3000]*$")
_OWN_OFFICE: Final = (*OWN_PARENTS, "近日", "日前", "由", "和", "与", "及", "在")

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
        self._read: dict[str, list[Mention]] | None = None
        self._whole = ""

    def reading(self, text: str) -> Register:
        """The register for the reading of one submission: no text is searched twice, nor a begin of this one."""
        again = copy(self)
        again._read, again._whole = {}, text
        return again

    def mentions(self, text: str) -> list[Mention]:
        """Find every registered name in a text, the longest where several fit, in order.

        A name right behind another is that one's department: 中铝山东党群工作部 is no 党群工作部 of its own.
        """
        if self._read is None:
            return self._find(text)
        if len(text) < len(self._whole) and text and self._whole.startswith(text):
            return [one for one in self.mentions(self._whole) if one.end <= len(text)]
        if text not in self._read:
            self._read[text] = self._find(text)
        return self._read[text]

    def _find(self, text: str) -> list[Mention]:
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
    if _COMMON_NAME.fullmatch(name) and not _BEGINS_WORD.search(text[max(0, start - 4) : start]):
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
