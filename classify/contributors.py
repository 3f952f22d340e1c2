"""Who wrote it: the by-line says best, then the signature, the display name, the subject."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from classify.evidence import Evidence
from classify.names import Register
from classify.persons import personal_name

_LABEL: Final = re.compile(r"(?:联系人|供稿人?|撰稿人?|通讯员|作者|投稿人|报送人|经办人|姓名)\s*[:：]?\s*")
_NUMBERS: Final = re.compile(
    r"(?:手机|电话|邮箱|微信|QQ|Tel)?\s*[:：]?\s*[\d*+@.\w-]{5,}", re.ASCII | re.IGNORECASE
)
_OFFICE: Final = re.compile(
    r"[\u4e00-\u9fff]{1,12}?(?:党委|党群|部|处|科|室|厂|车间|中心|公司|工会|团委|办|矿|所|院|工区|段)(?=\s|[\u4e00-\u9fff]{2,3}$)"
)
_LATIN: Final = re.compile(r"[A-Z][a-z'’-]+(?:[ .]+[A-Z][a-z'’-]*){1,2}")
_LONGEST_LINE: Final = 40


def contributor(evidence: Evidence, closing: str, register: Register) -> str | None:
    """Return the name of who wrote it, None where nobody is named; `closing` is whom its last line names."""
    known = evidence.person or closing
    if known:
        return known
    sender = personal_name(without_units(evidence.name, register))
    signed = list(_signed(evidence.signature, register))
    if sender in signed:
        return sender
    return next(iter(signed), "") or sender or evidence.subject_person or _latin(evidence.name) or None


def _signed(signature: str, register: Register) -> Iterator[str]:
    """The persons of a signature, one a line at most."""
    for line in signature.split("\n"):
        if len(line) > _LONGEST_LINE or re.search("[。！？!?，]", line):
            continue
        bare = _NUMBERS.sub(" ", without_units(_LABEL.sub(" ", line), register))
        bare = _OFFICE.sub(" ", bare).strip()
        name = personal_name(bare) if len("".join(bare.split())) <= 8 else ""
        if name:
            yield name


def without_units(text: str, register: Register) -> str:
    """A text without the units in it: 包铝 is none of the Baos, and 包铝张三 is Zhang San."""
    for mention in reversed(register.mentions(text)):
        text = f"{text[: mention.start]} {text[mention.end :]}"
    return text


def _latin(name: str) -> str:
    """A display name in Latin letters, if it looks like a person's."""
    plain = unicodedata.normalize("NFKC", name).strip()
    return plain if _LATIN.fullmatch(plain) else ""
