"""Puts up walls around itself and becomes LibreOffice: run by its path in a process of its own.

Knows nothing of the program that runs it.  What LibreOffice does behind the walls ends with the parent, has
limits, and reaches no network and no file but its own - as far as the kernel and its rules allow; a file
`walls` in the own folder tells how far that was.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import struct
import sys
from pathlib import Path

PROGRAM = "soffice.bin"
NETWORK, FILES = "network", "files"
"""The words for walls that stand."""
MEMORY = 1 << 30
FILE = 64 << 20
LIMITS = {resource.RLIMIT_DATA: MEMORY, resource.RLIMIT_FSIZE: FILE, resource.RLIMIT_CORE: 0}
"""What LibreOffice may take, in bytes: a book of 500 pages with photos needs 600 MB of memory."""

_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38
_NEW_USER, _NEW_NET = 0x10000000, 0x40000000

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
"""The system calls of Landlock; new ones have one number on all machines."""
_FIRST_RIGHTS = (1 << 13) - 1
_TRUNCATE, _TRUNCATE_SINCE = 1 << 14, 3
_TCP, _TCP_SINCE = 0b11, 4
_TO_READ = 0b1101
"""Execute, read files, list folders."""
_OF_A_FILE = 0b111 | _TRUNCATE
"""The rights that a file can have: execute, write, read, truncate."""
_READABLE = (
    *("/usr", "/lib", "/lib64", "/nix/store", "/etc/fonts", "/etc/libreoffice", "/etc/ld.so.cache"),
    *("/etc/localtime", "/var/cache/fontconfig", "/var/spool/libreoffice", "/var/lib/libreoffice"),
    *("/dev/urandom", "/proc/cpuinfo", "/proc/meminfo"),
)
"""What LibreOffice needs beside its own folder: libraries, fonts, its settings."""
_WRITABLE = ("/dev/null", "/dev/zero")
_MEETING, _TO_MEET = ("/tmp", "/var/tmp"), 1 << 9  # noqa: S108 -- LibreOffice's choice
"""Where LibreOffice makes a socket by which a second one would find it, and the right to do so."""

_libc = ctypes.CDLL(None, use_errno=True)


def die_with(parent: int) -> None:
    """End when the parent does, also when that is killed.  Holds behind execve(2) as well."""
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)


def limit() -> None:
    """Set the limits, as far as smaller ones do not hold already."""
    for kind, most in LIMITS.items():
        hard = resource.getrlimit(kind)[1]
        value = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (value, value))


def leave_network() -> bool:
    """Go where there is no network; whether that was allowed."""
    user, group = os.getuid(), os.getgid()
    if _libc.unshare(_NEW_USER | _NEW_NET) != 0:
        return False
    maps = (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1"))
    with contextlib.suppress(OSError):  # then it goes by nobody's number, which does no harm
        for name, text in maps:
            Path("/proc/self", name).write_text(text, "ascii")
    return True


def leave_files(own: str, office: str) -> bool:
    """Give up all files but LibreOffice's and those of the own folder; whether the kernel does that.

    Where it can, TCP is given up as well.
    """
    version = _libc.syscall(_CREATE_RULESET, None, 0, 1)
    if version < 1:
        return False
    rights = _FIRST_RIGHTS | (_TRUNCATE if version >= _TRUNCATE_SINCE else 0)
    handled = struct.pack("=QQ", rights, _TCP)[: 16 if version >= _TCP_SINCE else 8]
    rules = _libc.syscall(_CREATE_RULESET, handled, len(handled), 0)
    for path in (*_READABLE, office):
        _allow(rules, path, _TO_READ)
    for path in (*_WRITABLE, own):
        _allow(rules, path, rights)
    for path in _MEETING:
        _allow(rules, path, _TO_MEET)
    _libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    done: int = _libc.syscall(_RESTRICT_SELF, rules, 0)
    os.close(rules)
    return done == 0


def _allow(rules: int, path: str, rights: int) -> None:
    try:
        place = os.open(path, os.O_PATH)
    except OSError:
        return  # this system has no such folder
    if not os.path.isdir(path):  # noqa: PTH112 -- Path would be made for nothing else
        rights &= _OF_A_FILE
    _libc.syscall(_ADD_RULE, rules, 1, struct.pack("=Qi", rights, place), 0)
    os.close(place)


def main() -> None:
    """Arguments: the parent's process id, the own folder, LibreOffice's program folder, its arguments."""
    parent, own, office, *arguments = sys.argv[1:]
    limit()
    network = leave_network()
    die_with(int(parent))
    files = leave_files(own, os.path.dirname(office))  # noqa: PTH120 -- as above
    told = [word for word, holds in ((NETWORK, network), (FILES, files)) if holds]
    Path(own, "walls").write_text(" ".join(told), "ascii")
    program = os.path.join(office, PROGRAM)  # noqa: PTH118 -- as above
    os.execv(program, [program, *arguments])  # noqa: S606 -- our own words; no shell is wanted


if __name__ == "__main__":
    main()
