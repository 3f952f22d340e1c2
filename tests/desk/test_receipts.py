"""Confirmations: planned with the letter, sent at most once, whatever the server or the machine does."""

from __future__ import annotations

import logging
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from desk.desk import Desk, opened
from desk.errors import SettingsError
from desk.receipt_rules import SENT_LATELY
from desk.receipts import INTERRUPTED, TOO_LATE, send_due
from intake.model import MessageState
from storage import receipts as store
from storage import tables as t
from storage.receipts import Receipt, ReceiptState
from tests.conftest import NOW
from tests.post_office import HOST, PASSWORD, USER, PostOffice, open_office
from tests.receipts import ZHANG, arrive, at, confirming, read, settings_with, stands, written

PENDING, SENDING, SENT, FAILED, WITHHELD = ReceiptState
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)
LI = "li@gx.example.com"


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with open_office() as made:
        yield made


@pytest.fixture
def desk(tmp_path: Path, office: PostOffice) -> Iterator[Desk]:
    with confirming(tmp_path, office.port) as made:
        yield made


def recipients(office: PostOffice) -> list[str]:
    return [address for handed in office.taken for address in handed.recipients]


def rows(desk: Desk) -> int:
    with desk.reading() as connection:
        return int(connection.execute(sa.select(sa.func.count()).select_from(t.receipt)).scalar_one())


# --- planned --------------------------------------------------------------------------------------


def test_a_letter_is_confirmed_to_who_wrote_it(desk: Desk, office: PostOffice) -> None:
    arrive(desk, 12)
    assert stands(desk, 12) == Receipt(12, ZHANG, PENDING, None, NOW)
    assert send_due(at(desk, NOW + SECOND)) == 1
    assert stands(desk, 12) == Receipt(12, ZHANG, SENT, None, NOW + SECOND)
    [handed] = office.taken
    assert (handed.sender, handed.recipients) == ("<>", [ZHANG])
    assert "第12号" in handed.letter.get_content()


def test_what_was_sent_is_not_sent_again(desk: Desk, office: PostOffice) -> None:
    arrive(desk, 1)
    assert (send_due(desk), send_due(desk)) == (1, 0)
    assert recipients(office) == [ZHANG]


def test_as_shipped_nothing_is_planned_or_sent(config: Path) -> None:
    with opened(str(config), clock=lambda: NOW) as desk:
        arrive(desk, 1)
        assert rows(desk) == 0
        assert send_due(desk) == 0


def test_what_is_pending_stays_where_confirmations_were_switched_off(
    desk: Desk, office: PostOffice, config: Path
) -> None:
    arrive(desk, 1)
    with opened(str(config), clock=lambda: NOW) as off:  # the example, over the same database
        assert send_due(off) == 0
    assert (office.taken, stands(desk, 1).state) == ([], PENDING)


@pytest.mark.parametrize("own", ["gfdqb1@example.com", "Desk@Office.example.com"])
def test_our_own_addresses_are_not_answered(tmp_path: Path, own: str) -> None:
    with confirming(tmp_path, 1, 'sender = "desk@office.example.com"') as desk:
        arrive(desk, 1, read(written(1, own)))
        assert stands(desk, 1).reason == "是本邮箱自己的地址"


def test_a_letter_that_gets_none_says_why(desk: Desk, office: PostOffice) -> None:
    arrive(desk, 1, read(written(1), state=MessageState.DUPLICATE))
    assert stands(desk, 1) == Receipt(1, ZHANG, WITHHELD, "是重复投递的同一封信", NOW)
    assert (send_due(desk), office.taken) == (0, [])


# --- one an hour ----------------------------------------------------------------------------------


@pytest.mark.parametrize("second", [ZHANG, ZHANG.upper()])
@pytest.mark.parametrize("sent", [False, True], ids=["while it waits", "after it went out"])
def test_a_second_letter_within_the_hour_is_not_confirmed(
    desk: Desk, office: PostOffice, second: str, sent: bool
) -> None:
    arrive(desk, 1)
    if sent:
        send_due(desk)
    arrive(at(desk, NOW + HOUR - SECOND), 2, read(written(2, second)))
    assert (stands(desk, 2).state, stands(desk, 2).reason) == (WITHHELD, SENT_LATELY)
    send_due(desk)
    assert len(office.taken) == 1


def test_after_an_hour_it_is(desk: Desk, office: PostOffice) -> None:
    arrive(desk, 1)
    send_due(desk)
    later = at(desk, NOW + HOUR)
    arrive(later, 2)
    assert send_due(later) == 1
    assert recipients(office) == [ZHANG, ZHANG]


def test_two_senders_are_each_confirmed(desk: Desk, office: PostOffice) -> None:
    arrive(desk, 1)
    arrive(desk, 2, read(written(2, LI)))
    assert send_due(desk) == 2
    assert recipients(office) == [ZHANG, LI]


