"""Word files, one trait of their text each."""

from __future__ import annotations

from tests.documents.recipe import Recipe, said
from tests.intake.docx_builder import document, docx, p, part, r, style, styles, t, zipped

TRACKED = "文中有修订痕迹，按接受全部修订后的文字读取"
HIDDEN = "文中有隐藏文字，未采入"
W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'


def mark(kind: str, inside: str = "") -> str:
    """A run with the begin, separator or end of a field."""
    return f'<w:r><w:fldChar w:fldCharType="{kind}">{inside}</w:fldChar></w:r>'


def code(text: str) -> str:
    """A run with a field's code."""
    return f'<w:r><w:instrText xml:space="preserve">{text}</w:instrText></w:r>'


def field(text: str, result: str | None = None, form: str = "") -> str:
    """A complex field; without a result there is no separator either."""
    shown = "" if result is None else mark("separate") + (r(result) if result else "")
    return mark("begin", form) + code(text) + shown + mark("end")


def control(content: str, props: str = "") -> str:
    """A content control."""
    return f"<w:sdt><w:sdtPr>{props}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def sign(font: str, char: str) -> str:
    """A run with a character of a symbol font."""
    return f'<w:r><w:sym w:font="{font}" w:char="{char}"/></w:r>'


PROMPT = r("单击此处输入姓名", props='<w:rStyle w:val="PlaceholderText"/>')
PROMPT_STYLES = styles(style("Placeholder Text", kind="character"))
EMOJI = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="w16se">'
    '<w16se:symEx w16se:font="Segoe UI Emoji" w16se:char="1F4CD"/></mc:Choice>'
    f"<mc:Fallback>{t('📍')}</mc:Fallback></mc:AlternateContent></w:r>"
)
RUBY = (
    '<w:r><w:ruby><w:rubyPr><w:rubyAlign w:val="center"/></w:rubyPr><w:rt><w:r><w:t>chéng</w:t></w:r></w:rt>'
    "<w:rubyBase><w:r><w:t>铖</w:t></w:r></w:rubyBase></w:ruby></w:r>"
)
TICKED = '<w:ffData><w:checkBox><w:sizeAuto/><w:default w:val="0"/><w:checked/></w:checkBox></w:ffData>'
UNTICKED = '<w:ffData><w:checkBox><w:sizeAuto/><w:default w:val="0"/></w:checkBox></w:ffData>'
LIST = (
    '<w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="熔铸车间"/>'
    '<w:listEntry w:val="动力车间"/></w:ddList></w:ffData>'
)


def math(content: str) -> str:
    """A formula in a paragraph."""
    return f"<m:oMath>{content}</m:oMath>"


def m(text: str) -> str:
    """Signs of a formula."""
    return f"<m:r><m:t>{text}</m:t></m:r>"


def of(name: str, **inside: str) -> str:
    """An element of a formula with its parts."""
    return f"<m:{name}>{''.join(f'<m:{tag}>{one}</m:{tag}>' for tag, one in inside.items())}</m:{name}>"


MATRIX = "<m:m>{}</m:m>".format(
    "".join(f"<m:mr><m:e>{m(a)}</m:e><m:e>{m(b)}</m:e></m:mr>" for a, b in ("12", "34"))
)
UTF_16 = '<?xml version="1.0" encoding="UTF-16" standalone="yes"?>'

