"""The parts of a unit: plant, workshop, team, one after another without a blank （第二氧化铝厂除杂车间）.

A chain is a sequence of names, each short and ending in the word for its level, and none of them a sentence.
"""

from __future__ import annotations

import re
from typing import Final

from classify.letters import HAN, joined
from classify.lexicon import DOINGS, LEVEL_SIGNS, LEVELS, NO_MINE, NO_PLANT

_SMALL: Final = (
    r"[的之了被把将让使我你他她它们哪谁并像每各某该此其从于与及或但而以因由更又也就只没很叫说讲问看听想念忆随跟去来到赴往派仍曾刚已]"
    r"|再(?!生)|着(?!色)|过(?!滤)|和(?!林)|在(?!线)|是|为|对(?![标外])|向(?!阳)|还(?!原)|不(?!锈)|给(?![水料煤])|有(?!色|限)|按|首|今|这|那(?=些|个|里|是|么|时|座|年|天)"
    r"|都(?=[是有在会能要很把没不说来去])|全[体国年厂]|同时|昨[天日]|下一步|前[些两几]天|目前|大家|一[行起同直边]"
)
"""Words that hold a sentence together and stand in no name."""
_PARTY: Final = (
    r"党委(?!工作[部处](?!署))|党总支|党?支部|团委|团总支|团支部|工会|党群(?!工作|部|办)"
    r"|纪委|党员|党政(?!办)|党组"
)
_PEOPLE: Final = r"员工|职工|青年|团员|干部|班子|领导|负责人|师傅|老劳模|劳模"
_VERBS: Final = (
    r"组织(?!部|人事部|宣传部)|召[开集]|举[办行]|开[展启始工设辟]|邀请|完成|实[现行施]|积极|通过|(?<!综合)(?<!资源)利用|加[强大快]|强化|狠抓|抓[好实住]"
    r"|推[进动行广出]|深[化入]|落实|聚焦|围绕|坚持|制[定作]|启动|走[进访]|提(?:[高前出供醒]|升(?!车间|工区|班))|降低|荣获|获|成[功立]|顺利|近[日年]|日前|持续"
    r"|[全大]力|扎实|认真|参[观加与]|考察|调研|慰问|督导|支援|感谢|欢迎|祝贺|报送|(?<![运旋扭])转(?![化变型换移产炉]|运(?:车间|站|中心|班))|代转|投[稿入用产运]"
    r"|改[进善]|清理(?!班)|更换|优化|试运行|取得|累计|创(?:下|新(?!部|中心|工作|基地|办))|破解|发[出现生放挥布]|前往|带[领动着]|率|邀|纪念|储备|克服|突破|攻[克坚]|确保"
    r"|保[证障](?!部|中心|车间|分?厂|科)|力争|争[取创当做]|努力|奋战|抢(?:抓|[修险运](?!班|中心|车间))|组建|打造|构建|建[立成起]|解决|处理(?!车间|[分工]?厂|站|中心|工[区段]|班|部)|消除|排查|整[改治]|节约|减少"
    r"|增[加产收]|缩短|延长|采[取用写访]|[应运]用(?!部|中心)|引[进入导领]|培育|培养|选[树拔]|表彰|奖励|评[选比]|征集|收集|修复(?!车间|中心|班)|自[制主筹]|研制"
    r"|出[台口动]|印发|下发|号召|呼吁|倡[导议]|传达|贯彻|座谈|观看|聆听|重温|缅怀|瞻仰|迅速|立即|及时|主动|不断|连[续夜日]|正在|达[到成]|超额"
    r"|进[行入厂]|经(?![营贸济理])|纳入|联系|[进入]驻|先后|拿下|返回|登[上记]|推开|共建|代[发表]|办起|接手|改成|打破|粉刷|督促|配合|修建|直达|现任|迎[来接]|立足|面对|针对|结合|按照|根据|随着|充分|严格|切实|全面|团队|现场"
)
_MEASURED: Final = (
    r"[\d一二两三四五六七八九十百千]+余?(?:[人名个台套吨万元项条座家位米年月日天点支篇批岁]|小时|分钟)"
    r"|\d+(?!\d*(?:[#号区kK厂]|车间|采区))"
)
_STOP: Final = re.compile(rf"{_SMALL}|{_PARTY}|{_PEOPLE}|{_VERBS}|{DOINGS}|{_MEASURED}|[^{HAN}A-Za-z0-9#]")
"""Where names have come to their end: what only a sentence has, a branch of the party, other signs."""

