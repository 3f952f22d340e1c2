"""The base document: the shipped one, restyled ones, wrong ones."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from compose.word import write_word
from compose.word_base import CHARACTER_STYLES, PARAGRAPH_STYLES, BaseDocumentError, open_base
from templates.build_base import build
from tests.compose.drafts import make_draft, single, varied_draft
from tests.compose.papers import comment_texts, lines, opened, part, read, saved, texts
from tests.soffice import needed

STYLES_PART = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"
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
    with pytest.raises(BaseDocumentError, match="段落样式“栏目”（有同名的字符样式，类型不对）"):
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


def renamed(part_name: str, new: str) -> bytes:
    """The base with a part under another name, so that it is not found; "" leaves it out."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(build())) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            if name != part_name or new:
                target.writestr(new if name == part_name else name, source.read(name))
    return buffer.getvalue()


BROKEN = {
    "nothing": (b"", "打不开：不是 .docx 文件"),
    "text": (b"not a zip", "打不开：不是 .docx 文件"),
    "a .doc, or a password": (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "旧格式，或加了密码"),
    "an empty archive": (b"PK\x05\x06" + bytes(18), "打不开：文件已损坏"),
    "half a file": (build()[:9000], "打不开：文件已损坏"),
    "no document": (renamed("word/document.xml", ""), "打不开：文件已损坏"),
    "no content types": (renamed("[Content_Types].xml", ""), "打不开：文件已损坏"),
    "no relationships": (renamed("_rels/.rels", ""), "打不开：文件已损坏"),
    "no part of styles": (renamed("word/styles.xml", ""), "打不开：文件已损坏"),
    "styles nowhere named": (changed(b'/styles"', b'/stile"'), "没有段落样式“刊名”"),
    "a template": (changed(b"document.main", b"template.main"), "是模板或带宏的文档"),
    "macros": (
        changed(
            b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            b"application/vnd.ms-word.document.macroEnabled.main+xml",
        ),
        "是模板或带宏的文档",
    ),
    "broken markup": (changed(b"<w:body>", b"<w:bdoy>"), "打不开：文件已损坏"),
    "no body": (changed(b"w:body>", b"w:bodies>"), "打不开：文件已损坏"),
    "no page": (changed(b"w:sectPr>", b"w:sectNo>"), "没有页面设置"),
}


@pytest.mark.parametrize(("base", "problem"), BROKEN.values(), ids=BROKEN)
def test_a_wrong_base_is_an_error_that_says_what_it_is(base: bytes, problem: str) -> None:
    with pytest.raises(BaseDocumentError, match=problem):
        write_word(make_draft(), base=base)


def test_an_error_names_the_desk_s_own_file_and_does_not_say_to_rebuild_it() -> None:
    with pytest.raises(BaseDocumentError, match=r"^基础文档 /srv/our\.docx 里没有段落样式“栏目”") as raised:
        write_word(make_draft(), base=without_style("栏目"), base_name="/srv/our.docx")
    assert "build_base" not in str(raised.value)


def test_every_cut_of_a_base_ends_in_a_named_error() -> None:
    whole = build()
    for length in range(0, len(whole), 311):
        with pytest.raises(BaseDocumentError):
            open_base(whole[:length])


def test_flipped_bytes_give_a_document_or_a_named_error() -> None:
    whole = bytearray(build())
    for at in range(7, len(whole), 97):
        whole[at] ^= 0x55
        try:
            assert open_base(bytes(whole))[1]
        except BaseDocumentError as error:
            assert error.problem  # noqa: PT017
        whole[at] ^= 0x55


def test_comments_left_in_a_restyled_base_do_not_reach_the_issue() -> None:
    document = read(build())
    document.add_comment(document.paragraphs[0].runs, text="旧批注", author="编辑")
    for comments in (True, False):
        data = write_word(single("甲。"), comments=comments, base=saved(document))
        assert not any("旧批注" in text for text in comment_texts(read(data)))


