"""The records behind the figures of a report: what a count or a sum was made of."""

from __future__ import annotations

import sqlite3

from leifeng_cli.domain.activities import ACTIVITIES, Activity
from leifeng_cli.domain.hours import HOURS, ServiceRecord
from leifeng_cli.domain.periods import WHOLE_UNIT, Scope
from leifeng_cli.domain.volunteers import PARTY, VOLUNTEERS, Volunteer
from leifeng_cli.store import records
from leifeng_cli.store.queries import narrowed

#: Which of a month's records a row of a breakdown counts. The parameter is its name, NULL for the unnamed row.
_CUTS = {
    "by_category": "activity_category.name IS ?",
    "by_team": "(SELECT name FROM team WHERE id = t.team_id) IS ?",
    "by_department": "(SELECT department FROM team WHERE id = t.team_id) IS ?",
    "by_mode": "activity.mode IS ?",
    "activities": "activity.number IS ?",
}
_IN_MONTH = "t.service_date >= ? AND t.service_date < ?"
_REGISTERED = (
    "COALESCE(t.registered_on, t.entered_on) < ?1"
    " AND NOT (t.status = '注销' AND COALESCE(t.cancelled_on, '') < ?1)"
    " AND (t.archived_on IS NULL OR t.archived_on >= ?1)"
)
_HELD = (
    "EXISTS (SELECT 1 FROM service_record AS r WHERE r.activity_id = t.id"
    " AND r.status = 'credited' AND r.service_date >= ? AND r.service_date < ? {scope})"
)


def served(
    conn: sqlite3.Connection, first: str, after: str, scope: Scope = WHOLE_UNIT, *, status: str = "credited"
) -> list[ServiceRecord]:
    """The records of [first, after) that count, or those of another status."""
    return records.select(conn, HOURS, f"t.status = ? AND {_IN_MONTH} {narrowed(scope, 't')}", (status, first, after))


def served_in_cut(
    conn: sqlite3.Connection, first: str, after: str, cut: str, name: str | None, scope: Scope = WHOLE_UNIT
) -> list[ServiceRecord]:
    """The records one row of a breakdown counts; ``name`` None is the row of those without a name."""
    where = f"t.status = 'credited' AND {_IN_MONTH} AND {_CUTS[cut]} {narrowed(scope, 't')}"
    return records.select(conn, HOURS, where, (first, after, name))


def served_by_party(conn: sqlite3.Connection, first: str, after: str, scope: Scope = WHOLE_UNIT) -> list[ServiceRecord]:
    """The records that count of those who are party members now."""
    members = f"volunteer.political_status IN ({','.join('?' * len(PARTY))}) {narrowed(scope, 't')}"
    return records.select(conn, HOURS, f"t.status = 'credited' AND {_IN_MONTH} AND {members}", (first, after, *PARTY))


def served_late(conn: sqlite3.Connection, first: str, after: str, scope: Scope = WHOLE_UNIT) -> list[ServiceRecord]:
    """The records that count and were entered after the ten working days."""
    where = f"t.status = 'credited' AND t.late = 1 AND {_IN_MONTH} {narrowed(scope, 't')}"
    return records.select(conn, HOURS, where, (first, after))


def registered(conn: sqlite3.Connection, after: str, since: str = "") -> list[Volunteer]:
    """Who was in the register on the day before ``after``, and entered it on ``since`` or later."""
    where = f"{_REGISTERED} AND COALESCE(t.registered_on, t.entered_on) >= ?2"
    return records.select(conn, VOLUNTEERS, where, (after, since))


def held(
    conn: sqlite3.Connection, first: str, after: str, scope: Scope = WHOLE_UNIT, *, stating: bool | None = None
) -> list[Activity]:
    """Activities with time that counts in [first, after): all, those stating beneficiaries, or those that do not."""
    more = {None: "", True: " AND t.beneficiaries IS NOT NULL", False: " AND t.beneficiaries IS NULL"}[stating]
    return records.select(conn, ACTIVITIES, _HELD.format(scope=narrowed(scope, "r")) + more, (first, after))


def held_major(conn: sqlite3.Connection, first: str, after: str, scope: Scope = WHOLE_UNIT) -> list[Activity]:
    """The major events among them."""
    return [a for a in held(conn, first, after, scope) if a.major]
