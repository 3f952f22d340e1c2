"""Remarks on a piece as a whole: its column, its unit, its author, its length."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, pairwise

from classify.model import Level, RelationKind
from compose.model import Attribution, Form, RemarkKind
from compose.proof_issue import Check, Printed, PrintedIssue
from compose.subject import is_foreign, spellings, subject_of
from compose.vocabulary import place_words

_SOFT = 1.3
"""A result with figures may take a piece so far over its budget."""
_SHORT, _SHORT_OF_MORE = 0.7, 0.85
"""Below such a share of its budget a piece is short: where nothing more was sent, and where more was."""


def _doubtful_column(one: Printed, _: PrintedIssue) -> Iterator[str]:
    candidate = one.piece.candidate
    if candidate.level is not Level.DOUBTFUL or candidate.verdict == "include":
        return
    text = f"栏目存疑，暂放此处（{candidate.confidence:.0%}）"
    if candidate.alternatives:
        column, group, share = candidate.alternatives[0]
        text += f"，也可能属于“{place_words(column, group)}”（{share:.0%}）"
    yield text


def _unknown_unit(one: Printed, issue: PrintedIssue) -> Iterator[str]:
    candidate = one.piece.candidate
    if candidate.media or one.form is Form.VERBATIM:
        return
    if not candidate.unit:
        yield f"来稿单位不明，来信人：{candidate.sender or '未署名'}"
    elif candidate.unit not in issue.registered:
        yield f"“{candidate.unit}”不在单位名册中"


def _doubtful_unit(one: Printed, issue: PrintedIssue) -> Iterator[str]:
    """The text opens with another registered unit and nowhere names the one it is credited to."""
    candidate = one.piece.candidate
    if not candidate.unit or candidate.media:
        return
    said = (candidate.title or "") + candidate.text
    if any(name in said for name in spellings(candidate.unit, issue.units)):
        return
    subject = subject_of(candidate.unit, candidate.subunit, candidate.text, issue.units)
    opening = candidate.text.lstrip()[:40]
    other = next((name for name in subject.others if opening.startswith(name)), None)
    if other and is_foreign(opening, subject):
        yield f"记为“{candidate.unit}”来稿，正文却以“{other}”开头，请核对单位"


def _relation(one: Printed, issue: PrintedIssue) -> Iterator[str]:
    relation = one.piece.candidate.relation
    if relation is None or relation.kind is not RelationKind.DIGEST_OF:
        return
    if relation.to in issue.items:
        yield f"与本期第{relation.to}条说的是同一件事，一详一略，请留一条"


def _attribution(one: Printed, _: PrintedIssue) -> Iterator[str]:
    """What the column wants in brackets and the letter does not say; an unknown unit is told as such."""
    candidate = one.piece.candidate
    wanted = one.plan.attribution if one.plan else Attribution.NONE
    if wanted is Attribution.MEDIA and not candidate.media:
        yield "没有媒体名称，请补出处"
    elif wanted in {Attribution.UNIT_PERSON, Attribution.PERSON} and not candidate.contributor:
        yield "没有作者姓名，请补署名"


# --- length -----------------------------------------------------------------------------------------


def _length(one: Printed, _: PrintedIssue) -> Iterator[str]:
    if one.plan is None:
        return
    least, most = one.plan.budget
    size, left = len(one.text), _unused(one)
    if size > _SOFT * most:
        yield f"{size}字，超过本栏上限{most}字较多，请删减"
    elif size < (_SHORT_OF_MORE if left else _SHORT) * least:
        source = len(one.piece.candidate.text.strip())
        more = f"来稿{source}字，略去{left}字" if left else "来稿只有这些"
        yield f"{size}字，不足本栏下限{least}字（{more}）"


def _unused(one: Printed) -> int:
    """How many characters of the letter are not printed, marks and blanks apart; 0 for a few."""
    source, used = one.piece.candidate.text, one.piece.used
    if used:
        gaps = pairwise((0, *(at for span in used for at in span), len(source)))
        left = sum(len(_WORDS.findall(source[start:end])) for start, end in islice(gaps, 0, None, 2))
    else:
        left = len(_WORDS.findall(source)) - len(_WORDS.findall(one.text))
    return left if left > _TRIFLE else 0


_WORDS = re.compile(r"\w")
_TRIFLE = 12
"""Characters of a name or a date, without which a letter is still printed whole."""


def _merged_length(one: Printed, issue: PrintedIssue) -> Iterator[str]:
    """A merged paragraph against its pieces' budgets together, told at its first piece."""
    if one.plan is None or one.shares == 1 or one.share > 1:
        return
    size = sum(len(piece.text) for piece in issue.printed[one.index : one.index + one.shares])
    least, most = (one.shares * bound for bound in one.plan.budget)
    if size > 1.15 * most:
        yield f"合并段{one.shares}则共{size}字，超过上限{most}字（每则{one.plan.budget[1]}字），请删减"
    elif size < 0.85 * least:
        yield f"合并段{one.shares}则共{size}字，不足下限{least}字（每则{one.plan.budget[0]}字）"


CHECKS: tuple[Check, ...] = (
    (RemarkKind.DOUBTFUL_COLUMN, _doubtful_column),  # is it in the right place
    (RemarkKind.UNKNOWN_UNIT, _unknown_unit),  # whose is it
    (RemarkKind.DOUBTFUL_UNIT, _doubtful_unit),  # is it really theirs
    (RemarkKind.DUPLICATE, _relation),  # does it replace or repeat another item
    (RemarkKind.ATTRIBUTION, _attribution),  # can it be signed as its column wants
    (RemarkKind.LENGTH, _length),  # does it fit its column
    (RemarkKind.LENGTH, _merged_length),  # does its paragraph
)
