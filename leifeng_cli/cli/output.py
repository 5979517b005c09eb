"""Records as table, CSV or JSON: three drawings of the same described columns."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from functools import cache
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
    return json_reader(type(record), reveal=reveal)(record)  # type: ignore[arg-type]  # every class hashes


@cache
def json_reader(record_type: type, *, reveal: bool) -> Callable[[Any], dict[str, Any]]:
    """The function from a record of this class to its JSON object, prepared once for any number of them."""
    columns = shown_columns(record_type)
    described = {c.field for c in columns}
    names = [f.name for f in fields(record_type) if f.name == "id" and "id" not in described]
    names += [c.field for c in columns]
    masked = {c.field: c for c in columns if c.col.mask and not reveal}

    def read(record: Any) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for name in names:
            value = getattr(record, name)
            if type(value) is str:
                value = harmless(masked[name].text(value, reveal=False) if name in masked else value)
            result[name] = value
            if name == "seconds":
                result["hours"] = hours_text(value)
        return result

    return read


def print_json(data: Any) -> None:
    print(json.dumps(data, ensure_ascii=False, indent=1))


def print_json_rows(records: Iterable[Any], record_type: type, *, reveal: bool = False) -> None:
    """A JSON array, one record a line, written as it goes: a long list need not be held twice."""
    read, encode = json_reader(record_type, reveal=reveal), json.JSONEncoder(ensure_ascii=False).encode
    between = "[\n"
    for record in records:
        sys.stdout.write(between + encode(read(record)))
        between = ",\n"
    sys.stdout.write("[]\n" if between == "[\n" else "\n]\n")


def print_csv(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from leifeng_cli.files.csvfile import csv_lines

    for line in csv_lines([headers, *rows]):
        sys.stdout.write(line)


def print_records(records: Sequence[Any], record_type: type, format_: str, *, reveal: bool = False) -> None:
    """A list of records in the chosen format; an empty list is an empty list."""
    if format_ == "json":
        print_json_rows(records, record_type, reveal=reveal)
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
