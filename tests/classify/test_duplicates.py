"""Have we had it: repeats, corrected versions, digests, and sister units' pieces of one pattern."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify.duplicates import MOST, Known, grams, relate, sampled
from classify.model import Relation, RelationKind

NEWS = (
    "热电厂给八台锅炉换上布袋\n"
    "5月6日，包头铝业热电厂最后一台锅炉的布袋除尘器投入运行，至此八台锅炉全部完成换装。换装历时41天，"
    "由机务一班和机务二班轮流上阵，没有外委一个工时，节约费用86.5万元。投运后烟尘排放由每立方米9毫克降到4毫克，"
    "引风机电流平均下降3安培。班长赵一鸣说，往年换一台要停炉九天，今年摸索出“边停边换”的办法，每台只用五天。"
)
DIGEST = (
    "热电厂给八台锅炉换上布袋\n"
    "5月6日，包头铝业热电厂最后一台锅炉的布袋除尘器投入运行，至此八台锅炉全部完成换装，节约费用86.5万元。"
)
REWRITTEN = (
    "热电厂给八台锅炉换上布袋\n"
    "5月6日，包头铝业热电厂最后一台锅炉的布袋除尘器投入运行，至此八台锅炉全部完成换装。换装历时41天，"
    "全部由职工自己完成，没有外委一个工时，节约费用86.5万元。投运后烟尘排放由每立方米9毫克降到4毫克，"
    "引风机电流平均下降3安培。厂里打算把“边停边换”的办法写进检修规程，让徒弟们也学得会、用得上。"
)
PATTERN = (
    "{unit}组织收看五四主题节目\n"
    "5月4日，{unit}组织{n}名青年职工集中收看五四主题节目。大家边看边记，会后围绕“青春该怎样用”展开讨论，"
    "六名青年代表作了发言。{unit}负责人勉励青年职工立足岗位、苦练本领，把青春写在生产一线。"
)
STRANGER = (
    "青海分公司工会给倒班宿舍换上热水器\n"
    "夜班职工王师傅下班后第一件事就是冲个热水澡。工会用两周时间走访三栋宿舍，记下六十多条意见，先办的就是这一件。"
)


def known(text: str = NEWS, unit: str | None = "包头铝业", number: int = 12) -> Known:
    return Known(number, text, unit, number + 100)


def related(
    text: str, *earlier: Known, unit: str | None = "包头铝业", subject: str = "五月信息"
) -> Relation | None:
    return relate(text, unit, subject, earlier or (known(),))


def kind(
    text: str, *earlier: Known, unit: str | None = "包头铝业", subject: str = "五月信息"
) -> RelationKind | None:
    found = related(text, *earlier, unit=unit, subject=subject)
    return found.kind if found else None


# --- repeats -------------------------------------------------------------------------------------


def test_a_piece_sent_again_is_a_duplicate_that_names_letter_and_item() -> None:
    assert related(NEWS) == Relation(RelationKind.DUPLICATE, 12, "与第112号来信的条目 12内容相同")


@pytest.mark.parametrize(
    "text",
    [
        NEWS.replace("，", ", ").replace("。", "．"),
        NEWS.replace("\n", "\n\n　　"),
        NEWS.replace("“边停边换”", "边停边换"),
        NEWS.replace("86.5万元", " 86.5 万元"),
    ],
    ids=["punctuation", "blanks", "quotes", "spacing"],
)
def test_other_punctuation_and_blanks_make_no_other_piece(text: str) -> None:
    assert kind(text) is RelationKind.DUPLICATE


def test_a_piece_that_only_lost_a_word_at_its_end_says_nothing_new() -> None:
    assert kind(NEWS, known(NEWS + "（机务班供稿）")) is RelationKind.DUPLICATE


def test_a_word_that_an_announced_correction_left_out_makes_a_version() -> None:
    assert kind(NEWS, known(NEWS + "（机务班供稿）"), subject="更正：五月信息") is RelationKind.VERSION


@pytest.mark.parametrize("unit", ["中州铝业", None])
def test_an_exact_repeat_is_one_whoever_sends_it(unit: str | None) -> None:
    assert kind(NEWS, unit=unit) is RelationKind.DUPLICATE


def test_an_exact_repeat_is_one_though_the_subject_speaks_of_a_correction() -> None:
    assert kind(NEWS, subject="更正：五月信息") is RelationKind.DUPLICATE


# --- versions ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("86.5万元", "88.5万元"),
        ("86.5万元", "8.65万元"),
        ("5月6日", "5月7日"),
        ("，节约费用86.5万元", ""),
    ],
)
def test_corrected_figures_make_a_version_that_says_so(old: str, new: str) -> None:
    """Even where the digits are the same and stand otherwise."""
    found = related(NEWS.replace(old, new))
    assert found == Relation(RelationKind.VERSION, 12, "是第112号来信的条目 12的修改稿，数字有改动")


@pytest.mark.parametrize(
    ("old", "new"),
    [("赵一鸣", "赵一明"), ("九天", "七天"), ("八台", "六台"), ("没有外委", "很少外委")],
)
def test_one_other_word_makes_a_version_for_it_may_be_the_very_correction(old: str, new: str) -> None:
    found = related(NEWS.replace(old, new))
    assert found == Relation(RelationKind.VERSION, 12, "是第112号来信的条目 12的修改稿")


def test_a_sentence_more_makes_a_version() -> None:
    assert kind(NEWS + "锅炉工都说好。") is RelationKind.VERSION


def test_an_edited_piece_is_a_version() -> None:
    assert kind(REWRITTEN) is RelationKind.VERSION


def test_a_subject_that_announces_a_correction_is_told() -> None:
    found = related(NEWS.replace("86.5", "88.5"), subject="更正：五月信息（以此稿为准）")
    assert found is not None
    assert found.reason == "主题注明更正，是第112号来信的条目 12的修改稿，数字有改动"


@pytest.mark.parametrize(
    "subject",
    [
        "更正：五月信息",
        "五月信息（修改稿）",
        "五月信息修订版",
        "请以附件为准",
        "以本稿为准",
        "替换前稿",
        "重发",
        "勘误",
    ],
)
def test_a_shortened_piece_replaces_the_long_one_where_the_subject_announces_a_correction(
    subject: str,
) -> None:
    assert kind(DIGEST, subject=subject) is RelationKind.VERSION


@pytest.mark.parametrize("subject", ["五月信息", "最新稿件3篇", "公司修订安全制度", "完成阀门替换"])
def test_a_subject_that_announces_none_leaves_a_shortened_piece_a_digest(subject: str) -> None:
    assert kind(DIGEST, subject=subject) is RelationKind.DIGEST_OF


def test_of_several_versions_the_closest_is_meant() -> None:
    newest = NEWS.replace("86.5", "88.5")
    found = related(newest.replace("4毫克", "5毫克"), known(REWRITTEN, number=1), known(newest, number=2))
    assert found is not None
    assert (found.kind, found.to) == (RelationKind.VERSION, 2)


# --- digests -------------------------------------------------------------------------------------


def test_a_short_piece_within_a_long_one_is_its_digest_and_the_other_way_round() -> None:
    assert related(DIGEST) == Relation(RelationKind.DIGEST_OF, 12, "与第112号来信的条目 12详略不同")
    assert kind(NEWS, known(DIGEST)) is RelationKind.DIGEST_OF


def test_a_digest_by_another_unit_is_a_piece_of_its_own() -> None:
    assert kind(DIGEST, unit="中州铝业") is None


# --- sisters -------------------------------------------------------------------------------------

SISTER = known(PATTERN.format(unit="中州铝业", n=32), unit="中州铝业")
OWN = PATTERN.format(unit="广西华磊", n=45)


def test_a_sister_units_piece_of_the_same_pattern_stands_beside_ones_own() -> None:
    found = related(OWN, SISTER, unit="广西华磊")
    assert found == Relation(RelationKind.SIBLING, 12, "与第112号来信的条目 12写法相近，但单位不同")


def test_a_sister_units_piece_with_the_very_figures_is_still_its_own() -> None:
    assert kind(NEWS.replace("包头铝业", "中州铝业"), unit="中州铝业") is RelationKind.SIBLING


def test_a_piece_of_an_unknown_unit_replaces_no_piece_of_a_known_one_for_its_pattern_alone() -> None:
    """Else a stranger's report would throw out a unit's own: other words stand where that is named."""
    found = related(OWN, SISTER, unit=None)
    assert found == Relation(RelationKind.SIBLING, 12, "与第112号来信的条目 12写法相近，但单位不同")


@pytest.mark.parametrize(("mine", "theirs"), [(None, "包头铝业"), ("包头铝业", None), (None, None)])
def test_nearly_the_same_words_make_a_version_though_a_unit_is_unknown(
    mine: str | None, theirs: str | None
) -> None:
    assert kind(NEWS.replace("86.5", "88.5"), known(unit=theirs), unit=mine) is RelationKind.VERSION


def test_an_announced_correction_replaces_the_piece_of_a_unit_that_was_not_recognised() -> None:
    assert kind(REWRITTEN, known(unit=None), subject="更正：布袋稿件") is RelationKind.VERSION


def test_an_edited_piece_of_an_unknown_contributor_replaces_that_of_one() -> None:
    assert kind(REWRITTEN, known(unit=None), unit=None) is RelationKind.VERSION


def test_ones_own_earlier_piece_is_meant_though_a_sisters_is_closer() -> None:
    mine = REWRITTEN
    sister = known(REWRITTEN.replace("41天", "42天"), unit="中州铝业", number=2)
    found = related(mine, known(number=1), sister)
    assert found is not None
    assert (found.kind, found.to) == (RelationKind.VERSION, 1)


# --- strangers -----------------------------------------------------------------------------------


def test_pieces_of_different_matters_are_strangers() -> None:
    assert kind(STRANGER) is None
    assert kind(NEWS, known(STRANGER), known("", number=2), known("……", number=3)) is None


def test_a_piece_without_earlier_ones_is_its_own() -> None:
    assert relate(NEWS, "包头铝业", "五月信息", ()) is None


@pytest.mark.parametrize("text", ["", "供稿", "情况很好。", "——"])
def test_a_few_characters_prove_nothing(text: str) -> None:
    assert kind(text, known(text)) is None


# --- finding again -------------------------------------------------------------------------------


def test_grams_leave_out_punctuation_and_blanks() -> None:
    assert grams("铝，电 解\n槽_！") == {"铝电解", "电解槽"}
    assert grams("铝电") == frozenset()


def test_a_very_long_text_is_compared_up_to_a_limit() -> None:
    long = "".join(chr(0x4E00 + n * 7919 % 20_000) for n in range(MOST))
    assert grams(long + NEWS) == grams(long)


def test_a_short_text_is_found_by_all_of_its_grams_and_a_long_one_by_a_sample() -> None:
    short = NEWS[:60]
    assert len(sampled(short)) == len(grams(short))
    assert 0 < len(sampled(NEWS)) < len(grams(NEWS)) / 4


def test_hashes_fit_a_signed_column_of_four_bytes() -> None:
    assert all(0 <= value < 2**31 for value in sampled(NEWS) | sampled(NEWS[:60]))


@given(
    st.integers(NEWS.index("\n") + 1, len(NEWS) - 1),
    st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF),
)
def test_whatever_character_is_changed_a_piece_is_found_again_and_known_for_a_version(
    at: int, new: str
) -> None:
    edited = NEWS[:at] + new + NEWS[at + 1 :]
    assert len(sampled(edited) & sampled(NEWS)) >= len(sampled(NEWS)) / 2
    found = kind(edited)
    same = grams(edited) == grams(NEWS)
    assert found is (RelationKind.DUPLICATE if same else RelationKind.VERSION)
