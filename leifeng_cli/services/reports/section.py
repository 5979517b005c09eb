"""A section of a report: its description, the queries behind its rows, and how a figure opens to its records."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from leifeng_cli.domain.periods import Period, Scope
from leifeng_cli.domain.sections import Spec
from leifeng_cli.store import queries
from leifeng_cli.store.connection import Connection

#: (The record class, the records) behind a figure.
Opened = tuple[type, list[Any]]


@dataclass(frozen=True)
class Reading:
    """One period and scope, read at one moment: a query that two sections ask is run once."""

    conn: Connection
    period: Period
    scope: Scope
    _kept: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    @property
    def span(self) -> tuple[str, str]:
        """(the first day, the day after the last)."""
        return self.period.first, self.period.after

    def rows(self, query: str) -> list[dict[str, Any]]:
        """The rows of a query in the store's ``sql/``."""
        if query not in self._kept:
            first, after = self.span
            self._kept[query] = queries.rows(self.conn, query, self.scope, first=first, after=after)
        return self._kept[query]


@dataclass(frozen=True)
class Section:
    """``rows``: its rows, as ``spec.row``. ``opens``: a row's key, or a single row's figure -> what it counts.

    ``opens`` gives None for a name that no row has. ``guarded``: no closed month's figures of it move without a
    reason; not the stars, which may still move with a rating, a training or a complaint that came later.
    """

    spec: Spec
    rows: Callable[[Reading], list[Any]]
    opens: Callable[[Reading, str], Opened | None]
    guarded: bool = True
