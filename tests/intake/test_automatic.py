"""Letters that nobody wrote as a submission are recognised, those that look a little like it are not."""

from __future__ import annotations

import pytest

from intake.mime import read_letter

OWN = frozenset({"gfdqb1@example.com"})


def automatic(*lines: str, sender: str = "zhang@sd.example.com") -> str | None:
    head = "\r\n".join((f"From: {sender}", *lines))
    return read_letter(f"{head}\r\n\r\ntext\r\n".encode(), own_addresses=OWN).automatic


@pytest.mark.parametrize(
    ("line", "begin"),
    [
        ("Content-Type: multipart/report; report-type=delivery-status; boundary=x", "退信"),
        ("Content-Type: multipart/report; boundary=x", "退信"),
        ("Content-Type: multipart/report; report-type=disposition-notification; boundary=x", "已读回执"),
        ("Return-Path: <>", "退信"),
        ("X-Failed-Recipients: a@example.com", "退信"),
        ("Auto-Submitted: auto-replied; owner-email=x@example.com", "自动回复"),
        ("Auto-Submitted: Auto-Generated", "自动回复"),
        ("X-Autoreply: yes", "自动回复"),
        ("X-Autorespond: 我在休假", "自动回复"),
        ("Precedence: auto_reply", "自动回复"),
        ("Subject: =?utf-8?B?6Ieq5Yqo5Zue5aSNOiDmiqXpgIE=?=", "自动回复"),
        ("Subject: Automatic reply: report", "自动回复"),
        ("Subject: Out of Office: report", "自动回复"),
        ("Precedence: bulk", "群发邮件"),
        ("Precedence: list", "群发邮件"),
        ("List-Unsubscribe: <mailto:x@example.com>", "群发邮件"),
    ],
)
def test_a_header_gives_the_reason(line: str, begin: str) -> None:
    assert (automatic(line) or "").startswith(begin)


@pytest.mark.parametrize("sender", ["MAILER-DAEMON@mx.example.com", "<MAILER-DAEMON>", "PostMaster@qq.com"])
def test_the_mail_system_writes_bounces(sender: str) -> None:
    assert (automatic(sender=sender) or "").startswith("退信")


def test_our_own_address_is_known_in_any_case() -> None:
    assert automatic(sender="简报 <GFDQB1@Example.com>") == "本邮箱自己发出的邮件"


def test_an_automatic_answer_without_return_path_is_no_bounce() -> None:
    assert (automatic("Return-Path: <>", "Auto-Submitted: auto-replied") or "").startswith("自动回复")


@pytest.mark.parametrize(
    "line",
    [
        "Auto-Submitted: no",
        "X-Auto-Response-Suppress: All",
        "X-Autoreply: no",
        "Precedence: first-class",
        "Return-Path: <zhang@sd.example.com>",
        "Subject: =?utf-8?B?6Ieq5Yqo5Zue5aSN5Yqf6IO95LiK57q/?=",
        "Subject: Re: Out of Office",
        "Content-Type: multipart/mixed; boundary=x",
    ],
)
def test_what_people_send_is_not_automatic(line: str) -> None:
    assert automatic(line) is None


def test_a_letter_without_sender_is_not_taken_for_our_own() -> None:
    assert read_letter(b"Subject: x\r\n\r\n", own_addresses=frozenset({""})).automatic is None
