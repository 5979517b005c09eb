"""What crediting needs to see of what is already recorded."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from leifeng_cli.domain.hours import HOURS, LIVE, ServiceRecord
from leifeng_cli.domain.values.dates import add_days
from leifeng_cli.store import records

#: Columns of a service record in the order crediting fills them.
RECORD_COLUMNS = (
    "volunteer_id", "activity_id", "team_id", "service_date", "start_time", "end_time", "actual_seconds", "seconds",
    "counting", "post", "rating", "punctuality", "attitude", "skill", "comment", "source", "status", "status_reason",
    "late", "recorded_on", "recorded_by", "approved_on", "approved_by", "attendance_id", "corrects_id", "note",
)  # fmt: skip


@dataclass(frozen=True)
class Person:
    """As much of a volunteer as the crediting rules look at."""

    id: int
    number: str
    registered_on: str | None
    status: str
    archived_on: str | None


@dataclass(frozen=True)
class Event:
    """As much of an activity as the crediting rules look at."""

    id: int
    number: str
    title: str
    starts_on: str
    ends_on: str
    status: str
    team_id: int | None


@dataclass(frozen=True)
class Entry:
    """A service record already there. Without times it takes time of the day, but no known minutes."""

    id: int
    activity_id: int
    start_time: str | None
    end_time: str | None
    seconds: int
    actual_seconds: int
    status: str
    rating: int | None


def people(conn: sqlite3.Connection, ids: Iterable[int] | None = None) -> dict[int, Person]:
    sql = "SELECT id, number, registered_on, status, archived_on FROM volunteer"
    return {row[0]: Person(*row) for row in _chosen(conn, sql, "id", ids)}


def events(conn: sqlite3.Connection, ids: Iterable[int] | None = None) -> dict[int, Event]:
    sql = "SELECT id, number, title, starts_on, ends_on, status, team_id FROM activity"
    return {row[0]: Event(*row) for row in _chosen(conn, sql, "id", ids)}


def _chosen(conn: sqlite3.Connection, sql: str, column: str, ids: Iterable[int] | None) -> Iterable[tuple]:  # type: ignore[type-arg]
    if ids is None:
        return conn.execute(sql)
    chosen = list(ids)
    return conn.execute(f"{sql} WHERE {column} IN ({','.join('?' * len(chosen))})", chosen)


def entries(
    conn: sqlite3.Connection, first: str, last: str, volunteers: Iterable[int] | None = None
) -> dict[tuple[int, str], list[Entry]]:
    """Records of the days ``first`` to ``last``, voided ones too, by (volunteer id, service date)."""
    sql = (
        "SELECT volunteer_id, service_date, id, activity_id, start_time, end_time, seconds, actual_seconds, status,"
        " rating FROM service_record WHERE service_date >= ? AND service_date <= ?"
    )
    args: list[object] = [first, last]
    if volunteers is not None:
        chosen = list(volunteers)
        sql += f" AND volunteer_id IN ({','.join('?' * len(chosen))})"
        args += chosen
    found: dict[tuple[int, str], list[Entry]] = {}
    for volunteer, day, *rest in conn.execute(sql + " ORDER BY id", args):
        found.setdefault((volunteer, day), []).append(Entry(*rest))
    return found


def memberships(
    conn: sqlite3.Connection, volunteers: Iterable[int] | None = None
) -> dict[int, list[tuple[int, str, str | None]]]:
    """(team id, joined on, left on) of each volunteer, in the order they joined."""
    found: dict[int, list[tuple[int, str, str | None]]] = {}
    sql = "SELECT volunteer_id, team_id, joined_on, left_on FROM membership"
    for volunteer, team, joined, left in sorted(_chosen(conn, sql, "volunteer_id", volunteers), key=lambda m: m[2]):
        found.setdefault(volunteer, []).append((team, joined, left))
    return found


def live_days(conn: sqlite3.Connection, ids: Iterable[int]) -> list[tuple[int, str, int]]:
    """(volunteer id, service date, activity id) of those of the records that take somebody's time."""
    found = []
    for record in sorted(ids):
        found += conn.execute(
            "SELECT volunteer_id, service_date, activity_id FROM service_record"
            " WHERE id = ? AND status IN ('pending', 'credited')",
            (record,),
        ).fetchall()
    return found


