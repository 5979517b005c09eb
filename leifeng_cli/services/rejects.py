"""The rows an import left out, as they stood, with what is wrong: to be mended and imported again."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leifeng_cli.domain.columns import Column
from leifeng_cli.domain.values.cells import Cell, Hints
from leifeng_cli.domain.values.text import written
from leifeng_cli.errors import BadValue, UsageError
from leifeng_cli.files.csvfile import write_csv
from leifeng_cli.files.labels import matcher
from leifeng_cli.files.output import atomic_write
from leifeng_cli.files.output import check_target as check_file
from leifeng_cli.messages import _
from leifeng_cli.services.parsed import ParsedRow, ParsedSheet, RowProblem
from leifeng_cli.services.sheet_columns import labels_of

#: Above this a spreadsheet's number has lost digits, and must not come back looking whole.
_EXACT = 10**15
OWN_ROW, REASON = "原行号", "退回原因"


@dataclass(frozen=True)
class Rejected:
    sheet: ParsedSheet
    row: ParsedRow
    problems: Sequence[RowProblem]


@dataclass
class _Table:
    """Rejected rows of one sheet; a row may be longer than ``headers``, as it was in its sheet."""

    title: str
    headers: list[str]
    rows: list[list[str]]


def check_target(target: Path | None, *, several_kinds: bool) -> None:
    """Refuse, before any work is done, a place where rejected rows could not be put."""
    if target is None:
        return
    kind = target.suffix.lower()
    if kind not in (".csv", ".xlsx"):
        raise UsageError(_("退回的行该写成什么格式：{name}").format(name=target), hint=_("请以 .csv 或 .xlsx 结尾。"))
    if several_kinds and kind == ".csv":
        raise UsageError(
            _("一次导入几种表，退回的行一个 CSV 放不下。"), hint=_("--rejects 的文件名请以 .xlsx 结尾，或分开导入。")
        )
    check_file(target, force=False)


def write_rejects(now: dt.datetime, target: Path | None, rejected: Sequence[Rejected]) -> str:
    """Write the rows to ``target``, or beside the terminal under a name made from the first file's.

    The default is XLSX: opened from CSV, a spreadsheet program would take the last digits off ID numbers.
    """
    tables = _tables(rejected)
    place = target or _free_name(rejected[0].sheet.source.file, now)
    atomic_write(place, write_csv(_as_one(tables)) if place.suffix.lower() == ".csv" else _workbook(tables, now))
    return str(place)


def _free_name(file: str, now: dt.datetime) -> Path:
    stem = f"{Path(file).stem}-退回-{now:%Y%m%d-%H%M%S}"
    name, n = Path(f"{stem}.xlsx"), 1
    while name.exists():
        n += 1
        name = Path(f"{stem}-{n}.xlsx")
    return name


def _tables(rejected: Sequence[Rejected]) -> list[_Table]:
    tables: list[_Table] = []
    last: ParsedSheet | None = None
    for one in rejected:
        if one.sheet is not last:
            last = one.sheet
            title = one.sheet.source.name or one.sheet.register.title
            tables.append(_Table(title, [OWN_ROW, REASON, *_headers(one.sheet)], []))
        tables[-1].rows.append(_row(one))
    return tables


def _headers(sheet: ParsedSheet) -> list[str]:
    """The sheet's own labels, up to its last; where one alone would not be understood again, the register's."""
    labels = labels_of(sheet.register)
    match = matcher(frozenset(labels))
    heads = {h.column_index: h for h in sheet.source.headers}
    found = []
    for index in _kept(sheet, max(heads, default=-1) + 1):
        column, head = sheet.columns.get(index), heads.get(index)
        own = head.label if head else ""
        if column is not None and labels.get(match(own) or "") is not column:
            own = column.col.label
        found.append(own)
    return found


def _kept(sheet: ParsedSheet, until: int) -> list[int]:
    """Columns to be written: all but those a rejects file itself has put in front."""
    ours = {h.column_index for h in sheet.source.headers if h.label in (OWN_ROW, REASON)}
    return [i for i in range(until) if i not in ours]


def _row(one: Rejected) -> list[str]:
    cells, sheet = one.row.cells, one.sheet
    number = str(one.row.number)
    for head in sheet.source.headers:
        if head.label == OWN_ROW and head.column_index in cells:
            number = written(cells[head.column_index])  # mended once and still wrong: the first sheet's own number
    why = "；".join(dict.fromkeys(p.message for p in one.problems))
    until = max((*cells, *(h.column_index for h in sheet.source.headers))) + 1
    return [number, why, *(_text(sheet, i, cells.get(i)) for i in _kept(sheet, until))]


def _text(sheet: ParsedSheet, index: int, cell: Cell) -> str:
    """A cell as text that means the same when it is read again, or is refused again.

    Text takes away what else said what a cell means: that it was a number, the rows around it, the
    year in the title. So what reads differently as text is written out (3月5日 -> 2021-03-05), and what
    was refused and would now pass (the number 3.1, an ID without its last digits) gets a question mark.
    """
    if cell is None:
        return ""
    try:
        text = written(cell)
    except BadValue:
        return "？"
    column = sheet.columns.get(index)
    if isinstance(cell, float) and abs(cell) >= _EXACT:
        return f"{cell:.5E}"
    if column is None:
        return text
    meant, today = _parsed(column, cell, sheet.hints), sheet.hints.today
    if isinstance(meant, BadValue):
        passes = not isinstance(_parsed(column, text, Hints(today, sheet.hints.year or today.year)), BadValue)
        return text + "？" if passes and not isinstance(cell, str) else text
    return text if _parsed(column, text, Hints(today)) == meant else column.col.show(meant)


def _parsed(column: Column, cell: Cell, hints: Hints) -> Any:
    try:
        return column.col.parse(cell, hints)
    except BadValue as bad:
        return bad


def _as_one(tables: Sequence[_Table]) -> list[list[str]]:
    """One CSV table: the rows of sheets with different columns under all of them."""
    if all(table.headers == tables[0].headers for table in tables):
        return [tables[0].headers, *(row for table in tables for row in table.rows)]
    headers = list(dict.fromkeys(h for table in tables for h in _distinct(table.headers)))
    rows = []
    for table in tables:
        for row in table.rows:
            cells = dict(zip(_distinct(table.headers), row, strict=False))
            rows.append([cells.get(h, "") for h in headers] + row[len(table.headers) :])
    return [[label for label, _nth in headers], *rows]


def _distinct(headers: Sequence[str]) -> list[tuple[str, int]]:
    return [(h, headers[:i].count(h)) for i, h in enumerate(headers)]


def _workbook(tables: Sequence[_Table], now: dt.datetime) -> bytes:
    from leifeng_cli.files.xlsxwrite import SheetOut, write_xlsx

    stream = io.BytesIO()
    sheets = [SheetOut(table.title, table.headers, table.rows) for table in tables]
    write_xlsx(stream, sheets, created=now.replace(tzinfo=None))
    return stream.getvalue()
