"""The Word file keeps the rules of its format (ECMA-376), is the same everywhere, and is quickly written."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
import zipfile
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from compose.model import Draft
from compose.word import write_word
from templates.build_base import build
from tests.compose.drafts import long_draft, make_draft, make_issue, varied_draft
from tests.compose.papers import W, opened
from tests.compose.printed import PICTURES, hostile_draft, whole_draft

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]

# The order of children by the schema (17.3.1.26 pPr, 17.3.2.28 rPr, 17.6.17 sectPr, 17.7.4.17 style,
# 17.8.3.10 font, 17.15.1.78 settings): Word refuses a file that has another.
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd"
    " tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi"
    " adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection"
    " textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof"
    " snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText"
    " vertAlign rtl cs em lang eastAsianLayout specVanish oMath",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders"
    " lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid",
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat"
    " locked personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr",
    "font": "altName panose1 charset family notTrueType pitch sig",
    "pBdr": "top left bottom right between bar",
    "settings": "zoom defaultTabStop evenAndOddHeaders characterSpacingControl compat themeFontLang",
    "styles": "docDefaults latentStyles style",
}


def parts(data: bytes) -> Iterator[tuple[str, Any]]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                yield name, parse_xml(package.read(name))


def misplaced(data: bytes) -> list[str]:
    """Elements whose children stand in an order that the schema does not allow, or that it does not know."""
    found = []
    for name, root in parts(data):
        for element in root.iter():
            tag = str(element.tag).rpartition("}")[2]
            if tag in ORDER and str(element.tag).startswith(W):
                order = ORDER[tag].split()
                places = [order.index(str(child.tag).removeprefix(W)) for child in element]
                if places != sorted(places):
                    found.append(f"{name}: {tag}")
    return found


FILES = {
    "base": build(),
    "empty": write_word(make_draft()),
    "whole": write_word(whole_draft(), PICTURES),
    "clean": write_word(whole_draft(), PICTURES, comments=False),
    "hostile": write_word(hostile_draft(), PICTURES),
}
each = pytest.mark.parametrize("data", FILES.values(), ids=FILES)


@each
def test_properties_stand_in_the_order_of_the_schema(data: bytes) -> None:
    assert misplaced(data) == []


@each
def test_every_style_that_is_used_is_defined_once(data: bytes) -> None:
    roots = dict(parts(data))
    ids = [style.get(qn("w:styleId")) for style in roots["word/styles.xml"].iter(qn("w:style"))]
    used = {
        element.get(qn("w:val"))
        for root in roots.values()
        for tag in ("w:pStyle", "w:rStyle", "w:basedOn")
        for element in root.iter(qn(tag))
    }
    assert len(set(ids)) == len(ids)
    assert used <= set(ids)


@each
def test_every_part_has_a_type_and_every_relationship_a_part(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = set(package.namelist())
        assert len(names) == len(package.namelist())
    roots = dict(parts(data))
    types = {e.get("PartName") or f".{e.get('Extension')}" for e in roots["[Content_Types].xml"]}
    assert all(
        f"/{name}" in types or f".{name.rpartition('.')[2]}" in types
        for name in names - {"[Content_Types].xml"}
    )
    for target in (e.get("Target") for e in roots["word/_rels/document.xml.rels"]):
        assert target.removeprefix("/word/") in {name.removeprefix("word/") for name in names}


@each
def test_ids_are_unique_and_ranges_paired(data: bytes) -> None:
    body = dict(parts(data))["word/document.xml"]
    open_, seen = set(), Counter[str]()
    for element in body.iter():
        kind, number = str(element.tag).removeprefix(W), element.get(f"{W}id")
        if kind in {"bookmarkStart", "commentRangeStart"}:
            open_.add((kind[:-5], number))
            seen[f"{kind} {number}"] += 1
        elif kind in {"bookmarkEnd", "commentRangeEnd"}:
            open_.remove((kind[:-3], number))
    names = [element.get(f"{W}name") for element in body.iter(f"{W}bookmarkStart")]
    pictures = [element.get("id") for element in body.iter(qn("wp:docPr"))]
    assert not open_
    assert set(seen.values()) <= {1}
    assert len(set(names)) == len(names)
    assert all(len(name) <= 40 for name in names)
    assert len(set(pictures)) == len(pictures)


@pytest.mark.parametrize("name", ["empty", "whole", "hostile"])
def test_every_comment_is_referred_to_once_behind_its_range(name: str) -> None:
    roots = dict(parts(FILES[name]))
    ids = [comment.get(f"{W}id") for comment in roots["word/comments.xml"]]
    marks = [
        element.get(f"{W}id")
        for element in roots["word/document.xml"].iter(f"{W}commentRangeEnd", f"{W}commentReference")
    ]
    assert marks == [ident for ident in ids for _ in range(2)]


def test_a_clean_copy_has_neither_comments_nor_marks_but_all_bookmarks() -> None:
    clean, whole = (dict(parts(FILES[name])) for name in ("clean", "whole"))
    assert "word/comments.xml" not in clean
    tags = Counter(str(e.tag).removeprefix(W) for e in clean["word/document.xml"].iter())
    assert not any("comment" in tag for tag in tags)
    assert tags["bookmarkStart"] == sum(1 for _ in whole["word/document.xml"].iter(f"{W}bookmarkStart"))
    styles = {e.get(f"{W}val") for e in clean["word/document.xml"].iter(f"{W}rStyle")}
    assert styles == {"Pin", "RunIn", "Attribution"}


# --- the same everywhere --------------------------------------------------------------------------

PROGRAM = """
import hashlib, time
from compose.word import write_word
from tests.compose.printed import PICTURES, whole_draft
time.time = lambda: float({moment})
for comments in (True, False):
    for pictures in (PICTURES, dict(reversed(PICTURES.items()))):
        print(hashlib.sha256(write_word(whole_draft(), pictures, comments=comments)).hexdigest())
