"""Drawing the sections of a report into its document: a table each, and a chart where its description has one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from leifeng_cli.domain.columns import Column
from leifeng_cli.domain.document import Block, Cell, Chart, FigureTable, Hours, Table
from leifeng_cli.domain.sections import Figures, Part
from leifeng_cli.messages import _


def chapter(f: Figures, name: str) -> Iterator[Block]:
    """The tables of a chapter's sections, then their charts."""
    parts = [part for part in f.drawn if part.spec.chapter == name]
    for part in parts:
        yield from (part.spec.draw or _draw)(f, part)
    for part in parts:
        yield from _picture(part)


def _draw(f: Figures, part: Part) -> Iterator[Block]:
    if part.spec.key:
        yield table(f, part, part.spec.columns(f.scope))
        return
    for row in part.rows:
        shown = [(c, getattr(row, c.field)) for c in part.spec.columns(f.scope)]
        figures = tuple((c.col.label, cell(c, value), f.ref(f"{part.spec.name}.{c.field}")) for c, value in shown)
        yield FigureTable(part.spec.name, part.spec.heading or part.spec.title, figures)


def table(f: Figures, part: Part, columns: tuple[Column, ...], *, empty: str = "本期没有。") -> Table:
    """A row for each row of the section, with the totals of what adds up; ``empty`` is said of no rows."""
    spec, rows = part.spec, part.rows
    return Table(
        spec.name,
        spec.heading or spec.title,
        tuple(spec.named if c.field == spec.key else c.col.label for c in columns),
        tuple(tuple(cell(c, getattr(row, c.field)) for c in columns) for row in rows),
        _total(part, columns) if rows and spec.summed else None,
        refs=tuple(f.ref(spec.ref(row)) for row in rows),
        note=spec.note if rows else empty,
    )


def _total(part: Part, columns: tuple[Column, ...]) -> tuple[Cell, ...]:
    """What does not add up over rows, as distinct people do not, stays blank: that is not missing."""
    sums: list[Cell] = ["" if c.field not in part.spec.summed else _sum(c, part.rows) for c in columns]
    return (_("合计"), *sums[1:])


def _sum(column: Column, rows: list[Any]) -> Cell:
    return cell(column, sum(getattr(row, column.field) for row in rows))


def cell(column: Column, value: Any) -> Cell:
    """A figure as a document takes it: what ends in ``seconds`` is time."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return column.text(value, reveal=False)
    return Hours(value) if column.field.endswith("seconds") else int(value)


def _picture(part: Part) -> Iterator[Block]:
    picture, rows = part.spec.picture, part.rows
    if picture is None or not any(getattr(row, picture.figure) for row in rows):
        return
    values = [getattr(row, picture.figure) for row in rows]
    shown = tuple(Hours(v) if picture.figure.endswith("seconds") else v for v in values)
    names = tuple(part.spec.label(row) for row in rows)
    yield Chart(part.spec.name, picture.kind, picture.title, names, shown, picture.unit)
