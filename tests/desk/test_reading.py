"""Whose a letter is that was forwarded, and what a letter comes to that brings no news."""

from __future__ import annotations

import pytest

from desk.reading import open_message
from intake.documents.sniff import CALENDAR, CARD, ELSEWHERE, ENCRYPTED, FORK, PIECE
from intake.model import MessageState
from storage.model import FiledSubmission
from tests.intake.docx_builder import docx, p
from tests.readings import FOREIGN, NEWS, OTHER_NEWS, SHANDONG, Part, example, judged, letter, only

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

HEADS = {
    "QQ": (
        "------------------ 原始邮件 ------------------\n"
        '发件人: "王强" <wangqiang@sd.example.com>;\n发送时间: 2021年5月6日(星期四) 上午9:12\n'
        '收件人: "刘芳"<liufang@example.net>;\n主题: 信息\n'
    ),
    "QQ with hard blanks": (
        "------------------\u00a0原始邮件\u00a0------------------\n"
        '发件人:\u00a0"王强"<wangqiang@sd.example.com>;\n发送时间:\u00a02021年5月6日(星期四) 上午9:12\n'
        "收件人:\u00a0刘芳<liufang@example.net>;\n主题:\u00a0信息\n"
    ),
    "163": (
        '---------- 转发邮件信息 ----------\n发件人："王强" <wangqiang@sd.example.com>\n'
        "发送日期：2021-05-06 09:12:00\n收件人：liufang@example.net\n主题：信息\n"
    ),
    "163 in one line": '在 2021-05-06 09:12:00，"王强" <wangqiang@sd.example.com> 写道：\n',
    "Coremail": (
        '-----原始邮件-----\n发件人:"王强" <wangqiang@sd.example.com>\n'
        "发送时间:2021-05-06 09:12:00 (星期四)\n收件人: liufang@example.net\n抄送:\n主题: 信息\n"
    ),
    "Foxmail": (
        "发件人： 王强 (wangqiang@sd.example.com)\n发送时间： 2021-05-06 09:12\n收件人： 刘芳\n主题： 信息\n"
    ),
    "Outlook in Chinese": (
        "-----邮件原件-----\n发件人: 王强 [mailto:wangqiang@sd.example.com] \n"
        "发送时间: 2021年5月6日 9:12\n收件人: 刘芳\n主题: 信息\n"
    ),
    "Outlook below a rule": (
        "________________________________\n发件人: 王强 <wangqiang@sd.example.com>\n"
        "发送时间: 2021年5月6日 9:12\n收件人: 刘芳\n主题: 信息\n"
    ),
    "all on one line": (
        "发件人: 王强 <wangqiang@sd.example.com> 发送时间: 2021年5月6日 9:12 收件人: 刘芳 主题: 信息\n"
    ),
    "values below their names": (
        "发件人：\n王强 <wangqiang@sd.example.com>\n发送时间：\n2021-05-06 9:12\n"
        "收件人：\n刘芳\n主题：\n信息\n"
    ),
    "names spaced out": (
        "发 件 人：王强 <wangqiang@sd.example.com>\n发送时间：2021-05-06 9:12\n"
        "收 件 人：刘芳\n主　　题：信息\n"
    ),
    "Samsung": (
        "-------- 原始消息 --------\n由： 王强 <wangqiang@sd.example.com>\n日期： 2021/5/6 9:12 (GMT+08:00)\n"
        "至： 刘芳\n主题： 信息\n"
    ),
    "Outlook with stars": (
        "*发件人:* 王强 <wangqiang@sd.example.com>\n*发送时间:* 2021年5月6日 9:12\n"
        "*收件人:* 刘芳\n*主题:* 信息\n"
    ),
    "Outlook in English": (
        "-----Original Message-----\nFrom: 王强 [mailto:wangqiang@sd.example.com]\n"
        "Sent: Thursday, May 6, 2021 9:12 AM\nTo: Liu Fang\nSubject: news\n"
    ),
    "iPhone": (
        "开始转发的邮件：\n\n发件人: 王强 <wangqiang@sd.example.com>\n"
        "日期: 2021年5月6日 GMT+8 09:12:00\n收件人: 刘芳 <liufang@example.net>\n主题: 信息\n"
    ),
    "iPhone in English": (
        "Begin forwarded message:\n\nFrom: 王强 <wangqiang@sd.example.com>\n"
        "Date: May 6, 2021 at 09:12:00 GMT+8\nTo: liufang@example.net\nSubject: news\n"
    ),
    "iPhone in one line": "在 2021年5月6日，09:12，王强 <wangqiang@sd.example.com> 写道：\n",
    "Gmail": (
        "---------- Forwarded message ---------\nFrom: 王强 <wangqiang@sd.example.com>\n"
        "Date: Thu, May 6, 2021 at 9:12 AM\nSubject: news\nTo: <liufang@example.net>\n"
    ),
    "Gmail in Chinese": (
        "---------- Forwarded message ---------\n发件人： 王强 <wangqiang@sd.example.com>\n"
        "Date: 2021年5月6日周四 09:12\nSubject: 信息\nTo: <liufang@example.net>\n"
    ),
    "Gmail in one line": "On Thu, May 6, 2021 at 9:12 AM 王强 <wangqiang@sd.example.com> wrote:\n",
    "Gmail in a line that is broken": (
        "On Thu, May 6, 2021 at 9:12 AM 王强 <wangqiang@sd.example.com>\nwrote:\n"
    ),
    "Gmail in one Chinese line": "王强 <wangqiang@sd.example.com> 于2021年5月6日周四 上午9:12写道：\n",
    "Thunderbird": (
        "-------- 转发的消息 --------\n主题: \t信息\n日期: \tThu, 6 May 2021 09:12:00 +0800\n"
        "发件人: \t王强 <wangqiang@sd.example.com>\n收件人: \tliufang@example.net\n"
    ),
}


