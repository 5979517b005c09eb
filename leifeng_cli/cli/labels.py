"""Typer's own labels in Chinese.

Typer looks them up through ``gettext.gettext``, bound when its modules are imported, and offers no other
door; so this module is imported before typer is, and answers for the labels it knows.
"""

from __future__ import annotations

import gettext

LABELS = {
    "Usage:": "用法：",
    "Usage: ": "用法：",
    "Options": "选项",
    "Arguments": "参数",
    "Commands": "命令",
    "Error": "错误",
    "default: {default}": "默认：{default}",
    "[default: {}]": "[默认：{}]",
    "(dynamic)": "（自动）",
    "required": "必填",
    "[required]": "[必填]",
    "Show this message and exit.": "显示这份说明。",
    "Aborted!": "已中止。",
    "Aborted.": "已中止。",
    "Missing command.": "没有写命令。",
    "No such command {name!r}.": "没有“{name}”这个命令。",
    "Try [blue]'{command_path} {help_option}'[/] for help.": "用 [blue]{command_path} {help_option}[/] 查看说明。",
    "Show completion for the current shell, to copy it or customize the installation.": "显示当前命令行的补全脚本。",
    "Install completion for the current shell.": "为当前命令行安装补全。",
}

_original = gettext.gettext


def _label(message: str) -> str:
    return LABELS.get(message) or _original(message)


gettext.gettext = _label
