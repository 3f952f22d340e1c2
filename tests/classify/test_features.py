"""What a text is learned by."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify.features import LEAD, NAMED, grams, plain, spans, whole


def test_characters_and_neighbours_are_counted_within_words_only() -> None:
    assert dict(grams(plain(None, "团委，团课"))) == {"团": 2, "委": 1, "课": 1, "团委": 1, "团课": 1}


def test_a_title_and_its_text_are_no_neighbours() -> None:
    assert "末初" not in grams(plain("周末", "初八开工"))


def test_width_case_and_blanks_make_no_difference() -> None:
    assert plain("ＡＢ 厂", "产 量　增长") == plain("ab厂", "产量增长")


def test_every_number_is_the_same() -> None:
    assert plain(None, "完成1.25万吨") == plain(None, "完成９.８万吨")


def test_only_the_lead_counts_blank_lines_before_it_aside() -> None:
    body = "甲" * LEAD
    assert plain(None, f"\n\n{body}乙") == plain(None, body)


def test_a_text_of_a_megabyte_costs_no_more_than_its_lead() -> None:
    assert len(plain("题" * 1_000_000, "文" * 1_000_000)) <= 2 * LEAD + 1


def test_neighbouring_pairs_are_one_word() -> None:
    worth = {"突击": 2.0, "击队": 1.5, "青年": 1.0, "清理": 0.5}
    assert spans("青年突击队清理料场", worth, 2) == ("突击队", "青年")


def test_a_word_within_another_is_not_told_twice() -> None:
    worth = {"青年": 2.0, "年团": 1.0}
    assert spans("青年团，青年", worth, 3) == ("青年团",)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("中铝矿业赵大山。善于思考，敢于创新。带领班组完成检修二百余项。", True),
        ("**中州铝业能源管理中心**。科学调配水、电、蒸汽，全年节约成本六百余万元，无一中断。", True),
        ("包铝王芳。十年如一日守在化验台前，出具数据四万余个，无一差错。", True),
        ("劳动最光荣。一代代劳动者用双手写下了不平凡的历史，值得我们铭记。", False),
        ("四月产量创新高。焙烧车间抓住检修后的窗口期，日产连续二十天达标。", False),
        ("中铝矿业赵大山，善于思考，敢于创新。带领班组完成检修二百余项。", False),
        ("中铝矿业赵大山。", False),
    ],
)
def test_an_opening_that_is_but_a_name_is_a_sign(text: str, named: bool) -> None:
    assert (NAMED in grams(plain(None, text))) is named


@given(st.text(max_size=200))
def test_words_that_are_told_stand_in_the_text(text: str) -> None:
    words = plain(None, text)
    worth = {gram: float(len(gram)) for gram in grams(words)}
    assert all(word in words for word in spans(words, worth, 4))


FIRM = {
    "公司": 9.0,
    "司党": 1.0,
    "党委": 5.0,
    "知识": 8.0,
    "识竞": 1.0,
    "竞赛": 8.0,
    "名青": 2.0,
    "青年": 6.0,
}


@pytest.mark.parametrize(
    ("text", "span", "word"),
    [
        ("分公司党委动员", "司党委", "党委"),
        ("党史知识竞赛", "识竞", ""),
        ("组织0名青年上岸", "名青年", "青年"),
        ("分公司党委动员", "公司党委", "党委"),
        ("在平凡的岗位", "平凡的", "平凡"),
        ("电解厂党支部成立", "厂党支部", "党支部"),
        ("党员入党宣誓", "入党", "入党"),
    ],
)
def test_a_stretch_is_told_as_far_as_it_reads_as_a_word(text: str, span: str, word: str) -> None:
    found = whole(text, span, lambda pair: FIRM.get(pair, 3.0))
    assert found == word or (not word and len(found) < 2)
