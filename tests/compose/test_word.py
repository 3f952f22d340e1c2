"""The Word file of a draft: layout, marks, comments, hostile text."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from docx.document import Document as DocumentObject

from classify.model import Level
from compose.model import (
    Draft,
    DraftColumn,
    DraftGroup,
    DraftParagraph,
    Piece,
    Remark,
    RemarkKind,
    Window,
)
from compose.text import clean_text
from compose.word import write_word
from tests.compose.drafts import (
    IMPRINT,
    make_candidate,
    make_column,
    make_draft,
    make_issue,
    make_piece,
    pieces_of,
    single,
    varied_draft,
)
from tests.compose.papers import W, comment_texts, lines, opened, part, read, runs, texts

HOSTILE = "{{ 7*7 }}{% raw %} =1+1 <b>粗</b> & ]]> \\n ${x} %s"


# --- masthead, columns, imprint -------------------------------------------------------------------


def test_the_masthead_has_title_numbers_issuer_and_date() -> None:
    assert lines(opened(make_draft()))[:3] == [
        ("刊名", "中铝股份党群工作"),
        ("期号", "2021年第9期（总第9期）"),
        ("发文机关", "党群工作部\t2021年5月14日"),
    ]


@pytest.mark.parametrize(
    ("title", "points"),
    [
        ("中铝股份党群工作", None),
        ("九个字的刊名也放得下", 44.0),
        ("中国铝业股份有限公司党群工作简报", 27.0),
        ("ChinalcoPartyWork", None),
        ("长" * 40, 26.0),
    ],
)
def test_a_long_title_is_set_smaller_so_that_it_stays_on_its_line(title: str, points: float | None) -> None:
    document = opened(make_draft(issue=make_issue(imprint=replace(IMPRINT, title=title))))
    (size,) = (run.font.size for run in document.paragraphs[0].runs if run.text)
    assert (size and size.pt) == points


def test_the_imprint_ends_the_issue() -> None:
    assert lines(opened(varied_draft()))[-4:] == [
        ("采集时间", "（本期信息采集时间：4月30日—5月10日）"),
        ("版记首", "发放：公司领导，本部各部门、各实体企业"),
        ("版记", "抄送：集团党群工作部"),
        ("版记末", "投稿邮箱：desk@example.com"),
    ]


@pytest.mark.parametrize(
    ("window", "words"),
    [
        (Window(None, date(2021, 5, 10)), ["（本期信息采集时间：截至2021年5月10日）"]),
        (Window(date(2021, 4, 30), None), ["（本期信息采集时间：2021年4月30日起）"]),
        (Window(None, None), []),
    ],
)
def test_an_open_window_is_said_or_left_out(window: Window, words: list[str]) -> None:
    assert texts(opened(make_draft(issue=make_issue(window=window))), "采集时间") == words


def test_an_imprint_line_without_words_is_left_out() -> None:
    bare = replace(IMPRINT, copies="", distribution=" ")
    document = opened(make_draft(issue=make_issue(imprint=bare)))
    assert [text for style, text in lines(document) if style.startswith("版记")] == [
        "投稿邮箱：desk@example.com"
    ]


def test_columns_stand_in_their_order_with_the_instalment_of_a_series() -> None:
    assert texts(opened(varied_draft()), "栏目") == [
        "学·习之路",
        "思理之源",
        "践铝之行",
        "开新之局",
        "悟心之语",
        "听青之声",
        "展事迹·学风采（连载之二）",
    ]


def test_group_headings_are_bracketed_only_where_the_column_says_so() -> None:
    assert texts(opened(varied_draft()), "组别") == [
        "党史学习教育进行篇",
        "党旗在基层一线高高飘扬篇",
        "为群众办实事篇",
        "【2021年度劳动模范】",
        "【2021年度先进集体】",
    ]


def test_specimens_of_the_base_document_do_not_reach_the_issue() -> None:
    assert "固定行距" not in part(write_word(varied_draft()), "word/document.xml")


# --- paragraphs -----------------------------------------------------------------------------------


def test_an_entry_is_a_pin_in_its_own_style_the_words_and_the_attribution() -> None:
    draft = make_draft(make_column(DraftParagraph((make_piece(1, "产量超过计划。"),), "中铝山东 徐小云")))
    assert runs(opened(draft, comments=False), "正文条目") == [
        ("📍", "图钉"),
        ("产量超过计划。", None),
        ("（中铝山东 徐小云）", "署名"),
    ]


def test_a_newline_starts_a_further_paragraph_and_the_attribution_closes_the_last() -> None:
    draft = make_draft(make_column(DraftParagraph((make_piece(1, "甲。\n\n　　乙。\n"),), "工人日报")))
    assert lines(opened(draft))[4:6] == [("正文条目", "📍甲。"), ("续段", "乙。（工人日报）")]


def test_a_run_in_head_keeps_its_bold_style() -> None:
    found = runs(opened(single("事迹。", bold="中铝矿业赵小山。")), "正文条目")
    assert ("中铝矿业赵小山。", "段首小标题") in found


def test_the_pieces_of_a_merged_paragraph_run_on() -> None:
    pair = DraftParagraph((make_piece(1, "甲单位办班。"), make_piece(2, "乙单位竞赛。")))
    assert texts(opened(make_draft(make_column(pair))), "正文条目") == ["📍甲单位办班。乙单位竞赛。"]


def test_an_empty_draft_is_still_a_document() -> None:
    assert "📍" not in "".join(text for _, text in lines(opened(make_draft())))


# --- bookmarks and comments -----------------------------------------------------------------------


def bookmarks(document: DocumentObject) -> list[tuple[str, str]]:
    body = document.element.body
    return [(b.get(f"{W}id"), b.get(f"{W}name")) for b in body.iter(f"{W}bookmarkStart")]


def test_every_piece_has_a_bookmark_named_after_its_item() -> None:
    names = [name for _, name in bookmarks(opened(varied_draft()))]
    assert names == [f"item_{piece.candidate.item}" for piece in pieces_of(varied_draft().columns)]


def test_bookmark_ids_are_unique_and_closed() -> None:
    document = opened(varied_draft())
    ids = [ident for ident, _ in bookmarks(document)]
    ends = [end.get(f"{W}id") for end in document.element.body.iter(f"{W}bookmarkEnd")]
    assert len(set(ids)) == len(ids)
    assert sorted(ends) == sorted(ids)


def test_a_second_piece_of_an_item_gets_a_name_of_its_own() -> None:
    twice = DraftParagraph((make_piece(7, "甲。"), make_piece(7, "乙。")))
    assert [n for _, n in bookmarks(opened(make_draft(make_column(twice))))] == ["item_7", "item_7_2"]


def test_a_bookmark_spans_just_the_words_of_its_piece() -> None:
    pair = DraftParagraph((make_piece(1, "甲。\n乙。"), make_piece(2, "丙。")), "新华网")
    found: dict[str, str] = {}
    current = ""
    for element in opened(make_draft(make_column(pair))).element.body.iter():
        if element.tag == f"{W}bookmarkStart":
            current = element.get(f"{W}name")
        elif element.tag == f"{W}bookmarkEnd":
            current = ""
        elif element.tag == f"{W}t" and current:
            found[current] = found.get(current, "") + element.text
    assert found == {"item_1": "甲。乙。", "item_2": "丙。"}


def test_every_piece_has_one_comment_of_the_desk_and_the_title_one_on_the_issue() -> None:
    document = opened(varied_draft())
    assert [c.author for c in document.comments] == ["采编台"] * (len(pieces_of(varied_draft().columns)) + 1)
    first = document.paragraphs[0]._p
    assert [e.get(f"{W}id") for e in first.iter(f"{W}commentReference")] == ["0"]


def test_comment_ranges_and_references_pair_up() -> None:
    body = opened(varied_draft()).element.body
    kinds = ("commentRangeStart", "commentRangeEnd", "commentReference")
    starts, ends, references = ([e.get(f"{W}id") for e in body.iter(W + kind)] for kind in kinds)
    assert starts == ends == references


def test_a_comment_says_so_where_unit_and_contributor_are_unknown() -> None:
    _, text = comment_texts(opened(single("甲。", unit=None, subunit=None, contributor=None)))
    assert text.startswith("来源：单位不明　报送人：未署名　来信人：weixm@example.com")


def test_remarks_of_other_items_stay_out_of_a_comment() -> None:
    remarks = (Remark(RemarkKind.LENGTH, "别的稿件", 2), Remark(RemarkKind.NUMBERING, "整期"))
    draft = replace(single("甲。"), remarks=remarks)
    on_issue, on_piece = comment_texts(opened(draft))
    assert "提示" not in on_piece
    assert "提示（篇幅）：条目 2：别的稿件" in on_issue


def test_a_clean_copy_has_the_same_words_and_no_comment() -> None:
    clean = write_word(varied_draft(), comments=False)
    with zipfile.ZipFile(io.BytesIO(clean)) as package:
        assert "word/comments.xml" not in package.namelist()
    assert "comment" not in part(clean, "word/document.xml")
    assert lines(read(clean)) == lines(opened(varied_draft()))
    assert bookmarks(read(clean)) == bookmarks(opened(varied_draft()))


# --- doubt ----------------------------------------------------------------------------------------


def doubtful_pair() -> Draft:
    first = make_piece(1, "甲单位办班。", bold="甲。", level=Level.DOUBTFUL)
    return make_draft(make_column(DraftParagraph((first, make_piece(2, "乙单位竞赛。")))))


def test_the_words_of_a_doubtful_piece_are_marked_on_the_page() -> None:
    assert runs(opened(doubtful_pair()), "正文条目") == [
        ("📍", "图钉"),
        ("甲。", "段首小标题"),
        ("甲单位办班。", "存疑"),
        ("", "annotation reference"),
        ("乙单位竞赛。", None),
        ("", "annotation reference"),
    ]


def test_a_piece_of_an_unknown_unit_is_marked_however_sure_its_column_is() -> None:
    remark = Remark(RemarkKind.UNKNOWN_UNIT, "来稿单位不明", 1)
    marked = opened(replace(single("甲。", level=Level.SURE), remarks=(remark,)))
    assert ("甲。", "存疑") in runs(marked, "正文条目")


def test_a_clean_copy_shows_no_doubt() -> None:
    found = runs(opened(doubtful_pair(), comments=False), "正文条目")
    assert found == [("📍", "图钉"), ("甲。", "段首小标题"), ("甲单位办班。", None), ("乙单位竞赛。", None)]


def test_a_piece_without_words_still_carries_its_comment() -> None:
    empty = Piece(make_candidate(3), ())
    assert len(comment_texts(opened(make_draft(make_column(DraftParagraph((empty,))))))) == 2


# --- foreign text ---------------------------------------------------------------------------------


def test_markup_templates_and_formulas_come_out_letter_by_letter() -> None:
    document = opened(single(HOSTILE, subject=HOSTILE, contributor=HOSTILE, reasons=(HOSTILE,)))
    assert texts(document, "正文条目") == [f"📍{HOSTILE}"]
    assert comment_texts(document)[1].count(HOSTILE) == 4


def test_characters_that_xml_cannot_hold_are_dropped_everywhere() -> None:
    bad = "甲\x00\x0b\x1f\ud800乙\ufffe\uffff丙"
    piece = make_piece(1, bad, subject=bad)
    column = DraftColumn(bad, bad, (DraftGroup(bad, (DraftParagraph((piece,), bad),)),), bracket_groups=True)
    issue = make_issue(imprint=replace(IMPRINT, title=bad, issuer=bad, copies=bad))
    document = opened(make_draft(column, issue=issue))
    assert texts(document, "正文条目") == ["📍甲乙丙（甲乙丙）"]
    assert texts(document, "刊名") == ["甲乙丙"]
    assert "《甲乙丙》" in comment_texts(document)[1]


def test_cleaning_keeps_tabs_newlines_and_characters_beyond_the_basic_plane() -> None:
    assert clean_text("甲\t乙\r\n丙\r丁𠮷📍") == "甲\t乙\n丙\n丁𠮷📍"


def test_marks_that_turn_figures_round_are_dropped() -> None:
    assert texts(opened(single("产量\u202e12\u202c吨，\u2067增3%\u2069。\x85")), "正文条目") == [
        "📍产量12吨，增3%。"
    ]


def test_a_tab_in_a_mail_becomes_a_tab() -> None:
    assert texts(opened(single("产量\t12吨")), "正文条目") == ["📍产量\t12吨"]


def test_a_very_long_item_is_printed_whole() -> None:
    text = "产" * 100_000
    assert texts(opened(single(text)), "正文条目") == ["📍" + text]
