"""A document as plain data: blocks of text, tables and charts. Every format draws it, and computes nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from leifeng_cli.domain.values.shown import hours_text
from leifeng_cli.messages import _


@dataclass(frozen=True)
class Hours:
    """A cell that is a time: ``seconds``, shown as hours with two decimals."""

    seconds: int


#: What a table holds. None is missing, and is drawn as such: never as 0, never as nothing.
Cell = str | int | Hours | None


def cell_text(cell: Cell) -> str:
    """A cell as a person reads it."""
    if cell is None:
        return _("未填")
    return hours_text(cell.seconds) if isinstance(cell, Hours) else str(cell)


@dataclass(frozen=True)
class Heading:
    """``level`` 1 to 3: 一、 (一) 1. in an official document; the number stands in the text."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    text: str


@dataclass(frozen=True)
class Table:
    """``key`` is stable and names the table; ``refs`` has a stable reference for each row, or is empty."""

    key: str
    title: str
    headers: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] | None = None
    refs: tuple[str, ...] = ()
    note: str = ""

    def sums(self) -> tuple[int | None, ...]:
        """Each column's sum, in seconds where its cells are hours; None for a column of text or with nothing in it."""
        return tuple(_sum([row[i] for row in self.rows]) for i in range(len(self.headers)))


def _sum(cells: list[Cell]) -> int | None:
    figures = [c.seconds if isinstance(c, Hours) else c for c in cells if isinstance(c, int | Hours)]
    return sum(figures) if figures and not any(isinstance(c, str) for c in cells) else None


@dataclass(frozen=True)
class FigureTable:
    """A small table of single figures: (label, value, stable reference or nothing)."""

    key: str
    title: str
    rows: tuple[tuple[str, Cell, str], ...]


@dataclass(frozen=True)
class Chart:
    """``kind``: bar, line or donut; ``values`` are whole numbers or hours, one for each label."""

    key: str
    kind: str
    title: str
    labels: tuple[str, ...]
    values: tuple[int | Hours, ...]
    unit: str = ""


@dataclass(frozen=True)
class Signature:
    """Lines to be signed by hand, the place for the seal, the unit and the day (ISO)."""

    lines: tuple[str, ...]
    unit: str
    day: str


@dataclass(frozen=True)
class Annexes:
    """What follows the signature, by name."""

    items: tuple[str, ...]


Block = Heading | Paragraph | Table | FigureTable | Chart | Signature | Annexes


@dataclass(frozen=True)
class Document:
    """``addressee`` is to whom it goes (主送机关); ``number`` the report's own; ``created`` dates the file itself."""

    title: str
    blocks: tuple[Block, ...]
    unit: str
    created: dt.datetime
    subtitle: str = ""
    addressee: str | None = None
    number: str | None = None
