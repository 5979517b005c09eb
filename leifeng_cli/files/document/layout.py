"""How a table lies on a page, decided once for every format that has pages."""

from __future__ import annotations

from collections.abc import Sequence

from leifeng_cli.domain.document import Document, Hours, Table

#: From so many columns on a table stands on a page lying across: upright it could not be read.
_WIDE = 8
_MEASURED = 200
#: In hanzi: a text longer than this breaks well; what a cell's own margins take.
_ENOUGH, _PADDING = 24, 2
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


def shares(headers: Sequence[str], rows: Sequence[Sequence[str]], room: float) -> list[float]:
    """Each column's part of a line of ``room`` hanzi. A short column gets all it needs, so that a date or a code
    stays whole; what is then left is shared by the long ones, whose text can break. A header may take two lines."""
    columns = zip(*([header[: (len(header) + 1) // 2] for header in headers], *rows[:_MEASURED]), strict=True)
    needs = [min(max(map(_length, column)), _ENOUGH) + _PADDING for column in columns]
    given = [0.0] * len(needs)
    for done, i in enumerate(sorted(range(len(needs)), key=needs.__getitem__)):
        given[i] = min(needs[i], room / (len(needs) - done))
        room -= given[i]
    return given


def _length(text: str) -> float:
    """In hanzi: a Latin letter or digit takes about half of one."""
    return sum(1 if c > "\u2e80" else 0.6 for c in text)
