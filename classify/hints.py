"""All that a submission says of whose it is: which unit, or whom else, each kind of evidence names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from classify.acting import Role, named
from classify.evidence import Evidence
from classify.names import Mention, Register, belongs, is_office
from classify.outsiders import outsiders
from classify.signing import Signed, without_introduction
from classify.strangers import is_foreign, is_parents, same, shortened, words
from classify.subunits import owners


class Group(StrEnum):
    """Who or what speaks; kinds of one group are no independent witnesses."""

    SENDER = "sender"
    SIGNED = "signed"
    CONTENT = "content"
    COVER = "cover"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of evidence; `words` say where something was found, {0} is what."""

    weight: float
    group: Group
    words: str


KINDS: Mapping[str, Kind] = {
    "taught": Kind(6.0, Group.SENDER, "{0}"),
    "byline": Kind(5.0, Group.SIGNED, "文末署名“{0}”"),
    "address": Kind(4.0, Group.SENDER, "发件地址 {0}"),
    "press": Kind(5.0, Group.SIGNED, "“{0}”的报道"),
    "voice": Kind(4.0, Group.SIGNED, "文中自称“{0}”"),
    "cover": Kind(4.0, Group.COVER, "信中称转自“{0}”"),
    "self": Kind(3.0, Group.SIGNED, "信中自我介绍“{0}”"),
    "name": Kind(3.0, Group.SENDER, "发件人名称“{0}”"),
    "subject": Kind(3.0, Group.CONTENT, "邮件主题“{0}”"),
    "printed": Kind(3.0, Group.SIGNED, "文末称刊于“{0}”"),
    "signature": Kind(3.0, Group.SIGNED, "信末落款“{0}”"),
    "title": Kind(2.5, Group.CONTENT, "标题“{0}”"),
    "lead": Kind(2.5, Group.CONTENT, "正文开头“{0}”"),
    "file": Kind(2.0, Group.CONTENT, "附件名“{0}”"),
    "part": Kind(1.0, Group.CONTENT, "只有它登记有“{0}”"),
    "close": Kind(1.0, Group.CONTENT, "文末写出全称“{0}”"),
    "text": Kind(0.25, Group.CONTENT, "正文提到“{0}”"),
}
"""The kinds of evidence by name."""

JOINT: Final = 1.0
"""By how much the second of two that act together counts less than the first."""

PASSED_ON: Final = 0.25
"""What the sender counts for who passes on what others write: the department at headquarters."""

GUEST: Final = 0.5
"""What an authority or a school counts for that acts: perhaps it is the guest of whoever writes."""

OFTEN: Final = 0.5
"""What an editor's word counts for where he said another of a letter of the same sender."""

NICKNAME: Final = 0.75
"""What a display name counts for that is a nickname: it may tell of former days."""

STALE: Final = 0.5
"""What one counts for that says of itself that it is out of date: （已换号）."""

_NICKNAME: Final = re.compile(
    r"小哥|小[妹弟兵]|大[叔哥姐]|阿姨|老[兵铁]|汉子|一兵|人家|姑娘|妹子|小伙|小子|娃|过客|游子|故人|往事|情缘"
)
_OUT_OF_DATE: Final = re.compile(r"[（(【\[](?:已|原|曾|旧|前|停用|不用)[^）)】\]]*|换号|停用|离职|调离")
_LEAST_SHORT: Final = 3
"""Characters of a stranger's name in short: 包头钢铁 is not called 包头."""
_CLOSING_SIGNS: Final = 2
"""Characters that may stand behind the last word of a text: 。”"""
_OF_SENDER: Final = frozenset({"address", "name", "signature"})
"""Kinds that say whose the sender is, and not the piece."""
_ACTS: Final = frozenset({"byline", "title", "lead"})
"""Kinds that show a department to write of itself."""
_AT_HEAD: Final = re.compile("总部|本部|股份")
"""What tells the head's department from that of a unit, where a unit's address sends it."""
_EXTENSION: Final = re.compile(r"\.[A-Za-z0-9]{1,5}$")


