"""The examples that come with the program: enough of them, varied, and of use for writers not among them."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from classify.decide import place
from classify.evaluate import Judged, Report, evaluate
from classify.learned import Model
from classify.model import Column, Cues, Example
from classify.training import Sample, learn
from tests.untraced import untraced

HELD_OUT = Path(__file__).parent / "held_out.jsonl"
"""Written by one who had not seen the examples, on other events."""


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


STARTER = lines(files("classify").joinpath("starter", "examples.jsonl").read_text("utf-8"))
KEPT_OUT = lines(HELD_OUT.read_text("utf-8"))


def lesson(line: dict[str, Any]) -> Sample:
    column, _, group = line["label"].partition("/")
    return Sample(Example(column, group or None, line["title"], line["text"]), fold=line["writer"])


@untraced()
def learned(rows: list[dict[str, Any]]) -> Model:
    model = learn([lesson(row) for row in rows])
    assert model is not None
    return model


@pytest.fixture(scope="module")
def model() -> Model:
    return learned(STARTER)


@untraced()
def judged(columns: tuple[Column, ...], model: Model, rows: list[dict[str, Any]]) -> Report:
    return evaluate(
        [
            Judged(row["text"], row["label"], place(columns, cues, model.opinion(cues.title, cues.text)))
            for row in rows
            for cues in [Cues(row["title"], row["text"])]
        ]
    )


def test_every_column_and_group_of_the_shipped_plan_has_enough(columns: tuple[Column, ...]) -> None:
    labels = {f"{c.name}/{g}" if g else c.name for c in columns for g in (c.groups or (None,))}
    counts = Counter(row["label"] for row in STARTER)
    assert counts.keys() == labels
    assert min(counts.values()) >= 25
    assert counts.total() >= 250


def test_lengths_titles_writers_and_topics_vary() -> None:
    lengths = [len(row["text"]) for row in STARTER]
    assert min(lengths) >= 20
    assert max(lengths) <= 650
    short, long = sum(n < 80 for n in lengths), sum(n > 300 for n in lengths)
    assert min(short, long) > len(STARTER) / 10
    untitled = sum(row["title"] is None for row in STARTER)
    assert len(STARTER) / 4 < untitled < len(STARTER) * 3 / 4
    writers = defaultdict(set)
    topics = defaultdict(set)
    for row in STARTER:
        writers[row["label"]].add(row["writer"])
        topics[row["label"]].add(row["topic"])
    assert all(len(names) >= 5 for names in writers.values())
    assert all(len(names) >= 60 for names in topics.values())


def test_no_example_is_there_twice() -> None:
    texts = Counter(row["text"] for row in STARTER)
    assert texts.most_common(1)[0][1] == 1
    assert not texts.keys() & {row["text"] for row in KEPT_OUT}


def test_a_writer_who_was_not_learned_from_is_placed_right(columns: tuple[Column, ...], model: Model) -> None:
    report = judged(columns, model, KEPT_OUT)
    assert report.n >= 120
    assert report.accuracy >= 0.95
    assert report.macro_f1 >= 0.95
    assert report.share >= 0.85
    assert report.precision >= 0.97


@pytest.mark.parametrize("writer", ["a", "b", "c", "e", "f"])
def test_each_writer_is_placed_right_by_what_the_others_wrote(
    columns: tuple[Column, ...], writer: str
) -> None:
    """Writer g wrote nothing but pieces between two columns; docs/design.md has the figure."""
    others = learned([row for row in STARTER if row["writer"] != writer])
    report = judged(columns, others, [row for row in STARTER if row["writer"] == writer])
    assert report.accuracy >= 0.90
    assert report.precision >= 0.94


def test_each_topic_is_placed_right_by_what_is_known_of_the_others(columns: tuple[Column, ...]) -> None:
    topics = sorted({row["topic"] for row in STARTER})
    out = set(topics[::5])
    others = learned([row for row in STARTER if row["topic"] not in out])
    report = judged(columns, others, [row for row in STARTER if row["topic"] in out])
    assert report.n > 150
    assert report.accuracy >= 0.90
