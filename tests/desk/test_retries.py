"""A connection that breaks is taken up again in the same run; what breaks it keeps nothing else out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from desk import taking
from intake.mailbox import fetching
from tests.fakeserver import CLOSE, TAG, Fake, faking
from tests.polling import gaps, listed, poll, subjects
from tests.postbox import letter, on_pymap
from tests.proxy import Fault, Kind, mute, proxied

Config = Callable[..., Path]

ALL = [f"letter {uid}" for uid in range(1, 7)]


@pytest.fixture
def fake() -> Iterator[Fake]:
    """A scripted server with six letters."""
    with faking(Fake({uid: letter(uid) for uid in range(1, 7)})) as made:
        yield made


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses that a poll makes, which take no time."""
    pauses: list[float] = []
    monkeypatch.setattr(taking, "time", SimpleNamespace(sleep=pauses.append, time=time.time))
    return pauses


@pytest.fixture
def config(fake: Fake, mailbox_config: Config, slept: list[float]) -> Path:
    """Settings with three pauses, which are not slept through."""
    assert slept == []
    return mailbox_config(fake.port, pauses="pauses = [2, 10, 30]")


# --- passing trouble -----------------------------------------------------------------------------------


ENDS = [
    CLOSE,
    b"* BYE restart\r\n" + CLOSE,
    b"* BYE [UNAVAILABLE] shutting down\r\n" + CLOSE,
    b"* 1 FETCH (" + CLOSE,
]


@pytest.mark.parametrize("end", ENDS, ids=["cut", "BYE", "BYE with a code", "cut in a line"])
@pytest.mark.parametrize("where", ["SEARCH", "second BODY"])
@pytest.mark.usefixtures("slept")
def test_a_connection_that_ends_in_mid_poll_is_taken_up_and_no_letter_comes_twice(
    fake: Fake, config: Path, monkeypatch: pytest.MonkeyPatch, end: bytes, where: str
) -> None:
    monkeypatch.setattr(fetching, "BATCH_BYTES", 300)  # two letters
    fake.rule(where.removeprefix("second "), *([None] if where == "second BODY" else []), end, None)
    done = poll(config)
    assert (done.status, done.err) == (0, "")
    assert sorted(subjects(config)) == ALL
    assert fake.count("LOGIN") == 2
    assert gaps(config) == {}


def test_a_letter_that_is_handed_out_after_all_in_the_same_run_is_no_gap(
    fake: Fake, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "BATCH_BYTES", 300)  # two letters
    nothing = [b"BODY[] NIL"]
    fake.items = lambda uid, item, own: (
        nothing.pop() if nothing and uid == 2 and item.startswith("BODY") else own
    )
    fake.rule("BODY", None, CLOSE, None)
    done = poll(config)
    assert (done.status, done.err) == (0, "")
    assert sorted(subjects(config)) == ALL
    assert None not in gaps(config).values()


def test_a_login_that_is_refused_after_the_connection_broke_is_tried_again(
    fake: Fake, config: Path, slept: list[float]
) -> None:
    fake.rule("BODY", CLOSE, None)
    fake.rule("LOGIN", None, CLOSE, TAG + b" NO [LIMIT] slow down\r\n", None)
    assert poll(config).status == 0
    assert subjects(config) == ALL
    assert slept == [2, 10, 30]


def test_where_nothing_fails_there_is_one_login_and_no_pause(
    fake: Fake, config: Path, slept: list[float]
) -> None:
    assert poll(config).status == 0
    assert (fake.count("LOGIN"), fake.count("EXAMINE"), slept) == (1, 1, [])


@pytest.mark.parametrize(
    "words",
    ["[LIMIT] slow down", "[UNAVAILABLE] not now", "[INUSE] locked", "LOGIN frequency limited"],
)
@pytest.mark.parametrize("command", ["LOGIN", "EXAMINE"])
def test_a_server_that_asks_to_come_back_later_is_asked_again(
    fake: Fake, config: Path, slept: list[float], words: str, command: str
) -> None:
    fake.rule(command, TAG + f" NO {words}\r\n".encode(), None)
    assert poll(config).status == 0
    assert subjects(config) == ALL
    assert slept == [2]


def test_a_server_that_is_full_at_the_greeting_is_asked_again_and_told_in_its_words_at_last(
    fake: Fake, config: Path, slept: list[float]
) -> None:
    fake.greeting = b"* BYE Too many connections, try again later\r\n" + CLOSE
    done = poll(config)
    assert done.status == 1
    assert "Too many connections" in done.err
    assert slept == [2, 10, 30]


def test_a_wrong_password_is_never_tried_twice(fake: Fake, config: Path, slept: list[float]) -> None:
    fake.rule("LOGIN", TAG + b" NO [AUTHENTICATIONFAILED] Too many failures, try again later\r\n")
    assert poll(config).status == 1
    assert (fake.count("LOGIN"), slept) == (1, [])


def test_a_server_that_refuses_the_connection_at_the_start_fails_at_once(
    mailbox_config: Config, slept: list[float]
) -> None:
    with mute() as port:
        pass
    done = poll(mailbox_config(port, pauses="pauses = [2, 10, 30]"))
    assert (done.status, slept) == (1, [])
    assert "服务器拒绝连接" in done.err


