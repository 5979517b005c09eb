"""The reports there are: each a period and a scope, gathered and composed."""

from __future__ import annotations

import datetime as dt

from leifeng_cli.domain.campaigns import CAMPAIGNS, Campaign
from leifeng_cli.domain.document import Block, Document, FigureTable, Heading, Hours, Paragraph, Signature, Table
from leifeng_cli.domain.periods import ACTIVITY, TEAM, VOLUNTEER, WHOLE_UNIT, Period, Scope, day_title
from leifeng_cli.domain.sections import Figures
from leifeng_cli.domain.teams import TEAMS, Team
from leifeng_cli.domain.values.dates import add_days
from leifeng_cli.messages import _
from leifeng_cli.services import closing
from leifeng_cli.services.campaigns import campaign_period, campaign_scope
from leifeng_cli.services.context import Context
from leifeng_cli.services.people import the_activity, the_volunteer
from leifeng_cli.services.registers import resolve
from leifeng_cli.services.reports.composing import compose
from leifeng_cli.services.reports.figures import figures_of
from leifeng_cli.services.reports.material import gather
from leifeng_cli.services.units import own_unit
from leifeng_cli.store import closing as closes
from leifeng_cli.store import figures, star_grants
from leifeng_cli.store import teams as team_store
from leifeng_cli.store.connection import Connection


def whole(now: dt.datetime) -> dt.datetime:
    """The moment a document is dated with: to the second, so that a clock set by hand gives the same bytes."""
    return now.replace(microsecond=0)


def period_report(ctx: Context, period: Period) -> tuple[Figures, Document]:
    """The unit's report of any period; of a closed month its document as it was closed, its figures as they are."""
    with ctx.read() as conn:
        return _report(conn, ctx, period, WHOLE_UNIT)


def _report(conn: Connection, ctx: Context, period: Period, scope: Scope) -> tuple[Figures, Document]:
    material = gather(conn, period, scope)
    close = closes.close_of(conn, period.name) if scope == WHOLE_UNIT else None
    if close is not None:
        return material.figures, closing.closed_document(conn, close)
    return material.figures, compose(material, number=None, created=whole(ctx.now))


def campaign_report(ctx: Context, word: str) -> tuple[Figures, Document]:
    """A campaign from its first to its last day, its targets beside what was measured."""
    with ctx.read() as conn:
        campaign: Campaign = resolve(conn, CAMPAIGNS, word)
        return _report(conn, ctx, campaign_period(campaign), campaign_scope(campaign))


def team_report(ctx: Context, word: str, period: Period) -> tuple[Figures, Document]:
    """A team and the teams under it."""
    with ctx.read() as conn:
        return _report(conn, ctx, period, team_scope(conn, word))


def team_scope(conn: Connection, word: str) -> Scope:
    team: Team = resolve(conn, TEAMS, word)
    return Scope(TEAM, tuple(team_store.with_those_below(conn, team.id)), team.number, team.name)


def volunteer_report(ctx: Context, who: str, period: Period) -> tuple[Figures, Document]:
    """A person's own record sheet: what they served at, day by day, and what they were granted."""
    with ctx.read() as conn:
        person = the_volunteer(conn, who)
        scope = Scope(VOLUNTEER, (person.id,), person.number, person.name)
        found = figures_of(conn, period, scope)
        served = figures.served(conn, period.first, period.after, scope)
        granted = star_grants.grants(conn, volunteer=person.id)
        rows = tuple(
            (
                i,
                r.service_date or "",
                _span(r.start_time, r.end_time),
                r.activity_title or "",
                r.team or "",
                Hours(r.seconds),
            )
            for i, r in enumerate(served, 1)
        )
        stars = tuple((g.level_name, g.granted_on, g.body, g.revoked_on or "") for g in granted)
        blocks: list[Block] = [
            FigureTable(
                "totals",
                _("合计"),
                (
                    (_("志愿者编号"), person.number, ""),
                    (_("注册日期"), person.registered_on, ""),
                    (_("服务次数"), found.totals.participations, ""),
                    (_("服务时长(小时)"), Hours(found.totals.seconds), ""),
                ),
            ),
            Table(
                "records", _("服务记录"),
                (_("序号"), _("日期"), _("时间"), _("活动"), _("队伍"), _("时长(小时)")), rows,
                ("", _("合计"), "", "", "", Hours(found.totals.seconds)) if rows else None,
                note="" if rows else _("本期没有。"),
            ),
            Table("stars", _("星级和荣誉"), (_("级别"), _("授予日期"), _("授予单位"), _("撤销日期")), stars,
                  note="" if stars else _("没有。")),
            Signature((_("填表人："), _("负责人：")), found.unit, ctx.today.isoformat()),
        ]  # fmt: skip
        title = _("{name}志愿服务记录（{period}）").format(name=person.name, period=period.title)
        return found, Document(title=title, blocks=tuple(blocks), unit=found.unit, created=whole(ctx.now))


def _span(start: str | None, end: str | None) -> str:
    return f"{start}—{end}" if start and end else ""


def event_report(ctx: Context, word: str) -> tuple[Figures, Document]:
    """The bulletin of a major event, sent as it happens: when, where, who, what came of it."""
    with ctx.read() as conn:
        event = the_activity(conn, word)
        assert event.starts_on is not None and event.ends_on is not None
        period = Period("range", f"{event.starts_on}..{event.ends_on}", event.starts_on, add_days(event.ends_on, 1))
        found = figures_of(conn, period, Scope(ACTIVITY, (event.id,), event.number, event.title))
        unit = own_unit(conn)
        when = day_title(event.starts_on)
        if event.ends_on != event.starts_on:
            when += _("至{b}").format(b=day_title(event.ends_on))
        t = found.totals
        known = [
            (_("活动编号"), event.number), (_("活动时间"), f"{when} {_span(event.start_time, event.end_time)}".strip()),
            (_("活动地点"), event.place), (_("活动方式"), event.mode), (_("活动类别"), event.category),
            (_("负责队伍"), event.team), (_("服务对象"), event.beneficiary_groups),
            (_("受益人数"), event.beneficiaries),
            (_("参加人数"), t.participants or None), (_("参加人次"), t.participations or None),
            (_("其中党员"), t.party_members if t.participants else None),
            (_("服务时长(小时)"), Hours(t.seconds) if t.seconds else None),
        ]  # fmt: skip
        blocks: list[Block] = [
            Paragraph(_("{when}，{unit}开展“{title}”志愿服务活动，现将有关情况报告如下。").format(
                when=when, unit=unit.name, title=event.title)),
            FigureTable("event", _("基本情况"), tuple((label, value, "") for label, value in known)),
            Heading(_("活动情况")),
            Paragraph(event.note or _("（活动情况没有填写：leifeng activity edit {n} --note）").format(n=event.number)),
            Signature((_("填表人："), _("负责人：")), unit.name, ctx.today.isoformat()),
        ]  # fmt: skip
        return found, Document(
            title=_("{unit}志愿服务重大活动信息").format(unit=unit.name), blocks=tuple(blocks), unit=unit.name,
            created=whole(ctx.now), addressee=unit.superior,
        )  # fmt: skip
