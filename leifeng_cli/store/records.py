"""Generic record keeping: rows of a register's table as records, found by whatever a person calls them."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from leifeng_cli.domain.columns import Column, columns_of, shown_columns
from leifeng_cli.domain.registers import REGISTERS, Register
from leifeng_cli.store.journal import Transaction

#: What the store computes for a register, by field. ``t`` is the register's own table.
DERIVED: dict[str, dict[str, str]] = {
    "volunteer": {
        "teams": """(SELECT group_concat(name, '、') FROM (
            SELECT team.name FROM membership JOIN team ON team.id = membership.team_id
            WHERE membership.volunteer_id = t.id AND membership.left_on IS NULL ORDER BY membership.id))""",
        "seconds": """(SELECT COALESCE(SUM(seconds), 0) FROM service_record
            WHERE volunteer_id = t.id AND status = 'credited')""",
    },
    "team": {
        "members": "(SELECT COUNT(*) FROM membership WHERE team_id = t.id AND left_on IS NULL)",
    },
    "reward": {
        "remaining": """t.stock - (SELECT COALESCE(SUM(quantity), 0) FROM redemption
            WHERE reward_id = t.id AND returned_on IS NULL)""",
    },
}
_PERSON_AND_ACTIVITY = {
    "activity_number": "a.number",
    "activity_title": "a.title",
    "volunteer_number": "v.number",
    "volunteer_name": "v.name",
    "volunteer_id_type": "v.id_type",
    "volunteer_id_number": "v.id_number",
    "volunteer_phone": "v.phone",
}
for _noun in ("signup", "attendance"):
    DERIVED[_noun] = _PERSON_AND_ACTIVITY
for _noun in ("award", "complaint", "training"):
    DERIVED[_noun] = {"volunteer_name": "(SELECT name FROM volunteer WHERE id = t.volunteer_id)"}
DERIVED["hours"] = {**_PERSON_AND_ACTIVITY, "category": "c.name", "mode": "a.mode", "place": "a.place"}

#: Tables a register's rows are joined with, where its derived columns need more than its own.
_JOINS = " JOIN volunteer AS v ON v.id = t.volunteer_id JOIN activity AS a ON a.id = t.activity_id"
JOINED = {
    "signup": _JOINS,
    "attendance": _JOINS,
    "hours": _JOINS + " LEFT JOIN category AS c ON c.id = a.category_id",
}


def _expression(register: Register, column: Column) -> str:
    derived = DERIVED.get(register.noun, {}).get(column.field)
    if derived:
        return derived
    if column.col.ref:
        shown = ref_field(column)
        return f"(SELECT r.{shown} FROM {column.col.ref} AS r WHERE r.id = t.{column.stored})"
    return f"t.{column.field}"


def ref_field(column: Column) -> str:
    """The field a referenced record is written by: names are unique but for people's and activities'."""
    assert column.col.ref
    return "number" if column.col.ref in ("volunteer", "activity") else "name"


@cache
def _select(noun: str) -> str:
    register = REGISTERS[noun]
    parts = ["t.id AS id", *(f"{_expression(register, c)} AS {c.field}" for c in _valued(register))]
    return f"SELECT {', '.join(parts)} FROM {register.table} AS t{JOINED.get(noun, '')}"


def _valued(register: Register) -> list[Column]:
    return [c for c in shown_columns(register.record) if c.field != "id"]


def select(
    conn: sqlite3.Connection, register: Register, where: str = "1", args: Sequence[Any] = (), *, order: str = ""
) -> list[Any]:
    """Records whose row ``t`` meets ``where``, in the register's order."""
    sql = f"{_select(register.noun)} WHERE {where} ORDER BY {order or register.order}, t.id"
    columns = _valued(register)
    booleans = [c.field for c in columns if isinstance(c.default, bool)]
    names = ["id", *(c.field for c in columns)]
    found = []
    for row in conn.execute(sql, args):
        values = dict(zip(names, row, strict=True))
        for field in booleans:
            values[field] = bool(values[field])
        found.append(register.record(**values))
    return found


def by(conn: sqlite3.Connection, register: Register, **values: Any) -> list[Any]:
    """Records whose table columns hold these values; None is a value like any other."""
    where = " AND ".join(f"t.{column} IS ?" for column in values)
    return select(conn, register, where, tuple(values.values()))


def find(conn: sqlite3.Connection, register: Register, word: str) -> list[Any]:
    """Records called ``word``: by the surest kind of name that answers at all, current ones first."""
    for field in register.names:
        key = word.lower() if field in ("pinyin", "initials") else word
        found = select(conn, register, f"t.{field} = ?", (key,))
        if found:
            return [r for r in found if getattr(r, "archived_on", None) is None] or found
    return []


def get(conn: sqlite3.Connection, register: Register, row_id: int) -> Any:
    (record,) = select(conn, register, "t.id = ?", (row_id,))
    return record


def to_row(register: Register, values: Mapping[str, Any]) -> dict[str, Any]:
    """Field values as table columns; a reference must be an id by now, booleans become 0 and 1."""
    row: dict[str, Any] = {}
    for column in columns_of(register.record):
        if column.stored and column.field in values:
            value = values[column.field]
            row[column.stored] = int(value) if isinstance(value, bool) else value
    return row


def insert(tx: Transaction, register: Register, values: Mapping[str, Any], extra: Mapping[str, Any] = {}) -> int:
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
    return tx.insert(register.table, {**row, **extra})


def update(tx: Transaction, register: Register, row_id: int, values: Mapping[str, Any]) -> bool:
    return tx.update(register.table, row_id, to_row(register, values))
