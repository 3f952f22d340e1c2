"""What placements are worth beside the places that are known."""

from __future__ import annotations

import pytest

from classify.evaluate import Judged, evaluate
from classify.model import Level, Placement


def judged(label: str, column: str, group: str | None = None, level: Level = Level.SURE) -> Judged:
    return Judged("正文", label, Placement(column, group, 0.9, level))


@pytest.mark.parametrize(
    ("label", "column", "group", "right"),
    [
        ("听青之声", "听青之声", None, True),
        ("学习之路", "学·习之路", None, True),
        ("展事迹 学风采", "展事迹·学风采", "2021年集团先进集体", True),
        ("践铝之行", "践铝之行", "为群众办实事篇", True),
        ("践铝之行/为群众办实事篇", "践铝之行", "为群众办实事篇", True),
        ("践铝之行/为群众办实事篇", "践铝之行", "党旗在基层一线高高飘扬篇", False),
        ("践铝之行/为群众办实事篇", "听青之声", None, False),
        ("听青之声", "开新之局", None, False),
    ],
)
def test_a_label_is_compared_as_exactly_as_it_is_given(
    label: str, column: str, group: str | None, right: bool
) -> None:
    assert judged(label, column, group).right is right


def test_accuracy_and_f1_are_those_of_the_textbook() -> None:
    report = evaluate([judged("甲", "甲"), judged("甲", "甲"), judged("甲", "乙"), judged("乙", "乙")])
    assert (report.n, report.accuracy) == (4, 0.75)
    assert (report.scores["甲"].n, report.scores["甲"].precision) == (3, 1.0)
    assert report.scores["甲"].recall == pytest.approx(2 / 3)
    assert report.scores["乙"].f1 == pytest.approx(2 / 3)
    assert report.macro_f1 == pytest.approx((0.8 + 2 / 3) / 2)
    assert [(one.label, one.got) for one in report.wrong] == [("甲", "乙")]


def test_coverage_counts_the_sure_ones_and_how_many_of_those_are_right() -> None:
    report = evaluate(
        [
            judged("甲", "甲"),
            judged("甲", "乙"),
            judged("甲", "甲", level=Level.PROBABLE),
            judged("甲", "乙", level=Level.DOUBTFUL),
        ]
    )
    assert (report.share, report.precision) == (0.5, 0.5)


def test_the_same_label_written_in_two_ways_is_one() -> None:
    report = evaluate([judged("学·习之路", "学·习之路"), judged("学习之路", "听青之声")])
    assert {label: score.n for label, score in report.scores.items()} == {"学·习之路": 2}


def test_of_nothing_everything_is_nought() -> None:
    report = evaluate([])
    assert (report.n, report.accuracy, report.macro_f1, report.share, report.precision) == (0, 0, 0, 0, 0)
