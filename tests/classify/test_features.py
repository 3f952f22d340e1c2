"""What a text is learned by."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from classify.features import LEAD, grams, plain, spans


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


@given(st.text(max_size=200))
def test_words_that_are_told_stand_in_the_text(text: str) -> None:
    words = plain(None, text)
    worth = {gram: float(len(gram)) for gram in grams(words)}
    assert all(word in words for word in spans(words, worth, 4))
