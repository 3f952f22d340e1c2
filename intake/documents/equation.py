r"""Fields that draw their code (` EQ \o\ac(○,5)`): figures in circles, fractions, words above words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

_MAX_DEPTH: Final = 8
_SWITCHES: Final = re.compile(r'\\\*\s*(?:"[^"]*"|\S+)')
"""How the result is to look: `\\* jc2`, `\\* "Font:宋体"`."""
_ELEMENT: Final = re.compile(
    r"\\([abdfilorsx])(?:\s*\\[a-z]{2}(?:\s*-?\d{1,4}|\s*\\[^a-z\s])?)*+\s*\(", re.IGNORECASE
)
r"""A letter, options (`\up 12`, `\bc\{`) and the bracket that opens its parts."""
_SIGNS: Final = frozenset("○◯□△◇")
_LARGEST_CIRCLED: Final = 20


def equation(code: str) -> str:
    """What the field shows, on one line."""
    words = _SWITCHES.sub("", code.strip())
    return _line(words[2:], 0).strip()


def _line(text: str, depth: int) -> str:
    shown, at = "", 0
    while depth < _MAX_DEPTH and (found := _ELEMENT.search(text, at)):
        shown += text[at : found.start()].strip()
        end = _closing(text, found.end())
        parts = list(_parts(text[found.end() : end]))
        if found[1].lower() == "o":
            parts = _overlaid(parts)
        shown += _FORMS[found[1].lower()]([_line(part, depth + 1).strip() for part in parts])
        at = end + 1
    return shown + text[at:]


def _closing(text: str, at: int) -> int:
    """Where the bracket closes that was opened before `at`."""
    depth = 1
    for place in range(at, len(text)):
        depth += {"(": 1, ")": -1}.get(text[place], 0)
        if not depth:
            return place
    return len(text)


def _parts(inside: str) -> Iterator[str]:
    """The arguments, divided by commas outside inner brackets."""
    depth, start = 0, 0
    for place, sign in enumerate(inside):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if not depth and sign in ",，;":
            yield inside[start:place]
            start = place + 1
    yield inside[start:]


def _overlaid(parts: list[str]) -> list[str]:
    """Of things laid over each other those that say something: the base of a reading, not the reading."""
    base = [part for part in parts if not part.strip().lower().startswith(r"\s")]
    return base or parts


def _circled(parts: list[str]) -> str:
    """Figures in a circle are one sign; what else is laid over each other stands side by side."""
    words = [part for part in parts if part not in _SIGNS]
    figure = words[0] if len(words) == 1 and len(parts) == 2 else ""
    if figure.isascii() and figure.isdigit() and 1 <= int(figure[:3]) <= _LARGEST_CIRCLED:
        return chr(ord("①") + int(figure) - 1)
    return "".join(words or parts)


_FORMS: Final[dict[str, Callable[[list[str]], str]]] = {
    "a": " ".join,
    "b": lambda parts: f"({','.join(parts)})",
    "d": lambda _: "",
    "f": "/".join,
    "i": lambda parts: "∫" + "".join(parts),
    "l": ",".join,
    "o": _circled,
    "r": "√".join,
    "s": "".join,
    "x": "".join,
}
"""Letter of an element -> how its parts stand on one line; a root of one part is `\\r(,x)`."""
