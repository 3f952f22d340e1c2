"""What a clause of a news item is for, and what it is worth in a digest.

Tables of patterns, one reason each; the numbers are weights that were set by reading many digests, not
probabilities.  A clause below zero is never printed unless nothing else is left.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from compose.figures import Figure, Weight, figures
from compose.openers import is_teller, opener_end
from compose.sentences import Shield, Stretch, clauses

if TYPE_CHECKING:
    from collections.abc import Iterator


class Role(StrEnum):
    """What a clause does in its sentence."""

    ACTION = "action"
    """Somebody does something; can stand alone."""
    PLAIN = "plain"
    """Any other statement."""
    ADVERB = "adverb"
    """How, when, by what; needs the clause after it."""
    BACKGROUND = "background"
    """Purpose, occasion, instruction; dropped."""
    PADDING = "padding"
    """Praise, slogans, effects without a figure; dropped first."""
    ATTENDANCE = "attendance"
    """Who was there."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause without its opener.  `opener` is the period it opens with (一季度), if any.

    `worth` says how gladly it is printed; `after` and `before` say that it cannot stand without the
    clause after it or before it.
    """

    start: int
    end: int
    mark: str
    role: Role
    worth: float
    figures: tuple[Figure, ...]
    opener: Stretch | None = None
    after: bool = False
    before: bool = False
    verbal: bool = False
    """Whether it opens with what is done, so that the name of who does it may stand right before it."""
    own: bool = False
    """Whether it has a subject of its own and tells a figure of it (电耗降低3%)."""
    step: bool = False
    """Whether it only says after what the next clause came about (改造后)."""

    @property
    def measured(self) -> bool:
        """Whether it holds a measured quantity."""
        return any(figure.weight is Weight.MEASURE for figure in self.figures)


_PURPOSE = (
    "了|进一步|切实|深入|扎实|更好|有效|全面|充分|认真|积极|不断|持续|大力|努力|充实|严格|帮助|配合|适应|满足|体现|庆祝|纪念|丰富|解决|确保"
    "|推进|推动|落实|贯彻|加强|提高|提升|增强|激发|激励|引导|教育|缓解|防止|防范|应对|营造|弘扬|发扬|传承|深化|检验|保障|促进|培养"
    "|锻造|锤炼|磨[练炼]|赓续|汲取|厚植|涵养|筑牢|树立|掀起|助力|普及|杜绝|遏制|压实|挖掘|发挥|构建|加深|增进|改进|破解|攻克|打通|减少|避免|节约|调动|选拔"
    "|做好|抓好|搞好|让|使|迎接|完成|实现|打造|打赢|响应|缅怀|展示|展现|强化"
    "|规范|拓展|加快|尽快|方便|改善|减轻|降低|消除|夯实|巩固|学习|宣传|掌握|活跃|凝聚"
)
_PURPOSE_GOES_ON = re.compile(rf"(?:进一步|持续|不断|更好地?|切实|有效|全面)?(?:{_PURPOSE})")
"""为丰富职工生活，激发工作热情，…: what else it is for."""
_BACKGROUND = re.compile(
    rf"为(?:{_PURPOSE})|(?:在|值此|正值|恰逢|适逢|值).*(?:之际|到来前夕|前夕|来临前)$|随着|伴随|(?:按照|根据|遵照|依据|(?:认真|坚决|全面|深入|严格|切实)?(?:贯彻)?落实)"
    r".*(?:要求|部署|安排|精神|计划|通知|工作会议)|(?:深入|认真|全面)(?:学习)?贯彻|旨在|自[^，]{2,30}(?:以来|开展以来|启动以来)"
    r"|(?:面对|面临|受|鉴于|由于|时值|正是|得益于).*|以此为.*|.*成绩的取得$|.*的结果$"
)
_ALWAYS_BACKGROUND = re.compile(r"为了|随着|伴随|面对|面临|鉴于|由于|时值")
"""Background even with a figure in it."""
_ADVERB = re.compile(
    r"(?:通过|经过|凭借|作为|本着|秉承|秉持|沿着|看着|伴着|带着|顶着|冒着|自(?!主|觉|动|行|筹|发|愿|编|己|备))"
    r"|.{0,14}(?:[^先今前落售最背]后|(?<![小瓦及准按实同])时|下午|上午)$|.*(?:以来|期间|之前|之后|之余)$|.{2,12}[^目之以从]前$"
    r"|.*(?:情况下|带领下|指导下|支持下|努力下|见证下|主持下|过程中|基础上|同时|之际|前提下)$"
    r"|[^，]{1,8}(?:上|中|现场|里|间)$|(?:在|于)[^，]{2,40}(?:上|中|里|下|内|前|后|时|旁|边|场|间|之际|期间)$"
)
_HANGS = re.compile(
    r"[^，]{0,30}(?:围绕|结合|针对|依托|沿着|按照|根据|就)[^，]{2,30}(?:主题|实际|特点|问题|要求|内容|思路|原则|方式|情况|工作)$"
    r"|[^，]{0,12}利用[^，]{1,10}$|.*(?:发现|得知|了解到|显示|表明|证明)$"
    r"|[^，]{0,20}用[^，]{2,24}的(?:语言|方式|形式|话语)$|[^，]{0,20}围绕(?:“[^”]*”|[^，开展行])+$"
    r"|[^，]{0,20}(?:身着|手持|手执|手捧|头戴|佩戴|迎着|冒着|顶着|伴着|带着|怀着)[^，]{1,12}$"
)
"""How something is done, who does it named or not: the clause after it says what."""
_STEP = re.compile(
    r".{0,30}(?:改造|投用|投运|投产|实施|完工|检修|整治|治理|调整|优化|升级|推广|上线|运行|更换|修复)后"
)
_MEANS = re.compile(r"以.{1,40}为[^，]{1,6}$|[^，]*以[^，]*为题$")
_METHOD = re.compile(
    r"(?:在|从(?!而|严|快|重)|围绕|结合|针对|利用|借助|依托|根据|按照|对照|用[^时电水]|聚焦|立足|着眼|对标)"
)
_SOFT = re.compile(
    r"(?:紧紧|坚持|紧盯|紧扣|牢固|始终|聚焦|立足|秉|严格|认真|扎实|全力|高度|充分|大力|坚决|主动|积极|不断|持续|精心)"
)
_ACTION = re.compile(
    "组织|开展|举办|举行|召开|完成|实现|成立|签订|签署|签约|获得|获|荣获|投入|更换|改造(?!后)|新增|建成|投产|启动|推出|上线"
    "|安装|节约|节省|降低|降至|降到"
    "|提高|提升至|提升到|缩短|增加|增长|减少|下降|解决|攻克|修复|清理|发放|走访|慰问|邀请|参观|学习|培训|宣讲|传达"
    "|制定|建立|优化|推行|实施|采用"
    "|运输|发运|生产|销售|检修|抢修|处理|消除|达到|报道|刊发|转载|评选|表彰|讲解"
    "|讲授|介绍|创建|探索|打造|带领|承担|征集|办结|突破|排查|整治|整改"
    "|观看|聆听|重温|编制|申报|试车|点火|揭牌|授牌|开工|竣工|交付|中标|配备|增设|修建|延长|铺设|疏通|维修|创效|创造|增收|盈利|压缩|避免|恢复|满足"
    "|研制|研发|攻关|消缺|主办|承办|登台|诵读|演唱|查出|回收|捐赠|捐款|送去|送上|购置|购买|化解|打通"
    "|设立|设置|融入|细化|查摆|惠及|引入|引进|开发|编写|拍摄|制作|张贴|悬挂|值守|复垦|种植|栽植|采购|检测|装船|发车|抵达|驶出|运抵"
    "|承运|发布|并网|移交|取证"
    "|入选|当选|夺得|斩获|摘得|创下|刷新|超产|扭亏|减亏|压减|压降|盘活|处置|收回"
    "|派出|选派|开唱|开赛|开幕|开讲|开班|落幕|启航|下线|通车|投用|送电|亮相|策划|选拔|搭建|授予|评为|获评|核查|督导|调研|考察|验收|检查|通过.{0,6}(?:评审|认证|鉴定|审查|考核)|公布|通报|印制|编印|发出|募集|帮扶|配发|投运|试运行|点检|巡检|推送|讨论|交流|研讨"
)
_VERB_FIRST = re.compile(
    r"(?:并(?![购网行联列轨])|立即|当即|随即|先后|共|累计|成功|正式|顺利|再次|首次|已|又|还|也|均|都|便|才|分[两三四五]?批?|第一时间"
    r"|连夜|迅速|及时|积极|主动|全面|深入|扎实|认真|逐[条一个项台户]|充分|广泛|多次|反复|专门|自行|自主|自筹资金|统一|现场|联合|共同"
    r"|一起|不断|持续|大力|着力|切实|进一步|集中|全程|轮流|分别|重点|同步|率先|圆满|高效|精心|严格|定期|随后|最终|目前)*"
    rf"(?:{_ACTION.pattern}|{_SOFT.pattern}|[将把对以为向从与用按在]|围绕|结合|针对|利用|依托|通过)"
    r"|(?:已|共|累计)[\u4e00-\u9fff]{2}"
)
_PASSED_OVER = frozenset({Role.BACKGROUND, Role.ADVERB})
"""一季度，面对…，公司…: the period before such a clause is that of the act behind it too."""
_ENUMERATED = re.compile(r"[一二三四五六七八九]是[^，。；：]{2,14}(?=[，。：])")
"""一是关心职工健康，…: the head of a list's part, which the acts after it repeat."""
_PADDING = re.compile(
    "^(?:有效|切实)?(?:确保|保证|保障)|^(?:有效|大大|极大地?|显著|切实)(?:缓解|改善|促进|推动|调动|激发|丰富)"
    "|多措并举|多点发力|多管齐下|^这(?:也|既|正|都|已经?)?是|之一$|^(?:若|如果|假如|倘若|要是)|^[^，]{0,8}有的|精心(?:组织|策划|部署|准备)|周密(?:部署|安排)|往[深实]里走|传出|诠释|灯火通明|传出|映入眼帘|身影|汗水|挥汗|浸透|热火朝天|井然有序|忙得|干得|传来(?:捷报|喜讯|好消息)|喜报频传|捷报频传|树立.{0,20}(?:理念|意识|思想|观念)"
    "|营造.{0,20}氛围|形成.{0,16}(?:氛围|格局|合力)|奠定.{0,12}基础|打下.{0,12}基础"
    "|提供.{0,10}(?:保障|支撑|保证|动力)"
    "|(?:贡献|凝聚|汇聚|注入).{0,16}(?:力量|动力|智慧|活力)"
    "|好评|掌声|赞誉|点赞|展现.{0,20}(?:风貌|风采|担当|作为)|纷纷|深受|受益匪浅"
    "|取得.{0,8}(?:成效|效果|实效)|收到.{0,10}效果|以优异成绩|献礼|再接再厉"
    "|更大贡献|新台阶|标志着|(?:的|了)新突破|关注$"
    "|高度(?:评价|赞扬|肯定)|圆满|拉开(?:帷幕|序幕)|欢声笑语|热烈"
    "|深入人心|进一步(?!优化|缩短|降低|下降)"
    "|增强.{0,10}(?:意识|信心|力|自信|感)|提升.{0,12}(?:素质|水平|形象|能力)$"
    "|提高.{0,12}(?:素质|水平|认识|站位|能力)$|焕然一新|再上|见实效|共识"
    "|动力源泉|走深走实|入脑入心|落到实处|落地见效|认真贯彻|深入贯彻"
    "|发挥.{0,16}作用|作出.{0,6}贡献"
    "|打好.{0,12}(?:仗|战)|创.{0,8}最好(?:水平|成绩)|心里|暖洋洋|暖心"
)
_STATE = re.compile(
    r"(?:现有|现共有|(?:共|全厂|全公司)有(?=(?:职工|员工|党员|在册|女职工|青年)[^，]{0,4}\d)|拥有|下设|下有|下辖|管理着|管辖着?|承担着|担负着?|肩负着|建成于|建于|建厂于|成立于|始建于|平均年龄|位于|地处|坐落"
    r"|居住着|住着|过去|以前|以往|原先|一度|最高时|最多时|高峰时|险些|每[天日年月班].{0,6}(?:就要|要|都要|都有)"
    r"|[^，]{0,8}(?:占到?了?|占(?:总数|全部|员工|职工|党员)[^，]{0,6})\d)"
    r"|[^，]{0,12}(?:现有|现共有|拥有(?!了)|下设|下辖|建成于|建于|成立于|始建于|平均年龄|投用至今|装机容量|居住着|住着)"
)
_DONE = re.compile(
    r"新增|增设|改造|完成|更换|安装|清理|解决|实现|建成(?!于)|投用(?!至今)|获|节约|降|提高|增加|缩短|减少"
)
"""What makes even such a clause news."""
_WHOLE = 9
"""Characters from which an act before a colon is told whole."""
_FLOWERY = re.compile(
    "激发|坚定|引领|彰显|谱写|砥砺|初心|使命|精神抖擞|嘹亮|宽敞|争先|赛出|擦亮|绽放|助力|赋能|共话|畅谈"
)
_NAMED = re.compile(r"(?<!总)书记|主席|总经理|副经理|董事长|厂长|主任(?!务)|院长|矿长|总监")
_ATTENDS = re.compile(
    r"参加(?:了)?(?:此次|本次)?(?:活动|会议|座谈|仪式|培训|比赛|学习|启动|揭牌|$)"
    r"|出席|主持|陪同|到场|讲话(?!精神)|致辞|现场观看|列席|参加了?$|参加活动|参加会议"
)
_BEFORE = re.compile(
    r"(?:使|让(?!利)|令|且|其中|分别|均|从而|以此|进而|而|则|较|比(?!赛)|同比|环比|占"
    r"|(?:净|再|又|均|各)?(?:提高|提升|增长|增加|增产|上升|上涨|下降|降低|减少|缩短|压缩|延长|节省)(?:了|约|近|超)*\d"
    r"|接近|耗时|历时|连续运行|运行(?:已|了)|[长宽高]\d|售价|折合|合(?:计)?\d"
    r"|达(?:到|成)?\d|为\d|超(?:过|出)|二要|三要|又|并且|直至|至此|最[大高低]|名列)"
)
_AFTER = re.compile(
    r".*(?:[^先今前落售最背]后|(?<![小瓦及准按实同])时)$|如(?![期下何意火潮愿约数此])|一旦|(?:不仅|不但|既|一方面|虽然|尽管|如果|只要|只有|无论|不管|因为|当(?!月|年|选|场|即|班)|除|要想|若)"
)
_GOES = re.compile(r"[^，]*?(?:来到|走进|前往|奔赴|赶赴|深入|赴)(?P<place>[^，]{2,24})$")
_DISTANT = re.compile(
    r"(?:[^，]{0,6}?(?:就此|由此|据此|为此)|该|此|这|其|双方|大家|他们|她们|选手|队员|员工们|党员们|学员|与会|参会|参赛|他|她|我)"
)
_LONGEST = 400
"""A clause is judged by so many characters; real ones have a tenth."""
_OWN = re.compile(
    r"\d+(?:余|多)?(?:名|位|支|个|家|台|套|项|条|座)[^，]{2,}"
    r"|(?!每?[年天日月班时])[^，\d由把将用以在从到对向为按经其并还也又共再已最要能可会得需应][^，\d]{1,14}?"
    r"(?:由|从|达|提高|提升|降|下降|增|减少|完成|突破|超|升|缩短|延长|恢复|稳定|转化|排名|(?:率|量|值|耗|额|本|润|入)[^，]{0,4}\d)"
)
"""A subject of its own and what became of it: so many people who act, or a quantity that changed."""
_COUNTED = re.compile(r"(?:来自|其中)?[^，]{0,20}的?\d+(?:余|多)?[名位个家支][^，]{1,8}")
"""So many people or teams and nothing they do."""
_HAS_VERB = re.compile(r"[是有了在使让被把将]")
_SENDS = re.compile(
    r"[^，]{0,24}?(?:组织|带领|动员|安排|选派|抽调|发动)[^，\d]{0,10}\d+(?:余|多)?[名人位][\u4e00-\u9fff]{0,6}"
)
"""Somebody makes so many people …: the clause after it says do what."""
_VERBAL = re.compile(r"[是有了为在使让被把将]|\d")
_LINE = {Weight.MEASURE: 1.8, Weight.COUNT: 1.4, Weight.HEADS: 1.2}

