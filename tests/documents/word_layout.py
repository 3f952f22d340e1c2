"""Word files, one trait each: lists, tables, text boxes, notes, headers, diagrams, pictures."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable

from tests.documents.recipe import Recipe, Said, cells, said
from tests.intake.docx_builder import docx, numbering, p, part, r, style, styles, tbl, tc

TRACKED = "文中有修订痕迹，按接受全部修订后的文字读取"
ASVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"


def png(shade: int) -> bytes:
    """A grey picture of one dot."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    dot = zlib.compress(bytes((0, shade)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", dot) + chunk(b"IEND", b"")


def box(*content: str) -> str:
    """A text box as Word 2010 and later store it."""
    inner = f"<w:txbxContent>{''.join(content)}</w:txbxContent>"
    return f"<w:drawing><wps:wsp><wps:txbx>{inner}</wps:txbx></wps:wsp></w:drawing>"


def old_box(*content: str) -> str:
    """A text box as Word 2007 and WPS store it."""
    inner = f"<w:txbxContent>{''.join(content)}</w:txbxContent>"
    return f"<w:pict><v:shape><v:textbox>{inner}</v:textbox></v:shape></w:pict>"


def both(*content: str) -> str:
    """A run with a text box in the new form and, for old programs, in the old one."""
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{box(*content)}</mc:Choice>'
        f"<mc:Fallback>{old_box(*content)}</mc:Fallback></mc:AlternateContent></w:r>"
    )


def blip(name: str, inside: str = "") -> str:
    """A run with an embedded picture."""
    image = f'<a:blip r:embed="{name}">{inside}</a:blip>'
    return f"<w:r><w:drawing><pic:blipFill>{image}</pic:blipFill></w:drawing></w:r>"


def numbered(*labels: str) -> tuple[Said, ...]:
    """Items of a list by their labels."""
    return tuple(said(f"第{at}项", label=label) for at, label in enumerate(labels, 1))


def items(levels: Iterable[int], number: int = 1) -> tuple[str, ...]:
    """Numbered paragraphs."""
    return tuple(p(f"第{at}项", num=(number, level)) for at, level in enumerate(levels, 1))


def listed(name: str, form: str, text: str, *labels: str) -> Recipe:
    """A list of one level."""
    parts = {"numbering.xml": numbering((form, text))}
    return Recipe(f"list-{name}.docx", docx(*items([0] * len(labels)), parts=parts), numbered(*labels))


def again(number: int, start: int) -> str:
    """A list of the same kind that begins anew."""
    return (
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        f'<w:startOverride w:val="{start}"/></w:lvlOverride></w:num>'
    )


