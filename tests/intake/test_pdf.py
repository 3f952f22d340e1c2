"""What a PDF shows is read as its author wrote it; what nobody can know is kept, never guessed."""

from __future__ import annotations

import base64
import gzip
import logging
import math
import random
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from intake.documents import read
from intake.documents.pdf import file
from intake.documents.pdf import read as reading
from intake.documents.pdf.read import read_pdf
from intake.model import Align, AttachmentState, Document, Paragraph, Place, Raise
from tests.intake.pdf_builder import CHINESE, PHOTO, pdf, say, stream, table

READ, KEPT, REFUSED = AttachmentState.READ, AttachmentState.KEPT, AttachmentState.REFUSED
FIRST, SECOND = "星海冶炼厂召开安全生产专题会", "议，部署五月份检修任务。"
LONG = "一二三四五六七八九十" * 4
PICTURE = "q 200 0 0 150 100 400 cm /X Do Q "


def document(data: bytes) -> Document:
    found = read_pdf(data)
    assert isinstance(found, Document)
    return found


def paragraphs(*contents: str) -> tuple[Paragraph, ...]:
    return document(pdf(*contents)).paragraphs


def texts(*contents: str) -> list[str]:
    return [one.text for one in paragraphs(*contents)]


def image(entries: str, data: bytes = PHOTO) -> bytes:
    return stream(data, f"/Type/XObject/Subtype/Image{entries}")


def photo(width: int = 800, height: int = 600) -> bytes:
    return image(f"/Width {width}/Height {height}/Filter/DCTDecode")


# --- lines and paragraphs ---------------------------------------------------------------------------


def test_lines_of_a_paragraph_are_joined_without_blanks_between_chinese_characters() -> None:
    body = say(f"　　{LONG[:38]}", 72, 700) + say(LONG, 72, 680) + say("完成。", 72, 660)
    assert texts(body) == [f"{LONG[:38]}{LONG}完成。"]


def test_a_line_that_ends_early_ends_its_paragraph() -> None:
    body = say(LONG, 72, 700) + say("完成。", 72, 680) + say(LONG, 72, 660)
    assert texts(body) == [f"{LONG}完成。", LONG]


def test_an_indented_line_begins_a_paragraph_even_behind_a_full_one() -> None:
    body = say(LONG, 72, 700) + say(LONG[:38], 96, 680) + say(LONG, 72, 660)
    assert texts(body) == [LONG, f"{LONG[:38]}{LONG}"]


def test_a_paragraph_goes_on_over_the_end_of_a_page() -> None:
    page = say(LONG, 72, 120), say("完成。", 72, 700) + say(LONG, 72, 680)
    assert texts(*page) == [f"{LONG}完成。", LONG]


def test_latin_words_are_joined_with_a_blank_and_a_hyphen_at_the_end_of_a_line_is_dropped() -> None:
    lines = (
        "the plant reports for the fifth month in a row a steady produc-",
        "tion of alumina, no accident of any kind and no unplanned stop in",
        "the whole month of May",
    )
    body = "".join(say(line, 72, 700 - 15 * at, font="L") for at, line in enumerate(lines))
    (found,) = texts(body)
    assert found == " ".join(lines).replace("- ", "")


def test_a_gap_inside_a_line_of_chinese_that_nobody_typed_is_no_blank() -> None:
    assert texts(say("星海", 72, 700) + say("冶炼厂", 99, 700) + say(LONG, 72, 680))[0].startswith(
        "星海冶炼厂"
    )


def test_a_title_set_wide_apart_has_no_blanks() -> None:
    title = "".join(say(char, 200 + 40 * at, 700, 20) for at, char in enumerate("安全简报"))
    assert texts(title + say(LONG, 72, 650))[0] == "安全简报"


def test_a_blank_that_was_typed_stays() -> None:
    assert texts(say("王强　李明", 72, 700) + say(LONG, 72, 680))[0] == "王强　李明"


