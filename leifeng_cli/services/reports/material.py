"""Everything a report is made of, gathered at one moment: figures, comparisons, notes, what was and what comes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from leifeng_cli.domain.activities import CANCELLED
from leifeng_cli.domain.closing import Restated
from leifeng_cli.domain.notes import Note
from leifeng_cli.domain.periods import (
    CAMPAIGN,
    MONTH,
    UNIT,
    WHOLE_UNIT,
    YEAR,
    Period,
    Scope,
    day_title,
    shift_month,
)
from leifeng_cli.domain.sections import Figures
from leifeng_cli.domain.values.dates import month_range
from leifeng_cli.messages import _
from leifeng_cli.services.campaigns import target_rows
from leifeng_cli.services.keydates import key_dates
from leifeng_cli.services.notes import notes_of
from leifeng_cli.services.reports.comparing import Comparison, Duty, compared, yearly_duty
from leifeng_cli.services.reports.figures import figures_of
from leifeng_cli.services.reports.restating import restatements
from leifeng_cli.store import activities, queries
from leifeng_cli.store.connection import Connection

_MOST_PLANNED = 8
_TREND_MONTHS = 6


@dataclass(frozen=True)
class Material:
    """``restatements``: closed month -> its figures that are others now. ``months``: the trend, (month, seconds)."""

    figures: Figures
    compared: dict[str, tuple[Period, list[Comparison]]]
    notes: list[Note]
    duty: Duty | None = None
    targets: list[tuple[Any, ...]] = field(default_factory=list)
    persons: list[str] = field(default_factory=list)
    key_dates: list[str] = field(default_factory=list)
    coming_dates: list[str] = field(default_factory=list)
    planned: list[str] = field(default_factory=list)
    planned_count: int = 0
    months: list[tuple[str, int]] = field(default_factory=list)
    restatements: dict[str, list[Restated]] = field(default_factory=dict)


def gather(conn: Connection, period: Period, scope: Scope = WHOLE_UNIT) -> Material:
    """What a report of the period needs; the whole unit's has more to say than a part's."""
    found = figures_of(conn, period, scope)
    whole = scope.kind == UNIT
    planned = _planned(conn, period) if whole else []
    return Material(
        figures=found,
        compared=compared(conn, period, found.totals, scope),
        notes=notes_of(conn, period.months[0], period.months[-1]) if whole else [],
        duty=yearly_duty(conn, period, found.totals) if whole and period.kind == YEAR else None,
        targets=_targets(conn, scope),
        persons=_persons(conn, period) if whole else [],
        key_dates=_dates(period.first, period.after),
        coming_dates=_dates(period.after, _next_end(period)) if whole else [],
        planned=planned[:_MOST_PLANNED],
        planned_count=len(planned),
        months=_trend(conn, period, scope),
        restatements=restatements(conn, period) if whole and period.kind == MONTH else {},
    )


def _next_end(period: Period) -> str:
    return month_range(shift_month(period.last[:7], 1))[1]


def _dates(first: str, after: str) -> list[str]:
    return [_("{day}（{name}）").format(day=day_title(d.day), name=d.name) for d in key_dates(first, after)]


def _planned(conn: Connection, period: Period) -> list[str]:
    """Activities that begin in the month after the period."""
    span = (period.after, _next_end(period))
    rows = activities.listed(conn, span=span, status=None, find=None, archived=False)
    coming = [a for a in rows if a.status != CANCELLED and (a.starts_on or "") >= period.after]
    return [_("{title}（{day}）").format(title=a.title, day=day_title(a.starts_on or "")) for a in coming]


def _persons(conn: Connection, period: Period) -> list[str]:
    """Model persons of the period: awards given and stars granted, by name as the unit's own report names them."""
    rows = queries.rows(conn, "month_honours", WHOLE_UNIT, first=period.first, after=period.after)
    return [_("{name}（{what}）").format(name=r["name"], what=r["what"]) for r in rows]


def _trend(conn: Connection, period: Period, scope: Scope) -> list[tuple[str, int]]:
    """Seconds of each month of the period, or of the months up to it where it is a single one."""
    months = period.months
    if len(months) == 1:
        months = tuple(shift_month(months[0], -n) for n in reversed(range(_TREND_MONTHS)))
    first, after = month_range(months[0])[0], month_range(months[-1])[1]
    known = {r["month"]: r["seconds"] for r in queries.rows(conn, "month_trend", scope, first=first, after=after)}
    return [(m, known.get(m, 0)) for m in months]


def _targets(conn: Connection, scope: Scope) -> list[tuple[Any, ...]]:
    return target_rows(conn, scope.ids[0]) if scope.kind == CAMPAIGN else []
