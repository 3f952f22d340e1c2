"""The entry of `intake`: a look at the server before the rest of the program is loaded.

Most polls find nothing new.  Such a poll needs one query, one login and one EXAMINE, and what it imports
costs less than those.  It ends here only if the settings, the ledger and every folder stand exactly as a
poll left them that had taken in everything; in every other case, trouble included, the whole program runs,
on the connection made here, and says what there is to say.
"""

from __future__ import annotations

import gc
import io
import os.path
import sys

TYPE_CHECKING = False  # typing takes long to import
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

NOTHING_NEW = "0 new"


def main() -> None:
    """Entry point."""
    gc.disable()  # nothing that a look makes is worth collecting
    if _nothing_to_do(sys.argv[1:]):
        leave()
    gc.enable()
    from desk.commands.intake import main as intake

    intake()


def leave() -> None:
    """End the process: all is closed and committed, and taking the interpreter down would take longer."""
    sys.stdout.flush()
    os._exit(0)


def _nothing_to_do(words: list[str]) -> bool:
    config = _plain_poll(words)
    if config is None or os.environ.get("BULLETIN_LOG"):
        return False
    try:
        names = _idle_mailboxes(os.path.abspath(config))
    except Exception:  # noqa: BLE001 -- whatever is wrong, the whole program finds it too, and has the words
        return False
    if names:
        _say(names, as_json="--json" in words)
    return bool(names)


def _plain_poll(words: list[str]) -> str | None:
    """The settings file of a command line that polls and does nothing else."""
    config = os.environ.get("BULLETIN_CONFIG") or "config.toml"
    rest = iter(words)
    polls = 0
    for word in rest:
        if word == "--config":
            config = next(rest, "")
        elif word.startswith("--config="):
            config = word.removeprefix("--config=")
        elif word == "poll":
            polls += 1
        elif word != "--json":
            return None
    return config if polls == 1 else None


def _idle_mailboxes(config: str) -> list[str]:
    """The names of the mailboxes, if nothing is to be done in any of them; else none."""
    import tomllib

    from desk.settings_digest import digest

    folder = os.path.dirname(config)
    text = _read(config)
    settings = tomllib.loads(text)
    ledger = _ledger(settings, folder)
    if ledger is None:
        return []
    from storage import glance

    seen = glance.idle(ledger)
    boxes = settings["mailbox"]
    if seen is None or not boxes:
        return []
    servers = [_Server(box, folder) for box in (boxes if isinstance(boxes, list) else [boxes])]
    now = digest(text)
    if not all(_as_it_was(server, seen.get((server.name, server.folder)), now) for server in servers):
        return []
    glance.add_runs(ledger, [server.name for server in servers], NOTHING_NEW)
    return [server.name for server in servers]


def _ledger(settings: Mapping[str, Any], folder: str) -> str | None:
    url = settings.get("database", {}).get("url", "sqlite:///bulletin.db")
    name = url.removeprefix("sqlite:///")
    return None if name == url or "?" in name else os.path.join(folder, name)


def _read(path: str) -> str:
    with open(path, encoding="utf-8-sig") as file:
        return file.read()


class _Server:
    """A mailbox as the settings say, unchecked: a poll that read the same file has checked it."""

    def __init__(self, box: Mapping[str, Any], folder: str) -> None:
        self.name: str = box["name"]
        self.host: str = box["host"]
        self.port: int = box.get("port", 993)
        self.tls: str = box.get("tls", "implicit")
        self.username: str = box["username"]
        self.folder: str = box.get("folder", "INBOX")
        self.timeout: int = box.get("timeout", 60)
        self.ca_file: str | None = os.path.join(folder, box["ca_file"]) if box.get("ca_file") else None
        self.password = _password(box, folder)


def _password(box: Mapping[str, Any], folder: str) -> str:
    if "password_env" in box:
        return os.environ[str(box["password_env"])]
    return _read(os.path.join(folder, str(box["password_file"]))).strip()


def _as_it_was(server: _Server, seen: tuple[Any, ...] | None, digest: str) -> bool:
    """Whether a folder stands as it did; the connection waits for whoever goes on where it does not."""
    if seen is None or seen[1] is None or seen[3] != digest or not server.folder.isascii():
        return False
    from intake import connecting

    connection = connecting.connect_once(server)
    if connecting.examined(connection, server.folder) == seen[:3]:
        connecting.leave(connection)
        return True
    connecting.wait(server, connection)
    return False


def _say(names: list[str], *, as_json: bool) -> None:
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    for line in _json(names) if as_json else (f"{name}：新到 0 封" for name in names):
        print(line)  # noqa: T201 -- click is one of the things that are not loaded


def _json(names: list[str]) -> Iterator[str]:
    import json

    for name in names:
        nothing = {"mailbox": name, "entered": 0, "known": 0, "states": {}, "gaps": 0, "notices": []}
        yield json.dumps(nothing, ensure_ascii=False)


if __name__ == "__main__":
    main()
