"""The figures of a period, read at one moment. Only credited records count."""

from __future__ import annotations

from leifeng_cli.domain.periods import WHOLE_UNIT, Period, Scope, month_period
from leifeng_cli.domain.sections import Figures, Part
from leifeng_cli.services.context import Context
from leifeng_cli.services.reports import sections
from leifeng_cli.services.reports.section import Reading
from leifeng_cli.services.units import own_unit
from leifeng_cli.store import journal
from leifeng_cli.store.connection import Connection


def month_report(ctx: Context, given: str) -> Figures:
    """All figures of a month."""
    period = month_period(given)
    with ctx.read() as conn:
        return figures_of(conn, period)


def figures_of(conn: Connection, period: Period, scope: Scope = WHOLE_UNIT) -> Figures:
    """All figures of a period, of the whole unit or of a scope within it."""
    unit = own_unit(conn)
    reading = Reading(conn, period, scope)
    return Figures(
        period=period,
        scope=scope,
        unit=unit.name,
        superior=unit.superior,
        parts=tuple(Part(section.spec, section.rows(reading)) for section in sections.SECTIONS),
        chain_head=journal.chain_head(conn)[1],
    )
