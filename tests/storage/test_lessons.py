"""What the editors taught, in the store: lessons with their examples, what was printed, models."""

from __future__ import annotations

from datetime import timedelta

import pytest

from classify.duplicates import sampled
from classify.model import Example
from storage import lessons as store
from storage.database import Engine, transaction
from storage.model import Lesson, TaughtExample
from tests.storage.filed import NOW

PRINTED = "包头铝业电解二车间党支部成立三个攻关小组，吨铝交流电耗比上月下降42千瓦时。"
ISSUE = Lesson("issue", "2021年第8期", "editor", NOW, sha256="ab" * 32)
CORRECTION = Lesson("correction", "2021-05-14改定第7条", "editor", NOW, item_id=7)
EXAMPLES = (
    Example("践铝之行", "党旗在基层一线高高飘扬篇", None, PRINTED, "包头铝业"),
    Example("听青之声", None, "团课", "青海分公司团委上团课。", None),
)


def taught(engine: Engine, *lessons: Lesson) -> list[int]:
    """Write lessons down, each with both examples, their hashes remembered."""
    with transaction(engine) as connection:
        numbers = []
        for lesson in lessons:
            number, ids = store.add_lesson(connection, lesson, EXAMPLES)
            hashes = [sampled(f"\n{example.text}") for example in EXAMPLES]
            store.remember_example_grams(connection, zip(ids, hashes, strict=True))
            numbers.append(number)
    return numbers


def test_lessons_are_listed_in_order_with_how_many_examples_they_have(engine: Engine) -> None:
    first, second = taught(engine, ISSUE, CORRECTION)
    with transaction(engine, reading=True) as connection:
        found = store.lessons(connection)
        assert store.holding(connection) == [first, second]
    assert [(one.id, one.kind, one.name, one.examples, one.at) for one in found] == [
        (first, "issue", "2021年第8期", 2, NOW),
        (second, "correction", "2021-05-14改定第7条", 2, NOW),
    ]
    assert (found[0].sha256, found[1].item_id) == ("ab" * 32, 7)


def test_examples_come_back_as_they_were_with_what_taught_them(engine: Engine) -> None:
    taught(engine, ISSUE)
    with transaction(engine, reading=True) as connection:
        assert store.taught_examples(connection) == [
            TaughtExample(example, "issue", "2021年第8期") for example in EXAMPLES
        ]


def test_a_lesson_taken_back_stays_as_a_line_and_teaches_nothing(engine: Engine) -> None:
    first, second = taught(engine, ISSUE, CORRECTION)
    with transaction(engine) as connection:
        store.withdraw(connection, first, NOW + timedelta(days=1))
        store.withdraw(connection, first, NOW + timedelta(days=2))  # once is enough
        assert store.holding(connection) == [second]
        assert {one.kind for one in store.taught_examples(connection)} == {"correction"}
        assert [one.withdrawn_at for one in store.lessons(connection)] == [NOW + timedelta(days=1), None]


def test_what_an_issue_printed_is_found_by_what_it_shares(engine: Engine) -> None:
    taught(engine, ISSUE)
    with transaction(engine, reading=True) as connection:
        [found] = store.printed_sharing(connection, sampled(PRINTED))
    assert (found["name"], found["column"], found["unit"]) == ("2021年第8期", "践铝之行", "包头铝业")
    assert found["text"] == PRINTED


@pytest.mark.parametrize("place", [0, 5_500, 11_900])
def test_a_digest_is_found_wherever_it_stands_in_a_very_long_source(engine: Engine, place: int) -> None:
    taught(engine, ISSUE)
    filler = "".join(chr(0x4E00 + n * 7919 % 20_000) for n in range(12_000))
    with transaction(engine, reading=True) as connection:
        found = store.printed_sharing(connection, sampled(filler[:place] + PRINTED + filler[place:]), 1)
    assert [row["text"] for row in found] == [PRINTED]


def test_what_shares_a_rare_word_comes_before_what_shares_a_common_one(engine: Engine) -> None:
    common, rare = "党史学习教育", "沉降槽耙机"
    texts = [f"{common}第{n}场在{'甲乙丙丁戊己庚辛'[n]}地" for n in range(8)] + [f"{rare}检修"]
    with transaction(engine) as connection:
        examples = [Example("践铝之行", None, None, text, None) for text in texts]
        _, ids = store.add_lesson(connection, ISSUE, examples)
        store.remember_example_grams(
            connection, ((key, sampled(f"\n{text}")) for key, text in zip(ids, texts, strict=True))
        )
        found = store.printed_sharing(connection, sampled(f"\n{common}：{rare}"), 1)
    assert [row["text"] for row in found] == [texts[-1]]


def test_what_a_lesson_taken_back_printed_is_not_found(engine: Engine) -> None:
    [number] = taught(engine, ISSUE)
    with transaction(engine) as connection:
        store.withdraw(connection, number, NOW)
        assert store.printed_sharing(connection, sampled(PRINTED)) == []
        assert store.printed_sharing(connection, []) == []


def test_a_model_is_found_by_what_it_was_trained_from(engine: Engine) -> None:
    with transaction(engine) as connection:
        version = store.save_model(connection, "a" * 64, b"\x00weights", 12, NOW)
        assert store.load_model(connection, "a" * 64) == (version, b"\x00weights")
        assert store.load_model(connection, "b" * 64) is None
        assert store.models(connection) == [(version, "a" * 64, NOW, 12)]


def test_two_runs_that_train_the_same_keep_one_model(engine: Engine) -> None:
    with transaction(engine) as connection:
        first = store.save_model(connection, "a" * 64, b"one", 12, NOW)
        assert store.save_model(connection, "a" * 64, b"two", 12, NOW) == first
        assert store.load_model(connection, "a" * 64) == (first, b"two")


def test_of_many_models_the_newest_are_kept(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MODELS", 3)
    with transaction(engine) as connection:
        for letter in "abcde":
            store.save_model(connection, letter * 64, letter.encode(), 1, NOW)
        assert [digest[0] for _, digest, _, _ in store.models(connection)] == ["e", "d", "c"]
