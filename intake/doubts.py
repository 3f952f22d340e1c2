"""Why a document that stayed one item may be several: what spoke for a cut, and not loud enough."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from intake import numbered
from intake.page import Page

_LEAST_UNITS: Final = 3
"""Units that open a paragraph each, from which one wonders."""


def doubt(page: Page, titles: Collection[int], known: Collection[int]) -> str | None:
    """What an editor should look at, in Chinese; None where nothing speaks for several pieces."""
    acting = [at for at in numbered.uncut(page, known) if page.opens_as_news(at)]
    if len(acting) > 1:
        return f"有 {len(acting)} 处编号后以单位或时间开头，可能是几篇稿件，未拆分，请核对"
    heads = [at for at in page.left if at not in titles and _is_head_over_news(page, at)]
    if len(heads) > 1:
        return f"有 {len(heads)} 处小标题下以单位或时间开头，可能是几篇稿件，未拆分，请核对"
    units = {
        unit for at in page.left if page.is_text(at) and (unit := page.names.opening_unit(page.bare(at)))
    }
    if len(units) >= _LEAST_UNITS:
        return f"有 {len(units)} 个单位各起一段（{'、'.join(sorted(units))}），可能是几篇稿件，未拆分，请核对"
    return None


def _is_head_over_news(page: Page, at: int) -> bool:
    below = page.below(at)
    short = page.has_look(at) and page.may_be_title(at) and not page.is_text(at)
    return short and below is not None and page.is_text(below) and page.opens_with_actor(below)
