"""One issue: its window claimed, its numbers counted on, its items selected, drafted and accounted for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from compose import numbering
from compose.layout import lay_out
from compose.model import Candidate, Draft, Issue, Numbering, Remark, Window
from compose.pool import take_share
from compose.proof import proof
from compose.proof_issue import printed
from compose.select import select
from compose.window import (
    Typed,
    WindowError,
    date_remarks,
    latest_year,
    neighbour_remarks,
    parse,
    resolve,
)
from desk import prints
from desk.absent import nothing
from desk.desk import Desk
from desk.errors import UsageError
from desk.gathering import (
    Waiting,
    asked,
    candidates,
    in_words,
    kept_waiting,
    ledger,
    left_waiting,
    past,
    printed_texts,
)
from desk.prints import Wanted
from desk.remarks import letter_remarks, moved_remarks, relation_remarks, waiting_remarks
from desk.settings import imprint, plans, units
from storage import decisions, placements, views, windows
from storage.database import Connection
from storage.model import Filter, StoredIssue, StoredMessage

if TYPE_CHECKING:
    from intake.documents.pictures import Prepared

EDITOR = "editor"


@dataclass(frozen=True, slots=True)
class Request:
    """What an editor asked for on the command line; None means: as it follows."""

    window: str
    issue: str | None = None
    serial: int | None = None
    date: date | None = None
    include: tuple[int, ...] = ()
    exclude: tuple[int, ...] = ()
    comments: bool = True


@dataclass(frozen=True, slots=True)
class Composed:
    """A drafted issue before and after it was written: `docx` and `html` are empty until then.

    `photos` are those that it prints, `pictures` the ones that are ready for it, by their digest.
    """

    draft: Draft
    issue_id: int | None
    window_id: int
    comments: bool
    guessed_year: bool
    photos: tuple[Wanted, ...] = ()
    pictures: Mapping[str, Prepared] = field(default_factory=dict)
    docx: Path | None = None
    html: Path | None = None


def draft_issue(desk: Desk, connection: Connection, request: Request) -> Composed:
    """Draft an issue inside the caller's transaction; nothing of it stays if that is undone."""
    _say_if_both(request)
    typed = parsed(request.window)
    window = find_window(desk, connection, typed)
    known = windows.stored_issues(connection)
    wanted = _wanted(request, window, known)
    issue = _existing(wanted, window, known)
    _say_if_empty(connection, window, issue, request, known)
    neighbours = _neighbours(connection, window, issue, known)
    window_id = _claim(connection, window, issue)
    last = _last(desk, known, issue)
    numbers = _numbers(request, wanted, issue, last, window)
    left = left_waiting(connection, window)
    _decide(desk, connection, request, window_id, left)
    before = kept_waiting(connection, left, window_id, _name(numbers))
    letters = list(views.messages(connection, Filter(window=window_id)))
    day, revision = request.date or desk.today, (issue.revision if issue else 0) + 1
    drafted = Issue(numbers, day, window, revision, imprint(desk.settings))
    draft = _draft(desk, connection, letters, before, window_id, drafted)
    if draft is None:
        raise nothing(connection, window, _others(known, issue))
    remarks = (
        *neighbours,
        *_moved(connection, window, window_id, known),
        *numbering.remarks(numbers, last),
        *numbering.order_remarks(
            numbers, window, (((i.year, i.number), i.window) for i in _others(known, issue))
        ),
        *date_remarks(day, window),
        *draft.remarks,
    )
    return Composed(
        replace(draft, remarks=remarks),
        issue.id if issue else None,
        window_id,
        request.comments,
        not typed.has_year,
        prints.wanted(
            draft.columns, {letter.id: letter.values["sha256"] for letter in (*letters, *before.letters)}
        ),
    )


def illustrated(composed: Composed, made: prints.Prints) -> Composed:
    """The issue with its photos, and with what there is to say of those that cannot be printed."""
    said = prints.remarks(composed.photos, made)
    draft = replace(composed.draft, remarks=(*composed.draft.remarks, *said))
    return replace(composed, draft=draft, pictures=prints.ready(made))


# --- window and numbers ----------------------------------------------------------------------------


def parsed(words: str) -> Typed:
    """Return a window as it was typed, or say what is wrong with it."""
    try:
        return parse(words)
    except WindowError as error:
        raise UsageError(str(error)) from error


def find_window(desk: Desk, connection: Connection, typed: Typed) -> Window:
    """Return the window that was meant, its year found by what the ledger holds."""
    try:
        if typed.has_year:
            return resolve(typed, 0)
        return resolve(typed, latest_year(typed, desk.today, lambda w: windows.holds_items(connection, w)))
    except WindowError as error:
        raise UsageError(str(error)) from error


