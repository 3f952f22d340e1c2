"""What learning columns costs, and placing a piece, against a plain numpy naive Bayes of the same grams.

    make bench

Training and loading as `classify learn` and a nightly run do them; with the starter examples alone, and with
1,000 examples of the editors besides.  CPU time of this process, by turns.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from functools import partial
from importlib.resources import as_file, files

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # as the desk has it

import numpy as np

from benchmarks.reading import cpu, in_turns
from classify.decide import place
from classify.features import grams, plain
from classify.learned import Model, dump, load
from classify.model import Cues, Example
from classify.training import Sample, learn
from desk import settings

PIECES = 300


def starter() -> list[Sample]:
    """The examples that come with the program."""
    text = files("classify").joinpath("starter", "examples.jsonl").read_text("utf-8")
    found = []
    for line in text.splitlines():
        values = json.loads(line)
        column, _, group = values["label"].partition("/")
        example = Example(column, group or None, values["title"], values["text"])
        found.append(Sample(example, fold=values["writer"]))
    return found


class Bayes:
    """The least that learns: counts of grams by label, added up."""

    def __init__(self, lessons: Sequence[Sample]) -> None:
        found = [grams(plain(lesson.example.title, lesson.example.text)) for lesson in lessons]
        self.vocabulary = {gram: n for n, gram in enumerate(sorted({g for counts in found for g in counts}))}
        self.labels = sorted({lesson.example.label for lesson in lessons}, key=str)
        table = np.ones((len(self.vocabulary), len(self.labels)))
        for lesson, counts in zip(lessons, found, strict=True):
            column = self.labels.index(lesson.example.label)
            for gram, count in counts.items():
                table[self.vocabulary[gram], column] += count
        self.weights = np.log(table / table.sum(axis=0))

    def place(self, title: str | None, text: str) -> object:
        """The likeliest label."""
        known = [self.vocabulary[g] for g in grams(plain(title, text)) if g in self.vocabulary]
        return self.labels[int(self.weights[known].sum(axis=0).argmax())]


def every(pieces: Sequence[Example], work: Callable[[Example], object]) -> None:
    """Do something with each piece."""
    for piece in pieces:
        work(piece)


def told(name: str, lessons: Sequence[Sample]) -> None:
    """Measure and print with some lessons."""
    model = learn(lessons)
    assert model is not None
    data, peer = dump(model), Bayes(lessons)
    with as_file(files("templates").joinpath("config.example.toml")) as path:
        columns = settings.columns(settings.load(path))
    pieces = [lesson.example for lesson in lessons[:: max(1, len(lessons) // PIECES)]]

    def ours(piece: Example, learned: Model = model) -> object:
        return place(columns, Cues(piece.title, piece.text), learned.opinion(piece.title, piece.text))

    works: list[Callable[[], object]] = [
        partial(every, pieces, ours),
        partial(every, pieces, lambda piece: peer.place(piece.title, piece.text)),
        partial(learn, lessons),
        partial(Bayes, lessons),
        partial(load, data),
    ]
    mine, others, train, others_train, loading = in_turns(cpu, *works)
    each = 1000 / len(pieces)
    print(
        f"{name}: a piece {mine * each:5.2f} ms = {mine / others:4.1f} × counting grams   "
        f"training {train:5.2f} s = {train / others_train:4.1f} × counting grams   "
        f"loading {loading * 1000:5.1f} ms, {len(data) / 1e6:.1f} MB"
    )


def main() -> None:
    """Measure and print."""
    lessons = starter()
    told(f"{len(lessons):5} examples", lessons)
    own = [
        Sample(lesson.example, f"2021年第{n // 30}期", fold="issue")
        for n, lesson in enumerate(lessons[:1000])
    ]
    told(f"{len(lessons) + len(own):5} examples", [*lessons, *own])


if __name__ == "__main__":
    main()
