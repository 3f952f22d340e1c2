"""Photos: they go with their piece into the ledger, and into the draft where their column wants them."""

from __future__ import annotations

import io
import json
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.shared import Mm
from PIL import Image

from desk import photos, prints
from desk.sandbox import Limits
from tests.command import command
from tests.readings import NEWS, SHANDONG, Part, judged, letter, only

CAPTION = "图为焙烧车间检修现场。"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@cache
def photo(width: int = 640, height: int = 480, kind: str = "JPEG") -> bytes:
    """A picture with as many colours as a photo has."""
    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    image.putpixel((width // 2, height // 2), (200, 20, 20))
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


def word(*pictures: bytes, caption: str = CAPTION, text: str = NEWS) -> bytes:
    """A Word file with a paragraph, pictures and a caption."""
    document = docx.Document()
    document.add_paragraph(text)
    for picture in pictures:
        document.add_picture(io.BytesIO(picture), Mm(100))
    if caption:
        document.add_paragraph(caption)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def part(name: str, content: bytes, media_type: str = WORD_TYPE) -> Part:
    return name, media_type, content


def jpg(name: str, content: bytes | None = None) -> Part:
    return part(name, photo() if content is None else content, "image/jpeg")


def found(data: bytes) -> list[tuple[str, str | None]]:
    """Name and caption of each photo of the only item of a letter."""
    (item,) = only(data).items
    return [(one.name, one.caption) for one in item.photos]


# --- whose photos they are -----------------------------------------------------------------------------


def test_a_photo_in_a_document_goes_with_its_piece_and_its_caption() -> None:
    assert found(letter("", part("信息.docx", word(photo())))) == [("image1.jpg", CAPTION)]


def test_a_photo_beside_the_only_piece_of_a_letter_is_that_piece_s() -> None:
    data = letter(
        "", part("信息.docx", word()), jpg("图1 焙烧车间检修.jpg"), jpg("IMG_2031.jpg", photo(500, 400))
    )
    assert found(data) == [("图1 焙烧车间检修.jpg", "焙烧车间检修"), ("IMG_2031.jpg", None)]


def test_photos_beside_several_pieces_are_nobody_s() -> None:
    data = letter("", part("甲.docx", word()), part("乙.docx", word(text=NEWS[::-1])), jpg("会场.jpg"))
    assert [item.photos for one in judged(data).submissions for item in one.items] == [(), ()]


def test_a_photo_that_came_twice_counts_once() -> None:
    data = letter("", part("信息.docx", word(photo(), photo(), caption="")))
    assert found(data) == [("image1.jpg", None)]


@pytest.mark.parametrize("size", [(80, 80), (900, 100)], ids=["a logo", "a rule"])
def test_what_is_no_photo_is_not_offered(size: tuple[int, int]) -> None:
    data = letter("", part("信息.docx", word(photo(*size))), jpg("标志.jpg", photo(*size)))
    assert found(data) == []


def test_a_photo_of_a_telephone_is_offered_though_it_cannot_be_printed() -> None:
    assert photos.is_photo(b"\0\0\0\x18ftypheic" + bytes(100))


@pytest.mark.parametrize(
    ("name", "caption"),
    [
        ("图1 焙烧车间更换吊车.jpg", "焙烧车间更换吊车"),
        ("3.党员突击队合影.png", "党员突击队合影"),
        ("微信图片_20210506.jpg", None),
        ("照片.jpg", None),
        ("DSC00213.JPG", None),
        ("屏幕截图 2021.png", None),
    ],
)
def test_a_file_s_name_is_a_caption_where_it_says_something(name: str, caption: str | None) -> None:
    [(_, told)] = found(letter("", part("信息.docx", word()), jpg(name)))
    assert told == caption


# --- the draft -----------------------------------------------------------------------------------------


def taken_in(config: Path, folder: Path, *parts: Part) -> None:
    """A letter with these files in the ledger."""
    mail = folder / "信.eml"
    mail.write_bytes(letter("", *parts, sender=SHANDONG))
    assert command("intake add", str(mail), "--config", str(config)).status == 0


def wanting(config: Path, count: int) -> None:
    """Let every column print so many photos of a piece."""
    text = config.read_text("utf-8")
    config.write_text(text.replace("\nbudget = [", f"\nphotos = {count}\nbudget = ["), "utf-8")


def drafted(config: Path) -> tuple[dict[str, Any], zipfile.ZipFile, str]:
    """The JSON of the draft, its Word file, its page."""
    done = command("compose --window 2021-05-01..2021-05-10 --json", "--config", str(config))
    assert done.status == 0, done.err
    draft = json.loads(done.out)
    files = draft["files"]
    return draft, zipfile.ZipFile(files["docx"]), Path(files["html"]).read_text("utf-8")


def media(archive: zipfile.ZipFile) -> list[str]:
    return [name for name in archive.namelist() if name.startswith("word/media/")]


def test_without_the_setting_the_draft_only_tells_of_the_photos(config: Path, tmp_path: Path) -> None:
    taken_in(config, tmp_path, part("信息.docx", word(photo())))
    _, archive, page = drafted(config)
    assert media(archive) == []
    assert f"照片：image1.jpg（{CAPTION}）" in archive.read("word/comments.xml").decode()
    assert "<img" not in page


def test_a_column_prints_as_many_photos_of_a_piece_as_it_wants(config: Path, tmp_path: Path) -> None:
    wanting(config, 1)
    taken_in(config, tmp_path, part("信息.docx", word(photo(), photo(500, 400), caption="")))
    draft, archive, page = drafted(config)
    assert len(media(archive)) == page.count("<img") == 1
    (column,) = draft["columns"]
    (told,) = column["groups"][0]["paragraphs"][0]["photos"]
    assert told["name"] == "image1.jpg"


def test_a_printed_photo_has_lost_what_the_camera_wrote_and_has_its_caption(
    config: Path, tmp_path: Path
) -> None:
    wanting(config, 1)
    image, out = Image.open(io.BytesIO(photo())), io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "a camera of somebody"
    image.save(out, "JPEG", exif=exif)
    taken_in(config, tmp_path, part("信息.docx", word(out.getvalue())))
    _, archive, page = drafted(config)
    (name,) = media(archive)
    assert b"somebody" in out.getvalue()
    assert b"somebody" not in archive.read(name)
    assert CAPTION in archive.read("word/document.xml").decode()
    assert f"<figcaption>{CAPTION}</figcaption>" in page


def test_a_photo_beside_the_piece_is_found_again_in_the_letter(config: Path, tmp_path: Path) -> None:
    wanting(config, 1)
    taken_in(config, tmp_path, part("信息.docx", word(caption="")), jpg("检修现场的清晨.jpg"))
    _, archive, page = drafted(config)
    assert len(media(archive)) == 1
    assert "<figcaption>检修现场的清晨</figcaption>" in page


def test_a_photo_that_cannot_be_printed_is_remarked_and_the_draft_is_made(
    config: Path, tmp_path: Path
) -> None:
    wanting(config, 1)
    torn = photo()[:-200]
    taken_in(config, tmp_path, part("信息.docx", word(caption="")), jpg("清晨的现场.jpg", torn))
    draft, archive, page = drafted(config)
    assert media(archive) == []
    remarks = [one["text"] for one in draft["remarks"] if one["kind"] == "photo"]
    assert len(remarks) == 1
    assert "清晨的现场.jpg 未能放入" in remarks[0]
    assert "<img" not in page


def test_photos_whose_letters_cannot_be_read_in_time_are_remarked(
    config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanting(config, 1)
    taken_in(config, tmp_path, part("信息.docx", word(photo())))
    monkeypatch.setattr("desk.prints.Limits", lambda _, memory: Limits(0.0, memory))
    draft, archive, _ = drafted(config)
    assert media(archive) == []
    assert [one["kind"] for one in draft["remarks"]].count("photo") == 1


def test_a_letter_that_is_missing_costs_its_own_photos_alone(config: Path, tmp_path: Path) -> None:
    wanting(config, 1)
    taken_in(config, tmp_path, part("甲.docx", word(photo())))
    (first,) = (tmp_path / "archive").rglob("*.eml")
    other = tmp_path / "乙.eml"
    other.write_bytes(letter("", part("乙.docx", word(photo(500, 400), text=NEWS[::-1])), subject="另一封"))
    assert command("intake add", str(other), "--config", str(config)).status == 0
    first.unlink()
    draft, archive, _ = drafted(config)
    assert len(media(archive)) == 1
    (said,) = [one["text"] for one in draft["remarks"] if one["kind"] == "photo"]
    assert "存档中缺少原始邮件" in said


def test_photos_are_made_ready_while_no_transaction_is_open(
    config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanting(config, 1)
    taken_in(config, tmp_path, part("信息.docx", word(photo())))
    made = prints.make
    statuses: list[int] = []

    def meanwhile(*arguments: Any) -> prints.Prints:
        mail = tmp_path / "又一封.eml"
        mail.write_bytes(letter(NEWS[::-1], subject="又一封"))
        statuses.append(command("intake add", str(mail), "--config", str(config)).status)
        return made(*arguments)

    monkeypatch.setattr(prints, "make", meanwhile)
    _, archive, _ = drafted(config)
    assert statuses == [0]
    assert len(media(archive)) == 1


@pytest.mark.parametrize("spoilt", [photo()[:300], photo()[:-200]], ids=["head", "body"])
def test_a_torn_photo_is_offered_so_that_its_loss_is_told(
    config: Path, tmp_path: Path, spoilt: bytes
) -> None:
    wanting(config, 1)
    taken_in(config, tmp_path, part("信息.docx", word(caption="")), jpg("清晨的现场.jpg", spoilt))
    draft, _, _ = drafted(config)
    assert [one["kind"] for one in draft["remarks"]].count("photo") == 1


def test_the_same_draft_with_photos_is_the_same_file(config: Path, tmp_path: Path) -> None:
    wanting(config, 1)
    taken_in(config, tmp_path, part("信息.docx", word(photo())))
    _, first, _ = drafted(config)
    _, second, _ = drafted(config)
    names = [name for name in first.namelist() if name != "docProps/core.xml"]
    assert [first.read(name) for name in names] == [second.read(name) for name in names]


def test_the_letter_is_shown_with_its_photos_and_what_was_set_apart(config: Path, tmp_path: Path) -> None:
    taken_in(config, tmp_path, part("信息.docx", word(photo())))
    shown = command("intake show 1", "--config", str(config)).out
    assert f"照片：image1.jpg（{len(photo())} 字节）：{CAPTION}" in shown
    assert f"不入正文（图注）：{CAPTION}" in shown
    (line,) = command("intake list --json", "--config", str(config)).lines
    (submission,) = line["submissions"]
    assert submission["noise"] == [{"kind": "caption", "text": CAPTION}]
    assert [one["caption"] for one in submission["items"][0]["photos"]] == [CAPTION]
