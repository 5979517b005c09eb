"""Memberships of teams."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from leifeng_cli.domain.teams import Member


@dataclass(frozen=True)
class Membership:
    id: int
    joined_on: str
    left_on: str | None


def last_membership(conn: sqlite3.Connection, volunteer: int, team: int) -> Membership | None:
    """The latest of a person's memberships of a team, ended or not."""
    row = conn.execute(
        "SELECT id, joined_on, left_on FROM membership WHERE volunteer_id=? AND team_id=?"
        " ORDER BY left_on IS NULL DESC, left_on DESC, id DESC LIMIT 1",
        (volunteer, team),
    ).fetchone()
    return Membership(*row) if row else None


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


def with_those_below(conn: sqlite3.Connection, team: int) -> list[int]:
    """A team's id and those of all the teams under it."""
    found, level = [team], [team]
    while level:
        marks = ",".join("?" * len(level))
        rows = conn.execute(f"SELECT id FROM team WHERE parent_id IN ({marks}) ORDER BY id", level).fetchall()
        level = [row[0] for row in rows if row[0] not in found]
        found += level
    return found
