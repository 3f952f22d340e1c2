"""The comments of the Word file: for any sentence who sent it, when, and what it said in full."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify.model import Level, Relation, RelationKind
from compose.model import Credit, DraftParagraph, Fate, ItemEntry, Ledger, MessageEntry, Remark, RemarkKind
from compose.word import write_word
from compose.word_notes import DOUBTS, MOST_SOURCE, Line, is_doubtful, issue_note, piece_note
from tests.compose.drafts import (
    FIRST_ARRIVAL,
    ledger_of,
    make_column,
    make_draft,
    make_piece,
    single,
    varied_draft,
)
from tests.compose.papers import comment_texts, opened, read


def said(lines: Iterable[Line]) -> list[str]:
    return ["".join(words.text for words in line) for line in lines]


def source(lines: Iterable[Line]) -> list[Line]:
    """The lines below 原文（…）："""
    rows = list(lines)
    at = next(row for row, text in enumerate(said(rows)) if text.startswith("原文（"))
    return rows[at + 1 :]


# --- who, when, what ------------------------------------------------------------------------------


def test_a_comment_says_who_and_when_then_what_to_look_at_then_why_and_the_source_last() -> None:
    piece = make_piece(
        5,
        "产量超过计划。",
        source="五月，产量超过计划。下一步再加油。",
        used=((3, 10),),
        dropped=("3.2万吨", "15%"),
        title="产量再创新高",
        level=Level.DOUBTFUL,
        confidence=0.41,
        received_at=datetime(2021, 5, 8, 17, 30, tzinfo=UTC),
        alternatives=(("践铝之行", "为群众办实事篇", 0.3),),
        relation=Relation(RelationKind.VERSION, 3, "与第103号来信相比改了数字"),
    )
    remark = Remark(RemarkKind.LENGTH, "超出篇幅12字", 5)
    credit = Credit(9, 109, "广西华昇", "李四", "宣传部")
    assert said(piece_note(piece, (remark,), (credit,))) == [
        "【存疑】来源：广西分公司·氧化铝厂　报送人：韦小明　来信人：weixm@example.com",
        "收到：2021年5月9日01:30",
        "来信编号：105《第5批信息》，取自五月信息.docx，稿件编号：5",
        "另有来稿：广西华昇、李四、宣传部，第109号来信，稿件编号：9",
        "关系：与第103号来信相比改了数字（条目 3）",
        "提示（篇幅）：超出篇幅12字",
        "删去的数字：3.2万吨；15%",
        "把握：41%，存疑",
        "理由：规则“产量”命中两次",
        "也可归入：践铝之行›为群众办实事篇（30%）",
        "原文（全文17字，灰字未采用）：",
        "标题：产量再创新高",
        "五月，产量超过计划。下一步再加油。",
    ]


def test_a_relation_that_a_remark_tells_is_told_once() -> None:
    piece = make_piece(5, relation=Relation(RelationKind.VERSION, 3, "主题注明更正"))
    remark = Remark(RemarkKind.VERSION, "主题注明更正，旧稿不用；改动1处", 5)
    assert sum("主题注明更正" in text for text in said(piece_note(piece, (remark,)))) == 1


def test_who_sent_it_and_whose_letter_it_is_are_one_where_they_are_the_same() -> None:
    assert said(piece_note(make_piece(1, sender="韦小明"), ()))[0] == (
        "来源：广西分公司·氧化铝厂　报送人：韦小明"
    )


def test_each_sentence_of_a_merged_paragraph_has_its_own_source() -> None:
    pair = DraftParagraph(
        (
            make_piece(1, "甲单位办班。", source="甲原文。"),
            make_piece(2, "乙单位竞赛。", source="乙原文。"),
        )
    )
    _, first, second = comment_texts(opened(make_draft(make_column(pair))))
    assert first.endswith("甲原文。")
    assert second.endswith("乙原文。")


def test_who_else_sent_it_is_told_in_the_file() -> None:
    draft = replace(single("甲。"), credited={1: (Credit(9, 109, None, None, "老李"),)})
    assert "另有来稿：单位不明、老李，第109号来信，稿件编号：9" in comment_texts(opened(draft))[1]


# --- doubt ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", list(RemarkKind))
def test_what_no_editor_may_sign_unread_makes_a_piece_doubtful(kind: RemarkKind) -> None:
    assert is_doubtful(make_piece(1), (Remark(kind, "看", 1),)) is (kind in DOUBTS)


# --- the source -----------------------------------------------------------------------------------


def test_words_that_the_piece_does_not_use_are_apart() -> None:
    piece = make_piece(1, source="近日，甲办班3期。\n乙说好。", used=((3, 7), (8, 10)))
    first, second = source(piece_note(piece, ()))
    assert [(w.text, w.unused) for w in first] == [
        ("近日，", True), ("甲办班3", False), ("期", True), ("。", False),
    ]  # fmt: skip
    assert [(w.text, w.unused) for w in second] == [("乙说好。", True)]


def test_unused_words_are_grey_in_the_file_and_used_ones_are_not() -> None:
    piece = make_piece(1, "甲办班。", source="近日，甲办班。", used=((3, 7),))
    document = opened(make_draft(make_column(DraftParagraph((piece,)))))
    last = list(document.comments)[1].paragraphs[-1]
    assert [(run.text, str(run.font.color.rgb)) for run in last.runs] == [
        ("近日，", "9A9A9A"),
        ("甲办班。", "None"),
    ]


@pytest.mark.parametrize(
    ("used", "words"),
    [
        ((), "全文7字，未记录采用的部分"),
        (((0, 3), (4, 7)), "全文7字，全部采用"),
        (((0, 3),), "全文7字，灰字未采用"),
        (((4, 99), (-5, 1), (0, 3)), "全文7字，全部采用"),
    ],
)
def test_it_says_how_much_of_a_source_was_used(used: tuple[tuple[int, int], ...], words: str) -> None:
    note = said(piece_note(make_piece(1, source="甲甲。\n乙乙。", used=used), ()))
    assert f"原文（{words}）：" in note


def test_of_a_long_source_the_used_part_and_its_surroundings_are_shown_and_where_the_rest_is() -> None:
    text = "头" * 5000 + "用这一句。" + "中" * 5000 + "还有这句。" + "尾" * 5000
    piece = make_piece(1, source=text, used=((5000, 5005), (10_005, 10_010)))
    [line, where] = source(piece_note(piece, ()))
    shown = "".join(words.text for words in line)
    assert [words.text for words in line if not words.unused] == ["用这一句。", "还有这句。"]
    assert shown.startswith("［略4253字］头")
    assert shown.endswith("尾［略4253字］")
    assert said([where]) == ["（原文太长，这里略去12012字；全文见网页，或运行 intake show 101）"]


ranges = st.lists(st.tuples(st.integers(-3, 4100), st.integers(-3, 4100)), max_size=8).map(tuple)


@given(st.integers(0, 4000), ranges)
def test_whatever_the_ranges_a_source_is_shown_in_order_and_within_its_measure(
    length: int, used: tuple[tuple[int, int], ...]
) -> None:
    text = "".join(chr(0x4E00 + at) for at in range(length))
    lines = source(piece_note(make_piece(1, source=text, used=used), ())) if text else []
    shown = [w.text for line in lines for w in line if "略" not in w.text]
    least = MOST_SOURCE - 2 * max(1, len(used))
    assert min(length, least) <= len("".join(shown)) <= MOST_SOURCE
    places = [text.index(part) for part in shown]
    assert places == sorted(places)


# --- the issue as a whole -------------------------------------------------------------------------


def test_the_masthead_carries_the_ledger_and_the_remarks_on_nothing_that_is_printed() -> None:
    assert comment_texts(opened(varied_draft()))[0].splitlines() == [
        "采编说明：每条稿件各有批注；2条存疑，文字为黄底，核定后去掉底色（字符样式“存疑”）",
        "来信26封：有稿件23、不是稿件1、重复来信1、待人工处理1",
        "条目26条：采用23、重复1、备选1、不采用1",
        "提示（篇幅）：条目 502：留待下期",
        "提示（采集期有空档）：4月29日没有归入任何一期",
    ]


def test_a_ledger_that_does_not_balance_is_told() -> None:
    column = make_column(DraftParagraph((make_piece(1),)))
    ledger = replace(ledger_of((column,)), received=7)
    assert said(issue_note(make_draft(column, ledger=ledger)))[-1] == "账目不符，请核对网页上的总账"


def test_an_issue_without_letters_has_a_note_too() -> None:
    assert said(issue_note(make_draft())) == [
        "采编说明：每条稿件各有批注；没有存疑的稿件",
        "来信0封",
        "条目0条",
    ]


def test_every_state_and_fate_is_counted() -> None:
    message = MessageEntry(1, "too_large", "大信", "甲", FIRST_ARRIVAL)
    ledger = Ledger((message,), (ItemEntry(1, 1, Fate.SUPERSEDED),), 1, 1)
    assert said(issue_note(make_draft(ledger=ledger)))[1:] == [
        "来信1封：超过大小限制1",
        "条目1条：已有新版1",
    ]


def test_a_clean_copy_has_no_note_on_the_issue_either() -> None:
    assert comment_texts(read(write_word(varied_draft(), comments=False))) == []