def _wanted(request: Request, window: Window, known: Iterable[StoredIssue]) -> tuple[int, int] | None:
    """(year, number) as asked for; without --issue, that of an issue with the same window."""
    if request.issue is None:
        return next(((i.year, i.number) for i in known if i.window == window), None)
    try:
        return numbering.parse_issue(request.issue)
    except numbering.NumberError as error:
        raise UsageError(str(error)) from error


def _existing(
    wanted: tuple[int, int] | None, window: Window, known: Iterable[StoredIssue]
) -> StoredIssue | None:
    """The stored issue that is composed again: the one of this number, else the one of this window."""
    known = tuple(known)
    numbered = next((i for i in known if (i.year, i.number) == wanted), None)
    return numbered or next((i for i in known if i.window == window), None)


def _say_if_both(request: Request) -> None:
    if both := sorted(set(request.include) & set(request.exclude)):
        listed = "、".join(map(str, both))
        raise UsageError(f"条目 {listed} 同时写在 --include 和 --exclude 里；收入还是不用，请只写一个。")


def _others(known: Iterable[StoredIssue], issue: StoredIssue | None) -> tuple[StoredIssue, ...]:
    return tuple(other for other in known if issue is None or other.id != issue.id)


def _say_if_empty(
    connection: Connection,
    window: Window,
    issue: StoredIssue | None,
    request: Request,
    known: Iterable[StoredIssue],
) -> None:
    held = issue is not None and views.window_counts(connection, issue.window_id)[1] > 0
    if held or request.include or windows.holds_items(connection, window, unclaimed=True):
        return
    raise nothing(connection, window, _others(known, issue))


def _neighbours(
    connection: Connection, window: Window, issue: StoredIssue | None, known: Iterable[StoredIssue]
) -> tuple[Remark, ...]:
    others = tuple((_name(other), other.window) for other in _others(known, issue))
    return neighbour_remarks(window, others, partial(windows.letters_in, connection))


def _moved(
    connection: Connection, window: Window, window_id: int, known: Iterable[StoredIssue]
) -> Iterable[Remark]:
    """Which letters a person moved into this issue, and out of its days into another."""
    issues = tuple(known)
    names = {issue.window_id: _name(issue) for issue in issues}
    came = {
        letter: f"{day}收到，{_whose(day, issues)}"
        for letter, day in windows.taken_in(connection, window_id, window).items()
    }
    went = windows.taken_away(connection, window_id, window)
    away = {letter: names.get(to, "尚未编期的来信") for letter, to in went.items()}
    return moved_remarks(came, away, views.subjects(connection, [*came, *away]))


def _whose(day: date, issues: Iterable[StoredIssue]) -> str:
    """Which issue's letters are those of a day."""
    name = next((_name(issue) for issue in issues if issue.window.holds(day)), None)
    return f"按收到时间属{name}" if name else "那一天还没有编期"


def _claim(connection: Connection, window: Window, issue: StoredIssue | None) -> int:
    if issue is not None and issue.window == window:
        return issue.window_id
    return windows.claim(connection, window, keep=issue.window_id if issue else None)


def _last(desk: Desk, known: Iterable[StoredIssue], issue: StoredIssue | None) -> Numbering:
    """The numbers this issue follows on from: of the newest other issue, else of the settings."""
    words = desk.settings.bulletin.last_issue
    series = {c.name: c.series_last for c in desk.settings.column if c.series_last is not None}
    base = Numbering(words.year, words.number, words.serial, series)
    earlier = [
        Numbering(i.year, i.number, i.serial, i.series)
        for i in known
        if issue is None or (i.year, i.number) < (issue.year, issue.number)
    ]
    return numbering.latest(base, earlier)


def _numbers(
    request: Request,
    wanted: tuple[int, int] | None,
    issue: StoredIssue | None,
    last: Numbering,
    window: Window,
) -> Numbering:
    following = numbering.next_numbering(last, window.ends[1])
    year, number = wanted or (following.year, following.number)
    serial = request.serial or (issue.serial if issue else following.serial)
    return Numbering(year, number, serial, following.series)


def _name(one: Numbering | StoredIssue) -> str:
    return f"{one.year}年第{one.number}期"


