"""What stayed one item, and may be several, is remarked; an ordinary article is not."""

from __future__ import annotations

import pytest

from tests.intake.papers import CLASS, CRANE, LAMPS, NIGHT, PLAN, PUMP, cut, paper

LEAD = "五月上旬，各单位结合生产实际开展了一批活动，职工参与的热情很高，现把其中几件记在下面。"


def doubt(text: str) -> str | None:
    found = cut(paper(text))
    assert len(found.items) == 1
    return found.doubt


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"@title 五月纪事\n{LEAD}\n1.{NIGHT}\n2.{CRANE}\n3.{CLASS}", "3 处编号"),
        (f"@title 五月纪事\n{LEAD}\n@head 夜校\n{NIGHT}\n@head 修旧\n{CRANE}\n{PUMP}", "2 处小标题"),
        (f"@title 五月纪事\n{LEAD}\n{NIGHT}\n{LAMPS}\n{CLASS}", "3 个单位"),
    ],
    ids=["numbers", "heads", "units"],
)
def test_what_may_be_several_pieces_is_remarked(text: str, words: str) -> None:
    said = doubt(text)
    assert said is not None
    assert words in said
    assert said.endswith("请核对")


@pytest.mark.parametrize(
    "text",
    [
        f"@title 夜校开课\n{NIGHT}\n{PUMP}\n{PLAN}",
        f"@title 夜校开课\n{NIGHT}\n@head 老师傅上台\n{PUMP}\n@head 每周一课\n{PLAN}",
        f"@title 夜校开课\n{NIGHT}\n1.{PUMP}\n2.{PLAN}",
        f"@title 夜校开课\n{NIGHT}\n{PUMP}\n{LAMPS}\n{NIGHT}",
    ],
    ids=["an article", "sub-heads", "points", "another unit once"],
)
def test_an_ordinary_article_is_beyond_doubt(text: str) -> None:
    assert doubt(text) is None


def test_what_was_cut_is_beyond_doubt() -> None:
    found = cut(paper(f"@title 夜校开课\n{NIGHT}\n@title 检修车间换灯\n{LAMPS}"))
    assert len(found.items) == 2
    assert found.doubt is None
