"""What of closed months is another number now than was reported."""

from __future__ import annotations

from leifeng_cli.domain.closing import Frozen, MonthClose, Restated, freeze, restate
from leifeng_cli.domain.periods import Period, month_period
from leifeng_cli.services.reports.figures import figures_of
from leifeng_cli.store import closing as store
from leifeng_cli.store.connection import Connection


def restatements(conn: Connection, upto: Period) -> dict[str, list[Restated]]:
    """Closed month before ``upto`` -> its rows that differ from what the city was last told, months in order."""
    found = {}
    for close in store.closes(conn, in_force=True):
        if close.month < upto.name[:7]:
            rows, _now = restated(conn, close)
            if rows:
                found[close.month] = rows
    return found


def restated(conn: Connection, close: MonthClose) -> tuple[list[Restated], Frozen]:
    """The rows of one closed month that differ, and all its figures as they are now."""
    now = freeze(figures_of(conn, month_period(close.month)))
    return restate(store.stated_figures(conn, close.id), now), now
