"""What a confirmation says, and that nothing a letter holds can make it say or do anything else."""

from __future__ import annotations

from datetime import date
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP, default
from pathlib import Path

import pytest

from compose.model import Window
from desk.receipt_text import write_receipt
from desk.settings import Settings, load
from intake import echoes
from intake.mime import read_letter
from intake.model import AttachmentState, MessageState
from storage.model import StoredMessage
from tests.conftest import NOW
from tests.receipts import ZHANG, settings_with

WINDOW = Window(date(2021, 5, 11), date(2021, 5, 20))
EVIL = "a\r\nBcc: all@example.com\r\n\r\n<script>{{ 7 * 7 }}\u202e\x00 http://a.example.com www.b.example.com"


def settings(folder: Path, table: str = "") -> Settings:
    path = folder / "config.toml"
    path.write_text(settings_with(table), "utf-8")
    return load(path)


def stored(
    *units: str | None, files: tuple[dict[str, object], ...] = (), window: Window = WINDOW, **values: object
) -> StoredMessage:
    """Letter 12: a body with two items for each unit."""
    found = {"sha256": "ab" * 32, "message_id": "<1@sd.example.com>", "state": MessageState.READ} | values
    items: tuple[dict[str, object], ...] = ({}, {})
    return StoredMessage(12, found, window, files, tuple(({"unit": unit}, items) for unit in units))


def file(name: str, state: AttachmentState, reason: str | None = None) -> dict[str, object]:
    return {"name": name, "state": state, "reason": reason}


def written(folder: Path, message: StoredMessage, table: str = "") -> EmailMessage:
    data = write_receipt(settings(folder, table), message, ZHANG, NOW)
    assert data.isascii()
    assert data.replace(b"\r\n", b"").count(b"\n") == 0
    assert max(map(len, data.split(b"\r\n"))) <= 998  # RFC 5322, 2.1.1
    found = BytesParser(policy=default).parsebytes(data)
    assert isinstance(found, EmailMessage)
    assert found.defects == []
    return found


def body(folder: Path, message: StoredMessage) -> str:
    return str(written(folder, message).get_content()).replace("\r\n", "\n")


def test_the_headers_say_that_it_is_automatic_and_to_what_it_is_an_answer(tmp_path: Path) -> None:
    assert dict(written(tmp_path, stored("中铝山东")).items()) == {
        "From": "中铝股份党群工作 <gfdqb1@example.com>",
        "To": ZHANG,
        "Subject": "自动回复：来稿已收到（第12号）",
        "Date": "Fri, 14 May 2021 09:00:00 +0800",
        "Message-ID": "<bulletin-desk-receipt.12.abababababababab@example.com>",
        "In-Reply-To": "<1@sd.example.com>",
        "References": "<1@sd.example.com>",
        "Auto-Submitted": "auto-replied",
        "X-Auto-Response-Suppress": "All",
        "X-Loop": echoes.MARK,
        "Content-Type": 'text/plain; charset="utf-8"',
        "Content-Transfer-Encoding": "base64",
        "MIME-Version": "1.0",
    }


def test_the_body_says_what_became_of_the_letter(tmp_path: Path) -> None:
    files = (
        file("五月信息.docx", AttachmentState.READ),
        file("名单.rar", AttachmentState.KEPT, "压缩包没有读"),
        file("照片.jpg", AttachmentState.KEPT),
        file("坏.docx", AttachmentState.REFUSED, "文件已损坏"),
    )
    assert body(tmp_path, stored("中铝山东", None, "中铝山东", "广西分公司", files=files)) == (
        "您好！本邮件由系统自动发出，无须回复。\n\n"
        "您的来稿已收到，编为第12号。\n\n"
        "单位：中铝山东、广西分公司\n"
        "采集窗口：5月11日—5月20日（2021年）\n"
        "读出稿件：8 条\n\n"
        "未能读出，编辑会人工查看：\n"
        "　名单.rar：压缩包没有读\n"
        "　坏.docx：文件已损坏\n\n"
        "如内容有误或须补充，照常另发邮件即可，以新稿为准。\n\n"
        "中铝股份党群工作　党群工作部\n"
    )


