"""What is set apart as no news, and what must never be."""

from __future__ import annotations

import pytest

from intake.clean import noise
from intake.model import Document, NoiseKind
from tests.intake.papers import letter, names, paper

LEAD = "5月6日晚，包头铝业动力厂的“技工夜校”开了第一课，来听课的有56人，最远的从三公里外的泵站骑车赶来。"
MORE = "讲课的是修了二十八年水泵的老师傅，他带来一只拆开的泵，让每个人都上手摸一摸叶轮。"
NEWS = f"{LEAD}\n{MORE}"
ASKED = "海波：\n稿子收到，还缺听课人数，请今天下班前补上，最好再配一张照片，谢谢。"


def kinds(document: Document) -> dict[str, NoiseKind]:
    found = noise(document.paragraphs)
    return {document.paragraphs[at].text.strip(): kind for at, kind in found.items()}


def left(document: Document) -> list[str]:
    found = noise(document.paragraphs, names())
    return [line.text.strip() for at, line in enumerate(document.paragraphs) if at not in found]


# --- the top of a letter ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "李老师：",
        "尊敬的编辑老师：",
        "各位领导、同事：",
        "王主任您好！",
        "老师，你好，辛苦了！",
        "编辑部：",
        "党群工作部：",
        "您好！",
        "大家好",
        "上午好！",
        "孙姐，节日好~",
        "老师您好，我是动力厂的一名普通职工。",
        "张老师好！稿子写得急。",
        "白雪：",
        "Dear editor,",
        "Hi,",
    ],
)
def test_a_greeting_is_set_apart(line: str) -> None:
    document = letter(f"{line}\n{NEWS}")
    assert kinds(document) == {line: NoiseKind.GREETING}


def test_a_name_without_any_sign_greets_only_where_a_letter_goes_on() -> None:
    assert kinds(letter(f"李老师\n您好！\n{NEWS}"))["李老师"] is NoiseKind.GREETING
    assert left(letter(f"最美的老师\n{NEWS}"))[0] == "最美的老师"


@pytest.mark.parametrize(
    "line",
    [
        "请查收。",
        "稿件请查收，谢谢！",
        "五月上旬信息请予审核。",
        "见附件",
        "附件是我厂本月的材料",
        "正文和附件内容一样",
        "现将我厂五月上旬稿件报上，请查收。",
        "现将先进集体事迹材料报送如下：",
        "现将心得体会两篇发给您",
        "报送感言2则，请审。",
        "今天补报一条信息。",
        "发一篇稿子",
        "再补一条：",
        "来稿三篇，请用。",
        "中铝矿业五月信息3条，见附表。",
        "以此稿为准，原稿作废。",
        "抱歉，前稿的数不对，财务更正为56.3万元，请以此稿为准，前稿作废。",
        "不知能否在贵刊登一下",
        "照片稍后补发",
        "配图两张",
        "数据已更新。",
        "转发，请审。",
        "我写了一点感受，请您看看。",
        "仅供参考",
        "FYI",
        "Please find the news attached.",
    ],
)
def test_a_covering_note_is_set_apart_at_the_top_and_at_the_end(line: str) -> None:
    assert kinds(letter(f"{line}\n{NEWS}")) == {line: NoiseKind.COVER}
    assert kinds(letter(f"{NEWS}\n{line}")) == {line: NoiseKind.COVER}


@pytest.mark.parametrize(
    "line",
    [
        "现将慰问品220份发给一线职工，每份都附上一张孩子们画的卡片。",
        "现将夜校开办情况通报如下：",
        "现将活动照片做成相册发给每位职工留念。",
        "工会将220份慰问品发给职工，大家在休息室里边吃边聊。",
        "夜校邀请老师傅现场批评指正，听课的人围成一圈。",
        "报送的12项提案里，有9项当月就办了。",
        "车间补充原料20吨，稳住了生产。",
        "一季度编发信息30条，采用率排在第二。",
        "附件厂的老师傅也来听课。",
        "他写了一篇日记，记下这一夜。",
        "转发机制建起来以后，消息一小时就能到班组。",
        "厂门口立起公示牌，写明联系电话：66031，职工有困难随时可以打。",
        "热线电话66031开通一周，接到职工来电47次。",
        "谢谢你，师傅！",
        "感谢师傅，把一身的本事都给了我。",
        "辛苦并快乐着，这就是我们的夜班。",
        "祝愿祖国繁荣昌盛！",
        "请听一听老班长的故事吧。",
        "希望更多的年轻人走进夜校，把手艺学到手。",
        "好日子是干出来的。",
        "包头铝业团委举办青年读书会，52名青年带着笔记参加，请审。",
        "老师您好，现将信息报上：包头铝业团委举办青年读书会，52名青年带着笔记参加。",
        "李老师好，包头铝业团委举办了青年读书会。",
        "编者按：",
        "安全无小事，",
        "一切为了安全生产",
        "让我们一起出发",
        "报道说，这样的夜校全省还有二十多所。",
        "图纸改了三稿，才定下来。",
        "从来没有人叫过苦",
        "他在1998年的日记里写道：",
    ],
)
def test_news_is_not_swallowed_wherever_it_stands(line: str) -> None:
    assert line in left(letter(f"{line}\n{NEWS}"))
    assert line in left(letter(f"{LEAD}\n{line}\n{MORE}"))
    assert line in left(letter(f"{NEWS}\n{line}"))
    assert line in left(paper(f"@title 夜校开课了\n{NEWS}\n{line}"))


