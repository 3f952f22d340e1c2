"""The pictures of a document on their way to the pieces, and which caption stands below which."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from intake.model import Illustration


class Gallery:
    """Hands pictures to the piece that they belong to, and captions to pictures.

    A caption belongs to the first picture without one of those that stand together; where there is none, to
    the next picture that comes.
    """

    def __init__(self) -> None:
        self._waiting: list[Illustration] = []
        self._wall = self._waiting
        self._first = 0
        self._over = False
        self._ahead: str | None = None

    def move(self, wall: list[Illustration]) -> None:
        """Hang the pictures that waited on the wall of a piece that begins, which is empty yet."""
        wall += self._waiting
        if self._wall is self._waiting:
            self._wall = wall
        self._waiting = []

    def show(self, pictures: Iterable[int], wall: list[Illustration] | None) -> None:
        """Hang pictures on the wall of a piece, or keep them for the next one."""
        wall = self._waiting if wall is None else wall
        for picture in pictures:
            if self._wall is not wall or self._over:
                self._wall, self._first, self._over = wall, len(wall), False
            wall.append(Illustration(picture, self._ahead))
            self._ahead = None

    def interrupt(self) -> None:
        """Say that text stands below the pictures: the next one stands apart from them."""
        self._over = True

    def caption(self, words: str) -> None:
        """Tie a caption to its picture."""
        while self._first < len(self._wall):
            at, self._first = self._first, self._first + 1
            if self._wall[at].caption is None:
                self._wall[at] = replace(self._wall[at], caption=words)
                return
        self._ahead = words
