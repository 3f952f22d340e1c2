"""Mailboxes on IMAP servers: one session over one folder, and what may be done to letters that are safe."""

from __future__ import annotations

from intake.mailbox.account import Account, Batch, Listing
from intake.mailbox.session import Session

__all__ = ["Account", "Batch", "Listing", "Session"]
