"""Known names at the places where they head: columns, groups, units."""

from __future__ import annotations

import pytest

from intake.headings import ORGANISATION, Heading, Headings, letters, names_of, opens_with_time
from tests.intake.papers import HARBOUR, names

STUDY = Heading("学·习之路", None)
HISTORY = "党史学习教育进行篇"


@pytest.mark.parametrize(
    "line",
    [
        "学·习之路",
        "学习之路",
        "学 习 之 路",
        "【学·习之路】",
        "一、学·习之路",
        "（一）学·习之路",
        "1.学习之路",
        "第一部分 学·习之路",
        "■ 学·习之路",
        "栏目：学·习之路",
        "拟投栏目名称：学习之路",
        "【学·习之路】栏目稿件：",
        "学·习之路（投稿）",
        "学·习之路（连载之二）：",
        "📍学·习之路",
    ],
)
def test_a_column_heads_however_it_is_printed(line: str) -> None:
    assert names().heading(line) == STUDY


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (HISTORY, Heading(None, HISTORY)),
        ("党史学习教育进行", Heading(None, HISTORY)),
        ("（一）党史学习教育进行篇", Heading(None, HISTORY)),
        (f"践铝之行——{HISTORY}", Heading("践铝之行", HISTORY)),
        ("践铝之行·为群众办实事", Heading("践铝之行", "为群众办实事篇")),
    ],
)
def test_a_group_heads_alone_or_behind_its_column(line: str, expected: Heading) -> None:
    assert names().heading(line) == expected
    assert str(expected) == expected.group


@pytest.mark.parametrize("line", ["", "学习", "学习之路上的三个身影", "党史学习教育", "学·习之路" * 12, "——"])
def test_a_line_that_says_more_or_less_is_no_heading(line: str) -> None:
    assert names().heading(line) is None


@pytest.mark.parametrize(
    ("line", "column", "rest"),
    [
        ("【听青之声】团委办了一场辩论赛。", "听青之声", "团委办了一场辩论赛。"),
        ("[听青之声]：团委办了一场辩论赛。", "听青之声", "团委办了一场辩论赛。"),
        ("听青之声：团委办了一场辩论赛。", "听青之声", "团委办了一场辩论赛。"),
        ("听青之声 团委办了一场辩论赛。", "听青之声", "团委办了一场辩论赛。"),
        ("展事迹学风采——他在山上三十年。", "展事迹·学风采", "他在山上三十年。"),
        ("栏目：听青之声 团委办了一场辩论赛。", "听青之声", "团委办了一场辩论赛。"),
    ],
)
def test_a_column_may_open_the_paragraph_that_is_meant_for_it(line: str, column: str, rest: str) -> None:
    found = names().inline(line)
    assert found is not None
    assert found[0] == Heading(column, None)
    assert (found[1] + found[2], found[2]) == (line, rest)


@pytest.mark.parametrize(
    "line",
    ["听青之声", "【听青之声】", "听青之声音，", "【通知】团委办了一场辩论赛。", "“听青之声”栏目开办以来，"],
)
def test_a_paragraph_that_does_not_open_with_a_column_states_none(line: str) -> None:
    assert names().inline(line) is None


def test_a_short_name_with_a_mere_blank_behind_it_is_the_begin_of_a_sentence() -> None:
    finder = names_of(Headings(columns=("安全",)))
    assert finder.inline("安全 生产两不误。") is None
    assert finder.inline("安全：生产两不误。") is not None


def test_without_any_names_nothing_is_found() -> None:
    empty = names_of(Headings())
    assert empty.heading("听青之声") is None
    assert empty.inline("听青之声：团委办了一场辩论赛。") is None
    assert empty.unit_at("包头铝业动力厂") is None
    assert not empty.names_unit("包头铝业动力厂")


# --- units ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("包头铝业", "包头铝业"),
        ("包头铝业动力厂检修车间开了夜校", "包头铝业动力厂检修车间"),
        ("包铝团委", "包铝团委"),
        ("中铝山东有限公司第二氧化铝厂团委", "中铝山东有限公司第二氧化铝厂团委"),
        ("山铝业务部", None),
        ("中州业务部", None),
        ("某某铝业", None),
    ],
)
def test_a_unit_is_found_with_the_parts_that_follow_it(text: str, unit: str | None) -> None:
    assert names().unit_at(text) == unit


