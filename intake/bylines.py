"""Who wrote a piece: by-lines at a paragraph's end or alone on a line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from intake import surnames
from intake.headings import ORGAN, Names

LONGEST: Final = 60
"""Characters of a by-line."""
LONGEST_NAMES: Final = 12
"""Characters behind 供稿： that are taken for names although they do not look like any."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_COMPOUND: Final = "|".join(surnames.COMPOUND)
_SOUNDS: Final = (
    "阿敖巴白包宝宾布查朝达德丹道噶嘎高格根古哈海贺呼花吉金卡克拉兰勒林龙鲁玛满毛蒙孟敏木那娜尼其奇琪青仁日荣萨桑莎山"
    "斯苏索塔泰特腾托图娃乌希新雅伊音英永尤云扎珠卓琴夫尔提力买古丽江依额才让旺洛措贡南次央措加吉"
)
"""Characters that spell the sounds of Mongolian, Tibetan and Uyghur names."""
_NAME: Final = re.compile(
    rf"(?:(?:{_COMPOUND})[\u4e00-\u9fff]{{1,2}}|[{surnames.SINGLE}][\u4e00-\u9fff]{{1,2}}|[{_SOUNDS}]{{4,6}}"
    r"|[\u4e00-\u9fff]{1,6}(?:[·•][\u4e00-\u9fff]{1,6}){1,2})"
)
_FOREIGN: Final = re.compile(r"[A-Z][a-z'’-]+(?:[ .]+[A-Z][a-z'’-]*){0,3}")
"""A name in Latin letters; one only behind a unit."""
_ENDS_IN_ORGAN: Final = re.compile(rf"[\u4e00-\u9fff]{{2,}}{ORGAN}")
# Words that begin with a surname and stand alone on a line or in brackets.
_NO_NAMES: Final = _words(
    "安全 成果 方案 高度 时间 文化 金属 石油 水平 管理 常态 程序 许可 "
    "平安 万元 华东 江西 车间 党委 支部 温度 成本 全部 文件 和谐 明确 "
    "原文 公司 国家 计划 应急 连载 下同 同上 全文 宣传 平均 相关 简称 "
    "解读 解释 查看 未完 方法 路线 项目 任务 游览 高温 白班 何时 何地 "
    "何人 钱款 石灰 强化 安排 平台 易地 康复 利润 利率 单位 关于 单价 "
    "计算 广西 云南 时事 时评 简报 简讯 要闻 动态 "
)
_ROLES: Final = _words("党员 共产党员 预备党员 团员 青工 职工 员工 工人 退休职工 通讯员 特约通讯员")
"""What people put before their name in a by-line."""
_FUNCTIONS: Final = r"(?:同志|书记|主任|经理|部长|厂长|主席|老师|党员|团员|职工|员工|青工|班长)"
_LONGEST_PART: Final = 10
"""Characters of the part of a unit, whatever it is called, between its name and a person's."""
_BETWEEN: Final = re.compile(r"[\s、，,;；/／&]+")
_ROLE_WORDS: Final = re.compile(
    r"(?:\s|^|[/／])(?:图文|图/文|文/图|文图|综合整理|图片|摄影报道|摄影|报道|供稿|撰稿|整理|口述|供图|文字|文|图|摄)(?:[/／]|(?=\s|$))"
)
_PHOTO_ONLY: Final = re.compile(r"(?:摄|摄影|供图)\s*$")

_GAPS: Final = tuple(" \u3000\t/／")
_SHORT_NAME: Final = re.compile(rf"(?!.*{ORGAN}$)[\u4e00-\u9fff]{{2,3}}")
"""Two or three characters that stand apart behind a unit are a name, however rare the surname."""

