"""Documents and letters cut into items, as real people write them."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.samples.build import Sample
from intake.documents import read as read_document
from intake.mime import read_letter
from intake.model import Document, Item, Noise, Paragraph, Run
from intake.split import split
from intake.text import text_document
from tests.intake.papers import HARBOUR, LOOKS, apart, cut, example, letter, only, paper, pieces

NIGHT = "5月6日晚，包头铝业动力厂的“技工夜校”开了第一课，来听课的有56人，最远的从三公里外的泵站骑车赶来。"
PUMP = "讲课的是修了二十八年水泵的老师傅，他带来一只拆开的泵，让每个人都上手摸一摸叶轮。"
PLAN = "夜校计划办到九月，每周一课，学满十二课的职工可以报名技能鉴定，费用由工会承担。"
LAMPS = "中州铝业能源管理中心把老旧照明换成节能灯，420盏灯两周换完，月省电1.8万千瓦时。"
CLASS = "青海分公司团委举办“青工课堂”，36名新入职青年跟着老师傅学测槽温、看火眼。"
CRANE = "云铝物流修好了停用半年的门式吊，6名检修工干了五个通宵，省下外委费用31万元。"
FEEL = "听老班长讲建厂的故事，我第一次知道脚下的路是用铁锹一寸一寸挖出来的。我肩上的担子比矿车还重。"
VOW = "夜里十二点，师傅还在看电流表。我问他累不累，他说槽子不睡他就不睡。这句话我要记一辈子。"


def texts(document: Document) -> list[str]:
    return [text for _, text in pieces(document)]


def joined(*paragraphs: str) -> str:
    return "\n".join(paragraphs)


# --- one article ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "head",
    [
        "@title 夜校的灯",
        "@style 夜校的灯",
        "@heading1 夜校的灯",
        "@heading2 夜校的灯",
        "@head 夜校的灯",
        "@column 夜校的灯",
        "@center 夜校的灯",
    ],
)
def test_a_title_is_known_by_any_look(head: str) -> None:
    assert pieces(paper(f"{head}\n{NIGHT}\n{PUMP}\n{PLAN}")) == [("夜校的灯", joined(NIGHT, PUMP, PLAN))]


def test_an_article_needs_no_title() -> None:
    item = only(paper(f"{NIGHT}\n{PUMP}\n{PLAN}"))
    assert (item.title, item.text, item.reason) == (None, joined(NIGHT, PUMP, PLAN), "整篇为一条")


def test_a_plain_short_line_over_the_text_is_its_title() -> None:
    assert pieces(letter(f"夜校的灯\n\n{NIGHT}\n\n{PUMP}")) == [("夜校的灯", joined(NIGHT, PUMP))]
    assert pieces(paper(f"夜校的灯\n{NIGHT}\n{PUMP}")) == [("夜校的灯", joined(NIGHT, PUMP))]


@pytest.mark.parametrize(
    "head",
    [
        "@title 夜校的灯\n@title 包头铝业动力厂办学侧记",
        "@center 夜校的灯\n@title 包头铝业动力厂办学侧记",
        "@title 夜校的灯\n@center 包头铝业动力厂办学侧记",
        "@title 夜校的灯\n包头铝业动力厂办学侧记".replace("\n包", "\n@center 包"),
    ],
)
def test_a_title_may_take_two_lines(head: str) -> None:
    item = only(paper(f"{head}\n{NIGHT}\n{PUMP}"))
    assert (item.title, item.text) == ("夜校的灯 包头铝业动力厂办学侧记", joined(NIGHT, PUMP))


@pytest.mark.parametrize(
    "document",
    [
        paper(f"@title 夜校的灯\n@center ——动力厂办学侧记\n{NIGHT}\n{PUMP}"),
        paper(f"@title 夜校的灯\n@right ——动力厂办学侧记\n{NIGHT}\n{PUMP}"),
        paper(f"@heading1 夜校的灯\n——动力厂办学侧记\n{NIGHT}\n{PUMP}"),
        letter(f"夜校的灯\n——动力厂办学侧记\n{NIGHT}\n{PUMP}"),
        letter(f"夜校的灯\n\n——动力厂办学侧记\n\n{NIGHT}\n\n{PUMP}"),
    ],
)
def test_a_line_with_a_dash_below_a_title_goes_on_with_it(document: Document) -> None:
    assert pieces(document) == [("夜校的灯 ——动力厂办学侧记", joined(NIGHT, PUMP))]


@pytest.mark.parametrize("look", ["@center", "@right", ""])
@pytest.mark.parametrize(
    "byline", ["包头铝业 敖日格勒", "（包头铝业 敖日格勒）", "单位：包头铝业 作者：敖日格勒"]
)
def test_below_a_title_stand_byline_and_date(look: str, byline: str) -> None:
    item = only(
        paper(f"@title 夜校的灯\n{look} {byline}\n{look} （2021年5月7日）\n{NIGHT}".replace("\n ", "\n"))
    )
    assert (item.title, item.text) == ("夜校的灯", NIGHT)
    assert (item.byline_unit, item.byline_person) == ("包头铝业", "敖日格勒")


@pytest.mark.parametrize("look", ["@head", "@heading2", "@column", "@center", ""])
def test_sub_heads_on_lines_of_their_own_stay_in_the_article(look: str) -> None:
    heads = ("把教室搬到机旁", "把证书挂上墙")
    text = f"@title 夜校的灯\n{NIGHT}\n{look} {heads[0]}\n{PUMP}\n{look} {heads[1]}\n{PLAN}".replace(
        "\n ", "\n"
    )
    assert pieces(paper(text)) == [("夜校的灯", joined(NIGHT, heads[0], PUMP, heads[1], PLAN))]


def test_sub_heads_that_look_like_the_title_stay_where_no_news_stand_below() -> None:
    text = f"@head 夜校的灯\n{NIGHT}\n@head 把教室搬到机旁\n{PUMP}\n@head 把证书挂上墙\n{PLAN}"
    assert len(pieces(paper(text))) == 1


@pytest.mark.parametrize("lead", [NIGHT, ""])
@pytest.mark.parametrize("numbers", ["一、 二、 三、", "（一） （二） （三）", "1. 2. 3.", "①  ② ③", "● ● ●"])
@pytest.mark.parametrize("look", ["", "@head ", "@heading2 "])
def test_numbered_sub_heads_stay_in_the_article(lead: str, numbers: str, look: str) -> None:
    one, two, three = numbers.split()
    lines = [f"{one}把教室搬到机旁", PUMP, f"{two}把证书挂上墙", PLAN, f"{three}把手艺传下去", VOW]
    marked = "\n".join(line if at % 2 else f"{look}{line}" for at, line in enumerate(lines))
    item = only(paper(f"@title 夜校的灯\n{lead}\n{marked}".replace("\n\n", "\n")))
    assert (item.title, item.text) == ("夜校的灯", joined(*filter(None, (lead, *lines))))


def test_numbered_sub_heads_without_title_and_lead_stay_one_item() -> None:
    text = f"一、把教室搬到机旁\n{NIGHT}\n二、把证书挂上墙\n{PUMP}\n三、把手艺传下去\n{PLAN}"
    assert len(pieces(letter(text))) == 1


def test_points_under_a_title_stay_in_the_article() -> None:
    points = (
        "1.备件提前十天送到机旁，省去来回跑库房的时间，也不再等车。",
        "2.老师傅带新职工，四人一组，干完一台签一台，谁签字谁负责到底。",
    )
    assert texts(paper(f"@title 夏检的两招\n{points[0]}\n{points[1]}")) == [joined(*points)]


def test_three_character_heads_are_not_taken_for_names() -> None:
    heads = ("强基础", "严管理", "高标准")
    body = (PUMP, PLAN, VOW)
    marked = "\n".join(f"{head}\n{text}" for head, text in zip(heads, body, strict=True))
    assert len(pieces(paper(f"@title 班组的三步棋\n{NIGHT}\n{marked}"))) == 1
    assert len(pieces(letter(f"班组的三步棋\n\n{NIGHT}\n\n" + marked.replace("\n", "\n\n")))) == 1


def test_a_part_of_a_unit_may_head_a_paragraph() -> None:
    assert len(pieces(paper(f"@title 夜校的灯\n{NIGHT}\n检修车间\n{PUMP}\n运行车间\n{PLAN}"))) == 1


@pytest.mark.parametrize(
    "text",
    [
        (
            "5月4日，郑州研究院的三名专家来到山西新材料，为两台早期破损的槽子“会诊”。\n"
            "山西新材料此前试过两种修补办法，效果都不理想，槽子停了又开、开了又停。\n"
            "郑州研究院提出分段升温，当天夜里就开始试，三天后电压都稳住了。"
        ),
        (
            "5月4日，郑州研究院与山西新材料签订合作协议，三年内共建两个实验室。\n"
            "山西新材料有关负责人表示，协议把实验室搬到了槽子旁边。"
        ),
        (
            "@title 郑州研究院与山西新材料共建实验室\n5月4日，"
            "郑州研究院派出的专家到了山西，双方签订三年的协议。\n"
            "山西新材料拿出两间厂房，把实验室搬到了槽子旁边，双方人员同吃同住。"
        ),
        (
            "@title 一次跨省的会诊\n5月4日，郑州研究院派出的专家到了山西，为两台早期破损的槽子“会诊”。\n"
            "山西新材料拿出两间厂房，把实验室搬到了槽子旁边，双方人员同吃同住。\n三天以后，两台槽子的电压都稳住了，职工们松了一口气。"
        ),
    ],
)
def test_an_article_about_two_units_is_one_item(text: str) -> None:
    assert len(pieces(paper(text))) == 1


def test_a_broken_line_that_begins_with_a_unit_begins_no_item() -> None:
    text = (
        "5月6日，包头铝业动力厂夜校开课，来听课的还有从外地赶来的同行，其中\n"
        "中州铝业的三名检修工坐了一夜火车，天亮才到，放下行李就进了教室。"
    )
    assert texts(letter(text)) == [text]


def test_broken_lines_have_no_title() -> None:
    lines = (
        "5月6日晚包头铝业动力厂的技工夜校开了\n第一课来听课的有五十六人最远的从三公里\n"
        "外的泵站骑车赶来。讲课的是修了二十八年\n水泵的老师傅。"
    )
    assert pieces(letter(lines)) == [(None, lines)]


def test_a_table_of_figures_stays_in_the_article() -> None:
    text = f"@title 夜校的账\n{NIGHT}\n@row 月份|人数|课时\n@row 4月|12|3\n@row 5月|56|4\n{PUMP}"
    assert pieces(paper(text)) == [
        ("夜校的账", joined(NIGHT, "月份\t人数\t课时", "4月\t12\t3", "5月\t56\t4", PUMP))
    ]


def test_run_in_heads_and_bold_lines_are_told() -> None:
    item = only(paper(f"@title 夜校的灯\n**开课。**{NIGHT}\n@head 上手\n{PUMP}\n**{PLAN}**"))
    assert item.bold == ("开课。", "上手", PLAN)


def test_captions_and_photographers_end_no_item() -> None:
    text = (
        f"@title 夜校的灯\n{NIGHT}\n@small 图为上课的情景。\n"
        f"@center 敖日格勒 摄\n{PUMP}（敖日格勒 摄）\n{PLAN}"
    )
    assert texts(paper(text)) == [joined(NIGHT, PUMP, PLAN)]


@pytest.mark.parametrize("text", ["让每一盏灯都亮着。", "一切为了安全生产", "谢谢你，师傅！"])
def test_the_last_line_of_a_piece_may_be_short(text: str) -> None:
    assert texts(paper(f"@title 夜校的灯\n{NIGHT}\n{text}")) == [joined(NIGHT, text)]


def test_a_first_person_piece_may_thank() -> None:
    lines = (
        "那天师傅把看火眼的本事教给我，我心里满是感谢。",
        "感谢这座工厂，让我有了自己的手艺。",
        "谢谢您，师傅，我会把这份本事传下去。",
    )
    assert texts(letter("老师您好，我是一名普通职工，写了一点感受。\n\n" + joined(*lines))) == [
        joined(*lines)
    ]


POEM = (
    "清晨的厂房亮起第一盏灯",
    "槽壳里住着一条红色的河",
    "我把口罩往上拉一拉",
    "听见铝水在轻轻地说",
    "也看见整个车间的黎明",
)


def test_a_poem_is_one_item() -> None:
    assert pieces(paper("@title 看火眼\n@center 敖日格勒\n" + joined(*POEM))) == [("看火眼", joined(*POEM))]
    found = cut(letter("看火眼\n\n" + joined(*POEM[:3]) + "\n\n" + joined(*POEM[3:]) + "\n\n孙海波"))
    assert [(item.title, item.text) for item in found.items] == [(None, joined("看火眼", *POEM))]
    assert found.items[0].byline_person == "孙海波"


@pytest.mark.parametrize(
    "text",
    ["包头铝业\t26吨\n中州铝业\t30吨\n青海分公司\t18吨", "序号 单位 数量\n1 包头铝业 26吨\n2 中州铝业 30吨"],
)
def test_a_body_that_is_only_a_list_is_one_item(text: str) -> None:
    assert texts(letter(text)) == [text]


def test_a_title_alone_is_kept_as_text() -> None:
    item = only(paper("@title 夜校开课了"))
    assert (item.title, item.text) == (None, "夜校开课了")


# --- several pieces: headings ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("@column 听青之声", "@column 开新之局"),
        ("@center 听青之声", "@center 开新之局"),
        ("听青之声", "开新之局"),
        ("【听青之声】", "【开新之局】"),
        ("一、听青之声", "二、开新之局"),
        ("@auto 一、| 听青之声", "@auto 二、| 开新之局"),
        ("栏目：听青之声", "栏目：开新之局"),
        ("@heading1 “听青之声”栏目", "@heading1 “开新之局”栏目"),
    ],
)
def test_column_headings_cut(first: str, second: str) -> None:
    found = cut(
        paper(f"@title 五月稿件\n{first}\n{CLASS}\n{second}\n{LAMPS}\n月底一算，光电费就省下一万多元。")
    )
    assert [(item.column, item.text) for item in found.items] == [
        ("听青之声", CLASS),
        ("开新之局", joined(LAMPS, "月底一算，光电费就省下一万多元。")),
    ]
    assert [item.reason for item in found.items] == ["栏目标题“听青之声”下", "栏目标题“开新之局”下"]


def test_the_issue_as_it_is_printed_is_cut_into_its_pieces() -> None:
    found = cut(
        paper(
            f"@column 学习之路\n📍{PLAN}（新华社）\n@column 践铝之行\n@head 党史学习教育进行篇\n📍{NIGHT}\n"
            f"@head 为群众办实事篇\n📍{LAMPS}\n{CRANE}\n@column 悟心之语\n"
            f"📍{FEEL}（中铝矿业 曲文）\n📍{VOW}（包头铝业 敖日格勒）"
        )
    )
    assert [(i.column, i.group, i.byline_unit, i.byline_person) for i in found.items] == [
        ("学·习之路", None, "新华社", None),
        ("践铝之行", "党史学习教育进行篇", None, None),
        ("践铝之行", "为群众办实事篇", None, None),
        ("践铝之行", "为群众办实事篇", None, None),
        ("悟心之语", None, "中铝矿业", "曲文"),
        ("悟心之语", None, "包头铝业", "敖日格勒"),
    ]
    assert [i.text for i in found.items] == [PLAN, NIGHT, LAMPS, CRANE, FEEL, VOW]


def test_a_column_may_be_stated_inside_a_paragraph() -> None:
    found = cut(letter(f"【听青之声】{CLASS}\n开新之局：{LAMPS}"))
    assert [(i.column, i.text, i.reason) for i in found.items] == [
        ("听青之声", CLASS, "段首标明栏目“听青之声”"),
        ("开新之局", LAMPS, "段首标明栏目“开新之局”"),
    ]


def test_a_column_between_title_and_text_is_this_articles() -> None:
    item = only(paper(f"@title 夜校的灯\n@center 【开新之局】\n{NIGHT}"))
    assert (item.title, item.column, item.text) == ("夜校的灯", "开新之局", NIGHT)


def test_under_a_column_a_piece_may_have_a_plain_title() -> None:
    text = f"【听青之声】\n青工有了自己的课堂\n{CLASS}\n【开新之局】\n一盏灯的账\n{LAMPS}"
    assert pieces(letter(text)) == [("青工有了自己的课堂", CLASS), ("一盏灯的账", LAMPS)]


@pytest.mark.parametrize("mark", ["{}：", "一、{}", "【{}】", "@head {}"])
def test_unit_lines_cut_and_tell_the_unit(mark: str) -> None:
    found = cut(paper(f"{mark.format('包头铝业')}\n{PUMP}\n{mark.format('中州铝业')}\n{PLAN}"))
    assert [(i.byline_unit, i.text) for i in found.items] == [("包头铝业", PUMP), ("中州铝业", PLAN)]
    assert found.items[0].reason == "单位标题“包头铝业”下"


def test_unit_lines_below_their_texts_are_bylines() -> None:
    found = cut(letter(f"{PUMP}\n包头铝业\n\n{PLAN}\n中州铝业"))
    assert [(i.byline_unit, i.text) for i in found.items] == [("包头铝业", PUMP), (None, PLAN)]


def test_a_letterhead_names_the_unit_of_all_pieces() -> None:
    found = cut(paper(f"@center 报送单位：包头铝业\n@title 夜校的灯\n{PUMP}\n@title 夏天的课\n{PLAN}"))
    assert [i.byline_unit for i in found.items] == ["包头铝业", "包头铝业"]


# --- several pieces: marks and numbers -------------------------------------------------------------


@pytest.mark.parametrize(
    "marks",
    [
        "📍 📍 📍",
        "1. 2. 3.",
        "1、 2、 3、",
        "一、 二、 三、",
        "（一） （二） （三）",
        "（1） （2） （3）",
        "● ● ●",
        "🔹 🔹 🔹",
    ],
)
@pytest.mark.parametrize(
    "title", ["@title 五月上旬信息\n", "@title 报送信息3条\n", "", "@title 灯下的故事\n"]
)
def test_marked_long_paragraphs_are_pieces(marks: str, title: str) -> None:
    one, two, three = marks.split()
    found = cut(paper(f"{title}{one}{NIGHT}\n{two}{LAMPS}\n{three}{CLASS}"))
    assert [i.text for i in found.items] == [NIGHT, LAMPS, CLASS]
    assert len({i.reason for i in found.items}) == len({one, two, three})
    assert all(one in found.items[0].reason for _ in found.items)


def test_numbered_paragraphs_without_title_are_pieces_even_without_a_unit() -> None:
    assert texts(letter(f"1.{PUMP}\n2.{PLAN}")) == [PUMP, PLAN]


@pytest.mark.parametrize("cover", ["老师，本周3条，请用。", "报送信息三条，请查收。", "来稿3篇，请审。"])
def test_as_many_numbered_heads_as_the_letter_announces_begin_pieces(cover: str) -> None:
    text = f"{cover}\n\n1.把教室搬到机旁\n{PUMP}\n\n2.把证书挂上墙\n{PLAN}\n\n3.把手艺传下去\n{VOW}\n\n孙海波"
    assert pieces(letter(text)) == [("把教室搬到机旁", PUMP), ("把证书挂上墙", PLAN), ("把手艺传下去", VOW)]


def test_numbered_titles_over_news_begin_pieces() -> None:
    text = f"一、夜校的灯\n{NIGHT}\n二、一盏灯的账\n{LAMPS}\n三、青工的课堂\n{CLASS}"
    assert pieces(letter(text)) == [("夜校的灯", NIGHT), ("一盏灯的账", LAMPS), ("青工的课堂", CLASS)]


def test_numbers_may_go_on_below_the_next_heading() -> None:
    text = f"【听青之声】\n1.{CLASS}\n2.{NIGHT}\n【开新之局】\n3.{LAMPS}\n4.{CRANE}"
    assert texts(letter(text)) == [CLASS, NIGHT, LAMPS, CRANE]


def test_a_list_that_does_not_count_up_begins_nothing() -> None:
    assert len(pieces(paper(f"@title 五月上旬信息\n1.{NIGHT}\n3.{PUMP}\n5.{PLAN}"))) == 1


@pytest.mark.parametrize(
    "text",
    [
        f"标题：夜校的灯\n正文：{NIGHT}\n{PUMP}\n标题：一盏灯的账\n正文：{LAMPS}",
        f"标题：夜校的灯\n正文：\n{NIGHT}\n{PUMP}\n\n标题：一盏灯的账\n正文：\n{LAMPS}",
        f"标题：\n夜校的灯\n正文：\n{NIGHT}\n{PUMP}\n标题：\n一盏灯的账\n正文：\n{LAMPS}",
        f"稿件一\n夜校的灯\n{NIGHT}\n{PUMP}\n\n稿件二\n一盏灯的账\n{LAMPS}",
        f"稿件一：夜校的灯\n{NIGHT}\n{PUMP}\n稿件二：一盏灯的账\n{LAMPS}",
        f"【第一篇】夜校的灯\n{NIGHT}\n{PUMP}\n【第二篇】一盏灯的账\n{LAMPS}",
        f"第一篇：\n标题：夜校的灯\n{NIGHT}\n{PUMP}\n第二篇：\n标题：一盏灯的账\n{LAMPS}",
        f"📍夜校的灯\n{NIGHT}\n{PUMP}\n📍一盏灯的账\n{LAMPS}",
    ],
)
def test_labelled_pieces_are_cut_with_their_titles(text: str) -> None:
    assert pieces(letter(text)) == [("夜校的灯", joined(NIGHT, PUMP)), ("一盏灯的账", LAMPS)]


def test_a_form_written_as_lines_is_read_as_one() -> None:
    form = "标题：{}\n栏目：{}\n单位：{}\n作者：{}\n时间：2021年5月7日\n正文：\n{}"
    found = cut(
        letter(
            form.format("夜校的灯", "开新之局", "包头铝业动力厂", "白雪", NIGHT)
            + "\n"
            + form.format("一盏灯的账", "践铝之行", "中州铝业", "牛慧", LAMPS)
        )
    )
    assert [(i.title, i.column, i.byline_unit, i.byline_person, i.text) for i in found.items] == [
        ("夜校的灯", "开新之局", "包头铝业动力厂", "白雪", NIGHT),
        ("一盏灯的账", "践铝之行", "中州铝业", "牛慧", LAMPS),
    ]


# --- several pieces: titles ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "look", ["@title", "@style", "@heading1", "@heading2", "@head", "@column", "@center"]
)
@pytest.mark.parametrize("top", ["", "@title 包头铝业等单位五月稿件\n"])
def test_titles_of_one_look_begin_pieces(look: str, top: str) -> None:
    text = f"{look} 夜校的灯\n{NIGHT}\n{PUMP}\n{look} 一盏灯的账\n{LAMPS}\n{look} 青工的课堂\n{CLASS}"
    assert pieces(paper(top + text)) == [
        ("夜校的灯", joined(NIGHT, PUMP)),
        ("一盏灯的账", LAMPS),
        ("青工的课堂", CLASS),
    ]


def test_each_title_may_have_its_subtitle_and_its_byline() -> None:
    text = (
        f"@title 夜校的灯\n@center ——动力厂办学侧记\n@center 包头铝业 白雪\n{NIGHT}\n"
        f"@title 一盏灯的账\n@center ——换灯记\n@center 中州铝业 牛慧\n{LAMPS}"
    )
    found = cut(paper(text))
    assert [(i.title, i.byline_person) for i in found.items] == [
        ("夜校的灯 ——动力厂办学侧记", "白雪"),
        ("一盏灯的账 ——换灯记", "牛慧"),
    ]


def test_titles_set_by_hand_need_not_be_equally_large() -> None:
    large = paper(f"@title 夜校的灯\n{NIGHT}\n@title 一盏灯的账\n{LAMPS}")
    last = replace(large.paragraphs[2], size=18.0)
    document = Document((*large.paragraphs[:2], last, large.paragraphs[3]))
    assert [title for title, _ in pieces(document)] == ["夜校的灯", "一盏灯的账"]


def test_essays_with_heading_styles_are_pieces_without_any_news() -> None:
    assert texts(paper(f"@heading1 脚下的路\n{FEEL}\n@heading1 槽子不睡\n{VOW}")) == [FEEL, VOW]


def test_portraits_may_be_titled_by_name() -> None:
    text = f"@title 牛慧\n{PUMP}\n{PLAN}\n@title 白雪\n{VOW}"
    assert [title for title, _ in pieces(paper(text))] == ["牛慧", "白雪"]


def test_sub_heads_of_several_articles_begin_nothing() -> None:
    text = (
        f"@title 夜校的灯\n{NIGHT}\n@head 一、上手\n{PUMP}\n"
        f"@title 一盏灯的账\n{LAMPS}\n@head 一、算账\n{PLAN}"
    )
    assert [title for title, _ in pieces(paper(text))] == ["夜校的灯", "一盏灯的账"]


def test_a_centred_large_line_below_a_text_without_title_begins_a_piece() -> None:
    assert pieces(paper(f"{NIGHT}\n@title 一盏灯的账\n{LAMPS}")) == [(None, NIGHT), ("一盏灯的账", LAMPS)]


def test_bold_lines_below_a_text_without_title_are_sub_heads() -> None:
    assert len(pieces(paper(f"{NIGHT}\n@head 上手\n{PUMP}\n@head 计划\n{PLAN}"))) == 1


def test_a_document_all_in_bold_has_no_looks() -> None:
    text = f"@head 夜校的灯\n@head {NIGHT}\n@head {PUMP}"
    assert pieces(paper(text)) == [("夜校的灯", joined(NIGHT, PUMP))]


@pytest.mark.parametrize("gap", ["\n\n", "\n\n==========\n\n", "\n----------\n"])
def test_plain_titles_behind_a_gap_begin_pieces(gap: str) -> None:
    text = gap.join(
        (
            f"包头铝业动力厂夜校开课\n\n{NIGHT}\n\n{PUMP}",
            f"中州铝业更换节能灯\n\n{LAMPS}",
            "检修中心完成吊车大修\n\n5月6日，检修中心修好了停用半年的门式吊，干了五个通宵。",
        )
    )
    assert pieces(letter(text)) == [
        ("包头铝业动力厂夜校开课", joined(NIGHT, PUMP)),
        ("中州铝业更换节能灯", LAMPS),
        ("检修中心完成吊车大修", "5月6日，检修中心修好了停用半年的门式吊，干了五个通宵。"),
    ]


def test_plain_titles_with_units_need_no_gap_and_may_have_subtitles() -> None:
    text = f"包头铝业夜校开课\n{NIGHT}\n中州铝业换上节能灯\n——记能源管理中心\n{LAMPS}"
    assert [title for title, _ in pieces(letter(text))] == [
        "包头铝业夜校开课",
        "中州铝业换上节能灯 ——记能源管理中心",
    ]


def test_plain_sub_heads_behind_a_gap_begin_nothing() -> None:
    text = f"把安全讲到心坎上\n\n{NIGHT}\n\n讲真实的事情\n\n{PUMP}\n\n算明白的细账\n\n{PLAN}"
    assert len(pieces(letter(text))) == 1


# --- several pieces: by-lines and units ------------------------------------------------------------


def test_a_byline_at_each_paragraphs_end_cuts() -> None:
    found = cut(letter(f"{PUMP}（包头铝业 白雪）\n{PLAN}（中州铝业 牛慧）\n{VOW}（青海分公司 韩雪）"))
    assert [(i.text, i.byline_unit, i.byline_person) for i in found.items] == [
        (PUMP, "包头铝业", "白雪"),
        (PLAN, "中州铝业", "牛慧"),
        (VOW, "青海分公司", "韩雪"),
    ]
    assert found.items[1].reason == "上一条文末有署名"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("（中铝矿业 曲文）", "（包头铝业 敖日格勒）"),
        ("中铝矿业 曲文", "包头铝业 敖日格勒"),
        ("@right 中铝矿业 曲文", "@right 包头铝业 敖日格勒"),
        ("供稿：中铝矿业 曲文", "供稿：包头铝业 敖日格勒"),
        ("——中铝矿业曲文", "——包头铝业 敖日格勒"),
        ("（中铝矿业 曲文）\n审核：李强\n2021年5月7日", "（包头铝业 敖日格勒）\n审核：李强\n2021年5月7日"),
    ],
)
def test_a_byline_below_each_text_cuts(first: str, second: str) -> None:
    found = cut(paper(f"@column 悟心之语\n{FEEL}\n{first}\n{VOW}\n{second}"))
    assert [(i.text, i.byline_unit, i.byline_person) for i in found.items] == [
        (FEEL, "中铝矿业", "曲文"),
        (VOW, "包头铝业", "敖日格勒"),
    ]


def test_bare_names_below_each_text_cut() -> None:
    found = cut(letter(f"{FEEL}\n曲文\n\n{VOW}\n白雪"))
    assert [(i.text, i.byline_person) for i in found.items] == [(FEEL, "曲文"), (VOW, "白雪")]
    found = cut(paper(f"{FEEL}\n@right 曲文\n{VOW}\n@right 白雪"))
    assert [(i.text, i.byline_person) for i in found.items] == [(FEEL, "曲文"), (VOW, "白雪")]


def test_a_byline_before_the_text_tells_the_author() -> None:
    item = only(paper(f"@title 夜校的灯\n本报讯（通讯员 白雪）{NIGHT}\n{PUMP}"))
    assert (item.title, item.text, item.byline_person) == ("夜校的灯", joined(NIGHT, PUMP), "白雪")


def test_the_signature_of_a_letter_tells_the_author_of_its_only_piece() -> None:
    assert only(letter(f"{NIGHT}\n\n孙海波\n2021年5月7日")).byline_person == "孙海波"
    assert [i.byline_person for i in cut(letter(f"{NIGHT}\n{LAMPS}\n\n孙海波")).items] == [None, None]


def test_paragraphs_of_other_units_are_pieces() -> None:
    found = cut(letter(f"{NIGHT}\n{PUMP}\n{LAMPS}\n{CLASS}"))
    assert [i.text for i in found.items] == [joined(NIGHT, PUMP), LAMPS, CLASS]
    assert [i.reason for i in found.items] == ["从开头起", "另一单位“中州铝业”起", "另一单位“青海分公司”起"]


def test_under_one_title_paragraphs_are_pieces_where_each_names_its_unit() -> None:
    assert texts(paper(f"@title 各单位五四掠影\n{LAMPS}\n{CLASS}\n{CRANE}")) == [LAMPS, CLASS, CRANE]


# --- tables ---------------------------------------------------------------------------------------


def test_a_table_holds_a_piece_a_row() -> None:
    found = cut(
        paper(
            f"@title 信息报送表\n@row 序号|单位|标题|内容\n"
            f"@row 1|中州铝业|一盏灯的账|{LAMPS}\n@row 2|包头铝业|夜校的灯|{NIGHT}（白雪）"
        )
    )
    assert [(i.title, i.text, i.byline_unit, i.byline_person, i.reason) for i in found.items] == [
        ("一盏灯的账", LAMPS, "中州铝业", None, "表格第2行"),
        ("夜校的灯", NIGHT, "包头铝业", "白雪", "表格第3行"),
    ]


def test_a_table_without_a_head_holds_a_piece_a_row() -> None:
    found = cut(paper(f"@row 1|中州铝业|{LAMPS}\n@row 2|包头铝业|{NIGHT}"))
    assert [(i.text, i.byline_unit) for i in found.items] == [(LAMPS, "中州铝业"), (NIGHT, "包头铝业")]


def test_a_form_is_one_item() -> None:
    item = only(
        paper(
            f"@row 标题|夜校的灯\n@row 单位|包头铝业\n@row 作者|白雪\n"
            f"@row 栏目|开新之局\n@row 内容|{NIGHT}//{PUMP}\n@row 备注|无"
        )
    )
    assert (item.title, item.text) == ("夜校的灯", joined(NIGHT, PUMP))
    assert (item.column, item.byline_unit, item.byline_person) == ("开新之局", "包头铝业", "白雪")


def test_each_table_may_be_a_form_of_its_own() -> None:
    form = "@row 标题|{}\n@row 内容|{}"
    text = form.format("夜校的灯", NIGHT) + "\n@table\n" + form.format("一盏灯的账", LAMPS)
    assert pieces(paper(text)) == [("夜校的灯", NIGHT), ("一盏灯的账", LAMPS)]


def test_a_table_of_measures_stays_in_its_article() -> None:
    text = f"@title 夏检的办法\n{NIGHT}\n@row 难点|办法\n@row 备件|{PUMP}\n@row 人手|{PLAN}\n{VOW}"
    assert len(pieces(paper(text))) == 1


# --- another bulletin ------------------------------------------------------------------------------


def test_another_bulletin_is_cut_by_its_own_names() -> None:
    gantry = "东港装卸公司门机队把大车轮改成自润滑，检修间隔从两周延长到两个月，一年少停机四十小时。"
    tug = "5月6日，西港拖轮夜里救起一条失去动力的渔船，船上五人平安，渔民第二天送来一面锦旗。"
    doctor = "我是海员医院的护士，在船上过了第一个端午，才知道海上的粽子要绑在桌腿上吃。"
    found = cut(paper(f"【码头风】\n{gantry}\n{tug}\n二、浪花集\n{doctor}（海员医院外科 海浪）"), HARBOUR)
    assert [(i.column, i.text, i.byline_unit, i.byline_person) for i in found.items] == [
        ("码头风", gantry, None, None),
        ("码头风", tug, None, None),
        ("浪花集", doctor, "海员医院外科", "海浪"),
    ]
    assert len(pieces(paper(f"【听青之声】\n{gantry}\n{PUMP}"), HARBOUR)) == 1


# --- letters --------------------------------------------------------------------------------------


def test_a_whole_letter_is_read() -> None:
    document = letter(
        f"李老师：\n    您好！现将动力厂信息报上，请查收。\n\n夜校的灯\n\n"
        f"{NIGHT}\n{PUMP}\n\n孙海波\n包头铝业动力厂\n电话：0472-0000123\n"
        f"2021年5月7日\n\n------------------ 原始邮件 ------------------\n"
        f"发件人: desk@example.com\n主题: 组稿\n\n请报稿。"
    )
    item = only(document)
    assert (item.title, item.text, item.byline_person) == ("夜校的灯", joined(NIGHT, PUMP), "孙海波")
    assert [kind.value for kind, _ in apart(document)] == [
        *(
            "greeting",
            "cover",
            "signature",
            "signature",
            "contact",
            "date",
            "quote",
            "quote",
            "quote",
            "quote",
        )
    ]


@pytest.mark.parametrize("text", ["", " \n\n　\n", "\x0c\x1c\x85"])
def test_nothing_gives_nothing(text: str) -> None:
    assert cut(letter(text)).parts == ()


def test_only_noise_gives_no_item() -> None:
    assert cut(letter("李老师：\n您好！\n请查收。\n谢谢！\n孙海波\n2021年5月7日")).items == ()


def test_control_characters_are_kept_where_they_are() -> None:
    assert texts(letter(f"{NIGHT}\x00\x07\n{PUMP}")) == [joined(f"{NIGHT}\x00\x07", PUMP)]


def test_a_text_document_has_a_paragraph_a_line_and_tells_the_gaps() -> None:
    found = text_document("\ufeff一\n\n \n二\x0c三\r\n四")
    assert [(line.text, line.gap) for line in found.paragraphs] == [
        ("一", False),
        ("二", True),
        ("三", False),
        ("四", False),
    ]


def test_every_item_of_the_sample_mailbox_says_in_chinese_why_it_was_cut(samples: tuple[Sample, ...]) -> None:
    reasons: set[str] = set()
    for sample in samples:
        mail = read_letter(sample.data)
        readings = [read_document(one.name, one.data).document for one in mail.attachments]
        for document in [text_document(mail.text), *filter(None, readings)]:
            found = split(document, headings=example())
            complete(document)
            reasons |= {item.reason for item in found.items}
    assert len(reasons) > 5
    assert all(any("\u4e00" <= sign <= "\u9fff" for sign in reason) for reason in reasons)


# --- nothing is lost ------------------------------------------------------------------------------


def signs(*parts: str | None) -> str:
    return "".join("".join(part or "" for part in parts).split())


def words(part: Item | Noise) -> list[str]:
    return [signs(part.title), signs(part.text)] if isinstance(part, Item) else [signs(part.text)]


def is_inside(part: str, whole: str) -> bool:
    """Whether the characters of a part stand in the whole in the same order."""
    rest = iter(whole)
    return all(sign in rest for sign in part)


def complete(document: Document) -> None:
    """All characters are in exactly one part, and each part has its characters in reading order."""
    whole = signs(document.text)
    found = [text for part in cut(document).parts for text in words(part)]
    assert Counter("".join(found)) == Counter(whole)
    assert all(is_inside(text, whole) for text in found)


# Each § becomes a character of the line's own, so that the places of its words are known in the parts.
LINES = (
    *(
        "夜校的灯§",
        "一盏灯§的账",
        "包头铝业",
        "包头铝业夜校§开课",
        "检修车间",
        "强基础",
        "白雪",
        "包头铝业 白雪",
        "（中铝矿业 曲文）",
    ),
    *(
        "听青之声",
        "【开新之局】",
        "为群众办实事篇",
        "一、悟心之语",
        "标题：夜校§",
        "标题：",
        "正文：",
        "栏目：开新之局",
        "作者：白雪§",
    ),
    *(
        "单位：包头铝业§",
        "1.夜校§开课",
        "2.换灯§",
        "一、上手§",
        "二、计划§",
        "📍",
        "稿件一",
        "稿件二：换灯§",
        "● 备件§",
        "----------",
    ),
    *(
        "——办学侧记§",
        "--",
        "李老师：",
        "您好！",
        "请查收§。",
        "谢谢！",
        "2021年5月7日",
        "电话：66031§",
        "图为上课§。",
        "白雪 摄",
    ),
    *(
        "审核：李强§",
        "发自我的iPhone§",
        "发件人: a@example.com§",
        "发送时间: 2021年5月6日",
        "收件人: b",
        "主题: 信息§",
    ),
    *("-----原始邮件-----", "> 请补人数§", "报送单位：包头铝业§", "序号", "内容", "标题", "单位", "备注§"),
    *(
        NIGHT + "§",
        "§" + PUMP,
        PLAN + "§",
        LAMPS + "§",
        CLASS + "§",
        FEEL + "§。（中铝矿业 曲文）",
        f"1.{NIGHT}§",
        f"2.{LAMPS}§",
    ),
    *(
        f"📍{CLASS}§",
        f"【听青之声】{CLASS}§",
        f"本报讯（通讯员 白雪）{NIGHT}§",
        "5月6日，检修车间§\n修好了吊车",
        "\x00\x0b",
        "　　" + PUMP,
    ),
)
LINE = st.sampled_from(LINES) | st.text(
    alphabet="夜校。，（）【】：\n 　一1.、📍—-> \u200b\ufeff标题包头铝业白雪", max_size=60
)


@st.composite
def looked(draw: st.DrawFn) -> Paragraph:
    look = LOOKS[draw(st.sampled_from(sorted(LOOKS)))]
    text = draw(LINE)
    at = draw(st.integers(0, len(text)))
    runs = (Run(text[:at], bold=draw(st.booleans())), Run(text[at:], bold=draw(st.booleans())))
    row = draw(st.none() | st.tuples(st.just(0), st.integers(0, 3), st.integers(0, 3)))
    label = draw(st.sampled_from(("", "", "一、", "1.", "●")))
    return replace(look, text=text, runs=runs, row=row, label=label, gap=draw(st.booleans()))


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Paragraphs of any look; those of a table stand in reading order, as a reader gives them."""
    lines = draw(st.lists(looked(), max_size=14))
    table, found = -1, list[Paragraph]()
    for number, line in enumerate(lines):
        before = found[-1].row if found else None
        table += line.row is not None and (before is None or before[1:] > line.row[1:])
        text = line.text.replace("§", chr(0xE000 + number))
        runs = tuple(replace(run, text=run.text.replace("§", chr(0xE000 + number))) for run in line.runs)
        found.append(replace(line, text=text, runs=runs, row=line.row and (table, *line.row[1:])))
    return Document(tuple(found))


