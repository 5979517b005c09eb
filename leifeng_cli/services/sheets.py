"""From a sheet to typed rows of one register: columns found, values parsed, every problem named by its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from leifeng_cli.domain.columns import Column, columns_of
from leifeng_cli.domain.registers import Register
from leifeng_cli.domain.values.cells import Cell, Hints
from leifeng_cli.domain.values.dates import date_text, resolve_by_order
from leifeng_cli.domain.values.identity import is_masked
from leifeng_cli.domain.values.text import written
from leifeng_cli.errors import BadValue, InvalidInput
from leifeng_cli.files.sheet import Sheet, SheetRow, column_letter, read_table, year_in_title
from leifeng_cli.messages import _


@dataclass(frozen=True)
class SheetOptions:
    """How to read a file. ``mapping``: the sheet's own header -> field or label of the register."""

    year: int | None = None
    encoding: str | None = None
    sheet: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)


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

    def line(self) -> str:
        where = _("第 {row} 行“{column}”").format(row=self.row, column=self.column)
        value = _("（{value}）").format(value=self.value) if self.value else ""
        hint = _(" → {hint}").format(hint=self.hint) if self.hint else ""
        return f"{where}{value}：{self.message}{hint}"


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
    columns: dict[int, Column]
    rows: list[ParsedRow]
    warnings: list[str]

    def problem(self, row: int, field_name: str | None, fault: Any) -> RowProblem:
        """A problem a rule found, placed at the field's column where the sheet has it."""
        return _problem(self, row, self._place(field_name), fault)

    def _place(self, field_name: str | None) -> int | None:
        return next((i for i, c in self.columns.items() if c.field == field_name), None)


def labels_of(register: Register) -> dict[str, Column]:
    """Every header the register reads, with its column; the first column to claim a label has it."""
    found: dict[str, Column] = {}
    for column in columns_of(register.record):
        for label in column.labels:
            found.setdefault(label, column)
    return found


def read_sheets(path: Path | str, register: Register, options: SheetOptions, hints: Hints) -> list[ParsedSheet]:
    """Every sheet of a file that can be read for the register. Raises InvalidInput where there is none."""
    labels = {**labels_of(register), **_mapped(register, options.mapping)}
    sheets = read_table(path, encoding=options.encoding, sheet=options.sheet, known=frozenset(labels))
    return [_parse(sheet, labels, options, hints) for sheet in sheets]


def _mapped(register: Register, mapping: Mapping[str, str]) -> dict[str, Column]:
    columns = {c.field: c for c in columns_of(register.record)}
    labels = labels_of(register)
    found = {}
    for header, target in mapping.items():
        column = columns.get(target) or labels.get(target)
        if column is None:
            raise InvalidInput(
                _("--map {header}={target}：{title}没有“{target}”这一项。").format(
                    header=header, target=target, title=register.title
                ),
                hint=_("可用：") + "、".join(c.col.label for c in columns.values()),
            )
        found[header] = column
    return found


def _parse(sheet: Sheet, labels: Mapping[str, Column], options: SheetOptions, hints: Hints) -> ParsedSheet:
    columns: dict[int, Column] = {}
    taken: set[str] = set()
    for header in sheet.headers:
        column = labels.get(header.known) if header.known else None
        if column is not None and column.field not in taken:
            columns[header.column_index] = column
            taken.add(column.field)
    year = options.year or year_in_title(f"{sheet.title}\n{sheet.name or ''}")
    parsed = ParsedSheet(sheet, columns, [], list(sheet.warnings))
    own = Hints(today=hints.today, year=year)
    cells = _dates_by_order(sheet, columns, own, parsed.warnings)
    broken: dict[int, list[Any]] = {}
    for fault in sheet.problems:
        broken.setdefault(fault.row, []).append(fault)
    readers = {i: _reader(c, own) for i, c in columns.items()}
    for row in cells:
        parsed.rows.append(_row(parsed, row, readers, broken.get(row.number, ())))
    return parsed


