"""Records as table, CSV or JSON: three drawings of the same described columns."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import Any

from leifeng_cli.cli.table import print_table
from leifeng_cli.domain.columns import Column, shown_columns
from leifeng_cli.domain.values.shown import hours_text
from leifeng_cli.domain.values.text import clean
from leifeng_cli.errors import UsageError
from leifeng_cli.messages import _

FORMATS = ("table", "csv", "json")


def checked_format(given: str) -> str:
    if given not in FORMATS:
        raise UsageError(_("没有“{f}”这种输出格式。").format(f=given), hint=_("可用：") + "、".join(FORMATS))
    return given


def harmless(text: str) -> str:
    """Text from the file as a terminal may see it: no control, no bidi override."""
    return text if text.isprintable() else clean(text)


def as_json(record: Any, *, reveal: bool) -> dict[str, Any]:
    """A record by its English keys: time also as ``hours``, masked columns masked."""
    columns = {c.field: c for c in shown_columns(type(record))}
    fields = ["id"] if hasattr(record, "id") and "id" not in columns else []
    result: dict[str, Any] = {}
    for name in [*fields, *columns]:
        value = getattr(record, name)
        column = columns.get(name)
        if isinstance(value, str):
            value = harmless(column.text(value, reveal=reveal) if column and column.col.mask else value)
        result[name] = value
        if name == "seconds":
            result["hours"] = hours_text(value)
    return result


def print_json(data: Any) -> None:
    print(json.dumps(data, ensure_ascii=False, indent=1))


def print_csv(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from leifeng_cli.files.csvfile import csv_lines

    for line in csv_lines([headers, *rows]):
        sys.stdout.write(line)


def print_records(records: Sequence[Any], record_type: type, format_: str, *, reveal: bool = False) -> None:
    """A list of records in the chosen format; an empty list is an empty list."""
    if format_ == "json":
        print_json([as_json(r, reveal=reveal) for r in records])
        return
    columns = [c for c in shown_columns(record_type) if c.col.listed or format_ == "csv"]
    rows = [[_cell(c, getattr(r, c.field), reveal) for c in columns] for r in records]
    headers = [c.col.label for c in columns]
    if format_ == "csv":
        print_csv(headers, rows)
    else:
        print_table(headers, rows, right=[_is_figure([r[i] for r in rows[:50]]) for i in range(len(columns))])


def _cell(column: Column, value: Any, reveal: bool) -> str:
    return harmless(column.text(value, reveal=reveal))


def _is_figure(texts: Sequence[str]) -> bool:
    filled = [t for t in texts if t]
    return bool(filled) and all(t.replace(".", "", 1).isdigit() for t in filled)


def print_record(record: Any, format_: str, *, reveal: bool = False) -> None:
    """One record, a line for each column that says something."""
    if format_ == "json":
        print_json(as_json(record, reveal=reveal))
        return
    columns = shown_columns(type(record))
    if format_ == "csv":
        print_csv([c.col.label for c in columns], [[_cell(c, getattr(record, c.field), reveal) for c in columns]])
        return
    from leifeng_cli.cli.table import width

    wide = max(width(c.col.label) for c in columns)
    for column in columns:
        text = _cell(column, getattr(record, column.field), reveal)
        if text:
            print(f"{column.col.label}{' ' * (wide - width(column.col.label))}  {text}")
