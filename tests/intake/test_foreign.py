"""Old and foreign documents: what LibreOffice is given was looked at, and what changes by itself is fixed."""

from __future__ import annotations

import io
import struct
import zipfile
from base64 import b64encode
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake import documents
from intake.documents.fixed_fields import fixed_doc, fixed_rtf
from intake.documents.foreign import read_foreign
from intake.documents.office import SECONDS, Office
from intake.documents.ole import Ole
from intake.documents.package import DocumentRefused
from intake.documents.sniff import Kind, kind_of
from intake.model import AttachmentState, Reading
from tests import soffice
from tests.documents.foreign_files import FLAT_OPEN, MANIFEST, OPEN, OPEN_TYPE, PIXEL, TRACKED, WORDML, flat
from tests.intake.docx_builder import docx, p

DOCUMENTS = Path(__file__).parents[1] / "documents"
DOC = (DOCUMENTS / "saved.doc").read_bytes()
RTF = (DOCUMENTS / "rich-text.rtf").read_bytes()
ENTITY = '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


@dataclass(slots=True)
class Noted:
    """Stands for LibreOffice: makes the same Word file of everything, and notes what it was given."""

    given: list[tuple[Kind, bytes]] = field(default_factory=list)

    def convert(self, kind: Kind, data: bytes, seconds: float = SECONDS) -> bytes:
        assert seconds == SECONDS
        self.given.append((kind, data))
        return docx(p("换来的文字。"))


def handed_over(data: bytes) -> tuple[Kind, bytes]:
    """What LibreOffice gets of a file."""
    noted = Noted()
    reading = documents.read("a", data, office=noted)
    assert reading.document is not None, reading.reason
    assert reading.document.text == "换来的文字。"
    [one] = noted.given
    return one


def refused(data: bytes) -> str:
    """Why a file is refused before LibreOffice sees it."""
    noted = Noted()
    reading = documents.read("a", data, office=noted)
    assert (reading.state, noted.given) == (AttachmentState.REFUSED, [])
    return reading.reason or ""


def packed(**parts: str | bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", OPEN_TYPE)
        archive.writestr("META-INF/manifest.xml", MANIFEST.format(OPEN, OPEN_TYPE, ""))
        for name, content in parts.items():
            archive.writestr(name.replace("_", "."), content)
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("saved.doc", Kind.DOC),
        ("rich-text-named.doc", Kind.RTF),
        ("open-document.odt", Kind.ODT),
        ("flat-open-document.fodt", Kind.FLAT_ODT),
        ("word-2003.xml", Kind.WORD_XML),
    ],
)
def test_each_format_is_known_by_its_bytes(name: str, kind: Kind) -> None:
    assert handed_over((DOCUMENTS / name).read_bytes())[0] is kind


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\xdb\xa5-\0" + bytes(400), Kind.WORD_6),
        (b"\r\n " + RTF, Kind.RTF),
    ],
)
def test_rare_forms_are_known(data: bytes, kind: Kind) -> None:
    assert kind_of(data).kind is kind


def test_a_table_or_slides_of_opendocument_are_only_kept() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<a/>")
    reading = documents.read("a", made.getvalue(), office=Noted())
    assert (reading.state, reading.reason) == (
        AttachmentState.KEPT,
        "OpenDocument 文件暂不能读取，请以 .docx 重发",
    )


# --- what is refused before ------------------------------------------------------------------------------


def test_an_archive_that_would_burst_is_refused() -> None:
    assert "300 MB" in refused(packed(picture_png=bytes(301 << 20)))
    assert "元素" in refused(packed(content_xml="<a>" + "<b/>" * 2_100_000 + "</a>"))


@pytest.mark.parametrize(
    "data",
    [
        packed(content_xml=f"{ENTITY}<a>&e;</a>"),
        packed(styles_xml=f"{ENTITY}<a>&e;</a>".encode("utf-16")),
        WORDML.replace("<w:wordDocument", f"{ENTITY}<w:wordDocument", 1).encode(),
        (DOCUMENTS / "flat-open-document.fodt")
        .read_bytes()
        .replace(b"<office:d", ENTITY.encode() + b"<office:d", 1),
    ],
    ids=["content", "styles in UTF-16", "Word 2003", "flat"],
)
def test_entities_are_refused(data: bytes) -> None:
    assert "文档类型声明" in refused(data)


