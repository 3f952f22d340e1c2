"""Letters that nobody wrote as a submission are recognised, those that look a little like it are not."""

from __future__ import annotations

from email.header import Header

import pytest

from intake import echoes
from intake.mime import read_letter

OWN = frozenset({"gfdqb1@example.com"})
_HOP = "\r\nReceived: from a.example.com by b.example.com"


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
        ("List-Id: news <news.example.com>", "群发邮件"),
        ("Mailing-List: contact news-help@example.com", "群发邮件"),
        ("X-Loop: bulletin-desk-receipt", "本系统发出的自动确认又回到了邮箱"),
        ("X-Loop: zhang@sd.example.com\r\nX-Loop: bulletin-desk-receipt", "本系统发出的自动确认"),
        ("Message-ID: <bulletin-desk-receipt.12.0a1b@example.com>", "本系统发出的自动确认又回到了邮箱"),
        (f"Received: from a.example.com{_HOP * 50}", "邮件循环"),
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
        "X-Loop: gfdqb1@example.com",
        "X-Loop: zhang@sd.example.com (not bulletin-desk-receipt)",
        "In-Reply-To: <bulletin-desk-receipt.12.0a1b@example.com>",
        f"Received: from a.example.com{_HOP * 49}",
    ],
)
def test_what_people_send_is_not_automatic(line: str) -> None:
    assert automatic(line) is None


def test_a_letter_without_sender_is_not_taken_for_our_own() -> None:
    assert read_letter(b"Subject: x\r\n\r\n", own_addresses=frozenset({""})).automatic is None


# --- our own confirmation, on its way back --------------------------------------------------------

RECEIPT_SUBJECT = echoes.subject(12)
RECEIPT = f"{echoes.OPENING}\n\n您的来稿已收到，编为第12号。\n读出稿件：2 条\n\n{echoes.CLOSING}\n"
MARKED = f"X-Loop: {echoes.MARK}\nSubject: {RECEIPT_SUBJECT}\n\n{RECEIPT}"
FRAME = (
    '\n\n-------- 转发邮件信息 --------\n发件人："党群工作部" <gfdqb1@example.com>\n'
    f"发送日期：2021-05-06 12:00:03\n收件人：zhang@sd.example.com\n主题：{RECEIPT_SUBJECT}\n\n{RECEIPT}"
)
NEWS = "五月六日，氧化铝厂更换两台旧泵，流量恢复到设计值，请查收。"


def letter(subject: str, text: str, *files: tuple[str, str, str], kind: str = "mixed") -> str | None:
    """Why a letter with a body and files (type, name, content) is no submission."""
    name = Header(subject, "utf-8").encode()
    head = f"From: zhang@sd.example.com\nSubject: {name}\nContent-Type: multipart/{kind}; boundary=cut"
    parts = [f"Content-Type: text/plain; charset=utf-8\n\n{text}"]
    for media_type, file, content in files:
        parts.append(
            f"Content-Type: {media_type}\nContent-Disposition: attachment; filename={file}\n\n{content}"
        )
    whole = "".join(f"\n--cut\n{part}" for part in parts)
    return read_letter(f"{head}\n{whole}\n--cut--\n".encode(), own_addresses=OWN).automatic


ENCLOSED = ("message/rfc822", "receipt.eml", MARKED)
HEADERS = ("text/rfc822-headers", "headers.txt", MARKED.split("\n\n", maxsplit=1)[0] + "\n")
WORD = ("application/msword", "new.doc", "words")
OTHER = ("message/rfc822", "old.eml", f"Subject: x\nX-Loop: zhang@sd.example.com\n\n{NEWS}")


@pytest.mark.parametrize("file", [ENCLOSED, HEADERS])
def test_a_report_that_shows_the_marks_says_that_the_confirmation_did_not_arrive(
    file: tuple[str, str, str],
) -> None:
    assert letter("failure", "sorry", file, kind="report") == "退信（本系统发出的自动确认没有送达）"
    assert letter("failure", "sorry", OTHER, kind="report") == "退信（multipart/report）"


def test_a_bounce_in_plain_words_is_known_by_the_marks_that_it_quotes() -> None:
    text = f"您的邮件无法送达，原邮件如下，收件人的邮箱已满。\n\n> {MARKED}"
    assert letter("邮件无法送达", text) == "退信（本系统发出的自动确认没有送达）"


@pytest.mark.parametrize("subject", ["转发：{}", "Fw: {}", "回复：{}", "Re: 转发: {}"])
@pytest.mark.parametrize("words", ["", "收到，谢谢！"])
def test_a_confirmation_forwarded_or_answered_with_nothing_added_is_no_submission(
    subject: str, words: str
) -> None:
    said = "转发或回复的自动确认，没有新内容"
    assert letter(subject.format(RECEIPT_SUBJECT), words + FRAME) == said
    assert letter("请看", words, ENCLOSED) == said


@pytest.mark.parametrize(
    ("subject", "text", "files"),
    [
        (f"转发：{RECEIPT_SUBJECT}", NEWS + FRAME, ()),
        (f"回复：{RECEIPT_SUBJECT}", FRAME + NEWS, ()),
        (f"回复：{RECEIPT_SUBJECT}", f"更正稿见附件。{FRAME}", (WORD,)),
        (f"回复：{RECEIPT_SUBJECT}", "", (WORD,)),
        ("更正", "见附件", (ENCLOSED, WORD)),
        ("更正", NEWS, (ENCLOSED,)),
        ("转发旧稿", "", (OTHER,)),
        ("关于来稿已收到的自动回复", NEWS, ()),
        ("五月信息", f"{NEWS}说明中写着 X-Loop: {echoes.MARK} 几个字。", ()),
    ],
)
def test_what_a_person_adds_to_a_confirmation_is_a_letter(
    subject: str, text: str, files: tuple[tuple[str, str, str], ...]
) -> None:
    assert letter(subject, text, *files) is None


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Return-Path: <zhang@sd.example.com>", "zhang@sd.example.com"),
        ("Return-Path: zhang@sd.example.com", "zhang@sd.example.com"),
        ("Return-Path: < >", ""),
        ("Return-Path:", None),
        ("Subject: x", None),
    ],
)
def test_a_letter_keeps_the_envelopes_sender_as_the_server_wrote_it_down(
    line: str, found: str | None
) -> None:
    assert read_letter(f"From: zhang@sd.example.com\r\n{line}\r\n\r\n".encode()).return_path == found
