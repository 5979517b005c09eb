"""How a table lies on a page, decided once for every format that has pages."""

from __future__ import annotations

from collections.abc import Sequence

from leifeng_cli.domain.document import Document, Hours, Table

#: From so many columns on a table stands on a page lying across: upright it could not be read.
_WIDE = 8
_MEASURED = 200
#: Hanzi of 2号 on a line of 156 mm, and a little room.
_TITLE_LENGTH = 18


def title_lines(document: Document) -> list[str]:
    """A title too long for one line breaks where its meaning does: after the unit's name."""
    title, unit = document.title, document.unit
    if _length(title) > _TITLE_LENGTH and title.startswith(unit) and title != unit:
        return [unit, title[len(unit) :]]
    return [title]


def is_wide(table: Table) -> bool:
    return len(table.headers) >= _WIDE


def figure_columns(table: Table) -> list[bool]:
    """Which columns hold figures, and so stand to the right."""
    columns = [[row[i] for row in table.rows] for i in range(len(table.headers))]
    return [
        any(isinstance(c, int | Hours) for c in column) and not any(isinstance(c, str) for c in column)
        for column in columns
    ]


def shares(texts: Sequence[Sequence[str]]) -> list[float]:
    """Each column's share of the width by its longest text, none starved and none greedy."""
    columns = zip(*texts, strict=True)
    return [min(max(max((_length(t) for t in column[:_MEASURED]), default=0), 4), 24) + 1 for column in columns]


def _length(text: str) -> float:
    """In hanzi: a Latin letter or digit takes about half of one."""
    return sum(1 if c > "\u2e80" else 0.6 for c in text)
