"""The base document, the sameness and speed of the Word file, and the printed page."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import time
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from docx.enum.style import WD_STYLE_TYPE

from compose.model import (
    Draft,
    DraftParagraph,
    Piece,
    Span,
)
from compose.word import CHARACTER_STYLES, PARAGRAPH_STYLES, BaseDocumentError, write_word
from templates.build_base import build
from tests.compose.drafts import (
    long_draft,
    make_candidate,
    make_column,
    make_draft,
    printed_text,
    single,
    varied_draft,
)
from tests.compose.papers import comment_texts, opened, part, read, saved, texts

BASE = Path(__file__).parents[2] / "templates" / "base.docx"


# --- the base document ----------------------------------------------------------------------------


def test_the_committed_base_is_what_its_script_builds() -> None:
    assert BASE.read_bytes() == build()


def test_the_page_has_the_official_measures() -> None:
    section = opened(make_draft()).sections[0]
    measures = (
        section.page_width,
        section.page_height,
        section.top_margin,
        section.bottom_margin,
        section.left_margin,
        section.right_margin,
    )
    assert [round(measure.mm) for measure in measures if measure] == [210, 297, 37, 35, 28, 26]


def test_the_body_is_set_in_fangsong_on_an_exact_pitch() -> None:
    styles = part(write_word(make_draft()), "word/styles.xml")
    assert 'w:eastAsia="仿宋"' in styles
    assert 'w:line="579" w:lineRule="exact"' in styles
    assert 'w:firstLineChars="200"' in styles
    assert 'w:eastAsia="zh-CN"' in styles


def test_the_masthead_is_red_small_standard_song() -> None:
    styles = part(build(), "word/styles.xml")
    title = styles[styles.index('w:val="刊名"') : styles.index('w:val="期号"')]
    assert 'w:eastAsia="方正小标宋简体"' in title
    assert '<w:color w:val="E60012"/><w:sz w:val="96"/>' in title


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages() -> None:
    document = opened(make_draft())
    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer
    sides = [footer.paragraphs[0].alignment for footer in (section.footer, section.even_page_footer)]
    assert [side.name for side in sides if side is not None] == ["RIGHT", "LEFT"]


def test_the_draft_is_in_the_mode_of_current_word() -> None:
    assert re.search(
        r'compatibilityMode"[^>]*w:val="15"', part(write_word(make_draft()), "word/settings.xml")
    )


def without_style(name: str) -> bytes:
    document = read(build())
    document.styles[name].delete()
    return saved(document)


@pytest.mark.parametrize("name", [*PARAGRAPH_STYLES, *CHARACTER_STYLES])
def test_a_missing_style_is_named_with_what_to_do(name: str) -> None:
    with pytest.raises(BaseDocumentError, match=rf"“{name}”.*templates\.build_base"):
        write_word(make_draft(), base=without_style(name))


def test_a_style_of_the_wrong_kind_counts_as_missing() -> None:
    document = read(without_style("栏目"))
    document.styles.add_style("栏目", WD_STYLE_TYPE.CHARACTER)
    with pytest.raises(BaseDocumentError, match="段落样式“栏目”"):
        write_word(make_draft(), base=saved(document))


def changed(old: bytes, new: bytes) -> bytes:
    """Build the base with some bytes of its parts changed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(build())) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(old, new))
    return buffer.getvalue()


def test_styles_are_found_by_name_when_a_word_processor_renamed_their_ids() -> None:
    document = read(write_word(single("甲。"), base=changed(b'"Entry"', b'"a7"')))
    assert texts(document, "正文条目") == ["📍甲。"]


@pytest.mark.parametrize("base", [b"", b"not a zip", b"PK\x05\x06" + bytes(18)])
def test_a_broken_base_is_a_named_error(base: bytes) -> None:
    with pytest.raises(BaseDocumentError, match="打不开"):
        write_word(make_draft(), base=base)


def test_a_base_with_broken_xml_is_a_named_error() -> None:
    with pytest.raises(BaseDocumentError, match="打不开"):
        write_word(make_draft(), base=changed(b"<w:body>", b"<w:bdoy>"))


def test_comments_left_in_a_restyled_base_do_not_reach_the_issue() -> None:
    document = read(build())
    document.add_comment(document.paragraphs[0].runs, text="旧批注", author="编辑")
    for comments in (True, False):
        data = write_word(single("甲。"), comments=comments, base=saved(document))
        assert not any("旧批注" in text for text in comment_texts(read(data)))


# --- sameness, speed, the printed page ------------------------------------------------------------


def test_the_file_is_the_same_in_every_time_zone_and_for_every_hash_seed() -> None:
    code = (
        "import hashlib; from tests.compose.drafts import varied_draft; from compose.word import write_word;"
        "print(hashlib.sha256(write_word(varied_draft())).hexdigest())"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "TZ": zone, "PYTHONHASHSEED": seed},
            cwd=BASE.parents[1],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for zone, seed in (("UTC", "0"), ("Pacific/Auckland", "1"), ("America/Los_Angeles", "77"))
    }
    assert len(seen) == 1


def test_properties_and_comment_dates_come_from_the_issue() -> None:
    document = opened(varied_draft())
    moment = datetime(2021, 5, 14, tzinfo=UTC)
    properties = document.core_properties
    assert (properties.created, properties.modified) == (moment, moment)
    assert properties.title == "中铝股份党群工作 2021年第9期（总第9期）"
    assert {comment.timestamp for comment in document.comments} == {moment}


def seconds_for(draft: Draft) -> float:
    start = time.process_time()
    write_word(draft)
    return time.process_time() - start


def test_time_grows_about_linearly_with_the_items() -> None:
    small, large = long_draft(60), long_draft(600)
    write_word(small)
    assert min(seconds_for(small) for _ in range(3)) < 0.25
    assert min(seconds_for(large) for _ in range(2)) < 20 * min(seconds_for(small) for _ in range(3)) + 0.1


def pdf_text(draft: Draft, folder: Path) -> str:
    (folder / "draft.docx").write_bytes(write_word(draft))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", "--headless", profile, "--convert-to", "pdf", "draft.docx"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=240)
    return subprocess.run(
        ["pdftotext", "-raw", "draft.pdf", "-"], cwd=folder, check=True, capture_output=True, timeout=60
    ).stdout.decode()


def without_page_numbers(text: str) -> str:
    return "".join(re.sub(r"(?m)^\s*—\s*\d+\s*—\s*$", "", text.replace("\f", "\n")).split())


needs_office = pytest.mark.skipif(
    not (shutil.which("soffice") and shutil.which("pdftotext")),
    reason="LibreOffice (soffice) and poppler (pdftotext) print the draft",
)


@needs_office
def test_the_printed_page_says_what_the_draft_says(tmp_path: Path) -> None:
    draft = varied_draft()
    assert without_page_numbers(pdf_text(draft, tmp_path)) == printed_text(draft)


@needs_office
def test_a_full_page_has_the_official_22_lines(tmp_path: Path) -> None:
    draft = make_draft(make_column(DraftParagraph((Piece(make_candidate(), (Span("产" * 2000),)),))))
    page = pdf_text(draft, tmp_path).split("\f")[1]
    body = [line for line in page.splitlines() if line.startswith("产")]
    assert [len(line) for line in body] == [27] * 22
