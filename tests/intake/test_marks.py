"""The marks before a piece: numbers, bullets, 📍 and labels."""

from __future__ import annotations

import pytest

from intake import marks
from intake.marks import Number


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一、夜校开课", Number("一、", 1, 2)),
        ("十二、夜校开课", Number("一、", 12, 3)),
        ("二十.夜校开课", Number("一、", 20, 3)),
        ("（三）夜校开课", Number("（一）", 3, 3)),
        ("(十) 夜校开课", Number("（一）", 10, 4)),
        ("1.夜校开课", Number("1.", 1, 2)),
        ("12、夜校开课", Number("1.", 12, 3)),
        ("3）夜校开课", Number("1.", 3, 2)),
        ("（4）夜校开课", Number("（1）", 4, 3)),
        ("1.5月6日，夜校开课", Number("1.", 1, 2)),
        ("2.2021年，夜校开课", Number("1.", 2, 2)),
        ("①夜校开课", Number("①", 1, 1)),
        ("⑫ 换灯", Number("①", 12, 2)),
    ],
)
def test_a_number_tells_its_level_its_value_and_its_length(text: str, expected: Number) -> None:
    assert marks.number(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "一是夜校开课",
        "首先，夜校开课",
        "第一，夜校开课",
        "1.5吨铝锭",
        "2021年",
        "一车间",
        "100.夜校",
    ],
)
def test_what_only_structures_a_sentence_is_no_number(text: str) -> None:
    assert marks.number(text) is None


@pytest.mark.parametrize(
    ("words", "value"),
    [("九", 9), ("十", 10), ("十五", 15), ("三十", 30), ("四十二", 42), ("零", 0), ("", 0), ("一二", 0)],
)
def test_chinese_numbers_are_counted_and_other_words_are_none(words: str, value: int) -> None:
    assert marks.counted(words) == value


@pytest.mark.parametrize(
    ("text", "length"), [("📍夜校", 1), ("📍\ufe0f 夜校", 3), ("夜校📍", 0), ("🔹夜校", 0)]
)
def test_only_the_pin_at_the_start_is_a_pin(text: str, length: int) -> None:
    assert marks.pin(text) == length


@pytest.mark.parametrize(
    ("text", "length"), [("● 夜校", 2), ("🔹夜校", 1), ("- 夜校", 2), ("-3℃的早晨", 0), ("夜校●", 0)]
)
def test_a_bullet_is_a_sign_at_the_start_and_no_minus(text: str, length: int) -> None:
    assert marks.bullet(text) == length


@pytest.mark.parametrize(
    "text",
    ["稿件一", "稿件2：", "信息三：", "（稿件一）", "第一篇：", "【第2则】", "动态 4", "简讯之五 夜校"],
)
def test_a_piece_is_labelled_by_what_it_is_and_its_number(text: str) -> None:
    assert marks.piece(text) > 0


@pytest.mark.parametrize("text", ["信息化改造", "稿件一共三篇", "第一条生产线", "新闻一出，", "第二稿"])
def test_words_that_go_on_label_no_piece(text: str) -> None:
    assert marks.piece(text) == 0


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("标题：夜校", "夜校"),
        ("题 目: 夜校", "夜校"),
        ("【标题】夜校", "夜校"),
        ("新闻标题：夜校", "夜校"),
        ("标题党", None),
    ],
)
def test_the_label_of_a_title_ends_where_the_title_begins(text: str, rest: str | None) -> None:
    length = marks.title(text)
    assert (text[length:] if length else None) == rest


@pytest.mark.parametrize(
    ("text", "rest"),
    [("正文：夜校", "夜校"), ("主要内容:夜校", "夜校"), ("【正文】夜校", "夜校"), ("内容丰富", None)],
)
def test_the_label_of_a_text_ends_where_the_text_begins(text: str, rest: str | None) -> None:
    length = marks.body(text)
    assert (text[length:] if length else None) == rest
