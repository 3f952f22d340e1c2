"""What in a letter or a document is no news: greetings, covers, signatures, contacts, quoted letters.

Such lines are set apart with the reason, never deleted.  What the words alone tell stands in `phrases`; what
is only known by its place is found by walking the lines at the top and at the end until the first one that
is text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import islice, takewhile
from typing import Final

from intake import bylines, captions, footers, phrases
from intake.asides import is_aside
from intake.headings import ORGANISATION, Headings, Names, names_of
from intake.model import Align, NoiseKind, Paragraph, Place
from intake.page import closed
from intake.phrases import SHORT
from intake.quotes import Head, heads_of, quoted

UNSURE: Final = 4
"""Lines between thanks and the end of a letter that need not look like a signature."""

LONGEST_SIGNATURE: Final = 8
"""Lines below a drawn rule that can be a signature."""

_FRAMES: Final = 3
"""Rules that can stand in a signature."""

_Found = dict[int, NoiseKind]

_SIGNATURE_RULE: Final = re.compile(r"(?:- )?--\s?|—{2,}|[-—–_=*]{6,}")
_END_OF_SENTENCE: Final = tuple("。！？；!?;……：:，,")


def noise(lines: Sequence[Paragraph], names: Names | None = None) -> dict[int, NoiseKind]:
    """Index of each line that is no news, with its kind; `names` make more units known in signatures."""
    texts = [line.text.strip() for line in lines]
    found = {at: NoiseKind.LETTERHEAD for at, line in enumerate(lines) if line.place is Place.HEADER}
    heads = heads_of(texts)
    found |= _added(texts, heads)
    found |= quoted(texts, found, heads)
    found |= captions.below_pictures(lines, texts, found)
    found |= _notes(texts, found)
    _instructions(texts, found)
    _top(lines, texts, found, names or names_of(Headings()))
    _ruled_off(texts, found)
    _attached(texts, found)
    _End(lines, texts, names or names_of(Headings())).walk(found)
    return found


# --- anywhere --------------------------------------------------------------------------------------


def _added(texts: Sequence[str], heads: Sequence[Head]) -> _Found:
    """What programs and companies add; some of it goes on over several lines, up to a quoted letter."""
    found: _Found = {}
    said = False  # whether text stands above: on top of a letter the news follows a disclaimer
    borders = {head for head, _ in heads}
    for at, text in enumerate(texts):
        kind = None if at in found else phrases.first_kind(footers.ANYWHERE, text) or _announced(texts, at)
        if kind is None:
            said |= bool(text) and at not in found
            continue
        end = at + 1
        goes_on = next((goes_on for table, goes_on in _BLOCKS if table.tell(text)), None)
        if kind is NoiseKind.DISCLAIMER and not said and goes_on is _is_more_of_a_disclaimer:
            goes_on = None
        while goes_on and end < len(texts) and end not in borders and goes_on(texts[end - 1], texts[end]):
            end += 1
        found.update(dict.fromkeys(range(at, end), kind))
    return found


def _announced(texts: Sequence[str], at: int) -> NoiseKind | None:
    """保密声明： over a disclaimer."""
    below = "".join(texts[at + 1 : at + 2])
    over = len(texts[at]) <= SHORT and _DISCLAIMER_HEAD.fullmatch(texts[at])
    return NoiseKind.DISCLAIMER if over and footers.DISCLAIMER.tell(below) else None


def _is_more_of_a_disclaimer(above: str, text: str) -> bool:
    """Lines that speak of letters and who may read them, English ones, the rest of one that was broken."""
    if _CHINESE.search(text) is None:
        return True
    broken = max(_BROKEN, len(text) - 8) <= len(above) and not above.endswith(_END_OF_LINE)
    return len(text) <= _LONGEST_FOOTER and (broken or _DISCLAIMED.search(text) is not None)


def _fits(pattern: re.Pattern[str]) -> Callable[[str, str], bool]:
    return lambda _, text: len(text) <= _LONGEST_FOOTER and pattern.fullmatch(text) is not None


_DISCLAIMER_HEAD: Final = re.compile(
    r"[\s*【\[（(《-]*(?:(?:保密|免责|法律|邮件|重要|郑重){1,2}(?:声明|提示|须知|条款)"
    r"|disclaimer|confidentiality(?: notice)?)"
    r"[】\])）》\s:：*-]*",
    re.IGNORECASE,
)
_CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")
_END_OF_LINE: Final = tuple("。！？!?.…")
_BROKEN: Final = 30
"""Characters of a line that a program may have broken."""
_LONGEST_FOOTER: Final = 400
_SHARED_MORE: Final = re.compile(
    r"[\d.]+\s*[KMGT]B?\b.{0,60}|.{1,120}\.[A-Za-z\d]{2,4}\b(?:\s.{0,60})?|(?:点击)?(?:进入)?(?:下载|预览|转存|打开)(?:页面|附件|全部|链接)?(?:[\s:：].*)?"
    r"|(?:文件)?(?:大小|附件有效期|有效期至?|到期时间|过期时间|提取码|[访提]?[问取]?密码|链接|文件名)\s*[:：].*"
    r"|https?://\S+.{0,40}|复制这段内容.*|--\s*来自.{0,12}(?:网盘|云盘).*"
)
_INVITATION_MORE: Final = re.compile(
    r"(?:会议|入会|参会)?(?:主题|时间|号码?|ID|密码|链接|地[点址]|形式)\s*[:：].*|(?:何地|where|password"
    r"|meeting id|passcode)\s*[:：].*"
    r"|https?://\S+.*|点击(?:链接|此处).*|单击.*|复制(?:该|此|这段)?(?:信息|内容).*|在(?:你|您)的(?:计算机|电脑|移动应用).*"
    r"|了解更多信息.*|手机一键拨号.*|#?腾讯会议.{0,6}\d.*|[\s*~_=-]{5,}|.{0,12}加入.{0,8}会议",
    re.IGNORECASE,
)
_ARMOUR_MORE: Final = re.compile(
    r"(?:Hash|Version|Comment|Charset|MessageID|NotDashEscaped): .*|[A-Za-z\d+/]*={0,2}|=[A-Za-z\d+/]{4}"
    r"|(?:- )?-{4,5}END PGP [A-Z ]+-{4,5}"
)
_DISCLAIMED: Final = re.compile(
    r"邮件|[收发]件人|保密|法律责任|误收|错收|病毒|散[发布]|披露|免责|未经.{0,8}(?:授权|许可|同意)|任何(?:损失|责任)"
)
"""What a further line of a disclaimer speaks of."""
_BLOCKS: Final = (
    (footers.ARMOUR, _fits(_ARMOUR_MORE)),
    (footers.DISCLAIMER, _is_more_of_a_disclaimer),
    (footers.SHARED, _fits(_SHARED_MORE)),
    (footers.INVITATION, _fits(_INVITATION_MORE)),
)
"""What goes on over several lines, and how one knows a further line by itself and the line above."""

# --- notes ---------------------------------------------------------------------------------------


def _notes(texts: Sequence[str], found: _Found) -> _Found:
    """The notes of editors, where there is a text beside them that they are on."""
    notes = [at for at, text in enumerate(texts) if at not in found and footers.EDITORS_NOTE.tell(text)]
    others = (at for at, text in enumerate(texts) if at not in found and len(text) > SHORT)
    return dict.fromkeys(notes, NoiseKind.COVER) if set(others) - set(notes) else {}


# --- top -------------------------------------------------------------------------------------------


def _top(lines: Sequence[Paragraph], texts: Sequence[str], found: _Found, names: Names) -> None:
    for at, text in enumerate(texts):
        if at in found or not text:
            continue
        kind = _top_kind(lines[at], texts, at)
        if kind is None and is_aside(lines, texts, at, names):
            kind = NoiseKind.COVER
        if kind is None:
            return
        found[at] = kind


def _top_kind(line: Paragraph, texts: Sequence[str], at: int) -> NoiseKind | None:
    """What a line is that has nothing but such lines above it."""
    text = texts[at]
    below = texts[at + 1] if at + 1 < len(texts) else ""
    if phrases.LETTERHEAD.tell(text) or (phrases.ISSUER.fullmatch(text) and phrases.LETTERHEAD.tell(below)):
        return NoiseKind.LETTERHEAD
    if phrases.sets_scene(text, below):
        return None
    if line.align is Align.CENTER:  # a title
        return phrases.first_kind((phrases.DATE,), text)
    if phrases.NAME_ALONE.fullmatch(text) and phrases.first_kind(phrases.TOP, below):
        return NoiseKind.GREETING
    if len(text) <= 5 and text.endswith(("：", ":", "，")) and bylines.persons(text[:-1]):
        return NoiseKind.GREETING
    return phrases.first_kind(phrases.TOP, text)


_INSTRUCTIONS: Final = re.compile(r"[【\[]?(?:投稿|来稿|报送|供稿)(?:说明|须知|备注)[】\]]?[:：]?")
_POINT: Final = re.compile(r"[（(]?[\d一二三四五六七八九十]{1,2}\s*[、.．）)]|[①-⑳●◆■•·-]")


def _instructions(texts: Sequence[str], found: _Found) -> None:
    """What a contributor says of all his pieces in points at the top (投稿说明)."""
    left = [at for at, text in enumerate(texts) if text and at not in found]
    if not left or not _INSTRUCTIONS.fullmatch(texts[left[0]]):
        return
    points = takewhile(lambda at: _POINT.match(texts[at]) and len(texts[at]) <= SHORT, left[1:])
    found.update(dict.fromkeys([left[0], *points], NoiseKind.COVER))


# --- end -------------------------------------------------------------------------------------------


_ATTACHED: Final = re.compile(
    r"[【\[]?附件(?:清单|目录|列表|材料|名单)?[】\]]?\s*[:：](?:\s*[（(]?[1一①].{1,40})?"
)
_MOST_ATTACHED: Final = 10


def _attached(texts: Sequence[str], found: _Found) -> None:
    """A list of attachments at the end: 附件： over short lines."""
    begins = next((at for at in reversed(range(len(texts))) if _ATTACHED.fullmatch(texts[at])), None)
    if begins is None:
        return
    below = [at for at in range(begins + 1, len(texts)) if at not in found and texts[at]]
    listed = list(takewhile(lambda at: _LISTED.match(texts[at]) and _unclosed(texts[at]), below))
    rest = below[len(listed) :]
    if listed and len(listed) <= _MOST_ATTACHED and all(_unclosed(texts[at]) for at in rest):
        found.update(dict.fromkeys((begins, *listed), NoiseKind.COVER))


_LISTED: Final = re.compile(r"[（(]?[\d一二三四五六七八九十]{1,2}\s*[、.．）)]|[①-⑳]|.*\.[a-zA-Z]{3,4}$|《")


def _ruled_off(texts: Sequence[str], found: _Found) -> None:
    """The signature below one of the last drawn rules, with text above it and only short lines below."""
    last = max((at for at, text in enumerate(texts) if text), default=0)  # a rule there closes a frame
    rules = (
        at for at in reversed(range(1, last)) if at not in found and _SIGNATURE_RULE.fullmatch(texts[at])
    )
    for rule in islice(rules, _FRAMES):
        if _signs_off(texts, rule, found):
            found.update((at, NoiseKind.SIGNATURE) for at in range(rule, len(texts)) if at not in found)
            return


def _signs_off(texts: Sequence[str], rule: int, found: _Found) -> bool:
    below = [texts[at] for at in range(rule + 1, len(texts)) if at not in found]
    if len(below) > LONGEST_SIGNATURE or all(at in found for at in range(rule)):
        return False
    dashes = texts[rule] in {"--", "- --"}
    return all(len(text) <= 80 for text in below) if dashes else all(map(_unclosed, below))


def _unclosed(text: str) -> bool:
    return len(text) <= SHORT and not text.endswith(_END_OF_SENTENCE)


class _End:
    """Walks up from the last line to the last one that is text."""

    def __init__(self, lines: Sequence[Paragraph], texts: Sequence[str], names: Names) -> None:
        self.lines, self.texts, self.names = lines, texts, names
        self.is_letter = False

    def walk(self, found: _Found) -> None:
        """Add the names, units, dates and thanks at the end.

        Short lines of any kind count as signature only where thanks or a telephone number stand above them.
        """
        unsure: list[int] = []
        self.is_letter = _is_letter(self.texts, found)
        for at in reversed(range(len(self.texts))):
            if at in found or not self.texts[at] or self._is_byline(at):
                continue
            kind = self._kind(at)
            if kind in {NoiseKind.COVER, NoiseKind.CONTACT}:
                found.update(dict.fromkeys(unsure, NoiseKind.SIGNATURE))
                unsure = []
            if kind is not None and not unsure:
                found[at] = kind
            elif len(unsure) < UNSURE and _unclosed(self.texts[at]) and self._is_line(at):
                unsure.append(at)
            else:
                break
        else:
            at = -1
        last = unsure[0] if unsure else at
        if last >= 0:
            self._unsign(last, found)

    def _unsign(self, last: int, found: _Found) -> None:
        """Give back names below a line that breaks off (二等奖 / 张三), and thanks that it quotes."""
        at = last + 1
        text = self.texts[last]
        kinds = set() if closed(text) else {NoiseKind.SIGNATURE}
        leads = text.endswith(("：", ":"))
        if len(text) > _INTRODUCES and leads:
            kinds.add(NoiseKind.COVER)
        while found.get(at) in kinds and not self._is_apart(at, leads=leads):
            del found[at]
            at += 1

    def _is_line(self, at: int) -> bool:
        return self.lines[at].place is not Place.CELL

    def _kind(self, at: int) -> NoiseKind | None:
        if not self._is_line(at):
            return None
        text = self.texts[at]
        if self.is_letter and phrases.first_kind((phrases.PARTING, phrases.CLOSING), text):
            return None
        kind = phrases.first_kind(phrases.END, text)
        return kind or (NoiseKind.SIGNATURE if self._is_signature(at) else None)

    def _is_byline(self, at: int) -> bool:
        """A by-line in brackets is left to its piece; a date may stand above it."""
        text = self.texts[at]
        found = bylines.alone(text, self.names) if text.startswith(_OPEN) else None
        return found is not None and self._is_line(at) and bylines.is_sure(text, found)

    def _is_signature(self, at: int) -> bool:
        """Names and units and nothing else; a by-line in brackets or with a label is left to its piece."""
        text = self.texts[at]
        if not _unclosed(text) or _BYLINE_MARK.match(text):
            return False
        words = [word for word in _BETWEEN.split(text) if word]
        return (
            all(_signs(word, self.names) for word in words)
            or _signs(text, self.names)
            or self._is_rare_name(at)
        )

    def _is_rare_name(self, at: int) -> bool:
        """Two to four characters set off behind the end of a text (娜仁)."""
        above = self.texts[at - 1] if at else ""
        rare = closed(above) and _RARE_NAME.fullmatch(self.texts[at]) is not None
        return rare and self._set_off(at)

    def _is_apart(self, at: int, *, leads: bool) -> bool:
        """Whether a line is no more of the text above; a blank line parts nothing from what leads to it."""
        off = self.lines[at].align is Align.RIGHT if leads else self._set_off(at)
        return off or phrases.SIGNED.tell(self.texts[at])

    def _set_off(self, at: int) -> bool:
        """Whether a line stands apart from the text: behind a gap, at the right, far in."""
        line = self.lines[at]
        return line.gap or line.align is Align.RIGHT or line.text.startswith(("    ", "\u3000\u3000\u3000"))


def _is_letter(texts: Sequence[str], found: _Found) -> bool:
    """Whether the piece itself is a letter (感谢信, 家书): a salutation stands below its title."""
    kept = [text for at, text in enumerate(texts) if text and at not in found]
    return any(
        _unclosed(title)
        and _SALUTATION.fullmatch(text)
        and not _LABEL.search(text)
        and len(below) > len(text)
        for title, text, below in zip(kept, kept[1:], kept[2:], strict=False)
    )


_SALUTATION: Final = re.compile(
    r"(?:尊敬的|敬爱的|亲爱的|可爱的)[^，。：:]{1,20}[：:，,]?|[^，。：:\d]{1,7}[：:]|(?:各位|全体)[^，。：:]{1,14}[：:]"
)
_LABEL: Final = re.compile(r"[题目文容位门间点件人话式者]\s*[：:]$|[一二三四五六七八九十]\s*[：:]$")
"""How the label of a field ends (单位：), which is no salutation."""
_OPEN: Final = tuple("（(【[")
_INTRODUCES: Final = 8
"""Characters from which a line with a colon leads to words that somebody said."""
_BYLINE_MARK: Final = re.compile(
    r"\s*[（(【\[—–]|(?:供稿|撰稿|作者|通讯员|文字|文|图|摄影|来源|单位|编辑|审核|责编|报送)[人员单位]{0,2}\s*[:：/]"
)
_BETWEEN: Final = re.compile(r"[\s\u3000/／|｜、，,;；:：()（）]+")
_RARE_NAME: Final = re.compile(r"[\u4e00-\u9fff]{2,4}")
_WORDS_OF_A_SIGNATURE: Final = (
    ORGANISATION,
    re.compile(
        r"(?:(?:职工|党员|家庭)?家属|儿子?|女儿?|孙[子女]?|妻子?|丈夫|爱人|父亲?|母亲?|弟|妹|兄|徒弟|师傅|读者)"
        r"|[\u4e00-\u9fff]{0,6}(?:干事|主任|主管|科长|处长|部长|书记|经理|编辑|通讯员|秘书|助理|专员|员工|职工|工程师|政工师|宣传员|负责人)"
    ),
    re.compile(r"[敬谨拜呈]上|顿首|敬呈|[小老][\u4e00-\u9fff]{1,2}|[\u4e00-\u9fff](?:工|姐|哥)"),
    re.compile(rf"[\u4e00-\u9fff]{{2,6}}\s+{ORGANISATION.pattern}"),
    re.compile(r"[A-Za-z][A-Za-z.'-]*|[\w.+-]+@[\w.-]+|[\d—–-]{3,}"),
    re.compile(r"[\u4e00-\u9fff\d]{2,}(?:省|市|区|县|路|街|号|楼|层|室)"),
    re.compile(r"[\u4e00-\u9fff]{2,12}(?:股份|有限)?(?:铝业|集团|分公司|公司)"),
)
"""Units, functions, familiar names, addresses: what stands in a signature beside a full name."""


def _signs(word: str, names: Names) -> bool:
    if bylines.persons(word) or names.unit_at(word) == word or phrases.SHORT_DAY.fullmatch(word):
        return True
    return any(pattern.fullmatch(word) for pattern in _WORDS_OF_A_SIGNATURE)
