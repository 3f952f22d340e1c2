"""First-person pieces: whole sentences, none rewritten, that read on their own.

What the writer himself saw, did, learned and means to do at his post stays.  Retold history, what leaders
said, slogans, and what the company organised go.  A question stays with its answer, a list whole, a
sentence that leans on the one before only together with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from compose.packing import Choice, packed
from compose.punctuation import house_punctuation, without_controls
from compose.sentences import Stretch, clipped, sentences
from compose.wording import Wording, ended, ranges

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MOST_SENTENCES = 400
"""What stands beyond in one item is not weighed; it is left out."""
_I = r"(?<![自忘])我(?!们|国|公司|厂|省|市|部|矿|军|党|院|车间|支部)"

_VOICE: tuple[tuple[re.Pattern[str], float], ...] = (
    # the writer speaks
    (re.compile(rf"{_I}|本人"), 1.0),
    (re.compile(r"自己"), 0.3),
    (
        re.compile(
            rf"{_I}(?:是|家|做|干|当了|在|每|给自己|把|想|才|一下子|答|看|问|小|还有|手上|负责|亲|先|也|站|记得|拿|就)|{_I}的(?:爷|奶|姥|父|母|儿|女|师|徒|家|课题|岗位|工作)"
        ),
        1.0,
    ),
    (
        re.compile(
            r"爷爷|奶奶|姥姥|姥爷|外婆|外公|父亲|母亲|爸|妈|阿大|阿妈|儿子|女儿|闺女|孩子|妻子|丈夫|老伴|师傅|徒弟|工友"
        ),
        0.9,
    ),
    # at his post, with his hands
    (
        re.compile(
            r"夜班|白班|值班|当班|巡检|盯表|工段|班长|槽|炉|窑|泵|磨机|锅炉|实验|课题|仪表|合同|图纸|检修|点检|螺栓|操作|天车|阳极|皮带|化验|罐|管道|阀|司机|车间里|岗位上|岗位管"
        ),
        0.8,
    ),
    (
        re.compile(
            r"(?:回来|回到|从.{1,8}回|如今|那天|那一刻|后来|去年|小时候|每天|每次|当年|刚进厂|入厂|参加工作|这些年|规矩|立下|定了)"
        ),
        0.6,
    ),
    (re.compile(r"\d{1,3}年|[一二三四五六七八九十]{1,3}(?:年|遍|次|个|把|块|步|里)"), 0.3),
    # what it did to him
    (
        re.compile(
            r"使我|让我|想起|明白|懂得|想通|感到|感受|体会到|忍住|湿润|眼泪|打动|惭愧|愧疚|触动|震撼|洗礼|珍惜|心里"
        ),
        0.7,
    ),
    (re.compile(rf"{_I}(?:将|要|会|一定|愿|更)|(?:今后|往后|以后|接下来|下一步).{{0,6}}{_I}|作为一名"), 0.4),
)
_NOISE: tuple[tuple[re.Pattern[str], float], ...] = (
    (
        re.compile(
            r"不忘初心|牢记使命|初心使命|砥砺前行|努力奋斗|锐意进取|埋头苦干|高质量发展|优异成绩|献礼|中国梦|伟大复兴|绵薄之力|添砖加瓦|新征程|接续奋斗|奋勇前进|更加饱满|更加务实|贡献.{0,6}力量|作出.{0,8}贡献|发光发热|不负韶华|不负时代"
        ),
        -1.0,
    ),
    (
        re.compile(
            r"四个意识|四个自信|两个维护|两个一百年|理想信念|思想上受到|思想认识|理论武装|政治站位|进一步(?:加强|增强|提高|坚定)|自身素质|查找不足|补齐短板|找差距|补短板|增强.{0,6}意识|受益匪浅|久久不能平静|深刻(?:的)?认识|感触(?:很|颇)深|收获(?:很大|满满|颇丰)|感慨万千|使命光荣|责任重大|带头厉行|必然要求|以此次"
        ),
        -1.2,
    ),
    (
        re.compile(
            r"习近平|总书记|党中央|全会|党的(?:十[八九]|二十)|(?:指出|强调|教导)(?:[：:，,“]|我们)|毛主席教导|领导讲话"
        ),
        -1.8,
    ),
    (
        re.compile(
            r"(?:公司|支部|党委|党支部|团委|厂|院|车间|部门|工会)(?:党委|党支部)?[^，。]{0,8}(?:组织|开展|举办|召开|安排)|近日|日前|^\d{1,2}月\d{1,2}日"
        ),
        -1.3,
    ),
    (
        re.compile(
            r"如下|以下(?:几|三|两)|(?:几|三|两)点(?:体会|感受|收获)|心得体会|汇报|一点体会|内容丰富|形式新颖"
        ),
        -2.5,
    ),
    (re.compile(r"老师|各位|请多(?:修改|指正|批评)|写得不好|投稿|请审|谢谢"), -4.0),
    (
        re.compile(
            r"什么叫|什么是|一个个鲜活|(?:时刻|始终|永远)(?:牢记|铭记|不忘)|作为.{2,12}，(?:就?要|应|必须|更要)"
        ),
        -0.9,
    ),
    (
        re.compile(
            r"(?:我们|全体|广大|青年人|共产党人|党员干部)(?:要|应|应当|应该|必须|更要|一定要)|让我们|没有.{2,14}就没有|幸福生活|美好生活|^[“《][^”》]*[”》]$"
        ),
        -1.2,
    ),
    (re.compile(r"^(?:首先|其次|再次|一是|二是|三是|四是|第[一二三四])"), -0.8),
    (
        re.compile(
            r"红军|先烈|烈士|革命先辈|革命前辈|中国共产党|长征|战役|党的恩情|百年(?:党史|征程|奋斗|风雨|华诞)|石库门|峥嵘|波澜壮阔|筚路蓝缕|旗帜|算得了什么|历史(?:是|证明|昭示|不能)|教科书|人民(?:的|就是)|民族|国家(?:兴|强)|科技是|青年(?:兴|强)"
        ),
        -0.9,
    ),
)
_LEANS = re.compile(
    r"^(?:这(?!次|些年|几年|段时间|一年|里|天)|那(?!年|天|时|会儿|一年|一天)|他|她|它|其|此|而(?!今)|但|可(?!以)|然而|因此|所以|正是|于是|同样|也(?:正|就)是|何况|不仅如此|否则|比起|与之|两相|说起来|说着|后来|果然|记得)"
    r"|^[^，。]{0,8}这(?:一(?!年|次)|个|件|句|种|番|份)|^[^，。]{0,6}(?:想起|回想|看到|看着|经历|面对|记得)(?:了|起)?那|(?:想起|记住|记着|忘不了)(?:他|她|它)?(?:这|那)|^(?:我|心里)?(?:答不|说不)"
)
_LOOSE = re.compile(
    r"^(?:因此|所以|为此|同时|总之|此外|另外|而且|并且|于是|当然|可见|由此|但是|然而|但|首先|其次|再次|最后)[，,]\s*"
)
"""An opening that only ties a sentence to the one before; it goes where that one went."""
_LISTED = re.compile(
    r"^(?:[一二三四五六七八九]是|[一二三四五六七八九]要|第[一二三四五六七八九](?!次|天|个|线|名)|首先|其次|再次|最后[，,])"
)
NUMBERED = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,2}[）)]|\d{1,2}[.、．](?!\d))\s*"
)
_TITLE = re.compile(r"(?:体会|有感|感想|感悟|观后感|读后感|心得|随笔|征文|答卷)$|^[《“][^》”]{2,30}[》”]$|——")
_SIGNED = re.compile(
    r"^[（(—\-–\s]*(?:(?:作者|供稿|撰稿|投稿人?|通讯员|姓名|单位)\s*[:：]?\s*)?[\u4e00-\u9fffA-Za-z0-9]{0,24}\s*[\u4e00-\u9fff·]{1,4}(?:\s[\u4e00-\u9fff]{1,3}){0,2}\s*[）)]?$"
)
_REMARK = -1.0
"""What a general remark between two sentences of one story is worth at most."""
_OPENS = re.compile(r"(?:如下|以下.{0,8}|(?:体会|感受|收获|感悟|汇报))[：:]$|汇报如下[。：:]?$")
"""What only says that the piece follows."""
_RHETORICAL = re.compile(r"怎能|怎么能|岂能|何尝|难道|算(?:得了|得上)?什么|有什么理由|何愁|谁不")
_DATE = re.compile(r"^\d{4}\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}\s*日?$")
_SAYS = re.compile(r"[我你他她它们要将把使让]|[，,；;]")


@dataclass(frozen=True, slots=True)
class _Unit:
    """Sentences that stay or go together; `leans` on the unit before, which must stay if this one does.

    `loose` characters of its opening only tie it to that one.
    """

    parts: tuple[Stretch, ...]
    worth: float
    leans: bool
    loose: int
    of_person: bool

    @property
    def length(self) -> int:
        return sum(part.end - part.start for part in self.parts)


_HALF_STOP = re.compile(r"(?<=[\u4e00-\u9fff”\"])\.(?=[\u4e00-\u9fff\s\d“\"]|$)")


def stopped(text: str) -> str:
    """The text, as long as before, with full stops where a half-width one stands behind Chinese."""
    return _HALF_STOP.sub("。", text)


def cut(text: str, budget: tuple[int, int]) -> Wording:
    """Whole sentences within the budget, the most personal and concrete ones, in their order."""
    found = sentences(stopped(text))[:_MOST_SENTENCES]
    said = [sentence for sentence in found if not _is_around(text, sentence, found)] or list(found)
    if sum(sentence.end - sentence.start for sentence in said) <= budget[1]:
        return _printed(text, [*said], said)
    units = list(_units(text, said))
    kept = _chosen(units, budget)
    parts = [part for unit in kept for part in unit.parts]
    tight = sum(unit.length for unit in kept) > budget[1]
    return _printed(text, parts, [] if tight else said, endless=3 * budget[1])


# --- what may stay --------------------------------------------------------------------------------


def _is_around(text: str, sentence: Stretch, found: Sequence[Stretch]) -> bool:
    """Whether a line is a title, a numbered head, a date or a signature."""
    words = without_controls(sentence.of(text)).strip()
    whole_line = not text[: sentence.start].rstrip(" \t\u3000").rpartition("\n")[2].strip()
    if _OPENS.search(words) or (NUMBERED.match(words) and len(words) <= 40 and not re.search(_I, words)):
        return True
    if not whole_line or words[-1:] in "。！？!?…；;：:.":
        return False
    if _DATE.match(words) or (sentence == found[0] and len(words) <= 30 and _TITLE.search(words)):
        return True
    ending = sentence in found[-2:] and len(found) > 1
    return (
        len(words) <= 30
        and _SIGNED.match(words) is not None
        and not _SAYS.search(words)
        and (ending or sentence == found[0])
    )


def _units(text: str, found: Sequence[Stretch]) -> Iterator[_Unit]:
    """Sentences joined where one is nothing without the other: question and answer, a list, an opening."""
    together: list[Stretch] = []
    for place, sentence in enumerate(found):
        together.append(sentence)
        following = found[place + 1].of(text) if place + 1 < len(found) else ""
        if following and goes_on(sentence.of(text), following):
            continue
        yield _unit(text, together)
        together = []


def goes_on(words: str, following: str) -> bool:
    """Whether the next sentence belongs to this one: an answer, the next of a list, what a colon opens."""
    asks = words.endswith(("？", "?"))
    opens = words.endswith(("：", ":"))
    listed = bool(_LISTED.match(words) and _LISTED.match(following))
    return (
        opens
        or listed
        or (asks and not _RHETORICAL.search(words))
        or bool(re.match(r"^[^，。]{0,6}(?:说|答|道)[。：:]", following))
    )


def _unit(text: str, parts: list[Stretch]) -> _Unit:
    words = "".join(part.of(text) for part in parts)
    loose = _LOOSE.match(words)
    leans = _LEANS.search(words[loose.end() :] if loose else words)
    tied = loose.end() if loose else 0
    return _Unit(tuple(parts), _voice(words), bool(leans), tied, bool(leans and re.search("[他她]", words)))


def _voice(words: str) -> float:
    """How much of the writer speaks in it, a character; 0 or less where anybody might have written it."""
    said = sum(weight for pattern, weight in _VOICE if pattern.search(words))
    return said + sum(weight for pattern, weight in _NOISE if pattern.search(words))


# --- what does ------------------------------------------------------------------------------------


def _chosen(units: list[_Unit], budget: tuple[int, int]) -> list[_Unit]:
    """The best units that fit; where all are empty phrases, the best of these."""
    least, most = budget
    worths = [unit.worth for unit in units]
    for floor in (0.0, 1.0, 3.0, 9.0):
        chains = list(_chains(units, [worth + floor for worth in worths]))
        kept = sorted((u for chain in packed(chains, most) for u in chain), key=lambda u: u.parts[0].start)
        if sum(unit.length for unit in kept) >= least:
            return kept
    return kept or [min(units, key=lambda unit: unit.length)]


def _chains(units: list[_Unit], worths: list[float]) -> Iterator[list[Choice[list[_Unit]]]]:
    """Units that lean on one another: how far each such chain may be printed from its head.

    Who speaks of a person goes on speaking of him behind a general remark, which may be left out.
    """
    chain: list[Choice[list[_Unit]]] = []
    for place, (unit, worth) in enumerate(zip(units, worths, strict=True)):
        value = worth * unit.length
        if unit.leans and chain:
            last = chain[-1]
            chain.append(Choice([*last.what, unit], last.length + unit.length, last.worth + value))
        elif chain and unit.worth < _REMARK and place + 1 < len(units) and units[place + 1].of_person:
            yield [Choice([unit], unit.length, value)]
        else:
            yield chain
            chain = [Choice([unit], unit.length - unit.loose, value)]
    yield chain


# --- how it is printed ----------------------------------------------------------------------------


def _printed(text: str, kept: list[Stretch], said: Sequence[Stretch], *, endless: int = 0) -> Wording:
    """Sentences one behind the other; only an endless one loses its tail, visibly."""
    if endless and len(kept) == 1 and kept[0].end - kept[0].start > endless:
        kept = [clipped(text, kept[0], endless)]
        return Wording(without_controls(kept[0].of(text)).strip() + "……", ranges(kept))
    before = dict(zip(said[1:], said, strict=False))
    tied = set(kept)
    shown = [part if before.get(part) in tied else _untied(text, part) for part in kept]
    words = "".join(_sentence(part.of(text)) for part in shown)
    return Wording(words, ranges(shown))


def _sentence(words: str) -> str:
    bare = house_punctuation(without_controls(words).strip())
    bare = NUMBERED.sub("", bare)
    return bare if bare.endswith((".”", ".’")) else ended(bare)


def _untied(text: str, sentence: Stretch) -> Stretch:
    loose = _LOOSE.match(sentence.of(text))
    return Stretch(sentence.start + loose.end(), sentence.end) if loose else sentence