def test_an_unknown_host_fails_at_once(mailbox_config: Config, slept: list[float]) -> None:
    done = poll(
        mailbox_config(
            1, host='host = "nosuch.invalid"', tls='tls = "implicit"', pauses="pauses = [2, 10, 30]"
        )
    )
    assert (done.status, slept) == (1, [])
    assert "找不到主机" in done.err


def test_when_no_pause_is_left_the_run_fails_and_keeps_what_came(
    fake: Fake, config: Path, slept: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "BATCH_BYTES", 300)
    fake.rule("EXAMINE", None, CLOSE)
    fake.rule("BODY", None, CLOSE, None)
    done = poll(config)
    assert done.status == 1
    assert "没有丢失任何邮件" in done.err
    assert slept == [2, 10, 30]
    assert subjects(config) == ALL[:2]
    fake.rules.clear()
    assert poll(config).status == 0
    assert subjects(config) == ALL


def test_after_a_session_that_took_something_in_the_pauses_begin_anew(
    fake: Fake, mailbox_config: Config, slept: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A network that lasts for two letters: every letter comes."""
    monkeypatch.setattr(fetching, "BATCH_BYTES", 1)
    fake.rule("BODY", *[None, None, CLOSE] * 3)
    assert poll(mailbox_config(fake.port, pauses="pauses = [2]")).status == 0
    assert sorted(subjects(mailbox_config(fake.port))) == ALL
    assert slept == [2, 2]


# --- a letter that breaks the connection -----------------------------------------------------------------


def poison(fake: Fake, *uids: int) -> None:
    """Have the connection end whenever the body of one of these letters is asked for."""
    for uid in uids:
        fake.rule(rf"UID FETCH (\S+,)?{uid}(,\S+)? \(BODY", CLOSE)


@pytest.mark.parametrize(
    ("uids", "size"), [((1,), 0), ((1,), 5000), ((4,), 0), ((6,), 5000), ((1, 2), 0), ((1, 3, 4), 5000)]
)
def test_a_letter_that_breaks_every_connection_is_a_gap_and_everything_else_comes_in(
    fake: Fake,
    config: Path,
    monkeypatch: pytest.MonkeyPatch,
    uids: tuple[int, ...],
    size: int,
) -> None:
    monkeypatch.setattr(fetching, "PIECE", 1000)
    fake.letters |= {uid: letter(uid, size) for uid in uids}
    poison(fake, *uids)
    done = poll(config)
    while done.status == 1:  # more of them than pauses
        assert len(uids) > 2
        done = poll(config)
    assert done.status == 4
    assert sorted(subjects(config)) == [name for name in ALL if int(name[-1]) not in uids]
    assert gaps(config) == dict.fromkeys(uids)


def test_the_next_polls_ask_for_it_last_and_alone_and_only_once(
    fake: Fake, config: Path, slept: list[float]
) -> None:
    poison(fake, 2)
    poll(config)
    fake.letters |= {7: letter(7), 8: letter(8)}
    fake.said.clear()
    slept.clear()
    assert poll(config).status == 4
    assert [line.split()[2] for line in fake.said if "BODY" in line] == ["7,8", "2"]
    assert slept == [2]
    assert subjects(config)[-2:] == ["letter 7", "letter 8"]
    fake.rules.clear()
    assert poll(config).status == 0
    assert gaps(config) == {2: f"后来收到了，是第{listed(config)[-1]['id']}号来信"}


def test_known_gaps_come_behind_the_suspects_of_this_run(
    fake: Fake, mailbox_config: Config, slept: list[float]
) -> None:
    poison(fake, 2)
    config = mailbox_config(fake.port, pauses="pauses = [2, 10]")
    poll(config)
    fake.letters |= {7: letter(7), 8: letter(8)}
    poison(fake, 8)
    slept.clear()
    poll(mailbox_config(fake.port, pauses="pauses = [2]"))
    assert slept == [2, 2]
    assert subjects(config)[-1] == "letter 7"
    assert gaps(config) == {2: None, 8: None}


@pytest.mark.parametrize("kind", [Kind.CUT, Kind.RESET])
def test_it_is_so_whatever_becomes_of_the_connection(
    mailbox_config: Config, slept: list[float], kind: Kind
) -> None:
    with on_pymap() as postbox, proxied(postbox.port, Fault(kind, b"Subject: letter 2", 20)) as proxy:
        postbox.deliver(*map(letter, range(1, 7)))
        config = mailbox_config(proxy.port, pauses="pauses = [2, 10, 30]")
        assert poll(config).status == 4
    assert sorted(subjects(config)) == [name for name in ALL if name != "letter 2"]
    assert list(gaps(config).values()) == [None]
    assert len(slept) == 2


def test_a_letter_in_whose_company_the_connection_broke_once_is_no_gap(fake: Fake, config: Path) -> None:
    fake.rule("BODY", CLOSE, None)
    assert poll(config).status == 0
    assert gaps(config) == {}