def whose(submission: FiledSubmission) -> tuple[str | None, str | None]:
    """Unit and person."""
    return submission.origin.unit, submission.origin.contributor


def forwarded(*heads: str, note: str = "请用。", sender: str = FOREIGN, subject: str = "转发：信息") -> bytes:
    """A letter whose news stands below these heads."""
    return letter("\n\n".join([note, *heads, NEWS]), sender=sender, subject=subject)


def head(name: str, address: str) -> str:
    return f"发件人: {name} <{address}>\n发送时间: 2021年5月6日 9:12\n收件人: 编辑\n主题: 信息\n"


# --- forwarded in the text --------------------------------------------------------------------------


@pytest.mark.parametrize("program", HEADS)
def test_a_letter_forwarded_in_the_text_is_its_authors(program: str) -> None:
    submission = only(forwarded(HEADS[program]))
    assert whose(submission) == ("中铝山东", "王强")
    assert [item.item.text for item in submission.items] == [NEWS]


@pytest.mark.parametrize("program", HEADS)
def test_who_forwarded_it_stays_the_letters_sender(program: str) -> None:
    sender = judged(forwarded(HEADS[program])).letter.sender
    assert (sender.name, sender.address) == ("刘芳", "liufang@example.net")


def test_of_three_letters_in_one_another_the_innermost_has_the_author() -> None:
    heads = (
        head("郭亮", "guoliang@bt.example.com"),
        head("赵磊", "zhaolei@zz.example.com"),
        HEADS["Gmail in one line"],
    )
    assert whose(only(forwarded(*heads))) == ("中铝山东", "王强")


def test_an_author_without_an_address_is_named_and_the_unit_stays_unknown() -> None:
    """The address of whoever forwarded it proves nothing of him."""
    data = forwarded("在 2021/5/6 9:12, 王强 写道:\n", sender="赵磊 <zhaolei@bt.example.com>")
    assert whose(only(data)) == (None, "王强")


@pytest.mark.parametrize("program", HEADS)
def test_news_above_a_quoted_letter_is_the_senders_own(program: str) -> None:
    data = letter(
        f"{OTHER_NEWS}\n\n{HEADS[program]}\n{NEWS}",
        sender="赵磊 <zhaolei@bt.example.com>",
        subject="回复：信息",
    )
    submission = only(data)
    assert whose(submission) == ("包头铝业", "赵磊")
    assert [item.item.text for item in submission.items] == [OTHER_NEWS]


