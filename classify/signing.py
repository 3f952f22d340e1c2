"""Who wrote it and for whom, where somebody signs or introduces himself.

The by-line that was set apart says best who wrote a piece, then its last line, the letter's signature,
what the letter says of its writer, the display name, and at last the subject and the name of the file.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from classify.chains import span_at
from classify.evidence import Evidence
from classify.letters import HAN
from classify.names import Register
from classify.persons import is_personal_name, personal_name
from intake.portrayed import is_portrayed

LONGEST: Final = 40
"""Characters of a line that signs."""


@dataclass(frozen=True, slots=True)
class Signed:
    """The unit's words and the person of such a line; either may be empty."""

    unit: str = ""
    person: str = ""
    bracketed: bool = False


# --- the last line of a text -------------------------------------------------------------------------

_BRACKETS: Final = re.compile(r"[（(]([^（）()]{2,40})[）)]\s*$")
_SENTENCE: Final = re.compile(r"[。！？!?；;：:“”\"]|\d{2,}")
_WORKS: Final = re.compile(r"(?:退休|离休|一线|的)*(?:职工|员工|工人|青工|党员|团员|通讯员|干事)?$")
_NAME_FIRST: Final = re.compile(rf"([{HAN}]{{2,4}})\s*[，,]\s*(\S{{4,}})$")
_POST: Final = re.compile(
    r"\s*(?:党支部|党总支|党委|分?工会|团支部|团委)?(?:宣传|组织|纪检|青年|文体|生活)?"
    r"(?:委员|副?书记|副?主席|干事|通讯员|宣传员|职工|员工|工人|党员|副?主任|[班组段]长)$"
)
"""What somebody is in his unit."""
_NO_PERSON: Final = re.compile(r"续|完|略|图|文|选|摘|转|稿|注|[部处厂委会室科办院所站队矿区]$")
_LABEL: Final = re.compile(r"(?:作者|通讯员|供稿|撰稿|撰文|投稿人|文字?)(?:\s*[:：/]\s*|\s+)(\S.*)$")
_NAMES: Final = rf"[{HAN}·]{{2,4}}(?:[ 、]+[{HAN}·]{{2,4}})*"
_HELPERS: Final = re.compile(
    rf"[\s，,；;、|/（(]*(?:(?:摄影|图片|供图|拍摄|图|摄|编辑|责编|校对|审核|审稿)\s*[:：/／]?\s*{_NAMES}"
    rf"|(?<=\s){_NAMES}\s*[/／]?(?:摄影|供图|摄|图|编辑|审核))\s*[）)]?$"
)
"""Who took the pictures, or read the piece, did not write it: 通讯员 李娜 摄影 郑凯."""


def closing(text: str) -> Signed:
    """Return what the last line of a text signs it with."""
    line = text[-LONGEST * 3 :].rstrip().rsplit("\n", 1)[-1].strip(" \u3000—–-")
    bracket = _BRACKETS.search(line)
    if bracket and bracket[0].strip() == line and re.fullmatch(rf"[{HAN}]{{2,4}}", bracket[1]):
        return Signed() if _NO_PERSON.search(bracket[1]) else Signed(person=bracket[1])
    if bracket:
        return replace(_signed(_written_by(bracket[1])), bracketed=True)
    if not line or len(line) > LONGEST or "\n" not in text.strip():
        return Signed()
    return _last_line(line, text)


def _last_line(line: str, text: str) -> Signed:
    """What a short last line says, with the line above where it is nothing but a name."""
    if label := _LABEL.match(line):
        return _signed(_written_by(label[1]))
    if is_personal_name(line):
        return Signed(_line_above(text), line)
    if _SENTENCE.search(line):
        return Signed()
    named = name_first(line)
    return named or (Signed() if re.search("[，,]", line) else _signed(line))


def _line_above(text: str) -> str:
    """The words above a name on a line of its own, where they say a part or a post: 某厂党支部宣传委员."""
    line = text.rstrip().rsplit("\n", 2)[-2].strip()
    if len(line) > LONGEST or _SENTENCE.search(line) or re.search("[，,]", line):
        return ""
    plain = _POST.sub("", line)
    return plain if plain != line or _ENDS_IN_PART.search(plain) else ""


