"""What hangs on an activity."""

from __future__ import annotations

import sqlite3

from leifeng_cli.domain.activities import ACTIVITIES, Activity
from leifeng_cli.domain.values.dates import add_days
from leifeng_cli.store import records


def recorded_period(conn: sqlite3.Connection, activity: int) -> tuple[str | None, str]:
    """First and last day with a live service record; (None, "") without any.

    The last day is the day the service began: the morning after midnight belongs to the evening before.
    """
    rows = conn.execute(
        "SELECT volunteer_id, service_date, start_time, end_time FROM service_record"
        " WHERE activity_id = ? AND status IN ('pending', 'credited') ORDER BY service_date, id",
        (activity,),
    ).fetchall()
    evenings = {(who, add_days(day, 1)) for who, day, _start, end in rows if end == "24:00"}
    days = [day for who, day, start, _end in rows if not (start == "00:00" and (who, day) in evenings)]
    return (days[0], days[-1]) if days else (None, "")


def in_series(conn: sqlite3.Connection, series: str) -> list[Activity]:
    """The occurrences of a recurring activity, cancelled ones too."""
    return records.by(conn, ACTIVITIES, series=series)


def listed(
    conn: sqlite3.Connection,
    *,
    span: tuple[str, str] | None,
    status: str | None,
    find: str | None,
    archived: bool,
) -> list[Activity]:
    """Activities by their first day; of a ``span`` (first day, day after the last) all that take place in it."""
    where, args = ["1"] if archived else ["t.archived_on IS NULL"], []  # type: tuple[list[str], list[object]]
    if span:
        where.append("t.starts_on < ? AND t.ends_on >= ?")
        args += [span[1], span[0]]
    if status:
        where.append("t.status = ?")
        args.append(status)
    if find:
        where.append("instr(t.title, ?) > 0")
        args.append(find)
    return records.select(conn, ACTIVITIES, " AND ".join(where), args, order="t.starts_on, t.start_time")