_UNIT, _PERSON, _OTHER = "unit", "person", "other"
_LABELS: Final = {
    **dict.fromkeys(_words("供稿单位 报送单位 投稿单位 来稿单位 作者单位 所在单位 单位 部门"), _UNIT),
    **dict.fromkeys(_words("稿件来源 信息来源 文章来源 来源 转自 摘自 转载自 源自"), _UNIT),
    **dict.fromkeys(
        _words("供稿人 供稿 撰稿人 撰稿 作者 特约通讯员 本报通讯员 通讯员 记者 发稿人"),
        _PERSON,
    ),
    **dict.fromkeys(_words("填报人 填表人 报送人 投稿人 来稿人 撰文 文字 采写 整理 姓名 文"), _PERSON),
    **dict.fromkeys(_words("主讲人 主讲 宣讲人 讲课人"), _PERSON),
    **dict.fromkeys(_words("采访整理 采访 口述 执笔 主笔 讲述 讲述人 口述人 整理人 采访人"), _PERSON),
    **dict.fromkeys(_words("摄影 图片 供图 图 编辑 责任编辑 责编 审核人 审核 审稿人 审稿"), _OTHER),
    **dict.fromkeys(_words("校对 签发 发布时间 发布日期 时间 日期 初审 复审 终审 核稿 监制 审批"), _OTHER),
}
_LABEL_WORDS: Final = "|".join(sorted(_LABELS, key=len, reverse=True))
_LABEL: Final = re.compile(
    rf"(?:^|(?<=[\s、，,;；|）)]))(?P<label>{_LABEL_WORDS})"
    r"(?:\s*[:：/／|]\s*|(?<=通讯员)\s*|(?<=记者)\s*|(?<=[员者稿人自源])\s+|(?<=自)(?=《))"
)
_MEDIA: Final = re.compile(
    r"[\u4e00-\u9fffA-Za-z“”《》·]{0,14}(?:日报|晚报|时报|早报|周报|工人报|青年报|青年网|军报|新华社|新华网|央视新闻|央视网|央视"
    r"|央广网|人民网|光明网|法[制治]网|环球网|求是网|求是|学习强国|新闻网|新闻社|通讯社|客户端|公众号|电视台|广播网|杂志|新闻联播"
    r"|纪检监察报|经济网|中国网|网站|官网|官微)[\u4e00-\u9fff]{0,6}"
)
_DATE_BEHIND: Final = re.compile(r"\s*(?:\d{4}[年./-])?\d{1,2}[月./-]\d{1,2}日?\s*$")
_ORGAN_FIRST: Final = re.compile(
    r"(?!以下|简称|下称|详?见|其中|包括|不?含|由|经|即|原|如|共|约|占|附|每|各|该|本)"
    rf"(?P<unit>(?:(?![将的了是为在把被])[\u4e00-\u9fffA-Za-z0-9]){{1,24}}{ORGAN})(?P<rest>.*)$"
)
_IS: Final = re.compile(r"^(?:本文)?作者(?:单位)?(?:系|为|是)(?=.{2})")
_HANDED_IN: Final = re.compile(r"(?<=.{3})\s*(?:选送|报送|推荐|供稿|投稿|提供|(?<=[委会部处室厂院所])报)$")
"""What a unit did with the piece that it did not write (某公司工会选送)."""
_BOTH: Final = re.compile(r"(?:图\s*[/／、]?\s*文|文\s*[/／、]?\s*图)(?:\s*[:：/／]\s*|\s+)")
"""One person wrote and took the pictures."""
_BRACKET: Final = re.compile(r"\s*[（(【\[](?P<inside>[^（）()【】\[\]]{2,60})[）)】\]]\s*[。.；;]?\s*$")
_HEAD: Final = re.compile(
    r"(?:[\u4e00-\u9fffA-Za-z]{0,10}讯\s*)?[（(]\s*(?P<inside>(?:本[报刊网]|特约)?(?:通讯员|记者|供稿|作者)[^（）()]{1,40})"
    r"[）)]\s*[，：:]?\s*(?=\S)"
)
_BRACKET_HEAD: Final = re.compile(r"\s*[（(【]\s*(?P<inside>[^（）()【】]{4,30})[）)】]\s*(?=.{15})")
_SPEAKS: Final = re.compile(
    r"(?P<person>[\u4e00-\u9fff·]{2,12})\s*[（(](?P<unit>[^（）()]{3,20})[）)]\s*[:：](?=.{10})"
)
"""张三（某厂）：看完展览……"""
_LABELLED_END: Final = re.compile(
    rf"(?<=[。！？!?”…）)\s])\s*(?P<inside>(?:{_LABEL_WORDS})\s*[:：/／][^。！？]{{2,50}})$"
)
_DASHED_END: Final = re.compile(r"(?<=[。！？!?”…])\s*[—–-]{2,}\s*(?P<inside>[^。！？—]{2,40})$")
_SENTENCE_ENDS: Final = '。！？!?”"’…；;》）)】'


@dataclass(frozen=True, slots=True)
class Byline:
    """Unit and person of a by-line; either may be missing."""

    unit: str | None = None
    person: str | None = None