@pytest.mark.parametrize(
    ("message", "words"),
    [
        (stored(None), "单位：未能识别单位，编辑会核对\n"),
        (stored(), "读出稿件：0 条\n"),
        (stored(window=Window(date(2021, 5, 11), None)), "采集窗口：2021年5月11日起\n"),
        (stored(window=Window(None, None)), "采集窗口：以编期时为准\n"),
        (stored(state=MessageState.TOO_LARGE), "邮件超过大小上限"),
        (stored(state=MessageState.SET_ASIDE), "须人工查看"),
        (
            stored(files=tuple(file(f"{n}.rar", AttachmentState.KEPT, "没有读") for n in range(13))),
            "　9.rar：没有读\n　另有 3 个文件。\n",
        ),
    ],
)
def test_what_is_not_known_or_too_much_is_said_in_words(
    tmp_path: Path, message: StoredMessage, words: str
) -> None:
    assert words in body(tmp_path, message)


def test_the_mark_is_recognised_when_it_comes_back(tmp_path: Path) -> None:
    data = write_receipt(settings(tmp_path), stored("中铝山东"), ZHANG, NOW)
    assert read_letter(data).automatic == "本系统发出的自动确认又回到了邮箱"
    quoted = body(tmp_path, stored("中铝山东"))
    assert echoes.only_quotes("转发：自动回复：来稿已收到（第12号）", quoted.partition("\n中铝股份")[0])


def test_another_sender_gives_its_own_domain(tmp_path: Path) -> None:
    found = written(tmp_path, stored(), 'sender = "desk@office.example.com"')
    assert "<desk@office.example.com>" in found["From"]
    assert found["Message-ID"].endswith("@office.example.com>")


# --- hostile --------------------------------------------------------------------------------------


def test_names_and_reasons_come_out_as_words_on_one_line(tmp_path: Path) -> None:
    lines = body(tmp_path, stored(files=(file(EVIL, AttachmentState.KEPT, EVIL),))).splitlines()
    [line] = [line for line in lines if "Bcc" in line]
    assert line == "　{0}：{0}".format("a Bcc: all@example.com <script>{{ 7 * 7 }} … …")


def test_a_long_name_is_cut(tmp_path: Path) -> None:
    text = body(tmp_path, stored(files=(file("长" * 300, AttachmentState.KEPT, "没有读"),)))
    assert f"　{'长' * 79}…：没有读\n" in text


@pytest.mark.parametrize(
    "message_id",
    [
        None,
        "",
        "<a@b>\r\nBcc: all@example.com",
        "<a b@c>",
        "<a@b><c@d>",
        "plain",
        "<张三@sd.example.com>",
        "<@>",
        f"<{'a' * 900}@sd.example.com>",
    ],
)
def test_a_message_id_that_is_none_is_not_repeated(tmp_path: Path, message_id: str | None) -> None:
    found = written(tmp_path, stored(message_id=message_id))
    assert found["In-Reply-To"] is None
    assert found["References"] is None
    assert found["Bcc"] is None


@pytest.mark.parametrize(
    "message_id",
    [
        f"<SY4P282MB{'0123456789' * 8}@SY4P282MB1234.AUSP282.PROD.OUTLOOK.example.com>",
        "<tencent_0A1B/+=$%&'*!#?^`{|}~.-x@qq.example.com>",
        "<1.2@[127.0.0.1]>",
    ],
)
def test_a_message_id_stands_as_it_is_however_long(tmp_path: Path, message_id: str) -> None:
    data = write_receipt(settings(tmp_path), stored(message_id=message_id), ZHANG, NOW)
    assert f"\r\nIn-Reply-To: {message_id}\r\n".encode() in data
    assert f"\r\nReferences: {message_id}\r\n".encode() in data


@pytest.mark.parametrize(
    "recipient", ["a@b.example.com\r\nBcc: c@d.example.com", "a\nb@c.example.com", "a b", "a,b@c"]
)
def test_a_recipient_that_could_hold_a_header_is_refused(tmp_path: Path, recipient: str) -> None:
    with pytest.raises(ValueError, match="plain"):
        write_receipt(settings(tmp_path), stored(), recipient, NOW)


def test_the_senders_subject_is_never_repeated(tmp_path: Path) -> None:
    data = write_receipt(settings(tmp_path), stored(subject="特价发票"), ZHANG, NOW)
    found = BytesParser(policy=SMTP).parsebytes(data)
    assert "特价" not in found["Subject"] + found.get_content()
