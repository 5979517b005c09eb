"""What every reader hands over before anyone looks for a header."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from leifeng_cli.domain.values.cells import Cell

MAX_CELLS = 5_000_000
"""Bounding box above which a sheet is refused: a real register is far smaller, a hostile one far larger."""


class Problem(NamedTuple):
    """One place of a sheet that cannot be trusted. ``row`` is 1-based as in the sheet; ``column`` 0-based."""

    row: int
    message: str
    column: int | None = None


@dataclass
class RawSheet:
    """The cells as stored: ``rows[r][c]`` is row ``r + 1`` and column ``c`` of the sheet itself.

    A blank cell is ``""`` or ``None``; rows may differ in length. ``merged`` holds inclusive 0-based
    ``(row0, column0, row1, column1)``.
    """

    name: str
    rows: list[list[Cell]]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    text_only: bool = False
    """Every cell is a string, as in CSV."""


def is_blank(cell: Cell) -> bool:
    """True for nothing and for white space of any width; 0 and False are values."""
    return cell is None or (isinstance(cell, str) and (not cell or cell.isspace()))


def column_letter(index: int) -> str:
    """0 -> A, 25 -> Z, 26 -> AA: the name a clerk sees above the column."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """A -> 0, Z -> 25, AA -> 26; the other way round of :func:`column_letter`."""
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1
