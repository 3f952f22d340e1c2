"""Complex fields: their code is not text, their result is; some are drawn from their code alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from intake.documents.equation import equation
from intake.documents.names import VAL, W
from intake.documents.package import Element
from intake.documents.styles import switched_on, whole

_LONGEST_CODE: Final = 200
_MOST_OPEN: Final = 100
"""Fields within fields; Word allows twenty."""


@dataclass(slots=True)
class Field:
    """A field that has begun; `result` once its separator was passed, `said` once that holds text.

    `form` is what a form's field says of its choices.
    """

    form: Element | None = None
    code: str = ""
    result: bool = False
    said: bool = False

    @property
    def drawn(self) -> str:
        """What it shows without a result in the file."""
        name = self.code.strip().partition(" ")[0].lower()
        draw = _DRAWN.get("eq" if name.startswith("eq") else name)
        return draw(self) if draw and not self.said else ""


@dataclass(slots=True)
class Fields:
    """The fields that are open at a place of a story, outermost first; `codes` of them have no result yet.

    `held` is the text that stands where only a field's code should.
    """

    open: list[Field] = field(default_factory=list)
    codes: int = 0
    held: list[str] = field(default_factory=list)

    @property
    def muted(self) -> bool:
        """Whether text here belongs to a field's code."""
        return self.codes > 0

    def mark(self, kind: str, form: Element | None) -> str:
        """Pass a begin, separate or end; gives the text of a field that is drawn from its code."""
        if kind == "begin":
            self._begin(form)
        elif kind == "separate" and self.open:
            self.codes -= not self.open[-1].result
            self.open[-1].result = True
            self._let_go()
        elif kind == "end" and self.open:
            ended = self.open.pop()
            self.codes -= not ended.result
            self._let_go()
            return ended.drawn
        return ""

    def hold(self, text: str) -> None:
        """Keep text that is muted, should its field never end."""
        self.held.append(text)

    def _let_go(self) -> None:
        """Forget what was held: it was the code of a field that is whole."""
        if not self.codes:
            self.held.clear()

    def _begin(self, form: Element | None) -> None:
        """Fields that never end are forgotten, the outermost first."""
        if len(self.open) == _MOST_OPEN:
            self.codes -= not self.open.pop(0).result
        self.open.append(Field(form))
        self.codes += 1

    def instruct(self, code: str) -> None:
        """Add to the code of the innermost field."""
        if self.open and len(self.open[-1].code) < _LONGEST_CODE:
            self.open[-1].code += code[:_LONGEST_CODE]

    def say(self) -> None:
        """Note that the innermost field's result holds text."""
        self.open[-1].said = True

    def end_of_paragraph(self) -> str:
        """Give up fields still without a result, which are broken; gives the text that they muted."""
        if not self.codes:
            return ""
        self.open = [one for one in self.open if one.result]
        self.codes = 0
        held, self.held = "".join(self.held), []
        return held


def _button(field: Field) -> str:
    """` MACROBUTTON Name words`: the words that one clicks on."""
    words = field.code.split(maxsplit=2)
    return words[2].strip() if len(words) > 2 else ""


def _box(field: Field) -> str:
    """A box to tick, as it was ticked last."""
    if field.form is None:
        return ""
    ticks = (field.form.find(f"{W}checkBox/{W}{name}") for name in ("checked", "default"))
    tick = next((one for one in ticks if one is not None), None)
    return "☒" if tick is not None and switched_on(tick) else "☐"


def _choice(field: Field) -> str:
    """The entry of a list that was chosen."""
    entries = [] if field.form is None else field.form.findall(f"{W}ddList/{W}listEntry")
    chosen = None if field.form is None else field.form.find(f"{W}ddList/{W}result")
    at = 0 if chosen is None else whole(chosen.get(VAL))
    return entries[at].get(VAL, "") if 0 <= at < len(entries) else ""


_DRAWN: Final[dict[str, Callable[[Field], str]]] = {
    "eq": lambda field: "" if field.result else equation(field.code),
    "macrobutton": _button,
    "gotobutton": _button,
    "formcheckbox": _box,
    "formdropdown": _choice,
}
