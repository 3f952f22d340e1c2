"""Every number of a draft is the contributor's, with its unit, and written as it should be."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compose.figures import dropped
from compose.model import RemarkKind
from compose.numerals import chinese_number
from compose.proof_figures import spelled_value
from tests.compose.candidates import make_piece
from tests.compose.proofreading import proofread, told


@pytest.mark.parametrize(
    ("printed", "source"),
    [
        ("完成1647吨。", "完成1,647吨。"),
        ("完成1,647吨。", "完成1647吨。"),
        ("完成5台。", "完成 ５ 台。"),
        ("提高3.5％。", "提高3.5%。"),
        ("完成5台。", "完成五台。"),
        ("历时二十天。", "历时20天。"),
        ("完成三十二项。", "共完成三十二项技改。"),
        ("5月8日投产。", "2021年5月8日上午投产。"),
        ("绿化40.3万m²。", "绿化40.3万㎡。"),
        ("二〇二一年投产。", "2021年投产。"),
    ],
)
def test_a_number_that_the_letter_writes_otherwise_is_the_letters_own(printed: str, source: str) -> None:
    assert told(RemarkKind.FOREIGN_FIGURE, make_piece(printed, source=source)) == []


@pytest.mark.parametrize(
    ("printed", "source", "words"),
    [
        ("完成6台。", "完成5台。", "来稿中没有的数字：“6台”"),
        ("完成15000吨。", "完成1.5万吨。", "来稿中没有的数字：“15000吨”"),
        ("完成52吨。", "完成52万吨。", "与来稿单位不同的数字：“52吨”（来稿为“52万吨”）"),
        ("完成52万吨。", "完成52吨。", "与来稿单位不同的数字：“52万吨”（来稿为“52吨”）"),
        ("下降26元。", "下降26%。", "与来稿单位不同的数字：“26元”（来稿为“26%”）"),
        ("完成三十三项。", "完成三十二项。", "来稿中没有的数字：“三十三”"),
        ("5月9日完成8台。", "5月8日完成9台。", "来稿中没有的日期：“5月9日”"),
        ("２０台。", "30台。", "来稿中没有的数字：“20台”"),
    ],
)
def test_a_number_of_another_value_unit_or_day_is_named(printed: str, source: str, words: str) -> None:
    assert words in told(RemarkKind.FOREIGN_FIGURE, make_piece(printed, source=source))


def test_a_number_that_stands_in_the_letter_with_this_unit_among_others_is_right() -> None:
    source = "5名党员用5天完成5台电解槽大修，节约5万元。"
    for printed in ("5名党员上岗。", "用时5天。", "节约5万元。", "大修5台。"):
        assert told(RemarkKind.FOREIGN_FIGURE, make_piece(printed, source=source)) == []


@given(st.integers(0, 10**12 - 1))
def test_every_number_spelled_in_chinese_has_its_value(value: int) -> None:
    assert spelled_value(chinese_number(value)) == (value or 0)


@pytest.mark.parametrize("words", ["百", "千", "万", "百千万"])
def test_numerals_that_count_nothing_have_no_value(words: str) -> None:
    assert spelled_value(words) is None


def test_two_numbers_side_by_side_do_not_run_into_one() -> None:
    assert told(RemarkKind.FOREIGN_FIGURE, make_piece("完成 5  6 项。", source="完成 5  6 项。")) == []
    assert told(RemarkKind.FOREIGN_FIGURE, make_piece("完成56项。", source="完成 5  6 项。")) != []


# --- units of measure -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("煤气成本8.45元/km³。", "千m³"),
        ("多发电2441.71万kw·h。", "应为 kW·h"),
        ("节电300KW.h。", "应为 kW·h"),
        ("装机500KW。", "应为 kW"),
        ("装机3万kw。", "应为 kW"),
        ("绿化40.3万M2。", "m²、m³"),
        ("绿化300m2。", "m²、m³"),
        ("采用500KA电解槽。", "应为 kA"),
        ("发放30KG大米。", "应为 kg"),
        ("道路3KM。", "应为 km"),
        ("110KV线路。", "应为 kV"),
        ("压力0.5Mpa。", "应为 MPa"),
        ("绿化300平米。", "应为 平方米"),
    ],
)
def test_a_unit_of_measure_that_is_written_oddly_is_named_with_the_right_one(text: str, right: str) -> None:
    (words,) = told(RemarkKind.MEASURE, make_piece(text))
    assert right in words


def test_several_units_of_measure_in_one_piece_are_one_remark() -> None:
    (words,) = told(RemarkKind.MEASURE, make_piece("发电300kw·h，绿化20M2，再绿化30M2。"))
    assert words.startswith("计量单位写法：“发电300kw·h”，应为 kW·h；“绿化20M2”、“再绿化30M2”，")


@pytest.mark.parametrize(
    "text",
    [
        "多发电2441.71万kW·h，节电300kWh。",
        "绿化40.3万m²，煤气1165m³，标况3000Nm³。",
        "500kA电解槽、110kV线路、压力0.5MPa、3km、30kg。",
        "QC小组和M2型设备，A3纸。",
        "车间平均用水。",
    ],
)
def test_a_unit_of_measure_that_is_right_and_a_name_like_one_are_left_alone(text: str) -> None:
    assert told(RemarkKind.MEASURE, make_piece(text)) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("合格率提高了6.28%。", True),
        ("理化指标比去年同期提高了 2.26%。", True),
        ("回收率同比下降1.5％。", True),
        ("合格率提高了6.28个百分点。", False),
        ("合格率提高到98%。", False),
        ("合格率达98%，产量提高6%。", False),
        ("工作效率提高30%。", False),
        ("劳动生产率提高12%。", False),
        ("汇率上升3%。", False),
    ],
)
def test_a_rate_that_rises_by_per_cent_is_asked_about(text: str, found: bool) -> None:
    assert bool(told(RemarkKind.PERCENT, make_piece(text))) is found


def test_the_remarks_on_numbers_grow_with_the_text_and_not_with_its_square() -> None:
    """100,000 characters of figures, none of them the letter's: one remark, six findings and a count."""
    printed = "、".join(f"{number}台" for number in range(10_000, 24_000))
    assert len(printed) > 90_000
    (words,) = told(RemarkKind.FOREIGN_FIGURE, make_piece(printed, source="没有数字。" * 10))
    assert words.endswith("等14000处")
    assert len(words) < 100
    assert len(proofread(make_piece(printed, source="没有数字。" * 10))) < 5


