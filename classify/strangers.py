"""Organisations that are not registered and name themselves: 西南铝业, 中州大学, 中铝国际.

They are looked for only where who writes or acts is named: at the begin of a clause or of a line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from classify.chains import chain_at
from classify.letters import HAN, clause_starts

PLACES: Final = (
    "北京|天津|上海|重庆|河北|山西|内蒙古|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|四川|贵州|云南"
    "|西藏|陕西|甘肃|青海|宁夏|新疆|香港|西南|西北|东北|华北|华东|华南|华中|中南|中原|东南|郑州|洛阳|焦作|三门峡|开封|新乡|巩义|登封"
    "|包头|呼和浩特|鄂尔多斯|通辽|霍林河|太原|大同|临汾|运城|河津|吕梁|交口|兰州|白银|连城|嘉峪关|西宁|银川|青铜峡|贵阳|遵义|清镇|六盘水"
    "|安顺|昆明|曲靖|文山|红河|昭通|鹤庆|大理|玉溪|楚雄|南宁|百色|平果|靖西|防城港|柳州|桂林|梧州|钦州|北海|济南|青岛|淄博|滨州|邹平|聊城"
    "|茌平|烟台|龙口|潍坊|临沂|沈阳|大连|抚顺|鞍山|本溪|营口|长春|哈尔滨|石家庄|唐山|邯郸|武汉|长沙|株洲|湘潭|岳阳|南昌|赣州|合肥|铜陵"
    "|马鞍山|南京|苏州|无锡|杭州|宁波|福州|厦门|广州|深圳|佛山|成都|眉山|广元|绵阳|攀枝花|德阳|西安|宝鸡|铜川|渭南|乌鲁木齐|石河子|昌吉|伊犁"
    "|徐州|连云港|抚州|萍乡|首都|长城|南山"
)
_SMALL: Final = (
    "[与和及、的了到赴在把将为是对向从由被给让使等也都就以这那各每该本我你他她您某两几其]|有(?!色|限)|推动|促进|坚持|聚焦|做强|做优|绿色|现代|智慧|清洁|全国|邀请|举办|召开|组织|联合|走进|携手|开展|推进"
    "|加强|完成|实现|公司|打造|建设|助力|服务|党|工会|团委|支部|职工|员工|青年|近日|日前|今年|[一二三四五六七八九十]个"
)
_SIGN: Final = rf"(?:(?!{_SMALL})[{HAN}A-Za-z])"
_CORPORATE: Final = (
    r"(?:[（(][^（）()]{2,6}[）)]|集团)?"
    r"(?:(?:股份|控股|投资)?有限(?:责任)?公司|集团(?:公司)?|股份(?:公司)?(?!制)|总公司|公司)"
)
_INDUSTRY: Final = (
    "铝业|铝电|铝镁|钢铁|铜业|锌业|钛业|镁业|矿业|煤业|煤电|轻合金|稀土"
    "|国贸|重工|碳素|炭素|水泥|硅业|锰业|镍业|锡业"
)
_TRADE: Final = (
    "铝厂|铝加工|电力|能源|化工|石化|建材|新材料|物流|国际工程|国际贸易|国际|工程技术|工程|建工|科技|电子|机械|装备|环保|水务|燃气|港务"
    "|航运|保险|证券|智能|资本|财务|资产|物资|投资|置业|药业|商贸|贸易|设备"
)
_HEAD: Final = (
    rf"(?:中铝|云铝|中国|国家|中色|中冶|中建|中铁|中交|中信|中核|国网|国电|华能|华电|大唐|南网|中煤|{PLACES})"
)
_INSTITUTION: Final = (
    "大学|(?<!科)学院|研究院|设计院|医院|协会|学会|商会|联合会|总工会|中学|小学|幼儿园|人民政府|政府|国资委|[省市区县]委(?!员)"
    "|(?:公安|应急管?理?|税务|环保|生态环境|人社|发改|民政|教育|卫健|水利|林业|自然资源|市场监管|铁路|供电|地质|勘查)局"
    "|法院|检察院|消防救援|支队|街道办?|村委会|银行|基金会"
)
_EDGE: Final = (
    rf"(?=$|[^{HAN}]|公司|集团|党|工会|团|职工|员工|青年|机关|纪委|项目|组织|开展|召开|举办|举行|完成|实现|荣获|与|和|在|的|把|将|也"
    r"|首|赴|到|走进|邀请|推行|实施|推进|加强|坚持|成功|顺利|持续|聚焦|围绕|深化|积极|认真|来访|承接|承建|承办|承担|[一二三]?(?:电解|熔铸|铸造|热轧|冷轧|动力|检修|生产|设备|综合|安全|物流)|[^，。]{1,6}(?:厂|车间|部|中心|分公司))"
)
_PARENTS: Final = (
    r"(?:中国铝业(?:集团|股份|公司|有限|(?![\u4e00-\u9fff]))|中铝(?:集团|公司|股份|总部|党组|本部)"
    r"|集团|股份公司|总公司|总部|本部)"
)
"""The group itself and its head: everybody's parent, nobody's competitor."""

_STRANGER: Final = re.compile(
    rf"(?!{_PARENTS})(?P<name>"
    rf"(?P<institution>{_SIGN}{{2,12}}?(?:{_INSTITUTION}))(?![生子门])"
    rf"|(?P<brand>{_SIGN}{{2,7}}?(?:{_INDUSTRY}))(?:{_CORPORATE})?"
    rf"|(?P<trade>{_HEAD}{_SIGN}{{0,6}}?(?:{_TRADE}))(?:{_CORPORATE}|{_EDGE})"
    rf"|(?P<company>{_SIGN}{{2,14}}?)(?:[（(][^（）()]{{2,6}}[）)]|集团)?(?:(?:股份)?有限(?:责任)?公司|集团公司|总公司|集团)"
    rf"|(?P<branch>(?:中铝|中国铝业|中铝股份)?(?:{PLACES})分公司)"
    rf"|(?P<steel>[包鞍武首宝攀本马太唐邯济莱重]钢|(?:西南|西北|华中|东北)铝|东轻){_EDGE}"
    rf"|(?P<short>(?:中铝|云铝){_SIGN}{{2,3}}?){_EDGE}"
    rf"|(?P<firm>{_SIGN}{{4,8}}?|(?:{PLACES}){_SIGN}{{2,6}}?)公司"
    r")"
)
_WEAK: Final = frozenset({"institution", "firm"})
"""Authorities, schools and the like also act as guests, in the news of whom they visit."""

_OPENER: Final = re.compile(
    r"\s*(?:[一二三四五六七八九十\d]{1,3}[、.．]\s*|[（(【\[“《<〖「●■◆★▲▶〇○•*—–-]+\s*|本报讯\s*|投稿[:：]?\s*|转发?[:：]?\s*|图为\s*|来自\s*"
    r"|(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?(?:[至—～~-]\d{1,2}日)?(?:上午|下午|晚|底|初|中旬|上旬|下旬)?[，,]?"
    r"|近日|日前|近期|连日来|今年以来|今年|上半年|[一二三四]季度|近年来|由(?=[^，。]{2,20}(?:主办|承办|承建|总承包)))*"
)


@dataclass(frozen=True, slots=True)
class Stranger:
    """An organisation named in a text; `name` is without 有限公司; a `weak` one may be a guest."""

    name: str
    start: int
    end: int
    weak: bool = False


def strangers(text: str, limit: int = 300) -> list[Stranger]:
    """Find the unregistered organisations that the clauses of a text begin with, in order."""
    text = text[:limit]
    return _each(text, clause_starts(text))


def words(text: str) -> list[Stranger]:
    """Find them at the begin of the words of a name, a signature or a by-line."""
    starts = [match.start() for match in re.finditer(r"[^\s，,、；;：:（）()【】/|]+", text[:300])]
    return _each(text, starts)


def _each(text: str, starts: list[int]) -> list[Stranger]:
    found: list[Stranger] = []
    for start in starts:
        one = _at(text, start) if not found or start >= found[-1].end else None
        if one and (not found or one.start >= found[-1].end):
            found.append(one)
    return found


def _at(text: str, start: int) -> Stranger | None:
    found = _STRANGER.match(text, opener(text, start))
    if found is None:
        return None
    kind = next(kind for kind, value in found.groupdict().items() if value and kind != "name")
    name = found["name"] if kind == "firm" else found[kind]
    return Stranger(name, found.start(), found.end("name"), kind in _WEAK)


def opener(text: str, start: int) -> int:
    """Where a clause goes on behind numbers, brackets and the time it opens with."""
    found = _OPENER.match(text, start)
    return found.end() if found else start


_NO_ORGANISATION: Final = re.compile(
    "党|团|工会|支部|职工|员工|工人|干部|退休|通讯|记者|作者|作家|供稿|图|文|来源|编辑|媒|报|网|社|台|新闻|杂志|学习|转|摘|选|续|[区班队组段库处办人者]$"
)


def is_foreign(name: str) -> bool:
    """Whether the words before a person's name in a by-line are an organisation, and no part of one."""
    plain = re.fullmatch(rf"[{HAN}]{{3,10}}", name) and not _NO_ORGANISATION.search(name)
    return bool(plain) and chain_at(name) is None


def same(one: str, other: str) -> bool:
    """Whether two names are of one organisation: one begins with the other, or draws it together （包钢）."""
    short, long = sorted((one, other), key=len)
    if long.startswith(short):
        return True
    letters = iter(long)
    return len(short) <= 3 and short[0] == long[0] and all(sign in letters for sign in short)


def shortened(name: str) -> str:
    """What stands for a long name in short: 贵州华锦铝业 -> 贵州华锦."""
    return re.sub(rf"(?:{_INDUSTRY}|{_TRADE})$", "", name)
