"""What in a letter or a document is no news: greetings, covers, signatures, contacts, quoted letters.

Such lines are set apart with the reason, never deleted.  Each kind is a table of patterns; where a kind is
only known by its place, the lines at the top or at the end are walked until the first one that is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from intake.model import NoiseKind, Paragraph, Place

SHORT: Final = 40
"""Characters of a line that can be a signature, a greeting or a line of a letterhead."""
COVER: Final = 120
"""Characters of a line that can be a covering note (现将…报上，请查收)."""
SUBSTANCE: Final = 60
"""Characters above a quoted letter from which the letter on top is the one that counts."""

_Kinds = Mapping[int, NoiseKind]

# --- patterns, each a way in which people write it -------------------------------------------------

_TITLES: Final = "老师|主任|部长|编辑|处长|科长|经理|主编|总编|同志|同事|领导|师傅|书记|姐|哥|总"
_GREETING: Final = re.compile(
    rf"(?:尊敬的|敬爱的|亲爱的|各位|诸位)?[\u4e00-\u9fff]{{0,12}}(?:{_TITLES}|编辑部|党群工作部|宣传部|办公室)们?"
    r"[，,：:！!。\s]*(?:您好|你好|大家好|好|(?:早上|上午|中午|下午|晚上)好)?(?:辛苦了)?[，,：:！!。~～\s]*"
    r"|(?:各位|诸位|大家|您|你|早上|上午|中午|下午|晚上|节日|新年|周末)?(?:您|你)?好(?:呀|啊)?[，,：:！!。~～\s]*"
    r"|(?:dear|hi|hello|to)\b.{0,24}[，,：:！!]?",
    re.IGNORECASE,
)
_COVER: Final = re.compile(
    r"请(?:予以?|您|老师|领导|编辑|查|审|斧|指|惠)*(?:查收|审阅|审核|审定|审稿|斧正|指正|惠存|采用|编辑|修改|批评)|查收"
    r"|(?:请)?(?:见|详见|在|如|看|已放)(?:在)?附件|附件(?:[是为中内里请]|如下)|见附表"
    r"|(?:^|[，。：、])(?:现|兹)将.{0,40}(?:报送|发送|发给您|报上|报给|上报|呈上|呈报|奉上|发来|转发)"
    r"|^(?:现|兹|特|再)?(?:报送|发送|上报|上交|补报|报上|补充|转发?)(?!工作|机制|制度).{0,24}(?:稿|信息|材料)"
    r"|(?:投稿|来稿|供稿|稿件|稿子).{0,24}(?:如下|附后|奉上|呈上|发给|发您|请用|[一两二三四五六七八九十\d][篇条则份])|请用[。！]?$"
    r"|(?:发|报|补|投)(?:[一两二三四五六七八九十\d几]*[篇条则份个]).{0,24}(?:稿|信息|消息|材料|感悟|心得)"
    r"|再?补(?:充|报|发)?[一两二三四五六七八九十\d几]+[篇条则份]|供(?:参考|选用|您|老师|编辑)(?!.{20})"
    r"|以(?:此|本|这)(?:稿|版|件|份|次).{0,6}为准|原稿(?:作废|请删|不用)|第[一1]次投稿|请(?:用|看)这"
    r"|(?:正文|附件).{0,6}(?:和|与).{0,6}(?:附件|正文).{0,8}(?:一样|相同|一致)|配图[一两二三四五六七八九十\d]+张|图片(?:另附|在附件)"
    r"|please find|attached|for your reference",
    re.IGNORECASE,
)
_THANKS: Final = re.compile(
    r"(?:谢谢|多谢|感谢|致谢|辛苦|麻烦|打扰|劳烦|拜托|抱歉|不好意思|不便之处)(?!.{0,30}[，。].{12})"
    r"|^(?:敬)?祝.{0,16}$|^顺(?:颂|祝|致)|^此致|^敬礼|^(?:望|盼|敬请|恳请|请|希望).{0,10}(?:采用|采纳|刊用|回复|指正|支持|为盼|谅解)"
    r"|如有(?:问题|疑问|不妥|不当|需要)|收到请回|best regards|kind regards|sincerely|thanks",
    re.IGNORECASE,
)
_PHONE: Final = r"(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}[-—\s]\d{7,8}|\d-\d{4,5}|\d{7,8})(?!\d)"
_CONTACT: Final = re.compile(
    rf"(?:联系(?:人|电话|方式|地址)|电\s*话|手\s*机|传\s*真|邮\s*编|邮\s*箱|地\s*址|内\s*线|微\s*信|Q\s*Q|Tel|Phone|Mobile|Fax|E-?mail|Add)"
    rf"\s*(?:号码?|号)?\s*[:：]|(?:内线|电话|手机|微信)\s*[\d-]{{4,}}|^\s*[\w.+-]+@[\w.-]+\s*$|^.{{0,24}}{_PHONE}\s*$",
    re.IGNORECASE,
)
_DATE: Final = re.compile(
    r"(?:(?:报送|投稿|发稿|供稿|填报|填表)?(?:时间|日期)\s*[:：]\s*)?"
    r"(?:[\d〇○零一二三四五六七八九]{4}\s*年\s*[\d一二三四五六七八九十]{1,3}\s*月\s*[\d一二三四五六七八九十]{1,3}\s*日"
    r"|\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}月\d{1,2}日)(?:\s*(?:星期|周).)?(?:\s*\d{1,2}[:：]\d{2})?"
)
_LETTERHEAD: Final = re.compile(
    r"[\u4e00-\u9fff（）()·\s]{0,24}(?:文件|简报|快报|专报|(?:信息|稿件|新闻|宣传|投稿)(?:报送|汇总|审批|登记|审核|呈报|推荐)?[表单])"
    r"|.{0,16}〔\d{4}〕\s*\d+\s*号|.{0,16}?(?:\d{4}年)?(?:总?第|第)\s*[\d一二三四五六七八九十]{1,4}\s*期.{0,14}"
    r"|(?:报送|填报|投稿|供稿|发文)(?:单位|部门|时间|日期)\s*[:：].{0,60}|(?:签发|密级|编号|紧急程度)\s*[:：人].{0,24}|[\s—–─_=*－-]{3,}"
)
_ISSUER: Final = re.compile(r"[\u4e00-\u9fff（）()·\s]{2,30}(?:公司|集团|院|所|厂|矿|部|处|中心|委员会|委|会)")
_CAPTION: Final = re.compile(
    r"[（(【▲△◀▼\s]*(?:图\s*[一二三四五六七八九十\d]{0,2}\s*(?:为|是|[:：]|[左右上中下]{1,2}[:：为])|图片(?:说明)?\s*[:：]|照片\s*[:：]|图注)"
)
_DISCLAIMER: Final = re.compile(
    r"(?:本邮件|此邮件|这封邮件|此电子邮件)(?:及其?附件|可能|包含|含有|中|为).{0,40}(?:保密|机密|专有|收件人|未经授权)"
    r"|this (?:e-?mail|message)\b.{0,80}(?:confidential|intended|privileged)",
    re.IGNORECASE,
)
_DEVICE: Final = re.compile(
    r"(?:发自|来自|由|sent from|get outlook).{0,6}(?:我的|my)?.{0,24}(?:iphone|ipad|手机|android|安卓|华为|小米|邮箱|outlook|发送)",
    re.IGNORECASE,
)
_SIGNATURE_RULE: Final = re.compile(r"--\s?")
_END_OF_SENTENCE: Final = tuple("。！？；!?;……：:")

_QUOTE_RULE: Final = re.compile(
    r"[-—–_\s]{2,}\s*(?:原始邮件|原邮件|转发的?邮件(?:信息)?|转发邮件|original message|forwarded message|begin forwarded message)\s*[-—–_:\s]*"
    r"|begin forwarded message:?|_{10,}",
    re.IGNORECASE,
)
_QUOTE_FIELD: Final = re.compile(
    r"[*>\s]*(?:发件人|发送人|寄件者|收件人|收件者|抄送|发送时间|发送日期|日期|时间|主题|主旨|附件"
    r"|from|to|cc|sent|date|subject|attachments?)\*?\s*[:：]",
    re.IGNORECASE,
)
_QUOTE_FROM: Final = re.compile(r"[*>\s]*(?:发件人|发送人|寄件者|from)\*?\s*[:：]", re.IGNORECASE)
_WROTE: Final = re.compile(r"(?:在|于|on)\s?.{4,120}(?:写道|wrote|编写)\s*[:：]?", re.IGNORECASE)


# --- the whole -------------------------------------------------------------------------------------


def noise(lines: Sequence[Paragraph]) -> dict[int, NoiseKind]:
    """Index of each line that is no news, with its kind."""
    texts = [line.text.strip() for line in lines]
    found: dict[int, NoiseKind] = {}
    found |= _quoted(texts)
    found |= _headers(lines, texts)
    _anywhere(texts, found)
    _top(texts, found)
    _bottom(lines, texts, found)
    return found


def _headers(lines: Sequence[Paragraph], texts: Sequence[str]) -> _Kinds:
    del texts
    return {at: NoiseKind.LETTERHEAD for at, line in enumerate(lines) if line.place is Place.HEADER}


_ANYWHERE: Final = (
    (_CAPTION, 80, NoiseKind.CAPTION),
    (_DISCLAIMER, 2_000, NoiseKind.DISCLAIMER),
    (_DEVICE, SHORT, NoiseKind.SIGNATURE),
)


def _anywhere(texts: Sequence[str], found: dict[int, NoiseKind]) -> None:
    for at, text in enumerate(texts):
        for pattern, longest, kind in _ANYWHERE:
            if at not in found and len(text) <= longest and pattern.match(text):
                found[at] = kind


# --- quoted letters --------------------------------------------------------------------------------


def _quoted(texts: Sequence[str]) -> _Kinds:
    """The heads of quoted letters; what stands below one counts only where nothing stands above it."""
    heads = [at for at in range(len(texts)) if _opens_quote(texts, at)]
    found: dict[int, NoiseKind] = {}
    start = 0
    for head in heads:
        if head < start:
            continue
        end = _head_end(texts, head)
        if _substance(texts[start:head]) >= SUBSTANCE:
            return found | dict.fromkeys(range(head, len(texts)), NoiseKind.QUOTE)
        found |= dict.fromkeys(range(start, head), NoiseKind.COVER)
        found |= dict.fromkeys(range(head, end), NoiseKind.QUOTE)
        start = end
    return found | {at: NoiseKind.QUOTE for at in range(start, len(texts)) if _marked_quote(texts, at, start)}


def _marked_quote(texts: Sequence[str], at: int, start: int) -> bool:
    """A line quoted with > below an answer of one's own; a letter that is nothing but > lines is read."""
    return texts[at].startswith(">") and _substance(t for t in texts[start:] if not t.startswith(">")) > 0


