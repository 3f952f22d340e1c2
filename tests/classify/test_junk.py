"""Advertising is told from work by the ways in which it courts a customer."""

from __future__ import annotations

import pytest

from classify.junk import advertising
from classify.model import Column, Unit
from desk.reading import Bulletin, Past, headings, judge, open_message
from intake.model import MessageState
from storage.model import FiledLetter


@pytest.mark.parametrize(
    "text",
    [
        "代开各类发票，点数低，先验票后付款。",
        "年终促销，全场特价，立即购买！",
        "财税实战公开课，名额有限，加微信：kaoshi123",
        "低息贷款，当天放款，咨询热线000-0000000",
        "扫码领取资料包，免费试听第一课。",
        "本店现货批发，厂家直销，量大价格面议。",
        "您收到本邮件是因为订阅了通讯，退订请点击这里。",
        "螺栓报价单：现货供应，可开发票，附培训班课程表。",
    ],
)
def test_an_offer_is_advertising(text: str) -> None:
    reason = advertising(text)
    assert reason is not None
    assert "疑似广告" in reason
    assert "发件人不是已登记的单位" in reason


def test_the_reason_quotes_what_was_found() -> None:
    assert advertising("代开发票，全场特价。") == "疑似广告（含“代开”“特价”“发票”），且发件人不是已登记的单位"


def test_the_reason_quotes_at_most_three_of_many() -> None:
    reason = advertising("代开发票，特价促销，加微信咨询，免费试听，报名费全免，贷款、现货，退订回T。")
    assert reason is not None
    assert reason.count("“") == 3


@pytest.mark.parametrize(
    "text",
    [
        "第二党支部举办党员培训班，三十名学员结业。",
        "组织人事部开设公文写作课程，培训班为期三天。",
        "物资部举办供应商管理培训班，六十人参加。",
        "财务部开展发票管理培训班，讲解新税法。",
        "营销部与供应商重签合同，报价下降百分之六。",
        "团支部开设微党课课程，团员扫码答题。",
        "公司享受税收优惠，减免税款二百万元，财务部就发票管理办班。",
        "安全部要求隐患限时整改，并开设公开课。",
        "",
    ],
)
def test_news_of_courses_suppliers_and_taxes_is_not(text: str) -> None:
    """Whoever sends it: an unregistered unit's piece must not be dropped for its subject."""
    assert advertising(text) is None


def test_one_word_alone_is_not() -> None:
    assert advertising("食堂推出特价菜，职工称好。") is None


# --- who sends it ----------------------------------------------------------------------------------

LETTER = """\
From: {sender}
To: gfdqb1@example.com
Subject: {subject}
Message-ID: <1@mail.example.com>
Date: Thu, 06 May 2021 09:00:00 +0800
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

{text}
"""
COURSE = (
    "5月6日，物资部为供应商开设安全培训班，课程共六讲，扫码报名者一百二十人，免费体验虚拟隐患排查，"
    "首批三十家供应商的现货配件通过验收，采购报价比去年下降百分之四。"
)


def read(register: tuple[Unit, ...], columns: tuple[Column, ...], sender: str, text: str) -> FiledLetter:
    data = LETTER.format(sender=sender, subject="供应商培训班开班", text=text).encode()
    bulletin = Bulletin(register, columns, headings(register, columns), frozenset())
    return judge(open_message(data, bulletin), bulletin, Past(lambda _: None, lambda *_: (), {}))


def test_a_known_unit_may_write_about_courses_and_suppliers(
    register: tuple[Unit, ...], columns: tuple[Column, ...]
) -> None:
    assert advertising(COURSE) is not None  # the words alone would say so
    filed = read(register, columns, "zhaolei@bt.example.com", COURSE)
    assert filed.state is MessageState.READ
    assert [item.origin.unit for submission in filed.submissions for item in submission.items] == ["包头铝业"]


def test_the_same_words_from_nobody_we_know_are_set_apart_with_the_reason(
    register: tuple[Unit, ...], columns: tuple[Column, ...]
) -> None:
    filed = read(register, columns, "sales@shop.example.com", COURSE)
    assert (filed.state, filed.reason) == (MessageState.NOT_SUBMISSION, advertising(COURSE))


def test_an_offer_that_names_a_known_unit_in_passing_is_still_an_offer(
    register: tuple[Unit, ...], columns: tuple[Column, ...]
) -> None:
    offer = "本店代开各类发票，全场特价，加微信详谈。" * 5 + "老客户有中铝山东等多家单位，欢迎来电。"
    filed = read(register, columns, "sales@shop.example.com", offer)
    assert filed.state is MessageState.NOT_SUBMISSION
