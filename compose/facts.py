"""What a sentence of a portrait says: its worth, and the sentence without the clauses that pad it.

Only clauses are dropped, whole, in shapes that are known to be padding: how the hero felt, under whose
leadership, to whose praise.  What is left is a sentence of the source in its order.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from compose.figures import Weight, figures
from compose.sentences import Stretch, clauses

if TYPE_CHECKING:
    from compose.sentences import Shield

_RESULT = re.compile(
    r"完成|实现|节约|创效|降低|降到|降至|提高|缩短|增加|减少|荣获|获得|成功|解决|攻克|达到|突破|避免|挽回|压缩|节省|超产|超额|研制|研发|开发出|发明|专利|推广|编写|编制|编成|排名[^，]{0,8}第一|名列|首位|第一名|改造|改进|设计|培养|带出"
)
_CAREER = re.compile(
    r"^[^，,。]{0,20}[，,](?:男|女|汉族|回族|[\u4e00-\u9fff]{1,3}族|\d{4}年(?:\d{1,2}月)?(?:出生|生)|中共党员|现任|现年|本科|大专|博士|硕士)"
    r"|^[\u4e00-\u9fff]{2,4}(?:同志)?，?\d{4}年(?:\d{1,2}月)?(?:参加工作|出生|入党|加入)|现任[^，。]{4,}[长员师记理任]。?$|毕业(?:后|于)[^。]*(?:来到|分配|进入|进厂)"
)
_DULL: tuple[tuple[re.Pattern[str], float], ...] = (
    (
        re.compile(
            r"(?:先后|曾|多次|历年)[^。，]{0,6}(?:荣获|获得|获|被评为|被授予)|(?:荣获|获得|被评为|被授予|获评)[^。]{0,60}(?:称号|荣誉|奖章)"
        ),
        -1.6,
    ),  # honours
    (
        re.compile(
            r"[：:，,]\s*“[^”]*[。！？，][^”]*”|^“[^”]*[。！？]”|^“|(?:常|总|却|便|就|也)说|常挂在嘴边|[^建]说道|感慨|淡淡一笑|竖起大拇指|[他她]说|同事(?:们)?(?:都)?说|职工们?说|[^演]说[，：:]"
        ),
        -2.5,
    ),  # sayings
    (re.compile(r"妻子|丈夫|儿子|女儿|孩子|老伴|母亲|父亲|爱人|回家|过年|除夕|春晚"), -1.5),  # the family
    (re.compile(r"采访|记者|笔者|我问|我到|我们?看到"), -3.0),  # who tells it
    (
        re.compile(
            r"俗话|常言|古人|绿水青山|只有起点|永无止境|没有止境|生命线|生命[，。]|榜样的力量|是[^，。“]{1,8}的(?:基础|根本|前提|保障|关键|基石|灵魂|生命)[。，]|成绩属于过去|新的起点|阔步|扬帆|雄关|诠释|书写|谱写|彰显|平凡|初心|学习的榜样|时代内涵|劳模精神|工匠精神|正是.{0,20}(?:像|这样)|不忘|砥砺|再接再厉|继往开来|展望未来|将继续|将以"
        ),
        -3.0,
    ),  # mottoes
    (
        re.compile(
            r"身影|走进[^，。]{2,14}，|(?:这样|类似)的(?:事|例子)|的背后|^[^，。]{2,20}是[^，。]{2,30}的一(?:支|个|名)"
        ),
        -1.5,
    ),
    (re.compile(r"汇报如下|事迹如下|介绍如下|先进事迹|主要事迹"), -6.0),
    (re.compile(r"[？?]”?$"), -1.5),
    (
        re.compile(
            r"各项工作取得|圆满完成了?各项|取得了?(?:显著|优异|优秀)(?:的)?成绩|团结一心|奋勇拼搏|无私奉献|任劳任怨|兢兢业业|勤勤恳恳|青春和汗水|默默|块钱"
        ),
        -1.0,
    ),
)
_TEAMS = r"车间|工区|中心|班组|作业区|项目部|团队|支部|公司|工段|所里|厂部|全体[员职]工"
_SUBJECT = (
    rf"(?:(?:[他她]|该同志|[\u4e00-\u9fff]{{2,3}}|{_TEAMS}|[\u4e00-\u9fff]{{2,8}}(?:{_TEAMS}))?"
    r"(?:始终|一直|十分|高度|也|还)?)"
)
_OPENERS = re.compile(
    r"^(?:为(?:了|此|确保|进一步|切实|更好地)?[^，]{4,}|面对[^，]{2,}|随着[^，]+|近年来|多年来|几年来|这些年来?|长期以来|一直以来|关键时刻|危急关头"
    r"|在[^，]{2,30}(?:领导|关心|支持|指导|指引|形势|背景|情况)下|作为[^，]{2,20}|参加工作[^，]*以来"
    rf"|{_SUBJECT}(?:坚持(?:问题|以人|以效|目标|结果)|牢固树立|秉承|秉持|本着|发扬|弘扬|认真(?:落实|履行|贯彻)|认真学习|紧紧围绕|紧盯|践行|贯彻|坚决落实|积极响应|把[^，]+融入)[^，]*"
    r"|[^，]{0,4}(?:临危受命|不服输|挺身而出|二话没说|二话不说|主动请缨|迎难而上|不畏艰难|不等不靠|多措并举|多方奔走|身先士卒|以身作则|善于思考|敢于创新|身体力行)[^，]{0,6}"
    r"|白天[^，]*|晚上[^，]*|质量就是[^，]*|安全[^，]{0,6}只有[^，]*)$"
)
_TAILS = re.compile(
    r"^(?:并|也|更)?(?:(?:得到|受到|赢得|获得|博得|收到)了?[^，]*(?:好评|认可|赞誉|赞扬|称赞|信赖|肯定|表扬|感谢信|青睐)"
    r"|为[^，]*(?:奠定|打下|提供|作出|做出|保驾护航|解决|贡献|赢得|增添)[^，]*|(?:逐步)?形成了?[^，]*(?:氛围|局面|格局)"
    r"|(?:有效|极大|大大|充分|进一步|切实|显著|不断|大幅)地?(?:确保|保障|保证|提升|提高|增强|激发|调动|发挥|促进|推动|夯实|营造|展现|改善|满足)[^，]*"
    r"|(?:提升|提高|增强|激发|调动|促进|推动|夯实|营造|展现|满足|彰显)了[^，]*|(?:职工|员工)的?[^，]*积极性[^，]*"
    r"|[^，]{0,8}被[^，]*(?:称为|誉为|称作)[^，]*|(?:在[^，]{0,10})?是头一份|央视[^，]*|[^，]{0,10}后顾之忧|像[^，]*一样|比自己[^，]*)$"
)
_MIDDLES = re.compile(
    r"^(?:边[^，]{1,6}边[^，]{1,6}|饿了[^，]*|困了[^，]*|[渴累]了[^，]*|[他她]?二话没说[^，]*|[他她]?二话不说[^，]*|不怕[^，]{2,10}|不畏[^，]{2,10}|毫无怨言|从不叫苦"
    r"|(?:其中)?(?:中共)?党员\d+[人名]|下设[^，]*|汗水[^，]*|其中“[^”]*”[^，]*被评为[^，]*|起早贪黑|加班加点|夜以继日|废寝忘食)$"
)
_DANGLING = re.compile(
    r"(?:[下后时中里前]|以来|期间|过程中|为了[^，]*|通过[^，]*|针对[^，]*|由于[^，]*|随着[^，]*|面对[^，]*|利用[^，]*|围绕[^，]*|作为[^，]*|不仅[^，]*|虽然[^，]*|如果[^，]*|只要[^，]*|当[^，]{2,})$"
)
_ENDLESS = 600
"""Characters by which a sentence is judged."""


def telling(words: str) -> float:
    """How much a sentence of a portrait says: figures and results first; what decorates, nothing or less."""
    words = words[:_ENDLESS]
    found = figures(words)
    worth = 0.3 + min(6.0, sum(_WORTH[figure.weight] for figure in found))
    worth += 0.6 if _RESULT.search(words) else 0.0
    worth -= 2.5 if _CAREER.search(words) else 0.0
    return worth + sum(weight for pattern, weight in _DULL if pattern.search(words))


_WORTH = {Weight.MEASURE: 1.0, Weight.COUNT: 0.8, Weight.HEADS: 0.5}


_HONOUR = re.compile(
    r"荣获|获得|被评为|被授予|获评|当选|称号|荣誉|奖章|(?:等奖|先进个人|先进集体|标兵|劳模|模范)$"
)
_GREETING = re.compile(
    r"您好|(?:老师|编辑|领导|主任)(?:们)?好|请(?:审阅|审核|审稿|查收|斟酌|指正|采用)|此致$|敬礼$|(?:汇报|事迹|介绍|材料)如下"
)
_SHORT = 8
"""Characters of a clause that tells no more than whom or when."""


def is_formal(text: str, sentence: Stretch, shield: Shield) -> bool:
    """Whether a sentence tells only a career or honours, or greets: what no portrait prints."""
    words = sentence.of(text)
    if _GREETING.search(words):
        return len(words) <= _LONGEST_GREETING
    if figures(words):
        return False
    if _CAREER.search(words):
        return True
    parts = [clause.of(text) for clause, _ in clauses(text, sentence, shield)]
    honours = [bool(_HONOUR.search(part)) for part in parts]
    return any(honours) and all(
        honour or len(part) <= _SHORT for part, honour in zip(parts, honours, strict=True)
    )


_LONGEST_GREETING = 60


def tightened(text: str, sentence: Stretch, shield: Shield) -> list[tuple[Stretch, str]]:
    """The clauses of a sentence that say something, each with the mark behind it."""
    found = list(clauses(text, sentence, shield)) or [(sentence, "")]
    while len(found) > 1 and _pads(_OPENERS, text, found[0][0]) and not _is_scrap(text, found[1:]):
        del found[0]
    kept = [found[0], *(one for one in found[1:] if not _pads(_MIDDLES, text, one[0], counts=True))]
    while len(kept) > 1 and _pads(_TAILS, text, kept[-1][0]) and not _dangles(text, kept[-2]):
        del kept[-1]
    return kept if not _dangles(text, kept[-1]) else found


def _is_scrap(text: str, found: list[tuple[Stretch, str]]) -> bool:
    """Whether these words alone would be no sentence that tells anything: 她巾帼不让须眉。"""
    words = "".join(clause.of(text) for clause, _ in found)
    return len(words) <= _SCRAP and not figures(words)


_SCRAP = 10


def _pads(shape: re.Pattern[str], text: str, clause: Stretch, *, counts: bool = False) -> bool:
    words = clause.of(text).replace(",", "，")
    return shape.match(words) is not None and (
        counts or (not figures(words) and ("“" not in words or shape is _TAILS))
    )


def _dangles(text: str, clause: tuple[Stretch, str]) -> bool:
    return _DANGLING.search(clause[0].of(text)) is not None


def portions(text: str, kept: list[tuple[Stretch, str]]) -> list[list[tuple[Stretch, str]]]:
    """The sentence; without the actions that led to no figure; and up to each of its semicolons."""
    found = [kept]
    terse = [one for place, one in enumerate(kept) if not _leads_nowhere(text, kept, place)]
    if len(terse) < len(kept):
        found.append(terse)
    ends = [place + 1 for place, (_, mark) in enumerate(terse[:-1]) if mark and mark in "；;"]
    return [*found, *(terse[:end] for end in ends)]


_ACTION = re.compile(
    r"^(?:并|还)?(?:推行|投入使用|开展|组织|建立|制定|完善|优化|加强|强化|改进|实行|实施|推进|加大|落实|坚持|严格|细化|梳理|排查|深入|主动|积极|配合|参与|利用|结合)"
)
_CONSEQUENCE = re.compile(
    r"^(?:使|让|将|从而|以此|由此|进而|确保|避免|实现|其|均|分别|提高|降低|达到|减少|缩短|增加|提升|节约|用|以|并)"
)


def _leads_nowhere(text: str, kept: list[tuple[Stretch, str]], place: int) -> bool:
    """Whether a clause is one of a row of actions, has no figure, and the next does not follow from it."""
    if place in {0, len(kept) - 1} or (kept[place - 1][1] in "；;"):
        return False
    words, following = kept[place][0].of(text), kept[place + 1][0].of(text)
    plain = not figures(words) and "“" not in words and "《" not in words
    return plain and bool(_ACTION.match(words)) and not _CONSEQUENCE.match(following)
