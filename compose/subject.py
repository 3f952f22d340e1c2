"""Who acts: how a text names its own unit, and how the desk names it.

Letters say 公司团委, 该厂, 山铝 or the full registered name; the bulletin says `unit + sub-unit` at the
head of the sentence.  A foreign subject (集团, another unit, a newspaper) is never given the unit's name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from intake import surnames

if TYPE_CHECKING:
    from classify.model import Unit

_PLACE = (
    "股份有限公司|有限责任公司|有限公司|分公司|公司(?!领导|员工|职工|各)|集团|总厂|分厂|(?<![入出进到返驻])厂(?![区房家长内领前容价])"
    "|车间(?!主任|领导)"
    "|工段|作业区|中心组(?!织)|中心|事业部|(?<![干全内支乐外北南东西局顶底尾头根上下背])部(?![署分位件门长队湾])|研究所|研究院|(?<![格原精供采运洗铝石煤铁出配老])矿(?![山石产区车工井用层体务组])|(?<!围)站(?![位立着台点在])|工区|班组|机关"
)
_BODY = (
    "(?:党委|纪委|党总支|党支部|支部|团委|团总支|团支部)(?!副?书记|委员|宣传委员)"
    "|工会(?!副?主席)|女工委|志愿服务队|突击队|攻关组|攻关小组"
)
_WORD = r"[^\W_该这的了在把将对与和及由从向被使让就为以等是到赴至并也还于给再已正又仅只]"
CHAIN = re.compile(rf"(?:该|本|我们|我)?(?:{_WORD}{{0,8}}?(?:{_PLACE}|{_BODY}))+")
"""An organisation as a chain from the larger to the smaller part: 氧化铝厂蒸发车间党支部."""

_ACTS = re.compile(
    "组织(?!部)|开展|举办|举行|召开|完成|实现|成立|签订|获|投入|联合|邀请|参加|协调|深入|围绕|坚持|积极|通过|针对"
    "|累计|分别|共同|全体|各|来自|首次|如何|第一时间|打造|全力|着力|推动|推进|加快|加强|提升|提高|强化|落实|探索|创建|启动|建成"
    "|走进|走访|上线|选派|安排|号召|要求|带领|深化|承办|主办|发布|发起|紧|突出|始终|大力|持续|不断|主动|认真|扎实|充分|利用|立足"
    "|聚焦|发动|抽调|近日|日前|季度|今年|去年|上半年|月|面对|作为|根据|按照|为了|随着|自(?!备|动|控)|(?<![公利应])用(?!户)|因|当|曾|(?<!公)共|先后|这|那|每|(?<!安)全|所属|下属|其中|努力|继续|争取|开创|合理|各|标志|听|日产|先|牢固|牢记|抵达|到达|驶|前往|来到|开往|进入|途经|经过|返回|奔赴|联系|协助|组建|担任|荣|赴|参观|按|切实|圆满|顺利|成功|主题|举"
)
_COUNTED = re.compile(r"\d+个|[一二两三四五六七八九十]+个|多个|几个|个")
_COMPANY = re.compile(r"(?:该|本|我)?(?:集团)?公司")
_LEADING = re.compile(r"^(?:该|本|我们|我)")
_FOREIGN = re.compile(
    r"^(?:中铝集团|中国铝业(?:集团|股份)|中铝股份|集团公司|集团|国家|全国|国务院|国资委|自治区"
    r"|(?![对在从向于把将以与为])[\u4e00-\u9fff]{2,3}(?<![厂矿工园社片专校库小景战赛采])(?:省(?![去下时钱力电煤油])|市(?![场值面])|区(?![域间块分])|县(?!城)))"
)
_SPEAKER = re.compile(
    r"^(?:《|“|‘|[\u4e00-\u9fff]{2,10}(?:网|日报|晚报|时报|[^汇简通海申上举]报|电视台|广播)(?:\d{1,2}月\d{1,2}日)?(?:头版|刊|报道|以|发|[，、])"
    r"|央视|中央电视台|新华社|[\u4e00-\u9fff]{2,8}频道)"
)
_LOWER = re.compile(
    r"^[^厂矿]{0,6}?(?:车间|工段|班组|作业区|党支部|支部|团支部|工区|突击队|服务队|攻关小组|攻关组)"
)
_LEVEL = re.compile(rf"(?:{_PLACE})")
_BRANCH = re.compile(rf"(?:{_BODY})+$")
_DEPARTMENT = ("部", "处", "室")
_ENDS_AS_PLACE = re.compile(rf"(?:^|{_PLACE})$")
_OWN_HOUSE = re.compile(r"(?:该|本)(?:院|公司|集团|单位)(?![\u4e00-\u9fff]{0,6}(?:委|会|部|支部|中心))")
_PERSON = re.compile(rf"[{surnames.SINGLE}][\u4e00-\u9fff]{{1,2}}(?=[、，等和与获被]|同志|荣获)")
"""车间李浩、…: the person acts, not the workshop."""
_ADVERBS = re.compile(r"(?:最终|随后|同时|目前|当前|此外|其中|据悉|近年来|连日来)")
_COMMITTEE = re.compile(r"(?:党委|纪委|团委|工会|女工委)+$")


@dataclass(frozen=True, slots=True)
class Subject:
    """The unit behind a text: its registered name, every way to write it, and its part that acts.

    `chain` is what follows the unit's name (第二氧化铝厂烧成车间), empty where the unit itself acts.
    """

    name: str
    names: tuple[str, ...]
    chain: str = ""
    others: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The full name as printed."""
        return self.name + self.chain

    @property
    def place(self) -> str:
        """The full name without a branch of the party or the league at its end: where something happens."""
        place = _BRANCH.sub("", self.chain)
        return self.name + (place if _ENDS_AS_PLACE.search(place) else self.chain)

    def mentioned(self, words: str) -> bool:
        """Whether the words name the unit in any way."""
        return any(name in words for name in self.names)


