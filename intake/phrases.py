"""How people and programs write what is no news: greetings, covering notes, thanks, contacts, footers.

Each table holds the ways in which one kind is written, a way a line; a line of a letter is of that kind if
it is no longer than said and one of the ways fits.  The words at both ends are what keeps news out: 现将稿件
报上 is a covering note, 现将慰问品发给职工 is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from intake.headings import ORGANISATION
from intake.model import NoiseKind
from intake.text import PICTURE_MARK

SHORT: Final = 40
"""Characters of a line that can be a signature, a greeting or a line of a letterhead."""
COVER: Final = 120
"""Characters of a line that can be a covering note (现将…报上，请查收)."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """The ways in which one kind of line is written."""

    kind: NoiseKind
    longest: int
    pattern: re.Pattern[str]
    sure: bool = False
    """Whatever else the line says: programs and lawyers name companies."""

    def tell(self, text: str) -> bool:
        """Whether a line is of this kind, and has no news beside the words that tell it."""
        found = self.pattern.match(text) if len(text) <= self.longest else None
        if found is None or self.sure:
            return found is not None
        start, end = found.span("way") if "way" in found.groupdict() else found.span()
        return not _has_news(text[:start]) and not _has_news(text[end:])


def first_kind(tables: Iterable[Phrases], text: str) -> NoiseKind | None:
    """The kind that the first fitting table tells."""
    return next((table.kind for table in tables if table.tell(text)), None)


def _whole(kind: NoiseKind, longest: int, *ways: str) -> Phrases:
    """The way is all that the line says."""
    return Phrases(kind, longest, re.compile(rf"(?:{'|'.join(ways)})\Z", re.IGNORECASE))


def _begins(kind: NoiseKind, longest: int, *ways: str) -> Phrases:
    """The line begins so."""
    return Phrases(kind, longest, re.compile(rf"(?:{'|'.join(ways)})", re.IGNORECASE))


def footer(kind: NoiseKind, longest: int, *ways: str, whole: bool = False) -> Phrases:
    """The line begins so, or is nothing else, whatever it speaks of."""
    end = r"\Z" if whole else ""
    return Phrases(kind, longest, re.compile(rf"(?:{'|'.join(ways)}){end}", re.IGNORECASE), sure=True)


def _holds(kind: NoiseKind, longest: int, *ways: str) -> Phrases:
    """The line says so somewhere."""
    pattern = rf".*?(?P<way>{'|'.join(ways)})"
    return Phrases(kind, longest, re.compile(pattern, re.IGNORECASE | re.DOTALL))


# --- words that the tables share -------------------------------------------------------------------

_SIGNS: Final = r"[，,：:！!。~～、\s\u2600-\u27bf\ufe0f\U0001f300-\U0001faff]*"
_CLAUSE: Final = r"(?:^|(?<=[，,。；;：:！!\s]))"
_OBJECT: Final = r"(?:^|(?<=[，,。；;：:！!\s稿件料息篇则条份悟迹片]))"
"""Where a request may begin: with its clause, or behind what it is about (稿件请查收)."""
_STOP: Final = r"(?=[，,。；;！!~～：:\s]|$)"
WHO: Final = (
    r"(?:老师|主任|部长|编辑部|编辑|处长|科长|经理|主编|总编|同志|同事|领导|师傅|书记|秘书|干事|小编|姐|哥|总"
    r"|党群工作部|宣传部|办公室)们?"
)
_HAN: Final = r"[\u4e00-\u9fff、《》“”]"
_HELLO: Final = (
    r"(?:(?:您|你们?|大家|早上|上午|中午|下午|晚上|节日|新年|周末|见信)?好[呀啊]?|(?:节日|五一|新年)快乐"
    r"|辛苦了|早上?(?=[！!，,。~～]|\Z)|久疏问候.{0,10}|[钧台惠]鉴)"
)
_COUNT: Final = r"(?:(?<!\d)(?:[一两二三四五六七八九十几]{1,3}|\d{1,2})\s*[篇条则份件个])"
_NOT_OURS: Final = (
    r"(?!.*(?:发放|印发|分发|征集|收到|收集|评选|评出|张贴|创作|刊发|推送|编印|累计|全年|以来"
    r"|各(?:党|团)?支部|各单位))"
)
"""News counts papers too: those that others wrote, or got."""
_PAPERS: Final = (
    r"(?:稿件?|稿子|征文|信息|消息|简讯|材料|资料|新闻|心得|体会|感悟|感言|感想|文章|事迹|作品|报道|摘编"
    r"|照片|图片|小文|小稿)"
)
_HAND: Final = (
    r"(?:报送|报上|报来|报给|报去|上报|呈上|呈报|呈送|奉上|附上|附后|送上|送去|寄上|交上|发来|发去|发上|发送|发给|转发|转给"
    r"|投给|投稿|提交)"
)
_TO: Final = r"(?:给)?(?:您|你们?|老师|编辑部?|部里|贵[\u4e00-\u9fff]{1,4}|党群[\u4e00-\u9fff]{0,4})?"
MEASURE: Final = (
    r"\d\s*(?:万|亿|多|余)*(?:吨|元|名|人|台|套|千瓦|公里|公斤|米|小时|分钟|户|%|％|℃|项|次|天|辆|盏|场)"
)
_LETTERLY: Final = re.compile(rf"{_PAPERS}|{_HAND}|[您你我]|老师(?!傅)|附件|邮件")
_NEWSY: Final = re.compile(rf"{MEASURE}|{ORGANISATION.pattern}")


def _has_news(text: str) -> bool:
    """Whether a clause tells of an organisation or of figures, and nothing of letters and pieces."""
    clauses = re.split(r"[，。；：！,;:!]", text)
    return any(len(c) >= 12 and _NEWSY.search(c) and not _LETTERLY.search(c) for c in clauses)


_NO_FIGURES: Final = rf"(?!.*{MEASURE})"
"""A covering note counts pieces, news counts tons and people."""
_DAY: Final = (
    r"(?:\d{4}\s*年\s*\d{1,2}\s*月(?!\s*\d)|[\d〇○零一二三四五六七八九]{4}\s*年\s*[\d一二三四五六七八九十]{1,3}\s*月\s*[\d一二三四五六七八九十]{1,3}\s*日"
    r"|\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}月\d{1,2}日)"
)
_NUMERAL: Final = r"[\d一二三四五六七八九十]{1,4}"

# --- at the top of a letter ------------------------------------------------------------------------

GREETING: Final = _whole(
    NoiseKind.GREETING,
    SHORT,
    rf"(?:尊敬的|敬爱的|亲爱的|各位|诸位){_HAN}{{0,12}}{WHO}{_SIGNS}(?:{_HELLO}{_SIGNS})*",  # 尊敬的编辑
    rf"(?:@|hi|hello|dear)?\s*{_HAN}{{0,12}}{WHO}\s*[，,：:]{_SIGNS}(?:{_HELLO}{_SIGNS})*",  # 李老师：
    rf"@{_HAN}{{2,12}}",  # a name chosen from the address book
    rf"{_HAN}{{0,12}}{WHO}[\s，,]*(?:{_HELLO}{_SIGNS})+",  # 王主任您好！
    rf"(?:各位|诸位)?(?:{_HELLO}{_SIGNS})+",  # 您好！
    r"(?:dear|hi|hello)\b[^，。]{0,24}[，,：:！!]?",
)
NAME_ALONE: Final = re.compile(rf"{_HAN}{{0,8}}{WHO}")
"""李老师 without any sign: a greeting only where more of a letter's opening follows."""
SALUTATION: Final = _whole(
    NoiseKind.GREETING,
    SHORT,
    # 老师您好，我是一名普通职工。
    rf"{_NO_FIGURES}(?P<way>{_HAN}{{0,8}}(?:{WHO}[，,\s]*(?:您好|你好|(?<=老师)好)[，,！!。：:\s]"
    # not: 你好，李焕英
    r"|(?:[您你]好|[早上下中晚大各][上午安家位]好)[，,！!。：:\s](?=.*(?:[您稿请]|我(?:是|单位|公司|厂)|打扰"
    r"|附件|老师(?!傅)|编辑)))).*",
)
_GREETED: Final = re.compile(rf"(?:{_HAN}{{0,8}}{WHO}\s*(?:您好|你好|好)|您好)[，,！!。：:\s]+(?=.{{12}})")


