"""What importing looks up thousands of times, read once."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass


@dataclass(frozen=True)
class Known:
    """As much of a volunteer as tells one from another."""

    id: int
    number: str
    name: str
    id_type: str | None
    id_number: str | None
    phone: str | None


def everybody(conn: sqlite3.Connection) -> list[Known]:
    rows = conn.execute("SELECT id, number, name, id_type, id_number, phone FROM volunteer ORDER BY id")
    return [Known(*row) for row in rows]


def backfilled(conn: sqlite3.Connection) -> set[int]:
    """Ids of activities entered after they were held."""
    return {row[0] for row in conn.execute("SELECT id FROM activity WHERE backfilled = 1")}


def made_from_sheets(conn: sqlite3.Connection) -> set[int]:
    """Ids of activities known only from hours sheets: back-filled, closed, and nobody gave them times."""
    rows = conn.execute(
        "SELECT id FROM activity WHERE backfilled = 1 AND status = 'finished' AND start_time IS NULL AND series IS NULL"
    )
    return {row[0] for row in rows}
