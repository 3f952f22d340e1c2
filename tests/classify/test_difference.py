"""What a newer version says otherwise: phrases, figures first, in bounds."""

from __future__ import annotations

import difflib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify import difference as module
from classify.difference import Change, ChangeKind, applied, difference, told

OLD = "5月6日，热电厂产汽3.2万吨，比计划多1200吨。班长洪大成带着14名职工连轴转。大家说好。"


def changes(*pairs: tuple[str, str]) -> tuple[Change, ...]:
    new = OLD
    for old, other in pairs:
        assert old in new
        new = new.replace(old, other)
    return difference(OLD, new)


def test_the_same_text_has_no_changes() -> None:
    assert difference(OLD, OLD) == ()
    assert told(()) == "文字没有改动"


def test_a_figure_is_told_with_its_unit_and_marked() -> None:
    found = changes(("3.2", "3.6"))
    assert [(c.kind, c.old, c.new, c.figures) for c in found] == [
        (ChangeKind.REPLACED, "3.2万吨", "3.6万吨", True)
    ]
    assert told(found) == "改动1处：“3.2万吨”→“3.6万吨”（数字）"


def test_a_day_is_told_as_one() -> None:
    assert told(changes(("5月6日", "5月7日"))) == "改动1处：“5月6日”→“5月7日”（数字）"


def test_figures_come_first_whatever_their_place() -> None:
    found = changes(("热电厂", "动力厂"), ("14名", "16名"))
    assert told(found) == "改动2处：“14名”→“16名”（数字）；“热电”→“动力”"


def test_what_was_added_or_removed_is_told_as_such() -> None:
    assert told(changes(("大家说好。", "大家说好。厂里开了庆功会。"))) == "改动1处：增“厂里开了庆功会”"
    assert told(changes(("大家说好。", ""))) == "改动1处：删“大家说好”"


def test_a_sentence_put_elsewhere_is_told_once_as_moved() -> None:
    first, rest = OLD.split("。", 1)
    assert told(difference(OLD, f"{rest}{first}。")).startswith("改动1处：移“")


def test_changes_a_word_apart_are_read_as_one_phrase() -> None:
    (change,) = changes(("带着14名职工连轴转", "率领14名职工连续作战"))[:1]
    assert (change.old, change.new) == ("带着", "率领")


@pytest.mark.parametrize(
    "pair", [("，", ","), ("。", "．"), ("3.2", "３.２"), ("热电厂", "热电厂 "), ("大家说好。", "大家说好！")]
)
def test_widths_blanks_and_punctuation_alone_are_no_change_to_tell(pair: tuple[str, str]) -> None:
    found = changes(pair)
    assert found
    assert all(change.trivial for change in found)
    assert told(found) == "只改了标点或格式"


def test_a_decimal_point_moved_is_no_mere_punctuation() -> None:
    found = changes(("3.2万", "32万"))
    assert not any(change.trivial for change in found)
    assert found[0].figures


def test_no_more_changes_are_told_than_asked_for() -> None:
    old = "".join(f"第{n}班产量{n}吨，领班姓{c}。" for n, c in enumerate("赵钱孙李周吴郑王", 10))
    new = "".join(f"第{n}班产量{n + 9}吨，领班姓{c}。" for n, c in enumerate("赵钱孙李周吴郑王", 10))
    words = told(difference(old, new), 2)
    assert words == "改动8处：“10吨”→“19吨”（数字）；“11吨”→“20吨”（数字）；另有6处"


def test_a_long_phrase_is_told_by_its_ends() -> None:
    words = told(difference(OLD, OLD + "加" * 500 + "完。"))
    assert len(words) < 60
    assert words.endswith("加完”")


pieces = st.lists(
    st.sampled_from(["铝", "产量", "3.2万吨", "14名", "，", "。", "\n", "5月6日", "洪大成", " ", "12", "；"]),
    max_size=60,
).map("".join)


@given(pieces | st.text(max_size=80), pieces | st.text(max_size=80))
def test_the_changes_applied_to_the_old_text_give_the_new_one(old: str, new: str) -> None:
    found = difference(old, new)
    assert applied(old, found) == new
    assert all(change.old != change.new for change in found)
    assert [change.at for change in found] == sorted(change.at for change in found)
    assert isinstance(told(found), str)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("铝" * 20_000, "铝" * 19_000 + "铜" * 1_000),
        ("。" * 20_000, "。\n" * 10_000),
        ("铝铜。" * 6_666, "铝铁。铜。" * 4_000),
        ("1 " * 10_000, "1," * 10_000),
        ("".join(f"第{n}条，" for n in range(3_000)), "".join(f"第{n + n % 7}条，" for n in range(3_000))),
    ],
    ids=["one character", "points", "short sentences", "figures", "clauses"],
)
def test_long_texts_are_compared_part_by_part(old: str, new: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nowhere are stretches matched whose lengths multiply to more than the limit."""
    sizes = []

    class Watched(difflib.SequenceMatcher[str]):
        def __init__(self, junk: None, a: list[str], b: list[str], autojunk: bool = True) -> None:
            sizes.append((len(a) * len(b), autojunk))
            super().__init__(junk, a, b, autojunk)

    monkeypatch.setattr(module, "SequenceMatcher", Watched)
    assert applied(old, difference(old, new)) == new
    assert max(size for size, _ in sizes) <= module.SENTENCES**2
    assert sum(size for size, autojunk in sizes if not autojunk) <= 40 * module.INSIDE


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("两台机组", "三台机组"),
        ("第三车间完成检修", "第二车间完成检修"),
        ("获得一等奖", "获得二等奖"),
        ("二季度", "三季度"),
        ("十二人", "13人"),
    ],
)
def test_a_changed_numeral_is_a_changed_figure(old: str, new: str) -> None:
    assert [change.figures for change in difference(old, new)] == [True]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("产量3.2万吨，增长5%", "产量32000吨，增长5％"),
        ("职工12人参加", "职工十二人参加"),
        ("1,200吨", "1200吨"),
    ],
)
def test_the_same_figure_written_otherwise_is_no_change_to_tell(old: str, new: str) -> None:
    assert all(change.trivial for change in difference(old, new))
