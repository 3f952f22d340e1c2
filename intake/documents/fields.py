"""Complex fields: their code is not text, their result is."""

from __future__ import annotations

from dataclasses import dataclass, field

from intake.documents.symbols import circled

_LONGEST_CODE = 200


@dataclass(slots=True)
class Field:
    """A field that has begun; `result` once its separator was passed."""

    code: str = ""
    result: bool = False


@dataclass(slots=True)
class Fields:
    """The fields that are open at a place of a story, outermost first."""

    open: list[Field] = field(default_factory=list)

    @property
    def muted(self) -> bool:
        """Whether text here belongs to a field's code."""
        return any(not one.result for one in self.open)

    def mark(self, kind: str) -> str:
        """Pass a begin, separate or end; gives the text of a field that is drawn from its code."""
        if kind == "begin":
            self.open.append(Field())
        elif kind == "separate" and self.open:
            self.open[-1].result = True
        elif kind == "end" and self.open:
            ended = self.open.pop()
            if not ended.result and ended.code.strip().lower().startswith("eq"):
                return circled(ended.code)
        return ""

    def instruct(self, code: str) -> None:
        """Add to the code of the innermost field."""
        if self.open and len(self.open[-1].code) < _LONGEST_CODE:
            self.open[-1].code += code[:_LONGEST_CODE]

    def end_of_paragraph(self) -> None:
        """Give up fields still without a result: a broken one must not mute the rest of the text."""
        self.open = [one for one in self.open if one.result]
