"""Signing in and out on the day, and those who forgot to sign out."""

from __future__ import annotations

from collections.abc import Sequence

from leifeng_cli.domain import activities
from leifeng_cli.domain.activities import Activity
from leifeng_cli.domain.attendance import ATTENDANCE, Attendance
from leifeng_cli.domain.values.clocks import clock, end_clock
from leifeng_cli.domain.values.dates import add_days, date_text
from leifeng_cli.errors import Conflict, InvalidInput, NotFound
from leifeng_cli.messages import _
from leifeng_cli.services.context import Context
from leifeng_cli.services.crediting import check_night
from leifeng_cli.services.people import the_activity, the_volunteer
from leifeng_cli.store import attendance as store
from leifeng_cli.store import records
from leifeng_cli.store.journal import Transaction


def _moment(ctx: Context, day: str | None, at: str | None) -> tuple[str, str]:
    """Date and clock time as given, or now; never in the future."""
    hints = ctx.hints()
    date = date_text(day, hints) if day else ctx.today.isoformat()
    if at is None and date != ctx.today.isoformat():
        raise InvalidInput(_("补登别的日期的签到，请写明时间。"), hint="--at 09:00")
    time = clock(at, hints) if at else f"{ctx.now:%H:%M}"
    if f"{date} {time}" > f"{ctx.now:%Y-%m-%d %H:%M}":
        raise InvalidInput(_("{date} {time} 还没有到，不能签到或签退。").format(date=date, time=time))
    return date, time


def check_in(
    ctx: Context, who: Sequence[str], activity: str, *, day: str | None = None, at: str | None = None
) -> list[Attendance]:
    """Sign people in at an activity; all of them or none."""
    date, time = _moment(ctx, day, at)
    with ctx.write("attendance.in") as tx:
        event = the_activity(tx.conn, activity, date)
        people = {p.id: p for p in (the_volunteer(tx.conn, w) for w in who)}
        for person in people.values():
            if person.archived_on or person.status == "注销":
                raise Conflict(_("志愿者 {n} 已注销或归档，不能签到。").format(n=person.number))
        made = [check_in_at(tx, person.id, person.number, event, date, time) for person in people.values()]
        tx.summary = _("{n} 人签到 {a}").format(n=len(made), a=event.number)
        return [records.get(tx.conn, ATTENDANCE, i) for i in made]


def check_in_at(tx: Transaction, volunteer: int, who: str, event: Activity, date: str, time: str) -> int:
    """Sign one person in inside a transaction. Raises Conflict where that cannot be."""
    assert event.starts_on is not None and event.ends_on is not None
    if event.status == activities.CANCELLED or not event.starts_on <= date <= event.ends_on:
        raise Conflict(
            _("活动 {n}“{t}”在 {d} 没有安排（{a} 至 {b}，{s}）。").format(
                n=event.number,
                t=event.title,
                d=date,
                a=event.starts_on,
                b=event.ends_on,
                s=activities.STATES[event.status],
            )
        )
    still = store.open_of(tx.conn, volunteer, date)
    if still is not None:
        raise Conflict(
            _("{who} 在 {d} {t} 已经签到，还没有签退。").format(who=who, d=date, t=still.checked_in),
            hint=_("先用 leifeng attendance out 签退。"),
        )
    row = {"activity_id": event.id, "volunteer_id": volunteer, "service_date": date, "checked_in": time}
    if records.by(tx.conn, ATTENDANCE, **row):  # two that begin in the same minute are one, written down twice
        raise Conflict(
            _("{who} 在 {d} {t} 已经签到过。").format(who=who, d=date, t=time),
            hint=_("离开后又回来的，请写回来的时刻。"),
        )
    return tx.insert("attendance", row)


def check_out(ctx: Context, who: Sequence[str], *, day: str | None = None, at: str | None = None) -> list[Attendance]:
    """Sign people out of whatever they are signed in to; after midnight the evening before is looked at too."""
    hints = ctx.hints()
    date = date_text(day, hints) if day else None
    with ctx.write("attendance.out") as tx:
        made = []
        people = {p.id: p for p in (the_volunteer(tx.conn, w) for w in who)}
        for person in people.values():
            days = [date] if date else [ctx.today.isoformat(), add_days(ctx.today.isoformat(), -1)]
            still = next((s for d in days if (s := store.open_of(tx.conn, person.id, d))), None)
            if still is None:
                raise NotFound(
                    _("志愿者 {n} 没有未签退的签到。").format(n=person.number),
                    hint=_("补签退请写日期：--date。用 leifeng attendance list --open 查看。"),
                )
            _sign_out(ctx, tx, still, at)
            made.append(still.id)
        tx.summary = _("{n} 人签退").format(n=len(made))
        return [records.get(tx.conn, ATTENDANCE, i) for i in made]


def _sign_out(ctx: Context, tx: Transaction, still: store.Open, at: str | None) -> None:
    time = end_clock(at, ctx.hints()) if at else f"{ctx.now:%H:%M}"
    if time == still.checked_in:
        raise InvalidInput(_("签退时间与签到时间相同（{t}）。").format(t=time))
    ended = still.service_date if time > still.checked_in else add_days(still.service_date, 1)
    if at is None and ended != ctx.today.isoformat():
        raise InvalidInput(
            _("{d} {t} 的签到忘了签退，补签退请写明时间。").format(d=still.service_date, t=still.checked_in),
            hint="--at 11:00",
        )
    check_night(still.checked_in, time)
    if f"{ended} {time}" > f"{ctx.now:%Y-%m-%d %H:%M}":
        raise InvalidInput(_("{d} {t} 还没有到，不能签退。").format(d=ended, t=time))
    tx.update("attendance", still.id, {"checked_out": time})


def list_attendance(
    ctx: Context, *, activity: str | None = None, who: str | None = None, still_open: bool = False
) -> list[Attendance]:
    """Attendance by day; ``still_open``: only those who have not signed out."""
    with ctx.read() as conn:
        return store.listed(
            conn,
            activity=the_activity(conn, activity).id if activity else None,
            volunteer=the_volunteer(conn, who).id if who else None,
            still_open=still_open,
        )
