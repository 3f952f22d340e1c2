"""Pieces of one letter beside each other, and letters that are read after those that came later."""

from __future__ import annotations

import io
from collections.abc import Mapping
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import docx
import pytest

from tests.command import command

NEWS = (
    "4月28日，包头铝业热电厂最后一台锅炉的布袋除尘器投入运行，至此八台锅炉全部完成换装。换装历时41天，"
    "由机务一班和机务二班轮流上阵，没有外委一个工时，节约费用86.5万元。投运后烟尘排放由每立方米9毫克降到4毫克，"
    "引风机电流平均下降3安培。"
)
CORRECTED = NEWS.replace("86.5万元", "88.5万元")
WINDOW = "2021-05-01..2021-05-10"


def word(*texts: str) -> bytes:
    document = docx.Document()
    for text in texts:
        document.add_paragraph(text)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def letter(
    number: int, subject: str, text: str, day: int = 6, files: Mapping[str, bytes] | None = None
) -> bytes:
    made = EmailMessage()
    made["From"] = "通讯员 <xc@bt.example.com>"
    made["To"] = "gfdqb1@example.com"
    made["Subject"] = subject
    made["Date"] = f"{day:02} May 2021 09:{number:02}:00 +0800"
    made["Message-ID"] = f"<{number}@mail.example.com>"
    made.set_content(text, charset="utf-8")
    for name, data in (files or {}).items():
        made.add_attachment(data, maintype="application", subtype="octet-stream", filename=f"{name}.docx")
    return made.as_bytes()


@pytest.fixture
def add(config: Path) -> Any:
    def take(number: int, data: bytes) -> None:
        path = config.parent / f"{number}.eml"
        path.write_bytes(data)
        assert command("intake add", path, "--config", config).status == 0

    return take


def items(config: Path, number: int) -> list[dict[str, Any]]:
    found = command("intake show", str(number), "--json", "--config", config).json
    return [item for submission in found["submissions"] for item in submission["items"]]


def placed(config: Path) -> list[str]:
    draft = command("compose --json --window", WINDOW, "--config", config).json
    paragraphs = [p for c in draft["columns"] for g in c["groups"] for p in g["paragraphs"]]
    assert draft["ledger"]["balanced"]
    return [piece["text"] for paragraph in paragraphs for piece in paragraph["pieces"]]


@pytest.mark.parametrize("names", [("除尘器稿", "除尘器稿（终稿）"), ("除尘器稿-改后", "除尘器稿")])
def test_of_two_versions_in_one_letter_the_announced_one_is_printed(
    config: Path, add: Any, names: tuple[str, str]
) -> None:
    texts = (NEWS, CORRECTED) if "终稿" in names[1] else (CORRECTED, NEWS)
    files = {name: word("热电厂换布袋", text) for name, text in zip(names, texts, strict=True)}
    add(1, letter(1, "包头铝业来稿", "附件请查收。", files=files))
    kinds = {item["relation"]["kind"] for item in items(config, 1) if item["relation"]}
    assert kinds == {"version"}
    [text] = placed(config)
    assert "88.5万元" in text


def test_the_same_piece_as_two_files_is_one(config: Path, add: Any) -> None:
    same = word("热电厂换布袋", NEWS)
    add(1, letter(1, "包头铝业来稿", "附件请查收。", files={"稿件": same, "稿件备份": same}))
    assert len(placed(config)) == 1


def test_two_pieces_of_one_document_are_left_alone(config: Path, add: Any) -> None:
    add(
        1,
        letter(
            1,
            "包头铝业来稿",
            "附件请查收。",
            files={"稿件": word("一、热电厂换布袋", NEWS, "二、热电厂办夜校", NEWS[:60])},
        ),
    )
    assert all(item["relation"] is None for item in items(config, 1))


def test_an_original_that_is_read_after_its_correction_is_replaced_all_the_same(
    config: Path, add: Any
) -> None:
    add(1, letter(2, "包头铝业来稿（更正）", f"热电厂换布袋\n\n{CORRECTED}", day=7))
    assert items(config, 1)[0]["relation"] is None
    add(2, letter(1, "包头铝业来稿", f"热电厂换布袋\n\n{NEWS}", day=5))
    assert items(config, 1)[0]["relation"] == {"kind": "version", "to": items(config, 2)[0]["id"]}
    [text] = placed(config)
    assert "88.5万元" in text


def test_a_letter_read_again_leaves_what_came_later_as_it_was(config: Path, add: Any) -> None:
    add(1, letter(1, "包头铝业来稿", f"热电厂换布袋\n\n{NEWS}", day=5))
    add(2, letter(2, "更正", f"热电厂换布袋\n\n{CORRECTED}", day=6))
    before = items(config, 1), items(config, 2)
    assert command("intake retry 1 --config", config).status == 0
    assert (items(config, 1), items(config, 2)) == before


def test_a_letter_that_withdraws_a_piece_and_says_nothing_else_waits_for_a_person(
    config: Path, add: Any
) -> None:
    add(1, letter(1, "包头铝业来稿", f"热电厂换布袋\n\n{NEWS}", day=5))
    path = config.parent / "2.eml"
    path.write_bytes(letter(2, "撤稿", "编辑老师好，昨天的稿件请撤回《热电厂换布袋》，请处理，谢谢。", day=6))
    assert command("intake add", path, "--config", config).status == 4
    found = command("intake show 2 --json --config", config).json
    assert found["state"] == "set_aside"
    assert found["reason"].startswith("要求撤回第1号来信的条目 ")
    draft = command("compose --json --window", WINDOW, "--config", config).json
    assert any("要求撤回第1号来信" in remark["text"] for remark in draft["remarks"])


def test_a_letter_about_a_piece_is_held_and_said_at_the_piece(config: Path, add: Any) -> None:
    words = "“86.5万元”应为“88.5万元”"
    add(1, letter(1, "包头铝业来稿", f"热电厂换布袋\n\n{NEWS}", day=5))
    add(2, letter(2, "关于昨天的稿件", f"编辑老师好，昨天的稿件{words}，请处理，谢谢。", day=6))
    [first], [second] = items(config, 1), items(config, 2)
    assert second["relation"] == {"kind": "note_on", "to": first["id"]}
    draft = command("compose --json --window", WINDOW, "--config", config).json
    assert draft["ledger"]["items"]["placed"] == 1
    assert draft["ledger"]["items"]["held"] == 1
    [said] = [remark for remark in draft["remarks"] if remark["kind"] == "asked"]
    assert said["item"] == first["id"]
    assert said["text"].startswith("开新之局第1段：第2号来信要求")
    assert words in said["text"]
