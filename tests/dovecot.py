"""An own Dovecot: a real server with real files, started in a folder of its own, on loopback."""

from __future__ import annotations

import contextlib
import grp
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

PASSWORD = "secret"
USER = "gfdqb1@example.com"

needed = pytest.mark.skipif(shutil.which("dovecot") is None, reason="no dovecot on this machine")


@dataclass(frozen=True, slots=True)
class Dovecot:
    """A running server and a user's mailbox: letters are put into `maildir` as a delivery agent would."""

    port: int
    maildir: Path

    def of(self, user: str) -> Dovecot:
        """Another user's mailbox, empty, on the same server."""
        maildir = self.maildir.parent / user
        _make(maildir, self.maildir.stat().st_uid, self.maildir.stat().st_gid)
        return Dovecot(self.port, maildir)

    def deliver(self, name: str, data: bytes, received: datetime) -> None:
        """Deliver a letter with the time it arrives at."""
        path = self.maildir / "new" / f"{received.timestamp():.0f}.{name}.host"
        path.write_bytes(data)
        os.utime(path, (received.timestamp(), received.timestamp()))
        self._own(path)

    def renumber(self, uidvalidity: int, next_uid: int = 1) -> None:
        """Begin a new epoch, as after a restored backup: every letter gets a new UID from `next_uid` on."""
        for path in self.maildir.glob("dovecot*"):
            path.unlink()
        path = self.maildir / "dovecot-uidlist"
        path.write_text(f"3 V{uidvalidity} N{next_uid} G{uidvalidity:032x}\n")
        self._own(path)

    def _own(self, path: Path) -> None:
        owner = self.maildir.stat()
        os.chown(path, owner.st_uid, owner.st_gid)


@contextmanager
def running() -> Iterator[Dovecot]:
    """Run a server while the block runs; any user name gets in, to a mailbox of its own.

    Its folder is not pytest's: those are closed to the user that Dovecot runs as.
    """
    with tempfile.TemporaryDirectory(prefix="dovecot-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        with _serving(folder) as server:
            yield server


@contextmanager
def _serving(folder: Path) -> Iterator[Dovecot]:
    version = subprocess.run(["dovecot", "--version"], capture_output=True, text=True, check=True).stdout
    if not re.match(r"2\.3\.", version):
        pytest.skip(f"the fixture is written for Dovecot 2.3, this is {version.strip()}")
    user = pwd.getpwuid(os.getuid()) if os.getuid() else pwd.getpwnam("nobody")
    maildir = folder / "mail" / USER
    _make(maildir, user.pw_uid, user.pw_gid)
    port = _free_port()
    config = folder / "dovecot.conf"
    config.write_text(_config(folder, maildir, port, user.pw_uid, user.pw_gid), "utf-8")
    process = subprocess.Popen(
        ["dovecot", "-F", "-c", str(config)], stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        _wait(port)
        yield Dovecot(port, maildir)
    finally:
        # Nothing here outlives the test: an orderly end would take a second.
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)


def _make(maildir: Path, uid: int, gid: int) -> None:
    for name in ("cur", "new", "tmp"):
        (maildir / name).mkdir(parents=True, exist_ok=True)
    for path in [maildir, *maildir.iterdir()]:
        os.chown(path, uid, gid)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int) -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1) as connection:
            if connection.recv(4) == b"* OK":
                return
        time.sleep(0.02)
    raise TimeoutError("dovecot did not start")


def _config(folder: Path, maildir: Path, port: int, uid: int, gid: int) -> str:
    # As root Dovecot insists on other users for its own processes; as anybody else it can have none.
    me = pwd.getpwuid(os.getuid() or pwd.getpwnam("nobody").pw_uid)
    return f"""
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:{maildir.parent}/%u
mail_fsync = never
first_valid_uid = 1
default_internal_user = {me.pw_name}
default_login_user = {me.pw_name}
default_internal_group = {grp.getgrgid(me.pw_gid).gr_name}
service imap-login {{
  inet_listener imap {{
    port = {port}
  }}
  chroot =
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
passdb {{
  driver = static
  args = password={PASSWORD}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home
}}
"""
