"""Lists of any register, and the levels of those that nest."""

from __future__ import annotations

import sqlite3

from leifeng_cli.domain.register import R, Record, Register
from leifeng_cli.store import records

#: Found by exactly, never by a part of it: a list would tell who has it.
_NEVER_BY_PART = frozenset({"id_number"})


def listed(conn: sqlite3.Connection, register: Register[R], *, archived: bool, find: str | None) -> list[R]:
    """Records in the register's order; archived ones too where asked for; ``find`` is part of any of their names."""
    where, args = ["1"], []
    if not archived:
        where.append("t.archived_on IS NULL")
    if find:
        fields = [f for f in register.names if f not in _NEVER_BY_PART]
        where.append("(" + " OR ".join(f"instr(t.{f}, ?) > 0" for f in fields) + ")")
        args = [find] * len(fields)
    return records.select(conn, register, " AND ".join(where), args)


def levels_below(conn: sqlite3.Connection, register: Register[Record], row_id: int) -> int:
    """How many levels of records hang below one, 0 for none."""
    children = records.by(conn, register, parent_id=row_id)
    return max((1 + levels_below(conn, register, c.id) for c in children), default=0)
