"""Issues and their revisions, and what was said in the ones before."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from compose.model import Window
from storage import windows
from storage.database import Connection, Engine, transaction
from storage.errors import StorageError
from storage.model import StoredIssue
from tests.storage.filed import NOON, NOW, file, item, kept, raw, submission

MAY = Window(date(2021, 4, 30), date(2021, 5, 10))


def save(connection: Connection, number: int, window: Window, *, year: int = 2021) -> int:
    window_id = windows.claim(connection, window)
    values = {
        "window_id": window_id,
        "year": year,
        "number": number,
        "serial": number,
        "series": {"展事迹": number},
    }
    return windows.save_issue(connection, values, None)


def revise(connection: Connection, issue_id: int, revision: int, words: str) -> None:
    day = date(2021, 5, 14)
    windows.save_revision(connection, issue_id, revision, day=day, now=NOW, draft={"words": words})


def after(number: int) -> Window:
    """Eleven days, `number` times eleven days after those of May."""
    assert MAY.start is not None
    start = MAY.start + timedelta(days=11 * number)
    return Window(start, start + timedelta(days=10))


def test_an_issue_comes_back_with_its_window_numbers_and_newest_revision(engine: Engine) -> None:
    with transaction(engine) as connection:
        number = save(connection, 9, MAY)
        revise(connection, number, 1, "一")
        revise(connection, number, 2, "二")
        (found,) = windows.stored_issues(connection)
        (stored,) = windows.stored_windows(connection)
    assert found == StoredIssue(number, stored.id, MAY, 2021, 9, 9, {"展事迹": 9}, 2)


def test_issues_come_by_year_and_number_and_count_no_revision_before_the_first(engine: Engine) -> None:
    with transaction(engine) as connection:
        save(connection, 1, after(25), year=2022)
        save(connection, 10, after(1))
        save(connection, 9, MAY)
        found = [(i.year, i.number, i.revision) for i in windows.stored_issues(connection)]
    assert found == [(2021, 9, 0), (2021, 10, 0), (2022, 1, 0)]


def test_an_issue_is_brought_up_to_date_in_its_place(engine: Engine) -> None:
    with transaction(engine) as connection:
        number = save(connection, 9, MAY)
        assert windows.save_issue(connection, {"serial": 99}, number) == number
        (found,) = windows.stored_issues(connection)
    assert (found.number, found.serial) == (9, 99)


def test_two_issues_cannot_have_one_number(engine: Engine) -> None:
    with transaction(engine) as connection:
        save(connection, 9, MAY)
    with pytest.raises(StorageError, match=r"issue.year"), transaction(engine) as connection:
        save(connection, 9, after(1))


def test_a_revision_is_saved_once(engine: Engine) -> None:
    with transaction(engine) as connection:
        number = save(connection, 9, MAY)
        revise(connection, number, 1, "一")
    with pytest.raises(StorageError, match=r"revision.issue_id"), transaction(engine) as connection:
        revise(connection, number, 1, "又一")


def test_the_drafts_before_a_day_are_the_newest_of_each_of_six_issues(engine: Engine) -> None:
    with transaction(engine) as connection:
        for n in range(8):
            number = save(connection, 9 + n, after(n))
            revise(connection, number, 1, f"{n}旧")
            revise(connection, number, 2, f"{n}新")
        last = after(7)
        found = windows.earlier_drafts(connection, last)
    assert [draft["words"] for _, draft, _ in found] == ["6新", "5新", "4新", "3新", "2新", "1新"]


def test_an_issue_is_none_of_those_before_its_own_window(engine: Engine) -> None:
    with transaction(engine) as connection:
        made = save(connection, 9, MAY)
        revise(connection, made, 1, "五月")
        assert windows.earlier_drafts(connection, MAY) == []
        ((found, draft, _),) = windows.earlier_drafts(connection, after(1))
        assert (found, draft) == (made, {"words": "五月"})


def test_letters_of_some_days_come_in_order_of_arrival(engine: Engine) -> None:
    second, first, late = kept(
        engine, raw(1, NOON), raw(2, NOON - timedelta(days=1)), raw(3, NOON + timedelta(days=9))
    )
    with transaction(engine, reading=True) as connection:
        assert windows.letters_in(connection, MAY) == [first, second]
        assert windows.letters_in(connection, Window(None, None)) == [first, second, late]
        assert windows.letters_in(connection, Window(None, None), limit=1) == [first]
        assert windows.letters_in(connection, after(3)) == []


def test_days_hold_items_as_soon_as_a_letter_of_them_brought_some(engine: Engine) -> None:
    (number,) = kept(engine, raw(1))
    with transaction(engine) as connection:
        assert not windows.holds_items(connection, MAY)
        file(connection, number, submission(item()))
        assert windows.holds_items(connection, MAY)
        assert not windows.holds_items(connection, after(1))


def test_items_are_unclaimed_until_an_issue_has_them(engine: Engine) -> None:
    (number,) = kept(engine, raw(1))
    with transaction(engine) as connection:
        file(connection, number, submission(item()))
        assert windows.holds_items(connection, MAY, unclaimed=True)
        save(connection, 9, MAY)
        assert not windows.holds_items(connection, MAY, unclaimed=True)
        assert windows.holds_items(connection, MAY)


def test_a_letter_is_held_by_one_window(engine: Engine) -> None:
    (number,) = kept(engine, raw(1))
    with transaction(engine) as connection:
        save(connection, 9, MAY)
        (stored,) = windows.stored_windows(connection)
        assert windows.holds_letter(connection, stored.id, number)
        assert not windows.holds_letter(connection, stored.id + 1, number)
        assert not windows.holds_letter(connection, stored.id, number + 1)
