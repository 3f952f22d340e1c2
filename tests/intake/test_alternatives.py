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
    words = [f"w{number}" for number in range(NOTICE)]
    long = NEWS * 4
    assert richest([" ".join(words), long]) == (long, False)
    assert richest([" ".join([*words, "more"]), long])[1]


def test_where_links_lead_makes_no_difference() -> None:
    linked = NEWS + "".join(f" <https://www.example.com/news/{n}/a/b/c?d={n}>" for n in range(50))
    assert richest([linked, NEWS]) == (NEWS, False)


def test_a_small_part_of_a_long_text_is_no_second_version() -> None:
    long = "".join(f"第{number}车间完成产量{number * 7}吨。" for number in range(200))
    assert richest([long + OTHER, long]) == (long, False)


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


@pytest.mark.parametrize(("own", "adds"), [(50, False), (51, True)])
def test_a_form_adds_where_more_than_a_third_of_it_is_new(own: int, *, adds: bool) -> None:
    shared = [f"w{number}" for number in range(101)]
    other = [*shared, *(f"x{number}" for number in range(own))]
    known = [*shared, *(f"y{number}" for number in range(51))]
    assert richest([" ".join(other), " ".join(known)])[1] is adds
