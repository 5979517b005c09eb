"""Running the queries behind reports and stars. Their text is portable SQL in ``sql/``, one file each."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from leifeng_cli.domain.activities import Activity
from leifeng_cli.domain.hours import ServiceRecord
from leifeng_cli.domain.registers import ACTIVITIES, HOURS, VOLUNTEERS
from leifeng_cli.domain.volunteers import PARTY, Volunteer
from leifeng_cli.store import records

SQL = Path(__file__).parent / "sql"


@cache
def text(name: str) -> str:
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")


def query(conn: sqlite3.Connection, name: str, **parameters: Any) -> sqlite3.Cursor:
    return conn.execute(text(name), parameters)


def rows(conn: sqlite3.Connection, name: str, **parameters: Any) -> list[dict[str, Any]]:
    """Result rows as dictionaries by column name."""
    cursor = query(conn, name, **parameters)
    names = [d[0] for d in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def excluded(ratings: Iterable[int]) -> dict[str, int]:
    """Parameters x1 to x5 for the ratings left out; -1, which no rating is, where there are fewer."""
    given = [*sorted(ratings), -1, -1, -1, -1, -1]
    return {f"x{i + 1}": given[i] for i in range(5)}


#: Which of a month's records a row of a breakdown counts. The parameter is its name, NULL for the unnamed row.
_CUTS = {
    "by_category": "c.name IS ?",
    "by_team": "(SELECT name FROM team WHERE id = t.team_id) IS ?",
    "by_department": "(SELECT department FROM team WHERE id = t.team_id) IS ?",
    "by_mode": "a.mode IS ?",
    "activities": "a.number IS ?",
}
_IN_MONTH = "t.service_date >= ? AND t.service_date < ?"
_REGISTERED = (
    "COALESCE(t.registered_on, t.entered_on) < ? AND t.status <> '注销'"
    " AND (t.archived_on IS NULL OR t.archived_on >= ?)"
)
_HELD = (
    "EXISTS (SELECT 1 FROM service_record AS r WHERE r.activity_id = t.id"
    " AND r.status = 'credited' AND r.service_date >= ? AND r.service_date < ?)"
)


def served(conn: sqlite3.Connection, first: str, after: str, status: str = "credited") -> list[ServiceRecord]:
    """The records of [first, after) that count, or those of another status."""
    return records.select(conn, HOURS, f"t.status = ? AND {_IN_MONTH}", (status, first, after))


def served_in_cut(conn: sqlite3.Connection, first: str, after: str, cut: str, name: str | None) -> list[ServiceRecord]:
    """The records one row of a breakdown counts; ``name`` None is the row of those without a name."""
    return records.select(conn, HOURS, f"t.status = 'credited' AND {_IN_MONTH} AND {_CUTS[cut]}", (first, after, name))


def served_by_party(conn: sqlite3.Connection, first: str, after: str) -> list[ServiceRecord]:
    """The records that count of those who are party members now."""
    members = f"v.political_status IN ({','.join('?' * len(PARTY))})"
    return records.select(conn, HOURS, f"t.status = 'credited' AND {_IN_MONTH} AND {members}", (first, after, *PARTY))


def registered(conn: sqlite3.Connection, after: str, since: str = "") -> list[Volunteer]:
    """Who was in the register on the day before ``after``, and entered it on ``since`` or later."""
    where = f"{_REGISTERED} AND COALESCE(t.registered_on, t.entered_on) >= ?"
    return records.select(conn, VOLUNTEERS, where, (after, after, since))


def held(conn: sqlite3.Connection, first: str, after: str, *, stating: bool | None = None) -> list[Activity]:
    """Activities with time that counts in [first, after): all, those stating beneficiaries, or those that do not."""
    more = {None: "", True: " AND t.beneficiaries IS NOT NULL", False: " AND t.beneficiaries IS NULL"}[stating]
    return records.select(conn, ACTIVITIES, _HELD + more, (first, after))
