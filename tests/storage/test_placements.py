"""Items to be placed again, and the issues that print them."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from classify.model import Relation, RelationKind
from compose.model import Window
from storage import decisions, placements, windows
from storage import tables as t
from storage.database import Engine, transaction
from tests.storage.filed import NOW, file, item, kept, raw, submission


def stored(engine: Engine, *texts: str) -> list[int]:
    """The items of one letter each."""
    letters = kept(engine, *(raw(uid) for uid in range(1, len(texts) + 1)))
    with transaction(engine) as connection:
        return [
            file(connection, n, submission(item(text)))[0][0] for n, text in zip(letters, texts, strict=True)
        ]


def test_items_come_by_pages_in_order_with_their_letter(engine: Engine) -> None:
    ids = stored(engine, "一。", "二。", "三。")
    with transaction(engine, reading=True) as connection:
        first = placements.undecided(connection, None, 0, limit=2)
        rest = placements.undecided(connection, None, first[-1].id, limit=2)
    assert [one.id for one in (*first, *rest)] == ids
    assert [one.letter for one in first] == [1, 2]
    assert (first[0].subject, first[0].values["text"], first[0].values["column"]) == (
        "五月信息",
        "一。",
        "开新之局",
    )


def test_what_a_person_decided_is_not_placed_again(engine: Engine) -> None:
    ids = stored(engine, "一。", "二。")
    with transaction(engine) as connection:
        decisions.decide(
            connection, "column", ids[0], {"column": "听青之声", "group": None}, actor="e", now=NOW
        )
        decisions.decide(connection, "verdict", ids[1], {"verdict": "include"}, actor="e", now=NOW)
        assert [one.id for one in placements.undecided(connection, None, 0)] == ids[1:]


def test_only_the_windows_asked_for_are_looked_at(engine: Engine) -> None:
    ids = stored(engine, "一。")
    with transaction(engine) as connection:
        [window] = windows.stored_windows(connection)
        assert [one.id for one in placements.undecided(connection, [window.id], 0)] == ids
        assert placements.undecided(connection, [window.id + 1], 0) == []
        assert placements.undecided(connection, [], 0) == []


def issue(engine: Engine, number: int, start: date, end: date, *items: int) -> int:
    with transaction(engine) as connection:
        window = windows.claim(connection, Window(start, end))
        values = {"window_id": window, "year": 2021, "number": number, "serial": number, "series": {}}
        made = windows.save_issue(connection, values, None)
        placements.save_printing(connection, made, items)
        return made


def test_an_item_knows_the_earlier_issue_that_prints_it(engine: Engine) -> None:
    ids = stored(engine, "一。", "二。")
    issue(engine, 8, date(2021, 4, 20), date(2021, 4, 29), ids[0])
    with transaction(engine, reading=True) as connection:
        behind, overlapping = (Window(date(2021, 4, day), date(2021, 5, 10)) for day in (30, 25))
        same = Window(date(2021, 4, 20), date(2021, 4, 29))
        assert placements.printed_in(connection, ids, behind) == {ids[0]: "2021年第8期"}
        assert placements.printed_in(connection, ids, overlapping) == {ids[0]: "2021年第8期"}
        assert placements.printed_in(connection, ids, same) == {}
        assert placements.printed_in(connection, [], behind) == {}
        assert placements.printed_after(connection, ids, behind) == {}
        before = Window(date(2021, 4, 10), date(2021, 4, 22))
        assert placements.printed_after(connection, ids, before) == {ids[0]: "2021年第8期"}


def test_a_new_revision_says_anew_what_an_issue_prints(engine: Engine) -> None:
    ids = stored(engine, "一。", "二。")
    made = issue(engine, 8, date(2021, 4, 20), date(2021, 4, 29), *ids)
    with transaction(engine) as connection:
        placements.save_printing(connection, made, ids[1:])
        assert placements.printed_in(connection, ids, Window(date(2021, 5, 1), date(2021, 5, 9))) == {
            ids[1]: "2021年第8期"
        }


# --- how items stand to each other ---------------------------------------------------------------


def related(engine: Engine, *relations: tuple[int, str, int]) -> None:
    with transaction(engine) as connection:
        for number, kind, to in relations:
            values = {"relation_kind": kind, "relation_to": to, "relation_reason": f"第{to}条"}
            connection.execute(sa.update(t.item).where(t.item.c.id == number).values(**values))


def behind(engine: Engine, *items: int) -> dict[int, int]:
    with transaction(engine, reading=True) as connection:
        return {item: found.to for item, found in placements.relations_behind(connection, items).items()}


def test_relations_are_followed_back_step_by_step(engine: Engine) -> None:
    a, b, c, d = stored(engine, "一。", "二。", "三。", "四。")
    related(engine, (b, "duplicate", a), (c, "version", b), (d, "sibling", a))
    assert behind(engine, c) == {c: b, b: a}
    assert behind(engine, a) == behind(engine) == {}
    with transaction(engine, reading=True) as connection:
        assert placements.relations_behind(connection, [b]) == {
            b: Relation(RelationKind.DUPLICATE, a, f"第{a}条")
        }


def test_relations_in_a_circle_and_very_long_stories_come_to_an_end(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b, c, d = stored(engine, "一。", "二。", "三。", "四。")
    related(engine, (b, "version", a), (a, "version", b), (c, "version", b), (d, "version", c))
    assert behind(engine, d) == {d: c, c: b, b: a, a: b}
    monkeypatch.setattr(placements, "STEPS", 2)
    assert behind(engine, d) == {d: c, c: b}


def test_what_an_editor_left_out_of_an_earlier_issue_is_known(engine: Engine) -> None:
    ids = stored(engine, "一。", "二。")
    issue(engine, 8, date(2021, 5, 1), date(2021, 5, 10), ids[1])
    with transaction(engine) as connection:
        decisions.decide(connection, "verdict", ids[0], {"verdict": "exclude"}, actor="e", now=NOW)
        later = Window(date(2021, 5, 11), date(2021, 5, 20))
        assert placements.excluded_in(connection, ids, later) == {ids[0]: "2021年第8期"}
        assert placements.excluded_in(connection, ids, Window(date(2021, 4, 1), date(2021, 4, 10))) == {}
        decisions.decide(connection, "verdict", ids[0], {"verdict": "include"}, actor="e", now=NOW)
        assert placements.excluded_in(connection, ids, later) == {}


def test_the_letters_of_some_days_that_speak_of_others_are_found_in_other_windows(engine: Engine) -> None:
    a, b, c = stored(engine, "一。", "二。", "三。")
    related(engine, (b, "note_on", a), (c, "version", a))
    with transaction(engine) as connection:
        connection.execute(sa.update(t.message).where(t.message.c.id == 1).values(state="set_aside"))
        day = connection.execute(sa.select(sa.func.max(t.message.c.received_on))).scalar_one()
        [window] = windows.stored_windows(connection)
        assert placements.notes_between(connection, date(2000, 1, 1), day, window.id + 1) == [1, 2]
        assert placements.notes_between(connection, date(2000, 1, 1), day, window.id) == []
        assert placements.notes_between(connection, date(2000, 1, 1), date(2000, 1, 2), window.id + 1) == []
