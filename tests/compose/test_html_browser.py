"""The HTML page of a draft in a real browser: read, opened by keyboard, heard, printed, attacked."""

from __future__ import annotations

import itertools
import re
import subprocess
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from compose.html import write_html
from compose.model import (
    Credit,
    Draft,
    DraftColumn,
    DraftGroup,
    DraftParagraph,
    Fate,
    ItemEntry,
    Ledger,
    MessageEntry,
    Remark,
    RemarkKind,
)
from intake.documents.pictures import Prepared
from intake.model import Photo
from tests import browser
from tests.browser import Browser, Tab, browsing
from tests.compose.drafts import (
    FIRST_ARRIVAL,
    make_candidate,
    make_draft,
    make_piece,
    printed_text,
    single,
    varied_draft,
)

pytestmark = browser.needed

Opener = Callable[..., Tab]

# What the page shows beside the words of the issue.
BARE = "<style>.ref, .badge, .sources { display: none }</style>"

ATTACKS = (
    "<script>window.ran = 1</script>",
    "<img src=x onerror='window.ran = 2'>",
    '"><svg onload=window.ran=3>',
    "' onfocus=window.ran=4 autofocus x='",
    "</blockquote></details></main></style><style>*{display:none}</style>",
    "javascript:window.ran=5",
    "<!-- {{ 7*7 }} {% raw %} ${7*7} =cmd|' /C calc'!A0 &lt;b&gt; ]]>",
)
UNSEEN = "甲\x00\x07乙\ud800丙\uffff丁"
"""Controls, a lone surrogate, no character at all."""
OVERRIDE = "\u202e戊己庚"


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One browser for all tests here."""
    with browsing(tmp_path_factory.mktemp("chromium")) as running:
        yield running


@pytest.fixture
def shown(chromium: Browser, tmp_path: Path) -> Iterator[Opener]:
    """Open a draft, or a page as it is, in the browser."""
    tabs = []

    def open_page(page: Draft | str, *, width: int = 1280, **pictures: Prepared) -> Tab:
        file = tmp_path / "issue.html"
        file.write_text(page if isinstance(page, str) else write_html(page, pictures), "utf-8")
        tabs.append(chromium.open(file, width=width))
        return tabs[-1]

    yield open_page
    for tab in tabs:
        tab.close()


@pytest.fixture(scope="module")
def varied(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Tab:
    """The varied draft; only for looking at."""
    file = tmp_path_factory.mktemp("page") / "issue.html"
    file.write_text(write_html(varied_draft()), "utf-8")
    return chromium.open(file)


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b]", "", text)


def words(tab: Tab, selector: str) -> str:
    """What a reader sees of an element, without blanks."""
    return squeezed(tab.js(f"document.querySelector({selector!r}).innerText"))


def bare(draft: Draft) -> str:
    return write_html(draft).replace("</head>", f"{BARE}</head>")


def focus(tab: Tab) -> dict[str, Any]:
    """Where the keyboard is: tag, class, address, and the outline around it in pixels."""
    found: dict[str, Any] = tab.js(
        "(e => ({tag: e.tagName, kind: e.className, to: e.getAttribute('href') || '',"
        " ring: parseFloat(getComputedStyle(e).outlineWidth)}))(document.activeElement)"
    )
    return found


# --- the page keeps to itself ---------------------------------------------------------------------


def test_no_request_leaves_the_page_and_the_browser_has_nothing_to_complain_of(varied: Tab) -> None:
    requests = {event["request"]["url"] for event in varied.events("Network.requestWillBeSent")}
    assert requests == {varied.js("location.href.split('#')[0]")}
    assert varied.events("Log.entryAdded") == []
    assert varied.events("Runtime.consoleAPICalled") == []
    assert varied.events("Runtime.exceptionThrown") == []


def test_the_policy_of_the_page_stops_whatever_might_slip_into_it(shown: Opener) -> None:
    smuggled = (
        "<script>window.ran = 1</script><img src='http://127.0.0.1:9/x.png'>"
        "<iframe src='http://127.0.0.1:9/'></iframe><link rel=stylesheet href='http://127.0.0.1:9/x.css'>"
    )
    tab = shown(write_html(varied_draft()).replace("<main", f"{smuggled}<main"))
    assert tab.js("typeof window.ran") == "undefined"
    refused = [event["entry"]["text"] for event in tab.events("Log.entryAdded")]
    assert len([text for text in refused if "Content Security Policy" in text]) == 4


# --- the issue ------------------------------------------------------------------------------------


def test_the_issue_on_the_page_reads_as_the_draft_does(shown: Opener) -> None:
    draft = varied_draft()
    assert words(shown(bare(draft)), "main") == printed_text(draft)


def test_what_is_copied_out_of_the_issue_are_its_own_words(varied: Tab) -> None:
    entry = "document.querySelector('#piece-5').closest('.printed')"
    copied = varied.js(f"getSelection().selectAllChildren({entry}), getSelection().toString()")
    paragraph = varied_draft().columns[2].groups[0].paragraphs[0]
    assert squeezed(copied) == squeezed(f"📍{paragraph.text}")


def test_the_page_stays_dark_on_light_whatever_the_reader_prefers(shown: Opener) -> None:
    tab = shown(varied_draft())
    tab.ask("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "dark"}])
    assert tab.js("getComputedStyle(document.querySelector('main')).backgroundColor") == "rgb(255, 255, 255)"
    assert tab.js("getComputedStyle(document.documentElement).colorScheme") == "light only"


@pytest.mark.parametrize("width", [320, 390, 800, 1280])
def test_nothing_has_to_be_scrolled_sideways(shown: Opener, width: int) -> None:
    tab = shown(varied_draft(), width=width)
    tab.js("document.querySelectorAll('details').forEach(one => { one.open = true })")
    assert tab.js("document.documentElement.scrollWidth") <= width


def test_a_line_of_the_issue_is_no_longer_than_forty_characters(varied: Tab) -> None:
    measure = (
        "(p => p.getBoundingClientRect().width / parseFloat(getComputedStyle(p).fontSize))"
        "(document.querySelector('.printed p'))"
    )
    assert 30 <= varied.js(measure) <= 40


CONTRASTS = """(() => {
  const light = c => c.map(v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const rgb = s => (s.match(/[\\d.]+/g) || []).map(Number);
  const ground = e => { for (; e; e = e.parentElement) {
    const c = rgb(getComputedStyle(e).backgroundColor); if (c.length === 3) return c; }
    return [255, 255, 255]; };
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let least = 99;
  for (let n; n = walk.nextNode();) if (n.data.trim()) {
    const [a, b] = [light(rgb(getComputedStyle(n.parentElement).color)), light(ground(n.parentElement))];
    least = Math.min(least, (Math.max(a, b) + .05) / (Math.min(a, b) + .05));
  }
  return least;
})()"""


def test_every_word_stands_out_from_its_ground(varied: Tab) -> None:
    """WCAG 2.1, 1.4.3: at least 4.5 : 1."""
    assert varied.js(CONTRASTS) >= 4.5


def test_a_photo_is_shown_and_named(shown: Opener) -> None:
    data = BytesIO()
    Image.new("RGB", (400, 300), "teal").save(data, "PNG")
    photo = Photo("现场.png", "image/png", data.tell(), "a" * 64)
    piece = make_piece(1, "甲单位办班。", photos=(photo,))
    draft = make_draft(
        DraftColumn("栏", "栏", (DraftGroup(None, (DraftParagraph((piece,), None, (photo,)),)),))
    )
    ready = Prepared(data.getvalue(), "image/png", 400, 300, is_photo=True)
    tab = shown(draft, **{photo.sha256: ready})
    assert tab.js("document.querySelector('.photo img').naturalWidth") == 400
    assert [node["name"]["value"] for node in tab.tree() if node["role"]["value"] == "image"] == [
        "照片 现场.png"
    ]
    assert tab.events("Log.entryAdded") == []


# --- the keyboard ---------------------------------------------------------------------------------


def test_the_first_key_leads_past_the_contents_to_the_issue(shown: Opener) -> None:
    tab = shown(varied_draft())
    tab.press("Tab")
    assert focus(tab)["kind"] == "skip"
    assert tab.js("document.activeElement.getBoundingClientRect().left") >= 0
    tab.press("Enter")
    tab.press("Tab")
    assert focus(tab)["to"] == "#source-1"


def test_tab_reaches_every_source_in_order_with_a_ring_around_it(shown: Opener) -> None:
    tab = shown(varied_draft())
    stops = []
    for _ in range(120):
        tab.press("Tab")
        stops.append(focus(tab))
        if stops[-1]["tag"] == "BODY":
            break
    assert [stop["to"] for stop in stops if stop["kind"] == "ref"] == [f"#source-{n}" for n in range(1, 24)]
    assert len([stop for stop in stops if stop["tag"] == "SUMMARY"]) == 23 + 2
    assert min(stop["ring"] for stop in stops[:-1]) >= 2


@pytest.mark.parametrize("number", [1, 5, 23])
def test_enter_on_a_number_opens_its_source_and_one_more_leads_back(shown: Opener, number: int) -> None:
    tab = shown(varied_draft())
    tab.js(f"document.querySelector('#piece-{number}').focus()")
    tab.press("Enter")
    opened = tab.js("[...document.querySelectorAll('details[open] > div')].map(one => one.id)")
    assert opened == [f"source-{number}"]
    assert tab.js("document.activeElement.id") == f"source-{number}"
    assert squeezed(varied_draft().pieces[number - 1].candidate.text) in words(tab, f"#source-{number}")
    tab.js(f"document.querySelector('#source-{number} .back a').focus()")
    tab.press("Enter")
    tab.press("Tab")
    assert focus(tab)["tag"] in {"A", "SUMMARY"}
    assert tab.js("location.hash") == f"#piece-{number}"


def test_enter_on_a_label_opens_and_closes_its_source(shown: Opener) -> None:
    tab = shown(varied_draft())
    tab.js("document.querySelectorAll('summary')[4].focus()")
    state = []
    for _ in range(2):
        tab.press("Enter")
        state.append(tab.js("document.querySelectorAll('details')[4].open"))
    assert state == [True, False]


def test_what_was_left_out_opens_from_its_line_in_the_ledger(shown: Opener) -> None:
    tab = shown(varied_draft())
    tab.js("document.querySelector('a[href=\"#left-502\"]').focus()")
    tab.press("Enter")
    assert tab.js("document.querySelector('#left-502').checkVisibility()")
    assert "党员突击队连夜抢修" in words(tab, "#left-502")


def test_a_letter_that_is_named_opens_in_the_list_of_letters(shown: Opener) -> None:
    tab = shown(varied_draft())
    tab.js("document.querySelector('a[href=\"#letter-105\"]').click()")
    assert tab.js("document.querySelector('#letter-105').checkVisibility()")


# --- a screen reader ------------------------------------------------------------------------------


def named(tab: Tab, *roles: str) -> list[str]:
    found = [node for node in tab.tree() if node["role"]["value"] in roles]
    return [node.get("name", {}).get("value", "") for node in found]


def test_whatever_can_be_operated_has_a_name(varied: Tab) -> None:
    controls = named(varied, "link", "button", "DisclosureTriangle")
    assert len(controls) > 60
    assert all(name.strip() for name in controls)


def test_the_names_of_the_numbers_tell_sources_apart(varied: Tab) -> None:
    numbers = [name for name in named(varied, "link") if re.fullmatch(r"来源 \d+", name)]
    assert {f"来源 {number}" for number in range(1, 24)} <= set(numbers)


def test_a_reader_finds_its_way_by_landmarks(varied: Tab) -> None:
    roles = [node["role"]["value"] for node in varied.tree()]
    assert [roles.count(role) for role in ("main", "banner", "navigation")] == [1, 1, 1]
    regions = [squeezed(name) for name in named(varied, "region")]
    assert {"学·习之路", "提示（4）", "台账"} <= set(regions)
    assert all(regions)


def test_headings_descend_without_a_gap_as_they_are_heard(varied: Tab) -> None:
    headings = [node for node in varied.tree() if node["role"]["value"] == "heading"]
    levels = [
        prop["value"]["value"] for node in headings for prop in node["properties"] if prop["name"] == "level"
    ]
    assert levels[0] == 1
    assert len(levels) == len(headings) > 15
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_every_table_has_a_name(varied: Tab) -> None:
    names = named(varied, "table")
    assert len(names) == 3, "the list of all letters is closed"
    assert all(names)


def test_every_table_has_column_and_row_headers(varied: Tab) -> None:
    counts = varied.js(
        "[...document.querySelectorAll('table')].map(t => ["
        "t.querySelectorAll('thead th[scope=col]').length, t.tBodies[0].rows.length,"
        " t.querySelectorAll('tbody th[scope=row]').length])"
    )
    assert len(counts) == 4
    assert all(columns >= 5 and rows == heads > 0 for columns, rows, heads in counts)
    assert {"columnheader", "rowheader", "cell"} <= {node["role"]["value"] for node in varied.tree()}


def test_used_words_are_told_and_not_only_coloured(shown: Opener) -> None:
    piece = make_piece(1, "办班。", source="近日，办班，历时3天。", used=((3, 5),), dropped=("3天",))
    tab = shown(make_draft(DraftColumn("栏", "栏", (DraftGroup(None, (DraftParagraph((piece,)),)),))))
    tab.js("document.querySelector('.ref').click()")
    heard = "".join(named(tab, "StaticText"))
    assert "近日，［采用］办班［采用至此］，历时［删去的数字］3天［完］。" in heard
    assert "［" not in words(tab, "blockquote")


def test_doubt_is_told_and_not_only_coloured(varied: Tab) -> None:
    assert "".join(named(varied, "StaticText")).count("存疑") >= 3
    line = "getComputedStyle(document.querySelector('.piece.doubtful')).textDecorationLine"
    assert varied.js(line) == "underline"


# --- on paper -------------------------------------------------------------------------------------


def paper(tab: Tab, folder: Path) -> list[str]:
    """The pages as printed: their words without blanks and page numbers."""
    file = folder / "page.pdf"
    file.write_bytes(tab.pdf())
    done = subprocess.run(["pdftotext", "-raw", file, "-"], capture_output=True, text=True, check=True)
    return [re.sub(r"^—\d+—|—\d+—$", "", squeezed(page)) for page in done.stdout.split("\f")]


def test_the_page_prints_the_issue_the_remarks_the_ledger_and_what_is_open(
    shown: Opener, tmp_path: Path
) -> None:
    draft = varied_draft()
    tab = shown(write_html(draft).replace("</head>", "<style>.ref, .badge { display: none }</style></head>"))
    tab.js("document.querySelector('#source-5').parentElement.open = true")
    text = "".join(paper(tab, tmp_path))
    assert text.startswith(printed_text(draft).replace("📍", "")[:40])
    for piece in draft.pieces:
        assert squeezed(piece.text) in text
    for part in ("提示（4）", "台账相符", "超出篇幅，留待下期", "附件加密，打不开", "各单位稿件"):
        assert part in text
    assert text.count("原稿全文") == 1
    assert "来源4山西新材料" not in text


def test_a_page_of_paper_ends_between_entries(shown: Opener, tmp_path: Path) -> None:
    text = "氧化铝厂一季度产量超过计划，能耗下降，质量稳定，安全无事故。" * 9
    entries = tuple(DraftParagraph((make_piece(number, f"第{number}号。{text}"),)) for number in range(1, 13))
    tab = shown(bare(make_draft(DraftColumn("栏", "栏", (DraftGroup(None, entries),)))))
    inner = [page for page in paper(tab, tmp_path)[1:] if "氧化铝厂一季度" in page]
    assert len(inner) >= 2
    assert all(re.match(r"\W*第\d+号。", page) for page in inner)


# --- what nobody writes ---------------------------------------------------------------------------


def hostile_draft() -> Draft:
    """Every word that may come from a mail is an attack."""
    bad = "\n".join(ATTACKS)
    piece = make_piece(
        1,
        bad,
        source=bad,
        used=((5, 40),),
        dropped=(bad,),
        unit=bad,
        subunit=bad,
        contributor=bad,
        subject=bad,
        sender=bad,
        title=bad,
        reasons=(bad,),
        alternatives=((bad, bad, 0.2),),
        photos=(Photo(bad, bad, 1, "b" * 64, bad),),
    )
    column = DraftColumn(bad, bad, (DraftGroup(bad, (DraftParagraph((piece,), bad),)),))
    return Draft(
        make_draft().issue,
        (column,),
        Ledger(
            (MessageEntry(101, bad, bad, bad, FIRST_ARRIVAL, bad),),
            (ItemEntry(1, 101, Fate.PLACED), ItemEntry(9, 101, Fate.HELD, bad)),
            1,
            2,
        ),
        (Remark(RemarkKind.LENGTH, bad, 1), Remark(RemarkKind.LENGTH, bad)),
        credited={1: (Credit(9, 101, bad, bad, bad),)},
        left_out={9: make_candidate(9, bad, title=bad, unit=bad)},
    )


def test_hostile_words_are_shown_as_words_and_nothing_runs(shown: Opener) -> None:
    tab = shown(hostile_draft())
    tab.js("document.querySelectorAll('details').forEach(one => { one.open = true })")
    assert tab.js("typeof window.ran") == "undefined"
    assert tab.js("document.querySelectorAll('script, img, svg, iframe, [onerror], [onfocus]').length") == 0
    assert tab.js("[...document.links].every(a => a.getAttribute('href').startsWith('#'))")
    assert tab.events("Log.entryAdded") == []
    for place in (".printed", "#source-1 blockquote", "#left-9 blockquote", ".remarks", "nav"):
        assert all(squeezed(attack) in words(tab, place) for attack in ATTACKS)


def test_what_cannot_be_shown_is_left_out(shown: Opener) -> None:
    tab = shown(single(f"{UNSEEN}。{OVERRIDE}", subject=f"{UNSEEN}{OVERRIDE}"))
    assert "甲乙丙丁。戊己庚" in words(tab, ".printed")


def test_a_name_that_is_read_from_the_right_turns_nothing_around_it(shown: Opener) -> None:
    """UAX #9: digits behind an Uyghur name would be set before it."""
    pieces = (make_piece(1, "报送人：ئەركىن"), make_piece(2, "12吨。"))
    tab = shown(make_draft(DraftColumn("栏", "栏", (DraftGroup(None, (DraftParagraph(pieces),)),))))
    lefts = tab.js(
        "[...document.querySelectorAll('.printed .piece, .printed .ref')]"
        ".map(one => one.getBoundingClientRect().left)"
    )
    assert lefts == sorted(lefts)


def test_a_piece_of_a_hundred_thousand_characters_is_a_page_that_can_be_read(shown: Opener) -> None:
    text = "a" * 99_999 + "终"
    tab = shown(single(text), width=390)
    assert words(tab, ".piece") == text
    assert tab.js("document.documentElement.scrollWidth") <= 390


def test_two_thousand_pieces_are_a_page_that_opens_at_any_of_them(shown: Opener) -> None:
    entries = tuple(DraftParagraph((make_piece(number),)) for number in range(1, 2001))
    tab = shown(make_draft(DraftColumn("栏", "栏", (DraftGroup(None, entries),))))
    tab.js("document.querySelector('#piece-1999').click()")
    assert tab.js("document.querySelector('#source-1999').checkVisibility()")
    assert tab.js("document.querySelectorAll('details[open]').length") == 1