@dataclass(frozen=True, slots=True)
class Hint:
    """A kind of evidence for a candidate; one that is `strange` is not registered."""

    kind: str
    name: str
    found: str
    strange: bool = False
    less: float = 0.0
    share: float = 1.0

    @property
    def weight(self) -> float:
        """What it counts for alone."""
        return (KINDS[self.kind].weight - self.less) * self.share

    @property
    def reason(self) -> str:
        """It in words."""
        return KINDS[self.kind].words.format(self.found)


def hints(evidence: Evidence, close: Signed, introduced: Signed, register: Register) -> list[Hint]:
    """Return what names a unit or a stranger; all names of one stranger as one.

    `close` is what the last line of the text says of its writer, `introduced` what the letter says of him.
    """
    found = [*_all(evidence, close, register), *_naming("self", introduced.unit, register)]
    found = _without_own_head(found, evidence, register)
    return _passed_on(_one_name_each(evidence, found))


def _without_own_head(found: list[Hint], evidence: Evidence, register: Register) -> list[Hint]:
    """The hints without the departments at the head that are the sender's own, or registered."""
    offices = tuple(unit.name for unit in register.units if is_office(unit.name))
    own = any(belongs(evidence.address, unit) for unit in register.units if not is_office(unit.name))
    return [
        hint
        for hint in found
        if not (hint.strange and is_parents(hint.name) and (own or hint.name.endswith(offices)))
    ]


def _one_name_each(evidence: Evidence, found: list[Hint]) -> list[Hint]:
    """The hints with each stranger under the name that was found first, and where it stands in short."""
    strange: list[str] = []
    for hint in found:
        if hint.strange and not any(same(hint.name, name) for name in strange):
            strange.append(hint.name)
    fields = (("name", evidence.name), ("subject", evidence.subject))
    short = [
        Hint(kind, name, _short(text), strange=True)
        for name in strange
        for kind, text in fields
        if len(shortened(name)) >= _LEAST_SHORT and text.startswith(shortened(name))
    ]
    return [*(_renamed(hint, strange) for hint in found), *short]


def _renamed(hint: Hint, strange: list[str]) -> Hint:
    """The hint under the stranger's first name; a unit's name that begins a stranger's is the stranger's."""
    if hint.strange:
        return replace(hint, name=next(name for name in strange if same(hint.name, name)))
    longer = next((name for name in strange if name.startswith(hint.name) and name in hint.found), None)
    return replace(hint, name=longer, strange=True) if longer else hint


def _of_office(hint: Hint) -> bool:
    """Whether a hint is for a registered department; every company has one that is called alike."""
    return is_office(hint.name) and not hint.strange


def _passed_on(found: list[Hint]) -> list[Hint]:
    """The hints, weaker for a sender who passes on what another wrote, by the letter or the piece."""
    sources = {hint.name for hint in found if hint.kind == "cover"}
    others = any(not _of_office(hint) and hint.kind not in {"text", "part", "close"} for hint in found)
    elsewhere = any(not _of_office(hint) and hint.kind in {"address", "taught"} for hint in found)
    acts = any(
        _of_office(hint) and hint.kind in _ACTS and (not elsewhere or _AT_HEAD.search(hint.found))
        for hint in found
    )
    office = others and not acts

    def weaker(hint: Hint) -> bool:
        passes = sources and hint.name not in sources and hint.kind in _OF_SENDER
        return bool(passes) or (office and _of_office(hint))

    return [replace(hint, share=PASSED_ON) if weaker(hint) else hint for hint in found]


# --- each kind -----------------------------------------------------------------------------------


def _all(evidence: Evidence, close: Signed, register: Register) -> Iterator[Hint]:
    yield from _sender(evidence, register)
    yield from _byline(evidence, close, register)
    yield from _naming("signature", evidence.signature, register)
    yield from _acting("subject", evidence.subject, register, evidence.subject)
    yield from _acting("file", _EXTENSION.sub("", evidence.file), register, evidence.file)
    yield from _acting("title", evidence.title, register)
    yield from _text(evidence, register)
    head = any(belongs(evidence.address, unit) for unit in register.units if is_office(unit.name))
    for author in outsiders(evidence, head, register):
        yield Hint(author.kind, author.name, _short(author.found), strange=True)
    for one in named(without_introduction(evidence.cover), register):
        if one.role is Role.PASSED and not one.strange:
            yield Hint("cover", one.name, one.name)
    signed = (evidence.byline, evidence.title, evidence.lead, evidence.signature)
    for unit, part in owners("\n".join(signed), register):
        yield Hint("part", unit, part)


