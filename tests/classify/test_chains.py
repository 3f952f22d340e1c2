"""Which of several earlier pieces is meant, and what holds whatever the words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify.duplicates import Known, relate
from classify.wording import MOST
from tests.classify.related import FORMULA, HEAD, KILN, MARCH, NORTH, REPORT, SOUTH, replaced
from tests.untraced import untraced

FIRST, SECOND, THIRD = KILN, replaced(KILN, ("418", "481")), replaced(KILN, ("418", "481"), ("37米", "73米"))


def known(number: int, text: str, unit: str | None = NORTH) -> Known:
    return Known(number, text, unit, number + 100, arrived=float(number))


def to(text: str, *earlier: Known, unit: str | None = NORTH, subject: str = "投稿") -> tuple[str, int] | None:
    found = relate(text, unit, subject, earlier)
    return (found.kind.value, found.to) if found else None


def test_a_third_version_is_one_of_the_second() -> None:
    assert to(THIRD, known(1, FIRST), known(2, SECOND)) == ("version", 2)


def test_a_correction_of_what_a_rewriting_left_out_is_one_of_the_rewriting() -> None:
    rewritten = replaced(FIRST, ("三班连轴转，", "昼夜不停，硬是"), ("新砖砌得像镜面一样平，", ""))
    assert to(SECOND, known(1, FIRST), known(2, rewritten)) == ("version", 2)


def test_the_newest_is_what_arrived_last_whatever_its_number() -> None:
    late = Known(1, SECOND, NORTH, 101, arrived=9.0)
    assert to(THIRD, late, known(2, FIRST)) == ("version", 1)


def test_an_old_version_that_comes_again_repeats_that_and_corrects_nothing() -> None:
    assert to(FIRST, known(1, FIRST), known(2, SECOND)) == ("duplicate", 1)


def test_of_copies_the_newest_is_repeated() -> None:
    assert to(FIRST, known(1, FIRST), known(2, FIRST, HEAD)) == ("duplicate", 1)
    assert to(FIRST, known(1, FIRST), known(2, FIRST)) == ("duplicate", 2)


def test_a_version_is_told_rather_than_what_it_is_a_digest_of() -> None:
    short = "\n3月14日，北江铝业焙烧厂1号窑检修提前26小时收官，换砖418吨。"
    assert to(replaced(short, ("418", "481")), known(1, KILN), known(2, short)) == ("version", 2)


def test_a_correction_among_the_followers_of_a_pattern_finds_its_own() -> None:
    others = [
        known(n, REPORT.format(unit=f"{n}号矿业", month=3, a=n, b=n + 40, c=n + 35, d=18, e=9), f"{n}号矿业")
        for n in range(10, 70)
    ]
    assert to(replaced(MARCH, ("67项", "76项")), *others, known(3, MARCH)) == ("version", 3)


def test_formulae_of_other_units_are_left_out_of_the_comparison() -> None:
    """A series with a note over each piece, a meeting that ends as all do."""
    one = f"劳模座谈会\n{FORMULA}1月5日，12名劳模就夜班津贴提出建议29条。"
    two = f"职代会\n{FORMULA}大会通过薪酬分配办法，选举职工董事1名，征集提案37件。"
    new = f"复工培训\n{FORMULA}高温炉、气瓶、危化品三类场所集中考试，186人合格上岗。"
    assert to(new, known(1, one, SOUTH), known(2, two)) is None


# --- whatever the words ----------------------------------------------------------------------------

sentences = st.lists(
    st.sampled_from(
        [
            "北江铝业热电厂完成锅炉检修。",
            "节约费用86.5万元，缩短工期26小时。",
            "班长洪大成带领14名职工连续作战。",
            "5月6日，合唱团唱响采场！",
            "会议强调，要把思想和行动统一到上级部署上来。",
            "“号子一响，心就齐了。”",
            "整改率达到97.5%；",
        ]
    ),
    min_size=2,
    max_size=9,
    unique=True,
)
units = st.sampled_from([NORTH, SOUTH, None])


@given(sentences, units, units, st.sampled_from(["投稿", "更正：投稿", "重发", "简"]))
def test_the_same_words_are_a_repeat_whoever_sends_them_and_whatever_is_announced(
    words: list[str], one: str | None, other: str | None, subject: str
) -> None:
    text = "标题\n" + "".join(words)
    assert to(text, known(1, text, one), unit=other, subject=subject) == ("duplicate", 1)


@given(sentences, units, units, st.data())
def test_a_changed_figure_is_never_a_repeat(
    words: list[str], one: str | None, other: str | None, data: st.DataObject
) -> None:
    text = "标题\n" + "".join(["产量386吨。", *words])
    digits = [at for at, character in enumerate(text) if character.isdigit()]
    at = data.draw(st.sampled_from(digits))
    digit = data.draw(st.sampled_from("123456789").filter(lambda new: new != text[at]))
    found = to(text[:at] + digit + text[at + 1 :], known(1, text, one), unit=other)
    assert found is None or found[0] != "duplicate"


@given(sentences, sentences)
def test_another_units_piece_is_a_sister_or_a_stranger_unless_it_says_the_very_words(
    one: list[str], other: list[str]
) -> None:
    """Where each names its own unit."""
    mine = "".join(["南岭矿业供电班换上新滤布。", *other]).replace(NORTH, SOUTH)
    theirs = "".join(["北江铝业供电班换上新滤布。", *one])
    found = to(f"标题\n{mine}", known(1, f"标题\n{theirs}"), unit=SOUTH, subject="更正")
    assert found in (None, ("sibling", 1))


@untraced()
@given(sentences, st.text(max_size=40), units)
def test_whatever_comes_it_is_told_without_a_fault(words: list[str], noise: str, unit: str | None) -> None:
    to("".join(words) + noise, known(1, noise + "".join(words)), known(2, noise), unit=unit, subject=noise)


@pytest.mark.parametrize("run", ["铝", "1", "十", " ", "（", "。", "第", "1月", "a.b "])
def test_a_text_of_one_thing_over_and_over_is_compared_like_any_other(run: str) -> None:
    text = "标题\n" + run * (2 * MOST // len(run))
    to(text, known(1, text + "完"), known(2, "标题\n" + run * 50))
