"""Why there is nothing to compose: whose the letters of some days are."""

from __future__ import annotations

from collections.abc import Iterable

from compose.model import Window
from desk.errors import NothingToDoError
from storage import views, windows
from storage.database import Connection
from storage.model import StoredIssue


def nothing(connection: Connection, window: Window, known: Iterable[StoredIssue]) -> NothingToDoError:
    """Say why a window has no pieces: other issues hold its days, its letters bring none, or none came."""
    holders = [issue for issue in known if _overlaps(issue.window, window)]
    if holders:
        return NothingToDoError(_held(connection, window, holders))
    if letters := windows.letters_in(connection, window):
        return NothingToDoError(
            f"窗口 {window} 内的 {len(letters)} 封来信都没有可用的来稿；"
            f"各封的情况见 intake list --window {window}。"
        )
    overview = views.overview(connection)
    have = f"库中来信的时间为 {overview.first} 至 {overview.last}" if overview.first else "库中还没有任何来信"
    return NothingToDoError(
        f"窗口 {window} 内没有来信。{have}；请核对 --window 的日期，或先运行 intake poll 收信。"
    )


def _overlaps(one: Window, other: Window) -> bool:
    return one.ends[0] <= other.ends[1] and other.ends[0] <= one.ends[1]


def _held(connection: Connection, window: Window, holders: Iterable[StoredIssue]) -> str:
    """Name the issues that hold the days, and how to go on from there."""
    named = [
        f"{issue.year}年第{issue.number}期（采集时间 {issue.window}，"
        f"来信 {views.window_counts(connection, issue.window_id)[0]} 封）"
        for issue in holders
    ]
    again = "、".join(f"--window {issue.window}" for issue in holders)
    return (
        f"窗口 {window} 内没有尚未编期的来稿：这些日子的来信已归{'、'.join(named)}。"
        f"要重编那一期或看它的总账，请用 {again}；要把其中一条移到新的一期，请加 --include 编号。"
    )