def test_size_weight_and_place_in_the_column_are_known() -> None:
    title, body, sign = paragraphs(
        say("安全专题会召开", 235, 760, 22, "B") + say(LONG, 72, 700) + say("王强", 528, 640)
    )
    assert (title.size, title.bold, title.align) == (22, 1.0, Align.CENTER)
    assert (body.size, body.bold, body.align) == (12, 0.0, Align.LEFT)
    assert sign.align is Align.RIGHT


def test_a_raised_figure_stays_in_its_line() -> None:
    (found,) = paragraphs(say("面积120m", 72, 700) + say("2", 126, 705, 6) + say("，", 130, 700))
    assert found.text == "面积120m2，"
    assert [(run.text, run.raised) for run in found.runs if run.raised] == [("2", Raise.SUPER)]


def test_text_drawn_twice_to_look_bold_is_read_once() -> None:
    (found,) = paragraphs(say("安全专题会", 72, 700) + say("安全专题会", 72.3, 700))
    assert (found.text, found.bold) == ("安全专题会", 1.0)


@pytest.mark.parametrize("mode", [2])
def test_letters_filled_and_outlined_are_bold(mode: int) -> None:
    (found,) = paragraphs(say("安全专题会", 72, 700, before=f"{mode} Tr"))
    assert found.bold == 1.0


def test_radicals_that_look_like_characters_are_these_characters() -> None:
    meanings = b"begincmap 1 beginbfchar <0001> <2f2f> endbfchar endcmap"
    font = CHINESE.format("Identity-H").replace("GB1", "Identity").replace("/DW", "/ToUnicode 101 0 R/DW")
    font = font.replace("/ToUnicode 101 0 R", "").replace(">>]>>", ">>]/ToUnicode 101 0 R>>")
    data = pdf(
        "BT /F 12 Tf 72 700 Td <0001> Tj ET", objects={100: font.encode(), 101: stream(meanings)}
    ).replace(b"/F 10 0 R", b"/F 100 0 R")
    assert document(data).text == "工"


# --- columns, tables, directions ----------------------------------------------------------------------


def test_columns_are_read_one_after_the_other() -> None:
    left = "".join(say(LONG[:20], 50, 700 - 20 * at) for at in range(5))
    right = "".join(say(LONG[10:30], 310, 700 - 20 * at) for at in range(5))
    assert texts(left + right) == [LONG[:20] * 5 + LONG[10:30] * 5]
    interleaved = "".join(
        say(LONG[:20], 50, 700 - 20 * at) + say(LONG[10:30], 310, 700 - 20 * at) for at in range(5)
    )
    assert texts(interleaved) == texts(left + right)


def test_a_list_of_short_words_side_by_side_is_read_line_by_line() -> None:
    rows = [("姓名", "单位"), ("王强", "检修车间"), ("李明", "热电厂")]
    body = "".join(say(a, 72, 700 - 20 * n) + say(b, 200, 700 - 20 * n) for n, (a, b) in enumerate(rows))
    assert texts(body) == ["姓名 单位", "王强 检修车间", "李明 热电厂"]


def test_the_text_of_a_cell_stays_in_its_cell() -> None:
    grid = table([72, 172, 300], [700, 660, 620])
    words = say("单位", 80, 675) + say("完成检修任务，提前", 180, 682) + say("两天", 180, 666)
    words += say("热电厂", 80, 640) + say("安全运行", 180, 640)
    found = [(one.text, one.place, one.row) for one in paragraphs(grid + words)]
    assert found == [
        ("单位", Place.CELL, (0, 0, 0)),
        ("完成检修任务，提前两天", Place.CELL, (0, 0, 1)),
        ("热电厂", Place.CELL, (0, 1, 0)),
        ("安全运行", Place.CELL, (0, 1, 1)),
    ]


def test_a_cell_over_two_columns_is_one_cell() -> None:
    grid = (
        table([72, 172, 300], [660, 620]) + "72 700 m 300 700 l S 72 700 m 72 660 l S 300 700 m 300 660 l S "
    )
    words = say("检修情况一览", 140, 675) + say("热电厂", 80, 640) + say("正常", 180, 640)
    assert [one.row for one in paragraphs(grid + words)] == [(0, 0, 0), (0, 1, 0), (0, 1, 1)]


