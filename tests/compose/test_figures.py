"""The figures of a text: what is measured, what is counted, and which numbers are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compose.figures import Weight, dropped, figures, numbers


def found(text: str) -> list[str]:
    return [figure.text for figure in figures(text)]


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("完成产量48.36万吨", "48.36万吨"),
        ("完成产量 48.36 万吨", "48.36万吨"),
        ("利润1.27亿元", "1.27亿元"),
        ("成本1,583元/吨", "1,583元/吨"),
        ("同比下降2.4%", "2.4%"),
        ("同比下降２.４％", "2.4%"),
        ("提高0.4个百分点", "0.4个百分点"),
        ("提高到3倍", "3倍"),
        ("每吨12680千瓦时", "12680千瓦时"),
        ("氨逃逸率6.5ppm", "6.5ppm"),
        ("升温至960℃", "960℃"),
        ("清理绿地2.4万平方米", "2.4万平方米"),
        ("节约3000余元", "3000余元"),
        ("进料量480m³/h", "480m³/h"),
        ("耗能7.62元/km³", "7.62元/km³"),
    ],
)
def test_a_quantity_with_its_unit_is_a_measure(text: str, figure: str) -> None:
    assert found(text) == [figure]
    assert [one.weight for one in figures(text)] == [Weight.MEASURE]


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("更换阀门17台", "17台"),
        ("召开会议3次", "3次"),
        ("收集意见126条", "126条"),
        ("缩短至3分钟", "3分钟"),
        ("历时2年", "2年"),
        ("发放手册200余份", "200余份"),
        ("点击量36万次", "36万次"),
        ("行进了8公里", "8公里"),
        ("有8座矿山", "8座"),
    ],
)
def test_things_times_and_spans_are_counted(text: str, figure: str) -> None:
    assert found(text) == [figure]
    assert [one.weight for one in figures(text)] == [Weight.COUNT]


@pytest.mark.parametrize(
    ("text", "figure"),
    [("组织30余名党员", "30余名"), ("80人参加", "80人"), ("受教育1900余人次", "1900余人次")],
)
def test_people_weigh_least(text: str, figure: str) -> None:
    assert found(text) == [figure]
    assert [one.weight for one in figures(text)] == [Weight.HEADS]


@pytest.mark.parametrize(
    "text",
    [
        "2021年5月10日",
        "4月28日上午10时30分",
        "第3党支部",
        "庆祝建党100周年",
        "2020年度先进",
        "90年代建成",
        "20届毕业生",
        "3号窑",
        "A356.2铝合金锭",
        "#2035电解槽",
        "1至4月份",
        "十八大以来",
        "",
    ],
)
def test_days_ordinals_and_labels_are_no_figures(text: str) -> None:
    assert found(text) == []


def test_figures_come_in_order_with_their_places_in_the_text() -> None:
    text = "更换阀门 17 台，改造管道410米，节水９６０立方米。"
    assert [(text[f.start : f.end], f.text) for f in figures(text)] == [
        ("17 台", "17台"),
        ("410米", "410米"),
        ("９６０立方米", "960立方米"),
    ]


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("成本1,583元，下降２.４％", {"1583", "2.4"}),
        ("5月10日至12日", {"5", "10", "12"}),
        ("“52781+N”工作法", {"52781"}),
        ("没有数字", set()),
    ],
)
def test_bare_numbers_are_half_width_without_separators(text: str, bare: set[str]) -> None:
    assert numbers(text) == bare


def test_dropped_figures_are_named_once_in_their_order_however_they_are_written() -> None:
    source = "完成产量 48.36 万吨，节约210万元；更换阀门17台，又更换17台，利润2.4％。"
    assert dropped(source, "完成产量48.36万吨，利润2.4%。") == ("210万元", "17台")
    assert dropped(source, source) == ()


@given(st.text(alphabet="0123456789０９.，万亿余%％吨元台人次年月日第 /个百分点", max_size=40))
def test_a_figure_stands_in_the_text_where_it_says_and_begins_with_a_digit(text: str) -> None:
    last = 0
    for figure in figures(text):
        assert last <= figure.start < figure.end <= len(text)
        assert figure.text[0].isdigit()
        assert numbers(figure.text) <= numbers(text)
        last = figure.end
