"""Letters that only speak of an earlier piece: what they ask, and which one they mean."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest

from classify.asking import asked
from classify.duplicates import Known
from classify.model import RelationKind
from classify.notes import about, note

BELTS = Known(7, "热电厂给八台锅炉换上布袋\n换装历时41天，节约费用86.5万元，涉及锅炉8台。", "包头铝业", 3)
SCHOOL = Known(5, "热电厂办起夜校\n夜校每周二开课，报名62人。", "包头铝业", 2)


@pytest.mark.parametrize(
    ("subject", "text", "withdraws"),
    [
        ("关于昨天稿件", "编辑老师好：昨天发的稿子第三段“86.5万元”应为“88.5万元”，请更正，谢谢。", False),
        ("数字有误", "《热电厂给八台锅炉换上布袋》里“8台”改为“9台”，麻烦修改一下。", False),
        ("更正", "标题中的姓名写错了，应为“李建华”，抱歉。", False),
        ("撤稿", "因数据尚未审定，请撤回《热电厂给八台锅炉换上布袋》一稿，不要刊发。", True),
        ("", "上周那篇暂不刊发，等我们核实后再报，谢谢。", True),
    ],
)
def test_what_a_letter_asks_of_an_earlier_piece_is_told(subject: str, text: str, withdraws: bool) -> None:
    found = note(subject, text)
    assert found is not None
    assert found.withdraws is withdraws


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("稿件", "热电厂更正了八处设备标牌，把“1号泵”改为“循环泵”，检修时不再拿错工具。"),
        (
            "更正稿",
            "热电厂给八台锅炉换上布袋。"
            + "换装历时41天，节约费用88.5万元，职工纷纷点赞。" * 20
            + "请以此稿为准。",
        ),
        ("请审阅", "四月产量创新高，职工干劲十足，请领导批评指正。"),
    ],
)
def test_a_piece_is_no_letter_about_another(subject: str, text: str) -> None:
    assert note(subject, text) is None


def test_of_our_examples_none_is_taken_for_a_letter_about_another() -> None:
    text = files("classify").joinpath("starter", "examples.jsonl").read_text("utf-8")
    rows = [json.loads(line) for line in text.splitlines()]
    assert [row["text"][:30] for row in rows if note(row["title"] or "", row["text"])] == []


@pytest.mark.parametrize(
    ("text", "recent", "meant"),
    [
        ("请撤回《热电厂给八台锅炉换上布袋》，勿刊发。", (SCHOOL, BELTS), 7),
        ("第二句“报名62人”应为“报名26人”，请更正。", (BELTS, SCHOOL), 5),
        ("请撤回昨天的稿件，不要刊发。", (BELTS,), 7),
        ("请撤回昨天的稿件，不要刊发。", (BELTS, SCHOOL), None),
        ("请撤回《别的稿子》，勿刊发。", (BELTS,), None),
        ("请撤回《热电厂给八台锅炉换上布袋》，勿刊发。", (), None),
    ],
)
def test_the_piece_that_is_meant_is_found_by_title_by_words_or_as_the_only_one(
    text: str, recent: tuple[Known, ...], meant: int | None
) -> None:
    said = note("", text)
    assert said is not None
    found = about(said, text, recent)
    assert (found.to if found else None) == meant
    if found:
        assert found.kind is RelationKind.NOTE_ON
        assert text in found.reason


@pytest.mark.parametrize(("subject", "withdraws"), [("撤稿", True), ("更正", False)])
def test_what_a_letter_asks_can_be_read_back_from_the_reason(subject: str, *, withdraws: bool) -> None:
    said = note(subject, "《热电厂给八台锅炉换上布袋》里“8台”应为“9台”，麻烦了。")
    assert said is not None
    found = about(said, "改一下。", [BELTS, SCHOOL])
    assert found is not None
    assert asked(found.reason) == (withdraws, 7)
    assert asked(f"{found.reason}，须人工处理") == (withdraws, 7)


@pytest.mark.parametrize(
    "reason", ["", "主题注明更正，是第3号来信的条目 7的修改稿", "附件中说：要求撤回第3号来信的条目 7：“”"]
)
def test_other_reasons_ask_for_nothing(reason: str) -> None:
    assert asked(reason) is None
