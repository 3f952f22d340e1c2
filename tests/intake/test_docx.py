"""What the walk over a Word file takes, leaves out and says, one trait each."""

from __future__ import annotations

import pytest

from intake.documents.blocks import BROKEN_FIELD
from intake.documents.docx import DocumentRefused, read_docx
from intake.documents.numbering import FORMATS
from intake.model import Align, Document, Paragraph, Place, Raise
from tests.intake.docx_builder import (
    OFFICE_RELS,
    SCHEMAS,
    document,
    docx,
    numbering,
    p,
    part,
    r,
    relationships,
    style,
    styles,
    t,
    tbl,
    tc,
    zipped,
)

PNG = b"\x89PNG\r\n\x1a\n" + bytes(24)


def texts(document: Document) -> list[str]:
    return [one.label + one.text for one in document.paragraphs]


def read(*blocks: str, **more: object) -> list[str]:
    return texts(read_docx(docx(*blocks, **more)))  # type: ignore[arg-type]


def only(data: bytes) -> Paragraph:
    (paragraph,) = read_docx(data).paragraphs
    return paragraph


# --- text and its wrappers ------------------------------------------------------------------------

SHAPE = "<w:r><w:drawing><wps:txbx><w:txbxContent>{}</w:txbxContent></wps:txbx></w:drawing></w:r>"
VML_BOX = (
    "<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
)
RUBY = (
    "<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>lǚ</w:t></w:r></w:rt>"
    "<w:rubyBase><w:r><w:t>铝</w:t></w:r></w:rubyBase></w:ruby></w:r>"
)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (f"<w:ins>{r('增补')}</w:ins>", ["前增补后"]),
        ("<w:del><w:r><w:delText>删去</w:delText></w:r></w:del>", ["前后"]),
        (f"<w:moveTo>{r('移来')}</w:moveTo>", ["前移来后"]),
        (f"<w:moveFrom>{r('移走')}</w:moveFrom>", ["前后"]),
        (f"<w:hyperlink>{r('链接')}</w:hyperlink>", ["前链接后"]),
        (f"<w:smartTag><w:smartTagPr/>{r('五月')}</w:smartTag>", ["前五月后"]),
        (f"<w:customXml>{r('标记')}</w:customXml>", ["前标记后"]),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{r('控件')}</w:sdtContent></w:sdt>", ["前控件后"]),
        (f'<w:fldSimple w:instr=" AUTHOR ">{r("作者")}</w:fldSimple>', ["前作者后"]),
        (f"<w:bdo>{r('换向')}</w:bdo>", ["前换向后"]),
        (f'<unheard xmlns="urn:of">{r("未知外壳")}</unheard>', ["前未知外壳后"]),
        ("<w:r><w:tab/></w:r>", ["前\t后"]),
        ("<w:r><w:noBreakHyphen/></w:r>", ["前-后"]),
        ("<w:r><w:softHyphen/></w:r>", ["前后"]),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', ["前✓后"]),
        ('<w:r><w:sym w:font="Symbol" w:char="F061"/></w:r>', ["前α后"]),
        ('<w:r><w:sym w:font="Wingdings" w:char="F001"/></w:r>', ["前▪后"]),
        ('<w:r><w:sym w:font="宋体" w:char="2460"/></w:r>', ["前①后"]),
        ('<w:r><w:sym w:font="宋体" w:char="D800"/></w:r>', ["前后"]),
        ("<w:r><w:br/></w:r>", ["前", "后"]),
        ('<w:r><w:br w:type="page"/></w:r>', ["前", "后"]),
        ("<w:r><w:cr/></w:r>", ["前", "后"]),
        ("<w:r><w:t>一\n二</w:t></w:r>", ["前一 二后"]),
        (RUBY, ["前铝后"]),
        (f"<w:r><w:rPr><w:vanish/></w:rPr>{t('隐藏')}</w:r>", ["前后"]),
        (f'<w:r><w:rPr><w:vanish w:val="0"/></w:rPr>{t("可见")}</w:r>', ["前可见后"]),
        (SHAPE.format(p("框中文字")), ["前后", "框中文字"]),
        (VML_BOX.format(p("旧式文本框")), ["前后", "旧式文本框"]),
        ('<w:r><w:pict><v:shape><v:textpath string="艺术字"/></v:shape></w:pict></w:r>', ["前后", "艺术字"]),
        (
            "<w:r><w:drawing><a:p><a:r><a:t>画布上的字</a:t></a:r></a:p></w:drawing></w:r>",
            ["前后", "画布上的字"],
        ),
    ],
)
def test_inline_content_is_taken_as_a_reader_sees_it(content: str, expected: list[str]) -> None:
    assert read(p("前", content, "后")) == expected


