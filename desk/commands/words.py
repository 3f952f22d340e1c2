"""click's own words in Chinese.

click takes its words from `gettext` when it is imported, by the locale of the process; under cron there
is none.  The editor's language does not depend on that, so the words are put in place here, before click
is imported: import this module first.
"""

from __future__ import annotations

import gettext

_WORDS = {
    "Usage:": "用法：",
    "Options": "选项",
    "Commands": "命令",
    "Positional arguments": "参数",
    "Show this message and exit.": "显示本说明后退出。",
    "Show the version and exit.": "显示版本后退出。",
    "Error: {message}": "错误：{message}",
    "Aborted!": "已中断。",
    "Try '{command} {option}' for help.": "用“{command} {option}”查看说明。",
    "No such command {name!r}.": "没有命令 {name}。",
    "No such option {name!r}.": "没有选项 {name}。",
    "Missing command.": "请写明命令。",
    "Missing argument": "缺少参数",
    "Missing option": "缺少选项",
    "Missing parameter": "缺少参数",
    "Missing parameter: {param_name}": "缺少参数 {param_name}",
    "Invalid value: {message}": "值有误：{message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} 的值有误：{message}",
    "Option {name!r} does not take a value.": "选项 {name} 不带值。",
    "{value!r} is not a valid {number_type}.": "{value} 不是整数（{number_type}）。",
    "{value} is not in the range {range}.": "{value} 不在 {range} 之内。",
    "{name} {filename!r} does not exist.": "{name} {filename} 不存在。",
    "{name} {filename!r} is a directory.": "{name} {filename} 是文件夹。",
    "{name} {filename!r} is a file.": "{name} {filename} 是文件，不是文件夹。",
    "{name} {filename!r} is not readable.": "{name} {filename} 读不了，请检查权限。",
    "file": "文件",
    "directory": "文件夹",
    "path": "路径",
    "default: {default}": "默认：{default}",
}
"""Of a single form: the words as click writes them -> ours."""

_PLURALS = {
    "Got unexpected extra argument ({args})": "多出了参数：{args}",
    "Did you mean {possibility}?": "是否想写 {possibility}？",
    "Option {name!r} requires an argument.": "选项 {name} 后面要有值。",
    "{value!r} is not {choice}.": "{value} 不在可选值之中：{choices}。",
    "Takes {nargs} values but 1 was given.": "需要 {nargs} 个值。",
}
"""Those with a plural, by their singular."""


def _one(message: str) -> str:
    return _WORDS.get(message, message)


def _many(msgid1: str, msgid2: str, n: int) -> str:
    return _PLURALS.get(msgid1, msgid1 if n == 1 else msgid2)


gettext.gettext = _one
gettext.ngettext = _many
