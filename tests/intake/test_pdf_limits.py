"""No PDF, however made, keeps the reading busy: what it asks for is counted, and refused with words."""

from __future__ import annotations

import random
import tracemalloc
import zlib
from pathlib import Path

import pytest

from intake.documents import read
from intake.documents.package import DocumentRefused
from intake.documents.pdf import file, streams
from intake.documents.pdf.fonts import Fonts
from intake.documents.pdf.read import read_pdf
from intake.documents.pdf.streams import Work
from intake.documents.pdf.truetype import glyphs
from intake.model import AttachmentState, Document
from tests.intake.pdf_builder import CHINESE, packed, pdf, say, stream, written

HELLO = say("四月的会", 72, 700)
FORM = "/Type/XObject/Subtype/Form/BBox[0 0 9 9]"
MIB = 1 << 20


@pytest.fixture
def little(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundredth of the work, so that the tests end as soon as the count works."""
    monkeypatch.setattr(streams, "MAX_WORK", 120_000)


def reason(data: bytes) -> str:
    with pytest.raises(DocumentRefused) as refused:
        read_pdf(data)
    return refused.value.reason


def with_font(font: str, *, table: bytes = b"") -> bytes:
    objects = {100: font.encode(), 101: stream(table)}
    return pdf(HELLO, objects=objects).replace(b"/F 10 0 R", b"/F 100 0 R")


def form(number: int, content: str = "/X Do ") -> bytes:
    return stream(content.encode(), f"{FORM}/Resources<</XObject<</X {number} 0 R>>>>")


TOO_MUCH = {
    "operators": lambda: pdf(packed(b"1 0 0 1 0 0 cm\n" * 200_000)),
    "glyphs": lambda: pdf(packed(b"BT /L 9 Tf 9 9 Td " + b"(aaaaaaaa) Tj " * 50_000)),
    "arrays in arrays": lambda: pdf(packed(b"[" * 500_000)),
    "dictionaries in dictionaries": lambda: pdf(packed(b"<<" * 500_000)),
    "states on states": lambda: pdf(packed(b"q " * 100_000)),
    "a string without end": lambda: pdf(packed(b"BT (" + b"\\(" * 500_000)),
    "parentheses in parentheses": lambda: pdf(packed(b"(" * 500_000)),
    "a number without end": lambda: pdf(packed(b"1" * 500_000)),
    "a comment without end": lambda: pdf(packed(b"%" + b"x" * 500_000)),
    "a name without end": lambda: pdf(packed(b"/" + b"#41" * 500_000)),
    "pictures in the text": lambda: pdf(packed(b"BI /W 1 /H 1 ID xx EI " * 50_000)),
    "shapes": lambda: pdf(packed(b"0 0 m 9 9 l S " * 50_000)),
    "forms in forms": lambda: pdf("/X Do", objects={n: form(n + 1, "/X Do " * 10) for n in range(100, 115)}),
    "notes": lambda: pdf(HELLO, page="/Annots[" + "100 0 R " * 200_000 + "]", objects={100: b"<<>>"}),
    "widths": lambda: with_font(
        CHINESE.format("GBK-EUC-H").replace("/DW", "/W[" + "0 65000 9 " * 99 + "]/DW")
    ),
    "lines": lambda: b"%PDF-1.4\nxref\n0 99999999\n" + b"0000000009 00000 n \n" * 90_000 + b"startxref\n9\n",
    "objects": lambda: b"%PDF-1.4\n" + b"1 0 obj\n" * 90_000,
    "a code of letters": lambda: pdf(stream(b"z" * 500_000 + b"~>", "/Filter/ASCII85Decode")),
    "differences": lambda: pdf(
        stream(zlib.compress(bytes(500_000)), "/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns 5>>")
    ),
}


@pytest.mark.usefixtures("little")
@pytest.mark.parametrize("attack", TOO_MUCH)
def test_more_work_than_a_document_asks_for_is_refused(attack: str) -> None:
    assert reason(TOO_MUCH[attack]()).endswith("未读取，请以 .docx 重发")


@pytest.mark.usefixtures("little")
def test_references_that_multiply_are_counted() -> None:
    rings = {n: b"[" + b"%d 0 R " % (n + 1) * 10 + b"]" for n in range(110, 120)}
    font = b"<</Type/Font/Subtype/Type1/BaseFont/A/FontDescriptor<</FontBBox 110 0 R>>>>"
    data = pdf(HELLO, objects={100: font, **rings}).replace(b"/F 10 0 R", b"/F 100 0 R")
    assert "过于复杂" in reason(data)


@pytest.mark.parametrize(
    "content",
    [
        packed(bytes(70 * MIB)),
        stream(zlib.compress(zlib.compress(bytes(90 * MIB), 9), 9), "/Filter[/FlateDecode/FlateDecode]"),
    ],
)
def test_a_stream_that_unpacks_to_too_much_is_refused_before_it_is_whole(content: bytes) -> None:
    assert reason(pdf(content)) == "PDF 文件解压后过大，未读取，请以 .docx 重发"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("RunLengthDecode", b"\x81a" * MIB),
        ("ASCII85Decode", b"z" * 4 * MIB + b"~>"),
        ("ASCII85Decode", b"5sdq," * MIB + b"~>"),
    ],
)
def test_letters_and_runs_are_refused_before_they_are_whole(
    name: str, content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "MAX_DECODED", 3 * MIB)
    data = pdf(stream(content, f"/Filter/{name}"))
    tracemalloc.start()
    try:
        refused = reason(data)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert refused == "PDF 文件解压后过大，未读取，请以 .docx 重发"
    assert most < 4 * len(content) + streams.MAX_DECODED


def test_the_head_of_a_type_1_font_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "MAX_WORK", 20_000)
    font = b"<</Type/Font/Subtype/Type1/BaseFont/X/FontDescriptor<</Flags 4/FontFile 101 0 R>>>>"
    head = stream(zlib.compress(b"/a {" * 500_000), "/Filter/FlateDecode/Length1 2000000")
    data = pdf("BT /L 12 Tf (a) Tj ET", objects={100: font, 101: head})
    assert "过于复杂" in reason(data.replace(b"/L 14 0 R", b"/L 100 0 R"))


@pytest.mark.parametrize("kind", ["FontFile", "FontFile2", "FontFile3"])
def test_pdfminer_gets_no_font_program(kind: str) -> None:
    bare = Fonts(Work())._bare({"FontDescriptor": {kind: 1, "Flags": 4}})
    assert bare == {"FontDescriptor": {"Flags": 4}}


def test_many_streams_count_together() -> None:
    work = Work()
    work.take_octets(streams.MAX_DECODED)
    work.octets = streams.MAX_DECODED - 1
    with pytest.raises(DocumentRefused):
        work.take_octets(streams.MAX_DECODED)


def test_more_pages_than_an_issue_can_hold_are_refused() -> None:
    kids = b"".join(b"%d 0 R " % number for number in range(10, 400))
    pages = dict.fromkeys(range(10, 400), b"<</Type/Page>>")
    data = written({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Kids[" + kids + b"]>>", **pages})
    assert reason(data) == f"PDF 超过 {file.MAX_PAGES} 页，未读取"


@pytest.mark.parametrize(
    "objects",
    [
        {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Kids[2 0 R 2 0 R]>>"},
        {1: b"<</Type/Catalog/Pages 3 0 R>>", 3: b"4 0 R", 4: b"3 0 R"},
        {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"2 0 R"},
        {1: b"1 0 R"},
        {1: b"<</Type/Catalog>>"},
    ],
)
def test_objects_in_a_circle_are_a_damaged_file(objects: dict[int, bytes]) -> None:
    assert reason(written(objects)) == file.BROKEN


def test_tables_of_objects_that_name_each_other_are_read_once() -> None:
    data = pdf(HELLO)
    at = data.rindex(b"xref\n0")
    found = read_pdf(data.replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev %d" % at))
    assert isinstance(found, Document)
    assert found.text == "四月的会"


def test_a_form_that_draws_itself_is_drawn_once() -> None:
    found = read_pdf(pdf(HELLO + "/X Do", objects={100: form(100)}))
    assert isinstance(found, Document)
    assert found.text == "四月的会"


@pytest.mark.parametrize(
    "entries",
    ["/W[0 2000000000 500]", "/W2[0 2000000000 -500 1 1]", "/W[-2000000000 9 1]", "/W[1 [1 0 R]]"],
)
def test_a_font_with_impossible_widths_is_never_unrolled(entries: str) -> None:
    font = CHINESE.format("GBK-EUC-V" if "W2" in entries else "GBK-EUC-H").replace("/DW", f"{entries}/DW")
    assert read("a", with_font(font)).state in {AttachmentState.KEPT, AttachmentState.READ}


@pytest.mark.parametrize("kind", ["bf", "cid"])
def test_a_table_of_characters_with_an_endless_range_is_not_followed(kind: str) -> None:
    table = f"begincmap 1 begin{kind}range <00000000> <ffffffff> <0041> end{kind}range endcmap".encode()
    font = CHINESE.format("Identity-H").replace("GB1", "Identity").replace("]>>", "]/ToUnicode 101 0 R>>")
    assert read("a", with_font(font, table=table.replace(b"> <0041> endcid", b"> 1 endcid"))).state in {
        AttachmentState.KEPT,
        AttachmentState.READ,
    }


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.5\n1 0 obj\n" + stream(b"", "/Type/XRef/Size 2000000000/W[1 2 1]/Root 1 0 R"),
        b"%PDF-1.5\n1 0 obj\n" + stream(b"abc" * 99, "/Type/XRef/Size 20/W[1 2000000000 1]/Root 1 0 R"),
        b"%PDF-1.4\n" + b"startxref\n" * 50_000,
        b"%PDF-1.4\n" + b"%d 0 obj<</Length 1>>stream\n" * 50_000,
    ],
)
def test_tables_that_promise_more_than_there_is_are_a_damaged_file(data: bytes) -> None:
    assert reason(data + b"\nstartxref\n9\n%%EOF") == file.BROKEN


def test_numbers_out_of_all_bounds_break_nothing() -> None:
    great, tiny = "1" + "0" * 300, "0." + "0" * 30 + "1"
    wild = f"BT /F {great} Tf {great} 0 0 {great} {great} {great} Tm <41> Tj "
    wild += f"/F {tiny} Tf 1 0 0 1 9 9 Tm <41> Tj ET 0 0 0 0 0 0 cm "
    found = read_pdf(pdf(HELLO + wild + HELLO))
    assert isinstance(found, Document)
    assert found.text == "四月的会"


DAMAGED = Path(__file__).parents[1] / "documents" / "saved-by-libreoffice.pdf"


@pytest.mark.parametrize("seed", range(12))
def test_no_damage_raises_more_than_a_refusal(seed: int) -> None:
    sound = [pdf(HELLO, HELLO), DAMAGED.read_bytes()]
    chance = random.Random(seed)  # noqa: S311 -- damage, no secret
    for _ in range(15):
        data = bytearray(chance.choice(sound))
        for _ in range(chance.choice((1, 5, 50))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        cut = chance.randrange(len(data)) if chance.random() < 0.3 else len(data)
        assert read("a.pdf", bytes(data[:cut])).state in AttachmentState


@pytest.mark.parametrize("seed", range(10))
def test_a_broken_font_program_gives_no_characters_and_raises_nothing(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    head = b"\0\1\0\0\0\1" + bytes(6) + b"cmap" + bytes(4) + b"\0\0\0\x1c\0\0\0\x20"
    for kind in (b"\0\4", b"\0\x0c", b"\0\6"):
        table = b"\0\0\0\1\0\3\0\1\0\0\0\x0c" + kind + chance.randbytes(60)
        assert len(glyphs(head + table)) <= 1 << 17
