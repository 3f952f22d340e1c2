"""Does a letter come from whom its sender says he is?  A name is typed, and an address can be another's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from classify.model import Unit
from classify.names import mentions
from classify.units import belongs

_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+", re.ASCII)
_BETWEEN = re.compile(r"[\u200b-\u200f\u2060\ufeff]|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
"""What hides a name from a search and not from a reader."""


def false_claim(name: str, address: str, units: tuple[Unit, ...]) -> str | None:
    """The unit, or its address, that a display name speaks of while the letter comes from elsewhere.

    A unit without known addresses cannot be told from its imitators.
    """
    shown = (name, _BETWEEN.sub("", name))
    named = [mention.unit for text in shown for mention in mentions(text, units) if mention.unit.addresses]
    if named and not any(belongs(address, unit) for unit in named):
        return named[0].name
    return next(_foreign_addresses(name, address, units), None)


def _foreign_addresses(name: str, address: str, units: tuple[Unit, ...]) -> Iterator[str]:
    for shown in _ADDRESS.findall(name):
        owners = [unit for unit in units if belongs(shown, unit)]
        if owners and not any(belongs(address, unit) for unit in owners):
            yield shown