def greeting_before(text: str) -> int:
    """How many characters a greeting takes that stands in one line with the text behind it."""
    found = _GREETED.match(text)
    return found.end() if found else 0


DATE: Final = _whole(
    NoiseKind.DATE,
    SHORT,
    r"[（(]?\s*(?:[\u4e00-\u9fff]{2,10}\s+(?=\S+\s+\d{1,2}[:：]\d{2}$))?"
    r"(?:(?:报送|投稿|发稿|供稿|填报|填表|写稿|成稿|发布|来稿)?(?:时间|日期)\s*[:：]\s*)?"
    rf"{_DAY}(?:\s*[—–~～至-]+\s*{_DAY})?(?:\s*(?:星期|周).)?"
    r"(?:\s*(?:凌晨|早晨?|上午|中午|下午|傍晚|晚上?|深夜|夜)?(?:\s*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?)?\s*[）)]?",
)
SHORT_DAY: Final = re.compile(rf"{_DAY}|\d{{1,2}}[./]\d{{1,2}}")
"""A word that is a day, behind a name (李四 5月6日)."""
_DAYS: Final = re.compile(rf"{_DAY}(?:\s*[—–~～至-]+\s*{_DAY})?")


SCENE: Final = re.compile(r"(?:地\s*点|人\s*物|事\s*件|对\s*象|场\s*景|主\s*题)\s*[:：]")