def _dates_by_order(sheet: Sheet, columns: Mapping[int, Column], hints: Hints, warnings: list[str]) -> list[SheetRow]:
    """Rows with such dates settled as only their neighbours can: 3.1 typed as a number is 3月1日 or 3月10日."""
    rows = sheet.rows
    for index, column in columns.items():
        if column.col.parse is not date_text:
            continue
        before = [row.cells.get(index) for row in rows]
        if not any(isinstance(cell, float) for cell in before):
            continue
        after = resolve_by_order(before, hints)
        settled = [r.number for r, a, b in zip(rows, before, after, strict=True) if a != b]
        if settled:
            rows = [
                r._replace(cells={**r.cells, index: c}) if c is not None else r
                for r, c in zip(rows, after, strict=True)
            ]
            warnings.append(
                _("“{column}”列第 {rows} 行的日期是数字（如 3.2），已按前后行的顺序判读，请核对。").format(
                    column=column.col.label, rows="、".join(map(str, settled))
                )
            )
    return rows


Reader = Callable[[Cell], Any]
_MASKED = object()


def _reader(column: Column, hints: Hints) -> Reader:
    """The column's parser, remembering answers for text: offices repeat themselves thousands of times."""
    known: dict[str, Any] = {}
    parse, masks = column.col.parse, column.col.mask is not None

    def read(cell: Cell) -> Any:
        if not isinstance(cell, str):
            return parse(cell, hints)
        if cell not in known:
            if masks and is_masked(cell):
                known[cell] = _MASKED
            else:
                try:
                    known[cell] = parse(cell, hints)
                except BadValue as bad:
                    known[cell] = bad
        found = known[cell]
        if isinstance(found, BadValue):
            raise found
        return found

    return read


def _row(parsed: ParsedSheet, row: SheetRow, readers: Mapping[int, Reader], broken: Any) -> ParsedRow:
    values: dict[str, Any] = {}
    masked = []
    problems = [_problem(parsed, row.number, f.column, BadValue(f.message), row.cells) for f in broken]
    for index, cell in row.cells.items():
        column = parsed.columns.get(index)
        if column is None:
            continue
        try:
            value = readers[index](cell)
        except BadValue as bad:
            problems.append(_problem(parsed, row.number, index, bad, row.cells))
            continue
        if value is _MASKED:
            masked.append(column.field)
        else:
            values[column.field] = value
    if any(c.col.into for c in parsed.columns.values()):
        record = {c.field: c for c in parsed.columns.values()}
        values = _spread(values, record)
    return ParsedRow(row.number, row.cells, values, problems, tuple(masked))


def _spread(values: dict[str, Any], columns: Mapping[str, Column]) -> dict[str, Any]:
    for name, column in columns.items():
        if column.col.into and name in values:
            for target, part in zip(column.col.into, values.pop(name), strict=True):
                values.setdefault(target, part)
    return values


def _problem(
    parsed: ParsedSheet, row: int, index: int | None, fault: Any, cells: Mapping[int, Cell] | None = None
) -> RowProblem:
    sheet = parsed.source
    if cells is None:
        cells = next((r.cells for r in sheet.rows if r.number == row), {}) if index is not None else {}
    column = parsed.columns.get(index) if index is not None else None
    header = next((h for h in sheet.headers if h.column_index == index), None)
    value = _shown(column, cells.get(index)) if index is not None else ""
    return RowProblem(
        file=sheet.file,
        sheet=sheet.name,
        row=row,
        column=header.path if header else (column.col.label if column else _("整行")),
        cell=f"{column_letter(index)}{row}" if index is not None else None,
        value=value,
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
    shown = shown.strip()
    if column is not None and column.col.mask:
        shown = column.col.mask(shown)
    return shown if len(shown) <= 40 else shown[:39] + "…"
