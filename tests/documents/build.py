"""Makes the Word files of this folder and their expected readings anew: `python -m tests.documents.build`."""

from __future__ import annotations

import json
from pathlib import Path

from tests.documents import foreign_files, word_files, word_layout, word_text
from tests.documents.recipe import Recipe

HERE = Path(__file__).parent
RECIPES: tuple[Recipe, ...] = (
    *word_text.RECIPES,
    *word_layout.RECIPES,
    *word_files.RECIPES,
    *foreign_files.RECIPES,
)


def main() -> None:
    """Write each document and what is right to read in it."""
    for recipe in RECIPES:
        (HERE / recipe.name).write_bytes(recipe.data)
        words = json.dumps(recipe.expected, ensure_ascii=False, indent=1)
        (HERE / f"{recipe.name}.expected.json").write_text(words + "\n", "utf-8")


if __name__ == "__main__":
    main()
