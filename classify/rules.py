"""Keyword rules from the settings: what speaks for which column and group."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from classify.model import Column, Scope

LEAD = 200
"""Characters of the body that count as its lead."""

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
    scopes: Mapping[Scope, str] = {
        Scope.TITLE: title or "",
        Scope.LEAD: f"{title or ''}\n{text[:LEAD]}",
        Scope.TEXT: f"{title or ''}\n{text[:MOST]}",
    }
    found = []
    for column in columns:
        for rule in column.rules:
            match = re.search(rule.pattern, scopes[rule.scope])
            if match:
                found.append(Hit(column.name, rule.group, rule.weight, match[0].strip()[:20]))
    return found