_WORTH: tuple[tuple[re.Pattern[str], float], ...] = (
    (_ACTION, 1.0),  # an act is news
    (_PADDING, -2.0),  # praise is not
    (_NAMED, -0.9),  # names of those who were there
    (re.compile(r"领导|班子成员|负责人"), -0.3),
    (re.compile(r"这[个一些项](?!活动)|上述|此[类项]|该[^，]{0,4}[问难]题"), -1.0),  # points elsewhere
    (_SOFT, -0.3),  # attitudes at the head of a clause
    (re.compile(r"(?:针对|解决)"), 0.5),  # what the trouble was
    (re.compile(r"累计|共(?=\d)|同比|环比|实现|节约|年(?:可|创)|较"), 0.6),  # the sum of it
    (
        re.compile(r"^(?!.*(?:针对|围绕|解|攻)).*(?:存在|问题$|困难$|居高不下|难题$|不足$|瓶颈$)"),
        -1.2,
    ),  # the trouble alone is no news
    (re.compile(r"将(?:继续|进一步|以此|持续|有效|为)"), -1.4),
    (re.compile(r"要(?!求|闻|素)|力争|争取(?!政策|资金|减免)"), -0.8),  # intentions
    (re.compile(r"[一二三]等奖(?:和|、|\d|各)|第[一二三]名.*第[一二三]名"), -5.0),  # ranking lists
)