def _written_by(words: str) -> str:
    """The words of a signature without who took the pictures, and without the label."""
    bare = _HELPERS.sub("", f" {words}").strip()
    label = _LABEL.match(bare)
    return label[1] if label else bare


def name_first(line: str) -> Signed | None:
    """The signature that a line is with the name before the unit: 韦振强，某厂职工."""
    named = _NAME_FIRST.match(line)
    if named and is_personal_name(named[1]):
        return Signed(_WORKS.sub("", named[2], count=1), named[1])
    return None


def _signed(words: str) -> Signed:
    """Unit and person, with a blank between them; a label may stand before a name alone."""
    if first := name_first(words):
        return first
    unit, _, person = words.strip().rpartition(" ")
    if not unit:
        return Signed(person=person) if is_personal_name(person) else Signed()
    if is_personal_name(unit) and is_personal_name(person):
        return Signed(person=f"{unit} {person}")
    if re.fullmatch(rf"[{HAN}]{{2,4}}", person) or len(person) == 1:
        wide = re.fullmatch(rf"(.*?)\s*([{HAN}]) +", f"{unit} ") if len(person) == 1 else None
        return Signed((wide[1] if wide else unit), personal_name(person) or person)
    return Signed()


# --- what a letter says of who wrote the document with it ----------------------------------------------

_UNIT_FIELD: Final = re.compile(
    r"(?:作者|所在|供稿|投稿|报送|来稿|工作)?单位\s*[:：]\s*([^\n，,；;。]{2,40})"
)
_PERSON_FIELD: Final = re.compile(
    rf"(?:作者|姓名|通讯员|投稿人|撰稿人?|供稿人?)\s*[:：]\s*([{HAN}· \u3000]{{2,8}})"
)
_I_AM: Final = re.compile(
    r"(?<![给让请带])(?:我|本人|我们)(?:叫|名叫|是|系|为|来自|是来自|(?:现)?在(?=[^，。！\n]{2,24}(?:工作|上班|从事|任职)))([^，,。！!；;\n]{2,30})"
)
_I_TOO: Final = re.compile(
    r"[，,、](?:现)?(?:名?叫|是|来自|在(?=[^，。！\n]{2,24}(?:工作|上班|从事|任职)))([^，,。！!；;\n]{2,30})"
)
_PASSES_ON: Final = re.compile(r"代[转发投报]|转[发来投报交一这两几上]|推荐|同事|他[的写]|她[的写]")
"""Who introduces himself and says so did not write the document."""
_MY_JOB: Final = re.compile(
    r"(?:的)?(?:一名|一位|普通|退休)?(?:职工|员工|工人|青工|通讯员|宣传员|干事|新人)?(?:的)?$"
)

_ENDS_IN_PART: Final = re.compile(r"(?:[厂部矿所院室科班办]|车间|中心|公司|工区)$")


def introduction(cover: str) -> Signed:
    """Return who wrote the document, as its letter says it: 我是某厂的张三, 作者单位：某厂."""
    unit, person = _UNIT_FIELD.search(cover), _PERSON_FIELD.search(cover)
    if unit or person:
        return Signed(unit[1].strip() if unit else "", personal_name(person[1]) if person else "")
    first = _I_AM.search(cover)
    if first is None or _PASSES_ON.search(cover):
        return Signed()
    second = _I_TOO.match(cover, first.end())
    said = [_myself(words[1]) for words in (first, second) if words]
    return Signed(
        next((one.unit for one in said if one.unit), ""), next((one.person for one in said if one.person), "")
    )


_END_OF_COVER: Final = re.compile(r"[。！!？?；;\n]\s*([^。！!？?；;，,：:\n]{2,40})\s*$")


