"""Who might share text with whom: found by sampled hashes."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from classify.duplicates import sampled
from storage import grams
from storage import tables as t
from storage.database import Engine, transaction
from storage.grams import pieces, remember_grams, sharing
from tests.storage.filed import NOON, file, item, kept, raw, submission

NEWS = (
    "包头铝业电解二车间党支部成立三个攻关小组，用二十天时间把阳极效应系数降到每槽日0.05次，"
    "吨铝交流电耗比上月下降42千瓦时，职工把省下来的电费写在车间门口的黑板上。"
)
OTHER = "青海分公司工会为倒班宿舍换上新热水器，夜班职工下班后随时有热水可用。"


@pytest.fixture
def items(engine: Engine) -> list[int]:
    """Three items of two letters without hashes."""
    first, second = kept(engine, raw(1), raw(2))
    with transaction(engine) as connection:
        one = file(connection, first, submission(item(NEWS), item(OTHER)))
        two = file(connection, second, submission(item("第三篇。")))
    return [*one[0], *two[0]]


def shared(engine: Engine, *hashes: int, limit: int = 12) -> list[int]:
    with transaction(engine, reading=True) as connection:
        return [row["id"] for row in sharing(connection, hashes, limit)]


def remember(engine: Engine, item_id: int, *hashes: int) -> None:
    with transaction(engine) as connection:
        remember_grams(connection, item_id, hashes)


def test_an_item_that_shares_hashes_comes_with_its_text_and_letter(engine: Engine, items: list[int]) -> None:
    remember(engine, items[1], 11, 12)
    with transaction(engine, reading=True) as connection:
        assert sharing(connection, [12, 13]) == [
            {
                "id": items[1],
                "text": OTHER,
                "title": "旧泵换新",
                "unit": "广西分公司",
                "message": 1,
                "received_at": NOON,
            }
        ]


def test_who_shares_most_comes_first(engine: Engine, items: list[int]) -> None:
    remember(engine, items[0], 1, 2)
    remember(engine, items[1], 1, 2, 3, 4)
    remember(engine, items[2], 2, 3, 4)
    assert shared(engine, 1, 2, 3, 4) == [items[1], items[2], items[0]]
    assert shared(engine, 1, 2, 3, 4, limit=2) == [items[1], items[2]]


def test_who_shares_as_much_comes_in_the_order_of_arrival(engine: Engine, items: list[int]) -> None:
    for number in reversed(items):
        remember(engine, number, 5)
    assert shared(engine, 5) == items


@pytest.mark.parametrize("hashes", [(), (9,)])
def test_nobody_shares_nothing(engine: Engine, items: list[int], hashes: tuple[int, ...]) -> None:
    remember(engine, items[0], 1, 2)
    assert shared(engine, *hashes) == []


def test_remembering_again_replaces_what_was_remembered(engine: Engine, items: list[int]) -> None:
    remember(engine, items[0], 1, 2)
    remember(engine, items[1], 1)
    remember(engine, items[0], 3, 3)
    assert shared(engine, 1, 2) == [items[1]]
    assert shared(engine, 3) == [items[0]]
    remember(engine, items[0])
    assert shared(engine, 3) == []


def test_hashes_go_with_their_item(engine: Engine, items: list[int]) -> None:
    remember(engine, items[1], 1)
    with transaction(engine) as connection:
        file(connection, 1, submission(item(NEWS)))
        assert connection.execute(sa.select(t.gram)).all() == []


def test_an_edited_piece_is_found_by_the_sample_of_its_text(engine: Engine, items: list[int]) -> None:
    remember(engine, items[0], *sampled(NEWS))
    remember(engine, items[1], *sampled(OTHER))
    edited = NEWS.replace("42千瓦时", "45千瓦时").replace("三个", "四个")
    assert shared(engine, *sampled(edited)) == [items[0]]


def test_a_very_long_piece_is_found_again_by_a_part_of_its_sample(engine: Engine, items: list[int]) -> None:
    long = "".join(chr(0x4E00 + n * 7919 % 20_000) for n in range(8000))
    assert len(sampled(long)) > 400
    remember(engine, items[2], *sampled(long))
    assert shared(engine, *sampled(long)) == [items[2]]


# --- many that share -----------------------------------------------------------------------------


def many(engine: Engine, count: int, **changes: object) -> list[int]:
    """Items of as many letters that arrive a minute apart."""
    first = uids(engine)
    letters = kept(engine, *(raw(first + n, NOON + timedelta(minutes=n)) for n in range(count)))
    with transaction(engine) as connection:
        filed = [file(connection, letter, submission(item(f"第{letter}篇。"))) for letter in letters]
        found = [own[0][0] for own in filed]
        if changes:
            connection.execute(sa.update(t.item).where(t.item.c.id.in_(found)).values(**changes))
    return found


def uids(engine: Engine) -> int:
    with transaction(engine, reading=True) as connection:
        return (connection.execute(sa.select(sa.func.max(t.message.c.uid))).scalar_one() or 0) + 1


def test_a_rare_hash_counts_more_than_common_ones(engine: Engine) -> None:
    followers = many(engine, 40)
    for number in followers:
        remember(engine, number, 1, 2, 3)
    remember(engine, followers[7], 1, 2, 99)
    assert shared(engine, 1, 2, 3, 99)[0] == followers[7]


def test_a_units_own_are_found_behind_the_followers_of_a_pattern(engine: Engine) -> None:
    followers, own = many(engine, 30, unit="中州铝业"), many(engine, 1, unit="广西分公司")
    unknown = many(engine, 1, unit=None)
    for number in followers:
        remember(engine, number, 1, 2, 3)
    remember(engine, own[0], 1, 2)
    remember(engine, unknown[0], 1)
    with transaction(engine, reading=True) as connection:
        rows = sharing(connection, [1, 2, 3], 8, unit="广西分公司")
        assert [row["id"] for row in rows] == [*followers[:8], *own, *unknown]
        assert len(sharing(connection, [1, 2, 3], 8)) == 8


def test_what_arrived_later_is_left_out_and_takes_nobodys_place(engine: Engine) -> None:
    found = many(engine, 20)
    for number in found:
        remember(engine, number, 1)
    with transaction(engine, reading=True) as connection:
        rows = sharing(connection, [1], 4, before=(NOON + timedelta(minutes=2), 3))
    assert [row["id"] for row in rows] == found[:2]


def test_of_items_that_arrived_at_once_the_earlier_letter_is_before(engine: Engine) -> None:
    first, second = many(engine, 1), many(engine, 1)
    for number in (*first, *second):
        remember(engine, number, 1)
    with transaction(engine, reading=True) as connection:
        assert [row["id"] for row in sharing(connection, [1], before=(NOON, 2))] == first


def test_of_a_very_common_hash_only_the_newest_items_are_looked_at(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many have it, a query looks at no more."""
    monkeypatch.setattr(grams, "NEWEST", 5)
    found = many(engine, 12)
    for number in found:
        remember(engine, number, 1)
    assert shared(engine, 1) == found[-5:]


