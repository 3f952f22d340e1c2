"""Who might share text with whom: found by sampled hashes."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from classify.duplicates import sampled
from storage import tables as t
from storage.database import Engine, transaction
from storage.grams import remember_grams, sharing
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
