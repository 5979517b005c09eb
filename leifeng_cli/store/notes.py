"""Clerks' notes as records."""

from __future__ import annotations

import sqlite3

from leifeng_cli.domain.notes import Note

_NOTES = """
SELECT n.id, n.month, n.section, n.content, a.number, n.written_on, n.written_by
FROM note AS n LEFT JOIN activity AS a ON a.id = n.activity_id
WHERE n.withdrawn_on IS NULL
"""


def notes(conn: sqlite3.Connection, first: str, last: str) -> list[Note]:
    """Notes of the months from ``first`` to ``last``, in the order they were written."""
    rows = conn.execute(f"{_NOTES} AND n.month >= ? AND n.month <= ? ORDER BY n.month, n.id", (first, last))
    return [Note(*row) for row in rows]


def note(conn: sqlite3.Connection, row_id: int) -> Note | None:
    row = conn.execute(f"{_NOTES} AND n.id = ?", (row_id,)).fetchone()
    return None if row is None else Note(*row)