def test_a_text_box_with_a_fallback_is_read_once() -> None:
    both = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{SHAPE.format(p("文本框"))}</mc:Choice>'
        f"<mc:Fallback>{VML_BOX.format(p('文本框'))}</mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert read(p("前", both)) == ["前", "文本框"]


def test_the_fallback_is_read_where_the_choice_says_nothing() -> None:
    both = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="new"><w:drawing/></mc:Choice>'
        f"<mc:Fallback>{t('📍')}</mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert read(p(both, "后")) == ["📍后"]


def test_an_emoji_stored_as_a_symbol_is_read() -> None:
    emoji = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="w16se">'
        '<w16se:symEx w16se:font="Segoe UI Emoji" w16se:char="1F4CD"/></mc:Choice>'
        f"<mc:Fallback>{t('📍')}</mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert read(p(emoji, "要闻")) == ["📍要闻"]


# --- fields -----------------------------------------------------------------------------------------


def field(code: str, result: str = "") -> str:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    shown = mark("separate") + r(result) if result else ""
    return f"{mark('begin')}<w:r><w:instrText>{code}</w:instrText></w:r>{shown}{mark('end')}"


def test_of_a_field_the_result_is_text_and_the_code_is_not() -> None:
    assert read(p("第", field(" PAGE ", "3"), "页")) == ["第3页"]


def test_text_inside_the_code_of_a_field_is_not_read() -> None:
    nested = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + r("代码") + field("X", "内层结果")
    rest = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + r("结果")
    assert read(p(nested, rest, '<w:r><w:fldChar w:fldCharType="end"/></w:r>')) == ["结果"]


def test_a_circled_number_drawn_by_a_field_is_read() -> None:
    assert read(p(field(" eq \\o\\ac(○,5) "), "检查")) == ["⑤检查"]


def test_a_field_that_never_ends_mutes_nothing_and_is_remarked() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
    document = read_docx(docx(p("前", begin, "后"), p("二")))
    assert [one.text for one in document.paragraphs] == ["前后", "二"]
    assert document.remarks == (BROKEN_FIELD,)


def test_words_in_the_code_of_a_whole_field_are_no_text() -> None:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    assert read(p("前", mark.format("begin"), "码", mark.format("end"), "后")) == ["前后"]


# --- paragraphs ---------------------------------------------------------------------------------------


def test_a_paragraph_whose_mark_was_deleted_runs_on_into_the_next() -> None:
    assert read(p("前半", props="<w:rPr><w:del/></w:rPr>"), p("后半")) == ["前半后半"]


def test_a_deleted_mark_at_the_end_of_a_cell_loses_nothing() -> None:
    cell = tc(p("单元格", props="<w:rPr><w:del/></w:rPr>"))
    assert read(tbl((cell,)), p("后")) == ["单元格", "后"]


def test_empty_paragraphs_are_left_out() -> None:
    assert read(p("一"), p(), p("  "), p("二")) == ["一", "二"]


def test_text_outside_any_paragraph_is_a_paragraph_of_its_own() -> None:
    assert read(r("散落的文字"), p("正文")) == ["散落的文字", "正文"]


def test_blocks_in_content_controls_are_read() -> None:
    assert read(f"<w:sdt><w:sdtContent>{p('控件段落')}</w:sdtContent></w:sdt>") == ["控件段落"]


def test_the_prompt_of_an_empty_control_is_no_text() -> None:
    prompt = (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
        + r("单击此处输入文字", props='<w:rStyle w:val="PlaceholderText"/>')
        + "</w:sdtContent></w:sdt>"
    )
    sheet = styles(style("Placeholder Text", kind="character"))
    assert read(p("前", prompt, "后"), parts={"styles.xml": sheet}) == ["前后"]


