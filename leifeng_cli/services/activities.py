"""Activities: plan, publish, repeat, close, cancel."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from leifeng_cli.domain import activities
from leifeng_cli.domain.activities import ACTIVITIES, Activity
from leifeng_cli.domain.recurrence import Rule, occurrences, parse_rule
from leifeng_cli.domain.values.cells import Cell, Hints
from leifeng_cli.domain.values.dates import date_text, month_range
from leifeng_cli.domain.values.dates import month as read_month
from leifeng_cli.domain.values.text import clean, whole_number
from leifeng_cli.errors import Conflict, InvalidInput
from leifeng_cli.messages import _
from leifeng_cli.services.context import Context
from leifeng_cli.services.people import the_activity
from leifeng_cli.services.registers import add_in, check_required, edit_in, parse_changes, parse_values
from leifeng_cli.services.signups import move_back, move_up
from leifeng_cli.services.workdays import calendar
from leifeng_cli.store import activities as store
from leifeng_cli.store import records
from leifeng_cli.store.journal import Transaction


def with_period(values: Mapping[str, Any]) -> dict[str, Any]:
    """An activity without a last day lasts one day. Raises InvalidInput where it ends before it begins."""
    full = dict(values)
    if full.get("ends_on") is None and full.get("starts_on") is not None:
        full["ends_on"] = full["starts_on"]
    check_period(full.get("starts_on"), full.get("ends_on"))
    if (full.get("start_time") is None) != (full.get("end_time") is None):
        raise InvalidInput(_("开始时间和结束时间要一起写。"), hint="--time 09:00-11:00")
    _check_capacity(full)
    return full


def _check_capacity(values: Mapping[str, Any]) -> None:
    if values.get("capacity") == 0:
        raise InvalidInput(_("计划人数不能是 0。"), hint=_("不限人数请留空。"))


def check_period(starts_on: str | None, ends_on: str | None) -> None:
    if starts_on and ends_on and ends_on < starts_on:
        raise InvalidInput(_("结束日期 {b} 早于开始日期 {a}。").format(a=starts_on, b=ends_on))


def add_activity(ctx: Context, given: Mapping[str, Cell]) -> Activity:
    """Plan one activity. One that is over already is entered as back-filled."""
    values = with_period(parse_values(ACTIVITIES, given, ctx.hints()))
    if values.get("backfilled") is None:
        values["backfilled"] = bool(values.get("ends_on")) and values["ends_on"] < ctx.today.isoformat()
    with ctx.write("activity.add") as tx:
        record: Activity = add_in(tx, ACTIVITIES, values)
        tx.summary = _("新增活动 {number}").format(number=record.number)
    return record


def edit_activity(ctx: Context, word: str, given: Mapping[str, Cell]) -> tuple[Activity, bool, list[str]]:
    """Change fields of an activity.

    Returns it, whether anything changed, and the numbers of those who moved up from the wait-list.
    """
    values = parse_changes(ACTIVITIES, given, ctx.hints())
    if values.get("status"):
        raise InvalidInput(_("状态不能直接改。"), hint=_("请用 activity publish、close、reopen 或 cancel。"))
    with ctx.write("activity.edit") as tx:
        old = the_activity(tx.conn, word)
        changed = change_activity(tx, ctx, old, values)
        tx.summary = _("修改活动 {number}").format(number=old.number)
        record = records.get(tx.conn, ACTIVITIES, old.id)
    return record, changed, tx.moved_up


def change_activity(tx: Transaction, ctx: Context, old: Activity, values: Mapping[str, Any]) -> bool:
    """Set fields. The period may not shrink past hours already recorded; who is over a lowered capacity waits."""
    check_required(ACTIVITIES, values)
    _check_capacity(values)
    new = _moved(old, values)
    starts, ends = new.get("starts_on", old.starts_on), new.get("ends_on", old.ends_on)
    assert starts is not None and ends is not None
    check_period(starts, ends)
    first, last = store.recorded_period(tx.conn, old.id)
    if first is not None and (starts > first or ends < last):
        raise Conflict(
            _("活动 {n} 在 {a} 至 {b} 已有服务记录，期间不能缩到 {s} 至 {e}。").format(
                n=old.number, a=first, b=last, s=starts, e=ends
            )
        )
    changed = edit_in(tx, ACTIVITIES, old, new)
    if "capacity" in new and (back := move_back(tx, ctx, old.id)):
        ctx.notices.append(_("名额减少，转为候补：{who}").format(who="、".join(back)))
    return changed


def _moved(old: Activity, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with the last day that goes with them: an activity of one day keeps to one day when moved."""
    new = dict(values)
    one_day = old.starts_on == old.ends_on and "ends_on" not in new
    cleared = "ends_on" in new and new["ends_on"] is None
    if ("starts_on" in new and one_day) or cleared:
        new["ends_on"] = new.get("starts_on", old.starts_on)
    return new