def test_words_below_our_own_quoted_call_are_the_senders() -> None:
    """Whoever answers below a quotation is not us."""
    data = letter(
        f"在 2021年5月6日，09:12，党群工作部 <gfdqb1@example.com> 写道：\n\n{NEWS}", subject="回复：约稿"
    )
    assert whose(only(data)) == ("中铝山东", "王强")


@pytest.mark.parametrize("quoted", ["> 请报一条信息。", "> 请报一条信息。\n>\n>> 字数不限。"])
def test_words_below_lines_that_are_marked_as_quoted_are_the_senders(quoted: str) -> None:
    data = letter(
        f"On 2021/5/6 9:12, 赵磊 <zhaolei@bt.example.com> wrote:\n{quoted}\n\n{NEWS}", subject="Re: 约稿"
    )
    assert whose(only(data)) == ("中铝山东", "王强")


def test_a_line_that_only_tells_of_writing_makes_nobody_the_author() -> None:
    data = letter(f"他在1998年的日记里写道：\n{NEWS}")
    assert whose(only(data))[0] == "中铝山东"


# --- forwarded with files ---------------------------------------------------------------------------


def word(text: str = NEWS) -> Part:
    return "a.docx", WORD, docx(p(text))


def test_a_word_file_forwarded_with_its_letter_is_its_authors() -> None:
    data = letter(f"请用。\n\n{HEADS['QQ']}\n稿件见附件。", word(), sender=FOREIGN, subject="Fw: 信息")
    assert whose(only(data)) == ("中铝山东", "王强")


def test_a_word_file_beside_an_answer_is_the_senders() -> None:
    """A reply leaves the files of the letter it answers behind: these are new."""
    data = letter(
        f"已按意见修改，见附件。\n\n{HEADS['QQ']}\n请修改后重发。",
        word(),
        sender="赵磊 <zhaolei@bt.example.com>",
        subject="回复：信息",
    )
    assert whose(only(data)) == ("包头铝业", "赵磊")


def test_the_signature_of_a_cover_note_speaks_for_its_word_file() -> None:
    data = letter("老师好，稿件见附件，请审。\n\n包头铝业宣传部\n赵磊", word(), sender="赵磊 <zl@qq.com>")
    submission = only(data)
    assert submission.source == "a.docx"
    assert whose(submission) == ("包头铝业", "赵磊")


def test_a_word_file_in_a_forwarded_letter_is_not_signed_by_whoever_forwards_it() -> None:
    inner = letter("稿件见附件。", word(), sender="赵磊 <zl@qq.com>")
    data = letter("请用。\n\n中铝山东宣传部\n王强", ("a.eml", "message/rfc822", inner))
    assert whose(only(data))[0] is None


# --- cover notes ------------------------------------------------------------------------------------

SHORT = "现将王强同志的来信转上，请一并处理为盼。"
"""Long enough to be a submission by itself."""


def sources(data: bytes) -> list[tuple[str | None, str]]:
    """Source and opening of each submission."""
    return [(one.source, one.items[0].item.text[:8]) for one in judged(data).submissions]


def test_a_short_note_above_a_letter_that_says_something_is_its_cover() -> None:
    assert sources(letter(SHORT)) == [(None, SHORT[:8])]
    assert sources(letter(SHORT, ("a.eml", "message/rfc822", letter(NEWS)))) == [("a.eml", NEWS[:8])]


def test_a_short_note_above_a_letter_that_only_brings_a_file_is_its_cover() -> None:
    inner = letter("见附件。", word())
    assert sources(letter(SHORT, ("a.eml", "message/rfc822", inner))) == [("a.docx", NEWS[:8])]


def test_a_short_note_above_a_letter_that_only_brings_another_is_its_cover() -> None:
    inner = letter("请看。", ("b.eml", "message/rfc822", letter(NEWS)))
    assert sources(letter(SHORT, ("a.eml", "message/rfc822", inner))) == [("b.eml", NEWS[:8])]


