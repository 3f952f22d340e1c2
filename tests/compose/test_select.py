"""Which items are printed: a person's word first, then versions, copies and what was printed before."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify.model import Publication, Relation, RelationKind
from compose.asked import Asked
from compose.model import Candidate, Credit, Fate
from compose.select import Selection, select
from tests.compose.candidates import make_candidate, make_relation


def item(number: int, relation: tuple[str, int] | None = None, **changes: object) -> Candidate:
    related = make_relation(*relation) if relation else None
    return make_candidate(
        number, f"广西华昇第{number}条来稿的正文。", title=f"第{number}条标题", relation=related, **changes
    )


def fates(selection: Selection) -> dict[int, str]:
    return {entry.item: entry.fate.value for entry in selection.entries}


def reason(selection: Selection, number: int) -> str:
    return next(entry.reason for entry in selection.entries if entry.item == number)


def test_items_without_relations_are_all_placed_in_the_order_given() -> None:
    chosen = select([item(3), item(1), item(2)])
    assert [candidate.item for candidate in chosen.chosen] == [3, 1, 2]
    assert {entry.reason for entry in chosen.entries} == {""}


def test_an_entry_names_the_letter_of_its_item() -> None:
    (entry,) = select([item(7)]).entries
    assert (entry.item, entry.letter) == (7, 107)


@pytest.mark.parametrize("text", ["", " \n\u3000", "\x00\x07\u200b\ufeff"])
def test_an_item_without_visible_words_is_held_even_if_a_person_wants_it(text: str) -> None:
    for verdict in (None, "include"):
        found = select([make_candidate(1, text, verdict=verdict)])
        assert fates(found) == {1: "held"}
        assert "没有正文" in reason(found, 1)


def test_what_a_person_takes_out_is_excluded_with_a_reason() -> None:
    found = select([item(1, verdict="exclude"), item(2)])
    assert fates(found) == {1: "excluded", 2: "placed"}
    assert "编辑" in reason(found, 1)


def test_a_copy_is_left_out_and_names_what_it_repeats() -> None:
    copy = make_candidate(2, "同一件事。", relation=make_relation("duplicate", 1, "正文相同"))
    found = select([item(1), copy])
    assert fates(found) == {1: "placed", 2: "duplicate"}
    assert reason(found, 2) == "与第1条《第1条标题》（来信101，广西华昇）重复（正文相同）"


def test_a_copy_of_what_is_not_at_hand_stands_in_for_it() -> None:
    assert fates(select([item(2, ("duplicate", 1))])) == {2: "placed"}


def test_a_copy_of_what_was_printed_before_is_left_out() -> None:
    found = select([item(2, ("duplicate", 1))], already_published={1: "2021年第8期已刊"})
    assert fates(found) == {2: "duplicate"}
    assert "2021年第8期已刊的第1条" in reason(found, 2)


def test_an_untitled_item_is_named_by_its_first_words() -> None:
    first = make_candidate(1, "\n广西华昇组织青年员工参观老厂房并聆听三代人的创业故事。\n其余", unit=None)
    found = select([first, item(2, ("duplicate", 1))])
    assert reason(found, 2) == "与第1条《广西华昇组织青年员工参观老厂房并聆听三代》（来信101）重复"


def test_the_newest_of_several_versions_stands_and_is_named_by_the_others() -> None:
    found = select([item(1), item(2, ("version", 1)), item(3, ("version", 2))])
    assert fates(found) == {1: "superseded", 2: "superseded", 3: "placed"}
    assert "第3条" in reason(found, 1)
    assert "第3条" in reason(found, 2)


def test_the_newest_of_two_versions_of_the_same_item_stands() -> None:
    found = select([item(1), item(3, ("version", 1)), item(2, ("version", 1))])
    assert fates(found)[1] == "superseded"
    assert "第3条" in reason(found, 1)


@pytest.mark.parametrize("newer", [{"verdict": "exclude"}, {"text": " "}])
def test_a_newer_version_that_is_not_printed_replaces_nothing(newer: dict[str, object]) -> None:
    text = str(newer.pop("text", "新的正文。"))
    version = make_candidate(2, text, relation=make_relation("version", 1), **newer)
    assert fates(select([item(1), version]))[1] == "placed"


def test_a_person_may_print_a_replaced_version_a_copy_and_what_was_printed_before() -> None:
    found = select(
        [
            item(1, verdict="include"),
            item(2, ("version", 1)),
            item(3, ("duplicate", 2), verdict="include"),
            item(4, verdict="include"),
        ],
        already_published={4: "2021年第8期已刊"},
    )
    assert set(fates(found).values()) == {"placed"}


def test_what_was_printed_before_is_held() -> None:
    found = select([item(1), item(2)], already_published={1: "2021年第8期已刊"})
    assert fates(found) == {1: "held", 2: "placed"}
    assert reason(found, 1) == "2021年第8期已刊，不再重复编发"


def test_a_correction_of_what_was_printed_before_waits_for_a_person() -> None:
    found = select([item(2, ("version", 1))], already_published={1: "2021年第8期已刊"})
    assert fates(found) == {2: "held"}
    assert "更正" in reason(found, 2)


@pytest.mark.parametrize("kind", ["digest_of", "sibling"])
def test_other_relations_leave_both_items_in(kind: str) -> None:
    assert fates(select([item(1), item(2, (kind, 1))])) == {1: "placed", 2: "placed"}


@pytest.mark.parametrize("kind", ["duplicate", "version"])
def test_an_item_related_to_itself_stands(kind: str) -> None:
    assert fates(select([item(1, (kind, 1))])) == {1: "placed"}


def test_of_copies_that_refer_to_each_other_the_oldest_stands() -> None:
    circle = [item(1, ("duplicate", 3)), item(2, ("duplicate", 1)), item(3, ("duplicate", 2))]
    assert fates(select(circle)) == {1: "placed", 2: "duplicate", 3: "duplicate"}


def test_a_copy_outside_a_circle_of_copies_is_left_out() -> None:
    found = select([item(2, ("duplicate", 3)), item(3, ("duplicate", 2)), item(1, ("duplicate", 3))])
    assert fates(found) == {1: "duplicate", 2: "placed", 3: "duplicate"}


def test_of_versions_that_refer_to_each_other_the_newest_stands() -> None:
    circle = [item(1, ("version", 3)), item(2, ("version", 1)), item(3, ("version", 2))]
    assert fates(select(circle)) == {1: "superseded", 2: "superseded", 3: "placed"}


relations = st.none() | st.builds(Relation, st.sampled_from(list(RelationKind)), st.integers(1, 8))


@given(
    st.lists(st.tuples(relations, st.sampled_from([None, "include", "exclude"]), st.booleans()), max_size=8),
    st.frozensets(st.integers(1, 8)),
)
def test_whatever_refers_to_what_each_item_has_one_fate_and_the_placed_are_the_chosen(
    drawn: list[tuple[Relation | None, str | None, bool]], published: frozenset[int]
) -> None:
    candidates = [
        make_candidate(n, "正文。" if words else "", relation=relation, verdict=verdict)
        for n, (relation, verdict, words) in enumerate(drawn, 1)
    ]
    found = select(candidates, already_published=dict.fromkeys(published, "2021年第8期已刊"))
    assert [entry.item for entry in found.entries] == [candidate.item for candidate in candidates]
    assert [c.item for c in found.chosen] == [e.item for e in found.entries if e.fate is Fate.PLACED]
    assert all(entry.reason or entry.fate is Fate.PLACED for entry in found.entries)


@given(
    st.lists(
        st.sampled_from(["duplicate", "version"]).flatmap(lambda k: st.tuples(st.just(k), st.integers(1, 6))),
        min_size=1,
        max_size=6,
    )
)
def test_copies_and_versions_of_each_other_never_all_vanish(drawn: list[tuple[str, int]]) -> None:
    candidates = [item(n, relation) for n, relation in enumerate(drawn, 1)]
    assert select(candidates).chosen


def test_what_a_back_issue_has_printed_is_held_with_its_words() -> None:
    printed = Publication("2021年第8期", "听青之声", "广西华昇团委慰问老矿工30人。")
    found = select([replace(item(1), published=printed), item(2)])
    assert [entry.fate for entry in found.entries] == [Fate.HELD, Fate.PLACED]
    assert reason(found, 1) == "2021年第8期听青之声已刊：“广西华昇团委慰问老矿工30人。”，须重发请用 --include"


def test_an_editor_may_print_again_what_a_back_issue_has_printed() -> None:
    printed = Publication("2021年第8期", "听青之声", "广西华昇团委慰问老矿工30人。")
    [entry] = select([replace(item(1), published=printed, verdict="include")]).entries
    assert entry.fate is Fate.PLACED


# --- who else sent it ----------------------------------------------------------------------------


def credited(selection: Selection) -> dict[int, list[int]]:
    return {item: [one.item for one in credits_] for item, credits_ in selection.credited.items()}


def test_who_sent_the_same_is_credited_at_what_is_printed() -> None:
    other = item(2, ("duplicate", 1), unit="中州铝业", contributor="李四", sender="宣传部")
    found = select([item(1), other])
    assert found.credited == {1: (Credit(2, 102, "中州铝业", "李四", "宣传部"),)}


def test_who_sends_the_same_again_is_credited_once() -> None:
    assert credited(select([item(1), item(2, ("duplicate", 1))])) == {}


def test_a_copy_of_a_copy_is_credited_at_the_first() -> None:
    copies = [item(2, ("duplicate", 1), sender="乙"), item(3, ("duplicate", 2), sender="丙")]
    assert credited(select([item(1), *copies])) == {1: [2, 3]}


def test_who_sent_an_older_version_as_well_is_credited_at_the_newest() -> None:
    found = select([item(1), item(2, ("version", 1)), item(3, ("duplicate", 1), sender="丙")])
    assert credited(found) == {2: [3]}


def test_nobody_is_credited_at_what_is_not_printed() -> None:
    copy = item(2, ("duplicate", 1), sender="乙")
    assert credited(select([item(1, verdict="exclude"), copy])) == {}
    assert credited(select([item(1), copy], already_published={1: "2021年第8期已刊"})) == {}


def test_a_copy_that_a_person_prints_too_is_no_credit() -> None:
    assert credited(select([item(1), item(2, ("duplicate", 1), sender="乙", verdict="include")])) == {}


# --- chains --------------------------------------------------------------------------------------


def test_a_version_of_a_copy_replaces_what_was_copied() -> None:
    found = select([item(1), item(2, ("duplicate", 1), sender="乙"), item(3, ("version", 2))])
    assert fates(found) == {1: "superseded", 2: "duplicate", 3: "placed"}
    assert credited(found) == {3: [2]}


def test_of_two_versions_of_one_item_the_older_is_replaced_as_well() -> None:
    found = select([item(1), item(2, ("version", 1)), item(3, ("version", 1))])
    assert fates(found) == {1: "superseded", 2: "superseded", 3: "placed"}
    assert "第3条" in reason(found, 2)


def test_versions_of_what_is_not_at_hand_replace_each_other() -> None:
    found = select([item(5, ("version", 1)), item(6, ("version", 1))])
    assert fates(found) == {5: "superseded", 6: "placed"}


def test_a_straggler_of_a_higher_number_does_not_replace_its_own_correction() -> None:
    """Numbers tell when a letter was read, relations what came first."""
    assert fates(select([item(2, ("version", 9)), item(9)])) == {2: "placed", 9: "superseded"}


def test_what_is_left_out_is_at_hand_to_compare_with() -> None:
    first = item(1)
    assert select([first, item(2, ("version", 1))]).left_out == {1: first}


def test_of_several_newest_versions_the_one_that_arrived_last_stands_whatever_its_number() -> None:
    """A letter that was read last need not have arrived last."""
    first, last, middle = item(1), item(2, ("version", 1)), item(3, ("version", 1))
    middle = replace(middle, received_at=last.received_at - timedelta(minutes=5))
    assert fates(select([first, middle, last])) == {1: "superseded", 2: "placed", 3: "superseded"}


def test_of_versions_that_arrived_at_once_the_higher_number_stands() -> None:
    versions = [replace(item(n, ("version", 1)), received_at=item(2).received_at) for n in (2, 3)]
    assert fates(select([item(1), *versions])) == {1: "superseded", 2: "superseded", 3: "placed"}


# --- stories that go on in other windows -----------------------------------------------------------

PRINTED = {1: "2021年第9期已刊"}


def test_a_correction_of_a_copy_that_another_window_left_out_knows_what_was_printed() -> None:
    earlier = {2: make_relation("duplicate", 1)}
    found = select([item(3, ("version", 2))], already_published=PRINTED, earlier=earlier)
    assert fates(found) == {3: "held"}
    assert reason(found, 3) == "是第1条的更正稿，原稿2021年第9期已刊，请编辑决定是否更正"


def test_a_copy_of_a_copy_of_what_was_printed_is_left_out() -> None:
    earlier = {2: make_relation("duplicate", 1)}
    found = select([item(3, ("duplicate", 2))], already_published=PRINTED, earlier=earlier)
    assert fates(found) == {3: "duplicate"}
    assert "2021年第9期已刊的第1条" in reason(found, 3)


def test_a_copy_of_a_correction_of_what_was_printed_is_for_a_person_to_decide() -> None:
    earlier = {2: make_relation("version", 1)}
    found = select([item(3, ("duplicate", 2))], already_published=PRINTED, earlier=earlier)
    assert fates(found) == {3: "held"}


def test_relations_that_run_in_a_circle_through_other_windows_come_to_an_end() -> None:
    earlier = {2: make_relation("duplicate", 4), 4: make_relation("version", 2)}
    found = select([item(3, ("version", 2))], already_published=PRINTED, earlier=earlier)
    assert fates(found) == {3: "placed"}


def test_what_is_perhaps_printed_is_not_held() -> None:
    printed = Publication("2021年第8期", "开新之局", "完成产量3.2万吨。", certain=False)
    assert fates(select([item(1, published=printed)])) == {1: "placed"}
    assert fates(select([item(1, published=replace(printed, certain=True))])) == {1: "held"}


# --- what letters ask about a piece ----------------------------------------------------------------


def ask(to: int, *, withdraws: bool = True, sender: str = "news@example.com", hours: int = 9) -> Asked:
    """What letter 190 asks, so many hours behind the first letter."""
    at = item(0).received_at + timedelta(hours=hours)
    return Asked(190, sender, at, to, withdraws, f"要求撤回第{to + 100}号来信的条目 {to}：“请撤回”")


def test_a_piece_that_its_sender_takes_back_is_held_with_the_letter_and_the_way_out() -> None:
    found = select([item(1), item(2)], asked=(ask(1),))
    assert fates(found) == {1: "held", 2: "placed"}
    assert reason(found, 1) == "来信人要求撤回（第190号来信）；不理会这封信、仍要采用，请用 --include 1"
    assert list(found.asked) == [1]


@pytest.mark.parametrize("asked", [ask(1, sender="他人"), ask(1, withdraws=False)])
def test_what_others_ask_and_corrections_leave_the_piece_on_the_page(asked: Asked) -> None:
    found = select([item(1)], asked=(asked,))
    assert fates(found) == {1: "placed"}
    assert found.asked == {1: (asked,)}


def test_a_person_may_print_what_its_sender_takes_back() -> None:
    assert fates(select([item(1, verdict="include")], asked=(ask(1),))) == {1: "placed"}


def test_a_letter_means_what_stood_for_its_piece_when_it_came() -> None:
    copy = select([item(1), item(2, ("duplicate", 1))], asked=(ask(2),))
    assert fates(copy) == {1: "held", 2: "duplicate"}
    later = select([item(1), item(2, ("version", 1))], asked=(ask(1, hours=1),))
    assert fates(later) == {1: "superseded", 2: "placed"}
    assert list(later.asked) == [1]


def test_the_older_version_of_what_was_taken_back_does_not_come_in_its_stead() -> None:
    assert fates(select([item(1), item(2, ("version", 1))], asked=(ask(2),))) == {1: "superseded", 2: "held"}


def test_what_a_person_took_out_says_when() -> None:
    at = datetime(2021, 5, 12, 1, 30, tzinfo=UTC)
    found = select([item(1, verdict="exclude", decided_at=at)])
    assert reason(found, 1) == "编辑于2021年5月12日09:30决定不采用"
