"""Which checks a unit no longer wants to hear of."""

from __future__ import annotations

import sqlite3


def silenced(conn: sqlite3.Connection) -> dict[tuple[str, str | None], int]:
    """(check, subject or None for all of it) -> row id of the silence in force."""
    rows = conn.execute("SELECT name, subject, id FROM check_silence WHERE ended_on IS NULL ORDER BY id")
    return {(name, subject): row_id for name, subject, row_id in rows}
