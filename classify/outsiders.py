"""Authors who are none of ours though one of us is their topic: the press, a school, the head itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from classify.chains import span_at
from classify.evidence import Evidence
from classify.letters import HAN
from classify.lexicon import MEDIA
from classify.names import Register, belongs
from classify.strangers import is_department, strangers, words


class Outsider(NamedTuple):
    """An author who is not registered, by the kind of evidence that shows him."""

    kind: str
    name: str
    found: str


_MEDIUM: Final = re.compile(
    rf"《?([{HAN}]{{0,8}}?(?:{MEDIA})|[{HAN}]{{2,8}}报(?=》?\s*(?:记者|编辑|通讯|新闻)))"
)
_PRINTED: Final = re.compile(
    r"(?:刊[于登发载]|[载见]于|原载|发表)[于在]?\s*《([^》\n]{1,12}?(?:报|网|台|社|新闻|客户端|在线))(?:》|$)",
    re.MULTILINE,
)
_LAST: Final = 120
"""Characters of the end of a text that may say where it was printed."""
_REPORTER: Final = re.compile(
    "告诉记者|向记者|记者(?:了解|看到|采访|获悉|发现|走进|来到|从)|本报(?:记者|讯)|本台"
)
_QUOTED: Final = re.compile("“[^”]*”")
_SCHOOL: Final = re.compile("校|院|大学|中学|小学")
_WRITERS: Final = ("党", "宣传", "综合", "工会", "团", "企业文化", "新闻")
"""How the offices begin that may be the registered one under another name."""


def outsiders(evidence: Evidence, head: bool, register: Register) -> Iterator[Outsider]:
    """Yield those who show themselves as the author; `head` says that the sender's address is the head's."""
    yield from _press(evidence, register)
    yield from _school(evidence)
    if head:
        yield from _at_head(evidence, register)


def _press(evidence: Evidence, register: Register) -> Iterator[Outsider]:
    """The newspaper that sends it, or that printed what its reporter wrote."""
    named = register.mentions(f"{evidence.name}\n{evidence.byline}")
    own = named or any(belongs(evidence.address, unit) for unit in register.units)
    sender = None if own else _MEDIUM.match(evidence.name)
    printed = _PRINTED.search(f"{evidence.text[-_LAST:]}\n{evidence.byline}\n{evidence.cover}")
    reporter = _REPORTER.search(evidence.text) is not None
    if sender:
        yield Outsider("name", sender[1], evidence.name)
    if medium := sender or printed:
        yield Outsider("press" if reporter or sender else "printed", medium[1], medium[1])


def _school(evidence: Evidence) -> Iterator[Outsider]:
    """The school that says 我校 in its own voice."""
    said = _QUOTED.sub("", f"{evidence.subject}\n{evidence.title}\n{evidence.lead}")
    if "我校" not in said:
        return
    named = (*words(evidence.byline), *words(evidence.name), *strangers(evidence.lead))
    name = next((one.name for one in named if _SCHOOL.search(one.name)), "我校")
    yield Outsider("voice", name, name)


def _at_head(evidence: Evidence, register: Register) -> Iterator[Outsider]:
    """Another department of the head: the address is that of all of them."""
    for kind in ("byline", "name", "signature"):
        text = getattr(evidence, kind).strip()
        start, end = span_at(text)
        name = text[start:end]
        if is_department(name) and not name.startswith(_WRITERS) and not register.mentions(text):
            yield Outsider(kind, name, text)