def test_binary_data_that_never_ends_is_refused() -> None:
    assert refused(rb"{\rtf1 before \bin999999999 after}") == "RTF 文件已损坏，请以 .docx 重发"
    assert handed_over(rb"{\rtf1 before \bin5 abcde after}")[0] is Kind.RTF


def test_a_path_with_bin_in_it_is_no_binary_data() -> None:
    assert handed_over(rb"{\rtf1 D:\\bin2021\\report}")[0] is Kind.RTF


@pytest.mark.parametrize("words", [rb"\bin1 \\bin99999", rb"\\\bin99999", rb"\bin0000000000000000000099999 "])
def test_binary_data_does_not_hide_behind_a_backslash(words: bytes) -> None:
    assert "已损坏" in refused(rb"{\rtf1 " + words + b"}")


def test_what_libreoffice_makes_is_read_with_the_same_guards() -> None:
    class Bomb(Noted):
        def convert(self, kind: Kind, data: bytes, seconds: float = SECONDS) -> bytes:
            del kind, data, seconds
            return b"no zip"

    with pytest.raises(DocumentRefused, match="损坏"):
        read_foreign(RTF, kind_of(RTF), Bomb())


# --- fields ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        *(b"DATE", b"TIME", b"FILENAME", b"NUMPAGES", b"date", b"Date", b"AUTHOR", b"LastSavedBy", b"TITLE"),
        *(b"SUBJECT", b"KEYWORDS", b"COMMENTS", b"TEMPLATE", b"DOCPROPERTY", b"REVNUM", b"MACROBUTTON"),
        *(b"REF", b"SEQ"),
    ],
)
def test_a_field_of_an_rtf_file_keeps_its_text(name: bytes) -> None:
    field_ = rb"{\field{\*\fldinst {\rtlch\af0 \insrsid1  %b \\@ yyyy}}{\fldrslt 2021 DATE}}"
    assert fixed_rtf(field_ % name) == field_ % b"QUOTE"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (rb"{\*\fldinst {DA}{TE \\@}}", rb"{\*\fldinst {QUOTE}{ \\@}}"),
        (rb"{\*\fldinst {\b d}{\insrsid12 ate}}", rb"{\*\fldinst {\b QUOTE}{\insrsid12 }}"),
    ],
)
def test_a_field_s_name_may_be_split(before: bytes, after: bytes) -> None:
    assert fixed_rtf(before) == after


def test_fields_that_never_come_to_a_name_are_passed_over_once() -> None:
    many = rb"{\rtf1 " + rb"\fldinst" * 400_000 + rb" DATE}"
    assert fixed_rtf(many) == many.replace(b"DATE", b"QUOTE")


def test_a_field_of_word_2003_may_be_split_as_well() -> None:
    code = "<w:instrText> da</w:instrText></w:r><w:r><w:instrText>TE \\@</w:instrText>"
    _, data = handed_over(WORDML.replace('<w:instrText> DATE \\@ "yyyy" </w:instrText>', code).encode())
    assert b"> QUOTE \\@<" in data
    assert b"> da<" not in data


@pytest.mark.parametrize(
    "words",
    [
        *(rb"{\fldinst HYPERLINK DATE}", rb"{\fldinst UPDATE}", rb"DATE \fldrslt DATE"),
        *(rb"{\fldinst DATES}", rb"C:\\fldinst DATE", rb"{\fldinst }{\fldrslt Date}"),
    ],
)
def test_other_words_of_an_rtf_file_stay(words: bytes) -> None:
    assert fixed_rtf(words) == words


def test_a_field_of_a_doc_gets_another_type_and_nothing_else_changes() -> None:
    fixed = fixed_doc(DOC)
    changes = [(before, after) for before, after in zip(DOC, fixed, strict=True) if before != after]
    assert changes == [(31, 35)]