def sets_scene(text: str, below: str) -> bool:
    """Whether a date only says when it was that the piece tells of (时间：… / 地点：…)."""
    return SCENE.match(below) is not None and DATE.tell(text)


def dated(text: str) -> str | None:
    """The day that a line names somewhere (包头铝业 张三 2021年5月6日), in full with its year."""
    found = _DAYS.search(text)
    return found[0] if found and found[0][:4].isdecimal() else None


def day(text: str) -> str:
    """The day (or the days) that a line of this kind names: 发布时间：2021-05-07 -> 2021-05-07."""
    found = _DAYS.search(text)
    return found[0] if found else text


LETTERHEAD: Final = _whole(
    NoiseKind.LETTERHEAD,
    80,
    # the red head of an office paper
    r"[\u4e00-\u9fff（）()·\s]{0,20}(?:公司|委员会|党委|集团|院|厂|部|处|办公室)文件",
    r"[\u4e00-\u9fff（）()·\s]{0,20}(?:简报|快报|专报)",
    r"[\u4e00-\u9fff（）()·\s]{0,20}(?:信息|稿件|新闻|宣传|投稿)(?:报送|汇总|审批|登记|审核|呈报|推荐|送审|审签|发布|发稿)?[表单]",
    r".{0,16}〔\d{4}〕\s*\d+\s*号",
    rf"(?:\d{{4}}\s*年)?\s*[（(]?总?第\s*{_NUMERAL}\s*期[）)]?(?:[\s（(].{{0,40}})?",
    r"(?:报送|填报|投稿|供稿|发文)(?:单位|部门|时间|日期)\s*[:：].{0,60}",
    # who issues it, and when
    rf"[\u4e00-\u9fff（）()·]{{2,30}}(?:编印?|主办|承办|编辑部?|印发|印制|党委|部|处|办公室|公司|厂|院|会)\s+{_DAY}",
    r"内部(?:资料|刊物|交流)[\s，,·　]*(?:注意|请勿|免费)?(?:保存|外传|交流|赠阅)?",
    r"(?:签发人?|密级|编号|紧急程度)\s*[:：].{0,24}",
    r"[\s—–─_=*＊－-]{3,}",
)
ISSUER: Final = re.compile(r"[\u4e00-\u9fff（）()·\s]{2,30}(?:公司|集团|院|所|厂|矿|部|处|中心|委员会|委|会)")
"""An organisation's name: a letterhead only over the number of its own bulletin."""

