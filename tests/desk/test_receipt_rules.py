"""Who gets a confirmation and who gets none, with the reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from desk.receipt_rules import SENT_LATELY, Arrival, against, is_plain
from intake.model import Address, Authentication, Letter, MessageState

NOW = datetime(2021, 5, 14, 1, 0, tzinfo=UTC)
ZHANG = "zhang@sd.example.com"


def never(_address: str) -> bool:
    return False


def written(sender: str | None = ZHANG, **changes: object) -> Letter:
    """A letter that a person sent from the address that the envelope names."""
    made = Letter("五月信息", Address("张三", sender), NOW, "<1@sd.example.com>", return_path=sender)
    return replace(made, **changes)  # type: ignore[arg-type]


def reason(
    letter: Letter,
    *,
    state: MessageState = MessageState.READ,
    age: timedelta = timedelta(hours=3),
    lately: Callable[[str], bool] = never,
) -> str | None:
    own = frozenset({"gfdqb1@example.com"})
    return against(Arrival(letter, state, NOW - age, NOW, own, lately))


@pytest.mark.parametrize("state", [MessageState.READ, MessageState.SET_ASIDE, MessageState.TOO_LARGE])
def test_a_persons_letter_is_confirmed_even_where_it_could_not_be_read(state: MessageState) -> None:
    assert reason(written(), state=state) is None


@pytest.mark.parametrize(
    ("state", "words"),
    [(MessageState.NOT_SUBMISSION, "不是来稿"), (MessageState.DUPLICATE, "重复投递")],
)
def test_what_is_no_submission_is_not(state: MessageState, words: str) -> None:
    assert words in (reason(written(), state=state) or "")


@pytest.mark.parametrize(
    ("letter", "words"),
    [
        (written(automatic="自动回复（Auto-Submitted）"), "自动或群发"),
        (written(automatic="群发邮件（List-Id）"), "自动或群发"),
        (written(authentication=Authentication.FAIL), "没有通过验证"),
        (written(None), "没有发件地址"),
        (written("GFDQB1@example.com"), "本邮箱自己"),
        (written(return_path=None), "没有写明退信地址"),
        (written(return_path=""), "退信地址为空"),
        (written(return_path="someone@else.example.com"), "退信地址与发件地址不同"),
        (written(references=("<bulletin-desk-receipt.12.ab@example.com>",)), "对自动确认的回复"),
    ],
)
def test_a_letter_that_rfc_3834_forbids_to_answer_is_not(letter: Letter, words: str) -> None:
    assert words in (reason(letter) or "")


@pytest.mark.parametrize(
    "letter",
    [
        written(authentication=Authentication.PASS),
        written(return_path=ZHANG.upper()),
        written(references=("<12@sd.example.com>", "<remind-1@example.com>")),
    ],
)
def test_what_only_looks_a_little_like_it_is(letter: Letter) -> None:
    assert reason(letter) is None


@pytest.mark.parametrize(
    "local",
    [
        "MAILER-DAEMON", "postmaster", "no-reply", "noreply", "NoReply", "no_reply", "noreply-oa", "noreply2",
        "do-not-reply", "donotreply", "do_not_reply", "owner-news", "news-owner", "news-request", "bounce",
        "bounces", "bounce-12", "bounces+zhang=sd", "news-bounces", "listserv", "majordomo",
    ],
)  # fmt: skip
def test_a_machines_address_is_not_answered(local: str) -> None:
    assert "机器地址" in (reason(written(f"{local}@mail.example.com")) or "")


@pytest.mark.parametrize(
    "local", ["zhang", "noreplyzhang", "owner", "ownerzhang", "request", "bouncer", "zhangbounces"]
)  # fmt: skip
def test_a_persons_address_that_sounds_like_it_is(local: str) -> None:
    assert reason(written(f"{local}@sd.example.com")) is None


@pytest.mark.parametrize(
    ("address", "plain"),
    [
        ("zhang@sd.example.com", True),
        ("zhang.san+news_2=x%y-z@a-b.sd.example.com", True),
        ("_zhang@xn--fiq228c.example.com", True),
        ("1@qq.example.com", True),
        ("", False),
        ("zhang", False),
        ("zhang@localhost", False),
        ("zhang@sd.example.com\r\nBcc: all@example.com", False),
        ("zhang@sd.example.com\n", False),
        ("zhang@sd.example.com,li@gx.example.com", False),
        ("zhang@sd.example.com> NOTIFY=SUCCESS", False),
        ("<zhang@sd.example.com>", False),
        ('"zhang san"@sd.example.com', False),
        ("zhang san@sd.example.com", False),
        ("张三@sd.example.com", False),
        ("zhang@铝.example.com", False),
        ("zhang@[127.0.0.1]", False),
        ("zhang@-sd.example.com", False),
        ("zhang@sd..example.com", False),
        ("@a.example.com:zhang@sd.example.com", False),
        ("a!b@sd.example.com", False),
        ("-oX@sd.example.com", False),
        (f"{'a' * 65}@sd.example.com", False),
        (f"a@{'b.' * 130}com", False),
    ],
)
def test_only_a_plain_address_is_written_to(address: str, plain: bool) -> None:
    assert is_plain(address) is plain
    expected = "没有发件地址" if not address else None if plain else "发件地址的写法不规范"
    assert reason(written(address)) == expected


@pytest.mark.parametrize(
    ("age", "due"),
    [
        (timedelta(days=2), True),
        (timedelta(days=2, seconds=1), False),
        (timedelta(days=800), False),
        (-timedelta(minutes=5), True),  # a server whose clock is fast
    ],
)
def test_a_letter_that_came_more_than_two_days_ago_is_not(age: timedelta, due: bool) -> None:
    assert (reason(written(), age=age) is None) is due


def test_an_address_that_was_answered_within_the_hour_is_not() -> None:
    assert reason(written(), lately=lambda address: address == ZHANG) == SENT_LATELY


def test_the_ledger_is_asked_only_about_an_address_that_could_be_answered() -> None:
    def fail(address: str) -> bool:
        raise AssertionError(address)

    assert reason(written("noreply@sd.example.com"), lately=fail)
