"""Keyword rules from the settings: what speaks for which column and group."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from classify.model import Column, Scope
from intake.headings import letters

LEAD = 200
"""Characters of the body that count as its lead."""

AROUND = 2.5
"""Weight of a column or group that is named in the subject, the file name or a title over several pieces."""

MOST = 20_000
"""Characters a rule looks at; a longer text says what it is about before that."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that matched: the column and group it speaks for, its weight and what it found."""

    column: str
    group: str | None
    weight: float
    found: str


def hits(columns: Iterable[Column], title: str | None, text: str) -> list[Hit]:
    """Return every rule that matches; a rule counts once, however often its pattern occurs."""
    # `^` in a pattern is where the item begins, with its title or without one.
    head = f"{title}\n" if title else ""
    scopes: Mapping[Scope, str] = {
        Scope.TITLE: title or "",
        Scope.LEAD: head + text[:LEAD],
        Scope.TEXT: head + text[:MOST],
    }
    found = []
    for column in columns:
        for rule in column.rules:
            match = re.search(rule.pattern, scopes[rule.scope])
            if match:
                found.append(Hit(column.name, rule.group, rule.weight, match[0].strip()[:20]))
    return found


def named_around(columns: Iterable[Column], around: str) -> list[Hit]:
    """Return the columns and groups that are named in what stands about an item, dots and blanks aside."""
    bare = letters(around)
    return [
        Hit(column.name, group, AROUND, name)
        for column in columns
        for name, group in ((column.name, None), *((group, group) for group in column.groups))
        if (known := letters(name).removesuffix("篇")) and known in bare
    ]
