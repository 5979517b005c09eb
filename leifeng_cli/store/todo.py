"""What the agenda asks of the file."""

from __future__ import annotations

import sqlite3


def limited_signups(conn: sqlite3.Connection, today: str, until: str) -> list[tuple[str, str, str, int, int, int]]:
    """(day, number, title, capacity, with a place, waiting) of published activities with limited places, not over."""
    return conn.execute(
        "SELECT MAX(a.starts_on, ?), a.number, a.title, a.capacity,"
        " COUNT(CASE WHEN s.status = 'confirmed' THEN 1 END), COUNT(CASE WHEN s.status = 'waiting' THEN 1 END)"
        " FROM activity AS a LEFT JOIN signup AS s ON s.activity_id = a.id"
        " WHERE a.status = 'published' AND a.capacity IS NOT NULL AND a.archived_on IS NULL"
        " AND a.starts_on <= ? AND a.ends_on >= ?"
        " GROUP BY a.id, a.number, a.title, a.capacity, a.starts_on ORDER BY 1, a.number",
        (today, until, today),
    ).fetchall()


def open_attendance(conn: sqlite3.Connection, today: str) -> list[tuple[str, str, str, int]]:
    """(day, activity number, title, people) of days before today on which somebody never signed out."""
    return conn.execute(
        "SELECT t.service_date, a.number, a.title, COUNT(*) FROM attendance AS t"
        " JOIN activity AS a ON a.id = t.activity_id WHERE t.checked_out IS NULL AND t.service_date < ?"
        " GROUP BY t.service_date, a.number, a.title ORDER BY t.service_date, a.number",
        (today,),
    ).fetchall()


def without_hours(conn: sqlite3.Connection, today: str) -> list[tuple[str, str, str]]:
    """(last day, number, title) of activities that are over, were not cancelled, and have no live record."""
    return conn.execute(
        "SELECT a.ends_on, a.number, a.title FROM activity AS a"
        " WHERE a.ends_on < ? AND a.status <> 'cancelled' AND a.archived_on IS NULL AND NOT EXISTS ("
        " SELECT 1 FROM service_record AS r WHERE r.activity_id = a.id AND r.status IN ('pending', 'credited'))"
        " ORDER BY a.ends_on, a.number",
        (today,),
    ).fetchall()


def pending(conn: sqlite3.Connection) -> tuple[int, str]:
    """How many records wait for approval, and the day the oldest was entered."""
    row = conn.execute("SELECT COUNT(*), MIN(recorded_on) FROM service_record WHERE status = 'pending'").fetchone()
    return row[0], row[1] or ""


def running_notices(conn: sqlite3.Connection, today: str) -> list[tuple[str, str, str, int]]:
    """(last day, number, title, open objections) of the notices that hang today or later."""
    return conn.execute(
        "SELECT n.ends_on, n.number, n.title,"
        " (SELECT COUNT(*) FROM objection AS o WHERE o.notice_id = n.id AND o.upheld IS NULL)"
        " FROM notice AS n WHERE n.ends_on >= ? AND n.withdrawn_on IS NULL ORDER BY n.ends_on, n.number",
        (today,),
    ).fetchall()


def old_objections(conn: sqlite3.Connection, today: str) -> list[tuple[str, int, str]]:
    """(day raised, id, notice) of objections still open though their notice is over."""
    return conn.execute(
        "SELECT o.raised_on, o.id, n.number FROM objection AS o JOIN notice AS n ON n.id = o.notice_id"
        " WHERE o.upheld IS NULL AND n.ends_on < ? ORDER BY o.raised_on, o.id",
        (today,),
    ).fetchall()


def waiting_cases(conn: sqlite3.Connection, today: str) -> list[tuple[str, str, int, str]]:
    """(day, round, people, status) of cases nobody has moved on: proposed, or shown for the full time."""
    return conn.execute(
        "SELECT MIN(COALESCE(n.ends_on, r.opened_on)), r.number, COUNT(*), c.status FROM star_case AS c"
        " JOIN star_round AS r ON r.id = c.round_id LEFT JOIN notice AS n ON n.id = c.notice_id"
        " WHERE c.status = 'proposed' OR (c.status = 'posted' AND n.ends_on < ?)"
        " GROUP BY r.number, c.status ORDER BY 1, r.number, c.status",
        (today,),
    ).fetchall()


def served_before(conn: sqlite3.Connection, day: str) -> bool:
    """Whether any time counts from before a day."""
    row = conn.execute(
        "SELECT 1 FROM service_record WHERE status = 'credited' AND service_date < ? ORDER BY 1 LIMIT 1", (day,)
    ).fetchone()
    return row is not None


def unreported_events(conn: sqlite3.Connection, today: str) -> list[tuple[str, str, str]]:
    """(last day, number, title) of major events that began and were never reported."""
    return conn.execute(
        "SELECT a.ends_on, a.number, a.title FROM activity AS a"
        " WHERE a.major = 1 AND a.status <> 'cancelled' AND a.starts_on <= ? AND a.archived_on IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM report_sent AS s WHERE s.activity_id = a.id)"
        " ORDER BY a.ends_on, a.number",
        (today,),
    ).fetchall()


def expiring_trainings(conn: sqlite3.Connection, today: str, until: str) -> list[tuple[str, int]]:
    """(day, how many) of trainings that hold to a day from today until then."""
    return conn.execute(
        "SELECT t.expires_on, COUNT(*) FROM training AS t WHERE t.expires_on BETWEEN ? AND ? AND t.archived_on IS NULL"
        " GROUP BY t.expires_on ORDER BY t.expires_on",
        (today, until),
    ).fetchall()


def expiring_points(conn: sqlite3.Connection, today: str, until: str) -> list[tuple[str, int]]:
    """(day, hundredths still held) of points that hold to a day from today until then."""
    return conn.execute(
        "SELECT e.expires_on, SUM(e.hundredths) FROM points_entry AS e"
        " WHERE e.account = 'volunteer' AND e.expires_on BETWEEN ? AND ?"
        " GROUP BY e.expires_on HAVING SUM(e.hundredths) > 0 ORDER BY e.expires_on",
        (today, until),
    ).fetchall()
