"""What a star policy may ask of people besides their records, by volunteer."""

from __future__ import annotations

import sqlite3
from collections import defaultdict

from leifeng_cli.store import queries

#: What a query of kind is called -> its file. Each yields (volunteer id, day, amount) in order.
_PAIRS = ("points", "trainings", "awards", "complaints", "granted", "time_bank")

Dated = dict[int, list[tuple[str, int]]]


def besides(conn: sqlite3.Connection, day: str, volunteer: int | None = None) -> dict[str, Dated]:
    """Kind -> volunteer id -> (day, amount), up to and including a day, of one person or of everybody.

    ``points`` are hundredths moved, ``trainings`` seconds, ``granted`` levels in force, ``time_bank`` seconds drawn
    (given back negative); of ``awards`` and ``complaints`` found true the amount is 1 each.
    """
    found: dict[str, Dated] = {}
    for kind in _PAIRS:
        sql = queries.text(f"star_{kind}")
        if volunteer is not None:
            sql = sql.replace("/* AND", "AND").replace(":volunteer */", ":volunteer")
        pairs: Dated = defaultdict(list)
        for who, on, amount in conn.execute(sql, {"as_of": day, "volunteer": volunteer}):
            pairs[who].append((on, amount))
        found[kind] = pairs
    return found
