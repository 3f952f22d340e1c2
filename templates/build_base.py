"""Build base.docx, the document every issue is written into: `python -m templates.build_base`.

The table STYLES below says what each style is for.  An editor may instead restyle a copy of base.docx in
Word, WPS or LibreOffice and name it in the settings (`[output] base`): the draft finds its styles by their
names alone, so fonts, sizes, colours, spacing, margins, headers and page numbers are free to change, and
the specimen text is thrown away.  The measures follow GB/T 9704-2012: A4, 22 lines a page,
仿宋 16 pt on a pitch of exactly 28.95 pt; characters are never squeezed to get 28 into a line.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

RED: Final = "E60012"
BODY_PT: Final = 16
PITCH: Final = 579  # twentieths of a point: 28.95 pt gives 22 lines a page, 29 pt only 21
TEXT_WIDTH: Final = 8845  # twips: 210 mm less the margins of 28 and 26 mm

SONG, TITLE_SONG, FANG, KAI, HEI = "宋体", "方正小标宋简体", "仿宋", "楷体", "黑体"
LATIN: Final = "Times New Roman"
CHINESE, LATIN_SET = "86", "00"  # w:charset: GB 2312, ANSI


@dataclass(frozen=True, slots=True)
class Style:
    """A row of the table; `paragraph` and `run` are the properties' XML, `use` is for the editor."""

    ident: str
    name: str
    kind: str
    use: str
    paragraph: str = ""
    run: str = ""


def fonts(chinese: str, latin: str = LATIN) -> str:
    """Name the fonts for both scripts; Word guesses the Chinese one unless it is named."""
    return (
        f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{chinese}" w:cs="{latin}"'
        ' w:hint="eastAsia"/>'
    )


def size(points: float) -> str:
    """Set the character size; the format counts half points."""
    half = round(points * 2)
    return f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'


def spacing(before: int = 0, after: int = 0, line: int = PITCH, rule: str = "exact") -> str:
    """Line pitch and the space around a paragraph, in twips."""
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="{rule}"/>'


def align(how: str) -> str:
    """Alignment of a paragraph: left, center, right or both."""
    return f'<w:jc w:val="{how}"/>'


def rule(side: str, eighths: int, gap: int, color: str = "000000") -> str:
    """Draw a line at one side of a paragraph; its thickness in eighths of a point, its distance in points."""
    return f'<w:{side} w:val="single" w:sz="{eighths}" w:space="{gap}" w:color="{color}"/>'


def borders(*rules: str) -> str:
    """Group the lines around a paragraph, in the order top, bottom, between."""
    return f"<w:pBdr>{''.join(rules)}</w:pBdr>"


BOLD: Final = "<w:b/><w:bCs/>"
KEEP: Final = "<w:keepNext/><w:keepLines/>"
# Word's default (marks may hang in the margin), spelled out because LibreOffice 7.4 reads the flag the
# wrong way round: with it LibreOffice hangs nothing, without it a hung mark leaves a blank line behind.
HANGING: Final = "<w:overflowPunct/>"
NO_GRID: Final = '<w:snapToGrid w:val="0"/>'
INSET: Final = '<w:ind w:left="280" w:right="280"/>'
FIRST_LINE: Final = f'<w:ind w:firstLineChars="200" w:firstLine="{2 * BODY_PT * 20}"/>'


def imprint(ident: str, name: str, use: str, *rules: str, keep: str = KEEP) -> Style:
    """Describe a line of the 版记.

    Three styles, because Word joins neighbours of like borders and LibreOffice does not know `between`:
    with a line of its own above each paragraph both draw the same rules.
    """
    look = keep + borders(*rules) + spacing(line=480)
    return Style(ident, name, "paragraph", use, f"{look}{INSET}{align('left')}", size(14))


