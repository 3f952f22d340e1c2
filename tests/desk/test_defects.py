"""Every defect that the intake can note has words, and those that cost words reach the editor."""

from __future__ import annotations

import email.errors
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import mailparser.core
import pytest

import intake
from desk import defects
from desk.defects import LOST, NOTED, words
from intake import body, charset, echoes, mime, skeleton, tnef

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")
_HUMP = re.compile(r"(?<!^)(?=[A-Z])")


def noted() -> Iterator[str]:
    """The constants of the intake that are defects: upper-case names of lower-case words with hyphens."""
    for module in pkgutil.walk_packages(intake.__path__, "intake."):
        for name, value in vars(importlib.import_module(module.name)).items():
            if name.isupper() and isinstance(value, str) and _NAME.fullmatch(value):
                yield value


def passed_on() -> Iterator[str]:
    """What mail-parser calls defects: those of the parser below it, and its own."""
    header = (email.errors.HeaderDefect, email.errors.ObsoleteHeaderDefect)
    for kind in vars(email.errors).values():
        if inspect.isclass(kind) and issubclass(kind, email.errors.MessageDefect):
            plain = kind is not email.errors.MessageDefect and not issubclass(kind, header)
            yield from [kind.__name__] if plain else []
    yield from re.findall(r'defects_categories\.add\("(\w+)"\)', inspect.getsource(mailparser.core))


def test_the_constants_are_found() -> None:
    known = {charset.REPLACED, body.BASE64_BROKEN, mime.NO_TEXT, skeleton.TOO_MANY_PARTS, tnef.BROKEN}
    assert known <= set(noted())


@pytest.mark.parametrize("name", sorted({*noted()} - {echoes.MARK}))
def test_a_defect_that_the_intake_notes_has_chinese_words(name: str) -> None:
    assert re.search("[\u4e00-\u9fff]", words([name])), name
    assert words([name]) != name


@pytest.mark.parametrize("kind", sorted({*passed_on()}))
def test_a_defect_that_the_parser_names_has_chinese_words(kind: str) -> None:
    name = _HUMP.sub("-", kind.removesuffix("Defect")).lower()
    assert name in LOST | NOTED


def test_every_defect_that_the_letters_of_the_tests_have_has_words() -> None:
    mails = Path(__file__).parents[1] / "mails"
    found = {name for path in mails.glob("*.eml") for name in mime.read_letter(path.read_bytes()).defects}
    assert found
    assert found - set(LOST | NOTED) == set()


def test_a_defect_stands_in_one_table_and_each_loss_is_told_in_its_own_words() -> None:
    assert LOST.keys() & NOTED.keys() == set()
    assert len(set(LOST.values())) == len(LOST)


def test_words_are_said_in_the_order_of_the_letter_and_an_unknown_name_as_it_is() -> None:
    assert words(["date-invalid", "new-defect", "too-deep"]) == "、".join(
        [NOTED["date-invalid"], "new-defect", LOST["too-deep"]]
    )
    assert words([]) == ""


@pytest.mark.parametrize("table", ["LOST", "NOTED"])
def test_words_stand_on_one_line_and_end_without_a_stop(table: str) -> None:
    for said in getattr(defects, table).values():
        assert said.isprintable()
        assert not said.endswith(("。", "；", "，"))
