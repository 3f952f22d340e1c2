"""Sampled hashes of character 3-grams: who might share text with whom.

A query costs the same however common its hashes are: of each hash only the newest items are looked at, and
the rarest hashes, which tell most, come first.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from storage import tables as t

HASHES = 160
"""Hashes of a text that are asked for."""

NEWEST = 256
"""Items looked at of those that have a hash."""

ROWS = 2_500
"""Items looked at for all hashes together."""

RANKED = 80
"""Items of which more is asked than how much they share."""


def remember_grams(connection: Connection, item_id: int, hashes: Iterable[int]) -> None:
    """Replace an item's sampled 3-gram hashes."""
    connection.execute(sa.delete(t.gram).where(t.gram.c.item_id == item_id))
    rows = [{"hash": value, "item_id": item_id} for value in sorted(set(hashes))]
    if rows:
        connection.execute(sa.insert(t.gram), rows)


def sharing(
    connection: Connection,
    hashes: Iterable[int],
    limit: int = 14,
    *,
    unit: str | None = None,
    before: tuple[datetime, int] | None = None,
) -> list[dict[str, Any]]:
    """Return the items that share most: id, text, title, unit, received_at, message id.

    A rare hash counts more than a common one.  Half as many again are of `unit` or of none, where others push
    these out: a pattern has many followers.  `before` is when a message arrived, and its id; later ones are
    left out before anything is counted: they take nobody's place.
    """
    chosen = sorted(set(hashes))[:HASHES]
    last = _last_before(connection, before) if before is not None else ANY
    weighed = _weighed(_commonness(connection, chosen, last)) if chosen else []
    ranked = _ranked(connection, weighed, last, before) if weighed else []
    places = {item_id: place for place, item_id in enumerate(ranked)}
    rows = sorted(_origins(connection, ranked, before), key=lambda row: places[row["id"]])
    own = [row for row in rows[limit:] if unit is not None and row["unit"] in (unit, None)]
    found = [*rows[:limit], *own[: limit // 2]]
    texts = _texts(connection, [row["id"] for row in found])
    return [texts[row["id"]] | row for row in found]


_WANTED = {
    "sqlite": "SELECT json_extract(value, '$[0]') AS hash, json_extract(value, '$[1]') AS behind,"
    " json_extract(value, '$[2]') AS weight FROM json_each(:given)",
    "postgresql": "SELECT CAST(each->>0 AS integer) AS hash, CAST(each->>1 AS bigint) AS behind,"
    " CAST(each->>2 AS integer) AS weight FROM json_array_elements(CAST(:given AS json)) AS listed(each)",
}
"""Numbers handed over as one value: to write a statement with hundreds takes longer than to answer it."""

_COUNTED = """
WITH wanted AS ({wanted})
SELECT hash,
    (SELECT count(*) FROM (SELECT 1 FROM gram WHERE gram.hash = wanted.hash
        AND gram.item_id <= :last LIMIT :newest) AS found),
    coalesce((SELECT item_id FROM gram WHERE gram.hash = wanted.hash
        AND gram.item_id <= :last ORDER BY item_id DESC LIMIT 1 OFFSET :newest), 0)
FROM wanted
"""

_RANKED = """
WITH wanted AS ({wanted})
SELECT item_id FROM wanted JOIN gram ON gram.hash = wanted.hash AND gram.item_id > wanted.behind
    AND gram.item_id <= :last
GROUP BY item_id ORDER BY sum(weight) DESC, item_id LIMIT :ranked
"""


def _of_given(
    connection: Connection, statement: str, given: object, **limits: int
) -> sa.CursorResult[*tuple[Any, ...]]:
    asked = statement.format(wanted=_WANTED[connection.dialect.name])
    return connection.execute(sa.text(asked), {"given": json.dumps(given)} | limits)


ANY = 2**62
"""A number that no item comes to."""


def _last_before(connection: Connection, before: tuple[datetime, int]) -> int:
    """The item with the highest number of those that arrived before.

    For a new letter that is the first one looked at; for an old one that is read again, all later ones are.
    """
    statement = (
        sa.select(t.item.c.id)
        .join(t.submission, t.submission.c.id == t.item.c.submission_id)
        .join(t.message, t.message.c.id == t.submission.c.message_id)
        .where(_earlier(before))
        .order_by(t.item.c.id.desc())
        .limit(1)
    )
    return connection.execute(statement).scalar() or 0


def _earlier(before: tuple[datetime, int]) -> sa.ColumnElement[bool]:
    arrived, letter = t.message.c.received_at, t.message.c.id
    when, number = before
    return (arrived < when) | ((arrived == when) & (letter < number))


def _commonness(connection: Connection, hashes: Sequence[int], last: int) -> list[tuple[int, int, int]]:
    """(hash, items that have it, the item behind which the newest of these begin), counted up to a limit."""
    found = _of_given(connection, _COUNTED, [(value, 0, 0) for value in hashes], newest=NEWEST, last=last)
    return [(row[0], row[1], row[2]) for row in found if row[1]]


def _weighed(common: Iterable[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """(hash, behind which item, weight) of the rarest, as many as may be looked at."""
    found: list[tuple[int, int, int]] = []
    rows = 0
    for value, n, behind in sorted(common, key=lambda each: each[1]):
        rows += n
        if rows > ROWS and found:
            break
        found.append((value, behind, round(100 * math.log2(4 * NEWEST / n))))
    return found


def _ranked(
    connection: Connection,
    weighed: Sequence[tuple[int, int, int]],
    last: int,
    before: tuple[datetime, int] | None,
) -> list[int]:
    """The items that share most; with `before` all those looked at, as some of them may be later."""
    ranked = RANKED if before is None else ROWS
    found = list(_of_given(connection, _RANKED, weighed, ranked=ranked, last=last).scalars())
    if before is None or len(found) <= RANKED:
        return found
    earlier: set[int] = set()
    for at in range(0, len(found), PAGE):
        earlier |= {row["id"] for row in _origins(connection, found[at : at + PAGE], before)}
        if len(earlier) >= RANKED:
            break
    return [item for item in found if item in earlier][:RANKED]


PAGE = 200
"""Items asked about at a time."""


def _origins(
    connection: Connection, item_ids: Sequence[int], before: tuple[datetime, int] | None
) -> list[dict[str, Any]]:
    arrived, letter = t.message.c.received_at, t.message.c.id
    statement = (
        sa.select(t.item.c.id, t.item.c.unit, letter.label("message"), arrived)
        .join(t.submission, t.submission.c.id == t.item.c.submission_id)
        .join(t.message, letter == t.submission.c.message_id)
        .where(t.item.c.id.in_(item_ids))
    )
    if before is not None:
        statement = statement.where(_earlier(before))
    return [dict(row) for row in connection.execute(statement).mappings()]


def _texts(connection: Connection, item_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    statement = sa.select(t.item.c.id, t.item.c.title, t.item.c.text).where(t.item.c.id.in_(item_ids))
    return {row["id"]: dict(row) for row in connection.execute(statement).mappings()}


def pieces(connection: Connection, item_ids: Iterable[int]) -> dict[int, str]:
    """Return item -> its title, or nothing, and its text below: as pieces are compared."""
    found = _texts(connection, sorted(set(item_ids)))
    return {item_id: f"{row['title'] or ''}\n{row['text']}" for item_id, row in found.items()}
