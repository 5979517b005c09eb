"""The queue before an activity."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from leifeng_cli.domain.schedule import Window
from leifeng_cli.domain.signups import SIGNUPS, Signup
from leifeng_cli.store import records


@dataclass(frozen=True)
class Engagement:
    """An activity somebody has a place in, with its times."""

    activity_id: int
    number: str
    title: str
    window: Window


def confirmed_count(conn: sqlite3.Connection, activity: int) -> int:
    row = conn.execute("SELECT COUNT(*) FROM signup WHERE activity_id=? AND status='confirmed'", (activity,)).fetchone()
    return int(row[0])


def confirmed(conn: sqlite3.Connection, activity: int) -> list[tuple[int, str]]:
    """(sign-up id, volunteer number) of those who have a place, first come first."""
    return conn.execute(
        "SELECT s.id, v.number FROM signup AS s JOIN volunteer AS v ON v.id = s.volunteer_id"
        " WHERE s.activity_id = ? AND s.status = 'confirmed' ORDER BY s.signed_up_at, s.id",
        (activity,),
    ).fetchall()


def waiting(conn: sqlite3.Connection, activity: int) -> list[tuple[int, int, str]]:
    """(sign-up id, volunteer id, volunteer number), first come first."""
    return conn.execute(
        "SELECT s.id, s.volunteer_id, v.number FROM signup AS s JOIN volunteer AS v ON v.id = s.volunteer_id"
        " WHERE s.activity_id = ? AND s.status = 'waiting' ORDER BY s.signed_up_at, s.id",
        (activity,),
    ).fetchall()


def live_signup(conn: sqlite3.Connection, activity: int, volunteer: int) -> tuple[int, str] | None:
    """(id, status) of a person's sign-up that is not cancelled."""
    row = conn.execute(
        "SELECT id, status FROM signup WHERE activity_id=? AND volunteer_id=? AND status IN ('confirmed', 'waiting')",
        (activity, volunteer),
    ).fetchone()
    return (row[0], row[1]) if row else None


def engagements(conn: sqlite3.Connection, volunteer: int) -> list[Engagement]:
    """Activities with times, neither cancelled nor over for good, in which the person has a place."""
    rows = conn.execute(
        "SELECT a.id, a.number, a.title, a.starts_on, a.ends_on, a.start_time, a.end_time FROM signup AS s"
        " JOIN activity AS a ON a.id = s.activity_id"
        " WHERE s.volunteer_id = ? AND s.status = 'confirmed' AND a.status <> 'cancelled' AND a.start_time IS NOT NULL"
        " ORDER BY a.starts_on, a.id",
        (volunteer,),
    )
    return [Engagement(row[0], row[1], row[2], Window(*row[3:])) for row in rows]


def absent(conn: sqlite3.Connection, today: str, activity: int | None) -> list[tuple[int, int]]:
    """(sign-up id, activity id) of those with a place in an activity ended by ``today`` who left no trace there.

    No trace: neither attendance nor a live service record.
    """
    return conn.execute(
        "SELECT s.id, a.id FROM signup AS s JOIN activity AS a ON a.id = s.activity_id"
        " WHERE s.status = 'confirmed' AND a.ends_on <= ? AND a.status <> 'cancelled' AND (? IS NULL OR a.id = ?)"
        " AND NOT EXISTS (SELECT 1 FROM attendance AS t WHERE t.activity_id = a.id AND t.volunteer_id = s.volunteer_id)"
        " AND NOT EXISTS (SELECT 1 FROM service_record AS r WHERE r.activity_id = a.id"
        "   AND r.volunteer_id = s.volunteer_id AND r.status IN ('pending', 'credited'))"
        " ORDER BY a.starts_on, a.id, s.id",
        (today, activity, activity),
    ).fetchall()


def listed(
    conn: sqlite3.Connection, *, activity: int | None, volunteer: int | None, status: str | None
) -> list[Signup]:
    """Sign-ups in the order they came; cancelled ones only where ``status`` asks for them."""
    where, args = ["t.status <> 'cancelled'"], []  # type: tuple[list[str], list[object]]
    if status:
        where, args = ["t.status = ?"], [status]
    for column, value in (("activity_id", activity), ("volunteer_id", volunteer)):
        if value is not None:
            where.append(f"t.{column} = ?")
            args.append(value)
    return records.select(conn, SIGNUPS, " AND ".join(where), args, order="t.activity_id, t.signed_up_at")


def planned(conn: sqlite3.Connection, volunteer: int, first: str, after: str) -> list[tuple[str, Signup]]:
    """(first day, sign-up) for every activity on in [first, after) a person signed up for, cancelled ones too."""
    where = "t.volunteer_id = ? AND activity.starts_on < ? AND activity.ends_on >= ?"
    found = records.select(conn, SIGNUPS, where, (volunteer, after, first), order="activity.starts_on, t.signed_up_at")
    days = dict(
        conn.execute(
            "SELECT s.id, a.starts_on FROM signup AS s JOIN activity AS a ON a.id = s.activity_id"
            " WHERE s.volunteer_id = ?",
            (volunteer,),
        )
    )
    return [(days[s.id], s) for s in found]
