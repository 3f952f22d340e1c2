"""A mailbox that cannot be used: each failure is one Chinese paragraph with mailbox, cause and next step."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from desk.imap_server import serving
from intake import connecting
from intake.errors import Fate, MailboxError
from intake.mailbox import Account, Session, fetching
from intake.mailbox import session as sessions
from tests import certificates
from tests.certificates import Certificates
from tests.conftest import PASSWORD, USER
from tests.postbox import Postbox, account, letter, on_pymap
from tests.proxy import HOST, Fault, Kind, mute, proxied


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    """A mailbox with three letters."""
    with on_pymap() as made:
        made.deliver(letter(1), letter(2, size=5000), letter(3))
        yield made


def failure(account: Account) -> str:
    """What is said of a mailbox out of which nothing can be taken; checks what every such word must keep."""

    def take() -> None:
        with Session(account) as session:
            list(session.fetch(session.listing().uids))

    with pytest.raises(MailboxError) as raised:
        take()
    said = str(raised.value)
    assert said.startswith(f"邮箱 submissions（{account.username}，{account.host}:{account.port}）：")
    assert said.endswith("。")
    assert "请" in raised.value.remedy
    assert said.isprintable()  # one paragraph, no traceback
    assert account.password not in said
    return said


# --- settings that are wrong -----------------------------------------------------------------------


def test_a_wrong_password_is_told_with_the_servers_words_and_what_providers_want(postbox: Postbox) -> None:
    said = failure(postbox.account(password="wr0ng-w0rd"))
    assert "登录被拒绝（[AUTHENTICATIONFAILED]" in said
    assert "授权码" in said


@pytest.mark.parametrize("password", ["hunter2", 'hun"ter\\2'])
def test_a_server_that_repeats_the_password_is_not_quoted_with_it(postbox: Postbox, password: str) -> None:
    quoted = password.replace("\\", r"\\").replace('"', r"\"").encode()

    def edit(line: bytes) -> bytes:
        return re.sub(rb"NO \[AUTH.*", lambda _: b'BAD LOGIN u "' + quoted + b'"\r\n', line)

    with proxied(postbox.port, edit=edit) as proxy:
        said = failure(account(proxy.port, password=password))
    assert "hun" not in said
    assert "＊＊＊" in said


def test_what_a_server_says_in_chinese_is_told_in_chinese(postbox: Postbox) -> None:
    def edit(line: bytes) -> bytes:
        return re.sub(
            rb"\[AUTH.*", "密码错误\x1b[31m次数过多".encode("gb18030") + b"\r\n", line, flags=re.DOTALL
        )

    with proxied(postbox.port, edit=edit) as proxy:
        assert "登录被拒绝（密码错误" in failure(account(proxy.port, password="wr0ng"))


def test_an_unknown_host_is_told(postbox: Postbox) -> None:
    said = failure(postbox.account(host="nosuch.invalid"))
    assert "找不到主机" in said
    assert "mailbox.host" in said


@pytest.mark.parametrize(
    "changes",
    [
        {"host": "imap..example.com"},
        {"host": "x" * 70 + ".example.com"},
        {"password": "口令"},
        {"username": "李"},
    ],
    ids=["empty label", "long label", "password", "user name"],
)
def test_characters_that_cannot_be_sent_are_told_with_the_settings_they_may_stand_in(
    postbox: Postbox, changes: dict[str, str]
) -> None:
    said = failure(postbox.account(**changes))
    assert "不能使用的字符" in said
    assert "mailbox.host、username 和密码" in said


def test_a_port_where_nobody_listens_is_told() -> None:
    with mute() as port:
        pass
    said = failure(account(port))
    assert "服务器拒绝连接" in said
    assert "没有丢失任何邮件" in said


def test_a_missing_folder_is_told_with_those_that_are_there(postbox: Postbox) -> None:
    postbox.deliver(letter(1), folder='"&Z2V6Pw-"')
    said = failure(postbox.account(folder="投稿"))
    assert "打不开文件夹“投稿”" in said
    assert "mailbox.folder" in said
    assert "INBOX、来稿" in said


def test_a_server_that_names_no_folder_is_told_so(postbox: Postbox) -> None:
    with proxied(postbox.port, edit=lambda line: b"" if line.startswith(b"* LIST") else line) as proxy:
        assert "（没有列出）" in failure(account(proxy.port, folder="投稿"))


# --- a server or network that fails ------------------------------------------------------------------


def test_a_server_that_accepts_and_says_nothing_is_given_up_after_the_time_limit() -> None:
    began = time.monotonic()
    with mute() as port:
        said = failure(account(port, timeout=1))
    assert time.monotonic() - began < 2
    assert "在时限内没有应答" in said


MIDST = b"Subject: letter 2"


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        pytest.param(Fault(Kind.CUT, MIDST, 3000), "连接中断", id="cut in a literal"),
        pytest.param(Fault(Kind.RESET, MIDST, 3000), "连接中断", id="reset in a literal"),
        pytest.param(Fault(Kind.FREEZE, MIDST, 3000), "没有应答", id="frozen in a literal"),
        pytest.param(Fault(Kind.CUT, b"* OK [CAP"), "连接中断", id="cut in the greeting"),
        pytest.param(Fault(Kind.CUT, b"EXISTS"), "连接中断", id="cut while a folder is opened"),
        pytest.param(Fault(Kind.CUT, b"SEARCH"), "列出邮件时连接中断", id="cut in the list"),
        pytest.param(Fault(Kind.CUT, b"RFC822.SIZE"), "的大小时连接中断", id="cut in the sizes"),
    ],
)
def test_a_connection_that_fails_is_told(postbox: Postbox, fault: Fault, words: str) -> None:
    began = time.monotonic()
    with proxied(postbox.port, fault) as proxy:
        said = failure(account(proxy.port, timeout=1))
    assert words in said
    assert time.monotonic() - began < 2


def test_what_came_before_the_failure_was_handed_over(
    postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "BATCH_BYTES", 1)
    with (
        proxied(postbox.port, Fault(Kind.CUT, MIDST, 3000)) as proxy,
        Session(account(proxy.port)) as session,
    ):
        batches = session.fetch(session.listing().uids)
        assert [raw.data for raw in next(batches).messages] == [letter(1)]
        with pytest.raises(MailboxError, match=r"取 UID \d+ 的邮件时连接中断"):
            next(batches)


def test_a_server_that_trickles_for_ever_is_cut_off(
    postbox: Postbox, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sessions, "LONGEST", 0.3)
    began = time.monotonic()
    with (
        caplog.at_level(logging.WARNING, "intake.mailbox"),
        proxied(postbox.port, Fault(Kind.TRICKLE, MIDST)) as proxy,
    ):
        said = failure(account(proxy.port, timeout=60))
    assert time.monotonic() - began < 3
    assert "的邮件时连接中断" in said
    assert "cut off" in caplog.text


def test_a_server_that_trickles_its_good_bye_is_cut_off(
    postbox: Postbox, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sessions, "LONGEST", 0.3)
    with proxied(postbox.port, Fault(Kind.TRICKLE, b"BYE")) as proxy, Session(account(proxy.port)):
        pass
    assert "LOGOUT" in proxy.commands
    assert "cut off" in caplog.text


def test_a_server_that_is_too_busy_is_told_in_its_words(postbox: Postbox) -> None:
    def edit(line: bytes) -> bytes:
        return b"* BYE too many connections\r\n" if line.startswith(b"* OK [CAP") else line

    with proxied(postbox.port, edit=edit) as proxy:
        assert "too many connections" in failure(account(proxy.port))


def test_a_server_of_another_kind_is_told(postbox: Postbox) -> None:
    def edit(line: bytes) -> bytes:
        return b"220 mx.example.com ESMTP\r\n" if line.startswith(b"* OK [CAP") else line

    with proxied(postbox.port, edit=edit) as proxy:
        assert "220 mx.example.com" in failure(account(proxy.port))


@pytest.mark.parametrize(
    ("pattern", "instead"),
    [
        pytest.param(rb"^(\* \d FETCH) .*", rb"\1 RFC822.SIZE\r\n", id="no list"),
        pytest.param(rb"^(\* \d FETCH) .*", rb"\1 (UID x RFC822.SIZE 1)\r\n", id="no UID"),
        pytest.param(rb"(OK) (UID FETCH)", rb"NO \2", id="refused"),
        pytest.param(rb"(OK) (UID FETCH)", rb"BAD \2", id="not understood"),
        pytest.param(rb"\* \d+ EXISTS", b"* 99999999 EXISTS", id="absurdly many letters"),
    ],
)
def test_an_answer_that_makes_no_sense_is_told(postbox: Postbox, pattern: bytes, instead: bytes) -> None:
    with proxied(postbox.port, edit=lambda line: re.sub(pattern, instead, line, flags=re.DOTALL)) as proxy:
        said = failure(account(proxy.port))
    assert "服务器报错" in said or "服务器的回答无法理解" in said


@pytest.mark.parametrize(
    ("pattern", "instead"),
    [
        pytest.param(rb"^\* 2 FETCH \(RFC822.*", b"* 2 FETCH RFC822.SIZE\r\n", id="no list"),
        pytest.param(rb"^\* 2 FETCH \(RFC822.*", b"* 2 FETCH (RFC822.SIZE)\r\n", id="no value"),
        pytest.param(rb"^\* 2 FETCH \(RFC822.*", b"* 2 FETCH (UID x RFC822.SIZE 1)\r\n", id="no UID"),
        pytest.param(
            rb"^(\* 2 FETCH \(.*)INTERNALDATE [^)]*", rb"\1INTERNALDATE 7", id="a number for a date"
        ),
        pytest.param(rb"^(\* 2 FETCH) \(RFC822.*", rb"\1 " + b"(" * 3000 + b"\r\n", id="too deep"),
    ],
)
def test_an_answer_about_one_letter_that_makes_no_sense_spoils_only_that_letter(
    postbox: Postbox, pattern: bytes, instead: bytes
) -> None:
    with (
        proxied(postbox.port, edit=lambda line: re.sub(pattern, instead, line, flags=re.DOTALL)) as proxy,
        Session(account(proxy.port)) as session,
    ):
        uids = session.listing().uids
        batches = list(session.fetch(uids))
    assert [raw.key.uid for batch in batches for raw in batch.messages] == [uids[0], uids[2]]
    [(uid, why)] = [one for batch in batches for one in batch.withheld]
    assert uid == uids[1]
    assert "服务器" in why
    assert why.isprintable()


@pytest.mark.parametrize(
    "told", [b"", b"* OK [UIDVALIDITY 0] none\r\n", b"* OK [UIDVALIDITY 99999999999999999999] x\r\n"]
)
def test_a_server_without_a_uidvalidity_that_can_be_is_refused(postbox: Postbox, told: bytes) -> None:
    with proxied(postbox.port, edit=lambda line: told if b"UIDVALIDITY" in line else line) as proxy:
        assert "没有给出文件夹“INBOX”的 UIDVALIDITY" in failure(account(proxy.port))


@pytest.mark.parametrize("kind", [Kind.FREEZE, Kind.CUT])
def test_a_failed_session_is_left_without_a_word(postbox: Postbox, kind: Kind) -> None:
    with proxied(postbox.port, Fault(kind, MIDST, 100)) as proxy:
        failure(account(proxy.port, timeout=1))
    assert "LOGOUT" not in proxy.commands


def test_the_password_is_not_shown_with_an_account(postbox: Postbox) -> None:
    assert PASSWORD not in repr(postbox.account())


# --- TLS -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    """Certificates, made once."""
    return certificates.make(tmp_path_factory.mktemp("certificates"))


def secured(made: Certificates, certificate: str, tls: str) -> AbstractContextManager[int]:
    """A server that speaks TLS, at once or after STARTTLS."""
    return serving(USER, PASSWORD, context=made.server(certificate), starttls=tls == "starttls")


WAYS = pytest.mark.parametrize("tls", ["implicit", "starttls"])


@certificates.needed
@WAYS
def test_a_server_with_a_certificate_of_the_own_authority_is_used(made: Certificates, tls: str) -> None:
    with secured(made, "good", tls) as port, Session(account(port, tls=tls, ca_file=made.ca_file)) as session:
        assert session.listing().uids == ()


@certificates.needed
def test_with_starttls_nothing_but_that_is_said_in_clear(made: Certificates) -> None:
    with secured(made, "good", "starttls") as port, proxied(port) as proxy:
        with Session(account(proxy.port, tls="starttls", ca_file=made.ca_file)):
            pass
        assert proxy.said == ["CAPABILITY", "STARTTLS"]


@certificates.needed
@WAYS
def test_what_takes_too_long_is_cut_off_through_tls_too(
    made: Certificates, monkeypatch: pytest.MonkeyPatch, tls: str
) -> None:
    with secured(made, "good", tls) as port, Session(account(port, tls=tls, ca_file=made.ca_file)) as session:
        monkeypatch.setattr(sessions, "LONGEST", 0.2)
        with pytest.raises(MailboxError, match=r"等待时连接中断") as raised, session.asking("等待") as client:
            client._imap._get_line()  # nothing was asked, and nothing comes
    assert raised.value.fate is Fate.BROKEN


FAULTY = [
    pytest.param("expired", True, "服务器证书已过期", "管理员", id="expired"),
    pytest.param("elsewhere", True, "服务器证书与主机名不符", "mailbox.host", id="another host's"),
    pytest.param("selfsigned", False, "服务器证书是自签的", "mailbox.ca_file", id="self-signed"),
    pytest.param("selfsigned", True, "服务器证书是自签的", "mailbox.ca_file", id="signed by itself"),
    pytest.param("good", False, "不受信任的机构签发", "mailbox.ca_file", id="unknown authority"),
]


@certificates.needed
@WAYS
@pytest.mark.parametrize(("certificate", "own", "cause", "step"), FAULTY)
def test_a_certificate_that_does_not_hold_is_told(
    made: Certificates, tls: str, certificate: str, own: bool, cause: str, step: str
) -> None:
    with secured(made, certificate, tls) as port:
        said = failure(account(port, tls=tls, ca_file=made.ca_file if own else None))
    assert cause in said
    assert step in said


def test_a_server_in_clear_where_tls_is_set_is_told_with_the_ports(postbox: Postbox) -> None:
    said = failure(postbox.account(tls="implicit"))
    assert "加密连接失败" in said
    assert "993 implicit，143 starttls" in said


@certificates.needed
@pytest.mark.parametrize("tls", ["none", "starttls"])
def test_a_server_in_tls_that_is_spoken_to_in_clear_is_told_with_the_ports(
    made: Certificates, tls: str
) -> None:
    with secured(made, "good", "implicit") as port:
        said = failure(account(port, tls=tls, timeout=1))
    assert "没有应答" in said or "连接中断" in said
    assert "993 implicit，143 starttls" in said


def test_without_starttls_on_offer_the_password_is_not_sent(postbox: Postbox) -> None:
    with proxied(postbox.port) as proxy:
        said = failure(account(proxy.port, tls="starttls"))
    assert "不提供 STARTTLS，没有发送密码" in said
    assert proxy.commands == ["CAPABILITY"]


@pytest.mark.parametrize("content", [None, "", "no certificate\n"], ids=["missing", "empty", "no PEM"])
def test_an_authority_file_that_cannot_be_used_is_named(
    postbox: Postbox, tmp_path: Path, content: str | None
) -> None:
    path = tmp_path / "单位证书.pem"
    if content is not None:
        path.write_text(content, "utf-8")
    said = failure(postbox.account(tls="implicit", ca_file=str(path)))
    assert f"证书文件 {path} 用不了" in said
    assert "mailbox.ca_file" in said


def test_without_tls_an_authority_file_is_not_looked_at(postbox: Postbox) -> None:
    with Session(postbox.account(ca_file="/nonexistent.pem")) as session:
        assert session.uidvalidity > 0


def test_the_machine_is_named_as_it_was_set() -> None:
    assert account(993).where == f"邮箱 submissions（{USER}，{HOST}:993）"


@pytest.mark.parametrize("at", [b"* OK", b"CAPABILITY"], ids=["greeting", "capabilities"])
def test_a_server_that_trickles_before_the_login_is_cut_off(
    postbox: Postbox, monkeypatch: pytest.MonkeyPatch, at: bytes
) -> None:
    monkeypatch.setattr(connecting, "LONGEST", 0.3)
    began = time.monotonic()
    with proxied(postbox.port, Fault(Kind.TRICKLE, at)) as proxy:
        said = failure(account(proxy.port, timeout=60))
    assert time.monotonic() - began < 3
    assert "连接中断" in said


@certificates.needed
def test_a_server_that_trickles_its_handshake_is_cut_off(
    made: Certificates, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connecting, "LONGEST", 0.3)
    began = time.monotonic()
    with secured(made, "good", "implicit") as port, proxied(port, Fault(Kind.TRICKLE, b"\x16\x03")) as proxy:
        said = failure(account(proxy.port, tls="implicit", ca_file=made.ca_file, timeout=60))
    assert time.monotonic() - began < 3
    assert "连接" in said