def _opens_quote(texts: Sequence[str], at: int) -> bool:
    text = texts[at]
    if len(text) > 200:
        return False
    if _QUOTE_RULE.fullmatch(text):
        # A long rule alone is only drawn; Outlook's is followed by the head of the letter.
        return text.strip("_ ") != "" or any(map(_QUOTE_FROM.match, texts[at + 1 : at + 2]))
    if _WROTE.fullmatch(text):
        return True
    fields = sum(1 for line in texts[at : at + 5] if _QUOTE_FIELD.match(line))
    return bool(_QUOTE_FROM.match(text)) and fields >= 3


def _head_end(texts: Sequence[str], at: int) -> int:
    end = at + 1
    while end < len(texts) and (_QUOTE_FIELD.match(texts[end]) or _QUOTE_RULE.fullmatch(texts[end])):
        end += 1
    return end


def _substance(texts: Iterable[str]) -> int:
    """Characters that are neither greeting nor cover nor contact."""
    return sum(len(text) for text in texts if edge_kind(text) is None and len(text) > 12)


# --- top and end -----------------------------------------------------------------------------------


def edge_kind(text: str) -> NoiseKind | None:
    """What a line at the top or at the end of a letter is, if its words alone tell."""
    for test, kind in _EDGES:
        if test(text):
            return kind
    return None


