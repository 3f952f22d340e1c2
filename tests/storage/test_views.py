"""The ledger, read: whole pages, the right filters, counts that are the database's own."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from compose.model import Window
from intake.model import MessageState
from storage import messages, views, windows
from storage.database import Engine, transaction
from storage.model import Filter, Overview
from storage.views import _PAGE
from tests.storage.filed import NOON, ZONE, file, item, kept, letter, raw, submission

MAY = Window(date(2021, 4, 30), date(2021, 5, 10))


def listed(engine: Engine, chosen: Filter) -> list[int]:
    with transaction(engine, reading=True) as connection:
        return [line.id for line in views.messages(connection, chosen)]


def on(day: int) -> datetime:
    return datetime(2021, 5, day, 9, 0, tzinfo=ZONE)


def issue(engine: Engine, window: Window = MAY) -> int:
    with transaction(engine) as connection:
        window_id = windows.claim(connection, window)
        values = {"window_id": window_id, "year": 2021, "number": 9, "serial": 9, "series": {}}
        windows.save_issue(connection, values, None)
        return window_id


# --- pages ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [0, 1, _PAGE - 1, _PAGE, _PAGE + 1, 2 * _PAGE + 30])
def test_every_message_is_listed_once_whatever_the_number_of_pages(engine: Engine, size: int) -> None:
    kept(engine, *(raw(n) for n in range(size)))
    assert listed(engine, Filter()) == list(range(1, size + 1))


def test_messages_come_in_order_of_arrival_over_all_pages(engine: Engine) -> None:
    """Three arrivals share each second, and later numbers came earlier."""
    batch = [raw(n, NOON - timedelta(seconds=n // 3)) for n in range(_PAGE * 2 + 50)]
    numbers = kept(engine, *batch)
    expected = sorted(numbers, key=lambda number: (batch[number - 1].received_at, number))
    assert listed(engine, Filter()) == expected


def test_what_hangs_on_a_message_comes_with_it_on_every_page(engine: Engine) -> None:
    numbers = kept(engine, *(raw(n) for n in range(_PAGE + 20)))
    with transaction(engine) as connection:
        for number in numbers:
            file(
                connection,
                number,
                submission(item(f"第{number}号的第一篇。"), item(f"第{number}号的第二篇。")),
            )
    with transaction(engine, reading=True) as connection:
        lines = list(views.messages(connection, Filter()))
    assert all(len(line.attachments) == 1 for line in lines)
    found = [[one["text"] for _, items in line.submissions for one in items] for line in lines]
    assert found == [[f"第{n}号的第一篇。", f"第{n}号的第二篇。"] for n in numbers]


# --- filters -------------------------------------------------------------------------------------


def test_each_filter_takes_what_it_names(engine: Engine) -> None:
    numbers = kept(engine, *(raw(n, on(day)) for n, day in enumerate([1, 5, 10, 11])))
    window_id = issue(engine)
    with transaction(engine) as connection:
        file(connection, numbers[1], submission(item()))
    assert listed(engine, Filter(ids=(numbers[3], numbers[0], 999))) == [numbers[0], numbers[3]]
    assert listed(engine, Filter(ids=())) == []
    assert listed(engine, Filter(window=window_id)) == numbers[:3]
    assert listed(engine, Filter(days=Window(date(2021, 5, 5), date(2021, 5, 10)))) == numbers[1:3]
    assert listed(engine, Filter(state="read")) == [numbers[1]]
    assert listed(engine, Filter(window=window_id, state="kept")) == [numbers[0], numbers[2]]


def test_days_are_those_of_arrival_whichever_window_holds_the_message(engine: Engine) -> None:
    (straggler,) = kept(engine, raw(1, on(20)))
    window_id = issue(engine)
    with transaction(engine) as connection:
        windows.move(connection, [straggler], window_id)
    assert listed(engine, Filter(window=window_id)) == [straggler]
    assert listed(engine, Filter(days=MAY)) == []


def test_days_without_an_end_are_refused_by_name(engine: Engine) -> None:
    with pytest.raises(ValueError, match=r"2021-05-11\.\. is open-ended"):
        listed(engine, Filter(days=Window(date(2021, 5, 11), None)))


# --- counts --------------------------------------------------------------------------------------


def test_an_empty_ledger_counts_nothing(engine: Engine) -> None:
    with transaction(engine, reading=True) as connection:
        assert views.overview(connection) == Overview()


def test_the_overview_counts_states_and_windows_and_says_the_first_and_the_last_day(engine: Engine) -> None:
    numbers = kept(engine, *(raw(n, on(day)) for n, day in enumerate([12, 1, 5])))
    issue(engine)
    with transaction(engine) as connection:
        file(connection, numbers[1], submission(item()))
        found = views.overview(connection)
    assert found.states == {"kept": 2, "read": 1}
    assert [(str(window), n) for window, n in found.windows] == [
        ("2021-04-30..2021-05-10", 2),
        ("2021-05-11..", 1),
    ]
    assert (found.first, found.last) == (date(2021, 5, 1), date(2021, 5, 12))


def test_an_issue_without_letters_is_counted_as_empty(engine: Engine) -> None:
    issue(engine)
    with transaction(engine, reading=True) as connection:
        assert views.overview(connection).windows == ((MAY, 0),)


def test_a_window_counts_its_letters_and_their_items(engine: Engine) -> None:
    numbers = kept(engine, *(raw(n, on(day)) for n, day in enumerate([1, 5, 20])))
    window_id = issue(engine)
    with transaction(engine) as connection:
        file(
            connection,
            numbers[0],
            submission(item(), item("第二篇。")),
            submission(item("附件。"), source="a"),
        )
        file(connection, numbers[2], submission(item()))
        assert views.window_counts(connection, window_id) == (2, 3)
        assert views.window_counts(connection, 999) == (0, 0)


# --- single things -------------------------------------------------------------------------------


def test_an_item_leads_to_its_letter_and_to_why_it_stands_where_it_does(engine: Engine) -> None:
    _, number = kept(engine, raw(1), raw(2))
    with transaction(engine) as connection:
        ((one,),) = file(connection, number, submission(item("正文。")))
        assert views.message_of_item(connection, one) == number
        found = views.item(connection, one)
    assert found == {
        "id": one,
        "title": "旧泵换新",
        "text": "正文。",
        "column": "开新之局",
        "group": None,
        "confidence": 0.71,
        "level": "probable",
        "reasons": ["含“设备”（+1）"],
        "alternatives": [["践铝之行", None, 0.2]],
        "published": None,
        "cues": None,
    }


def test_an_item_that_is_not_there_is_none(engine: Engine) -> None:
    with transaction(engine, reading=True) as connection:
        assert views.message_of_item(connection, 7) is None
        assert views.item(connection, 7) is None


def test_the_letters_of_a_sender_are_found_however_the_address_is_written(engine: Engine) -> None:
    numbers = kept(engine, raw(1), raw(2), raw(3), raw(4))
    addresses = ["WeiXM@gxfgs.example.com", "weixm@gxfgs.example.com", "wei@gxfgs.example.com"]
    with transaction(engine) as connection:
        for number, address in zip(numbers, addresses, strict=False):
            file(connection, number, submission(item()), letter=letter(address=address))
        assert views.letters_from(connection, "weixm@GXFGS.example.com") == numbers[:2]


def test_the_letters_of_a_state_come_in_order(engine: Engine) -> None:
    numbers = kept(engine, raw(1), raw(2), raw(3))
    with transaction(engine) as connection:
        for number in (numbers[2], numbers[0]):
            file(connection, number, state=MessageState.SET_ASIDE, reason="附件未能读出")
        assert views.in_state(connection, MessageState.SET_ASIDE) == [numbers[0], numbers[2]]
        assert views.in_state(connection, MessageState.TOO_LARGE) == []


def test_events_are_those_of_one_message_in_the_order_they_were_written(engine: Engine) -> None:
    first, second = kept(engine, raw(1), raw(2))
    with transaction(engine) as connection:
        messages.add_event(connection, first, "editor", "read", "改判", NOON)
        messages.add_event(connection, second, "editor", "read", None, NOON)
        messages.add_event(connection, first, "editor", "set_aside", "又改判", NOON - timedelta(days=1))
        found = views.events(connection, first)
    assert [event["reason"] for event in found] == [None, "改判", "又改判"]
    assert found[1]["at"] == NOON