def test_two_that_waited_for_the_server_do_not_go_out_at_once(desk: Desk, office: PostOffice) -> None:
    arrive(desk, 1)
    later = at(desk, NOW + 2 * HOUR)
    arrive(later, 2)
    assert send_due(later) == 1
    assert recipients(office) == [ZHANG]
    assert (stands(desk, 2).state, stands(desk, 2).reason) == (WITHHELD, SENT_LATELY)


# --- what the server does -------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
def test_what_is_refused_for_now_is_tried_again(desk: Desk, office: PostOffice, command: str) -> None:
    office.answers = {command: "451 later"}
    arrive(desk, 1)
    assert send_due(at(desk, NOW + HOUR)) == 0
    assert stands(desk, 1) == Receipt(1, ZHANG, PENDING, "服务器拒绝：451 later", NOW)
    office.answers = {}
    assert send_due(at(desk, NOW + 2 * HOUR)) == 1
    assert stands(desk, 1).state is SENT


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
def test_what_is_refused_for_good_is_not(desk: Desk, office: PostOffice, command: str) -> None:
    office.answers = {command: "550 no such user"}
    arrive(desk, 1)
    assert send_due(at(desk, NOW + SECOND)) == 0
    assert stands(desk, 1) == Receipt(1, ZHANG, FAILED, "服务器拒绝：550 no such user", NOW + SECOND)
    office.answers, office.taken = {}, []
    assert (send_due(desk), office.taken) == (0, [])


def test_one_that_is_refused_does_not_keep_the_others(desk: Desk, office: PostOffice) -> None:
    office.answers = {f"RCPT {ZHANG}": "550 no such user"}
    arrive(desk, 1)
    arrive(desk, 2, read(written(2, LI)))
    assert send_due(desk) == 1
    assert recipients(office) == [LI]


def logged(caplog: pytest.LogCaptureFixture) -> list[tuple[str, dict[str, object]]]:
    """What the log tells an administrator: events with their fields."""
    warned = (record for record in caplog.records if record.levelno >= logging.WARNING)
    return [(record.getMessage(), vars(record).get("fields", {})) for record in warned]


@pytest.mark.parametrize("breaks", ["MAIL", "RCPT"])
def test_where_the_line_breaks_before_the_letter_all_wait(
    desk: Desk, office: PostOffice, breaks: str, caplog: pytest.LogCaptureFixture
) -> None:
    office.breaks = breaks
    arrive(desk, 1)
    arrive(desk, 2, read(written(2, LI)))
    assert send_due(at(desk, NOW + HOUR)) == 0
    found = [stands(desk, number) for number in (1, 2)]
    assert [(receipt.state, receipt.at) for receipt in found] == [(PENDING, NOW), (PENDING, NOW)]
    [(event, told)] = logged(caplog)
    assert (event, told["sent"], told["due"]) == ("receipts postponed", 0, 2)
    assert ZHANG not in str(told)


def test_where_it_breaks_after_the_letter_it_is_not_sent_again(desk: Desk, office: PostOffice) -> None:
    office.breaks = "DATA"
    arrive(desk, 1)
    arrive(desk, 2, read(written(2, LI)))
    assert send_due(desk) == 0
    assert stands(desk, 1).state is FAILED
    assert "不知是否已发出" in (stands(desk, 1).reason or "")
    office.breaks = ""
    assert send_due(desk) == 1
    assert recipients(office) == [ZHANG, LI]


