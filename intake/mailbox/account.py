"""How to reach a folder, and what it says of itself."""

from __future__ import annotations

from dataclasses import dataclass, field

from intake.model import RawMessage

KEEP, SEEN, MOVE = "keep", "seen", "move:"
"""What is done on the server with a letter that is safe here: nothing, marked as read, moved to a folder."""


@dataclass(frozen=True, slots=True)
class Account:
    """How to reach a folder.

    `timeout` is in seconds, `max_size` in bytes; `pauses` are the seconds waited before each new attempt
    after a connection broke; `after` is `keep`, `seen` or `move:FOLDER`.
    """

    name: str
    host: str
    port: int
    tls: str
    username: str
    password: str = field(repr=False)
    folder: str = "INBOX"
    timeout: int = 60
    max_size: int = 60_000_000
    ca_file: str | None = None
    after: str = KEEP
    pauses: tuple[float, ...] = ()

    @property
    def where(self) -> str:
        """The mailbox in words for a message."""
        return f"邮箱 {self.name}（{self.username}，{self.host}:{self.port}）"


@dataclass(frozen=True, slots=True)
class Listing:
    """What a folder held when it was opened: its epoch, the UID that the next letter gets, its UIDs in order.

    `messages` counts them as the server did; `uidnext` is None where it does not tell.
    """

    uidvalidity: int
    uidnext: int | None
    messages: int
    uids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """Some messages of a folder, those it did not hand out (UID -> why), and those that are gone by now."""

    messages: tuple[RawMessage, ...] = ()
    withheld: tuple[tuple[int, str], ...] = ()
    gone: tuple[int, ...] = ()
