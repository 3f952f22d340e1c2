"""The headers a reader sees: who wrote it, when, and in answer to what."""

from __future__ import annotations

import re
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
        found = _mailbox(encoded_words.decode_words(text).text)
    return found


def _mailbox(text: str) -> Address:
    name: list[str] = []
    comment = address = None
    aside = ""
    for token in _TOKEN.finditer(text):
        kind, value = token.lastgroup, token[0]
        if kind == "angle":
            address = token["angle"]
            name.append(aside)  # 张三(宣传部) <…>: typed as a part of the name
            break
        if kind == "comma" and _BARE.search("".join(name)):
            break
        if kind == "comment":
            comment = _ESCAPED.sub(r"\1", value[1:].removesuffix(")"))
            aside = "" if comment.isascii() else value
        else:
            name.append(_ESCAPED.sub(r"\1", value[1:].removesuffix('"')) if kind == "quoted" else value)
    return _tidy("".join(name), comment, address)


def _shown(words: str) -> str:
    """A display name without the quotation marks around it."""
    text = encoded_words.decode_words(words).text.strip()
    found = _QUOTED.fullmatch(text)
    return (found[found.lastindex or 0] if found else text).strip()


def _tidy(name: str, comment: str | None, address: str | None) -> Address:
    shown = _shown(name)
    if address is None:
        bare = _BARE.search(name)
        if bare is None:
            veiled = _VEILED.fullmatch(name.strip())  # as mailing list archives write it
            return Address(comment, f"{veiled[1]}@{veiled[2]}") if veiled else Address(shown or None)
        address, shown = bare[0], _shown(name[: bare.start()] + name[bare.end() :])
    if not shown and comment:  # RFC 822 form: zhang@example.com (张三)
        shown = _shown(comment)
    address = _ASIDE.sub("", encoded_words.decode_words(address).text).removeprefix("mailto:")
    return Address(shown or None, address or None)


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
_AFTERNOON = frozenset({"下午", "晚上", "中午"})


def _english(text: str) -> str:
    """A Date written by a Chinese locale, in the words of RFC 5322."""

    def month(found: re.Match[str]) -> str:
        number = int(found[1]) if found[1].isdecimal() else _MONTHS[found[1]]
        return f" {_ENGLISH[number - 1]}" if 1 <= number <= 12 else found[0]

    return _MONTH.sub(month, _WEEKDAY.sub("", text))


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
    line = _ZONE.sub(_zone, re.sub(r"\s+", " ", text[:200]).strip())
    for read in (_numeric, _standard):
        try:
            moment = read(_english(line) if read is _standard else line)
        except (ValueError, OverflowError, IndexError, TypeError):  # parsedate_tz on odd input
            continue
        if moment is not None and 1970 <= moment.year <= 2200:
            return moment
    return None


# --- identity -------------------------------------------------------------------------------------

_ID = re.compile(r"<[^<>\s]{1,998}>")


def read_message_id(headers: Headers) -> str | None:
    """The Message-ID with its angle brackets; None where it is missing or empty."""
    text = headers.plain("message-id").strip()
    found = _ID.search(text)
    word = found[0] if found else text.strip("<> ").split(" ")[0][:998]
    return word or None


def read_references(headers: Headers) -> tuple[str, ...]:
    """The letters this one answers or continues, each once, in the order given."""
    text = headers.plain("references") + " " + headers.plain("in-reply-to")
    return tuple(dict.fromkeys(_ID.findall(text)))[:MAX_REFERENCES]
