"""Excerpts from the media: the paragraphs as they are, without what the web page and the sender put around.

Source lines name the medium, which is printed as the attribution (`classify.media` finds it), so that they
are never printed themselves; neither are links, page furniture, by-lines and what the sender says to the
desk.  No word of a paragraph is changed.

The title: the one published issue prints the title of a commentary as its first sentence (2 of 2) and none
before a leader's words (0 of 2), which open with the occasion.  So it is here.
"""

from __future__ import annotations

import re

from classify import media
from compose.punctuation import without_controls
from compose.sentences import Stretch, stripped
from compose.wording import Wording, ranges

_LONGEST = 90
"""Characters of a line around an excerpt; a longer one is a paragraph."""
_PAGE = re.compile(
    r"https?://|www\.|原文链接|阅读原文|字体(?:大小)?\s*[:：【]|字号\s*[:：【]|分享到|分享至|扫码|扫一扫|扫描二维码|长按|二维码"
    r"|阅读(?:量|数|次数)?\s*[:：]?\s*\d|浏览(?:量|次数|数)?\s*[:：]|点击(?:量|数|次数)\s*[:：]|(?:发布|更新|发表)(?:时间|日期)\s*[:：]"
    r"|点个?[“]?(?:赞|在看)|点击(?:上方|下方|蓝字|关注)|关注(?:我们|公众号|本号)|上一篇|下一篇|相关阅读|查看原文|蓝字|发布于|编辑于|延伸阅读|我要评论|评论区"
    r"|(?:微信|微博|QQ空间|朋友圈)\s+(?:微信|微博|QQ|朋友圈)|打印\s*(?:本页|关闭|$)|【纠错】|版权(?:所有|声明)|返回顶部|加入收藏"
)
"""What a web page sets around a text."""
_STAFF = re.compile(
    r"[（(【\[]?\s*(?:本文|本期|文字)?(?:责任编辑|责编|编辑|编审|审核人?|审校|校对|监制|主编|策划|制作|作者|记者|通讯员|撰文|撰稿|文(?=\s*[/／丨｜])|文字|图片|摄影|制图|美编"
    r"|初审|复审|终审|值班\S{0,4}|签发|报送人?|报送单位|报送时间|推荐人|推荐单位|投稿人?|投稿单位|供稿人?|供稿单位|摘录人?|摘录|整理人?|选送|联系人|联系电话|电话)"
    r"(?:\s*[:：/丨｜]|\s{1,4}(?=[\u4e00-\u9fff]{2,4}(?:\s|$|[）)】])))"
)
_LABELLED = re.compile(
    r"[（(【\[—\-–\s]*(?:(?:文章|稿件|信息|内容|图文|资料)?(?:来源|出处)|稿源|原载|原刊|原标题|转自|转载自|摘自|摘编自|摘录自|选自|节选自|源自)\s*(?:[:：]|\s|(?=[《“])|(?<=自))\s*\S"
)
_DAY = re.compile(
    r"[（(]?\s*(?:\d{4}\s*[年./-]\s*)?\d{1,2}\s*[月./-]\s*\d{1,2}\s*日?(?:\s*\d{1,2}[:：]\d{2}(?::\d{2})?)?\s*[）)]?"
)
_COVER = re.compile(
    r"^[^，。]{0,10}老师(?:们|好|您好)?\s*[，,：:！!]|^[^，。]{0,12}[您你]好[，,！!：:~～。]|编辑(?:部|同志|老师|好)|^各位(?:老师|编辑|领导)|请(?:审阅|审核|审|查收|采用|编辑|斟酌|指正|批评指正)|敬请|供(?:参考|选用|采用)"
    r"|报送(?:内容|材料|稿件|信息|一篇|一段)|投稿|(?:稿件|内容|摘录|全文|原文)如下\s*[:：]|现(?:将|摘录|选送|推荐|报送)|栏目\s*[）)：:]"
    r"|建议(?:放|配|刊|用)|见附件|附件[:：]|谢谢|感谢(?:编辑|采用)|此致|敬礼|转发给|看(?:看)?能(?:不能|否)?用|能用上吗|能否(?:采用|刊用)|摘了一段|摘录(?:了)?一段|(?:下面|以下)这[段篇]"
)
"""What the sender says to the desk; only above the first and below the last paragraph."""
_COLUMN = re.compile(r"[【\[（(“]?\s*(?:学\s*[·•．.]?\s*习之路|思理之源)\s*[】\]）)”]?\s*[:：]?")
_TAG = re.compile(r"^\s*[【\[][^】\]]{1,10}[】\]]\s*")
_NO_TITLE = re.compile(
    r"稿|报送|投|材料|摘[录抄自]|栏目?|学习之路|思理之源|转发|分享|推荐|信息|附件|评论员文章$|^(?:文章|评论|社论)$|第.{1,4}期|\d{4}年\d|[。:：]"
)
_LEADER = re.compile(r"习近平|总书记|李克强|总理|国家主席|中央军委主席|党中央")
_BRACKETED_STAFF = re.compile(
    r"\s*[（(【\[](?:本报|新华社|本网)?(?:记者|作者|责编|责任编辑|编辑|来源|通讯员)[^（）()【】\[\]。]{0,40}[）)】\]]\s*$"
)