@settings(max_examples=400)
@given(documents())
def test_items_and_noise_hold_every_character_of_a_document_once_and_in_order(document: Document) -> None:
    complete(document)


@settings(max_examples=400)
@given(st.lists(LINE | st.just(""), max_size=20).map("\n".join))
def test_items_and_noise_hold_every_character_of_a_letter_once_and_in_order(text: str) -> None:
    document = text_document(text)
    complete(document)
    assert (
        signs(document.text) == signs(text.replace("\ufeff", "")).replace("\ufeff", "")
        or "\ufeff" in document.text
    )


def places(text: str | None) -> list[int]:
    """The numbers of the lines whose own characters stand in a text, in the order in which they do."""
    return [ord(sign) - 0xE000 for sign in text or "" if "\ue000" <= sign <= "\uf8ff"]


def first_line(part: Item | Noise) -> str:
    title = part.title if isinstance(part, Item) else None
    return (title or part.text).split("\n")[0]


@settings(max_examples=400)
@given(documents())
def test_the_parts_stand_in_the_order_in_which_they_begin(document: Document) -> None:
    parts = cut(document).parts
    within = [places(text) for part in parts for text in words(part)]
    assert all(found == sorted(found) for found in within)
    begins = [place for part in parts for place in places(first_line(part))[:1]]
    assert begins == sorted(begins)