def _is_cover(text: str) -> bool:
    if len(text) > COVER or not _COVER.search(text):
        return False
    # A line of news may hold such words in passing; a covering note speaks of nothing else.
    return len(text) <= 60 or not re.search(r"[。；].{40,}", text)


_EDGES: Final = (
    (lambda text: len(text) <= SHORT and _GREETING.fullmatch(text) is not None, NoiseKind.GREETING),
    (lambda text: len(text) <= SHORT and _DATE.fullmatch(text) is not None, NoiseKind.DATE),
    (lambda text: len(text) <= 80 and _CONTACT.search(text) is not None, NoiseKind.CONTACT),
    (_is_cover, NoiseKind.COVER),
    (lambda text: len(text) <= SHORT and _THANKS.search(text) is not None, NoiseKind.COVER),
)


def _top(texts: Sequence[str], found: dict[int, NoiseKind]) -> None:
    for at, text in enumerate(texts):
        if at in found:
            continue
        letterhead = _LETTERHEAD.fullmatch(text) or _is_issuer(texts, at)
        kind = NoiseKind.LETTERHEAD if letterhead else edge_kind(text)
        if kind is None and _is_salutation(text):
            kind = NoiseKind.GREETING
        if kind is None:
            return
        found[at] = kind


def _is_issuer(texts: Sequence[str], at: int) -> bool:
    """An organisation's name over the number of its own bulletin."""
    below = texts[at + 1] if at + 1 < len(texts) else ""
    return _ISSUER.fullmatch(texts[at]) is not None and _LETTERHEAD.fullmatch(below) is not None


