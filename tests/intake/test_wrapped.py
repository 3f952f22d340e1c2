"""Lines that a program broke are joined; lines that an author ended stay."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.wrapped import joined

FIRST = (
    "　　星海冶炼厂熔铸车间党支部近日组织安全隐患随手拍活动，42名职工提交照片95张，查出问题37项，"
    "当天整改31项，其余6项已列入检修计划，由车间主任逐项督办。"
)
SECOND = (
    "　　截至5月底，车间连续安全生产1260天，铸造成品率98.7%，比去年同期提高0.4个百分点，吨铝燃气单耗"
    "下降3立方米，职工提合理化建议126条。"
)
LATIN = (
    "The foundry reports no accident in this period, and its gas consumption per tonne has fallen again; we "
    "thank all colleagues who took part in the campaign, and those who sent us their photographs of it."
)


def wrapped(text: str, columns: int) -> list[str]:
    """As a mail program of Chinese type breaks a paragraph: no closing sign at the head of a line."""
    lines, line, taken = [], "", 0
    for char in text:
        wide = 1 if char.isascii() else 2
        if taken + wide > columns and char not in "，。、；：！？”》）":
            lines.append(line)
            line, taken = "", 0
        line, taken = line + char, taken + wide
    return [*lines, line]


@pytest.mark.parametrize("columns", [60, 64, 70, 72, 76, 78, 80])
def test_paragraphs_broken_at_a_width_are_joined(columns: int) -> None:
    lines = [*wrapped(FIRST, columns), *wrapped(SECOND, columns)]
    assert joined(lines) == [FIRST, SECOND]


def test_blank_lines_and_short_lines_stay_where_they_are() -> None:
    lines = ["各位编辑：", "", *wrapped(FIRST, 70), "", *wrapped(SECOND, 70), "　　联系人：孙小梅", "5月31日"]
    assert joined(lines) == ["各位编辑：", "", FIRST, "", SECOND, "　　联系人：孙小梅", "5月31日"]


def test_words_of_latin_letters_are_joined_with_a_blank() -> None:
    lines = [*textwrap.wrap(LATIN, 60), "", "Best regards,", "Sun Xiaomei"]
    assert joined(lines) == [LATIN, "", "Best regards,", "Sun Xiaomei"]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([FIRST, SECOND], id="paragraphs in one line each"),
        pytest.param(
            ["铝花飞溅映高楼，长河滚滚向东流。", "工人挥汗如春雨，装点银河万户秋。"] * 4, id="verses"
        ),
        pytest.param([f"{n}．第{n}车间完成检修任务，比计划提前两天" for n in range(1, 9)], id="a list"),
        pytest.param(["单位        产量        成品率        单耗        备注栏目和说明"] * 5, id="a table"),
        pytest.param(["关于召开五月份安全生产专题会议和部署六月份检修任务的通知安排。"] * 5, id="sentences"),
        pytest.param(["甲" * 200, "乙" * 200, "丙" * 200, "丁" * 200], id="long lines alike"),
        pytest.param([], id="nothing"),
        pytest.param(["", " ", ""], id="blanks"),
    ],
)
def test_lines_that_their_author_ended_stay(lines: list[str]) -> None:
    assert joined(lines) == lines


def test_a_numbered_point_begins_a_line_of_its_own_behind_a_full_one() -> None:
    point = "二、" + FIRST.strip()
    lines = [*wrapped(FIRST, 70)[:2], *wrapped(point, 70), *wrapped(SECOND, 70)]
    assert joined(lines)[1:] == [point, SECOND]


def test_a_block_that_is_indented_as_a_whole_is_joined() -> None:
    lines = ["    " + line for line in wrapped(FIRST.strip(), 66)]
    assert len(lines) > 1
    assert joined([*lines, *lines]) == ["    " + FIRST.strip() * 2] or len(joined([*lines, *lines])) <= 2


@given(st.lists(st.text(st.sampled_from("铝厂，。 　a1>-|\t"), max_size=60), max_size=30))
def test_no_word_is_lost_or_doubled(lines: list[str]) -> None:
    assert "".join("".join(joined(lines)).split()) == "".join("".join(lines).split())


def test_what_it_costs_grows_with_the_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = 0

    def count(text: str, found=len) -> int:  # type: ignore[no-untyped-def]  # noqa: ANN001
        nonlocal calls
        calls += 1
        return int(found(text))

    monkeypatch.setattr("intake.wrapped._columns", count)
    joined(wrapped(FIRST, 70) * 10)
    few, calls = calls, 0
    joined(wrapped(FIRST, 70) * 100)
    assert calls == 10 * few