@settings(max_examples=200)
@given(documents())
def test_every_item_has_a_reason_and_a_text(document: Document) -> None:
    for item in cut(document).items:
        assert any("\u4e00" <= sign <= "\u9fff" for sign in item.reason)
        assert item.text.strip()


# --- long ones ------------------------------------------------------------------------------------


LONG: dict[str, Callable[[int], Document]] = {
    "one line": lambda n: text_document("夜" * 25000 * n),
    "brackets": lambda n: text_document("（夜）。”" * 6250 * n),
    "blanks": lambda n: text_document("夜" + " " * 25000 * n + "校"),
    "dashes": lambda n: text_document("-" * 25000 * n),
    "numbers": lambda n: text_document("一二三四五六七八九十" * 2500 * n),
    "units": lambda n: text_document("包头铝业动力厂检修车间" * 2250 * n),
    "short lines": lambda n: text_document("夜校开课\n" * 5000 * n),
    "names": lambda n: text_document("孙海波\n" * 5000 * n),
    "bullets": lambda n: text_document("● 夜校开课。\n" * 5000 * n),
    "counted": lambda n: text_document("\n".join(f"{at % 99 + 1}.夜校开课。" for at in range(5000 * n))),
    "arrows": lambda n: text_document("夜校开课，来了很多人，一直讲到深夜。\n" + "> 夜校开课\n" * 5000 * n),
    "greetings": lambda n: text_document("您好！\n" * 5000 * n),
    "columns": lambda n: text_document("听青之声\n夜校开课。\n" * 2500 * n),
    "units in turn": lambda n: text_document(f"{LAMPS}\n{CLASS}\n" * 2500 * n),
    "unit lines": lambda n: text_document("包头铝业\n夜校开课。\n" * 2500 * n),
    "titles": lambda n: text_document(f"包头铝业夜校开课\n\n{LAMPS}\n\n" * 1500 * n),
    "labels": lambda n: text_document("标题：夜校\n正文：开课。\n" * 2500 * n),
    "quoted": lambda n: text_document(
        "-----原始邮件-----\n发件人: 甲\n收件人: 乙\n主题: 丙\n请查收。\n" * 1000 * n
    ),
    "centred": lambda n: Document(
        (replace(LOOKS["center"], text="夜校"),) * 5000 * n + (replace(LOOKS["text"], text=NIGHT * 2_000),)
    ),
    "titled": lambda n: Document(
        (replace(LOOKS["title"], text="夜校"), replace(LOOKS["text"], text=NIGHT)) * 2500 * n
    ),
    "cells": lambda n: Document(
        tuple(replace(LOOKS["cell"], text=LAMPS, row=(0, at, 0)) for at in range(5000 * n))
    ),
}


def seconds(document: Document) -> float:
    started = time.process_time()
    cut(document)
    return time.process_time() - started


@pytest.mark.parametrize("make", LONG.values(), ids=LONG)
def test_long_documents_take_time_in_proportion(make: Callable[[int], Document]) -> None:
    """Four times the text takes about four times the time; sixteen times would be the square."""
    assert seconds(make(4)) < 10 * max(seconds(make(1)), 0.01)