def persons(text: str) -> str | None:
    """The text as one or several names joined by a blank (`王 强` -> `王强`), or None if it is none."""
    words = [word for word in _BETWEEN.split(text.strip()) if word and word not in _ROLES]
    names: list[str] = []
    for word in words:
        if names and len(names[-1]) == 1 and len(word) == 1:
            names[-1] += word
        else:
            names.append(word)
    good = names and len(names) <= 6 and all(_is_name(name) for name in names)
    return " ".join(names) if good else None


def _is_name(text: str) -> bool:
    return _NAME.fullmatch(text) is not None and text not in _NO_NAMES


def alone(text: str, names: Names) -> Byline | None:
    """The by-line that a whole line is (`（某公司 张三）`, `供稿：王五`, `某公司 张三`), else None."""
    if len(text) > LONGEST or text.endswith(("。", "！", "？", "；")):
        return None
    text = _DATED.sub("", _DATE_BEFORE.sub("", text)) or text
    bracket = _BRACKET.match(text)
    return parse(bracket["inside"] if bracket else text.lstrip(_BEFORE), names)


_BEFORE: Final = "—–- \u3000□■◇◆○●◎▲"
"""What is drawn before a by-line."""
_DATED: Final = re.compile(
    r"(?<=\S)(?:\s+|\s*[（(])(?:\d{4}(?:年|[-./]))?\d{1,2}(?:月|[-./])\d{1,2}日?(?:\s+\d{1,2}[:：]\d{2})?[）)]?$"
)
_DATE_BEFORE: Final = re.compile(r"^\d{4}(?:年|[-./])\d{1,2}(?:月|[-./])\d{1,2}日?\s+(?=\S)")


def is_sure(text: str, byline: Byline) -> bool:
    """Whether a line is a by-line wherever it stands; a bare name or unit may also be a head (强基础)."""
    marked = _BRACKET.match(text) or _LABEL.search(text) or text.startswith(("——", "--"))
    return bool(marked) or bool(byline.unit and byline.person)


def head(text: str, names: Names) -> tuple[str, str, Byline] | None:
    """The by-line before a text: (its words, the text behind it, the by-line), else None.

    Without the word 通讯员 or the like, brackets are one only if they name unit and person.
    """
    speaks = _SPEAKS.match(text)
    if speaks and _is_name(speaks["person"]) and (unit := parse(speaks["unit"], names)) and unit.unit:
        return speaks[0], text[speaks.end() :], Byline(unit.unit, speaks["person"])
    found = _HEAD.match(text) or _BRACKET_HEAD.match(text)
    byline = parse(found["inside"], names) if found else None
    if not found or not byline or (found.re is _BRACKET_HEAD and not (byline.unit and byline.person)):
        return None
    return found[0], text[found.end() :], byline


def bracketed(text: str, names: Names) -> tuple[str, str, Byline] | None:
    """The by-line in brackets at the end of a text: (text before it, its words, the by-line), else None."""
    bracket = _BRACKET.search(text[-LONGEST - 6 :])
    found = parse(bracket["inside"], names) if bracket else None
    before = text[: len(text) - len(bracket[0])] if bracket else ""
    if not bracket or not found or not before:
        return None
    told = found.unit or before[-1] in _SENTENCE_ENDS or _LABEL.match(bracket["inside"])
    whole = told and _ends_a_sentence(before, bracket, names)
    return (before, text[len(before) :], found) if whole else None


def tail(text: str, names: Names) -> tuple[str, str, Byline] | None:
    """The by-line at the end of a paragraph: (text before it, its words, the by-line), else None."""
    found_in_brackets = bracketed(text, names)
    if found_in_brackets:
        return found_in_brackets
    for pattern in (_LABELLED_END, _DASHED_END):
        end = pattern.search(text, max(0, len(text) - LONGEST))
        found = parse(end["inside"], names) if end else None
        if end and found and text[: end.start()].strip():
            return text[: end.start()], text[end.start() :], found
    return None


def _ends_a_sentence(before: str, bracket: re.Match[str], names: Names) -> bool:
    """Whether brackets stand behind a whole sentence; a known unit may also close one without a stop.

    A stop behind the brackets and none before makes them part of the sentence: 培训在礼堂举行（某公司）。
    """
    if before.rstrip()[-1:] in _SENTENCE_ENDS or _LABEL.match(bracket["inside"]):
        return True
    return names.unit_at(bracket["inside"]) is not None and bracket[0].rstrip()[-1] not in "。；;."


