"""Hostile and broken Word files: refused with a reason, quickly, and never an endless run."""

from __future__ import annotations

import io
import struct
import sys
import time
import zipfile
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from intake.documents import docx as docx_module
from intake.documents import package as limits
from intake.documents.docx import DocumentRefused, read_docx
from intake.documents.equation import equation
from intake.documents.fields import Fields
from intake.documents.package import Budget, Package, TooMuch
from tests.intake.docx_builder import document, docx, numbering, p, part, r, style, styles, t, tbl, tc, zipped
from tests.untraced import untraced

UTF_16 = '<?xml version="1.0" encoding="UTF-16"?>'
BOMB = "<!DOCTYPE a [<!ENTITY b 'bb'><!ENTITY c '&b;&b;'>]>"


def refusal(data: bytes) -> str:
    with pytest.raises(DocumentRefused) as caught:
        read_docx(data)
    return caught.value.reason


def main_part(content: str | bytes) -> bytes:
    return zipped({"word/document.xml": content})


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "损坏"),
        (b"PK\x03\x04 broken", "损坏"),
        (docx(p("文"))[:-40], "损坏"),
        (main_part("<w:document"), "损坏"),
        (main_part(document(p("文"))[:-30]), "损坏"),
        (main_part(""), "损坏"),
        (main_part(BOMB + document(p("&c;"))), "声明"),
        (main_part(f"<!-- {'x' * 5000} -->{BOMB}{document(p('文'))}"), "声明"),
        (
            main_part(f'<?xml version="1.0" encoding="UTF-16"?>{BOMB}{document(p("文"))}'.encode("utf-16")),
            "声明",
        ),
    ],
)
def test_a_broken_or_cunning_file_is_refused_with_a_reason(data: bytes, words: str) -> None:
    assert words in refusal(data)


def test_an_external_entity_is_never_fetched() -> None:
    evil = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + document(p("前")).replace(
        "前", "&x;后"
    )
    assert "声明" in refusal(main_part(evil))


def test_a_file_over_the_size_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_FILE", 100)
    assert "超过" in refusal(docx(p("文")))


def test_more_entries_than_any_document_has_are_refused() -> None:
    many = {f"a{n}": "" for n in range(limits.MAX_ENTRIES + 1)}
    assert str(limits.MAX_ENTRIES) in refusal(zipped({"word/document.xml": document(p("文")), **many}))


def test_a_part_that_unpacks_to_more_than_the_limit_is_refused() -> None:
    assert "40 MB" in refusal(main_part(b" " * (limits.MAX_PART + 1) + document(p("文")).encode()))


def test_the_sum_of_the_parts_is_limited() -> None:
    package = Package(docx(p("文"), parts={"a": b"0" * 600, "b": b"0" * 600}), Budget(octets=1000))
    package.blob("word/a")
    with pytest.raises(TooMuch):
        package.blob("word/b")


def test_a_size_that_the_directory_states_too_low_is_not_believed() -> None:
    data = bytearray(main_part(b" " * (limits.MAX_PART + 1) + document(p("文")).encode()))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 100)
    with pytest.raises(DocumentRefused):
        read_docx(bytes(data))


def test_millions_of_elements_are_refused_before_a_tree_is_built() -> None:
    began = time.process_time()
    assert "200 万个" in refusal(main_part(document("<w:p/>" * (limits.MAX_ELEMENTS + 1))))
    assert time.process_time() - began < 5


def test_more_text_than_any_document_has_is_refused() -> None:
    assert "200 万字" in refusal(docx(p("字" * (limits.MAX_CHARACTERS + 1))))


