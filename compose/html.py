"""A draft as one self-contained HTML page: the issue, the source behind every piece, the ledger."""

from __future__ import annotations

from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FunctionLoader, StrictUndefined, select_autoescape

from compose.numerals import chinese_date, shanghai_time
from compose.page import column_views
from compose.page_ledger import ledger_view, remark_views, unit_views
from compose.page_source import context
from compose.text import PIN, clean_text, imprint_lines, issue_line, window_line
from compose.vocabulary import (
    alternative_words,
    confidence_words,
    photo_words,
    place_words,
    unit_words,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Template

    from compose.model import Candidate, Draft
    from intake.documents.pictures import Prepared


def write_html(draft: Draft, pictures: Mapping[str, Prepared] = MappingProxyType({})) -> str:
    """Write the draft as one page without scripts or outside parts; the same draft, the same page.

    `pictures` are its photos by their digest; one that is missing is left out.
    """
    known = context(draft)
    columns = column_views(draft, known, pictures)
    return render_text(
        "issue.html.jinja",
        issue=draft.issue,
        number_line=issue_line(draft.issue),
        window_line=window_line(draft.issue.window),
        imprint_lines=imprint_lines(draft.issue.imprint),
        columns=columns,
        printed=len(draft.pieces),
        doubtful=sum(column.doubtful for column in columns),
        remarks=remark_views(draft, known),
        remark_count=len(draft.remarks),
        ledger=ledger_view(draft, known),
        units=unit_views(draft),
        pin=PIN,
    )


def render_text(name: str, **values: object) -> str:
    """Fill in a shipped template, escaped if it is `*.html.jinja`; a missing value is an error."""
    return _template(name).render(**values)


@cache
def _template(name: str) -> Template:
    """Compile a template once; only the shipped files are ever one."""
    environment = Environment(
        loader=FunctionLoader(
            lambda shipped: resources.files("templates").joinpath(shipped).read_text("utf-8")
        ),
        autoescape=select_autoescape(["html.jinja"], default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    environment.filters |= {
        "day": chinese_date,
        "moment": shanghai_time,
        "unit": unit_words,
        "confidence": confidence_words,
        "alternatives": alternative_words,
        "photos": photo_words,
        "place": _place,
    }
    return environment.get_template(name)


def _finalize(value: Any) -> Any:
    """Clean every word on its way into the page; a macro's finished markup is cleaned already."""
    return clean_text(value) if type(value) is str else value


def _place(candidate: Candidate) -> str:
    return place_words(candidate.column, candidate.group)
