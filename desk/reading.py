"""From the bytes of one message to everything the store keeps of it.

Nothing here touches the database: what earlier letters know (duplicates, taught senders, decisions)
comes in as plain functions and values, so that a letter can be read again at any time with the same result.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from classify import duplicates, junk, notes
from classify.decide import place
from classify.evidence import Evidence
from classify.kinds import SIGNED
from classify.media import medium
from classify.model import BOUNDS, Bounds, Column, Cues, Opinion, Origin, Placement, Relation, Taught, Unit
from classify.names import is_office, mentions
from classify.senders import false_claim
from classify.units import belongs, calls_itself, find_origin
from desk import photos, sources
from desk.defects import LOST, words
from desk.files import files
from desk.forwarded import Forwarded, author_of, forwarded
from desk.relating import announcing
from intake import bylines
from intake.documents.office import Converter
from intake.headings import Headings, names_of
from intake.mime import read_letter
from intake.model import Authentication, Item, Letter, MessageState, NoiseKind, Source, Split
from intake.unremarkable import NO_SUBMISSION
from storage.model import FiledAttachment, FiledItem, FiledLetter, FiledSubmission

_FORWARD = re.compile(r"\s*(?:fwd?|转发?|轉寄)\s*[:：]", re.IGNORECASE)
"""How the subject of a letter begins that takes the files of another along; a reply leaves them behind."""

_COMPILED = re.compile(r"摘[编录自]?|整理|转[自载发]|编选")
"""What a by-line says of who only passes on an excerpt."""

_LONGEST_COVER = 200
"""Characters of a letter that may speak of the document with it."""


@dataclass(frozen=True, slots=True)
class Bulletin:
    """What reading must know of the bulletin; all of it from the settings."""

    units: tuple[Unit, ...]
    columns: tuple[Column, ...]
    headings: Headings
    own_addresses: frozenset[str]
    authserv_id: str | None = None
    bounds: Bounds = BOUNDS


@dataclass(frozen=True, slots=True)
class Past:
    """What earlier letters and the editors know.

    `same_letter` maps a fingerprint to the earlier message that carried the same letter;
    `sharing` gives earlier items that share text, `printed` what back issues printed; `unit` is what an
    editor said of this letter; `taught` maps sender addresses to the units that editors confirmed;
    `opinion` is what the examples of the columns say of a title and a text; `recent` gives what an address
    or a unit sent lately, the newest first.
    """

    same_letter: Callable[[str], int | None]
    sharing: Callable[[frozenset[int], str | None], Iterable[duplicates.Known]]
    taught: Mapping[str, Taught]
    unit: str | None = None
    printed: Callable[[frozenset[int]], Iterable[duplicates.Printed]] = lambda _: ()
    opinion: Callable[[str | None, str], Opinion] | None = None
    recent: Callable[[str, str | None], Iterable[duplicates.Known]] = lambda _, __: ()


def headings(units: Iterable[Unit], columns: Iterable[Column]) -> Headings:
    """Return the names that cut a document: columns, groups and every spelling of a unit."""
    columns, units = tuple(columns), tuple(units)
    spellings = ((unit.name, unit.full_name, *unit.aliases) for unit in units)
    return Headings(
        columns=tuple(column.name for column in columns),
        groups=tuple(group for column in columns for group in column.groups),
        units=tuple(tuple(name for name in names if name) for names in spellings),
        sub_units=tuple(dict.fromkeys(part for unit in units for part in unit.sub_units)),
    )


@dataclass(frozen=True, slots=True)
class Opened:
    """A letter with its documents read and cut, and nothing judged yet.

    The bytes of attachments are gone: a batch of opened letters is small, whatever they brought.
    `covers` are the bodies that the sources came with, one for each.
    """

    letter: Letter
    fingerprint: str | None
    files: tuple[FiledAttachment, ...]
    sources: tuple[Source, ...]
    covers: tuple[Split, ...] = ()


def open_message(data: bytes, bulletin: Bulletin, office: Converter | None = None) -> Opened:
    """Read a message and everything in it.  Needs nothing but its bytes, and takes most of the time.

    `office` reads old documents, which are kept without it.
    """
    letter = read_letter(data, own_addresses=bulletin.own_addresses, trusted_authserv=bulletin.authserv_id)
    opened = list(files(letter, office=office))
    bodies = sources.bodies(letter, opened, bulletin.headings)
    covers = {id(body.letter): body.split for body in bodies}
    found = sources.with_loose(sources.sources(bodies, opened, bulletin.headings), opened)
    inside = (defect for file in opened if file.letter for defect in file.letter.defects if defect in LOST)
    return Opened(
        replace(_light(letter), defects=tuple(dict.fromkeys((*letter.defects, *inside)))),
        _fingerprint(letter),
        tuple(file.filed for file in opened),
        tuple(replace(source, letter=_light(source.letter)) for source in found),
        tuple(covers.get(id(source.letter), Split(())) for source in found),
    )


def _light(letter: Letter) -> Letter:
    return replace(letter, attachments=())


def judge(opened: Opened, bulletin: Bulletin, past: Past) -> FiledLetter:
    """Say whose a letter is, which columns it is for, what repeats, and the state it comes to."""
    letter, fingerprint, filed = opened.letter, opened.fingerprint, opened.files
    earlier = past.same_letter(fingerprint) if fingerprint else None
    if earlier is not None:
        reason = f"与第{earlier}号来信是同一封邮件"
        return FiledLetter(
            letter, MessageState.DUPLICATE, reason, fingerprint=fingerprint, duplicate_of=earlier
        )
    if sources.is_automatic(letter) and past.unit is None:
        return FiledLetter(letter, MessageState.NOT_SUBMISSION, letter.automatic, fingerprint=fingerprint)
    pairs = zip(opened.sources, opened.covers, strict=True)
    submissions = tuple(_file(source, cover, bulletin, past) for source, cover in pairs)
    state, why = _state(letter, submissions, filed, past)
    kept = submissions if state is MessageState.READ else ()
    return FiledLetter(letter, state, why, filed, kept, fingerprint)


def _fingerprint(letter: Letter) -> str | None:
    """The same for every delivery of one letter; a letter without a Message-ID proves nothing."""
    if not letter.message_id:
        return None
    parts = [letter.message_id, letter.subject, letter.text, *(a.sha256 for a in letter.attachments)]
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()


# --- submissions ---------------------------------------------------------------------------------


def _file(source: Source, cover: Split, bulletin: Bulletin, past: Past) -> FiledSubmission:
    base = _evidence(source, cover, bulletin, past)
    items = tuple(_file_item(item, source, base, bulletin, past) for item in source.split.items)
    origins = {(item.origin.unit, item.origin.subunit, item.origin.contributor) for item in items}
    origin = items[0].origin if len(origins) == 1 else _whole(_origin(base, bulletin, past), items)
    doubt = (source.split.doubt,) if source.split.doubt else ()
    inner = (_piece_evidence(item, source, base).address for item in source.split.items)
    authors = tuple(dict.fromkeys([base.address, *inner]))
    remarks = (*_doubts(source.letter, authors, bulletin, past), *source.remarks, *doubt)
    return FiledSubmission(source.name or source.inside, origin, items, source.split.noise, remarks)


def _whole(origin: Origin, items: tuple[FiledItem, ...]) -> Origin:
    """The origin of a submission whose pieces are of several, with what unknown ones among them say."""
    unknown = [(n, item.origin.reasons) for n, item in enumerate(items, 1) if item.origin.unit is None]
    said = tuple(f"第{n}条：{reasons[0]}" for n, reasons in unknown if calls_itself(reasons))
    return replace(origin, reasons=(*origin.reasons, *said))


def _doubts(letter: Letter, authors: Iterable[str], bulletin: Bulletin, past: Past) -> Iterator[str]:
    """Why the sender may not be who he says he is; an editor's word on letter or sender settles it.

    `authors` are the addresses that the submission is taken to come from.
    """
    name, address = letter.sender.name or "", letter.sender.address or ""
    if past.unit is not None or address.lower() in past.taught:
        return
    if claimed := false_claim(name, address, bulletin.units):
        yield f"发件人自称“{claimed}”，但地址 {address or '（无）'} 不是该单位登记的地址，请核实"
    registered = any(belongs(address, unit) for unit in bulletin.units)
    for author in authors:
        if author.lower() not in {"", address.lower()} and not registered:
            who = address or "（无地址）"
            yield f"原作者 {author} 只见于转发的信头，转发人 {who} 不是登记的地址，请核实"
    if letter.authentication is Authentication.FAIL:
        yield f"收信服务器未能验证发件地址 {address}，可能是冒名，请核实"


def _evidence(source: Source, cover: Split, bulletin: Bulletin, past: Past) -> Evidence:
    """What a submission says of its origin; a document's letter speaks for it as well."""
    letter = source.letter
    noise = source.split.noise if source.name is None else (*cover.noise, *source.split.noise)
    signed = [n.text for n in noise if n.kind in (NoiseKind.SIGNATURE, NoiseKind.CONTACT)]
    head = [n.text for n in source.split.noise if n.kind is NoiseKind.LETTERHEAD]
    name, address = letter.sender.name or "", letter.sender.address or ""
    inner = author_of(cover) if source.name is None or _FORWARD.match(letter.subject) else None
    if inner and inner[1].lower() not in bulletin.own_addresses:
        name, address = inner
    return Evidence(
        address=address,
        name=name,
        subject=letter.subject,
        signature="\n".join([*signed[-6:], *head[:1]]),
        file=source.name or "",
        subject_person=_subject_person(letter, bulletin),
        cover=_cover(source, cover),
        taught=past.taught,
    )