def read_clauses(text: str, sentence: Stretch, shield: Shield) -> tuple[Clause, ...]:
    """The clauses of a sentence with what they are worth; those that were openers only are left out."""
    return tuple(_read(text, sentence, shield))


def _read(text: str, sentence: Stretch, shield: Shield) -> Iterator[Clause]:
    waiting: Stretch | None = None
    colon = purpose = False
    for stretch, mark in clauses(text, sentence, shield):
        start, period = opener_end(text, stretch.start, stretch.end)
        waiting = period or waiting
        if start >= stretch.end or is_teller(text, start, stretch.end, mark):
            continue
        clause = judge(text, Stretch(start, stretch.end), mark, waiting)
        purpose = start == stretch.start and _serves(text, clause, purpose=purpose)
        if purpose and clause.role is not Role.BACKGROUND:
            clause = replace(clause, role=Role.BACKGROUND, worth=clause.worth - 2.0)
        if _ENUMERATED.match(text, stretch.start) and not clause.figures:
            clause = replace(clause, worth=clause.worth - 1.5)
        yield _tied(clause, colon=colon)
        colon = mark in "：:" and bool(mark)
        waiting = waiting if clause.role in _PASSED_OVER else None


def _serves(text: str, clause: Clause, *, purpose: bool) -> bool:
    """Whether a clause says what for: it begins so, or goes on after one that does."""
    if clause.role is Role.BACKGROUND:
        return purpose or text.startswith("为", clause.start)
    return purpose and not clause.figures and bool(_PURPOSE_GOES_ON.match(text, clause.start, clause.end))