def _sender(evidence: Evidence, register: Register) -> Iterator[Hint]:
    """What was taught of a sender stands in the place of what address and display name would say."""
    taught = list(_taught(evidence, register))
    if taught:
        yield from taught
        return
    for unit in register.units:
        if belongs(evidence.address, unit):
            yield Hint("address", unit.name, evidence.address)
    share = _nickname_share(evidence.name)
    yield from (replace(hint, share=share) for hint in _naming("name", evidence.name, register))


def _nickname_share(name: str) -> float:
    """What a display name counts for: a nickname less, one that says it is out of date still less."""
    if _OUT_OF_DATE.search(name):
        return STALE
    return NICKNAME if _NICKNAME.search(name) else 1.0


def _taught(evidence: Evidence, register: Register) -> Iterator[Hint]:
    """What editors said of the sender; a unit may have left the register since."""
    taught = evidence.taught.get(evidence.address.lower())
    names = {unit.name for unit in register.units}
    if taught is None or taught.unit not in names:
        return
    share = OFTEN if taught.others else 1.0
    yield Hint("taught", taught.unit, taught.words, share=share)
    for other in taught.others:
        if other in names:
            yield Hint("taught", other, f"{evidence.address} 也曾归 {other}", less=JOINT, share=share)


def _byline(evidence: Evidence, close: Signed, register: Register) -> Iterator[Hint]:
    found = list(_naming("byline", evidence.byline or close.unit, register))
    yield from found
    if not found and not evidence.byline and close.bracketed and is_foreign(close.unit):
        yield Hint("byline", close.unit, close.unit, strange=True)


def _naming(kind: str, text: str, register: Register) -> Iterator[Hint]:
    """Every unit that a line of names and addresses holds, and every stranger."""
    known = register.mentions(text)
    for mention in known:
        yield Hint(kind, mention.unit.name, _short(text))
    for one in words(text):
        if not any(m.start < one.end and one.start < m.end for m in known):
            yield Hint(kind, one.name, _short(text), strange=True)


def _acting(kind: str, text: str, register: Register, shown: str = "") -> Iterator[Hint]:
    """Who acts first counts in full, who acts with him a little less, who is only gone to as a mention."""
    for role, name, found, strange in named(text, register):
        words = _short(shown) or found
        if role is Role.PASSED and kind == "subject" and not strange:
            yield Hint("cover", name, name)
        if role in {Role.ACTS, Role.PASSED}:
            yield Hint(kind, name, words, strange)
        elif role is Role.JOINS:
            yield Hint(kind, name, words, strange, less=JOINT)
        elif role is Role.GUEST:
            yield Hint(kind, name, words, strange, share=GUEST)
        elif not strange:
            yield Hint("text", name, name)


def _text(evidence: Evidence, register: Register) -> Iterator[Hint]:
    """Who acts in the lead; of the rest, only which units it mentions, and which closes the text."""
    lead = evidence.lead
    yield from _acting("lead", lead, register)
    rest = [mention for mention in register.mentions(evidence.text) if mention.end > len(lead)]
    for name in dict.fromkeys(mention.unit.name for mention in rest):
        yield Hint("text", name, name)
    if rest and _closes(evidence.text, rest[-1]):
        yield Hint("close", rest[-1].unit.name, str(rest[-1].unit.full_name))


def _closes(text: str, mention: Mention) -> bool:
    """Whether a text ends with a unit's full name."""
    found = "".join(text[mention.start : mention.end].split())
    return found == mention.unit.full_name and len(text) - mention.end <= _CLOSING_SIGNS


def _short(text: str) -> str:
    return text.strip()[:30]
