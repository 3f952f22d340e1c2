"""Layouts written by people who had not seen how documents are cut, with what an editor would make of them.

`tests/layouts/NAME.txt` is a document in the language of `papers` (`#word`) or a letter's body (`#letter`);
beside it stand its pieces.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from intake.model import Document, Item
from tests.intake.papers import cut, letter, paper
from tests.intake.test_split_whole import complete, signs

FOLDER = Path(__file__).parents[1] / "layouts"
NAMES = sorted(path.stem for path in FOLDER.glob("*.txt"))

READ_OTHERWISE = frozenset(
    {
        "a02-speech-yishi",
        "a16-family-letter",
        "a46-two-letters-home",
        "b15-honour-list",
        "b17-one-paragraph",
        "b19-partial-correction",
        "b29-paren-numbers-titles",
        "b33-tabs-nbsp",
        "b42-letter-and-news",
        "c03-mail-single-news",
        "c06-monthly-report-one",
        "c09-mail-hardwrap-single",
        "c25-two-submitter-reviewer",
        "c30-seven-briefs-one-byline",
        "c33-chronicle-dates",
        "c37-mail-this-version-counts",
        "c40-research-report-page-numbers",
        "c47-mail-stars-news-style",
    }
)
"""Layouts in which a title, a by-line, a date or the border of a text is still another than the editor's."""


def document(name: str) -> Document:
    kind, _, text = (FOLDER / f"{name}.txt").read_text("utf-8").partition("\n")
    return paper(text) if kind == "#word" else letter(text)


def expected(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((FOLDER / f"{name}.expected.json").read_text("utf-8"))["items"]
    return found


def seen(item: Item) -> dict[str, str]:
    """The fields that the editor compared, without blanks."""
    return {
        "title": signs(item.title),
        "text": signs(item.text),
        "unit": signs(item.byline_unit),
        "person": signs(item.byline_person),
        "date": signs(item.date),
    }


def wanted(piece: dict[str, Any]) -> dict[str, str]:
    fields = {key: signs(piece.get(key)) for key in ("title", "unit", "person", "date")}
    return fields | {"text": signs("".join(piece["text"]))}


def columns(pieces: list[dict[str, Any]], items: tuple[Item, ...]) -> Iterator[tuple[str, str]]:
    """(stated, found) for each piece whose column the document states."""
    for piece, item in zip(pieces, items, strict=True):
        if "column" in piece:
            yield signs(piece["column"]), signs(item.column)


@pytest.mark.parametrize("name", NAMES)
def test_a_layout_is_cut_into_the_pieces_that_an_editor_sees(name: str) -> None:
    found = cut(document(name))
    complete(document(name))
    pieces = expected(name)
    assert len(found.items) == len(pieces)
    assert all(stated == told for stated, told in columns(pieces, found.items))
    same = [seen(item) for item in found.items] == [wanted(piece) for piece in pieces]
    assert same == (name not in READ_OTHERWISE)
