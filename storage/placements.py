"""Where items stand, page by page, to be judged again from what is stored."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from classify.model import Relation, RelationKind
from compose.model import Window
from intake.model import MessageState
from storage import tables as t
from storage import windows
from storage.decisions import decisions
from storage.model import PlacedItem

_COLUMNS = (
    *("id", "title", "text", "unit", "media", "cues", "column", "group", "confidence", "level"),
    *("reasons", "alternatives", "published"),
)

PAGE = 200


def undecided(
    connection: Connection, windows: Sequence[int] | None, after: int, limit: int = PAGE
) -> list[PlacedItem]:
    """Return the items of some windows (None: all) behind item `after` whose column no person decided."""
    decided = sa.select(t.decision.c.target).where(t.decision.c.kind == "column")
    statement = (
        sa.select(*(t.item.c[name] for name in _COLUMNS), t.message.c.id.label("letter"), t.message.c.subject)
        .join(t.submission, t.submission.c.id == t.item.c.submission_id)
        .join(t.message, t.message.c.id == t.submission.c.message_id)
        .where(t.item.c.id > after, t.item.c.id.not_in(decided))
        .order_by(t.item.c.id)
        .limit(limit)
    )
    if windows is not None:
        statement = statement.where(t.message.c.window_id.in_(windows))
    return [_placed(row) for row in connection.execute(statement).mappings()]


def standing(
    connection: Connection,
    windows: Sequence[int] | None,
    items: Collection[int],
    after: int,
    limit: int = PAGE,
) -> list[PlacedItem]:
    """Return the items of some windows (None: all), and these, behind item `after`, whoever placed them."""
    statement = (
        sa.select(*(t.item.c[name] for name in _COLUMNS), t.message.c.id.label("letter"), t.message.c.subject)
        .join(t.submission, t.submission.c.id == t.item.c.submission_id)
        .join(t.message, t.message.c.id == t.submission.c.message_id)
        .where(t.item.c.id > after)
        .order_by(t.item.c.id)
        .limit(limit)
    )
    if windows is not None:
        here = t.message.c.window_id.in_(windows) | t.item.c.id.in_(sorted(items))
        statement = statement.where(here)
    return [_placed(row) for row in connection.execute(statement).mappings()]


def _placed(row: sa.RowMapping) -> PlacedItem:
    values = dict(row)
    return PlacedItem(values.pop("id"), values.pop("letter"), values.pop("subject") or "", values)


def placements_of(connection: Connection, messages: Sequence[int]) -> dict[int, tuple[Any, ...]]:
    """Return item -> where it stands, of some letters, to compare with later.

    That is (letter, unit, column, group, relation, item related to, publication, first words).
    """
    statement = (
        sa.select(
            t.item.c.id,
            t.message.c.id.label("letter"),
            *(t.item.c[n] for n in ("unit", "column", "group", "relation_kind", "relation_to", "published")),
            t.item.c.title,
            sa.func.substr(t.item.c.text, 1, 40).label("words"),
        )
        .join(t.submission, t.submission.c.id == t.item.c.submission_id)
        .join(t.message, t.message.c.id == t.submission.c.message_id)
        .where(t.message.c.id.in_(messages))
        .order_by(t.item.c.id)
    )
    return {row.id: (*row[1:8], row.title or row.words) for row in connection.execute(statement)}


# --- what issues print ---------------------------------------------------------------------------


def save_printing(connection: Connection, issue_id: int, items: Collection[int]) -> None:
    """Say which items an issue prints; those that are gone since are left out."""
    connection.execute(sa.delete(t.printing).where(t.printing.c.issue_id == issue_id))
    known = connection.execute(sa.select(t.item.c.id).where(t.item.c.id.in_(sorted(items)))).scalars()
    rows = [{"issue_id": issue_id, "item_id": item} for item in sorted(known)]
    if rows:
        connection.execute(sa.insert(t.printing), rows)


def printing(connection: Connection, issue_id: int) -> set[int]:
    """Return the items that an issue prints."""
    statement = sa.select(t.printing.c.item_id).where(t.printing.c.issue_id == issue_id)
    return set(connection.execute(statement).scalars())


def printed_in(connection: Connection, items: Sequence[int], window: Window) -> dict[int, str]:
    """Return item -> the issue (2021年第8期) that prints it, of issues before a window."""
    return _printed(connection, items, windows.stands_before(window))


def printed_after(connection: Connection, items: Sequence[int], window: Window) -> dict[int, str]:
    """Return item -> the issue that prints it, of issues behind a window."""
    return _printed(connection, items, windows.stands_behind(window))


def _printed(connection: Connection, items: Sequence[int], when: sa.ColumnElement[bool]) -> dict[int, str]:
    statement = (
        sa.select(t.printing.c.item_id, t.issue.c.year, t.issue.c.number)
        .join(t.issue, t.issue.c.id == t.printing.c.issue_id)
        .join(t.window, t.window.c.id == t.issue.c.window_id)
        .where(t.printing.c.item_id.in_(items), when)
        .order_by(t.issue.c.year, t.issue.c.number)
    )
    return {row.item_id: f"{row.year}年第{row.number}期" for row in connection.execute(statement)}


def printed_elsewhere(connection: Connection, letter: int, window_id: int) -> dict[int, str]:
    """Return item -> the issue of another window that prints it, of the items of a letter."""
    statement = (
        sa.select(t.printing.c.item_id, t.issue.c.year, t.issue.c.number)
        .join(t.issue, t.issue.c.id == t.printing.c.issue_id)
        .join(t.item, t.item.c.id == t.printing.c.item_id)
        .join(t.submission, t.submission.c.id == t.item.c.submission_id)
        .where(t.submission.c.message_id == letter, t.issue.c.window_id != window_id)
        .order_by(t.printing.c.item_id)
    )
    return {row.item_id: f"{row.year}年第{row.number}期" for row in connection.execute(statement)}


def excluded_in(connection: Connection, items: Sequence[int], window: Window) -> dict[int, str]:
    """Return item -> the issue (2021年第8期) of an earlier window whose editor left it out."""
    said = decisions(connection, "verdict", items)
    out = [item for item, decision in said.items() if decision.value["verdict"] == "exclude"]
    statement = (
        sa.select(t.item.c.id, t.issue.c.year, t.issue.c.number)
        .join(t.submission, t.submission.c.id == t.item.c.submission_id)
        .join(t.message, t.message.c.id == t.submission.c.message_id)
        .join(t.window, t.window.c.id == t.message.c.window_id)
        .join(t.issue, t.issue.c.window_id == t.window.c.id)
        .where(t.item.c.id.in_(out), windows.stands_before(window))
    )
    return {row.id: f"{row.year}年第{row.number}期" for row in connection.execute(statement)}


def notes_between(connection: Connection, first: date, last: date, window_id: int) -> list[int]:
    """Return the letters of some days that may speak of a piece sent before, but for those of a window.

    One that brings nothing else was set aside, with what it asks as the reason.
    """
    of = t.message.c
    statement = (
        sa.select(of.id)
        .outerjoin(t.submission, of.id == t.submission.c.message_id)
        .outerjoin(t.item, t.submission.c.id == t.item.c.submission_id)
        .where(of.received_on.between(first, last))
        .where(of.window_id + 0 != window_id)  # the days are few, a window may hold years
        .where(sa.or_(t.item.c.relation_kind == RelationKind.NOTE_ON, of.state == MessageState.SET_ASIDE))
        .distinct()
        .order_by(of.id)
    )
    return list(connection.execute(statement).scalars())


# --- how items stand to each other ---------------------------------------------------------------

STEPS = 20
"""Relations followed from an item back: a story that was sent more often is not told further."""


def relations_behind(connection: Connection, items: Collection[int]) -> dict[int, Relation]:
    """Return item -> its relation, of these items and of all that they go back to, step by step."""
    found: dict[int, Relation] = {}
    asked: set[int] = set()
    following = set(items)
    for _ in range(STEPS):
        following -= asked
        if not following:
            break
        asked |= following
        step = _relations(connection, sorted(following))
        found |= step
        following = {relation.to for relation in step.values()}
    return found


def _relations(connection: Connection, items: Sequence[int]) -> dict[int, Relation]:
    of = t.item.c
    statement = sa.select(of.id, of.relation_kind, of.relation_to, of.relation_reason).where(
        of.id.in_(items), of.relation_kind.is_not(None), of.relation_to.is_not(None)
    )
    return {
        row.id: Relation(RelationKind(row.relation_kind), row.relation_to, row.relation_reason or "")
        for row in connection.execute(statement)
    }