def test_a_short_note_above_an_empty_letter_stays() -> None:
    assert sources(letter(SHORT, ("a.eml", "message/rfc822", letter("好的")))) == [(None, SHORT[:8])]


def test_short_news_in_a_letter_is_not_the_cover_of_another_letters_file() -> None:
    """Several letters forwarded together: the file of one is nothing to the others."""
    data = letter(
        "请用。",
        ("a.eml", "message/rfc822", letter(NEWS)),
        ("b.eml", "message/rfc822", letter("见附件。", word(OTHER_NEWS))),
    )
    assert sources(data) == [("a.eml", NEWS[:8]), ("a.docx", OTHER_NEWS[:8])]


# --- letters of machines inside ---------------------------------------------------------------------

BOUNCE = letter(
    "未送达。",
    ("", "message/delivery-status", b"Reporting-MTA: dns; mx.example.com\n\nFinal-Recipient: rfc822; a@b\n"),
    ("b.docx", WORD, docx(p("本邮件由系统自动发出，收件人的邮箱已满，您的来信没有送达，请稍后再试。"))),
    kind="report; report-type=delivery-status",
    sender="MAILER-DAEMON@sd.example.com",
)


def test_the_files_of_a_bounce_that_somebody_forwards_are_no_submissions() -> None:
    data = letter(NEWS, ("退信.eml", "message/rfc822", BOUNCE))
    assert [submission.source for submission in judged(data).submissions] == [None]
    assert [file.name for file in judged(data).attachments][-1] == "b.docx"


def test_a_letter_that_came_back_inside_a_bounce_is_read() -> None:
    returned = letter(OTHER_NEWS, sender="赵磊 <zhaolei@bt.example.com>")
    bounce = letter(
        "未送达。",
        ("", "message/rfc822", returned),
        kind="report; report-type=delivery-status",
        sender="MAILER-DAEMON@sd.example.com",
    )
    submission = only(letter("请看退信。", ("退信.eml", "message/rfc822", bounce)))
    assert (whose(submission)[0], submission.items[0].item.text) == ("包头铝业", OTHER_NEWS)


# --- letters without news ---------------------------------------------------------------------------

ICS = ("meeting.ics", "text/calendar", b"BEGIN:VCALENDAR\nEND:VCALENDAR\n")
VCF = ("a.vcf", "text/vcard", b"BEGIN:VCARD\nEND:VCARD\n")
SECRET = ("encrypted.asc", "application/octet-stream", b"-----BEGIN PGP MESSAGE-----\n\nabc\n")
MARK = ("", "application/pgp-encrypted", b"Version: 1\n")
RESOURCES = ("稿件.docx", "application/applefile", b"\x00\x05\x16\x07" + bytes(60))


@pytest.mark.parametrize(("part", "reason"), [(ICS, CALENDAR.reason), (VCF, CARD.reason)])
def test_a_letter_of_nothing_but_what_programs_add_is_no_submission(part: Part, reason: str) -> None:
    filed = judged(letter("", part))
    assert (filed.state, filed.reason) == (
        MessageState.NOT_SUBMISSION,
        f"没有稿件内容（{part[0]}：{reason}）",
    )


def test_a_letter_of_nothing_but_an_encrypted_part_waits_for_a_person_and_says_so() -> None:
    filed = judged(letter("", MARK, SECRET, kind="encrypted"))
    assert filed.state is MessageState.SET_ASIDE
    assert filed.reason == f"附件未能读出（encrypted.asc：{ENCRYPTED.reason}），须人工查看"


@pytest.mark.parametrize(
    ("media_type", "content", "reason"),
    [
        ("message/partial; number=1; total=3", b"/9j/4AAQSkZJRgABAQAAAQABAAD\n" * 3, PIECE.reason),
        ("message/external-body; access-type=url", b"Content-Type: video/mp4\n\n", ELSEWHERE.reason),
    ],
)
def test_a_letter_whose_content_is_elsewhere_waits_for_a_person_and_says_so(
    media_type: str, content: bytes, reason: str
) -> None:
    """What stands in such a part looks like text, and would be printed."""
    filed = judged(letter("", ("a.bin", media_type, content)))
    assert (filed.state, filed.reason) == (
        MessageState.SET_ASIDE,
        f"附件未能读出（a.bin：{reason}），须人工查看",
    )


