"""What a submission says about its origin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from classify.letters import sentences, tidy
from classify.model import Taught

LEAD = 80
"""Characters of the body that count as its opening at least; else its first two sentences do."""

LONGEST_LEAD, LONGEST_TEXT, LONGEST_FIELD = 300, 1200, 400
"""Characters that are searched for names."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a submission says about its origin; every field may be empty.

    `taught` maps a sender's address (lower case) to what an editor confirmed for it; `cover` is what the
    letter says of the document that came with it.
    """

    address: str = ""
    name: str = ""
    subject: str = ""
    signature: str = ""
    title: str = ""
    text: str = ""
    file: str = ""
    byline: str = ""
    person: str = ""
    subject_person: str = ""
    cover: str = ""
    taught: Mapping[str, Taught] = field(default_factory=dict)

    @property
    def lead(self) -> str:
        """The opening of the text."""
        return sentences(self.text, 2, LEAD, LONGEST_LEAD)

    @property
    def words(self) -> str:
        """All that is said, in one text."""
        fields = (self.person, self.name, self.subject, self.title, self.file, self.signature, self.text)
        return "\n".join(fields)

    def readable(self) -> Evidence:
        """The evidence as it is searched: names drawn together, and no more of a text than may matter."""
        text = self.text
        if len(text) > LONGEST_TEXT:
            text = f"{text[: LONGEST_TEXT - 200]}\n{text[-200:]}"
        fields = ("name", "subject", "signature", "title", "file", "byline", "cover")
        short = {name: tidy(getattr(self, name)[:LONGEST_FIELD]) for name in fields}
        return Evidence(
            **short,
            text=tidy(text),
            address=self.address,
            person=self.person,
            subject_person=self.subject_person,
            taught=self.taught,
        )
