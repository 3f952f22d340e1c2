"""From the lines below a heading to its entries: what was cut is joined, what goes on stays together."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from classify.model import Unit
from classify.names import mentions
from compose.model import Attribution, Form, GroupPlan
from compose.readback_headings import can_be_heading, title_in_brackets
from compose.readback_lines import ENDED, Line, Look, mark_in_use
from compose.readback_sources import attribution_of, closes, opening, source_line
from intake.model import Align

_LONGEST_TITLE: Final = 45
_LONGEST_PLAIN_TITLE: Final = 25
"""A line of print holds more: what a page end cut off is longer."""
_SURE_TITLE: Final = 14
"""Nobody breaks a sentence so soon."""
_LONGEST_LEAD: Final = 30
_REACH: Final = 160

_BEGINS: Final = re.compile(
    r"^(?:近日|日前|今年|为|在|自|我|作为|随着|通过|\d{1,4}[月年]|“五[一四]”|[\u4e00-\u9fff]{2,8}(?:日|电|讯))"
)
_GOES_ON: Final = re.compile(
    r"^(?:活动[中后现期]|会上|会[后中]|会议|随后|同时|此外|据悉|据了解|该|其[中他]?|他[们的]?|她[们的]?|公司|下一步|接下来|最后|期间|为此|通过|目前|截至|大家|与会)"
)
_BOLD_TITLE_END: Final = tuple("。：:！？!? \u3000")


@dataclass(frozen=True, slots=True)
class Entry:
    """What is printed as one: its title, its words with their attribution."""

    title: str | None
    text: str
    attribution: str | None


@dataclass(slots=True)
class _Open:
    """An entry that is being read: its paragraphs, each in the lines that page ends made of it."""

    title: str | None = None
    parts: list[list[str]] = field(default_factory=list)
    attribution: str | None = None
    tail: str = ""
    whole: bool = True
    indented: bool = False

    def add(self, line: Line, text: str, *, whole: bool = False) -> None:
        """A paragraph more; `whole` says that nothing is missing though no end mark stands there."""
        self.parts.append([text])
        self._ends(line, text, whole=whole)

    def join(self, line: Line, text: str) -> None:
        """The other half of the paragraph before."""
        self.parts[-1].append(text)
        self._ends(line, self.tail + text, whole=False)

    def _ends(self, line: Line, text: str, *, whole: bool) -> None:
        self.tail = text[-_REACH:]
        self.whole = whole or self.tail.endswith(ENDED)
        self.indented = line.indented

    def entry(self, units: tuple[Unit, ...]) -> Entry:
        """The entry, its attribution taken off."""
        text, found = attribution_of("\n".join("".join(halves) for halves in self.parts), units)
        return Entry(self.title, text.strip(), self.attribution or found)


class Reader:
    """Reads the lines of one group."""

    __slots__ = ("body", "gaps", "mark", "plan", "signed", "units")

    def __init__(
        self, lines: Sequence[Line], plan: GroupPlan, units: tuple[Unit, ...], body: Look | None
    ) -> None:
        self.plan, self.units, self.body = plan, units, body
        self.mark = mark_in_use(lines)
        self.signed = any(self._source(line) or closes(line.text[-_REACH:], units) for line in lines)
        self.gaps = len({line.gap for line in lines[1:]}) > 1

    def entries(self, lines: Sequence[Line]) -> list[Entry]:
        """The entries in order."""
        found: list[_Open] = []
        for line, after in zip(lines, (*lines[1:], None), strict=False):
            self._take(line, after, found)
        return [read for entry in found if (read := entry.entry(self.units)).text]

    def _take(self, line: Line, after: Line | None, found: list[_Open]) -> None:
        marked = self._marked(line)
        text = line.text if marked else line.whole
        now = found[-1] if found and not marked else None
        if now and now.parts and (source := self._source(line)):
            now.attribution = now.attribution or source
        elif now and now.parts and not now.whole and not (line.indented and now.indented):
            now.join(line, text)
        elif self._is_title(line, after):
            if now and self._is_inner_head(now):
                now.add(line, text, whole=True)
            else:
                found.append(_Open(title=_title(line.text)))
        elif now and (not now.parts or self._goes_on(now, line)):
            now.add(line, text)
        else:
            found.append(self._opened(line, text))

    def _marked(self, line: Line) -> bool:
        return bool(line.kind) and line.kind == self.mark

    def _source(self, line: Line) -> str | None:
        if self._marked(line):
            return None
        return source_line(line.text, self.units, right=line.look.align is Align.RIGHT)

    def _opened(self, line: Line, text: str) -> _Open:
        title, words = self._title_before(line, text)
        opened = _Open(title=title)
        opened.add(line, words)
        return opened

    def _title_before(self, line: Line, text: str) -> tuple[str | None, str]:
        """The title that stands in 【】 or in bold before the words of its own paragraph."""
        bracketed = title_in_brackets(text)
        if bracketed and bracketed[1]:
            return bracketed
        if self.plan.form in (Form.VERBATIM, Form.PORTRAIT) or text != line.text:
            return None, text
        bold, rest = text[: line.bold], text[line.bold :]
        clear = bold.endswith(_BOLD_TITLE_END) or rest[:1] in (" ", "\u3000")
        if rest and clear and 5 <= len(bold) <= _LONGEST_TITLE and len(rest) > len(bold):
            return _title(bold), rest.strip(" \u3000：:")
        return None, text

    # --- titles -------------------------------------------------------------------------------------

    def _is_title(self, line: Line, after: Line | None) -> bool:
        if after is None or self._marked(after) or not can_be_heading(line.text, _LONGEST_TITLE):
            return False
        if line.text.endswith(ENDED) and not line.text.startswith("【"):
            return False
        if self._source(after):
            return False
        look, body = line.look, self.body
        if look != body and (look.bold or look.outline is not None or look.align is Align.CENTER):
            return True
        if line.text.startswith("【") or (line.kind and not self._marked(line)):
            return len(line.text) <= _LONGEST_PLAIN_TITLE
        size = len(line.text)
        return size <= _SURE_TITLE or (size <= _LONGEST_PLAIN_TITLE and self._begins(after))

    def _begins(self, line: Line) -> bool:
        return bool(_BEGINS.match(line.text)) or opening(line.text, self.units) is not None

    def _is_inner_head(self, now: _Open) -> bool:
        """Whether a title would stand inside what is still open: a run-in head of a portrait."""
        if now.attribution or closes(now.tail, self.units) or not now.parts:
            return False
        return self.plan.form is Form.PORTRAIT or (self.plan.form is Form.VERBATIM and bool(self.mark))

    # --- what goes on -------------------------------------------------------------------------------

    def _goes_on(self, now: _Open, line: Line) -> bool:
        """Whether an unmarked paragraph belongs to the entry above it."""
        if line.look.style == "续段":
            return True
        if now.attribution or closes(now.tail, self.units):
            return False
        return _GOES_ON_BY_FORM[self.plan.form](self, line)

    def excerpt_goes_on(self, line: Line) -> bool:
        """An excerpt goes on until it is signed; where none is, an empty paragraph divides two."""
        return bool(self.mark) or self.signed or (self.gaps and not line.gap)

    def portrait_goes_on(self, line: Line) -> bool:
        """A portrait goes on until the next one names unit and person."""
        first = line.text[: _LONGEST_LEAD + 1]
        lead = re.match(r"[^，；：。]{2,30}[。：]", first)
        return not (lead and mentions(first, self.units) and opening(first, self.units))

    def reflection_goes_on(self, line: Line) -> bool:
        """Somebody's own words go on until they are signed, where such words are."""
        return self.plan.attribution is not Attribution.NONE and self.signed and not self._begins_anew(line)

    def news_goes_on(self, line: Line) -> bool:
        """A new paragraph is a new item, unless items are marked and it cannot stand alone."""
        if not self.mark or closes(line.text[-_REACH:], self.units):
            return False
        return bool(_GOES_ON.match(line.text)) and opening(line.text, self.units) is None

    def _begins_anew(self, line: Line) -> bool:
        return not self.mark and self.gaps and line.gap


_GOES_ON_BY_FORM: Final[dict[Form, Callable[[Reader, Line], bool]]] = {
    Form.VERBATIM: Reader.excerpt_goes_on,
    Form.PORTRAIT: Reader.portrait_goes_on,
    Form.CUT: Reader.reflection_goes_on,
    Form.COMPRESS: Reader.news_goes_on,
}


def _title(text: str) -> str:
    bracketed = title_in_brackets(text)
    return (bracketed[0] if bracketed and not bracketed[1] else text).strip(" \u3000。：:")
