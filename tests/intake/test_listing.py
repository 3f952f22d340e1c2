"""What a folder holds, from servers of every kind and from one that means ill."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from intake.errors import Fate, MailboxError
from intake.mailbox import Listing, Session, fetching
from intake.mailbox import session as sessions
from tests.fakeserver import BAD, CLOSE, NO, OK, TAG, Fake, faking, literal
from tests.postbox import account, letter


@pytest.fixture
def fake() -> Iterator[Fake]:
    """A scripted server with three letters."""
    with faking(Fake({uid: letter(uid) for uid in (3, 5, 8)})) as made:
        yield made


def listed(fake: Fake, **changes: object) -> Listing:
    with Session(account(fake.port, **changes)) as session:
        return session.listing()


def failure(fake: Fake) -> MailboxError:
    """What is said of a mailbox that cannot be listed."""
    with pytest.raises(MailboxError) as raised:
        listed(fake)
    assert str(raised.value).isprintable()
    return raised.value


# --- servers of every kind ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "answer", [BAD, NO, b"* SEARCH one two\r\n" + OK, b"* SEARCH 3\r\n* SEARCH 5 8\r\n" + OK]
)
@pytest.mark.parametrize("span", [2, 500])
def test_a_server_whose_search_is_of_no_use_is_listed_by_fetch(
    fake: Fake, monkeypatch: pytest.MonkeyPatch, answer: bytes, span: int
) -> None:
    monkeypatch.setattr(sessions, "FETCH_SPAN", span)
    fake.rule("SEARCH", answer)
    assert listed(fake).uids == (3, 5, 8)
    assert fake.count("^FETCH") == (2 if span == 2 else 1)


@pytest.mark.parametrize("answer", [OK, b"* SEARCH\r\n" + OK, b"* SEARCH 8\r\n" + OK])
def test_a_search_that_finds_fewer_letters_than_there_are_is_not_believed(fake: Fake, answer: bytes) -> None:
    fake.rule("SEARCH", answer)
    assert listed(fake).uids == (3, 5, 8)


def test_an_empty_folder_is_not_searched(fake: Fake) -> None:
    fake.letters.clear()
    assert listed(fake) == Listing(7, 1, 0, ())
    assert fake.count("SEARCH|FETCH") == 0


def test_a_server_that_tells_no_next_uid_is_listed(fake: Fake) -> None:
    fake.uidnext = False
    assert listed(fake) == Listing(7, None, 3, (3, 5, 8))


COUNT = 160_000


def test_a_hundred_and_sixty_thousand_letters_are_listed_in_answers_of_bounded_length(
    fake: Fake,
) -> None:
    fake.letters = dict.fromkeys(range(1_320_000_000, 1_320_000_000 + 2 * COUNT, 2), b"")
    assert listed(fake, max_size=1).uids == tuple(fake.letters)
    assert fake.count("SEARCH") == COUNT // sessions.SEARCH_SPAN
    assert fake.count("FETCH") == 1


def test_a_refused_folder_is_opened_once_the_client_has_named_itself(fake: Fake) -> None:
    """NetEase: "Unsafe Login" until ID came."""

    def unsafe() -> bytes | None:
        return None if fake.count("^ID ") else TAG + b" NO EXAMINE Unsafe Login. Please contact kefu\r\n"

    fake.rule("EXAMINE|SELECT", unsafe)
    assert listed(fake).uids == (3, 5, 8)
    fake.said.clear()
    fake.capabilities = "IMAP4rev1"
    assert "Unsafe Login" in str(failure(fake))


def test_a_minimal_server_is_read(fake: Fake) -> None:
    """Aliyun: no MOVE, LITERAL+, UIDPLUS, ID, keywords; nothing but what RFC 3501 demands."""
    fake.capabilities = "IMAP4rev1"
    with Session(account(fake.port)) as session:
        [batch] = session.fetch(session.listing().uids)
        assert not session.has("MOVE")
    assert [raw.data for raw in batch.messages] == list(fake.letters.values())


# --- passing trouble, and the other kind -----------------------------------------------------------------

LATER = [
    "[UNAVAILABLE] Temporary authentication failure",
    "[INUSE] Mailbox in use",
    "[LIMIT] Slow down",
    "LOGIN frequency limited",
    "Too many simultaneous connections. (Failure)",
    "登录过于频繁，请稍后再试",
]
WRONG = [
    "[AUTHENTICATIONFAILED] Authentication failed.",
    "LOGIN Login error or password error",
    "Login fail. Account is abnormal, password is incorrect, login frequency limited, or system is busy",
    "Too many failed logins",
    "Too many login failures, try again later",
    "密码错误次数过多，请稍后再试",
]


@pytest.mark.parametrize(
    ("words", "fate"), [*((words, Fate.LATER) for words in LATER), *((words, Fate.WRONG) for words in WRONG)]
)
def test_a_login_that_may_do_better_later_is_told_from_a_wrong_password(
    fake: Fake, words: str, fate: Fate
) -> None:
    fake.rule("LOGIN", TAG + f" NO {words}\r\n".encode())
    error = failure(fake)
    assert error.fate is fate
    assert words.rpartition("]")[2].strip()[:20] in str(error)


@pytest.mark.parametrize(
    ("answer", "fate"),
    [
        (TAG + b" NO [INUSE] locked\r\n", Fate.LATER),
        (TAG + b" NO no access\r\n", Fate.WRONG),
        (b"* BYE [UNAVAILABLE] shutting down\r\n" + CLOSE, Fate.LATER),
        (b"* BYE restart\r\n" + CLOSE, Fate.BROKEN),
        (CLOSE, Fate.BROKEN),
    ],
)
def test_a_folder_that_does_not_open_tells_whether_another_try_may_help(
    fake: Fake, answer: bytes, fate: Fate
) -> None:
    fake.rule("EXAMINE", answer)
    assert failure(fake).fate is fate


def test_a_connection_that_ends_in_the_login_is_no_wrong_password(fake: Fake) -> None:
    fake.rule("LOGIN", CLOSE)
    error = failure(fake)
    assert error.fate is Fate.BROKEN
    assert "密码" not in str(error)


def test_a_server_that_cannot_say_what_folders_there_are_is_told_with_its_first_words(fake: Fake) -> None:
    fake.rule("EXAMINE", TAG + b" NO no access\r\n")
    fake.rule("LIST", NO)
    assert "no access" in str(failure(fake))


def test_folder_names_are_data(fake: Fake) -> None:
    fake.rule("EXAMINE", NO)
    fake.rule("LIST", b'* LIST () "/" "a&ABsADQAK-b"\r\n' + OK)
    assert "服务器上有：a   b。" in str(failure(fake))


# --- a server that means ill -------------------------------------------------------------------------------


@pytest.mark.parametrize("uid", ["0", "-3", "4294967296", "99999999999999999999", "9" * 5000])
def test_a_uid_that_cannot_be_is_told_and_is_never_taken_for_one(fake: Fake, uid: str) -> None:
    fake.rule("SEARCH", f"* SEARCH 3 {uid} 8\r\n".encode() + OK)
    fake.rule("^FETCH", f"* 1 FETCH (UID 3)\r\n* 2 FETCH (UID {uid})\r\n".encode() + OK)
    assert failure(fake).fate is Fate.REFUSED


def test_a_uid_that_is_told_twice_is_one(fake: Fake) -> None:
    fake.rule("SEARCH", b"* SEARCH 3 5 5 8 3\r\n" + OK)
    assert listed(fake).uids == (3, 5, 8)


@pytest.mark.parametrize("number", ["-1", "99999999999", "x"])
def test_an_absurd_number_of_letters_is_told(fake: Fake, number: str) -> None:
    fake.rule("EXAMINE", f"* OK [UIDVALIDITY 7] x\r\n* {number} EXISTS\r\n".encode() + OK)
    failure(fake)


@pytest.mark.parametrize("number", ["0", "99999999999999999999"])
def test_an_absurd_next_uid_is_none(fake: Fake, number: str) -> None:
    told = f"* OK [UIDVALIDITY 7] x\r\n* 3 EXISTS\r\n* OK [UIDNEXT {number}] x\r\n"
    fake.rule("EXAMINE", told.encode() + OK)
    assert listed(fake).uidnext is None


def peak() -> int:
    """The most memory that this process ever had, in bytes."""
    words = Path("/proc/self/status").read_text("ascii").split()
    return int(words[words.index("VmHWM:") + 1]) * 1024


def test_an_announced_literal_of_four_gigabytes_ends_the_connection_before_memory_is_laid_out(
    fake: Fake,
) -> None:
    fake.rule(r"UID FETCH .*BODY", b"* 1 FETCH (UID 3 BODY[] {4294967296}\r\n" + b"x" * 1000)
    before = peak()
    with Session(account(fake.port)) as session:
        uids = session.listing().uids
        with pytest.raises(MailboxError, match=r"一次给出的超过 76 MB") as raised:
            list(session.fetch(uids))
    assert raised.value.fate is Fate.BROKEN
    assert peak() - before < 100_000_000


@pytest.mark.parametrize(
    "flood",
    [
        b"* OK " + b"x" * 10_000_000 + b"\r\n",
        (b"* OK " + b"x" * 900_000 + b"\r\n") * 30,
        b"* 1 FETCH (UID 3 BODY[] " + literal(b"x" * 30_000_000) + b")\r\n",
    ],
    ids=["one line", "many lines", "more than was told"],
)
def test_a_flood_ends_the_connection(fake: Fake, monkeypatch: pytest.MonkeyPatch, flood: bytes) -> None:
    monkeypatch.setattr(fetching, "BATCH_BYTES", 1_000_000)
    fake.rule(r"UID FETCH .*BODY", flood + OK)
    with Session(account(fake.port, max_size=1_000_000)) as session:
        uids = session.listing().uids
        with pytest.raises(MailboxError, match=r"连接中断（") as raised:
            list(session.fetch(uids))
    assert raised.value.fate is Fate.BROKEN


def test_what_may_be_answered_is_counted_anew_for_each_command(
    fake: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "BATCH_BYTES", 2000)
    fake.letters = {uid: letter(uid, size=1000) for uid in range(1, 20)}
    with Session(account(fake.port, max_size=2000)) as session:
        batches = list(session.fetch(session.listing().uids))
    assert [raw.data for batch in batches for raw in batch.messages] == list(fake.letters.values())


@pytest.mark.parametrize(
    "answer",
    [
        b"\0\xff\r\n" + OK,
        b"* 1 FETCH (UID 3 BODY[] {5}\r\nabc)\r\n" + OK + CLOSE,
        b"* 1 FETCH (UID 3 BODY[] {-5}\r\nabc)\r\n" + OK,
        b"* 1 FETCH " + b"(" * 100_000 + b"\r\n" + OK,
        b"* 1 FETCH (UID 3 BODY[] {%s}\r\n" % (b"9" * 5000) + OK,
        b'* 1 FETCH (UID 3 BODY[] "open\r\n' + OK,
        b"a1 OK another's tag\r\n" + OK,
        b"+ go on\r\n" + CLOSE,
    ],
    ids=["no words", "cut literal", "negative literal", "deep", "long number", "open quote", "tag", "plus"],
)
def test_an_answer_out_of_hell_is_told_in_words(fake: Fake, answer: bytes) -> None:
    fake.rule(r"UID FETCH", answer)
    with pytest.raises(MailboxError) as raised, Session(account(fake.port, timeout=1)) as session:
        list(session.fetch(session.listing().uids))
    assert str(raised.value).isprintable()