def _tied(clause: Clause, *, colon: bool) -> Clause:
    """What stands behind a colon needs what is before it; an act told whole (开展…活动：) does without."""
    whole = clause.role is Role.ACTION and clause.end - clause.start >= _WHOLE
    after = clause.after or (clause.mark in "：:" and bool(clause.mark) and not whole)
    return replace(clause, after=after, before=clause.before or colon)


def judge(text: str, stretch: Stretch, mark: str, period: Stretch | None = None) -> Clause:
    """Role and worth of the words of a clause."""
    words = text[stretch.start : min(stretch.end, stretch.start + _LONGEST)]
    plain = _outside_quotes(words)
    found = figures(words)
    role = _role(plain, found)
    return Clause(
        stretch.start,
        stretch.end,
        mark,
        role,
        _worth(plain, role, found),
        tuple(Figure(f.start + stretch.start, f.end + stretch.start, f.text, f.weight) for f in found),
        period,
        after=role in {Role.ADVERB, Role.BACKGROUND}
        or bool(_HANGS.match(plain))
        or bool(_AFTER.match(plain))
        or _is_fragment(plain)
        or _only_goes(plain),
        before=bool(_BEFORE.match(plain)),
        verbal=bool(_VERB_FIRST.match(plain)),
        own=bool(found)
        and role is not Role.ADVERB
        and bool(_OWN.match(plain))
        and not _VERB_FIRST.match(plain),
        step=bool(_STEP.fullmatch(plain)),
    )


