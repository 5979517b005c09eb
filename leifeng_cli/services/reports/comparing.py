"""A period beside the one before and the same one a year ago; and what the yearly duty looks like."""

from __future__ import annotations

from dataclasses import dataclass

from leifeng_cli.domain.periods import WHOLE_UNIT, Period, Scope, before, year_before
from leifeng_cli.domain.reports import Totals
from leifeng_cli.services.checks.running import limits_in
from leifeng_cli.services.units import own_unit
from leifeng_cli.store import queries
from leifeng_cli.store.connection import Connection

#: The figures that are compared, in the order they are shown.
COMPARED = ("activities", "participations", "participants", "seconds", "new_volunteers")


@dataclass(frozen=True)
class Comparison:
    """One figure of two periods. ``then`` is None where nothing was recorded before the earlier period's end."""

    figure: str
    now: int
    then: int | None

    @property
    def difference(self) -> int | None:
        return None if self.then is None else self.now - self.then

    @property
    def percent_x10(self) -> int | None:
        """Change in tenths of a percent, half away from zero; None where there is nothing to compare with."""
        if not self.then or self.difference is None:
            return None
        tenths = (abs(self.difference) * 2000 + self.then) // (2 * self.then)
        return tenths if self.difference >= 0 else -tenths


@dataclass(frozen=True)
class Duty:
    """How the yearly duty is met: ``staff`` is stated in the unit's own record, None where it is not.

    ``least_hours`` a year is what the checks ask too: 20 by 团中央《中国注册志愿者管理办法》(2013), or the unit's own.
    """

    least_hours: int
    staff: int | None
    registered: int
    seconds: int
    fulfilled: int

    @property
    def share_x10(self) -> int | None:
        """Registered people per staff, in tenths of a percent; None where the staff is not stated."""
        return None if not self.staff else (self.registered * 2000 + self.staff) // (2 * self.staff)

    @property
    def seconds_per_person(self) -> int | None:
        """To a hundredth of an hour, half up."""
        if not self.registered:
            return None
        return (self.seconds * 2 + 36 * self.registered) // (72 * self.registered) * 36


def compared(
    conn: Connection, period: Period, totals: Totals, scope: Scope = WHOLE_UNIT
) -> dict[str, tuple[Period, list[Comparison]]]:
    """``previous`` and ``year_ago`` -> (that period, the figures compared); a free range has no previous."""
    found = {}
    for name, other in (("previous", before(period)), ("year_ago", year_before(period))):
        if other is not None:
            found[name] = (other, _compare(conn, totals, other, scope))
    return found


def _compare(conn: Connection, totals: Totals, other: Period, scope: Scope) -> list[Comparison]:
    span = {"first": other.first, "after": other.after}
    (ever,) = queries.rows(conn, "month_cumulative", scope, after=other.after)
    (served,) = queries.rows(conn, "month_totals", scope, **span)
    (register,) = queries.rows(conn, "month_register", WHOLE_UNIT, **span)
    # Before the first record of all nothing was kept: that is unknown, not zero.
    kept = bool(ever["cumulative_seconds"] or register["registered_volunteers"])
    then = {**served, **register}
    return [Comparison(name, getattr(totals, name), then[name] if kept else None) for name in COMPARED]


def yearly_duty(conn: Connection, period: Period, totals: Totals) -> Duty:
    least = limits_in(conn)["duty_hours"]
    (duty,) = queries.rows(conn, "year_duty", WHOLE_UNIT, first=period.first, after=period.after, least=least * 3600)
    return Duty(least, own_unit(conn).staff, totals.registered_volunteers, totals.seconds, duty["fulfilled"])
