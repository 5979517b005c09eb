"""Notices and objections as records."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from leifeng_cli.domain.notices import Notice, Objection

_NOTICES = """
SELECT n.id, n.number, n.kind, n.title, n.body, n.place, n.days, n.day_kind, n.posted_on, n.ends_on,
       (SELECT COUNT(*) FROM objection AS o WHERE o.notice_id = n.id) AS objections, n.withdrawn_on, n.reason
FROM notice AS n
"""
_OBJECTIONS = """
SELECT o.id, n.number, v.number, o.record_id, o.raised_on, o.raised_by, o.content, o.decided_on, o.upheld, o.reply
FROM objection AS o
JOIN notice AS n ON n.id = o.notice_id
LEFT JOIN volunteer AS v ON v.id = o.volunteer_id
"""


def notices(conn: sqlite3.Connection) -> list[Notice]:
    return [Notice(*row) for row in conn.execute(_NOTICES + " ORDER BY n.number DESC")]


def notice_called(conn: sqlite3.Connection, number: str) -> Notice | None:
    row = conn.execute(_NOTICES + " WHERE n.number = ?", (number,)).fetchone()
    return None if row is None else Notice(*row)


def notice(conn: sqlite3.Connection, row_id: int) -> Notice:
    return Notice(*conn.execute(_NOTICES + " WHERE n.id = ?", (row_id,)).fetchone())


def objections(conn: sqlite3.Connection, where: str, args: Sequence[Any]) -> list[Objection]:
    rows = conn.execute(f"{_OBJECTIONS} WHERE {where} ORDER BY o.id", args)
    return [Objection(*row) if row[8] is None else replace(Objection(*row), upheld=bool(row[8])) for row in rows]


def objections_to(
    conn: sqlite3.Connection, notice_id: int, volunteer_id: int | None = None, *, upheld: bool | None = None
) -> list[Objection]:
    """Those open (``upheld`` None), upheld or dismissed; of one person those that name nobody too."""
    where, args = "o.notice_id = ? AND o.upheld IS ?", [notice_id, upheld if upheld is None else int(upheld)]
    if volunteer_id is not None:
        where += " AND (o.volunteer_id = ? OR (o.volunteer_id IS NULL AND o.record_id IS NULL))"
        args.append(volunteer_id)
    return objections(conn, where, args)


def showings(conn: sqlite3.Connection, record: int) -> list[Notice]:
    """The notices a service record stands under, oldest first, without those taken down."""
    sql = (
        f"{_NOTICES} JOIN notice_record AS p ON p.notice_id = n.id"
        " WHERE p.record_id = ? AND n.withdrawn_on IS NULL ORDER BY n.id"
    )
    return [Notice(*row) for row in conn.execute(sql, (record,))]


def objections_to_record(conn: sqlite3.Connection, record: int) -> list[Objection]:
    """Objections to one service record that are open or were upheld."""
    return objections(conn, "o.record_id = ? AND COALESCE(o.upheld, 1) = 1", (record,))


def unshown(
    conn: sqlite3.Connection,
    status: str,
    *,
    volunteer: int | None,
    activity: int | None,
    span: tuple[str, str] | None,
) -> list[int]:
    """Ids of records of a status that stand under no notice, by day."""
    first, after = span or ("", "9999-12-31")
    rows = conn.execute(
        "SELECT r.id FROM service_record AS r WHERE r.status = :status"
        " AND r.service_date >= :first AND r.service_date < :after"
        " AND (:volunteer IS NULL OR r.volunteer_id = :volunteer)"
        " AND (:activity IS NULL OR r.activity_id = :activity)"
        " AND NOT EXISTS (SELECT 1 FROM notice_record AS p JOIN notice AS n ON n.id = p.notice_id"
        " WHERE p.record_id = r.id AND n.withdrawn_on IS NULL)"
        " ORDER BY r.service_date, r.id",
        {"status": status, "first": first, "after": after, "volunteer": volunteer, "activity": activity},
    )
    return [row[0] for row in rows]


def shown_records(conn: sqlite3.Connection, notice_id: int) -> list[tuple[str, str, str, int, str | None]]:
    """What an hours notice shows: (name, activity, day, seconds, remark) by name, without what was voided since."""
    return conn.execute(
        "SELECT v.name, a.title, r.service_date, r.seconds, r.note FROM notice_record AS p"
        " JOIN service_record AS r ON r.id = p.record_id JOIN volunteer AS v ON v.id = r.volunteer_id"
        " JOIN activity AS a ON a.id = r.activity_id"
        " WHERE p.notice_id = ? AND r.status IN ('pending', 'credited')"
        " ORDER BY v.pinyin, v.number, r.service_date, r.id",
        (notice_id,),
    ).fetchall()
