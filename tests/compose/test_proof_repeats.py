"""What is said twice, word for word or nearly, in an issue and over issues."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compose.model import DraftColumn, DraftGroup, DraftParagraph, Piece, RemarkKind
from compose.proof import proof
from compose.proof_repeats import BUCKET, LEAST_NEAR, Index, _Sentence, changes
from tests.compose.candidates import UNITS, make_column_plan, make_piece, make_plan
from tests.compose.proofreading import ANY, MAY, told

SAID = "广西华昇党委组织全体党员走进红军长征纪念馆，重温入党誓词。"


def repeated(*pieces: Piece, **how: object) -> list[str]:
    """The remarks on what is said twice."""
    return told(RemarkKind.REPEATED, *pieces, **how)


@pytest.mark.parametrize(
    ("said", "what"),
    [
        (SAID.replace("全体", "广大"), "只差“全体”与“广大”"),
        (SAID.replace("走进", "走入"), "只差“进”与“入”"),
        (SAID.replace("红军长征", "红军的长征"), "只差“（无）”与“的”"),
        (SAID.replace("全体", ""), "只差“全体”与“（无）”"),
        (SAID.replace("组织", "带领").replace("。", "！"), "只差“组织”与“带领”"),
        (SAID.replace("党委组", "党总组").replace("誓词", "誓言"), "只差“委词”与“总言”"),
    ],
)
def test_a_sentence_of_which_a_word_was_changed_is_found_here_and_in_earlier_issues(
    said: str, what: str
) -> None:
    assert repeated(make_piece(SAID, 1), make_piece(said, 2)) == [
        f"与本期第1条有几乎相同的句子（{what}）：“{said[:24]}”"
    ]
    (words,) = repeated(make_piece(said, 2), earlier={"2021年第8期": ["另一句话。" + SAID]})
    assert words.startswith("与2021年第8期有几乎相同的句子")


@pytest.mark.parametrize(
    "said",
    [
        SAID.replace("走进红军", "参观八路"),
        SAID.replace("重温入党誓词", "观看红色电影"),
        "广西华昇团委组织全体团员走进红军长征纪念馆，重温入团誓词。",
    ],
)
def test_a_sentence_that_tells_another_thing_is_another(said: str) -> None:
    assert repeated(make_piece(SAID, 1), make_piece(said, 2)) == []


def test_another_unit_that_did_the_same_is_no_repetition() -> None:
    other = SAID.replace("广西华昇", "广西华磊")
    assert repeated(make_piece(SAID, 1), make_piece(other, 2, unit="广西华磊")) == []


def test_later_figures_are_news_but_two_figures_of_one_unit_in_one_issue_are_not() -> None:
    first = "广西华昇4月份完成氧化铝产量17.86万吨，超计划完成任务。"
    second = first.replace("17.86", "17.68")
    assert repeated(make_piece(second), earlier={"2021年第8期": [first]}) == []
    (words,) = repeated(make_piece(first, 1), make_piece(second, 2))
    assert "只有数字不同，请核对" in words
    assert repeated(make_piece(first, 1), make_piece(second, 2, unit="包头铝业")) == []


def test_the_issue_is_told_and_the_latest_of_several_that_printed_it_first_is_enough() -> None:
    found = repeated(make_piece(SAID), earlier={"2021年第8期": [SAID], "2021年第7期": [SAID]})
    assert found == [f"与2021年第8期有相同的句子：“{SAID[:24]}”"]


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("甲乙丙", "甲丁丙", ("乙", "丁")),
        ("甲乙丙", "甲丙", ("乙", "")),
        ("甲丙", "甲乙丙", ("", "乙")),
        ("甲乙丙丁戊", "己乙丙丁庚", ("甲戊", "己庚")),
        ("甲乙丙丁戊", "子丑寅丁戊", None),
        ("甲乙丙丁戊己", "子乙丑丁寅己", None),
        ("甲乙", "甲乙", ("", "")),
    ],
)
def test_changes_are_two_characters_at_most(one: str, other: str, found: tuple[str, str] | None) -> None:
    assert changes(one, other) == found


@given(st.data())
def test_whatever_two_characters_are_replaced_the_sentence_is_found(data: st.DataObject) -> None:
    key = "".join(data.draw(st.lists(st.sampled_from("甲乙丙丁戊己庚辛"), min_size=LEAST_NEAR, max_size=60)))
    places = data.draw(st.lists(st.integers(0, len(key) - 1), min_size=1, max_size=2))
    signs = list(key)
    for place in places:
        signs[place] = "子"
    index = Index()
    index.add(_Sentence(key, key))
    assert [found.key for found in index.near("".join(signs))] == [key]


@pytest.mark.parametrize("size", [500, 2_000])
def test_sentences_are_never_compared_all_with_all(size: int) -> None:
    """Unlike sentences are not compared; those that open alike with a few of their kind at most."""
    chance = random.Random(7)  # noqa: S311
    unlike, alike = Index(), Index()
    for _ in range(size):
        tail = "".join(chr(chance.randrange(0x4E00, 0x9FFF)) for _ in range(20))
        for index, key in ((unlike, tail), (alike, "坚持以习近平新时代中国特色社会主义" + tail)):
            list(index.near(key))
            index.add(_Sentence(key, key))
    assert unlike.compared <= size // 100
    assert alike.compared <= 15 * BUCKET * size


# --- the parent's name, left out -------------------------------------------------------------------


def merged(*pieces: Piece) -> list[str]:
    """The remarks on what is said twice in one paragraph."""
    column = DraftColumn("开新之局", "开新之局", (DraftGroup(None, (DraftParagraph(pieces),)),))
    plans = [make_column_plan("开新之局", make_plan(budget=ANY))]
    found = proof([column], units=UNITS, plans=plans, window=MAY)
    return [remark.text for remark in found if remark.kind is RemarkKind.REPEATED]


STOVE = "包头铝业电解一厂党支部组织党员干部58人观看影片并交流感受。"


def test_a_repeat_is_seen_though_the_unit_is_named_once_in_the_paragraph() -> None:
    one = make_piece(STOVE, 1, unit="包头铝业")
    again = make_piece(STOVE.removeprefix("包头铝业"), 2, unit="包头铝业")
    (said,) = merged(one, again)
    assert said.startswith("开新之局第1段第2则：与本期第1条有相同的句子")


def test_the_same_words_of_another_unit_are_no_repeat() -> None:
    one = make_piece(STOVE, 1, unit="包头铝业")
    other = make_piece(STOVE.replace("包头铝业", "中铝山东"), 2, unit="中铝山东")
    assert merged(one, other) == []
