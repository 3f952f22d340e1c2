"""Errands: what is to be done on a server, written with its message, struck off with a line of history."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from intake.model import RawMessage
from storage import errands, messages
from storage import tables as t
from storage.database import Engine, transaction
from storage.model import Errand
from tests.storage.filed import NOW, ZONE, digest, raw

MOVE = "move:已收"


def taken(engine: Engine, *batch: RawMessage, errand: str | None = MOVE) -> list[int]:
    """Enter messages with an errand each."""
    with transaction(engine) as connection:
        pairs = [(message, digest(message)) for message in batch]
        return messages.keep(connection, pairs, NOW, ZONE, errand)


def pending(engine: Engine, uidvalidity: int = 1) -> list[Errand]:
    with transaction(engine, reading=True) as connection:
        return errands.pending(connection, "submissions", "INBOX", uidvalidity)


def history(engine: Engine) -> list[tuple[int, str, str]]:
    """(message, state, reason) of the lines that errands wrote."""
    with transaction(engine, reading=True) as connection:
        rows = connection.execute(sa.select(t.event).where(t.event.c.reason.is_not(None)))
        return [(row.message_id, row.state, row.reason) for row in rows]


def test_what_is_to_be_done_comes_in_the_order_of_the_uids_with_what_tells_the_letter(engine: Engine) -> None:
    first, second = raw(9), raw(4)
    ids = taken(engine, first, second)
    assert pending(engine) == [
        Errand(ids[1], MOVE, 4, digest(second), 2048),
        Errand(ids[0], MOVE, 9, digest(first), 2048),
    ]


def test_without_an_errand_or_over_the_limit_nothing_is_to_be_done(engine: Engine) -> None:
    taken(engine, raw(1), errand=None)
    taken(engine, raw(2, too_large=True))
    assert pending(engine) == []


def test_what_is_to_be_done_in_other_folders_mailboxes_and_epochs_is_not_told(engine: Engine) -> None:
    taken(engine, raw(1, account="old"), raw(1, folder="Junk"), raw(1, uidvalidity=2))
    assert pending(engine) == []
    assert [errand.uid for errand in pending(engine, 2)] == [1]


def test_where_copies_begin_is_written_down_before_and_that_they_are_there_behind(engine: Engine) -> None:
    taken(engine, raw(1), raw(2))
    first, second = pending(engine)
    with transaction(engine) as connection:
        errands.about_to_copy(connection, [first], (3, 77))
    assert [(errand.target, errand.copied) for errand in pending(engine)] == [((3, 77), False), (None, False)]
    with transaction(engine) as connection:
        errands.copied(connection, [first])
    assert [errand.copied for errand in pending(engine)] == [True, False]
    assert pending(engine)[1] == second


def test_an_errand_is_struck_off_once_with_one_line_of_history(engine: Engine) -> None:
    ids = taken(engine, raw(1), raw(2))
    first, second = pending(engine)
    for _ in range(2):
        with transaction(engine) as connection:
            errands.finish(connection, [first], "已移走", NOW + timedelta(hours=1))
    assert pending(engine) == [second]
    assert history(engine) == [(ids[0], "kept", "已移走")]


def test_errands_of_earlier_epochs_of_this_folder_are_given_up(engine: Engine) -> None:
    ids = taken(engine, raw(1), raw(1, uidvalidity=2), raw(1, folder="Junk"), raw(1, account="old"))
    with transaction(engine) as connection:
        errands.drop_epochs(connection, "submissions", "INBOX", 2, NOW)
    assert [errand.message_id for errand in pending(engine, 2)] == [ids[1]]
    with transaction(engine, reading=True) as connection:
        left = connection.execute(sa.select(t.errand.c.message_id)).scalars().all()
    assert set(left) == set(ids[1:])
    assert [number for number, _, _ in history(engine)] == ids[:1]
