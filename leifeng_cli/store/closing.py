"""Closed months, what was restated of them, and what was sent."""

from __future__ import annotations

import sqlite3

from leifeng_cli.domain.closing import Frozen, MonthClose, Sent, from_json

_CLOSES = """
SELECT id, number, month, closed_on, closed_by, digest, chain_head, reopened_on, reopen_reason FROM month_close
"""


def closes(conn: sqlite3.Connection, *, in_force: bool = False) -> list[MonthClose]:
    """Closings by month, the reopened ones too unless only those in force are asked for."""
    where = "WHERE reopened_on IS NULL" if in_force else ""
    return [MonthClose(*row) for row in conn.execute(f"{_CLOSES} {where} ORDER BY month, id")]


def close_of(conn: sqlite3.Connection, month: str) -> MonthClose | None:
    """The closing of a month that is in force."""
    row = conn.execute(f"{_CLOSES} WHERE month = ? AND reopened_on IS NULL", (month,)).fetchone()
    return None if row is None else MonthClose(*row)


def kept_document(conn: sqlite3.Connection, close_id: int) -> str:
    """The report as it was closed, as JSON."""
    return str(conn.execute("SELECT document FROM month_close WHERE id = ?", (close_id,)).fetchone()[0])


def stated_figures(conn: sqlite3.Connection, close_id: int) -> Frozen:
    """The figures the city was last told of a closed month: as closed, or as restated since."""
    row = conn.execute(
        "SELECT r.figures FROM restatement AS r JOIN month_close AS c ON c.id = r.stated_in_id"
        " WHERE r.close_id = ? AND c.reopened_on IS NULL ORDER BY c.month DESC, r.id DESC LIMIT 1",
        (close_id,),
    ).fetchone()
    row = row or conn.execute("SELECT figures FROM month_close WHERE id = ?", (close_id,)).fetchone()
    return from_json(row[0])


def sent(conn: sqlite3.Connection, close_id: int | None = None) -> list[Sent]:
    """Sendings, oldest first; of one closing on request."""
    rows = conn.execute(
        "SELECT s.id, COALESCE(c.number, a.number), s.addressee, s.sent_on, s.sent_by, s.channel, s.note"
        " FROM report_sent AS s LEFT JOIN month_close AS c ON c.id = s.close_id"
        " LEFT JOIN activity AS a ON a.id = s.activity_id"
        " WHERE :close IS NULL OR s.close_id = :close ORDER BY s.sent_on, s.id",
        {"close": close_id},
    )
    return [Sent(*row) for row in rows]