def test_a_resource_fork_that_came_without_its_file_waits_for_a_person() -> None:
    filed = judged(letter("", RESOURCES))
    assert (filed.state, filed.reason) == (
        MessageState.SET_ASIDE,
        f"附件未能读出（稿件.docx：{FORK.reason}），须人工查看",
    )


def test_an_editors_word_reads_a_letter_that_its_headers_call_automatic() -> None:
    data = letter(NEWS, headers="Auto-Submitted: auto-replied\n")
    assert judged(data).state is MessageState.NOT_SUBMISSION
    assert judged(data, unit="中铝山东").state is MessageState.READ


def test_every_source_has_the_body_it_came_with() -> None:
    inner = letter("稿件见附件。", word(OTHER_NEWS))
    opened = open_message(letter(NEWS, word(OTHER_NEWS), ("a.eml", "message/rfc822", inner)), example())
    assert len(opened.covers) == len(opened.sources)


def test_the_sender_of_the_example_is_known() -> None:
    assert SHANDONG.endswith("@sd.example.com>")
    assert whose(only(letter(NEWS))) == ("中铝山东", "王强")


def test_lotus_notes_names_its_author_over_the_time() -> None:
    head = "王强/SD/CHALCO\n2021/05/06 09:12\n收件人\n刘芳/HQ\n主题\n信息\n"
    assert whose(only(forwarded(head)))[1] == "王强"


def test_an_author_named_by_an_outsider_alone_is_remarked() -> None:
    typed = head("王强", "wangqiang@sd.example.com")
    inside = forwarded(typed, sender="刘芳 <liufang@hq.example.com>")
    assert any("只见于转发的信头" in remark for remark in only(forwarded(typed)).remarks)
    assert not any("只见于转发的信头" in remark for remark in only(inside).remarks)


TWO_LETTERS = (
    "两封来稿，请用。\n\n【一】\n发件人：王强 <wangqiang@sd.example.com>\n主题：稿件\n"
    f"{NEWS}\n（王强）\n\n【二】\n发件人：赵磊 <zhaolei@bt.example.com>\n主题：来稿\n{OTHER_NEWS}\n（赵磊）"
)


def test_each_of_several_letters_forwarded_in_one_body_is_its_own_authors() -> None:
    origins = [
        item.origin for item in only(letter(TWO_LETTERS, sender="刘芳 <liufang@hq.example.com>")).items
    ]
    assert [(one.unit, one.contributor) for one in origins] == [("中铝山东", "王强"), ("包头铝业", "赵磊")]


def test_each_author_named_by_an_outsider_alone_is_remarked() -> None:
    remarks = only(letter(TWO_LETTERS, sender=FOREIGN)).remarks
    assert [remark.split()[1] for remark in remarks if "只见于转发的信头" in remark] == [
        "wangqiang@sd.example.com",
        "zhaolei@bt.example.com",
    ]


def test_the_author_that_a_letter_names_wrote_the_file_with_it() -> None:
    data = letter("请查收。\n\n作者单位：包头铝业电解一厂\n作者：赵磊", word(), sender="ZL <zl@qq.com>")
    assert whose(only(data)) == ("包头铝业", "赵磊")


def test_what_a_letter_inside_has_lost_is_a_defect_of_the_whole() -> None:
    inner = (
        b"From: a@sd.example.com\nContent-Type: text/plain; charset=utf-8\n\n" + NEWS.encode() + b"\xff\xfe\n"
    )
    outer = b"From: b@sd.example.com\nContent-Type: message/rfc822\n\n" + inner
    assert "charset-replaced" in open_message(outer, example()).letter.defects


def test_the_name_that_a_letter_asks_to_be_printed_with_is_the_contributors() -> None:
    sign = "中铝山东有限公司 营销部 小满\n（署名请用：赵蕾）"
    (item,) = only(letter(f"把市场跑出来\n{NEWS}\n\n{sign}", sender="小满 <xm@example.net>")).items
    assert item.origin.contributor == "赵蕾"
