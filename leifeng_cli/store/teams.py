"""Memberships of teams."""

from __future__ import annotations

import sqlite3

from leifeng_cli.domain.teams import Member


def open_membership(conn: sqlite3.Connection, volunteer: int, team: int) -> int | None:
    row = conn.execute(
        "SELECT id FROM membership WHERE volunteer_id=? AND team_id=? AND left_on IS NULL", (volunteer, team)
    ).fetchone()
    return row[0] if row else None


def open_memberships(conn: sqlite3.Connection, volunteer: int) -> list[tuple[int, int]]:
    """(membership id, team id) of the teams somebody is in now."""
    return conn.execute(
        "SELECT id, team_id FROM membership WHERE volunteer_id=? AND left_on IS NULL ORDER BY id", (volunteer,)
    ).fetchall()


def members(conn: sqlite3.Connection, team: int) -> list[Member]:
    rows = conn.execute(
        "SELECT v.number, v.name, m.joined_on, m.left_on FROM membership AS m"
        " JOIN volunteer AS v ON v.id = m.volunteer_id"
        " WHERE m.team_id = ? ORDER BY m.joined_on, m.id",
        (team,),
    )
    return [Member(*row) for row in rows]
