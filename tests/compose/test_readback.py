"""A published issue read back from its Word file, in the looks that editors give it by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from docx.text.paragraph import Paragraph as WordParagraph

from compose.model import Draft
from compose.published import PublishedIssue
from compose.word import write_word
from tests.compose.drafts import varied_draft
from tests.compose.issues import (
    ESSAY,
    EXCERPT,
    FEELING,
    FIGURES,
    FLAG,
    HISTORY,
    MERGED,
    PARTS,
    PORTRAIT,
    SERIES,
    TEAM,
    HeadingStyles,
    Paper,
    PlainHeadings,
    body,
    imprint,
    masthead,
    reread,
    told,
    words,
)

EXPECTED = [
    ("学·习之路", None, None, False),
    ("思理之源", None, None, False),
    ("践铝之行", HISTORY, "山西新材料", True),
    ("践铝之行", HISTORY, "包头铝业", True),
    ("践铝之行", HISTORY, "郑州研究院", True),
    ("践铝之行", FLAG, "广西分公司", True),
    ("践铝之行", FLAG, "广西分公司", True),
    ("践铝之行", FLAG, "广西分公司", True),
    ("悟心之语", None, "中铝山东", False),
    ("悟心之语", None, "广西华昇", False),
    ("开新之局", None, "广西华昇", False),
    ("开新之局", None, "青海分公司", False),
    (SERIES, "2021年集团劳动模范", "中铝矿业", False),
    (SERIES, "2021年集团先进集体", "中州铝业", False),
]
TEXTS = [
    "\n".join(EXCERPT),
    ESSAY,
    *MERGED,
    *PARTS,
    FEELING,
    FEELING,
    *FIGURES,
    "\n".join(PORTRAIT),
    TEAM,
]
SIGNED = {
    0: "工人日报",
    1: "新华网",
    8: "中铝山东第二氧化铝厂溶出车间 徐晓云",
    9: "广西华昇 韦小明",
    12: "中铝矿业",
    13: "中州铝业",
}


# --- the looks ------------------------------------------------------------------------------------


class Bullets(Paper):
    mark = "● "


class Numbers(Paper):
    """Items numbered by hand within each column."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def column(self, name: str) -> None:
        self.count = 0
        super().column(name)

    def group(self, name: str) -> None:
        self.count = 0
        super().group(name)

    def item(self, *texts: str) -> None:
        self.count += 1
        self.mark = f"{self.count}. "
        super().item(*texts)


class AutomaticNumbers(Paper):
    """Items numbered by Word."""

    def item(self, *texts: str) -> None:
        self.line(texts[0], "List Number")
        for text in texts[1:]:
            self.line(text)


class Unmarked(Paper):
    mark = ""


class UnmarkedPlain(PlainHeadings):
    mark = ""


class Bracketed(Paper):
    """【栏目】, numbered; groups without 篇."""

    number = iter("一二三四五六七八九")

    def __init__(self) -> None:
        super().__init__()
        self.number = iter("一二三四五六七八九")

    def column(self, name: str) -> None:
        super().column(f"{next(self.number)}、【{name.replace('·', ' ')}】")

    def group(self, name: str) -> None:
        super().group(name.removesuffix("篇"))


class ExtraBlanks(Paper):
    """Empty paragraphs, blanks inside headings, blanks before items."""

    def line(self, text: str, style: str | None = None, *, bold: bool = False) -> WordParagraph:
        self.document.add_paragraph("  ")
        return super().line(text, style, bold=bold)

    def column(self, name: str) -> None:
        super().column("  " + " ".join(name) + "\u3000")

    def item(self, *texts: str) -> None:
        super().item(*(f"  {text}  " for text in texts))


class OneLine(Paper):
    """A column and its first group on one line."""

    pending = ""

    def column(self, name: str) -> None:
        if name == "践铝之行":
            self.pending = name
        else:
            self.pending = ""
            super().column(name)

    def group(self, name: str) -> None:
        if self.pending:
            super().column(f"{self.pending}·{name}")
            self.pending = ""
        else:
            super().group(name)


