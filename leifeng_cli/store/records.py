"""Generic record keeping: rows of a register's table as records, found by whatever a person calls them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from leifeng_cli.domain.columns import Column, columns_of, shown_columns
from leifeng_cli.domain.register import R, Record, Register
from leifeng_cli.domain.registers import REGISTERS
from leifeng_cli.store.journal import Transaction
from leifeng_cli.store.queries import text

#: Never part of a name a person types in capitals.
_LOWER = frozenset({"pinyin", "initials"})


def ref_field(column: Column) -> str:
    """The field a referenced record is written by: its name where no two share one, else its number."""
    assert column.col.ref
    there = REGISTERS[column.col.ref]
    return there.called if there.called in there.unique else "number"


class _Query:
    """The SELECT of a register: what each field is read from, and the tables that takes. ``t`` is its own."""

    def __init__(self, register: Register[Record]) -> None:
        self.register = register
        self.joins: dict[str, str] = {}

    def text(self) -> str:
        parts = ["t.id AS id", *(f"{self._expression(c)} AS {c.field}" for c in _valued(self.register))]
        return f"SELECT {', '.join(parts)} FROM {self.register.table} AS t{''.join(self.joins.values())}"

    def _expression(self, column: Column) -> str:
        if column.col.of:
            return self._through(column.col.of)
        if column.col.derived:
            return f"({text(f'derived/{self.register.noun}.{column.field}').rstrip()})"
        if column.col.ref:
            table = REGISTERS[column.col.ref].table
            return f"(SELECT r.{ref_field(column)} FROM {table} AS r WHERE r.id = t.{column.stored})"
        return f"t.{column.field}"

    def _through(self, path: str) -> str:
        """A field behind references; each table on the way is joined once, under the way there as its name."""
        *ways, field = path.split(".")
        here, there = self.register, "t"
        for way in ways:
            column = next((c for c in columns_of(here.record) if c.field == way and c.col.ref), None)
            here = REGISTERS[column.col.ref if column and column.col.ref else way]
            name = way if there == "t" else f"{there}_{way}"
            how = "LEFT JOIN" if column and not column.col.required else "JOIN"
            self.joins[name] = f" {how} {here.table} AS {name} ON {name}.id = {there}.{way}_id"
            there = name
        return f"{there}.{field}"


@cache
def _select(register: Register[Record]) -> str:
    return _Query(register).text()


def _valued(register: Register[Record]) -> list[Column]:
    return [c for c in shown_columns(register.record) if c.field != "id"]


def select(
    conn: sqlite3.Connection, register: Register[R], where: str = "1", args: Sequence[Any] = (), *, order: str = ""
) -> list[R]:
    """Records whose row ``t`` meets ``where``, in the register's order."""
    sql = f"{_select(register)} WHERE {where} ORDER BY {order or register.order}, t.id"
    columns = _valued(register)
    booleans = [c.field for c in columns if isinstance(c.default, bool)]
    names = ["id", *(c.field for c in columns)]
    make: Callable[..., R] = register.record
    found = []
    for row in conn.execute(sql, args):
        values = dict(zip(names, row, strict=True))
        for field in booleans:
            values[field] = bool(values[field])
        found.append(make(**values))
    return found


def by(conn: sqlite3.Connection, register: Register[R], **values: object) -> list[R]:
    """Records whose table columns hold these values; None is a value like any other."""
    where = " AND ".join(f"t.{column} IS ?" for column in values)
    return select(conn, register, where, tuple(values.values()))


def dated(conn: sqlite3.Connection, register: Register[R], first: str, after: str) -> list[R]:
    """Records that belong to a day of [first, after), by the column the register is dated by; archived ones not."""
    return select(conn, register, _dated(register), (first, after))


def _dated(register: Register[Record]) -> str:
    gone = " AND t.archived_on IS NULL" if any(c.field == "archived_on" for c in columns_of(register.record)) else ""
    return f"t.{register.dated_by} >= ? AND t.{register.dated_by} < ?{gone}"


def tally(
    conn: sqlite3.Connection, register: Register[Record], column: str, first: str, after: str
) -> list[tuple[Any, int]]:
    """(Value of a table column, how many of the records of [first, after) have it), nothing else being read."""
    sql = f"SELECT t.{column}, COUNT(*) FROM {register.table} AS t WHERE {_dated(register)} GROUP BY 1 ORDER BY 1"
    return [(value, count) for value, count in conn.execute(sql, (first, after))]


def find(conn: sqlite3.Connection, register: Register[R], word: str) -> list[R]:
    """Records called ``word``: by the surest kind of name that answers at all, current ones first."""
    for field in register.names:
        key = word.lower() if field in _LOWER else word
        found = select(conn, register, f"t.{field} = ?", (key,))
        if found:
            return [r for r in found if getattr(r, "archived_on", None) is None] or found
    return []


def get(conn: sqlite3.Connection, register: Register[R], row_id: int) -> R:
    (record,) = select(conn, register, "t.id = ?", (row_id,))
    return record


def to_row(register: Register[Record], values: Mapping[str, Any]) -> dict[str, Any]:
    """Field values as table columns; a reference must be an id by now, booleans become 0 and 1."""
    row: dict[str, Any] = {}
    for column in columns_of(register.record):
        if column.stored and column.field in values:
            value = values[column.field]
            row[column.stored] = int(value) if isinstance(value, bool) else value
    return row


def insert(tx: Transaction, register: Register[Record], values: Mapping[str, Any]) -> int:
    """Insert a record under its given number, or the register's next one."""
    row = to_row(register, values)
    if not register.prefix:
        pass
    elif row.get("number"):
        tx.reserve_number(register.noun, register.prefix, row["number"])
    else:
        row["number"] = tx.next_number(register.noun, register.prefix, register.width)
    for column in columns_of(register.record):
        if column.stored and row.get(column.stored) is None and column.default is not None:
            row[column.stored] = int(column.default) if isinstance(column.default, bool) else column.default
    return tx.insert(register.table, row)


def update(tx: Transaction, register: Register[Record], row_id: int, values: Mapping[str, Any]) -> bool:
    return tx.update(register.table, row_id, to_row(register, values))