def _is_salutation(text: str) -> bool:
    """A greeting with something said behind it: 老师您好，我是一名普通职工。"""
    begins = re.match(rf"[\u4e00-\u9fff]{{0,8}}(?:{_TITLES})?(?:您好|你好|好)[，,！!。]", text)
    return begins is not None and len(text) <= SHORT


def _bottom(lines: Sequence[Paragraph], texts: Sequence[str], found: dict[int, NoiseKind]) -> None:
    """The lines behind the last text: names, units, dates, thanks.  At least one line is left as text."""
    rule = next((at for at, text in enumerate(texts) if at and _SIGNATURE_RULE.fullmatch(text)), None)
    if rule is not None and _substance(texts[:rule]):
        found |= {at: NoiseKind.SIGNATURE for at in range(rule, len(texts)) if at not in found}
    ending: dict[int, NoiseKind] = {}
    for at in reversed(range(len(texts))):
        if at in found:
            continue
        kind = edge_kind(texts[at]) or _closing_kind(texts[at])
        if kind is None or lines[at].place is Place.CELL:
            break
        ending[at] = kind
    left = [at for at in range(len(texts)) if at not in found and at not in ending]
    if not left:  # nothing is text: only what its words alone tell is set apart
        ending = {at: kind for at, kind in ending.items() if edge_kind(texts[at])}
    found |= ending


_BYLINE_MARK: Final = re.compile(
    r"\s*[（(【\[—–]|(?:供稿|撰稿|作者|通讯员|文字|文|图|摄影|来源|单位|编辑|审核|责编|报送)[人员单位]{0,2}\s*[:：/]"
)


def _closing_kind(text: str) -> NoiseKind | None:
    """A short line without the end of a sentence; a by-line in brackets or with a label is none."""
    if len(text) > SHORT or text.endswith(_END_OF_SENTENCE) or _BYLINE_MARK.match(text):
        return None
    return NoiseKind.SIGNATURE
