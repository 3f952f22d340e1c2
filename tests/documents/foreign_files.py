"""Documents of other programs than Word of today, and of that in other clothes.

`saved.*` were saved by LibreOffice 7.4: `soffice --convert-to doc flat-open-document.fodt`.
"""

from __future__ import annotations

import io
import quopri
import zipfile
from base64 import b64encode
from pathlib import Path
from typing import Any, Final

from intake.documents.ole import Ole
from tests.documents.recipe import Recipe
from tests.intake.docx_builder import docx, p, r

HERE: Final = Path(__file__).parent
TRACKED: Final = ("文中有修订痕迹，按接受全部修订后的文字读取",)
PIXEL: Final = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a49444154789c6360000000020001e221bc330000000049454e44ae426082"
)


def stored(name: str) -> bytes:
    """What stands in the folder already, for it takes another program to make it."""
    return (HERE / name).read_bytes()


def said(text: str, **look: Any) -> dict[str, Any]:
    """A paragraph with its look."""
    return {"text": text, **look}


# --- RTF -------------------------------------------------------------------------------------------------


def gbk(text: str) -> str:
    r"""Text as Word writes it for code page 936: \'b5\'e7."""
    return "".join(f"\\'{octet:02x}" for octet in text.encode("gbk"))


def unicode(text: str) -> str:
    """Text by numbers, each with two bytes for readers that know none."""
    return "".join(f"\\u{ord(one) - 65536 * (ord(one) > 32767)}{gbk(one)}" for one in text)


RTF_HEAD: Final = (
    "{\\rtf1\\ansi\\ansicpg936\\uc2\\deff0\\deflang1033\\deflangfe2052{\\fonttbl"
    f"{{\\f0\\froman\\fcharset0 Times New Roman;}}{{\\f13\\fnil\\fcharset134 {gbk('宋体')};}}}}"
    "{\\*\\revtbl{Unknown;}{Editor;}}\\paperw11906\\paperh16838\n"
)
DATE: Final = (
    "{\\field{\\*\\fldinst {\\rtlch\\fcs1 \\af0 \\ltrch\\fcs0 \\insrsid123  DATE \\\\@ \"yyyy'-'M'-'d\" }}"
    "{\\fldrslt {\\insrsid123 2021-5-6}}}"
)
RTF: Final = (
    RTF_HEAD
    + f"\\pard\\plain\\qc\\f13\\b\\fs44 {gbk('氧化铝厂节水见成效')}\\par\n"
    + f"\\pard\\plain\\qj\\fi640\\f13\\fs32 {gbk('四月份，循环水站把补水量')}"
    + f"{{\\deleted\\revauthdel1 {gbk('约')}}}"
    + f"{{\\revised\\revauth1 {gbk('由每天')}}}{unicode('八百吨降到六百吨，')}"
    + f"{gbk('每吨产品少用水')}0.3 m{{\\super 3}}{gbk('。')}\\par\n"
    + f"\\pard\\plain\\qr\\f13\\fs32 {gbk('循环水站')} {DATE}\\par}}"
)
RTF_SHOWN: Final = (
    said("氧化铝厂节水见成效", align="center", size=22.0, bold=1.0),
    said(
        "四月份，循环水站把补水量由每天八百吨降到六百吨，每吨产品少用水0.3 m3。",
        align="justify",
        size=16.0,
        raised=[["3", "super"]],
    ),
    said("循环水站 2021-5-6", align="right", size=16.0),
)

# --- OpenDocument ----------------------------------------------------------------------------------------

OPEN: Final = "urn:oasis:names:tc:opendocument:xmlns:"
OPEN_NAMES: Final = " ".join(
    f'xmlns:{prefix}="{name}"'
    for prefix, name in (
        *((prefix, f"{OPEN}{prefix}:1.0") for prefix in ("office", "text", "table", "style")),
        ("fo", f"{OPEN}xsl-fo-compatible:1.0"),
        ("dc", "http://purl.org/dc/elements/1.1/"),
    )
)
CHANGE: Final = (
    '<text:changed-region text:id="{0}"><text:{1}><office:change-info><dc:creator>A</dc:creator>'
    "<dc:date>2021-05-06T09:00:00</dc:date></office:change-info>{2}</text:{1}></text:changed-region>"
)
OPEN_STYLES: Final = (
    "<office:automatic-styles>"
    '<style:style style:name="T" style:family="paragraph">'
    '<style:paragraph-properties fo:text-align="center"/>'
    '<style:text-properties fo:font-size="22pt" style:font-size-asian="22pt" fo:font-weight="bold"'
    ' style:font-weight-asian="bold"/></style:style>'
    '<style:style style:name="H" style:family="text">'
    '<style:text-properties style:text-position="super 58%"/></style:style>'
    "</office:automatic-styles>"
)
OPEN_BODY: Final = (
    "<office:body><office:text><text:tracked-changes>"
    + CHANGE.format("c1", "deletion", "<text:p>试运行</text:p>")
    + CHANGE.format("c2", "insertion", "")
    + "</text:tracked-changes>"
    '<text:p text:style-name="T">铝箔厂新轧机投产</text:p>'
    '<text:p>五月初，三号轧机<text:change text:change-id="c1"/><text:change-start text:change-id="c2"/>'
    '正式投产<text:change-end text:change-id="c2"/>'
    '，厂房面积2000 m<text:span text:style-name="H">2</text:span>。'
    "</text:p>"
    "<table:table><table:table-column/><table:table-column/><table:table-row>"
    "<table:table-cell><text:p>班组</text:p></table:table-cell>"
    "<table:table-cell><text:p>产量</text:p></table:table-cell></table:table-row></table:table>"
    '<text:p>写于<text:date text:date-value="2021-05-06">2021年5月6日</text:date>'
    '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
    "<text:note-body><text:p>按初稿整理</text:p></text:note-body></text:note></text:p>"
    "</office:text></office:body>"
)
OPEN_TYPE: Final = "application/vnd.oasis.opendocument.text"
FLAT_OPEN: Final = (
    f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {OPEN_NAMES} office:version="1.2"'
    f' office:mimetype="{OPEN_TYPE}">{OPEN_STYLES}{OPEN_BODY}</office:document>'
)
MANIFEST: Final = (
    '<manifest:manifest xmlns:manifest="{}manifest:1.0" manifest:version="1.2"><manifest:file-entry'
    ' manifest:full-path="/" manifest:media-type="{}"/><manifest:file-entry manifest:full-path="content.xml"'
    ' manifest:media-type="text/xml">{}</manifest:file-entry></manifest:manifest>'
)


