"""Personal names, told from other short words."""

from __future__ import annotations

import pytest

from classify.persons import is_personal_name, personal_name


@pytest.mark.parametrize("word", ["李想", "赵一鸣", "万里", "欧阳春", "欧阳春晓", "司马光"])
def test_a_surname_and_one_or_two_characters_are_a_name(word: str) -> None:
    assert is_personal_name(word)


@pytest.mark.parametrize(
    "word",
    [
        "李",  # nothing behind the surname
        "李想想想",  # too much behind it
        "欧阳",  # a compound surname alone
        "诸葛孔明亮",
        "春暖花开",  # no surname
        "Li",
        "李A",
        "",
        "党群部",  # Dang is a surname too
        "安全科",
        "时间表",
        "文化周",
        "温控室",
        "石油站",
        "高研院",
        "马家厂",
    ],
)
def test_other_words_are_no_names(word: str) -> None:
    assert not is_personal_name(word)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("李想", "李想"),
        (" 李 想 ", "李想"),
        ("李\u3000想", "李想"),
        ("电解一厂-李想", "李想"),
        ("李想（宣传科）", "李想"),
        ("“李想”", "李想"),
        ("宣传科 李想", "李想"),
        ("宣传科 李 想", "李想"),
        ("高级工程师 欧阳春晓", "欧阳春晓"),
        ("李想 0000-1234567", "李想"),
        ("李想 lixiang@mail.example.com", "李想"),
        ("宣传科", ""),
        ("Li Xiang", ""),
        ("", ""),
        ("——", ""),
    ],
)
def test_the_name_in_a_display_name_is_found(text: str, name: str) -> None:
    assert personal_name(text) == name


def test_of_two_names_the_last_one_is_taken() -> None:
    """A unit's secretary stands first, the writer behind."""
    assert personal_name("赵一鸣/李想") == "李想"
