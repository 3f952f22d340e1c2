"""Masthead, columns and groups of a published issue."""

from __future__ import annotations

from datetime import date

import pytest

from tests.compose.issues import (
    ESSAY,
    FIGURES,
    FLAG,
    HELP,
    HISTORY,
    MERGED,
    PARTS,
    SERIES,
    TEAM,
    HeadingStyles,
    Paper,
    PlainHeadings,
    masthead,
    of,
    reread,
    told,
    words,
)

# --- the masthead ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "numbers"),
    [
        ("2021年第9期(总第9期)", (2021, 9, 9)),
        ("2021 年 第 9 期 （ 总第 109 期 ）", (2021, 9, 109)),
        ("2021年第九期（总第一百零九期）", (2021, 9, 109)),
        ("二〇二一年第十二期", (2021, 12, None)),
        ("２０２１年第９期　总第９期", (2021, 9, 9)),
        ("第9期（总第20期）", (2021, 9, 20)),
        ("总第20期", (2021, None, 20)),
        ("第 二十一 期", (2021, 21, None)),
        ("（2021年）第3期", (2021, 3, None)),
    ],
)
def test_numbers_are_read_as_they_are_written(line: str, numbers: tuple[int, int | None, int | None]) -> None:
    issue = of("简报", line, "党群工作部 2021年5月14日", "开新之局", FIGURES[0])
    assert (issue.year, issue.number, issue.serial) == numbers


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("党群工作部　2021 年 5 月 14 日", date(2021, 5, 14)),
        ("二〇二一年五月十四日", date(2021, 5, 14)),
        ("2021-05-14", date(2021, 5, 14)),
        ("2021.5.14", date(2021, 5, 14)),
        ("2021年13月40日", None),
        ("（本期信息采集时间：2021年4月30日—2021年5月10日）", None),
        ("五月中旬", None),
    ],
)
def test_a_date_is_read_as_it_is_written(line: str, day: date | None) -> None:
    assert of("2021年第9期", line, "开新之局", FIGURES[0]).date == day


def test_a_number_inside_a_piece_is_not_the_issue_s() -> None:
    issue = of("简报", "开新之局", "📍广西华昇在2021年第8期技术培训班上完成结业考核。")
    assert (issue.year, issue.number, issue.serial, issue.date) == (None, None, None, None)
    assert len(issue.pieces) == 1


# --- columns and groups ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "heading",
    [
        "展事迹·学风采 (连载之二)",
        "展事迹•学风采——连载之十一",
        "【展事迹　学风采】",
        "★ 展事迹 · 学风采 ★",
        "七、展事迹学风采（续）",
        "栏目七：展事迹·学风采".replace("栏目七", "栏目"),
        "展 事迹.学 风采",
    ],
)
def test_a_column_is_known_however_its_heading_is_dressed(heading: str) -> None:
    assert [piece.column for piece in of(heading, TEAM + "（中州铝业）").pieces] == [SERIES]


def test_columns_may_stand_in_any_order() -> None:
    issue = of("开新之局", FIGURES[0], "思理之源", ESSAY + "（新华网）", HELP, "包头铝业修好路灯16盏。")
    assert told(issue) == [
        ("开新之局", None, "广西华昇", False),
        ("思理之源", None, None, False),
        ("践铝之行", HELP, "包头铝业", False),
    ]


def test_a_heading_repeated_on_the_next_page_changes_nothing() -> None:
    issue = of(
        "践铝之行", FLAG, "📍" + PARTS[0][:20], "践铝之行", PARTS[0][20:], "践铝之行（续）", "📍" + PARTS[0]
    )
    assert told(issue) == [("践铝之行", FLAG, "广西分公司", False)] * 2
    assert words(issue) == [PARTS[0]] * 2


def test_the_title_of_the_bulletin_repeated_on_a_page_is_no_heading() -> None:
    issue = of(
        "有色党建简报", "2021年第9期", "开新之局", "📍" + FIGURES[0], "有色党建简报", "📍" + FIGURES[1]
    )
    assert words(issue) == list(FIGURES)
    assert issue.unknown == ()


@pytest.mark.parametrize("look", [Paper, HeadingStyles, PlainHeadings], ids=lambda look: look.__name__)
def test_a_column_that_the_settings_do_not_know_is_told_and_left_out(look: type[Paper]) -> None:
    paper = look()
    masthead(paper)
    paper.column("思理之源")
    paper.item(ESSAY + "（新华网）")
    paper.column("读书角")
    paper.item("包头铝业图书室新到图书四百册。")
    paper.column("开新之局")
    paper.item(FIGURES[0])
    issue = reread(paper.data)
    assert issue.unknown == ("读书角",)
    assert [piece.column for piece in issue.pieces] == ["思理之源", "开新之局"]
    assert [(p.column, p.text) for p in issue.others] == [("读书角", "包头铝业图书室新到图书四百册。")]


def test_an_unknown_column_may_be_the_first() -> None:
    paper = Paper()
    masthead(paper)
    paper.column("领导关怀")
    paper.item("包头铝业接待调研一行，介绍了党建工作。")
    paper.column("开新之局")
    paper.item(FIGURES[0])
    issue = reread(paper.data)
    assert issue.unknown == ("领导关怀",)
    assert words(issue) == [FIGURES[0]]


def test_a_group_that_the_settings_do_not_know_is_told_and_its_pieces_are_kept() -> None:
    paper = Paper()
    paper.column("践铝之行")
    paper.group(HISTORY)
    paper.item(MERGED[0])
    paper.group("清风廉韵篇")
    paper.item("包头铝业纪委举办廉洁书画展。")
    issue = reread(paper.data)
    assert issue.unknown == ("践铝之行›清风廉韵篇",)
    assert told(issue)[-1] == ("践铝之行", None, "包头铝业", False)


@pytest.mark.parametrize("heading", ["【2021年集团先进集体】", "[2021年集团先进集体]", "2021年集团先进集体"])
def test_a_group_of_the_honoured_is_named_with_and_without_brackets(heading: str) -> None:
    (piece,) = of(SERIES, heading, TEAM + "（中州铝业）").pieces
    assert piece.group == "2021年集团先进集体"


def test_a_group_and_its_first_item_may_share_a_line() -> None:
    (piece,) = of(SERIES, "【2021年集团先进集体】📍" + TEAM).pieces
    assert (piece.group, piece.text) == ("2021年集团先进集体", TEAM)


def test_a_column_and_its_first_item_may_share_a_line() -> None:
    (piece,) = of("开新之局 📍" + FIGURES[0]).pieces
    assert (piece.column, piece.text) == ("开新之局", FIGURES[0])
