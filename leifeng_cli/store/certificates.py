"""The register of certificates, and the records a service certificate is made from."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from leifeng_cli.domain.certificates import Service

_ROWS = """
SELECT c.id, c.number, c.kind, c.volunteer_id, c.grant_id, c.issued_on, c.issued_by, c.snapshot, c.code, c.notice_id,
       c.voided_on, c.void_reason, g.number, r.number,
       (SELECT d.decided_on FROM star_decision AS d WHERE d.grant_id = c.grant_id AND d.kind = 'revoked'),
       n.number, n.ends_on, n.withdrawn_on, o.number,
       (SELECT s.number FROM certificate AS s WHERE s.replaces_id = c.id ORDER BY s.id DESC LIMIT 1),
       (SELECT COUNT(*) FROM objection AS b WHERE b.notice_id = c.notice_id AND COALESCE(b.upheld, 1) = 1)
FROM certificate AS c
LEFT JOIN star_grant AS g ON g.id = c.grant_id
LEFT JOIN star_case AS k ON k.id = g.case_id
LEFT JOIN star_round AS r ON r.id = k.round_id
LEFT JOIN notice AS n ON n.id = c.notice_id
LEFT JOIN certificate AS o ON o.id = c.replaces_id
"""


@dataclass(frozen=True)
class Row:
    """A certificate as stored, with what hangs on it. ``objections``: those open or upheld."""

    id: int
    number: str
    kind: str
    volunteer_id: int
    grant_id: int | None
    issued_on: str
    issued_by: str
    snapshot: str
    code: str
    notice_id: int | None
    voided_on: str | None
    void_reason: str | None
    grant_number: str | None
    round_number: str | None
    revoked_on: str | None
    notice_number: str | None
    notice_ends_on: str | None
    notice_withdrawn_on: str | None
    replaces: str | None
    replaced_by: str | None
    objections: int


def _rows(conn: sqlite3.Connection, where: str, args: Sequence[object] = ()) -> list[Row]:
    return [Row(*row) for row in conn.execute(f"{_ROWS} WHERE {where} ORDER BY c.number, c.id", args)]


def listed(
    conn: sqlite3.Connection, *, volunteer: int | None = None, round_number: str | None = None, kind: str | None = None
) -> list[Row]:
    """Certificates by number: all, or those of one person, one star round, one kind."""
    where, args = ["1"], []  # type: tuple[list[str], list[object]]
    for column, value in (("c.volunteer_id", volunteer), ("r.number", round_number), ("c.kind", kind)):
        if value is not None:
            where.append(f"{column} = ?")
            args.append(value)
    return _rows(conn, " AND ".join(where), args)


def called(conn: sqlite3.Connection, number: str) -> Row | None:
    found = _rows(conn, "c.number = ?", (number,))
    return found[0] if found else None


def with_code(conn: sqlite3.Connection, code: str) -> Row | None:
    found = _rows(conn, "c.code = ?", (code,))
    return found[0] if found else None


def in_force_for(conn: sqlite3.Connection, grant_id: int) -> str | None:
    """Number of the certificate of a grant that has not been voided."""
    row = conn.execute(
        "SELECT number FROM certificate WHERE grant_id = ? AND voided_on IS NULL ORDER BY id", (grant_id,)
    ).fetchone()
    return row[0] if row else None


def latest_snapshot(conn: sqlite3.Connection) -> str | None:
    row = conn.execute("SELECT snapshot FROM certificate ORDER BY id DESC LIMIT 1").fetchone()
    return row[0] if row else None


def services(conn: sqlite3.Connection, volunteer: int, first: str | None, last: str | None) -> list[Service]:
    """Credited services of a person from ``first`` to ``last``, both included, by day and time."""
    where, args = ["t.volunteer_id = ?", "t.status = 'credited'"], [volunteer]  # type: tuple[list[str], list[object]]
    for sign, day in ((">=", first), ("<=", last)):
        if day is not None:
            where.append(f"t.service_date {sign} ?")
            args.append(day)
    rows = conn.execute(
        "SELECT t.id, t.service_date, t.start_time, t.end_time, a.title, m.name, a.place, t.seconds"
        " FROM service_record AS t JOIN activity AS a ON a.id = t.activity_id LEFT JOIN team AS m ON m.id = t.team_id"
        f" WHERE {' AND '.join(where)} ORDER BY t.service_date, t.start_time, t.id",
        args,
    )
    return [Service(*row) for row in rows]


def live_records(conn: sqlite3.Connection, volunteer: int) -> tuple[int, int]:
    """How many records of a person count, and how many wait for approval."""
    row: tuple[int, int] = conn.execute(
        "SELECT COALESCE(SUM(status = 'credited'), 0), COALESCE(SUM(status = 'pending'), 0)"
        " FROM service_record WHERE volunteer_id = ?",
        (volunteer,),
    ).fetchone()
    return row


def grant_seconds(conn: sqlite3.Connection, grant_id: int) -> int | None:
    """Time a grant was judged by, where it came from a round."""
    row = conn.execute(
        "SELECT k.seconds FROM star_grant AS g JOIN star_case AS k ON k.id = g.case_id WHERE g.id = ?", (grant_id,)
    ).fetchone()
    return row[0] if row else None