def verbatim(text: str, title: str | None = None) -> Wording:
    """The paragraphs, one a line; the title of a commentary opens the first of them as a sentence."""
    lines = _lines(text)
    body = [line for line in lines if not _is_around(line.of(text), title)]
    while body and _is_cover(body[0].of(text)):
        del body[0]
    while body and _is_cover(body[-1].of(text)):
        del body[-1]
    kept = [_bare(text, line, last=line == body[-1]) for line in body]
    kept = [line for line in kept if line.start < line.end]
    words = "\n".join(without_controls(line.of(text)).strip() for line in kept)
    opening = _headline(title, words)
    head = [line for line in lines[:3] if opening and _same_words(line.of(text), title or "")]
    return Wording(opening + words, ranges([*head, *kept]))


def _lines(text: str) -> list[Stretch]:
    found: list[Stretch] = []
    start = 0
    for line in text.split("\n"):
        if without_controls(line).strip():
            found.append(Stretch(start, start + len(line)))
        start += len(line) + 1
    return found


def _is_around(line: str, title: str | None) -> bool:
    """Whether a line is none of the excerpt wherever it stands."""
    bare = without_controls(line).strip()
    if len(bare) > _LONGEST:
        return False
    if _same_words(bare, title or "") or _COLUMN.fullmatch(bare) or media.is_source(bare):
        return True
    if _DAY.fullmatch(bare) or (_PAGE.search(bare) and bare[-1] not in "。！？"):
        return True
    return bool(_STAFF.match(bare) or _LABELLED.match(bare)) and bare[-1] not in "。！？"


def _same_words(line: str, title: str) -> bool:
    """Whether a line is the title, whatever marks and labels (【好文推荐】) stand in either."""
    one, other = (re.sub(r"[\W_]", "", _TAG.sub("", words)) for words in (line, title))
    return bool(one) and one == other


def _is_cover(line: str) -> bool:
    bare = without_controls(line).strip()
    return len(bare) <= _LONGEST and _COVER.search(bare) is not None and not _LEADER.match(bare)


def _bare(text: str, line: Stretch, *, last: bool) -> Stretch:
    """A paragraph without its dateline; the last one without the bracket that names its source."""
    words = line.of(text)
    shown = stripped(text, line.start, line.end)
    opening = media.DATELINE.match(shown.of(text))
    start = shown.start + opening.end() if opening else line.start
    if last:
        words = media.without_source(_BRACKETED_STAFF.sub("", words))
        words = _BRACKETED_STAFF.sub("", words)
    return Stretch(min(start, line.start + len(words)), line.start + len(words))


def _headline(title: str | None, words: str) -> str:
    """The title as a first sentence; empty before a leader's words and where it is none of a commentary."""
    bare = without_controls(_TAG.sub("", title or "")).strip().strip("《》")
    told = 6 <= len(bare) <= 30 and not _NO_TITLE.search(bare)
    if not told or not words or _LEADER.search(bare) or _LEADER.search(words[:60]):
        return ""
    return "" if bare in words[:60] else bare + ("" if bare[-1] in "！？!?…" else "。")