_CHAIN: Final = re.compile(rf".{{0,12}}?(?:{LEVELS})")
_NAME: Final = re.compile(
    rf"(?:[一二三四五六七八九十\dA-Z](?!部|站|所)|.{{2,8}}?)(?=[{LEVEL_SIGNS}])(?:{LEVELS})"
)
"""One name: its level, and before that a number or two to eight characters."""
_TEAM: Final = re.compile(
    rf"(?:(?!{_STOP.pattern})[{HAN}A-Za-z0-9#]){{1,5}}?(?<![当白夜早中晚上下接交])班(?![组子车前后中长级次])(?!班?长)"
)
_HAS_TEAMS: Final = re.compile(r"(?:厂|车间|公司|矿|矿区|采场|工[区段]|作业区|[一二三四五六七八九十\d]区)$")
"""A team is one of a plant, a mine or a workshop."""

_REACH: Final = 40
"""Characters behind a unit's name in which its parts are looked for."""

_COMPANY: Final = re.compile(
    r"(?:[（(]集团[）)]|集团)?(?:(?:股份)?有限(?:责任)?公司|公司)?(?:本部)?[ \u3000·—】\]-]*"
)
_OWN: Final = re.compile(
    r"(?:(?:股份|集团|总)?公司(?:本部|总部)?|总部|本部)?(?:党委(?=(?:宣传|组织|统战|党建)[^，。]{0,4}部|办公室))?"
)
"""What stands before a part and is no part: 公司|信息中心, 党委|宣传部; 党委工作部 is nothing without it."""
_ONLY_LEVEL: Final = re.compile(r"(?:分?厂|车间|部|中心|公司|矿|科|室|所|站|工区|班组)$")
_NO_NAME: Final = re.compile(
    rf"[两几]|编辑部|.*全车间$|.*[进入到回](?:{LEVELS})$|.*[{NO_PLANT}](?:分?厂)$|.*(?<![化加])工厂$|.*[{NO_MINE}]矿$|.*进口矿$|.*[全内外局大干上中下底顶头]部$"
    r"|.*(?:股份|集团|有限|责任|兄弟|上市|母|总|我|本|全)公司$"
    r"|(?:高原|雪域|草原|戈壁|大漠|深山|山城|水乡|花园式?|园林式?|百年|现代化?|美丽|幸福)[^厂矿]{0,2}(?:厂|矿山?)$"
    r"|(?:全|本|我|两|几|多个?|基层|有关|相关|兄弟|生产现|现场?|外|内|上级|一线|岗位|主要|附近|企业|大|智能|绿色|智慧)"
    r"(?:分?厂|车间|部|中心|(?:分|子)?公司|矿|矿山|矿区|科|所|站|工区|工段|班组|作业区|基地|食堂|研究院|研究所)$"
)
"""What only sounds like a part: 建厂, 本车间, 内部."""
_NO_PART_BEHIND: Final = re.compile(r"(?:代表)?队")
"""What makes a part the begin of another word: 质检中心|队."""


def subunit_after(text: str, end: int) -> str | None:
    """Return the chain （第二氧化铝厂除杂车间） that follows a unit's name ending at `end`."""
    ahead = text[end : end + _REACH]
    return chain_at(joined(ahead[_end(_COMPANY, ahead) :]))


def chain_at(text: str) -> str | None:
    """Return the chain that a text begins with, as it stands without blanks."""
    start, end = span_at(text)
    return text[start:end] or None


def span_at(text: str, begin: int = 0) -> tuple[int, int]:
    """Where the chain stands that a text has from a place on; both alike where there is none."""
    start = _end(_OWN, text, begin)
    end = _names(text, start, start + _REACH)
    stop = _STOP.search(text, start, end)
    if stop:
        end = _names(text, start, stop.start())
    team = _TEAM.match(text, end) if end > start and _HAS_TEAMS.search(text, start, end) else None
    return start, team.end() if team else end


def _names(text: str, start: int, end: int) -> int:
    """Where the names that a text has one after another come to their end."""
    while (found := _NAME.match(text, start, end)) and not _NO_NAME.match(found[0]):
        if _NO_PART_BEHIND.match(text, found.end()):
            break
        start = found.end()
    return start


def chain(unit: str | None, subunit: str | None) -> tuple[str, ...]:
    """Return a unit and its parts from the largest to the smallest （中铝山东, 第二氧化铝厂, 除杂车间）."""
    return (*((unit,) if unit else ()), *levels(subunit or ""))


def levels(text: str) -> list[str]:
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


def _end(pattern: re.Pattern[str], text: str, start: int = 0) -> int:
    found = pattern.match(text, start)
    return found.end() if found else start
