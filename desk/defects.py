"""What was wrong with a letter, in words for the editor."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

LOST: Final = {
    "charset-replaced": "有的字无法还原，以“\ufffd”代替",
    "text-too-long": "正文过长，只读了前一部分",
    "base64-broken": "有部分内容在传输中损坏，可能不全",
    "uuencode-cut-off": "正文中的附件在传输中被截断",
    "close-boundary-not-found": "邮件没有结束标记，可能在传输中被截断",
    "too-deep": "邮件嵌套过深，最里面的没有打开",
    "too-many-parts": "邮件的部分过多，后面的没有拆开",
    "structure-failed": "邮件结构混乱，可能没有读全",
    "boundary-missing": "邮件没有分段标记，按一整段读出",
    "header-block-too-long": "信头过长，只读了前一部分",
    "too-many-header-lines": "信头行数过多，只读了前一部分",
    "too-many-encoded-words": "信头编码段过多，后面的没有译出",
    "header-too-long": "信头中有一项过长，只读了前一部分",
    "alternatives-differ": "纯文本和网页两种正文内容不同，两种都已收入",
    "tnef-broken": "winmail.dat 已损坏，可能没有取全",
    "tnef-unreadable": "winmail.dat 打不开",
    "tnef-too-much": "winmail.dat 内容过多，没有取全",
    "tnef-too-deep": "winmail.dat 嵌套过深，最里面的没有打开",
}
"""Defects with which words may be missing or in doubt: the draft tells of them."""

NOTED: Final = {
    "address-header": "收发件人写得不合规范",
    "base64-not-encoded": "声明为 base64，实为明文",
    "boundary-closed-early": "结束标记之后还有内容，已读出",
    "boundary-guessed": "分段标记与声明不符，按实际的读出",
    "date-invalid": "发信日期看不懂",
    "charset-decode": "字符编码与声明不符",
    "date-header": "发信日期写得不合规范",
    "encoded-word-broken": "信头编码不规范",
    "first-header-line-is-continuation": "信头第一行残缺",
    "from-missing": "没有发件人",
    "header-malformed": "信头有不合规范的行",
    "header-repeated": "信头有重复的项，以第一个为准",
    "header-separator-missing": "信头与正文之间没有空行",
    "invalid-base64-characters": "base64 中有不合规范的字符",
    "invalid-base64-length": "base64 长度不合规范",
    "invalid-base64-padding": "base64 结尾不合规范",
    "invalid-multipart-content-transfer-encoding": "多部分的一层声明了传输编码",
    "malformed-header": "信头有不合规范的行",
    "mime-header": "某部分的说明写得不合规范",
    "misplaced-envelope-header": "信头中夹有信封行",
    "missing-header-body-separator": "信头与正文之间没有空行",
    "multipart-invariant-violation": "声明为多部分，实为一段",
    "no-boundary-in-multipart": "没有声明分段标记",
    "no-text": "信中没有正文",
    "received-header": "途经的服务器写得不合规范",
    "start-boundary-not-found": "没有找到第一个分段标记",
    "tnef-checksum-wrong": "winmail.dat 校验不符",
    "text-outside-parts": "有文字写在各部分之外，一般邮件程序不显示",
    "undecodable-bytes": "信头中有无法辨认的字节",
}
"""The others, for those who look into a letter."""


def words(defects: Iterable[str]) -> str:
    """Name defects in Chinese; one that no table knows by its own name."""
    return "、".join((LOST | NOTED).get(defect, defect) for defect in defects)
