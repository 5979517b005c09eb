"""Opening a figure of a report to the records it counts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from leifeng_cli.domain.activities import Activity
from leifeng_cli.domain.campaigns import CAMPAIGNS
from leifeng_cli.domain.hours import PENDING, ServiceRecord
from leifeng_cli.domain.periods import CAMPAIGN, TEAM, VOLUNTEER, WHOLE_UNIT, Period, Scope, month_period, parse_period
from leifeng_cli.domain.reports import UNNAMED
from leifeng_cli.domain.teams import TEAMS
from leifeng_cli.domain.volunteers import Volunteer
from leifeng_cli.errors import NotFound
from leifeng_cli.messages import _
from leifeng_cli.services.campaigns import campaign_scope
from leifeng_cli.services.context import Context
from leifeng_cli.services.people import the_volunteer
from leifeng_cli.services.registers import resolve
from leifeng_cli.services.reports.figures import set_apart
from leifeng_cli.services.stars.listing import Star, stars_on
from leifeng_cli.store import figures
from leifeng_cli.store.connection import Connection
from leifeng_cli.store.teams import with_those_below


def explain_figure(ctx: Context, given: str, figure: str) -> tuple[type, list[Any]]:
    """What one figure of a month counts. See :func:`explain_in`."""
    with ctx.read() as conn:
        return explain_in(conn, month_period(given), figure)


def explain_reference(ctx: Context, reference: str) -> tuple[type, list[Any]]:
    """What a reference printed in a report counts: ``2021-03:totals.participants``."""
    name, colon, figure = reference.strip().partition(":")
    name, _at, where = name.partition("@")
    if not colon:
        raise NotFound(
            _("“{r}”不是报表里的引用。").format(r=reference),
            hint=_("请写成 期间:数字，例如 2021-03:totals.seconds；期间可以是月、季、年或起止。"),
        )
    with ctx.read() as conn:
        scope = _scope(conn, where) if where else WHOLE_UNIT
        return explain_in(conn, parse_period(name, ctx.hints()), _record_part(figure), scope)


def _record_part(figure: str) -> str:
    """A restated figure's reference names the column too; the records behind a row are the same for each."""
    head, _dot, last = figure.rpartition(".")
    return (
        head if head.count(".") and last in ("seconds", "participations", "participants", "beneficiaries") else figure
    )


def _scope(conn: Connection, where: str) -> Scope:
    """``campaign.J0001``, ``team.T0001``, ``volunteer.V000001``. Raises NotFound."""
    kind, _dot, number = where.partition(".")
    if kind == CAMPAIGN:
        return campaign_scope(resolve(conn, CAMPAIGNS, number))
    if kind == TEAM:
        team = resolve(conn, TEAMS, number)
        return Scope(TEAM, tuple(with_those_below(conn, team.id)), team.number, team.name)
    person = the_volunteer(conn, number)
    return Scope(VOLUNTEER, (person.id,), person.number, person.name)


def explain_in(conn: Connection, period: Period, figure: str, scope: Scope = WHOLE_UNIT) -> tuple[type, list[Any]]:
    """(The record class, the records) behind one figure of a period.

    ``figure`` is as in the JSON output: totals.participants, by_team.雷锋岗, activities.A000012, stars.3 …
    Counting or summing the records gives the figure; of ``participants`` and ``party_members`` it is the distinct
    persons. Raises NotFound, naming the figures there are.
    """
    section, _dot, name = figure.strip().partition(".")
    if section in _TOTALS and name in _TOTALS[section]:
        record, find = _TOTALS[section][name]
        return record, find(conn, period, scope)
    if section == "stars" and name:
        found: list[Any] = [s for s in stars_on(conn, period.last) if name in (str(s.level), s.level_name)]
        if found:
            return Star, found
    if section in (*UNNAMED, "activities") and name:
        found = figures.served_in_cut(conn, period.first, period.after, section, name, scope)
        unnamed = UNNAMED.get(section, "")
        if not found and unnamed and name in (unnamed, set_apart(unnamed)):
            found = figures.served_in_cut(conn, period.first, period.after, section, None, scope)
        if found:
            return ServiceRecord, found
    raise NotFound(
        _("{period} 没有名为“{figure}”的数字。").format(period=period.name, figure=figure),
        hint=_("可用：") + "、".join(_known()),
    )


def _known() -> list[str]:
    return [
        *(f"{section}.{name}" for section, names in _TOTALS.items() for name in names),
        "by_category.类别", "by_team.队伍", "by_department.科室", "by_mode.方式", "activities.活动编号", "stars.星级",
    ]  # fmt: skip


_Find = Callable[[Connection, Period, Scope], list[Any]]


def _of_span(find: Callable[[Connection, str, str, Scope], list[Any]]) -> _Find:
    return lambda conn, period, scope: find(conn, period.first, period.after, scope)


def _registered(conn: Connection, period: Period, _scope: Scope) -> list[Any]:
    return figures.registered(conn, period.after)


def _new(conn: Connection, period: Period, _scope: Scope) -> list[Any]:
    return figures.registered(conn, period.after, period.first)


def _pending(conn: Connection, period: Period, scope: Scope) -> list[Any]:
    return figures.served(conn, period.first, period.after, scope, status=PENDING)


def _ever(conn: Connection, period: Period, scope: Scope) -> list[Any]:
    return figures.served(conn, "", period.after, scope)


def _stating(conn: Connection, period: Period, scope: Scope) -> list[Any]:
    return figures.held(conn, period.first, period.after, scope, stating=True)


def _silent(conn: Connection, period: Period, scope: Scope) -> list[Any]:
    return figures.held(conn, period.first, period.after, scope, stating=False)


#: section -> figure -> (class of the records behind it, how they are found).
_TOTALS: dict[str, dict[str, tuple[type, _Find]]] = {
    "totals": {
        "activities": (Activity, _of_span(figures.held)),
        "participations": (ServiceRecord, _of_span(figures.served)),
        "participants": (ServiceRecord, _of_span(figures.served)),
        "seconds": (ServiceRecord, _of_span(figures.served)),
        "party_members": (ServiceRecord, _of_span(figures.served_by_party)),
        "new_volunteers": (Volunteer, _new),
        "registered_volunteers": (Volunteer, _registered),
        "beneficiaries": (Activity, _stating),
        "major_events": (Activity, _of_span(figures.held_major)),
        "late_records": (ServiceRecord, _of_span(figures.served_late)),
        "cumulative_seconds": (ServiceRecord, _ever),
    },
    "pending": {"records": (ServiceRecord, _pending), "seconds": (ServiceRecord, _pending)},
    "missing": {"beneficiaries": (Activity, _silent)},
}
