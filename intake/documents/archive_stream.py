"""7z, rar, tar and gz files by way of libarchive, which reads them from front to end.

The door of libarchive-c, of which the declared functions are used: its own reader takes a warning for a
length and gives rubbish then.  py7zr reads one format of these and brings nine packages, rarfile unpacks
by programs that must be installed.
"""

from __future__ import annotations

import ctypes
import locale
import logging
import os
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from types import ModuleType
from typing import Any, Final

from intake.documents import archive_rar as rar
from intake.documents.archive_parts import (
    BROKEN,
    LOCKED,
    MAX_LISTED,
    MAX_MEMBER,
    MAX_NAMES,
    MEMBER_BROKEN,
    MEMBER_TOO_LARGE,
    MEMBER_UNSUPPORTED,
    UNSUPPORTED,
    Meter,
    Stored,
    common_charset,
    refusing,
    too_many_entries,
)
from intake.documents.package import PASSWORD, DocumentRefused, TooMuch

MISSING: Final = "未安装 libarchive，不能打开 7z、rar、tar 和 gz 压缩包"
VOLUME: Final = "这是分卷压缩包的一卷，单独打不开，请合成一个重发"
COPY: Final = "与压缩包内另一个文件内容相同，未另取出"


@dataclass(frozen=True, slots=True)
class _Format:
    """What libarchive is to try, and the charset of names where the format has one.

    `apart` says that files are packed one by one, so that behind a damaged one others can be had.
    """

    formats: tuple[str, ...]
    filters: tuple[str, ...] = ()
    label: str | None = None
    apart: bool = False


# Nothing that the signature does not announce: each reader of libarchive is a way to be attacked.
_TAR: Final = ("tar", "raw", "empty")
_FORMATS: Final = (
    (0, rar.SIGNATURE_5, _Format(("rar5",), label="utf-8", apart=True)),
    (0, rar.SIGNATURE, _Format(("rar",), apart=True)),
    (0, b"7z\xbc\xaf", _Format(("7zip",), label="utf-8")),
    (0, b"\x1f\x8b", _Format(_TAR, ("gzip",))),
    (0, b"BZh", _Format(_TAR, ("bzip2",))),
    (0, b"\xfd7zXZ", _Format(_TAR, ("xz",))),
    (0, b"\x28\xb5\x2f\xfd", _Format(_TAR, ("zstd",))),
    (257, b"ustar", _Format(("tar",))),
)
"""Offset, signature, format; the first that fits counts."""

_PIECE: Final = 1 << 18
_MAX_DAMAGED: Final = 20
"""Damaged files of one archive behind which others are looked for."""
_REGULAR: Final = (0, 0o100000)
"""File types: not said, a plain file."""
_WORDS: Final = (
    ("crypt", LOCKED, PASSWORD),
    ("unavailable", UNSUPPORTED, MEMBER_UNSUPPORTED),
    ("unsupported", UNSUPPORTED, MEMBER_UNSUPPORTED),
    ("not supported", UNSUPPORTED, MEMBER_UNSUPPORTED),
    ("", BROKEN, MEMBER_BROKEN),
)
"""What stands in an error of libarchive -> what an editor is told of the archive, and of a file in it."""


def stored(data: bytes, meter: Meter) -> Generator[Stored, None, None]:
    """The files of an archive.  Raises DocumentRefused where it cannot be opened, or not to its end."""
    kind = next(kind for at, mark, kind in _FORMATS if data.startswith(mark, at))
    marks = rar.marks(data) if data.startswith(rar.SIGNATURE) else rar.Marks()
    if marks.locked_names:
        raise DocumentRefused(LOCKED)
    archive = _Archive(data, kind, meter, marks)
    try:
        yield from archive.files()
    except archive.error as error:
        raise DocumentRefused(VOLUME) if marks.volume else _refused(error) from error
    if archive.is_spoilt or marks.volume:
        raise DocumentRefused(VOLUME if marks.volume else BROKEN)


def _library() -> ModuleType:
    """The functions of libarchive.  Raises DocumentRefused where it is not installed."""
    # What it says of a file quotes the file.
    logging.getLogger("libarchive").setLevel(logging.CRITICAL)
    try:
        from libarchive import ffi
    except (ImportError, AttributeError, OSError, TypeError) as error:  # depending on what is missing
        raise DocumentRefused(MISSING) from error
    ffi.ffi("entry_is_data_encrypted", [ffi.c_archive_entry_p], ctypes.c_int)
    library: ModuleType = ffi
    return library


@contextmanager
def _opened(library: Any, data: bytes, kind: _Format) -> Iterator[int]:
    pointer = library.read_new()
    try:
        for name in kind.filters:
            library.get_read_filter_function(name)(pointer)
        for name in kind.formats:
            library.get_read_format_function(name)(pointer)
        library.read_open_memory(pointer, ctypes.cast(ctypes.c_char_p(data), ctypes.c_void_p), len(data))
        yield pointer
    finally:
        library.read_free(pointer)


def _refused(error: Any, *, member: bool = False) -> DocumentRefused:
    """Say in Chinese what libarchive found wrong."""
    said = str(error.msg).lower()
    reasons = next(reasons for word, *reasons in _WORDS if word in said)
    return DocumentRefused(reasons[member])


