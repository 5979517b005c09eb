"""What must be true of a file whoever changed it, by whatever way: named queries that return the records that break it.

Each is a file of ``sql/invariants``. Its first line says what is wrong, its second what to do first, both with
columns of the query's rows in braces. It reads ``touched(what, id)``: for each column its text asks for
(``'signup.activity_id'``), the values that column has in the rows a transaction changed, before and after, so that
a row that is gone still says where to look. ``key`` tells what broke from what was broken already; ``excess``, where
there is one, how badly. They run on SQLite alone, so dates may be reckoned and JSON read in them.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from leifeng_cli.store.connection import connect
from leifeng_cli.store.journal import Transaction, journalled
from leifeng_cli.store.queries import SQL, text, told

_TOLD = re.compile(r"'(\w+)\.(\w+)'")
#: Third line of those that hold for what a change does, not for every file as it lies.
_ON_CHANGE = "-- on change only"

What = tuple[str, str]


class Invariant(NamedTuple):
    """``reads``: the (table, column) pairs it asks of ``touched``. ``on_change``: no state, but a change breaks it."""

    name: str
    message: str
    hint: str
    sql: str
    reads: frozenset[What]
    on_change: bool


class Broken(NamedTuple):
    """One invariant broken at one place, in words; ``excess`` is 1 where nothing tells how badly."""

    name: str
    key: object
    message: str
    hint: str
    excess: float


@cache
def invariants() -> tuple[Invariant, ...]:
    return tuple(_read(path.stem) for path in sorted((SQL / "invariants").glob("*.sql")))


def _read(name: str) -> Invariant:
    sql = text(f"invariants/{name}")
    message, hint = told(f"invariants/{name}")
    reads = frozenset((table, column) for table, column in _TOLD.findall(sql))
    return Invariant(name, message, hint, sql, reads, f"\n{_ON_CHANGE}" in sql)


def broken_by(tx: Transaction, db: Path) -> Broken | None:
    """The first that the transaction breaks; None where it breaks none, whatever was broken before it."""
    changed = {change.table for change in tx.changes}
    asked = [one for one in invariants() if any(table in changed for table, _column in one.reads)]
    if not asked:
        return None
    wanted = {what for one in asked for what in one.reads if what[0] in changed}
    _touch(tx.conn, ((f"{table}.{column}", i) for table, column in wanted for i in tx.values(table, column)))
    found = [fault for one in asked for fault in _run(tx.conn, one)]
    if not found:
        return None
    before = _before(tx.conn, db, [one for one in asked if one.name in {fault.name for fault in found}])
    return next((fault for fault in found if fault.excess > before.get((fault.name, fault.key), 0)), None)


def broken(conn: sqlite3.Connection) -> list[Broken]:
    """Everything in the whole file that should not be."""
    standing = [one for one in invariants() if not one.on_change]
    _touch(conn, ())
    tables = set(journalled(conn))
    for table, column in sorted({what for one in standing for what in one.reads}):
        assert table in tables, f"no invariant can ask for {table}"
        sql = f"INSERT OR IGNORE INTO touched SELECT ?, {column} FROM {table} WHERE {column} IS NOT NULL"
        conn.execute(sql, (f"{table}.{column}",))
    return [fault for one in standing for fault in _run(conn, one)]


def _touch(conn: sqlite3.Connection, values: Iterable[tuple[str, int]]) -> None:
    conn.execute(
        "CREATE TEMP TABLE IF NOT EXISTS touched (what TEXT, id INTEGER, PRIMARY KEY (what, id)) WITHOUT ROWID"
    )
    conn.execute("DELETE FROM touched")
    conn.executemany("INSERT OR IGNORE INTO touched VALUES (?, ?)", values)


def _run(conn: sqlite3.Connection, one: Invariant) -> Iterator[Broken]:
    cursor = conn.execute(one.sql)
    names = [d[0] for d in cursor.description]
    for values in cursor.fetchall():
        row: Mapping[str, Any] = dict(zip(names, values, strict=True))
        yield Broken(one.name, row["key"], one.message.format(**row), one.hint.format(**row), row.get("excess", 1))


def _before(conn: sqlite3.Connection, db: Path, asked: Iterable[Invariant]) -> dict[tuple[str, object], float]:
    """How badly each place was broken before the transaction, as another connection still sees the file.

    Nothing where the transaction is so large that SQLite has shut others out already: then it is refused.
    """
    touched = conn.execute("SELECT what, id FROM touched").fetchall()
    try:
        with closing(connect(db, wait=0, mode="ro")) as other:
            _touch(other, touched)
            faults = [fault for one in asked for fault in _run(other, one)]
    except sqlite3.OperationalError:
        return {}
    return {(fault.name, fault.key): fault.excess for fault in faults}
