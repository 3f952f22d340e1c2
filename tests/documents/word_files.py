"""Word files, one trait of the package each: dialects, odd names, inserted files, damage."""

from __future__ import annotations

from tests.documents.recipe import Recipe, parts, said
from tests.intake.docx_builder import (
    MAIN_TYPE,
    OFFICE_RELS,
    SCHEMAS,
    document,
    docx,
    p,
    part,
    r,
    relationships,
    tbl,
    zipped,
)

CHUNK = '<w:altChunk r:id="c"/>'
FOREIGN = "文中插入了另一文件的内容，该部分不能读取"
DAMAGED = "文件内部有损坏，已尽量读取，可能缺字，请核对"
STRICT = "http://purl.oclc.org/ooxml/"
ARCHIVE = """MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="----=mht"

------=mht
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

<!DOCTYPE html><html><head><meta charset=3D"utf-8"></head>
<body><p>=E7=BD=91=E9=A1=B5=E5=AD=98=E6=A1=A3</p></body></html>
------=mht--
""".replace("\n", "\r\n").encode("ascii")


def inserted(name: str, content: bytes) -> bytes:
    """A document with another file between its two paragraphs."""
    return docx(p("之前"), CHUNK, p("之后"), parts={name: content}, links={"c": ("aFChunk", name)})


def strict() -> bytes:
    """The names of ISO 29500 Strict."""
    main = document(p(r("严格格式", bold=True), align="end"))
    for name in ("wordprocessingml", "drawingml"):
        main = main.replace(f"{SCHEMAS}{name}/2006/", f"{STRICT}{name}/")
    main = main.replace(OFFICE_RELS, f"{STRICT}officeDocument/relationships")
    links = {"r1": ("officeDocument", "word/document.xml")}
    base = f"{STRICT}officeDocument/relationships"
    return zipped({"_rels/.rels": relationships(links, base=base), "word/document.xml": main})


def named(target: str, name: str, text: str) -> bytes:
    """A package whose main part has this name and is linked by that target."""
    links = {"r1": ("officeDocument", target)}
    return zipped({"_rels/.rels": relationships(links), name: document(p(text))})


def typed_only() -> bytes:
    """A package without relationships, whose list of types names the main part."""
    types = (
        f'<Types xmlns="{SCHEMAS}package/2006/content-types">'
        f'<Override PartName="/docs/main.xml" ContentType="{MAIN_TYPE}"/></Types>'
    )
    return zipped({"[Content_Types].xml": types, "docs/main.xml": document(p("由类型表找到"))})


def broken_header() -> bytes:
    """A header that ends in the middle."""
    reference = '<w:sectPr><w:headerReference w:type="default" r:id="h"/></w:sectPr>'
    header = part("w:hdr", p("页眉文字"))[:-20]
    return docx(p("正文完好"), reference, parts={"h.xml": header}, links={"h": ("header", "h.xml")})


def cut_off() -> bytes:
    """A main part that ends in the middle, in a sound zip."""
    files = dict(parts(docx(p("前半"), p("后半"))))
    files["word/document.xml"] = files["word/document.xml"][:-60]
    return zipped(files)


def locked() -> bytes:
    """A zip whose entries are said to be encrypted."""
    data = bytearray(zipped({"word/document.xml": document(p("文"))}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    return bytes(data)


RECIPES = (
    Recipe("strict.docx", strict(), (said("严格格式", align="right", bold=1.0),)),
    Recipe(
        "macros.docm",
        docx(p("正文"), parts={"vbaProject.bin": b"\x00"}),
        ("正文",),
        ("文件带有宏，宏已忽略",),
    ),
    Recipe("template.dotx", docx(p("模板里的正文")), ("模板里的正文",)),
    Recipe("backslashes.docx", named("\\Word\\Document.xml", "word\\document.xml", "反斜杠"), ("反斜杠",)),
    Recipe("other-name.docx", named("/content/text.xml", "Content/Text.xml", "另一个名字"), ("另一个名字",)),
    Recipe(
        "no-relationships.docx", zipped({"word/document.xml": document(p("没有关系表"))}), ("没有关系表",)
    ),
    Recipe("typed-only.docx", typed_only(), ("由类型表找到",)),
    Recipe("null-target.docx", named("NULL", "word/document.xml", "关系为空"), ("关系为空",)),
    Recipe(
        "inserted-text.docx",
        inserted("a.txt", "插入一行\r\n插入二行".encode("gb18030")),
        ("之前", "插入一行", "插入二行", "之后"),
    ),
    Recipe(
        "inserted-page.docx",
        inserted("a.html", "<html><body><p>插入的网页</p></body></html>".encode()),
        ("之前", "插入的网页", "之后"),
    ),
    Recipe("inserted-archive.docx", inserted("afchunk.mht", ARCHIVE), ("之前", "网页存档", "之后")),
    Recipe(
        "inserted-document.docx",
        inserted("a.docx", docx(tbl(("内层表",)))),
        ("之前", said("内层表", place="cell", row=[0, 0, 0]), "之后"),
    ),
    Recipe("inserted-rtf.docx", inserted("a.rtf", b"{\\rtf1 text}"), ("之前", "之后"), (FOREIGN,)),
    Recipe(
        "inserted-unnamed.docx",
        inserted("a.dat", "<html><body><p>没有名字的网页</p></body></html>".encode()),
        ("之前", "没有名字的网页", "之后"),
    ),
    Recipe("chapters-elsewhere.docx", docx(p("总纲"), '<w:subDoc r:id="s"/>'), ("总纲",), (FOREIGN,)),
    Recipe("broken-header.docx", broken_header(), ("正文完好",), (DAMAGED,)),
    Recipe("cut-off.docx", cut_off(), state="refused", reason="文件已损坏（word/document.xml 的内容不完整）"),
    Recipe("locked.docx", locked(), state="refused", reason="文件有密码"),
    Recipe(
        "entities.docx",
        zipped(
            {
                "word/document.xml": '<!DOCTYPE a [<!ENTITY x "文">]>'
                + document(p("前")).replace("前", "&x;后")
            }
        ),
        state="refused",
        reason="内部含有文档类型声明（word/document.xml），有风险，未读取",
    ),
)
