"""From a candidate to its piece: the words as they will be printed, in the form of their column.

The budget is per piece and soft: its upper bound is aimed at, a result with figures may take a compressed
piece up to 1.3 times that length, and what the form forbids to shorten stays as long as it is.  Whatever
happens, the piece holds only characters of the source (its title is part of it), the unit's name, and
punctuation.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from compose.compress import compress
from compose.excerpt import verbatim
from compose.figures import dropped
from compose.model import Form, Merge, Piece, Span
from compose.personal import cut
from compose.portrait import Portrayed, portray
from compose.punctuation import house_punctuation, one_sentence, without_controls
from compose.subject import subject_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from classify.model import Unit
    from compose.model import Candidate, GroupPlan
    from compose.subject import Subject
    from compose.wording import Wording

    _Writer = Callable[[Candidate, tuple[int, int], Subject], Portrayed]

__all__ = ["digest", "house_punctuation"]


def digest(candidate: Candidate, plan: GroupPlan, units: tuple[Unit, ...] = ()) -> Piece:
    """The candidate in the form of its group; never empty where the candidate has visible words."""
    if not without_controls(candidate.text).strip():
        return Piece(candidate, ())
    subject = subject_of(candidate.unit, candidate.subunit, candidate.text, units)
    written = _WRITERS[plan.form](candidate, plan.budget, subject)
    if plan.merge is Merge.ALL and plan.form is Form.COMPRESS:
        written = replace(written, spans=tuple(Span(one_sentence(span.text)) for span in written.spans))
    text = "".join(span.text for span in written.spans)
    spans, used = written.spans, written.used
    if not text.strip():
        words = without_controls(candidate.text).strip()
        spans, used = ((Span(words),), ((0, len(candidate.text)),)) if words else ((), ())
    return Piece(candidate, spans, dropped(candidate.text, text), used)


def _plain(wording: Wording) -> Portrayed:
    return Portrayed((Span(wording.text),), wording.used)


_WRITERS: dict[Form, _Writer] = {
    Form.COMPRESS: lambda one, budget, subject: _plain(compress(one.text, budget, subject, one.title)),
    Form.CUT: lambda one, budget, _: _plain(cut(one.text, budget)),
    Form.VERBATIM: lambda one, _, __: _plain(verbatim(one.text, one.title)),
    Form.PORTRAIT: portray,
}
