"""Columns and groups as printed: in the order of the plans, nothing empty, series counted."""

from __future__ import annotations

import pytest

from compose.layout import heading, lay_out
from compose.model import Attribution, Candidate, DraftColumn, GroupPlan, Numbering
from tests.compose.candidates import UNITS, make_candidate, make_column_plan, make_plan

NUMBERS = Numbering(2021, 9, 9, {"展事迹·学风采": 2})
STUDY = make_plan(name="党史学习教育进行篇", budget=(25, 60))
DEEDS = make_plan(name="为群众办实事篇", budget=(40, 110), attribution=Attribution.UNIT)
PLANS = (
    make_column_plan("学·习之路", make_plan("verbatim", attribution=Attribution.MEDIA)),
    make_column_plan("践铝之行", groups=(STUDY, DEEDS)),
    make_column_plan("开新之局"),
    make_column_plan("展事迹·学风采", make_plan("portrait"), series=True, bracket_groups=True),
)


def item(number: int, column: str, group: str | None = None, **changes: object) -> Candidate:
    text = f"广西华昇完成检修{number}台。"
    return make_candidate(number, text, column=column, group=group, **changes)


def laid_out(*chosen: Candidate) -> tuple[DraftColumn, ...]:
    return lay_out(chosen, PLANS, UNITS, NUMBERS)


def shape(columns: tuple[DraftColumn, ...]) -> list[tuple[str, str | None, list[int]]]:
    return [
        (column.name, group.name, [p.candidate.item for para in group.paragraphs for p in para.pieces])
        for column in columns
        for group in column.groups
    ]


def test_columns_stand_in_the_order_of_the_plans_and_empty_ones_are_left_out() -> None:
    found = laid_out(item(1, "开新之局"), item(2, "学·习之路"), item(3, "开新之局"))
    assert shape(found) == [("学·习之路", None, [2]), ("开新之局", None, [1, 3])]


def test_an_issue_without_items_has_no_columns() -> None:
    assert laid_out() == ()


def test_items_of_no_group_stand_first_then_the_planned_groups_then_the_others() -> None:
    found = laid_out(
        item(1, "践铝之行", "没有计划的篇"),
        item(2, "践铝之行", "为群众办实事篇"),
        item(3, "践铝之行", "党史学习教育进行篇"),
        item(4, "践铝之行"),
        item(5, "践铝之行", ""),
    )
    assert shape(found) == [
        ("践铝之行", None, [4, 5]),
        ("践铝之行", "党史学习教育进行篇", [3]),
        ("践铝之行", "为群众办实事篇", [2]),
        ("践铝之行", "没有计划的篇", [1]),
    ]


def test_a_group_is_drafted_by_its_own_plan() -> None:
    ((column,),) = [
        laid_out(item(1, "践铝之行", "为群众办实事篇"), item(2, "践铝之行", "党史学习教育进行篇"))
    ]
    assert [group.paragraphs[0].attribution for group in column.groups] == [None, "广西华昇"]


def test_an_item_of_an_unplanned_column_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match=r"第7条.*“没有的栏目”"):
        laid_out(item(7, "没有的栏目"))


@pytest.mark.parametrize(
    ("name", "numbering", "words"),
    [
        ("展事迹·学风采", NUMBERS, "展事迹·学风采（连载之二）"),
        ("展事迹·学风采", Numbering(2021, 9, 9, {"展事迹·学风采": 12}), "展事迹·学风采（连载之十二）"),
        ("展事迹·学风采", Numbering(2021, 9, 9), "展事迹·学风采"),
        ("开新之局", Numbering(2021, 9, 9, {"开新之局": 3}), "开新之局"),
    ],
)
def test_a_series_prints_its_instalment(name: str, numbering: Numbering, words: str) -> None:
    plan = next(plan for plan in PLANS if plan.name == name)
    assert heading(plan, numbering) == words


def test_a_column_keeps_its_heading_and_whether_its_groups_stand_in_brackets() -> None:
    (column,) = laid_out(item(1, "展事迹·学风采", "2021年劳动模范"))
    assert (column.heading, column.bracket_groups) == ("展事迹·学风采（连载之二）", True)
    assert column.groups[0].name == "2021年劳动模范"


def test_a_column_serves_groups_it_does_not_name_with_its_own_plan() -> None:
    plan: GroupPlan = PLANS[1].group("没有计划的篇")
    assert plan is PLANS[1].default
    assert PLANS[1].group("为群众办实事篇") is DEEDS
