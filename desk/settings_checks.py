"""What a type cannot say of the settings: values that mean nothing or contradict each other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from desk.settings import Mailbox, Receipts, Settings

Problem = tuple[str, str] | None


def _duplicate_names(settings: Settings) -> Problem:
    for key in ("column", "unit", "mailbox"):
        seen: set[str] = set()
        for at, table in enumerate(getattr(settings, key)):
            if table.name in seen:
                return f"{key}[{at}].name", f"“{table.name}”出现了两次，名称不能重复"
            seen.add(table.name)
    return None


def _no_column(settings: Settings) -> Problem:
    return None if settings.column else ("column", "至少要有一个 [[column]]")


def _patterns(settings: Settings) -> Problem:
    for at, column in enumerate(settings.column):
        named = [(f"column[{at}].rule[{n}].pattern", rule.pattern) for n, rule in enumerate(column.rule)]
        named.append((f"column[{at}].group_pattern", column.group_pattern or ""))
        for key, pattern in named:
            try:
                re.compile(pattern)
            except re.error as error:
                return key, f"正则表达式 {pattern!r} 有误（{error}）"
    return None


def _groups(settings: Settings) -> Problem:
    for at, column in enumerate(settings.column):
        used = [(f"rule[{n}].group", rule.group) for n, rule in enumerate(column.rule) if rule.group]
        used += [(f"group[{n}].name", group.name) for n, group in enumerate(column.group)]
        for key, name in used:
            if name not in column.groups:
                allowed = "、".join(column.groups) or "（该栏目没有分组）"
                return f"column[{at}].{key}", f"分组“{name}”不在 groups 之中，可用的有：{allowed}"
    return None


def _budgets(settings: Settings) -> Problem:
    for at, column in enumerate(settings.column):
        tables = [("budget", column.budget)]
        tables += [(f"group[{n}].budget", g.budget) for n, g in enumerate(column.group) if g.budget]
        for key, (least, most) in tables:
            if least > most:
                return f"column[{at}].{key}", f"[{least}, {most}] 应为 [最少, 最多]"
    return None


def _bounds(settings: Settings) -> Problem:
    table = settings.classify
    if table.sure < table.probable:
        return "classify.sure", f"{table.sure} 比 probable（{table.probable}）还低，“有把握”的界限应更高"
    return None


def _timezone(settings: Settings) -> Problem:
    try:
        ZoneInfo(settings.schedule.timezone)
    except (KeyError, ValueError, OSError):
        return "schedule.timezone", f"没有时区“{settings.schedule.timezone}”，例如 Asia/Shanghai"
    return None


_CRON = re.compile(
    r"(?:\S+\s+){4}(?:\*|\?|(?:mon|tue|wed|thu|fri|sat|sun)(?:[-,](?:mon|tue|wed|thu|fri|sat|sun))*)"
)


def _cron(settings: Settings) -> Problem:
    # A weekday by number means another day to each scheduler: names only.
    if _CRON.fullmatch(settings.schedule.cron.strip().lower()):
        return None
    return "schedule.cron", "应为“分 时 日 月 周”五项，周用名称（mon-sun），例如 30 2 * * mon-sun"


def _loopback(settings: Settings) -> Problem:
    for at, box in enumerate(settings.mailbox):
        if _is_clear(box):
            return f"mailbox[{at}].tls", _CLEAR
    return ("receipts.tls", _CLEAR) if _is_clear(settings.receipts) else None


_CLEAR = "none 只允许用于本机（127.0.0.1）；请用 implicit 或 starttls"


def _is_clear(server: Mailbox | Receipts) -> bool:
    return server.tls == "none" and server.host not in ("127.0.0.1", "::1", "localhost")


def _password(settings: Settings) -> Problem:
    for at, box in enumerate(settings.mailbox):
        if _ways(box) != 1:
            return f"mailbox[{at}].name", _ONE_WAY
    return None


_ONE_WAY = "须且只须写明一种密码来源：password_env、password_file 或 password_keyring"


def _ways(server: Mailbox | Receipts) -> int:
    """How many sources of a password are named."""
    return sum(1 for way in (server.password_env, server.password_file, server.password_keyring) if way)


def _receipts(settings: Settings) -> Problem:
    table = settings.receipts
    if table.username and _ways(table) != 1:
        return "receipts.username", f"有用户名时，{_ONE_WAY}"
    if not table.username and _ways(table):
        return "receipts", "写了密码来源，却没有 username；不须登录时两者都不要写"
    if not table.enabled:
        return None
    if not table.host:
        return "receipts.host", "enabled = true 时要写明发信服务器"
    from desk.receipt_rules import is_plain  # it knows how letters are read, which few settings need

    key = "receipts.sender" if table.sender else "bulletin.address"
    if not is_plain(settings.receipt_sender):
        return key, f"“{settings.receipt_sender}”不能作确认邮件的发件地址，应形如 name@example.com"
    return None


def _after(settings: Settings) -> Problem:
    for at, box in enumerate(settings.mailbox):
        if not re.fullmatch(r"keep|seen|move:.*\S.*", box.after):
            return (
                f"mailbox[{at}].after",
                f"“{box.after}”无效；可用的有：keep、seen、move:文件夹（如 move:已收）",
            )
        if box.after == f"move:{box.folder}":
            return f"mailbox[{at}].after", "不能移到收信的文件夹自身"
    return None


CHECKS = (
    _no_column,
    _duplicate_names,
    _patterns,
    _groups,
    _budgets,
    _bounds,
    _timezone,
    _cron,
    _loopback,
    _password,
    _after,
    _receipts,
)
