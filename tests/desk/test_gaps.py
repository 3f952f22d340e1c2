"""What a server lists and does not hand out is a gap, open until it is explained; the others come in."""

from __future__ import annotations

import imaplib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from intake.mailbox import fetching
from tests import dovecot
from tests.conftest import PASSWORD, USER
from tests.fakeserver import NO, OK, Fake, faking
from tests.polling import gaps, listed, poll, raw, subjects
from tests.postbox import letter, on_dovecot
from tests.proxy import HOST, proxied

Config = Callable[..., Path]


@pytest.fixture
def fake() -> Iterator[Fake]:
    """A scripted server with three letters."""
    with faking(Fake({uid: letter(uid) for uid in (3, 5, 8)})) as made:
        yield made


def withhold(fake: Fake, answer: bytes = b"BODY[] NIL") -> None:
    """Have the server not hand out the body of letter 5."""
    fake.items = lambda uid, item, own: answer if uid == 5 and item.startswith("BODY") else own


def refuse(fake: Fake) -> None:
    """Have the server refuse every answer in which there is letter 5's body."""
    fake.rule(r"UID FETCH \S*\b5\b\S* \(BODY", NO)


TWO = b"".join(b"* %d FETCH (UID %d RFC822.SIZE 140)\r\n" % pair for pair in ((1, 3), (3, 8)))

