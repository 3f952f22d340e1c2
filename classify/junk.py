"""Is it a submission at all?  What the words of a letter from nobody we know say."""

from __future__ import annotations

import re

_SELLING = (
    r"发票",
    r"代开|代办|代理记账",
    r"优惠|促销|特价|折扣|限时|抢购|秒杀",
    r"加微信|加我微信|扫码|微信号|客服热线|咨询热线|咨询电话|热线电话",
    r"退订|取消订阅|不再接收",
    r"点击(?:链接|这里|查看|领取|报名)|立即(?:购买|报名|领取|咨询)",
    r"免费(?:试听|领取|试用|体验)|报名费|学费|课程|培训班|公开课",
    r"贷款|理财|收益率|中奖|彩票",
    r"报价|供应商|厂家直销|现货|批发|价格面议",
)
"""Each row is one way of selling; two ways in one letter make it an advertisement."""


def advertising(text: str) -> str | None:
    """Return why a text looks like advertising, in Chinese, or None."""
    found = [match[0] for pattern in _SELLING if (match := re.search(pattern, text))]
    return f"疑似广告（含“{'”“'.join(found[:3])}”），且发件人不是已登记的单位" if len(found) >= 2 else None
