"""Words for a settings file that cannot be used: which key, which line, what is allowed instead."""

from __future__ import annotations

import difflib
import re
import tomllib
from pathlib import Path
from typing import Any, get_args

import msgspec

from desk.errors import SettingsError

_WORDS = (
    (r"Expected `(.+?)`, got `(.+?)`", r"应为 {0}，而不是 {1}"),
    (r"Expected `(.+?)` (<=|>=) (\S+)", r"应为 {1} {2} 的数（{0}）"),
    (r"Expected `str` of length >= 1", r"不能为空"),
    (r"Expected `array` of length (\d+).*", r"应为 {0} 个数的列表"),
    (r"Object missing required field `(.+?)`", r"缺少必需的设置项 {0}"),
    (r"Invalid enum value (.+)", r"不能为 {0}"),
)


def broken_toml(path: Path, error: tomllib.TOMLDecodeError) -> SettingsError:
    """Say where the file is no TOML."""
    return SettingsError(f"设置文件 {path} 不是有效的 TOML：{error}。请检查该行的引号、括号和等号。")


def invalid(path: Path, text: str, key: str, words: str) -> SettingsError:
    """Say what is wrong with the value of `key` and in which line it stands."""
    line = line_of(text, key)
    place = f"第 {line} 行，" if line else ""
    return SettingsError(f"设置文件 {path} 有误：{place}{key}：{words}。")


def unknown_key(path: Path, text: str, message: str, root: type[msgspec.Struct]) -> SettingsError:
    """Turn a validation error of msgspec into words; an unknown key names the nearest known one."""
    key = _path(message)
    what = message.partition(" - at ")[0]
    unknown = re.search(r"unknown field `(.+?)`", what)
    if unknown is None:
        return invalid(path, text, key or "（全文）", _translate(what, _type_at(root, key)))
    known = [field.name for field in msgspec.structs.fields(_struct_at(root, key)) if field.name != "path"]
    near = difflib.get_close_matches(unknown[1], known, 1, 0.5)
    hint = f"是否想写 {near[0]}？" if near else ""
    full = f"{key}.{unknown[1]}" if key else unknown[1]
    return invalid(path, text, full, f"没有这个设置项。{hint}可用的有：{'、'.join(known)}")


def _path(message: str) -> str:
    """`… - at `$.mailbox[0].port`` as `mailbox[0].port`; msgspec writes `[...]` for any index."""
    found = re.search(r"at `(?:key in )?\$\.?(.*?)`", message)
    return found[1] if found else ""


def _translate(what: str, annotation: object) -> str:
    for pattern, words in _WORDS:
        found = re.match(pattern, what)
        if found:
            what = words.format(*found.groups())
            break
    allowed = _allowed(annotation)
    return f"{what}；可用的有：{'、'.join(allowed)}" if allowed else what


def _allowed(annotation: object) -> list[str]:
    """Values an enum or a literal may take, an optional one included."""
    for option in (annotation, *get_args(annotation)):
        members = getattr(option, "__members__", None)
        if members:
            return [member.value for member in members.values()]
    values = get_args(annotation)
    return list(values) if values and all(isinstance(value, str) for value in values) else []


def _struct_at(root: type[msgspec.Struct], key: str) -> type[msgspec.Struct]:
    found = _type_at(root, key) if key else root
    for option in (found, *get_args(found)):
        if isinstance(option, type) and issubclass(option, msgspec.Struct):
            return option
    return root


def _type_at(root: Any, key: str) -> object:
    """Follow `column[0].rule[1]` through the structs' annotations."""
    current: Any = root
    for name in re.findall(r"\w+", re.sub(r"\[.*?\]", "", key)):
        if not (isinstance(current, type) and issubclass(current, msgspec.Struct)):
            current = next((a for a in get_args(current) if isinstance(a, type)), current)
        try:
            fields = {field.name: field.type for field in msgspec.structs.fields(current)}
        except TypeError:
            return None
        current = fields.get(name)
    return current


_HEAD = re.compile(r"\s*\[(\[?)\s*([\w.\"-]+)\s*\]")
_KEY = re.compile(r"\s*([\w\"-]+)\s*=")


def line_of(text: str, key: str) -> int | None:
    """Line (from 1) in which `mailbox[0].port` is set, or the nearest table head above it.

    tomllib keeps no positions, so the lines are walked again by their table heads.
    """
    steps = [
        (name, int(at) if at.isdigit() else None)
        for name, at in re.findall(r"(\w+)(?:\[(\d+|\.\.\.)\])?", key)
    ]
    best: int | None = None
    for number, table, name in _settings_lines(text):
        depth = _common(table, name, steps)
        if depth == len(steps):
            return number
        if depth and best is None:
            best = number
    return best


def _settings_lines(text: str) -> list[tuple[int, list[tuple[str, int]], str]]:
    """(line, table as [(name, index)], key or "") of each table head and key."""
    counts: dict[str, int] = {}
    table: list[tuple[str, int]] = []
    lines: list[tuple[int, list[tuple[str, int]], str]] = []
    for number, line in enumerate(text.splitlines(), 1):
        head, key = _HEAD.match(line), _KEY.match(line)
        if head:
            names = head[2].replace('"', "").split(".")
            full = ".".join(names)
            if head[1]:
                counts[full] = counts.get(full, -1) + 1
                for child in [name for name in counts if name.startswith(full + ".")]:
                    del counts[child]
            prefixes = [".".join(names[: at + 1]) for at in range(len(names))]
            table = [(name, counts.get(prefix, 0)) for name, prefix in zip(names, prefixes, strict=True)]
            lines.append((number, table, ""))
        elif key:
            lines.append((number, table, key[1].strip('"')))
    return lines


def _common(table: list[tuple[str, int]], key: str, steps: list[tuple[str, int | None]]) -> int:
    """How many steps of the wanted path this line matches; 0 where it leads elsewhere."""
    here: list[tuple[str, int | None]] = [*table, *([(key, None)] if key else [])]
    if len(here) > len(steps):
        return 0
    for (name, at), (wanted, index) in zip(here, steps, strict=False):
        if name != wanted or (at is not None and index is not None and at != index):
            return 0
    return len(here)