# Properties stand in the order of the schema (CT_PPr, CT_RPr): Word refuses any other.
STYLES: Final = (
    Style(
        "Normal",
        "Normal",
        "paragraph",
        "一切段落的底子：仿宋三号，固定行距28.95磅，两端对齐",
        '<w:widowControl w:val="0"/>' + HANGING + NO_GRID + spacing() + align("both"),
    ),
    Style(
        "Masthead",
        "刊名",
        "paragraph",
        "报头的刊名：红色小标宋48磅，居中",
        KEEP + spacing(before=240, after=200, line=240, rule="auto") + align("center"),
        fonts(TITLE_SONG, TITLE_SONG) + f'<w:color w:val="{RED}"/>' + size(48),
    ),
    Style(
        "IssueNumber",
        "期号",
        "paragraph",
        "刊名下的期号行：2021年第9期（总第9期）",
        KEEP + spacing(after=240) + align("center"),
    ),
    Style(
        "Issuer",
        "发文机关",
        "paragraph",
        "左为编发部门，右（制表位）为日期；下边是2.25磅红线",
        KEEP
        + borders(rule("bottom", 18, 6, RED))
        + f'<w:tabs><w:tab w:val="right" w:pos="{TEXT_WIDTH}"/></w:tabs>'
        + spacing(after=160)
        + align("left"),
    ),
    Style(
        "Column",
        "栏目",
        "paragraph",
        "栏目名：黑体小二，居中，大纲一级",
        KEEP + spacing(before=300, after=120) + align("center") + '<w:outlineLvl w:val="0"/>',
        fonts(HEI, HEI) + size(18),
    ),
    Style(
        "Group",
        "组别",
        "paragraph",
        "栏目内的分组名或【…】：楷体加粗，首行缩进，大纲二级",
        KEEP + spacing(before=60) + FIRST_LINE + align("left") + '<w:outlineLvl w:val="1"/>',
        fonts(KAI) + BOLD,
    ),
    Style("Entry", "正文条目", "paragraph", "以📍开头的一条", FIRST_LINE),
    Style("Further", "续段", "paragraph", "同一条的第二段起，不带📍", FIRST_LINE),
    Style(
        "Picture",
        "图片",
        "paragraph",
        "条目下的照片：居中，行距随图（固定行距会把图切掉）",
        KEEP + spacing(before=120, line=240, rule="auto") + align("center"),
    ),
    Style(
        "Caption",
        "图注",
        "paragraph",
        "照片下的说明：楷体四号，居中",
        spacing(after=120, line=400) + align("center"),
        fonts(KAI) + size(14),
    ),
    Style(
        "Window",
        "采集时间",
        "paragraph",
        "文末一行：（本期信息采集时间：…）",
        KEEP + spacing(before=200, after=160) + align("center"),
        fonts(KAI),
    ),
    imprint("ImprintFirst", "版记首", "版记的首行（发放）：上边粗线，四号", rule("top", 8, 3)),
    imprint("Imprint", "版记", "版记的中间各行（抄送）：上边细线", rule("top", 6, 3), rule("between", 6, 3)),
    imprint(
        "ImprintLast",
        "版记末",
        "版记的末行（投稿邮箱）：上边细线，下边粗线",
        rule("top", 6, 3),
        rule("bottom", 8, 3),
        keep="<w:keepLines/>",
    ),
    Style(
        "PageNumber",
        "页码",
        "paragraph",
        "页脚：— 1 —，宋体四号；单页居右、双页居左，各空一字",
        spacing(line=240, rule="auto") + INSET,
        fonts(SONG, SONG) + size(14),
    ),
    Style(
        "Pin",
        "图钉",
        "character",
        "条目开头的📍",
        "",
        fonts("Segoe UI Emoji", "Segoe UI Emoji") + f'<w:color w:val="{RED}"/>',
    ),
    Style("RunIn", "段首小标题", "character", "段内的小标题：加粗", "", BOLD),
    Style(
        "Doubtful",
        "存疑",
        "character",
        "草稿里把握不大的文字：淡黄底；核定后去掉，清样（--no-comments）不带",
        "",
        '<w:shd w:val="clear" w:color="auto" w:fill="FFF2CC"/>',
    ),
    Style("Attribution", "署名", "character", "条目末尾括号里的单位、人名或媒体：楷体", "", fonts(KAI)),
    Style(
        "CommentText",
        "annotation text",
        "paragraph",
        "批注正文（名称是 Word 自己的，不可改）",
        spacing(line=300, rule="atLeast") + align("left"),
        size(10.5),
    ),
    Style(
        "CommentReference",
        "annotation reference",
        "character",
        "批注的标记（名称是 Word 自己的，不可改）",
        "",
        size(8),
    ),
)

