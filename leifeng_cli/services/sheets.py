"""From a sheet to typed rows of one register: values parsed, every problem named by its place."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from leifeng_cli.domain.columns import Column
from leifeng_cli.domain.register import Record, Register
from leifeng_cli.domain.values.cells import Cell, Hints
from leifeng_cli.domain.values.dates import date_text, resolve_by_order
from leifeng_cli.domain.values.text import clean
from leifeng_cli.errors import BadValue, InvalidInput
from leifeng_cli.files.sheet import Sheet, SheetRow, read_table, shown_name, year_in_title
from leifeng_cli.messages import _
from leifeng_cli.services.parsed import ParsedRow, ParsedSheet, SheetOptions, Source, cell_problem
from leifeng_cli.services.sheet_columns import choose, labels_with, missing


def read_sheets(
    source: Source, register: Register[Record], options: SheetOptions, hints: Hints, *, given: Collection[str] = ()
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


def _lacks(register: Register[Record], sheet: Sheet, lacks: list[str]) -> InvalidInput:
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
    register: Register[Record],
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
    problems = [cell_problem(parsed, row.number, f.column, BadValue(f.message), row.cells) for f in broken]
    for index, cell in row.cells.items():
        found = readers.get(index)
        if found is None:
            continue
        name, read = found
        try:
            value = read(cell)
        except BadValue as bad:
            problems.append(cell_problem(parsed, row.number, index, bad, row.cells))
            continue
        if value is _MASKED:
            masked.append(name)
        else:
            values[name] = value
    for column in spread:
        for target, part in zip(column.col.into, values.pop(column.field, ()), strict=False):
            values.setdefault(target, part)
    return ParsedRow(row.number, row.cells, values, problems, tuple(masked))
