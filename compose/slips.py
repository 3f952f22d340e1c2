"""Words that input methods and hurry get wrong, where there is no doubt what was meant.

A slip stands here only if the wrong form is no word of its own in such a bulletin; what stands around it is
part of the pattern where the same characters can be right (实践性, 内部份额, 习惯彻底, 严峻工作).
"""

from __future__ import annotations

import re
from typing import Final

_WORDS: Final = (
    *(
        "布署=部署",
        "再接再励=再接再厉",
        "一如继往=一如既往",
        "台帐=台账",
        "帐目=账目",
        "挂勾=挂钩",
        "通迅=通讯",
    ),
    *("气慨=气概", "松驰=松弛", "沉缅=沉湎", "默守成规=墨守成规", "走头无路=走投无路", "一愁莫展=一筹莫展"),
    *("不径而走=不胫而走", "亲睐=青睐", "震憾=震撼", "遗撼=遗憾", "防碍=妨碍", "幅射=辐射", "锻练=锻炼"),
    *("坐谈会=座谈会", "砥励=砥砺", "筑劳=筑牢", "担挡=担当", "攻艰克难=攻坚克难", "功坚克难=攻坚克难"),
    *(
        "惯彻落实=贯彻落实",
        "贯切落实=贯彻落实",
        "贯彻落时=贯彻落实",
        "震奋人心=振奋人心",
        "震奋精神=振奋精神",
    ),
    *("巩困=巩固", "氧化吕=氧化铝", "电解吕=电解铝", "电解糟=电解槽", "焙浇=焙烧", "赤坭=赤泥", "教肓=教育"),
    *("已径=已经", "安全升产=安全生产", "总书计=总书记", "总书纪=总书记", "习进平=习近平", "刁近平=习近平"),
    *("习近乎=习近平", "不忘初新=不忘初心", "牢计使命=牢记使命", "精神文名=精神文明", "社会注义=社会主义"),
    *(
        "中华名族=中华民族",
        "降本曾效=降本增效",
        "提质曾效=提质增效",
        "隐患排察=隐患排查",
        "迫不急待=迫不及待",
    ),
    *(
        "迫在眉捷=迫在眉睫",
        "勤勤肯肯=勤勤恳恳",
        "竞竞业业=兢兢业业",
        "兢兢业也=兢兢业业",
        "全力以付=全力以赴",
    ),
    *(
        "有条不稳=有条不紊",
        "名列前矛=名列前茅",
        "出奇致胜=出奇制胜",
        "相形见拙=相形见绌",
        "相辅相承=相辅相成",
    ),
    *(
        "一股作气=一鼓作气",
        "谈笑风声=谈笑风生",
        "言简意骇=言简意赅",
        "记忆尤新=记忆犹新",
        "融汇贯通=融会贯通",
    ),
    *(
        "因地治宜=因地制宜",
        "入不付出=入不敷出",
        "脉博=脉搏",
        "凑效=奏效",
        "编篡=编纂",
        "寒喧=寒暄",
        "急燥=急躁",
    ),
    *(
        "精减机构=精简机构",
        "重山峻岭=崇山峻岭",
        "烦燥=烦躁",
        "宏扬=弘扬",
        "发杨光大=发扬光大",
        "修旧力废=修旧利废",
    ),
)
_AROUND: Final = (
    (r"(?<!实)践性(?!强|的)", "践行"),
    (r"坚持一些(?=巡检|值守|值班|工作|岗位|作业|抢修|生产|指挥)", "坚持一线"),
    (r"自救问(?=[，。、；）])", "自救问题"),
    (r"(?<!报名)(?<!征集)(?<!投票)(?<!时间)截止(?=目前|到?\d{1,2}月|到?\d{4}年|今年|\d{1,2}日)", "截至"),
    (r"按排(?![名序放列行队产班水污])", "安排"),
    (r"(?<![内全总外各干])部份(?!额)", "部分"),
    (r"(?<![严险])峻工(?=[验。，投])", "竣工"),
    (r"(?<![自知律舍克])己经(?![常过历验手营济])", "已经"),
    (r"(?<![自知克律舍对人])己(?=完成|实现|达到|建成|投入|累计)", "已"),
    (r"(?:尚|并|从)末(?![端尾级梢位])", "“末”应为“未”"),
    (r"(?<![可看叫当以])做为(?=一名|一个|新时代|党员|青年|共产党员)", "作为"),
    (r"(?:坚定|做到)“?四个意识", "增强“四个意识”"),
    (r"(?:增强|做到)“?四个自信", "坚定“四个自信”"),
    (r"(?:增强|坚定)“?两个维护", "做到“两个维护”"),
)
"""Pattern and what was meant, for those that only their surroundings tell."""

_PLAIN: Final = dict(pair.split("=") for pair in _WORDS)
_PLAIN_PATTERN: Final = re.compile("|".join(sorted(_PLAIN, key=len, reverse=True)))
_PATTERNS: Final = tuple((re.compile(pattern), right) for pattern, right in _AROUND)


def slips(text: str) -> list[tuple[int, int, str]]:
    """Where a text has a certain slip: (start, end, what was meant), in order."""
    found = [(m.start(), m.end(), _PLAIN[m.group()]) for m in _PLAIN_PATTERN.finditer(text)]
    found += [(m.start(), m.end(), right) for pattern, right in _PATTERNS for m in pattern.finditer(text)]
    return sorted(found)
