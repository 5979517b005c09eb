"""Time drawn from the time bank, beside the time credited."""

from __future__ import annotations

import sqlite3

from leifeng_cli.domain.timebank import TimeAccount, TimeMove

_NET = "SUM(CASE WHEN b.kind = 'drawn' THEN b.seconds ELSE -b.seconds END)"
_CREDITED = (
    "(SELECT COALESCE(SUM(r.seconds), 0) FROM service_record AS r"
    " WHERE r.volunteer_id = v.id AND r.status = 'credited')"
)


def account(conn: sqlite3.Connection, volunteer: int) -> TimeAccount:
    row = conn.execute(
        f"SELECT v.number, v.name, {_CREDITED},"
        f" COALESCE((SELECT {_NET} FROM time_bank AS b WHERE b.volunteer_id = v.id), 0)"
        " FROM volunteer AS v WHERE v.id = ?",
        (volunteer,),
    ).fetchone()
    return _account(*row)


def _account(number: str, name: str, credited: int, drawn: int) -> TimeAccount:
    return TimeAccount(number, name, credited, drawn, credited - drawn)


def accounts(conn: sqlite3.Connection) -> list[TimeAccount]:
    """Everybody who ever drew, by number."""
    rows = conn.execute(
        f"SELECT v.number, v.name, {_CREDITED}, {_NET} FROM volunteer AS v JOIN time_bank AS b ON b.volunteer_id = v.id"
        " GROUP BY v.id, v.number, v.name ORDER BY v.number"
    )
    return [_account(*row) for row in rows]


def moves(conn: sqlite3.Connection, volunteer: int | None = None) -> list[TimeMove]:
    """Drawings and givings back in the order of their days."""
    rows = conn.execute(
        "SELECT b.id, b.on_date, v.number, v.name, b.kind, b.seconds, b.reason FROM time_bank AS b"
        " JOIN volunteer AS v ON v.id = b.volunteer_id WHERE ? IS NULL OR b.volunteer_id = ? ORDER BY b.on_date, b.id",
        (volunteer, volunteer),
    )
    return [TimeMove(*row) for row in rows]


def overdrawn(conn: sqlite3.Connection) -> list[tuple[str, int]]:
    """(volunteer number, seconds) of whoever has given back more than was drawn."""
    return conn.execute(
        f"SELECT v.number, -{_NET} FROM time_bank AS b JOIN volunteer AS v ON v.id = b.volunteer_id"
        f" GROUP BY v.number HAVING {_NET} < 0 ORDER BY v.number"
    ).fetchall()