# --- at the top and at the end ---------------------------------------------------------------------

COVERING: Final = _holds(
    NoiseKind.COVER,
    COVER,
    # 请查收，请予审核，请您批评指正
    rf"{_OBJECT}(?:敬|恳|烦|还)?请(?:您|你|老师|领导|各位|编辑|予以?|帮忙?|查|审|斧|指|惠|酌情?|多)*"
    r"(?:查收|查阅|审阅|审核|审定|审稿|审改|斧正|指正|惠存|采用|采纳|刊用|选用|批评|过目|把关|用)(?:[，,。！!~～\s]|$|并|后|指正)",
    r"(?:请|烦)(?:您|你|老师|领导)(?:查收|审阅|审核|修改|编辑|看看|看一下|过目|把关)",
    rf"{_OBJECT}请再?(?:审|阅|收|核|看|改)[。！!~～：:]?$",
    r"^(?:已)?查收",
    # 见附件
    r"(?:见|详见|如|看|已放|放|附)(?:在)?附[件表]",
    rf"{_CLAUSE}附[件表](?:是|为|中|内|里|请|如下|有|已)|^附件?\s*[:：](?!.*名单).{{0,40}}$",
    # 现将我单位稿件报上
    rf"{_CLAUSE}(?:现|兹|特|谨)?将.{{0,40}}{_PAPERS}.{{0,24}}{_HAND}{_TO}(?:如下|于后)?{_STOP}",
    # 报送感言2则；今天发一篇稿子；来稿2篇
    rf"^{_NO_FIGURES}{_NOT_OURS}.{{0,16}}{_HAND}.{{0,30}}{_PAPERS}{_COUNT}?(?:[。！!]?$|[，,。](?:请|望|谢|附|共|照片|麻烦))",
    rf"^{_NO_FIGURES}{_NOT_OURS}.{{0,12}}(?:发|报|补|投|交)(?:去|上|来|给您|您|了)?{_COUNT}.{{0,24}}{_PAPERS}{_STOP}",
    rf"^{_NO_FIGURES}{_NOT_OURS}.{{0,24}}{_PAPERS}.{{0,16}}(?:如下|附后|奉上|呈上|发您|请用|{_COUNT})"
    r"(?:[。！!：:]?$|[，,](?:请|见|附|共|谢|麻烦|详))",
    rf"^(?:再|另|还)?补(?:充|报|发)?{_COUNT}",
    # what becomes of the piece
    r"供(?:参考|选用|您|老师|编辑)(?!.{20})|仅供参考",
    r"^[^“”]*您看(?:合适|行不|可以|能用|怎么样)|^(?:合适|可以|能用)的话|^(?:此|本|该)?稿件?已经?(?:过)?.{0,12}(?:审|领导).{0,6}$|如有侵权",
    r"^(?:以上|上述|此)(?:信息|稿件|内容|材料|\S{1,3}条)?.{0,24}(?:审阅|审核|审定|核实|同意|把关)[。！]?$",
    r"第[一1]次投稿|请(?:用|看)这",
    r"贵(?:刊|报|部|栏目)|能不能用|不知(?:道)?(?:能否|可否|是否)|拙作",
    r"(?:老师|您|请|投).{0,30}写了一(?:篇|段|点)|写了一(?:篇|段|点).{0,30}(?:老师|您|请|投|能|看看|帮我)",
    r"^(?:数据|稿件?|稿子|标题|照片|图片|名单|附件|材料|内容|文字)(?:已|都)?(?:重新|按要求)?"
    r"(?:补|修改|改好|更新|核对|核实|完善|调整).{0,8}$",
    r"^(?:打扰|麻烦)(?:您|老师|你)?[了啦]?[，,](?=.*(?:下面|信息|稿|报|发|附|请|审)).{0,24}$",
    r"^(?:以下|下面)(?:是|为)(?:我[们厂司单]|本[周月期]|.{0,8}(?:来稿|投稿|稿件)).{0,16}[：:。]?$",
    r"^(?:另外?|PS|P\.S\.)\s*[:：].{0,50}(?:附件|照片|图片|稿件?|老师|查收)",
    r"文责自负|^作者简介\s*[:：]|^(?:本|以上|此)(?:文|稿).{0,6}(?:首发|原创|[未没]).{0,20}$",
    r"^[再另还]?补(?:充|报|发|一条|一篇).{0,12}[，,]请",
    r"有(?:什么|任何|不妥|问题).{0,10}(?:您|请)?(?:随时|及时)(?:与我|跟我)?(?:联系|告知|吩咐)(?:我)?[。！!~]?$",
    r"(?:正文|附件).{0,6}(?:和|与).{0,6}(?:附件|正文).{0,8}(?:一样|相同|一致)",
    r"配图[一两二三四五六七八九十几\d]{1,2}张|(?:图片|照片)(?:稍后|随后|另附|另发|在附件|见附)",
    rf"^.{{0,8}}(?:[本今上这近][周月旬日天期次]|下午|上午)[^，。]{{0,10}}{_PAPERS}[^，。]{{0,6}}[：:]$",
    r"^(?:本|上|这)[周月旬期](?:报送|投稿|上报)[：:]?$",
    rf"^(?:在吗|在不在|在么|亲)[^，。]{{0,6}}(?:[，,。！!？?\s]|$)|^.{{0,8}}{_PAPERS}.{{0,4}}发(?:给)?[你您]们?[了啦]?{_STOP}",
    r"^(?:照片|图片|视频|附件|原图).{0,12}(?:太大|发不|传不|网盘|微信发|另发|稍后).{0,40}$",
    r"^.{0,14}(?:给|发给?)[你您]们?[^，。]{0,4}[一二两三四五六七八九十\d]{1,2}篇(?:[，,。].{0,30})?$",
    r"^.{0,16}[一二两三四五六七八九十\d]{1,2}篇(?:在此|在下面|如下|见下).{0,24}$",
    # 转发，请审
    r"^转(?:发|来|去)?[，,。]?$|^转(?:发|来|去)?.{0,20}(?:稿|信息|材料|邮件|来信)[。]?$",
    r"please find|attached (?:is|are|please)|see attached|for your reference|^fyi\b",
)
NEXT_PIECE: Final = _whole(
    NoiseKind.COVER,
    SHORT,
    r"(?:第[一二三四五六七八九十\d]{1,2}|另外?|还有|再有?|下面|最后)一?(?:篇|条|则|份)(?:稿子?|信息|文章)?(?:是|为|呢|，).{0,30}[：:]",
)
"""What somebody says in a letter between two pieces."""
REPORTING: Final = _whole(
    NoiseKind.COVER,
    80,
    r"(?:(?:根据|按照?|遵照).{2,24}[，,])?(?:现|兹|特|谨)?将.{2,40}(?:报送|报上|上报|汇报|呈报)(?:如下|于后)[：:。]?",
)
"""How a collection is led in, below its title too."""
CORRECTING: Final = _begins(
    NoiseKind.COVER,
    COVER,
    r".*(?:以(?:此|本|这)(?:稿|版|件|份|次).{0,6}为准|[原前](?:稿|一稿)(?:作废|请删|不用))",
)
CONTACT: Final = _holds(
    NoiseKind.CONTACT,
    80,
    r"^(?:https?://|www\.)[!-~]{4,}$",
    r"^(?:网\s*址|主\s*页|官\s*网|W)\s*[:：]\s*[!-~]{6,}$|^E\s*[:：]\s*[!-~]+@[!-~]+$",
    r"^[TMPF]\s*[:：]?\s*[+(（]?\d[\d\s()（）+-]{5,}$|^A\s*[:：][^，。！？]*[省市区县镇路号][^，。！？]*$",
    r"^[☎☏✆✉📞📱📧✉️\s]+\S.{4,40}$",
    # 联系人：孙海波，66031; not: 联系人：是这样一群人，一头连着机关
    r"^[【\[（(]?(?:联系|投稿|供稿|作者)?(?:人|电\s*话|方式|地\s*址|手\s*机)\s*(?:号码?|号)?\s*[:：]"
    r"(?=[^。！？]*[\d@省市区县镇路村楼室]|[^，。！？]{0,16}$)",
    r"^(?:通\s*联|(?:通讯|通信)(?:地址|方式)?|开户(?:银?行|名)|(?:银行)?[账卡]号|身份证号?码?|户名)\s*[:：]",
    r"^(?:传\s*真|邮\s*编|邮\s*箱|内\s*线|微\s*信|座\s*机|短\s*号|Q\s*Q|Tel|Phone|Mobile|Fax|E-?mail|Add)"
    r"\s*(?:号码?|号)?\s*[:：]",
    r"^[^。！？；]*(?:联系(?:人|电话|方式)|电话|手机|邮箱|地址|微信|内线)\s*(?:号码?)?\s*[:：][^。！？；，]*$",
    r"^[^。！？；，]{0,24}(?:内线|短号|分机|电话|手机|微信)\s*[\d-]{4,}[^。！？；，]{0,12}$",
    r"^\s*[\w.+-]+@[\w.-]+\s*$",
    r"^(?:(?![了把被着])[^。！？；]){0,24}(?<!\d)(?:1[3-9]\d{9}|1[3-9]\d-\d{4}-\d{4}|0\d{2,3}[-—\s]\d{7,8}|\d-\d{4,5}|\d{7,8})\s*[】\])）]?$",
)

