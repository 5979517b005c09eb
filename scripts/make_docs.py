"""Write the generated pages of docs/: commands, data dictionary, exit codes. The tests compare them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from leifeng_cli.cli.app import load
from leifeng_cli.cli.help import EXIT_CODES
from leifeng_cli.domain.checks import KIND_NAMES
from leifeng_cli.domain.columns import Column, columns_of
from leifeng_cli.domain.nouns import BY_NAME
from leifeng_cli.domain.registers import REGISTERS, alive
from leifeng_cli.domain.sections import Spec
from leifeng_cli.services.checks.catalogue import ALL
from leifeng_cli.services.checks.running import defaults
from leifeng_cli.services.moving import life_of
from leifeng_cli.services.reports.sections import SECTIONS
from leifeng_cli.services.stars.listing import Star

DOCS = Path(__file__).parent.parent / "docs"
GENERATED = "<!-- 由 make docs 生成，请勿手改。 -->\n\n"


def pages() -> dict[str, str]:
    """File name -> text of every generated page."""
    return {
        "commands.md": GENERATED + "".join(_commands()),
        "data-dictionary.md": GENERATED + "".join(_dictionary()),
        "exit-codes.md": GENERATED + "".join(_exit_codes()),
        "checks.md": GENERATED + "".join(_checks()),
        "states.md": GENERATED + "".join(_states()),
    }


def _commands() -> Iterator[str]:
    yield "# 命令一览\n\n每个命令都可加 `--help`；全局选项 `--db`、`--wait`、`--quiet` 写在最前面。\n"
    for name, noun in BY_NAME.items():
        command = load(name)
        inner = getattr(command, "commands", None)
        yield f"\n## leifeng {name}\n\n{_first_line(noun.help)}\n"
        if inner is None:
            yield from _usage(name, command)
            continue
        if command.params and getattr(command, "invoke_without_command", False):
            yield from _usage(name, command)
        for verb, sub in inner.items():
            yield f"\n### leifeng {name} {verb}\n\n{_first_line(sub.help)}\n"
            yield from _usage(f"{name} {verb}", sub)


def _first_line(text: str | None) -> str:
    return (text or "").strip().split("\n")[0]


def _usage(path: str, command: Any) -> Iterator[str]:
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    words = [_word(p) for p in arguments]
    yield f"\n```\n{' '.join(['leifeng', path, *words, '[选项]'])}\n```\n"
    rows = [(", ".join(p.opts), p.metavar or "", p.help or "") for p in command.params if p not in arguments]
    rows = [r for r in rows if "--help" not in r[0]]
    if rows:
        yield "\n| 选项 | 内容 | 说明 |\n| --- | --- | --- |\n"
        for names, metavar, text in rows:
            yield f"| `{names}` | {_cell(metavar)} | {_cell(text)} |\n"


def _word(argument: Any) -> str:
    word = argument.metavar or argument.name
    return str(word) if argument.required else f"[{word}]"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _others() -> dict[str, type]:
    """Titles of what is no register and has keys in JSON; sections with the same row stand together."""
    found: dict[type, list[Spec]] = {}
    for section in SECTIONS:
        found.setdefault(section.spec.row, []).append(section.spec)
    reports = {f"{same[0].title}（报表的 {'、'.join(s.name for s in same)}）": row for row, same in found.items()}
    return {"星级名单（star list）": Star, **reports}


def _dictionary() -> Iterator[str]:
    yield (
        "# 数据字典\n\n"
        "每一列只描述一次，屏幕、CSV、XLSX、JSON、命令选项和这一页都由它而来。\n"
        "“表头”列的第一个是本程序写出的表头，其余是导入时也认得的写法。时长在 JSON 里是整数秒 `seconds` "
        "和两位小数的 `hours`。标“脱敏”的列默认遮盖，除非 `--reveal 理由`。\n"
    )
    for register in REGISTERS.values():
        yield f"\n## {register.title}（{register.noun}）\n\n"
        yield from _columns(register.record)
    for title, record in _others().items():
        yield f"\n## {title}\n\n"
        yield from _columns(record)


def _columns(record: type) -> Iterator[str]:
    yield "| JSON 键 | 表头 | 可填 | 备注 |\n| --- | --- | --- | --- |\n"
    for column in columns_of(record):
        labels = "、".join(column.labels)
        choices, notes = _cell("、".join(column.col.choices)), "、".join(_notes(column))
        yield f"| `{column.field}` | {_cell(labels)} | {choices} | {notes} |\n"


def _notes(column: Column) -> Iterator[str]:
    col = column.col
    if col.required:
        yield "必填"
    if col.mask:
        yield "脱敏"
    if col.ref:
        yield f"指向{REGISTERS[col.ref].title}"
    if column.computed or col.internal:
        yield "由程序得出"
    if col.into:
        yield f"拆成 {'、'.join(col.into)}"
    if col.help:
        yield col.help


def _exit_codes() -> Iterator[str]:
    yield "# 退出码\n\n| 退出码 | 意思 |\n| --- | --- |\n"
    for code, text in EXIT_CODES:
        yield f"| {code} | {text} |\n"


def _states() -> Iterator[str]:
    yield "# 状态和转换\n\n记录只按这里写的转换变化；别的都会被拒绝，并说明现在是什么状态。\n"
    for one in alive():
        life = life_of(one)
        yield f"\n## {one.title}（{one.noun}）\n\n| 转换 | 从 | 到 | 命令 |\n| --- | --- | --- | --- |\n"
        commands = getattr(load(one.noun), "commands", {})
        for verb, title, start, end in life.table():
            command = f"`leifeng {one.noun} {verb}`" if verb in commands else ""
            yield f"| {title} | {start} | {end} | {command} |\n"
        yield f"\n```mermaid\n{life.diagram()}\n```\n"


_WORD = re.compile(r"\{\w+\}")


def _checks() -> Iterator[str]:
    yield (
        "# 数据检查和时长审计\n\n"
        "`leifeng check` 没有问题就不出声；有问题逐条说明对象、地方、问题、怎么办，退出码 8。"
        "`leifeng check 名称` 只做一项；"
        "`leifeng check --silence 名称 --reason 原因` 不再提示（可加 `--subject 对象` 只对一个）；"
        "`leifeng check --set 界限 数` 改界限。标“点名才查”的平时不做。\n\n"
        "| 名称 | 查什么 | 类别 | 依据 | 怎么办 |\n| --- | --- | --- | --- | --- |\n"
    )
    for check in ALL:
        title = check.title + ("（点名才查）" if check.asked else "")
        hint = _cell(_WORD.sub("…", check.hint))
        yield f"| `{check.name}` | {title} | {KIND_NAMES[check.kind]} | {_cell(check.source)} | {hint} |\n"
    limits, words = defaults()
    yield "\n| 界限 | 不改时 |\n| --- | --- |\n"
    for name, value in limits.items():
        yield f"| `{name}` | {value} |\n"
    yield "\n字眼：" + "；".join(f"{name}：{'、'.join(found)}" for name, found in words.items()) + "。\n"


if __name__ == "__main__":
    for name, text in pages().items():
        (DOCS / name).write_text(text, encoding="utf-8")
