"""What reading letters costs, against mail-parser on the same letters in the same run.

    make bench

The letters are like those of a plant's mailbox: six in ten carry a Word file, every fourth of these photos as
well, three are plain text, one is HTML; 136 kB in the mean.  CPU time of this process, by turns.
"""

from __future__ import annotations

import base64
import os
import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import mailparser

from desk import sandbox, settings
from desk.filing import bulletin
from desk.reading import open_message
from desk.sandbox import Died, Limits, Tell
from intake.mime import read_letter

ROOT = Path(__file__).parents[1]
LETTERS = 200
RUNS = 5
SENTENCE = "四月份电解铝厂完成检修{}台次，节约费用{}元，职工代表对供电车间的做法给予好评。"
RECEIVED = (
    "Received: from mail-m{0}.example.com (mail-m{0}.example.com [192.0.2.{0}])\r\n"
    "\tby mx.example.com (NewMx) with SMTP id QMQP{0}1620460800t{0}\r\n"
    "\tfor <submissions@example.com>; Sat, 08 May 2021 16:00:{0:02} +0800 (CST)\r\n"
)


def letters() -> Iterator[bytes]:
    """Letters as they come, the same in each run."""
    chance = random.Random(5)  # noqa: S311 -- figures, not secrets
    for number in range(LETTERS):
        kind = number % 10
        if kind < 6:
            yield _with_files(number, chance, photos=2 if number % 20 in {1, 5, 11} else 0)
        else:
            yield _head(number) + _text(number, html=kind == 9)


def _head(number: int) -> bytes:
    """The headers of a letter, with the trace of its way."""
    name = base64.b64encode(f"通讯员{number}".encode("gb18030")).decode()
    subject = base64.b64encode(f"关于报送第{number}期信息的函".encode("gb18030")).decode()
    lines = (
        *(RECEIVED.format(hop) for hop in range(1, 6)),
        f'From: "=?gb18030?B?{name}?=" <tong{number}@example.com>\r\n',
        'To: "=?gb18030?B?tbPIuLmk1/c=?=" <submissions@example.com>\r\n',
        f"Subject: =?gb18030?B?{subject}?=\r\n",
        f"Date: Sat, 8 May 2021 16:00:{number % 60:02} +0800\r\n",
        f"Message-ID: <tencent_{number:032X}@example.com>\r\n",
        "X-Mailer: Foxmail 7.2.20.273[cn]\r\nX-Priority: 3\r\nMime-Version: 1.0\r\n",
        "X-QQ-SENDSIZE: 520\r\nX-QQ-FEAT: sLo3zYx1\r\nX-QQ-SSF: 00000000000000F0000000000000000\r\n",
    )
    return "".join(lines).encode("ascii")


def _text(number: int, *, html: bool) -> bytes:
    """A body of ten lines, as a part."""
    lines = [SENTENCE.format(number, line * 7) for line in range(10)]
    words = "<div>" + "</div><div>".join(lines) + "</div>" if html else "\r\n".join(lines)
    kind = "html" if html else "plain"
    head = f'Content-Type: text/{kind}; charset="GB18030"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    return head.encode() + _base64(words.encode("gb18030"))


def _with_files(number: int, chance: random.Random, photos: int) -> bytes:
    """A letter with a Word file and some photos."""
    boundary = f"----=_NextPart_{number:08X}"
    files = [("稿件.docx", chance.randrange(20_000, 90_000))]
    files += [(f"图{n}.jpg", chance.randrange(200_000, 260_000)) for n in range(photos)]
    parts = [_text(number, html=False), *(_file(name, chance.randbytes(size)) for name, size in files)]
    head = f'Content-Type: multipart/mixed;\r\n\tboundary="{boundary}"\r\n\r\n'.encode()
    mark = b"--" + boundary.encode()
    body = b"".join(mark + b"\r\n" + part + b"\r\n" for part in parts)
    return _head(number) + head + body + mark + b"--\r\n"


def _file(name: str, data: bytes) -> bytes:
    word = f"=?gb18030?B?{base64.b64encode(name.encode('gb18030')).decode()}?="
    head = (
        f'Content-Type: application/octet-stream; name="{word}"\r\nContent-Transfer-Encoding: base64\r\n'
        f'Content-Disposition: attachment; filename="{word}"\r\n\r\n'
    )
    return head.encode() + _base64(data)


def _base64(data: bytes) -> bytes:
    return base64.encodebytes(data).replace(b"\n", b"\r\n")


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds of this process and its ended children."""
    before = os.times()
    work()
    after = os.times()
    return sum(after[:4]) - sum(before[:4])


def wall(work: Callable[[], object]) -> float:
    """Wall seconds."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def in_turns(measure: Callable[[Callable[[], object]], float], *works: Callable[[], object]) -> list[float]:
    """The median of each work's runs, taken by turns: what else the machine does meets all."""
    rounds = [[measure(work) for work in works] for _ in range(RUNS)]
    return [statistics.median(one) for one in zip(*rounds, strict=True)]


def read_all(data: Sequence[bytes], read: Callable[[bytes], object]) -> None:
    """Read letters one after the other."""
    for one in data:
        read(one)


def isolated(data: Sequence[bytes], read: Callable[[bytes], object]) -> None:
    """Read them in a process of its own, told of each, as the intake does."""

    def work(tell: Tell) -> None:
        for number, one in enumerate(data):
            tell({"start": number})
            read(one)
            tell({"done": number, "state": "read"})

    for words in sandbox.run(work, Limits(60, 1_000_000_000)):
        assert not isinstance(words, Died)


def main() -> None:
    """Measure everything and print it."""
    data = list(letters())
    mean = sum(map(len, data)) / len(data)
    ours, peer = in_turns(
        cpu, partial(read_all, data, read_letter), partial(read_all, data, mailparser.parse_from_bytes)
    )
    name = f"a letter read, CPU (mean of {len(data)}, {mean / 1000:.0f} kB)"
    print(f"{name:<52} {ours / len(data) * 1000:8.2f} ms   {ours / peer:5.2f} × mail-parser alone")
    known = bulletin(settings.load(ROOT / "config.example.toml"))
    read = partial(open_message, bulletin=known)
    inside, outside = in_turns(wall, partial(isolated, data, read), partial(read_all, data, read))
    name = "read and cut into pieces in a process of its own"
    print(f"{name:<52} {inside / len(data) * 1000:8.2f} ms   {inside / outside:5.2f} × without one, wall")


if __name__ == "__main__":
    main()
