"""A proxy in front of an IMAP server: it writes down what the client says and does the network's worst."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
import threading
from asyncio import StreamReader, StreamWriter
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum, auto

HOST = "127.0.0.1"
LONGEST_LINE = 1 << 26


class Kind(Enum):
    """What a network can do to an answer."""

    CUT = auto()
    """The connection ends in good order."""
    RESET = auto()
    """The connection is reset."""
    FREEZE = auto()
    """Nothing comes any more, and the connection stays."""
    TRICKLE = auto()
    """Each byte takes a twentieth of a second."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens `after` bytes behind the first `at` that the server says."""

    kind: Kind
    at: bytes
    after: int = 0


@dataclass(slots=True)
class Proxy:
    """A running proxy and every line that clients said through it, their tags left out.

    After STARTTLS all is `hidden`: passed on as it is.
    """

    port: int
    said: list[str] = field(default_factory=list)
    hidden: bool = False

    @property
    def commands(self) -> list[str]:
        """The names of the commands, in order."""
        return [line.removeprefix("UID ").split()[0] for line in self.said]


def _as_it_is(line: bytes) -> bytes:
    return line


def _nothing(_line: str) -> None:
    pass


@contextmanager
def proxied(
    port: int,
    fault: Fault | None = None,
    edit: Callable[[bytes], bytes] = _as_it_is,
    heard: Callable[[str], None] = _nothing,
) -> Iterator[Proxy]:
    """Stand before the server on `port` while the block runs.

    `edit` changes the lines that the server says; `heard` is told every line of a client before it goes on.
    """
    started: Future[tuple[Proxy, asyncio.AbstractEventLoop]] = Future()
    stop = asyncio.Event()

    async def serve() -> None:
        proxy = Proxy(0)

        async def connected(reader: StreamReader, writer: StreamWriter) -> None:
            # QUIRK Python 3.11: a handler that ends cancelled is reported as a failure of the loop.
            with contextlib.suppress(asyncio.CancelledError, OSError), contextlib.closing(writer):
                far, back = await asyncio.open_connection(HOST, port, limit=LONGEST_LINE)
                with contextlib.closing(back):
                    await _either(
                        _upwards(reader, back, proxy, heard),
                        _downwards(far, writer, proxy, fault, edit),
                    )

        server = await asyncio.start_server(connected, HOST, 0, limit=LONGEST_LINE)
        proxy.port = server.sockets[0].getsockname()[1]
        started.set_result((proxy, asyncio.get_running_loop()))
        await stop.wait()
        server.close()

    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    proxy, loop = started.result()
    try:
        yield proxy
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(5)


async def _either(*ways: Coroutine[None, None, None]) -> None:
    """Run until the first has ended."""
    tasks = [asyncio.create_task(way) for way in ways]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _upwards(
    client: StreamReader, server: StreamWriter, proxy: Proxy, heard: Callable[[str], None]
) -> None:
    while line := await client.readline():
        proxy.said.append(line.decode("utf-8", "replace").partition(" ")[2].rstrip())
        await asyncio.to_thread(heard, proxy.said[-1])
        proxy.hidden = "STARTTLS" in proxy.said
        server.write(line)
        await server.drain()
        if proxy.hidden:
            await _pass_on(client, server)


async def _pass_on(source: StreamReader, target: StreamWriter) -> None:
    while data := await source.read(1 << 16):
        target.write(data)
        await target.drain()


async def _downwards(
    server: StreamReader,
    client: StreamWriter,
    proxy: Proxy,
    fault: Fault | None,
    edit: Callable[[bytes], bytes],
) -> None:
    left: int | None = None
    while said := await server.readline():
        line = edit(said)
        if fault and left is None and fault.at in line:
            left = line.index(fault.at) + len(fault.at) + fault.after
        if fault and left is not None and left <= len(line):
            client.write(line[:left])
            await client.drain()
            await _suffer(fault.kind, line[left:], server, client)
            return
        left = None if left is None else left - len(line)
        client.write(line)
        await client.drain()
        if proxy.hidden:
            await _pass_on(server, client)


async def _suffer(kind: Kind, rest: bytes, server: StreamReader, client: StreamWriter) -> None:
    match kind:
        case Kind.FREEZE:
            await asyncio.Event().wait()
        case Kind.TRICKLE:
            while rest:
                for byte in rest:
                    client.write(bytes([byte]))
                    await client.drain()
                    await asyncio.sleep(0.05)
                rest = await server.readline()
        case Kind.RESET:
            plug = client.get_extra_info("socket")
            plug.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            client.transport.abort()
        case Kind.CUT:
            pass


def without(*capabilities: bytes) -> Callable[[bytes], bytes]:
    """A server that lacks extensions."""

    def edit(line: bytes) -> bytes:
        if b"CAPABILITY" in line:
            for name in capabilities:
                line = line.replace(b" " + name, b"")
        return line

    return edit


@contextmanager
def mute() -> Iterator[int]:
    """A server that accepts and says nothing; gives its port."""
    with socket.create_server((HOST, 0)) as listener:
        yield int(listener.getsockname()[1])
