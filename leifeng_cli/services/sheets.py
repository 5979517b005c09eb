"""From a sheet to typed rows of one register: values parsed, every problem named by its place."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from leifeng_cli.domain.columns import Column, columns_of
from leifeng_cli.domain.registers import Register
from leifeng_cli.domain.values.cells import Cell, Hints
from leifeng_cli.domain.values.dates import date_text, resolve_by_order
from leifeng_cli.domain.values.masks import excerpt
from leifeng_cli.domain.values.text import clean, written
from leifeng_cli.errors import BadValue, InvalidInput, LeifengError
from leifeng_cli.files.raw import column_letter
from leifeng_cli.files.sheet import Sheet, SheetRow, read_table, shown_name, year_in_title
from leifeng_cli.messages import _
from leifeng_cli.services.sheet_columns import choose, labels_with, missing

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
    register: Register
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
            return _problem(self, row.number, index, fault, row.cells)
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


def read_sheets(
    source: Source, register: Register, options: SheetOptions, hints: Hints, *, given: Collection[str] = ()
) -> list[ParsedSheet]:
    """Every sheet of a file that can be read for the register.

    ``given`` are fields that options say, for which the sheet needs no column. Raises InvalidInput,
    naming the file, where no sheet can be read.
    """
    labels = labels_with(register, options.mapping)
    try:
        sheets = read_table(
            source.path,
            data=source.data,
            encoding=options.encoding,
            sheet=source.sheet if source.sheet is not None else options.sheet,
            known=frozenset(labels.known),
            letters=labels.letters,
        )
    except InvalidInput as fault:
        raise naming_file(fault, source.path) from None
    whole, lacking = [], []
    for sheet in sheets:
        columns, remarks = choose(sheet, labels.known)
        lacks = missing(register, {f for c in columns.values() for f in (c.field, *c.col.into)}, given=given)
        if lacks:
            lacking.append((sheet, lacks))
        else:
            whole.append(_parse(sheet, register, columns, remarks, options, hints))
    if not whole:
        raise _lacks(register, *lacking[0])
    for sheet, lacks in lacking:
        whole[0].warnings.append(
            _("工作表“{name}”没有{lacks}列，没有读。").format(name=sheet.name or "", lacks="、".join(lacks))
        )
    return whole


def naming_file(fault: InvalidInput, path: str) -> InvalidInput:
    """The same fault with the file's name in front: there may be several."""
    name = clean(shown_name(path))
    message = fault.message if name in fault.message else f"{name}：{fault.message}"
    return InvalidInput(message, hint=fault.hint, **{**fault.where, "file": name})


def _lacks(register: Register, sheet: Sheet, lacks: list[str]) -> InvalidInput:
    there = "、".join(clean(h.path) for h in sheet.headers)
    return InvalidInput(
        _("{file}：没有{lacks}列，不能当作{title}导入。表头（第 {row} 行）是：{there}。").format(
            file=clean(sheet.file), lacks="、".join(lacks), title=register.title, row=sheet.header_row, there=there
        ),
        hint=_("列名不同的用 --map 列=字段 指明，如 --map {there}={label}。").format(
            there=clean(sheet.headers[0].label), label=lacks[0].split(_("或"))[0]
        ),
        file=sheet.file,
        row=sheet.header_row,
    )


def _parse(
    sheet: Sheet,
    register: Register,
    columns: dict[int, Column],
    remarks: list[str],
    options: SheetOptions,
    hints: Hints,
) -> ParsedSheet:
    year = options.year or year_in_title(f"{sheet.title}\n{sheet.name or ''}")
    own = Hints(today=hints.today, year=year)
    parsed = ParsedSheet(sheet, register, columns, own, [], [*sheet.warnings, *remarks])
    rows = _dates_by_order(sheet, columns, own, parsed.warnings)
    broken: dict[int, list[Any]] = {}
    for fault in sheet.problems:
        broken.setdefault(fault.row, []).append(fault)
    readers = {i: (c.field, _reader(c, own)) for i, c in columns.items()}
    spread = [c for c in columns.values() if c.col.into]
    for row in rows:
        parsed.rows.append(_row(parsed, row, readers, spread, broken.get(row.number, ())))
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
    parse = column.col.parse

    def read(cell: Cell) -> Any:
        if not isinstance(cell, str):
            return parse(cell, hints)
        if cell not in known:
            known[cell] = _read_text(column, cell, hints)
        found = known[cell]
        if isinstance(found, BadValue):
            raise found
        return found

    return read


def _read_text(column: Column, cell: str, hints: Hints) -> Any:
    mask = column.col.mask
    try:
        value = column.col.parse(cell, hints)
    except BadValue as bad:
        return _MASKED if mask is not None and _starred(cell) else bad
    # Free text may hold a star of its own; only what is exactly a mask's work says nothing.
    return _MASKED if mask is not None and _starred(cell) and mask(value) == value else value


def _starred(cell: str) -> bool:
    return "*" in cell or "＊" in cell


def _row(
    parsed: ParsedSheet,
    row: SheetRow,
    readers: Mapping[int, tuple[str, Reader]],
    spread: Sequence[Column],
    broken: Sequence[Any],
) -> ParsedRow:
    values: dict[str, Any] = {}
    masked: list[str] = []
    problems = [_problem(parsed, row.number, f.column, BadValue(f.message), row.cells) for f in broken]
    for index, cell in row.cells.items():
        found = readers.get(index)
        if found is None:
            continue
        name, read = found
        try:
            value = read(cell)
        except BadValue as bad:
            problems.append(_problem(parsed, row.number, index, bad, row.cells))
            continue
        if value is _MASKED:
            masked.append(name)
        else:
            values[name] = value
    for column in spread:
        for target, part in zip(column.col.into, values.pop(column.field, ()), strict=False):
            values.setdefault(target, part)
    return ParsedRow(row.number, row.cells, values, problems, tuple(masked))


def _problem(
    parsed: ParsedSheet, row: int, index: int | None, fault: LeifengError, cells: Mapping[int, Cell]
) -> RowProblem:
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
