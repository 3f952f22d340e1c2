"""What can go wrong in words a person can act on, and the exit status that goes with it."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """Exit statuses of every command, for schedulers and scripts."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    NOTHING = 3
    SET_ASIDE = 4
    BUSY = 75


class DeskError(Exception):
    """An expected failure: one Chinese paragraph that names the thing, the place and the next step."""

    status = Exit.FAILED


class SettingsError(DeskError):
    """The settings file is missing, malformed or contradicts itself."""

    status = Exit.USAGE


class UsageError(DeskError):
    """The command line asks for something that makes no sense."""

    status = Exit.USAGE


class NothingToDoError(DeskError):
    """The command was right, but there is nothing it could work on."""

    status = Exit.NOTHING


class BusyError(DeskError):
    """Another run holds the mailbox."""

    status = Exit.BUSY
