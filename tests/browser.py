"""A headless Chromium, driven by its DevTools protocol over two pipes: no port, no driver, no library."""

from __future__ import annotations

import base64
import fcntl
import json
import os
import select
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import pytest

needed = pytest.mark.skipif(shutil.which("chromium") is None, reason="no chromium on this machine")

PATIENCE = 60
"""Seconds without a word from the browser after which a test fails."""

# Root, as in a container, cannot have Chromium's own sandbox; the pages are our own.
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-extensions",
    "--no-first-run",
    "--remote-debugging-pipe",
)
_KEYS = {"Tab": 9, "Enter": 13}


@contextmanager
def browsing(folder: Path) -> Iterator[Browser]:
    """Run a browser that keeps its things in a folder; it ends with the block, however that ends."""
    hears, tell = os.pipe()
    listen, speaks = os.pipe()
    # Chromium reads from 3 and writes to 4: from above them, no copy covers another.
    ends = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in (hears, speaks)]
    program = shutil.which("chromium")
    assert program
    quiet = (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)
    pid = os.posix_spawn(
        program,
        [program, *_FLAGS, f"--user-data-dir={folder}", "about:blank"],
        os.environ,
        file_actions=[
            (os.POSIX_SPAWN_DUP2, ends[0], 3),
            (os.POSIX_SPAWN_DUP2, ends[1], 4),
            quiet,
        ],
        setpgroup=0,
    )
    for end in (hears, speaks, *ends):
        os.close(end)
    try:
        yield Browser(tell, listen)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(tell)
        os.close(listen)


@dataclass(slots=True)
class Browser:
    """The browser as a whole; `open` gives a page of it."""

    tell: int
    listen: int
    heard: bytes = b""
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    events: list[dict[str, Any]] = field(default_factory=list)

    def ask(self, method: str, session: str | None = None, **params: Any) -> dict[str, Any]:
        """Send a command and return its result; what happens meanwhile is kept in `events`."""
        number = next(self.numbers)
        command = {"id": number, "method": method, "params": params}
        words = json.dumps(command | ({"sessionId": session} if session else {})).encode() + b"\0"
        while words:
            words = words[os.write(self.tell, words) :]
        while (said := self._next()).get("id") != number:
            self.events.append(said)
        assert "error" not in said, (method, said["error"])
        result: dict[str, Any] = said["result"]
        return result

    def wait(self, method: str, session: str) -> None:
        """Wait for an event of a page."""
        while not any(e.get("method") == method and e.get("sessionId") == session for e in self.events):
            self.events.append(self._next())

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self.heard:
            assert select.select([self.listen], [], [], PATIENCE)[0], "the browser says nothing any more"
            part = os.read(self.listen, 1 << 20)
            assert part, "the browser has ended"
            self.heard += part
        said, _, self.heard = self.heard.partition(b"\0")
        message: dict[str, Any] = json.loads(said)
        return message

    def open(self, file: Path, *, width: int = 1280) -> Tab:
        """Open a file in a page of its own, and wait until it is there."""
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        tab = Tab(self, session, target)
        for domain in ("Page", "Runtime", "Network", "Log", "Accessibility"):
            tab.ask(f"{domain}.enable")
        tab.ask("Emulation.setFocusEmulationEnabled", enabled=True)
        tab.resize(width)
        tab.ask("Page.navigate", url=file.as_uri())
        self.wait("Page.loadEventFired", session)
        return tab


@dataclass(slots=True)
class Tab:
    """One page in the browser."""

    browser: Browser
    session: str
    target: str

    def ask(self, method: str, **params: Any) -> dict[str, Any]:
        """Send the page a command."""
        return self.browser.ask(method, self.session, **params)

    def js(self, expression: str) -> Any:
        """Return what an expression gives in the page; the page's own policy does not bind it."""
        said = self.ask("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in said, said
        return said["result"].get("value")

    def press(self, key: str) -> None:
        """Press a key and let it go."""
        known = {"key": key, "code": key, "windowsVirtualKeyCode": _KEYS[key]}
        text = {"text": "\r"} if key == "Enter" else {}
        self.ask("Input.dispatchKeyEvent", type="keyDown", **known, **text)
        self.ask("Input.dispatchKeyEvent", type="keyUp", **known)

    def close(self) -> None:
        """Close the page; what happened in it is forgotten."""
        self.browser.ask("Target.closeTarget", targetId=self.target)
        self.browser.events.clear()

    def resize(self, width: int) -> None:
        """Make the page so many pixels wide."""
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        self.ask("Emulation.setDeviceMetricsOverride", **size)

    def tree(self) -> list[dict[str, Any]]:
        """What a screen reader is given, in the order it is read; nodes that it passes over are left out."""
        nodes = {node["nodeId"]: node for node in self.ask("Accessibility.getFullAXTree")["nodes"]}
        root = next(node for node in nodes.values() if "parentId" not in node)
        return [node for node in _walk(root, nodes) if not node["ignored"]]

    def pdf(self) -> bytes:
        """Print the page to a PDF."""
        said = self.ask("Page.printToPDF", preferCSSPageSize=True, printBackground=False)
        return base64.b64decode(said["data"])

    def events(self, method: str) -> list[dict[str, Any]]:
        """What happened in the page, of one kind."""
        self.ask("Runtime.evaluate", expression="0")  # whatever was said before this is heard by now
        own = [e for e in self.browser.events if e.get("sessionId") == self.session]
        return [event["params"] for event in own if event["method"] == method]


def _walk(node: dict[str, Any], nodes: dict[str, dict[str, Any]]) -> Iterator[dict[str, Any]]:
    yield node
    for child in node.get("childIds", ()):
        if child in nodes:
            yield from _walk(nodes[child], nodes)