def _unrecorded(tx: Transaction, row: Mapping[str, Any]) -> None:
    """Guard of a cancellation: what was served was served."""
    if store.recorded_period(tx.conn, row["id"])[0] is not None:
        raise Conflict(_("活动 {n} 已有服务记录，不能取消。").format(n=row["number"]), hint=_("请先作废这些服务记录。"))


def repeat_activity(ctx: Context, word: str, rule: str, *, until: str | None, count: str | None) -> list[Activity]:
    """Make the further occurrences of an activity by a rule such as 每周六; each is an activity of its own.

    The activity itself is the first of the series. Running it again adds only the days not there yet.
    """
    hints = ctx.hints()
    parsed, rule = parse_rule(rule), clean(rule)
    with ctx.write("activity.repeat") as tx:
        first = the_activity(tx.conn, word)
        assert first.starts_on is not None and first.ends_on is not None
        if first.ends_on != first.starts_on:
            raise Conflict(_("活动 {n} 不止一天，不能按规则重复。").format(n=first.number))
        if first.status == activities.CANCELLED:
            raise Conflict(_("活动 {n}“{t}”已取消，不能按规则重复。").format(n=first.number, t=first.title))
        days = _days(parsed, first.starts_on, until, count, hints)
        series = first.series or first.number
        there = {a.starts_on for a in store.in_series(tx.conn, series)} | {first.starts_on}
        tx.update("activity", first.id, {"series": series, "rule": rule})
        today = ctx.today.isoformat()
        made = [_occurrence(tx, first, series, rule, day, today) for day in days if day not in there]
        tx.summary = _("活动 {n} 按“{rule}”排出 {k} 次").format(n=first.number, rule=rule, k=len(made))
        return made


def _days(rule: Rule, start: str, until: str | None, count: str | None, hints: Hints) -> list[str]:
    """The days of the series, ``start`` first whether the rule falls on it or not: it is one of the ``count``."""
    first = dt.date.fromisoformat(start)
    last = dt.date.fromisoformat(date_text(until, hints)) if until else None
    number = whole_number(count, hints) if count else None
    worked = calendar() if rule.kind == "workdays" else None
    found = [d.isoformat() for d in occurrences(rule, first, last, number, worked)]
    return (found if start in found else [start, *found])[:number]


#: What every occurrence of a series has from the first.
_REPEATED = (
    "title", "start_time", "end_time", "place", "mode", "category", "team", "beneficiary_groups", "contact", "phone",
    "capacity", "required_training",
)  # fmt: skip


def _occurrence(tx: Transaction, first: Activity, series: str, rule: str, day: str, today: str) -> Activity:
    copied = {f: getattr(first, f) for f in _REPEATED}
    values = {
        **copied, "starts_on": day, "ends_on": day, "series": series, "rule": rule, "status": activities.PLANNED,
        "backfilled": day < today,
    }  # fmt: skip
    made: Activity = add_in(tx, ACTIVITIES, values)
    return made


def list_activities(
    ctx: Context,
    *,
    month: str | None = None,
    status: str | None = None,
    find: str | None = None,
    archived: bool = False,
) -> list[Activity]:
    """Activities by their first day; those of a month are all that take place in it."""
    span = month_range(read_month(month)) if month else None
    with ctx.read() as conn:
        return store.listed(conn, span=span, status=status, find=find, archived=archived)


FIND = the_activity
GUARDS = {"unrecorded": _unrecorded}
SETTLES = {"id": move_up}
