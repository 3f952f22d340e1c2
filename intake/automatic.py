"""Which letters their headers mark as no submission: a table of tests, each with its Chinese reason."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from intake.headers import Headers, Value
from intake.model import Address

BULK = "群发邮件"
"""How the reason begins where the mark is weak: mailing lists carry submissions too."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the tests look at; `kind` is the letter's Content-Type, `own` the mailbox's own addresses."""

    headers: Headers
    kind: Value
    subject: str
    sender: Address
    own: frozenset[str] = frozenset()

    @property
    def address(self) -> str:
        """The sender's address, comparable."""
        return (self.sender.address or "").casefold()


_AUTO_REPLY = re.compile(
    r"\s*(?:自动回复|自动答复|外出自动回复|自动应答|automatic reply|auto[- ]?(?:reply|response)"
    r"|out of (?:the )?office(?: auto-?reply)?)\s*(?:[:：（(]|$)",
    re.IGNORECASE,
)
_BOUNCE = re.compile(
    r"\s*(?:系统退信|退信通知|邮件退回|未送达|未传递|undelivered mail|undeliverable"
    r"|delivery status notification|mail delivery failed|returned mail|failure notice)",
    re.IGNORECASE,
)
_MAILER = re.compile(r"(?:mailer-daemon|postmaster)(?:@|$)")
_SAYS_NO = frozenset({"", "no", "none", "false", "0"})


def _is_own(facts: Facts) -> bool:
    return bool(facts.address) and facts.address in {address.casefold() for address in facts.own}


def _is_report(facts: Facts) -> bool:
    return facts.kind.word == "multipart/report"


def _is_receipt(facts: Facts) -> bool:
    return _is_report(facts) and facts.kind.get("report-type") == "disposition-notification"


def _is_from_mailer(facts: Facts) -> bool:
    if _MAILER.match(facts.address) or facts.headers.raw("x-failed-recipients") is not None:
        return True
    return not facts.address and _BOUNCE.match(facts.subject) is not None


def _has_null_return(facts: Facts) -> bool:
    return (facts.headers.raw("return-path") or b"").replace(b" ", b"") == b"<>"


def _is_auto_submitted(facts: Facts) -> bool:
    return facts.headers.token("auto-submitted") not in _SAYS_NO


def _has_reply_header(facts: Facts) -> bool:
    names = ("x-autoreply", "x-autorespond", "x-auto-reply")
    return any(
        facts.headers.raw(name) is not None and facts.headers.token(name) not in {"no", "false", "0"}
        for name in names
    )


def _has_precedence(*words: str) -> Callable[[Facts], bool]:
    return lambda facts: facts.headers.token("precedence") in words


def _has_reply_subject(facts: Facts) -> bool:
    return _AUTO_REPLY.match(facts.subject) is not None


def _has_unsubscribe(facts: Facts) -> bool:
    return facts.headers.raw("list-unsubscribe") is not None


# The first row that holds gives the reason, so the surest and the most telling stand first.
# X-Auto-Response-Suppress is absent on purpose: Exchange sets it on letters that people write.
_TABLE: tuple[tuple[Callable[[Facts], bool], str], ...] = (
    (_is_own, "本邮箱自己发出的邮件"),  # our own drafts and answers come back through rules and copies
    (_is_receipt, "已读回执（multipart/report）"),  # RFC 8098: written by the program, not by the reader
    (_is_report, "退信（multipart/report）"),  # RFC 3462: delivery reports have this type
    (_is_from_mailer, "退信（邮件系统发出）"),  # qmail and older Chinese servers bounce in plain text
    (_is_auto_submitted, "自动回复（Auto-Submitted）"),  # RFC 3834, 5: anything but `no`
    (_has_reply_header, "自动回复（X-Autoreply）"),  # web mail that does not know RFC 3834
    (_has_precedence("auto_reply"), "自动回复（Precedence）"),  # the same, older
    (_has_reply_subject, "自动回复（主题）"),  # Outlook and QQ Mail may set nothing but the subject
    (_has_null_return, "退信（回信地址为空）"),  # RFC 5321, 4.5.5: nobody wants an answer to this
    (_has_precedence("bulk", "junk", "list"), f"{BULK}（Precedence）"),  # weak: see BULK
    (_has_unsubscribe, f"{BULK}（List-Unsubscribe）"),  # weak as well: RFC 2369 lists
)


def reason(facts: Facts) -> str | None:
    """Why the letter is no submission, in Chinese words; None where nothing says so."""
    return next((words for test, words in _TABLE if test(facts)), None)
