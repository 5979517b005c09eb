"""Targets of campaigns."""

from __future__ import annotations

import sqlite3


def targets(conn: sqlite3.Connection, campaign: int) -> list[tuple[str, int]]:
    """(measure, goal) of the targets that stand, in the order they were set."""
    return conn.execute(
        "SELECT measure, goal FROM campaign_target WHERE campaign_id = ? AND withdrawn_on IS NULL ORDER BY id",
        (campaign,),
    ).fetchall()


def target(conn: sqlite3.Connection, campaign: int, measure: str) -> tuple[int, int] | None:
    """(row id, goal) of the target that stands, or None."""
    row: tuple[int, int] | None = conn.execute(
        "SELECT id, goal FROM campaign_target WHERE campaign_id = ? AND measure = ? AND withdrawn_on IS NULL",
        (campaign, measure),
    ).fetchone()
    return row