@contextmanager
def _unicode() -> Iterator[None]:
    """A locale that holds all names: libarchive gives them in its charset, and none that do not fit.

    The locale is the whole process's: letters are read by one thread.
    """
    before = locale.setlocale(locale.LC_CTYPE)
    with suppress(locale.Error):
        locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
    try:
        yield
    finally:
        locale.setlocale(locale.LC_CTYPE, before)


def _forget_errno() -> None:
    """Let nothing earlier have run out of memory.

    QUIRK: libarchive ends the program where it cannot convert a name and errno still says so.
    """
    with suppress(OSError):
        os.stat("")  # noqa: PTH116 -- to fail is all it is for


class _Archive:
    """An archive that is being read.

    libarchive must be asked nothing more after an error it calls fatal: bzip2, called again, writes over the
    stack.  What stands behind is read by a reader made anew.
    """

    def __init__(self, data: bytes, kind: _Format, meter: Meter, marks: rar.Marks) -> None:
        self._library: Any = _library()
        self.error: type[Exception] = self._library.ArchiveError
        self._data = data
        self._kind = kind
        self._meter = meter
        self._marks = marks
        self._pointer = 0
        self._names = bytearray()
        self._common = ""
        self._piece = ctypes.create_string_buffer(_PIECE)
        self._position = 0
        self._is_link = False
        self._is_read = False
        self.is_spoilt = False
        """Whether reading ended, or ends, behind a damaged file."""

    def files(self) -> Iterator[Stored]:
        """The files in order; what the caller does not read is passed over."""
        apart = self._kind.apart and not self._marks.solid
        for _ in range(_MAX_DAMAGED if apart else 1):
            behind, self.is_spoilt = self._position, False
            with _opened(self._library, self._data, self._kind) as self._pointer:
                yield from self._files(behind)
            if not self.is_spoilt:
                return

    def _files(self, behind: int) -> Iterator[Stored]:
        """The files after so many entries, up to the end or to one that spoils the reader."""
        entry = self._library.entry_new()
        try:
            for self._position in range(1, MAX_LISTED + 1):
                path = self._next(entry)
                if path is None:
                    return
                if self._position <= behind:
                    continue
                if self._is_file(entry):
                    yield Stored(path, self._charset(path), self._way(entry, path))
                self._pass_over(entry)
                if self.is_spoilt:
                    return
        finally:
            self._library.entry_free(entry)
        raise too_many_entries()

    def _next(self, entry: int) -> bytes | None:
        """Go to the next entry and give its path, b"" where it has none; None at the end."""
        self._is_read = False
        with _unicode():
            _forget_errno()
            if self._library.read_next_header2(self._pointer, entry) == self._library.ARCHIVE_EOF:
                return None
            path: bytes = self._library.entry_pathname(entry) or b""
            self._is_link = self._library.entry_hardlink(entry) is not None
        is_made_up = path == b"data" and self._library.format_name(self._pointer) == b"raw"
        return b"" if is_made_up else path

    def _is_file(self, entry: int) -> bool:
        kind = self._library.entry_filetype(entry) & 0o170000
        return kind in _REGULAR and not self._is_link

    def _charset(self, path: bytes) -> str:
        """The format's, or what the names up to this one tell together."""
        if self._kind.label is not None:
            return self._kind.label
        if len(self._names) < MAX_NAMES:
            self._names += path + b"\n"
            self._common = common_charset(bytes(self._names))
        return self._common

    def _way(self, entry: int, path: bytes) -> Callable[[], bytes]:
        if self._library.entry_is_data_encrypted(entry) or path in self._marks.locked:
            self._is_read = True
            return refusing(PASSWORD)
        if path in self._marks.copies:
            return refusing(COPY)
        size = self._library.entry_size(entry) if self._library.entry_size_is_set(entry) else None
        return partial(self._content, size)

    def _content(self, size: int | None) -> bytes:
        content = bytearray()
        length = 0
        for piece in self._pieces():
            length += len(piece)
            if length <= MAX_MEMBER:
                content += piece
            else:
                content.clear()
        if length > MAX_MEMBER:
            raise DocumentRefused(MEMBER_TOO_LARGE)
        # Of a file that goes on in another volume some readers give nothing, without a word.
        if size not in {None, length} or not self._marks.fit(content):
            raise DocumentRefused(MEMBER_BROKEN)
        return bytes(content)

    def _pass_over(self, entry: int) -> None:
        """Unpack what was not asked for: libarchive would do the same, and count nothing."""
        if self._is_read or not self._library.entry_size(entry):
            return
        try:
            for _ in self._pieces():
                pass
        except TooMuch:
            raise
        except DocumentRefused:
            return  # that it is damaged is nothing to a file nobody asked for

    def _pieces(self) -> Iterator[bytes]:
        """The content as it is unpacked."""
        self._is_read = True
        while count := self._read():
            self._meter.take(count)
            yield ctypes.string_at(self._piece, count)

    def _read(self) -> int:
        try:
            count: int = self._library.read_data(self._pointer, self._piece, _PIECE)
        except self._library.ArchiveError as error:
            self.is_spoilt = error.retcode == self._library.ARCHIVE_FATAL
            raise _refused(error, member=True) from error
        if count < 0:  # a warning, which the library lets pass
            raise DocumentRefused(MEMBER_BROKEN)
        return count
