"""A folder as an administrator has it: the settings, and the programs in `.venv/bin`, run by a shell."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
PROGRAMS = ("intake", "classify", "compose")


@dataclass(frozen=True, slots=True)
class Installed:
    """Such a folder, in the place of /srv/bulletin; backups go to `backups`, in that of /var/backups."""

    folder: Path
    backups: Path
    environment: dict[str, str] = field(default_factory=dict)

    def shell(self, script: str) -> subprocess.CompletedProcess[str]:
        """Run a script as root or cron would: these folders for the real ones, a bare environment."""
        return subprocess.run(
            ["sh", "-e", "-c", self.placed(script)],
            cwd=self.folder,
            env={"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(self.folder)} | self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def placed(self, text: str) -> str:
        """Put these folders where a text names the real ones."""
        text = text.replace("/srv/bulletin", str(self.folder))
        return text.replace("/var/backups/bulletin", str(self.backups))


def installed(folder: Path, **environment: str) -> Installed:
    """Put the programs into a folder."""
    programs = folder / ".venv" / "bin"
    programs.mkdir(parents=True)
    for name in PROGRAMS:
        path = programs / name
        path.write_text(
            f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -m desk.commands.{name} "$@"\n', "utf-8"
        )
        path.chmod(0o755)
    (backups := folder / "backups").mkdir()
    return Installed(folder, backups, environment)


def block(heading: str, after: str) -> str:
    """The indented lines of the README that follow a sentence under a heading, as one script."""
    lines = README.split(f"\n{heading}\n")[1].split(after)[1].lstrip("\n").split("\n")
    script = []
    for line in lines[next(n for n, line in enumerate(lines) if line.startswith("    ")) :]:
        if line and not line.startswith("    "):
            break
        script.append(line.removeprefix("    "))
    return "\n".join(script).strip()