class SoftBreaks(Paper):
    """One paragraph for a whole column, its lines divided by soft breaks."""

    def item(self, *texts: str) -> None:
        run = self.document.paragraphs[-1].add_run()
        for row, text in enumerate(texts):
            run.add_break()
            run.add_text(text if row else self.mark + text)


class HalfWidth(Paper):
    """Half-width brackets at headings and signatures."""

    def line(self, text: str, style: str | None = None, *, bold: bool = False) -> WordParagraph:
        text = text.replace("（", " (").replace("）", ")")
        return super().line(text, style, bold=bold)


class HeadingTables(Paper):
    """Each column's heading in a table of one cell."""

    def column(self, name: str) -> None:
        self.document.add_table(1, 1).cell(0, 0).text = name


class LastUnmarked(Paper):
    """The last item of each group without its mark."""

    def item(self, *texts: str) -> None:
        self.mark = "" if texts[0].startswith(("我在旧址", "青海", "中州")) else "📍 "
        super().item(*texts)


LOOKS = (
    Paper,
    HeadingStyles,
    PlainHeadings,
    Bullets,
    Numbers,
    AutomaticNumbers,
    Unmarked,
    UnmarkedPlain,
    Bracketed,
    ExtraBlanks,
    OneLine,
    SoftBreaks,
    HalfWidth,
    HeadingTables,
    LastUnmarked,
)


@pytest.fixture(params=LOOKS, ids=lambda look: look.__name__)
def issue(request: pytest.FixtureRequest) -> PublishedIssue:
    paper = request.param()
    masthead(paper)
    body(paper)
    imprint(paper)
    return reread(paper.data)


def test_every_piece_stands_in_its_column_group_and_unit(issue: PublishedIssue) -> None:
    assert told(issue) == EXPECTED
    assert issue.unknown == ()


def test_every_piece_holds_its_words_without_mark_and_signature(issue: PublishedIssue) -> None:
    assert words(issue) == TEXTS
    signed = {at: piece.attribution for at, piece in enumerate(issue.pieces) if piece.attribution}
    assert signed == SIGNED


def test_the_masthead_is_read_in_every_look(issue: PublishedIssue) -> None:
    assert (issue.year, issue.number, issue.serial, issue.date) == (2021, 9, 9, date(2021, 5, 14))


# --- the draft of the desk itself -----------------------------------------------------------------


def placed(draft: Draft) -> Iterator[tuple[str, str | None, str | None, str]]:
    """(column, group, unit, text) of every piece of a draft."""
    for column in draft.columns:
        for group in column.groups:
            for paragraph in group.paragraphs:
                for piece in paragraph.pieces:
                    yield column.name, group.name, piece.candidate.unit, piece.text


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_a_draft_of_the_desk_comes_back_piece_by_piece() -> None:
    draft = varied_draft()
    issue = reread(write_word(draft))
    found = [(p.column, p.group, p.unit, squeezed(p.text)) for p in issue.pieces]
    drafted = [(*place, squeezed(text)) for *place, text in placed(draft)]
    assert [(row[0], row[1], row[3]) for row in found] == [(row[0], row[1], row[3]) for row in drafted]
    assert (issue.year, issue.number, issue.serial, issue.date) == (2021, 9, 9, date(2021, 5, 14))
    assert issue.unknown == ()


def test_the_merged_pieces_of_a_draft_come_back_as_merged() -> None:
    draft = varied_draft()
    shared = {
        squeezed(piece.text)
        for column in draft.columns
        for group in column.groups
        for paragraph in group.paragraphs
        if len(paragraph.pieces) > 1
        for piece in paragraph.pieces
    }
    issue = reread(write_word(draft))
    assert {squeezed(piece.text) for piece in issue.pieces if piece.merged} == shared


def test_the_notes_of_a_draft_are_no_pieces() -> None:
    draft = varied_draft()
    with_notes, without = (reread(write_word(draft, comments=notes)) for notes in (True, False))
    assert with_notes == without
