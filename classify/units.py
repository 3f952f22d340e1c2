"""Whose is it?  Weighted evidence for the source unit of a submission, with its reasons.

Each kind of evidence that names a unit adds its weight to that unit once; the margin between the two best
units is the confidence.  A unit that is only mentioned (赴…, 与…, 邀请…) is not the source.  What an editor
confirmed of a sender stands in the place of what the address and the display name would say.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from classify.model import Origin, Unit
from classify.persons import personal_name

HAN = "\u4e00-\u9fff"

WEIGHTS: Mapping[str, tuple[float, str]] = {
    "taught": (6.0, "编辑曾确认发件人 {0}"),
    "byline": (5.0, "文末署名“{0}”"),
    "address": (4.0, "发件地址 {0}"),
    "name": (3.0, "发件人名称“{0}”"),
    "subject": (3.0, "邮件主题“{0}”"),
    "signature": (3.0, "信末落款“{0}”"),
    "title": (2.5, "标题“{0}”"),
    "lead": (2.5, "正文开头“{0}”"),
    "file": (2.0, "附件名“{0}”"),
    "text": (0.25, "正文提到“{0}”"),
}
"""Kind of evidence -> (weight, words); {0} is what was found."""

SURE_MARGIN = 4.0
"""A margin of this weight is full confidence."""

LEAD = 80
"""Characters of the body that count as its opening."""

_MENTIONED_BY = re.compile(
    r"(?:赴|到|走进|走访|与|和|及|同|邀请|来自|参观|参加|前往|调研|考察|拜访|慰问|督导|学习|借鉴|对接|联合|携手"
    r"|支援|帮助|协助|为|向|给|对|受|承担|[销发运]往|(?:兄弟|友邻|标杆)(?:单位|企业))[“《]?$"
)
"""What stands before a unit that is gone to, or worked with or for, but does not act."""

_LISTED = re.compile(r"[^，。；：！？\n]*[、和与及]")
"""What stands between two such units."""

_CLAUSE_ENDS = re.compile(r"[，。；：！？\n]")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a submission says about its origin; every field may be empty.

    `taught` maps a sender's address (lower case) to the unit an editor confirmed for it.
    """

    address: str = ""
    name: str = ""
    subject: str = ""
    signature: str = ""
    title: str = ""
    text: str = ""
    file: str = ""
    byline: str = ""
    person: str = ""
    subject_person: str = ""
    taught: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mention:
    """A unit's name found in a text: `start` and `end` are character offsets."""

    unit: Unit
    start: int
    end: int


def find_origin(evidence: Evidence, units: tuple[Unit, ...]) -> Origin:
    """Return the source unit with its confidence (0 to 1) and reasons; unknown stays None."""
    scores: dict[str, float] = {}
    reasons: dict[str, list[str]] = {}
    for (kind, unit), found in _hints(evidence, units).items():
        weight, words = WEIGHTS[kind]
        scores[unit] = scores.get(unit, 0.0) + weight
        reasons.setdefault(unit, []).append(words.format(found))
    sender = personal_name(_without_units(evidence.name, units))
    person = evidence.person or sender or evidence.subject_person or None
    if not scores:
        return Origin(None, None, person, 0.0, ("没有线索指向已登记的单位",))
    order = {unit.name: at for at, unit in enumerate(units)}
    ranked = sorted(scores.items(), key=lambda pair: (-pair[1], order[pair[0]]))
    best, score = ranked[0]
    margin = score - (ranked[1][1] if len(ranked) > 1 else 0.0)
    if score < 1:  # nothing but passing mentions
        return Origin(None, None, person, 0.0, ("只有正文中提到单位，不足以认定", *reasons[best][:2]))
    said = reasons[best]
    if len(ranked) > 1 and margin < SURE_MARGIN:
        said.append(f"也可能是{ranked[1][0]}：{reasons[ranked[1][0]][0]}")
    source = next(unit for unit in units if unit.name == best)
    confidence = min(1.0, margin / SURE_MARGIN)
    return Origin(best, _subunit(evidence, source, units), person, confidence, tuple(said))


def _hints(evidence: Evidence, units: tuple[Unit, ...]) -> dict[tuple[str, str], str]:
    """(kind, unit) -> what was found; a kind speaks once for a unit, however often it names it."""
    hints: dict[tuple[str, str], str] = {}
    for kind, unit, found in _evidence(evidence, units):
        hints.setdefault((kind, unit), found)
    return hints


def _evidence(evidence: Evidence, units: tuple[Unit, ...]) -> Iterator[tuple[str, str, str]]:
    yield from _sender(evidence, units)
    yield from _naming("byline", evidence.byline, units)
    yield from _naming("signature", evidence.signature, units)
    for kind, text in (("subject", evidence.subject), ("file", evidence.file)):
        yield from _acting(kind, text, units, shown=text)
    yield from _acting("title", evidence.title, units)
    yield from _acting("lead", evidence.text[:LEAD], units)
    for mention in mentions(evidence.text[LEAD:3000], units):
        yield "text", mention.unit.name, mention.unit.name


def _sender(evidence: Evidence, units: tuple[Unit, ...]) -> Iterator[tuple[str, str, str]]:
    address = evidence.address.lower()
    taught = evidence.taught.get(address)
    if any(unit.name == taught for unit in units):  # it may have left the register since
        yield "taught", str(taught), evidence.address
        return
    for unit in units:
        if belongs(address, unit):
            yield "address", unit.name, evidence.address
    yield from _naming("name", evidence.name, units)


def belongs(address: str, unit: Unit) -> bool:
    """Whether an address is one of those that the settings name for a unit."""
    return any(fnmatch.fnmatchcase(address.lower(), known.lower()) for known in unit.addresses)


