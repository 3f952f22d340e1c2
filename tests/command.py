"""Run a command line in this process as a shell would: arguments in, status and both outputs out."""

from __future__ import annotations

import importlib
import json
import logging
import signal
import sys
from dataclasses import dataclass
from typing import Any

import desk.commands.words  # noqa: F401 -- puts click's words in place before click is imported

from click.testing import CliRunner  # isort: skip


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended and what it printed."""

    status: int
    out: str
    err: str
    raw: bytes = b""

    @property
    def json(self) -> Any:
        """The one JSON document printed."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """The JSON documents printed, one a line."""
        return [json.loads(line) for line in self.out.splitlines()]


def command(line: str, *arguments: object) -> Done:
    """Run `intake poll` and the like; further arguments are passed as they are (they may hold blanks)."""
    name, *words = line.split()
    main = importlib.import_module(f"desk.commands.{name}").main
    handler, level = signal.getsignal(signal.SIGTERM), logging.root.level
    old, status = sys.argv, 0
    with CliRunner().isolation() as (out, err, _):
        sys.argv = [name, *words, *map(str, arguments)]
        try:
            main()
        except SystemExit as ended:
            status = int(ended.code or 0)
        finally:
            sys.argv = old
            signal.signal(signal.SIGTERM, handler)
            logging.root.setLevel(level)
            sys.stdout.flush()
            sys.stderr.flush()
        raw = out.getvalue()
        said = err.getvalue()
    return Done(status, raw.decode("utf-8", "replace"), said.decode("utf-8", "replace"), raw)
