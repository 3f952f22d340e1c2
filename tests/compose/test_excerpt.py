"""Pieces that are not rewritten: excerpts from the media, first-person pieces cut by sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compose.digest import digest
from compose.excerpt import best, cut, telling, verbatim
from compose.sentences import Stretch, sentences
from tests.compose.candidates import make_candidate, make_plan

FEELING = (
    "5月6日，公司组织我们参观了矿山陈列馆。一张张发黄的照片、一件件磨亮的工具，把我带回到那段艰苦的岁月。"
    "老一辈矿工住窝棚、啃咸菜，用双手凿出了第一条运矿路。讲解员的声音很轻，展厅里很静。"
    "作为一名青年党员，我深深感到肩上的责任沉甸甸的。今天的好条件来之不易，我没有理由在岗位上叫苦叫累。"
    "这让我想起了自己的师傅，他三十年如一日守着磨机，从没有出过一次差错。"
    "我将向师傅看齐，把每一次点检做细，把每一颗螺栓拧紧，用行动回报企业的培养。"
)
ARTICLE = (
    "质量是企业的生命。有关部门负责人指出，要把标准立起来、把责任压下去。\n"
    "\n"
    "　　2020年，我国制造业产品质量合格率达到93.4%,同比提高0.6个百分点。\n"
    "　　“质量强国”不是一句口号，而是一代又一代人的接续奋斗。"
)


# --- verbatim -------------------------------------------------------------------------------------


def test_an_excerpt_keeps_every_character_and_its_paragraphs() -> None:
    printed = verbatim(ARTICLE, None).text
    assert "".join(printed.split()) == "".join(ARTICLE.split())
    assert printed.split("\n") == [line.strip() for line in ARTICLE.split("\n") if line.strip()]


def test_an_excerpt_is_not_put_in_house_punctuation() -> None:
    assert "93.4%,同比" in verbatim(ARTICLE, None).text


@pytest.mark.parametrize(
    "tail",
    [
        "（新华网）",
        "(新华网)",
        "（来源：新华网）",
        "来源：新华网",
        "\n来源:新华网",
        "\n（新华网）",
        "\n摘自 新华网 ",
        "（转自新华网5月6日）",
    ],
)
def test_the_media_name_that_becomes_the_attribution_is_not_printed_twice(tail: str) -> None:
    assert verbatim(ARTICLE + tail, "新华网").text == verbatim(ARTICLE, None).text


@pytest.mark.parametrize("tail", ["（记者 王芳）", "（人民日报）", "来源：光明网", "（见新华网）之后的话。"])
def test_another_tail_is_left_where_it_stands(tail: str) -> None:
    assert verbatim(ARTICLE + tail, "新华网").text.endswith(tail)


def test_an_excerpt_that_is_nothing_but_its_source_line_stays() -> None:
    assert verbatim("（新华网）", "新华网").text == ""
    piece = digest(make_candidate(1, "（新华网）", media="新华网"), make_plan("verbatim"))
    assert piece.text == "（新华网）"


def test_an_excerpt_tells_which_lines_it_is_made_of() -> None:
    wording = verbatim("第一段。\n\n第二段。（新华网）", "新华网")
    assert wording.used == ((0, 4), (6, 10))


@given(st.text(alphabet="质量强国“”（），。\n 　93.4%abc", max_size=80))
def test_no_visible_character_of_an_excerpt_is_lost(text: str) -> None:
    assert "".join(verbatim(text, None).text.split()) == "".join(text.split())


def test_invisible_characters_are_left_out_of_an_excerpt() -> None:
    assert verbatim("质\u200b量\x00强国\ud800。", None).text == "质量强国。"


# --- cut ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("most", [60, 90, 140, 200, 400])
def test_a_first_person_piece_keeps_whole_sentences_in_their_order_within_the_budget(most: int) -> None:
    printed = cut(FEELING, (most // 2, most)).text
    kept = [sentence.of(printed) for sentence in sentences(printed)]
    source = [sentence.of(FEELING) for sentence in sentences(FEELING)]
    assert kept == [sentence for sentence in source if sentence in kept]
    assert 0 < len(printed) <= most


def test_a_first_person_piece_keeps_what_the_writer_feels_and_leaves_out_what_happened() -> None:
    printed = cut(FEELING, (70, 140)).text
    assert "我深深感到" in printed
    assert "我将向师傅看齐" in printed
    assert "公司组织我们参观" not in printed
    assert "讲解员" not in printed


def test_a_piece_that_fits_stays_whole() -> None:
    assert cut(FEELING, (70, 400)).text == FEELING


def test_a_sentence_without_an_end_mark_is_given_one() -> None:
    assert cut("我要守好岗位\n我要当好徒弟", (10, 60)).text == "我要守好岗位。我要当好徒弟。"


def test_where_nothing_fits_the_shortest_sentence_stays_whole() -> None:
    short, long = (
        "我要守好自己的岗位，把每一炉料看好。",
        "我想起了" + "那些平凡而又难忘的日子，" * 5 + "久久不能平静。",
    )
    assert cut(long + short + long, (5, 10)).text == short


def test_an_endless_sentence_is_clipped_and_says_so() -> None:
    printed = cut("我要守好岗位，" * 100, (70, 140)).text
    assert len(printed) <= 3 * 140 + 2
    assert printed.endswith("岗位……")


def test_an_empty_text_has_no_sentences_to_cut() -> None:
    assert cut("", (70, 140)).text == ""


@given(
    st.lists(st.sampled_from([s.of(FEELING) for s in sentences(FEELING)]), max_size=9), st.integers(20, 200)
)
def test_no_sentence_is_ever_rewritten(drawn: list[str], most: int) -> None:
    text = "".join(drawn)
    wording = cut(text, (most // 2, most))
    assert wording.text == "".join(text[start:end] for start, end in wording.used)


def test_the_best_sentences_fill_the_room_in_their_order() -> None:
    found = [Stretch(0, 10), Stretch(10, 20), Stretch(20, 30)]
    assert best(found, [1.0, 0.2, 2.0], 20) == [found[0], found[2]]
    assert best(found, [1.0, 0.2, 2.0], 5) == [found[2]]
    assert best([], [], 5) == []


@pytest.mark.parametrize(
    ("more", "less"),
    [
        ("他全年节约备件费用58万元。", "他工作认真。"),
        ("他攻克了结疤难题。", "他爱好广泛。"),
        ("他爱好广泛。", "王芳，女，汉族，1980年出生。"),
        ("他爱好广泛。", "他常说：“干就干好。”"),
    ],
)
def test_a_portraits_sentence_is_worth_its_facts(more: str, less: str) -> None:
    assert telling(more) > telling(less)
