"""Which medium an excerpt was taken from."""

from __future__ import annotations

import pytest

from classify.media import is_source, medium, printed, without_source

TEXT = "质量是企业的生命。\n一代又一代人接续奋斗。"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (f"{TEXT}\n来源：人民日报评论员文章", "人民日报"),
        (f"{TEXT}（人民日报）", "人民日报"),
        (f"{TEXT}\n（光明日报 作者：周言）\n责编：王明\n长按扫码", "光明日报"),
        (f"{TEXT}\n《经济日报》（2021年05月01日 第01版）", "经济日报"),
        (f"{TEXT}（“学习强国”学习平台）", "“学习强国”学习平台"),
        (f"{TEXT}来源：学习强国", "“学习强国”学习平台"),
        (f"{TEXT}\n（转载自共产党员网）", "共产党员网"),
        (f"{TEXT}\n摘自《求是》杂志2021年第9期", "求是"),
        (f"央视新闻客户端  2021年4月30日 21:47\n{TEXT}\n一。\n二。\n三。\n四。", "央视新闻"),
        (f"来源：新华社   2021-05-12 09:13:26   字体大小：大 中 小\n{TEXT}", "新华社"),
        (f"转自：求是网  http://www.example.cn/c_112.htm\n\n{TEXT}", "求是网"),
        (f"新华社西宁6月9日电（记者王芳）{TEXT}", "新华社"),
        (f"{TEXT}\n（法制网）", "法制网"),
        (f"{TEXT}来源：内蒙古新闻网", "内蒙古新闻网"),
        (TEXT, None),
        (f"据统计，全国有日报两千家。{TEXT}", None),
        ("《人民日报》头版报道了公司的做法。\n我们备受鼓舞。", None),
        (f"{TEXT}\n转自公司内网", None),
        (f"{TEXT}\n（动力厂 王芳）", None),
    ],
)
def test_a_source_line_names_the_medium(text: str, name: str | None) -> None:
    assert medium(text) == name


@pytest.mark.parametrize(
    ("byline", "name"),
    [
        ("人民日报评论员文章", "人民日报"),
        ("《法治日报》", "法治日报"),
        ("求是网", "求是网"),
        ("动力厂", None),
        ("", None),
    ],
)
def test_a_byline_names_the_medium_first(byline: str, name: str | None) -> None:
    assert medium(TEXT, byline) == name


def test_editions_and_apps_are_named_as_the_bulletin_prints_them() -> None:
    assert printed("央视新闻客户端") == "央视新闻"
    assert printed("《人民日报海外版》") == "人民日报海外版"
    assert printed("内蒙古新闻网") == "内蒙古新闻网"


def test_a_line_that_says_more_is_no_source_line() -> None:
    assert is_source("央视新闻客户端 2021年4月30日")
    assert not is_source("央视新闻客户端报道了公司降本增效的做法。")


def test_a_source_goes_from_the_end_of_a_paragraph_and_nothing_else() -> None:
    assert without_source("一代又一代人接续奋斗。（新华社）") == "一代又一代人接续奋斗。"
    assert without_source("一代又一代人接续奋斗。来源：光明网") == "一代又一代人接续奋斗。"
    assert without_source("见《人民日报》第一版。") == "见《人民日报》第一版。"
