"""Is it a piece at all?  A notice, a question, an answer reads otherwise than news, and nobody prints it."""

from __future__ import annotations

import re

LEAD = 400
"""Characters that a letter shows its nature in."""

NEEDED = 2
"""Kinds of signs that make a text a letter: one alone stands in many a piece of news."""

_SIGNS = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        (
            r"^\s*(?:各位|尊敬的|敬爱的|各单位|各部门|各支部"
            r"|(?:编辑部?|老师|领导|同志们?|大家)(?:好|同志|老师)?[：:，,！!])"
        ),
        r"请问|贵刊|贵部|盼复|来信收悉|恳请|麻烦您?|劳驾|烦请",
        r"请(?:各(?:单位|位|部门|支部)|于|在|大家|及时|务必|准时|尽快|按时|将|把|勿|回复|查收|审阅|予以|协助|联系|安排|转载|通知)",
        (
            r"特此(?:通知|函告|说明|告知|致歉)|现(?:将|就).{0,20}(?:通知|安排|说明)如下|(?:会议|培训|活动)(?:通知|安排)"
            r"|报名(?:表|截止|方式|时间)|截止(?:时间|日期)|征稿"
        ),
        r"作废|撤回|撤稿|(?:暂不|不要)(?:用|发|刊)|以.{0,6}为准|勘误|更正启事|深表歉意|谨致歉|造成不便",
        (
            r"(?:联系人|联系电话|邮箱|微信|QQ|电话|手机|会议号)[:：]|此致|祝好|顺颂|谢谢[！!。]|敬请|望(?:告知|周知|支持)"
            r"|是否(?:可以|能|需要|收到)|能否"
        ),
        r"我(?:们|部|单位)?(?:想问|希望贵|打算投|已(?:经)?(?:收到|发送|修改)|这边)|上次(?:发|寄|报)的|附件(?:是|为|中|里)|见附件|补报",
        r"[再重补忘漏错]了?[发投寄](?=[一了过给来去送，。]|$)|没(?:有)?收到|请用[在这此于]|[这那]篇(?:稿|忘|漏|请|是|能)|[上本]期(?=[，。]|能|用|刊|$)",
    )
)
"""A row a kind of sign: whom it greets, asks, tells what to do; what it announces, takes back, ends with."""

_QUOTED = re.compile(r"[“「][^”」]*[”」]")


def correspondence(text: str) -> str | None:
    """Return why a text looks like a notice or a letter and not like a piece, in Chinese, or None."""
    head = _QUOTED.sub("", text[:LEAD])
    found = [match[0].strip() for sign in _SIGNS if (match := sign.search(head))]
    if len(found) < NEEDED:
        return None
    return f"像通知或来往信件（含“{'”“'.join(found[:3])}”），不像稿件"
