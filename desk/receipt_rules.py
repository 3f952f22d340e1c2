"""Who gets a confirmation: a table of reasons against it (RFC 3834, 2 and 4).  Nothing here acts."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from intake import echoes
from intake.model import Authentication, Letter, MessageState

FRESH = timedelta(days=2)
"""Age up to which a letter is confirmed: an old mailbox taken in at once is not."""
PER_SENDER = timedelta(hours=1)
"""Within which an address gets one confirmation, so that no two machines talk for ever."""

SENT_LATELY = "一小时内已给该地址发过确认"

_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_PLAIN = re.compile(rf"[A-Za-z0-9_][A-Za-z0-9._%+=-]{{0,63}}@(?:{_LABEL}\.)+{_LABEL}")
_MACHINE = re.compile(
    r"(?:mailer-daemon|postmaster|listserv|majordomo)"
    r"|(?:no|do[-_.]?not|never)[-_.]?reply(?:[-_.+=\d].*)?"
    r"|owner-.*|.*-(?:owner|request)|(?:.*[-_.+])?bounces?(?:[-_.+=\d].*)?",
)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A letter just filed, and what the desk knows around it; moments are aware.

    `own` are our addresses in lower case; `lately` says whether an address was answered within the hour.
    """

    letter: Letter
    state: MessageState
    received_at: datetime
    now: datetime
    own: frozenset[str]
    lately: Callable[[str], bool]

    @property
    def address(self) -> str:
        """Whom the letter says it is from."""
        return self.letter.sender.address or ""


def is_plain(address: str) -> bool:
    """Whether an address is one that every server takes and that can hold nothing but an address."""
    return len(address) <= 254 and _PLAIN.fullmatch(address) is not None


def _is_machine(arrival: Arrival) -> bool:
    return _MACHINE.fullmatch(arrival.address.lower().rpartition("@")[0]) is not None


def _is_elsewhere(arrival: Arrival) -> bool:
    # RFC 3834, 4: an answer goes to the envelope's sender and nowhere else, for From may be anybody's.
    return (arrival.letter.return_path or "").lower() != arrival.address.lower()


_RULES: tuple[tuple[Callable[[Arrival], bool], str], ...] = (
    (lambda a: a.state is MessageState.NOT_SUBMISSION, "不是来稿"),
    (lambda a: a.state is MessageState.DUPLICATE, "是重复投递的同一封信"),
    (lambda a: a.letter.automatic is not None, "是自动或群发的邮件"),
    (lambda a: a.now - a.received_at > FRESH, "来信到达已超过两天"),
    (lambda a: a.letter.authentication is Authentication.FAIL, "发件人没有通过验证"),
    (lambda a: not a.address, "没有发件地址"),
    (lambda a: not is_plain(a.address), "发件地址的写法不规范"),
    (lambda a: a.address.lower() in a.own, "是本邮箱自己的地址"),
    (_is_machine, "是不收信的机器地址"),
    (lambda a: a.letter.return_path is None, "收信服务器没有写明退信地址（Return-Path）"),
    (lambda a: a.letter.return_path == "", "退信地址为空"),
    (_is_elsewhere, "退信地址与发件地址不同"),
    (lambda a: echoes.answers_ours(a.letter.references), "是对自动确认的回复"),
    (lambda a: a.lately(a.address), SENT_LATELY),
)


def against(arrival: Arrival) -> str | None:
    """Why a letter gets no confirmation, in Chinese words; None where one is due."""
    return next((words for holds, words in _RULES if holds(arrival)), None)
