"""The figures of a period, read at one moment. Only credited records count."""

from __future__ import annotations

from leifeng_cli.domain.periods import WHOLE_UNIT, Period, Scope, month_period
from leifeng_cli.domain.reports import UNNAMED, ActivityRow, Cut, Figures, StarCount, Totals
from leifeng_cli.services.context import Context
from leifeng_cli.services.stars.listing import star_distribution
from leifeng_cli.services.units import own_unit
from leifeng_cli.store import journal, queries
from leifeng_cli.store.connection import Connection


def month_report(ctx: Context, given: str) -> Figures:
    """All figures of a month."""
    period = month_period(given)
    with ctx.read() as conn:
        return figures_of(conn, period)


def figures_of(conn: Connection, period: Period, scope: Scope = WHOLE_UNIT) -> Figures:
    """All figures of a period, of the whole unit or of a scope within it."""
    span = {"first": period.first, "after": period.after}
    unit = own_unit(conn)
    rows = [
        ActivityRow(**{**r, "major": bool(r["major"])}) for r in queries.rows(conn, "month_activities", scope, **span)
    ]
    (waiting,) = queries.rows(conn, "month_pending", scope, **span)
    return Figures(
        period=period,
        scope=scope,
        unit=unit.name,
        superior=unit.superior,
        totals=_totals(conn, rows, period, scope),
        **{cut: _cuts(conn, cut, span, scope) for cut in UNNAMED},
        stars=[StarCount(*s) for s in star_distribution(conn, period.last)],
        activities=rows,
        pending_records=waiting["records"],
        pending_seconds=waiting["seconds"],
        missing={"beneficiaries": sum(r.beneficiaries is None for r in rows)},
        chain_head=journal.chain_head(conn)[1],
    )


def _totals(conn: Connection, rows: list[ActivityRow], period: Period, scope: Scope) -> Totals:
    span = {"first": period.first, "after": period.after}
    (served,) = queries.rows(conn, "month_totals", scope, **span)
    (register,) = queries.rows(conn, "month_register", WHOLE_UNIT, **span)
    (ever,) = queries.rows(conn, "month_cumulative", scope, after=period.after)
    stated = [r.beneficiaries for r in rows if r.beneficiaries is not None]
    return Totals(
        **served,
        **register,
        **ever,
        beneficiaries=sum(stated) if stated else None,
        major_events=sum(r.major for r in rows),
    )


def _cuts(conn: Connection, cut: str, span: dict[str, str], scope: Scope) -> list[Cut]:
    rows = queries.rows(conn, f"month_{cut}", scope, **span)
    unnamed = UNNAMED[cut]
    if any(r["name"] == unnamed for r in rows):
        unnamed = set_apart(unnamed)
    return [Cut(**{**r, "name": r["name"] or unnamed}) for r in rows]


def set_apart(unnamed: str) -> str:
    """What the row without a name is called where something really has that name."""
    return f"（{unnamed}）"
