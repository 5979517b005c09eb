"""Running the queries behind reports and stars. Their text is portable SQL in ``sql/``, one file each."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

SQL = Path(__file__).parent / "sql"


@cache
def text(name: str) -> str:
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")


def query(conn: sqlite3.Connection, name: str, **parameters: Any) -> sqlite3.Cursor:
    return conn.execute(text(name), parameters)


def rows(conn: sqlite3.Connection, name: str, **parameters: Any) -> list[dict[str, Any]]:
    """Result rows as dictionaries by column name."""
    cursor = query(conn, name, **parameters)
    names = [d[0] for d in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def excluded(ratings: Iterable[int]) -> dict[str, int]:
    """Parameters x1 to x5 for the ratings left out; -1, which no rating is, where there are fewer."""
    given = [*sorted(ratings), -1, -1, -1, -1, -1]
    return {f"x{i + 1}": given[i] for i in range(5)}