@pytest.mark.parametrize(
    "line", ["谢谢！", "请查收。", "李老师：", "2021年5月7日", "联系电话：66031", "孙海波"]
)
def test_nothing_but_captions_and_the_like_is_set_apart_in_the_middle(line: str) -> None:
    assert left(letter(f"{LEAD}\n{line}\n{MORE}")) == [LEAD, line, MORE]


@pytest.mark.parametrize(
    ("head", "lines"),
    [
        ("包头铝业有限公司文件", 1),
        ("包头铝业有限公司\n工作简报\n2021年第5期", 3),
        ("第五期（总第87期）", 1),
        ("包铝党〔2021〕 15号", 1),
        ("信息报送表\n报送单位：包头铝业    报送时间：2021年5月6日", 2),
        ("签发人：李强\n密级：内部", 2),
        ("================", 1),
    ],
)
def test_a_letterhead_is_set_apart(head: str, lines: int) -> None:
    document = paper(
        "\n".join(f"@center {line}" for line in head.split("\n")) + f"\n@title 夜校开课了\n{NEWS}"
    )
    assert list(kinds(document).values()) == [NoiseKind.LETTERHEAD] * lines


@pytest.mark.parametrize(
    "title",
    ["包头铝业学习贯彻上级文件", "动力厂举办第3期技工夜校", "师傅", "致敬老师", "检修中心", "感谢您，老师傅"],
)
def test_a_title_at_the_top_is_no_letterhead_and_no_greeting(title: str) -> None:
    assert left(paper(f"@title {title}\n{NEWS}")) == [title, LEAD, MORE]
    assert left(letter(f"{title}\n{NEWS}")) == [title, LEAD, MORE]


def test_the_running_head_is_set_apart() -> None:
    assert kinds(paper(f"@header 包头铝业供稿\n{NEWS}")) == {"包头铝业供稿": NoiseKind.LETTERHEAD}


# --- the end of a letter ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ("孙海波", NoiseKind.SIGNATURE),
        ("包头铝业党群工作部", NoiseKind.SIGNATURE),
        ("孙海波 包头铝业动力厂 宣传干事", NoiseKind.SIGNATURE),
        ("动力厂工会 小孙", NoiseKind.SIGNATURE),
        ("检修车间", NoiseKind.SIGNATURE),
        ("Sun Haibo", NoiseKind.SIGNATURE),
        ("内蒙古包头市东河区  014000", NoiseKind.SIGNATURE),
        ("填报人：孙海波", NoiseKind.SIGNATURE),
        ("--\n孙海波\n欢迎来厂参观，一起看看夜里的灯火。", NoiseKind.SIGNATURE),
        ("------------------\n孙海波\n把每一件小事做好", NoiseKind.SIGNATURE),
        ("发自我的iPhone", NoiseKind.SIGNATURE),
        ("来自我的华为手机", NoiseKind.SIGNATURE),
        ("Sent from my iPad", NoiseKind.SIGNATURE),
        ("由QQ邮箱手机客户端发送", NoiseKind.SIGNATURE),
        ("获取 Outlook for iOS", NoiseKind.SIGNATURE),
        ("从 Windows 版邮件发送", NoiseKind.SIGNATURE),
        ("| |\n孙海波\n|\n签名由 网易邮箱大师 定制", NoiseKind.SIGNATURE),
        ("附件：照片3张", NoiseKind.COVER),
        ("电话：0472-0000123", NoiseKind.CONTACT),
        ("联系人：孙海波，66031", NoiseKind.CONTACT),
        ("动力厂 0472-0000123", NoiseKind.CONTACT),
        ("短号 66031", NoiseKind.CONTACT),
        ("sun@bt.example.com", NoiseKind.CONTACT),
        ("2021年5月7日", NoiseKind.DATE),
        ("二〇二一年五月七日", NoiseKind.DATE),
        ("2021-05-07 11:06", NoiseKind.DATE),
        ("报送时间：2021年5月7日", NoiseKind.DATE),
        ("谢谢老师，辛苦了！", NoiseKind.COVER),
        ("谢谢！", NoiseKind.COVER),
        ("感谢您的支持与帮助！", NoiseKind.COVER),
        ("打扰了，抱歉", NoiseKind.COVER),
        ("此致\n敬礼！", NoiseKind.COVER),
        ("祝工作顺利！", NoiseKind.COVER),
        ("顺颂编安", NoiseKind.COVER),
        ("望采用", NoiseKind.COVER),
        ("如有问题请联系孙海波。", NoiseKind.COVER),
        ("收到请回复。", NoiseKind.COVER),
        ("Best regards,", NoiseKind.COVER),
        ("抄送：公司各部门", NoiseKind.LETTERHEAD),
        ("本邮件及其附件含有公司的保密信息，仅限于发送给上面列出的人。", NoiseKind.DISCLAIMER),
        ("This e-mail is intended for the named person only and is confidential.", NoiseKind.DISCLAIMER),
    ],
)
def test_what_ends_a_letter_is_set_apart(end: str, expected: NoiseKind) -> None:
    document = letter(f"{NEWS}\n\n{end}")
    assert left(document) == [LEAD, MORE]
    assert set(kinds(document).values()) == {expected}


