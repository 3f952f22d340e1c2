"""Learning columns from examples: what comes out, what it is like, that it is always the same."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify.learned import Model, dump, load
from classify.model import Example
from classify.training import MOST, OWN, Sample, learn

KITCHEN = (
    "食堂添了两道热菜，夜班职工也能吃上热饭",
    "浴室换了新锅炉，下井回来能洗热水澡",
    "职工宿舍装上空调，家属院修好路灯",
)
OUTPUT = (
    "四月氧化铝产量创新高，吨铝电耗下降",
    "电解槽大修提前完工，产量同比增长",
    "矿石品位提高，焙烧炉产量稳步增长",
)
DRILL = "消防演练结束，职工撤到集合点，用时九分钟"
YOUTH = ("团委组织青年突击队清理料场", "团支部开展青年岗位练兵比武", "青年志愿者走进社区，团委赠书")


def lessons(**changes: object) -> list[Sample]:
    return [
        replace(Sample(Example(column, None, None, text), fold=str(n)), **changes)  # type: ignore[arg-type]
        for column, texts in (("实事", KITCHEN), ("生产", OUTPUT), ("青年", YOUTH))
        for n, text in enumerate(texts)
    ]


def learned(**changes: object) -> Model:
    model = learn(lessons(**changes))
    assert model is not None
    return model


@pytest.mark.parametrize(
    ("text", "column"),
    [("食堂给夜班职工送热汤", "实事"), ("四月产量同比增长", "生产"), ("团委召集青年志愿者", "青年")],
)
def test_a_text_belongs_where_its_words_were_seen(text: str, column: str) -> None:
    shares = learned().opinion(None, text).shares
    assert max(shares, key=lambda label: shares[label]) == (column, None)


def test_shares_are_of_one_whole() -> None:
    assert sum(learned().opinion("标题", "食堂与产量与团委").shares.values()) == pytest.approx(1, abs=1e-5)


def test_nothing_is_learned_from_nothing() -> None:
    assert learn([]) is None


def test_a_single_example_makes_a_model_of_one_label() -> None:
    model = learn(lessons()[:1])
    assert model is not None
    assert model.opinion(None, "任何话").shares == {("实事", None): 1.0}


def test_the_same_examples_give_the_same_model_to_the_last_byte() -> None:
    assert dump(learned()) == dump(learned())


def test_a_model_is_the_same_when_it_comes_back_from_the_store() -> None:
    model = learned(source="2021年第8期")
    again = load(dump(model))
    text = "团委给食堂送来新米，产量如常"
    assert again.opinion(None, text) == model.opinion(None, text)
    assert dump(again) == dump(model)


def test_an_example_of_more_weight_draws_more() -> None:
    odd = Sample(Example("青年", None, None, "四月产量创新高，食堂加菜"))
    text = "五月产量又创新高，食堂再加菜"
    light, heavy = learn([*lessons(), odd]), learn([*lessons(), replace(odd, weight=5.0)])
    assert light
    assert heavy
    label = ("青年", None)
    assert heavy.opinion(None, text).shares[label] > light.opinion(None, text).shares[label]


def test_the_words_that_spoke_for_a_label_stand_in_the_text() -> None:
    found = learned().opinion("团委消息", "团委组织青年突击队清理料场")
    words = found.words[("青年", None)]
    assert "青年" in "".join(words)
    assert all(word in "团委消息\n团委组织青年突击队清理料场" for word in words)


def test_the_nearest_lessons_are_named_with_what_taught_them() -> None:
    told = Example("实事", None, None, KITCHEN[2], corrected=True)
    model = learn([*lessons(), Sample(told, source="2021年第8期")])
    assert model is not None
    [best, *_] = model.opinion(None, "职工宿舍装上了空调").near
    assert (best.label, best.source, best.corrected) == (("实事", None), "2021年第8期", True)
    assert best.words == KITCHEN[2][:20]
    assert 0.3 < best.likeness <= 1.0


def test_an_example_is_fully_like_itself() -> None:
    model = learned(source="2021年第8期")
    assert model.opinion(None, YOUTH[1]).near[0].likeness == pytest.approx(1.0, abs=0.001)


def test_examples_that_nothing_taught_are_no_reasons() -> None:
    assert learned().opinion(None, YOUTH[1]).near == ()


def test_of_too_many_examples_those_of_the_editors_stay_and_the_others_thin_out() -> None:
    many = [Sample(Example("旧", None, None, f"旧稿{n}")) for n in range(MOST)]
    model = learn([*many, *lessons(source="2021年第8期")])
    assert model is not None
    assert dict(zip(model.labels, model.counts, strict=True)) == {
        ("旧", None): MOST // 2,
        ("实事", None): 3,
        ("生产", None): 3,
        ("青年", None): 3,
    }


def test_of_too_many_examples_of_the_editors_the_newest_are_learned() -> None:
    many = [Sample(Example("旧", None, None, f"旧稿{n}"), source="2020年第1期") for n in range(OWN)]
    model = learn([*lessons(), *many, *lessons(source="2021年第8期")])
    assert model is not None
    assert dict(zip(model.labels, model.counts, strict=True))["旧", None] == OWN - 9


def test_shares_are_calibrated_where_several_wrote_the_examples_or_one_wrote_enough() -> None:
    assert learned().temperature == 1.0  # of so few
    several, one = learn(lessons() * 3), learn([replace(lesson, fold="一人") for lesson in lessons()] * 3)
    assert several
    assert one
    assert {several.temperature, one.temperature} & {1.0} == set()


def test_a_correction_leaves_the_calibration_of_many_examples_by_one_writer_as_it_is() -> None:
    many = [replace(lesson, fold="一人") for lesson in lessons()] * 10
    before = learn(many)
    after = learn([*many, Sample(Example("青年", None, None, DRILL), weight=3.0, fold="correction")])
    assert before
    assert after
    assert after.temperature == pytest.approx(before.temperature, rel=0.3)


def test_groups_are_labels_of_their_own() -> None:
    examples = [
        Sample(Example("践铝之行", group, None, text))
        for group, texts in (("实事篇", KITCHEN), ("党旗篇", OUTPUT))
        for text in texts
    ]
    model = learn(examples)
    assert model is not None
    assert set(model.opinion(None, "食堂").shares) == {("践铝之行", "实事篇"), ("践铝之行", "党旗篇")}


MODEL = learned(source="2021年第8期")


@given(st.text(max_size=300), st.one_of(st.none(), st.text(max_size=40)))
def test_whatever_a_text_holds_there_is_an_opinion_of_it(text: str, title: str | None) -> None:
    found = MODEL.opinion(title, text)
    assert all(math.isfinite(share) and 0 <= share <= 1 for share in found.shares.values())
    assert sum(found.shares.values()) == pytest.approx(1, abs=1e-4)


@given(st.text(min_size=1, max_size=60))
def test_whatever_an_example_holds_it_can_be_learned_and_kept(text: str) -> None:
    model = learn([*lessons(), Sample(Example("实事", None, text, text), source=text)])
    assert model is not None
    assert dump(load(dump(model))) == dump(model)


def test_no_word_that_spoke_for_a_label_holds_a_figure() -> None:
    texts = [f"职工{n}名走进车间，更换阀门{n}台，节约{n}万元" for n in range(2, 9)]
    samples = [Sample(Example("生产", None, None, text), fold=str(n)) for n, text in enumerate(texts)]
    model = learn([*samples, *lessons()])
    assert model is not None
    words = model.opinion(None, texts[0]).words[("生产", None)]
    assert words
    assert not any(sign.isdigit() for word in words for sign in word)
    assert all(len(word) > 1 for word in words)
