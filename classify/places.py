"""Parts of a unit that stand where none is named as who acts.

A guest goes to them, an event hits them, or they stand behind the short call by which a company speaks of
itself （物流公司智能调度中心 of 云铝物流）.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from classify.chains import levels, span_at, subunit_after
from classify.letters import HAN, clause_before
from classify.lexicon import INDUSTRIES, TRADES
from classify.model import Unit
from classify.names import Mention, Register
from classify.strangers import strangers, words

_LEGAL: Final = re.compile(r"(?:[（(]集团[）)]|集团)?(?:股份|控股)?(?:有限)?(?:责任)?(?:公司)?$")
_BUSINESS: Final = re.compile(rf"(?:{INDUSTRIES}|{TRADES}|贸易)+$")
_ARRIVES: Final = re.compile("来到|走进|莅临|到访|做客|深入|到|赴")
_HIT: Final = re.compile(r"(?:让|使|致使|导致|令|在)(?=[^，。！？\n]{2,12}[厂矿])")
_LEAST_LEVELS: Final = 2
"""Levels of a part that is named in passing: 第一电解厂|四工区."""


def _overlaps(start: int, end: int, known: Iterable[Mention]) -> bool:
    return any(start < one.end and one.start < end for one in known)


@lru_cache(maxsize=256)
def _calls(unit: Unit) -> tuple[str, ...]:
    """What a unit calls itself in short, the longest first: 物流公司 is 云铝物流."""
    names = filter(None, (unit.name, unit.full_name, *unit.aliases))
    found = (_BUSINESS.search(_LEGAL.sub("", name, count=1)) for name in names)
    calls = {f"{match[0]}公司" for match in found if match and match.start()} - set(unit.sub_units)
    return tuple(sorted(calls, key=lambda call: (-len(call), call)))


def without_call(part: str, unit: Unit) -> str:
    """A part without the short call of its own unit before it; empty where it is nothing else."""
    return next((part.removeprefix(call) for call in _calls(unit) if part.startswith(call)), part)


def behind_calls(text: str, unit: Unit, known: Iterable[Mention]) -> Iterator[str]:
    """The parts behind the unit's short call, where it begins a word."""
    known = list(known)
    for call in _calls(unit):
        for match in re.finditer(rf"(?:(?<![{HAN}])|(?<=[在由])){call}", text) if call in text else ():
            free = not _overlaps(match.start(), match.end(), known)
            if free and (part := subunit_after(text, match.end())):
                yield part


def visited(text: str, unit: Unit, register: Register) -> Iterator[str]:
    """The parts that somebody else goes to in the news of their own unit: 某院专家来到|第一氧化铝厂."""
    known = register.mentions(text)
    guests = [one.end for one in known if one.unit.name != unit.name]
    guests += [one.end for one in strangers(text) if not _overlaps(one.start, one.end, known)]
    for match in _ARRIVES.finditer(text):
        begin = match.start() - len(clause_before(text, match.start()))
        start, end = span_at(text, match.end())
        if (
            start < end
            and not _overlaps(start, end, known)
            and any(begin < guest <= match.start() for guest in guests)
        ):
            yield text[start:end]


def affected(text: str, register: Register) -> Iterator[str]:
    """Parts of two levels that an event hits or is in: 故障让|第一电解厂四工区|停电."""
    known = register.mentions(text)
    for match in _HIT.finditer(text):
        start, end = span_at(text, match.end())
        part = text[start:end]
        foreign = _overlaps(start, end, known) or words(part)
        if len(levels(part)) >= _LEAST_LEVELS and not foreign:
            yield part
