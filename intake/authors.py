"""Who wrote a letter that is quoted or forwarded in the text of another, by the head above its words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from intake import quotes

_WROTE = re.compile(
    r"^((?=[^\n]*(?:@|\d:\d\d))[^\n]{4,200}(?:\n[^\n]{0,60})?)(?:写道|编写|wrote)\s*[:：]?\s*$", re.MULTILINE
)
"""Gmail breaks the line that says who wrote."""
_WHEN = re.compile(r"[，,]|\d{1,2}:\d\d(?::\d\d)?(?:\s*[AP]M)?|于\s*\d", re.IGNORECASE)
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w.-]{1,255}")
_BY = re.compile(r"\s*由\s*[:：]")
_NEXT_FIELD = re.compile(r"\s[^\s\[<(@]{2,8}\s*[:：].*")
"""Where all fields stand on one line."""


def author(lines: Sequence[str]) -> tuple[str, str] | None:
    """(name, address) of the innermost author that some lines of heads name, either of them empty if unknown.

    None where no head names one, or his words were marked with > and what follows is an answer to them.
    """
    found = sorted((*_fields(lines), *_wrote(lines)))
    if not found:
        return None
    last, words = found[-1]
    if any(line.startswith(">") for line in lines[last + 1 :]):
        return None
    address = next(reversed(_ADDRESS.findall(words)), "")
    name = words.rpartition(address)[0] if address else words
    return re.sub(r"[<\[(（].*", "", name).strip(" \n\t\"“”'*;；"), address


def _fields(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """(line, name and address) of each field that names a sender, be its value in the line or below it."""
    for at, line in enumerate(lines):
        kind, value = quotes.field(line)
        below = lines[at + 1] if at + 1 < len(lines) else ""
        if kind == "sender" or _BY.match(line):
            yield at, _NEXT_FIELD.sub("", value) or below
        elif quotes.is_stamp(below) and not kind:  # Lotus Notes: the name, then the time
            yield at, line.partition("/")[0]


def _wrote(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    text = "\n".join(lines)
    for found in _WROTE.finditer(text):
        words = found[1]
        address = next(reversed(_ADDRESS.findall(words)), "")
        name = words.rpartition(address)[0] if address else words
        who = next(filter(str.strip, reversed(_WHEN.split(name))), "")
        yield text.count("\n", 0, found.end()), f"{who} {address}"
