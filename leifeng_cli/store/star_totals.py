"""Time that counts for stars, summed where it lies: by far the largest reading there is, so nothing is asked twice."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

from leifeng_cli.store.queries import text

_LEFT_OUT = "/* left out */"
_UNTIL = " AND r.service_date <= :as_of"


class CountedTime:
    """Credited time up to and including a day, without the records of some ratings."""

    def __init__(self, conn: sqlite3.Connection, as_of: str, left_out: Iterable[int]) -> None:
        self.conn, self.as_of = conn, as_of
        # As literals, because SQLite turns a list of one into a plain comparison and looks up any other row by row.
        ratings = ",".join(str(int(rating)) for rating in sorted(left_out))
        self._ratings = f"AND COALESCE(r.rating, 0) NOT IN ({ratings})" if ratings else ""
        last = conn.execute("SELECT MAX(service_date) FROM service_record").fetchone()[0]
        self._all = last is None or last <= as_of  # no record is later: a million comparisons less
        self._history = self._sql("star_history")

    def _sql(self, name: str) -> str:
        sql = text(name).replace(_LEFT_OUT, self._ratings)
        return sql.replace(_UNTIL, "") if self._all else sql

    def totals(self) -> dict[int, int]:
        """Volunteer id -> seconds, of whoever has any."""
        return dict(self.conn.execute(self._sql("star_totals"), {"as_of": self.as_of}))

    def history(self, volunteer: int) -> sqlite3.Cursor:
        """(day, seconds) of one person's records, in order."""
        return self.conn.execute(self._history, {"as_of": self.as_of, "volunteer": volunteer})

    def reaching(self, bounds: Sequence[int]) -> list[int]:
        """How many people have at least so many seconds, for each bound, without fetching a row of theirs."""
        counts = ", ".join(f"COUNT(CASE WHEN t.seconds >= {int(b)} THEN 1 END)" for b in bounds)
        totals = self._sql("star_totals").replace("ORDER BY r.volunteer_id", "")
        sql = f"SELECT {counts} FROM ({totals}) AS t ORDER BY 1"
        return list(self.conn.execute(sql, {"as_of": self.as_of}).fetchone())
