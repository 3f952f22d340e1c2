"""The queue of a column that prints only its share."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from compose.model import Attribution, Candidate, ColumnPlan, Fate, Form, GroupPlan, Merge
from compose.pool import take_share
from compose.select import Selection, select
from tests.compose.candidates import make_candidate

COLUMN, MODELS, TEAMS = "展事迹·学风采", "2021年中铝集团劳动模范", "2021年集团先进集体"
PORTRAITS = GroupPlan(None, Form.PORTRAIT, Merge.NONE, Attribution.UNIT, (300, 450), share=2)
PLANS = (
    ColumnPlan(COLUMN, PORTRAITS, bracket_groups=True),
    ColumnPlan("开新之局", GroupPlan(None, Form.COMPRESS, Merge.NONE, Attribution.NONE, (55, 140))),
)


def portrait(number: int, group: str = MODELS, hour: int | None = None, **changes: object) -> Candidate:
    at = datetime(2021, 5, 1, number if hour is None else hour, tzinfo=UTC)
    return make_candidate(
        number, f"第{number}个人的事迹。", column=COLUMN, group=group, received_at=at, **changes
    )


def taken(*candidates: Candidate) -> Selection:
    return take_share(select(candidates), PLANS)


def items(candidates: tuple[Candidate, ...]) -> list[int]:
    return [candidate.item for candidate in candidates]


def test_each_group_prints_its_share_of_what_came_first() -> None:
    found = taken(
        portrait(1, hour=9), portrait(2, TEAMS), portrait(3), portrait(4), portrait(5, TEAMS), portrait(6)
    )
    assert items(found.chosen) == [2, 3, 4, 5]
    assert items(found.waiting) == [6, 1]  # in the order of their turn


def test_what_waits_is_held_with_its_place_in_the_queue() -> None:
    found = taken(portrait(1), portrait(2), portrait(3), portrait(4))
    held = {entry.item: entry.reason for entry in found.entries if entry.fate is Fate.HELD}
    assert held == {
        3: "“2021年中铝集团劳动模范”每期刊2篇，按收到先后候用第1位，下期优先",
        4: "“2021年中铝集团劳动模范”每期刊2篇，按收到先后候用第2位，下期优先",
    }
    assert set(found.left_out) == {3, 4}
    assert len(found.entries) == 4


def test_what_a_person_put_in_jumps_the_queue_and_counts() -> None:
    found = taken(portrait(1), portrait(2), portrait(3, verdict="include"))
    assert items(found.chosen) == [1, 3]
    several = taken(portrait(1), *(portrait(n, verdict="include") for n in (2, 3, 4)))
    assert items(several.chosen) == [2, 3, 4]


def test_what_a_person_took_out_takes_no_place() -> None:
    found = taken(portrait(1, verdict="exclude"), portrait(2), portrait(3))
    assert items(found.chosen) == [2, 3]
    assert not found.waiting


def test_a_column_without_a_share_prints_all() -> None:
    news = [make_candidate(n, f"第{n}条。") for n in range(1, 30)]
    assert taken(*news) == select(news)
    plans = (replace(PLANS[0], default=replace(PORTRAITS, share=None)),)
    many = [portrait(n) for n in range(1, 9)]
    assert take_share(select(many), plans) == select(many)


def test_what_a_person_put_in_names_what_it_displaces() -> None:
    found = taken(portrait(1), portrait(2), portrait(3), portrait(4, verdict="include"))
    assert found.displaced == {2: (4,)}
    held = {entry.item: entry.reason for entry in found.entries if entry.fate is Fate.HELD}
    assert held[2].endswith("候用第1位，下期优先（本期的位置让给编辑收入的第4条）")
    assert held[3].endswith("候用第2位，下期优先")


def test_what_a_person_put_in_whose_turn_it_was_displaces_nothing() -> None:
    assert not taken(portrait(1), portrait(2, verdict="include"), portrait(3)).displaced


def test_what_was_kept_comes_before_what_arrived_in_its_own_order() -> None:
    candidates = [portrait(1), portrait(2), portrait(3), portrait(4)]
    found = take_share(select(candidates), PLANS, kept=[4, 3])
    assert items(found.chosen) == [3, 4]
    assert items(found.waiting) == [1, 2]
