"""One article, one letter: what is read as a single item."""

from __future__ import annotations

import pytest

from intake.model import Document
from intake.text import text_document
from tests.intake.papers import (
    NIGHT,
    PLAN,
    PUMP,
    VOW,
    apart,
    cut,
    joined,
    letter,
    only,
    paper,
    pieces,
    texts,
)

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


def test_names_at_the_end_of_a_list_sign_nothing() -> None:
    winners = "一等奖\n孙海波\n二等奖\n白雪 牛慧"
    item = only(paper(f"@title 技能竞赛揭晓\n{NIGHT}\n{winners}"))
    assert (item.text, item.byline_person) == (joined(NIGHT, winners), None)


def test_a_greeting_in_one_line_with_the_text_is_taken_off() -> None:
    assert texts(letter(f"李老师您好，{NIGHT}\n{PUMP}")) == [joined(NIGHT, PUMP)]


@pytest.mark.parametrize(
    "signature",
    [
        "包头铝业动力厂 孙海波 0472-0000123",
        "单位：包头铝业动力厂 姓名：孙海波 电话：13900000000",
        "包头铝业动力厂 孙海波",
    ],
)
def test_name_and_telephone_may_stand_in_one_line(signature: str) -> None:
    item = only(letter(f"{PUMP}\n\n{signature}"))
    assert (item.byline_unit, item.byline_person) == ("包头铝业动力厂", "孙海波")


def test_a_byline_behind_the_title_is_taken_off() -> None:
    item = only(paper(f"@title 夜校的灯（包头铝业 白雪）\n{PUMP}"))
    assert (item.title, item.byline_unit, item.byline_person) == ("夜校的灯", "包头铝业", "白雪")


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
    kinds = "greeting cover signature signature contact date quote quote quote quote"
    assert " ".join(kind.value for kind, _ in apart(document)) == kinds


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
