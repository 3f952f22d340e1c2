"""What one answer may cost: a server that says more than was asked for must not fill the memory."""

from __future__ import annotations

from typing import Any

from imapclient.exceptions import IMAPClientAbortError, IMAPClientError


class Bounds:
    """Ends a connection on which one command is answered with more than `most` bytes."""

    def __init__(self, most: int) -> None:
        self._most = self._left = most

    def begin(self) -> None:
        """Count anew: the next command follows."""
        self._left = self._most

    def put_on(self, connection: Any) -> None:
        """Watch what an imaplib connection reads; a literal is refused before its bytes are waited for."""
        read, readline = connection.read, connection.readline

        def bounded_read(size: int) -> bytes:
            self._spend(size)
            data: bytes = read(size)
            return data

        def bounded_line() -> bytes:
            try:
                line: bytes = readline()
            except IMAPClientAbortError:
                raise
            except IMAPClientError as error:  # the rest of a line too long would pass for the next answer
                raise IMAPClientAbortError(*error.args) from error
            self._spend(len(line))
            return line

        connection.read, connection.readline = bounded_read, bounded_line

    def _spend(self, count: int) -> None:
        self._left -= count
        if self._left < 0:
            raise IMAPClientAbortError(f"一次给出的超过 {self._most / 1e6:.0f} MB")