def _cover(source: Source, cover: Split) -> str:
    """What a letter says of the document that came with it, or of the piece below its greeting."""
    notes = [noise.text for noise in cover.noise if noise.kind is NoiseKind.COVER or "署名" in noise.text]
    texts = [] if source.name is None else [item.text for item in cover.items[:1]]
    short = source.name is not None and len("".join(texts)) < sources.LEAST_BESIDE_DOCUMENT
    signs = [noise.text for noise in cover.noise if noise.kind is NoiseKind.BYLINE] if short else []
    return "\n".join([*notes, *texts, *signs])[:_LONGEST_COVER]


def _subject_person(letter: Letter, bulletin: Bulletin) -> str:
    """Who the subject names as the author: 学习心得（某公司 张三）."""
    found = bylines.tail(letter.subject, names_of(bulletin.headings))
    return (found[2].person or "") if found else ""


def _origin(evidence: Evidence, bulletin: Bulletin, past: Past) -> Origin:
    found = find_origin(evidence, bulletin.units)
    if past.unit is None:
        return found
    stated = mentions(evidence.byline, bulletin.units)
    if stated and found.unit == stated[0].unit.name:
        return found
    subunit = found.subunit if found.unit == past.unit else None
    return Origin(past.unit, subunit, found.contributor, 1.0, ("编辑确认",))