def test_a_list_written_in_a_formula_stands_on_one_line() -> None:
    fraction = "<m:f><m:num><m:r><m:t>a+b</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f>"
    root = "<m:rad><m:deg/><m:e><m:r><m:t>x</m:t></m:r></m:e></m:rad>"
    assert read(p("得", f"<m:oMath>{fraction}<m:r><m:t>=</m:t></m:r>{root}</m:oMath>")) == ["得(a+b)/2=√x"]


def test_a_power_in_a_formula_is_raised() -> None:
    power = "<m:sSup><m:e><m:r><m:t>m</m:t></m:r></m:e><m:sup><m:r><m:t>3</m:t></m:r></m:sup></m:sSup>"
    runs = only(docx(p(f"<m:oMath>{power}</m:oMath>"))).runs
    assert [(run.text, run.raised) for run in runs] == [("m", Raise.NONE), ("3", Raise.SUPER)]


def test_brackets_and_sums_of_a_formula_are_kept() -> None:
    signs = '<m:dPr><m:begChr m:val="["/><m:endChr m:val="]"/></m:dPr>'
    inner = f"<m:d>{signs}<m:e><m:r><m:t>x</m:t></m:r></m:e></m:d>"
    total = (
        '<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub><m:r><m:t>i</m:t></m:r></m:sub><m:sup/>'
        f"<m:e>{inner}</m:e></m:nary>"
    )
    assert read(p(f"<m:oMath>{total}</m:oMath>")) == ["∑i[x]"]


# --- tables -----------------------------------------------------------------------------------------


def test_cells_know_their_table_row_and_column() -> None:
    found = read_docx(docx(tbl(("甲", "乙"), ("丙", "丁")), p("正文"), tbl(("戊",)))).paragraphs
    assert [(one.text, one.place, one.row) for one in found] == [
        ("甲", Place.CELL, (0, 0, 0)),
        ("乙", Place.CELL, (0, 0, 1)),
        ("丙", Place.CELL, (0, 1, 0)),
        ("丁", Place.CELL, (0, 1, 1)),
        ("正文", Place.BODY, None),
        ("戊", Place.CELL, (1, 0, 0)),
    ]


def test_a_table_inside_a_cell_is_a_table_of_its_own() -> None:
    found = read_docx(docx(tbl((tc(p("外"), tbl(("内",)), p("外二")), "邻")))).paragraphs
    assert [(one.text, one.row) for one in found] == [
        ("外", (0, 0, 0)),
        ("内", (1, 0, 0)),
        ("外二", (0, 0, 0)),
        ("邻", (0, 0, 1)),
    ]


def test_a_deleted_row_and_a_deleted_cell_are_left_out() -> None:
    rows = "<w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:r><w:t>删行</w:t></w:r></w:p></w:tc></w:tr>"
    cells = f"<w:tr>{tc('删格', props='<w:cellDel/>')}{tc('留')}</w:tr>"
    assert read(f"<w:tbl>{rows}{cells}</w:tbl>") == ["留"]


def test_an_absurd_column_span_costs_nothing() -> None:
    assert read(tbl((tc("宽", props='<w:gridSpan w:val="300000000"/>'),))) == ["宽"]


def test_rows_in_content_controls_are_read() -> None:
    row = f"<w:sdt><w:sdtContent><w:tr>{tc('控件行')}</w:tr></w:sdtContent></w:sdt>"
    assert only(docx(f"<w:tbl>{row}</w:tbl>")).row == (0, 0, 0)


# --- numbers ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "text", "expected"),
    [
        ("chineseCountingThousand", "%1、", ["一、", "二、", "三、"]),
        ("chineseCounting", "（%1）", ["（一）", "（二）", "（三）"]),
        ("decimal", "%1.", ["1.", "2.", "3."]),
        ("decimalEnclosedCircleChinese", "%1", ["①", "②", "③"]),
        ("lowerLetter", "%1)", ["a)", "b)", "c)"]),
        ("upperRoman", "%1.", ["I.", "II.", "III."]),
        ("ideographTraditional", "%1、", ["甲、", "乙、", "丙、"]),
        ("chineseLegalSimplified", "%1、", ["壹、", "贰、", "叁、"]),
        ("decimal", "第%1条", ["第1条", "第2条", "第3条"]),
        ("bullet", "\uf0b7", ["•", "•", "•"]),
        ("none", "", ["", "", ""]),
        ("neverHeardOf", "%1.", ["1.", "2.", "3."]),
    ],
)
def test_automatic_numbers_are_rendered(form: str, text: str, expected: list[str]) -> None:
    parts = {"numbering.xml": numbering((form, text))}
    found = read_docx(docx(*[p("项", num=(1, 0))] * 3, parts=parts)).paragraphs
    assert [one.label for one in found] == expected


