"""What the editor is told about a draft: every finding named, with its item, and nothing changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify.model import Level
from compose.model import (
    Attribution,
    ColumnPlan,
    DraftColumn,
    DraftGroup,
    DraftParagraph,
    Piece,
    RemarkKind,
    Window,
)
from compose.proof import proof
from compose.proof_issue import around
from tests.compose.candidates import UNITS, make_column_plan, make_piece, make_plan, make_relation
from tests.compose.proofreading import ANY, MAY, column_of, proofread, told

CLEAN = "广西华昇一季度完成产量52.8万吨，成本下降26元/吨。"


def test_a_clean_piece_brings_no_remark() -> None:
    assert proofread(make_piece(CLEAN)) == ()


def test_a_remark_names_the_item_it_concerns() -> None:
    found = proofread(make_piece(CLEAN, 1), make_piece("广西华昇完成“检修。", 2))
    assert [(remark.kind, remark.item) for remark in found] == [(RemarkKind.PAIRING, 2)]


def test_remarks_come_in_the_order_of_the_pieces() -> None:
    found = proofread(make_piece("甲（。", 5), make_piece("乙（。", 2), make_piece("丙（。", 9))
    assert [remark.item for remark in found] == [5, 2, 9]


# --- where it stands and whose it is --------------------------------------------------------------


def test_a_doubtful_column_is_named_with_the_next_best() -> None:
    doubtful = make_piece(
        CLEAN, level=Level.DOUBTFUL, confidence=0.41, alternatives=(("践铝之行", "为群众办实事篇", 0.38),)
    )
    assert told(RemarkKind.DOUBTFUL_COLUMN, doubtful, group="某篇") == [
        "栏目存疑，暂放此处（41%），也可能属于“践铝之行›为群众办实事篇”（38%）"
    ]


def test_a_doubtful_column_without_another_choice_is_named_alone() -> None:
    doubtful = make_piece(CLEAN, level=Level.DOUBTFUL, confidence=0.41)
    assert told(RemarkKind.DOUBTFUL_COLUMN, doubtful) == ["栏目存疑，暂放此处（41%）"]


@pytest.mark.parametrize(
    "fields", [{"level": Level.PROBABLE}, {"level": Level.DOUBTFUL, "verdict": "include"}]
)
def test_a_probable_column_and_one_a_person_confirmed_are_no_doubt(fields: dict[str, object]) -> None:
    assert told(RemarkKind.DOUBTFUL_COLUMN, make_piece(CLEAN, 1, **fields)) == []  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"unit": None, "sender": "news@example.com"}, ["来稿单位不明，来信人：news@example.com"]),
        ({"unit": None, "sender": ""}, ["来稿单位不明，来信人：未署名"]),
        ({"unit": "新来单位"}, ["“新来单位”不在单位名册中"]),
        ({"unit": None, "media": "新华网"}, []),
        ({"unit": "广西华昇"}, []),
    ],
)
def test_an_unknown_unit_is_named(fields: dict[str, object], words: list[str]) -> None:
    assert told(RemarkKind.UNKNOWN_UNIT, make_piece(CLEAN, 1, **fields)) == words  # type: ignore[arg-type]


def test_an_excerpt_needs_no_unit() -> None:
    assert told(RemarkKind.UNKNOWN_UNIT, make_piece("质量是企业的生命。", unit=None), form="verbatim") == []


@pytest.mark.parametrize(
    ("text", "title", "doubtful"),
    [
        ("包头铝业完成检修5台。", None, True),
        ("  包铝完成检修5台。", None, True),
        ("包头铝业完成检修5台，广西华昇派员支援。", None, False),
        ("包头铝业完成检修5台。", "广西华昇支援包铝", False),
        ("完成检修5台，包头铝业派员支援。", None, False),
    ],
)
def test_a_piece_that_opens_with_another_unit_is_doubtful(
    text: str, title: str | None, doubtful: bool
) -> None:
    found = told(RemarkKind.DOUBTFUL_UNIT, make_piece(text, title=title))
    assert len(found) == doubtful
    assert all("记为“广西华昇”来稿" in words for words in found)


def test_a_digest_of_another_printed_item_is_remarked_only_where_both_are_printed() -> None:
    short = make_piece("广西华昇完成检修5台。", 2, relation=make_relation("digest_of", 1))
    assert told(RemarkKind.DUPLICATE, short) == []
    assert "第1条" in told(RemarkKind.DUPLICATE, make_piece(CLEAN, 1), short)[0]


# --- figures, length, dates -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "source", "words"),
    [
        ("完成检修6台。", "完成检修5台。", ["来稿中没有的数字：“6台”"]),
        ("完成检修5台、7台、8.1吨。", "完成检修5台。", ["来稿中没有的数字：“7台”、“8.1吨”"]),
        ("完成1583元。", "完成1,583元。", []),
        ("完成5台。", "完成５台。", []),
    ],
)
def test_a_number_that_the_letter_does_not_hold_is_named(printed: str, source: str, words: list[str]) -> None:
    assert told(RemarkKind.FOREIGN_FIGURE, make_piece(printed, source=source)) == words


def test_numbers_in_title_and_names_count_as_the_letters_own() -> None:
    one = make_piece("2号车间完成33台。", source="完成检修。", title="检修33台", subunit="2号车间")
    assert told(RemarkKind.FOREIGN_FIGURE, one) == []


def test_results_that_a_digest_left_out_are_named_but_not_gifts_and_head_counts() -> None:
    source = "广西华昇完成产量52.8万吨，成本降低26元/吨，80人参加，发放大米500公斤。"
    piece = make_piece("广西华昇完成产量52.8万吨。", source=source)
    short = Piece(piece.candidate, piece.spans, ("26元/吨", "80人", "500公斤"))
    assert told(RemarkKind.DROPPED_FIGURES, short) == ["压缩时略去的成果数字：26元/吨"]
    assert told(RemarkKind.DROPPED_FIGURES, short, form="cut") == []


def test_many_findings_of_one_kind_are_counted_beyond_six() -> None:
    printed = "、".join(f"{n}台" for n in range(11, 19))
    (words,) = told(RemarkKind.FOREIGN_FIGURE, make_piece(printed, source="没有数字。"))
    assert words.endswith("“14台”、“15台”、“16台”等8处")


@pytest.mark.parametrize(
    ("size", "source", "words"),
    [
        (78, 200, None),
        (79, 200, "79字，超过本栏上限60字较多，请删减"),
        (22, 200, None),
        (18, 18, None),
        (17, 200, "17字，不足本栏下限25字（来稿200字，略去183字）"),
        (20, 40, "20字，不足本栏下限25字（来稿40字，略去20字）"),
        (17, 17, "17字，不足本栏下限25字（来稿只有这些）"),
    ],
)
def test_a_piece_far_from_its_budget_is_measured(size: int, source: int, words: str | None) -> None:
    found = told(RemarkKind.LENGTH, make_piece("修" * size, source="修" * source), budget=(25, 60))
    assert found == ([words] if words else [])


def test_what_is_said_of_a_short_piece_is_true() -> None:
    source = "韦金海，男，壮族，1980年3月出生，中专学历。他完成技改12项，带徒6人。"
    piece = make_piece("广西华昇韦金海。完成技改12项，带徒6人。", source=source)
    whole = replace(piece, used=((0, len(source)),))
    part = replace(piece, used=((source.index("完成"), len(source) - 1),))
    assert told(RemarkKind.LENGTH, whole, budget=(90, 120)) == ["21字，不足本栏下限90字（来稿只有这些）"]
    assert told(RemarkKind.LENGTH, part, budget=(90, 120)) == [
        f"21字，不足本栏下限90字（来稿{len(source)}字，略去20字）"
    ]


@pytest.mark.parametrize(
    ("text", "found", "shown"),
    [
        ("年初以来，全厂发电3860万kw·h，创收百万元。", "kw·h", "“全厂发电3860万kw·h”"),
        ("转给蒙主任：。", "：。", "“转给蒙主任：。”"),
        ("他说“水水泵修好了”，大家点头。", "水水", "““水水泵修好了””"),
        ("我厂12月18日组织全体职工开展反事故应急演练。", "我厂", "“我厂12月18日…”"),
        ("广西华昇组织全体干部职工认真学习党的创新理论，推动提升", "创新", "“…习党的创新理论”"),
    ],
)
def test_what_is_shown_around_a_finding_is_cut_at_marks(text: str, found: str, shown: str) -> None:
    at = text.index(found)
    assert around(text, at, at + len(found), 3) == shown


@pytest.mark.parametrize(
    ("printed", "source", "day"),
    [
        ("广西华昇召开会议。", "1月15日，广西华昇召开会议。", "1月15日"),
        ("广西华昇于2020年5月6日投产。", "广西华昇于2020年5月6日投产。", "2020年5月6日"),
        ("广西华昇召开会议。", "5月6日，广西华昇召开会议。", None),
        ("广西华昇召开会议。", "4月20日，广西华昇召开会议。", None),
        ("广西华昇召开会议。", "13月45日，广西华昇召开会议。", None),
        ("广西华昇召开会议。", "广西华昇召开会议。" + "安全生产。" * 12 + "1月15日，", None),
    ],
)
def test_an_event_far_from_the_window_is_asked_about(printed: str, source: str, day: str | None) -> None:
    arrived = datetime(2021, 5, 9, 2, 0, tzinfo=UTC)
    remarks = told(RemarkKind.DATE, make_piece(printed, source=source, received_at=arrived))
    found = [words for words in remarks if "没有这一天" not in words]  # 13月45日 has a remark of its own
    assert found == ([f"事件日期“{day}”离采集时间较远，请核对"] if day else [])


def test_a_day_is_taken_in_the_year_nearest_to_the_window() -> None:
    new_year = Window(date(2021, 12, 28), date(2022, 1, 6))
    arrived = datetime(2022, 1, 5, 2, 0, tzinfo=UTC)
    for day in ("12月30日", "1月2日"):
        assert told(RemarkKind.DATE, make_piece(f"{day}投产。", received_at=arrived), window=new_year) == []


@pytest.mark.parametrize("form", ["verbatim", "portrait"])
def test_excerpts_and_portraits_may_be_of_any_day(form: str) -> None:
    assert told(RemarkKind.DATE, make_piece("1月15日，广西华昇投产。"), form=form) == []


@pytest.mark.parametrize("window", [Window(None, None), Window(date(2021, 4, 30), None)])
def test_a_window_without_an_end_asks_about_no_day(window: Window) -> None:
    assert told(RemarkKind.DATE, make_piece("1月15日，广西华昇投产。"), window=window) == []


# --- signs ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("检修完成,机组并网。", ["成,机"]),
        ("完成(检修)任务。", ["成(检", "修)任"]),
        ("检修完成.", ["成."]),
        ("成本1,583元，10:30开会。", []),
        ("检修完成，机组并网。", []),
    ],
)
def test_half_width_marks_beside_chinese_are_shown_where_nobody_changes_them(
    text: str, found: list[str]
) -> None:
    for form in ("verbatim", "cut", "portrait"):
        words = told(RemarkKind.PUNCTUATION, make_piece(text), form=form)
        assert len(words) == bool(found)
        assert all(part in words[0] for part in found)
    assert told(RemarkKind.PUNCTUATION, make_piece(text)) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("共计 8 次", True),
        ("提高 3.15% ，降低", True),
        ("观看《星火 2021》", False),
        ("共计8次", False),
        ("张 三", False),
    ],
)
def test_blanks_around_numbers_are_shown_but_not_inside_titles(text: str, found: bool) -> None:
    assert len(told(RemarkKind.SPACING, make_piece(text), form="verbatim")) == found
    assert told(RemarkKind.SPACING, make_piece(text)) == []


@pytest.mark.parametrize(("text", "found"), [("两炉三机”模式", 1), ("（一期", 1), ("《星火》“好”", 0)])
@pytest.mark.parametrize("form", ["compress", "verbatim"])
def test_marks_without_a_partner_are_shown_in_every_form(text: str, found: int, form: str) -> None:
    assert len(told(RemarkKind.PAIRING, make_piece(text), form=form)) == found


# --- said twice -----------------------------------------------------------------------------------


def test_a_sentence_that_stands_further_up_is_named_once() -> None:
    twice = make_piece("近日，检修。" + CLEAN + CLEAN.replace("，", ","), 2)
    assert told(RemarkKind.REPEATED, make_piece(CLEAN, 1), twice) == [
        f"与本期第1条有相同的句子：“{CLEAN[:24]}”"
    ]


def test_a_sentence_of_an_earlier_issue_is_named_with_the_issue() -> None:
    earlier = {"2021年第8期": ["别的内容。" + CLEAN]}
    assert "2021年第8期" in told(RemarkKind.REPEATED, make_piece(CLEAN), earlier=earlier)[0]


def test_short_equal_sentences_and_a_piece_repeating_itself_are_chance() -> None:
    assert told(RemarkKind.REPEATED, make_piece("加油干！" * 2, 1), make_piece("加油干！", 2)) == []
    assert told(RemarkKind.REPEATED, make_piece(CLEAN * 2, 1)) == []


# --- place and source ---------------------------------------------------------------------------------


def test_a_remark_names_place_finding_and_source() -> None:
    one = make_piece("完成“检修。", 7, source="完成“检修。")
    found = proofread(one, group="某篇")
    assert [remark.text for remark in found] == [
        "开新之局›某篇第1段：引号、括号或书名号不成对：“完成“检修”（第107号来信正文）"
    ]


def test_a_remark_names_the_attachment_it_was_drafted_from() -> None:
    (found,) = proofread(make_piece("完成“检修。", 7, source="完成“检修。"), make_piece(CLEAN, 8))
    assert "（第107号来信正文）" in found.text
    attached = make_piece("完成“检修。", 7)
    attached = replace(attached, candidate=replace(attached.candidate, source="五月信息.docx"))
    (found,) = proofread(attached)
    assert found.text.endswith("（第107号来信附件“五月信息.docx”）")


def test_a_piece_of_a_merged_paragraph_is_counted_in_it() -> None:
    pieces = (make_piece(CLEAN, 1), make_piece("广西华昇完成“检修。", 2))
    column = DraftColumn("开新之局", "开新之局", (DraftGroup(None, (DraftParagraph(pieces),)),))
    plan = make_column_plan("开新之局", make_plan(budget=ANY))
    (found,) = proof([column], units=UNITS, plans=[plan], window=MAY)
    assert found.text.startswith("开新之局第1段第2则：")


# --- signed, and long enough --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "fields", "words"),
    [
        (Attribution.UNIT_PERSON, {}, ["没有作者姓名，请补署名"]),
        (Attribution.PERSON, {}, ["没有作者姓名，请补署名"]),
        (Attribution.MEDIA, {}, ["没有媒体名称，请补出处"]),
        (Attribution.UNIT_PERSON, {"contributor": "韦小明"}, []),
        (Attribution.MEDIA, {"media": "新华网"}, []),
        (Attribution.UNIT, {}, []),
        (Attribution.NONE, {}, []),
    ],
)
def test_what_a_column_wants_in_brackets_and_the_letter_does_not_say_is_named(
    wanted: Attribution, fields: dict[str, object], words: list[str]
) -> None:
    one = make_piece(CLEAN, 1, **fields)  # type: ignore[arg-type]
    assert told(RemarkKind.ATTRIBUTION, one, attribution=wanted) == words


@pytest.mark.parametrize(
    ("sizes", "words"),
    [
        ((60, 60), None),
        ((75, 75), "合并段2则共150字，超过上限120字（每则60字），请删减"),
        ((20, 20), "合并段2则共40字，不足下限50字（每则25字）"),
        ((22, 22), None),
    ],
)
def test_a_merged_paragraph_is_measured_by_its_pieces_budgets_together(
    sizes: tuple[int, int], words: str | None
) -> None:
    pieces = tuple(make_piece("修" * size, item, source="修" * 400) for item, size in enumerate(sizes, 1))
    column = DraftColumn("开新之局", "开新之局", (DraftGroup(None, (DraftParagraph(pieces),)),))
    plan = make_column_plan("开新之局", make_plan(budget=(25, 60)))
    found = [
        remark.text
        for remark in proof([column], units=UNITS, plans=[plan], window=MAY)
        if "合并段" in remark.text
    ]
    assert found == ([f"开新之局第1段第1则：{words}（第101号来信正文）"] if words else [])


# --- the issue ------------------------------------------------------------------------------------


def test_columns_without_items_are_named_in_one_remark() -> None:
    how = make_plan(budget=ANY)
    plans = [make_column_plan(name, how) for name in ("学·习之路", "开新之局", "听青之声")]
    (remark,) = proof([column_of(make_piece(CLEAN))], units=UNITS, plans=plans, window=MAY)
    assert (remark.kind, remark.item) == (RemarkKind.EMPTY_COLUMN, None)
    assert remark.text == "本期没有稿件的栏目：学·习之路、听青之声"


def test_groups_without_items_are_named_where_their_column_is_printed() -> None:
    how = make_plan(budget=ANY)
    groups = (replace(how, name="甲篇"), replace(how, name="乙篇"))
    plans = [
        make_column_plan("开新之局", how, groups=groups),
        make_column_plan("听青之声", how, groups=(replace(how, name="丙篇"),)),
    ]
    found = proof([column_of(make_piece(CLEAN), group="甲篇")], units=UNITS, plans=plans, window=MAY)
    assert [remark.text for remark in found] == [
        "本期没有稿件的栏目：听青之声",
        "本期没有稿件的组别：开新之局›乙篇",
    ]


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (("2021年中铝集团劳动模范", "2021年度中铝集团劳动模范"), 1),
        (("2020年中铝集团劳动模范", "2021年中铝集团劳动模范"), 0),
        (("2021年中铝集团劳动模范", "2021年集团先进集体"), 0),
    ],
)
def test_headings_that_items_named_almost_alike_are_asked_about(names: tuple[str, str], found: int) -> None:
    groups = tuple(
        DraftGroup(name, (DraftParagraph((make_piece(CLEAN, item),)),)) for item, name in enumerate(names)
    )
    column = DraftColumn("展事迹", "展事迹", groups, bracket_groups=True)
    remarks = proof([column], units=UNITS, plans=(), window=MAY)
    assert [remark.kind for remark in remarks].count(RemarkKind.WORDING) == found


def test_a_column_without_a_plan_is_checked_for_what_needs_none() -> None:
    found = proof(
        [column_of(make_piece("完成“检修9台。", source="1月15日完成检修。"), name="没有计划的栏目")],
        units=UNITS,
        plans=(),
        window=MAY,
    )
    assert [remark.kind for remark in found] == [RemarkKind.FOREIGN_FIGURE, RemarkKind.PAIRING]


def test_thirty_published_paragraphs_bring_no_remark() -> None:
    """Clean sentences of every form, written for this test: a false alarm costs an editor's trust."""
    paragraphs = (Path(__file__).parent / "clean.txt").read_text("utf-8").splitlines()
    assert len(paragraphs) >= 30
    for form in ("compress", "cut", "portrait"):
        pieces = [
            make_piece(text, item, unit=unit, contributor="韦小明")
            for item, (unit, text) in enumerate((line.split("|") for line in paragraphs), 1)
            if form == "cut" or "我" not in text  # who speaks for himself is cut, never compressed
        ]
        assert [remark.text for remark in proofread(*pieces, form=form)] == []


ANY_TEXT = st.text(
    st.one_of(st.characters(), st.sampled_from("，。“”《》（）5月-年%一二\x00\ud800\n")), max_size=60
)
"""Whatever Unicode has, lone surrogates and control characters too, and much of what the checks look for."""


@given(ANY_TEXT, ANY_TEXT, st.sampled_from(["compress", "cut", "verbatim", "portrait"]))
def test_any_text_is_proofread_without_failing_or_changing(printed: str, source: str, form: str) -> None:
    piece = make_piece(printed, source=source)
    plan = ColumnPlan("开新之局", make_plan(form))
    found = proof([column_of(piece)], units=UNITS, plans=[plan], window=MAY, earlier={"上一期": [source]})
    assert all(remark.text and remark.item == 1 for remark in found)
    assert not any(sign in remark.text for remark in found for sign in "\n\r\x00\ud800\ufffe")
    assert piece.text == printed
