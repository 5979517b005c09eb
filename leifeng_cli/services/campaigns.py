"""Campaigns: their period, their targets, and how far they have come."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from leifeng_cli.domain.campaigns import CAMPAIGNS, MEASURES, Campaign, Progress, amount_text, check_campaign
from leifeng_cli.domain.document import Hours
from leifeng_cli.domain.periods import CAMPAIGN, RANGE, Period, Scope
from leifeng_cli.domain.values.cells import Cell
from leifeng_cli.domain.values.dates import add_days
from leifeng_cli.domain.values.text import plain
from leifeng_cli.errors import InvalidInput, NotFound
from leifeng_cli.messages import _
from leifeng_cli.services.context import Context
from leifeng_cli.services.registers import add_in, edit_in, parse_changes, parse_values, resolve
from leifeng_cli.store import campaigns as store
from leifeng_cli.store import queries, records
from leifeng_cli.store.connection import Connection

MOST = 10**9


def add_campaign(ctx: Context, given: Mapping[str, Cell]) -> Campaign:
    values = parse_values(CAMPAIGNS, given, ctx.hints())
    check_campaign(values)
    with ctx.write("campaign.add") as tx:
        record: Campaign = add_in(tx, CAMPAIGNS, values)
        tx.summary = _("新增活动计划 {n}").format(n=record.number)
    return record


def edit_campaign(ctx: Context, word: str, given: Mapping[str, Cell]) -> tuple[Campaign, bool]:
    values = parse_changes(CAMPAIGNS, given, ctx.hints())
    with ctx.write("campaign.edit") as tx:
        record: Campaign = resolve(tx.conn, CAMPAIGNS, word)
        check_campaign({"starts_on": record.starts_on, "ends_on": record.ends_on, **values})
        changed = edit_in(tx, CAMPAIGNS, record, values)
        tx.summary = _("修改活动计划 {n}").format(n=record.number)
        record = records.get(tx.conn, CAMPAIGNS, record.id)
    return record, changed


def set_target(ctx: Context, word: str, measure: str, goal: str | None, *, withdraw: bool = False) -> list[Progress]:
    """Set or withdraw one measurable target; the earlier goal of the same measure is withdrawn with it."""
    if measure not in MEASURES:
        named = "、".join(f"{k}（{title}）" for k, (title, _unit) in MEASURES.items())
        raise NotFound(_("没有“{m}”这种目标。").format(m=measure), hint=_("可用：") + named)
    if withdraw == (goal is not None):
        raise InvalidInput(_("目标要么写 --goal，要么写 --withdraw。"), hint=_("例如 --measure hours --goal 100。"))
    amount = None if goal is None else _goal(measure, goal)
    with ctx.write("campaign.target") as tx:
        campaign: Campaign = resolve(tx.conn, CAMPAIGNS, word)
        there = store.target(tx.conn, campaign.id, measure)
        if withdraw and there is None:
            raise NotFound(_("{n} 没有“{m}”这个目标。").format(n=campaign.number, m=MEASURES[measure][0]))
        if there is not None and there[1] != amount:
            tx.update("campaign_target", there[0], {"withdrawn_on": ctx.today.isoformat()})
        if amount is not None and (there is None or there[1] != amount):
            tx.insert("campaign_target", {"campaign_id": campaign.id, "measure": measure, "goal": amount})
        tx.summary = _("{n} 的目标：{m}").format(n=campaign.number, m=MEASURES[measure][0])
        return progress_in(tx.conn, campaign)


def _goal(measure: str, goal: str) -> int:
    unit = MEASURES[measure][1]
    try:
        number = Decimal(plain(goal).removesuffix("%"))
    except InvalidOperation:
        number = Decimal("NaN")
    scale = {"count": 1, "seconds": 3600, "percent": 100}[unit]
    if not number.is_finite() or number <= 0 or number * scale != int(number * scale) or number * scale > MOST:
        raise InvalidInput(_("目标“{g}”不对。").format(g=goal), hint=_("--goal 请写大于 0 的数，例如 90。"))
    if unit == "percent" and number > 100:
        raise InvalidInput(_("百分比不能超过 100。"), hint=_("--goal 90 即 90%。"))
    return int(number * scale)


def campaign_period(campaign: Campaign) -> Period:
    assert campaign.starts_on is not None and campaign.ends_on is not None
    return Period(RANGE, f"{campaign.starts_on}..{campaign.ends_on}", campaign.starts_on, add_days(campaign.ends_on, 1))


def campaign_scope(campaign: Campaign) -> Scope:
    return Scope(CAMPAIGN, (campaign.id,), campaign.number, campaign.name)


def show_progress(ctx: Context, word: str) -> tuple[Campaign, list[Progress]]:
    """Every target of a campaign beside the value measured at its activities within its period."""
    with ctx.read() as conn:
        campaign: Campaign = resolve(conn, CAMPAIGNS, word)
        return campaign, progress_in(conn, campaign)


def progress_in(conn: Connection, campaign: Campaign) -> list[Progress]:
    targets = store.targets(conn, campaign.id)
    measured = _measured(conn, campaign) if targets else {}
    return [Progress(m, MEASURES[m][0], MEASURES[m][1], goal, measured.get(m)) for m, goal in targets]


def _measured(conn: Connection, campaign: Campaign) -> dict[str, int | None]:
    period, scope = campaign_period(campaign), campaign_scope(campaign)
    first, after = period.first, period.after
    (served,) = queries.rows(conn, "month_totals", scope, first=first, after=after)
    (register,) = queries.rows(conn, "month_register", first=first, after=after)
    held = queries.rows(conn, "month_activities", scope, first=first, after=after)
    stated = [row["beneficiaries"] for row in held if row["beneficiaries"] is not None]
    (survey,) = queries.rows(conn, "campaign_awareness", campaign=campaign.id, first=first, after=after)
    return {
        **{name: served[name] for name in ("activities", "participations", "participants", "party_members")},
        "hours": served["seconds"],
        "new_volunteers": register["new_volunteers"],
        "beneficiaries": sum(stated) if stated else None,
        "awareness": survey["aware"] * 10_000 // survey["asked"] if survey["asked"] else None,
    }


def target_rows(conn: Connection, campaign_id: int) -> list[tuple[Any, ...]]:
    """A campaign's targets as rows of a report's table: (target, goal, measured, whether it is met)."""
    campaign: Campaign = records.get(conn, CAMPAIGNS, campaign_id)
    return [
        (p.title, _cell(p.unit, p.goal), _cell(p.unit, p.measured), _("已达到") if p.met else _("未达到"))
        for p in progress_in(conn, campaign)
    ]


def _cell(unit: str, value: int | None) -> str | int | Hours | None:
    if value is None or unit == "count":
        return value
    return Hours(value) if unit == "seconds" else amount_text(unit, value)
