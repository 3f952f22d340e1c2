"""Windows and issues in the store.

Each message belongs to one window from the moment it is stored.  Windows with an issue keep what they
hold; the days between and around them are *fillers*, made as letters arrive and cut when an issue takes
a part of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
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
    of = t.window.c
    statement = (
        sa.select(of.id)
        .outerjoin(t.issue, t.issue.c.window_id == of.id)
        .where(sa.or_(of.start.is_(None), of.start <= day), sa.or_(of.end.is_(None), of.end >= day))
        .order_by(t.issue.c.id.is_(None), t.issue.c.id, of.id)
        .limit(1)
    )
    found = connection.execute(statement).scalar()
    if found is not None:
        return int(found)
    return _insert(connection, gap_around(day, [stored.window for stored in stored_windows(connection)]))


def gap_around(day: date, windows: Iterable[Window]) -> Window:
    """Return the days around `day` that no window holds (`day` itself is in none of them)."""
    known = tuple(windows)
    before = [w.end for w in known if w.end and w.end < day]
    after = [w.start for w in known if w.start and w.start > day]
    return Window(max(before) + _DAY if before else None, min(after) - _DAY if after else None)


def _insert(connection: Connection, window: Window) -> int:
    statement = sa.insert(t.window).values(start=window.start, end=window.end).returning(t.window.c.id)
    return int(connection.execute(statement).scalar_one())


def _redraw(connection: Connection, row: int, window: Window) -> None:
    values = {"start": window.start, "end": window.end}
    connection.execute(sa.update(t.window).where(t.window.c.id == row).values(**values))


def claim(connection: Connection, window: Window, keep: int | None = None) -> int:
    """Make `window` a row of its own and move into it the letters of its days that no issue holds.

    `keep` is the row to be redrawn instead of a new one; stragglers taken into it by hand stay in it.
    """
    known = stored_windows(connection)
    old = next((stored.window for stored in known if stored.id == keep), window)
    near = _around(old, window)
    cut = {w.id: w.window for w in known if w.issue is None and w.id != keep and _shared(w.window, near)}
    held = [window, *(w.window for w in known if w.id not in cut and w.id != keep)]
    claimed = _insert(connection, window) if keep is None else keep
    _redraw(connection, claimed, window)
    _move(connection, _inside(window), cut, claimed)
    fallen = (t.message.c.window_id == claimed) & _inside(old) & ~_inside(window)
    days = connection.execute(sa.select(t.message.c.received_on).where(fallen).distinct()).scalars()
    free = (day for day in (*days, *_beside(window, cut.values())) if not any(w.holds(day) for w in held))
    _fill(connection, {gap_around(day, held) for day in free}, cut, fallen)
    return claimed


def _around(one: Window, other: Window) -> Window:
    """All days of two windows, those between them, and a day before and after."""
    (first, last), (start, end) = one.ends, other.ends
    return Window(min(first, start) - _DAY, max(last, end) + _DAY)


def _shared(one: Window, other: Window) -> Window | None:
    start = max(one.start or date.min, other.start or date.min)
    end = min(one.end or date.max, other.end or date.max)
    return Window(start, end) if start <= end else None


def _beside(window: Window, fillers: Iterable[Window]) -> Iterator[date]:
    """A day of each part that `window` leaves of the fillers."""
    start, end = window.ends
    for filler in fillers:
        if filler.start is None or filler.start < start:
            yield min(filler.end or start, start - _DAY)
        if filler.end is None or filler.end > end:
            yield max(filler.start or end, end + _DAY)


def _fill(
    connection: Connection, gaps: Iterable[Window], cut: dict[int, Window], fallen: sa.ColumnElement[bool]
) -> None:
    """Draw the gaps that hold letters as fillers; of the rows that were cut the others are deleted.

    A row stays where most of its letters are: years of letters without an issue are not moved for a new one.
    """
    loose = sa.or_(_in(cut), fallen)
    drawn = [gap for gap in sorted(gaps, key=str) if _count(connection, _inside(gap), loose, most=1)]
    shares = [
        (_count(connection, _inside(part)), row, gap)
        for gap in drawn
        for row, filler in cut.items()
        if (part := _shared(gap, filler))
    ]
    kept: dict[Window, int] = {}
    for _, row, gap in sorted(shares, key=lambda share: (-share[0], share[1], str(share[2]))):
        if gap not in kept and row not in kept.values():
            kept[gap] = row
    for gap in drawn:
        row = kept[gap] if gap in kept else _insert(connection, gap)
        _redraw(connection, row, gap)
        for other, filler in cut.items():
            if other != row and (part := _shared(gap, filler)):
                _move(connection, _inside(part), [other], row)
        connection.execute(sa.update(t.message).where(_inside(gap), fallen).values(window_id=row))
    gone = cut.keys() - kept.values()
    connection.execute(sa.delete(t.window).where(t.window.c.id.in_(gone)))


def _inside(window: Window) -> sa.ColumnElement[bool]:
    day = t.message.c.received_on
    return day.between(window.start or date.min, window.end or date.max)


def _in(rows: Collection[int]) -> sa.ColumnElement[bool]:
    # The sum keeps SQLite from its index on the window: a filler may hold years, the days are few.
    return (t.message.c.window_id + 0).in_(rows)


def _move(connection: Connection, days: sa.ColumnElement[bool], rows: Collection[int], to: int) -> None:
    connection.execute(sa.update(t.message).where(days, _in(rows)).values(window_id=to))


def _count(connection: Connection, *where: sa.ColumnElement[bool], most: int | None = None) -> int:
    found = sa.select(t.message.c.received_on).where(*where).limit(most).subquery()
    return int(connection.execute(sa.select(sa.func.count()).select_from(found)).scalar_one())


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


def letters_in(
    connection: Connection, window: Window, *, limit: int = 500, unclaimed: bool = False
) -> list[int]:
    """Return the letters that arrived in some days, with `unclaimed` only those that no issue has."""
    of = t.message.c
    loose = [of.window_id.not_in(sa.select(t.issue.c.window_id))] if unclaimed else []
    statement = (
        sa.select(of.id)
        .where(_inside(window), *loose)
        .order_by(of.received_on, of.received_at, of.id)  # an index gives the days in their order
        .limit(limit)
    )
    return list(connection.execute(statement).scalars())


def taken_in(connection: Connection, window_id: int, window: Window) -> dict[int, date]:
    """Return letter -> its day, of those that a window holds and that came on other days (moved by hand)."""
    of = t.message.c
    statement = (
        sa.select(of.id, of.received_on)
        .where(of.window_id == window_id, ~_inside(window))
        .order_by(of.received_at, of.id)
    )
    return {row.id: row.received_on for row in connection.execute(statement)}


def taken_away(connection: Connection, window_id: int | None, window: Window) -> dict[int, int]:
    """Return letter -> the window that an editor moved it to, of those that came in some days.

    What another window holds because it has the same days was not moved.
    """
    of, other = t.message.c, t.window.c
    theirs = of.received_on.between(
        sa.func.coalesce(other.start, date.min), sa.func.coalesce(other.end, date.max)
    )
    statement = (
        sa.select(of.id, of.window_id)
        .join(t.window, other.id == of.window_id)
        .where(_inside(window), ~theirs)
        .order_by(of.received_at, of.id)
    )
    if window_id is not None:
        statement = statement.where(of.window_id != window_id)
    return {row.id: row.window_id for row in connection.execute(statement)}


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


def stands_before(window: Window) -> sa.ColumnElement[bool]:
    """Whether a window of the table stands before this one; overlapping ones by their first days."""
    start, end = window.ends
    of = t.window.c
    return sa.or_(of.start < start, sa.and_(of.start == start, of.end < end))


def stands_behind(window: Window) -> sa.ColumnElement[bool]:
    """Whether a window of the table stands behind this one."""
    start, end = window.ends
    of = t.window.c
    return sa.or_(of.start > start, sa.and_(of.start == start, of.end > end))


def earlier_drafts(
    connection: Connection, window: Window, limit: int = 6
) -> list[tuple[int, dict[str, Any], datetime]]:
    """Return the last issues before a window, latest first: id, newest draft, and when that was composed."""
    last = (
        sa.select(t.issue.c.id, t.window.c.start, t.window.c.end)
        .join(t.window, t.window.c.id == t.issue.c.window_id)
        .where(stands_before(window))
        .where(t.issue.c.id.in_(sa.select(t.revision.c.issue_id)))
        .order_by(t.window.c.start.desc(), t.window.c.end.desc())
        .limit(limit)
        .subquery()  # chosen first: a database would sort all drafts with their texts
    )
    of = t.revision.alias("newest").c
    newest = sa.select(sa.func.max(of.revision)).where(of.issue_id == last.c.id).scalar_subquery()
    statement = (
        sa.select(last.c.id, t.revision.c.draft, t.revision.c.composed_at)
        .select_from(last)
        .join(t.revision, (t.revision.c.issue_id == last.c.id) & (t.revision.c.revision == newest))
        .order_by(last.c.start.desc(), last.c.end.desc())
    )
    return [(row.id, row.draft, row.composed_at) for row in connection.execute(statement)]
