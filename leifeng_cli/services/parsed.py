"""A sheet read for one register: what its rows say, and where in it a problem is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from leifeng_cli.domain.columns import Column, columns_of
from leifeng_cli.domain.register import Record, Register
from leifeng_cli.domain.values.cells import Cell, Hints
from leifeng_cli.domain.values.masks import excerpt
from leifeng_cli.domain.values.text import clean, written
from leifeng_cli.errors import BadValue, LeifengError
from leifeng_cli.files.raw import column_letter
from leifeng_cli.files.sheet import Sheet, shown_name
from leifeng_cli.messages import _

#: Longest value shown of a cell that is wrong.
_SHOWN = 40


@dataclass(frozen=True)
class SheetOptions:
    """How to read a file. ``mapping``: the sheet's own header, or a column's letter -> field or label."""

    year: int | None = None
    encoding: str | None = None
    sheet: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Source:
    """A file, or one worksheet of it. ``data``: its bytes where they were read already."""

    path: str
    sheet: str | None = None
    data: bytes | None = field(default=None, repr=False)

    def __fspath__(self) -> str:
        return self.path

    @property
    def name(self) -> str:
        shown = shown_name(self.path)
        return f"{shown}〔{self.sheet}〕" if self.sheet else shown


@dataclass(frozen=True)
class RowProblem:
    """One thing wrong in one place; ``row`` and ``cell`` are the sheet's own numbers, ``value`` is masked."""

    file: str
    sheet: str | None
    row: int
    column: str
    cell: str | None
    value: str
    message: str
    hint: str | None
    code: str

    def line(self, *, with_file: bool = False) -> str:
        where = _("第 {row} 行“{column}”").format(row=self.row, column=self.column)
        if with_file:
            where = f"{self.file}{f'〔{self.sheet}〕' if self.sheet else ''} {where}"
        what = "：".join(filter(None, (self.cell, self.value)))
        hint = _(" → {hint}").format(hint=self.hint) if self.hint else ""
        return f"{where}{_('（{what}）').format(what=what) if what else ''}：{self.message}{hint}"


@dataclass
class ParsedRow:
    """``values``: parsed, by field. ``masked``: fields whose cell was a masked export's and says nothing."""

    number: int
    cells: Mapping[int, Cell]
    values: dict[str, Any]
    problems: list[RowProblem]
    masked: tuple[str, ...] = ()


@dataclass
class ParsedSheet:
    """A sheet read for one register. ``columns``: sheet column -> register column."""

    source: Sheet
    register: Register[Record]
    columns: dict[int, Column]
    hints: Hints
    rows: list[ParsedRow]
    warnings: list[str]

    def has(self, field_name: str) -> bool:
        return any(c.field == field_name for c in self.columns.values())

    def text(self, row: ParsedRow, field_name: str) -> str:
        """What stands in a field's cell, cleaned but not parsed; "" where there is none."""
        index = self._place((field_name,))
        return clean(written(row.cells.get(index))) if index is not None else ""

    def problem(self, row: ParsedRow, fields: Sequence[str], fault: LeifengError) -> RowProblem:
        """A rule's objection, placed at the first of ``fields`` that the sheet has a column for."""
        index = self._place(fields)
        if index is not None:
            return cell_problem(self, row.number, index, fault, row.cells)
        labels = {c.field: c.col.label for c in columns_of(self.register.record)}
        column = next((labels[f] for f in fields if f in labels), "") or _("整行")
        return RowProblem(
            self.source.file, self.source.name, row.number, column, None, "", fault.message, fault.hint, fault.code
        )

    def _place(self, fields: Sequence[str]) -> int | None:
        """The sheet's column of the first field it has; a field filled from another's column is found there."""
        for name in fields:
            for index, column in self.columns.items():
                if column.field == name or name in column.col.into:
                    return index
        return None


def cell_problem(
    parsed: ParsedSheet, row: int, index: int | None, fault: LeifengError, cells: Mapping[int, Cell]
) -> RowProblem:
    """What is wrong in one cell of a row, or in the whole row (``index`` None); the value is masked."""
    sheet = parsed.source
    column = parsed.columns.get(index) if index is not None else None
    header = next((h for h in sheet.headers if h.column_index == index), None)
    label = header.path if header else column_letter(index) if index is not None else _("整行")
    return RowProblem(
        file=clean(sheet.file),
        sheet=clean(sheet.name) if sheet.name else None,
        row=row,
        column=clean(label),
        cell=f"{column_letter(index)}{row}" if index is not None else None,
        value=_shown(column, cells.get(index)) if index is not None else "",
        message=fault.message,
        hint=fault.hint,
        code=fault.code,
    )


def _shown(column: Column | None, cell: Cell) -> str:
    """The cell as it may be shown: masked where the column is, never longer than a line bears."""
    if cell is None:
        return ""
    try:
        shown = written(cell)
    except BadValue:
        shown = str(cell)
    shown = clean(shown)
    if column is not None and column.col.mask:
        shown = column.col.mask(shown)
    return excerpt(shown, _SHOWN)
