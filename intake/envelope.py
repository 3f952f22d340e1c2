"""The headers a reader sees: who wrote it, when, and in answer to what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz

from intake import charset, encoded_words
from intake.headers import Headers
from intake.model import Address

MAX_REFERENCES = 100
"""Message-IDs taken from References and In-Reply-To."""

# --- the sender -----------------------------------------------------------------------------------

# Comments may hold others (RFC 5322, 3.2.2); two in one another are enough.
_COMMENT = r"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\)?"
# An encoded word is one token wherever it stands: its base64 may not be cut at a comma or a bracket.
_TOKEN = re.compile(
    r'(?P<word>=\?[^?\s]{1,60}\?[bBqQ]\?[^?]*\?=)|(?P<quoted>"(?:[^"\\]|\\.)*"?)'
    rf"|(?P<comment>{_COMMENT})|<(?P<angle>[^<>]*)>?|(?P<comma>[,;])|(?P<plain>[^\"(<,;=]+|.)",
    re.DOTALL,
)
_ASIDE = re.compile(rf"{_COMMENT}|\s+|\A@[^:@]*(?:,@[^:@]*)*:", re.DOTALL)
"""What stands in an address and is none of it: comments, folds, the route of RFC 822."""
_REMARK = re.compile(_COMMENT, re.DOTALL)
_GROUP = re.compile(r"\A([^:@\"<]*):(.*);?\s*\Z", re.DOTALL)
"""A list of addresses under a name (RFC 5322, 3.4), of which the name says nothing of the sender."""
_BARE = re.compile(r"[^\s@<>\"'(),;:]{1,200}@[^\s@<>\"'(),;:]{1,255}")
_VEILED = re.compile(r"([^\s@]{1,64}) at ([^\s@]{1,200}\.[^\s@]{2,50})")
_ESCAPED = re.compile(r"\\(.)")
_QUOTED = re.compile(r"""(?s:"(.*)"|'(.*)'|“(.*)”|‘(.*)’)""")


def read_address(raw: bytes, label: str | None = None) -> Address:
    """The first mailbox of an address field, encoded words read inside quotes too."""
    text = charset.decode(raw, label).text
    if (group := _GROUP.match(text)) and text.rstrip().endswith(";"):
        text = group[2].rstrip().removesuffix(";")
    found = _mailbox(text)
    if found.address is None and "=?" in text:
        # QUIRK: some OA systems encode the whole field, address included.
        decoded = encoded_words.decode_words(text).text
        found = _mailbox(decoded) if "<" in decoded else found
    return found


def _mailbox(text: str) -> Address:
    """The mailbox a field begins with.  What stands in quotation marks is its name, whatever it says."""
    name: list[str] = []
    whole: list[str] = []  # 张三(宣传部) <…>: brackets typed as a part of the name
    plain: list[str] = []
    comment = ""
    since = 0  # the last comma: no address holds one
    for token in _TOKEN.finditer(text):
        kind, value = token.lastgroup, token[0]
        if kind == "angle":
            return _named(_shown("".join(whole)), comment, token["angle"])
        if kind == "comma":
            if _BARE.search("".join(plain[since:])):
                break
            since = len(plain)
        if kind == "comment":
            comment = _ESCAPED.sub(r"\1", value[1:].removesuffix(")"))
            whole += [] if comment.isascii() else [value]
            continue
        if kind == "quoted":
            value = _ESCAPED.sub(r"\1", value[1:].removesuffix('"'))
        else:
            plain.append(value)
        name.append(value)
        whole.append(value)
    return _without_brackets("".join(name), "".join(plain), comment)


def _without_brackets(name: str, plain: str, comment: str) -> Address:
    bare = _BARE.search(plain) or _BARE.search(name)
    if bare is None:
        veiled = _VEILED.fullmatch(name.strip())  # as mailing list archives write it
        return _named("", comment, f"{veiled[1]}@{veiled[2]}") if veiled else Address(_shown(name) or None)
    return _named(_shown(name.replace(bare[0], " ", 1).strip(" <>")), comment, bare[0])


def _named(shown: str, comment: str, address: str) -> Address:
    """QUIRK: Exchange puts its own addresses (/O=…(…)/CN=…) into the brackets, which are kept as written."""
    text = encoded_words.decode_words(address).text
    if "@" in text:
        text = _ASIDE.sub("", text).removeprefix("mailto:")
        bare = _BARE.search(text)
        text = bare[0] if bare and not _BARE.fullmatch(text) and "," in text else text
        if text.count("@") > 1 and '"' not in text:  # an encoded word made it one: it is nobody's
            return Address(" ".join(filter(None, (shown, text))))
    return Address(shown or _shown(comment) or None, text.strip() or None)


def _shown(words: str) -> str:
    """A display name without the quotation marks around it."""
    text = encoded_words.decode_words(words).text.strip()
    found = _QUOTED.fullmatch(text)
    return (found[found.lastindex or 0] if found else text).strip()


def read_sender(headers: Headers) -> Address:
    """Who wrote the letter: From, else Sender; neither is proven by its being there."""
    fields = (headers.raw(name) for name in ("from", "sender"))
    found = (read_address(raw, headers.label) for raw in fields if raw)
    return next((address for address in found if address.name or address.address), Address())


# --- the date -------------------------------------------------------------------------------------

_CHINA = timezone(timedelta(hours=8))
_ZONE = re.compile(r"\b(?:GMT|UTC)\s?([+-])(\d{1,2}):?(\d{2})?\b", re.IGNORECASE)
_ZONED = re.compile(r"[+-]\d{4}\b|\b(?:GMT|UTC?|Z|[EMP][SD]T|CDT)\b", re.IGNORECASE)
_WEEKDAY = re.compile(r"(?:星期|周|礼拜)[一二三四五六日天][,，]?\s?")
_MONTH = re.compile(r"(十[一二]?|[一二三四五六七八九]|\d{1,2})月(?=\s|-)")
_MONTHS = {"十": 10, "十一": 11, "十二": 12} | {name: n for n, name in enumerate("一二三四五六七八九", 1)}
_ENGLISH = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NUMERIC = re.compile(
    r"(\d{4})\s?[-年/.]\s?(\d{1,2})\s?[-月/.]\s?(\d{1,2})\s?[日号T]?\s?(?:\(\w{1,9}\)\s?|星期.\s?)?"
    r"(?:(?P<half>上午|下午|晚上|中午|凌晨)?\s?(?P<hour>\d{1,2})\s?[:：时点]\s?(?P<minute>\d{1,2})\s?"
    r"(?:[:：分]\s?(?P<second>\d{1,2})?)?(?:\.\d{1,9})?\s?秒?\s?(?P<zone>[+-]\d{2}:?\d{2}|Z|UTC|GMT)?)?",
)
_AMERICAN = re.compile(
    r"(\d{1,2})/(\d{1,2})/(\d{4}),? (\d{1,2}):(\d{2})(?::(\d{2}))? ?([AP]M)", re.IGNORECASE
)
_HALF = re.compile(r"\b(\d{1,2})(:\d{2}(?::\d{2})?) ?([AP])M\b", re.IGNORECASE)
_NUMBERED = re.compile(r"\b(\d{1,2}) (0?[1-9]|1[0-2]) (\d{4})\b")
_AFTERNOON = frozenset({"下午", "晚上", "中午"})


def _english(text: str) -> str:
    """A Date written by a Chinese locale, in the words of RFC 5322."""

    def month(found: re.Match[str]) -> str:
        number = int(found[1]) if found[1].isdecimal() else _MONTHS[found[1]]
        return f" {_ENGLISH[number - 1]}" if 1 <= number <= 12 else found[0]

    named = _MONTH.sub(month, _WEEKDAY.sub("", text))
    return _NUMBERED.sub(lambda m: f"{m[1]} {_ENGLISH[int(m[2]) - 1]} {m[3]}", _HALF.sub(_whole_day, named))


def _whole_day(found: re.Match[str]) -> str:
    return f"{int(found[1]) % 12 + (12 if found[3] in 'Pp' else 0):02d}{found[2]}"


def _zone(found: re.Match[str]) -> str:
    return f"{found[1]}{int(found[2]):02d}{found[3] or '00'}"


def _numeric(text: str) -> datetime | None:
    found = _NUMERIC.search(text)
    if found is None:
        return None
    year, month, day = (int(found[index]) for index in (1, 2, 3))
    hour, minute, second = (int(found[name] or 0) for name in ("hour", "minute", "second"))
    if found["half"] in _AFTERNOON and 1 <= hour < 12:
        hour += 12
    return datetime(year, month, day, hour, minute, second, tzinfo=_offset(found["zone"]))


def _american(text: str) -> datetime | None:
    """What .NET writes on an English Windows: 5/8/2021 10:00:30 AM."""
    found = _AMERICAN.match(text)
    if found is None:
        return None
    month, day, year, hour, minute, second = (int(word or 0) for word in found.groups()[:6])
    return datetime(
        year, month, day, hour % 12 + (12 if found[7].upper() == "PM" else 0), minute, second, tzinfo=_CHINA
    )


def _offset(zone: str | None) -> timezone:
    if zone is None:
        return _CHINA
    if zone[0] not in "+-":
        return UTC
    digits = zone[1:].replace(":", "")
    size = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-size if zone[0] == "-" else size)


def _standard(text: str) -> datetime | None:
    parts = parsedate_tz(text)
    if parts is None:
        return None
    # CST without a number is Chinese time here; the standard library knows only the American one.
    zone = timezone(timedelta(seconds=parts[9] or 0)) if _ZONED.search(text) else _CHINA
    return datetime(*parts[:6], tzinfo=zone)


def read_date(text: str) -> datetime | None:
    """The aware time of a Date header, Chinese spellings included; Chinese time where no zone is given."""
    plain = re.sub(r"\s+", " ", _REMARK.sub(" ", text[:200])).strip(" ")
    line = _ZONE.sub(_zone, plain)
    for read in (_american, _numeric, _standard):
        try:
            moment = read(_english(line) if read is _standard else line)
        except (ValueError, OverflowError, IndexError, TypeError):  # parsedate_tz on odd input
            continue
        if moment is not None and 1970 <= moment.year <= 2200:
            return moment
    return None


# --- identity -------------------------------------------------------------------------------------

_ID = re.compile(r"<[^<>]{1,998}>")
_WORD = re.compile(r"[^\s<>,@]{1,500}@[^\s<>,]{1,500}")


def _ids(text: str) -> Iterator[str]:
    """The ids of a field in brackets, whether they stood in such or not; old gateways leave them out."""
    found = _ID.findall(text) or [f"<{word}>" for word in _WORD.findall(text)]
    return ("".join(word.split()) for word in found)


def read_message_id(headers: Headers) -> str | None:
    """The Message-ID in angle brackets; None where it is missing or empty."""
    text = _REMARK.sub(" ", headers.plain("message-id"))
    word = "".join(re.sub("[<>]", "", text).split())[:998]
    return next(_ids(text), f"<{word}>" if word else None)


def read_references(headers: Headers) -> tuple[str, ...]:
    """The letters this one answers or continues, each once, in the order given."""
    fields = (_REMARK.sub(" ", headers.plain(name)) for name in ("references", "in-reply-to"))
    return tuple(dict.fromkeys(word for text in fields for word in _ids(text)))[:MAX_REFERENCES]
