"""Files as if they had been mailed: which are taken, as which bytes, and with which arrival."""

from __future__ import annotations

import mailbox
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.errors import FileError
from intake.local import read_path, told_arrival
from intake.mime import read_letter
from intake.model import RawMessage

SHANGHAI = timezone(timedelta(hours=8))
GIVEN = datetime(2021, 5, 6, 9, 30, tzinfo=SHANGHAI)
MODIFIED = datetime(2021, 5, 3, 2, 1, tzinfo=UTC)

DATE = b"Date: Tue, 04 May 2021 18:00:00 +0800\r\n"
NEWER = b"Received: from a.example.com by b.example.com; Wed, 05 May 2021 08:00:03 +0800\r\n"
OLDER = b"Received: from c.example.com\r\n\tby a.example.com;\r\n Wed, 05 May 2021 07:59:00 +0800\r\n"


def letter(number: int, head: bytes = b"") -> bytes:
    """A letter like no other."""
    text = f"第{number}封：五月第一周检修按期完成。\r\n".encode()
    return head + b"Subject: letter %d\r\n\r\n" % number + text


def put(path: Path, data: bytes) -> Path:
    """Write a file that was last changed at a known time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    os.utime(path, (MODIFIED.timestamp(), MODIFIED.timestamp()))
    return path


def read(path: Path, received: datetime | None = None) -> tuple[list[RawMessage], list[str]]:
    """The messages of a path and what was said of what could not be read."""
    failed: list[FileError] = []
    messages = list(read_path(path, received, failed.append))
    return messages, [str(error) for error in failed]


def whole(raw: RawMessage) -> bytes:
    """The bytes of a message: of a file they never come in pieces."""
    assert isinstance(raw.data, bytes)
    return raw.data


def data_of(path: Path) -> list[bytes]:
    """The bytes of each message, where nothing fails."""
    messages, failed = read(path)
    assert failed == []
    return [whole(raw) for raw in messages]


# --- letters -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["来信.eml", "LETTER.EML", "letter", "1620010800.M1P2.host:2,S"])
def test_a_letter_is_its_files_bytes_whatever_the_file_is_called(tmp_path: Path, name: str) -> None:
    assert data_of(put(tmp_path / name, letter(1))) == [letter(1)]


def test_what_is_called_eml_is_a_letter_even_without_headers(tmp_path: Path) -> None:
    assert data_of(put(tmp_path / "a.eml", b"\xff\xfe no header")) == [b"\xff\xfe no header"]


def test_the_same_file_twice_has_the_same_key_and_another_has_another(tmp_path: Path) -> None:
    one, same, other = (put(tmp_path / f"{n}.eml", letter(n // 2)) for n in (2, 3, 4))
    keys = [read(path)[0][0].key for path in (one, same, other)]
    assert keys[0] == keys[1] != keys[2]
    assert 0 < keys[0].uid < 2**63  # fits into a database's integer
    assert (keys[0].account, keys[0].folder) == ("local", "files")


def test_the_size_is_that_of_the_bytes(tmp_path: Path) -> None:
    [raw], _ = read(put(tmp_path / "a.eml", letter(1)))
    assert (raw.size, raw.too_large) == (len(letter(1)), False)


# --- mboxes --------------------------------------------------------------------------------------

FIRST = b"From wei@example.com Wed May  5 01:02:03 2021\n"


def mbox(*letters: bytes, line: bytes = FIRST) -> bytes:
    """Letters in an mbox as a mail program writes it."""
    return b"".join(line + data + b"\n" for data in letters)


@pytest.mark.parametrize("name", ["旧信.mbox", "旧信.mbx", "Archive.2021", "Inbox"])
def test_an_mbox_is_as_many_letters_as_it_holds(tmp_path: Path, name: str) -> None:
    letters = [letter(n).replace(b"\r\n", b"\n") for n in (1, 2, 3)]
    assert data_of(put(tmp_path / name, mbox(*letters))) == letters


def test_an_mbox_with_network_line_ends_keeps_them(tmp_path: Path) -> None:
    data = b"".join(FIRST.replace(b"\n", b"\r\n") + letter(n) + b"\r\n" for n in (1, 2))
    assert data_of(put(tmp_path / "a.mbox", data)) == [letter(1), letter(2)]


def test_lines_that_a_mail_program_quoted_get_their_first_words_back(tmp_path: Path) -> None:
    quoted = b"Subject: a\n\nFirst\n\n>From here on\n>>From there\n> From nobody\n>Fromage\n"
    plain = b"Subject: a\n\nFirst\n\nFrom here on\n>From there\n> From nobody\n>Fromage\n"
    assert data_of(put(tmp_path / "a.mbox", mbox(quoted, letter(2)))) == [plain, letter(2)]


def test_what_pythons_own_mailbox_wrote_comes_back(tmp_path: Path) -> None:
    letters = [b"Subject: a\n\nFrom the workshop\n", b"Subject: b\n\nEnd without line end"]
    box = mailbox.mbox(tmp_path / "a.mbox")
    for data in letters:
        box.add(data)
    box.close()
    assert [data.rstrip(b"\n") for data in data_of(tmp_path / "a.mbox")] == [d.rstrip(b"\n") for d in letters]


@pytest.mark.parametrize(
    "text",
    [
        b"line\nFrom the workshop at 10:30 on 5 May 2021\n",
        b"line\n\nFrom the workshop with greetings\n",
    ],
    ids=["no empty line before it", "no time in it"],
)
def test_a_line_of_text_that_begins_like_a_separator_does_not_cut_a_letter(
    tmp_path: Path, text: bytes
) -> None:
    data = b"Subject: a\n\n" + text
    assert data_of(put(tmp_path / "a.mbox", mbox(data, letter(2)))) == [data, letter(2)]


def test_what_stands_before_the_first_separator_is_not_lost(tmp_path: Path) -> None:
    assert data_of(put(tmp_path / "a.mbox", letter(1) + b"\r\n" + mbox(letter(2)))) == [letter(1), letter(2)]


def test_an_empty_mbox_holds_no_letter_and_that_is_no_failure(tmp_path: Path) -> None:
    assert data_of(put(tmp_path / "Drafts.mbox", b"")) == []


def test_empty_lines_in_an_mbox_are_no_letter(tmp_path: Path) -> None:
    assert data_of(put(tmp_path / "a.mbox", b"\n\n" + mbox(letter(1)) + b"\n\n" + FIRST + b"\n")) == [
        letter(1) + b"\n\n"
    ]


lines = st.lists(st.sampled_from([b"From x", b">From x", b"", b"text", b">>From Wed May  5 01:02:03 2021"]))


@given(bodies=st.lists(lines, min_size=1, max_size=4))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_whatever_letters_say_a_quoting_mbox_gives_each_back(
    tmp_path: Path, bodies: list[list[bytes]]
) -> None:
    letters = [b"\n".join([b"Subject: %d" % n, b"", *body, b"end"]) + b"\n" for n, body in enumerate(bodies)]
    quoting = [
        b"\n".join(
            b">" + line if line.lstrip(b">").startswith(b"From ") else line for line in data.split(b"\n")
        )
        for data in letters
    ]
    assert data_of(put(tmp_path / "a.mbox", mbox(*quoting))) == letters


# --- arrival -------------------------------------------------------------------------------------


def may(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """A moment of May 2021, in UTC."""
    return datetime(2021, 5, day, hour, minute, second, tzinfo=UTC)


@pytest.mark.parametrize(
    ("head", "arrived"),
    [
        pytest.param(NEWER + OLDER + DATE, may(5, 0, 0, 3), id="Received"),
        pytest.param(OLDER + NEWER + DATE, may(4, 23, 59), id="the topmost Received, folded"),
        pytest.param(DATE + NEWER, may(5, 0, 0, 3), id="Received below Date"),
        pytest.param(DATE, may(4, 10), id="Date"),
        pytest.param(b"Received: by b.example.com\r\n" + DATE, may(4, 10), id="Received without a time"),
        pytest.param(DATE.replace(b"+0800", b"-0000"), may(4, 18), id="a Date without zone"),
        pytest.param(b"Date: 2021\xe5\xb9\xb45\xe6\x9c\x88\r\n", MODIFIED, id="a Date that is none"),
        pytest.param(DATE.replace(b"+0800", b"+99999999999"), MODIFIED, id="an absurd zone"),
        pytest.param(DATE.replace(b"2021", b"1800"), MODIFIED, id="an absurd year"),
        pytest.param(b"Date: Fri, 31 Dec 9999 23:59:59 -1200\r\n", MODIFIED, id="the end of time"),
        pytest.param(b"", MODIFIED, id="the file's time"),
    ],
)
def test_a_letter_arrived_when_the_best_witness_says(tmp_path: Path, head: bytes, arrived: datetime) -> None:
    [raw], _ = read(put(tmp_path / "a.eml", letter(1, head)))
    assert raw.received_at == arrived
    assert raw.received_at.utcoffset() is not None


@pytest.mark.parametrize("name", ["a.eml", "a.docx"])
def test_a_given_arrival_overrules_every_witness(tmp_path: Path, name: str) -> None:
    [raw], _ = read(put(tmp_path / name, letter(1, NEWER + DATE)), GIVEN)
    assert raw.received_at == GIVEN


def test_a_subject_cannot_pretend_to_be_a_received_header() -> None:
    forged = b"Subject: a\x0bReceived: x; Mon, 01 Mar 2021 08:00:00 +0800\r\n"
    assert told_arrival(forged + DATE + b"\r\n") == may(4, 10)


def test_a_date_in_the_body_says_nothing_about_the_arrival(tmp_path: Path) -> None:
    [raw], _ = read(put(tmp_path / "a.eml", letter(1) + b"\r\n\r\n" + DATE))
    assert raw.received_at == MODIFIED


@pytest.mark.parametrize(
    ("line", "arrived"),
    [
        (b"From a@example.com Wed May  5 01:02:03 2021\n", may(5, 1, 2, 3)),
        (b"From - Wed May 05 01:02:03 2021\n", may(5, 1, 2, 3)),
        (b"From 169@xxx Wed May 05 01:02:03 +0000 2021\n", may(5, 1, 2, 3)),
        (b"From a@example.com Wed May  5 09:02:03 2021 +0800\n", may(5, 1, 2, 3)),
        (b"From a@example.com sometime at 9:02 in 2021\n", MODIFIED),
    ],
    ids=["RFC 4155", "Thunderbird", "Google Takeout", "with a zone", "no date"],
)
def test_a_letter_in_an_mbox_that_tells_no_time_arrived_when_its_separator_says(
    tmp_path: Path, line: bytes, arrived: datetime
) -> None:
    [raw], _ = read(put(tmp_path / "a.mbox", mbox(letter(1), line=line)))
    assert raw.received_at == arrived


def test_the_given_arrival_holds_for_every_letter_of_an_mbox(tmp_path: Path) -> None:
    messages, _ = read(put(tmp_path / "a.mbox", mbox(letter(1, NEWER), letter(2))), GIVEN)
    assert [raw.received_at for raw in messages] == [GIVEN, GIVEN]


# --- documents -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["五月信息.docx", "稿件.TXT", "a.pdf", "照片.jpg", "From.txt"])
def test_a_document_is_the_one_attachment_of_a_letter_that_is_called_like_it(
    tmp_path: Path, name: str
) -> None:
    data = b"From here: \x00\xff\r\nSubject: x\r\n\r\n" * 50
    [raw], _ = read(put(tmp_path / name, data))
    read_back = read_letter(whole(raw))
    assert [(a.name, a.data) for a in read_back.attachments] == [(name, data)]
    assert read_back.subject == Path(name).stem
    assert read_back.sender.address is None
    assert raw.received_at == MODIFIED


def test_a_text_that_begins_like_a_header_is_a_document_all_the_same(tmp_path: Path) -> None:
    [raw], _ = read(put(tmp_path / "a.txt", b"Subject: about the list\n\nwords\n"))
    assert [a.name for a in read_letter(whole(raw)).attachments] == ["a.txt"]


def test_the_same_document_twice_has_the_same_key(tmp_path: Path) -> None:
    path = put(tmp_path / "稿件.docx", b"PK\x03\x04 words")
    assert read(path)[0][0].key == read(path)[0][0].key


ODD_NAMES = [
    pytest.param("长" * 80 + ".docx", "长" * 80 + ".docx", id="as long as a name can be"),
    pytest.param("x" * 250 + ".docx", "x" * 195 + ".docx", id="long in ASCII"),
    pytest.param("line\r\nBcc: a@example.com.docx", "line Bcc: a@example.com.docx", id="line ends"),
    pytest.param('quote"and;semi=colon%41.docx', 'quote"and;semi=colon%41.docx', id="mail's own signs"),
    pytest.param("  .docx", "docx", id="hardly a name"),
    pytest.param("=?utf-8?b?5LiA?=.docx", "一.docx", id="saved under its encoded name"),
    pytest.param("tab\there\x1b[31m.docx", "tab here[31m.docx", id="controls"),
]


@pytest.mark.parametrize(("name", "shown"), ODD_NAMES)
def test_an_odd_file_name_does_no_harm(tmp_path: Path, name: str, shown: str) -> None:
    [data] = data_of(put(tmp_path / name, b"PK words"))
    read_back = read_letter(data)
    assert [(a.name, a.data) for a in read_back.attachments] == [(shown, b"PK words")]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are text")
@pytest.mark.parametrize(
    ("raw_name", "shown"),
    [
        ("五月信息.docx".encode("gbk"), "五月信息.docx"),
        (b"\xff\xfe\x80.docx", None),
        ("café 一季度.docx".encode(), "café 一季度.docx"),
    ],
    ids=["GBK", "no text at all", "UTF-8"],
)
def test_a_file_name_that_is_no_utf_8_is_read_as_chinese(
    tmp_path: Path, raw_name: bytes, shown: str | None
) -> None:
    path = tmp_path / os.fsdecode(raw_name)
    [data] = data_of(put(path, b"PK words"))
    [attachment] = read_letter(data).attachments
    assert attachment.data == b"PK words"
    assert attachment.name.endswith(".docx")
    assert shown in (None, attachment.name)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are text")
def test_what_is_said_of_a_file_with_such_a_name_can_be_printed(tmp_path: Path) -> None:
    put(tmp_path / os.fsdecode("五月.eml".encode("gbk")), b"")
    _, [said] = read(tmp_path)
    assert "五月.eml" in said
    assert said.encode("utf-8")


# --- folders -------------------------------------------------------------------------------------


def subjects(path: Path) -> list[str]:
    """The subjects of what is taken, in order; nothing may fail."""
    return [read_letter(data).subject for data in data_of(path)]


def test_a_folder_gives_what_looks_like_mail_in_it_and_below_it_in_order(tmp_path: Path) -> None:
    put(tmp_path / "2-五月" / "深" / "a.eml", letter(3))
    put(tmp_path / "2-五月" / "b.mbox", mbox(letter(4), letter(5)))
    put(tmp_path / "1-四月" / "z.eml", letter(1))
    put(tmp_path / "1-四月" / "稿件.docx", b"PK")
    put(tmp_path / "photo.jpg", b"\xff\xd8")
    put(tmp_path / "Thumbs.db", b"x")
    assert subjects(tmp_path) == ["letter 1", "稿件", "letter 4", "letter 5", "letter 3"]


def test_an_empty_folder_gives_nothing(tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    assert read(tmp_path) == ([], [])


def maildir(folder: Path, *numbers: int) -> None:
    """A Maildir with letters, the first of them new."""
    for name in ("cur", "new", "tmp"):
        (folder / name).mkdir(parents=True)
    for at, number in enumerate(numbers):
        name = f"new/16200108{number:02}.M1.host" if at == 0 else f"cur/16200108{number:02}.M1.mail.zip:2,S"
        put(folder / name, letter(number))
    put(folder / "tmp" / "1620010899.M1.host", letter(99))
    put(folder / "dovecot-uidlist", b"3 V1 N1\n")


def test_a_maildir_gives_its_new_and_its_seen_letters_but_not_those_on_the_way(tmp_path: Path) -> None:
    maildir(tmp_path, 1, 2, 3)
    assert sorted(subjects(tmp_path)) == ["letter 1", "letter 2", "letter 3"]


def test_one_half_of_a_maildir_gives_its_letters(tmp_path: Path) -> None:
    maildir(tmp_path, 1, 2)
    assert subjects(tmp_path / "new") == ["letter 1"]
    assert subjects(tmp_path / "cur") == ["letter 2"]


def test_the_sub_folders_of_a_maildir_give_their_letters_too(tmp_path: Path) -> None:
    maildir(tmp_path, 1)
    maildir(tmp_path / ".2021.四月", 2)
    maildir(tmp_path / "另一个", 3)
    assert sorted(subjects(tmp_path)) == ["letter 1", "letter 2", "letter 3"]


def test_a_folder_that_happens_to_be_called_new_is_a_folder(tmp_path: Path) -> None:
    put(tmp_path / "new" / "a.eml", letter(1))
    put(tmp_path / "new" / "photo.jpg", b"\xff\xd8")
    put(tmp_path / "b.eml", letter(2))
    assert subjects(tmp_path) == ["letter 2", "letter 1"]


@pytest.mark.parametrize("name", ["~$五月信息.docx", "._五月信息.docx", ".hidden.eml", ".git/a.eml"])
def test_what_a_program_left_in_a_folder_is_not_taken(tmp_path: Path, name: str) -> None:
    put(tmp_path / name, letter(1))
    put(tmp_path / "a.eml", letter(2))
    assert subjects(tmp_path) == ["letter 2"]


def test_a_link_back_to_a_folder_above_gives_each_letter_once(tmp_path: Path) -> None:
    put(tmp_path / "信" / "a.eml", letter(1))
    for name in ("x", "y", "z"):
        (tmp_path / "信" / name).symlink_to(tmp_path)
    (tmp_path / "self").symlink_to(tmp_path / "self")
    assert subjects(tmp_path) == ["letter 1"]


def test_a_link_to_a_folder_elsewhere_is_followed(tmp_path: Path) -> None:
    put(tmp_path / "elsewhere" / "a.eml", letter(1))
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "link").symlink_to(tmp_path / "elsewhere")
    assert subjects(tmp_path / "here") == ["letter 1"]


def test_a_pipe_in_a_folder_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.eml")
    put(tmp_path / "b.eml", letter(1))
    assert subjects(tmp_path) == ["letter 1"]


# --- what cannot be read ---------------------------------------------------------------------------


def dangling(path: Path) -> None:
    path.symlink_to(path.parent / "gone")


def circular(path: Path) -> None:
    path.symlink_to(path)


def empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize(
    ("make", "name", "words"),
    [
        (dangling, "b.eml", "读不了：No such file"),
        (dangling, "b.mbox", "读不了：No such file"),
        (circular, "b.docx", "读不了：Too many levels"),
        (empty, "b.eml", "是空的，没有收入"),
        (empty, "b.docx", "是空的，没有收入"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_by_name_and_the_others_go_on(
    tmp_path: Path, make: Callable[[Path], None], name: str, words: str
) -> None:
    put(tmp_path / "a.eml", letter(1))
    make(tmp_path / name)
    put(tmp_path / "c.eml", letter(3))
    messages, failed = read(tmp_path)
    assert [raw.data for raw in messages] == [letter(1), letter(3)]
    [said] = failed
    assert f"文件 {tmp_path / name} {words}" in said
    assert "请" in said
    assert said.endswith("。")


@pytest.mark.parametrize("name", ["不存在.eml", "长" * 400])
def test_a_path_that_does_not_exist_is_told(tmp_path: Path, name: str) -> None:
    messages, failed = read(tmp_path / name)
    assert messages == []
    assert len(failed) == 1
    assert "读不了" in failed[0]


def test_a_folder_that_cannot_be_read_is_told_and_the_others_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "a" / "a.eml", letter(1))
    put(tmp_path / "b" / "b.eml", letter(2))
    listed = Path.iterdir

    def refusing(folder: Path) -> object:
        if folder.name == "a":
            raise PermissionError(13, "Permission denied")
        return listed(folder)

    # The superuser, who runs tests in containers, may read every folder.
    monkeypatch.setattr(Path, "iterdir", refusing)
    messages, failed = read(tmp_path)
    assert [raw.data for raw in messages] == [letter(2)]
    assert failed == [f"文件夹 {tmp_path / 'a'} 读不了：Permission denied。请检查路径和权限。"]