def test_a_server_that_is_away_fails_no_poll_and_is_told_in_one_line(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.create_server((HOST, 0)) as free:
        port = free.getsockname()[1]
    with confirming(tmp_path, port) as desk:
        arrive(desk, 1)
        assert send_due(desk) == 0
        assert stands(desk, 1) == Receipt(1, ZHANG, PENDING, None, NOW)
    [(_, told)] = logged(caplog)
    assert f"127.0.0.1:{port}" in str(told["why"])


def test_a_password_that_is_missing_fails_no_poll_either(
    tmp_path: Path, office: PostOffice, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.delenv("SMTP_WORD", raising=False)
    login = (f'username = "{USER}"', 'password_env = "SMTP_WORD"')
    with confirming(tmp_path, office.port, *login) as desk:
        arrive(desk, 1)
        assert send_due(desk) == 0
        assert "SMTP_WORD" in str(logged(caplog))
        monkeypatch.setenv("SMTP_WORD", PASSWORD)
        assert send_due(desk) == 1
    assert office.logins == 1


def test_without_anything_to_send_the_server_is_left_alone(tmp_path: Path) -> None:
    with socket.create_server((HOST, 0)) as server:
        server.settimeout(0)
        with confirming(tmp_path, server.getsockname()[1]) as desk:
            assert send_due(desk) == 0
        with pytest.raises(BlockingIOError):
            server.accept()


@pytest.mark.parametrize(
    ("waited", "state"), [(timedelta(hours=24), SENT), (timedelta(hours=24, seconds=1), FAILED)]
)
def test_what_waited_for_more_than_a_day_is_given_up(
    desk: Desk, office: PostOffice, waited: timedelta, state: ReceiptState
) -> None:
    arrive(desk, 1)
    assert send_due(at(desk, NOW + waited)) == len(office.taken) == (state is SENT)
    assert stands(desk, 1).state is state
    assert stands(desk, 1).reason == (None if state is SENT else TOO_LATE)


def test_a_try_in_between_does_not_make_it_younger(desk: Desk, office: PostOffice) -> None:
    office.answers = {"RCPT": "451 later"}
    arrive(desk, 1)
    for hours in (10, 20, 25):
        send_due(at(desk, NOW + hours * HOUR))
    assert (stands(desk, 1).state, stands(desk, 1).reason) == (FAILED, TOO_LATE)


# --- killed, and two at once ----------------------------------------------------------------------

_CHILD = """
import sys
from datetime import datetime
from desk.desk import opened
from desk.receipts import send_due
with opened(sys.argv[1], clock=lambda: datetime.fromisoformat(sys.argv[2])) as desk:
    print(flush=True)
    send_due(desk)
"""


def test_a_run_that_is_killed_before_it_heard_the_answer_is_not_repeated(
    desk: Desk, office: PostOffice
) -> None:
    arrive(desk, 1)
    command = [sys.executable, "-c", _CHILD, desk.settings.path, NOW.isoformat()]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
        office.meanwhile = lambda: os.kill(child.pid, signal.SIGKILL)
        assert child.wait(30) == -signal.SIGKILL
    assert stands(desk, 1).state is SENDING
    office.meanwhile = lambda: None
    assert send_due(desk) == 0
    assert stands(desk, 1) == Receipt(1, ZHANG, FAILED, INTERRUPTED, NOW)
    assert recipients(office) == [ZHANG]


def test_two_runs_at_once_send_it_once_and_the_sender_has_the_last_word(
    desk: Desk, office: PostOffice
) -> None:
    arrive(desk, 1)
    others: list[int] = []
    office.meanwhile = lambda: others.append(send_due(desk))
    assert send_due(desk) == 1
    assert others == [0]
    assert recipients(office) == [ZHANG]
    assert stands(desk, 1).state is SENT


def test_one_that_another_run_took_after_the_list_was_made_is_left_to_it(
    desk: Desk, office: PostOffice
) -> None:
    arrive(desk, 1)
    arrive(desk, 2, read(written(2, LI)))

    def take_the_second() -> None:
        with desk.writing() as connection:
            store.move(connection, replace(stands(desk, 2), state=SENDING), (PENDING,))

    office.meanwhile = take_the_second
    assert send_due(desk) == 1
    assert recipients(office) == [ZHANG]
    assert stands(desk, 2).state is SENDING


def test_one_that_cannot_be_written_fails_alone(
    desk: Desk, office: PostOffice, caplog: pytest.LogCaptureFixture
) -> None:
    arrive(desk, 1, read(written(1, "broken@sd.example.com")))
    arrive(desk, 2)
    with desk.writing() as connection:  # as a later version, or a hand, might leave it
        connection.execute(sa.update(t.receipt).where(t.receipt.c.message_id == 1).values(recipient="a\nb"))
    assert send_due(desk) == 1
    assert recipients(office) == [ZHANG]
    assert stands(desk, 1).state is FAILED
    assert "写不成" in (stands(desk, 1).reason or "")
    assert ("receipt could not be written", {"message": 1}) in logged(caplog)


# --- settings -------------------------------------------------------------------------------------

_ON = 'enabled = true\nhost = "smtp.example.com"\n'


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("enabled = true", ("receipts.host", "发信服务器")),
        ("enabeld = true", ("receipts.enabeld", "enabled")),
        (f'{_ON}tls = "ssl"', ("receipts.tls", "starttls")),
        (f'{_ON}tls = "none"', ("receipts.tls", "127.0.0.1")),
        (f"{_ON}port = 0", ("receipts.port",)),
        (f"{_ON}timeout = 0", ("receipts.timeout",)),
        (f'{_ON}username = "u"', ("receipts.username", "password_env")),
        (f'{_ON}username = "u"\npassword_env = "A"\npassword_file = "b"', ("receipts.username", "只须")),
        (f'{_ON}password_env = "A"', ("receipts", "username")),
        (f'{_ON}sender = "党群部 <a@example.com>"', ("receipts.sender", "name@example.com")),
    ],
)
def test_a_table_that_cannot_be_used_is_named_with_what_is_allowed(
    tmp_path: Path, table: str, words: tuple[str, ...]
) -> None:
    path = tmp_path / "config.toml"
    path.write_text(settings_with(table), "utf-8")
    with pytest.raises(SettingsError) as raised, opened(str(path)):
        pass
    for word in words:
        assert word in str(raised.value)


@pytest.mark.parametrize("table", ["", "enabled = false", _ON, f'{_ON}tls = "starttls"\nport = 587'])
def test_a_table_may_say_little(tmp_path: Path, table: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(settings_with(table), "utf-8")
    with opened(str(path)) as desk:
        assert desk.settings.receipt_sender == "gfdqb1@example.com"
