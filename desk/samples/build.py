"""The sample letters as messages: sources in, RFC 5322 bytes out, the same on every machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk.samples.message import message
from desk.samples.source import Expected, ExpectedItem, sources

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

__all__ = ["Expected", "ExpectedItem", "Sample", "letters", "write"]


@dataclass(frozen=True, slots=True)
class Sample:
    """A message as a server would give it (CRLF lines), its arrival (aware) and its reading."""

    name: str
    received_at: datetime
    data: bytes
    expected: Expected


def letters() -> tuple[Sample, ...]:
    """Return the whole mailbox in order of arrival."""
    return tuple(
        Sample(
            source.name,
            source.received_at,
            message(source.mail, source.origin, source.received_at),
            source.expected,
        )
        for source in sources()
    )


def write(folder: Path) -> int:
    """Write each letter as `NN-slug.eml` into `folder`, made if missing; return how many."""
    folder.mkdir(parents=True, exist_ok=True)
    mailbox = letters()
    for sample in mailbox:
        (folder / f"{sample.name}.eml").write_bytes(sample.data)
    return len(mailbox)
