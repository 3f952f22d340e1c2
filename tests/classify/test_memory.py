"""What is like what an editor put right: units and figures left out, the nearest first."""

from __future__ import annotations

import pytest

from classify.features import plain
from classify.memory import NEAREST, Memory, pairs, remember
from classify.model import Near

DRILL = "氧化铝厂组织消防演练，60名职工学会使用灭火器，演练历时40分钟。"
LATER = "电解铝厂开展消防演练，85名职工逐个操作灭火器，演练历时一小时。"
SAME_UNIT = "氧化铝厂召开退休职工座谈会，氧化铝厂的老师傅讲建厂往事。"


def remembered(*texts: str, names: tuple[str, ...] = ()) -> Memory:
    taught = [Near(("听青之声", None), text[:6], f"第{n}课") for n, text in enumerate(texts, 1)]
    return remember(taught, [plain(None, text) for text in texts], names, {}, 1.0)


def likeness(memory: Memory, text: str) -> float:
    found = memory.near(plain(None, text))
    return found[0].likeness if found else 0.0


def test_a_text_is_fully_like_itself() -> None:
    assert likeness(remembered(DRILL), DRILL) == pytest.approx(1.0, abs=0.001)


def test_the_same_kind_of_another_unit_is_more_like_it_than_another_kind_of_the_same_unit() -> None:
    memory = remembered(DRILL)
    assert likeness(memory, LATER) > 0.4 > 2 * likeness(memory, SAME_UNIT)


def test_registered_units_make_no_likeness() -> None:
    text = "中铝山东职工读书，中铝山东书香满园。"
    other = "中铝山东矿石到港，中铝山东卸船。"
    assert likeness(remembered(text), other) > 0.2
    assert likeness(remembered(text, names=("中铝山东",)), other) == 0.0


def test_figures_make_no_likeness() -> None:
    assert pairs(plain(None, "完成12.5万吨"), ()) == {"完成": 1, "万吨": 1}


def test_of_lessons_that_are_equally_like_the_newest_comes_first() -> None:
    found = remembered(DRILL, SAME_UNIT, DRILL).near(plain(None, DRILL))
    assert [one.source for one in found] == ["第3课", "第1课", "第2课"]


def test_only_a_few_lessons_are_told() -> None:
    memory = remembered(*[f"{DRILL}{chr(0x4E00 + n)}" for n in range(20)])
    assert len(memory.near(plain(None, DRILL))) == NEAREST


def test_what_shares_nothing_is_not_told() -> None:
    assert remembered(DRILL).near(plain(None, "天朗气清，惠风和畅。")) == ()
    assert remembered().near(plain(None, DRILL)) == ()
    assert remembered("").near(plain(None, "")) == ()