@pytest.mark.parametrize(
    ("form", "value", "expected"),
    [
        ("chineseCounting", 10, "十"),
        ("chineseCounting", 11, "十一"),
        ("chineseCounting", 20, "二十"),
        ("chineseCounting", 105, "一百零五"),
        ("chineseCounting", 110, "一百一十"),
        ("chineseCounting", 123456, "123456"),
        ("ideographDigital", 10, "一〇"),
        ("lowerRoman", 14, "xiv"),
        ("upperRoman", 999_999, "999999"),
        ("upperLetter", 28, "BB"),
        ("upperLetter", 10**8, "100000000"),
        ("decimalEnclosedCircle", 21, "㉑"),
        ("decimalEnclosedCircle", 99, "(99)"),
        ("decimalZero", 7, "07"),
        ("decimalFullWidth", 12, "１２"),
        ("chineseLegalSimplified", 10, "壹拾"),
    ],
)
def test_numbers_in_words(form: str, value: int, expected: str) -> None:
    assert FORMATS[form](value) == expected


def test_levels_count_within_one_another() -> None:
    parts = {"numbering.xml": numbering(("decimal", "%1."), ("decimal", "%1.%2"))}
    levels = [0, 1, 1, 0, 1]
    assert read(*[p("项", num=(1, level)) for level in levels], parts=parts) == [
        "1.项",
        "1.1项",
        "1.2项",
        "2.项",
        "2.1项",
    ]