def _decide(
    desk: Desk, connection: Connection, request: Request, window_id: int, waiting: Collection[int]
) -> None:
    """Write down what goes in and what stays out; a straggler's letter moves into this window.

    What an earlier issue kept waiting is printed from where it is.
    """
    for verdict, item_ids in (("include", request.include), ("exclude", request.exclude)):
        for item_id in item_ids:
            letter = views.message_of_item(connection, item_id)
            if letter is None:
                raise UsageError(
                    f"--{verdict} {item_id}：没有编号为 {item_id} 的条目。"
                    "条目编号见草稿批注，或 intake list --json。"
                )
            if item_id not in waiting:
                _have_here(connection, verdict, item_id, letter, window_id)
            decisions.decide(
                connection, "verdict", item_id, {"verdict": verdict}, actor=EDITOR, now=desk.clock()
            )


def _have_here(connection: Connection, verdict: str, item_id: int, letter: int, window_id: int) -> None:
    """See that an item's letter is in this window: to put it in, it is moved here."""
    if verdict == "include":
        _say_if_printed(connection, item_id, letter, window_id)
        windows.move(connection, [letter], window_id)
    elif not windows.holds_letter(connection, window_id, letter):
        raise UsageError(f"--exclude {item_id}：这一条目（第 {letter} 号来信）不在本期窗口之内。")


def _say_if_printed(connection: Connection, item_id: int, letter: int, window_id: int) -> None:
    """A letter moves as a whole: not away from an issue that prints a piece of it."""
    if windows.holds_letter(connection, window_id, letter):
        return
    elsewhere = in_words(connection, placements.printed_elsewhere(connection, letter, window_id))
    if elsewhere:
        issue = next(iter(elsewhere.values()))
        listed = "、".join(str(item) for item, words in elsewhere.items() if words == issue)
        raise UsageError(
            f"--include {item_id}：同一封来信（第 {letter} 号）的条目 {listed} {issue}，"
            "整封来信不能移到本期，否则那一期的总账就对不上了。"
            f"请先在那一期用 --exclude 去掉条目 {listed}，或把这一条存成文件，用 intake add 另行收入。"
        )


def _say_if_columns_are_gone(desk: Desk, found: Iterable[Candidate]) -> None:
    """An item read under other settings may stand in a column that is no more."""
    series = {table.name for table in desk.settings.column if table.group_pattern}
    known = {(table.name, group) for table in desk.settings.column for group in (*table.groups, None)}
    gone = [one for one in found if (one.column, None if one.column in series else one.group) not in known]
    if gone:
        name = gone[0].group if (gone[0].column, None) in known else gone[0].column
        letters = " ".join(dict.fromkeys(str(candidate.letter) for candidate in gone))
        raise UsageError(
            f"栏目或组别“{name}”已不在设置中，但有 {len(gone)} 条稿件归在那里（条目 {gone[0].item} 等）。"
            f'只是改了名的，在设置中给新名称写 formerly = ["{name}"]；'
            f"然后运行 intake retry {letters} 按现在的栏目重读。由编辑指定的，也可用 classify set 改定。"
        )


# --- the draft ------------------------------------------------------------------------------------


def _draft(
    desk: Desk,
    connection: Connection,
    letters: list[StoredMessage],
    kept: Waiting,
    window_id: int,
    issue: Issue,
) -> Draft | None:
    own = candidates(connection, letters, _name(issue.numbering))
    if not own:
        return None
    found = (*kept.candidates, *own)
    _say_if_columns_are_gone(desk, found)
    wanted = asked(connection, found, letters, window_id)
    before = past(connection, found, wanted, issue.window)
    register, plan = units(desk.settings), plans(desk.settings)
    selection = take_share(
        select(
            found,
            already_published={**before.printed, **before.later},
            earlier=before.relations,
            asked=wanted,
        ),
        plan,
        [one.item for one in kept.candidates],
    )
    waiting = [*(one.item for one in selection.waiting), *(before.later.keys() & selection.left_out.keys())]
    columns = lay_out(selection.chosen, plan, register, issue.numbering)
    names = {column.name for column in columns}
    series = {name: n for name, n in issue.numbering.series.items() if name in names}
    numbers = replace(issue.numbering, series=series)
    earlier = printed_texts(connection, issue.window)
    places = {one.item: one.place for one in printed(columns, plan)}
    remarks = proof(columns, units=register, plans=plan, window=issue.window, earlier=earlier)
    return Draft(
        replace(issue, numbering=numbers),
        columns,
        ledger(connection, letters, selection, window_id, len(kept.candidates)),
        (
            *remarks,
            *letter_remarks(letters),
            *relation_remarks(selection, before, places),
            *waiting_remarks(selection, kept),
        ),
        selection.credited,
        tuple(one.item for one in found if one.item in waiting),
        selection.left_out,
    )
