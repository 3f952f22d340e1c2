"""The door to pymap: an IMAP server in this process, on loopback, for the demonstration and the tests."""

from __future__ import annotations

import asyncio
import ssl
import threading
import uuid
from argparse import Namespace
from asyncio import StreamReader, StreamWriter
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager

from proxyprotocol.result import ProxyResultUnknown
from proxyprotocol.sock import SocketInfo
from pymap.backend.dict import DictBackend
from pymap.imap import IMAPServer
from pysasl.hashing import BuiltinHash

HOST = "127.0.0.1"


@contextmanager
def serving(
    user: str, password: str, *, port: int = 0, context: ssl.SSLContext | None = None, starttls: bool = False
) -> Iterator[int]:
    """Serve an empty INBOX for one user while the block runs; gives the port.

    With `context` the server speaks TLS from the first byte, or after STARTTLS where that is asked for.
    """
    started: Future[tuple[int, asyncio.AbstractEventLoop]] = Future()
    stop = asyncio.Event()

    async def serve() -> None:
        try:
            server = await _start(user, password, port, context, starttls=starttls)
        except Exception as error:  # noqa: BLE001 -- raised in the caller, who is in another thread
            started.set_exception(error)
            return
        started.set_result((server.sockets[0].getsockname()[1], asyncio.get_running_loop()))
        await stop.wait()
        server.close()

    # The end of `run` cancels the sessions that are still open.
    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    found, loop = started.result()
    try:
        yield found
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(5)


async def _start(
    user: str, password: str, port: int, context: ssl.SSLContext | None, *, starttls: bool
) -> asyncio.Server:
    arguments = Namespace(
        host=HOST,
        port=port,
        debug=False,
        cert=None,
        key=None,
        tls=starttls,
        passlib_cfg=None,
        proxy_protocol=None,
        inherited_sockets=None,
        demo_data=False,
        demo_user=user,
        demo_password=password,
    )
    # One round: the password is known to everybody, and half a million cost a quarter second a login.
    backend, config = await DictBackend.init(
        arguments,
        hash_context=BuiltinHash(rounds=1),
        secure_auth=False,
        ssl_context=context if starttls else None,
    )
    server = IMAPServer(backend.login, config)
    sessions: set[asyncio.Task[None]] = set()

    def ended(task: asyncio.Task[None]) -> None:
        sessions.discard(task)
        # A client that went without a word is nothing to report.
        if not task.cancelled():
            task.exception()

    def connected(reader: StreamReader, writer: StreamWriter) -> None:
        # QUIRK Python 3.13: a session's task that nobody holds is collected in mid-session.
        info = SocketInfo.get(writer, ProxyResultUnknown(), unique_id=uuid.uuid4().bytes)
        task = asyncio.ensure_future(server(reader, writer, info))
        sessions.add(task)
        task.add_done_callback(ended)

    return await asyncio.start_server(connected, HOST, port, ssl=None if starttls else context)
