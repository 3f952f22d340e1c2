"""The printed page: what LibreOffice makes of the Word file says what the draft says, and looks like it."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from compose.model import Draft, DraftParagraph, Piece, Span
from compose.word import write_word
from tests.compose.drafts import make_candidate, make_column, make_draft, printed_text
from tests.compose.printed import PICTURES, WIDE, hostile_draft, whole_draft

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(
    not (shutil.which("soffice") and shutil.which("pdftotext")),
    reason="LibreOffice (soffice) and poppler (pdftotext) print the draft",
)


def full_page() -> Draft:
    return make_draft(make_column(DraftParagraph((Piece(make_candidate(), (Span("产" * 2000),)),))))


DRAFTS = {"whole": whole_draft(), "hostile": hostile_draft(), "full": full_page()}
PAGE_NUMBER = re.compile(r"(?m)^\s*— *(\d+) *—\s*$")


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the PDF files of the drafts, all printed by one LibreOffice; `clean` has no comments."""
    folder = tmp_path_factory.mktemp("printed")
    for name, draft in DRAFTS.items():
        (folder / f"{name}.docx").write_bytes(write_word(draft, PICTURES))
    (folder / "clean.docx").write_bytes(write_word(DRAFTS["whole"], PICTURES, comments=False))
    names = sorted(path.name for path in folder.glob("*.docx"))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", "--headless", profile, "--convert-to", "pdf", *names]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=480)
    return folder


def pages(folder: Path, name: str, how: str = "-raw") -> list[str]:
    command = ["pdftotext", how, "-enc", "UTF-8", f"{name}.pdf", "-"]
    text = subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120).stdout.decode()
    return text.split("\f")[:-1]


def words(folder: Path, name: str) -> str:
    """The text of all pages without page numbers and blanks."""
    return "".join("".join(PAGE_NUMBER.sub("", page) for page in pages(folder, name)).split())


def squeezed(text: str) -> str:
    """The text without blanks and what no file of this kind can hold."""
    unprintable = {*map(chr, range(0x20)), *map(chr, range(0xD800, 0xE000)), *"\x85\u202e\u202c\u2067\u2069"}
    unprintable |= {"\ufffe", "\uffff"}
    return "".join(c for c in "".join(text.split()) if c not in unprintable)


def expected(draft: Draft) -> str:
    """What the draft says, written apart from the code under test; a caption stands below its photo."""
    text = squeezed(printed_text(draft))
    for entry in (e for column in draft.columns for group in column.groups for e in group.paragraphs):
        for photo in entry.photos:
            above = squeezed(entry.text + (f"（{entry.attribution}）" if entry.attribution else ""))
            text = text.replace(above, above + squeezed(photo.caption or ""), 1)
    return text


@pytest.mark.parametrize(
    ("name", "draft"), [("whole", "whole"), ("clean", "whole"), ("hostile", "hostile"), ("full", "full")]
)
def test_the_printed_page_says_what_the_draft_says(printed: Path, name: str, draft: str) -> None:
    assert words(printed, name) == expected(DRAFTS[draft])


def test_captions_are_part_of_what_is_compared() -> None:
    assert expected(DRAFTS["whole"]).count("".join(str(WIDE.caption).split())) == 1


@pytest.mark.parametrize("name", ["whole", "clean", "hostile"])
def test_pages_are_numbered_in_order(printed: Path, name: str) -> None:
    numbers = [PAGE_NUMBER.findall(page) for page in pages(printed, name)]
    assert numbers == [[str(number)] for number in range(1, len(numbers) + 1)]
    assert len(numbers) > 4


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages(printed: Path) -> None:
    marks = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>—</word>')
    sides = []
    for page in "\f".join(pages(printed, "whole", "-bbox")).split("<page ")[1:]:
        left = min(float(x) for x, y in marks.findall(page) if float(y) > 740)
        sides.append("right" if left > 300 else "left")
    assert sides == ["left" if number % 2 else "right" for number in range(len(sides))]


def test_a_full_page_has_the_official_22_lines(printed: Path) -> None:
    page = pages(printed, "full")[1]
    body = [line for line in page.splitlines() if line.startswith("产")]
    assert [len(line) for line in body] == [27] * 22


def test_no_heading_is_the_last_line_of_a_page(printed: Path) -> None:
    headings = {column.heading for column in DRAFTS["whole"].columns}
    headings |= {group.name for column in DRAFTS["whole"].columns for group in column.groups if group.name}
    last = [
        PAGE_NUMBER.sub("", page).strip().splitlines()[-1].strip("【】 ") for page in pages(printed, "whole")
    ]
    assert not headings.intersection(last)


def test_comments_do_not_move_a_line(printed: Path) -> None:
    assert pages(printed, "whole") == pages(printed, "clean")