# --- figures that were left out --------------------------------------------------------------------------


def short(printed: str, source: str) -> list[str]:
    """What is told of the figures that a digest of `source` has lost."""
    piece = make_piece(printed, source=source)
    return told(RemarkKind.DROPPED_FIGURES, replace(piece, dropped_figures=dropped(source, printed)))


def test_a_digest_without_any_figure_tells_all_that_the_letter_had() -> None:
    source = "团委举办辩论赛，28名青工参加，评出一等奖2名，收到金点子35条。"
    assert short("团委举办辩论赛。", source) == ["压缩后没有一个数字，略去：28名、2名、35条"]


def test_how_many_were_there_may_be_left_out_alone() -> None:
    assert short("团委举办辩论赛。", "团委举办辩论赛，28名青工参加，7人点评。") == []


def test_a_digest_with_heads_only_tells_the_things_that_were_counted() -> None:
    source = "团委举办辩论赛，28名青工参加，收到金点子35条，采纳12条。"
    assert short("团委举办辩论赛，28名青工参加。", source) == ["压缩后只剩人数，略去：35条、12条"]


def test_a_digest_that_keeps_some_of_what_was_counted_may_drop_the_rest() -> None:
    source = "团委举办辩论赛，28名青工参加，收到金点子35条，采纳12条。"
    assert short("团委收到金点子35条。", source) == []
