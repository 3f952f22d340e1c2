"""A sample of the random kills that `make kills` does by the hundred; see docs/reliability.md."""

from __future__ import annotations

import pytest

from tests import dovecot, postgres
from tests.kills import campaign


@dovecot.needed
@pytest.mark.parametrize("database", ["sqlite", pytest.param("postgresql", marks=postgres.needed)])
def test_nothing_is_lost_and_nothing_doubled_by_random_kills_of_two_workers(database: str) -> None:
    tally = campaign(kills=12, messages=300, database=database, seed=7)
    assert tally.kills >= 12
    assert (tally.lost, tally.doubled, tally.differences) == (0, 0, [])
    assert tally.messages == 300 * tally.rounds
