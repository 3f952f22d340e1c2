"""From pieces to paragraphs: which share one, in which order, and what stands in brackets behind it.

Order: the unit that speaks for the whole company first (it heads the register), then the register's order;
a unit's own items before those of its sub-units, one sub-unit's items side by side; units that nobody
registered last.  Inside a paragraph the parent's name is printed once and left out where one of its
sub-units, committees or branches follows.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from compose.model import Attribution, DraftParagraph, Merge, Piece, Span
from compose.subject import chain_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from classify.model import Unit
    from compose.model import Candidate, GroupPlan
    from intake.model import Photo

_OFFICE = re.compile(
    r"(?:党群工作部|党群部|党群工作处|党群办公室|党委工作部|党委(?:宣传|组织|综合)部|党建工作部|党建部|宣传部|政工部|政治工作部"
    r"|综合管理部|综合部|综合办公室|党委办公室|办公室|企业文化部|组织部|工会|团委|机关)$"
)
"""The parts of a unit that hand in what others wrote."""
_EACH_PART = ("各党支部", "各单位", "各团支部", "各部门")


def merge(pieces: Sequence[Piece], plan: GroupPlan, units: tuple[Unit, ...]) -> tuple[DraftParagraph, ...]:
    """The paragraphs of a group, in the order of the issue; every piece stands in exactly one."""
    ordered = arranged(pieces, units)
    return tuple(
        DraftParagraph(
            _named_once(together, units),
            attribution(together, plan.attribution),
            _photos(together, plan.photos),
        )
        for together in _SHARES[plan.merge](ordered)
    )


def _photos(together: Iterable[Piece], most: int) -> tuple[Photo, ...]:
    """The photos below a paragraph, each once."""
    shown = (photo for piece in together for photo in piece.candidate.photos[:most])
    return tuple({photo.sha256: photo for photo in shown}.values())


def arranged(pieces: Iterable[Piece], units: tuple[Unit, ...]) -> tuple[Piece, ...]:
    """The pieces in the register's order; pieces of one place keep the order they came in."""
    found = tuple(pieces)
    register = {unit.name: place for place, unit in enumerate(units)}
    parts = {unit.name: {part: n for n, part in enumerate(unit.sub_units, 1)} for unit in units}
    arrival: dict[tuple[str | None, str | None], int] = {}
    for piece in found:
        arrival.setdefault((piece.candidate.unit, piece.candidate.subunit), len(arrival))

    def place(piece: Piece) -> tuple[int, int, int, int]:
        unit, part = piece.candidate.unit, piece.candidate.subunit
        first = arrival[unit, part]
        if unit is None or unit not in register:
            return len(register), _first_of(unit, arrival), 0, first
        return register[unit], 0, _part_place(part, unit, parts[unit]), first

    return tuple(sorted(found, key=place))


def _first_of(unit: str | None, arrival: dict[tuple[str | None, str | None], int]) -> int:
    """When an unregistered unit first came up; pieces without any unit come behind all of them."""
    if unit is None:
        return len(arrival)
    return min(first for (name, _), first in arrival.items() if name == unit)


def _part_place(part: str | None, unit: str, known: dict[str, int]) -> int:
    """0 for the unit itself, then its registered sub-units, then all others."""
    name = (part or "").removeprefix(unit)
    if not name:
        return 0
    return min(
        (place for known_part, place in known.items() if name.startswith(known_part)), default=len(known) + 1
    )


# --- which pieces share a paragraph ---------------------------------------------------------------


def _alone(pieces: tuple[Piece, ...]) -> list[tuple[Piece, ...]]:
    return [(piece,) for piece in pieces]


def _by_unit(pieces: tuple[Piece, ...]) -> list[tuple[Piece, ...]]:
    """One paragraph per parent unit; a piece of no known unit stands alone."""
    found: list[tuple[Piece, ...]] = []
    for unit, together in groupby(pieces, key=lambda piece: piece.candidate.unit):
        shared = tuple(together)
        found += [shared] if unit else [(piece,) for piece in shared]
    return found


def _all_together(pieces: tuple[Piece, ...]) -> list[tuple[Piece, ...]]:
    return [pieces] if pieces else []


_SHARES: dict[Merge, Callable[[tuple[Piece, ...]], list[tuple[Piece, ...]]]] = {
    Merge.NONE: _alone,
    Merge.UNIT: _by_unit,
    Merge.ALL: _all_together,
}


# --- the parent's name, once ----------------------------------------------------------------------


def _named_once(pieces: tuple[Piece, ...], units: tuple[Unit, ...]) -> tuple[Piece, ...]:
    found: list[Piece] = []
    for before, piece in zip((None, *pieces), pieces, strict=False):
        unit = piece.candidate.unit
        known = unit is not None and before is not None and before.candidate.unit == unit
        parts = next((entry.sub_units for entry in units if entry.name == unit), ())
        found.append(_without_parent(piece, unit or "", parts) if known and _names(before, unit) else piece)
    return tuple(found)


def _names(piece: Piece | None, unit: str | None) -> bool:
    """Whether the reader of this piece knows which unit is meant."""
    return piece is not None and unit is not None and (unit in piece.text or bool(piece.candidate.subunit))


def _without_parent(piece: Piece, unit: str, parts: tuple[str, ...]) -> Piece:
    """The piece without its unit's name where one of the unit's own parts is named right behind it."""
    if not piece.spans or not piece.spans[0].text.startswith(unit):
        return piece
    rest = piece.spans[0].text[len(unit) :]
    own = (*parts, (piece.candidate.subunit or "").removeprefix(unit))
    part = rest.startswith(tuple(name for name in own if name))
    part = part or rest.startswith(_EACH_PART) or bool(chain_at(rest, 0, min(len(rest), 40)))
    if not part:
        return piece
    return replace(piece, spans=(Span(rest, piece.spans[0].bold), *piece.spans[1:]))


# --- what stands in brackets ----------------------------------------------------------------------


def attribution(pieces: Sequence[Piece], form: Attribution) -> str | None:
    """The words in brackets behind a paragraph, without the brackets; several sources joined by “、”."""
    found = [_SOURCE[form](piece.candidate) for piece in pieces]
    return "、".join(dict.fromkeys(words for words in found if words)) or None


def _place_and_person(candidate: Candidate) -> str | None:
    """`中铝山东第二氧化铝厂除杂车间 张三` in shape: the parent's name is not doubled."""
    unit, part = candidate.unit or "", candidate.subunit or ""
    part = part if _is_authors(part, candidate) else _OFFICE.sub("", part)
    place = part if unit and part.startswith(unit) else unit + part
    return " ".join(words for words in (place, candidate.contributor) if words) or None


def _is_authors(part: str, candidate: Candidate) -> bool:
    """Whether an office is where the author works, not only where his piece was handed in."""
    author = candidate.contributor
    office = _OFFICE.search(part)
    if not author or office is None:
        return True
    said = f"{candidate.title or ''}{candidate.text}"
    return office.group() in said or author in candidate.sender


_SOURCE: dict[Attribution, Callable[[Candidate], str | None]] = {
    Attribution.NONE: lambda _: None,
    Attribution.MEDIA: lambda candidate: candidate.media,
    Attribution.UNIT: lambda candidate: candidate.unit,
    Attribution.UNIT_PERSON: _place_and_person,
    Attribution.PERSON: lambda candidate: candidate.contributor or candidate.unit,
}
