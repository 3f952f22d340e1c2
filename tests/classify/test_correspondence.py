"""Notices and letters told from pieces."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import pytest

from classify.correspondence import correspondence


@pytest.mark.parametrize(
    "text",
    [
        "各单位通讯员：\n定于6月3日上午召开信息工作例会，请各单位提前十分钟入会。会议号：123 456",
        "编辑老师：\n上次发的《夜巡》一稿第三段数字有误，请以本次附件为准，造成不便，谨致歉。",
        "请问贵刊每篇字数上限是多少？是否需要附照片？盼复。",
        "现将五月份培训安排通知如下：15日讲消防，16日讲急救。请于12日前报名。",
        "原稿《车间里的灯》作废，请勿刊用，特此说明。",
        "老师，《车间里的灯》这篇漏了，能赶上的话请用在本期。",
    ],
)
def test_a_notice_or_a_letter_is_told_with_the_words_that_say_so(text: str) -> None:
    found = correspondence(text)
    assert found is not None
    assert found.startswith("像通知或来往信件（含“")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "请来三位老工人讲厂史，青工们听得入神。",
        "中州铝业举办通讯员培训班，邀请报社编辑授课，42人参加。",
        "班长在黑板上写下“请大家务必戴好护目镜，谢谢！”，从此班里没有再出过事。",
        "公司发布《检修作业管理办法》，旧办法作废，检修效率提高一成。",
    ],
)
def test_news_is_no_letter_whatever_it_tells_of(text: str) -> None:
    assert correspondence(text) is None


def test_hardly_a_piece_is_taken_for_a_letter() -> None:
    """Letters to a child or a master are pieces too: of 1,287, two are doubted."""
    starter = files("classify").joinpath("starter", "examples.jsonl").read_text("utf-8")
    held_out = (Path(__file__).parent / "held_out.jsonl").read_text("utf-8")
    texts = [json.loads(line)["text"] for line in (starter + held_out).splitlines()]
    assert sum(correspondence(text) is not None for text in texts) <= len(texts) / 300
