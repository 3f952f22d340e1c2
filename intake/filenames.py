"""The name a part is shown under.  Display data: nothing is ever opened or written by it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

from intake import charset, encoded_words
from intake.headers import Value

MAX_NAME = 200
"""Characters of a name, extension included."""

_EXTENSIONS = {
    "application/msword": ".doc",
    "application/pdf": ".pdf",
    "application/rtf": ".rtf",
    "application/zip": ".zip",
    "application/x-zip-compressed": ".zip",
    "application/x-rar-compressed": ".rar",
    "application/ms-tnef": ".dat",
    "application/pkcs7-signature": ".p7s",
    "application/vnd.ms-excel": ".xls",
    "application/vnd.ms-powerpoint": ".ppt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "image/bmp": ".bmp",
    "image/gif": ".gif",
    "image/jpeg": ".jpg",
    "image/jpg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "message/rfc822": ".eml",
    "text/calendar": ".ics",
    "text/csv": ".csv",
    "text/html": ".html",
    "text/plain": ".txt",
    "message/delivery-status": ".txt",
    "message/disposition-notification": ".txt",
    "text/rfc822-headers": ".txt",
}

_TYPES = {extension: word for word, extension in reversed(_EXTENSIONS.items()) if extension != ".dat"}
_TYPES |= {
    ".htm": "text/html",
    ".jpeg": "image/jpeg",
    ".heic": "image/heic",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".7z": "application/x-7z-compressed",
}

# Zero-width and direction marks make `xcod.exe` look like `exe.docx`; a reader never misses them.
_INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")
_DEVICE = re.compile(
    r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)\s*(?:\.|$)", re.IGNORECASE
)
_PERCENT = re.compile(r"%[89A-Fa-f][0-9A-Fa-f]")
_UNREADABLE = re.compile("\ufffd|^[?_ ]{2,}(?:\\.|$)")


def clean_name(name: str) -> str:
    """The name without path, controls, invisible marks and device names; empty where nothing is left."""
    name = _INVISIBLE.sub("", " ".join(charset.clean(name).split("\n")))
    name = re.split(r"[/\\]", name.strip().rstrip("/\\"))[-1].strip(" .\t")
    if _DEVICE.match(name):
        name = "_" + name
    if len(name) <= MAX_NAME:
        return name
    stem, dot, extension = name.rpartition(".")
    if dot and len(extension) <= 10:
        return stem[: MAX_NAME - len(extension) - 1] + dot + extension
    return name[:MAX_NAME]


def _unpercent(name: str) -> str:
    """QUIRK: some web mail sends `filename="%E5%85%B3…"` without the star of RFC 2231."""
    if not name.isascii() or not _PERCENT.search(name):
        return name
    decoded = charset.decode(unquote_to_bytes(name))
    return name if decoded.defect else decoded.text


def _candidates(disposition: Value, kind: Value) -> Iterator[str]:
    """All names the part has, the most trustworthy first (RFC 6266, 4.3)."""
    for value, key in ((disposition, "filename"), (kind, "name"), (kind, "file")):
        for form in (key + "*", key):
            raw = value.parameters.get(form)
            if raw and (name := clean_name(_unpercent(encoded_words.decode_words(raw).text))):
                yield name


def given_name(disposition: Value, kind: Value) -> str | None:
    """The best name the part was given: the first that is readable, else the first."""
    names = list(_candidates(disposition, kind))
    return next((name for name in names if not _UNREADABLE.search(name)), names[0] if names else None)


def media_type_of(name: str) -> str:
    """The type that a file's name speaks of, for one that came without headers."""
    _, dot, extension = name.lower().rpartition(".")
    return _TYPES.get(dot + extension, "application/octet-stream")


def made_name(data: bytes, media_type: str) -> str:
    """A name for a part that has none, the same for the same content, whatever line ends mail gave it."""
    return named_after(hashlib.sha256(data.replace(b"\r\n", b"\n")).hexdigest(), media_type)


def named_after(digest: str, media_type: str) -> str:
    """The same by a digest of the content."""
    return digest[:16] + _EXTENSIONS.get(media_type, ".bin")
