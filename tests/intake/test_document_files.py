"""Each document in tests/documents/ is read as the expectation beside it says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from intake import documents
from intake.documents.office import Office
from intake.model import AttachmentState
from tests import soffice
from tests.documents.build import RECIPES
from tests.documents.recipe import Recipe, parts
from tests.intake.described import described

FOLDER = Path(__file__).parents[1] / "documents"
EXPECTED = ".expected.json"
DOCUMENTS = sorted(
    path.name for path in FOLDER.iterdir() if path.suffix not in {".json", ".py"} and path.is_file()
)


def needs_office(name: str) -> bool:
    """Whether a document is in a format that LibreOffice reads for us."""
    return documents.read(name, (FOLDER / name).read_bytes()).state is AttachmentState.KEPT


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=soffice.needed) if needs_office(name) else name for name in DOCUMENTS],
)
def test_a_document_is_read_as_expected(name: str, office: Office) -> None:
    expected = json.loads((FOLDER / f"{name}{EXPECTED}").read_text("utf-8"))
    assert described(documents.read(name, (FOLDER / name).read_bytes(), office=office)) == expected


def test_every_expectation_has_its_document() -> None:
    expected = {path.name.removesuffix(EXPECTED) for path in FOLDER.glob(f"*{EXPECTED}")}
    assert expected == set(DOCUMENTS)


def test_documents_are_small_enough_to_keep() -> None:
    assert {name for name in DOCUMENTS if (FOLDER / name).stat().st_size > 100_000} == set()


@pytest.mark.parametrize("recipe", RECIPES, ids=[one.name for one in RECIPES])
def test_a_built_document_is_what_its_recipe_makes(recipe: Recipe) -> None:
    assert parts((FOLDER / recipe.name).read_bytes()) == parts(recipe.data)
    assert json.loads((FOLDER / f"{recipe.name}{EXPECTED}").read_text("utf-8")) == recipe.expected
