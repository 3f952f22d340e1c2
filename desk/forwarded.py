"""Who wrote what came inside another letter: by the heads above all pieces, or in one of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Final

from intake import authors, quotes
from intake.model import Item, Noise, NoiseKind, Split

_ABOVE: Final = 4
"""Lines that may stand above a head: a note, a number."""


@dataclass(frozen=True, slots=True)
class Forwarded:
    """A piece without the head above its words, and what that says; `author` is name and address."""

    item: Item
    author: tuple[str, str] | None = None
    subject: str = ""


def author_of(body: Split) -> tuple[str, str] | None:
    """(name, address) of the innermost author of a letter forwarded in the text, by the heads above it."""
    above = takewhile(lambda part: isinstance(part, Noise), body.parts)
    heads = [part.text for part in above if isinstance(part, Noise) and part.kind is NoiseKind.QUOTE]
    return authors.author([line for head in heads for line in head.split("\n")])


def forwarded(item: Item) -> Forwarded:
    """The piece as its author sent it, where the head of his letter stands at its begin (one of several)."""
    lines = [*([item.title] if item.title else []), *item.text.split("\n")]
    first = next((at for at, line in enumerate(lines[:_ABOVE]) if quotes.field(line)[0] == "sender"), None)
    if first is None:
        return Forwarded(item)
    end = next((at for at in range(first, len(lines)) if not quotes.field(lines[at])[0]), len(lines))
    head = lines[first:end]
    found = authors.author(head)
    if not found or not found[1]:
        return Forwarded(item)
    subject = next((value for kind, value in map(quotes.field, head) if kind == "subject"), "")
    text = "\n".join(lines[end:]).strip("\n")
    return Forwarded(replace(item, title=None, text=text), found, subject.strip())
