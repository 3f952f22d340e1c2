"""What the editors taught, and the models that were trained from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from itertools import accumulate
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from classify.model import Example
from storage import tables as t
from storage.database import upsert
from storage.model import Lesson, TaughtExample

MODELS = 20
"""Models kept: enough to go back to what was before a lesson without training again."""

_HOLDS = t.lesson.c.withdrawn_at.is_(None)


def add_lesson(connection: Connection, lesson: Lesson, examples: Sequence[Example]) -> tuple[int, list[int]]:
    """Write a lesson down with its examples; return its id and theirs."""
    values = asdict(lesson)
    for counted in ("id", "examples"):
        del values[counted]
    lesson_id = int(
        connection.execute(sa.insert(t.lesson).values(**values).returning(t.lesson.c.id)).scalar_one()
    )
    insert = sa.insert(t.example).returning(t.example.c.id)
    ids = [
        int(connection.execute(insert.values(lesson_id=lesson_id, **_values(example))).scalar_one())
        for example in examples
    ]
    return lesson_id, ids


def _values(example: Example) -> dict[str, Any]:
    return {
        "column": example.column,
        "group": example.group,
        "title": example.title,
        "text": example.text,
        "unit": example.unit,
        "corrected": example.corrected,
    }


def withdraw(connection: Connection, lesson_id: int, now: datetime) -> None:
    """Take a lesson back: it stays as a line and teaches nothing."""
    here = t.lesson.c.id == lesson_id
    connection.execute(sa.update(t.lesson).where(here, _HOLDS).values(withdrawn_at=now))


def lessons(connection: Connection) -> list[Lesson]:
    """Return every lesson, oldest first, with the number of its examples."""
    count = (
        sa.select(t.example.c.lesson_id, sa.func.count().label("n"))
        .group_by(t.example.c.lesson_id)
        .subquery()
    )
    rows = connection.execute(
        sa.select(t.lesson, count.c.n)
        .outerjoin(count, count.c.lesson_id == t.lesson.c.id)
        .order_by(t.lesson.c.id)
    )
    return [
        Lesson(
            row.kind,
            row.name,
            row.actor,
            row.at,
            sha256=row.sha256,
            item_id=row.item_id,
            withdrawn_at=row.withdrawn_at,
            id=row.id,
            examples=row.n or 0,
        )
        for row in rows
    ]


def holding(connection: Connection) -> list[int]:
    """Return the lessons that hold, oldest first."""
    return list(connection.execute(sa.select(t.lesson.c.id).where(_HOLDS).order_by(t.lesson.c.id)).scalars())


def taught_examples(connection: Connection) -> list[TaughtExample]:
    """Return the examples of the lessons that hold, oldest first, with what taught them."""
    statement = (
        sa.select(t.example, t.lesson.c.kind, t.lesson.c.name)
        .join(t.lesson, t.lesson.c.id == t.example.c.lesson_id)
        .where(_HOLDS)
        .order_by(t.example.c.id)
    )
    return [
        TaughtExample(
            Example(row.column, row.group, row.title, row.text, row.unit, row.corrected), row.kind, row.name
        )
        for row in connection.execute(statement)
    ]


# --- what issues have printed --------------------------------------------------------------------


def remember_example_grams(connection: Connection, hashes: Iterable[tuple[int, Iterable[int]]]) -> None:
    """Index examples, each given as (id, its sampled 3-gram hashes)."""
    rows = [{"hash": value, "example_id": key} for key, values in hashes for value in sorted(set(values))]
    if rows:
        connection.execute(sa.insert(t.example_gram), rows)


def printed_in_lesson(connection: Connection, lesson_id: int) -> list[str]:
    """Return the title and text of each piece that a lesson says was printed."""
    of = t.example.c
    rows = connection.execute(sa.select(of.title, of.text).where(of.lesson_id == lesson_id).order_by(of.id))
    return [f"{row.title or ''}\n{row.text}" for row in rows]


def printed_by(connection: Connection, name: str) -> list[dict[str, Any]]:
    """Return what the issue of a name (2021年第9期) printed, as its published file was learned."""
    of = t.example.c
    statement = (
        sa.select(of.title, of.text, of.unit)
        .join(t.lesson, t.lesson.c.id == of.lesson_id)
        .where(t.lesson.c.name == name, t.lesson.c.sha256.is_not(None), _HOLDS)
        .order_by(of.id)
    )
    return [dict(row) for row in connection.execute(statement).mappings()]


ASKED = 2_000
"""Hashes of a text that are asked for, evenly over all of them: a digest shares few with a long source."""

TOGETHER = 400
"""Hashes asked for in one statement."""

LOOKED_AT = 5_000
"""Examples looked at for all hashes together, those of the rarest first."""


def printed_sharing(connection: Connection, hashes: Iterable[int], limit: int = 12) -> list[dict[str, Any]]:
    """Return what issues printed that shares most sampled hashes: id, text, unit, column, issue.

    A rare hash counts more than a common one.
    """
    chosen = sorted(set(hashes))
    common = _commonness(connection, chosen[:: -(-len(chosen) // ASKED) or 1])
    weights: Counter[int] = Counter()
    for value, key in _examples_by_hash(connection, common):
        weights[key] += 1 + round(100 / common[value])
    best = sorted(weights, key=lambda key: (-weights[key], key))[:limit]
    statement = (
        sa.select(t.example.c.id, t.example.c.text, t.example.c.unit, t.example.c.column, t.lesson.c.name)
        .join(t.lesson, t.lesson.c.id == t.example.c.lesson_id)
        .where(t.example.c.id.in_(best))
    )
    rows = [dict(row) for row in connection.execute(statement).mappings()]
    return sorted(rows, key=lambda row: best.index(row["id"]))


def _commonness(connection: Connection, hashes: Sequence[int]) -> dict[int, int]:
    """Hash -> how many examples have it, rarest first, as many as may be looked at."""
    of = t.example_gram.c
    counts: list[tuple[int, int]] = []
    for at in range(0, len(hashes), TOGETHER):
        asked = of.hash.in_(hashes[at : at + TOGETHER])
        found = connection.execute(sa.select(of.hash, sa.func.count()).where(asked).group_by(of.hash))
        counts += [(n, value) for value, n in found]
    counts.sort()
    behind = accumulate(n for n, _ in counts)
    return {value: n for (n, value), rows in zip(counts, behind, strict=True) if rows <= LOOKED_AT + n}


def _examples_by_hash(connection: Connection, hashes: Iterable[int]) -> Iterator[tuple[int, int]]:
    """(hash, example that has it) of the lessons that hold."""
    of = t.example_gram.c
    asked = list(hashes)
    for at in range(0, len(asked), TOGETHER):
        statement = (
            sa.select(of.hash, of.example_id)
            .join(t.example, t.example.c.id == of.example_id)
            .join(t.lesson, t.lesson.c.id == t.example.c.lesson_id)
            .where(of.hash.in_(asked[at : at + TOGETHER]), _HOLDS)
        )
        yield from ((row.hash, row.example_id) for row in connection.execute(statement))


# --- models --------------------------------------------------------------------------------------


def load_model(connection: Connection, digest: str) -> tuple[int, bytes] | None:
    """Return (version, data) of the model that was trained from what `digest` stands for, or None."""
    of = t.column_model.c
    row = connection.execute(sa.select(of.id, of.data).where(of.digest == digest)).one_or_none()
    return (int(row.id), bytes(row.data)) if row else None


def save_model(connection: Connection, digest: str, data: bytes, examples: int, now: datetime) -> int:
    """Keep a trained model, drop the oldest over `MODELS`, and return its version."""
    values = {"at": now, "examples": examples, "data": data}
    statement = (
        upsert(connection, t.column_model)
        .values(digest=digest, **values)
        .on_conflict_do_update(index_elements=["digest"], set_=values)
        .returning(t.column_model.c.id)
    )
    version = int(connection.execute(statement).scalar_one())
    newest = sa.select(t.column_model.c.id).order_by(t.column_model.c.id.desc()).limit(MODELS)
    kept = connection.execute(newest).scalars().all()
    connection.execute(sa.delete(t.column_model).where(t.column_model.c.id.not_in(kept)))
    return version


def models(connection: Connection) -> list[tuple[int, str, datetime, int]]:
    """Return (version, digest, when, examples) of the models kept, newest first."""
    of = t.column_model.c
    rows = connection.execute(sa.select(of.id, of.digest, of.at, of.examples).order_by(of.id.desc()))
    return [(int(row.id), row.digest, row.at, row.examples) for row in rows]
