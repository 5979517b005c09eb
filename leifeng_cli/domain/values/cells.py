"""What every value parser takes and gives.

A parser is called as ``parse(cell, hints)`` with a cell that is not blank and returns the value, or
raises :class:`~leifeng_cli.errors.BadValue` with a message and a remedy. The same parser serves a
sheet's cell and a command option, so both complain in the same words.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Cell = str | int | float | bool | dt.datetime | dt.date | dt.time | dt.timedelta | None


@dataclass(frozen=True)
class Hints:
    """What a parser may need to know besides the cell.

    ``today``: the operator's local date. ``year``: the year of dates written without one.
    """

    today: dt.date
    year: int | None = None


Parser = Callable[[Cell, Hints], Any]