def test_a_list_that_states_a_start_begins_there() -> None:
    again = (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    parts = {"numbering.xml": numbering(("decimal", "%1."), extra=again)}
    assert read(p("甲", num=(1, 0)), p("乙", num=(2, 0)), p("丙", num=(2, 0)), parts=parts) == [
        "1.甲",
        "5.乙",
        "6.丙",
    ]


def test_an_empty_numbered_paragraph_counts() -> None:
    parts = {"numbering.xml": numbering(("decimal", "%1."))}
    assert read(p("甲", num=(1, 0)), p(num=(1, 0)), p("丙", num=(1, 0)), parts=parts) == ["1.甲", "3.丙"]


def test_a_number_comes_through_the_paragraph_style() -> None:
    numbered = style("List", props='<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
    parts = {"numbering.xml": numbering(("chineseCounting", "%1、")), "styles.xml": styles(numbered)}
    assert read(p("甲", style="List"), p("乙", style="List"), parts=parts) == ["一、甲", "二、乙"]


def test_number_zero_takes_the_styles_number_away() -> None:
    numbered = style("List", props='<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
    parts = {"numbering.xml": numbering(("decimal", "%1.")), "styles.xml": styles(numbered)}
    assert read(p("甲", style="List", num=(0, 0)), parts=parts) == ["甲"]


def test_a_list_that_is_not_defined_gives_no_label() -> None:
    assert read(p("甲", num=(7, 0))) == ["甲"]


def test_a_break_leaves_the_number_with_the_first_line() -> None:
    parts = {"numbering.xml": numbering(("decimal", "%1."))}
    found = read(p("甲", "<w:r><w:br/></w:r>", "乙", num=(1, 0)), parts=parts)
    assert found == ["1.甲", "乙"]


# --- looks -------------------------------------------------------------------------------------------


def test_direct_looks_are_kept() -> None:
    one = only(docx(p(r("标题", bold=True, size=22), align="center")))
    assert (one.bold, one.size, one.align) == (1.0, 22.0, Align.CENTER)


def test_the_share_of_bold_and_the_runs_are_kept() -> None:
    one = only(docx(p(r("强基。", bold=True), "正文继续展开。")))
    assert [(run.text, run.bold) for run in one.runs] == [("强基。", True), ("正文继续展开。", False)]
    assert one.bold == pytest.approx(3 / 10)


def test_neighbouring_runs_of_one_look_are_joined() -> None:
    assert len(only(docx(p("一", "二", "三"))).runs) == 1


def test_powers_and_indexes_are_kept() -> None:
    up, down = '<w:vertAlign w:val="superscript"/>', '<w:vertAlign w:val="subscript"/>'
    one = only(docx(p("m", r("3", props=up), "α", r("k", props=down))))
    assert [run.raised for run in one.runs] == [Raise.NONE, Raise.SUPER, Raise.NONE, Raise.SUB]


def test_looks_are_inherited_along_the_styles() -> None:
    base = style("Base", props='<w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:b/><w:sz w:val="44"/></w:rPr>')
    child = style("Child", based="Base", props='<w:pPr><w:outlineLvl w:val="0"/></w:pPr>')
    one = only(docx(p("标题", style="Child"), parts={"styles.xml": styles(base, child)}))
    assert (one.style, one.align, one.bold, one.size, one.outline) == ("Child", Align.CENTER, 1.0, 22.0, 1)


def test_the_defaults_of_the_document_come_last() -> None:
    defaults = '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="32"/></w:rPr></w:rPrDefault></w:docDefaults>'
    sheet = styles(defaults, style("Normal", default=True))
    assert only(docx(p("文"), parts={"styles.xml": sheet})).size == 16.0


def test_styles_that_are_based_on_one_another_in_a_circle_end() -> None:
    sheet = styles(style("A", based="B"), style("B", based="A", props="<w:rPr><w:b/></w:rPr>"))
    assert only(docx(p("文", style="A"), parts={"styles.xml": sheet})).bold == 1.0


def test_a_style_name_is_the_one_a_writer_sees() -> None:
    sheet = styles('<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>')
    assert only(docx(p("文", style="1"), parts={"styles.xml": sheet})).style == "heading 1"


def test_a_sheet_of_styles_in_utf_16_is_read() -> None:
    sheet = '<?xml version="1.0" encoding="UTF-16"?>' + styles(style("Big", props="<w:rPr><w:b/></w:rPr>"))
    assert only(docx(p("文", style="Big"), parts={"styles.xml": sheet.encode("utf-16")})).bold == 1.0


def test_body_text_in_a_heading_style_has_no_outline() -> None:
    sheet = styles(style("H", props='<w:pPr><w:outlineLvl w:val="0"/></w:pPr>'))
    one = only(docx(p("文", style="H", props='<w:outlineLvl w:val="9"/>'), parts={"styles.xml": sheet}))
    assert one.outline is None


def test_a_character_style_makes_bold() -> None:
    sheet = styles(style("Strong", kind="character", props="<w:rPr><w:b/></w:rPr>"))
    one = only(docx(p(r("粗", props='<w:rStyle w:val="Strong"/>')), parts={"styles.xml": sheet}))
    assert one.bold == 1.0


# --- notes, headers, remarks ------------------------------------------------------------------------


def test_a_footnote_follows_its_paragraph_once() -> None:
    notes = part("w:footnotes", f'<w:footnote w:id="1">{p("脚注文字")}</w:footnote>')
    mark = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    found = read_docx(docx(p("一", mark), p("二", mark), parts={"footnotes.xml": notes})).paragraphs
    assert [(one.text, one.place) for one in found] == [
        ("一", Place.BODY),
        ("脚注文字", Place.NOTE),
        ("二", Place.BODY),
    ]


def section(*references: str, more: str = "") -> str:
    return f"<w:sectPr>{''.join(references)}{more}</w:sectPr>"


def edge(kind: str, name: str, which: str = "default") -> str:
    return f'<w:{kind}Reference w:type="{which}" r:id="{name}"/>'


HEADERS = {
    "parts": {
        "h1.xml": part("w:hdr", p("某公司简报")),
        "h2.xml": part("w:hdr", p("封面")),
        "f1.xml": part("w:ftr", p("第 1 页 共 3 页") + p("内部资料")),
    },
    "links": {"h1": ("header", "h1.xml"), "h2": ("header", "h2.xml"), "f1": ("footer", "f1.xml")},
}


def test_a_header_stands_before_the_body_once() -> None:
    twice = [p("正文", props=section(edge("header", "h1"))), section(edge("header", "h1"))]
    found = read_docx(docx(*twice, **HEADERS)).paragraphs  # type: ignore[arg-type]
    assert [(one.text, one.place) for one in found] == [("某公司简报", Place.HEADER), ("正文", Place.BODY)]


def test_a_first_page_header_counts_only_where_it_is_shown() -> None:
    hidden = section(edge("header", "h2", "first"))
    shown = section(edge("header", "h2", "first"), more="<w:titlePg/>")
    assert read(p("正文"), hidden, **HEADERS) == ["正文"]
    assert read(p("正文"), shown, **HEADERS) == ["封面", "正文"]


def test_a_footer_stands_behind_the_body_without_its_page_numbers() -> None:
    assert read(p("正文"), section(edge("footer", "f1")), **HEADERS) == ["正文", "内部资料"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (f"<w:ins>{r('增')}</w:ins>", "修订"),
        (f"<w:r><w:rPr><w:vanish/></w:rPr>{t('藏')}</w:r>", "隐藏"),
        ('<w:r><w:commentReference w:id="0"/></w:r>', "批注"),
        ('<w:r><w:drawing><c:chart r:id="x"/></w:drawing></w:r>', "图表"),
        ('<w:r><w:object><o:OLEObject r:id="x"/></w:object></w:r>', "对象"),
        ('<w:r><w:drawing><a:blip r:embed="missing"/></w:drawing></w:r>', "图片"),
    ],
)
def test_what_is_not_taken_is_remarked_once(content: str, words: str) -> None:
    remarks = read_docx(docx(p("文", content, content))).remarks
    assert len(remarks) == 1
    assert words in remarks[0]


def test_an_ordinary_document_has_no_remarks() -> None:
    assert read_docx(docx(p("文"))).remarks == ()


def test_macros_are_ignored_and_remarked() -> None:
    document = read_docx(docx(p("文"), parts={"vbaProject.bin": b"\x00"}))
    assert texts(document) == ["文"]
    assert "宏" in document.remarks[0]


# --- pictures ------------------------------------------------------------------------------------------

BLIP = '<w:r><w:drawing><pic:blipFill><a:blip r:embed="{}"/></pic:blipFill></w:drawing></w:r>'


def test_a_picture_is_kept_with_its_paragraph() -> None:
    data = docx(
        p("图为现场", BLIP.format("i1")),
        p(BLIP.format("i1")),
        parts={"media/image1.png": PNG},
        links={"i1": ("image", "media/image1.png")},
    )
    document = read_docx(data)
    assert [(one.text, one.pictures) for one in document.paragraphs] == [("图为现场", (0,)), ("", (0,))]
    assert [(one.name, one.media_type, one.data) for one in document.pictures] == [
        ("image1.png", "image/png", PNG)
    ]


def test_a_picture_behind_a_break_belongs_to_its_line() -> None:
    data = docx(
        p("一", "<w:r><w:br/></w:r>", "二", BLIP.format("i1")),
        parts={"media/a.jpeg": b"\xff\xd8\xff"},
        links={"i1": ("image", "media/a.jpeg")},
    )
    assert [one.pictures for one in read_docx(data).paragraphs] == [(), (0,)]


@pytest.mark.parametrize("target", ["NULL", "../NULL", "media/none.png", "https://example.com/a.png"])
def test_a_picture_that_is_not_there_is_remarked(target: str) -> None:
    document = read_docx(docx(p("文", BLIP.format("i1")), links={"i1": ("image", target)}))
    assert (document.pictures, len(document.remarks)) == ((), 1)


def test_an_old_picture_element_is_read() -> None:
    old = '<w:r><w:pict><v:shape><v:imagedata r:id="i1"/></v:shape></w:pict></w:r>'
    data = docx(p(old), parts={"media/a.png": PNG}, links={"i1": ("image", "media\\a.png")})
    assert only(data).pictures == (0,)


# --- other files inside -----------------------------------------------------------------------------

CHUNK = '<w:altChunk r:id="c1"/>'


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.txt", "第一行\n第二行".encode("gb18030"), ["第一行", "第二行"]),
        ("a.html", "<html><body><p>网页段落</p></body></html>".encode(), ["网页段落"]),
        ("a.docx", docx(p("内层文件")), ["内层文件"]),
    ],
)
def test_an_inserted_file_is_read_in_its_place(name: str, content: bytes, expected: list[str]) -> None:
    found = read(p("前"), CHUNK, p("后"), parts={name: content}, links={"c1": ("aFChunk", name)})
    assert found == ["前", *expected, "后"]


