"""Getting the bytes of letters: sizes first, small ones together, large ones in pieces."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from intake.errors import MailboxError, WithheldError
from intake.mailbox import Batch, Session, fetching
from intake.model import RawMessage
from tests import dovecot
from tests.fakeserver import BAD, CLOSE, NO, OK, TAG, Fake, faking, literal
from tests.postbox import Postbox, account, letter, on_dovecot, on_pymap

PIECE = 1000


@pytest.fixture(params=["pymap", pytest.param("dovecot", marks=dovecot.needed)])
def postbox(request: pytest.FixtureRequest) -> Iterator[Postbox]:
    """An empty mailbox, once on each server."""
    with on_pymap() if request.param == "pymap" else on_dovecot() as made:
        yield made


@pytest.fixture
def fake() -> Iterator[Fake]:
    """A scripted server with three letters."""
    with faking(Fake({uid: letter(uid) for uid in (1, 2, 3)})) as made:
        yield made


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces of a thousand bytes, so that a letter of some thousand comes in several."""
    monkeypatch.setattr(fetching, "PIECE", PIECE)


def whole(raw: RawMessage) -> bytes:
    """All bytes of a message."""
    return raw.data if isinstance(raw.data, bytes) else b"".join(raw.data)


def fetched(port: int, uids: tuple[int, ...] | None = None, **changes: object) -> dict[int, bytes | str]:
    """What becomes of each UID of a folder: its bytes, or the words why there are none."""
    found: dict[int, bytes | str] = {}
    with Session(account(port, **changes)) as session:
        for batch in session.fetch(session.listing().uids if uids is None else uids):
            found |= _outcome(batch)
    return found


def _outcome(batch: Batch) -> dict[int, bytes | str]:
    found: dict[int, bytes | str] = dict(batch.withheld)
    found |= dict.fromkeys(batch.gone, "gone")
    for raw in batch.messages:
        try:
            found[raw.key.uid] = whole(raw)
        except WithheldError as error:
            found[error.uid] = "gone" if error.gone else error.why
    return found


THREE: dict[int, bytes | str] = {uid: letter(uid) for uid in (1, 2, 3)}


# --- in pieces -------------------------------------------------------------------------------------


@pytest.mark.parametrize("extra", [-1, 0, 1])
@pytest.mark.usefixtures("small_pieces")
def test_a_large_letter_comes_in_pieces_byte_for_byte_wherever_the_last_one_ends(
    postbox: Postbox, extra: int
) -> None:
    data = b"Subject: x\r\n\r\n" + b"\xe4\xb8\x93" * 2000
    data = data[: 3 * PIECE + extra - 2] + b"\r\n"
    postbox.deliver(data, letter(2))
    with Session(postbox.account()) as session:
        large, small = session.fetch(session.listing().uids)
        assert not isinstance(large.messages[0].data, bytes)
        pieces = list(large.messages[0].data)
        assert len(small.messages) == 1
    assert b"".join(pieces) == data
    assert {len(piece) for piece in pieces[:3]} <= {PIECE, PIECE - 1}


@pytest.mark.usefixtures("small_pieces")
def test_a_letter_of_exactly_one_piece_comes_whole(fake: Fake) -> None:
    fake.letters = {1: b"a" * PIECE}
    assert fetched(fake.port) == fake.letters
    assert fake.count(r"BODY\.PEEK\[\]\)") == 1