def test_labels_count_as_text(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = {"numbering.xml": numbering(("decimal", "%1" * 30))}
    monkeypatch.setattr(docx_module, "Package", lambda data: Package(data, Budget(characters=500)))
    with pytest.raises(TooMuch):
        read_docx(docx(*[p("", num=(1, 0))] * 100, parts=parts))


def nested(opening: str, closing: str, depth: int) -> bytes:
    return docx(opening * depth + p("深处") + closing * depth)


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
        ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"),
        ("<w:customXml>", "</w:customXml>"),
        ("<w:p><w:r><w:txbxContent>", "</w:txbxContent></w:r></w:p>"),
        ("<w:p><w:r><mc:AlternateContent><mc:Choice>", "</mc:Choice></mc:AlternateContent></w:r></w:p>"),
    ],
)
def test_nesting_is_read_deep_and_refused_beyond(opening: str, closing: str) -> None:
    wraps = opening.count("<")
    deep = nested(opening, closing, (limits.MAX_DEPTH - 10) // wraps)
    assert read_docx(deep).paragraphs[-1].text == "深处"
    assert refusal(nested(opening, closing, limits.MAX_DEPTH // max(1, wraps - 1) + 10))
    assert refusal(nested(opening, closing, 5000))


def test_a_formula_nested_beyond_reason_is_read_flat() -> None:
    deep = "<m:oMath>" + "<m:d><m:e>" * 90 + "<m:r><m:t>x</m:t></m:r>" + "</m:e></m:d>" * 90 + "</m:oMath>"
    assert read_docx(docx(p(deep))).text == "x"


SHEET = [style(f"S{n}", based=f"S{n + 1}") for n in range(20_000)]
ROMAN = {"numbering.xml": numbering(("upperRoman", "%1."))}


def attributes() -> str:
    return "".join(f' a{n}="1"' for n in range(100_000))


@pytest.mark.parametrize(
    "build",
    [
        lambda: docx(p(*[r("字")] * 300_000)),
        lambda: docx(*[p("字", style=f"S{n}") for n in range(20_000)], parts={"styles.xml": styles(*SHEET)}),
        lambda: docx(
            *[p("字", num=(1, 0))] * 50_000, parts={"numbering.xml": numbering(("upperRoman", "%1."))}
        ),
        lambda: docx(tbl((tc("字", props='<w:gridSpan w:val="300000000"/>'),))),
        lambda: docx(f"<w:p{attributes()}><w:r>{t('字')}</w:r></w:p>"),
        lambda: docx(*["<w:p><w:r><w:rPr><w:del/></w:rPr></w:r></w:p>"] * 100_000, p("字")),
        lambda: docx(p(*['<w:r><w:fldChar w:fldCharType="begin"/></w:r>'] * 20_000), p("字")),
        lambda: docx(p("字"), *[p(props="<w:rPr><w:del/></w:rPr>")] * 50_000),
    ],
    ids=["runs", "styles", "numbers", "span", "attributes", "paragraphs", "fields", "marks"],
)
@untraced()
def test_time_grows_with_length_only(build: Callable[[], bytes]) -> None:
    data = build()
    began = time.process_time()
    assert "字" in read_docx(data).text
    assert time.process_time() - began < 8


def test_a_note_that_is_referred_to_a_thousand_times_is_read_once() -> None:
    notes = part("w:footnotes", f'<w:footnote w:id="1">{p("注" * 1000)}</w:footnote>')
    marks = '<w:r><w:footnoteReference w:id="1"/></w:r>' * 5000
    assert len(read_docx(docx(p("文", marks), parts={"footnotes.xml": notes})).text) < 1100


@pytest.mark.parametrize("value", ["-1", "abc", "999999999999999999999", "", "１", "1.5"])
def test_nonsense_in_numbers_is_survived(value: str) -> None:
    levels = (
        f'<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="{value}"><w:start w:val="{value}"/>'
        f'<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    look = f'<w:outlineLvl w:val="{value}"/><w:numPr><w:ilvl w:val="{value}"/><w:numId w:val="1"/></w:numPr>'
    run = r("文", props=f'<w:sz w:val="{value}"/><w:b w:val="{value}"/><w:vertAlign w:val="{value}"/>')
    found = read_docx(docx(p(run, props=look), parts={"numbering.xml": part("w:numbering", levels)}))
    assert found.paragraphs[0].text == "文"


def encrypted(data: bytes) -> bytes:
    """The zip with the "encrypted" bit set at every entry."""
    changed = bytearray(data)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(signature)
        while at >= 0:
            changed[at + offset] |= 1
            at = changed.find(signature, at + 1)
    return bytes(changed)


def test_a_zip_with_a_password_is_refused() -> None:
    assert refusal(encrypted(main_part(document(p("文"))))) == "文件有密码"


def test_a_compression_that_word_does_not_know_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("word/document.xml", document(p("文")))
    assert "压缩方式" in refusal(buffer.getvalue())


def test_a_broken_picture_costs_only_itself() -> None:
    data = bytearray(
        docx(
            p("文", '<w:r><w:drawing><a:blip r:embed="i"/></w:drawing></w:r>'),
            parts={"a.png": b"picture" * 100},
            links={"i": ("image", "a.png")},
        )
    )
    at = data.index(b"word/a.png") + len("word/a.png")
    data[at : at + 4] = b"\xff\xff\xff\xff"
    found = read_docx(bytes(data))
    assert (found.text, found.pictures, len(found.remarks)) == ("文", (), 1)


def test_a_broken_sheet_of_styles_leaves_the_text() -> None:
    sheet = styles(style("Big")).replace("<w:name", "<w:name <")
    assert read_docx(docx(p("文", style="Big"), parts={"styles.xml": sheet})).text == "文"


# --- what grows, grows with the length only ---------------------------------------------------------


def steps(data: bytes) -> int:
    """How many instructions of ours reading takes."""
    count = 0

    def trace(frame: FrameType, event: str, _: object) -> Callable[..., Any]:
        nonlocal count
        frame.f_trace_opcodes = True
        count += event == "opcode"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        read_docx(data)
    finally:
        sys.settrace(before)
    return count


def mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def lists(count: int, abstract: str, number: str) -> dict[str, str]:
    """numbering.xml of so many lists; `@` stands for the number of each."""
    inside = "".join(abstract.replace("@", str(n)) for n in range(1, count + 1))
    inside += "".join(number.replace("@", str(n)) for n in range(1, count + 1))
    return {"numbering.xml": part("w:numbering", inside)}


NUM = '<w:num w:numId="@"><w:abstractNumId w:val="{}"/></w:num>'
LINKED = '<w:abstractNum w:abstractNumId="@"><w:numStyleLink w:val="gone"/></w:abstractNum>'
SHARED = '<w:abstractNum w:abstractNumId="1">{}</w:abstractNum>'


def each_in_a_list(count: int) -> list[str]:
    return [p("字", num=(n, 0)) for n in range(1, count + 1)]


GROWING: dict[str, Callable[[int], bytes]] = {
    "fields without an end": lambda n: docx(p(*[mark("begin") + mark("separate")] * n, *[r("字")] * n)),
    "fields over paragraphs": lambda n: docx(*[p(mark("begin") + mark("separate"), "字")] * n),
    "lists that link to a style": lambda n: docx(*each_in_a_list(n), parts=lists(n, LINKED, NUM.format("@"))),
    "lists that share a definition": lambda n: docx(
        *each_in_a_list(n), parts=lists(n, "", SHARED.format('<w:lvl w:ilvl="0"/>' * n) + NUM.format("1"))
    ),
    "drop capitals": lambda n: docx(*[p("字", props='<w:framePr w:dropCap="drop"/>')] * n),
    "deleted marks": lambda n: docx(*[p("字", props="<w:rPr><w:del/></w:rPr>")] * n),
    "choices that say nothing": lambda n: docx(
        p(*["<mc:AlternateContent><mc:Choice/></mc:AlternateContent>"] * n, "字")
    ),
    "rows": lambda n: docx(tbl(*[("字",)] * n)),
    "formulas": lambda n: docx(p("<m:oMath>" + "<m:r><m:t>x</m:t></m:r>" * n + "</m:oMath>")),
    "pictures between breaks": lambda n: docx(
        p(*['<w:r><w:br/><w:drawing><a:blip r:embed="i"/></w:drawing></w:r>'] * n),
        parts={"a.png": "x"},
        links={"i": ("image", "a.png")},
    ),
}


@pytest.mark.parametrize("build", GROWING.values(), ids=GROWING.keys())
def test_twice_the_length_takes_twice_the_work(build: Callable[[int], bytes]) -> None:
    read_docx(build(1))  # what is made once for all files
    assert steps(build(200)) < 2.4 * steps(build(100))


def test_fields_that_never_end_are_forgotten() -> None:
    fields = Fields()
    for _ in range(10_000):
        fields.mark("begin", None)
    assert len(fields.open) <= 100
    assert fields.codes == len(fields.open)


def test_the_code_of_a_field_may_be_any_nonsense() -> None:
    assert equation(r"eq \o" + r"\ad " * 2000) is not None
    assert equation("eq " + r"\o(" * 5000) is not None


def test_notes_that_refer_to_notes_without_end_are_refused() -> None:
    def reference(n: int) -> str:
        return f'<w:r><w:footnoteReference w:id="{n}"/></w:r>'

    notes = (f'<w:footnote w:id="{n}">{p("注", reference(n + 1))}</w:footnote>' for n in range(500))
    assert "200 层" in refusal(
        docx(p("文", reference(0)), parts={"footnotes.xml": part("w:footnotes", "".join(notes))})
    )


def test_notes_that_refer_to_one_another_in_a_circle_are_read_once() -> None:
    mark_of = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    notes = "".join(f'<w:footnote w:id="{n}">{p("注", mark_of.format(1 - n))}</w:footnote>' for n in (0, 1))
    data = docx(p("文", mark_of.format(0)), parts={"footnotes.xml": part("w:footnotes", notes)})
    assert read_docx(data).text == "文\n注\n注"


def test_more_attributes_than_memory_holds_are_refused_before_a_tree_is_built() -> None:
    crowded = "<w:p " + " ".join(f'a{n}="1"' for n in range(100)) + "/>"
    assert "200 万个" in refusal(docx(crowded * 45_000))


def test_a_part_with_too_many_slips_is_refused() -> None:
    assert read_docx(docx(p("文"), "<w:p a=1/>")).text == "文"
    assert "损坏" in refusal(docx(p("文"), *["<w:p a=1/>"] * 200))


def test_nothing_is_made_of_a_damaged_part_that_hides_its_depth() -> None:
    assert "损坏" in refusal(docx(p("文"), "<w:p a=1/>", "<w:sdt>" * 300, "</w:sdt>" * 300))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("name", ["numbering.xml", "footnotes.xml", "styles.xml"])
def test_a_declaration_in_any_part_is_refused(name: str, encoding: str) -> None:
    evil = f'<?xml version="1.0" encoding="UTF-16"?>{BOMB}{part("w:x", "")}'.encode(encoding)
    note = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    assert "声明" in refusal(docx(p("文", note, num=(1, 0)), parts={name: evil}))
