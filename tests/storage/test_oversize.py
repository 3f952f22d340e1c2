"""Messages over the limit that only another UID can name: those of earlier epochs."""

from __future__ import annotations

import pytest

from intake.model import RawMessage
from storage import oversize
from storage.database import Engine, transaction
from tests.storage.filed import digest, kept, raw


def stranded(engine: Engine, max_size: int = 5000) -> dict[tuple[str, int], int]:
    with transaction(engine, reading=True) as connection:
        return oversize.stranded(connection, "submissions", "INBOX", 2, max_size)


def test_one_of_an_earlier_epoch_is_found_by_its_headers_and_size(engine: Engine) -> None:
    large = raw(1, too_large=True, size=5000)
    [number] = kept(engine, large)
    assert stranded(engine) == {(digest(large), 5000): number}
    assert stranded(engine, 4999) == {}


@pytest.mark.parametrize(
    "other",
    [
        raw(1, size=5000),
        raw(1, too_large=True, size=5000, uidvalidity=2),
        raw(1, too_large=True, size=5000, folder="Junk"),
        raw(1, too_large=True, size=5000, account="old"),
    ],
    ids=["whole", "present epoch", "folder", "account"],
)
def test_others_are_not(engine: Engine, other: RawMessage) -> None:
    kept(engine, other)
    assert stranded(engine) == {}
