"""What hangs on an activity."""

from __future__ import annotations

import sqlite3


def recorded_period(conn: sqlite3.Connection, activity: int) -> tuple[str | None, str]:
    """First and last day with a live service record; (None, "") without any.

    The last day is the day the service began: the morning after midnight belongs to the evening before.
    """
    first, last = conn.execute(
        "SELECT MIN(service_date), MAX(service_date) FROM service_record"
        " WHERE activity_id = ? AND status IN ('pending', 'credited')"
        " AND (start_time IS NULL OR start_time <> '00:00')",
        (activity,),
    ).fetchone()
    return first, last or ""


def live_signups(conn: sqlite3.Connection, activity: int) -> list[int]:
    rows = conn.execute(
        "SELECT id FROM signup WHERE activity_id = ? AND status IN ('confirmed', 'waiting') ORDER BY signed_up_at, id",
        (activity,),
    )
    return [row[0] for row in rows]