def _file_item(item: Item, source: Source, base: Evidence, bulletin: Bulletin, past: Past) -> FiledItem:
    evidence = _piece_evidence(item, source, base)
    origin = _origin(evidence, bulletin, past)
    media = _media(item, bulletin)
    around = "\n".join([_around(source), *_signed(item, source, origin, media)])
    cues = Cues(_titles(item, source), with_media(item.text, media), item.column, item.group, around)
    whole = f"{item.title or ''}\n{item.text}"
    hashes = duplicates.sampled(whole)
    announced = announcing(source.letter.subject, source.name, item.title)
    relation = _note(item, source, origin, past) or duplicates.relate(
        whole, origin.unit, announced, past.sharing(hashes, origin.unit)
    )
    return FiledItem(
        item,
        origin,
        placed(cues, bulletin, past.opinion),
        relation,
        media,
        photos.of_item(item, source.photos),
        cues,
        duplicates.published(whole, origin.unit, past.printed(hashes)),
    )


def _note(item: Item, source: Source, origin: Origin, past: Past) -> Relation | None:
    """Which earlier piece of its sender a letter only speaks about."""
    if source.name is not None:  # who sends a file sends a piece
        return None
    said = notes.note(source.letter.subject, f"{item.title or ''}\n{item.text}")
    if said is None:
        return None
    recent = past.recent((source.letter.sender.address or "").lower(), origin.unit)
    return notes.about(said, item.text, list(recent))


def _piece_evidence(item: Item, source: Source, base: Evidence) -> Evidence:
    """What one piece says of its origin; of several letters forwarded in one body each has its own author."""
    sent = forwarded(item) if source.name is None else Forwarded(item)
    if sent.author:
        name, address = sent.author
        base = replace(base, name=name, address=address, subject=sent.subject, signature="", cover="")
    return replace(
        base,
        title=sent.item.title or "",
        text=sent.item.text,
        byline=item.byline_unit or "",
        person=item.byline_person or "",
    )