@pytest.mark.parametrize(
    "line", ["包头铝业：", "一、包头铝业", "【包头铝业】", "（二）包头铝业（供稿）", "  包头铝业  "]
)
def test_a_whole_line_may_name_a_unit(line: str) -> None:
    assert names().unit_line(line) == "包头铝业"


@pytest.mark.parametrize("line", ["包头铝业开了夜校", "", "：", "包头铝业" + "动力厂" * 10])
def test_a_line_with_more_than_a_unit_names_none(line: str) -> None:
    assert names().unit_line(line) is None


@pytest.mark.parametrize("line", ["第一氧化铝厂", "第二氧化铝厂"])
def test_the_number_in_a_name_is_no_number_before_it(line: str) -> None:
    assert names().unit_line(line) == line


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("包铝动力厂开了夜校。", "包头铝业"),
        ("5月6日晚，包头铝业动力厂开了夜校。", "包头铝业"),
        ("5月3日至5日，包头铝业动力厂开了夜校。", "包头铝业"),
        ("近日，中铝包铝开了夜校。", None),
        ("连日来，中铝山东第二氧化铝厂开了夜校。", "中铝山东"),
        ("“五四”期间，青海分公司开了夜校。", "青海分公司"),
        ("氧化铝厂开了夜校。", None),
        ("包头铝业的师傅们说，夜校办到了心坎上。", None),
        ("包头铝业有关负责人表示，夜校还要办下去。", None),
        ("包头铝业与青海分公司签了协议。", None),
        ("夜校由包头铝业办。", None),
        ("【包头铝业】夜校开课。", "包头铝业"),
    ],
)
def test_a_paragraph_opens_with_a_unit_that_acts(text: str, unit: str | None) -> None:
    assert names().opening_unit(text) == unit


@pytest.mark.parametrize(
    "text",
    ["动力车间把灯换了。", "5月6日，运行党支部上了党课。", "包头铝业开了夜校。", "综合管理部办了夜校。"],
)
def test_an_organisation_acts_even_if_nobody_registered_it(text: str) -> None:
    assert names().opens_with_actor(text)


@pytest.mark.parametrize(
    "text",
    [
        "他们在车间里过了夜。",
        "把车间打扫干净。",
        "严管理，强基础。",
        "办法写进了班组的本子。",
        "一部分职工去了。",
    ],
)
def test_a_sentence_that_comes_to_a_unit_later_does_not_open_with_one(text: str) -> None:
    assert not names().opens_with_actor(text)


@pytest.mark.parametrize("text", ["5月6日，", "近日，", "2021年5月以来，", "一季度，", "上半年，", "目前，"])
def test_news_open_with_a_time(text: str) -> None:
    assert opens_with_time(text)


def test_a_sentence_may_open_without_a_time() -> None:
    assert not opens_with_time("夜校开课的消息传得很快。")


@pytest.mark.parametrize("line", ["清晨的车间", "我们的班组", "向着明天的工厂"])
def test_a_line_of_verse_is_no_organisation(line: str) -> None:
    assert ORGANISATION.fullmatch(line) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("【包头铝业】夜校开课", ("包头铝业", 6)),
        ("[包铝团委]： 夜校开课", ("包铝团委", 8)),
        ("包头铝业：夜校开课", ("包头铝业", 5)),
        ("包头铝业：", None),
        ("【通知】夜校开课", None),
        ("包头铝业职工：夜校好", None),
    ],
)
def test_a_unit_may_be_set_before_a_paragraph(text: str, expected: tuple[str, int] | None) -> None:
    assert names().unit_label(text) == expected


# --- another bulletin ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("码头风", Heading("码头风", None)),
        ("二、安全哨：", Heading("安全哨", None)),
        ("泊位故事", Heading(None, "泊位故事")),
        ("码头风·岗位先锋", Heading("码头风", "岗位先锋")),
        ("听青之声", None),
    ],
)
def test_another_bulletin_has_other_headings(line: str, expected: Heading | None) -> None:
    assert names(HARBOUR).heading(line) == expected


def test_a_name_that_begins_with_a_number_is_found_whole() -> None:
    finder = names_of(Headings(columns=("一线传真", "五月花")))
    assert finder.heading("一线传真") == Heading("一线传真", None)
    assert finder.heading("二、五月花") == Heading("五月花", None)


def test_a_unit_with_a_latin_name_is_found() -> None:
    assert names(HARBOUR).opening_unit("5月6日，HT把新系统装上了门机。") == "Harbour Tech"


def test_names_are_compared_by_their_letters() -> None:
    assert letters("【学·习 之-路】") == "学习之路"
