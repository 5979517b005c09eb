"""A document as Markdown with tables, every character of the data as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from leifeng_cli.domain.document import (
    Annexes,
    Block,
    Chart,
    Document,
    FigureTable,
    Heading,
    Paragraph,
    Signature,
    Table,
    cell_text,
)
from leifeng_cli.domain.periods import day_title
from leifeng_cli.domain.values.text import clean
from leifeng_cli.messages import _

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$!&])")
#: What would begin a list, a quotation or a rule at the start of a line.
_LINE_START = re.compile(r"^(\s*)([-+>=]|\d+[.)](?=\s|$))")


def draw(document: Document) -> bytes:
    return ("\n\n".join(_parts(document)) + "\n").encode()


def _parts(document: Document) -> Iterator[str]:
    yield "# " + escape(document.title)
    head = [document.subtitle, _("编号：{n}").format(n=document.number) if document.number else ""]
    for line in filter(None, head):
        yield escape(line)
    if document.addressee:
        yield escape(document.addressee) + "："
    for block in document.blocks:
        yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield "#" * (block.level + 1) + " " + escape(block.text)
        case Paragraph():
            yield escape(block.text)
        case FigureTable():
            yield f"**{escape(block.title)}**"
            yield _table((_("项目"), _("数字")), [(label, cell_text(cell)) for label, cell, _ref in block.rows])
        case Table():
            yield f"**{escape(block.title)}**"
            rows = [[cell_text(c) for c in row] for row in (*block.rows, *([block.total] if block.total else []))]
            if rows:
                yield _table(block.headers, rows)
            if block.note:
                yield escape(block.note)
        case Signature():
            if block.lines:
                yield "　　".join(f"{escape(line)}＿＿＿＿＿＿" for line in block.lines)
            yield f"{escape(block.unit)}（印章）"
            yield day_title(block.day)
        case Annexes():
            yield _("附件：") + "；".join(f"{i}. {escape(item)}" for i, item in enumerate(block.items, 1))
        case Chart():
            return  # its figures stand in a table


def _table(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [headers, ["---"] * len(headers)]
    body = [_row([escape(h) for h in headers]), _row(lines[1])]
    return "\n".join([*body, *(_row([escape(c) for c in row]) for row in rows)])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def escape(text: str) -> str:
    """Text that stands for itself wherever it is put."""
    text = _SPECIAL.sub(r"\\\1", clean(text))
    return _LINE_START.sub(r"\1\\\2", text) if not re.match(r"\s*\d", text) else _LINE_START.sub(_number, text)


def _number(found: re.Match[str]) -> str:
    digits, mark = found[2][:-1], found[2][-1]
    return f"{found[1]}{digits}\\{mark}"