def subject_of(unit: str | None, subunit: str | None, text: str, units: tuple[Unit, ...]) -> Subject:
    """The subject of a text; the acting part is the sub-unit that is known, else what the text says."""
    if not unit:
        return Subject("", ())
    names = spellings(unit, units)
    others = tuple(name for other in units if other.name != unit for name in spellings(other.name, units))
    bare = Subject(unit, names, "", others)
    return Subject(unit, names, _own_chain(bare, subunit, text), others)


def spellings(unit: str, units: tuple[Unit, ...]) -> tuple[str, ...]:
    """All registered names of a unit, the longest first."""
    entry = next((known for known in units if known.name == unit), None)
    if entry is None:
        return (unit,)
    found = {entry.name, entry.full_name or entry.name, *entry.aliases}
    return tuple(sorted((name for name in found if name), key=lambda name: (-len(name), name)))


def _own_chain(subject: Subject, subunit: str | None, text: str) -> str:
    """The acting part: the longest chain after the unit's name that begins with the known sub-unit."""
    known = (subunit or "").removeprefix(subject.name)
    for name in subject.names:
        at = text.find(name)
        if at >= 0 and not _inside_longer(text, at, name, subject.names):
            stated = chain_at(text, at + len(name), min(len(text), at + len(name) + 40))
            if stated and (not known or stated.startswith(known)):
                return _place_of(stated) or known
    return known


def _inside_longer(text: str, at: int, name: str, names: tuple[str, ...]) -> bool:
    """Whether a short name found at `at` is only a part of a longer one."""
    return any(
        len(other) > len(name) and name in other and text.startswith(other, max(0, at - other.find(name)))
        for other in names
    )


def _place_of(chain: str) -> str:
    """The chain without a committee at its end (氧化铝厂党委 acts for 氧化铝厂)."""
    return _COMMITTEE.sub("", chain)


def chain_at(text: str, start: int, end: int) -> str:
    """The organisation named right at `start`, up to the first word of acting; empty where there is none."""
    while (match := CHAIN.match(text, start, end)) is not None:
        acts = _ACTS.search(match.group())
        if acts is None:
            return "" if _COUNTED.match(match.group()) else match.group()
        end = start + acts.start()
    return ""


def mention(text: str, start: int, end: int, subject: Subject) -> tuple[int, str] | None:
    """The subject named at the start of a clause: (where its name ends, its name as printed)."""
    for name in subject.names:
        if text.startswith(name, start, end):
            after = start + len(name)
            company = re.compile(r"(?:有限责任公司|有限公司|公司|集团)(?!领导)").match(text, after, end)
            after = company.end() if company else after
            rest = chain_at(text, after, end)
            return after + len(rest), subject.name + rest
    if (own := _OWN_HOUSE.match(text, start, end)) is not None:
        return own.end(), subject.name
    adverb = _ADVERBS.match(text, start, end)
    start = adverb.end() if adverb else start
    words = chain_at(text, start, end)
    if not words or is_foreign(words, subject):
        return None
    if len(words) == 1 or _PERSON.match(text, start + len(words), end):  # 矿耗; 车间李浩、…
        return None
    return start + len(words), _full_name(words, subject)


def is_foreign(words: str, subject: Subject) -> bool:
    """Whether the words begin with somebody else: the group, an authority, another unit, a newspaper."""
    if words.startswith(subject.names):
        return False
    return bool(_FOREIGN.match(words) or _SPEAKER.match(words)) or words.startswith(subject.others)


def _full_name(words: str, subject: Subject) -> str:
    """A short mention made whole: 公司团委, 厂党委, 烧成车间党支部 become unit + part."""
    if not subject.name:
        return words
    company = _COMPANY.match(words)
    if company:
        return _company_part(words, company.end(), subject)
    words = _LEADING.sub("", words)
    if subject.name.endswith(words):  # 该集团, 本院
        return subject.name
    if subject.name.endswith(words[0]) and words[0] in "院厂矿":  # 院团委
        return subject.name + words[1:]
    words = "厂" if words == "厂部" else words
    inside = subject.chain.find(words)
    if inside >= 0:
        return subject.name + subject.chain[: inside + len(words)]
    return _part_of_chain(words, subject)


def _company_part(words: str, after: int, subject: Subject) -> str:
    """公司团委 is the unit's; but where a department of the company writes, the company's own."""
    rest = words[after:]
    own = next((name for name in subject.names if rest.startswith(name)), "")
    if own:
        return subject.name + rest[len(own) :]
    return words if rest and subject.name.endswith(_DEPARTMENT) else subject.name + rest


def _part_of_chain(words: str, subject: Subject) -> str:
    """厂工会 stands for the 厂 of the chain, 党支部 for a part below it."""
    level = _LEVEL.match(words)
    if level:
        at = subject.chain.find(level.group())
        rest = words[level.end() :]
        if at >= 0:
            return subject.name + subject.chain[: at + len(level.group())] + rest
        if level.group() in {"厂", "矿"}:
            return subject.name + rest
    for size in range(min(len(words), len(subject.chain)), 1, -1):
        if subject.chain.endswith(words[:size]):
            return subject.label + words[size:]
    if subject.chain and _LOWER.match(words) and not _LOWER.match(subject.chain):
        return subject.label + words
    return subject.name + words
