"""Windows and issues in the store.

Each message belongs to one window from the moment it is stored.  Windows with an issue keep what they
hold; the days between and around them are *fillers*, made as letters arrive and cut when an issue takes
a part of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from compose.model import Window
from storage import tables as t
from storage.model import StoredIssue, StoredWindow

_DAY = timedelta(days=1)


def stored_windows(connection: Connection) -> tuple[StoredWindow, ...]:
    """Return every window, those with an issue first, each group in the order they were made."""
    rows = connection.execute(
        sa.select(t.window, t.issue.c.id.label("issue"))
        .outerjoin(t.issue, t.issue.c.window_id == t.window.c.id)
        .order_by(t.issue.c.id.is_(None), t.issue.c.id, t.window.c.id)
    )
    return tuple(StoredWindow(row.id, Window(row.start, row.end), row.issue) for row in rows)


def window_for(connection: Connection, day: date) -> int:
    """Return the id of the window a letter of `day` belongs to, making a filler where there is none."""
    known = stored_windows(connection)
    for stored in known:
        if stored.window.holds(day):
            return stored.id
    return _insert(connection, gap_around(day, [stored.window for stored in known]))


def gap_around(day: date, windows: Iterable[Window]) -> Window:
    """Return the days around `day` that no window holds (`day` itself is in none of them)."""
    known = tuple(windows)
    before = [w.end for w in known if w.end and w.end < day]
    after = [w.start for w in known if w.start and w.start > day]
    return Window(max(before) + _DAY if before else None, min(after) - _DAY if after else None)


def _insert(connection: Connection, window: Window) -> int:
    statement = sa.insert(t.window).values(start=window.start, end=window.end).returning(t.window.c.id)
    return int(connection.execute(statement).scalar_one())


def claim(connection: Connection, window: Window, keep: int | None = None) -> int:
    """Make `window` a row of its own and move into it the letters of its days that no issue holds.

    `keep` is the row to be redrawn instead of a new one; stragglers taken into it by hand stay in it.
    """
    fillers = [stored.id for stored in stored_windows(connection) if stored.issue is None]
    claimed = _insert(connection, window) if keep is None else keep
    loose: sa.ColumnElement[bool] = t.message.c.window_id.in_(fillers)
    connection.execute(sa.update(t.message).where(loose, _inside(window)).values(window_id=claimed))
    if keep is not None:
        row = connection.execute(sa.select(t.window).where(t.window.c.id == keep)).one()
        fallen = (t.message.c.window_id == keep) & _inside(Window(row.start, row.end)) & ~_inside(window)
        connection.execute(
            sa.update(t.window).where(t.window.c.id == keep).values(start=window.start, end=window.end)
        )
        loose = sa.or_(loose, fallen)
    _refile(connection, loose, claimed)
    connection.execute(sa.delete(t.window).where(t.window.c.id.in_(fillers)))
    return claimed


def _inside(window: Window) -> sa.ColumnElement[bool]:
    return t.message.c.received_on.between(window.start, window.end)


def _refile(connection: Connection, loose: sa.ColumnElement[bool], claimed: int) -> None:
    """Give the letters of `loose` new fillers, drawn around the issues and the claimed window."""
    held = [w.window for w in stored_windows(connection) if w.issue is not None or w.id == claimed]
    days = connection.execute(sa.select(t.message.c.received_on).where(loose).distinct()).scalars().all()
    made = {gap: _insert(connection, gap) for gap in sorted({gap_around(day, held) for day in days}, key=str)}
    for gap, window_id in made.items():
        ends = [t.message.c.received_on >= gap.start] if gap.start else []
        ends += [t.message.c.received_on <= gap.end] if gap.end else []
        connection.execute(sa.update(t.message).where(loose, *ends).values(window_id=window_id))


def move(connection: Connection, messages: Iterable[int], window_id: int) -> None:
    """Put letters into another window: a straggler that an editor takes in."""
    connection.execute(
        sa.update(t.message).where(t.message.c.id.in_(list(messages))).values(window_id=window_id)
    )


def holds_letter(connection: Connection, window_id: int, message_id: int) -> bool:
    """Whether a letter belongs to a window."""
    statement = sa.select(t.message.c.window_id).where(t.message.c.id == message_id)
    return connection.execute(statement).scalar() == window_id


def holds_items(connection: Connection, window: Window, *, unclaimed: bool = False) -> bool:
    """Whether a letter brought an item in some days; with `unclaimed` one that no issue has yet."""
    statement = (
        sa.select(t.item.c.id)
        .join(t.submission, t.submission.c.id == t.item.c.submission_id)
        .join(t.message, t.message.c.id == t.submission.c.message_id)
        .where(_inside(window))
        .limit(1)
    )
    if unclaimed:
        issues = sa.select(t.issue.c.window_id)
        statement = statement.where(t.message.c.window_id.not_in(issues))
    return connection.execute(statement).scalar() is not None


def letters_in(connection: Connection, window: Window, *, limit: int = 500) -> list[int]:
    """Return the letters that arrived in some days, whichever window they belong to."""
    ends = [t.message.c.received_on >= window.start] if window.start else []
    ends += [t.message.c.received_on <= window.end] if window.end else []
    statement = sa.select(t.message.c.id).where(*ends).order_by(t.message.c.received_at, t.message.c.id)
    return list(connection.execute(statement.limit(limit)).scalars())


# --- issues --------------------------------------------------------------------------------------


def stored_issues(connection: Connection) -> tuple[StoredIssue, ...]:
    """Return every issue, oldest first."""
    newest = (
        sa.select(t.revision.c.issue_id, sa.func.max(t.revision.c.revision).label("revision"))
        .group_by(t.revision.c.issue_id)
        .subquery()
    )
    rows = connection.execute(
        sa.select(t.issue, t.window.c.start, t.window.c.end, newest.c.revision)
        .join(t.window, t.window.c.id == t.issue.c.window_id)
        .outerjoin(newest, newest.c.issue_id == t.issue.c.id)
        .order_by(t.issue.c.year, t.issue.c.number)
    )
    return tuple(
        StoredIssue(
            row.id,
            row.window_id,
            Window(row.start, row.end),
            row.year,
            row.number,
            row.serial,
            row.series,
            row.revision or 0,
        )
        for row in rows
    )


def save_issue(connection: Connection, values: dict[str, Any], issue_id: int | None) -> int:
    """Insert an issue or bring an existing one up to date; `values` are columns by name."""
    if issue_id is None:
        statement = sa.insert(t.issue).values(**values).returning(t.issue.c.id)
        return int(connection.execute(statement).scalar_one())
    connection.execute(sa.update(t.issue).where(t.issue.c.id == issue_id).values(**values))
    return issue_id


def save_revision(
    connection: Connection, issue_id: int, revision: int, *, day: date, now: datetime, draft: dict[str, Any]
) -> None:
    """Keep a drafted revision; its number is new."""
    connection.execute(
        sa.insert(t.revision).values(
            issue_id=issue_id, revision=revision, date=day, composed_at=now, draft=draft
        )
    )


def newest_draft(connection: Connection, issue_id: int) -> dict[str, Any] | None:
    """Return the draft of an issue's newest revision."""
    of = t.revision.c
    statement = sa.select(of.draft).where(of.issue_id == issue_id).order_by(of.revision.desc()).limit(1)
    return connection.execute(statement).scalar()


def earlier_drafts(connection: Connection, before: date, limit: int = 6) -> list[tuple[int, dict[str, Any]]]:
    """Return the issues whose windows ended last before `before`, latest first, with their newest drafts."""
    newest = (
        sa.select(t.revision.c.issue_id, sa.func.max(t.revision.c.revision).label("revision"))
        .group_by(t.revision.c.issue_id)
        .subquery()
    )
    statement = (
        sa.select(t.revision.c.issue_id, t.revision.c.draft)
        .join(
            newest,
            (newest.c.issue_id == t.revision.c.issue_id) & (newest.c.revision == t.revision.c.revision),
        )
        .join(t.issue, t.issue.c.id == t.revision.c.issue_id)
        .join(t.window, t.window.c.id == t.issue.c.window_id)
        .where(t.window.c.end < before)
        .order_by(t.window.c.end.desc())
        .limit(limit)
    )
    return [(row.issue_id, row.draft) for row in connection.execute(statement)]
