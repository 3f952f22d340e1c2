"""Is it a submission at all?  What the words of a letter from nobody we know say."""

from __future__ import annotations

import re

_CALLS = (
    r"代开|代办|代理记账",
    r"(?<!税收)(?<!税费)优惠(?!政策)|促销|特价|折扣|限时(?:优惠|抢购|特惠)|抢购|秒杀|团购价",
    r"加微信|加我微信|加客服|微信号|客服热线|咨询热线|咨询电话|热线电话|扫码(?:咨询|报名|领取|添加|关注|加)",
    r"退订|取消订阅|不再接收|不再发送",
    r"点击(?:链接|这里|查看|领取|报名)|立即(?:购买|报名|领取|咨询)",
    r"免费(?:试听|领取|试用|体验)|报名费|学费|收费标准|名额有限",
    r"中奖|彩票|收益率|厂家直销|价格面议",
)
"""Each row is one way of courting a customer; work at a plant has no use for these words."""

_WARES = (
    r"发票",
    r"课程|培训班|研修班|公开课",
    r"贷款|理财",
    r"报价|供应商|现货|批发",
)
"""What is sold, but also what a department of ours writes about: a training course for suppliers."""


def advertising(text: str) -> str | None:
    """Return why a text looks like advertising, in Chinese, or None.

    Two ways of courting make it one, or one with something to sell; goods alone need three kinds.
    """
    calls, wares = _found(_CALLS, text), _found(_WARES, text)
    if len(calls) + len(wares) < (2 if calls else 3):
        return None
    return f"疑似广告（含“{'”“'.join([*calls, *wares][:3])}”），且发件人不是已登记的单位"


def _found(patterns: tuple[str, ...], text: str) -> list[str]:
    return [match[0] for pattern in patterns if (match := re.search(pattern, text))]
