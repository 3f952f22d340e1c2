"""Which letters their headers mark as no submission: a table of tests, each with its Chinese reason."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from intake import echoes
from intake.headers import Headers, Value
from intake.model import Address, Attachment

BULK = "群发邮件"
"""How the reason begins where the mark is weak: mailing lists carry submissions too."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the tests look at; `kind` is the letter's Content-Type, `own` the mailbox's own addresses.

    `text` is the body and `files` are the attachments, in which a confirmation of ours may come back.
    """

    headers: Headers
    kind: Value
    subject: str
    sender: Address
    own: frozenset[str] = frozenset()
    text: str = ""
    files: tuple[Attachment, ...] = ()

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


def return_path(headers: Headers) -> str | None:
    """The envelope's sender as the receiving server wrote it down: "" for nobody, None if it did not."""
    raw = headers.raw("return-path")
    return re.sub(rb"[<>\0-\x20\x7f]+", b"", raw).decode("ascii", "replace") if raw else None


def _is_echo(facts: Facts) -> bool:
    return echoes.is_ours(facts.headers)


def _is_looping(facts: Facts) -> bool:
    return echoes.is_looping(facts.headers)


def _returns_receipt(facts: Facts) -> bool:
    if _is_report(facts) and facts.kind.get("report-type") != "disposition-notification":
        return any(map(echoes.is_carried, facts.files)) or echoes.shows_headers(facts.text)
    return not facts.files and echoes.shows_headers(facts.text)


def _forwards_receipt(facts: Facts) -> bool:
    if not all(map(echoes.is_carried, facts.files)):
        return False  # a file of the sender's own is a submission, whatever it lies beside
    bare = bool(facts.files) and echoes.only_encloses(facts.text)
    return bare or echoes.only_quotes(facts.subject, facts.text)


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
    return return_path(facts.headers) == ""


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


def _is_list(facts: Facts) -> bool:
    names = ("list-id", "list-post", "list-help", "mailing-list", "x-mailing-list")
    return any(facts.headers.raw(name) is not None for name in names)


def _has_unsubscribe(facts: Facts) -> bool:
    return facts.headers.raw("list-unsubscribe") is not None


# The first row that holds gives the reason, so the surest and the most telling stand first.
# X-Auto-Response-Suppress is absent on purpose: Exchange sets it on letters that people write.
_TABLE: tuple[tuple[Callable[[Facts], bool], str], ...] = (
    (_is_echo, "本系统发出的自动确认又回到了邮箱"),  # RFC 3834, 2: a rule somewhere sends them back
    (_is_looping, f"邮件循环（经过的服务器超过 {echoes.MAX_HOPS} 台）"),  # RFC 5321, 6.3
    (_returns_receipt, "退信（本系统发出的自动确认没有送达）"),  # the report shows the confirmation's marks
    (_is_own, "本邮箱自己发出的邮件"),  # our own drafts and answers come back through rules and copies
    (_is_receipt, "已读回执（multipart/report）"),  # RFC 8098: written by the program, not by the reader
    (_is_report, "退信（multipart/report）"),  # RFC 3462: delivery reports have this type
    (_is_from_mailer, "退信（邮件系统发出）"),  # qmail and older Chinese servers bounce in plain text
    (_is_auto_submitted, "自动回复（Auto-Submitted）"),  # RFC 3834, 5: anything but `no`
    (_has_reply_header, "自动回复（X-Autoreply）"),  # web mail that does not know RFC 3834
    (_has_precedence("auto_reply"), "自动回复（Precedence）"),  # the same, older
    (_has_reply_subject, "自动回复（主题）"),  # Outlook and QQ Mail may set nothing but the subject
    (_has_null_return, "退信（回信地址为空）"),  # RFC 5321, 4.5.5: nobody wants an answer to this
    (_forwards_receipt, "转发或回复的自动确认，没有新内容"),  # a person's or a rule's, with nothing added
    (_has_precedence("bulk", "junk", "list"), f"{BULK}（Precedence）"),  # weak: see BULK
    (_has_unsubscribe, f"{BULK}（List-Unsubscribe）"),  # weak as well: RFC 2369 lists
    (_is_list, f"{BULK}（List-Id）"),  # the same: RFC 2919 and what ezmlm writes
)


def reason(facts: Facts) -> str | None:
    """Why the letter is no submission, in Chinese words; None where nothing says so."""
    return next((words for test, words in _TABLE if test(facts)), None)