RECIPES = (
    Recipe(
        "tracked-runs.docx",
        docx(
            p(
                "一季度产量",
                "<w:del><w:r><w:delText>下降</w:delText></w:r></w:del>",
                f"<w:ins>{r('提高')}</w:ins>",
                "百分之三。",
            )
        ),
        ("一季度产量提高百分之三。",),
        (TRACKED,),
    ),
    Recipe(
        "tracked-move.docx",
        docx(
            p(f"<w:moveFrom>{r('先讲安全。')}</w:moveFrom>", props="<w:rPr><w:moveFrom/></w:rPr>"),
            p("再讲产量。"),
            p(f"<w:moveTo>{r('先讲安全。')}</w:moveTo>", props="<w:rPr><w:moveTo/></w:rPr>"),
        ),
        ("再讲产量。", "先讲安全。"),
        (TRACKED,),
    ),
    Recipe(
        "tracked-paragraph-mark.docx",
        docx(p("检修班连夜", props="<w:rPr><w:del/></w:rPr>"), p("完成换极。"), p("次日投产。")),
        ("检修班连夜完成换极。", "次日投产。"),
        (TRACKED,),
    ),
    Recipe(
        "tracked-text-box.docx",
        docx(
            p(
                "<w:del><w:r><w:pict><v:shape><v:textbox><w:txbxContent>"
                + p("作废的文本框")
                + "</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:del>",
                "保留的正文",
            )
        ),
        ("保留的正文",),
        (TRACKED,),
    ),
    Recipe(
        "controls.docx",
        docx(
            p("填报人：", control(PROMPT, "<w:showingPlcHdr/>")),
            p("日期：", control(r("2021年5月6日"), '<w:date w:fullDate="2021-05-06T00:00:00Z"/>')),
            p(
                control(r("☒"), f'<w14:checkbox {W14}><w14:checked w14:val="1"/></w14:checkbox>'),
                "已复核",
            ),
            p("部门：", control(r("质检站"), "<w:dropDownList/>")),
            control(p("整段都在控件里。")),
            parts={"styles.xml": PROMPT_STYLES},
        ),
        ("填报人：", "日期：2021年5月6日", "☒已复核", "部门：质检站", "整段都在控件里。"),
    ),
    Recipe(
        "wrappers.docx",
        docx(
            p(
                f'<w:smartTag w:element="date">{r("五月")}</w:smartTag>',
                f'<w:customXml w:element="x">{r("六日，")}</w:customXml>',
                f'<w:hyperlink w:anchor="a">{r("焙烧炉")}</w:hyperlink>',
                f'<w:bdo w:val="ltr">{r("点火")}</w:bdo>',
                f'<strange xmlns="urn:nobody">{r("成功。")}</strange>',
            )
        ),
        ("五月六日，焙烧炉点火成功。",),
    ),
    Recipe(
        "fields.docx",
        docx(
            p(
                "第",
                field(" PAGE ", "3"),
                "页，见",
                field(' HYPERLINK "http://www.example.com" ', "公司网站"),
            ),
            p(f'<w:fldSimple w:instr=" AUTHOR ">{r("通讯员甲")}</w:fldSimple>', "报道"),
            p("尊敬的", field(" MERGEFIELD 姓名 ", "«姓名»")),
            p(
                mark("begin"),
                code("IF "),
                field("PAGE", "内层"),
                code(' = 1 "x"'),
                mark("separate"),
                "外层",
                mark("end"),
            ),
            p(field(" MACROBUTTON NoMacro 此处写标题 "), "之后"),
        ),
        ("第3页，见公司网站", "通讯员甲报道", "尊敬的«姓名»", "外层", "此处写标题之后"),
    ),
    Recipe(
        "field-over-paragraphs.docx",
        docx(
            p(
                mark("begin"),
                code(" TOC \\o "),
                mark("separate"),
                r("<w:t>一、概况</w:t><w:tab/><w:t>1</w:t>"),
            ),
            p(r("<w:t>二、措施</w:t><w:tab/><w:t>2</w:t>")),
            p(mark("end")),
            p("一、概况"),
        ),
        ("一、概况\t1", "二、措施\t2", said("一、概况", gap=True)),
    ),
    Recipe(
        "form-fields.docx",
        docx(
            p("单位：", field(" FORMTEXT ", "碳素厂")),
            p(field(" FORMCHECKBOX ", "", TICKED), "党员", field(" FORMCHECKBOX ", "", UNTICKED), "团员"),
            p("部门：", field(" FORMDROPDOWN ", "", LIST)),
        ),
        ("单位：碳素厂", "☒党员☐团员", "部门：动力车间"),
    ),
    Recipe(
        "equation-fields.docx",
        docx(
            p(field(" eq \\o\\ac(○,3) "), "号槽"),
            p("完成", field(" EQ \\f(3,4) ")),
            p("张", field(' EQ \\* jc2 \\* "Font:宋体" \\* hps10 \\o\\ad(\\s\\up 9(chéng),铖) ')),
            p(field(" eq \\o(\\s\\up 12(党委),\\s\\do 4(工会)) "), "联合发文"),
        ),
        ("③号槽", "完成3/4", "张铖", "党委工会联合发文"),
    ),
    Recipe(
        "hidden.docx",
        docx(
            p("可见", r("不可见", props="<w:vanish/>"), "仍可见"),
            p("整段隐藏", style="Secret"),
            p(r("网页隐藏而纸上可见", props="<w:webHidden/>")),
            p(r("白色的字", props='<w:color w:val="FFFFFF"/>')),
            parts={"styles.xml": styles(style("Secret", props="<w:rPr><w:vanish/></w:rPr>"))},
        ),
        ("可见仍可见", said("网页隐藏而纸上可见", gap=True), "白色的字"),
        (HIDDEN,),
    ),
    Recipe("ruby.docx", docx(p("劳模张", RUBY, "事迹")), ("劳模张铖事迹",)),
    Recipe(
        "signs.docx",
        docx(
            p("表头", "<w:r><w:tab/></w:r>", "数据", '<w:r><w:ptab w:alignment="right"/></w:r>', "页边"),
            p("铝", "<w:r><w:softHyphen/></w:r>", "锭A", "<w:r><w:noBreakHyphen/></w:r>", "1"),
            p("上行", "<w:r><w:br/></w:r>", "下行", "<w:r><w:cr/></w:r>", "末行"),
            p(
                "前页",
                '<w:r><w:br w:type="page"/></w:r>',
                "后页",
                '<w:r><w:br w:type="column"/></w:r>',
                "后栏",
            ),
        ),
        ("表头\t数据\t页边", "铝锭A-1", "上行", "下行", "末行", "前页", "后页", "后栏"),
    ),
    Recipe(
        "symbols.docx",
        docx(
            p(sign("Wingdings", "F0FC"), "合格", sign("Wingdings", "F0D8"), "转入下道"),
            p("偏差", sign("Symbol", "F0B1"), "2，角", sign("Symbol", "F061")),
            p(sign("Wingdings 2", "F052"), "已办", sign("Webdings", "F061"), "已阅"),
            p(r("\uf06c", props='<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'), "要点"),
        ),
        ("✓合格➢转入下道", "偏差±2，角α", "☑已办✓已阅", "●要点"),
    ),
    Recipe("emoji.docx", docx(p(EMOJI, "一线动态"), p("📍安全生产")), ("📍一线动态", "📍安全生产")),
    Recipe(
        "formulas.docx",
        docx(
            p("效率", math(of("f", num=m("a+b"), den=m("2")) + m("=") + of("rad", deg="", e=m("x")))),
            p("体积", math(of("sSup", e=m("r"), sup=m("3")))),
            p("矩阵", math(MATRIX)),
            p("极限", math(of("limLow", e=m("lim"), lim=m("n→0")) + of("func", fName=m("sin"), e=m("x")))),
        ),
        (
            "效率(a+b)/2=√x",
            said("体积r3", raised=[["3", "super"]]),
            "矩阵1 2; 3 4",
            said("极限limn→0sin x", raised=[["n→0", "sub"]]),
        ),
    ),
    Recipe(
        "drop-capital.docx",
        docx(
            p(r("春", size=40), props='<w:framePr w:dropCap="drop" w:lines="3" w:wrap="around"/>'),
            p("回大地，赤泥库区的草又绿了。"),
            p("第二段照常。"),
        ),
        ("春回大地，赤泥库区的草又绿了。", "第二段照常。"),
    ),
    Recipe(
        "raised.docx",
        docx(
            p(
                "产氧化铝三万m",
                r("3", props='<w:vertAlign w:val="superscript"/>'),
                "，CO",
                r("2", props='<w:vertAlign w:val="subscript"/>'),
                "减排",
            )
        ),
        (said("产氧化铝三万m3，CO2减排", raised=[["3", "super"], ["2", "sub"]]),),
    ),
    Recipe(
        "alternatives.docx",
        docx(
            p(
                '<w:r><mc:AlternateContent><mc:Choice Requires="new"><w:drawing/></mc:Choice>'
                f"<mc:Fallback>{t('旧程序也能读')}</mc:Fallback></mc:AlternateContent></w:r>"
            ),
            p(
                '<mc:AlternateContent><mc:Choice Requires="a"><mc:AlternateContent><mc:Choice Requires="b">'
                + r("内层选项")
                + "</mc:Choice></mc:AlternateContent></mc:Choice><mc:Fallback>"
                + r("外层退路")
                + "</mc:Fallback></mc:AlternateContent>"
            ),
        ),
        ("旧程序也能读", "内层选项"),
    ),
    Recipe(
        "marks.docx",
        docx(
            p(
                '<w:bookmarkStart w:id="0" w:name="a"/><w:permStart w:id="1"/>',
                '<w:proofErr w:type="spellStart"/><w:commentRangeStart w:id="0"/>',
                "标记不是文字",
                '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>',
                '<w:permEnd w:id="1"/><w:bookmarkEnd w:id="0"/>',
            )
        ),
        ("标记不是文字",),
        ("文中有批注，批注未采入",),
    ),
    Recipe(
        "utf-16.docx",
        docx(p("占位"), parts={"document.xml": (UTF_16 + document(p("双字节编码的正文"))).encode("utf-16")}),
        ("双字节编码的正文",),
    ),
    Recipe(
        "byte-order-mark.docx",
        zipped({"word/document.xml": document(p("带有字节序标记")).encode("utf-8-sig")}),
        ("带有字节序标记",),
    ),
    Recipe(
        "two-bodies.docx",
        docx(p("前一个主体"), "</w:body><w:body>", p("后一个主体")),
        ("前一个主体", "后一个主体"),
    ),
    Recipe(
        "stray-text.docx",
        docx(r("不在段落里的字"), p("在段落里的字")),
        ("不在段落里的字", "在段落里的字"),
    ),
    Recipe(
        "looks.docx",
        docx(
            p(r("强基固本", bold=True, size=22), align="center"),
            p(r("带头干。", bold=True), "六十名党员上一线。"),
            p("落款", align="right"),
        ),
        (
            said("强基固本", align="center", size=22.0, bold=1.0),
            said("带头干。六十名党员上一线。", bold=0.31),
            said("落款", align="right"),
        ),
    ),
    Recipe(
        "not-well-formed.docx",
        docx(p(r("字间有误", props="<w:i/ >"), "仍然可读")),
        ("字间有误仍然可读",),
        ("文件内部有损坏，已尽量读取，可能缺字，请核对",),
    ),
    Recipe(
        "note-missing.docx",
        docx(
            p("正文", '<w:r><w:footnoteReference w:id="7"/></w:r>'),
            parts={"footnotes.xml": part("w:footnotes", "")},
        ),
        ("正文",),
        ("文中有脚注或尾注缺失，未取得",),
    ),
)