_POSTED: Final = (
    r"(?:稿件?(?![酬费源])|稿子|来稿|投稿|[这那]一?[篇则]|附件|邮[件箱]|[上本这下]一?期(?=[，,。；;！!就能用刊发请的]|稿|信息|$)"
    r"|[再重补忘漏错]了?[发投寄](?![现生展挥扬起动力入身资产明])|发[错漏晚迟重](?=[了过的，。]|版)|没(?:有)?收到|收到没|(?:修改|最新|最终|更正|完整)[版稿])"
)
"""What only letters with pieces speak of."""
_SPOKEN_TO: Final = r"(?:[您请]|你们|老师(?!傅)|麻烦|谢|抱歉|不好意思|打扰|拜托|[就也](?:可以|行|用))"
_TALK: Final = rf"(?:{_POSTED}|{_SPOKEN_TO}|来得及|赶[得不]?上|刚才?(?=[^毅强])|昨[天晚]|版面|篇幅)"
TALKING: Final = _whole(
    NoiseKind.COVER,
    60,
    # 王姐，这篇忘发了，能赶上本期请用；怕您没收到，再发一次。
    rf"(?!.*[“”《》]){_NO_FIGURES}(?=.*{_POSTED})"
    rf"(?:(?:{_HAN}{{0,8}}{WHO}|[小老][\u4e00-\u9fff]{{1,2}})[，,：:\s]+|(?=.*{_SPOKEN_TO}))"
    rf"(?:(?=[^，,。；;！!？?：:]*{_TALK})[^，,。；;！!？?：:]{{1,28}}[，,。；;！!？?：:~～\s]+)+",
)
"""What somebody says of the piece below or of its sending: each clause speaks of that, or to the reader."""

