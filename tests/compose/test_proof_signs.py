"""Marks: half width, doubled, unpaired, nested, ranges, blanks, and sentences that break off."""

from __future__ import annotations

from dataclasses import replace

import pytest

from compose.digest import digest
from compose.model import RemarkKind
from compose.proof_signs import _VALUE_RANGE
from tests.compose.candidates import UNITS, make_candidate, make_piece, make_plan
from tests.compose.proofreading import proofread, told

FORMS = ("compress", "cut", "verbatim", "portrait")


def marks(text: str, form: str = "verbatim") -> list[str]:
    """The remarks on the marks of a text."""
    return told(RemarkKind.PUNCTUATION, make_piece(text), form=form)


@pytest.mark.parametrize(
    "text", ["他说:我来。", '举办"青年说"活动。', "问他'好不好'。", "“检修完成,并网。”", "检修（一期)完成。"]
)
def test_half_width_marks_are_named_where_the_words_are_the_contributors(text: str) -> None:
    for form in ("verbatim", "cut", "portrait"):
        assert any(words.startswith("中文里的半角标点") for words in marks(text, form))


def test_a_compressed_piece_is_in_house_punctuation_but_for_its_quotations() -> None:
    assert marks("检修完成,并网。", "compress") == []
    assert marks("提出“早检修,早并网”。", "compress") == ["中文里的半角标点：““早检修,早并网””"]


@pytest.mark.parametrize("text", ["完成５台。", "成立ＱＣ小组。"])
def test_full_width_digits_and_letters_are_named(text: str) -> None:
    for form in FORMS:
        assert any("全角" in words for words in marks(text, form))


@pytest.mark.parametrize(
    "text",
    [
        *(
            "检修完成。。",
            "检修，，并网。",
            "甲、，乙。",
            "甲，、乙。",
            "甲；。",
            "完成！。",
            "他问？，走了。",
        ),
        "他说“好。”。",
    ],
)
def test_doubled_marks_are_named(text: str) -> None:
    for form in FORMS:
        assert any(words.startswith("标点重叠") for words in marks(text, form))


@pytest.mark.parametrize(
    "text", ["太好了！！", "真的吗？！", "他走了……", "他说“好。”大家笑了。", "……，也好。"]
)
def test_marks_that_may_stand_together_are_left_alone(text: str) -> None:
    assert not any("标点重叠" in words for form in FORMS for words in marks(text, form))


# --- ranges -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "days",
    [
        *("4月30日-5月10日", "4月30日～5月10日", "4月30日~5月10日", "5月1-5日", "3-5月", "1～4月份"),
        *("2016-2020年", "2016年～2020年", "5月1日-5日", "5月1日–5日"),
    ],
)
def test_days_are_joined_by_a_dash(days: str) -> None:
    for form in FORMS:
        assert marks(f"{days}开展活动。", form) == [f"日期起讫用“—”：“{days}”"]


@pytest.mark.parametrize("values", ["10-15吨", "10~15吨", "10%-15%", "3.5-4.2万吨", "10吨-15吨", "5–8天"])
def test_values_are_joined_by_a_wave(values: str) -> None:
    for form in FORMS:
        assert marks(f"节约{values}左右。", form) == [f"数值范围用“～”：“{values}”"]


@pytest.mark.parametrize(
    "text",
    [
        "4月30日—5月10日，2016—2020年，节约10～15吨。",
        "3-2皮带、1-3号槽、0771-2345678、T-5机组、2021-05-08。",
        "“33461+N”工作法，1-2#泵。",
        "比分3-1获胜。",
    ],
)
def test_ranges_that_are_right_and_numbers_that_are_names_are_left_alone(text: str) -> None:
    assert [words for form in FORMS for words in marks(text, form)] == []


# --- pairs ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "以“两炉三机”模式”运行。",
        "（一期工程。",
        "“检修（一期”工程）。",
        "《中国简史学习。",
        "”倒过来“的。",
        "【一期】】",
    ],
)
def test_marks_without_a_partner_and_crossing_ones_are_named(text: str) -> None:
    for form in FORMS:
        assert any("不成对" in words for words in told(RemarkKind.PAIRING, make_piece(text), form=form))


@pytest.mark.parametrize("text", ["他说“今天讲“工匠”精神”。", "《读《简史》有感》", "‘里‘面’面’"])
def test_a_pair_inside_one_of_its_own_kind_is_named(text: str) -> None:
    assert any("套在一起" in words for words in told(RemarkKind.PAIRING, make_piece(text)))


@pytest.mark.parametrize("text", ["说“今天讲‘工匠’精神”。", "“甲”“乙”《丙》（丁）", "《读〈简史〉有感》"])
def test_pairs_side_by_side_and_of_two_kinds_are_right(text: str) -> None:
    assert told(RemarkKind.PAIRING, make_piece(text)) == []


