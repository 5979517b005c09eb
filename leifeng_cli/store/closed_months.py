"""Which months are closed, and which months a change falls in: what stands behind every write, so it is small."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable


def closed_months(conn: sqlite3.Connection) -> set[str]:
    return {row[0] for row in conn.execute("SELECT month FROM month_close WHERE reopened_on IS NULL ORDER BY month")}


def months_served_at(conn: sqlite3.Connection, activities: Iterable[int]) -> set[str]:
    """Months in which these activities have credited time."""
    ids = ",".join(str(int(i)) for i in activities) or "NULL"
    rows = conn.execute(
        f"SELECT DISTINCT substr(service_date, 1, 7) FROM service_record"
        f" WHERE status = 'credited' AND activity_id IN ({ids}) ORDER BY 1"
    )
    return {row[0] for row in rows}


def months_of_records(conn: sqlite3.Connection, first: int, last: int) -> set[str]:
    """Months of the credited records with ids from ``first`` to ``last``."""
    rows = conn.execute(
        "SELECT DISTINCT substr(service_date, 1, 7) FROM service_record"
        " WHERE id BETWEEN ? AND ? AND status = 'credited' ORDER BY 1",
        (first, last),
    )
    return {row[0] for row in rows}


def months_registered(conn: sqlite3.Connection, first: int, last: int) -> set[str]:
    """Months in which the volunteers with these ids entered the register."""
    rows = conn.execute(
        "SELECT DISTINCT substr(COALESCE(registered_on, entered_on), 1, 7) FROM volunteer"
        " WHERE id BETWEEN ? AND ? ORDER BY 1",
        (first, last),
    )
    return {row[0] for row in rows}
