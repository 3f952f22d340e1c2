"""What the receiving server found out about the sender (RFC 8601).  The only module that knows authres.

From proves nothing, and anyone may write an Authentication-Results of his own into a letter: only that of the
server named in the settings counts, and of its fields the topmost, which is the one it added itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from intake import charset
from intake.headers import Headers
from intake.model import Address, Authentication

MAX_STATEMENTS = 50
"""Statements of one field that are read; servers write four or five."""

_LEXICAL = re.compile(r'"(?:[^"\\]|\\.)*"?|[()]|\\.|[^"()\\]+')
_BRACKETS = str.maketrans("", "", "<>")
_DOMAINS = {
    ("spf", "smtp", "mailfrom"),
    ("spf", "smtp", "mail"),  # Coremail's word for it
    ("dkim", "header", "d"),
    ("dkim", "header", "i"),
    ("dmarc", "header", "from"),
}
"""(method, ptype, property) that names the domain for which a method speaks."""


def read_authentication(headers: Headers, sender: Address, trusted: str | None) -> Authentication:
    """What the trusted server says, in its own topmost field; NONE without a trusted server.

    A DMARC verdict decides.  Without one, DKIM or SPF pass for the sender's own domain.
    """
    if not trusted:
        return Authentication.NONE
    fields = (_without_comments(charset.decode(raw).text) for raw in headers.all("authentication-results"))
    mine = next((text for text in fields if _server(text) == trusted.casefold()), None)
    if mine is None:
        return Authentication.NONE
    results = set(_results(mine, (sender.address or "").rpartition("@")[2]))
    for methods in (("dmarc",), ("dkim", "spf")):
        for verdict in (Authentication.PASS, Authentication.FAIL):
            if any((method, verdict.value) in results for method in methods):
                return verdict
    return Authentication.NONE


def _without_comments(text: str) -> str:
    """The field without its comments, in which anyone may write `dmarc=pass`, and without quoted `;`."""
    out: list[str] = []
    depth = 0
    for piece in _LEXICAL.findall(text):
        if piece in {"(", ")"}:
            depth = max(0, depth + (1 if piece == "(" else -1))
        elif not depth:
            out.append(piece.replace(";", " ") if piece.startswith('"') else piece)
    return " ".join("".join(out).split())


def _server(text: str) -> str:
    return text.split(";", 1)[0].strip().split(" ")[0].strip('"').casefold()


def _results(text: str, domain: str) -> Iterator[tuple[str, str]]:
    """(method, result) of each statement that speaks for `domain`.

    QUIRK: Exchange Online writes bare host names between its statements, Coremail a semicolon behind the
    last; either makes the whole field unreadable by the grammar, so each statement is read by itself.
    """
    import authres  # most mailboxes name no server to trust

    for statement in text.split(";", MAX_STATEMENTS + 1)[1 : MAX_STATEMENTS + 1]:
        line = f"{authres.AuthenticationResultsHeader.HEADER_FIELD_NAME}: x; {statement.translate(_BRACKETS)}"
        try:
            found = authres.AuthenticationResultsHeader.parse(line).results
        except (SyntaxError, authres.AuthResError):
            continue
        for result in found:
            method, said = result.method.lower(), result.result.lower()
            named = [
                p.value for p in result.properties if (method, p.type.lower(), p.name.lower()) in _DOMAINS
            ]
            if not named or any(_aligned(value, domain) for value in named):
                yield method, said


def _aligned(value: str, domain: str) -> bool:
    """Whether one domain is the other or lies below it (relaxed alignment of RFC 7489, 3.1)."""
    one, other = "." + value.rpartition("@")[2].lower().strip("."), "." + domain.lower().strip(".")
    return one.endswith(other) or other.endswith(one)
