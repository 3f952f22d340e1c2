"""What the readers of archives share: a member as it is stored, what may be taken, the words for editors.

The limits stand far above what a contributor sends and far below what hurts: what an archive says about
itself is never believed, bytes are counted while they are unpacked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from intake import charset
from intake.documents.package import MAX_FILE, MAX_TOTAL, MIB, DocumentRefused, TooMuch

MAX_MEMBERS: Final = 200
"""Files out of all archives of one letter; each becomes an attachment.  A thick one has 60."""
MAX_LISTED: Final = 20_000
"""Entries of one archive that are looked at, folders included: what lists more was made to hurt."""
MAX_MEMBER: Final = MAX_FILE
"""Bytes of one file: of what is larger as an attachment nothing is read either."""
MAX_UNPACKED: Final = MAX_TOTAL
"""Bytes unpacked from all archives of one letter, what is thrown away included: about ten seconds of work."""
MAX_RATIO: Final = 200
"""Times its size that an archive may unpack to.  Text makes 20; only emptiness packs better than this."""
FREE_OF_RATIO: Final = 16 * MIB
"""Bytes for which nobody asks how well they were packed: a small archive may hold one blank scan."""
MAX_NAMES: Final = 1 << 16
"""Bytes of names by which the charset of an archive's names is found."""

LOCKED: Final = "压缩包有密码，未打开，请去掉密码重发"
PARTLY_LOCKED: Final = "压缩包内有文件带密码，其余未能取出"
BROKEN: Final = "压缩包已损坏或不完整，请重发"
EMPTY: Final = "压缩包内没有文件"
MEMBER_BROKEN: Final = "在压缩包内已损坏或不完整，未能取出"
MEMBER_TOO_LARGE: Final = f"解压后超过 {MAX_MEMBER // MIB} MB，未取出"
MEMBER_UNSUPPORTED: Final = "压缩方式不受支持，未能取出，请改用 zip 重发"
UNSUPPORTED: Final = "压缩包用了不受支持的压缩方式，其余文件未能取出，请改用 zip 重发"


@dataclass(slots=True)
class Allowance:
    """What may still be taken out of the archives of one letter, those inside archives included."""

    members: int = MAX_MEMBERS
    octets: int = MAX_UNPACKED

    def take_member(self) -> None:
        """Count a file.  Raises TooMuch."""
        if self.members < 1:
            raise TooMuch(f"压缩包内文件超过 {MAX_MEMBERS} 个，其余未取出")
        self.members -= 1

    def take_octets(self, count: int) -> None:
        """Count unpacked bytes.  Raises TooMuch."""
        self.octets -= count
        if self.octets < 0:
            raise TooMuch(f"解压后合计超过 {MAX_UNPACKED // MIB} MB，其余未取出")


class Meter:
    """Counts what is unpacked from one archive of `size` bytes."""

    def __init__(self, allowance: Allowance, size: int) -> None:
        self._allowance = allowance
        self._left = max(FREE_OF_RATIO, size * MAX_RATIO)
        self._unfed = size

    @property
    def room(self) -> int:
        """Bytes that may still be unpacked."""
        return max(0, min(self._allowance.octets, self._left))

    def take(self, count: int) -> None:
        """Count unpacked bytes.  Raises TooMuch."""
        self._allowance.take_octets(count)
        self._left -= count
        if self._left < 0:
            raise TooMuch(f"压缩比异常（超过 {MAX_RATIO} 倍），有风险，其余未取出")

    def feed(self, count: int) -> None:
        """Count bytes that go to be unpacked.  Raises TooMuch where they were given before."""
        self._unfed -= count
        if self._unfed < 0:
            raise TooMuch("压缩包内的文件互相重叠，有风险，其余未取出")


def too_many_entries() -> TooMuch:
    """The end of an archive that lists too much."""
    return TooMuch(f"压缩包内条目超过 {MAX_LISTED} 个，其余未取出")


@dataclass(frozen=True, slots=True)
class Stored:
    """A file as the archive has it: the bytes of its path, their charset if known, a way to its content.

    `read` gives the content once and before the next file is asked for.  It raises DocumentRefused for this
    file alone, TooMuch for all that follow.
    """

    path: bytes
    label: str | None
    read: Callable[[], bytes]


def refusing(reason: str) -> Callable[[], bytes]:
    """The way to the content of a file that cannot be had."""

    def read() -> bytes:
        raise DocumentRefused(reason)

    return read


def common_charset(names: bytes) -> str:
    """The charset of names that one program wrote: a short one alone would be misread."""
    return charset.decode(names[:MAX_NAMES]).charset
