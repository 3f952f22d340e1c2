"""Several pieces in one document or letter, as real people write them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from intake.model import Document
from tests.intake.papers import (
    CLASS,
    CRANE,
    FEEL,
    HARBOUR,
    LAMPS,
    NIGHT,
    PLAN,
    PUMP,
    VOW,
    cut,
    joined,
    letter,
    only,
    paper,
    pieces,
    texts,
)

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


@pytest.mark.parametrize("mark", ["【{}】", "[{}] ", "{}：", "【{}】："])
def test_a_unit_set_before_each_paragraph_cuts_and_tells_the_unit(mark: str) -> None:
    units = ("包头铝业", "中州铝业团委")
    found = cut(letter(f"{mark.format(units[0])}{PUMP}\n{mark.format(units[1])}{PLAN}"))
    assert [(i.byline_unit, i.text) for i in found.items] == [(units[0], PUMP), (units[1], PLAN)]


def test_unit_lines_below_their_texts_are_bylines() -> None:
    found = cut(letter(f"{PUMP}\n包头铝业\n\n{PLAN}\n中州铝业"))
    assert [(i.byline_unit, i.text) for i in found.items] == [("包头铝业", PUMP), ("中州铝业", PLAN)]


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


@pytest.mark.parametrize(
    "head",
    [
        "@center （第12期）\n@center 党群工作部  2021年5月7日\n@head 本期要目\n夜校的灯\n一盏灯的账",
        "@center 目 录\n1.夜校的灯……1\n2.一盏灯的账 …… 2",
        "@center 2021年5月7日",
    ],
)
def test_the_head_of_a_collection_is_no_piece(head: str) -> None:
    text = f"@title 五月信息\n{head}\n@title 夜校的灯\n{NIGHT}\n@title 一盏灯的账\n{LAMPS}"
    assert pieces(paper(text)) == [("夜校的灯", NIGHT), ("一盏灯的账", LAMPS)]


def test_two_pieces_may_have_the_same_title() -> None:
    text = f"@title 夜校的灯\n{NIGHT}\n@title 夜校的灯\n{LAMPS}"
    assert pieces(paper(text)) == [("夜校的灯", NIGHT), ("夜校的灯", LAMPS)]


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


def test_a_plain_title_behind_a_byline_needs_nothing_else() -> None:
    text = f"夜校的灯\n\n{PUMP}\n\n（包头铝业 白雪）\n\n一盏灯的账\n\n{PLAN}\n\n（中州铝业 牛慧）"
    assert pieces(letter(text)) == [("夜校的灯", PUMP), ("一盏灯的账", PLAN)]
    text = f"脚下的路\n{FEEL}\n曲文\n\n槽子不睡\n{VOW}\n白雪"
    assert pieces(letter(text)) == [("脚下的路", FEEL), ("槽子不睡", VOW)]


def test_where_the_first_title_is_boxed_the_others_are_too() -> None:
    boxed = letter(f"【夜校的灯】\n{PUMP}\n【修泵的人】\n{PLAN}")
    assert pieces(boxed) == [("【夜校的灯】", PUMP), ("【修泵的人】", PLAN)]
    assert len(pieces(letter(f"夜校的灯\n{PUMP}\n【修泵的人】\n{PLAN}"))) == 1


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
