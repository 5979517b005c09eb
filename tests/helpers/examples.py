"""A row of any register and of any table, made from what describes it: tests keyed by no noun."""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
from contextlib import suppress
from typing import Any

from leifeng_cli.domain.columns import Column, columns_of, needed_columns, template_columns
from leifeng_cli.domain.register import Record, Register
from leifeng_cli.domain.registers import REGISTERS
from leifeng_cli.domain.values.cells import Hints
from leifeng_cli.errors import BadValue

#: What a person might write in a cell; the first that the column reads is taken.
WORDS = ("2022-01-05", "2", "09:00", "14000000011")
HINTS = Hints(today=dt.date(2022, 1, 5))


def example(register: Register[Record]) -> dict[str, str]:
    """The least a sheet of the register must say to be known and read: field -> what stands in the cell."""
    offered = {c.field: c for c in template_columns(register.record)}
    told: dict[str, str] = {}
    groups = [[c.field for c in group] for group in needed_columns(register.record)]
    for group in (*groups, *register.told_by.all_of):
        there = [offered[field] for field in group if field in offered]
        if not any(c.field in told for c in there):
            column = next((c for c in there if c.col.ref or c.field == "phone"), there[-1])
            told[column.field] = _word(register, column)
    return told


def labelled(register: Register[Record], told: dict[str, str]) -> dict[str, str]:
    labels = {c.field: c.col.label for c in columns_of(register.record)}
    return {labels[field]: text for field, text in told.items()}


def called(register: Register[Record]) -> str:
    """What the example of a register is called."""
    if register.called not in {c.field for c in columns_of(register.record)} or register.called == "id":
        return ""
    return f"{register.title}甲"


def _word(register: Register[Record], column: Column) -> str:
    noun = column.col.ref or (column.col.of or "").split(".")[0]
    if noun and column.col.mask is None:
        there = REGISTERS[noun]
        return (
            called(there)
            if there.called in there.unique or not column.col.ref
            else f"{there.prefix}{1:0{there.width}d}"
        )
    if column.field == register.called:
        return called(register)
    for word in column.col.choices[:1] or WORDS:
        with suppress(BadValue):
            column.col.parse(word, HINTS)
            return word
    raise AssertionError(f"no word for {register.noun}.{column.field}")


# ---- rows of tables -------------------------------------------------------------------------------------------------
def sample_rows(conn: sqlite3.Connection, table: str) -> list[dict[str, Any]]:
    """Two rows that the table takes, alike but for what must be unique; each refers to row 1 where it refers to any."""
    return [_row(conn, table, n) for n in (1, 2)]


def _row(conn: sqlite3.Connection, table: str, n: int) -> dict[str, Any]:
    (text,) = conn.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (table,)).fetchone()
    keys = {key[3] for key in conn.execute(f"PRAGMA foreign_key_list({table})")}
    unique = unique_columns(conn, table)
    row: dict[str, Any] = {}
    for _cid, name, kind, needed, default, _pk in conn.execute(f"PRAGMA table_info({table})").fetchall():
        if name == "id" or not needed or default is not None:
            continue
        listed = re.search(rf"\b{name} IN\s*\('([\w-]+)'(?:, '([\w-]+)')?", text)
        if name in keys:
            row[name] = n if name in unique else 1
        elif name == "month":
            row[name] = f"1990-0{n}"  # long before anything the tests do
        elif kind == "INTEGER":
            row[name] = n
        elif listed:
            row[name] = listed[n if name in unique and listed[2] else 1]
        elif name.endswith(("_on", "_at", "_date")):
            row[name] = "2022-01-05"
        else:
            row[name] = f"{name}{n}" if name in unique else "{}"
    return row


def unique_columns(conn: sqlite3.Connection, table: str) -> set[str]:
    """Columns that stand in a unique index of the table."""
    found = set()
    for _seq, index, unique, *_rest in conn.execute(f"PRAGMA index_list({table})").fetchall():
        if unique:
            found |= {row[2] for row in conn.execute(f"PRAGMA index_info({index})")}
    return found
