"""What the intake can fail with; each error says in Chinese what happened where and what to do next."""

from __future__ import annotations

from enum import Enum, auto


class IntakeError(Exception):
    """An expected failure of the intake."""


class Fate(Enum):
    """What a failure leaves of the session it happened in."""

    WRONG = auto()
    """Settings, password or certificate: nothing helps but a person."""
    LATER = auto()
    """The server asks to come back later."""
    BROKEN = auto()
    """The connection is lost; a new one may do."""
    REFUSED = auto()
    """One command was refused or its answer made no sense; the session goes on."""


class MailboxError(IntakeError):
    """A mailbox cannot be used: `where` is the mailbox in words, `why` what the server or network said.

    `uids` are the letters that were being asked for.
    """

    def __init__(self, where: str, why: str, remedy: str, fate: Fate = Fate.WRONG) -> None:
        super().__init__(f"{where}：{why}。{remedy}")
        self.where, self.why, self.remedy, self.fate = where, why, remedy, fate
        self.uids: tuple[int, ...] = ()


class WithheldError(IntakeError):
    """A letter that the server listed and does not hand out, or not any more: then it is `gone`."""

    def __init__(self, uid: int, why: str, *, gone: bool = False) -> None:
        super().__init__(f"服务器交不出 UID 为 {uid} 的邮件：{why}")
        self.uid, self.why, self.gone = uid, why, gone


class FileError(IntakeError):
    """A file that was to be taken in cannot be."""