LEVELS = numbering(("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))
LEGAL = part(
    "w:numbering",
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="第%1章"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/>'
    '<w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
)
BY_STYLE = part(
    "w:numbering",
    '<w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
    '<w:pStyle w:val="H1"/><w:lvlText w:val="%1、"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/>'
    '<w:numFmt w:val="decimal"/><w:pStyle w:val="H2"/><w:lvlText w:val="%2."/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
)
NUMBERED_STYLES = styles(
    style("H1", props='<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr>'),
    style("H2", based="H1", props='<w:pPr><w:outlineLvl w:val="1"/></w:pPr>'),
)
NOTES = part(
    "w:footnotes",
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    f'<w:footnote w:id="1">{p("<w:r><w:footnoteRef/></w:r>", "数据来自生产日报。")}</w:footnote>'
    f'<w:footnote w:id="2">{p("无人引用的注。")}</w:footnote>',
)
ENDNOTES = part("w:endnotes", f'<w:endnote w:id="1">{p("尾注另说。")}</w:endnote>')
EDGES = {
    "header1.xml": part(
        "w:hdr",
        p(
            "某铝业公司信息",
            r("第"),
            '<w:fldSimple w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>',
            r("期"),
        ),
    ),
    "header2.xml": part("w:hdr", p("首页页眉")),
    "header3.xml": part("w:hdr", p("双页页眉")),
    "footer1.xml": part("w:ftr", p("第1页 共2页") + p("内部资料")),
}
EDGE_LINKS = {name[0] + name[6]: (name[:6], name) for name in EDGES}
WATERMARK = part("w:hdr", p('<w:r><w:pict><v:shape><v:textpath string="样稿"/></v:shape></w:pict></w:r>'))


def edge(kind: str, link: str, which: str = "default") -> str:
    """A reference to a header or footer."""
    return f'<w:{kind}Reference w:type="{which}" r:id="{link}"/>'


POINTS = "".join(
    f"<dgm:pt><dgm:t><a:p><a:r><a:t>{one}</a:t></a:r></a:p></dgm:t></dgm:pt>" for one in ("领料", "复核")
)
DIAGRAM = '<w:r><w:drawing><a:graphic><dgm:relIds r:dm="d1" r:lo="d2"/></a:graphic></w:drawing></w:r>'
SVG = (
    f'<a:extLst><a:ext uri="{{96DAC541}}"><asvg:svgBlip xmlns:asvg="{ASVG}" r:embed="s"/></a:ext></a:extLst>'
)
PHOTOS = {
    "parts": {"media/image1.png": png(10), "media/image2.png": png(200), "media/image3.svg": b"<svg/>"},
    "links": {
        "i": ("image", "media/image1.png"),
        "j": ("image", "media\\image2.png"),
        "s": ("image", "media/image3.svg"),
        "n": ("image", "NULL"),
        "o": ("image", "http://www.example.com/a.png"),
    },
}
GROUP = f"<w:r><w:pict><v:group>{old_box(p('组合一'))}{old_box(p('组合二'))}</v:group></w:pict></w:r>"
DELETED_ROW = f"<w:tr><w:trPr><w:del/></w:trPr>{tc('删去的行')}</w:tr>"
DELETED_CELL = f"<w:tr>{tc('删去的格', props='<w:cellDel/>')}{tc('留下的格')}</w:tr>"
NEW_ROW = f"<w:tr><w:trPr><w:ins/></w:trPr>{tc('增加的行')}</w:tr>"
CONTROL_ROW = f"<w:sdt><w:sdtContent><w:tr>{tc('控件行')}</w:tr></w:sdtContent></w:sdt>"
CONTROL_CELL = f"<w:tr><w:sdt><w:sdtContent>{tc('控件格')}</w:sdtContent></w:sdt>{tc('普通格')}</w:tr>"

RECIPES = (
    listed("chinese", "chineseCountingThousand", "%1、", "一、", "二、", "三、"),
    listed(
        "brackets", "chineseCounting", "（%1）", *(f"（{one}）" for one in "一二三四五六七八九十"), "（十一）"
    ),
    listed("circles", "decimalEnclosedCircle", "%1", "①", "②"),
    listed("stems", "ideographTraditional", "%1.", "甲.", "乙."),
    listed("japanese", "japaneseCounting", "%1、", "一、", "二、"),
    listed("roman", "upperRoman", "%1.", "I.", "II.", "III.", "IV."),
    listed("chapters", "chineseCounting", "第%1章 ", "第一章 ", "第二章 "),
    listed("legal-figures", "chineseLegalSimplified", "%1、", "壹、", "贰、"),
    listed("bullets", "bullet", "\uf06c", "•", "•"),
    Recipe(
        "empty-paragraphs.docx",
        docx(
            p("甲"),
            p(),
            p("\u3000"),
            p("乙"),
            p("丙", r('<w:br w:type="page"/>')),
            p("丁", r("<w:br/>"), "戊"),
            p(r("<w:br/>"), "己"),
            tbl((p("格"),), (p(),)),
            p("庚"),
        ),
        (
            *("甲", said("乙", gap=True), "丙", said("丁", gap=True), "戊", said("己", gap=True)),
            *cells(0, ("格",)),
            "庚",
        ),
    ),
    Recipe(
        "list-levels.docx",
        docx(*items([0, 1, 2, 2, 1, 2, 0, 1]), parts={"numbering.xml": LEVELS}),
        numbered("一、", "（一）", "1.", "2.", "（二）", "1.", "二、", "（一）"),
    ),
    Recipe(
        "list-restarts.docx",
        docx(
            *items([0, 0]),
            *items([0, 0], 2),
            *items([0], 3),
            parts={"numbering.xml": numbering(("decimal", "%1."), extra=again(2, 1) + again(3, 7))},
        ),
        (*numbered("1.", "2."), *numbered("1.", "2."), *numbered("7.")),
    ),
    Recipe(
        "list-legal.docx",
        docx(*items([0, 1, 1, 0, 1]), parts={"numbering.xml": LEGAL}),
        numbered("第一章", "1.1", "1.2", "第二章", "2.1"),
    ),
    Recipe(
        "list-by-style.docx",
        docx(
            p("总体情况", style="H1"),
            p("产量", style="H2"),
            p("质量", style="H2"),
            p("不编号", style="H1", num=(0, 0)),
            parts={"numbering.xml": BY_STYLE, "styles.xml": NUMBERED_STYLES},
        ),
        (
            said("总体情况", label="一、", style="H1", outline=1),
            said("产量", label="1.", style="H2", outline=2),
            said("质量", label="2.", style="H2", outline=2),
            said("不编号", style="H1", outline=1),
        ),
    ),
    Recipe(
        "table.docx",
        docx(tbl(("单位", "稿件"), ("一分厂", "设备点检见实效"), ("二分厂", "")), p("表后")),
        (*cells(0, ("单位", "稿件"), ("一分厂", "设备点检见实效"), ("二分厂", "")), "表后"),
    ),
    Recipe(
        "table-spans.docx",
        docx(
            tbl(
                (tc("季度情况", props='<w:gridSpan w:val="2"/>'),),
                (tc("一季度", props='<w:vMerge w:val="restart"/>'), "四月"),
                (tc("", props="<w:vMerge/>"), "五月"),
            )
        ),
        cells(0, ("季度情况",), ("一季度", "四月"), ("", "五月")),
    ),
    Recipe(
        "table-in-table.docx",
        docx(tbl((tc(p("外格"), tbl(("内格",)), p("外格续")), "邻格"))),
        (
            said("外格", place="cell", row=[0, 0, 0]),
            said("内格", place="cell", row=[1, 0, 0]),
            said("外格续", place="cell", row=[0, 0, 0]),
            said("邻格", place="cell", row=[0, 0, 1]),
        ),
    ),
    Recipe(
        "table-tracked.docx",
        docx(f"<w:tbl>{DELETED_ROW}{DELETED_CELL}{NEW_ROW}</w:tbl>"),
        cells(0, ("留下的格",), ("增加的行",)),
        (TRACKED,),
    ),
    Recipe(
        "table-controls.docx",
        docx(f"<w:tbl>{CONTROL_ROW}{CONTROL_CELL}</w:tbl>"),
        cells(0, ("控件行",), ("控件格", "普通格")),
    ),
    Recipe(
        "text-box.docx",
        docx(p("锚点段", both(p("框内一段"), p("框内二段"))), p("下一段")),
        ("锚点段", said("框内一段", place="textbox"), said("框内二段", place="textbox"), "下一段"),
    ),
    Recipe(
        "text-box-group.docx",
        docx(p("锚点段", GROUP)),
        ("锚点段", said("组合一", place="textbox"), said("组合二", place="textbox")),
    ),
    Recipe(
        "text-box-table.docx",
        docx(p(both(tbl(("框中表",)))), tbl((tc(p("格中", both(p("格中框")))),))),
        (
            said("框中表", place="textbox"),
            said("格中", place="cell", row=[1, 0, 0]),
            said("格中框", place="textbox"),
        ),
    ),
    Recipe(
        "word-art.docx",
        docx(p('<w:r><w:pict><v:shape><v:textpath string="安全生产月"/></v:shape></w:pict></w:r>', "启动")),
        ("启动", said("安全生产月", place="textbox")),
    ),
    Recipe(
        "notes.docx",
        docx(
            p("产量创新高", '<w:r><w:footnoteReference w:id="1"/></w:r>', "。"),
            p("能耗下降", '<w:r><w:endnoteReference w:id="1"/></w:r>', "。"),
            parts={"footnotes.xml": NOTES, "endnotes.xml": ENDNOTES},
        ),
        (
            "产量创新高。",
            said("数据来自生产日报。", place="note"),
            "能耗下降。",
            said("尾注另说。", place="note"),
        ),
    ),
    Recipe(
        "headers.docx",
        docx(
            p("第一节", props=f"<w:sectPr>{edge('header', 'h1')}</w:sectPr>"),
            p("第二节"),
            f"<w:sectPr>{edge('header', 'h2', 'first')}{edge('header', 'h3', 'even')}"
            f"{edge('footer', 'f1')}<w:titlePg/></w:sectPr>",
            parts=EDGES,
            links=EDGE_LINKS,
        ),
        (
            said("某铝业公司信息第1期", place="header"),
            said("首页页眉", place="header"),
            said("双页页眉", place="header"),
            "第一节",
            "第二节",
            said("内部资料", place="header"),
        ),
    ),
    Recipe(
        "header-not-shown.docx",
        docx(
            p("正文"),
            f'<w:sectPr>{edge("header", "h2", "first")}<w:titlePg w:val="0"/></w:sectPr>',
            parts=EDGES,
            links=EDGE_LINKS,
        ),
        ("正文",),
    ),
    Recipe(
        "watermark.docx",
        docx(
            p("正文"),
            f"<w:sectPr>{edge('header', 'h')}</w:sectPr>",
            parts={"w.xml": WATERMARK},
            links={"h": ("header", "w.xml")},
        ),
        ("正文",),
    ),
    Recipe(
        "diagram.docx",
        docx(
            p("流程如下：", DIAGRAM),
            parts={"diagrams/data1.xml": part("dgm:dataModel", POINTS)},
            links={"d1": ("diagramData", "diagrams/data1.xml")},
        ),
        ("流程如下：", said("领料", place="textbox"), said("复核", place="textbox")),
    ),
    Recipe(
        "chart-and-object.docx",
        docx(
            p("走势", '<w:r><w:drawing><c:chart r:id="x"/></w:drawing></w:r>'),
            p("附表", '<w:r><w:object><o:OLEObject r:id="y"/></w:object></w:r>'),
        ),
        ("走势", "附表"),
        ("文中有图表，图表内的文字未读取", "文中嵌有其他文件（对象），其内容未读取"),
    ),
    Recipe(
        "chart-with-fallback.docx",
        docx(
            p(
                "走势",
                '<w:r><mc:AlternateContent><mc:Choice Requires="cx1">'
                '<w:drawing><c:chart r:id="x"/></w:drawing>'
                f"</mc:Choice><mc:Fallback>{old_box(p('此图表在您的版本中不可用'))}</mc:Fallback>"
                "</mc:AlternateContent></w:r>",
            )
        ),
        ("走势",),
        ("文中有图表，图表内的文字未读取",),
    ),
    Recipe(
        "pictures.docx",
        docx(
            p(blip("i")),
            p(
                "图为检修现场",
                '<w:r><w:pict><v:shape><v:imagedata r:id="j"/></v:shape></w:pict></w:r>',
                blip("i"),
            ),
            tbl((tc(p(blip("j"))),)),
            p("框", both(p("框内图", blip("i")))),
            **PHOTOS,  # type: ignore[arg-type]
        ),
        (
            said("", pictures=[0]),
            said("图为检修现场", pictures=[1, 0]),
            said("", place="cell", row=[0, 0, 0], pictures=[1]),
            "框",
            said("框内图", place="textbox", pictures=[0]),
        ),
        (),
        ("image1.png", "image2.png"),
    ),
    Recipe(
        "pictures-missing.docx",
        docx(p("无图", blip("n"), blip("o"), blip("gone")), **PHOTOS),  # type: ignore[arg-type]
        ("无图",),
        ("文中有图片缺失或是外部链接，未取得",),
    ),
    Recipe(
        "picture-as-drawing.docx",
        docx(p("双份的图", blip("i", SVG)), p("只有矢量图", blip("", SVG)), **PHOTOS),  # type: ignore[arg-type]
        (said("双份的图", pictures=[0]), said("只有矢量图", pictures=[1])),
        (),
        ("image1.png", "image3.svg"),
    ),
)
