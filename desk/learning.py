"""The model of the columns: trained where it is missing, kept in the store by what it was trained from."""

from __future__ import annotations

import hashlib
import json
import logging
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from itertools import product
from typing import TYPE_CHECKING, Any

from classify.model import Example, Label
from desk.desk import Desk
from desk.errors import SettingsError
from desk.logs import fields
from desk.settings import Settings, units
from intake.headings import letters
from storage import lessons as store
from storage.database import Connection

if TYPE_CHECKING:
    from classify.learned import Model
    from classify.training import Sample

log = logging.getLogger(__name__)

CORRECTION = "correction"
ISSUE = "issue"
"""The kinds of lessons."""

CORRECTED = 3.0
"""How many examples a correction is worth."""

TRAINING = "1"
"""Of another way to train than this, earlier models are of no use: to be changed with it."""


def prepare(desk: Desk) -> None:
    """Have the model at hand before a process forks off: it is loaded once, and trained outside of limits."""
    with desk.writing() as connection:
        model(desk, connection)


def model(desk: Desk, connection: Connection) -> Model | None:
    """Return the model of what is taught now; None where there is nothing to learn from.

    Where that is new it is trained and kept, in a fraction of a second: `connection` must be one that writes.
    """
    settings = desk.settings
    digest = _digest(_given(settings, _stamps(settings)), store.holding(connection))
    if digest in _MODELS:
        return _MODELS[digest]
    return _loaded(digest, connection) or _trained(desk, connection, digest)


_MODELS: dict[str, Model | None] = {}
"""The model in use, by its digest: it is loaded once in a process, and before reading forks one off."""


def _loaded(digest: str, connection: Connection) -> Model | None:
    found = store.load_model(connection, digest)
    if found is None:
        return None
    _one_thread()
    from classify import learned

    try:
        _keep(digest, learned.load(found[1]))
    except (ValueError, KeyError, TypeError):  # a damaged row, or one of another version
        log.warning("model could not be loaded", extra=fields(version=found[0]))
        return None
    return _MODELS[digest]


def _trained(desk: Desk, connection: Connection, digest: str) -> Model | None:
    _one_thread()
    from classify import learned, training

    samples = list(_samples(desk.settings, connection))
    names = [name for unit in units(desk.settings) for name in (unit.name, unit.full_name, *unit.aliases)]
    made = training.learn(samples, [name for name in names if name])
    if made is not None:
        store.save_model(connection, digest, learned.dump(made), len(samples), desk.clock())
    _keep(digest, made)
    return made


def _keep(digest: str, made: Model | None) -> None:
    _MODELS.clear()
    _MODELS[digest] = made


def _one_thread() -> None:
    """Before numpy is loaded: our vectors are short, and threads do not outlive a fork."""
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # more would give other last digits, too


# --- what is learned from ------------------------------------------------------------------------


def _digest(given: str, lesson_ids: Iterable[int]) -> str:
    return hashlib.sha256(json.dumps([TRAINING, given, list(lesson_ids)]).encode()).hexdigest()


def _stamps(settings: Settings) -> tuple[int, ...]:
    """When the files of examples were last changed: a worker runs for weeks."""
    paths = (settings.folder / name for name in settings.classify.examples)
    return tuple(path.stat().st_mtime_ns if path.exists() else 0 for path in paths)


@lru_cache(maxsize=2)
def _given(settings: Settings, _changed: tuple[int, ...]) -> str:
    """What the settings give to learn from, as a digest."""
    plan: list[Any] = sorted([*key, *map(str, label)] for key, label in _places(settings).items())
    plan += [[unit.name, unit.full_name, unit.aliases] for unit in units(settings)]
    files = [hashlib.sha256(data).hexdigest() for _, data in _files(settings)]
    return hashlib.sha256(json.dumps([plan, files]).encode()).hexdigest()


def _files(settings: Settings) -> Iterator[tuple[str, bytes]]:
    """The files of examples by name: the program's own, then those of the settings."""
    if settings.classify.starter:
        yield "starter", _starter()
    for name in settings.classify.examples:
        try:
            yield name, (settings.folder / name).read_bytes()
        except OSError as error:
            raise SettingsError(
                f"设置 classify.examples 中的文件 {name} 读不了：{error.strerror}。请检查文件名和权限。"
            ) from error


@lru_cache(maxsize=1)
def _starter() -> bytes:
    return files("classify").joinpath("starter", "examples.jsonl").read_bytes()


def _samples(settings: Settings, connection: Connection) -> Iterator[Sample]:
    """All that is taught, in a fixed order, as far as it fits the columns of the settings."""
    from classify.training import Sample

    for name, data in _files(settings):
        for values in _lines(name, data):
            column, _, group = values["label"].partition("/")
            if label := place_of(settings, column, group):
                example = Example(*label, values.get("title"), values["text"])
                yield Sample(example, fold=str(values.get("writer", name)))
    for taught in store.taught_examples(connection):
        example = taught.example
        if label := place_of(settings, example.column, example.group):
            weight = CORRECTED if example.corrected else 1.0
            placed = replace(example, column=label[0], group=label[1])
            yield Sample(placed, taught.lesson, weight, fold=taught.kind)


def place_of(settings: Settings, column: str, group: str | None) -> Label | None:
    """Return the column (group) that is meant by a name it has or had, dots and blanks aside, or None.

    A group's own name will do; a column that has groups is none without one.
    """
    return _places(settings).get((letters(column), letters(group or "")))


@lru_cache(maxsize=2)
def _places(settings: Settings) -> Mapping[tuple[str, str], Label]:
    found: dict[tuple[str, str], Label] = {}
    for table in settings.column:
        formerly = {group.name: group.formerly for group in table.group}
        for group in table.groups or ("",):
            label = (table.name, group or None)
            for column, part in product((table.name, *table.formerly), (group, *formerly.get(group, ()))):
                found.setdefault((letters(column), letters(part)), label)
                found.setdefault((letters(part or column), ""), label)
    return found


def lines(name: str, data: bytes) -> Iterator[tuple[str, str | None, str]]:
    """Yield (label, title, text) of a file of examples; raises `SettingsError` with the place of a fault."""
    for values in _lines(name, data):
        yield values["label"], values.get("title"), values["text"]


def _lines(name: str, data: bytes) -> Iterator[dict[str, Any]]:
    # Not splitlines: a text may hold the separators U+2028 and U+0085 as they are.
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SettingsError(f"文件 {name} 不是 UTF-8 编码，请另存为 UTF-8。") from error
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield _line(name, number, line)


def _line(name: str, number: int, line: str) -> dict[str, Any]:
    """One example as it stands in a file; what is wrong with it is said with its place."""
    try:
        values = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise SettingsError(f"文件 {name} 第 {number} 行不是 JSON（{error}）。{_SHAPE}") from error
    if not isinstance(values, dict):
        raise SettingsError(f"文件 {name} 第 {number} 行不是 JSON 对象。{_SHAPE}")
    for key, optional in (("label", False), ("text", False), ("title", True)):
        value = values.get(key)
        if not isinstance(value, str) and not (optional and value is None):
            raise SettingsError(f"文件 {name} 第 {number} 行的 {key} 应为文字。{_SHAPE}")
    return values


_SHAPE = '每行应形如 {"label": "栏目/组别", "title": "…", "text": "…"}，title 可省。'
