"""Which lines of a published issue are one piece, whose it is, and what is no piece at all."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from PIL import Image

from classify import names
from classify.model import Unit
from compose import readback_entries, readback_sources
from compose.published import PublishedPiece
from compose.readback import read_issue
from intake.model import Paragraph, Run
from tests.compose.issues import (
    ESSAY,
    EXCERPT,
    FEELING,
    FIGURES,
    FLAG,
    HISTORY,
    MERGED,
    PARTS,
    PLANS,
    PORTRAIT,
    SERIES,
    TEAM,
    Paper,
    of,
    reread,
    told,
    words,
)

# --- what belongs together ------------------------------------------------------------------------


def test_a_paragraph_cut_in_two_by_a_page_end_is_one() -> None:
    text = MERGED[0] + MERGED[1]
    issue = of("践铝之行", HISTORY, text[: len(MERGED[0]) + 2], "- 3 -", text[len(MERGED[0]) + 2 :])
    assert words(issue) == list(MERGED[:2])


def test_a_signature_cut_in_two_is_one() -> None:
    (piece,) = of("悟心之语", "📍" + FEELING + "（广西华", "昇 韦小明）").pieces
    assert (piece.unit, piece.attribution, piece.text) == ("广西华昇", "广西华昇 韦小明", FEELING)


def test_an_excerpt_goes_on_until_it_is_signed() -> None:
    issue = of("学·习之路", *EXCERPT[:2], EXCERPT[2] + "（工人日报）", ESSAY + "（新华网）")
    assert words(issue) == ["\n".join(EXCERPT), ESSAY]


def test_an_excerpt_without_signature_ends_at_the_next_mark() -> None:
    issue = of("学·习之路", "📍" + EXCERPT[0], EXCERPT[1], "📍" + ESSAY)
    assert words(issue) == ["\n".join(EXCERPT[:2]), ESSAY]


def test_a_signature_on_a_line_of_its_own_belongs_to_the_piece_above() -> None:
    for line in ("（工人日报）", "——工人日报", "来源：工人日报"):
        issue = of("学·习之路", "📍" + EXCERPT[0], line, "📍" + ESSAY)
        assert [piece.attribution for piece in issue.pieces] == ["工人日报", None]
        assert words(issue) == [EXCERPT[0], ESSAY]


def test_numbered_heads_inside_a_portrait_stay_in_it() -> None:
    (piece,) = of(
        SERIES, "📍" + PORTRAIT[0], "一、攻坚克难显担当", PORTRAIT[1], PORTRAIT[2] + "（中铝矿业）"
    ).pieces
    assert piece.text == "\n".join((PORTRAIT[0], "一、攻坚克难显担当", *PORTRAIT[1:]))
    assert piece.unit == "中铝矿业"


def test_unmarked_portraits_are_told_apart_by_their_leads() -> None:
    issue = of(SERIES, *PORTRAIT, TEAM)
    assert words(issue) == ["\n".join(PORTRAIT), TEAM]
    assert [piece.unit for piece in issue.pieces] == ["中铝矿业", "中州铝业"]


def test_a_short_line_before_an_excerpt_is_its_title() -> None:
    (piece,) = of("学·习之路", "📍把标准提上去", EXCERPT[0] + "（工人日报）").pieces
    assert (piece.title, piece.text) == ("把标准提上去", EXCERPT[0])


def test_several_items_in_one_paragraph_are_cut_at_their_marks() -> None:
    issue = of("悟心之语", f"📍{FEELING}（广西华昇 韦小明）📍{FEELING}（包头铝业 王强）")
    assert [piece.unit for piece in issue.pieces] == ["广西华昇", "包头铝业"]


def test_a_title_is_set_apart_from_its_piece() -> None:
    def bold(text: str) -> Paragraph:
        return Paragraph(text, runs=(Run(text, bold=text.startswith("产量")),))

    issue = of("开新之局", "产量再创新高", FIGURES[0], "📍【质量提升】" + FIGURES[1], looks=bold)
    assert [(piece.title, piece.text) for piece in issue.pieces] == [
        ("产量再创新高", FIGURES[0]),
        ("质量提升", FIGURES[1]),
    ]


# --- whose it is ----------------------------------------------------------------------------------


def merged(*texts: str, group: str = FLAG) -> list[tuple[str | None, str]]:
    return [(piece.unit, piece.text) for piece in of("践铝之行", group, "📍" + "".join(texts)).pieces]


def test_a_unit_that_is_only_mentioned_does_not_begin_a_share() -> None:
    texts = ("包头铝业党员突击队赴广西华磊支援抢修。", "抢修中，队员连续作战40小时。")
    assert merged(*texts) == [("包头铝业", "".join(texts))]


def test_a_share_may_begin_with_words_of_time_or_purpose() -> None:
    texts = (
        "近日，包头铝业开展红色观影。",
        "5月6日，中州铝业邀请老党员讲课。",
        "为庆祝建党百年，青海分公司举办展览。",
    )
    assert merged(*texts, group=HISTORY) == list(
        zip(("包头铝业", "中州铝业", "青海分公司"), texts, strict=True)
    )


def test_a_sentence_before_the_first_unit_belongs_to_its_share() -> None:
    texts = ("五月的厂区歌声嘹亮。", "包头铝业开展红歌会。", "中州铝业开展诵读。")
    assert merged(*texts, group=HISTORY) == [("包头铝业", texts[0] + texts[1]), ("中州铝业", texts[2])]


def test_shares_joined_by_semicolons_are_told_apart_by_their_units() -> None:
    issue = of("开新之局", "📍广西华昇产量超计划3%；包头铝业电耗下降40千瓦时；青海分公司利润增长12%。")
    assert told(issue) == [("开新之局", None, unit, True) for unit in ("广西华昇", "包头铝业", "青海分公司")]


def test_an_overview_of_a_unit_s_own_plants_is_one_piece_where_nothing_is_merged() -> None:
    text = "广西分公司党员带头稳产。矿业公司供矿顺畅；氧化铝厂运行稳定；电解铝厂超产300吨。"
    assert told(of("开新之局", "📍" + text)) == [("开新之局", None, "广西分公司", False)]


def test_a_unit_s_own_department_further_on_is_not_the_desk() -> None:
    texts = ("包头铝业举办读书班。", "党群工作部编印学习手册300册。")
    assert merged(*texts, group=HISTORY) == [("包头铝业", "".join(texts))]


def test_a_part_alone_in_its_paragraph_is_of_the_unit_above() -> None:
    issue = of("践铝之行", FLAG, *(f"📍{text}" for text in PARTS))
    assert [piece.unit for piece in issue.pieces] == ["广西分公司"] * 3


def test_a_plant_that_nobody_registered_is_told_apart_behind_another() -> None:
    texts = ("包头铝业电解二厂党员清理母线沟。", "热力三厂党员抢修锅炉，提前6小时点火。")
    assert merged(*texts) == [("包头铝业", text) for text in texts]


@pytest.mark.parametrize(
    "source", ["《工人日报》2021年5月8日第1版", "新华社北京5月6日电", "据央视新闻", "来源：某某网"]
)
def test_a_medium_is_known_however_it_is_cited(source: str) -> None:
    (piece,) = of("学·习之路", f"📍{ESSAY}（{source}）").pieces
    assert piece.text == ESSAY
    assert piece.attribution


def test_the_signature_tells_the_unit_and_only_then_the_words() -> None:
    issue = of("开新之局", "📍某网报道了企业复垦的做法。（党群工作部）", "📍" + FIGURES[0] + "（李明）")
    assert [(piece.unit, piece.attribution) for piece in issue.pieces] == [
        ("党群工作部", "党群工作部"),
        ("广西华昇", "李明"),
    ]


@pytest.mark.parametrize("end", ["（下同）。", "（计划的102%）。", "（试行）。"])
def test_brackets_that_are_part_of_the_sentence_stay(end: str) -> None:
    (piece,) = of("开新之局", "📍广西华昇按新办法核算成本" + end).pieces
    assert piece.text.endswith(end)
    assert piece.attribution is None


# --- what is left out -----------------------------------------------------------------------------


def test_page_numbers_captions_imprint_and_small_print_are_no_pieces() -> None:
    issue = of(
        "开新之局",
        "📍" + FIGURES[0],
        "图为广西华昇生产现场。",
        "— 2 —",
        "第 3 页 共 8 页",
        "📍" + FIGURES[1],
        "责任编辑：张三",
        "（本期信息采集时间：4月30日-5月10日）",
        "发放：公司领导",
        "各实体企业",
        "投稿邮箱：a@b.cn",
    )
    assert words(issue) == list(FIGURES)


def test_a_caption_below_a_picture_is_no_piece() -> None:
    paper = Paper()
    paper.column("开新之局")
    paper.item(FIGURES[0])
    picture = io.BytesIO()
    Image.new("RGB", (200, 100), "green").save(picture, "png")
    picture.seek(0)
    paper.document.add_picture(picture)
    paper.line("焙烧炉前的检修人员").alignment = WD_ALIGN_PARAGRAPH.CENTER
    paper.item(FIGURES[1])
    assert words(reread(paper.data)) == list(FIGURES)


@pytest.mark.parametrize(
    "note",
    [("编者按：今年是建党百年，本刊开设专栏，敬请关注。",), ("【编者按】", "今年是建党百年，本刊开设专栏。")],
)
def test_an_editor_s_note_is_no_piece(note: tuple[str, ...]) -> None:
    issue = of("开新之局", *note, "📍" + FIGURES[0])
    assert words(issue) == [FIGURES[0]]
    assert issue.unknown == ()


@pytest.mark.parametrize(
    "contents",
    [
        ("目　录", "思理之源……………1", "把小事做细\t1", "开新之局……………2"),
        ("本期导读", "思理之源", "把小事做细", "开新之局", "广西华昇产量超计划"),
    ],
)
def test_the_contents_are_no_pieces(contents: tuple[str, ...]) -> None:
    issue = of("2021年第9期", *contents, "思理之源", ESSAY + "（新华网）", "开新之局", FIGURES[0])
    assert words(issue) == [ESSAY, FIGURES[0]]
    assert issue.unknown == ()


def test_a_table_of_figures_is_no_piece() -> None:
    paper = Paper()
    paper.column("开新之局")
    paper.item(FIGURES[0])
    table = paper.document.add_table(3, 2)
    for row in table.rows:
        for cell in row.cells:
            cell.text = "产量 3.2"
    paper.item(FIGURES[1])
    assert words(reread(paper.data)) == list(FIGURES)


# --- what is no issue, and what is meant to hurt --------------------------------------------------


@pytest.mark.parametrize(
    "texts",
    [(), ("",), ("关于召开职工大会的通知", "各单位：", "定于5月20日召开大会。"), ("a" * 50, "1. b", "【c】")],
)
def test_a_document_that_is_no_issue_gives_no_pieces(texts: tuple[str, ...]) -> None:
    issue = of(*texts)
    assert (issue.pieces, issue.unknown) == ((), ())


def test_nothing_is_read_without_columns_and_units() -> None:
    paragraphs = [Paragraph("开新之局"), Paragraph(FIGURES[0])]
    assert read_issue(paragraphs, (), ()).pieces == ()
    (piece,) = read_issue(paragraphs, PLANS, ()).pieces
    assert piece == PublishedPiece("开新之局", None, None, FIGURES[0], None, None, merged=False)


def test_an_issue_of_headings_only_has_no_pieces() -> None:
    names = [name for plan in PLANS for name in (plan.name, *(g.name for g in plan.groups if g.name))]
    assert of(*names * 100).pieces == ()


def work(texts: list[str], monkeypatch: pytest.MonkeyPatch) -> int:
    """Characters in which units were sought."""
    looked = 0

    def seek(text: str, known: tuple[Unit, ...]) -> list[names.Mention]:
        nonlocal looked
        looked += len(text)
        return names.mentions(text, known)

    for module in (readback_sources, readback_entries):
        monkeypatch.setattr(module, "mentions", seek)
    of(*texts)
    monkeypatch.undo()
    return looked


@pytest.mark.parametrize(
    "make",
    [
        lambda n: ["开新之局", *[f"📍{FIGURES[0]}"] * n],
        lambda n: ["学·习之路", *["没有句号的一行"] * n],
        lambda n: ["听青之声", "📍" + "".join(MERGED) * n],
        lambda n: ["听青之声", "📍" + "（" * n],
        lambda n: [SERIES, *PORTRAIT * n],
    ],
    ids=["items", "cut", "merged", "brackets", "portraits"],
)
def test_the_work_grows_with_the_text_and_no_faster(
    make: Callable[[int], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    small, large = (work(make(n), monkeypatch) for n in (200, 2000))
    assert large <= 11 * small + 1000


def test_a_paragraph_of_a_megabyte_and_five_thousand_paragraphs_are_read() -> None:
    texts = ["践铝之行", HISTORY, "📍" + "".join(MERGED) * 14_000]
    assert len(texts[-1]) > 1_000_000
    assert len(of(*texts).pieces) == 3 * 14_000
    assert len(of("开新之局", *[f"📍{FIGURES[0]}"] * 5000).pieces) == 5000
