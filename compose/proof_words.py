"""Remarks on words: slips, doubled words, first person, and what of a letter has no place in print."""

from __future__ import annotations

import re
from collections.abc import Iterator

from compose.model import Form, RemarkKind
from compose.proof_issue import Check, Printed, PrintedIssue, around, listed
from compose.punctuation import HAN
from compose.slips import slips
from intake import surnames

_TWICE = re.compile(rf"(?P<word>(?![一二三两几很许好太]|.[不着来去])[{HAN}]{{2,6}})(?P=word)")
_MEANT_TWICE = re.compile(
    "非常|特别|永远|慢慢|学习|研究|讨论|商量|表扬|锻炼|放松|了解|休息|感受|活动|努力|加油|前进|冲锋|轰隆|哗啦|滴答|班组"
)
"""What may be said twice in a row: 加油加油, 研究研究, 班组班组长."""
_PARTICLES = re.compile(
    r"(?<![目标中众])的的(?![确士])|(?<!为)了了(?![解结然])|(?<![存所现正潜内外健实自])在在|(?<![平谦温共饱缓暖祥柔总])和和(?![气睦谐平])"
    r"|(?<![参给赠])与与(?![会者])|(?<![合])并并(?![购列肩])|(?<![面针相核校绝反应派])对对(?![联子手方比策外标照口接])|(?<![国总])是是(?!非)"
    r"|(?<![行认成作])为为(?!群|民|了|人|何|什|职|企|公)|(?<!不)将将(?!士|军|领)|由由(?!于)|(?<!自)从从(?![前来事容])|被被(?!褥)"
)
_OURS = re.compile(
    r"(?<![自忘])我(?:公司|厂|矿|院|部(?![分署])|单位|车间|分公司|中心|站(?![在起到好上出立了着])|集团|司)"
    r"|我们(?!党|国|军|的党|的祖国)|(?<![一两每几各原版日资成根基])本(?:公司|厂(?!史|商)|矿|车间)|本[报网刊]讯|(?:^|[。；\n])(?:近日|日前|近期)|笔者|记者从"
)
_LEFT = re.compile(
    r"附件(?:[：:\d一二三]|$)|见附件|(?<![意试企力地版蓝拼构])图为|图片说明|如图[所示\d]|文/图"
    r"|[（(]图[/：:片1-9一二三）)]|[上下左右]图(?=[，：为])|供[稿图](?=[：:）)]|$)"
    r"|(?:投稿|审稿|撰稿|审核|核稿|责任编辑|责编)人?[：:]"
    r"|(?:^|[\n（(])(?:作者|编辑|通讯员|摄影)[：: /]|联系(?:电话|人|方式)[：:]|(?:电话|手机|邮箱|传真)[：:]"
    r"|(?<!\d)1[3-9]\d{9}(?!\d)|https?://[!-~]{0,80}|www\.[!-~]{0,80}|[A-Za-z0-9._-]{1,40}@[A-Za-z0-9.-]{1,40}"
    r"|转自[：:]|来源[：:]|点击(?:上方|下方|蓝字|阅读)|(?:扫码|长按)(?:关注|识别|阅读)|关注公众号|阅读原文"
    r"|请(?:审阅|查收|斟酌)|此致|\[(?:图片|表情|附件)\]"
)
_COVER = re.compile(
    r"(?:老师|编辑|领导|主任|部长|同志)们?[，,]?(?:您好|你好|好[！!，,：:])"
    rf"|(?:^|\n)[{surnames.SINGLE}](?:主任|老师|部长|经理|书记|姐|哥)[：:]"
    r"|请帮忙|帮忙[改修]|麻烦(?:您|你|老师|编辑|各位|帮)|[，。！；]谢谢[！!。]|谢谢(?:老师|编辑|您|支持)|(?:忘|漏)发了?|(?:再|重)发一[次遍]|重新发[送来给]"
    r"|来得及|请(?:采用|刊用|用在|转[^，。；]{0,12}(?:公司|主任|部长|老师|部门)|勿刊|以[^，。；]{0,6}为准)|转[\u4e00-\u9fff]{1,6}主任(?:[：:。，]|$)"
    r"|怕您|没收到|(?:稿件|稿子|内容|材料)(?:如下|在下面|见下|请)|以此稿为准|(?:上|这|那)(?:一封|篇稿|份稿)|请(?:撤回|撤稿|更正)"
)
"""What a sender says to the desk, where nobody is quoted."""
_SIGNED = re.compile(r"(?:^|(?<=[。！？\n]))[\u4e00-\u9fff]{2,4} ?(?:\d{4}年)?\d{1,2}月\d{1,2}日。?\s*$")
"""高峰 12月20日: a signature behind the text."""
_EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u26ff\u2700-\u27bf\ufe0f■□▲▶►◆◇★☆●◎※♥]{1,8}")
_QUOTES_THE_DESK = frozenset({Form.COMPRESS, Form.PORTRAIT})
"""Forms in which the bulletin speaks itself, so that nobody says “we”."""


def _slip(one: Printed, _: PrintedIssue) -> Iterator[str]:
    text = one.text
    found = [f"{around(text, start, end, 2)}（应为“{right}”）" for start, end, right in slips(text)]
    if found:
        yield f"疑为错别字：{listed(found)}"


def _twice(one: Printed, _: PrintedIssue) -> Iterator[str]:
    text = one.text
    places = [
        (m.start(), m.end()) for m in _TWICE.finditer(text) if not _MEANT_TWICE.fullmatch(m["word"])
    ] + [(m.start(), m.end()) for m in _PARTICLES.finditer(text)]
    if places:
        yield f"词语重复：{listed([around(text, start, end, 2) for start, end in sorted(places)])}"


def _first_person(one: Printed, _: PrintedIssue) -> Iterator[str]:
    """我公司, 本报讯 and 近日 in what the desk tells itself; a quotation may speak as it likes."""
    if one.form not in _QUOTES_THE_DESK:
        return
    text = one.text
    found = [
        around(text, m.start(), m.end(), 2)
        for m in _OURS.finditer(text)
        if not one.quoted.covers(m.end() - 1)
    ]
    if found:
        yield f"仍是来稿口吻，请改为单位名称或删去：{listed(found)}"


def _left_over(one: Printed, _: PrintedIssue) -> Iterator[str]:
    text = one.text
    found = [around(text, m.start(), m.end(), 3) for m in _LEFT.finditer(text)]
    found += [
        around(text, m.start(), m.end(), 3) for m in _COVER.finditer(text) if not one.quoted.covers(m.start())
    ]
    found += [f"“{m.group()}”" for m in _SIGNED.finditer(text)]
    found += [f"“{m.group()}”" for m in _EMOJI.finditer(text)]
    if found:
        yield f"不该印出的文字或符号：{listed(found)}"


CHECKS: tuple[Check, ...] = (
    (RemarkKind.WORDING, _slip),  # 践性, 坚持一些巡检
    (RemarkKind.WORDING, _twice),  # 的的, 进行进行
    (RemarkKind.LEFTOVER, _first_person),  # 我公司, 近日
    (RemarkKind.LEFTOVER, _left_over),  # 附件, 图为, links, emoji
)