def test_a_frame_around_text_is_no_table() -> None:
    (found,) = paragraphs("60 600 400 200 re S " + say("安全专题会召开", 72, 700))
    assert found.place is Place.BODY


def test_text_written_downwards_is_read_from_right_to_left() -> None:
    column = "BT /V 12 Tf 1 0 0 1 {} 700 Tm <{}> Tj ET "
    body = column.format(400, FIRST.encode("gbk").hex()) + column.format(380, SECOND.encode("gbk").hex())
    assert "".join(texts(body)) == FIRST + SECOND


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_laid_on_its_side_is_read_as_it_is_shown(turn: int) -> None:
    cos, sin = round(math.cos(math.radians(turn))), round(math.sin(math.radians(turn)))
    x, y = {90: (300, 100), 180: (500, 400), 270: (300, 700)}[turn]
    lines = "".join(
        f"BT /F 12 Tf {cos} {sin} {-sin} {cos} {x + 20 * sin * at} {y - 20 * cos * at} Tm <{code}> Tj ET "
        for at, code in enumerate(text.encode("gbk").hex() for text in (FIRST, SECOND))
    )
    found = document(pdf(lines, page=f"/Rotate {turn}"))
    assert found.text.replace("\n", "") == FIRST + SECOND
    assert {one.place for one in found.paragraphs} == {Place.BODY}


def test_a_watermark_across_the_pages_comes_once_and_apart() -> None:
    mark = "BT /F 40 Tf 0.7 0.7 -0.7 0.7 100 200 Tm <{}> Tj ET ".format("内部资料".encode("gbk").hex())
    found = paragraphs(mark + say(LONG, 72, 500), mark + say(SECOND, 72, 500))
    assert [(one.text, one.place) for one in found] == [
        (LONG + SECOND, Place.BODY),
        ("内部资料", Place.TEXTBOX),
    ]


# --- headers and page numbers -----------------------------------------------------------------------


def test_headers_come_once_and_page_numbers_not_at_all() -> None:
    pages = [
        say("星海冶炼厂简报", 250, 800) + say(f"{word}完成。", 72, 600) + say(f"— {at} —", 280, 50)
        for at, word in enumerate("甲乙丙", 1)
    ]
    found = paragraphs(*pages)
    assert [(one.text, one.place) for one in found] == [
        ("星海冶炼厂简报", Place.HEADER),
        ("甲完成。", Place.BODY),
        ("乙完成。", Place.BODY),
        ("丙完成。", Place.BODY),
    ]


def test_lines_at_the_edge_that_differ_in_their_figures_are_text() -> None:
    pages = [say(f"产量{figure}万吨", 72, 800) + say("完成。", 72, 600) for figure in (12, 97, 31)]
    assert [text for text in texts(*pages) if "产量" in text] == ["产量12万吨", "产量97万吨", "产量31万吨"]


# --- pictures, forms, notes ---------------------------------------------------------------------------


def test_a_photo_is_taken_in_its_place_between_the_lines() -> None:
    body = say("会议召开。", 72, 700) + PICTURE + say("图为会议现场", 72, 350)
    found = document(pdf(body, objects={100: photo()}))
    assert [(one.text, one.pictures) for one in found.paragraphs] == [
        ("会议召开。", ()),
        ("", (0,)),
        ("图为会议现场", ()),
    ]
    assert [(one.name, one.media_type, one.data) for one in found.pictures] == [
        ("image1.jpg", "image/jpeg", PHOTO)
    ]
    assert found.remarks == ()


def test_a_picture_that_comes_on_every_page_is_taken_once() -> None:
    found = document(pdf(PICTURE + say(LONG, 72, 700), PICTURE + say(LONG, 72, 700), objects={100: photo()}))
    assert len(found.pictures) == sum(bool(one.pictures) for one in found.paragraphs) == 1