def test_pieces_are_of_one_mebibyte(fake: Fake) -> None:
    data = letter(1, size=(5 << 20) // 2)
    fake.letters = {1: data, 2: letter(2)}
    assert fetched(fake.port) == fake.letters
    asked = [found[1] for line in fake.said if (found := re.search(r"\[\](<.*>)", line))]
    assert asked == [f"<{n << 20}.{1 << 20}>" for n in range(3)] + [f"<{len(data)}.{1 << 20}>"]


def sliced(length: int) -> Callable[[int, str, bytes], bytes]:
    """A server that gives fewer bytes of a piece than were asked for."""

    def items(_uid: int, item: str, answer: bytes) -> bytes:
        found = re.fullmatch(r"BODY\.PEEK\[\]<(\d+)\.\d+>", item)
        if not found:
            return answer
        start = int(found[1])
        return b"BODY[]<%d> %s" % (start, literal(LARGE[start : start + length]))

    return items


LARGE = letter(2, size=4500)


def ignoring_parts(_uid: int, item: str, answer: bytes) -> bytes:
    return b"BODY[] " + literal(LARGE) if "[]<" in item else answer


@pytest.mark.parametrize("items", [sliced(333), ignoring_parts], ids=["short pieces", "all at once"])
@pytest.mark.usefixtures("small_pieces")
def test_a_large_letter_comes_whole_from_a_server_that_gives_short_pieces_or_knows_none(
    fake: Fake, items: Callable[[int, str, bytes], bytes]
) -> None:
    fake.letters[2] = LARGE
    fake.items = items
    assert fetched(fake.port) == fake.letters


def at(start: int, instead: bytes) -> Callable[[int, str, bytes], bytes]:
    """A server that answers otherwise from some byte of a large letter on."""

    def items(_uid: int, item: str, answer: bytes) -> bytes:
        found = re.fullmatch(r"BODY\.PEEK\[\]<(\d+)\.\d+>", item)
        return instead.replace(b"AT", found[1].encode()) if found and int(found[1]) >= start else answer

    return items


@pytest.mark.parametrize(
    ("start", "answer"),
    [(0, b"BODY[]<AT> NIL"), (0, b'BODY[]<AT> ""'), (0, b""), (2000, b"BODY[]<AT> NIL"), (2000, b"")],
    ids=["NIL", "empty", "nothing", "NIL in the middle", "nothing in the middle"],
)
@pytest.mark.usefixtures("small_pieces")
def test_a_large_letter_that_is_not_handed_out_to_its_end_is_named_and_the_others_come(
    fake: Fake, start: int, answer: bytes
) -> None:
    fake.letters[2] = LARGE
    fake.items = at(start, answer)
    assert fetched(fake.port) == THREE | {2: "服务器没有给出内容（NIL）"}


@pytest.mark.usefixtures("small_pieces")
def test_a_server_that_says_nil_behind_the_end_has_given_all(fake: Fake) -> None:
    fake.letters[2] = LARGE
    fake.items = at(len(LARGE), b"BODY[]<AT> NIL")
    assert fetched(fake.port) == fake.letters


@pytest.mark.usefixtures("small_pieces")
def test_a_piece_that_is_refused_is_told_in_the_servers_words(fake: Fake) -> None:
    fake.letters[2] = LARGE
    fake.rule(r"UID FETCH 2 .*<2000\.", TAG + b" NO disk trouble\r\n")
    found = fetched(fake.port)
    assert "disk trouble" in str(found.pop(2))
    assert found == {1: letter(1), 3: letter(3)}


@pytest.mark.usefixtures("small_pieces")
def test_a_large_letter_that_vanishes_while_it_comes_is_gone(fake: Fake) -> None:
    fake.letters[2] = LARGE

    def vanish() -> bytes | None:
        fake.letters.pop(2, None)
        return None

    fake.rule(r"<2000\.", vanish)
    assert fetched(fake.port) == THREE | {2: "gone"}


@pytest.mark.usefixtures("small_pieces")
def test_a_letter_without_end_is_given_up_at_the_limit(fake: Fake) -> None:
    fake.items = lambda uid, item, answer: (
        re.sub(rb"<(\d+)> .*", rb"<\1> " + literal(b"x" * PIECE), answer, flags=re.DOTALL)
        if "<" in item
        else b"RFC822.SIZE 3000"
        if item == "RFC822.SIZE" and uid == 2
        else answer
    )
    found = fetched(fake.port, max_size=20_000)
    assert "给出的却超过了上限" in str(found[2])
    assert fake.count(r"UID FETCH 2 .*\[\]<") == 21


# --- sizes -----------------------------------------------------------------------------------------


def test_sizes_are_known_before_bodies(fake: Fake) -> None:
    fetched(fake.port)
    assert [line for line in fake.said if "UID FETCH" in line] == [
        "UID FETCH 1,2,3 (RFC822.SIZE INTERNALDATE)",
        "UID FETCH 1,2,3 (BODY.PEEK[])",
    ]


NO_SIZES = {
    "missing": b"",
    "NIL": b"RFC822.SIZE NIL",
    "negative": b"RFC822.SIZE -5",
    "absurd": b"RFC822.SIZE 99999999999999999999999",
    "no number": b'RFC822.SIZE "x"',
    "none": b"RFC822.SIZE 0",
    "too small": b"RFC822.SIZE 1",
    "too large": b"RFC822.SIZE 1500",
}


@pytest.mark.parametrize("size", NO_SIZES.values(), ids=NO_SIZES)
@pytest.mark.parametrize("max_size", [1500, 3000, 60_000_000])
@pytest.mark.usefixtures("small_pieces")
def test_a_letter_whose_size_is_not_told_or_wrong_comes_byte_for_byte(
    fake: Fake, size: bytes, max_size: int
) -> None:
    fake.items = lambda _uid, item, answer: size if item == "RFC822.SIZE" else answer
    with Session(account(fake.port, max_size=max_size)) as session:
        batches = [(batch, _outcome(batch)) for batch in session.fetch(session.listing().uids)]
    assert not any(raw.too_large for batch, _ in batches for raw in batch.messages)
    assert dict(pair for _, found in batches for pair in found.items()) == THREE


def test_an_empty_letter_is_a_letter(fake: Fake) -> None:
    fake.letters[2] = b""
    assert fetched(fake.port) == THREE | {2: b""}


@pytest.mark.parametrize("partial", [True, False], ids=["in part", "whole all the same"])
def test_of_ten_megabytes_of_headers_one_is_kept(fake: Fake, partial: bool) -> None:
    headers = b"".join(b"X-%07d: %s\r\n" % (n, b"h" * 90) for n in range(100_000))
    fake.letters[2] = headers + b"\r\n" + b"body"
    if not partial:
        fake.items = lambda _uid, item, answer: (
            b"BODY[HEADER] " + literal(headers) if "HEADER" in item else answer
        )
    found = fetched(fake.port, max_size=1_000_000)
    assert found == THREE | {2: headers[: 1 << 20]}


# --- where it came from, and when ----------------------------------------------------------------------


DATES = [
    b"NIL",
    b'"01-Jan-1066 00:00:00 +1400"',
    b'"31-Dec-9999 23:00:00 +0000"',
    b'"31-Feb-2021 12:00:00 +0800"',
    b'"99-XXX-2021 25:00:00 +0800"',
]


@pytest.mark.parametrize("date", DATES)
@pytest.mark.parametrize("pieces", [False, True])
def test_an_arrival_that_cannot_be_is_read_from_the_letter(
    fake: Fake, monkeypatch: pytest.MonkeyPatch, date: bytes, pieces: bool
) -> None:
    if pieces:
        monkeypatch.setattr(fetching, "PIECE", 100)
    fake.letters = {1: b"Received: by mx; Thu, 6 May 2021 09:30:00 +0800\r\n" + letter(1, size=200)}
    fake.items = lambda _uid, item, answer: b"INTERNALDATE " + date if item == "INTERNALDATE" else answer
    with Session(account(fake.port)) as session:
        [batch] = session.fetch(session.listing().uids)
        [raw] = batch.messages
        assert whole(raw) == fake.letters[1]
    assert raw.received_at == datetime(2021, 5, 6, 1, 30, tzinfo=UTC)


@pytest.mark.usefixtures("small_pieces")
def test_a_large_letter_without_arrival_that_is_not_handed_out_is_named(fake: Fake) -> None:
    fake.letters[2] = LARGE

    def items(uid: int, item: str, answer: bytes) -> bytes:
        if item == "INTERNALDATE":
            return b""
        return b"BODY[]<0> NIL" if item.startswith("BODY") and uid == 2 else answer

    fake.items = items
    assert fetched(fake.port) == THREE | {2: "服务器没有给出内容（NIL）"}


# --- not handed out ------------------------------------------------------------------------------------


def in_body(uid: int, answer: bytes) -> Callable[[int, str, bytes], bytes]:
    return lambda asked, item, own: answer if asked == uid and item.startswith("BODY") else own


@pytest.mark.parametrize("answer", [b"BODY[] NIL", b'BODY[] ""', b"", b"BODY[] 7", b"FLAGS (\\Seen)"])
@pytest.mark.parametrize("size", [0, 5000], ids=["body", "headers"])
def test_a_letter_that_is_there_and_not_handed_out_is_named_and_the_others_come(
    fake: Fake, answer: bytes, size: int
) -> None:
    fake.letters[2] = letter(2, size)
    fake.items = in_body(2, answer.replace(b"BODY[]", b"BODY[HEADER]<0>") if size else answer)
    assert fetched(fake.port, max_size=2000) == THREE | {2: "服务器没有给出内容（NIL）"}


@pytest.mark.parametrize("uids", [(1, 2, 3), (2,)], ids=["one of three", "the only one"])
@pytest.mark.parametrize("items", ["RFC822.SIZE", "BODY"])
@pytest.mark.parametrize("answer", [NO, BAD])
def test_a_letter_the_server_stumbles_over_is_named_with_its_words_and_the_others_come(
    fake: Fake, uids: tuple[int, ...], items: str, answer: bytes
) -> None:
    fake.letters = {uid: letter(uid) for uid in uids}
    fake.rule(rf"UID FETCH (\S*,)?2(,\S*)? .*{items}", answer)
    found = fetched(fake.port)
    assert re.search("not now|what", str(found.pop(2)))
    assert found == {uid: letter(uid) for uid in uids if uid != 2}


def test_a_letter_about_which_nothing_is_said_while_it_is_there_is_named(fake: Fake) -> None:
    fake.rule(
        r"UID FETCH 1,2,3 \(RFC",
        b"* 1 FETCH (UID 1 RFC822.SIZE 5)\r\n* 3 FETCH (UID 3 RFC822.SIZE 5)\r\n" + OK,
    )
    assert fetched(fake.port) == THREE | {2: "服务器没有给出内容（NIL）"}


def test_a_letter_about_which_nothing_is_said_because_it_is_gone_is_gone(fake: Fake) -> None:
    assert fetched(fake.port, (1, 2, 3, 9)) == THREE | {9: "gone"}


def test_a_server_that_refuses_every_fetch_is_told_in_words(fake: Fake) -> None:
    fake.rule(r"UID FETCH", NO)
    with pytest.raises(MailboxError, match=r"列出邮件时服务器报错.*not now"):
        fetched(fake.port)


# --- what else is said meanwhile --------------------------------------------------------------------------

MEANWHILE = [
    b"* 2 FETCH (FLAGS (\\Seen))\r\n",
    b"* 2 FETCH (UID 2 FLAGS (\\Seen))\r\n",
    b"* 2 FETCH (UID 2 FLAGS (\\Seen) MODSEQ (12))\r\n",
    b"* 9 FETCH (UID 99 FLAGS ())\r\n",
    b"* 4 EXISTS\r\n* 1 RECENT\r\n",
    b"* 3 EXPUNGE\r\n",
    b"* OK still here\r\n* NO disk is getting full\r\n* FLAGS (\\Seen)\r\n",
    b"* 9 FETCH (UID 99 RFC822.SIZE 5 BODY[] {3}\r\nabc)\r\n",
]


@pytest.mark.parametrize("line", MEANWHILE)
@pytest.mark.parametrize("where", ["before", "between", "after"])
def test_what_a_server_tells_of_itself_in_the_middle_of_an_answer_changes_nothing(
    fake: Fake, line: bytes, where: str
) -> None:
    def answer(command: str) -> bytes | None:
        if "UID FETCH" not in command:
            return None
        own = fake._own(command)
        head, tagged = own[: own.rindex(TAG)], own[own.rindex(TAG) :]
        first = head.index(b"* 2 FETCH") if b"* 2 FETCH" in head else 0
        middle = {"before": 0, "between": first, "after": len(head)}[where]
        return head[:middle] + line + head[middle:] + tagged

    fake.rules.append(answer)
    assert fetched(fake.port) == THREE


def test_an_unsolicited_line_of_flags_does_not_hide_that_a_letter_was_not_handed_out(fake: Fake) -> None:
    fake.rule(
        r"UID FETCH 1,2,3 \(BODY",
        b"* 2 FETCH (UID 2 FLAGS (\\Seen))\r\n"
        + b"".join(b"* %d FETCH (UID %d BODY[] %s)\r\n" % (n, n, literal(letter(n))) for n in (1, 3))
        + OK,
    )
    assert fetched(fake.port) == THREE | {2: "服务器没有给出内容（NIL）"}


def test_of_two_answers_about_one_letter_the_bytes_are_those_of_one_of_them(fake: Fake) -> None:
    one = b"* 2 FETCH (UID 2 BODY[] %s)\r\n"
    fake.rule(
        r"UID FETCH 1,2,3 \(BODY",
        b"".join(b"* %d FETCH (UID %d BODY[] %s)\r\n" % (n, n, literal(letter(n))) for n in (1, 2, 3))
        + one % literal(b"other")
        + OK,
    )
    assert fetched(fake.port) in (THREE, THREE | {2: b"other"})


def test_a_connection_that_ends_names_the_letters_that_were_asked_for(fake: Fake) -> None:
    fake.rule(r"UID FETCH 1,2,3 \(BODY", CLOSE)
    with pytest.raises(MailboxError, match=r"取 UID 1—3 的邮件时连接中断") as raised:
        fetched(fake.port)
    assert raised.value.uids == (1, 2, 3)
