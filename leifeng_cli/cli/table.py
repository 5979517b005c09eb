"""Tables on a screen: drawn by rich where a person looks, plain and whole everywhere else."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from unicodedata import combining, east_asian_width

#: rich measures and wraps every cell; beyond a screenful or two the plain path is some forty times faster.
RICH_ROWS = 200


def width(text: str) -> int:
    """Columns a text takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def print_table(
    headers: Sequence[str], rows: Sequence[Sequence[str]], *, right: Sequence[bool], title: str = ""
) -> None:
    """Print rows under headers; ``right`` marks columns of figures."""
    if title:
        print(title)
    if not rows:
        return
    if sys.stdout.isatty() and len(rows) <= RICH_ROWS:
        _rich(headers, rows, right)
    else:
        sys.stdout.write(plain(headers, rows, right))


def plain(headers: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[bool]) -> str:
    """Fixed-width text: one line a row, nothing cut, nothing wrapped."""
    widths = [max(width(h), max((width(r[i]) for r in rows), default=0)) for i, h in enumerate(headers)]
    lines = [_line(headers, widths, right), _line(["-" * w for w in widths], widths, right)]
    lines += [_line(row, widths, right) for row in rows]
    return "\n".join(lines) + "\n"


def _line(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    parts = []
    for cell, wide, figure in zip(cells, widths, right, strict=True):
        gap = " " * (wide - width(cell))
        parts.append(gap + cell if figure else cell + gap)
    return "  ".join(parts).rstrip()


def _rich(headers: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[bool]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for header, figure in zip(headers, right, strict=True):
        table.add_column(Text(header), justify="right" if figure else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    Console(highlight=False, markup=False).print(table)


def print_bars(pairs: Sequence[tuple[str, int]]) -> None:
    """Counts as bars, for a person; not drawn where output is not a terminal."""
    if not sys.stdout.isatty() or not any(n for _label, n in pairs):
        return
    most = max(n for _label, n in pairs)
    wide = max(width(label) for label, _n in pairs)
    for label, n in pairs:
        bar = "#" * round(n * 40 / most)
        print(f"{label}{' ' * (wide - width(label))}  {bar} {n}")
