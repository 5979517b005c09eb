"""Records as table, CSV or JSON: three drawings of the same described columns."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import islice
from json.encoder import encode_basestring
from operator import attrgetter
from typing import Any

from leifeng_cli.cli.table import print_table
from leifeng_cli.domain.columns import Column, defaults_of, shown_columns
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


def json_names(record_type: type) -> list[str]:
    """The JSON keys of a record class: its id, then what its columns describe."""
    described = [c.field for c in shown_columns(record_type)]
    return [n for n in defaults_of(record_type) if n == "id" and n not in described] + described


@cache
def json_reader(record_type: type, *, reveal: bool) -> Callable[[Any], dict[str, Any]]:
    """The function from a record of this class to its JSON object, prepared once for any number of them."""
    columns, names = shown_columns(record_type), json_names(record_type)
    shown = {c.field: c for c in columns if _otherwise(c, reveal)}

    def read(record: Any) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for name in names:
            value = getattr(record, name)
            if type(value) is str:
                value = harmless(shown[name].text(value, reveal=reveal) if name in shown else value)
            result[name] = value
            if name == "seconds":
                result["hours"] = hours_text(value)
        return result

    return read


def _otherwise(column: Column, reveal: bool) -> bool:
    """Whether JSON has another value than the record: masked, or its word."""
    return column.col.worded or (column.col.mask is not None and not reveal)


def print_json(data: Any) -> None:
    print(json.dumps(data, ensure_ascii=False, indent=1))


def print_json_rows(records: Iterable[Any], record_type: type, *, reveal: bool = False) -> None:
    """A JSON array, one record a line, written as it goes: a long list need not be held twice."""
    lines = map(_json_line(record_type, reveal=reveal), records)
    between = "[\n"
    while chunk := ",\n".join(islice(lines, 1000)):
        sys.stdout.write(between + chunk)
        between = ",\n"
    sys.stdout.write("[]\n" if between == "[\n" else "\n]\n")


def _json_line(record_type: type, *, reveal: bool) -> Callable[[Any], str]:
    """What :func:`json_reader` gives, as text at once: no dictionary is made for each of a hundred thousand rows."""
    names = json_names(record_type)
    otherwise = {c.field: c for c in shown_columns(record_type) if _otherwise(c, reveal)}
    shape = ", ".join(f'"{n}": %s, "hours": %s' if n == "seconds" else f'"{n}": %s' for n in names)
    template = "{" + shape + "}"
    # A named tuple of just these fields is its own list of values.
    values = tuple if names == list(getattr(record_type, "_fields", ())) else attrgetter(*names)
    hours_after = names.index("seconds") if "seconds" in names else None
    changed = [(names.index(field), column) for field, column in otherwise.items()]
    # Written out in one expression: called a million times, a function of its own would cost more than its work.
    quoted, encode = encode_basestring, json.JSONEncoder(ensure_ascii=False).encode

    def line(record: Any) -> str:
        found: Sequence[Any] = values(record)
        if changed:
            found = shown = list(found)
            for at, column in changed:
                shown[at] = column.text(found[at], reveal=reveal) if found[at] is not None else None
        parts = [
            quoted(v if v.isprintable() else clean(v)) if v.__class__ is str
            else "null" if v is None
            else str(v) if v.__class__ is int
            else encode(v) if v or v is False
            else "{}"
            for v in found
        ]  # fmt: skip
        if hours_after is not None:
            parts.insert(hours_after + 1, f'"{hours_text(found[hours_after])}"')
        return template % tuple(parts)

    return line


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
    return bool(filled) and all(t.removeprefix("-").replace(".", "", 1).isdigit() for t in filled)


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
