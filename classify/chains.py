"""The parts of a unit: plant, workshop, team, one after another without a blank （第二氧化铝厂除杂车间）."""

from __future__ import annotations

import re

from classify.letters import HAN, joined

_STOP = re.compile(
    r"党委|党总支|党支部|团委|团总支|团支部|工会|党群|党员|党政|员工|职工|青年|团员|干部|班子|全体|各|的|"
    r"组织|召开|举办|举行|开展|邀请|完成|实现|积极|通过|(?<!综合)(?<!资源)利用|以|在|为|与|和|对(?!标)|把|将|按|从|向|"
    r"加强|强化|狠抓|抓好|抓实|推进|推动|推行|推广|深化|深入|落实|聚焦|围绕|坚持|制定|启动|走进|提升|提高|降低|"
    r"赴|到|由|因|被|荣获|首次|近日|日前|持续|全力|大力|扎实|认真|实行|实施|获|成功|顺利|首|今年|[\d]+月|现场|"
    r"参观|考察|调研|慰问|走访|督导|支援|感谢|欢迎|祝贺|报送|代?转|投稿|"
    rf"是|有(?!色|限)|给(?!水)|让|使|每|改进|清理|更换|优化|试运行|成立|取得|累计|创新|破解|发出|来到|前往|带领|率领|我|随|大家|一行|问|去|说|[^{HAN}A-Za-z0-9#]"
)
"""Where a name has come to its end: a word of acting, a branch of the party, anything but letters."""

_LEVEL = (
    r"分?厂(?![区房家内外长里])|车间(?!主任|里|内)|事业部|项目部|部(?![分门队署长件位落])|中心(?![组城思任学])|(?:分|子)?公司"
    r"|矿区|矿山|矿(?![业石山区用粉浆车物工上井长水卡渣种仓热料选脉源层产量])|研究所|研究院|设计院|工区(?!长)|工段(?!长)|作业区(?!长)|班组(?!长)"
    r"|科(?![技学研普长])|室(?![内外温主])|所(?![属有在以需得长])|站(?![在立位长])|基地|食堂"
    r"|(?<=[一二三四五六七八九十\d])区(?!长)|综合办|党政办"
)
_CHAIN = re.compile(rf".{{0,12}}?(?:{_LEVEL})")
_TEAM = re.compile(
    rf"(?:(?!{_STOP.pattern})[{HAN}A-Za-z0-9#]){{1,5}}?(?<![当白夜早中晚上下接交])班(?![组子车前后中长级次])(?!班?长)"
)
"""A team is one of a plant or a workshop only."""

_REACH = 40
"""Characters behind a unit's name in which its parts are looked for."""

_COMPANY = re.compile(r"(?:[（(]集团[）)]|集团)?(?:(?:股份)?有限(?:责任)?公司|公司)?(?:本部)?[ \u3000·—-]*")
_ONLY_LEVEL = re.compile(r"(?:分?厂|车间|部|中心|公司|矿|科|室|所|站|工区|班组)$")
_NO_PART = re.compile(
    r"(?:全|本|该|我|两|几|多个?|基层|有关|相关|兄弟|生产现|现场?|这|那|某|外|内|上级|一线|岗位|主要|附近|企业|大)"
    r"?(?:分?厂|车间|部|中心|(?:分|子)?公司|矿|矿山|矿区|科|室|所|站|工区|工段|班组|作业区|基地|食堂|研究院|研究所)$"
)
"""What only sounds like a part: 我厂, 本车间, 公司."""


def subunit_after(text: str, end: int) -> str | None:
    """Return the chain （第二氧化铝厂除杂车间） that follows a unit's name ending at `end`."""
    ahead = text[end : end + _REACH]
    return chain_at(joined(ahead[_end(_COMPANY, ahead) :]))


def chain_at(text: str) -> str | None:
    """Return the chain that a text begins with, as it stands without blanks."""
    stop = _STOP.search(text)
    room = text[: stop.start()] if stop else text[:_REACH]
    at = 0
    while found := _CHAIN.match(text, at, len(room)):
        at = found.end()
    if not at or _NO_PART.match(text[:at]):
        return None
    team = _TEAM.match(text, at)
    return text[: team.end() if team else at]


def chain(unit: str | None, subunit: str | None) -> tuple[str, ...]:
    """Return a unit and its parts from the largest to the smallest （中铝山东, 第二氧化铝厂, 除杂车间）."""
    return (*((unit,) if unit else ()), *_levels(subunit or ""))


def _levels(text: str) -> list[str]:
    """The text cut behind its level words; what is nothing but such a word goes with its neighbour."""
    parts: list[str] = []
    at = 0
    while found := _CHAIN.match(text, at):
        if (parts and _ONLY_LEVEL.fullmatch(parts[-1])) or (parts and _ONLY_LEVEL.fullmatch(found[0])):
            parts[-1] += found[0]
        else:
            parts.append(found[0])
        at = found.end()
    rest = text[at:]
    return [*parts, rest] if rest else parts


def extended(known: str, other: str | None) -> str:
    """The longer of two chains where one goes on from the other （电解厂, 电解厂净化车间）."""
    return other if other and other.startswith(known) else known


def _end(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.match(text)
    return found.end() if found else 0
