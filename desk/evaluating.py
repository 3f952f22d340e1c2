"""`classify evaluate`: what the placements of this desk are worth on examples whose places are known."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from classify.evaluate import Judged, Report, evaluate
from classify.model import Cues
from desk import learning
from desk.desk import Desk
from desk.errors import NothingToDoError, UsageError
from desk.filing import bulletin
from desk.reading import placed
from intake.headings import letters


def evaluate_file(desk: Desk, path: Path) -> Report:
    """Place every line of a file, and compare; nothing is stored but a model that was missing."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} 读不了：{error.strerror}。请检查文件名和权限。") from error
    known = bulletin(desk.settings)
    with desk.writing() as connection:
        learned = learning.model(desk, connection)
    opinion = learned.opinion if learned else None
    found = [
        Judged(text, label, placed(Cues(title, text), known, opinion))
        for label, title, text in learning.lines(str(path), data)
    ]
    if not found:
        raise NothingToDoError(f"{path} 中没有例子。")
    return evaluate(found)


def unknown_labels(desk: Desk, report: Report) -> list[str]:
    """Return the labels of a report that mean no column of the settings."""
    known = {letters(table.name) for table in desk.settings.column}
    known |= {letters(f"{table.name}{group}") for table in desk.settings.column for group in table.groups}
    series = {letters(table.name) for table in desk.settings.column if table.group_pattern}
    return [
        label
        for label in report.scores
        if letters(label) not in known and letters(label.partition("/")[0]) not in series
    ]


def report_json(report: Report, threshold: float) -> dict[str, Any]:
    """Return the document of `classify evaluate --json`."""
    return {
        "n": report.n,
        "accuracy": round(report.accuracy, 4),
        "macro_f1": round(report.macro_f1, 4),
        "coverage": {
            "threshold": threshold,
            "share": round(report.share, 4),
            "precision": round(report.precision, 4),
        },
        "per_column": {
            label: {
                "n": score.n,
                "precision": round(score.precision, 4),
                "recall": round(score.recall, 4),
                "f1": round(score.f1, 4),
            }
            for label, score in report.scores.items()
        },
        "wrong": [
            {
                "text": one.text,
                "label": one.label,
                "got": one.got,
                "confidence": one.placement.confidence,
            }
            for one in report.wrong
        ],
    }