def parse(text: str, names: Names) -> Byline | None:
    """Unit and person in the words of a by-line, or None where the words are something else."""
    text = _BOTH.sub("文：", text.strip(" \u3000：:"), count=1)
    text = _IS.sub("", text)
    if not text or len(text) > LONGEST:
        return None
    labels = list(_LABEL.finditer(text))
    if labels:
        return _labelled(text, labels, names)
    if _PHOTO_ONLY.search(text) and persons(_PHOTO_ONLY.sub("", text)):
        return Byline()
    return _plain(_ROLE_WORDS.sub(" ", text).strip(), names)


def _labelled(text: str, labels: list[re.Match[str]], names: Names) -> Byline | None:
    """A by-line of labelled fields; words before the first label belong to no field."""
    before = text[: labels[0].start()].strip(" 、，,|\u3000")
    result = _plain(before, names) if before else Byline()
    ends = [label.start() for label in labels[1:]] + [len(text)]
    for label, end in zip(labels, ends, strict=True):
        value = text[label.end() : end].strip(" 、，,;；|\u3000")
        field = _field(label, value, names)
        if result is None or field is None:
            return None
        result = Byline(result.unit or field.unit, result.person or field.person)
    return result


def _field(label: re.Match[str], value: str, names: Names) -> Byline | None:
    """What one field says; a rare name is believed where a colon stands before it."""
    role = _LABELS[label["label"]]
    if not value or len(value) > 40 or "。" in value:
        return None
    if role is _OTHER:
        return Byline()
    found = _plain(value, names) or _listed(value, names)
    if role is _UNIT:
        unit = (found.unit if found else None) or value.strip("《》“”")
        return Byline(unit, found.person if found else None)
    rare = len(value) <= LONGEST_NAMES and "，" not in value and label[0].rstrip()[-1] in ":：/／|"
    return found or (Byline(person=value) if rare else None)


def _listed(value: str, names: Names) -> Byline | None:
    """Name and unit with a comma between: 张三，某公司职工."""
    parts = [_plain(part.strip(), names) for part in re.split(r"[，,]", value)]
    known = [part for part in parts if part is not None]
    if len(known) < len(parts) or len(known) != 2:
        return None
    return Byline(known[0].unit or known[1].unit, known[0].person or known[1].person)


def _plain(text: str, names: Names) -> Byline | None:
    """A by-line without labels: a medium, a unit with or without names, or names alone."""
    text = re.sub(r"^(?:新华社|本报)?(?:记者|通讯员)\s*", "", text) or text
    text = _HANDED_IN.sub("", text) or text
    unit = names.unit_at(text)
    if unit is not None:
        return _unit_and_persons(unit, text[len(unit) :])
    medium = _DATE_BEHIND.sub("", text).removeprefix("据").strip("《》“”")
    if len(medium) <= 20 and _MEDIA.fullmatch(medium):
        return Byline(unit=medium)
    found = persons(text) if not _names_an_organ(text) else None
    if found:
        return Byline(person=found)
    organ = _ORGAN_FIRST.fullmatch(text)
    if organ is None or re.search(r"[，。：:；！？]", text):
        return None
    return _unit_and_persons(organ["unit"], organ["rest"])


def _names_an_organ(text: str) -> bool:
    """Whether the first of several words is a unit though it looks like a name (计控室 何静)."""
    first, *others = _BETWEEN.split(text)
    return bool(others) and _ENDS_IN_ORGAN.fullmatch(first) is not None


def _unit_and_persons(unit: str, rest: str) -> Byline | None:
    apart = rest[:1] in _GAPS
    rest = re.sub(r"\s+", " ", rest).strip(" /／、，,:：-—·")
    rest = re.sub(rf"^{_FUNCTIONS}|{_FUNCTIONS}$", "", rest) if len(rest) > 3 else rest
    if not rest or rest in _ROLES:
        return Byline(unit=unit)
    found = persons(rest)
    if found:
        return Byline(unit, found)
    if apart and (_SHORT_NAME.fullmatch(rest) or _FOREIGN.fullmatch(rest)) and rest not in _NO_NAMES:
        return Byline(unit, rest)
    part, _, last = rest.rpartition(" ")
    if part and persons(last) and len(part) <= _LONGEST_PART and not re.search(r"[，。：:；！？、\s]", part):
        return Byline(unit + part, persons(last))
    organ = _ORGAN_FIRST.fullmatch(rest)
    if organ and len(unit) + len(rest) <= 40 and not re.search(r"[，。：:；！？]", rest):
        below = _unit_and_persons(organ["unit"], organ["rest"])
        return below and Byline(f"{unit}{organ['unit']}", below.person)
    return None