def id_taken(conn: sqlite3.Connection, record: int) -> bool:
    return conn.execute("SELECT 1 FROM service_record WHERE id=?", (record,)).fetchone() is not None


def open_attendance(conn: sqlite3.Connection, first: str, last: str) -> dict[tuple[int, str], list[tuple[int, str]]]:
    """(activity id, checked in) of those who have not signed out, by (volunteer id, date)."""
    found: dict[tuple[int, str], list[tuple[int, str]]] = {}
    for volunteer, day, activity, checked_in in conn.execute(
        "SELECT volunteer_id, service_date, activity_id, checked_in FROM attendance"
        " WHERE checked_out IS NULL AND service_date >= ? AND service_date <= ?",
        (first, last),
    ):
        found.setdefault((volunteer, day), []).append((activity, checked_in))
    return found


@dataclass(frozen=True)
class Attended:
    """One attendance, as crediting needs it. ``decided`` is a record made from it that no longer counts."""

    id: int
    volunteer_id: int
    service_date: str
    checked_in: str
    checked_out: str | None
    decided: int | None


def uncredited_attendance(conn: sqlite3.Connection, activity: int, day: str | None) -> list[Attended]:
    """Attendance of an activity (on one day, or all) that no live record was made from."""
    rows = conn.execute(
        "SELECT a.id, a.volunteer_id, a.service_date, a.checked_in, a.checked_out,"
        "  (SELECT MAX(r.id) FROM service_record AS r WHERE r.attendance_id = a.id)"
        " FROM attendance AS a"
        " WHERE a.activity_id = ? AND (? IS NULL OR a.service_date = ?) AND NOT EXISTS ("
        "   SELECT 1 FROM service_record AS r WHERE r.attendance_id = a.id AND r.status IN ('pending', 'credited'))"
        " ORDER BY a.service_date, a.id",
        (activity, day, day),
    )
    return [Attended(*row) for row in rows]


def listed(
    conn: sqlite3.Connection,
    *,
    volunteer: int | None = None,
    activity: int | None = None,
    span: tuple[str, str] | None = None,
    statuses: Sequence[str] = LIVE,
    late: bool = False,
) -> list[ServiceRecord]:
    """Records by day. ``span``: the first day and the day after the last; no ``statuses`` means all of them."""
    where, args = ["1"], []  # type: tuple[list[str], list[object]]
    for column, value in (("volunteer_id", volunteer), ("activity_id", activity)):
        if value is not None:
            where.append(f"t.{column} = ?")
            args.append(value)
    if span:
        where.append("t.service_date >= ? AND t.service_date < ?")
        args += span
    if statuses:
        where.append(f"t.status IN ({','.join('?' * len(statuses))})")
        args += statuses
    if late:
        where.append("t.late = 1")
    return records.select(conn, HOURS, " AND ".join(where), args)


def counted_by(conn: sqlite3.Connection, volunteer: int) -> dict[int, tuple[int, str]]:
    """Record id -> (actual seconds, name of the counting rule) of a person's records."""
    rows = conn.execute("SELECT id, actual_seconds, counting FROM service_record WHERE volunteer_id = ?", (volunteer,))
    return {row[0]: (row[1], row[2]) for row in rows}


def first_recorded_on(conn: sqlite3.Connection, record: int) -> str:
    """The day the service was first put down: that of the record at the head of a chain of corrections."""
    earlier: int | None = record
    day = ""
    while earlier is not None:
        day, earlier = conn.execute(
            "SELECT recorded_on, corrects_id FROM service_record WHERE id=?", (earlier,)
        ).fetchone()
    return day


def other_half(conn: sqlite3.Connection, record: ServiceRecord) -> int | None:
    """The live record that continues ``record`` past midnight, or that ``record`` continues."""
    assert record.service_date is not None
    if record.end_time == "24:00":
        day, column, time = add_days(record.service_date, 1), "start_time", "00:00"
    elif record.start_time == "00:00":
        day, column, time = add_days(record.service_date, -1), "end_time", "24:00"
    else:
        return None
    row = conn.execute(
        "SELECT t.id FROM service_record AS t JOIN service_record AS o ON o.id = ?"
        " WHERE t.volunteer_id = o.volunteer_id AND t.activity_id = o.activity_id AND t.service_date = ?"
        f" AND t.{column} = ? AND t.status IN ('pending', 'credited') ORDER BY t.id",
        (record.id, day, time),
    ).fetchone()
    return row[0] if row else None