# --- at the end of a letter ------------------------------------------------------------------------

_YOU: Final = (
    r"(?:您|你们?|各位|诸位|大家|老师|编辑|领导|主任|同志|贵[\u4e00-\u9fff]"
    r"|[\u4e00-\u9fff](?:老师|主任|编辑|部长|科长|处长)|们)"
)
_THANK: Final = (
    r"(?:再次|非常|十分|万分|衷心|给|让|真是|特此|在此|敬请|望|请|多多)*"
    r"(?:谢谢|多谢|感谢|致谢|谢|辛苦|麻烦|打扰|劳烦|拜托|抱歉|不好意思|海涵|谅解|见谅|费心|受累)[了啦啊哦哈]?"
    rf"{_YOU}{{0,4}}(?:的|百忙之中|抽空|支持|关照|关心|帮助|帮忙|审阅|指导|理解|采用|配合|厚爱|修改|工作|与|和|、)*[了啦]?"
)
CLOSING: Final = _whole(
    NoiseKind.COVER,
    SHORT,
    rf"(?:{_THANK}{_SIGNS})++",  # 谢谢老师！辛苦了
    r"(?:(?:工作|身体|阖家|全家|万事|生活|事业|心情|节日)(?:顺利|健康|如意|幸福|愉快|快乐|有成|安康)[，,、！!。\s]*)+",
    r"盼复[。！!]?|特此(?:报告|上报|呈报|说明|致谢|报送)[。！!]?|如(?:蒙|能|果能)(?:贵.|您)?(?:采用|刊用|录用).{0,10}",
    r"(?:敬|谨|顺|恭)?祝[:：\s]*(?:您|你|老师|各位|大家|贵|编辑|工作|身体|节日|周末|万事|一切|五一|劳动|端午|中秋|国庆"
    r"|春节|元旦|新年|新春|[撰编夏春秋冬商台时]|好).{0,16}",
    r"(?:望|盼|敬请|恳请|请|希望|期待|如能|若能|能否).{0,12}"
    rf"(?:采用|采纳|刊用|录用|刊登|刊发|回复|指正|支持|为盼|谅解|见谅){_SIGNS}",
    r"如(?:有|需)(?:问题|疑问|不妥|不当|需要|修改|任何|不足|不清).{0,34}",
    rf"(?:期待|盼|静候|等候)(?:着|望)?(?:您|老师|贵.)?的?(?:早日)?(?:回复|答复|回音|消息|佳音){_SIGNS}",
    rf"收到(?:后)?请?(?:回(?!答|信的)|告)[\u4e00-\u9fff]{{0,6}}{_SIGNS}(?:{_THANK}{_SIGNS})*+|(?:以上|妥否)[，,]请.{{0,8}}",
    r"(?:thanks? ?(?:&|and|/)? ?)?(?:(?:best|kind|warm|with best|many) )?(?:regards|wishes)[，,.!]?"
    r"|(?:yours )?sincerely(?: yours)?[,，.]?",
    r"thank(?:s| you)[a-z ,，.!]{0,20}",
)
PARTING: Final = _whole(
    NoiseKind.COVER,
    SHORT,
    rf"此致|敬礼{_SIGNS}|此致[，,\s]*(?:敬礼|祝.{{2,12}}){_SIGNS}|致|(?:敬\s*)?礼[！!。]|顺[颂祝致].{{0,10}}|[编商台近时]祺{_SIGNS}",
    rf"以上[，,。]*(?:谢谢|谢|收到请?回复?|请查收)?{_SIGNS}|BR[，,.]?",
)
"""Only at the end; at the top it is a title (敬礼！)."""
SIGNED: Final = _whole(
    NoiseKind.SIGNATURE,
    SHORT,
    r"(?:(?:填报|填表|经办|负责|制表|审批|签发|汇报|申请|发言|报告)人?|(?:报送|投稿)人|职\s*[务称]|岗位|[审核批]{2}意见|签字)\s*[:：][^。！？]{0,30}",
    r"(?:你的|您的)?(?:学生|晚辈|后学|部下|下属)\s*[:：]\s*[\u4e00-\u9fff]{2,4}",
    r"[（(]?(?:单位)?盖章[）)]?",
    r"(?:(?:(?:责任)?编辑|责编|审稿|美编|排版|审核|审定|编审|签发|校对|[初复终]审|核稿|监制|统筹)人?员?\s*[:：]"
    r"[\u4e00-\u9fff、，\s]{2,16})+",
)
IMPRINT: Final = _whole(
    NoiseKind.LETTERHEAD,
    80,
    r"[【（(\[](?:全文|本文)?完[】）)\]]|全文完",
    r"(?:合计|共计|总计)\s*[：:]?\s*\d{1,3}\s*[篇条则份][。]?|(?:备?注|说明)\s*[：:].{0,30}(?:本表|报送|一式|稿).{0,30}",
    r"[（(]?共?印\s*\d+\s*份[）)]?|共印.{0,8}份",
    r"(?:报送|抄送|主送|抄报|分送|发送|印发|发放|主办|编印|[报送发])\s*[:：][^。！？]{1,60}",
)

