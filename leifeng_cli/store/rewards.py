"""Rewards given out and taken back."""

from __future__ import annotations

import sqlite3

from leifeng_cli.domain.rewards import Redemption

_REDEMPTIONS = (
    "SELECT d.id, d.number, d.redeemed_on, v.number, v.name, w.number, w.name, d.quantity,"
    " (SELECT -SUM(e.hundredths) FROM points_transfer AS t JOIN points_entry AS e ON e.transfer_id = t.id"
    "  WHERE t.redemption_id = d.id AND t.kind = 'redeemed' AND e.account = 'volunteer'),"
    " d.returned_on, d.return_reason"
    " FROM redemption AS d JOIN volunteer AS v ON v.id = d.volunteer_id JOIN reward AS w ON w.id = d.reward_id"
)


def redemptions(
    conn: sqlite3.Connection, *, volunteer: int | None = None, reward: int | None = None, returned: bool = True
) -> list[Redemption]:
    """Redemptions in the order they were made; without ``returned`` only those that stand."""
    where, args = ["1"], []  # type: tuple[list[str], list[int]]
    for column, value in (("volunteer_id", volunteer), ("reward_id", reward)):
        if value is not None:
            where.append(f"d.{column} = ?")
            args.append(value)
    if not returned:
        where.append("d.returned_on IS NULL")
    rows = conn.execute(f"{_REDEMPTIONS} WHERE {' AND '.join(where)} ORDER BY d.redeemed_on, d.id", args)
    return [Redemption(*row) for row in rows]


def redemption_called(conn: sqlite3.Connection, number: str) -> Redemption | None:
    row = conn.execute(f"{_REDEMPTIONS} WHERE d.number = ? ORDER BY d.id", (number,)).fetchone()
    return Redemption(*row) if row else None


def owner(conn: sqlite3.Connection, redemption: int) -> tuple[int, int]:
    """(volunteer id, reward id) of a redemption."""
    row = conn.execute("SELECT volunteer_id, reward_id FROM redemption WHERE id = ?", (redemption,)).fetchone()
    return row[0], row[1]


def spent(conn: sqlite3.Connection, redemption: int) -> dict[str | None, int]:
    """Lot -> hundredths a redemption took out of it, positive."""
    return dict(
        conn.execute(
            "SELECT e.expires_on, -SUM(e.hundredths) FROM points_transfer AS t"
            " JOIN points_entry AS e ON e.transfer_id = t.id AND e.account = 'volunteer'"
            " WHERE t.redemption_id = ? AND t.kind = 'redeemed' GROUP BY e.expires_on ORDER BY e.expires_on",
            (redemption,),
        ).fetchall()
    )


def redeemed_on(conn: sqlite3.Connection, volunteer: int, first: str, after: str) -> list[str]:
    """Days in [first, after) of a person's redemptions that were not returned."""
    rows = conn.execute(
        "SELECT redeemed_on FROM redemption WHERE volunteer_id = ? AND returned_on IS NULL"
        " AND redeemed_on >= ? AND redeemed_on < ? ORDER BY redeemed_on, id",
        (volunteer, first, after),
    )
    return [row[0] for row in rows]


def overdrawn(conn: sqlite3.Connection) -> list[tuple[str, str, int, int]]:
    """(number, name, stocked, given out) of every reward of which more is out than there was."""
    return conn.execute(
        "SELECT w.number, w.name, w.stock, SUM(d.quantity) FROM reward AS w"
        " JOIN redemption AS d ON d.reward_id = w.id AND d.returned_on IS NULL"
        " GROUP BY w.id, w.number, w.name, w.stock HAVING SUM(d.quantity) > w.stock ORDER BY w.number"
    ).fetchall()