def test_an_inserted_file_of_another_kind_is_remarked() -> None:
    data = docx(p("前"), CHUNK, parts={"a.rtf": b"{\\rtf1}"}, links={"c1": ("aFChunk", "a.rtf")})
    assert "插入" in read_docx(data).remarks[0]


def test_files_inserted_in_one_another_without_end_are_remarked() -> None:
    data = docx(p("最内"))
    for _ in range(4):
        data = docx(CHUNK, p("层"), parts={"a.docx": data}, links={"c1": ("aFChunk", "a.docx")})
    document = read_docx(data)
    assert texts(document) == ["层"] * 3
    assert "插入" in document.remarks[0]


def test_an_inserted_file_brings_its_pictures_and_tables() -> None:
    inner = docx(tbl(("内",)), p(BLIP.format("i")), parts={"b.png": PNG}, links={"i": ("image", "b.png")})
    outer = docx(
        tbl(("外",)),
        p(BLIP.format("i")),
        CHUNK,
        parts={"a.png": PNG, "a.docx": inner},
        links={"i": ("image", "a.png"), "c1": ("aFChunk", "a.docx")},
    )
    document = read_docx(outer)
    assert [one.name for one in document.pictures] == ["a.png", "b.png"]
    assert [(one.row, one.pictures) for one in document.paragraphs] == [
        ((0, 0, 0), ()),
        (None, (0,)),
        ((1, 0, 0), ()),
        (None, (1,)),
    ]


