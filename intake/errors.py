"""What the intake can fail with; each error says in Chinese what happened where and what to do next."""

from __future__ import annotations


class IntakeError(Exception):
    """An expected failure of the intake."""


class MailboxError(IntakeError):
    """A mailbox cannot be used: `where` is the mailbox in words, `why` what the server or network said."""

    def __init__(self, where: str, why: str, remedy: str) -> None:
        super().__init__(f"{where}：{why}。{remedy}")
        self.where, self.why, self.remedy = where, why, remedy


class FileError(IntakeError):
    """A file that was to be taken in cannot be."""
