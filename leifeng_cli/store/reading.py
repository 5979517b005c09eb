"""What a query reads, as SQLite itself says it: written down nowhere, so that nobody can forget it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable


def columns_read(conn: sqlite3.Connection, run: Callable[[sqlite3.Connection], object]) -> dict[str, set[str]]:
    """Table -> the columns that ``run`` reads, tried on an empty file of the same tables."""
    found: dict[str, set[str]] = {}

    def note(action: int, table: str | None, column: str | None, _database: str | None, _by: str | None) -> int:
        if action == sqlite3.SQLITE_READ and table and column:
            found.setdefault(table, set()).add(column)
        return sqlite3.SQLITE_OK

    empty = sqlite3.connect(":memory:")
    try:
        for (sql,) in conn.execute(
            "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%' ORDER BY rowid"
        ):
            empty.execute(sql)
        empty.set_authorizer(note)
        run(empty)
    finally:
        empty.close()
    return found