def packed(**parts: str) -> bytes:
    """A zip of OpenDocument: its type, its content, its list of parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, text in (("mimetype", OPEN_TYPE), *parts.items()):
            written = {"content": "content.xml", "manifest": "META-INF/manifest.xml"}.get(name, name)
            archive.writestr(zipfile.ZipInfo(written, (2021, 5, 6, 9, 0, 0)), text)
    return made.getvalue()


OPEN_CONTENT: Final = (
    f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content {OPEN_NAMES} office:version="1.2">'
    f"{OPEN_STYLES}{OPEN_BODY}</office:document-content>"
)


def shown_open(date: str) -> tuple[Any, ...]:
    """What the document says; its date is a field, and stays as it was shown when it was saved."""
    return (
        said("铝箔厂新轧机投产", align="center", size=22.0, bold=1.0),
        said("五月初，三号轧机正式投产，厂房面积2000 m2。", size=12.0, raised=[["2", "super"]]),
        said("班组", place="cell", row=[0, 0, 0], size=12.0),
        said("产量", place="cell", row=[0, 0, 1], size=12.0),
        said(f"写于{date}", size=12.0),
        said("按初稿整理", place="note", style="Footnote Text", size=10.0),
    )


def damaged(data: bytes) -> bytes:
    """A .doc whose text stream begins with garbage."""
    at = Ole(data).layout("WordDocument").at(0)
    return data[:at] + b"\xaa" * 600 + data[at + 600 :]


def locked(data: bytes) -> bytes:
    """A .doc that says that it is encrypted ([MS-DOC] 2.5.2, fEncrypted)."""
    at = Ole(data).layout("WordDocument").at(0) + 11
    return data[:at] + bytes((data[at] | 1,)) + data[at + 1 :]


# --- Word as XML, as a web page, as mail -----------------------------------------------------------------

WORDML: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<?mso-application progid="Word.Document"?>\n'
    '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"'
    ' xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint"'
    ' xmlns:aml="http://schemas.microsoft.com/aml/2001/core"><w:styles>'
    '<w:style w:type="paragraph" w:default="on" w:styleId="a"><w:name w:val="Normal"/>'
    '<w:rPr><w:sz w:val="21"/></w:rPr></w:style></w:styles><w:body><wx:sect>'
    '<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:b/><w:sz w:val="44"/></w:rPr>'
    "<w:t>碳素厂党支部开展联学</w:t></w:r></w:p>"
    '<w:p><w:pPr><w:listPr><w:ilvl w:val="0"/><w:ilfo w:val="1"/><wx:t wx:val="一、"/></w:listPr></w:pPr>'
    "<w:r><w:t>联学</w:t></w:r>"
    '<aml:annotation aml:id="0" w:type="Word.Deletion"><aml:content><w:r><w:delText>两次</w:delText></w:r>'
    '</aml:content></aml:annotation><aml:annotation aml:id="1" w:type="Word.Insertion"><aml:content>'
    "<w:r><w:t>三次</w:t></w:r></aml:content></aml:annotation></w:p>"
    "<w:p><w:r><w:t>五月七日，成型车间党支部与营销党支部联学。</w:t></w:r></w:p>"
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    '<w:r><w:instrText> DATE \\@ "yyyy" </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2021年5月8日</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    "</wx:sect></w:body></w:wordDocument>"
)


def flat(data: bytes, picture: bytes) -> bytes:
    """A Word file as one XML file, with a picture that belongs to nothing."""
    parts = []
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            if name != "[Content_Types].xml":
                xml = package.read(name).decode().partition("?>")[2] or package.read(name).decode()
                parts.append(
                    f'<pkg:part pkg:name="/{name}" pkg:contentType="application/xml">'
                    f"<pkg:xmlData>{xml}</pkg:xmlData></pkg:part>"
                )
    image = b64encode(picture).decode()
    parts.append(
        '<pkg:part pkg:name="/word/media/image1.png" pkg:contentType="image/png" pkg:compression="store">'
        f"<pkg:binaryData>{image}</pkg:binaryData></pkg:part>"
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    space = "http://schemas.microsoft.com/office/2006/xmlPackage"
    return f'{head}<pkg:package xmlns:pkg="{space}">{"".join(parts)}</pkg:package>'.encode()


PAGE: Final = (
    '<html xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:w="urn:schemas-microsoft-com:office:word">\r\n'
    "<head><meta http-equiv=Content-Type content='text/html; charset=gb2312'>\r\n"
    "<!--[if gte mso 9]><xml><w:WordDocument><w:View>Print</w:View></w:WordDocument></xml><![endif]-->\r\n"
    "<style><!-- p.MsoNormal {mso-style-parent:''} --></style></head>\r\n"
    "<body lang=ZH-CN><div class=Section1>\r\n"
    "<p class=MsoNormal align=center><b><span style='font-size:22.0pt'>动力厂查隐患保供电</span></b></p>\r\n"
    "<p class=MsoNormal><![if !supportLists]><span>一、</span><![endif]>"
    "查线路<span lang=EN-US>12</span>条。</p>\r\n"
    "</div></body></html>"
).encode("gbk")
PAGE_SHOWN: Final = ("动力厂查隐患保供电", "一、查线路12条。")
BOUNDARY: Final = "----=_NextPart_01D7424F.5C3A0B60"
ARCHIVE: Final = (
    (
        f'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="{BOUNDARY}"\r\n\r\n'
        "此文档为“单个文件网页”，也称为“Web 档案”文件。\r\n\r\n"
        f"--{BOUNDARY}\r\nContent-Location: file:///C:/7A2F1B/a.htm\r\n"
        'Content-Transfer-Encoding: quoted-printable\r\nContent-Type: text/html; charset="gb2312"\r\n\r\n'
    ).encode("gbk")
    + quopri.encodestring(PAGE)
    + (
        f"\r\n--{BOUNDARY}\r\nContent-Location: file:///C:/7A2F1B/a.files/image001.png\r\n"
        "Content-Transfer-Encoding: base64\r\nContent-Type: image/png\r\n\r\n"
        f"{b64encode(PIXEL).decode()}\r\n\r\n--{BOUNDARY}--\r\n"
    ).encode()
)

RECIPES: Final = (
    Recipe("rich-text.rtf", RTF.encode("ascii"), RTF_SHOWN, TRACKED),
    Recipe("rich-text-named.doc", RTF.encode("ascii"), RTF_SHOWN, TRACKED),
    Recipe("flat-open-document.fodt", FLAT_OPEN.encode(), shown_open("2021年5月6日"), TRACKED),
    Recipe(
        "open-document.odt",
        packed(content=OPEN_CONTENT, manifest=MANIFEST.format(OPEN, OPEN_TYPE, "")),
        shown_open("2021年5月6日"),
        TRACKED,
    ),
    Recipe("saved.doc", stored("saved.doc"), shown_open("26年11月28日"), TRACKED),
    Recipe("saved.odt", stored("saved.odt"), shown_open("11/28/26"), TRACKED),
    Recipe("saved.rtf", stored("saved.rtf"), shown_open("26年11月28日"), TRACKED),
    Recipe(
        "cut-off.doc",
        stored("saved.doc")[:-600],
        state="kept",
        reason="旧版 Office 文件暂不能读取，请以 .docx 重发",
    ),
    Recipe(
        "damaged.doc",
        damaged(stored("saved.doc")),
        state="refused",
        reason="旧版 Word（.doc）LibreOffice 打不开，可能已损坏，请以 .docx 重发",
    ),
    Recipe("locked.doc", locked(stored("saved.doc")), state="refused", reason="文件有密码"),
    Recipe(
        "locked.odt",
        packed(content="x", manifest=MANIFEST.format(OPEN, OPEN_TYPE, "<manifest:encryption-data/>")),
        state="refused",
        reason="文件有密码",
    ),
    Recipe(
        "word-2003.xml",
        WORDML.encode(),
        (
            said("碳素厂党支部开展联学", align="center", size=22.0, bold=1.0),
            said("一、联学三次", size=10.5),
            said("五月七日，成型车间党支部与营销党支部联学。", size=10.5),
            said("2021年5月8日", size=10.5),
        ),
        TRACKED,
    ),
    Recipe(
        "flat.xml",
        flat(docx(p(r("热电厂抢修三号炉", bold=True)), p("连续奋战三十小时。")), PIXEL * 100),
        (said("热电厂抢修三号炉", bold=1.0), "连续奋战三十小时。"),
    ),
    Recipe("page-named.doc", PAGE, PAGE_SHOWN),
    Recipe("web-archive-named.doc", ARCHIVE, PAGE_SHOWN, pictures=("961bc449d70903ee.png",)),
)
