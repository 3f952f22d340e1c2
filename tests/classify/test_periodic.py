"""Reports that come every week, month and quarter, and events of a series: none takes another's place."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from classify.duplicates import Known, relate
from classify.model import RelationKind
from tests.untraced import untraced

MERGED = {RelationKind.DUPLICATE, RelationKind.VERSION, RelationKind.DIGEST_OF}
UNIT = "北江铝业"
TURNS = 12
FIGURED = (
    "{unit}{when}安全简报\n{year}{when}，{unit}开展安全检查{a}次，发现隐患{b}项，整改{b}项。其中电气隐患{c}项，"
    "起重隐患{d}项。下一步将组织受限空间演练，做到措施、责任、资金、时限、预案“五落实”。"
)
WORDY = (
    "{unit}评出{when}“安全之星”\n{year}{when}，{unit}开展“安全之星”评选活动，天车工、电解工踊跃报名，"
    "厂领导为{a}名当选职工披红戴花，号召全厂职工向他们学习，人人做安全生产的明白人。"
)
HEADED = (
    "{unit}主题活动（{when}）\n本次活动中，{unit}检查现场{a}处，查出问题{b}个，全部整改完毕。职工参加班前会宣誓，"
    "班组长讲评上一班作业情况，形成人人讲安全的氛围。"
)
SAME_FIGURES = (
    "{unit}{when}安全培训\n{year}{when}，{unit}对全体126名班组长开展安全培训，邀请专家讲解法规和事故案例，"
    "全体学员听得认真、记得仔细，培训收到良好效果，考试合格率100%。"
)
UNDATED = (
    "{unit}一周安全动态\n本周，{unit}检查现场{a}处，查出问题{b}个，其中电气{c}个，全部整改完毕。"
    "职工参加班前会宣誓，班组长讲评上一班作业情况，形成人人讲安全的氛围。"
)
PATTERNS = [FIGURED, WORDY, HEADED, SAME_FIGURES]
TIMES: dict[str, Callable[[int], str]] = {
    "months": lambda n: f"{n + 1}月",
    "months written out": lambda n: (
        "一二三四五六七八九"[n % 9] + "月份" if n < 9 else f"十{'一二三'[n - 9]}月份"
    ),
    "weeks": lambda n: f"第{n + 17}周",
    "quarters": lambda n: "一二三四"[n % 4] + "季度" if n < 4 else f"202{n // 4}年{'一二三四'[n % 4]}季度",
    "issues": lambda n: f"第{n + 1}期",
    "terms": lambda n: f"第{'一二三四五六七八九十'[n] if n < 10 else '十' + '一二'[n - 10]}届",
    "days": lambda n: f"{n // 3 + 3}月{n % 3 * 9 + 2}日",
}


@untraced()
def merged(pattern: str, when: Callable[[int], str], turns: int, year: str, most: int, seed: int) -> float:
    """The share of the turns that were taken for one of the earlier."""
    chance = random.Random(seed)  # noqa: S311
    seen: list[Known] = []
    wrong = 0
    for n in range(turns):
        a, b, c, d = (chance.randint(2, most) for _ in range(4))
        text = pattern.format(unit=UNIT, when=when(n), year=year, a=a, b=b, c=c, d=d)
        found = relate(text, UNIT, "投稿", seen)
        wrong += found is not None and found.kind in MERGED
        seen.append(Known(n + 1, text, UNIT, n + 1, float(n)))
    return wrong / turns


@pytest.mark.parametrize("when", TIMES.values(), ids=TIMES.keys())
@pytest.mark.parametrize("pattern", PATTERNS, ids=["figures", "words", "in the title", "same figures"])
def test_hardly_one_report_in_a_hundred_swallows_another(pattern: str, when: Callable[[int], str]) -> None:
    turns = 4 if when is TIMES["quarters"] else TURNS
    runs = [
        merged(pattern, when, turns, year, most, seed)
        for year in ("", "2021年")
        for most in (9, 30, 99)
        for seed in range(2)
    ]
    assert sum(runs) / len(runs) < 0.01


def test_a_report_without_any_date_swallows_none_of_which_no_figure_is_the_same() -> None:
    texts = [UNDATED.format(unit=UNIT, a=a, b=b, c=c) for a, b, c in ((31, 12, 7), (44, 15, 8))]
    found = relate(texts[1], UNIT, "投稿", [Known(1, texts[0], UNIT, 1)])
    assert found is not None
    assert found.kind is RelationKind.SIBLING


@pytest.mark.parametrize("pattern", [FIGURED, WORDY, SAME_FIGURES])
def test_a_figure_or_a_word_corrected_in_a_report_still_makes_a_version(pattern: str) -> None:
    old = pattern.format(unit=UNIT, when="4月", year="", a=21, b=67, c=18, d=9)
    for new in (
        old.replace("21", "24").replace("126", "128").replace("67", "76"),
        old.replace("职工", "员工").replace("组织", "安排").replace("讲解", "讲授"),
    ):
        found = relate(new, UNIT, "投稿", [Known(1, old, UNIT, 1)])
        assert new == old or (found is not None and found.kind is RelationKind.VERSION), (new, found)
