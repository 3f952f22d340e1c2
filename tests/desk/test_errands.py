"""After the commit: letters that are safe here are marked as read or moved, and nothing else is touched."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from desk import errands
from storage import messages
from storage import tables as t
from storage.archive import Archive
from storage.errors import StorageError
from tests import dovecot
from tests.fakeserver import BAD, NO, OK, TAG, Fake, faking
from tests.polling import history, pending, poll, raw, rows, subjects
from tests.postbox import Postbox, letter, on_dovecot, on_pymap
from tests.proxy import proxied, without

Config = Callable[..., Path]

CHINESE = "已收 2021"
ENCODED = "&XfJlNg- 2021"
SEEN, MOVE = 'after = "seen"', f'after = "move:{CHINESE}"'
CHANGING = ("STORE", "COPY", "MOVE", "EXPUNGE", "CREATE", "APPEND", "DELETE", "CLOSE")


@pytest.fixture(params=["pymap", pytest.param("dovecot", marks=dovecot.needed)])
def postbox(request: pytest.FixtureRequest) -> Iterator[Postbox]:
    """A mailbox with two letters, once on each server."""
    with on_pymap() if request.param == "pymap" else on_dovecot() as made:
        made.deliver(letter(1), letter(2))
        yield made


@pytest.fixture
def fake() -> Iterator[Fake]:
    """A scripted server with two letters."""
    with faking(Fake({1: letter(1), 2: letter(2)})) as made:
        yield made


# --- what is done ----------------------------------------------------------------------------------------


def test_letters_that_are_kept_are_marked_as_read(postbox: Postbox, mailbox_config: Config) -> None:
    config = mailbox_config(postbox.port, after=SEEN)
    done = poll(config)
    assert (done.status, done.err) == (0, "")
    assert {flag.lstrip("\\") for flag in postbox.flags()} == {"Seen"}
    assert postbox.held() == [letter(1), letter(2)]
    assert pending(config) == []
    assert history(config).count("服务器上已标为已读") == 2


def test_letters_that_are_kept_are_moved_to_a_folder_with_a_chinese_name_that_is_made(
    postbox: Postbox, mailbox_config: Config
) -> None:
    config = mailbox_config(postbox.port, after=MOVE)
    done = poll(config)
    assert (done.status, done.err) == (0, "")
    assert postbox.held() == []
    assert postbox.held(ENCODED) == [letter(1), letter(2)]
    assert pending(config) == []
    assert history(config).count(f"服务器上已移到“{CHINESE}”") == 2
    postbox.deliver(letter(3))
    assert poll(config).status == 0
    assert postbox.held(ENCODED) == [letter(1), letter(2), letter(3)]
    assert subjects(config) == ["letter 1", "letter 2", "letter 3"]


def test_without_move_letters_are_copied_and_these_alone_removed(
    postbox: Postbox, mailbox_config: Config
) -> None:
    with postbox.client() as other:
        other.append("INBOX", r"(\Deleted)", "", letter(9))  # somebody else's, marked and not yet expunged
    with proxied(postbox.port, edit=without(b"MOVE")) as proxy:
        config = mailbox_config(proxy.port, after=MOVE, max_size="max_size = 1")
        postbox.deliver(letter(3))
        assert poll(config).err == ""
        postbox.deliver(letter(4))
        with postbox.client() as other:
            other.append("INBOX", r"(\Deleted)", "", letter(5, size=1_200_000))
        assert poll(config).status == 4
    assert "MOVE" not in proxy.commands
    assert [line for line in proxy.said if "EXPUNGE" in line and not line.startswith("UID EXPUNGE ")] == []
    assert [data[:60] for data in postbox.held()] == [letter(5)[:60]]
    assert sorted(postbox.held(ENCODED)) == sorted(map(letter, (1, 2, 9, 3, 4)))
    assert pending(config) == []


def test_without_uidplus_too_nothing_is_expunged_and_a_person_is_told(
    postbox: Postbox, mailbox_config: Config
) -> None:
    with proxied(postbox.port, edit=without(b"MOVE", b"UIDPLUS")) as proxy:
        config = mailbox_config(proxy.port, after=MOVE)
        done = poll(config)
        words = f"服务器不支持 MOVE 和 UIDPLUS：邮件已复制到“{CHINESE}”，原件只标记了删除，须有人清除"
        assert (done.status, done.err) == (0, f"注意：submissions：{words}\n")
        postbox.deliver(letter(3))
        assert poll(config, "--json").json["notices"] == [words]
        assert poll(config, "--json").json["notices"] == []
    assert "EXPUNGE" not in proxy.commands
    assert postbox.held() == [letter(1), letter(2), letter(3)]
    assert postbox.held(ENCODED) == [letter(1), letter(2), letter(3)]


def test_with_keep_nothing_is_asked_that_changes_anything(fake: Fake, mailbox_config: Config) -> None:
    poll(mailbox_config(fake.port))
    assert fake.count("|".join(["SELECT", *CHANGING])) == 0


# --- when ------------------------------------------------------------------------------------------------


def fail(_self: Archive, _messages: Iterable[object]) -> NoReturn:
    raise StorageError("磁盘已满。")


@pytest.mark.parametrize("after", [SEEN, MOVE])
def test_nothing_is_touched_before_the_letters_are_safe(
    fake: Fake, mailbox_config: Config, monkeypatch: pytest.MonkeyPatch, after: str
) -> None:
    config = mailbox_config(fake.port, after=after)
    with monkeypatch.context() as patched:
        patched.setattr(Archive, "put", fail)
        assert poll(config).status == 1
    assert fake.count("|".join(["SELECT", *CHANGING])) == 0
    safe: list[list[str]] = []
    fake.rule("UID (STORE|MOVE)", lambda: safe.append([row.sha256 for row in rows(config, t.message)]))
    assert poll(config).status == 0
    assert [len(digests) for digests in safe] == [2]


@pytest.mark.parametrize("after", [SEEN, MOVE])
def test_nothing_is_touched_where_the_ledger_cannot_be_written(
    fake: Fake, mailbox_config: Config, monkeypatch: pytest.MonkeyPatch, after: str
) -> None:
    def broken(*_: object) -> NoReturn:
        raise StorageError("数据库已满。")

    monkeypatch.setattr(messages, "add_event", broken)  # the last thing that is written with a letter
    assert poll(mailbox_config(fake.port, after=after)).status == 1
    assert fake.count("|".join(["SELECT", *CHANGING])) == 0


def test_a_letter_over_the_limit_is_neither_moved_nor_marked_until_the_limit_lets_it_in(
    fake: Fake, mailbox_config: Config
) -> None:
    fake.letters[3] = letter(3, size=1_200_000)
    poll(mailbox_config(fake.port, after=MOVE, max_size="max_size = 1"))
    assert list(fake.letters) == [3]
    config = mailbox_config(fake.port, after=MOVE, max_size="max_size = 2")
    assert poll(config).status == 0
    assert fake.letters == {}
    assert len(fake.copies) == 3


@pytest.mark.parametrize(("first", "then"), [("keep", MOVE), (SEEN, MOVE), (MOVE, SEEN)])
def test_a_change_of_the_setting_touches_only_letters_taken_in_under_it(
    fake: Fake, mailbox_config: Config, first: str, then: str
) -> None:
    changes = {} if first == "keep" else {"after": first}
    poll(mailbox_config(fake.port, **changes))
    before = (set(fake.seen), dict(fake.letters), len(fake.copies))
    fake.letters[3] = letter(3)
    poll(mailbox_config(fake.port, after=then))
    moved = fake.copies[before[2] :]
    assert moved == ([letter(3)] if then == MOVE else [])
    assert fake.seen - before[0] == (set() if then == MOVE else {3})


@pytest.mark.parametrize("after", [SEEN, MOVE])
def test_the_errand_of_a_letter_that_somebody_moved_away_is_struck_off(
    fake: Fake, mailbox_config: Config, after: str
) -> None:
    fake.rule("SELECT", NO)
    config = mailbox_config(fake.port, after=after)
    poll(config)
    assert len(pending(config)) == 2
    del fake.letters[1]
    fake.rules.clear()
    assert poll(config).status == 0
    assert pending(config) == []
    assert history(config).count("服务器上已不在原处，不必再处理") == 1


def test_errands_of_a_folder_that_was_numbered_anew_are_given_up(fake: Fake, mailbox_config: Config) -> None:
    fake.rule("SELECT", NO)
    config = mailbox_config(fake.port, after=SEEN)
    poll(config)
    fake.uidvalidity = "8"
    fake.letters = {4: letter(4)}
    fake.rules.clear()
    assert poll(config).status == 0
    assert fake.seen == {4}
    assert history(config).count("服务器给文件夹重新编了号，收下后该做的不再做") == 2


def test_a_folder_that_is_numbered_anew_between_two_commands_is_left_alone(
    fake: Fake, mailbox_config: Config
) -> None:
    def renumber() -> None:
        fake.uidvalidity = "8"

    fake.rule("SELECT", renumber)
    config = mailbox_config(fake.port, after=SEEN)
    assert poll(config).status == 0
    assert fake.seen == set()


# --- what is refused -------------------------------------------------------------------------------------


REFUSALS = {
    "quota": ("UID MOVE", TAG + b" NO [OVERQUOTA] Quota exceeded\r\n", "Quota exceeded"),
    "later": ("UID MOVE", TAG + b" NO [LIMIT] too many letters, try again later\r\n", "too many letters"),
    "BAD": ("UID MOVE", BAD, "what"),
    "no folder": ("CREATE", TAG + b" NO [CANNOT] no such hierarchy\r\n", "no such hierarchy"),
    "no write": ("SELECT", TAG + b" NO [NOPERM] read only for you\r\n", "read only for you"),
    "gone": (
        "SELECT",
        b"* OK [UIDVALIDITY 7] x\r\n* 2 EXISTS\r\n* OK [READ-ONLY] x\r\n" + OK,
        "文件夹只能读",
    ),
}


@pytest.mark.parametrize(("command", "answer", "words"), REFUSALS.values(), ids=REFUSALS)
def test_what_is_refused_is_a_notice_the_letters_are_safe_and_the_next_run_tries_again(
    fake: Fake, mailbox_config: Config, command: str, answer: bytes, words: str
) -> None:
    fake.rule(command, answer)
    config = mailbox_config(fake.port, after=MOVE, pauses="pauses = [0, 0]")
    done = poll(config)
    assert done.status == 0
    assert done.err.startswith(f"注意：submissions：收下的邮件未能按设置处理（move:{CHINESE}）：")
    assert words in done.err
    assert done.err.endswith("邮件都在，下次运行再试\n")
    assert [raw(config, number) for number in (1, 2)] == [letter(1), letter(2)]
    assert fake.count("LOGIN") == 1
    assert words in poll(config, "--json").json["notices"][0]
    fake.rules.clear()
    assert poll(config).err == ""
    assert fake.letters == {}
    assert len(fake.copies) == 2


def test_a_server_that_says_it_moved_letters_and_did_not_is_told(fake: Fake, mailbox_config: Config) -> None:
    fake.rule("UID MOVE", OK)
    config = mailbox_config(fake.port, after=MOVE)
    assert f"没有把 2 封邮件移到“{CHINESE}”" in poll(config).err
    assert len(pending(config)) == 2


def test_many_letters_are_named_in_several_commands(
    fake: Fake, mailbox_config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(errands, "BATCH", 2)
    fake.letters = {uid: letter(uid) for uid in range(1, 6)}
    poll(mailbox_config(fake.port, after=MOVE))
    assert [line.split()[2] for line in fake.said if "UID MOVE" in line] == ["1,2", "3,4", "5"]
