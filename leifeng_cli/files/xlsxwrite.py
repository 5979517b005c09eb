"""Writing xlsx that nobody's data can turn into formulas, and that keeps long numbers whole.

Every text is written as text; the columns are formatted as text, so that an 18-digit number typed
into an empty row keeps its last three digits.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO
from unicodedata import east_asian_width

from leifeng_cli.domain.values.cells import Cell
from leifeng_cli.errors import InvalidInput
from leifeng_cli.messages import _

if TYPE_CHECKING:
    from pathlib import Path

CHOICES_SHEET = "_选项"
"""Name of the hidden sheet behind long drop-down lists; readers pass over it."""

#: For every workbook of ours: nobody's data becomes a formula, a link or a number.
OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,  # else personal data passes through the shared temporary folder
}
_MAX_ROWS = 1_048_576
_MAX_TEXT = 32_767
_SPARE_ROWS = 1000
"""Rows below the data that get the drop-down lists too."""
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TITLE_UNFIT = re.compile("[\\[\\]:*?/\\\\\x00-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class SheetOut:
    """One worksheet. ``choices``: header -> drop-down list. ``widths``: characters per column, else by content.

    ``open_lists``: headers whose list only helps: anything else may be typed too.
    """

    title: str
    headers: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    widths: Sequence[float] | None = None
    open_lists: Collection[str] = frozenset()


def write_xlsx(target: Path | str | BinaryIO, sheets: Sequence[SheetOut], *, created: dt.datetime) -> None:
    """Write a workbook; the same sheets and ``created`` give the same bytes.

    Raises ``InvalidInput`` for more rows or a longer text than a worksheet can hold.
    """
    import xlsxwriter  # type: ignore[import-untyped]

    book = xlsxwriter.Workbook(target if hasattr(target, "write") else str(target), OPTIONS)
    book.set_properties({"created": created})
    formats = {
        "head": book.add_format(
            {"bold": True, "num_format": "@", "bg_color": "#DDEBF7", "border": 1, "text_wrap": True}
        ),
        "text": book.add_format({"num_format": "@"}),
        "number": book.add_format({"num_format": "General"}),
    }
    used: set[str] = {CHOICES_SHEET}
    lists: list[Sequence[str]] = []
    for sheet in sheets:
        page = book.add_worksheet(sheet_title(sheet.title, used))
        _fill(page, sheet, formats, lists)
    if lists:
        hidden = book.add_worksheet(CHOICES_SHEET)
        for column, values in enumerate(lists):
            for row, value in enumerate(values):
                hidden.write_string(row, column, fit(value), formats["text"])
        hidden.very_hidden()
    book.close()


def _fill(page: Any, sheet: SheetOut, formats: Mapping[str, Any], lists: list[Sequence[str]]) -> None:
    widths = [width(header) + 4 for header in sheet.headers]  # room for the filter's button
    for column, header in enumerate(sheet.headers):
        page.write_string(0, column, fit(header), formats["head"])
    last = 0
    for last, row in enumerate(sheet.rows, 1):
        if last >= _MAX_ROWS:
            raise InvalidInput(
                _("超过 {n} 行，一张工作表放不下。").format(n=_MAX_ROWS), hint=_("请改用 CSV，或分月份导出。")
            )
        for column, cell in enumerate(row):
            _write(page, last, column, cell, formats)
            if last <= 200 and column < len(widths) and cell is not None:
                widths[column] = max(widths[column], width(str(cell)) + 2)
    for column in range(len(sheet.headers)):
        given = sheet.widths[column] if sheet.widths and column < len(sheet.widths) else None
        page.set_column(column, column, given or min(max(widths[column], 8), 40), formats["text"])
    if sheet.headers:
        page.freeze_panes(1, 0)
        page.autofilter(0, 0, last, len(sheet.headers) - 1)
    for header, values in sheet.choices.items():
        if header in sheet.headers and values:
            column = list(sheet.headers).index(header)
            rule = _validation(header, values, lists)
            if header in sheet.open_lists:
                rule["show_error"] = False
            page.data_validation(1, column, last + _SPARE_ROWS, column, rule)


def _write(page: Any, row: int, column: int, cell: Cell, formats: Mapping[str, Any]) -> None:
    if cell is None or cell == "":
        return  # the column's own format serves
    if isinstance(cell, bool):
        page.write_string(row, column, _("是") if cell else _("否"), formats["text"])
    elif isinstance(cell, int | float) and math.isfinite(cell) and abs(cell) < 10**15:
        page.write_number(row, column, cell, formats["number"])
    else:  # beyond 15 digits a spreadsheet silently writes zeros
        text = fit(str(cell))
        if len(text) > _MAX_TEXT // 2 and _units(text) > _MAX_TEXT:
            message = _("第 {row} 行第 {column} 列超过 {n} 字，表格里放不下。")
            raise InvalidInput(message.format(row=row + 1, column=column + 1, n=_MAX_TEXT), hint=_("请改用 CSV。"))
        page.write_string(row, column, text, formats["text"])


def _validation(header: str, values: Sequence[str], lists: list[Sequence[str]]) -> dict[str, Any]:
    rule: dict[str, Any] = {
        "validate": "list",
        "error_title": _("不在可选项里"),
        "error_message": _("请从下拉列表中选一项。"),
    }
    clean = [fit(value) for value in values]
    if _units(",".join(clean)) <= 255 and not any("," in value or value.startswith("=") for value in clean):
        return {**rule, "source": clean}
    from xlsxwriter.utility import xl_col_to_name  # type: ignore[import-untyped]

    letters = xl_col_to_name(len(lists), col_abs=True)
    lists.append(values)
    return {**rule, "source": f"='{CHOICES_SHEET}'!{letters}$1:{letters}${len(values)}"}


def fit(text: str) -> str:
    """Text without what no worksheet can hold."""
    return _UNFIT.sub("", text)


def sheet_title(title: str, used: set[str]) -> str:
    """A worksheet name that Excel accepts and this book does not have yet."""
    base = _cut(_TITLE_UNFIT.sub("_", title).strip("' "), 31).strip("' ") or _("表")
    if base.casefold() == "history":  # reserved
        base += "_"
    name, n = base, 1
    while name.casefold() in used:
        n += 1
        name = _cut(base, 31 - len(f"({n})")) + f"({n})"
    used.add(name.casefold())
    return name


def _units(text: str) -> int:
    """Length as a spreadsheet counts it: rare hanzi and emoji are two."""
    return len(text.encode("utf-16-le")) // 2


def _cut(text: str, units: int) -> str:
    return text.encode("utf-16-le")[: units * 2].decode("utf-16-le", "ignore")


def width(text: str) -> int:
    """Columns of a screen: wide characters take two."""
    longest = max(text.split("\n"), key=len)[:60]
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in longest)