# --- anywhere --------------------------------------------------------------------------------------

CAPTION: Final = _begins(
    NoiseKind.CAPTION,
    80,
    r"[（(【▲△◀▼\s]*(?:图\s*[一二三四五六七八九十\d]{0,2}\s*(?:为|是|[:：]|[左右上中下]{1,2}[:：为])"
    r"|图片(?:说明)?\s*[:：]|照片\s*[:：]|图注|(?:照片|图片|配图)[均都]?由.{2,12}(?:提供|拍摄|摄)[。]?$)",
    # 党委书记张三（左二）看望职工: who stands where is said of a picture only
    r"[^。！？]{2,60}?[（(](?:[前中后]排)?(?:[左右上下][起边侧]?[一二两三四五六七八九\d]?|居?中|中间)[）)][^。！？]{0,50}。?$",
)
PICTURE: Final = _whole(
    NoiseKind.CAPTION,
    COVER,
    rf"(?:{PICTURE_MARK}\s*)+",  # [图片] [cid:image001.png@01D743E2] [image: image.png]
    r"\[(?:视频|语音|附件|文件|说明)(?:[\s:：][^\[\]]{0,80})?\]|\[\[图片\]\]|\[[^\[\]]{0,20}删除[^\[\]]{0,4}图[像片]\]",
    r"!\[[^\[\]]{0,40}\]\([^()]{0,80}\)|\[[\w-]{1,40}\.(?:jpe?g|png|gif|bmp|heic)\]",
    r"(?:\[https?://[^\[\]]+\]\s*)+|(?:<[^<>@\s][^<>@]{0,80}\.[a-z\d]{3,4}>\s*)+",  # Outlook, Apple Mail
    r"【(?:图片|照片|配图)】.{0,24}",
    r"(?:图片|照片|配图|插图)\s*[\d一二三四五六]{0,2}",  # what an account's pictures leave behind
    r"[\[【（(〔](?:此处)?(?:插入?|配|附)?(?:图|图片|照片|图像)\s*[\d一二三四五六]{0,2}[\]】）)〕]",
    r"(?:[（(](?:see attached file|请参阅附件|参见附件|附件文件)\s*[:：][^（）()]+[）)]\s*)+",  # Notes
)

TOP: Final = (GREETING, DATE, CONTACT, COVERING, CORRECTING, CLOSING, SALUTATION, TALKING)
END: Final = (DATE, CONTACT, COVERING, TALKING, CORRECTING, CLOSING, PARTING, SIGNED, IMPRINT)
LETTERISH: Final = (*TOP, PARTING, SIGNED)
"""What a letter is made of besides news."""