def test_no_more_items_are_looked_at_than_the_rarest_hashes_have(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grams, "ROWS", 4)
    found = many(engine, 6)
    for number in found:
        remember(engine, number, 1)
    remember(engine, found[2], 1, 2, 3)
    assert shared(engine, 1, 2, 3) == [found[2]]


def test_pieces_come_as_title_and_text(engine: Engine, items: list[int]) -> None:
    with transaction(engine, reading=True) as connection:
        assert pieces(connection, [items[1], 999]) == {items[1]: f"旧泵换新\n{OTHER}"}
        assert pieces(connection, []) == {}


def test_hundreds_of_later_copies_hide_nothing_from_an_older_letter_that_is_read_again(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grams, "NEWEST", 5)
    monkeypatch.setattr(grams, "RANKED", 4)
    found = many(engine, 30)
    for number in found:
        remember(engine, number, 1, 2)
    with transaction(engine, reading=True) as connection:
        rows = sharing(connection, [1, 2], before=(NOON + timedelta(minutes=3), 4))
    assert [row["id"] for row in rows] == found[:3]


def test_a_letter_that_arrived_early_and_was_read_late_is_found_among_later_ones(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grams, "RANKED", 2)
    found = many(engine, 9)
    for number in (*found[4:], found[0]):
        remember(engine, number, *((1, 2) if number != found[0] else (1,)))
    with transaction(engine) as connection:
        connection.execute(
            sa.update(t.message).where(t.message.c.id == 9).values(received_at=NOON - timedelta(1))
        )
        rows = sharing(connection, [1, 2], before=(NOON + timedelta(minutes=3), 4))
    assert [row["id"] for row in rows] == [found[8], found[0]]
