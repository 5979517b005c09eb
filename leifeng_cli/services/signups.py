"""Signing up for an activity, waiting for a place, giving it back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from leifeng_cli.domain import activities, signups
from leifeng_cli.domain.activities import ACTIVITIES, Activity
from leifeng_cli.domain.schedule import Window, conflicts
from leifeng_cli.domain.signups import SIGNUPS, Signup
from leifeng_cli.domain.values.dates import add_days, date_text
from leifeng_cli.domain.volunteers import Volunteer
from leifeng_cli.errors import Conflict, NotFound
from leifeng_cli.messages import _
from leifeng_cli.services.context import Context
from leifeng_cli.services.moving import move_in
from leifeng_cli.services.people import the_activity, the_volunteer
from leifeng_cli.services.registers import free_text
from leifeng_cli.store import records
from leifeng_cli.store import signups as store
from leifeng_cli.store.connection import Connection
from leifeng_cli.store.journal import Transaction


def sign_up(
    ctx: Context, who: Sequence[str], activity: str, *, day: str | None = None, post: str | None = None
) -> list[Signup]:
    """Sign people up; who finds no place goes on the wait-list. All of them or none.

    ``day`` tells the occurrences of a recurring activity apart. Raises Conflict where the activity is over or
    cancelled, somebody is signed up already, or somebody has a place elsewhere at the same time.
    """
    with ctx.write("signup.add") as tx:
        event = the_activity(tx.conn, activity, _on(ctx, day))
        post = free_text(post, ctx.hints())
        people = {p.id: p for p in (the_volunteer(tx.conn, w) for w in who)}
        made = [sign_up_in(tx, ctx, person, event, post=post) for person in people.values()]
        tx.summary = _("{n} 人报名活动 {a}").format(n=len(made), a=event.number)
        return [records.get(tx.conn, SIGNUPS, i) for i in made]


def _on(ctx: Context, day: str | None) -> str | None:
    return date_text(day, ctx.hints()) if day else None


def sign_up_in(
    tx: Transaction,
    ctx: Context,
    person: Volunteer,
    event: Activity,
    *,
    post: str | None = None,
    at: str | None = None,
) -> int:
    """Sign one person up inside a transaction; returns the sign-up's id."""
    if event.status in (activities.CANCELLED, activities.FINISHED) or is_over(event, ctx.now):
        raise Conflict(_("活动 {n}“{t}”已结束或取消，不能报名。").format(n=event.number, t=event.title))
    if person.archived_on or person.status != "在册":
        raise Conflict(_("志愿者 {n} 不在册，不能报名。").format(n=person.number))
    if store.live_signup(tx.conn, event.id, person.id):
        raise Conflict(_("志愿者 {n} 已经报过活动 {a}。").format(n=person.number, a=event.number))
    clash = clashing(tx.conn, person.id, event)
    if clash is not None:
        raise Conflict(
            _("志愿者 {n} 同一时间已报名活动 {a}“{t}”。").format(n=person.number, a=clash.number, t=clash.title),
            hint=_("请先取消其中一个报名。"),
        )
    free = event.capacity is None or store.confirmed_count(tx.conn, event.id) < event.capacity
    queue = bool(store.waiting(tx.conn, event.id))
    made = tx.insert(
        SIGNUPS.table,
        {
            "activity_id": event.id,
            "volunteer_id": person.id,
            "status": signups.CONFIRMED if free and not queue else signups.WAITING,
            "signed_up_at": at or ctx.at,
            "post": post,
        },
    )
    if free and queue:  # those who wait come first; if none of them can take the place, it goes to the newcomer
        promote(tx, ctx, event.id)
    return made


def window(event: Activity) -> Window:
    assert event.starts_on is not None and event.ends_on is not None
    return Window(event.starts_on, event.ends_on, event.start_time, event.end_time)


def is_over(event: Activity, now: dt.datetime) -> bool:
    """Whether the last day has passed, or its closing time where it has one, be that after midnight."""
    assert event.ends_on is not None
    if event.start_time is None or event.end_time is None:
        return event.ends_on < now.date().isoformat()
    past_midnight = event.end_time <= event.start_time
    closes = add_days(event.ends_on, 1) if past_midnight else event.ends_on
    return f"{closes} {event.end_time}" <= f"{now:%Y-%m-%d %H:%M}"


