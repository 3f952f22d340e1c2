"""Where a text names a registered unit: every spelling, and none inside the name of something else."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
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
_LONGEST_COMPANY: Final = 12
_NOT_IN_NAMES: Final = "与和及、的到赴在把将为是对向从由邀请举办召开组织联合走进携手"

_OTHER_COMPANY: Final = re.compile(
    rf"(?!(?:[（(]集团[）)]|集团)?(?:股份)?有限)(?:(?![{_NOT_IN_NAMES}])[{HAN}]){{1,8}}?(?:股份)?有限(?:责任)?公司"
)
"""中铝山东|工程技术有限公司 is a company of its own."""
_COMPANY_REACH: Final = 12
"""Characters behind a name that the first two of 有限公司 stand in at most."""
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


def belongs(address: str, unit: Unit) -> bool:
    """Whether an address is one of those that the settings name for a unit."""
    return any(fnmatch.fnmatchcase(address.lower(), known.lower()) for known in unit.addresses)


@dataclass(frozen=True, slots=True)
class Register:
    """The registered units, made ready for searching.

    `owners` has the unit of each spelling, without blanks; `parts` finds the parts that only one unit has
    registered, where they begin a word, and `part_owners` says whose they are.
    """

    units: tuple[Unit, ...]
    owners: Mapping[str, Unit]
    pattern: re.Pattern[str]
    parts: re.Pattern[str]
    part_owners: Mapping[str, str]
    whole: str = ""
    read: dict[str, list[Mention]] | None = None

    def reading(self, text: str) -> Register:
        """The register for one submission: nothing is searched twice, nor a begin of this text."""
        return replace(self, whole=text, read={})

    def mentions(self, text: str) -> list[Mention]:
        """Find every registered name in a text, the longest where several fit, in order.

        A name right behind another is that one's department: 中铝山东党群工作部 is no 党群工作部 of its own.
        """
        if self.read is None:
            return self._found(text)
        if text and len(text) < len(self.whole) and self.whole.startswith(text):
            return [one for one in self.mentions(self.whole) if one.end <= len(text)]
        if text not in self.read:
            self.read[text] = self._found(text)
        return self.read[text]

    def _found(self, text: str) -> list[Mention]:
        found: list[Mention] = []
        for match in self.pattern.finditer(text):
            start, end = match.span()
            if not _is_department(text, found, start) and _stands_alone(text, start, end):
                unit = self.owners.get(match[0]) or self.owners["".join(match[0].split())]
                found.append(Mention(unit, start, end))
        return found

    def besides_persons(self, text: str) -> Register:
        """The register without the aliases that are somebody's given name in a text （张华磊）."""
        names = _given_names(text, (name for name in self.owners if len(name) < SHORT))
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
        return self.owners.get("".join(name.split()))


@lru_cache(maxsize=8)
def register_of(units: tuple[Unit, ...]) -> Register:
    """The register of these units, made once."""
    owners: dict[str, Unit] = {}
    holders: dict[str, list[str]] = {}
    for unit in units:
        for name in filter(None, (unit.name, unit.full_name, *unit.aliases)):
            owners.setdefault("".join(name.split()), unit)
        for part in unit.sub_units:
            holders.setdefault(part, []).append(unit.name)
    only = {part: own[0] for part, own in holders.items() if len(own) == 1 and len(part) > SHORT}
    rows = sorted(map(re.escape, only), key=len, reverse=True)
    parts = re.compile(rf"(?<![{HAN}])(?:{'|'.join(rows)})" if rows else r"(?!)")
    return Register(units, owners, _pattern(owners), parts, only)


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


def _is_department(text: str, found: list[Mention], start: int) -> bool:
    """Whether a name stands right behind the last one that was found."""
    if not found or start - found[-1].end > _LONGEST_COMPANY:
        return False
    return _COMPANY.fullmatch(text, found[-1].end, start) is not None


# --- where a name is whole ------------------------------------------------------------------------

Test = Callable[[str, int, int], bool]


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a name is not a part of another: 中州|大学, 中国移动|广西分公司, 文|山铝|业."""
    return all(test(text, start, end) for test in _tests(text[start:end]))


@lru_cache(maxsize=512)
def _tests(name: str) -> tuple[Test, ...]:
    """What must hold where a name stands, by what kind of name it is."""
    short = len(name) <= SHORT and not _OFFICE.fullmatch(name)
    needed: dict[Test, bool] = {
        _is_no_other_company: True,
        _is_nobody_elses: _SHARED_NAME.fullmatch(name) is not None,
        _begins_there: _COMMON_NAME.fullmatch(name) is not None,
        _is_own_office: _OFFICE.fullmatch(name) is not None,
        _is_no_other_word: short,
        _at_edge: short and len(name) < SHORT,
    }
    return tuple(test for test, holds in needed.items() if holds)


def _is_no_other_company(text: str, _start: int, end: int) -> bool:
    company = text.find("有限", end, end + _COMPANY_REACH) >= 0 and _OTHER_COMPANY.match(text, end)
    return not company and _OTHER_KIND.match(text, end) is None


def _is_nobody_elses(text: str, start: int, _end: int) -> bool:
    return _OTHER_OWNER.search(text[max(0, start - 8) : start]) is None


def _begins_there(text: str, start: int, _end: int) -> bool:
    return _BEGINS_WORD.search(text[max(0, start - 4) : start]) is not None


def _is_no_other_word(text: str, _start: int, end: int) -> bool:
    return not _OTHER_WORD.match(text, end) or _OWN_COMPANY.match(text, end) is not None


def _is_own_office(text: str, start: int, _end: int) -> bool:
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