# What stands in where a machine lacks a font: Word and WPS take the first of its other names that is there,
# then a Chinese font of the same family.  No word processor brings 方正小标宋简体 (free for offices from its
# maker); without it the masthead is in 华文中宋 (Chinese Office) or 宋体, as red and as large.  Windows has
# 仿宋, 楷体, 黑体; 仿宋_GB2312 of older machines lacks 昇, 喆 and the like: those alone come out in 宋体.
FONT_ROWS: Final = (
    (TITLE_SONG, "FZXiaoBiaoSong-B05S,方正小标宋_GBK,华文中宋,STZhongsong", "roman", CHINESE),
    (FANG, "FangSong,华文仿宋,STFangsong,仿宋_GB2312,FangSong_GB2312", "modern", CHINESE),
    (KAI, "KaiTi,华文楷体,STKaiti,楷体_GB2312,KaiTi_GB2312", "modern", CHINESE),
    (HEI, "SimHei,华文黑体,STHeiti", "modern", CHINESE),
    (SONG, "SimSun,NSimSun,华文宋体,STSong", "auto", CHINESE),
    (LATIN, "Times,Liberation Serif", "roman", LATIN_SET),
    ("Segoe UI Emoji", "Apple Color Emoji,Noto Color Emoji,Segoe UI Symbol", "swiss", LATIN_SET),
)

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
CORE: Final = f"{PACKAGE}/metadata/core-properties"
EXTENDED: Final = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
WORD_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"

# rId, kind of relationship, file beside document.xml
PARTS: Final = (
    ("rId1", "styles", "styles.xml"),
    ("rId2", "settings", "settings.xml"),
    ("rId3", "fontTable", "fontTable.xml"),
    ("rId4", "footer", "footer-odd.xml"),
    ("rId5", "footer", "footer-even.xml"),
)


def word(root: str, body: str, attributes: str = "") -> str:
    """Wrap a WordprocessingML part."""
    return f'{DECLARATION}<w:{root} xmlns:w="{W}" xmlns:r="{R}"{attributes}>{body}</w:{root}>'


def style_xml(row: Style) -> str:
    """One style as the format writes it; all but Normal and Word's own are marked as ours."""
    paragraph = row.kind == "paragraph"
    normal = row.name == "Normal"
    ours = not row.name.isascii()
    return (
        f'<w:style w:type="{row.kind}" w:styleId="{row.ident}"'
        + (' w:default="1"' if normal else "")
        + (' w:customStyle="1"' if ours else "")
        + f'><w:name w:val="{row.name}"/>'
        + ('<w:basedOn w:val="Normal"/>' if paragraph and not normal else "")
        + ('<w:uiPriority w:val="1"/><w:qFormat/>' if ours else "")
        + (f"<w:pPr>{row.paragraph}</w:pPr>" if row.paragraph else "")
        + (f"<w:rPr>{row.run}</w:rPr>" if row.run else "")
        + "</w:style>"
    )


def styles_part() -> str:
    """All styles over the defaults of the document; Word's built-in ones stay out of the gallery."""
    language = '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    defaults = f"<w:rPrDefault><w:rPr>{fonts(FANG)}{size(BODY_PT)}{language}</w:rPr></w:rPrDefault>"
    latent = (
        '<w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="1"'
        ' w:defUnhideWhenUsed="1" w:defQFormat="0" w:count="376"/>'
    )
    rows = "".join(style_xml(row) for row in STYLES)
    return word("styles", f"<w:docDefaults>{defaults}<w:pPrDefault/></w:docDefaults>{latent}{rows}")


def settings_part() -> str:
    """Odd and even pages differ; compatibility mode 15 is Word 2013 and later."""
    return word(
        "settings",
        '<w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/>'
        '<w:compat><w:compatSetting w:name="compatibilityMode"'
        ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>',
    )