@pytest.mark.parametrize(
    ("number", "becomes"), [(15, 35), (17, 35), (20, 35), (24, 35), (30, 35), (51, 35), (85, 35), (88, 88)]
)
def test_a_field_of_a_doc_is_known_by_its_number(number: int, becomes: int) -> None:
    [at] = [at for at, (before, after) in enumerate(zip(DOC, fixed_doc(DOC), strict=True)) if before != after]
    assert fixed_doc(DOC[:at] + bytes((number,)) + DOC[at + 1 :])[at] == becomes


@pytest.mark.parametrize("name", ["title", "creator", "user-defined", "sender-company", "template-name"])
def test_what_opendocument_would_ask_elsewhere_becomes_mere_text(name: str) -> None:
    text = FLAT_OPEN.replace("text:date ", f"text:{name} ").replace("text:date>", f"text:{name}>")
    assert "<text:span>2021年5月6日</text:span>".encode() in handed_over(text.encode())[1]


def test_fields_of_opendocument_become_mere_text() -> None:
    _, data = handed_over((DOCUMENTS / "flat-open-document.fodt").read_bytes())
    assert b"text:date" not in data
    assert "<text:span>2021年5月6日</text:span>".encode() in data


def test_pictures_in_flat_files_are_put_back() -> None:
    image = b"iVBORw0KGgo" * 1000
    text = (DOCUMENTS / "flat-open-document.fodt").read_text("utf-8")
    binary = f"<text:p><office:binary-data>{image.decode()}</office:binary-data></text:p></office:text>"
    _, data = handed_over(text.replace("</office:text>", binary).encode())
    assert image in data


@soffice.needed
@pytest.mark.parametrize("depth", [1_000, 100_000])
def test_groups_in_one_another_are_read(office: Office, depth: int) -> None:
    reading = documents.read("a", rb"{\rtf1 " + b"{" * depth + b"deep" + b"}" * depth + b"}", office=office)
    assert reading.document is not None
    assert reading.document.text == "deep"


# --- OLE -------------------------------------------------------------------------------------------------


def test_the_streams_of_a_doc_are_found() -> None:
    ole = Ole(DOC)
    assert {"WordDocument", "1Table"} <= ole.streams.keys()
    assert struct.unpack("<H", ole.head("WordDocument", 2)) == (0xA5EC,)
    assert ole.head("nothing", 10) == b""


@given(st.integers(0, len(DOC)), st.binary(max_size=8), st.integers(1, len(DOC)))
def test_no_damage_to_an_ole_file_raises(at: int, patch: bytes, end: int) -> None:
    data = (DOC[:at] + patch + DOC[at + len(patch) :])[:end]
    fixed = fixed_doc(data)
    assert len(fixed) == len(data)
    for name in Ole(data).streams:
        assert len(Ole(data).head(name, 100)) <= 100


def test_a_table_that_names_each_sector_often_costs_no_more() -> None:
    count = 20_000
    sectors = [
        struct.pack("<128I", *((i * 127 + k) % count for k in range(127)), i + 1) for i in range(count)
    ]
    data = bytearray(DOC[:512]) + b"".join(sectors)
    struct.pack_into("<I", data, 68, 0)
    assert len(Ole(bytes(data))._table) <= len(data) // 512 + 128


# --- flat Word files -------------------------------------------------------------------------------------


def test_a_flat_word_file_with_a_large_picture_is_read() -> None:
    reading = documents.read("a.xml", flat(docx(p("正文。")), PIXEL * 200_000))
    assert reading.document is not None
    assert reading.document.text == "正文。"


def test_a_flat_file_without_a_document_is_refused() -> None:
    assert "没有正文" in refused(flat(packed(), b""))


