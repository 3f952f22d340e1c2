"""Which of several texts is read, and what another one adds."""

from __future__ import annotations

import pytest

from intake.alternatives import NOTICE, joined, richest

NEWS = "电解二厂四月份完成检修十五台次，节约费用三万余元，受到职工代表好评。"
OTHER = (
    "热电分厂团委组织四十名青年开展义务植树活动，共栽下白蜡树苗三百多株，绿化厂区道路两公里，活动历时一天。"
)


@pytest.mark.parametrize(
    ("texts", "chosen"),
    [
        ([], ""),
        (["", " \n"], ""),
        (["一", ""], "一"),
        (["plain", "rich text"], "rich text"),
        ([NEWS * 3, "见附件"], NEWS * 3),  # a shell around pictures
        ([NEWS, NEWS.replace("，", " ， ")], NEWS.replace("，", " ， ")),
        (["请使用支持网页的邮件程序阅读", NEWS], NEWS),
    ],
)
def test_the_last_form_that_says_enough_is_read(texts: list[str], chosen: str) -> None:
    assert richest(texts) == (chosen, False)


def test_a_form_that_says_something_else_follows_and_is_told() -> None:
    assert richest([OTHER, NEWS]) == (f"{NEWS}\n\n{OTHER}", True)


def test_a_notice_is_no_news_of_its_own() -> None:
    notice = "如果您看到这段文字，说明您的程序不支持网页格式，请换一个客户端阅读。"
    assert richest([notice, NEWS * 4]) == (NEWS * 4, False)


def test_a_short_text_that_is_no_notice_follows() -> None:
    assert richest(["郑州研究院阳极课题组完成试样三十六组。", NEWS])[1]


def test_few_words_of_its_own_are_none() -> None:
    assert richest([f"{NEWS}\n转发。", NEWS]) == (NEWS, False)


def test_where_links_lead_makes_no_difference() -> None:
    linked = NEWS + "".join(f" <https://www.example.com/news/{n}/a/b/c?d={n}>" for n in range(50))
    assert richest([linked, NEWS]) == (NEWS, False)


def test_of_a_long_text_only_what_is_new_follows() -> None:
    long = "".join(f"第{number}车间完成产量{number * 7}吨。" for number in range(200))
    assert richest([long + OTHER, long]) == (f"{long}\n\n{OTHER}", True)


def test_a_page_that_repeats_a_text_is_left_out() -> None:
    page = NEWS.replace("，", "，\n") + " <https://www.example.com/x>"
    assert joined([(NEWS, False), (page, True)]) == NEWS


def test_two_texts_of_one_kind_are_never_one() -> None:
    assert joined([(NEWS, False), (NEWS, False)]) == f"{NEWS}\n\n{NEWS}"
    assert joined([(NEWS, True), (NEWS, True)]) == f"{NEWS}\n\n{NEWS}"


def test_a_page_that_differs_by_a_sign_stays() -> None:
    assert joined([("£5", False), ("£-5", True), (" \n", True)]) == "£5\n\n£-5"


def test_the_last_form_may_be_half_as_long_and_no_shorter() -> None:
    assert richest(["一二三四", "五六"]) == ("五六", False)
    assert richest(["一二三四五", "五六"]) == ("一二三四五", False)


def test_large_letters_are_no_other_words() -> None:
    words = " ".join(f"Word{number}" for number in range(2 * NOTICE))
    assert richest([words.upper(), words]) == (words, False)


@pytest.mark.parametrize(("size", "adds"), [(NOTICE - 1, False), (NOTICE, True)])
def test_what_is_new_counts_by_its_words(size: int, *, adds: bool) -> None:
    other = f"{NEWS * 5}\n{' '.join(f'x{number}' for number in range(size))}"
    assert richest([other, NEWS * 5])[1] is adds
