"""HTML becomes the text a reader sees.  The only module that knows selectolax."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape

from selectolax.lexbor import LexborHTMLParser, LexborNode

from intake.charset import clean

MAX_HTML = 2_000_000
"""Characters of HTML that are read, pictures written into the page not counted."""
MAX_NESTING = 3_000
"""Elements in one another; the tree builder's time grows with the square of it."""
MAX_TABLES = 100
"""Cells in one another; what lies deeper is text of the last of them."""
MAX_LINK = 500
"""Characters of a link's address; the longer ones carry tracking and say nothing to a reader."""
MAX_TAG = 20_000
"""Characters of one tag; thousands of attributes cost as much."""

# Nothing in these is shown as text of the letter.
_SKIPPED = frozenset(
    {
        *(
            "head",
            "title",
            "script",
            "style",
            "template",
            "noscript",
            "iframe",
            "object",
            "svg",
            "math",
            "img",
        ),
        *("select", "textarea", "button", "audio", "video", "canvas", "map", "link", "meta", "rt", "rp"),
    }
)
_BLOCKS = frozenset(
    {
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "caption",
            "center",
            "dd",
            "details",
            "dialog",
        ),
        *(
            "div",
            "dl",
            "dt",
            "fieldset",
            "figcaption",
            "figure",
            "footer",
            "form",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
        ),
        *("h6", "header", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section"),
        *("summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    }
)

_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all"
    r"|opacity\s*:\s*0(?![.\d])|max-height\s*:\s*0(?![.\d])",
    re.IGNORECASE,
)
_FONT_SIZE = re.compile(r"font-size\s*:\s*([\d.]{1,10})", re.IGNORECASE)
_WHITE_SPACE = re.compile(r"white-space\s*:\s*(pre|normal|nowrap)", re.IGNORECASE)

_FRAME = re.compile(r"<iframe\b[^<>]*>?", re.IGNORECASE)
_FRAME_END = re.compile(r".*</iframe", re.IGNORECASE | re.DOTALL)
_DATA_URI = re.compile(r"data:[\w/+.;=-]{1,80},[A-Za-z0-9+/=%]{100,}")
_BLANKS = re.compile(r"[ \t\n\r\f\xa0]+")
_BLANK_LINES = re.compile(r"\n{3,}")
_SPACE = " \t\n\r\f"
_LINK = re.compile(rf"(?:https?|ftp)://[^\s<>]{{4,{MAX_LINK}}}", re.IGNORECASE)

_Attributes = dict[str, str | None]


@dataclass(frozen=True, slots=True)
class _Mode:
    """What an element hands down: whether line ends count, and whether letters have no size."""

    pre: bool = False
    tiny: bool = False

    def below(self, tag: str, style: str) -> _Mode:
        """The mode inside an element."""
        pre, tiny = self.pre or tag == "pre", self.tiny
        if found := _WHITE_SPACE.search(style):
            pre = found[1].lower() == "pre"
        if found := _FONT_SIZE.search(style):
            tiny = not found[1].strip("0.")
        return self if (pre, tiny) == (self.pre, self.tiny) else _Mode(pre, tiny)


@dataclass(slots=True)
class _Writer:
    """Turns the events of a walk over the tree into lines.

    `outer` holds the lines around each open cell, `rows` the cells of each open row, `lists` the next
    number of each open list (None: bullets), `label` the one that waits for its item's first words, `links`
    (address, lines, stretches of the open line) as each open link found them, `linked` the addresses written.
    """

    lines: list[str] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    modes: list[_Mode] = field(default_factory=lambda: [_Mode()])
    lists: list[int | None] = field(default_factory=list)
    links: list[tuple[str, int, int]] = field(default_factory=list)
    linked: set[str] = field(default_factory=set)
    label: str = ""
    outer: list[list[str]] = field(default_factory=list)
    rows: list[list[list[str]]] = field(default_factory=list)

    def text(self, text: str) -> None:
        mode = self.modes[-1]
        if mode.tiny:
            return
        first, *others = text.split("\n") if mode.pre else (text,)
        self.inline.append(first)
        for line in others:
            self.line_break()
            self.inline.append(line)

    def flush(self) -> None:
        """End the line; one of nothing but hard blanks is an empty line that its author wanted."""
        raw = "".join(self.inline)
        self.inline.clear()
        line = _BLANKS.sub(" ", raw).strip()
        if line:
            self.lines.append(self.label + line)
            self.label = ""
        elif not self.label and raw.strip(_SPACE):
            self.lines.append("")

    def line_break(self) -> None:
        if "".join(self.inline).strip(_SPACE):
            self.flush()
        elif not self.label:
            self.inline.clear()
            self.lines.append("")

    def enter(self, tag: str, attributes: _Attributes) -> None:
        self.modes.append(self.modes[-1].below(tag, attributes.get("style") or ""))
        if tag in _BLOCKS and self.inline:
            self.flush()
        if event := _ENTER.get(tag):
            event(self, attributes)

    def leave(self, tag: str) -> None:
        self.modes.pop()
        if tag in _BLOCKS and self.inline:
            self.flush()
        if event := _LEAVE.get(tag):
            event(self)

    def link(self, attributes: _Attributes) -> None:
        self.links.append(((attributes.get("href") or "").strip(), len(self.lines), len(self.inline)))

    def end_link(self) -> None:
        """Write where a link leads, if its words do not say so: large files are sent as nothing else."""
        target, lines, stretches = self.links.pop()
        line = self.inline[stretches:] if lines == len(self.lines) else self.inline
        shown = "".join((*self.lines[lines:], *line))
        bare = target.partition("://")[2].rstrip("/")
        if _LINK.fullmatch(target) and shown.strip() and bare not in shown and target not in self.linked:
            self.linked.add(target)
            self.inline.append(f" <{target}>")

    def list_(self, attributes: _Attributes) -> None:
        start = attributes.get("start") or ""
        self.lists.append(int(start) if start.isdecimal() and len(start) < 6 else 1)

    def bullets(self, _attributes: _Attributes) -> None:
        self.lists.append(None)

    def item(self, _attributes: _Attributes) -> None:
        number = self.lists[-1] if self.lists else None
        self.label = "• " if number is None else f"{number}. "
        if number is not None:
            self.lists[-1] = number + 1

    def end_item(self) -> None:
        self.label = ""

    def row(self, _attributes: _Attributes) -> None:
        self.rows.append([])

    def cell(self, _attributes: _Attributes) -> None:
        self.outer.append(self.lines)
        if len(self.outer) <= MAX_TABLES:
            self.lines = []

    def end_cell(self) -> None:
        cell, self.lines = self.lines, self.outer.pop()
        if cell is self.lines:  # too deep
            return
        if self.rows:
            self.rows[-1].append(cell)
        else:  # a cell without its row, as a broken page may have it
            self.lines += cell

    def end_row(self) -> None:
        self.lines += _row(self.rows.pop())


_ENTER: dict[str, Callable[[_Writer, _Attributes], None]] = {
    "a": _Writer.link,
    "br": lambda writer, _: writer.line_break(),
    "ol": _Writer.list_,
    "ul": _Writer.bullets,
    "menu": _Writer.bullets,
    "li": _Writer.item,
    "tr": _Writer.row,
    "td": _Writer.cell,
    "th": _Writer.cell,
}
_LEAVE: dict[str, Callable[[_Writer], object]] = {
    "a": _Writer.end_link,
    "ol": lambda writer: writer.lists.pop(),
    "ul": lambda writer: writer.lists.pop(),
    "menu": lambda writer: writer.lists.pop(),
    "li": _Writer.end_item,
    "tr": _Writer.end_row,
    "td": _Writer.end_cell,
    "th": _Writer.end_cell,
}


def _row(cells: list[list[str]]) -> list[str]:
    """The lines of a table row: one for data, those of its cells one after the other for mere layout.

    Letters are often set in tables; a cell of several paragraphs, or the only one with words, is layout.
    """
    words = [[line for line in cell if line] for cell in cells]
    filled = [cell for cell in words if cell]
    if len(filled) < 2 or any(len(cell) > 3 or "\t" in "".join(cell) for cell in filled):
        return [line for cell in cells if any(cell) for line in cell]
    return ["\t".join(" ".join(cell) for cell in words).rstrip("\t")]


def _shown(tag: str | None, attributes: _Attributes) -> bool:
    if tag is None or tag in _SKIPPED or "hidden" in attributes:
        return False
    return not _HIDDEN.search(attributes.get("style") or "")


def _enter(node: LexborNode, writer: _Writer) -> bool:
    """Write what the node opens with; whether it is an element to be left again."""
    tag = node.tag
    if tag == "-text":
        writer.text(node.text_content or "")
        return False
    if tag is None or (tag.startswith("-") and tag != "-document"):  # comments, doctype
        return False
    attributes = node.attributes
    if not _shown(tag, attributes):
        return False
    writer.enter(tag, attributes)
    return True


def _walk(root: LexborNode, writer: _Writer) -> None:
    """Depth first without recursion: pages are nested deeper than Python's stack."""
    open_: list[tuple[str, LexborNode]] = []
    node: LexborNode | None = root
    while node is not None:
        if _enter(node, writer):
            open_.append((node.tag or "", node))
            following = node.first_child
        else:
            following = node.next
        while following is None and open_:
            tag, node = open_.pop()
            writer.leave(tag)
            following = node.next if open_ else None
        node = following


# --- pages that would cost too much ---------------------------------------------------------------

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,30})")
# Not counted as nesting: elements without an end tag, and those that close their neighbours.
_FLAT = frozenset(
    {
        *("area", "base", "br", "col", "hr", "img", "input", "link", "meta", "param", "source", "wbr"),
        *("p", "li", "td", "th", "tr", "tbody", "thead", "tfoot", "dt", "dd", "option", "span", "font"),
    }
)
_LONG_TAG = re.compile(rf"<[^<>]{{{MAX_TAG}}}")
_DROPPED = re.compile(r"<(script|style|head|title)\b.*?(?:</\1\b[^<>]{0,100}>|\Z)", re.IGNORECASE | re.DOTALL)
_BREAKING = re.compile(r"<(?:br|/?p|/?div|/?tr|/?li|/?h[1-6]|/?table)\b[^<>]*>", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[a-zA-Z/!][^<>]*>?")


def _too_costly(page: str) -> bool:
    if _LONG_TAG.search(page):
        return True
    if page.count("<") < MAX_NESTING:
        return False
    depth = deepest = 0
    for end, name in _TAG.findall(page):
        if name.lower() not in _FLAT:
            depth += -1 if end else 1
            deepest = max(deepest, depth)
    return deepest > MAX_NESTING


def _without_tags(page: str) -> str:
    """The words of a page whose tree is not worth building."""
    page = _BREAKING.sub("\n", _DROPPED.sub("", page))
    lines = unescape(_ANY_TAG.sub("", page)).split("\n")
    return "\n".join(line for line in (_BLANKS.sub(" ", line).strip() for line in lines) if line)


def _without_open_frames(page: str) -> str:
    """A frame that is not closed would swallow the rest of the page."""
    closed = found.end() if (found := _FRAME_END.match(page)) else 0
    return page[:closed] + _FRAME.sub("", page[closed:])


def is_too_long(data: str) -> bool:
    """Whether more of a page was sent than is read."""
    return len(data) > MAX_HTML and len(_DATA_URI.sub("", data)) > MAX_HTML


def html_to_text(data: str) -> str:
    """The shown text of a page: a line a paragraph, table rows as lines with tabs, no pictures.

    Where a link leads stands behind its words as ` <address>`; a blank line stays where the author left one;
    hidden text is dropped.  Never raises.
    """
    page = _without_open_frames(_DATA_URI.sub("", clean(data))[:MAX_HTML])
    if _too_costly(page):
        return clean(_without_tags(page)).strip("\n")
    writer = _Writer()
    root = LexborHTMLParser(page).root
    if root is not None:
        _walk(root, writer)
    writer.flush()
    return _BLANK_LINES.sub("\n\n", clean("\n".join(writer.lines))).strip("\n")
