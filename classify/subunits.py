"""Which part of a unit a submission is from: behind its name, or alone at the begin of a clause."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from classify.acting import is_mentioned
from classify.chains import chain_at, subunit_after
from classify.evidence import Evidence
from classify.letters import HAN, clause_before, clause_starts
from classify.model import Unit
from classify.names import Mention, Register
from classify.strangers import opener, strangers

_ORDINAL: Final = re.compile(r"第[一二三四五六七八九十\d]+$")
"""第三|氧化铝厂 is not the registered 氧化铝厂."""

_NOT_ITSELF: Final = re.compile(r"[的里说内”’]|代表队")
"""What follows a part that is only spoken of."""

_REACH: Final = 1000
"""Characters of a text in which a part is looked for behind the unit's name."""


def subunit(evidence: Evidence, close: str, unit: Unit, register: Register) -> str | None:
    """Return the part of the unit, the longest form of it that the piece has; None where it names none."""
    piece = [_all(text, unit, register) for text in (evidence.byline or close, evidence.title, evidence.lead)]
    about = (evidence.subject, evidence.text[:_REACH], evidence.cover, evidence.signature, evidence.file)
    found = next((parts[0] for parts in piece if parts), None)
    if found is None:
        rest = (part for text in about if (part := _first(text, evidence, unit, register)))
        found = next(rest, None)
    if found is None:
        return None
    longer = [form for parts in piece for form in parts if form.startswith(found) or form.endswith(found)]
    return max([found, *longer], key=len)


def _first(text: str, evidence: Evidence, unit: Unit, register: Register) -> str | None:
    """The first part that a text names; in the running text, behind the unit's name only."""
    if text and evidence.text.startswith(text):
        return _behind(text, unit, register)
    return next(iter(_all(text, unit, register)), None)


def _behind(text: str, unit: Unit, register: Register) -> str | None:
    """The part behind the unit's name in the rest of a text, where the unit acts."""
    for mention in register.mentions(text):
        acts = mention.unit == unit and not clause_before(text, mention.start).strip("“《")
        if acts and (part := subunit_after(text, mention.end)):
            return part
    return None


def _all(text: str, unit: Unit, register: Register) -> list[str]:
    """The parts that a text names: behind the unit's name, at a clause's begin, the registered ones."""
    if not text:
        return []
    known = register.mentions(text)
    behind = (subunit_after(text, mention.end) for mention in known if mention.unit == unit)
    return [*filter(None, behind), *_bare(text, known), *_registered(text, unit, known)]


def _bare(text: str, known: list[Mention]) -> Iterator[str]:
    """Parts of any name that a clause begins with; a stranger's are not meant."""
    taken = [(one.start, one.end) for one in known] + [(one.start, one.end) for one in strangers(text)]
    for clause in clause_starts(text):
        start = opener(text, clause)
        part = chain_at(text[start : start + 40])
        if part is None or not re.match(f"[{HAN}]", part) or _NOT_ITSELF.match(text, start + len(part)):
            continue
        if not any(begin < start + len(part) and start < end for begin, end in taken):
            yield part


def _registered(text: str, unit: Unit, known: list[Mention]) -> Iterator[str]:
    """Registered parts anywhere, unless somebody else's stands there or it is only gone to."""
    others = [mention for mention in known if mention.unit != unit]
    for name in sorted(unit.sub_units, key=len, reverse=True):
        for match in re.finditer(re.escape(name), text):
            clause = clause_before(text, match.start())
            start = match.start() - len(clause)
            foreign = any(start < other.end and other.start < match.end() for other in others)
            if not foreign and not _ORDINAL.search(clause) and not is_mentioned(clause):
                yield name + (subunit_after(text, match.end()) or "")


# --- parts that tell whose they are ---------------------------------------------------------------


def owners(text: str, register: Register) -> Iterator[tuple[str, str]]:
    """Yield (unit, part) for the parts that only one unit has registered and that begin a word."""
    pattern, owner = register.unique_parts
    for match in pattern.finditer(text):
        yield owner[match[0]], match[0]
