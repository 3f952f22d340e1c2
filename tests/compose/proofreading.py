"""One column proofread: the remarks on some pieces, with or without the words for place and source."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from compose.model import (
    Attribution,
    DraftColumn,
    DraftGroup,
    DraftParagraph,
    Piece,
    Remark,
    RemarkKind,
    Window,
)
from compose.proof import proof
from tests.compose.candidates import UNITS, make_column_plan, make_plan

MAY = Window(date(2021, 4, 30), date(2021, 5, 10))
ANY = (1, 100_000)
_PLACE = re.compile(r"^开新之局(?:›[^：]+?)?第\d+段(?:第\d+则)?：")
_SOURCE = re.compile(r"（第\d+号来信(?:正文|附件“[^”]+”)）$")


def column_of(*pieces: Piece, name: str = "开新之局", group: str | None = None) -> DraftColumn:
    """A column in which each piece is a paragraph of its own."""
    return DraftColumn(name, name, (DraftGroup(group, tuple(DraftParagraph((one,)) for one in pieces)),))


def proofread(
    *pieces: Piece,
    form: str = "compress",
    budget: tuple[int, int] = ANY,
    group: str | None = None,
    earlier: Mapping[str, Sequence[str]] | None = None,
    window: Window = MAY,
    attribution: Attribution = Attribution.NONE,
) -> tuple[Remark, ...]:
    """The remarks on an issue of one column, made of these pieces in one form."""
    how = make_plan(form, budget=budget, attribution=attribution)
    plan = make_column_plan("开新之局", how)
    return proof([column_of(*pieces, group=group)], units=UNITS, plans=[plan], window=window, earlier=earlier)


def told(kind: RemarkKind, *pieces: Piece, **how: object) -> list[str]:
    """The findings of one kind, without place and source, which stand in each of them."""
    found = [remark.text for remark in proofread(*pieces, **how) if remark.kind is kind]  # type: ignore[arg-type]
    assert all(_PLACE.match(text) and _SOURCE.search(text) for text in found)
    return [_SOURCE.sub("", _PLACE.sub("", text)) for text in found]
