"""Who is signed in and not yet out."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass


@dataclass(frozen=True)
class Open:
    id: int
    service_date: str
    checked_in: str


def open_of(conn: sqlite3.Connection, volunteer: int, day: str) -> Open | None:
    """A person's attendance of a day without a sign-out, the latest where there are several."""
    row = conn.execute(
        "SELECT id, service_date, checked_in FROM attendance"
        " WHERE volunteer_id = ? AND service_date = ? AND checked_out IS NULL ORDER BY checked_in DESC LIMIT 1",
        (volunteer, day),
    ).fetchone()
    return Open(*row) if row else None
