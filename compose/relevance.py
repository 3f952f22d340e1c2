"""How much of a clause an editor would print, learned from pieces beside the digests that were made of them.

A linear model over marks: what kind of clause it is, what stands around it, which words it holds, whether
the title speaks of it.  `relevance.json` is mark -> weight; `benchmarks/digests.py --learn` writes it.
"""

from __future__ import annotations

import json
import math
import re
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from compose.clauses import refers_back
from compose.figures import Weight

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from compose.clauses import Clause
    from compose.told import Told

_HAN = re.compile(r"[\u4e00-\u9fff]+")
_QUOTED = re.compile(r"[“《‘\"].*?[”》’\"]")
_LONGEST = 120
"""Characters of a clause that are looked at."""
_LENGTHS = ((6, "short"), (14, "medium"), (28, "long"))
_SHARES = ((0.5, "most"), (0.25, "much"), (0.1, "some"), (0.0, "none"))
_SHORT = 70
"""Budgets up to so many characters are those of columns that tell what took place rather than results."""


def relevances(
    text: str, told: Sequence[Told], budget: tuple[int, int], title: str | None
) -> dict[tuple[int, int], float]:
    """(sentence, clause) -> the share of the clause that is printed, as far as can be told: 0 to 1."""
    weights = _weights()
    return {
        place: 1 / (1 + math.exp(-sum(weights.get(mark, 0.0) for mark in found)))
        for place, found in marks(text, told, budget, title)
    }


@cache
def _weights() -> Mapping[str, float]:
    found: dict[str, float] = json.loads(resources.files("compose").joinpath("relevance.json").read_bytes())
    return found


def marks(
    text: str, told: Sequence[Told], budget: tuple[int, int], title: str | None
) -> Iterator[tuple[tuple[int, int], set[str]]]:
    """Yield (sentence, clause) and the marks of that clause."""
    spoken = _pairs(title or "")
    short = budget[1] <= _SHORT
    for number, one in enumerate(told):
        around = set(_of_sentence(told, number))
        for index, clause in enumerate(one.clauses):
            words = text[clause.start : min(clause.end, clause.start + _LONGEST)]
            found = around | set(_of_place(one, index)) | set(_of_clause(clause, words))
            if refers_back(text, clause):
                found.add("refers back")
            found |= {f"in short: {mark}" for mark in found & _BY_BUDGET} if short else set()
            found.add(_by_title(words, spoken))
            found |= {f"says {pair}" for pair in _pairs(_QUOTED.sub("", words))}
            yield (number, index), found


_BY_BUDGET = {"measured", "counted", "heads", "plain", "role action", "quotes", "sentence 0", "head", "named"}


def _of_sentence(told: Sequence[Told], number: int) -> Iterator[str]:
    one = told[number]
    yield "all"
    yield f"sentence {min(number, 4)}"
    if number == len(told) - 1:
        yield "last sentence"
    if not one.usable:
        yield "spoken or to come"
    if one.aside:
        yield "aside"
    if one.foreign:
        yield "foreign"
    yield "named" if one.name else "mentioned" if one.mentions else "unnamed"
    if not any(other.mentions for other in told[:number]):
        yield "first named" if one.mentions else "scene"
    yield f"measures {min(2, sum(clause.measured for clause in one.clauses))}"


def _of_place(one: Told, index: int) -> Iterator[str]:
    yield "head" if index == one.head else "before head" if index < one.head else "behind head"
    if one.name and index == one.head:
        yield "named head"
    if one.name and index == one.head + 1:
        yield "behind named head"
    if index == len(one.clauses) - 1:
        yield "last clause"
    for step, word in ((-1, "after"), (1, "before")):
        if 0 <= index + step < len(one.clauses):
            beside = one.clauses[index + step]
            yield f"{word} {beside.role.value}"
            if beside.measured:
                yield f"{word} measured"


_CUES = {
    "history": re.compile(
        r"现有|原来|以前|以往|此前|过去|曾经|始建|投用至今|\d{4}年(?:以来|投|建|开)|一直|长期"
    ),
    "to come": re.compile(r"将(?:继续|进一步|以|持续)|下一步|今后|力争|要(?!求)|争取|计划(?!提前)"),
    "says": re.compile(r"说|表示|认为|介绍|反映|强调|指出|要求|希望"),
    "persons": re.compile(r"书记|主席|经理|厂长|主任|院长|矿长|领导|负责人|部长"),
    "attends": re.compile(r"参加|出席|陪同|观看|到场"),
    "event": re.compile(r"开展|举办|举行|召开|组织|启动|成立|推出|参观|走进|赴"),
    "result": re.compile(
        r"完成|实现|降|提高|提升|节约|节省|创效|缩短|增加|增长|减少|达到|突破|避免|改善|延长|多产|同比|超"
    ),
    "deed": re.compile(
        r"更换|安装|改造|修|清理|新增|增设|解决|攻克|优化|采用|研制|消除|排查|检修|抢修|铺设|配备|发放|慰问|培训"
    ),
    "so far": re.compile(r"截至|目前|累计|共(?!产|青|同)|先后|已"),
    "means": re.compile(r"通过|采取|利用|围绕|针对|结合"),
    "goes on": re.compile(
        r"^(?:该(?:专利|项目|系统|线路|活动|成果|技术)|此次|本次|这次|活动(?:中|以|在|通过)|会议|其中)"
    ),
    "newspaper": re.compile(r"《[^》]*(?:报|网|杂志)》|[\u4e00-\u9fff]{2,8}[报网](?:头版|以|刊|报道)"),
    "of others": re.compile(r"职工(?:们|.{1,3}说)|大家|队员|游客|居民|同事"),
}


def _of_clause(clause: Clause, words: str) -> Iterator[str]:
    yield f"role {clause.role.value}"
    yield f"worth {min(4, max(-2, round(clause.worth)))}"
    heaviest = max((figure.weight for figure in clause.figures), default=None)
    yield _FIGURED[heaviest]
    if len(clause.figures) > 1:
        yield "figures"
    yield next((name for most, name in _LENGTHS if len(words) <= most), "endless")
    flags = {
        "after": clause.after,
        "before": clause.before,
        "verbal": clause.verbal,
        "own": clause.own,
        "step": clause.step,
        "period": clause.opener is not None,
        "quotes": "“" in words or "《" in words,
        "colon": clause.mark in {"：", ":"},
    }
    yield from (name for name, holds in flags.items() if holds)
    yield from (f"cue {name}" for name, cue in _CUES.items() if cue.search(words))


_FIGURED = {None: "plain", Weight.HEADS: "heads", Weight.COUNT: "counted", Weight.MEASURE: "measured"}


def _by_title(words: str, spoken: set[str]) -> str:
    if not spoken:
        return "untitled"
    own = _pairs(words)
    share = len(own & spoken) / max(1, len(own))
    return "title " + next(name for least, name in _SHARES if share >= least)


def _pairs(words: str) -> set[str]:
    """The neighbouring pairs of Chinese characters."""
    return {run[at : at + 2] for run in _HAN.findall(words) for at in range(len(run) - 1)}