def test_a_picture_that_is_no_jpeg_is_remarked_and_a_logo_is_not() -> None:
    raw = image("/Width 800/Height 600/ColorSpace/DeviceRGB/BitsPerComponent 8")
    assert document(pdf(PICTURE + say(LONG, 72, 700), objects={100: raw})).remarks == (file.LEFT,)
    assert document(pdf(PICTURE + say(LONG, 72, 700), objects={100: photo(60, 60)})).remarks == ()


def test_the_values_of_a_form_are_read_where_they_stand() -> None:
    field = b"<</Subtype/Widget/FT/Tx/Rect[110 695 300 715]/V<FEFF738B5F3A>>>"
    box = b"<</Subtype/Widget/FT/Btn/Rect[72 660 84 672]/AS/Yes>>"
    form = say("姓名：", 72, 700) + say("以上属实", 90, 662)
    found = document(pdf(form, page="/Annots[100 0 R 101 0 R]", objects={100: field, 101: box}))
    assert found.text == "姓名：王强\n☑ 以上属实"


def test_notes_and_files_in_a_pdf_are_remarked() -> None:
    notes = {100: b"<</Subtype/Text/Rect[0 0 9 9]/Contents(see me)>>", 101: b"<</Subtype/FileAttachment>>"}
    found = document(pdf(say(LONG, 72, 700), page="/Annots[100 0 R 101 0 R]", objects=notes))
    assert (found.text, set(found.remarks)) == (LONG, {file.COMMENTS, file.ATTACHED})


# --- what is kept -------------------------------------------------------------------------------------

SCAN = "q 595 0 0 842 0 0 cm /X Do Q "


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (SCAN, reading.SCAN),
        (SCAN + say(LONG, 72, 700, before="3 Tr"), reading.RECOGNISED),
        (say(LONG, 72, 700, before="3 Tr"), reading.INVISIBLE),
        ("72 700 m 80 700 l 76 710 l h f " * 200, reading.OUTLINES),
        (say(LONG, 72, 700, font="U"), reading.CODES),
        ("", reading.NO_TEXT),
    ],
)
def test_what_has_no_text_of_its_own_is_kept(content: str, reason: str) -> None:
    found = read("稿件.pdf", pdf(content, objects={100: photo()}))
    assert (found.state, found.reason, found.document) == (KEPT, reason, None)


def test_a_scanned_page_among_others_is_remarked() -> None:
    found = document(pdf(say(LONG, 72, 700), SCAN, objects={100: photo()}))
    assert "第 2 页是扫描件，没有读取" in found.remarks


def test_hidden_text_is_left_out_and_remarked() -> None:
    found = document(pdf(say(LONG, 72, 700) + say("看不见", 72, 600, before="3 Tr") + say("外", 900, 500)))
    assert (found.text, found.remarks) == (LONG, (reading.HIDDEN,))


def test_a_few_characters_without_a_code_are_shown_as_such() -> None:
    found = document(pdf(say(LONG, 72, 700) + say("甲", 552, 700, font="U")))
    assert found.text.replace(" ", "") == f"{LONG}□"
    assert found.remarks == ("有 1 个字 PDF 没有给出编码，以 □ 代替",)


def test_bullets_without_a_code_do_not_keep_the_text_from_being_read() -> None:
    bullets = "".join(f"BT /U 12 Tf 72 {700 - 20 * n} Td <4e00> Tj ET " for n in range(3))
    found = document(pdf(bullets + "".join(say("检修完成。", 90, 700 - 20 * n) for n in range(3))))
    assert found.text.count("检修完成。") == found.text.count("□") == 3
    assert found.remarks == ("有 3 个字 PDF 没有给出编码，以 □ 代替",)


def test_a_type_1_font_without_an_encoding_is_read_by_its_own() -> None:
    font = b"<</Type/Font/Subtype/Type1/BaseFont/X/FontDescriptor<</Flags 4/FontFile 101 0 R>>>>"
    head = b"%!PS\n/Encoding 256 array dup 97 /Q put dup 98 /R put readonly def\n"
    objects = {100: font, 101: stream(head, f"/Length1 {len(head)}")}
    data = pdf("BT /L 12 Tf 72 700 Td (ab) Tj ET", objects=objects).replace(b"/L 14 0 R", b"/L 100 0 R")
    assert document(data).text == "QR"


