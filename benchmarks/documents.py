"""What reading a Word file costs, against python-docx and against bare unzipping and parsing in the same run.

    make bench

The piece is like those that contributors send: a title, seven paragraphs of several runs and two numbers,
in a file with all the parts that Word stores.  CPU time of this process, by turns.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from functools import partial

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from lxml import etree

from benchmarks.reading import cpu, in_turns
from intake import documents

TIMES = 200
LONG = 40
SENTENCES = (
    "近日，焙烧车间三号炉检修比计划提前十六小时完成，",
    "节约费用12.5万元，",
    "党员突击队连续奋战四天，更换换热管三十八米。",
)


def piece(paragraphs: int = 7) -> bytes:
    """A submission as Word saves it."""
    document = docx.Document()
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run("党旗飘扬在检修一线")
    run.bold, run.font.size = True, Pt(22)
    for at in range(paragraphs):
        paragraph = document.add_paragraph(style="List Number" if at % 4 == 2 else None)
        for sentence in SENTENCES:
            paragraph.add_run(sentence).font.size = Pt(16)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def bare(data: bytes) -> str:
    """The least that can be done: the main part unzipped, parsed, its text joined."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "".join(etree.fromstring(archive.read("word/document.xml")).itertext())


def peer(data: bytes) -> str:
    """The paragraphs by python-docx."""
    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs)


def ours(data: bytes) -> object:
    """Our reading."""
    return documents.read("稿件.docx", data)


def again(times: int, read: Callable[[bytes], object], data: bytes) -> None:
    """Read one file several times."""
    for _ in range(times):
        read(data)


def main() -> None:
    """Measure and print."""
    for name, paragraphs, times in (("a piece", 7, TIMES), ("a report", 7 * LONG, TIMES // LONG)):
        data = piece(paragraphs)
        works = [partial(again, times, read, data) for read in (ours, peer, bare)]
        mine, others, least = (seconds / times * 1000 for seconds in in_turns(cpu, *works))
        size = f"{name} of {paragraphs + 1} paragraphs, CPU"
        ratios = f"{mine / others:5.2f} × python-docx   {mine / least:5.1f} × bare zip and XML"
        print(f"{size:<40} {mine:8.2f} ms   {ratios}")


if __name__ == "__main__":
    main()
