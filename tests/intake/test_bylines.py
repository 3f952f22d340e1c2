"""Who wrote a piece, as people sign."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake import bylines
from intake.bylines import Byline
from tests.intake.papers import HARBOUR, names

TEXT = "夜校开了第一课，来听课的有五十六人。"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("包头铝业 白雪", Byline("包头铝业", "白雪")),
        ("包头铝业动力厂白雪", Byline("包头铝业动力厂", "白雪")),
        ("包头铝业动力厂 白雪 乌云", Byline("包头铝业动力厂", "白雪 乌云")),
        ("包头铝业／白雪、乌云", Byline("包头铝业", "白雪 乌云")),
        ("包头铝业动力厂检修车间", Byline("包头铝业动力厂检修车间")),
        ("包头铝业 敖日格勒", Byline("包头铝业", "敖日格勒")),
        ("包头铝业 娜仁", Byline("包头铝业", "娜仁")),
        ("包头铝业动力厂 党员 白雪", Byline("包头铝业动力厂", "白雪")),
        ("包头铝业动力厂厂长白雪", Byline("包头铝业动力厂", "白雪")),
        ("包头铝业动力厂青工白雪山", Byline("包头铝业动力厂", "白雪山")),
        ("包头铝业 白雪 主任", Byline("包头铝业", "白雪")),
        ("检修车间 白雪", Byline("检修车间", "白雪")),
        ("包头铝业动力厂职工", Byline("包头铝业动力厂")),
        ("作者系包头铝业动力厂职工", Byline("包头铝业动力厂")),
        ("作者为包头铝业动力厂员工白雪", Byline("包头铝业动力厂", "白雪")),
        ("作者：白雪，包头铝业动力厂职工", Byline("包头铝业动力厂", "白雪")),
        ("白 雪", Byline(None, "白雪")),
        ("欧阳小雪", Byline(None, "欧阳小雪")),
        ("古丽·买买提", Byline(None, "古丽·买买提")),
        ("新华社", Byline("新华社")),
        ("《经济日报》", Byline("经济日报")),
        ("工人日报5月6日", Byline("工人日报")),
        ("据新华社", Byline("新华社")),
        ("通讯员：白雪", Byline(None, "白雪")),
        ("通讯员 白雪", Byline(None, "白雪")),
        ("记者 白雪", Byline(None, "白雪")),
        ("供稿：白雪  单位：包头铝业", Byline("包头铝业", "白雪")),
        ("供稿单位：包头铝业", Byline("包头铝业")),
        ("供稿：包头铝业", Byline("包头铝业")),
        ("包头铝业 供稿：白雪", Byline("包头铝业", "白雪")),
        ("来源：《求是》", Byline("求是")),
        ("文/白雪 图/乌云", Byline(None, "白雪")),
        ("图/文 白雪", Byline(None, "白雪")),
        ("白雪 摄", Byline()),
        ("审核：李强 编辑：王芳", Byline()),
    ],
)
def test_a_byline_tells_unit_and_person(text: str, expected: Byline) -> None:
    assert bylines.parse(text, names()) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "：",
        "下同",
        "连载之二",
        "以下简称公司",
        "占全年计划的百分之四十",
        "供稿：",
        "供稿：" + "白雪" * 21,
        "见上，供稿：白雪",
        "作者：白雪，一个普普通通的修泵人",
        "包头铝业开了夜校",
        "夜" * 61,
        "本次培训，由安全环保部负责组织并考核",
    ],
)
def test_other_words_are_no_byline(text: str) -> None:
    assert bylines.parse(text, names()) is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("（包头铝业 白雪）", Byline("包头铝业", "白雪")),
        ("——包头铝业 白雪", Byline("包头铝业", "白雪")),
        ("　　白雪", Byline(None, "白雪")),
        ("【包头铝业】", Byline("包头铝业")),
    ],
)
def test_a_byline_may_stand_alone(line: str, expected: Byline) -> None:
    assert bylines.alone(line, names()) == expected


@pytest.mark.parametrize("line", ["白雪落了一地。", "白雪！", "夜校" * 40])
def test_a_sentence_alone_is_no_byline(line: str) -> None:
    assert bylines.alone(line, names()) is None


@pytest.mark.parametrize(
    ("line", "sure"),
    [
        ("（白雪）", True),
        ("作者：白雪", True),
        ("——白雪", True),
        ("包头铝业 白雪", True),
        ("高标准", False),
        ("检修车间", False),
    ],
)
def test_a_bare_name_or_unit_may_also_be_a_head(line: str, *, sure: bool) -> None:
    found = bylines.alone(line, names())
    assert found is not None
    assert bylines.is_sure(line, found) is sure


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ("（包头铝业 白雪）", Byline("包头铝业", "白雪")),
        ("（白雪）", Byline(None, "白雪")),
        ("(包头铝业)", Byline("包头铝业")),
        ("【包头铝业】", Byline("包头铝业")),
        (" （新华社）", Byline("新华社")),
        ("（来源：工人日报）", Byline("工人日报")),
        ("（摘自《求是》）", Byline("求是")),
        ("（包头铝业 白雪）。", Byline("包头铝业", "白雪")),
        ("通讯员：白雪", Byline(None, "白雪")),
        ("——包头铝业白雪", Byline("包头铝业", "白雪")),
        ("（白雪 摄）", Byline()),
        ("（下同）", None),
        ("（见附图）", None),
        ("", None),
    ],
)
def test_a_byline_at_the_end_of_a_paragraph_is_taken_off(end: str, expected: Byline | None) -> None:
    found = bylines.tail(TEXT + end, names())
    assert (found[2] if found else None) == expected
    assert found is None or (found[0] + found[1], found[0]) == (TEXT + end, TEXT)


@pytest.mark.parametrize(
    "text",
    [
        "获奖的有三个车间（检修车间、动力车间、运行车间）",
        "培训在公司礼堂举行（包头铝业动力厂）。",
        "主讲人是一位老师傅（白雪）",
        "他说了一句话——干就完了",
        "（包头铝业 白雪）",
    ],
)
def test_brackets_inside_a_sentence_are_no_byline(text: str) -> None:
    assert bylines.tail(text, names()) is None


def test_a_known_unit_in_brackets_closes_even_a_sentence_without_a_stop() -> None:
    found = bylines.tail("夜校开了第一课（包头铝业）", names())
    assert found == ("夜校开了第一课", "（包头铝业）", Byline("包头铝业"))


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("本报讯（通讯员 白雪）", Byline(None, "白雪")),
        ("本网讯 （记者白雪 通讯员乌云）", Byline(None, "白雪")),
        ("包头铝业讯（通讯员 白雪）：", Byline(None, "白雪")),
        ("（通讯员白雪）", Byline(None, "白雪")),
    ],
)
def test_a_byline_may_stand_before_the_text(head: str, expected: Byline) -> None:
    assert bylines.head(head + TEXT, names()) == (head, TEXT, expected)


@pytest.mark.parametrize(
    "text", [TEXT, "（通讯员会议）" + TEXT, "本报讯（通讯员 白雪）", "喜讯（一）" + TEXT]
)
def test_a_text_without_one_has_no_byline_before_it(text: str) -> None:
    assert bylines.head(text, names()) is None


def test_in_another_bulletin_other_units_sign() -> None:
    assert bylines.tail("船靠上了三号泊位。（东港门机队 海浪）", names(HARBOUR)) == (
        "船靠上了三号泊位。",
        "（东港门机队 海浪）",
        Byline("东港门机队", "海浪"),
    )


@given(st.text(alphabet="白雪包头铝业动力厂（）()：:/、 ——供稿通讯员来源新华社。！5月6日", max_size=90))
def test_what_is_taken_off_and_what_is_left_are_the_whole_paragraph(text: str) -> None:
    finder = names()
    tail = bylines.tail(text, finder)
    assert tail is None or tail[0] + tail[1] == text
    head = bylines.head(text, finder)
    assert head is None or head[0] + head[1] == text