def _outside_quotes(words: str) -> str:
    """The words with what is quoted blanked out, so that no slogan is taken for a verb."""
    for opening, closing in Shield(words).spans:
        words = words[: opening + 1] + "〇" * (closing - opening - 1) + words[closing:]
    return words


def _role(words: str, found: tuple[Figure, ...]) -> Role:
    if _ALWAYS_BACKGROUND.match(words) or (_BACKGROUND.match(words) and not found):
        return Role.BACKGROUND
    if _ADVERB.match(words) and not (found and _ACTION.search(words, 2)):
        return Role.ADVERB
    acts = _ACTION.search(words)
    if _MEANS.match(words) or (_METHOD.match(words) and not found and not (acts and acts.start() > 1)):
        return Role.ADVERB
    if _ATTENDS.search(words):
        return Role.ATTENDANCE
    if _is_padding(words, acts=acts is not None, figured=bool(found)):
        return Role.PADDING
    return Role.ACTION if acts or found else Role.PLAIN


def _is_padding(words: str, *, acts: bool, figured: bool) -> bool:
    """Praise, scenery, or how things are: the self-portrait of a plant, whatever its figures."""
    if _STATE.match(words) and not _DONE.search(words):
        return True
    return not figured and bool(_PADDING.search(words) or (not acts and _FLOWERY.search(words)))


