"""Why some files are not read and nobody need look: nothing that a contributor wrote lies in them.

Mail programs put them beside what people write.
"""

from __future__ import annotations

from typing import Final

CALENDAR: Final = "日历邀请，不是稿件"
CARD: Final = "电子名片，不是稿件"
SIGNATURE: Final = "数字签名，不是稿件"
CERTIFICATE: Final = "数字证书或公钥，不是稿件"
CONTROL: Final = "加密邮件的版本标记，不是稿件"
REPORT: Final = "邮件系统的报告，不是稿件"
HEADERS: Final = "邮件的信头，不是稿件"
STYLE: Final = "网页的样式或程序，不是稿件"
NO_FILES: Final = "winmail.dat 里没有文件，不是稿件"
FORK: Final = "苹果电脑的附属信息，没有文件本身的内容"

NO_SUBMISSION: Final = frozenset(
    {CALENDAR, CARD, SIGNATURE, CERTIFICATE, CONTROL, REPORT, HEADERS, STYLE, NO_FILES}
)
"""Reasons for which nobody need look: nothing that a contributor wrote lies in such a file."""

UNREMARKABLE: Final = NO_SUBMISSION | {FORK}
"""Reasons that are no loss beside other files; of a fork alone the file itself is missing."""
