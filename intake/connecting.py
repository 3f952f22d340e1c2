"""The door to imaplib: a connection to a server, encrypted as set, logged in, our name given.

It costs little to import: a poll looks here first, and only where something is new does the rest of the
program follow.  Failures come out as imaplib, ssl and the network raise them; `intake.mailbox` has the words.
"""

from __future__ import annotations

import contextlib
import imaplib
import socket
import ssl
import threading
import time

TYPE_CHECKING = False  # typing takes long to import
if TYPE_CHECKING:
    from typing import Protocol

    class Server(Protocol):
        """What a connection needs to know; `timeout` is in seconds."""

        # Properties, so that frozen values fit.
        @property
        def host(self) -> str: ...  # noqa: D102
        @property
        def port(self) -> int: ...  # noqa: D102
        @property
        def tls(self) -> str: ...  # noqa: D102
        @property
        def username(self) -> str: ...  # noqa: D102
        @property
        def password(self) -> str: ...  # noqa: D102
        @property
        def timeout(self) -> int: ...  # noqa: D102
        @property
        def ca_file(self) -> str | None: ...  # noqa: D102


LoggedIn = imaplib.IMAP4

LONGEST = 300.0
"""Seconds until the login is done: a server that trickles trips no time-out of a read."""

KEEPS = 60.0
"""Seconds a connection that waits to be used is trusted."""


class NoTlsError(imaplib.IMAP4.error):
    """The server offers no STARTTLS: nothing secret was sent."""


class LoginRefusedError(imaplib.IMAP4.error):
    """The server does not accept the user name and password."""


class AuthorityError(Exception):
    """The file with the certificate of the signing authority cannot be used; `__cause__` says why."""


def connect(server: Server) -> LoggedIn:
    """Return a connection that is logged in: the waiting one, if there is one.

    A failure that waits is raised: nobody logs in twice with a password that was refused.
    """
    waiting, since = _waiting.pop(_key(server), (None, 0.0))
    if isinstance(waiting, Exception):
        raise waiting
    if waiting is not None and time.monotonic() - since < KEEPS:
        return waiting
    return _connected(server)


def connect_once(server: Server) -> LoggedIn:
    """Return a new connection; where that fails, so will the next `connect` to the same server."""
    try:
        return _connected(server)
    except Exception as error:
        _waiting[_key(server)] = (error, time.monotonic())
        raise


def wait(server: Server, connection: LoggedIn) -> None:
    """Leave a connection for whoever connects to the same server next: one login a run."""
    _waiting[_key(server)] = (connection, time.monotonic())


def leave(connection: LoggedIn) -> None:
    """End a connection in good order."""
    for end in (connection.logout, connection.shutdown):
        with contextlib.suppress(Exception):
            end()


def examined(connection: LoggedIn, folder: str) -> tuple[int, int, int]:
    """Return UIDVALIDITY, UIDNEXT and the number of messages of a folder whose name is ASCII."""
    _, count = connection.select(_quoted(folder), readonly=True)
    told = [connection.response(name)[1] for name in ("UIDVALIDITY", "UIDNEXT")]
    uidvalidity, uidnext = (int(values[-1]) for values in told)
    return uidvalidity, uidnext, int(count[-1] or 0)


_waiting: dict[tuple[str, int, str], tuple[LoggedIn | Exception, float]] = {}


def _connected(server: Server) -> LoggedIn:
    context = None if server.tls == "none" else _context(server.ca_file)
    plugs: list[socket.socket] = []
    limit = threading.Timer(LONGEST, _cut, [plugs])
    limit.daemon = True
    limit.start()
    try:
        return _logged_in(server, context, plugs)
    finally:
        limit.cancel()
        for plug in plugs:
            plug.close()


def _cut(plugs: list[socket.socket]) -> None:
    """End what lasts too long: whoever reads sees the end of the stream."""
    for plug in plugs:
        with contextlib.suppress(OSError):
            plug.shutdown(socket.SHUT_RDWR)


def _logged_in(server: Server, context: ssl.SSLContext | None, plugs: list[socket.socket]) -> LoggedIn:
    connection: LoggedIn
    if server.tls == "implicit" and context is not None:
        connection = _Encrypted(server, context, plugs)
    else:
        connection = _Plain(server, plugs)
    try:
        # It sends a search in three pieces; each would wait for the last one's acknowledgement.
        connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if server.tls == "starttls":
            _start_tls(connection, context)
        _log_in(connection, server)
    except BaseException:
        with contextlib.suppress(Exception):
            connection.shutdown()
        raise
    return connection


def _start_tls(connection: LoggedIn, context: ssl.SSLContext | None) -> None:
    if "STARTTLS" not in connection.capabilities:
        raise NoTlsError
    connection.starttls(context)


def _key(server: Server) -> tuple[str, int, str]:
    return server.host, server.port, server.username


def _context(ca_file: str | None) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=ca_file)
    except OSError as error:
        raise AuthorityError from error


class _Plain(imaplib.IMAP4):
    """A connection whose socket is in `plugs` from before the first byte.

    QUIRK imaplib: it connects, shakes hands and reads the greeting in its constructor.
    """

    def __init__(self, server: Server, plugs: list[socket.socket]) -> None:
        self._plugs = plugs
        super().__init__(server.host, server.port, timeout=server.timeout)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        return _plugged(self, timeout, self._plugs)


class _Encrypted(imaplib.IMAP4_SSL):
    """The same, encrypted from the first byte on."""

    def __init__(self, server: Server, context: ssl.SSLContext, plugs: list[socket.socket]) -> None:
        self._plugs, self._context = plugs, context
        super().__init__(server.host, server.port, ssl_context=context, timeout=server.timeout)

    def _create_socket(self, timeout: float | None) -> ssl.SSLSocket:
        plain = _plugged(self, timeout, self._plugs)
        return self._context.wrap_socket(plain, server_hostname=self.host)


def _plugged(client: imaplib.IMAP4, timeout: float | None, plugs: list[socket.socket]) -> socket.socket:
    plain: socket.socket = imaplib.IMAP4._create_socket(client, timeout)  # type: ignore[attr-defined] # noqa: SLF001
    plugs.append(plain.dup())
    return plain


def _log_in(connection: LoggedIn, server: Server) -> None:
    try:
        connection.login(_quoted(server.username), server.password)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as error:
        raise LoginRefusedError(*error.args) from error
    # Some tell all they can only to those they know, some at once with the answer to the login.
    said = connection.untagged_responses.pop("CAPABILITY", None) or connection.capability()[1]
    words = b" ".join(word for word in said if isinstance(word, bytes))
    connection.capabilities = tuple(words.decode("ascii", "replace").upper().split())
    # QUIRK NetEase: SELECT is refused ("Unsafe Login") until the client names itself (RFC 2971).
    # What a server answers to it is of no interest; a connection that broke shows at the next command.
    if "ID" in connection.capabilities:
        with contextlib.suppress(imaplib.IMAP4.error):
            connection.xatom("ID", '("name" "bulletin-desk")')


def _quoted(words: str) -> str:
    """A user or folder name as imaplib wants it: it quotes the password only."""
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'
