"""Rules that hold whenever something is recorded, and must hold again after an undo.

An undo puts rows back as they were; what was entered in between may not agree with them any more. The
same minute may have been credited elsewhere after a record was voided, or an activity's period moved.
"""

from __future__ import annotations

from leifeng_cli.domain import activities, hours
from leifeng_cli.domain.activities import ACTIVITIES, Activity
from leifeng_cli.domain.schedule import overlap
from leifeng_cli.errors import Conflict
from leifeng_cli.messages import _
from leifeng_cli.services.crediting import LIVE
from leifeng_cli.services.points import overdrafts
from leifeng_cli.services.rewards import check_redeemed_again
from leifeng_cli.store import activities as activity_store
from leifeng_cli.store import hours as hours_store
from leifeng_cli.store import records
from leifeng_cli.store import undo as undo_store
from leifeng_cli.store.hours import Entry
from leifeng_cli.store.journal import Transaction

_FEW = 500
_COVERED = {"points_transfer", "redemption", "reward", "time_bank"}


def check_rules(tx: Transaction, number: int) -> None:
    """Raise Conflict where the transaction, which undoes operation ``number``, breaks a rule."""
    touched = set(tx.touched("service_record"))
    live = undo_store.live_days(tx.conn, touched)
    if live:
        _check_days(tx, touched, live, number)
    events = {activity for _volunteer, _day, activity in live} | set(tx.touched("activity"))
    for activity in sorted(events):
        _check_activity(tx, activity, number)
    if _COVERED & {change.table for change in tx.changes}:
        _check_covered(tx, number)


def _check_covered(tx: Transaction, number: int) -> None:
    """Nothing that was spent since has lost what it was paid from."""
    for fault in overdrafts(tx.conn):
        raise Conflict(
            _("不能撤销第 {number} 号操作：撤销后{what}的{message}。").format(
                number=number, what=fault.what, message=fault.message
            ),
            hint=_("请先撤销后来的兑换、调整或支取，见 leifeng log。"),
        )
    for redemption in tx.touched("redemption"):
        check_redeemed_again(tx, redemption)


def _check_days(tx: Transaction, touched: set[int], live: list[tuple[int, str, int]], number: int) -> None:
    """No minute twice, and no day over 24 hours."""
    days = [day for _volunteer, day, _activity in live]
    people = {volunteer for volunteer, _day, _activity in live}
    few = people if len(people) <= _FEW else None  # an undone import touches nearly everybody
    book = hours_store.entries(tx.conn, min(days), max(days), few)
    for volunteer, day in sorted({(v, d) for v, d, _a in live}):
        entries = [e for e in book[volunteer, day] if e.status in LIVE]
        again = [e for e in entries if e.id in touched]
        for one in again:
            for other in entries:
                if other.id != one.id and _same_time(one, other):
                    raise Conflict(
                        _(
                            "不能撤销第 {number} 号操作：服务记录 {a} 恢复后会与服务记录 {b} 在 {day} 记到同一段时间。"
                        ).format(number=number, a=one.id, b=other.id, day=day),
                        hint=_("请先作废其中一条：leifeng hours void {b} --reason 原因").format(b=other.id),
                    )
        if sum(e.actual_seconds for e in entries) > hours.DAY_SECONDS:
            raise Conflict(
                _("不能撤销第 {number} 号操作：服务记录 {a} 恢复后，此人 {day} 的时长合计超过 24 小时。").format(
                    number=number, a=again[0].id, day=day
                )
            )


def _same_time(one: Entry, other: Entry) -> bool:
    if one.start_time and one.end_time and other.start_time and other.end_time:
        return overlap(one.start_time, one.end_time, other.start_time, other.end_time)
    return one.activity_id == other.activity_id


def _check_activity(tx: Transaction, activity: int, number: int) -> None:
    """A record's activity is not cancelled, and its period holds the day."""
    if tx.row("activity", activity) is None:
        return  # taken out by this undo; nothing refers to it
    event: Activity = records.get(tx.conn, ACTIVITIES, activity)
    first, last = activity_store.recorded_period(tx.conn, activity)
    if first is None:
        return
    assert event.starts_on is not None and event.ends_on is not None
    if event.status == activities.CANCELLED:
        raise Conflict(
            _("不能撤销第 {number} 号操作：活动 {n} 已取消，不能有服务记录。").format(number=number, n=event.number)
        )
    if event.starts_on > first or event.ends_on < last:
        raise Conflict(
            _("不能撤销第 {number} 号操作：活动 {n} 的期间是 {a} 至 {b}，而服务记录在 {first} 至 {last}。").format(
                number=number, n=event.number, a=event.starts_on, b=event.ends_on, first=first, last=last
            ),
            hint=_("请先用 leifeng activity edit 更改活动期间，或作废期间以外的记录。"),
        )