def cover_person(cover: str) -> str:
    """Who signs the letter with a document behind its last sentence, unless he passes on another's."""
    end = _END_OF_COVER.search(cover)
    if end is None or _PASSES_ON.search(cover):
        return ""
    signed = _signed(end[1])
    return signed.person if is_personal_name(signed.person) else ""


def without_introduction(cover: str) -> str:
    """What a letter says besides who its writer is."""
    return _I_AM.sub("", cover)


def _myself(words: str) -> Signed:
    """The unit and the name in what somebody says he is: 某厂的张三, 某厂职工张三, 张三."""
    words = re.sub(r"^(?:一名|一位|来自|是)+|(?:工作|上班|从事|任职).*$", "", words)
    if is_personal_name(words):
        return Signed(person=words)
    for length in (3, 2):
        rest, name = words[:-length], words[-length:]
        plain = _MY_JOB.sub("", rest, count=1)
        if is_personal_name(name) and (plain != rest or _ENDS_IN_PART.search(rest)):
            return Signed(plain, name)
    return Signed(_MY_JOB.sub("", words, count=1))


# --- the person ----------------------------------------------------------------------------------------

_FIELD: Final = re.compile(r"(?:联系人|供稿人?|撰稿人?|通讯员|作者|投稿人|报送人|经办人|姓名)\s*[:：]?\s*")
_NUMBERS: Final = re.compile(
    r"(?:手机|电话|邮箱|微信|QQ|Tel)?\s*[:：]?\s*[\d*+@.\w-]{5,}", re.ASCII | re.IGNORECASE
)
_OFFICE: Final = re.compile(
    r"[\u4e00-\u9fff]{1,12}?(?:党委|党群|部|处|科|室|厂|车间|中心|公司|工会|团委|办|矿|所|院|工区|段)(?=\s|[\u4e00-\u9fff]{2,3}$)"
)
_LATIN: Final = re.compile(r"[A-Z][a-z'’-]+(?:[ .]+[A-Z][a-z'’-]*){1,2}")
_PET_NAME: Final = re.compile(r"阿.|.阿")
_BETWEEN: Final = re.compile(r"(?:《[^》]*》|“[^”]*”|[-－—–_+＋（）()\[\]【】、,，;；|])+")
_EXTENSION: Final = re.compile(r"\.[A-Za-z0-9]{1,5}$")
_THOUGHTS: Final = re.compile("心得|体会|感悟|感想|有感|[读观]后感")
_KIND: Final = re.compile(
    r"(?:投|来|供)?稿件?|散文|诗歌|征文|随笔|通讯|消息|作者|(?:[\d.、]*(?:党史|党课)?(?:学习)?(?:心得|体会|感悟|感想))+"
)
_LONGEST_NAME: Final = 8
_ASKED: Final = re.compile(
    rf"(?:署名(?:请|时)?(?:使?用|写|署|改为|改成|为|是)?\s*[:：]?|(?:真名|本名|实名|真实姓名)\s*[:：])\s*[“\"]?([{HAN}]{{2,4}})(?![{HAN}])"
)
_REPORTED: Final = re.compile(
    rf"\s*(?:本[报台刊网]讯?)?\s*(?:[（(](?:本报)?(?:记者|通讯员)\s*([{HAN}]{{2,4}})[）)]"
    rf"|(?:记者|通讯员)\s+([{HAN}]{{2,4}})(?=\s))"
)
_REMARK: Final = re.compile(r"([^（）()]+?)\s*[（(]([^（）()]*)[）)]\s*")
_PICTURED: Final = re.compile(rf"[{HAN}·]{{2,4}}\s*[（(](?:图|摄|摄影|图片|供图)[）)]")
_REAL: Final = re.compile(r"^(?:本名|真名|原名|实名|真实姓名)[:：]?\s*")


def contributor(evidence: Evidence, close: Signed, introduced: Signed, register: Register) -> str | None:
    """Return the name of who wrote it, None where nobody is named; whom it portrays did not write it."""
    known = (
        _asked_for(evidence),
        without_remark(evidence.person or close.person),
        _thinker(evidence, register),
    )
    names = (*known, *_named(evidence, introduced, register))
    return next((name for name in names if name and not _is_hero(name, evidence)), None)


