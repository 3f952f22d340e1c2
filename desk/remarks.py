"""What an editor must know of an issue beside its words: letters, versions, what was asked and decided."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from classify import asking
from classify.model import RelationKind
from compose.model import Candidate, Fate, Remark, RemarkKind
from compose.select import STORY, Selection, is_note
from compose.vocabulary import FATES, title_words
from desk.defects import LOST, words
from intake.model import MessageState
from intake.unremarkable import UNREMARKABLE

if TYPE_CHECKING:
    from compose.asked import Asked
    from desk.gathering import Past, Waiting
    from storage.model import StoredMessage

Places = Mapping[int, str]
"""Item -> where it stands in the issue: 开新之局第2段."""

_NOWHERE: Places = {}


def letter_remarks(letters: Iterable[StoredMessage]) -> Iterator[Remark]:
    """What the editor must know of the letters themselves; what one asks about a piece is told there."""
    for letter in letters:
        if letter.values["state"] not in (MessageState.SET_ASIDE, MessageState.TOO_LARGE):
            yield from _read(letter)
        elif asking.asked(letter.values["reason"] or "") is None:
            yield Remark(RemarkKind.SET_ASIDE, f"{_letter(letter)}：{letter.values['reason']}")


def _letter(letter: StoredMessage) -> str:
    return f"第{letter.id}号来信（{letter.values['subject'] or '无主题'}）"


def _read(letter: StoredMessage) -> Iterator[Remark]:
    """What was lost or doubtful when a letter was read."""
    name = _letter(letter)
    if lost := words(defect for defect in letter.values["defects"] if defect in LOST):
        yield Remark(RemarkKind.DOCUMENT, f"{name}：{lost}，请对照原信")
    for attachment in letter.attachments:
        if attachment["reason"] and attachment["reason"] not in UNREMARKABLE:
            yield Remark(RemarkKind.DOCUMENT, f"{name}的附件 {attachment['name']}：{attachment['reason']}")
    for submission, items in letter.submissions:
        for remark in submission["remarks"]:
            yield Remark(RemarkKind.DOCUMENT, f"{name}：{remark}", items[0]["id"] if items else None)


def waiting_remarks(selection: Selection, kept: Waiting) -> Iterator[Remark]:
    """What of earlier issues is printed now, what waits on, and what cannot be found any more."""
    came = {one.item for one in kept.candidates}
    used = [one.item for one in selection.chosen if one.item in came]
    for items, said in (
        (used, "前几期候用、本期刊用的稿件"),
        ([one.item for one in selection.waiting], "留待下期的候用稿（要提前刊用请用 --include）"),
        (kept.gone, "候用稿在重读来信后已不存在，请查看原信"),
    ):
        if items:
            listed = "、".join(f"第{item}条" for item in items[:20])
            more = f"等{len(items)}篇" if len(items) > 20 else ""
            yield Remark(RemarkKind.WAITING, f"{said}：{listed}{more}")


@dataclass(frozen=True, slots=True)
class _Known:
    """What the remarks on pieces look at; `stories` is an item -> all copies and versions of it."""

    selection: Selection
    past: Past
    places: Places
    fates: Mapping[int, Fate]
    stories: Mapping[int, set[int]]

    def versions(self, candidate: Candidate) -> list[Candidate]:
        """What was left out of the story that a piece tells."""
        left_out = self.selection.left_out
        return [left_out[item] for item in sorted(self.stories.get(candidate.item, ())) if item in left_out]


def _known(selection: Selection, past: Past, places: Places) -> _Known:
    fates = {entry.item: entry.fate for entry in selection.entries}
    stories: dict[int, set[int]] = {}
    for one in chain(selection.chosen, selection.left_out.values()):
        if one.relation is not None and one.relation.kind in STORY:
            pair = (one.item, one.relation.to)
            story = set[int]().union(*(stories.get(item, {item}) for item in pair))
            stories.update(dict.fromkeys(story, story))
    return _Known(selection, past, places, fates, stories)


def relation_remarks(selection: Selection, past: Past, places: Places = _NOWHERE) -> Iterator[Remark]:
    """What a piece replaces, what became earlier of the same event, who else sent it, what is asked for."""
    known = _known(selection, past, places)
    for candidate in selection.chosen:
        for kind, of in _ON_PIECES:
            for said in of(candidate, known):
                yield _at(kind, said, candidate.item, places)
    yield from _asked(known)


def _at(kind: RemarkKind, said: str, item: int, places: Places) -> Remark:
    """A remark on a piece, which names its place."""
    return Remark(kind, f"{places[item]}：{said}" if item in places else said, item)


# --- what letters ask for -------------------------------------------------------------------------


def _asked(known: _Known) -> Iterator[Remark]:
    """What letters ask for that only speak of a piece: it is for the editor to do."""
    chosen = {candidate.item: candidate for candidate in known.selection.chosen}
    for item, asked in known.selection.asked.items():
        fate = known.fates.get(item)
        if fate is Fate.EXCLUDED or item in known.past.excluded:
            continue  # the editor has done what there was to do
        for one in asked:
            said = f"第{one.letter}号来信{one.words}"
            if item not in chosen:
                where = _unprinted(item, one, known)
                yield Remark(RemarkKind.ASKED, f"{said}，{where}", item if fate else None)
            elif one.settled(chosen[item]):
                yield _at(RemarkKind.VERSION, f"{said}，编辑已决定照用", item, known.places)
            else:
                yield _at(RemarkKind.ASKED, f"{said}，{_way(item, one)}", item, known.places)


def _way(item: int, one: Asked) -> str:
    """What an editor can do about a printed piece that a letter speaks of."""
    if one.withdraws:
        return f"本稿仍在版面上：不刊请用 --exclude {item}，不理会这封信请用 --include {item}"
    return f"本稿仍是来稿的写法，请在版面上改定；看过后用 --include {item}，不再标为存疑"


def _unprinted(item: int, one: Asked, known: _Known) -> str:
    """What became of a piece that is not printed, though a letter speaks of it."""
    candidate = known.selection.left_out.get(item)
    if candidate is None:
        where = f"（{known.past.printed[item]}）" if item in known.past.printed else ""
        return f"该条不在本期版面上{where}，请处理"
    if one.takes_back(candidate) and known.fates[item] is Fate.HELD:
        ways = f"同意撤回请用 --exclude {item}（不再提示），仍要采用请用 --include {item}"
        return f"该条《{title_words(candidate)}》因此未编入；{ways}"
    return f"该条不在本期版面上（{FATES[known.fates[item]]}），请处理"


# --- what people decided --------------------------------------------------------------------------


def _revived(candidate: Candidate, known: _Known) -> Iterator[str]:
    """That a person took out the version that replaces this one: what that put right is wrong again here."""
    newer = [
        other
        for other in known.versions(candidate)
        if known.fates[other.item] is Fate.EXCLUDED
        and other.relation is not None
        and other.relation.kind is RelationKind.VERSION
        and (other.received_at, other.item) > (candidate.received_at, candidate.item)
    ]
    if not newer or candidate.verdict == "include":
        return
    from classify.difference import difference, told

    last = max(newer, key=lambda other: (other.received_at, other.item))
    yield (
        f"编辑决定不采用新稿第{last.item}条（第{last.letter}号来信），版面上换成了它所代替的旧稿！"
        f"新稿对旧稿：{told(difference(_whole(candidate), _whole(last)))}；"
        f"两稿都不用请再用 --exclude {candidate.item}，改用新稿请用 --include {last.item}"
    )


def _included(candidate: Candidate, known: _Known) -> Iterator[str]:
    """What speaks against a piece that a person put in, and what had to make room for it."""
    if candidate.verdict != "include":
        return
    item, past = candidate.item, known.past
    undo = f"不登请用 --exclude {item}"
    if is_note(candidate) and candidate.relation:
        yield f"编辑收入的第{item}条不是稿件，只是一封来信（{candidate.relation.reason}）；{undo}"
    for other in _beside(candidate, known):
        at = f"（{known.places[other]}）" if other in known.places else ""
        yield f"编辑收入的第{item}条与本期第{other}条{at}是同一稿件，两条都在版面上；只登一条请用 --exclude"
    if item in past.later:
        again = "两期会重复刊出；请重编那一期，它便不再刊这一条"
        yield f"编辑收入的第{item}条{past.later[item]}，{again}；{undo}"
    elif item in past.printed:
        yield f"编辑收入的第{item}条{past.printed[item]}，本期又刊，请核对；{undo}"
    if candidate.published is not None and candidate.published.certain:
        yield f"编辑收入的第{item}条{candidate.published.issue}已刊，本期重登，请核对"
    out = [f"第{waits}条" for waits, before in known.selection.displaced.items() if item in before]
    if out:
        yield f"编辑收入的第{item}条占本组本期的名额，原应刊用的{'、'.join(out)}改为候用（下期优先）"


def _beside(candidate: Candidate, known: _Known) -> list[int]:
    """Other printed pieces that are copies or versions of this one."""
    return sorted(
        item
        for item in known.stories.get(candidate.item, set()) - {candidate.item}
        if known.fates.get(item) is Fate.PLACED
    )


def moved_remarks(
    came: Mapping[int, str], went: Mapping[int, str], letters: Mapping[int, str]
) -> Iterator[Remark]:
    """Which letters a person moved between issues.

    `came` is letter -> where it would be by its arrival, `went` letter -> the issue it was moved to, both in
    words; `letters` are their subjects.
    """
    for letter, whence in came.items():
        name = f"第{letter}号来信《{letters.get(letter) or '无主题'}》"
        yield Remark(RemarkKind.MOVED, f"{name}由编辑收入本期（{whence}），账也算在本期")
    for letter, to in went.items():
        name = f"第{letter}号来信《{letters.get(letter) or '无主题'}》"
        yield Remark(RemarkKind.MOVED, f"{name}在本期的采集时间内收到，已由编辑移到{to}，账也算在那里")


# --- versions and copies --------------------------------------------------------------------------


def _related(candidate: Candidate, known: _Known) -> Iterator[str]:
    """All that is to be said of a piece because of others like it."""
    for of in (_told, _undone, _perhaps_printed, _left_out_before):
        if said := of(candidate, known):
            yield said


def _told(candidate: Candidate, known: _Known) -> str | None:
    relation = candidate.relation
    if relation is None:
        return None
    before = known.past.printed
    printed = next((before[item] for item in known.past.story(relation.to) if item in before), None)
    if printed and relation.kind in (RelationKind.VERSION, RelationKind.DIGEST_OF):
        return f"{relation.reason}，{printed}，请核对是否重复"
    if relation.kind is not RelationKind.VERSION:
        return None
    older = known.selection.left_out.get(relation.to)
    if older is None:
        return relation.reason
    from classify.difference import difference, told

    return f"{relation.reason}，旧稿不用；{told(difference(_whole(older), _whole(candidate)))}"


ANNOUNCED = "主题注明更正"
"""How the reason of a version begins whose letter says that it corrects."""


def _undone(candidate: Candidate, known: _Known) -> str | None:
    """A figure that an announced correction put right, and that stands as before in what is printed."""
    whole = _whole(candidate)
    for other in known.versions(candidate):
        relation = other.relation
        older = known.selection.left_out.get(relation.to) if relation else None
        if relation is None or older is None or not relation.reason.startswith(ANNOUNCED):
            continue
        from classify.difference import difference

        for change in difference(_whole(older), _whole(other)):
            if change.figures and change.old and change.old in whole and change.new not in whole:
                return (
                    f"第{other.item}条更正稿已把“{change.old[:30]}”改为“{change.new[:30]}”，"
                    "本稿仍是更正前的写法，请核对"
                )
    return None


def _perhaps_printed(candidate: Candidate, _: _Known) -> str | None:
    """What a back issue printed with another date or figure: only a person can tell."""
    printed = candidate.published
    if printed is None or printed.certain:
        return None
    return f"可能{printed.issue}已刊：“{printed.text[:40]}”，数字或时间不同，请核对"


def _left_out_before(candidate: Candidate, known: _Known) -> str | None:
    """Of whose story the editor of an earlier issue left a piece out."""
    if candidate.relation is None or candidate.relation.kind not in STORY:
        return None
    excluded = known.past.excluded
    out = next((item for item in known.past.story(candidate.relation.to) if item in excluded), None)
    if out is None:
        return None
    return f"与第{out}条是同一稿件，编辑在{excluded[out]}决定不采用，请核对是否采用"


def _whole(candidate: Candidate) -> str:
    return f"{candidate.title or ''}\n{candidate.text}".strip()


def _credits(candidate: Candidate, known: _Known) -> Iterator[str]:
    """Who else sent a piece; where its own unit is unknown, whose it may be."""
    credited = known.selection.credited.get(candidate.item)
    if not credited:
        return
    names = [f"{one.unit or one.contributor or one.sender}报送（第{one.letter}号来信）" for one in credited]
    said = f"同一稿件另由{'、'.join(names)}，一并计入"
    unit = next((one.unit for one in credited if one.unit), None)
    if candidate.unit is None and unit is not None:
        said = f"{said}；采用的一稿单位不明，按另一来信可能是{unit}，请核实"
    yield said


_ON_PIECES: tuple[tuple[RemarkKind, Callable[[Candidate, _Known], Iterator[str]]], ...] = (
    (RemarkKind.VERSION, _related),
    (RemarkKind.DUPLICATE, _credits),
    (RemarkKind.REVIVED, _revived),
    (RemarkKind.INCLUDED, _included),
)