def test_what_word_keeps_about_old_comments_goes_with_them() -> None:
    document = read(build())
    kind = "http://schemas.microsoft.com/office/2011/relationships/people"
    document.part.relate_to(document.part.part_related_by(STYLES_PART), kind)
    assert "relationships/people" in part(saved(document), "word/_rels/document.xml.rels")
    written = write_word(single("甲。"), base=saved(document))
    assert "relationships/people" not in part(written, "word/_rels/document.xml.rels")


# --- names of styles ------------------------------------------------------------------------------


def named_anew(old: str, new: str) -> bytes:
    return changed(f'<w:name w:val="{old}"/>'.encode(), f'<w:name w:val="{new}"/>'.encode())


@pytest.mark.parametrize("name", ["批注文字", "Comment Text", "Annotation Text", "annotation text,批注"])
def test_word_s_comment_style_is_known_by_all_its_names(name: str) -> None:
    ids = open_base(named_anew("annotation text", name))[1]
    assert ids["annotation text"] == "CommentText"


@pytest.mark.parametrize("name", ["annotation text", "annotation reference"])
def test_word_s_own_comment_styles_are_added_where_no_comment_was_ever_made(name: str) -> None:
    document = read(write_word(single("甲。"), base=without_style(name)))
    assert name in {style.name for style in document.styles}
    assert len(comment_texts(document)) == 2


@pytest.mark.parametrize("name", ["栏目,标题行", "标题行,栏目", " 栏目 "])
def test_a_style_is_known_by_each_of_its_aliases(name: str) -> None:
    assert open_base(named_anew("栏目", name))[1]["栏目"] == "Column"


def test_an_alias_that_word_keeps_apart_is_known_too() -> None:
    base = changed(
        '<w:name w:val="栏目"/>'.encode(), '<w:name w:val="标题"/><w:aliases w:val="栏目"/>'.encode()
    )
    assert open_base(base)[1]["栏目"] == "Column"


# --- restyled -------------------------------------------------------------------------------------


def restyled() -> Any:
    """The base as an editor might change it: larger heads in blue, other margins, a page head."""
    document = read(build())
    document.styles["栏目"].font.size = Pt(21)
    document.styles["栏目"].font.color.rgb = RGBColor(0, 0x33, 0x99)
    document.sections[0].left_margin = Pt(90)
    document.sections[0].header.paragraphs[0].text = "内部资料"
    return document


def looks(document: Any) -> tuple[object, ...]:
    style = next(p.style for p in document.paragraphs if p.text == "学·习之路")
    section = document.sections[-1]
    footers = [footer.paragraphs[0].text for footer in (section.footer, section.even_page_footer)]
    return (
        style.font.size,
        style.font.color.rgb,
        round(section.left_margin.pt),
        section.header.paragraphs[0].text,
        [re.sub(r"\d", "", text) for text in footers],
    )


LOOKS = (Pt(21), RGBColor(0, 0x33, 0x99), 90, "内部资料", ["—  —", "—  —"])


def test_a_restyled_base_gives_its_looks_to_the_issue() -> None:
    issue = read(write_word(varied_draft(), base=saved(restyled())))
    assert looks(issue) == LOOKS
    assert lines(issue) == lines(opened(varied_draft()))


def test_headers_and_footers_of_earlier_sections_are_those_of_the_issue() -> None:
    document = restyled()
    document.add_section(WD_SECTION.CONTINUOUS)
    for reference in document.element.body.sectPr.findall(qn("w:footerReference")):
        document.element.body.sectPr.remove(reference)
    issue = read(write_word(varied_draft(), base=saved(document)))
    assert len(issue.sections) == 1
    assert looks(issue) == LOOKS


@needed
def test_a_base_that_libreoffice_saved_keeps_its_names_and_looks(tmp_path: Path) -> None:
    (tmp_path / "base.docx").write_bytes(saved(restyled()))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    kind = "docx:MS Word 2007 XML"
    command = ["soffice", "--headless", profile, "--convert-to", kind, "--outdir", "out", "base.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=240)
    issue = read(write_word(varied_draft(), base=(tmp_path / "out" / "base.docx").read_bytes()))
    assert looks(issue) == LOOKS
    assert lines(issue) == lines(opened(varied_draft()))
    assert comment_texts(issue) == comment_texts(opened(varied_draft()))