def _naming(kind: str, text: str, units: tuple[Unit, ...]) -> Iterator[tuple[str, str, str]]:
    """Every unit that a line of names and addresses holds."""
    for mention in mentions(text, units):
        yield kind, mention.unit.name, _short(text)


def _acting(kind: str, text: str, units: tuple[Unit, ...], shown: str = "") -> Iterator[tuple[str, str, str]]:
    """The first unit that acts counts fully; one that is only gone to, or with, as a mention."""
    acted, listed_from = False, 0
    for mention in mentions(text, units):
        before = text[: mention.start]
        listed = listed_from and _LISTED.fullmatch(text, listed_from, mention.start)
        if acted or listed or _MENTIONED_BY.search(before):
            listed_from = mention.end
            yield "text", mention.unit.name, mention.unit.name
        else:
            acted = True
            yield kind, mention.unit.name, _short(shown) or text[mention.start : mention.end]


def _short(text: str) -> str:
    return text.strip()[:30]


def _without_units(text: str, units: tuple[Unit, ...]) -> str:
    """A display name without the units in it: 包铝 is none of the Baos, and 包铝张三 is Zhang San."""
    for mention in reversed(mentions(text, units)):
        text = f"{text[: mention.start]} {text[mention.end :]}"
    return text


def mentions(text: str, units: tuple[Unit, ...]) -> list[Mention]:
    """Find every registered name in a text, the longest where several fit, in order.

    A name right behind another is that one's department: 中铝山东党群工作部 is no 党群工作部 of its own.
    """
    pattern, owners = _names(units)
    found: list[Mention] = []
    for match in pattern.finditer(text):
        word = match[0]
        department = found and _COMPANY.fullmatch(text, found[-1].end, match.start())
        if not department and (len(word) > 2 or _at_edge(text, match.start(), match.end())):
            found.append(Mention(owners[word], match.start(), match.end()))
    return found


_COMPANY = re.compile(r"(?:(?:股份)?有限公司|公司)?")


@lru_cache(maxsize=8)
def _names(units: tuple[Unit, ...]) -> tuple[re.Pattern[str], dict[str, Unit]]:
    owners: dict[str, Unit] = {}
    for unit in units:
        for name in (unit.name, unit.full_name, *unit.aliases):
            if name:
                owners.setdefault(name, unit)
    names = sorted(owners, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, names)) or r"(?!)"), owners


def _at_edge(text: str, start: int, end: int) -> bool:
    """A two-character alias counts at a word's edge only, and never before 业 （文山铝业 is not 山铝）."""
    before = text[start - 1 : start]
    after = text[end : end + 1]
    if after == "业":
        return False
    return not re.match(f"[{HAN}]", before) or not re.match(f"[{HAN}]", after)


# --- sub-units -----------------------------------------------------------------------------------

_STOP = re.compile(
    r"党委|党总支|党支部|团委|团总支|团支部|工会|党群|党员|员工|职工|青年|团员|干部|班子|全体|各|的|"
    r"组织|召开|举办|举行|开展|邀请|完成|实现|积极|通过|利用|以|在|为|与|和|对|把|将|按|从|向|"
    r"加强|强化|狠抓|抓好|抓实|推进|推动|深化|深入|落实|聚焦|围绕|坚持|制定|启动|走进|提升|提高|降低|"
    r"赴|到|由|因|被|荣获|首次|近日|持续|全力|大力|扎实|认真|"
    r"[^\u4e00-\u9fffA-Za-z0-9]"
)
_CHAIN = re.compile(
    r".*(?:厂(?![区房家内外长])|车间|部(?![分门队署长])|中心(?![组城])|公司|矿区|矿$|研究所|研究院"
    r"|事业部|项目部|工区|工段|作业区|班组|科(?![技学研普长])|室(?![内外温])|所(?![属有在以需得长])|站(?![在立位长]))"
)
"""A unit's name ends in one of these words, unless that word goes on (电解厂|科技攻关, 热电厂|部分设备)."""

_CHAIN_REACH = 24

_ORDINAL = re.compile(r"第[一二三四五六七八九十\d]+$")
"""第三|氧化铝厂 is not the registered 氧化铝厂."""


def subunit_after(text: str, end: int) -> str | None:
    """Return the chain （第二氧化铝厂除杂车间） that follows a unit's name ending at `end`."""
    ahead = re.sub(r"^(?:(?:股份)?有限公司|公司)?[ \u3000·—-]*", "", text[end : end + _CHAIN_REACH])
    stop = _STOP.search(ahead)
    found = _CHAIN.match(ahead[: stop.start()] if stop else ahead)
    return found[0] if found and len(found[0]) > 1 else None


def _subunit(evidence: Evidence, unit: Unit, units: tuple[Unit, ...]) -> str | None:
    for text in (evidence.byline, evidence.title, evidence.text[:LEAD], evidence.signature, evidence.subject):
        for mention in mentions(text, units):
            if mention.unit == unit:
                chain = subunit_after(text, mention.end)
                if chain:
                    return chain
        bare = _bare_subunit(text, unit, units)
        if bare:
            return bare
    return None


def _bare_subunit(text: str, unit: Unit, units: tuple[Unit, ...]) -> str | None:
    """A registered sub-unit that stands without its parent takes the parent from the sender."""
    others = [mention for mention in mentions(text, units) if mention.unit != unit]
    for name in sorted(unit.sub_units, key=len, reverse=True):
        for match in re.finditer(re.escape(name), text):
            clause = _CLAUSE_ENDS.split(text[: match.start()])[-1]
            start = match.start() - len(clause)
            foreign = any(start < other.end and other.start < match.end() for other in others)
            if not foreign and not _ORDINAL.search(clause) and not _MENTIONED_BY.search(clause):
                return name + (subunit_after(text, match.end()) or "")
    return None
