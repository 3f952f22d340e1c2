"""The name of an attachment is the one its sender gave, made harmless."""

from __future__ import annotations

import base64
import hashlib

import pytest

from intake.filenames import MAX_NAME, clean_name
from intake.mime import read_letter

NAME = "关于报送党群工作信息的报告.docx"
GBK = base64.b64encode(NAME.encode("gbk")).decode()
UTF8 = base64.b64encode(NAME.encode()).decode()
PERCENT = "".join(f"%{byte:02X}" for byte in NAME.encode())
PERCENT_GBK = "".join(f"%{byte:02X}" for byte in NAME.encode("gbk"))


def name_of(*lines: bytes, data: bytes = b"x") -> str:
    if not any(line.lower().startswith(b"content-type") for line in lines):
        lines = (b"Content-Type: application/octet-stream", *lines)
    (attachment,) = read_letter(b"\r\n".join((b"From: a@b.example", *lines, b"", data))).attachments
    return attachment.name


@pytest.mark.parametrize(
    "raw",
    [
        f'filename="=?gb18030?B?{GBK}?="'.encode(),  # QQ Mail, Foxmail
        f"filename==?utf-8?B?{UTF8}?=".encode(),
        f'filename="=?utf-8?B?{UTF8[:20]}?=\r\n =?utf-8?B?{UTF8[20:]}?="'.encode(),  # Outlook
        f"filename*=UTF-8''{PERCENT}".encode(),  # Apple Mail, Thunderbird
        f"filename*=gbk''{PERCENT_GBK}".encode(),
        f"filename*=\"utf-8''{PERCENT}\"".encode(),
        f"filename*=gb2312'zh-cn'{PERCENT}".encode(),  # wrong label
        f"filename*0*=UTF-8''{PERCENT[:40]};\r\n filename*1*={PERCENT[40:]}".encode(),
        f"filename*1*={PERCENT[40:]};\r\n filename*0*=UTF-8''{PERCENT[:40]}".encode(),
        f"filename*0*=UTF-8''{PERCENT[:-15]};\r\n filename*1=.docx".encode(),
        f'filename*0="=?utf-8?B?{UTF8[:16]}"; filename*1="{UTF8[16:]}?="'.encode(),
        b'filename="' + NAME.encode("gbk") + b'"',  # old Foxmail, NetEase
        b'filename="' + NAME.encode() + b'"',
        b"filename=" + NAME.encode("gbk"),
        f'filename="{PERCENT}"'.encode(),
        f"filename=\"wrong.docx\"; filename*=utf-8''{PERCENT}".encode(),
        f"filename*=utf-8''{PERCENT}; filename=wrong.docx".encode(),
        b"\r\nfilename=" + NAME.encode("gbk"),  # folded without the blank
    ],
)
def test_a_file_name_is_read_in_each_form_that_is_sent(raw: bytes) -> None:
    assert name_of(b"Content-Disposition: attachment; " + raw) == NAME


def test_a_name_given_only_in_the_content_type_is_used() -> None:
    assert name_of(f'Content-Type: application/msword; name="=?GBK?B?{GBK}?="'.encode()) == NAME


def test_a_name_turned_into_question_marks_gives_way_to_a_readable_one() -> None:
    kind = f'Content-Type: application/msword; name="=?GBK?B?{GBK}?="'.encode()
    assert name_of(kind, b'Content-Disposition: attachment; filename="??????.docx"') == NAME


def test_quotation_marks_inside_a_quoted_name_stay() -> None:
    raw = 'Content-Disposition: attachment; filename="关于"十四五"规划.docx"; size=3'.encode()
    assert name_of(raw) == '关于"十四五"规划.docx'


def test_a_nameless_file_is_named_by_its_content_and_type() -> None:
    digest = hashlib.sha256(b"x").hexdigest()[:16]
    assert name_of(b"Content-Type: image/jpeg") == digest + ".jpg"
    assert name_of(b"Content-Type: application/x-whatever") == digest + ".bin"


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\张三\\报告.docx", "报告.docx"),
        ("a\0b\r\n\x1b.docx", "ab .docx"),
        ("报告\u202excod.exe", "报告xcod.exe"),
        ("con.docx", "_con.docx"),
        ("LPT1", "_LPT1"),
        ("console.docx", "console.docx"),
        ("..", ""),
        (" .docx. ", "docx"),
        ("报\u200b告.docx\ufeff", "报告.docx"),
    ],
)
def test_a_name_is_cleaned_of_what_could_harm(given: str, clean: str) -> None:
    assert clean_name(given) == clean


def test_a_long_name_keeps_its_extension() -> None:
    name = clean_name("长" * 500 + ".docx")
    assert len(name) == MAX_NAME
    assert name.endswith("长.docx")


def test_a_windows_path_in_a_header_leaves_the_file_name() -> None:
    raw = 'Content-Disposition: attachment; filename="C:\\工作\\报告.docx"'.encode("gbk")
    assert name_of(raw) == "报告.docx"