def test_a_whole_signature_block_is_set_apart() -> None:
    block = "谢谢老师！\n\n孙海波\n包头铝业动力厂\n电话：0472-0000123\n2021年5月7日"
    assert left(letter(f"李老师：\n{NEWS}\n{block}")) == [LEAD, MORE]


def test_below_thanks_or_a_telephone_number_any_short_line_is_signature() -> None:
    assert left(letter(f"{NEWS}\n谢谢！\n敖登\n让灯火亮着")) == [LEAD, MORE]
    assert left(letter(f"{NEWS}\n孙海波\n电话：66031\n让灯火亮着")) == [LEAD, MORE]
    assert left(letter(f"{NEWS}\n孙海波\n让灯火亮着")) == [LEAD, MORE, "孙海波", "让灯火亮着"]


def test_a_rare_name_is_known_by_standing_apart_behind_the_text() -> None:
    assert left(letter(f"{NEWS}\n\n娜仁")) == [LEAD, MORE]
    assert left(paper(f"{NEWS}\n@right 娜仁")) == [LEAD, MORE]
    assert left(letter(f"{NEWS}\n                  娜仁")) == [LEAD, MORE]
    assert left(letter(f"{NEWS}\n娜仁")) == [LEAD, MORE, "娜仁"]


@pytest.mark.parametrize(
    "line", ["（包头铝业 孙海波）", "供稿：孙海波", "——孙海波", "作者：孙海波 审核：李强"]
)
def test_a_byline_is_left_to_its_piece(line: str) -> None:
    assert left(letter(f"{NEWS}\n{line}\n2021年5月7日")) == [LEAD, MORE, line]


def test_names_below_a_line_that_breaks_off_belong_to_the_text() -> None:
    winners = "一等奖\n孙海波\n二等奖\n白雪 牛慧"
    assert left(paper(f"{LEAD}\n{winners}")) == [LEAD, *winners.split("\n")]


def test_the_cells_of_a_table_sign_nothing() -> None:
    assert left(paper("@row 单位|人\n@row 包头铝业|孙海波")) == ["单位", "人", "包头铝业", "孙海波"]


def test_a_line_drawn_between_two_texts_is_no_signature() -> None:
    assert left(letter(f"{LEAD}\n----------\n{MORE}")) == [LEAD, "----------", MORE]
    assert left(letter(f"{LEAD}\n--\n{MORE * 3}")) == [LEAD, "--", MORE * 3]


@pytest.mark.parametrize(
    "caption",
    [
        "图为夜校上课的情景。孙海波 摄",
        "图1：拆开的水泵",
        "（图为老师傅示范）",
        "▲图 上课的情景",
        "图左：叶轮",
        "照片：孙海波",
    ],
)
def test_a_caption_is_set_apart_anywhere(caption: str) -> None:
    found = kinds(letter(f"{LEAD}\n{caption}\n{MORE}"))
    assert found.get(caption) is (None if caption.startswith("▲图 上") else NoiseKind.CAPTION)


def test_a_letter_of_nothing_else_is_all_set_apart() -> None:
    assert left(letter("李老师：\n您好！\n请查收。\n谢谢！\n孙海波\n2021年5月7日")) == []


def test_a_single_sentence_is_left() -> None:
    assert left(letter("王老师：您好！\n动力厂夜校今天开课。\n谢谢！\n孙海波")) == ["动力厂夜校今天开课。"]


@pytest.mark.parametrize("text", ["", "   \n\n　\n"])
def test_where_nothing_is_written_nothing_is_found(text: str) -> None:
    assert noise(letter(text).paragraphs) == {}


# --- letters inside letters ------------------------------------------------------------------------

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
