"""What a piece says that another event would say otherwise: days, periods, numbers, places, persons, figures.

Facts are compared as sets.  What one text has and the other has not is no contradiction: a digest leaves out
and a longer report adds.  Only where both sides have something of their own does one contradict the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from classify.persons import is_personal_name
from classify.wording import plain
from intake import surnames


class Kind(StrEnum):
    """What a fact is about."""

    DAY = "day"
    PERIOD = "period"
    NUMBER = "number"
    """The number of a thing or of an occasion: 3号机组, 第六期."""
    PLACE = "place"
    PERSON = "person"
    FIGURE = "figure"


Facts = Mapping[Kind, Mapping[str, float]]
"""Kind -> fact -> how much it tells."""

_NUMERAL = "[零〇一二两三四五六七八九十百]"
_COUNTED = "台套名人位项次个天年月小时分只处条件篇期届周吨元米份册批家户支座辆间块根张种类成倍里岁多余"
_DAY = re.compile(r"(\d{1,2})月(\d{1,2})日|(?<![\d月])(\d{1,2})日(?![产均常报前])")
_PERIOD = re.compile(
    rf"\d{{4}}年|(?:\d{{1,2}}|{_NUMERAL}{{1,2}})月(?:份|[上中下]旬|[底初])?(?!\d{{1,2}}日)|[上中下]旬"
    rf"|(?:前?[一二三四1-4]|第[一二三四])季度|[上下]半年|第(?:\d{{1,4}}|{_NUMERAL}{{1,4}})周"
)
_NUMBER = re.compile(
    rf"第(?:\d{{1,4}}|{_NUMERAL}{{1,4}})(?:期|届|次|批|轮|讲|站|场|季|号|炉|代|阶段)"
    rf"|(?:\d{{1,4}}|{_NUMERAL}{{1,4}})(?:号|#)[\u4e00-\u9fff]?|之{_NUMERAL}(?![\u4e00-\u9fff])"
)
_NO_PLACE = "[召开各该全每本此在对向为到从及和与][\\u4e00-\\u9fff]|[\\u4e00-\\u9fff][各该全每个们次]"
_PLACE = re.compile(
    rf"(?<![统进专单同唯])第?{_NUMERAL}(?![{_COUNTED}])[\u4e00-\u9fff]{{0,4}}?"
    r"(?:厂|车间|工段|矿|分公司|采区|支部|班(?![前后次])|队(?!伍)|部(?![署分门件])|所(?![有以在需]))"
    rf"|(?!{_NO_PLACE})[\u4e00-\u9fff]{{2}}(?:厂|车间|工段|矿区?|采区|货场|分公司|党?支部|中心|[^\W\d_](?:班(?![前后次])|队(?!伍)|部(?![署分门件])|所(?![有以在需])|科(?![学技])))"
)
_PERSON = re.compile(
    r"(?:书记|长|经理|主任|主席|(?<![人全动职队成会团委社学])员|(?<![职员施])工|师傅?|手|士|司机|总监|代表|同志|记者"
    r"|劳模|标兵|能手)"
    rf"((?![作会程厂段序艺业])[{surnames.SINGLE}][\u4e00-\u9fff])"
)
_FIGURE = re.compile(r"(\d+(?:\.\d+)?)(%|万亿|[万亿]|千(?![瓦克米伏安卡])|)")
_SPELT = re.compile(rf"({_NUMERAL}{{1,6}})(?=[{_COUNTED}])")

_DIGITS = {character: n for n, character in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}


@lru_cache(maxsize=256)
def facts(text: str) -> Facts:
    """Return the facts of a text."""
    rest = plain(text)
    found: dict[Kind, dict[str, float]] = {kind: {} for kind in Kind}
    for kind, pattern, read in _READERS:
        for match in pattern.finditer(rest):
            for fact, weight in read(match):
                found[kind].setdefault(fact, weight)
        if kind in _TAKEN:
            rest = pattern.sub("\0", rest)
    return found


def contradiction(mine: Facts, theirs: Facts, kind: Kind) -> float:
    """Return the weight of what each of two texts says of a kind that the other does not."""
    a, b = mine[kind], theirs[kind]
    new, lost = a.keys() - b.keys(), b.keys() - a.keys()
    return min(sum(a[fact] for fact in new), sum(b[fact] for fact in lost))


def common(mine: Facts, theirs: Facts, kind: Kind) -> float:
    """Return the weight of what both texts say of a kind."""
    return sum(mine[kind][fact] for fact in mine[kind].keys() & theirs[kind].keys())


def _day(match: re.Match[str]) -> Iterator[tuple[str, float]]:
    if match[1]:
        yield f"{int(match[1])}月{int(match[2])}日", 1.5
    else:
        yield f"{int(match[3])}日", 0.5


def _period(match: re.Match[str]) -> Iterator[tuple[str, float]]:
    words = re.sub(r"^第(?=.季度)", "", match[0].removesuffix("份"))
    yield (
        in_digits(words),
        0.05 if words.endswith("年") and words[0].isdigit() else 0.3 if words.endswith("旬") else 1.0,
    )


def _number(match: re.Match[str]) -> Iterator[tuple[str, float]]:
    yield in_digits(match[0]), 1.0


def _place(match: re.Match[str]) -> Iterator[tuple[str, float]]:
    yield match[0], 0.5


def _person(match: re.Match[str]) -> Iterator[tuple[str, float]]:
    """A surname and one character: where a name ends cannot be seen."""
    if is_personal_name(match[1]) and match[1] not in _WORDS and match[1][0] not in _FUNCTION:
        yield match[1], 1.0


_FUNCTION = frozenset("和向于从由但与及而如时会都")
_LISTED = (
    "高度 高效 高标 高质 高空 高温 管理 任务 任何 安排 安装 安心 全程 全面 全部 全力 全天 单位 单独 "
    "田间 毛衣 方便 方案 方法 方面 应急 应当 应对 应该 明确 明显 常态 计划 计量 石油 金属 马上 花费 "
    "成功 成立 成为 成本 支持 支部 时间 水平 水泵 温度 路上 平均 平时 平安 强化 强调 关心 关于 关注 "
    "关键 包括 包保 连续 连夜 连日 经过 经验 解决 解放 利用 利润 相互 相关 相继 展示 展开 通过 别人 "
    "广大 信息 信心 家属 家庭 干部 干劲 班组 班前 能力 能够 能源 游泳 满意 满怀 满足 项目 党委 党建 "
    "党员 党性 党史 党课 党旗 党费 文明 文化 易燃 席卷 商量 冷静 冷却 司机 古稀 车间 车辆 阳极 阴极 "
    "国家 国有 国企 政治 宣传 宣讲 宣誓 元旦 但是 尽快 尽职 步骤 习惯 习近 别样 景象 万元 万吨 双手 "
    "双方 苦练 苦战 晚上 乐观 边干 边学 战胜 战斗 陆续 荣获 荣誉 盛夏 英勇 练兵 练就 空闲 空间 后勤 "
    "后续 红旗 红色 融入 弘扬 东部 步入 麻利 银行 来到 来自 公司 公开 初心 求真 展现 展望 自觉 自愿 "
    "严格 严肃 严守 严把 时刻 时常 牢记 精心 精神 扎根 喜获 卓越 终于 终身 幸福 富有 充分 充满 农民 "
    "农村 山上 山东 山西 云南 江苏 河南 温馨 温暖 向上 阴雨 钢铁 钱款 程序 段落 施工 祝福 祝贺 付出 "
    "苏醒 康复 安康 谈心 谈话 巩固 冲锋 怀着 怀揣 从严 从业 "
)
_WORDS = frozenset(_LISTED.split())
"""Words that begin with a surname and follow a role."""


def _figure(match: re.Match[str]) -> Iterator[tuple[str, float]]:
    """3.20万 is 32000, as 32000 is."""
    number, scale = match[1][:18], match[2]
    value = (Decimal(number) * _SCALE.get(scale, 1)).normalize()
    yield f"{value:f}{'%' if scale == '%' else ''}", _telling(number, scale)


_SCALE = {"千": 1000, "万": 10_000, "亿": 100_000_000, "万亿": 1_000_000_000_000}


def _spelt(match: re.Match[str]) -> Iterator[tuple[str, float]]:
    value = in_digits(match[1])
    if int(value) > 1:
        yield value, _telling(value, "") if int(value) > 10 else 0.2


def _telling(value: str, scale: str) -> float:
    """A round or small figure stands in many pieces by chance."""
    significant = len(value.replace(".", "").strip("0"))
    return (0.4, 0.4, 0.9, 1.4)[min(significant, 3)] + (0.2 if scale else 0.0)


def in_digits(words: str) -> str:
    """Return words with their numerals in figures: 十二 is 12."""
    return re.sub(f"{_NUMERAL}+", lambda found: str(_value(found[0])), words)


def _value(words: str) -> int:
    total = digit = 0
    for character in words:
        if character in "十百":
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS[character]
    return total + digit


_READERS = (
    (Kind.PLACE, _PLACE, _place),
    (Kind.PERSON, _PERSON, _person),
    (Kind.DAY, _DAY, _day),
    (Kind.PERIOD, _PERIOD, _period),
    (Kind.NUMBER, _NUMBER, _number),
    (Kind.FIGURE, _FIGURE, _figure),
    (Kind.FIGURE, _SPELT, _spelt),
)
_TAKEN = frozenset({Kind.DAY, Kind.PERIOD, Kind.NUMBER})
"""A day is no figure as well."""
