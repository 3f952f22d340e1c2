"""Old and foreign documents: what LibreOffice is given was looked at, and what changes by itself is fixed."""

from __future__ import annotations

import io
import struct
import zipfile
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
from intake.model import AttachmentState
from tests import soffice
from tests.documents.foreign_files import MANIFEST, OPEN, OPEN_TYPE, PIXEL, WORDML, flat
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


def test_what_libreoffice_makes_is_read_with_the_same_guards() -> None:
    class Bomb(Noted):
        def convert(self, kind: Kind, data: bytes, seconds: float = SECONDS) -> bytes:
            del kind, data, seconds
            return b"no zip"

    with pytest.raises(DocumentRefused, match="损坏"):
        read_foreign(RTF, kind_of(RTF), Bomb())


# --- fields ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [b"DATE", b"TIME", b"FILENAME", b"NUMPAGES"])
def test_a_field_of_an_rtf_file_keeps_its_text(name: bytes) -> None:
    field_ = rb"{\field{\*\fldinst {\rtlch\af0 \insrsid1  %b \\@ yyyy}}{\fldrslt 2021 DATE}}"
    assert fixed_rtf(field_ % name) == field_ % b"QUOTE"


@pytest.mark.parametrize(
    "words", [rb"{\fldinst HYPERLINK DATE}", rb"{\fldinst UPDATE}", rb"DATE \fldrslt DATE"]
)
def test_other_words_of_an_rtf_file_stay(words: bytes) -> None:
    assert fixed_rtf(words) == words


def test_a_field_of_a_doc_gets_another_type_and_nothing_else_changes() -> None:
    fixed = fixed_doc(DOC)
    changes = [(before, after) for before, after in zip(DOC, fixed, strict=True) if before != after]
    assert changes == [(31, 35)]


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