WAYS: dict[str, Callable[[Fake], None]] = {
    "NIL": withhold,
    "empty": lambda fake: withhold(fake, b'BODY[] ""'),
    "left out": lambda fake: withhold(fake, b""),
    "refused": refuse,
    "no answer": lambda fake: fake.rule(r"UID FETCH 3,5,8 \(RFC", TWO + OK),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_letter_that_is_not_handed_out_is_an_open_gap_and_a_person_is_told(
    fake: Fake, mailbox_config: Config, way: Callable[[Fake], None]
) -> None:
    way(fake)
    config = mailbox_config(fake.port)
    done = poll(config)
    assert done.status == 4
    assert done.err == "注意：submissions 有 1 封邮件服务器没有交出，见 intake status\n"
    assert subjects(config) == ["letter 3", "letter 8"]
    assert gaps(config) == {5: None}


def test_where_another_folder_is_polled_the_gaps_of_the_one_before_are_explained(
    fake: Fake, mailbox_config: Config
) -> None:
    withhold(fake)
    poll(mailbox_config(fake.port))
    fake.folders["Archive"] = {1: letter(9)}
    config = mailbox_config(fake.port, folder='folder = "Archive"')
    assert poll(config).status == 0
    assert gaps(config) == {5: "设置中改收别的文件夹，这一个不再收"}


def test_json_counts_the_gaps_and_so_does_every_poll_until_they_are_explained(
    fake: Fake, mailbox_config: Config
) -> None:
    withhold(fake)
    config = mailbox_config(fake.port)
    assert [poll(config, "--json").json["gaps"] for _ in range(2)] == [1, 1]
    fake.items = Fake().items
    done = poll(config, "--json")
    assert (done.status, done.json["gaps"], done.json["entered"]) == (0, 0, 1)
    assert gaps(config) == {5: "后来收到了，是第3号来信"}
    assert raw(config, 3) == letter(5)


@pytest.mark.parametrize("size", [0, 5000], ids=["small", "large"])
def test_a_gap_is_asked_for_again_last_and_alone(
    fake: Fake, mailbox_config: Config, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(fetching, "PIECE", 1000)
    fake.letters[5] = letter(5, size)
    withhold(fake)
    config = mailbox_config(fake.port)
    poll(config)
    fake.letters |= {9: letter(9), 10: letter(10)}
    fake.said.clear()
    poll(config)
    asked = [line.split()[2] for line in fake.said if "BODY" in line]
    assert asked == ["9,10", "5"]


def test_a_gap_of_a_letter_that_is_gone_is_explained(fake: Fake, mailbox_config: Config) -> None:
    withhold(fake)
    config = mailbox_config(fake.port)
    poll(config)
    del fake.letters[5]
    assert poll(config).status == 0
    assert gaps(config) == {5: "服务器上已不在这个文件夹里（收下之前被移走或删除）"}


def test_a_gap_of_a_folder_that_was_numbered_anew_is_explained_and_the_letter_comes_under_its_new_number(
    fake: Fake, mailbox_config: Config
) -> None:
    withhold(fake)
    config = mailbox_config(fake.port)
    poll(config)
    fake.uidvalidity, fake.items = "8", Fake().items
    assert poll(config).status == 0
    assert "UIDVALIDITY 变了" in str(gaps(config)[5])
    assert sum(row["state"] == "duplicate" for row in listed(config)) == 2
    assert "letter 5" in subjects(config)


def test_a_gap_under_the_same_number_in_a_new_epoch_is_counted(fake: Fake, mailbox_config: Config) -> None:
    withhold(fake)
    config = mailbox_config(fake.port)
    poll(config)
    fake.uidvalidity = "8"
    assert poll(config, "--json").json["gaps"] == 1


def test_a_letter_that_vanishes_between_the_list_and_the_fetch_is_written_down_as_explained(
    fake: Fake, mailbox_config: Config
) -> None:
    def vanish() -> None:
        fake.letters.pop(5, None)

    fake.rule(r"UID FETCH 3,5,8 \(BODY", vanish)
    config = mailbox_config(fake.port)
    assert poll(config).status == 0
    assert subjects(config) == ["letter 3", "letter 8"]
    assert gaps(config) == {5: "服务器上已不在这个文件夹里（收下之前被移走或删除）"}


def test_a_large_letter_that_vanishes_while_it_comes_is_written_down_as_explained(
    fake: Fake, mailbox_config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "PIECE", 1000)
    fake.letters[5] = letter(5, size=5000)

    def vanish() -> None:
        fake.letters.pop(5, None)

    fake.rule(r"<2000\.", vanish)
    config = mailbox_config(fake.port)
    assert poll(config).status == 0
    assert gaps(config) == {5: "服务器上已不在这个文件夹里（收下之前被移走或删除）"}
    assert not list((config.parent / "archive").glob("*.part"))


def test_letters_that_appear_late_below_the_highest_known_number_are_taken_in(
    fake: Fake, mailbox_config: Config
) -> None:
    config = mailbox_config(fake.port)
    poll(config)
    fake.letters |= {1: letter(1), 6: letter(6)}
    assert "新到 2 封" in poll(config).out
    assert subjects(config) == [f"letter {n}" for n in (3, 5, 8, 1, 6)]


@pytest.mark.parametrize("size", [b"", b"RFC822.SIZE 7"])
def test_of_a_large_letter_the_ledger_holds_the_size_that_came(
    fake: Fake, mailbox_config: Config, monkeypatch: pytest.MonkeyPatch, size: bytes
) -> None:
    monkeypatch.setattr(fetching, "PIECE", 1000)
    fake.letters = {1: letter(1, size=5000)}
    fake.items = lambda _uid, item, own: size if item == "RFC822.SIZE" else own
    config = mailbox_config(fake.port)
    poll(config)
    assert [row["size"] for row in listed(config)] == [len(fake.letters[1])]


# --- over the size limit -----------------------------------------------------------------------------

LARGE = letter(5, size=1_500_000)


@pytest.fixture
def over(fake: Fake, mailbox_config: Config) -> Path:
    """Settings under which letter 5 was over the limit, and its headers were kept."""
    fake.letters[5] = LARGE
    config = mailbox_config(fake.port, max_size="max_size = 1")
    assert poll(config).status == 4
    assert [row["state"] for row in listed(config)] == ["read", "too_large", "read"]
    return config


@pytest.mark.parametrize("between", ["nothing", "renumbered", "renumbered and polled"])
def test_when_the_limit_is_raised_the_whole_letter_comes_in_under_its_old_number(
    fake: Fake, mailbox_config: Config, over: Path, between: str
) -> None:
    if between != "nothing":
        fake.uidvalidity = "8"
        fake.letters = {uid + 100: data for uid, data in fake.letters.items()}
    if between == "renumbered and polled":
        poll(over)
    config = mailbox_config(fake.port, max_size="max_size = 2")
    assert poll(config).status == 0
    rows = listed(config)
    assert (rows[1]["id"], rows[1]["state"], rows[1]["size"]) == (2, "read", len(LARGE))
    assert raw(config, 2) == LARGE
    assert {row["state"] for row in rows[3:]} <= {"duplicate"}
    assert len(rows) == (3 if between == "nothing" else 6)
    assert poll(config).out == "submissions：新到 0 封\n"


def test_when_the_limit_is_raised_and_the_letter_is_gone_its_headers_stay(
    fake: Fake, mailbox_config: Config, over: Path
) -> None:
    before = listed(over)
    del fake.letters[5]
    config = mailbox_config(fake.port, max_size="max_size = 2")
    assert poll(config).status == 0
    assert listed(config) == before


def test_when_the_limit_is_raised_and_the_letter_is_not_handed_out_its_headers_stay_and_a_person_is_told(
    fake: Fake, mailbox_config: Config, over: Path
) -> None:
    before = listed(over)
    withhold(fake, b"BODY[]<0> NIL")
    config = mailbox_config(fake.port, max_size="max_size = 2")
    assert poll(config).status == 4
    assert listed(config) == before
    assert gaps(config) == {5: None}
    fake.items = Fake().items
    assert poll(config).status == 0
    assert gaps(config) == {5: "后来收到了，是第2号来信"}
    assert listed(config)[1]["state"] == "read"


def test_headers_never_pass_for_a_letter_that_the_limit_lets_in(
    fake: Fake, mailbox_config: Config, over: Path
) -> None:
    """Where the server tells another size now."""
    fake.items = lambda _uid, item, own: b"RFC822.SIZE 9000000" if item == "RFC822.SIZE" else own
    config = mailbox_config(fake.port, max_size="max_size = 2")
    poll(config)
    assert listed(over)[1]["state"] == "too_large"


# --- other clients at work -----------------------------------------------------------------------------


def flag(uid: int, client: imaplib.IMAP4) -> None:
    client.uid("STORE", str(uid), "+FLAGS", r"(\Seen \Flagged \Answered)")


def read(uid: int, client: imaplib.IMAP4) -> None:
    client.uid("FETCH", str(uid), "(BODY[])")


def mark_deleted(uid: int, client: imaplib.IMAP4) -> None:
    client.uid("STORE", str(uid), "+FLAGS", r"(\Deleted)")


def expunge(uid: int, client: imaplib.IMAP4) -> None:
    mark_deleted(uid, client)
    client.expunge()


def move(uid: int, client: imaplib.IMAP4) -> None:
    client.create("elsewhere")
    client.uid("MOVE", str(uid), "elsewhere")


@dovecot.needed
@pytest.mark.parametrize("work", [flag, read, mark_deleted, expunge, move])
@pytest.mark.parametrize("when", ["", "SEARCH", "RFC822.SIZE", "BODY.PEEK", "after the poll"])
def test_what_other_clients_do_between_any_two_commands_changes_nothing_in_the_ledger(
    mailbox_config: Config, work: Callable[[int, imaplib.IMAP4], None], when: str
) -> None:
    waiting = [work]

    def interfere(line: str) -> None:
        if when in line and waiting:
            waiting.pop()(uid, other)

    with on_dovecot() as postbox, proxied(postbox.port, heard=interfere) as proxy:
        postbox.deliver(*map(letter, (1, 2, 3)))
        other = imaplib.IMAP4(HOST, postbox.port)
        other.login(USER, PASSWORD)
        other.select()
        uid = int(other.uid("SEARCH", "ALL")[1][0].split()[1])
        config = mailbox_config(proxy.port)
        status = poll(config).status
        before = listed(config)
        interfere("after the poll")
        again = poll(config)
        other.shutdown()
    assert not waiting
    assert (status, again.status, again.out) == (0, 0, "submissions：新到 0 封\n")
    assert listed(config) == before
    taken = [row["subject"] for row in before]
    if work in (expunge, move) and when != "after the poll" and len(taken) == 2:
        assert taken == ["letter 1", "letter 3"]
        assert None not in gaps(config).values()
    else:
        assert taken == ["letter 1", "letter 2", "letter 3"]
        assert gaps(config) == {}