def font_part() -> str:
    """Other names of the fonts, for machines that know them by those."""
    rows = (
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="{charset}"/>'
        f'<w:family w:val="{family}"/></w:font>'
        for name, others, family, charset in FONT_ROWS
    )
    return word("fonts", "".join(rows))


def footer_part(side: str) -> str:
    """Write a page number at one side: — 1 —."""
    field = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    dash = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
    look = f'<w:pPr><w:pStyle w:val="PageNumber"/>{align(side)}</w:pPr>'
    return word("ftr", f"<w:p>{look}{dash.format('— ')}{field}{dash.format(' —')}</w:p>")


def specimen(row: Style) -> str:
    """Show a style in a line that says what it is for; every draft starts by removing it."""
    in_paragraph = row.kind == "paragraph"
    look = f'<w:pPr><w:pStyle w:val="{row.ident}"/></w:pPr>' if in_paragraph else ""
    mark = "" if in_paragraph else f'<w:rPr><w:rStyle w:val="{row.ident}"/></w:rPr>'
    return f"<w:p>{look}<w:r>{mark}<w:t>{row.name}：{row.use}</w:t></w:r></w:p>"


def document_part() -> str:
    """Specimens of all styles on a page of the official measures."""
    section = (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId4"/>'
        '<w:footerReference w:type="even" r:id="rId5"/>'
        '<w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587" w:header="851"'
        ' w:footer="1361" w:gutter="0"/>'
        f'<w:docGrid w:type="lines" w:linePitch="{PITCH}"/></w:sectPr>'
    )
    return word("document", f"<w:body>{''.join(map(specimen, STYLES))}{section}</w:body>")


def relationships(rows: tuple[tuple[str, str, str], ...]) -> str:
    """Write a relationships part of (id, full type, target)."""
    body = "".join(f'<Relationship Id="{i}" Type="{t}" Target="{target}"/>' for i, t, target in rows)
    return f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">{body}</Relationships>'


def content_types() -> str:
    """Name the media type of every part."""
    kinds = [("word/document.xml", "document.main")]
    kinds += [(f"word/{target}", kind) for _, kind, target in PARTS]
    rows = "".join(
        f'<Override PartName="/{name}" ContentType="{WORD_TYPE}.{kind}+xml"/>' for name, kind in kinds
    )
    return (
        f'{DECLARATION}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f"{rows}"
        '<Override PartName="/docProps/core.xml"'
        ' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        '<Override PartName="/docProps/app.xml"'
        ' ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>'
    )


def core_part() -> str:
    """Title and a fixed day: the file must not depend on when it was built."""
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{CORE}" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        "<dc:title>基础文档</dc:title>"
        '<dcterms:created xsi:type="dcterms:W3CDTF">2021-01-01T00:00:00Z</dcterms:created>'
        "<dc:language>zh-CN</dc:language></cp:coreProperties>"
    )


def parts() -> dict[str, str]:
    """Every file of the package by its name, in the order of the archive."""
    return {
        "[Content_Types].xml": content_types(),
        "_rels/.rels": relationships(
            (
                ("rId1", f"{R}/officeDocument", "word/document.xml"),
                ("rId2", f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
                ("rId3", f"{R}/extended-properties", "docProps/app.xml"),
            )
        ),
        "word/document.xml": document_part(),
        "word/_rels/document.xml.rels": relationships(
            tuple((ident, f"{R}/{kind}", target) for ident, kind, target in PARTS)
        ),
        "word/styles.xml": styles_part(),
        "word/settings.xml": settings_part(),
        "word/fontTable.xml": font_part(),
        "word/footer-odd.xml": footer_part("right"),
        "word/footer-even.xml": footer_part("left"),
        "docProps/core.xml": core_part(),
        "docProps/app.xml": f'{DECLARATION}<Properties xmlns="{EXTENDED}"/>',
    }


def build() -> bytes:
    """Pack the base document; stored, not deflated, so that no compression library's version shows."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as package:
        for name, text in parts().items():
            entry = zipfile.ZipInfo(name)  # dated 1980-01-01, the format's first day
            entry.create_system = 3
            package.writestr(entry, text.encode())
    return buffer.getvalue()


if __name__ == "__main__":
    Path(__file__).with_name("base.docx").write_bytes(build())
