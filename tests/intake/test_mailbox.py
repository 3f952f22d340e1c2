"""Taking letters out of a mailbox: what comes, what stays as it was, and what is asked of the server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from itertools import chain

import pytest

from intake.mailbox import Account, Batch, Session, fetching
from intake.mailbox import session as sessions
from intake.model import RawMessage, ServerKey
from tests import dovecot
from tests.postbox import NOON, Postbox, account, letter, on_dovecot, on_pymap
from tests.proxy import proxied

SHANGHAI = timezone(timedelta(hours=8))


@pytest.fixture(params=["pymap", pytest.param("dovecot", marks=dovecot.needed)])
def postbox(request: pytest.FixtureRequest) -> Iterator[Postbox]:
    """An empty mailbox, once on each server."""
    with on_pymap() if request.param == "pymap" else on_dovecot() as made:
        yield made


@pytest.fixture
def pymap() -> Iterator[Postbox]:
    """An empty mailbox on pymap, where the server makes no difference."""
    with on_pymap() as made:
        yield made


def taken(account: Account) -> list[Batch]:
    """What one session fetches, in its batches."""
    with Session(account) as session:
        return list(session.fetch(session.listing().uids))


def the_one(account: Account) -> RawMessage:
    """The only letter of a mailbox."""
    [[raw]] = [batch.messages for batch in taken(account)]
    return raw


def data(raw: RawMessage) -> bytes:
    """The bytes of a letter that came whole."""
    assert isinstance(raw.data, bytes)
    return raw.data


def numbers(batches: list[Batch]) -> list[list[int]]:
    """The numbers of the letters in each batch."""
    return [
        [int(found[1]) for raw in batch.messages if (found := re.search(rb"X-Number: (\d+)", data(raw)))]
        for batch in batches
    ]


# --- what comes ----------------------------------------------------------------------------------

LETTERS = [
    pytest.param(letter(1), id="utf-8"),
    pytest.param("Subject: 关于五月份信息的报送\r\n\r\n请查收。\r\n".encode("gb18030"), id="raw GBK"),
    pytest.param(b"Subject: high\r\n\r\n" + bytes(range(128, 256)) + b"\r\n", id="high bytes"),
    pytest.param(b"Subject: long\r\n\r\n" + b"y" * 200_000 + b"\r\n", id="one long line"),
    pytest.param(b"Subject: open\r\n\r\nno line end", id="no last line end"),
    pytest.param(b"Subject: look\r\n\r\n)\r\na1 OK done\r\n* 9 EXISTS\r\n{20}\r\n", id="like an answer"),
    pytest.param(b"\r\nonly a body\r\n", id="no headers"),
]


@pytest.mark.parametrize("sent", LETTERS)
def test_a_letter_comes_back_byte_for_byte(postbox: Postbox, sent: bytes) -> None:
    postbox.deliver(sent)
    raw = the_one(postbox.account())
    assert raw.data == sent
    assert (raw.size, raw.too_large) == (len(sent), False)


@dovecot.needed
def test_a_letter_that_a_delivery_agent_put_there_comes_back_byte_for_byte() -> None:
    sent = letter(1) + "附：原文为国标码".encode("gb18030") + b"\r\n"
    with dovecot.running() as server:
        server.deliver("a", sent, NOON)
        raw = the_one(account(server.port))
    assert (raw.data, raw.received_at) == (sent, NOON)


def test_a_letter_is_named_by_account_folder_epoch_and_uid(postbox: Postbox) -> None:
    postbox.deliver(letter(1), letter(2))
    with Session(postbox.account()) as session:
        [batch] = session.fetch(session.listing().uids)
        epoch = session.uidvalidity
    assert epoch > 0
    assert len({raw.key.uid for raw in batch.messages}) == 2
    first = batch.messages[0].key
    assert first == ServerKey("submissions", "INBOX", epoch, first.uid)


def test_the_arrival_is_the_servers_and_aware(postbox: Postbox) -> None:
    midnight = datetime(2021, 5, 9, 0, 3, 4, tzinfo=SHANGHAI)
    postbox.deliver(b"Date: Thu, 01 Apr 2021 08:00:00 +0000\r\n\r\n", received=midnight)
    raw = the_one(postbox.account())
    assert raw.received_at.utcoffset() is not None
    assert raw.received_at == midnight


def test_a_folder_tells_its_epoch_the_next_uid_and_every_uid_in_order(postbox: Postbox) -> None:
    postbox.deliver(*map(letter, range(1, 6)))
    with Session(postbox.account()) as session:
        listing = session.listing()
    assert listing.uidvalidity > 0
    assert listing.messages == len(listing.uids) == 5
    assert listing.uids == tuple(sorted(listing.uids))
    assert listing.uidnext == listing.uids[-1] + 1


def test_in_an_empty_folder_nothing_is_new(postbox: Postbox) -> None:
    with Session(postbox.account()) as session:
        assert session.listing().uids == ()
        assert list(session.fetch(())) == []


def test_a_letter_that_vanished_between_listing_and_fetching_is_left_out(postbox: Postbox) -> None:
    postbox.deliver(*map(letter, range(1, 4)))
    with Session(postbox.account()) as session:
        uids = session.listing().uids
        postbox.remove(uids[1])
        batches = list(session.fetch(uids))
    assert list(chain(*numbers(batches))) == [1, 3]
    assert [uid for batch in batches for uid in batch.gone] == [uids[1]]
    assert not any(batch.withheld for batch in batches)


@dovecot.needed
def test_a_letter_that_vanished_before_its_body_was_asked_for_is_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fetching, "BATCH_BYTES", 1)
    with on_dovecot() as postbox:
        postbox.deliver(*map(letter, range(1, 4)))
        with Session(postbox.account()) as session:
            uids = session.listing().uids
            batches = session.fetch(uids)
            first = next(batches)
            postbox.remove(uids[1])
            rest = list(batches)
    assert list(chain(*numbers([first, *rest]))) == [1, 3]
    assert [uid for batch in rest for uid in batch.gone] == [uids[1]]


def test_where_all_that_was_listed_has_vanished_nothing_comes(postbox: Postbox) -> None:
    postbox.deliver(letter(1))
    with Session(postbox.account()) as session:
        uids = session.listing().uids
        postbox.remove(uids[0])
        assert list(session.fetch(uids)) == [Batch(gone=uids)]


def test_of_a_letter_over_the_size_limit_the_headers_alone_come(postbox: Postbox) -> None:
    large, small = letter(1, size=5000), letter(2)
    postbox.deliver(large, small)
    [batch] = taken(postbox.account(max_size=1000))
    first, second = batch.messages
    assert (first.too_large, second.too_large) == (True, False)
    assert first.data == large.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
    assert first.size == len(large)
    assert second.data == small


def test_a_letter_of_exactly_the_limit_comes_whole(postbox: Postbox) -> None:
    postbox.deliver(letter(1))
    raw = the_one(postbox.account(max_size=len(letter(1))))
    assert (raw.too_large, raw.data) == (False, letter(1))


def test_a_batch_ends_at_its_number_of_letters(postbox: Postbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "BATCH_MESSAGES", 2)
    postbox.deliver(*map(letter, range(1, 6)))
    assert numbers(taken(postbox.account())) == [[1, 2], [3, 4], [5]]


def test_a_batch_ends_at_its_number_of_bytes_and_a_letter_above_it_comes_alone(
    pymap: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "BATCH_BYTES", 3000)
    pymap.deliver(*(letter(n, size) for n, size in enumerate((1000, 1000, 1000, 5000, 10), 1)))
    assert numbers(taken(pymap.account())) == [[1, 2], [3], [4], [5]]


def test_a_letter_over_the_size_limit_weighs_no_more_than_its_headers(
    pymap: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "BATCH_BYTES", 3000)
    monkeypatch.setattr(fetching, "HEADERS", 1000)
    pymap.deliver(letter(1, 50_000), letter(2, 50_000), letter(3))
    assert numbers(taken(pymap.account(max_size=1000))) == [[1, 2, 3]]


# --- the letters stay as they were -----------------------------------------------------------------


def test_letters_stay_unseen_and_unflagged(postbox: Postbox) -> None:
    postbox.deliver(letter(1), letter(2, size=5000))
    assert len(taken(postbox.account(max_size=1000))[0].messages) == 2
    assert postbox.flags() == set()


def test_nothing_is_asked_that_could_change_a_mailbox_or_that_some_provider_refuses(pymap: Postbox) -> None:
    pymap.deliver(letter(1), letter(2, size=5000))
    with proxied(pymap.port) as proxy:
        taken(account(proxy.port, max_size=1000))
    assert set(proxy.commands) == {"CAPABILITY", "LOGIN", "ID", "EXAMINE", "SEARCH", "FETCH", "LOGOUT"}
    fetched = [line.partition("(")[2] for line in proxy.said if "FETCH" in line]
    assert fetched == ["RFC822.SIZE INTERNALDATE)", "BODY.PEEK[])", "BODY.PEEK[HEADER]<0.1048576>)"]
    assert all(re.fullmatch(r"UID SEARCH UID [\d:*,]+", line) for line in proxy.said if "SEARCH" in line)


# --- folders and servers of many kinds ---------------------------------------------------------------


def test_a_folder_with_a_chinese_name_is_read(postbox: Postbox) -> None:
    postbox.deliver(letter(7), folder='"&Z2V6Pw- 2021-&TpRnCA-"')  # modified UTF-7, RFC 3501, 5.1.3
    raw = the_one(postbox.account(folder="来稿 2021-五月"))
    assert raw.key.folder == "来稿 2021-五月"
    assert raw.data == letter(7)


def test_a_client_names_itself_before_it_opens_the_folder_where_that_is_offered(pymap: Postbox) -> None:
    with proxied(pymap.port) as proxy:
        taken(account(proxy.port))
    order = [name for name in proxy.commands if name in ("LOGIN", "ID", "EXAMINE")]
    assert order == ["LOGIN", "ID", "EXAMINE"]
    assert '"name" "bulletin-desk"' in next(line for line in proxy.said if line.startswith("ID "))


def test_a_client_does_not_name_itself_where_that_is_not_offered(pymap: Postbox) -> None:
    with proxied(pymap.port, edit=lambda line: line.replace(b" ID ", b" ")) as proxy:
        taken(account(proxy.port))
    assert "ID" not in proxy.commands
    assert "EXAMINE" in proxy.commands


def test_a_server_that_offers_id_only_after_login_is_told_a_name(pymap: Postbox) -> None:
    def edit(line: bytes) -> bytes:
        if b"AUTH=" in line:  # before the login
            return line.replace(b" ID ", b" ")
        return re.sub(rb"\[CAPABILITY [^]]*\] ", b"", line)

    with proxied(pymap.port, edit=edit) as proxy:
        taken(account(proxy.port))
    assert "ID" in proxy.commands


def test_a_server_that_refuses_the_name_is_read_all_the_same(pymap: Postbox) -> None:
    pymap.deliver(letter(1))

    def edit(line: bytes) -> bytes:
        return line.replace(b" OK ", b" NO ") if b"ID completed" in line else line

    with proxied(pymap.port, edit=edit) as proxy:
        assert numbers(taken(account(proxy.port))) == [[1]]
    assert "ID" in proxy.commands


@pytest.mark.parametrize("span", [2, 20_000])
def test_a_server_that_does_not_tell_the_next_uid_is_read(
    pymap: Postbox, monkeypatch: pytest.MonkeyPatch, span: int
) -> None:
    monkeypatch.setattr(sessions, "SEARCH_SPAN", span)
    pymap.deliver(*map(letter, range(1, 6)))

    def edit(line: bytes) -> bytes:
        return b"" if b"UIDNEXT" in line else line

    with proxied(pymap.port, edit=edit) as proxy, Session(account(proxy.port)) as session:
        listing = session.listing()
    assert listing.uidnext is None
    assert len(listing.uids) == 5


def test_a_large_folder_is_listed_in_ranges_that_leave_nothing_out(
    postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    postbox.deliver(*map(letter, range(1, 8)))
    with Session(postbox.account()) as session:
        everything = session.listing().uids
    monkeypatch.setattr(sessions, "SEARCH_SPAN", 3)
    with proxied(postbox.port) as proxy, Session(account(proxy.port)) as session:
        assert session.listing().uids == everything
    assert [line for line in proxy.said if "SEARCH" in line] == [
        f"UID SEARCH UID 1:{everything[3] - 1}",
        f"UID SEARCH UID {everything[3]}:{everything[6] - 1}",
        f"UID SEARCH UID {everything[6]}:*",
    ]


@dovecot.needed
@pytest.mark.parametrize("span", [2, 20_000])
def test_uids_above_a_thousand_million_are_found_at_once(monkeypatch: pytest.MonkeyPatch, span: int) -> None:
    monkeypatch.setattr(sessions, "SEARCH_SPAN", span)
    with dovecot.running() as server:
        server.renumber(uidvalidity=1, next_uid=1_320_000_000)
        for n in range(5):
            server.deliver(f"m{n}", letter(n), NOON)
        with proxied(server.port) as proxy, Session(account(proxy.port)) as session:
            assert session.listing().uids == tuple(range(1_320_000_000, 1_320_000_005))
    assert proxy.commands.count("SEARCH") <= 4


RECEIVED = b"Received: from mx (mx [10.0.0.1]) by mail.example.com; Thu, 6 May 2021 09:30:00 +0800\r\n"


@pytest.mark.parametrize("date", [b"NIL", b'"99-XXX-2021 25:00:00 +0800"'], ids=["none", "no date"])
def test_a_letter_whose_arrival_the_server_does_not_tell_arrived_when_its_headers_say(
    pymap: Postbox, date: bytes
) -> None:
    pymap.deliver(RECEIVED + letter(1))

    def edit(line: bytes) -> bytes:
        return re.sub(rb'INTERNALDATE "[^"]*"', b"INTERNALDATE " + date, line)

    with proxied(pymap.port, edit=edit) as proxy:
        raw = the_one(account(proxy.port))
    assert raw.received_at == datetime(2021, 5, 6, 1, 30, tzinfo=UTC)


def test_a_letter_whose_arrival_nobody_tells_arrived_now(pymap: Postbox) -> None:
    pymap.deliver(letter(1))

    def edit(line: bytes) -> bytes:
        return re.sub(rb'INTERNALDATE "[^"]*"', b"INTERNALDATE NIL", line)

    before = datetime.now(UTC)
    with proxied(pymap.port, edit=edit) as proxy:
        raw = the_one(account(proxy.port))
    assert before <= raw.received_at <= datetime.now(UTC)


def test_a_failure_that_is_the_callers_own_comes_out_as_it_is(pymap: Postbox) -> None:
    pymap.deliver(letter(1))

    def stumble() -> None:
        with Session(pymap.account()) as session:
            for batch in session.fetch(session.listing().uids):
                raise ZeroDivisionError(batch)

    with pytest.raises(ZeroDivisionError):
        stumble()