def _is_hero(name: str, evidence: Evidence) -> bool:
    """Whether a name is his of whom the piece tells; subject or file may say that it is a portrait."""
    return is_portrayed(name, f"{evidence.title}\n{evidence.subject}\n{evidence.file}", evidence.text)


def _named(evidence: Evidence, introduced: Signed, register: Register) -> Iterator[str]:
    """The names that the letter says, the likeliest first."""
    sender = personal_name(without_units(evidence.name, register))
    signed = list(_signatures(evidence.signature, register))
    if sender in signed:
        yield sender
    pet = sender if _PET_NAME.fullmatch(sender) else ""
    yield from (
        *signed,
        introduced.person,
        cover_person(evidence.cover),
        _reporter(evidence.text),
        "" if pet else sender,
        evidence.subject_person,
        _between(_EXTENSION.sub("", evidence.file), evidence.title, register),
        _between(evidence.subject, evidence.title, register),
        pet,
        _latin(evidence.name),
    )


def _thinker(evidence: Evidence, register: Register) -> str:
    """Who a file is called by that says to hold his thoughts, whoever sends it: 感悟-张三.docx."""
    file = _EXTENSION.sub("", evidence.file)
    return _between(file, evidence.title, register) if _THOUGHTS.search(file) else ""


def _asked_for(evidence: Evidence) -> str:
    """The name that the writer asks to be printed with: 署名请用：张三."""
    found = _ASKED.search(f"{evidence.cover}\n{evidence.signature}\n{evidence.text[-LONGEST:]}")
    return found[1] if found and is_personal_name(found[1]) else ""


def without_remark(person: str) -> str:
    """A name without the remark in brackets behind it; the real name where that is the remark."""
    person = _PICTURED.sub("", person).strip()
    found = _REMARK.fullmatch(person)
    if found is None:
        return person
    real = _REAL.sub("", found[2])
    told = real != found[2] or not is_personal_name(found[1])
    return real if told and is_personal_name(real) else found[1]


def _reporter(text: str) -> str:
    """Who a report names before it begins: 本报讯 记者 张三 在…."""
    found = _REPORTED.match(text)
    return found[1] or found[2] if found and (found[1] or is_personal_name(found[2])) else ""


def _signatures(signature: str, register: Register) -> Iterator[str]:
    """The persons of a signature, one a line at most."""
    for line in signature.split("\n"):
        if first := name_first(line.strip()):
            yield first.person
        if len(line) > LONGEST or re.search("[。！？!?，]", line):
            continue
        bare = _NUMBERS.sub(" ", without_units(_FIELD.sub(" ", line), register))
        bare = _OFFICE.sub(" ", bare).strip()
        name = personal_name(bare) if len("".join(bare.split())) <= _LONGEST_NAME else ""
        if name:
            yield name


def _between(words: str, title: str, register: Register) -> str:
    """The person among the words of a subject or a file name: behind a unit, or beside the title."""
    pieces = [piece.strip() for piece in _BETWEEN.split(words) if piece.strip()]
    told = "《" in words or any(_KIND.fullmatch(piece) or (title and piece in title) for piece in pieces)
    for piece in pieces:
        bare = without_units(piece, register).strip()
        own = bare[span_at(bare)[1] :].strip()
        first = own.split()[0] if own and own != piece else own
        if is_personal_name(first) and (told or own != piece):
            return first
        told = told or own != piece
    return ""


def without_units(text: str, register: Register) -> str:
    """A text without the units in it: 包铝 is none of the Baos, and 包铝张三 is Zhang San."""
    for mention in reversed(register.mentions(text)):
        text = f"{text[: mention.start]} {text[mention.end :]}"
    return text


def _latin(name: str) -> str:
    """A display name in Latin letters, if it looks like a person's."""
    plain = unicodedata.normalize("NFKC", name).strip()
    return plain if _LATIN.fullmatch(plain) else ""
