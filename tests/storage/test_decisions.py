"""What people decided: the newest word holds, earlier ones stay written down."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from storage import decisions
from storage import tables as t
from storage.database import Connection, Engine, transaction
from storage.model import Decision, TaughtSender
from tests.storage.filed import NOW, file, item, kept, letter, raw, submission

DAY = timedelta(days=1)


def say(connection: Connection, kind: str, target: int, day: int = 0, **value: Any) -> None:
    decisions.decide(connection, kind, target, value, actor="editor", now=NOW + day * DAY)


def test_a_decision_comes_back_with_its_value_and_moment(engine: Engine) -> None:
    with transaction(engine) as connection:
        say(connection, "column", 7, column="践铝之行", group=None)
        found = decisions.decisions(connection, "column", [7])
    assert found == {7: Decision("column", 7, {"column": "践铝之行", "group": None}, NOW)}


def test_the_newest_word_holds_and_the_earlier_ones_stay(engine: Engine) -> None:
    with transaction(engine) as connection:
        say(connection, "verdict", 7, verdict="include")
        say(connection, "verdict", 7, verdict="exclude")
        assert decisions.decisions(connection, "verdict", [7])[7].value == {"verdict": "exclude"}
        rows = connection.execute(sa.select(t.decision.c.value, t.decision.c.actor)).all()
    assert [tuple(row) for row in rows] == [
        ({"verdict": "include"}, "editor"),
        ({"verdict": "exclude"}, "editor"),
    ]


def test_the_last_one_said_holds_even_where_the_clock_was_set_back(engine: Engine) -> None:
    with transaction(engine) as connection:
        say(connection, "verdict", 7, verdict="include")
        say(connection, "verdict", 7, day=-1, verdict="exclude")
        assert decisions.decisions(connection, "verdict", [7])[7].value == {"verdict": "exclude"}


def test_decisions_of_another_kind_or_target_are_left_out(engine: Engine) -> None:
    with transaction(engine) as connection:
        say(connection, "unit", 7, unit="包头铝业")
        say(connection, "column", 8, column="开新之局")
        assert set(decisions.decisions(connection, "unit", [7, 8])) == {7}
        assert decisions.decisions(connection, "unit", []) == {}
        assert decisions.decisions(connection, "verdict", [7, 8]) == {}


def test_a_letter_whose_unit_was_decided_teaches_its_sender(engine: Engine) -> None:
    first, second = kept(engine, raw(1), raw(2))
    with transaction(engine) as connection:
        file(connection, first, submission(item()), letter=letter(address="Info@mail.example.com"))
        file(connection, second, submission(item()), letter=letter(address="other@mail.example.com"))
        say(connection, "unit", first, unit="包头铝业")
        say(connection, "column", second, column="开新之局")
        assert decisions.taught_senders(connection) == {
            "info@mail.example.com": TaughtSender("包头铝业", first, NOW)
        }


def test_of_several_letters_of_a_sender_the_newest_word_teaches(engine: Engine) -> None:
    first, second = kept(engine, raw(1), raw(2))
    with transaction(engine) as connection:
        file(connection, first, submission(item()), letter=letter(address="info@mail.example.com"))
        file(connection, second, submission(item()), letter=letter(address="INFO@mail.example.com"))
        say(connection, "unit", second, unit="中州铝业")
        say(connection, "unit", first, unit="包头铝业")
        assert decisions.taught_senders(connection) == {
            "info@mail.example.com": TaughtSender("包头铝业", first, NOW, ("中州铝业",))
        }


def test_of_a_letter_that_was_decided_twice_the_newest_word_alone_teaches(engine: Engine) -> None:
    (number,) = kept(engine, raw(1))
    with transaction(engine) as connection:
        file(connection, number, submission(item()), letter=letter(address="info@mail.example.com"))
        say(connection, "unit", number, unit="中州铝业")
        say(connection, "unit", number, day=1, unit="包头铝业")
        assert decisions.taught_senders(connection) == {
            "info@mail.example.com": TaughtSender("包头铝业", number, NOW + DAY)
        }


def test_a_letter_that_has_no_sender_yet_teaches_nobody(engine: Engine) -> None:
    (number,) = kept(engine, raw(1))
    with transaction(engine) as connection:
        say(connection, "unit", number, unit="包头铝业")
        assert decisions.taught_senders(connection) == {}


def test_a_decision_outlives_another_reading_of_its_letter(engine: Engine) -> None:
    (number,) = kept(engine, raw(1))
    with transaction(engine) as connection:
        ((one, other),) = file(connection, number, submission(item(), item("第二篇。")))
        say(connection, "column", one, column="听青之声")
        say(connection, "column", other, column="悟心之语")
        ((again, added, _),) = file(connection, number, submission(item("改过。"), item(), item("第三篇。")))
        found = decisions.decisions(connection, "column", [again, added])
    assert [found[number].value["column"] for number in (again, added)] == ["听青之声", "悟心之语"]
