"""What may be done on a server with letters that are safe here, one thing at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest

from intake.errors import Fate, MailboxError, WithheldError
from intake.mailbox import Session, chores, fetching
from tests import dovecot
from tests.fakeserver import Fake, faking
from tests.postbox import Postbox, account, letter, on_dovecot, on_pymap

FOLDER = "已收"
ENCODED = "&XfJlNg-"


@pytest.fixture(params=["pymap", pytest.param("dovecot", marks=dovecot.needed)])
def postbox(request: pytest.FixtureRequest) -> Iterator[Postbox]:
    """A mailbox with three letters, once on each server."""
    with on_pymap() if request.param == "pymap" else on_dovecot() as made:
        made.deliver(*map(letter, (1, 2, 3)))
        yield made


@pytest.fixture
def session(postbox: Postbox) -> Iterator[Session]:
    """A session on it that may write."""
    with Session(postbox.account()) as made:
        made.select("INBOX", writing=True)
        yield made


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def test_letters_that_are_named_are_marked_as_read_and_no_other(postbox: Postbox, session: Session) -> None:
    uids = session.listing().uids
    chores.mark_seen(session, uids[:2])
    with postbox.client() as other:
        assert other.search(None, "UNSEEN")[1] == [b"3"]


def test_a_folder_is_made_once(postbox: Postbox, session: Session) -> None:
    for _ in range(2):
        chores.make_folder(session, FOLDER)
    assert postbox.held(ENCODED) == []


def test_letters_that_are_named_are_moved_and_no_other(postbox: Postbox, session: Session) -> None:
    uids = session.listing().uids
    chores.make_folder(session, FOLDER)
    chores.move(session, uids[1:], FOLDER)
    assert (postbox.held(), postbox.held(ENCODED)) == ([letter(1)], [letter(2), letter(3)])
    assert session.still_there(uids) == {uids[0]}


def test_letters_that_are_named_are_removed_and_no_other_though_it_be_marked(
    postbox: Postbox, session: Session
) -> None:
    with postbox.client() as other:
        other.store("3", "+FLAGS", r"(\Deleted)")
    assert chores.remove(session, session.listing().uids[:1])
    assert postbox.held() == [letter(2), letter(3)]


def test_copies_stand_behind_the_place_that_was_told_before(postbox: Postbox, session: Session) -> None:
    uids = session.listing().uids
    chores.make_folder(session, FOLDER)
    chores.copy(session, uids[:1], FOLDER)
    since = chores.place(session, FOLDER)
    chores.copy(session, uids[1:], FOLDER)
    chores.copy(session, uids[1:2], FOLDER)
    found = chores.found_copies(session, FOLDER, since)
    assert found[digest(letter(1))] == 0
    assert found[digest(letter(2))] == 2
    assert not chores.found_copies(session, FOLDER, (since[0] + 1, 1))
    assert postbox.held() == [letter(1), letter(2), letter(3)]


def test_copies_that_come_in_pieces_are_found(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "PIECE", 50)
    chores.make_folder(session, FOLDER)
    since = chores.place(session, FOLDER)
    chores.copy(session, session.listing().uids, FOLDER)
    assert set(chores.found_copies(session, FOLDER, since)) == {digest(letter(n)) for n in (1, 2, 3)}


def test_a_copy_that_is_not_handed_out_is_told() -> None:
    with faking(Fake({1: letter(1)}, folders={"there": {1: letter(1)}})) as fake:
        fake.items = lambda _uid, item, own: b"" if item.startswith("BODY") else own
        with Session(account(fake.port)) as session, pytest.raises(WithheldError):
            chores.found_copies(session, "there", (7, 1))


def test_a_refusal_says_what_was_asked_for(session: Session) -> None:
    with pytest.raises(MailboxError, match=r"复制到文件夹“没有”时服务器报错") as raised:
        chores.copy(session, session.listing().uids, "没有")
    assert raised.value.fate is Fate.REFUSED
