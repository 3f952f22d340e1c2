"""The HTML page of a draft: the issue, the source behind each piece, remarks, ledger, chart."""

from __future__ import annotations

import itertools
import os
import re
import subprocess
import sys
import time
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from classify.model import Level, Relation, RelationKind
from compose.html import write_html
from compose.model import (
    Credit,
    Draft,
    DraftColumn,
    DraftGroup,
    DraftParagraph,
    Fate,
    ItemEntry,
    Ledger,
    MessageEntry,
    Piece,
    Remark,
    RemarkKind,
)
from compose.page_source import DROPPED, USED, marked_stretches
from tests.compose.drafts import (
    FIRST_ARRIVAL,
    long_draft,
    make_candidate,
    make_column,
    make_draft,
    make_piece,
    printed_text,
    single,
    varied_draft,
)

VOID = frozenset({"meta", "br", "link", "img", "input", "hr"})
HOSTILE = "{{ 7*7 }}{% raw %}</blockquote><script>alert(1)</script> =1+1 <b>粗</b> & \" ' <!--"


class Page(HTMLParser):
    """What a page holds: elements with attributes and text, unbalanced tags."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[tuple[tuple[str, ...], str]] = []
        self.open: list[tuple[str, str]] = []
        self.unbalanced: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.elements.append((tag, found))
        if tag not in VOID:
            self.open.append((tag, found.get("class", "")))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop()[0] != tag:
            self.unbalanced.append(tag)

    def handle_data(self, data: str) -> None:
        self.texts.append((tuple(" ".join(step).strip() for step in self.open), data))

    def within(self, step: str, *, outside: tuple[str, ...] = ()) -> str:
        """All text inside elements `tag` or `tag class`, but not inside those in `outside`."""
        return "".join(
            text for path, text in self.texts if step in path and not any(other in path for other in outside)
        )

    def attributes(self, name: str) -> list[str]:
        """Every value of an attribute, in order."""
        return [attrs[name] for _, attrs in self.elements if name in attrs]


def opened(draft: Draft) -> Page:
    return Page(write_html(draft))


def squeezed(text: str) -> str:
    return "".join(text.split())


def one(piece: Piece, **changes: object) -> Draft:
    return replace(make_draft(make_column(DraftParagraph((piece,)))), **changes)  # type: ignore[arg-type]


# --- the page -------------------------------------------------------------------------------------


def test_the_page_is_well_formed() -> None:
    page = opened(varied_draft())
    assert (page.unbalanced, page.open) == ([], [])


def test_the_page_reads_like_the_paper() -> None:
    page = opened(varied_draft())
    extras = ("details source", "a ref", "span badge warn")
    assert squeezed(page.within("main issue", outside=extras)) == printed_text(varied_draft())


def test_the_page_is_marked_as_chinese_and_has_a_skip_link_to_the_issue() -> None:
    page = opened(varied_draft())
    assert ("html", {"lang": "zh-CN"}) in page.elements
    assert ("a", {"class": "skip", "href": "#issue"}) in page.elements


def test_headings_descend_without_a_gap() -> None:
    levels = [int(tag[1]) for tag, _ in opened(varied_draft()).elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_ids_are_unique_and_every_inner_link_leads_somewhere() -> None:
    page = opened(varied_draft())
    ids = page.attributes("id")
    links = [href.removeprefix("#") for href in page.attributes("href")]
    assert len(set(ids)) == len(ids)
    assert set(links) | set(page.attributes("aria-labelledby")) <= set(ids)


def test_the_page_needs_no_network_and_no_script() -> None:
    page = opened(varied_draft())
    assert not {tag for tag, _ in page.elements} & {"script", "link", "img", "iframe", "object", "form"}
    assert page.attributes("src") == []
    assert all(href.startswith("#") for href in page.attributes("href"))
    assert any("default-src 'none'" in content for content in page.attributes("content"))


def test_an_empty_draft_is_a_page_too() -> None:
    page = opened(make_draft())
    assert "没有提示" in page.within("section desk")
    assert page.unbalanced == []


# --- sources --------------------------------------------------------------------------------------


def test_every_piece_opens_its_source() -> None:
    page = opened(varied_draft())
    panels = [attrs for tag, attrs in page.elements if tag == "details" and attrs.get("class") == "source"]
    references = [attrs for tag, attrs in page.elements if attrs.get("class") == "ref"]
    assert len(panels) == len(references) == 23


def test_a_source_shows_the_whole_text_with_the_used_words_marked() -> None:
    page = opened(one(make_piece(1, "车间办班。", source="近日，车间办班，历时3天。", used=((3, 7),))))
    assert page.within("blockquote") == "近日，车间办班，历时3天。"
    assert page.within("mark") == "车间办班"


def test_a_source_says_so_where_the_used_words_are_not_known() -> None:
    assert "未记录采用的部分" in write_html(one(make_piece()))


@pytest.mark.parametrize(
    ("used", "stretches"),
    [
        ((), [("零一二三四五", "")]),
        (((0, 6),), [("零一二三四五", USED)]),
        (((4, 9), (0, 2)), [("零一", USED), ("二三", ""), ("四五", USED)]),
        (((0, 3), (1, 4)), [("零一二三", USED), ("四五", "")]),
        (((0, 2), (2, 4)), [("零一二三", USED), ("四五", "")]),
        (((-5, 1), (3, 3), (8, 9)), [("零", USED), ("一二三四五", "")]),
    ],
)
def test_used_ranges_may_overlap_touch_and_stand_in_any_order(
    used: tuple[tuple[int, int], ...], stretches: list[tuple[str, str]]
) -> None:
    assert list(marked_stretches(make_piece(1, "零一二三四五", used=used))) == stretches


def test_a_dropped_figure_is_marked_where_its_words_were_not_used() -> None:
    piece = make_piece(
        1, source="产量3.2万吨，同比增13.2万吨，共3.2万吨。", used=((0, 7),), dropped=("3.2万吨",)
    )
    assert [text for text, mark in marked_stretches(piece) if mark == DROPPED] == ["3.2万吨"]
    assert "".join(text for text, _ in marked_stretches(piece)) == piece.candidate.text


def test_a_source_names_unit_contributor_letter_and_arrival() -> None:
    panel = opened(one(make_piece(5))).within("details source")
    for words in (
        "广西分公司·氧化铝厂",
        "韦小明",
        "weixm@example.com",
        "第105号来信《第5批信息》",
        "五月信息.docx",
    ):
        assert words in panel
    assert "2021年4月30日14:05" in panel


def test_a_source_tells_confidence_reasons_alternatives_and_dropped_figures() -> None:
    piece = make_piece(
        reasons=("一因", "二因"), alternatives=(("践铝之行", "为群众办实事篇", 0.3),), dropped=("3.2万吨",)
    )
    panel = opened(one(piece)).within("details source")
    for words in ("87%，较有把握", "一因", "二因", "践铝之行›为群众办实事篇（30%）", "3.2万吨"):
        assert words in panel


def test_doubtful_pieces_are_marked_in_words_and_not_only_in_colour() -> None:
    doubtful = make_piece(1, "甲单位办班。", level=Level.DOUBTFUL)
    sure = make_piece(2, "乙单位竞赛。", level=Level.SURE)
    page = opened(make_draft(make_column(DraftParagraph((doubtful, sure)))))
    assert page.within("span piece doubtful") == "甲单位办班。"
    assert page.within("span badge warn").count("存疑") == 2
    assert "存疑" in page.within("dd")


def test_a_remark_that_no_editor_may_pass_over_marks_its_piece_as_doubtful() -> None:
    remark = Remark(RemarkKind.FOREIGN_FIGURE, "“3天”在原稿中没有", 1)
    page = opened(one(make_piece(1, "办班3天。", level=Level.SURE), remarks=(remark,)))
    assert page.within("span piece doubtful") == "办班3天。"


def test_a_source_gives_the_lines_that_file_it_elsewhere_or_leave_it_out() -> None:
    piece = make_piece(7, alternatives=(("践铝之行", "为群众办实事篇", 0.3), ("展事迹", "x'; reboot", 0.1)))
    lines = [text for path, text in opened(one(piece)).texts if "code" in path]
    assert lines == [
        "classify set 7 践铝之行/为群众办实事篇",
        "classify set 7 '展事迹/x'\"'\"'; reboot'",
        "compose --window 2021-04-30..2021-05-10 --date 2021-05-14 --exclude 7",
    ]


def test_a_source_without_a_known_unit_gives_the_line_that_names_one() -> None:
    assert "<code>intake unit 107 单位</code>" in write_html(one(make_piece(7, unit=None)))


def test_a_source_tells_who_else_sent_it_and_what_it_replaces() -> None:
    piece = make_piece(7, relation=Relation(RelationKind.VERSION, 5, "主题注明更正"))
    draft = one(
        piece,
        left_out={5: make_candidate(5, "旧稿全文。"), 6: make_candidate(6, "同一篇。")},
        credited={7: (Credit(6, 106, "中州铝业", "李四", "宣传部"),)},
        ledger=Ledger(
            (MessageEntry(107, "with_submissions", "更正", "韦小明", FIRST_ARRIVAL),),
            (ItemEntry(5, 105, Fate.SUPERSEDED, "已有新版"), ItemEntry(6, 106, Fate.DUPLICATE, "重复")),
            1,
            2,
        ),
    )
    page = opened(draft)
    panel = page.within("details source")
    assert "修改稿，所代替的是：条目 5（主题注明更正）" in panel
    assert "中州铝业、李四、宣传部（第106号来信，条目 6）" in panel
    assert {"#left-5", "#left-6", "#letter-107"} <= set(page.attributes("href"))
    assert "#letter-105" not in page.attributes("href")


def test_the_remarks_of_an_item_stand_in_its_source() -> None:
    draft = one(make_piece(5), remarks=(Remark(RemarkKind.LENGTH, "超出篇幅12字", 5),))
    assert "篇幅 超出篇幅12字" in opened(draft).within("details source")


# --- remarks, ledger, chart -----------------------------------------------------------------------


def test_remarks_link_to_the_sources_they_concern() -> None:
    page = opened(varied_draft())
    listed = squeezed(page.within("section desk"))
    assert "“3700多条”在原稿中写作“3,700多条”来源22" in listed
    assert "留待下期条目502" in listed
    assert "采集期有空档（1）" in listed


def test_remarks_link_to_the_letters_that_they_name() -> None:
    named = Remark(RemarkKind.SET_ASIDE, "第101号来信与第999号来信的附件打不开")
    page = opened(one(make_piece(1), remarks=(named,)))
    assert ("a", {"href": "#letter-101"}) in page.elements
    assert "#letter-999" not in page.attributes("href")


def test_the_ledger_names_every_unused_item_and_silent_letter_with_its_reason() -> None:
    desk = opened(varied_draft()).within("section desk")
    for words in ("与稿件3内容相同", "超出篇幅，留待下期", "编辑决定不用", "附件加密，打不开", "自动答复"):
        assert words in desk


def test_what_was_left_out_can_be_read_in_full() -> None:
    text = "近日，车间办班，历时3天。" * 30
    held = make_candidate(9, text, title="车间办班", unit="包头铝业")
    ledger = Ledger((), (ItemEntry(9, 109, Fate.HELD, "超出篇幅"), ItemEntry(8, 108, Fate.HELD, "等")), 0, 2)
    page = opened(make_draft(ledger=ledger, left_out={9: held}))
    assert page.within("blockquote") == f"车间办班\n{text}"
    lines = [words for path, words in page.texts if "code" in path]
    assert lines[0] == "intake show 108"
    assert lines[-1].endswith("--include 9")
    assert "包头铝业0011" in squeezed(page.within("table chart"))


def test_the_ledger_counts_letters_and_items_by_what_became_of_them() -> None:
    desk = opened(varied_draft()).within("section desk")
    assert "有稿件 23，不是稿件 1，重复来信 1，待人工处理 1" in desk
    assert "采用 23，重复 1，备选 1，不采用 1" in desk
    assert "台账相符：收到来信 26 封、稿件 26 条" in desk


def test_an_unbalanced_ledger_is_an_alarm() -> None:
    draft = single("甲。")
    short = replace(draft, ledger=replace(draft.ledger, received=5))
    assert "台账不符：库里有来信 5 封" in opened(short).within("p alarm")


def test_a_state_without_a_word_of_its_own_is_shown_as_it_is() -> None:
    entry = MessageEntry(1, "lost_in_space", "主题", "x@example.com", FIRST_ARRIVAL, "原因")
    page = opened(make_draft(ledger=Ledger((entry,), (ItemEntry(9, 1, Fate.HELD, "等"),), 1, 1)))
    assert "lost_in_space 1" in page.within("section desk")


def test_the_chart_gives_numbers_beside_its_bars() -> None:
    alone = DraftParagraph((make_piece(1, unit="包头铝业"),))
    merged = DraftParagraph((make_piece(2, unit="包头铝业"), make_piece(3, unit="云铝物流")))
    page = opened(make_draft(make_column(alone, merged)))
    assert squeezed(page.within("table chart")).endswith("包头铝业1102云铝物流0101")
    assert page.attributes("style") == ["width: 50.0%"] * 3


def test_a_media_excerpt_is_not_counted_as_an_unknown_unit() -> None:
    excerpt = make_piece(1, unit=None, media="工人日报")
    page = opened(make_draft(make_column(DraftParagraph((excerpt,)))))
    assert "媒体摘编1001" in squeezed(page.within("table chart"))


# --- foreign text, sameness, speed ----------------------------------------------------------------


def test_mail_text_is_inert_wherever_it_stands() -> None:
    piece = make_piece(
        1,
        HOSTILE,
        bold=HOSTILE,
        used=((3, 20),),
        dropped=(HOSTILE, HOSTILE),
        unit=HOSTILE,
        subunit=HOSTILE,
        contributor=HOSTILE,
        subject=HOSTILE,
        sender=HOSTILE,
        title=HOSTILE,
        reasons=(HOSTILE,),
        alternatives=((HOSTILE, HOSTILE, 0.2),),
        relation=Relation(RelationKind.VERSION, 9, HOSTILE),
    )
    column = DraftColumn(HOSTILE, HOSTILE, (DraftGroup(HOSTILE, (DraftParagraph((piece,), HOSTILE),)),))
    entry = MessageEntry(1, HOSTILE, HOSTILE, HOSTILE, FIRST_ARRIVAL, HOSTILE)
    ledger = Ledger((entry,), (ItemEntry(9, 1, Fate.HELD, HOSTILE),), 1, 1)
    draft = make_draft(
        column,
        ledger=ledger,
        remarks=(Remark(RemarkKind.LENGTH, HOSTILE, 1),),
        left_out={9: make_candidate(9, HOSTILE, title=HOSTILE, unit=HOSTILE)},
    )
    page = opened(replace(draft, credited={1: (Credit(9, 1, HOSTILE, HOSTILE, HOSTILE),)}))
    assert page.unbalanced == []
    assert not {tag for tag, _ in page.elements} & {"script", "iframe"}
    assert "".join(text for _, text in page.texts).count("{{ 7*7 }}") > 20


def test_characters_that_cannot_be_encoded_are_dropped() -> None:
    page = write_html(single("甲\x00\ud800乙\uffff丙", subject="丁\udfff戊"))
    assert page.encode()
    assert "甲乙丙" in page
    assert "丁戊" in page


def test_the_page_is_the_same_in_every_time_zone_and_for_every_hash_seed() -> None:
    code = (
        "import hashlib; from tests.compose.drafts import varied_draft; from compose.html import write_html;"
        "print(hashlib.sha256(write_html(varied_draft()).encode()).hexdigest())"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "TZ": zone, "PYTHONHASHSEED": seed},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for zone, seed in (("UTC", "0"), ("Pacific/Auckland", "1"))
    }
    assert len(seen) == 1


def test_six_hundred_items_are_a_page_within_half_a_second() -> None:
    draft = long_draft(600)
    write_html(single("甲。"))
    start = time.process_time()
    write_html(draft)
    assert time.process_time() - start < 0.5