HALF = "检修工陆师傅说：“屋里暖和了。水也热了。大家都点头。"


def test_words_of_a_speech_that_is_not_closed_are_named_where_they_are_told_as_a_fact() -> None:
    at = HALF.index("水")
    piece = replace(make_piece("水也热了。", source=HALF), used=((at, at + 4),))
    assert told(RemarkKind.PAIRING, piece) == [
        "来稿的引号缺了一半，引文不要印成陈述：““屋里暖和了。水也热了……”"
    ]


def test_a_mark_that_is_printed_without_its_partner_is_told_once() -> None:
    at = HALF.index("“")
    piece = replace(make_piece("“屋里暖和了。", source=HALF), used=((at, at + 6),))
    (words,) = told(RemarkKind.PAIRING, piece)
    assert words.startswith("引号、括号或书名号不成对")


def test_what_stands_before_half_a_speech_is_no_part_of_it() -> None:
    source = f"更换灯具32盏。{HALF}"
    piece = replace(make_piece("更换灯具32盏。", source=source), used=((0, 7),))
    assert told(RemarkKind.PAIRING, piece) == []


def test_half_a_speech_of_the_letter_keeps_its_mark_in_every_form() -> None:
    text = "广西华昇工会更换灯具32盏。“以前暗得很，现在敞亮多了，干活也安心。检修工陆师傅说。"
    for form in ("compress", "cut", "portrait"):
        printed = digest(make_candidate(1, text), make_plan(form), UNITS).text
        assert "敞亮" not in printed or "“以前暗得很，现在敞亮多了，干活也安心" in printed


# --- blanks -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["成立 QC小组。", "QC 小组成立。", "先后 6次。", "先后6 次。"])
def test_blanks_between_chinese_and_digits_or_letters_are_named(text: str) -> None:
    assert len(told(RemarkKind.SPACING, make_piece(text), form="cut")) == 1


@pytest.mark.parametrize("text", ["QC小组先后6次。", "张 三", "“星火 2021”", "《青春 2021》", "Made in"])
def test_other_blanks_are_left_alone(text: str) -> None:
    assert told(RemarkKind.SPACING, make_piece(text), form="cut") == []


# --- what breaks off ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "广西华昇完成检修，",
        "广西华昇完成检修：",
        "广西华昇提出“",
        "广西华昇完成检修以及。",
        "以“五组低温+三台窑+锅炉四大”模式运行。",
        "广西华昇组织党员参观纪念馆和。",
        "广西华昇党委组织全体党员和入党积极分子到纪念馆参观学习重温入党",
    ],
)
def test_a_piece_that_ends_before_its_sentence_does_is_named(text: str) -> None:
    for form in FORMS:
        (words,) = told(RemarkKind.UNFINISHED, make_piece(text), form=form)
        assert words.startswith("句子没有写完")


@pytest.mark.parametrize(
    "text",
    [
        "广西华昇完成检修。",
        "他说：“好。”",
        "工作平和。",
        "全员参与。",
        "真正做到全覆盖（共三批）",
        "难忘的一天",
        "一、勇于创新\n广西华昇完成检修。",
        "讲述党的四大，统筹水、电、蒸汽、煤气四大系统。",
        "广西华昇全体党员为完成全年任务贡献自己的力量.",
        "以下为金句：\n“劳动创造幸福。”",
        "“人民对美好生活的向往，就是我们的奋斗目标。”——二〇一九年新年贺词",
        "……",
    ],
)
def test_a_whole_sentence_a_heading_and_a_line_before_a_list_are_finished(text: str) -> None:
    assert told(RemarkKind.UNFINISHED, make_piece(text), form="verbatim") == []


def test_a_letter_that_breaks_off_is_named_though_the_desk_has_set_a_stop() -> None:
    (words,) = told(RemarkKind.UNFINISHED, make_piece("广西华昇完成检修。", source="广西华昇完成检修，"))
    assert words == "来稿末尾没有写完：“…广西华昇完成检修，”"


def test_long_texts_of_marks_are_read_once() -> None:
    """100,000 characters that begin what every pattern looks for: a few remarks, each of bounded length."""
    for unit in ("1-", "“", "，", "5月", "中 1", "（(", "１", "12.3"):
        found = proofread(make_piece(unit * (100_000 // len(unit)), source="无。"), form="verbatim")
        assert all(len(remark.text) < 1_000 for remark in found)


def test_the_widest_pattern_gives_up_after_few_characters() -> None:
    match = _VALUE_RANGE.search("1" * 50 + "-" + "2" * 50 + "吨")
    assert match is None