def _worth(words: str, role: Role, found: tuple[Figure, ...]) -> float:
    worth = 0.3 + min(6.0, sum(_LINE[figure.weight] for figure in found))
    worth += sum(weight for pattern, weight in _WORTH if pattern.search(words))
    if role is Role.ATTENDANCE:
        worth -= 1.5 if _NAMED.search(words) else 0.2
    if role is Role.BACKGROUND:
        worth -= 2.0
    return worth


def _is_fragment(words: str) -> bool:
    """A bare noun or names and titles without a verb: the clause after it says what of them."""
    tail = words.rfind("的")
    if tail > 0 and len(words) - tail <= 7 and not _ACTION.search(words[:tail]) and not _VERBAL.search(words):
        return True
    if _COUNTED.fullmatch(words) and not _ACTION.search(words) and not _HAS_VERB.search(words):
        return True
    if _SENDS.fullmatch(words):
        return True
    return bool(_NAMED.search(words)) and not _ACTION.search(words) and not _ATTENDS.search(words)


def _only_goes(words: str) -> bool:
    """Somebody goes somewhere: the clause after it says what for."""
    match = _GOES.match(words)
    return match is not None and not _ACTION.search(match["place"])


def refers_back(text: str, clause: Clause) -> bool:
    """Whether the clause begins with a word that only makes sense after its own neighbours."""
    return bool(_DISTANT.match(text, clause.start, clause.end))