def test_a_name_of_a_character_table_leads_to_no_file(tmp_path: Path) -> None:
    evil = tmp_path / "to-unicode-Adobe-evil.json.gz"
    evil.write_bytes(
        gzip.compress(b'{"CID2UNICHR_H": {"65": "X"}, "CODE2CID": {"65": 65}, "IS_VERTICAL": 0}')
    )
    up = "../" * 30 + str(evil).lstrip("/").removesuffix(".json.gz")
    named = up.replace("/", "#2f")
    for old, new in ((b"/Encoding/GBK-EUC-H", f"/Encoding/{named}"), (b"(GB1)", f"(x{up})")):
        data = pdf(say("AA", 72, 700))
        found = read("a.pdf", data.replace(old, new.encode()))
        assert found.state is KEPT


# --- damage ---------------------------------------------------------------------------------------------


def test_a_file_without_its_table_of_objects_is_read_and_remarked() -> None:
    data = pdf(say(LONG, 72, 700))
    found = document(data[: data.rindex(b"xref\n0")])
    assert (found.text, found.remarks) == (LONG, (file.CUT,))


def test_a_stream_is_read_to_its_end_whatever_length_is_stated() -> None:
    data = pdf(say(LONG, 72, 700))
    content = data.index(b"/Length", data.index(b"21 0 obj"))
    assert document(data[: content + 8] + b"1  " + data[content + 11 :]).text == LONG


def test_a_damaged_page_is_remarked_and_the_others_are_read() -> None:
    data = pdf(say(LONG, 72, 700) + "/F BDC", say(SECOND, 72, 700)).replace(b"/F BDC", b"/Z /F (x) Tf 9 Tm ")
    assert SECOND in document(data).text


