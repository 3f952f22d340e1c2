"""From pieces to paragraphs: their order, which share one, the parent's name once, the brackets."""

from __future__ import annotations

from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compose.merge import arranged, attribution, merge
from compose.model import Attribution, Merge, Piece, Span
from tests.compose.candidates import UNITS, make_candidate, make_piece, make_plan


def piece(item: int, unit: str | None, part: str | None = None, text: str | None = None) -> Piece:
    words = text if text is not None else f"{unit or ''}{part or ''}完成检修{item}台。"
    return make_piece(words, item, unit=unit, subunit=part)


def printed(how: Merge, *pieces: Piece) -> list[str]:
    return [paragraph.text for paragraph in merge(pieces, make_plan(merge=how), UNITS)]


def order(*pieces: Piece) -> list[int]:
    return [one.candidate.item for one in arranged(pieces, UNITS)]


# --- order ----------------------------------------------------------------------------------------


def test_pieces_stand_in_the_order_of_the_register_the_company_first() -> None:
    assert order(
        piece(1, "中铝矿业"), piece(2, "广西华昇"), piece(3, "党群工作部"), piece(4, "广西分公司")
    ) == [3, 4, 2, 1]


def test_a_units_own_pieces_stand_before_its_parts_and_the_parts_in_their_order() -> None:
    parts = ("后勤服务中心", "氧化铝厂蒸发车间", "工服公司", "生产技术部", None, "氧化铝厂")
    pieces = [piece(item, "广西分公司", part) for item, part in enumerate(parts, 1)]
    assert order(*pieces) == [5, 4, 2, 6, 1, 3]


def test_a_part_that_is_written_with_its_unit_is_the_same_part() -> None:
    assert order(piece(1, "中铝山东", "氧化铝厂"), piece(2, "中铝山东", "中铝山东第二氧化铝厂")) == [2, 1]


def test_pieces_of_one_place_keep_the_order_they_came_in_and_stand_together() -> None:
    pieces = (
        piece(1, "青海分公司", "铸造中心"),
        piece(2, "青海分公司", "炭素厂"),
        piece(3, "青海分公司", "铸造中心"),
    )
    assert order(*pieces) == [1, 3, 2]


def test_units_that_nobody_registered_come_last_each_together_and_those_without_a_unit_at_the_end() -> None:
    pieces = (
        piece(1, None),
        piece(2, "新来单位"),
        piece(3, "别的单位"),
        piece(4, "新来单位"),
        piece(5, "中铝矿业"),
    )
    assert order(*pieces) == [5, 2, 4, 3, 1]


# --- sharing --------------------------------------------------------------------------------------

MIXED = (
    piece(1, "广西分公司", "氧化铝厂"),
    piece(2, "中铝矿业"),
    piece(3, "广西分公司", "电解铝厂"),
    piece(4, None),
    piece(5, None),
)


@pytest.mark.parametrize(
    ("how", "together"),
    [
        (Merge.NONE, [[1], [3], [2], [4], [5]]),
        (Merge.UNIT, [[1, 3], [2], [4], [5]]),
        (Merge.ALL, [[1, 3, 2, 4, 5]]),
    ],
)
def test_pieces_share_paragraphs_as_their_group_wants(how: Merge, together: list[list[int]]) -> None:
    paragraphs = merge(MIXED, make_plan(merge=how), UNITS)
    assert [[one.candidate.item for one in paragraph.pieces] for paragraph in paragraphs] == together


@pytest.mark.parametrize("how", list(Merge))
def test_no_pieces_make_no_paragraphs(how: Merge) -> None:
    assert printed(how) == []


# --- the parent's name ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("second", "rest"),
    [
        ("广西分公司电解铝厂完成检修3台。", "电解铝厂完成检修3台。"),
        ("广西分公司党委召开专题会议。", "党委召开专题会议。"),
        ("广西分公司各党支部组织学习。", "各党支部组织学习。"),
        ("广西分公司安全环保部开展检查。", "安全环保部开展检查。"),
        ("广西分公司机关党支部组织学习。", "机关党支部组织学习。"),
        ("广西分公司召开青年座谈会。", "广西分公司召开青年座谈会。"),
        ("广西分公司累计完成全部检修。", "广西分公司累计完成全部检修。"),
        ("广西分公司一季度利润1.27亿元。", "广西分公司一季度利润1.27亿元。"),
        ("《工人日报》报道了广西分公司。", "《工人日报》报道了广西分公司。"),
    ],
)
def test_the_parent_is_named_once_and_left_out_where_its_part_follows(second: str, rest: str) -> None:
    first = piece(1, "广西分公司", "氧化铝厂")
    found = merge((first, piece(2, "广西分公司", "氧化铝厂", second)), make_plan(merge=Merge.UNIT), UNITS)
    assert [one.text for one in found[0].pieces] == [first.text, rest]


def test_a_known_part_is_recognised_whatever_its_name() -> None:
    second = piece(2, "青海分公司", "四不像", "青海分公司四不像完成检修2台。")
    assert printed(Merge.UNIT, piece(1, "青海分公司"), second) == [
        "青海分公司完成检修1台。四不像完成检修2台。"
    ]


