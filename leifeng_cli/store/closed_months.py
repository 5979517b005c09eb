"""Which months are closed, and which months a change falls in: what stands behind every write, so it is small."""

from __future__ import annotations

import sqlite3


def closed_months(conn: sqlite3.Connection) -> set[str]:
    return {row[0] for row in conn.execute("SELECT month FROM month_close WHERE reopened_on IS NULL ORDER BY month")}


def months_served(conn: sqlite3.Connection, of: str, row: int) -> set[str]:
    """Months with credited time of one activity or team: ``of`` is the record's column, activity_id or team_id."""
    return _months(conn, f"status = 'credited' AND {of} = ?", row)


def months_of_category(conn: sqlite3.Connection, row: int) -> set[str]:
    """Months with credited time of a category's own activities."""
    return _months(conn, "status = 'credited' AND activity_id IN (SELECT id FROM activity WHERE category_id = ?)", row)


def months_of_records(conn: sqlite3.Connection, first: int, last: int) -> set[str]:
    """Months of the credited records with ids from ``first`` to ``last``."""
    return _months(conn, "id BETWEEN ? AND ? AND status = 'credited'", first, last)


def _months(conn: sqlite3.Connection, where: str, *args: int) -> set[str]:
    sql = f"SELECT DISTINCT substr(service_date, 1, 7) FROM service_record WHERE {where} ORDER BY 1"
    return {row[0] for row in conn.execute(sql, args)}


def months_registered(conn: sqlite3.Connection, first: int, last: int) -> set[str]:
    """Months in which the volunteers with these ids entered the register."""
    rows = conn.execute(
        "SELECT DISTINCT substr(COALESCE(registered_on, entered_on), 1, 7) FROM volunteer"
        " WHERE id BETWEEN ? AND ? ORDER BY 1",
        (first, last),
    )
    return {row[0] for row in rows}


def months_dated(conn: sqlite3.Connection, table: str, column: str, first: int, last: int) -> set[str]:
    """Months of the days that date the rows with these ids; both names are those of the schema."""
    sql = f"SELECT DISTINCT substr({column}, 1, 7) FROM {table} WHERE id BETWEEN ? AND ? ORDER BY 1"
    return {month for (month,) in conn.execute(sql, (first, last)) if month}


def policy_uses(conn: sqlite3.Connection, first: int, last: int) -> list[dict[str, str]]:
    """Kind and first day of the policies chosen with ids from ``first`` to ``last``."""
    rows = conn.execute("SELECT kind, from_date FROM policy_use WHERE id BETWEEN ? AND ? ORDER BY id", (first, last))
    return [{"kind": kind, "from_date": day} for kind, day in rows]
