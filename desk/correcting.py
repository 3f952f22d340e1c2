"""What an editor corrects: the unit of a letter, the column of an item."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from classify.decide import place
from classify.model import Cues, Label
from classify.names import register_of
from desk import learning, placing, teaching
from desk.desk import Desk
from desk.drafting import EDITOR, find_window, parsed
from desk.errors import UsageError
from desk.filing import decided
from desk.placing import Change
from desk.reader import read_again
from desk.settings import columns, units
from desk.taken import Progress, Taken, silent
from intake.headings import letters
from storage import decisions, messages, views, windows
from storage.database import Connection
from storage.model import Filter

UNKNOWN = "未知"

LARGEST = 2**63
"""No number in a database is as large."""


@dataclass(frozen=True, slots=True)
class Refiled:
    """A letter that was read again: the units of its pieces, before and after; empty where it is unknown."""

    letter: int
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def words(self) -> str:
        """It in Chinese: 第15号来信：未知 → 中铝山东."""
        before, after = ("、".join(name or UNKNOWN for name in names) for names in (self.before, self.after))
        return f"第{self.letter}号来信：{before or '没有稿件'} → {after or '没有稿件'}"


@dataclass(frozen=True, slots=True)
class UnitSet:
    """What came of saying whose a letter is: the registered name, and the letters read again, it first."""

    unit: str
    letters: tuple[Refiled, ...]
    failed: tuple[int, ...] = ()


def set_unit(desk: Desk, message_id: int, unit_name: str) -> UnitSet:
    """Say which unit a letter is from, by any of its names, and read again what that changes.

    The sender is taught: other letters of the same address follow, unless a person decided on them.
    """
    unit = _registered(desk, unit_name)
    with desk.writing() as connection:
        letter = letter_of(connection, message_id)
        decisions.decide(connection, "unit", message_id, {"unit": unit}, actor=EDITOR, now=desk.clock())
        same = views.letters_from(connection, letter["sender_address"]) if letter["sender_address"] else []
        taken = decisions.decisions(connection, "unit", same)
        ids = [message_id, *(other for other in same if other not in taken)]
        before = _units_of(connection, ids)
    told = _reread(desk, ids)
    with desk.reading() as connection:
        after = _units_of(connection, ids)
    reread = (Refiled(number, before.get(number, ()), after.get(number, ())) for number in ids)
    return UnitSet(unit, tuple(reread), tuple(told.failed))


def _registered(desk: Desk, words: str) -> str:
    """The registered name of a unit that is called by its name, full name or an alias."""
    register = units(desk.settings)
    found = register_of(register).find(words)
    if found is None:
        name = "".join(words.split())
        raise UsageError(
            f"没有登记单位“{words}”。{_nearest(name, [unit.name for unit in register])}"
            f'若是新单位，请在设置文件中加上：[[unit]] 一行，name = "{name.replace(chr(34), "")}" 一行。'
        )
    return found.name


def _units_of(connection: Connection, ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """The units of the pieces of each letter, in order; an empty name where one is unknown."""
    found = views.messages(connection, Filter(ids=tuple(ids)))
    return {
        message.id: tuple(
            dict.fromkeys(item["unit"] or "" for _, items in message.submissions for item in items)
        )
        for message in found
    }


def _reread(desk: Desk, ids: list[int]) -> Taken:
    taken = Taken()
    read_again(desk, ids, EDITOR, taken)
    return taken


def letter_of(connection: Connection, message_id: int) -> dict[str, Any]:
    """Return the columns of a letter by name, or say that there is none of this number."""
    chosen = Filter(ids=(message_id,) if message_id < LARGEST else ())
    found = next(views.messages(connection, chosen), None)
    if found is None:
        raise UsageError(f"没有第 {message_id} 号来信；编号见 intake list。")
    return found.values


def set_column(desk: Desk, item_id: int, words: str, told: Progress = silent) -> tuple[Label, list[Change]]:
    """Put an item into a column, or `column/group`, and learn from it.

    Returns what was meant, and what else of the open windows moved with it.
    """
    with desk.writing() as connection:
        item = _item(connection, item_id)
        name, group = _column(desk, words, item)
        decisions.decide(
            connection, "column", item_id, {"column": name, "group": group}, actor=EDITOR, now=desk.clock()
        )
        messages.set_placement(connection, item_id, decided(name, group, desk.today.isoformat()))
        teaching.correct(desk, connection, item, name, group)
        learning.model(desk, connection)
        chosen = placing.open_windows(connection)
    return (name, group), list(placing.place_again(desk, chosen, told=told))


def _column(desk: Desk, words: str, item: dict[str, Any]) -> tuple[str, str | None]:
    """The column and group that are meant, compared without dots and blanks; a group's name will do."""
    wanted, _, wanted_group = (part.strip() for part in words.partition("/"))
    plan = columns(desk.settings)
    names = [column.name for column in plan] + [group for column in plan for group in column.groups]
    for column in plan:
        group = _same(wanted_group or wanted, column.groups)
        if group and (not wanted_group or _same(wanted, [column.name])):
            return column.name, group
        if _same(wanted, [column.name]):
            if wanted_group and column.group_pattern is None:
                raise UsageError(
                    f"{column.name}没有组别“{wanted_group}”。{_nearest(wanted_group, column.groups)}"
                )
            placed = place(plan, Cues(item["title"], item["text"], column.name))
            return column.name, wanted_group or placed.group
    raise UsageError(f"没有栏目“{words}”。{_nearest(wanted, names)}")


def windows_of(desk: Desk, connection: Connection, words: str | None) -> list[int]:
    """Return the windows that are meant: those of some days, or the open ones."""
    if words is None:
        return placing.open_windows(connection)
    days = find_window(desk, connection, parsed(words))
    return [
        stored.id
        for stored in windows.stored_windows(connection)
        if (stored.window.end is None or days.start is None or stored.window.end >= days.start)
        and (stored.window.start is None or days.end is None or stored.window.start <= days.end)
    ]


def _same(name: str, options: Iterable[str]) -> str | None:
    return next((option for option in options if letters(option) == letters(name)), None)


def _nearest(name: str, options: Sequence[str]) -> str:
    near = difflib.get_close_matches(name, options, 1, 0.4)
    hint = f"是否想写“{near[0]}”？" if near else ""
    return f"{hint}可用的有：{'、'.join(options) or '（没有）'}。"


def explain_item(desk: Desk, item_id: int) -> dict[str, Any]:
    """Return why an item stands in its column."""
    with desk.reading() as connection:
        return _item(connection, item_id)


def _item(connection: Connection, item_id: int) -> dict[str, Any]:
    found = views.item(connection, item_id) if item_id < LARGEST else None
    if found is None:
        raise UsageError(f"没有编号为 {item_id} 的条目；编号见草稿批注或 intake show。")
    return found
