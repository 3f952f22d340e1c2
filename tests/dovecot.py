"""An own Dovecot: a real server with real files, started in a folder of its own, on loopback."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

PASSWORD = "secret"

needed = pytest.mark.skipif(shutil.which("dovecot") is None, reason="no dovecot on this machine")


@dataclass(frozen=True, slots=True)
class Dovecot:
    """A running server: letters are put into `maildir` as a delivery agent would."""

    port: int
    maildir: Path

    def deliver(self, name: str, data: bytes, received: datetime) -> None:
        """Deliver a letter with the time it arrives at."""
        path = self.maildir / "new" / f"{received.timestamp():.0f}.{name}.host"
        path.write_bytes(data)
        os.utime(path, (received.timestamp(), received.timestamp()))
        owner = self.maildir.stat()
        os.chown(path, owner.st_uid, owner.st_gid)


@contextmanager
def running(folder: Path) -> Iterator[Dovecot]:
    """Run a server while the block runs; its one user has the address `u` and an INBOX."""
    version = subprocess.run(["dovecot", "--version"], capture_output=True, text=True, check=True).stdout
    if not re.match(r"2\.3\.", version):
        pytest.skip(f"the fixture is written for Dovecot 2.3, this is {version.strip()}")
    user = pwd.getpwuid(os.getuid()) if os.getuid() else pwd.getpwnam("nobody")
    maildir = folder / "mail"
    for name in ("cur", "new", "tmp"):
        (maildir / name).mkdir(parents=True, exist_ok=True)
    for path in [maildir, *maildir.iterdir()]:
        os.chown(path, user.pw_uid, user.pw_gid)
    for path in [folder, *folder.parents]:
        if path.stat().st_uid == os.getuid() and os.getuid() == 0 and path != Path("/"):
            path.chmod(path.stat().st_mode | 0o111)
    port = _free_port()
    config = folder / "dovecot.conf"
    config.write_text(_config(folder, maildir, port, user.pw_uid, user.pw_gid), "utf-8")
    process = subprocess.Popen(["dovecot", "-F", "-c", str(config)], stderr=subprocess.DEVNULL)
    try:
        _wait(port)
        yield Dovecot(port, maildir)
    finally:
        process.terminate()
        process.wait(10)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int) -> None:
    for _ in range(200):
        try:
            with socket.create_connection(("127.0.0.1", port), 1) as connection:
                if connection.recv(4) == b"* OK":
                    return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError("dovecot did not start")


def _config(folder: Path, maildir: Path, port: int, uid: int, gid: int) -> str:
    me = pwd.getpwuid(os.getuid()).pw_name
    return f"""
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:{maildir}
mail_fsync = never
first_valid_uid = 1
default_internal_user = {me}
default_login_user = {me}
default_internal_group = {pwd.getpwuid(os.getuid()).pw_gid and 'nogroup' or 'root'}
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
