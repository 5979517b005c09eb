"""Opening a figure of a report to the records it counts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from leifeng_cli.domain.campaigns import CAMPAIGNS
from leifeng_cli.domain.columns import columns_of
from leifeng_cli.domain.periods import CAMPAIGN, TEAM, VOLUNTEER, WHOLE_UNIT, Period, Scope, month_period, parse_period
from leifeng_cli.domain.teams import TEAMS
from leifeng_cli.errors import NotFound
from leifeng_cli.messages import _
from leifeng_cli.services.campaigns import campaign_scope
from leifeng_cli.services.context import Context
from leifeng_cli.services.people import the_volunteer
from leifeng_cli.services.registers import resolve
from leifeng_cli.services.reports import sections
from leifeng_cli.services.reports.section import Reading, Section
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
    section, _dot, name = figure.partition(".")
    key, dot, last = name.rpartition(".")
    found = _named(section)
    return f"{section}.{key}" if found and found.spec.key and dot and last in found.spec.frozen else figure


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
    head, _dot, name = figure.strip().partition(".")
    section = _named(head)
    found = section.opens(Reading(conn, period, scope), name) if section and name else None
    if found is None:
        raise NotFound(
            _("{period} 没有名为“{figure}”的数字。").format(period=period.name, figure=figure),
            hint=_("可用：") + "、".join(_known()),
        )
    return found


def _named(name: str) -> Section | None:
    return next((section for section in sections.SECTIONS if section.spec.name == name), None)


def _known() -> Iterator[str]:
    for spec in (section.spec for section in sections.SECTIONS):
        if spec.key:
            yield f"{spec.name}.{spec.named}"
        else:
            yield from (f"{spec.name}.{column.field}" for column in columns_of(spec.row))