"""


def digests(zone: str, seed: str, moment: int) -> list[str]:
    """The digests of the file with comments and without, with the photos in either order."""
    return subprocess.run(
        [sys.executable, "-c", PROGRAM.replace("{moment}", str(moment))],
        env={**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "LC_ALL": "C", "USER": f"u{seed}"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()


def test_the_file_is_the_same_in_every_time_zone_on_every_day_and_for_every_hash_seed() -> None:
    places = ("UTC", "Pacific/Auckland", "America/Los_Angeles")
    machines = zip(places, ("0", "1", "77"), (400_000_000, 1_700_000_000, 3_400_000_000), strict=True)
    seen = [digests(*machine) for machine in machines]
    noted, noted_again, clean, clean_again = seen[0]
    assert seen.count(seen[0]) == 3
    assert (noted, clean) == (noted_again, clean_again)
    assert noted != clean


def test_properties_and_comment_dates_come_from_the_issue() -> None:
    document = opened(varied_draft())
    moment = datetime(2021, 5, 14, tzinfo=UTC)
    properties = document.core_properties
    assert (properties.created, properties.modified) == (moment, moment)
    assert properties.title == "中铝股份党群工作 2021年第9期（总第9期）"
    assert {comment.timestamp for comment in document.comments} == {moment}


def test_another_day_is_another_file() -> None:
    other = make_draft(issue=make_issue(date=date(2021, 5, 17)))
    assert write_word(other) != FILES["empty"]


# --- quickly written ------------------------------------------------------------------------------


def seconds_for(draft: Draft) -> float:
    start = time.process_time()
    write_word(draft)
    return time.process_time() - start


def test_time_grows_about_linearly_with_the_items() -> None:
    small, large = long_draft(60), long_draft(600)
    write_word(small)
    assert min(seconds_for(small) for _ in range(3)) < 0.25
    assert min(seconds_for(large) for _ in range(2)) < 20 * min(seconds_for(small) for _ in range(3)) + 0.1
