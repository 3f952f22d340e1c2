"""What a rule looks at, and what it counts."""

from __future__ import annotations

import pytest

from classify.model import Column, Rule, Scope
from classify.rules import AROUND, LEAD, MOST, Hit, hits, named_around

FILLER = "高炉边的风很大。"


def found(rule: Rule, text: str, title: str | None = None) -> list[Hit]:
    return hits([Column("开新之局", ("增效篇",), (rule,))], title, text)


def test_a_match_says_for_whom_it_speaks_how_much_and_what_it_found() -> None:
    rule = Rule("产量|产能", 1.2, group="增效篇")
    assert found(rule, "四月产量再创新高。") == [Hit("开新之局", "增效篇", 1.2, "产量")]


def test_a_rule_counts_once_however_often_it_matches() -> None:
    assert len(found(Rule("产量", 1.0), "产量、产量、产量。", "产量")) == 1


def test_what_was_found_is_shortened_to_twenty_characters() -> None:
    (hit,) = found(Rule(".+", 1.0), "  " + FILLER * 5)
    assert hit.found == (FILLER * 5)[:20]


@pytest.mark.parametrize(
    ("scope", "places"),
    [(Scope.TITLE, {"title"}), (Scope.LEAD, {"title", "lead"}), (Scope.TEXT, {"title", "lead", "below"})],
)
def test_a_rule_looks_at_its_scope_only(scope: Scope, places: set[str]) -> None:
    rule = Rule("产量", 1.0, scope)
    below = FILLER * (LEAD // len(FILLER) + 1) + "产量"
    seen = {
        "title": found(rule, FILLER, "产量"),
        "lead": found(rule, "产量", FILLER),
        "below": found(rule, below, FILLER),
    }
    assert {place for place, hit in seen.items() if hit} == places


def test_the_lead_ends_after_two_hundred_characters_of_the_body() -> None:
    rule = Rule("产量", 1.0)
    assert found(rule, "风" * (LEAD - 2) + "产量", "标题不算在内" * 9)
    assert not found(rule, "风" * (LEAD - 1) + "产量")


def test_a_very_long_text_is_looked_at_up_to_a_limit() -> None:
    rule = Rule("产量", 1.0, Scope.TEXT)
    assert found(rule, "风" * (MOST - 2) + "产量")
    assert not found(rule, "风" * MOST + "产量")


@pytest.mark.parametrize("scope", [Scope.LEAD, Scope.TEXT])
@pytest.mark.parametrize("title", [None, "", "产量创新高"])
def test_the_beginning_is_where_the_item_begins_with_a_title_or_without(
    scope: Scope, title: str | None
) -> None:
    text = FILLER if title else "四月产量创新高。"
    assert found(Rule("^[^\\n]{0,6}产量", 1.0, scope), text, title)


def test_title_and_text_are_kept_apart_by_a_line_end() -> None:
    assert not found(Rule("降本增效", 1.0, Scope.TEXT), "增效三百万元。", "降本")


def test_a_rule_of_the_title_finds_nothing_where_there_is_none() -> None:
    assert not found(Rule("产量", 1.0, Scope.TITLE), "产量", None)


def test_hits_come_in_the_order_of_the_columns_and_their_rules() -> None:
    plan = [
        Column("甲", rules=(Rule("产量", 1.0), Rule("安全", 2.0))),
        Column("乙", rules=(Rule("安全", -1.0),)),
    ]
    assert [(hit.column, hit.weight) for hit in hits(plan, None, "安全增产量")] == [
        ("甲", 1.0),
        ("甲", 2.0),
        ("乙", -1.0),
    ]


# --- what stands about an item ---------------------------------------------------------------------

PLAN = [Column("践铝之行", ("为群众办实事篇", "党史学习教育进行篇")), Column("展事迹·学风采")]


@pytest.mark.parametrize(
    ("around", "expected"),
    [
        ("【为群众办实事】食堂变样", [("践铝之行", "为群众办实事篇")]),
        ("践铝之行投稿", [("践铝之行", None)]),
        ("展事迹 学风采.docx", [("展事迹·学风采", None)]),
        ("践铝之行·为群众办实事篇", [("践铝之行", None), ("践铝之行", "为群众办实事篇")]),
        ("五月信息", []),
        ("", []),
    ],
)
def test_columns_and_groups_named_about_an_item_are_found_dots_and_blanks_aside(
    around: str, expected: list[tuple[str, str | None]]
) -> None:
    assert [(hit.column, hit.group) for hit in named_around(PLAN, around)] == expected
    assert all(hit.weight == AROUND for hit in named_around(PLAN, around))


def test_a_column_named_by_signs_alone_is_not_found_in_everything() -> None:
    assert named_around([Column("·"), Column("篇"), Column("听青之声")], "听青之声稿件") == [
        Hit("听青之声", None, AROUND, "听青之声")
    ]