def test_the_words_of_a_diagram_are_read() -> None:
    point = "<dgm:pt><dgm:t><a:p><a:r><a:t>{}</a:t></a:r></a:p></dgm:t></dgm:pt>"
    points = point.format("甲") + point.format("乙")
    found = read(
        p("图示", '<w:r><w:drawing><dgm:relIds r:dm="d1"/></w:drawing></w:r>'),
        parts={"diagrams/data1.xml": part("dgm:dataModel", points)},
        links={"d1": ("diagramData", "diagrams/data1.xml")},
    )
    assert found == ["图示", "甲", "乙"]


# --- dialects of the package ------------------------------------------------------------------------


def test_strict_ooxml_is_read() -> None:
    strict = "http://purl.oclc.org/ooxml/"
    main = document(p(r("严格格式", bold=True), align="end"))
    for name in ("wordprocessingml", "drawingml"):
        main = main.replace(f"{SCHEMAS}{name}/2006/", f"{strict}{name}/")
    main = main.replace(OFFICE_RELS, f"{strict}officeDocument/relationships")
    links = {"r1": ("officeDocument", "word/document.xml")}
    rels = relationships(links, base=f"{strict}officeDocument/relationships")
    one = only(zipped({"_rels/.rels": rels, "word/document.xml": main}))
    assert (one.text, one.bold, one.align) == ("严格格式", 1.0, Align.RIGHT)


def test_backslashes_and_capitals_in_part_names_are_understood() -> None:
    links = {"r1": ("officeDocument", "/Word\\Document.xml")}
    data = zipped({"_rels\\.rels": relationships(links), "word\\document.xml": document(p("反斜杠"))})
    assert only(data).text == "反斜杠"


def test_a_main_part_of_another_name_is_found() -> None:
    links = {"r1": ("officeDocument", "main/text.xml")}
    data = zipped({"_rels/.rels": relationships(links), "main/text.xml": document(p("别名"))})
    assert only(data).text == "别名"


def test_a_file_without_relationships_is_read_by_its_usual_name() -> None:
    assert only(zipped({"word/document.xml": document(p("裸文件"))})).text == "裸文件"


def test_a_zip_without_a_document_is_refused() -> None:
    with pytest.raises(DocumentRefused, match="不是 Word"):
        read_docx(zipped({"a.txt": "文"}))
