"""Rounds, cases, grants and decisions on them, as records."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Any

from leifeng_cli.domain.stars.granting import Case, Grant, Round

_ROUNDS = """
SELECT t.id, t.number, t.as_of, t.policy, t.opened_on, t.opened_by, t.submit_by,
       (SELECT COUNT(*) FROM star_case AS c WHERE c.round_id = t.id) AS cases,
       (SELECT COUNT(*) FROM star_case AS c WHERE c.round_id = t.id AND c.status = 'granted') AS granted,
       t.note
FROM star_round AS t
"""
_CASES = """
SELECT c.id, r.number, v.number, v.name, c.level, c.level_name, c.seconds, c.attained_on, c.body, c.notice_days,
       c.status, c.status_reason, n.number, n.ends_on, c.notice_id, c.volunteer_id, c.round_id, c.evidence
FROM star_case AS c
JOIN star_round AS r ON r.id = c.round_id
JOIN volunteer AS v ON v.id = c.volunteer_id
LEFT JOIN notice AS n ON n.id = c.notice_id
"""
_GRANTS = """
SELECT g.id, g.number, v.number, v.name, g.level, g.level_name, g.granted_on, g.body, g.kind, g.reason, g.policy,
       r.number, d.decided_on, d.reason, g.volunteer_id, g.case_id, r.as_of, g.evidence
FROM star_grant AS g
JOIN volunteer AS v ON v.id = g.volunteer_id
LEFT JOIN star_case AS c ON c.id = g.case_id
LEFT JOIN star_round AS r ON r.id = c.round_id
LEFT JOIN star_decision AS d ON d.grant_id = g.id AND d.kind = 'revoked'
"""


def rounds(conn: sqlite3.Connection) -> list[Round]:
    return [Round(*row) for row in conn.execute(_ROUNDS + " ORDER BY t.number DESC")]


def round_called(conn: sqlite3.Connection, number: str) -> Round | None:
    row = conn.execute(_ROUNDS + " WHERE t.number = ?", (number,)).fetchone()
    return None if row is None else Round(*row)


def round_policy(conn: sqlite3.Connection, round_id: int) -> tuple[str, str]:
    """(name, text) of the policy a round was proposed under."""
    row: tuple[str, str] = conn.execute(
        "SELECT policy, policy_text FROM star_round WHERE id = ?", (round_id,)
    ).fetchone()
    return row


def cases(conn: sqlite3.Connection, round_id: int, statuses: Sequence[str] = ()) -> list[Case]:
    """A round's cases, highest level first; of these statuses where any are named."""
    where, args = "c.round_id = ?", [round_id, *statuses]
    if statuses:
        where += f" AND c.status IN ({','.join('?' * len(statuses))})"
    return _cases(conn, where, args)


def cases_under(conn: sqlite3.Connection, notice_id: int) -> list[Case]:
    """The cases a notice shows."""
    return _cases(conn, "c.notice_id = ?", [notice_id])


def _cases(conn: sqlite3.Connection, where: str, args: Sequence[Any]) -> list[Case]:
    return [Case(*row) for row in conn.execute(f"{_CASES} WHERE {where} ORDER BY c.level DESC, v.number", args)]


def open_cases(conn: sqlite3.Connection) -> dict[int, str]:
    """Volunteer id -> number of the round in which a case of theirs is still undecided."""
    return dict(
        conn.execute(
            "SELECT c.volunteer_id, r.number FROM star_case AS c JOIN star_round AS r ON r.id = c.round_id"
            " WHERE c.status IN ('proposed', 'posted') ORDER BY c.id"
        ).fetchall()
    )


def grants(conn: sqlite3.Connection, *, in_force: bool = False, volunteer: int | None = None) -> list[Grant]:
    """Grants by number; without the revoked ones, or of one person, on request."""
    where, args = ["1"], []
    if in_force:
        where.append("d.id IS NULL")
    if volunteer is not None:
        where.append("g.volunteer_id = ?")
        args.append(volunteer)
    sql = f"{_GRANTS} WHERE {' AND '.join(where)} ORDER BY g.number"
    return [Grant(*row) for row in conn.execute(sql, args)]


def grant_called(conn: sqlite3.Connection, number: str) -> Grant | None:
    row = conn.execute(_GRANTS + " WHERE g.number = ?", (number,)).fetchone()
    return None if row is None else Grant(*row)


def kept_evidence(conn: sqlite3.Connection) -> dict[int, set[str]]:
    """Grant id -> digests of the facts on which it was decided to keep it."""
    found: dict[int, set[str]] = {}
    for grant_id, digests in conn.execute(
        "SELECT grant_id, evidence FROM star_decision WHERE kind = 'kept' AND evidence IS NOT NULL ORDER BY id"
    ):
        found.setdefault(grant_id, set()).update(json.loads(digests))
    return found


def round_of(conn: sqlite3.Connection, grant_id: int) -> int:
    """The round a grant came from."""
    row = conn.execute(
        "SELECT c.round_id FROM star_grant AS g JOIN star_case AS c ON c.id = g.case_id WHERE g.id = ?", (grant_id,)
    ).fetchone()
    return int(row[0])
