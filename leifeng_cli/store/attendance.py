"""Who is signed in and not yet out."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from leifeng_cli.domain.attendance import ATTENDANCE, Attendance
from leifeng_cli.store import records


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


def listed(
    conn: sqlite3.Connection,
    *,
    activity: int | None = None,
    volunteer: int | None = None,
    span: tuple[str, str] | None = None,
    still_open: bool = False,
) -> list[Attendance]:
    """Attendance by day and hour. ``span``: the first day and the day after the last."""
    where, args = ["1"], []  # type: tuple[list[str], list[object]]
    for column, value in (("activity_id", activity), ("volunteer_id", volunteer)):
        if value is not None:
            where.append(f"t.{column} = ?")
            args.append(value)
    if span:
        where.append("t.service_date >= ? AND t.service_date < ?")
        args += span
    if still_open:
        where.append("t.checked_out IS NULL")
    return records.select(conn, ATTENDANCE, " AND ".join(where), args, order="t.service_date, t.checked_in")
