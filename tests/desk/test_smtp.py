"""Letters handed in over SMTP: what the server hears, and what is known of a letter after each failure."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Literal

import pytest

from desk.smtp import RefusedError, Server, SmtpError, UncertainError, UnreachableError, session
from tests import certificates
from tests.post_office import HOST, PASSWORD, USER, PostOffice, open_office

DATA = b"Subject: x\r\n\r\n.one\r\n..two\r\n"
TO = "zhang@sd.example.com"


def server(office: PostOffice, **changes: object) -> Server:
    values: dict[str, object] = {"host": HOST, "port": office.port, "tls": "none", "timeout": 5}
    return Server(**(values | changes))  # type: ignore[arg-type]


def fails(office: PostOffice, **changes: object) -> SmtpError:
    with pytest.raises(SmtpError) as raised, session(server(office, **changes)) as line:
        line.send(TO, DATA)
    assert str(raised.value).isprintable()
    return raised.value


def test_a_letter_arrives_as_it_was_written_from_nobody() -> None:
    with open_office() as office, session(server(office)) as line:
        line.send(TO, DATA)
    [handed] = office.taken
    assert (handed.sender, handed.recipients, handed.data) == ("<>", [TO], DATA)


def test_several_letters_go_over_one_connection() -> None:
    with open_office() as office, session(server(office, username=USER, password=PASSWORD)) as line:
        line.send(TO, DATA)
        line.send("li@gx.example.com", DATA)
    assert [handed.recipients for handed in office.taken] == [[TO], ["li@gx.example.com"]]
    assert office.logins == 1


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize(("code", "permanent"), [(451, False), (550, True)])
def test_a_refusal_at_any_step_tells_whether_to_try_again(command: str, code: int, permanent: bool) -> None:
    with open_office(answers={command: f"{code} we do not like you\t!"}) as office:
        refused = fails(office)
    assert isinstance(refused, RefusedError)
    assert refused.permanent is permanent
    assert str(refused) == f"服务器拒绝：{code} we do not like you !"


def test_after_a_refusal_the_next_letter_goes_on_the_same_connection() -> None:
    with open_office(answers={f"RCPT {TO}": "550 no such user"}) as office, session(server(office)) as line:
        with pytest.raises(RefusedError):
            line.send(TO, DATA)
        line.send("li@gx.example.com", DATA)
    assert [handed.recipients for handed in office.taken] == [["li@gx.example.com"]]


@pytest.mark.parametrize("command", ["MAIL", "RCPT"])
def test_a_line_that_breaks_before_the_letter_was_certainly_not_taken(command: str) -> None:
    with open_office(breaks=command) as office:
        assert isinstance(fails(office), UnreachableError)
    assert office.taken == []


def test_a_line_that_breaks_before_the_answer_leaves_it_open_whether_the_letter_was_taken() -> None:
    with open_office(breaks="DATA") as office:
        assert isinstance(fails(office), UncertainError)
    assert len(office.taken) == 1


def test_an_answer_that_is_none_leaves_it_open_as_well() -> None:
    with open_office(answers={"DATA": "999 what?"}) as office:
        assert isinstance(fails(office), UncertainError)


def test_a_server_that_hangs_up_with_notice_did_not_take_the_letter() -> None:
    with open_office(answers={"MAIL": "421 closing"}) as office:
        assert isinstance(fails(office), UnreachableError)


def test_a_server_that_is_away_is_named_with_the_settings_to_look_at() -> None:
    with socket.create_server((HOST, 0)) as free:
        office = PostOffice(port=free.getsockname()[1])
    said = str(fails(office))
    assert f"{HOST}:{office.port}" in said
    assert "receipts.host" in said


def test_a_host_that_cannot_be_one_is_unreachable() -> None:
    assert isinstance(fails(PostOffice(port=25), host="smtp..example.com"), UnreachableError)


def test_a_server_that_says_nothing_is_left_after_the_timeout() -> None:
    with socket.create_server((HOST, 0)) as silent:
        said = str(fails(PostOffice(port=silent.getsockname()[1]), timeout=0.2))
    assert "时限" in said


def test_a_wrong_password_is_told_without_it() -> None:
    with open_office() as office:
        said = str(fails(office, username=USER, password="hunter2"))
    assert "登录被拒绝" in said
    assert "535" in said
    assert "hunter2" not in said
    assert office.taken == []


# --- encryption -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> certificates.Certificates:
    return certificates.make(tmp_path_factory.mktemp("certificates"))


@certificates.needed
@pytest.mark.parametrize("tls", ["implicit", "starttls"])
def test_a_letter_goes_over_an_encrypted_line_to_a_server_that_can_prove_its_name(
    made: certificates.Certificates, tls: Literal["implicit", "starttls"]
) -> None:
    with open_office(tls, made.server("good")) as office:
        there = server(office, tls=tls, ca_file=made.ca_file, username=USER, password=PASSWORD)
        with session(there) as line:
            line.send(TO, DATA)
    assert [handed.data for handed in office.taken] == [DATA]


@certificates.needed
@pytest.mark.parametrize("tls", ["implicit", "starttls"])
@pytest.mark.parametrize("name", ["expired", "elsewhere", "selfsigned"])
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_server_that_cannot_hears_neither_password_nor_letter(
    made: certificates.Certificates, tls: str, name: str
) -> None:
    with open_office(tls, made.server(name)) as office:
        login = {"username": USER, "password": PASSWORD}
        assert "证书" in str(fails(office, tls=tls, ca_file=made.ca_file, **login))
    assert (office.taken, office.logins) == ([], 0)


def test_where_starttls_is_not_offered_nothing_is_sent_in_clear() -> None:
    with open_office() as office:
        assert "STARTTLS" in str(fails(office, tls="starttls", username=USER, password=PASSWORD))
    assert (office.taken, office.logins) == ([], 0)


def test_an_authority_file_that_is_not_there_is_a_failure_with_words(tmp_path: Path) -> None:
    assert isinstance(fails(PostOffice(port=25), ca_file=str(tmp_path / "none.pem")), UnreachableError)