def clashing(conn: Connection, volunteer: int, event: Activity) -> store.Engagement | None:
    """An activity the person has a place in that takes place at the same time, or None."""
    mine = window(event)
    for other in store.engagements(conn, volunteer):
        if other.activity_id != event.id and conflicts(mine, other.window):
            return other
    return None


def promote(tx: Transaction, ctx: Context, activity: int) -> list[str]:
    """Give free places to those who wait, first come first; never once the activity is over.

    Who has taken a place elsewhere at the same time meanwhile keeps waiting. Returns volunteer numbers.
    """
    event = records.get(tx.conn, ACTIVITIES, activity)
    if is_over(event, ctx.now) or event.status in (activities.CANCELLED, activities.FINISHED):
        return []
    promoted: list[str] = []
    free = None if event.capacity is None else event.capacity - store.confirmed_count(tx.conn, activity)
    for signup, volunteer, number in store.waiting(tx.conn, activity):
        if free is not None and len(promoted) >= free:
            break
        if clashing(tx.conn, volunteer, event) is None:
            move_in(tx, ctx, SIGNUPS, signup, "move-up")
            promoted.append(number)
    return promoted


def move_up(tx: Transaction, ctx: Context, activities_touched: Sequence[int]) -> None:
    """A free place goes to who waits, whatever freed it: a settling rule."""
    for activity in activities_touched:
        if tx.row(ACTIVITIES.table, activity) is not None:
            tx.moved_up += promote(tx, ctx, activity)


def move_back(tx: Transaction, ctx: Context, activity: int) -> list[str]:
    """Where a capacity was lowered below those who have a place, the last of them wait. Returns their numbers."""
    event = records.get(tx.conn, ACTIVITIES, activity)
    if event.capacity is None or event.status == activities.CANCELLED:
        return []
    over = store.confirmed(tx.conn, activity)[event.capacity :]
    for signup, _number in over:
        move_in(tx, ctx, SIGNUPS, signup, "move-back")
    return [number for _signup, number in over]


def cancel_signup(
    ctx: Context, who: str, activity: str, *, day: str | None = None, reason: str | None = None
) -> tuple[Signup, list[str]]:
    """Give a place or a turn in the queue back. Returns the sign-up and who moved up."""
    why = free_text(reason, ctx.hints())
    with ctx.write("signup.cancel", reason=why) as tx:
        person, event = the_volunteer(tx.conn, who), the_activity(tx.conn, activity, _on(ctx, day))
        found = store.live_signup(tx.conn, event.id, person.id)
        if found is None:
            raise NotFound(_("志愿者 {n} 没有报名活动 {a}。").format(n=person.number, a=event.number))
        move_in(tx, ctx, SIGNUPS, found[0], "cancel", why)
        tx.summary = _("{n} 取消报名 {a}").format(n=person.number, a=event.number)
        record = records.get(tx.conn, SIGNUPS, found[0])
    return record, tx.moved_up


def list_signups(
    ctx: Context, *, activity: str | None = None, who: str | None = None, status: str | None = None
) -> list[Signup]:
    """Sign-ups in the order they came; cancelled ones only when asked for."""
    with ctx.read() as conn:
        return store.listed(
            conn,
            activity=the_activity(conn, activity).id if activity else None,
            volunteer=the_volunteer(conn, who).id if who else None,
            status=status,
        )


def no_shows(ctx: Context, *, activity: str | None = None) -> list[Signup]:
    """Who had a place in an activity that is over and did not come."""
    with ctx.read() as conn:
        chosen = the_activity(conn, activity).id if activity else None
        absent = store.absent(conn, ctx.today.isoformat(), chosen)
        over = {i: is_over(records.get(conn, ACTIVITIES, i), ctx.now) for i in {event for _signup, event in absent}}
        return [records.get(conn, SIGNUPS, signup) for signup, event in absent if over[event]]


SETTLES = {"activity_id": move_up}