@pytest.mark.parametrize("name", ["", "/word/" + "a" * 70_000])
def test_a_part_without_a_bearable_name_is_refused(name: str) -> None:
    data = flat(docx(p("正文。")), PIXEL).replace(b"/word/media/image1.png", name.encode())
    assert "名称" in refused(data)


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-be", "utf-16-le", "utf-32"])
def test_xml_in_wide_characters_is_known(codec: str) -> None:
    text = flat(docx(p("正文。")), PIXEL * 20_000).decode().replace("UTF-8", codec.upper())
    reading = documents.read("a.xml", text.encode(codec))
    assert kind_of(text.encode(codec)).kind is Kind.FLAT_OPC
    assert reading.document is not None
    assert reading.document.text == "正文。"
    kind, data = handed_over(FLAT_OPEN.replace("UTF-8", codec.upper()).encode(codec))
    assert kind is Kind.FLAT_ODT
    assert "铝箔厂新轧机投产".encode() in data


# --- tracked changes of Word 2003 ------------------------------------------------------------------------


def test_tracked_changes_of_word_2003_are_told() -> None:
    read = documents.read("a.xml", WORDML.encode(), office=Noted())
    assert read.document is not None
    assert read.document.remarks == TRACKED
    plain = WORDML.replace("Word.Deletion", "Word.Comment").replace("Word.Insertion", "Word.Comment")
    read = documents.read("a.xml", plain.encode(), office=Noted())
    assert read.document is not None
    assert read.document.remarks == ()


def test_insertions_keep_their_order() -> None:
    note = (
        '<aml:annotation w:type="Word.Insertion"><aml:content><w:r><w:t>{}</w:t></w:r>'
        "<w:r><w:t>,</w:t></w:r></aml:content></aml:annotation>"
    )
    many = "".join(note.format(number) for number in range(20_000))
    _, data = handed_over(WORDML.replace("</w:p>", many + "</w:p>", 1).encode())
    order = b"".join(b"<w:r><w:t>%d</w:t></w:r><w:r><w:t>,</w:t></w:r>" % one for one in range(20_000))
    assert order in data
    assert b"<aml:annotation" not in data


# --- web archives ----------------------------------------------------------------------------------------


def archived(*parts: tuple[str, bytes], end: bytes = b"--B--") -> Reading:
    """What becomes of a web archive of parts, each with its headers."""
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="B"\r\n\r\n'
    body = b"".join(b"--B\r\nContent-Type: %b\r\n\r\n%b\r\n" % (kind.encode(), one) for kind, one in parts)
    return documents.read("a.mht", head + body + end)


PAGE = ("text/html; charset=utf-8", "<p>正文。</p>".encode())


def remarks(reading: Reading) -> tuple[str, ...]:
    assert reading.document is not None
    return reading.document.remarks


@pytest.mark.parametrize(
    ("kind", "name"),
    [("application/msword; name=b.doc", "b.doc"), ("message/rfc822", "x.eml")],
)
def test_a_file_in_a_web_archive_is_told(kind: str, name: str) -> None:
    reading = archived(PAGE, (kind, b"Subject: x\r\n\r\nabc"))
    assert remarks(reading) == (f"网页存档里附的文件未读取：{name}",)


def test_the_dress_of_a_page_is_no_loss() -> None:
    assert (
        remarks(archived(PAGE, ("text/css", b"p {}"), ("text/xml", b"<xml/>"), ("image/gif", b"GIF89a")))
        == ()
    )


def test_a_web_archive_that_was_cut_off_is_told() -> None:
    assert remarks(archived(PAGE, end=b"")) == ("网页存档不完整或已损坏，内容可能有缺失",)
    base64 = ("text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64", b64encode(PAGE[1] * 9)[:50])
    assert "网页存档不完整或已损坏，内容可能有缺失" in remarks(archived(base64))


def test_a_web_archive_of_pictures_alone_is_told() -> None:
    assert remarks(archived(("image/gif", b"GIF89a"))) == ("网页存档里只有图片，没有文字",)


def test_a_web_archive_with_too_many_words_is_refused_as_a_page_is() -> None:
    reading = archived((PAGE[0], ("<p>" + "字" * 2_100_000 + "</p>").encode()))
    assert (reading.state, reading.reason) == (AttachmentState.REFUSED, "文字超过 200 万字，未读取")