def test_a_page_cut_in_half_is_read_as_far_as_it_goes_and_remarked() -> None:
    whole = zlib.compress("".join(say(f"第{n}条", 72, 800 - 15 * n) for n in range(50)).encode())
    found = document(pdf(stream(whole[: len(whole) // 2], "/Filter/FlateDecode")))
    assert found.text.startswith("第0条")
    assert "第49条" not in found.text
    assert found.remarks == (file.DAMAGED,)


def test_damage_inside_a_packed_page_leaves_what_stands_before_it() -> None:
    chance = random.Random(1)  # noqa: S311 -- no secret
    noise = "".join(f"% {chance.randbytes(20).hex()}\n" for _ in range(200))
    packing = zlib.compressobj()
    begin = packing.compress((say("四月的会", 72, 700) + noise).encode()) + packing.flush(zlib.Z_FULL_FLUSH)
    no_block = b"\x07" * 100
    broken = stream(begin + no_block, "/Filter/FlateDecode")
    found = document(pdf(broken, say("五月的会", 72, 700)))
    assert found.text == "四月的会\n五月的会"
    assert found.remarks == (file.DAMAGED,)


@pytest.mark.parametrize("end", [b"", b"\0\0\0\0", b"\r\n"])
def test_a_wrong_checksum_is_no_damage(end: bytes) -> None:
    whole = zlib.compress(say("四月的会", 72, 700).encode())
    found = document(pdf(stream(whole[:-4] + end, "/Filter/FlateDecode")))
    assert (found.text, found.remarks) == ("四月的会", ())


@pytest.mark.parametrize(
    ("sound", "broken"),
    [
        (b"/Contents 23 0 R", b"/Contents 99 0 R"),
        (b"/Contents 23 0 R", b"/Contents[99 0 R]"),
        (b"22 0 R]", b"98 0 R]"),
    ],
    ids=["content", "content among others", "page"],
)
def test_a_page_that_is_missing_is_remarked(sound: bytes, broken: bytes) -> None:
    data = pdf(say("四月的会", 72, 700), say("五月的会", 72, 700)).replace(sound, broken)
    found = document(data)
    assert found.text == "四月的会"
    assert file.DAMAGED in found.remarks


def test_a_form_that_is_missing_is_remarked() -> None:
    assert document(pdf(say("四月的会", 72, 700) + "/X Do")).remarks == (file.DAMAGED,)


def test_a_page_packed_in_an_unknown_way_is_remarked_and_alone_it_is_kept() -> None:
    unknown = stream(b"xyz", "/Filter/BrotliDecode")
    assert document(pdf(say("四月的会", 72, 700), unknown)).remarks == (file.DAMAGED,)
    found = read("a.pdf", pdf(unknown))
    assert (found.state, found.reason) == (KEPT, reading.LOST)


def test_an_encryption_filter_that_changes_nothing_is_passed_over() -> None:
    whole = zlib.compress(say("四月的会", 72, 700).encode())
    for entries in ("", "/DecodeParms[<</Name/Identity>> null]"):
        found = document(pdf(stream(whole, f"/Filter[/Crypt/FlateDecode]{entries}")))
        assert (found.text, found.remarks) == ("四月的会", ())


@pytest.mark.parametrize("end", [b"", b"~>", b"~\n>"])
def test_a_page_written_in_letters_or_runs_is_read(end: bytes) -> None:
    said = say("四月的会", 72, 700).encode() + b" " * 40
    runs = b"".join(b"\0" + said[at : at + 1] for at in range(len(said) - 40)) + bytes((257 - 40, 32, 128))
    for content in (
        stream(base64.a85encode(said + bytes(8), wrapcol=60) + end, "/Filter/ASCII85Decode"),
        stream(b"<~" + base64.a85encode(said) + b"~>", "/Filter/ASCII85Decode"),
        stream(runs, "/Filter/RunLengthDecode"),
    ):
        found = document(pdf(content))
        assert (found.text, found.remarks) == ("四月的会", ())


def test_more_notes_than_are_read_are_remarked() -> None:
    notes = "<</Subtype/Ink>>" * 2_000
    assert document(pdf(say("四月的会", 72, 700), page=f"/Annots[{notes}]")).remarks == ()
    found = document(pdf(say("四月的会", 72, 700), page=f"/Annots[{notes}<</Subtype/FreeText>>]"))
    assert found.remarks == (file.MANY,)


@pytest.mark.parametrize(("lines", "remarks"), [(1_000, ()), (1_001, (file.MANY,))])
def test_more_lines_in_a_field_than_are_read_are_remarked(lines: int, remarks: tuple[str, ...]) -> None:
    value = "\\n".join("a" * lines)
    field = f"/Annots[<</Subtype/Widget/FT/Tx/Rect[9 9 500 800]/V({value})>>]"
    assert document(pdf(say("四月的会", 72, 820), page=field)).remarks == remarks


def test_damage_beside_the_pages_is_remarked() -> None:
    data = pdf(say(LONG, 72, 700), catalog="/AcroForm 100 0 R", objects={100: b"<</XFA 1 0 R/DA>>"})
    found = document(data)
    assert (found.text, found.remarks) == (LONG, (file.CUT,))


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"%PDF-1.7\n...", b"\n%PDF-1.4\n1 0 obj<</A 1>>endobj"])
def test_a_pdf_without_pages_is_refused(data: bytes) -> None:
    assert (read("a", data).state, read("a", data).reason) == (REFUSED, file.BROKEN)


def test_what_pdfminer_warns_of_goes_to_no_log(caplog: pytest.LogCaptureFixture) -> None:
    data = pdf(say(LONG, 72, 700) + "(x) Tc /Q gs 1 Tj")
    with caplog.at_level(logging.DEBUG):
        read_pdf(data)
    assert [
        one for one in caplog.records if one.name.startswith("pdfminer") and one.levelno > logging.DEBUG
    ] == []


def test_pdfminer_is_loaded_when_a_pdf_comes_and_not_before() -> None:
    program = "import sys, intake.documents; print('pdfminer' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
