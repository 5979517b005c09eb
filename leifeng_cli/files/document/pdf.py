"""A document as PDF, typeset after the same standard as the Word document (GB/T 9704-2012)."""

from __future__ import annotations

from typing import Any

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
from leifeng_cli.files.document.layout import figure_columns, is_wide, shares, title_lines
from leifeng_cli.files.typesetting import typeset

#: Hanzi on a line of a table, in the sizes document.typ sets them: 156 mm at 12 pt, 225 mm lying across at 10 pt.
_ROOM, _ROOM_ACROSS = 36, 63


def draw(document: Document) -> bytes:
    """Raises Conflict where a character has no glyph in any font, InvalidInput where the extra is not installed."""
    data = {
        "title": [clean(line) for line in title_lines(document)],
        "number": clean(document.number or ""),
        "addressee": clean(document.addressee or ""),
        "blocks": [shown for block in document.blocks if (shown := _block(block))],
    }
    return typeset("document", data, "—（印章）", document.created)


def _block(block: Block) -> dict[str, Any] | None:
    match block:
        case Heading():
            return {"kind": "heading", "text": clean(block.text), "level": block.level}
        case Paragraph():
            return {"kind": "paragraph", "text": clean(block.text)}
        case FigureTable():
            pairs = [[clean(label), clean(cell_text(cell))] for label, cell, _ref in block.rows]
            return _table(block.title, ["项目", "数字"], pairs, [], [False, True], wide=False)
        case Table():
            rows = [[clean(cell_text(c)) for c in row] for row in block.rows]
            total = [clean(cell_text(c)) for c in block.total or ()]
            headers = [clean(h) for h in block.headers]
            shown = _table(block.title, headers, rows, total, figure_columns(block), wide=is_wide(block) and bool(rows))
            return {**shown, "note": clean(block.note)}
        case Signature():
            lines = [clean(line) for line in block.lines]
            return {"kind": "signature", "lines": lines, "unit": clean(block.unit), "day": day_title(block.day)}
        case Annexes():
            return {"kind": "annexes", "items": [clean(item) for item in block.items]}
        case Chart():
            return None  # its figures stand in a table


def _table(
    title: str, headers: list[str], rows: list[list[str]], total: list[str], figures: list[bool], *, wide: bool
) -> dict[str, Any]:
    bodies = [*rows, *([total] if total else [])]
    return {
        "kind": "table", "title": clean(title), "headers": headers, "rows": rows, "total": total, "figures": figures,
        "shares": shares(headers, bodies, _ROOM_ACROSS if wide else _ROOM), "note": "", "wide": wide,
    }  # fmt: skip