def test_the_parent_is_named_again_after_another_unit_and_in_the_next_paragraph() -> None:
    pieces = (piece(1, "广西分公司", "氧化铝厂"), piece(2, "广西分公司", "电解铝厂"), piece(3, "中铝矿业"))
    assert printed(Merge.ALL, *pieces) == [
        "广西分公司氧化铝厂完成检修1台。电解铝厂完成检修2台。中铝矿业完成检修3台。"
    ]
    assert printed(Merge.NONE, *pieces)[1] == "广西分公司电解铝厂完成检修2台。"


def test_the_parent_stays_where_the_piece_before_did_not_name_it() -> None:
    first = piece(1, "广西华昇", None, "《工人日报》报道了智能工厂。")
    second = piece(2, "广西华昇", "运行一部")
    assert printed(Merge.ALL, first, second) == [first.text + second.text]


def test_a_bold_head_keeps_its_look_when_the_parent_is_left_out() -> None:
    head = (Span("广西分公司电解铝厂", bold=True), Span("完成检修2台。"))
    second = Piece(make_candidate(2, unit="广西分公司", subunit="电解铝厂"), head)
    (paragraph,) = merge((piece(1, "广西分公司", "氧化铝厂"), second), make_plan(merge=Merge.ALL), UNITS)
    assert paragraph.pieces[1].spans == (Span("电解铝厂", bold=True), Span("完成检修2台。"))


def test_an_empty_piece_is_merged_as_it_is() -> None:
    empty = Piece(make_candidate(2, "", unit="广西华昇"), ())
    assert printed(Merge.ALL, piece(1, "广西华昇"), empty) == ["广西华昇完成检修1台。"]


units = st.sampled_from([None, "新来单位", "广西分公司", "中铝矿业"])
parts = st.sampled_from([None, "氧化铝厂", "电解铝厂", "车间"])


@given(st.lists(st.tuples(units, parts), max_size=10), st.sampled_from(list(Merge)))
def test_every_piece_stands_in_exactly_one_paragraph_and_each_unit_together(
    drawn: list[tuple[str | None, str | None]], how: Merge
) -> None:
    pieces = [piece(item, unit, part) for item, (unit, part) in enumerate(drawn)]
    paragraphs = merge(pieces, make_plan(merge=how), UNITS)
    found = [one.candidate for paragraph in paragraphs for one in paragraph.pieces]
    assert sorted(candidate.item for candidate in found) == list(range(len(drawn)))
    for places in ([one.unit for one in found], [(one.unit, one.subunit) for one in found]):
        runs = [place for place, _ in groupby(places)]
        assert len(runs) == len(set(runs))


# --- attribution ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "fields", "words"),
    [
        ("none", {"unit": "广西华昇", "contributor": "韦小明"}, None),
        ("media", {"unit": None, "media": "新华网"}, "新华网"),
        ("media", {"media": None}, None),
        ("unit", {"unit": "广西华昇", "contributor": "韦小明"}, "广西华昇"),
        ("unit", {"unit": None}, None),
        (
            "unit-person",
            {"unit": "中铝山东", "subunit": "氧化铝厂", "contributor": "徐云"},
            "中铝山东氧化铝厂 徐云",
        ),
        (
            "unit-person",
            {"unit": "中铝山东", "subunit": "中铝山东氧化铝厂", "contributor": "徐云"},
            "中铝山东氧化铝厂 徐云",
        ),
        ("unit-person", {"unit": "中铝山东", "contributor": None}, "中铝山东"),
        ("unit-person", {"unit": None, "contributor": "徐云"}, "徐云"),
        ("unit-person", {"unit": None, "contributor": None}, None),
        ("person", {"unit": "中铝山东", "contributor": "徐云"}, "徐云"),
        ("person", {"unit": "党群工作部", "contributor": None}, "党群工作部"),
    ],
)
def test_what_stands_in_brackets_follows_the_plan(
    form: str, fields: dict[str, object], words: str | None
) -> None:
    assert attribution([make_piece("检修完成。", 1, **fields)], Attribution(form)) == words  # type: ignore[arg-type]


def test_several_sources_of_a_paragraph_are_named_once_each_in_their_order() -> None:
    pieces = [piece(1, "中铝矿业"), piece(2, "广西华昇"), piece(3, "中铝矿业"), piece(4, None)]
    assert attribution(pieces, Attribution.UNIT) == "中铝矿业、广西华昇"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"subunit": "党群工作部", "sender": "广西华昇党群工作部"}, "广西华昇 罗小荣"),
        ({"subunit": "热电厂办公室", "sender": "news@example.com"}, "广西华昇热电厂 罗小荣"),
        ({"subunit": "党群工作部", "sender": "罗小荣"}, "广西华昇党群工作部 罗小荣"),
        ({"subunit": "工会", "title": "我在工会这些年"}, "广西华昇工会 罗小荣"),
        ({"subunit": "热电厂", "sender": "广西华昇党群工作部"}, "广西华昇热电厂 罗小荣"),
    ],
)
def test_the_office_that_handed_a_piece_in_is_not_where_its_author_works(
    fields: dict[str, str], words: str
) -> None:
    one = make_piece("我守好岗位。", 1, contributor="罗小荣", **fields)
    assert attribution([one], Attribution.UNIT_PERSON) == words
