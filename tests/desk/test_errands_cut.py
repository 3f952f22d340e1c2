"""A run that is cut off in the middle of an errand: the next one finds out what was done already."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import dovecot
from tests.fakeserver import BAD, CLOSE, Fake, faking
from tests.polling import listed, pending, poll
from tests.postbox import Postbox, letter, on_dovecot, on_pymap
from tests.proxy import Fault, Kind, proxied, without

Config = Callable[..., Path]

CHINESE = "已收 2021"
ENCODED = "&XfJlNg- 2021"
SEEN, MOVE = 'after = "seen"', f'after = "move:{CHINESE}"'


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


def once_cut(fake: Fake, command: str) -> None:
    """Have the connection end once, after a command was carried out and before its answer comes."""
    waiting = [command]

    def rule(line: str) -> bytes | None:
        if waiting and line.startswith(waiting[0]):
            waiting.clear()
            fake._own(line)
            return CLOSE
        return None

    fake.rules.append(rule)


PLUS, BARE = "IMAP4rev1 ID UIDPLUS", "IMAP4rev1 ID"


SAME, NEXT = "pauses = [0]", "pauses = []"


@pytest.mark.parametrize(
    ("capabilities", "command", "pauses"),
    [
        ("IMAP4rev1 MOVE", "UID MOVE", SAME),
        ("IMAP4rev1 MOVE", "UID MOVE", NEXT),
        *((PLUS, command, SAME) for command in ("CREATE", "STATUS", "UID COPY", "UID STORE", "UID EXPUNGE")),
        (PLUS, "UID COPY", NEXT),
        *((BARE, command, SAME) for command in ("UID COPY", "UID STORE")),
    ],
)
def test_a_connection_that_is_cut_before_the_answer_comes_makes_no_letter_be_copied_twice(
    fake: Fake, mailbox_config: Config, capabilities: str, command: str, pauses: str
) -> None:
    fake.capabilities = capabilities
    fake.folders[ENCODED if command != "CREATE" else "other"] = {4: letter(4), 7: letter(2)}
    once_cut(fake, command)
    if pauses == NEXT:
        fake.rule("SEARCH", BAD)
    config = mailbox_config(fake.port, after=MOVE, pauses=pauses)
    done = poll(config)
    if pauses == NEXT:
        assert (done.status, done.out) == (1, "")
        done = poll(config)
    assert done.status == 0
    assert sorted(fake.copies) == sorted([letter(4), letter(2), letter(1), letter(2)])
    assert set(fake.letters) == (set() if capabilities != BARE else {1, 2})
    assert fake.deleted == (set() if "MOVE" in capabilities else {1, 2})
    assert pending(config) == []
    assert fake.count("^EXPUNGE") == 0
    assert len(listed(config)) == 2


def test_the_mark_as_read_is_set_again_where_the_answer_did_not_come(
    fake: Fake, mailbox_config: Config
) -> None:
    once_cut(fake, "UID STORE")
    config = mailbox_config(fake.port, after=SEEN, pauses="pauses = [0]")
    assert poll(config).status == 0
    assert fake.seen == {1, 2}
    assert pending(config) == []


@pytest.mark.parametrize("edit", [without(), without(b"MOVE")], ids=["MOVE", "COPY"])
def test_on_a_real_server_a_cut_before_the_answer_copies_nothing_twice(
    postbox: Postbox, mailbox_config: Config, edit: Callable[[bytes], bytes]
) -> None:
    with proxied(postbox.port, Fault(Kind.CUT, b"[COPYUID"), edit=edit) as proxy:
        assert poll(mailbox_config(proxy.port, after=MOVE)).status == 1
    with proxied(postbox.port, edit=edit) as proxy:
        config = mailbox_config(proxy.port, after=MOVE)
        assert poll(config).err == ""
    assert postbox.held() == []
    assert sorted(postbox.held(ENCODED)) == [letter(1), letter(2)]
    assert pending(config) == []


def test_where_nobody_can_say_whether_a_copy_was_made_none_is_made_and_a_person_is_told(
    fake: Fake, mailbox_config: Config
) -> None:
    fake.capabilities = PLUS
    once_cut(fake, "UID COPY")
    config = mailbox_config(fake.port, after=MOVE)
    poll(config)
    fake.items = lambda _uid, item, own: b"BODY[] NIL" if item.startswith("BODY") else own
    assert "未能按设置处理" in poll(config).err
    assert len(fake.copies) == 2
    assert set(fake.letters) == {1, 2}
    fake.items = Fake().items
    assert poll(config).err == ""
    assert (len(fake.copies), fake.letters) == (2, {})


def test_copies_in_a_folder_that_was_made_anew_count_for_nothing(fake: Fake, mailbox_config: Config) -> None:
    fake.capabilities = PLUS
    once_cut(fake, "UID COPY")
    config = mailbox_config(fake.port, after=MOVE)
    poll(config)
    fake.folders[ENCODED].clear()
    assert poll(config).err == ""
    assert sorted(fake.copies) == [letter(1), letter(2)]
    assert fake.letters == {}


def test_of_two_letters_of_the_same_bytes_one_copy_is_not_both(fake: Fake, mailbox_config: Config) -> None:
    fake.capabilities = PLUS
    fake.letters[2] = letter(1)
    once_cut(fake, "UID COPY")
    config = mailbox_config(fake.port, after=MOVE)
    poll(config)
    fake.folders[ENCODED].popitem()
    assert poll(config).err == ""
    assert (fake.copies, fake.letters) == ([letter(1), letter(1)], {})


def test_a_copy_that_was_confirmed_and_then_taken_away_is_not_made_again(
    fake: Fake, mailbox_config: Config
) -> None:
    fake.capabilities = PLUS
    once_cut(fake, "UID STORE")
    config = mailbox_config(fake.port, after=MOVE)
    poll(config)
    fake.folders[ENCODED].clear()
    assert poll(config).err == ""
    assert (fake.copies, fake.letters) == ([], {})


def test_a_server_that_tells_no_next_uid_is_looked_through_for_copies(
    fake: Fake, mailbox_config: Config
) -> None:
    fake.capabilities, fake.uidnext = PLUS, False
    once_cut(fake, "UID COPY")
    config = mailbox_config(fake.port, after=MOVE, pauses="pauses = [0]")
    assert poll(config).status == 0
    assert sorted(fake.copies) == [letter(1), letter(2)]
    assert fake.letters == {}