def placed(cues: Cues, bulletin: Bulletin, opinion: Callable[[str | None, str], Opinion] | None) -> Placement:
    """Return where an item belongs by its cues and by what the examples say of it."""
    said = opinion(cues.title, cues.text) if opinion else None
    return place(bulletin.columns, cues, said, bulletin.bounds)


def with_media(text: str, media: str | None) -> str:
    """An excerpt with the medium it was taken from, as it is placed by."""
    return f"{text}\n（{media}）" if media else text


def _titles(item: Item, source: Source) -> str | None:
    """The item's title; the subject and the file's name say of a letter's only piece what it is, too."""
    alone = len(source.split.items) == 1
    words = (item.title, *((source.letter.subject, source.name) if alone else ()))
    return "\n".join(word for word in words if word) or None


def _around(source: Source) -> str:
    heads = [noise.text for noise in source.split.noise if noise.kind is NoiseKind.HEADING]
    return "\n".join([source.letter.subject, source.name or "", *heads[:1]])


def _signed(item: Item, source: Source, origin: Origin, media: str | None) -> Iterator[str]:
    """Who of a unit signs an item that was taken from no medium, as the cues say it."""
    own = [noise.text for noise in source.split.noise if source.name and noise.kind is NoiseKind.SIGNATURE]
    below = "".join("".join([item.text.rstrip().rsplit("\n", 1)[-1], *own]).split())
    author = origin.contributor
    person = item.byline_person or (author if author and author in below else None)
    passed = origin.unit is None or is_office(origin.unit) or _COMPILED.search(item.byline_unit or "")
    if person and not media and not passed:
        yield f"{SIGNED}{person}"


def _media(item: Item, bulletin: Bulletin) -> str | None:
    """The medium an excerpt was taken from, where its by-line or a source line names one."""
    byline = (item.byline_unit or "").strip()
    return medium(item.text, "" if mentions(byline, bulletin.units) else byline)


# --- the state a letter comes to -----------------------------------------------------------------


def _state(
    letter: Letter, submissions: tuple[FiledSubmission, ...], files: tuple[FiledAttachment, ...], past: Past
) -> tuple[MessageState, str | None]:
    unknown = all(item.origin.unit is None for s in submissions for item in s.items)
    if submissions and (past.unit is not None or not unknown):
        return MessageState.READ, None
    if letter.automatic and unknown and past.unit is None:
        return MessageState.NOT_SUBMISSION, letter.automatic
    advertising = junk.advertising(f"{letter.subject}\n{letter.text}") if past.unit is None else None
    if advertising and unknown:
        return MessageState.NOT_SUBMISSION, advertising
    if submissions:
        return MessageState.READ, None
    if about := _about_another(letter, past):
        return MessageState.SET_ASIDE, f"{about}，须人工处理"
    return _state_without_items(letter, files)


def _about_another(letter: Letter, past: Past) -> str | None:
    """What a letter without a piece of its own asks of an earlier one."""
    said = notes.note(letter.subject, letter.text)
    if said is None:
        return None
    found = notes.about(
        said, letter.text, list(past.recent((letter.sender.address or "").lower(), past.unit))
    )
    return found.reason if found else None


def _state_without_items(
    letter: Letter, files: tuple[FiledAttachment, ...]
) -> tuple[MessageState, str | None]:
    if letter.sender.address is None and letter.defects:
        return (
            MessageState.SET_ASIDE,
            f"信头残缺（{words(letter.defects)}），看不出是谁的什么信，须人工查看",
        )
    unread = [f"{f.name}：{f.reason}" for f in files if f.reason and f.reason not in NO_SUBMISSION]
    if unread:
        return MessageState.SET_ASIDE, "附件未能读出（" + "；".join(unread[:5]) + "），须人工查看"
    pictures = [f for f in files if f.media_type.startswith("image/")]
    if pictures:
        return MessageState.SET_ASIDE, f"只有 {len(pictures)} 张图片，没有文字，须人工查看"
    if any(f.reason is None for f in files):
        return MessageState.SET_ASIDE, "附件中没有可用的文字，须人工查看"
    return MessageState.NOT_SUBMISSION, _why_none(letter, files)


def _why_none(letter: Letter, files: tuple[FiledAttachment, ...]) -> str:
    if files:
        return "没有稿件内容（" + "；".join(f"{f.name}：{f.reason}" for f in files[:5]) + "）"
    if letter.text.strip():
        return "正文只有寥寥数字，没有稿件内容"
    return "空信：没有正文，也没有附件"
