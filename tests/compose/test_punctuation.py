"""House punctuation: full width beside Chinese, no blanks beside digits, quotations untouched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compose.punctuation import house_punctuation, without_controls
from compose.sentences import unpaired


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("检修完成,机组并网;用电正常.", "检修完成，机组并网；用电正常。"),
        ("完成了吗?完成了!", "完成了吗？完成了！"),
        ("分为:检修", "分为：检修"),
        ("(连载之二)", "（连载之二）"),
        ("品位(A/S)达到5.3", "品位（A/S）达到5.3"),
        ("f(x)为函数", "f(x)为函数"),
        ("成本1,583元", "成本1,583元"),
        ("10:30召开", "10:30召开"),
        ("完成48.36万吨", "完成48.36万吨"),
        ("共计 8 次", "共计8次"),
        ("系数 αk 偏高", "系数αk偏高"),
        ("下降2.4 %的", "下降2.4 %的"),
        ("提高 3.15% ，降低", "提高3.15%，降低"),
        ("王 芳", "王 芳"),
        ("HSE management system", "HSE management system"),
        ("a, b; c", "a, b; c"),
        ('开展"比学赶超"活动', "开展“比学赶超”活动"),
        ('一个"没有成对', '一个"没有成对'),
        ("", ""),
    ],
)
def test_marks_beside_chinese_are_full_width_and_numbers_keep_theirs(text: str, printed: str) -> None:
    assert house_punctuation(text) == printed


@pytest.mark.parametrize(
    "quotation", ["“扬帆起航 再出发,2021!”", "《星火 燎原(一)》", "「安全 第1」", "“A, B”", "“第 6 次”"]
)
def test_quotations_and_titles_keep_every_character(quotation: str) -> None:
    assert house_punctuation(f"观看{quotation},开展讨论.") == f"观看{quotation}，开展讨论。"


def words(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum() or sign == "%")


@given(st.text(alphabet='检修完成abc12αβ %.,;:!?()（）“”"《》 \u3000，。', max_size=40))
def test_house_punctuation_touches_marks_and_blanks_only(text: str) -> None:
    printed = house_punctuation(text)
    assert words(printed) == words(text)
    assert len(unpaired(printed)) <= len(unpaired(text))


parts = st.sampled_from(
    ["检修完成", "17台", "kW·h", "2.4%", "“学 党史, 强信念”", "(一期)", "A356.2", "《星火》"]
)
marks = st.sampled_from([",", ";", ":", "，", "、", " ", "", ", ", "\u3000"])


@given(st.lists(st.tuples(parts, marks), max_size=12))
def test_what_is_in_house_punctuation_already_is_left_alone(drawn: list[tuple[str, str]]) -> None:
    printed = house_punctuation("".join(part + mark for part, mark in drawn) + ".")
    assert house_punctuation(printed) == printed


@pytest.mark.parametrize(
    ("text", "visible"),
    [
        ("检\x00修\x07完\u200b成\ufeff", "检修完成"),
        ("检修\t完成", "检修 完成"),
        ("第一行\n第二行", "第一行\n第二行"),
        ("12\u200b34", "12 34"),
        ("1\x00次", "1次"),
        ("坏\ud800字", "坏字"),
        ("\u202e倒写\u202c", "倒写"),
    ],
)
def test_characters_that_nobody_can_see_vanish_without_joining_two_numbers(text: str, visible: str) -> None:
    assert without_controls(text) == visible


@given(st.text(max_size=40))
def test_what_is_visible_is_left_as_it_is(text: str) -> None:
    visible = without_controls(text)
    assert without_controls(visible) == visible
    visible.encode()
