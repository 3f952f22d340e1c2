"""Letters inside letters: what their heads look like, and which of the letters counts."""

from __future__ import annotations

import pytest

from intake.model import NoiseKind
from tests.intake.papers import letter
from tests.intake.test_clean import LEAD, MORE, NEWS, kinds, left

ASKED = "海波：\n稿子收到，还缺听课人数，请今天下班前补上，最好再配一张照片，谢谢。"

HEADS = {
    "qq": """------------------ 原始邮件 ------------------
发件人: "党群工作部" <desk@example.com>
发送时间: 2021年5月6日(星期四) 上午9:12
收件人: "孙海波"<sun@bt.example.com>
主题: 信息""",
    "outlook": """发件人: 党群工作部 [mailto:desk@example.com]
发送时间: 2021年5月6日 9:12
收件人: 孙海波
主题: 信息""",
    "english outlook": """________________________________
From: Desk <desk@example.com>
Sent: Thursday, May 6, 2021 9:12 AM
To: Sun Haibo
Cc: Bai Xue
Subject: news""",
    "netease": """---- 回复的原邮件 ----
| 发件人 | 党群工作部<desk@example.com> |
| 日期 | 2021年05月06日 09:12 |
| 收件人 | 孙海波 |
| 主题 | 信息 |""",
    "163": 'At 2021-05-06 09:12:33, "desk" <desk@example.com> wrote:',
    "gmail": "On Thu, May 6, 2021 at 9:12 AM Desk <desk@example.com> wrote:",
    "gmail in two lines": "On Thu, May 6, 2021 at 9:12 AM Desk <desk@example.com>\nwrote:",
    "gmail chinese": "党群工作部 <desk@example.com> 于2021年5月6日周四 09:12写道：",
    "apple": "在 2021年5月6日，09:12，党群工作部 <desk@example.com> 写道：",
    "apple forward": """以下是转发的邮件：
发件人: 党群工作部 <desk@example.com>
日期: 2021年5月6日 GMT+8 09:12
收件人: 孙海波
主题: 信息""",
    "gmail forward": """---------- Forwarded message ---------
From: Desk <desk@example.com>
Date: Thu, May 6, 2021 at 9:12 AM
Subject: news
To: Sun Haibo""",
    "starred": "*发件人:* 党群工作部\n*发送时间:* 2021年5月6日 9:12\n*收件人:* 孙海波\n*主题:* 信息",
    "qq telephone": """---原始邮件---
发件人: "党群工作部"<desk@example.com>
发送时间: 2021/5/6 9:12:00
收件人: "孙海波"<sun@bt.example.com>;
主题: 信息""",
    "qq in english": """------------------ Original ------------------
From:  "党群工作部";<desk@example.com>;
Date:  Thu, May 6, 2021 09:12 AM
To:  "孙海波"<sun@bt.example.com>;
Subject:  信息""",
    "traditional": """------------------ 原始郵件 ------------------
寄件者: "黨群工作部" <desk@example.com>
寄件日期: 2021年5月6日 上午 9:12
收件者: 孙海波
副本: 白雪
主旨: 信息""",
    "netease without blanks": "在2021-05-06 09:12:33,党群工作部<desk@example.com>写道：",
    "netease master": "在2021年05月06日 09:12，党群工作部 写道：",
    "netease in cells": """---- 回复的原邮件 ----
发件人	党群工作部<desk@example.com>
日期	2021年05月06日 09:12
收件人	孙海波
主题	信息""",
    "139": """----邮件原文----
发件人："党群工作部" <desk@example.com>
收件人：孙海波
抄 送： (无)
发送时间：2021-05-06 09:12:00
主题：信息""",
    "aliyun": """------------------------------------------------------------------
发件人：党群工作部 <desk@example.com>
日　期：2021年05月06日 09:12:00
收件人：孙海波 <sun@bt.example.com>
主　题：信息""",
    "foxmail 5": "======= 2021-05-06 09:12:00 您在来信中写道：=======",
    "outlook 2003": """-----邮件原件-----
发件人: 党群工作部 [mailto:desk@example.com]
发送时间: 2021年5月6日 9:12
收件人: 孙海波
抄送: 白雪
主题: 信息""",
    "outlook on one line": (
        "发件人: 党群工作部 <desk@example.com> 发送时间: 2021年5月6日 9:12 收件人: 孙海波 主题: 信息"
    ),
    "english outlook on one line": (
        "From: Desk Sent: Thursday, May 6, 2021 9:12 AM To: Sun Haibo Subject: RE: news"
    ),
    "outlook, values below": """发件人：
党群工作部 <desk@example.com>
发送时间：
2021年5月6日 9:12
收件人：
白雪
主题：
信息""",
    "outlook, many receivers": """发件人: 党群工作部 <desk@example.com>
已发送: 2021年5月6日 9:12
收件人: 孙海波 <sun@bt.example.com>;
白雪 <bai@bt.example.com>; 牛慧 <niu@bt.example.com>
主题: 信息
重要性: 高""",
    "outlook on the web": """________________________________________
发件人: 党群工作部 [desk@example.com]
发送时间: 2021年5月6日 9:12
到: 孙海波
主题: 信息""",
    "twice starred": "**发件人：** 党群工作部\n**发送时间：** 2021年5月6日\n**主题：** 信息",
    "gmail in three lines": "On Thu, May 6, 2021 at 9:12 AM\n党群工作部 <desk@example.com>\nwrote:",
    "gmail broken in the address": (
        "On Thu, May 6, 2021 at 9:12 AM Desk of the Office <\ndesk@example.com> wrote:"
    ),
    "gmail chinese in two lines": "党群工作部 <desk@example.com> 于2021年5月6日周四\n上午9:12写道：",
    "apple in two lines": "在 2021年5月6日，09:12，党群工作部\n<desk@example.com> 写道：",
    "outlook for mac": "在 2021/5/6 上午9:12，“党群工作部”<desk@example.com> 写入:",
    "thunderbird": "在 2021/5/6 9:12, 党群工作部 写道:",
    "thunderbird forward": """-------- 转发的消息 --------
主题: 	信息
日期: 	Thu, 6 May 2021 09:12:00 +0800
发件人: 	党群工作部 <desk@example.com>
收件人: 	孙海波""",
    "yahoo": "--- 21年5月6日，周四, 党群工作部 <desk@example.com> 写道：",
    "samsung": """-------- 原始信息 --------
由： 党群工作部 <desk@example.com>
日期： 2021/5/6 9:12 (GMT+08:00)
至： 孙海波
主题： 信息""",
    "notes": """----- 转发人 白雪/BT 时间 2021-05-06 10:00 -----
党群工作部/BT
2021-05-06 09:12
收件人
孙海波/BT@BT
抄送
主题
信息""",
    "date first": "Date: Thu, 6 May 2021\nFrom: desk@example.com\nTo: sun@bt.example.com\nSubject: 信息",
    "without a verb": "2021-05-06 9:12 GMT+08:00 党群工作部 <desk@example.com>:",
    "german": "Am 06.05.2021 um 09:12 schrieb Desk <desk@example.com>:",
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_below_news_of_ones_own_a_quoted_letter_is_noise(head: str) -> None:
    document = letter(f"李老师：\n{NEWS}\n孙海波\n\n{head}\n\n{ASKED}")
    assert left(document) == [LEAD, MORE]
    quoted = [text for text, kind in kinds(document).items() if kind is NoiseKind.QUOTE]
    assert quoted == [line for line in [*head.split("\n"), *ASKED.split("\n")] if line]


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
@pytest.mark.parametrize(
    "cover",
    ["", "请查收。", "李主任：\n动力厂老孙写的一条信息，我改了改，您看看行不行。\n白雪\n包头铝业党群工作部"],
)
def test_below_a_mere_note_the_forwarded_letter_is_read(head: str, cover: str) -> None:
    assert left(letter(f"{cover}\n\n{head}\n\n您好！\n{NEWS}\n\n孙海波")) == [LEAD, MORE]


def test_of_a_chain_of_forwarded_letters_the_innermost_with_news_is_read() -> None:
    middle = f"转发，请审。\n白雪\n\n{HEADS['outlook']}\n\n{NEWS}\n孙海波"
    assert left(letter(f"老师好，请用。\n\n{HEADS['qq']}\n\n{middle}\n\n{HEADS['gmail']}\n{ASKED}")) == [
        LEAD,
        MORE,
    ]


def test_a_short_piece_above_a_longer_quoted_letter_is_the_one_that_counts() -> None:
    short = "动力厂夜校今天开课，来了五十六名职工听课。"
    assert left(letter(f"{short}\n\n{HEADS['qq']}\n\n{NEWS}")) == [short]


def test_our_own_call_for_pieces_below_a_note_is_no_piece() -> None:
    call = "各单位通讯员：\n第九期的组稿已经开始，请各单位于5月10日下班前将稿件报送到本邮箱，逾期不再受理。"
    assert left(letter(f"稿件见附件，请查收。\n\n{HEADS['qq']}\n\n{call}")) == []


def test_lines_marked_with_an_arrow_are_noise_beside_ones_own_words() -> None:
    assert left(letter(f"> 请补人数\n> 谢谢\n\n{NEWS}\n> 再配一张照片")) == [LEAD, MORE]


def test_a_letter_of_nothing_but_marked_lines_is_read() -> None:
    assert left(letter(f"请查收。\n> {LEAD}\n> {MORE}")) == [f"> {LEAD}", f"> {MORE}"]


@pytest.mark.parametrize(
    "line",
    [
        "发件人：那个写信的小姑娘",
        "时间：晚上八点",
        "主题：夜校与我",
        "______________",
        "写道：" * 70,
        "于是写道：",
    ],
)
def test_a_line_like_a_part_of_a_head_quotes_nothing(line: str) -> None:
    assert left(letter(f"{LEAD}\n{line}\n{MORE}")) == [LEAD, line, MORE]


def test_answers_between_quoted_lines_are_ones_own() -> None:
    head = "On 2021/5/6 9:12, 党群工作部 wrote:"
    assert left(letter(f"{head}\n> 一、夜校办得怎样？\n{LEAD}\n> 二、谁讲课？\n{MORE}\n> 谢谢！")) == [
        LEAD,
        MORE,
    ]
    assert left(letter(f"{LEAD}\n{head}\n> 谁讲课？\n{MORE}\n> 谢谢！\n孙海波")) == [LEAD, MORE]


def test_the_rest_of_a_quoted_line_that_was_broken_is_quoted() -> None:
    broken = (
        "> 请贵单位于五月十日之前将本月的信息报送到本邮箱，稿件要求真实准确，字数\n控制在八百字以内，谢谢。"
    )
    assert left(letter(f"{LEAD}\nOn 2021/5/6 9:12, 党群工作部 wrote:\n{broken}")) == [LEAD]


@pytest.mark.parametrize("head", ["On Thu, 6 May 2021, Desk wrote:", "您于 2021年5月6日 9:12:00 写道："])
def test_where_marked_lines_follow_any_line_that_names_a_day_quotes(head: str) -> None:
    assert left(letter(f"{LEAD}\n{head}\n> 请补人数")) == [LEAD]
    assert left(letter(f"{LEAD}\n{head}\n{MORE}")) == [LEAD, head, MORE]


def test_a_poem_above_a_quoted_letter_is_the_piece_although_its_lines_are_short() -> None:
    poem = ["炉火", "我在夜里", "数过你的火苗", "一朵", "两朵", "三百六十五朵", "每一朵", "都有人名"]
    assert left(letter("\n".join([*poem, HEADS["apple"], ASKED]))) == poem


@pytest.mark.parametrize(
    "note",
    [
        "请审。\n白雪\n包头铝业有限公司 党群工作部\n地址：内蒙古包头市东河区 邮编：014000",
        "FYI\nBest regards,\nBai Xue\nParty Affairs Department, Baotou Branch\nTel: 0472-0000123",
        "转您审核。\n\nThis message is intended for the named person\nand is confidential. Do not use it.",
        "转您审核。\n\n本邮件含有保密信息，仅限于发送给上面列出的个人。禁止任何人以任何\n形式使用。",
    ],
)
def test_signature_and_disclaimer_below_a_mere_note_are_no_news_of_ones_own(note: str) -> None:
    assert left(letter(f"{note}\n\n{HEADS['outlook']}\n\n{NEWS}")) == [LEAD, MORE]


def test_a_question_of_the_desk_below_a_mere_note_is_no_piece() -> None:
    asked = f"已补充，见附件。\n\n{HEADS['outlook']}\n\n请说明听课人数的出处：是签到还是估计？"
    assert left(letter(asked)) == []


@pytest.mark.parametrize(
    "line",
    [
        "5月6日10:00，收到援外队员从几内亚发来的邮件，队长在邮件里写道：",
        "2003年5月6日10:00，隔离区里的护士长在信中写道：",
        "在2021年的第一篇工作日志里，她这样写道：",
        "一位网友在写给 desk@example.com 的信里写道：",
        "On May 6, 2021 the captain of the team wrote: we are proud of this port.",
        "原始邮件被保存在厂史馆里，那是1999年全厂发出的第一封电子邮件。",
        "-------- 建议摘登 --------",
        "收件人：未来的我\n寄件人：现在的我\n那一天的风，你还记得吗？",
        "时间：每周一晚\n主题：夜校\n由：老师傅们轮流主讲",
        "回复：您的建议已转食堂，从下周起夜班增加一道汤。",
    ],
)
def test_a_sentence_of_a_piece_that_speaks_of_letters_quotes_nothing(line: str) -> None:
    assert left(letter(f"{LEAD}\n{line}\n{MORE}")) == [LEAD, *line.split("\n"), MORE]


def test_a_head_cut_off_at_the_end_breaks_nothing() -> None:
    for head in HEADS.values():
        for lines in range(1, len(head.split("\n"))):
            cut_off = "\n".join(head.split("\n")[:lines])
            assert left(letter(f"{LEAD}\n{cut_off}"))[:1] == [LEAD]
