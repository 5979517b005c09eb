"""The agenda: an ordered list of small questions, each asked of the file and answered with things to do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from leifeng_cli.domain.activities import ACTIVITIES, PLANNED, PUBLISHED
from leifeng_cli.domain.campaigns import CAMPAIGNS
from leifeng_cli.domain.periods import month_period, shift_month
from leifeng_cli.domain.points import fixed_points
from leifeng_cli.domain.signups import SIGNUPS
from leifeng_cli.domain.stars.granting import submission
from leifeng_cli.domain.todo import DUE, LATE, Todo, state_on
from leifeng_cli.domain.trainings import TRAININGS
from leifeng_cli.domain.values.dates import add_days
from leifeng_cli.domain.workdays import RECORD_WITHIN, add_workdays
from leifeng_cli.messages import _
from leifeng_cli.services.campaigns import progress_in
from leifeng_cli.services.context import Context
from leifeng_cli.services.keydates import key_dates
from leifeng_cli.services.stars.policies import policy_on
from leifeng_cli.services.workdays import calendar
from leifeng_cli.store import activities as activity_store
from leifeng_cli.store import closing, records
from leifeng_cli.store import todo as store
from leifeng_cli.store.connection import Connection

#: What runs out is told of a month before, while something can still be done.
_EXPIRY_AHEAD = 30


@dataclass(frozen=True)
class Asked:
    """The file, the day, and the last day looked at."""

    conn: Connection
    today: str
    until: str


def agenda(ctx: Context, *, days: int = 30) -> list[Todo]:
    """Everything late, due today, or coming within so many days, by day."""
    with ctx.read() as conn:
        return everything(conn, ctx.today.isoformat(), days)


def everything(conn: Connection, today: str, days: int) -> list[Todo]:
    asked = Asked(conn, today, add_days(today, days))
    found = [item for question in QUESTIONS for item in question(asked)]
    return sorted(found, key=lambda t: (t.day, t.kind, t.what))


def _activities(a: Asked) -> Iterator[Todo]:
    span = (a.today, add_days(a.until, 1))
    for one in activity_store.listed(a.conn, span=span, status=None, find=None, archived=False):
        if one.status in (PLANNED, PUBLISHED):
            day = max(one.starts_on or "", a.today)
            hint = _("还没有发布：leifeng activity publish {n}").format(n=one.number) if one.status == PLANNED else ""
            yield Todo(
                state_on(day, a.today), day, ACTIVITIES.noun, f"{one.number} {one.title}", hint, one.number, ahead=None
            )


def _signups(a: Asked) -> Iterator[Todo]:
    """Published activities with places left to sign up for, and those whose places are gone while people wait."""
    for day, number, title, capacity, placed, waiting in store.limited_signups(a.conn, a.today, a.until):
        free = capacity - placed
        if free > 0:
            what = _("{n} {t}：报名中，已报 {k} 人，还有 {f} 个名额").format(n=number, t=title, k=placed, f=free)
        elif waiting:
            what = _("{n} {t}：名额已满，{k} 人候补").format(n=number, t=title, k=waiting)
        else:
            continue
        hint = f"leifeng signup list --activity {number}"
        yield Todo(state_on(day, a.today), day, SIGNUPS.noun, what, hint, number, ahead=None)


def _dates(a: Asked) -> Iterator[Todo]:
    for date in key_dates(a.today, add_days(a.until, 1)):
        yield Todo(state_on(date.day, a.today), date.day, "key_date", date.name, ahead=None)


def _forgotten_sign_outs(a: Asked) -> Iterator[Todo]:
    for day, number, title, count in store.open_attendance(a.conn, a.today):
        what = _("{n} {t}：{k} 人没有签退").format(n=number, t=title, k=count)
        yield Todo(LATE, day, "sign_out", what, _("leifeng attendance out 谁 --date {d}").format(d=day), number)


def _unrecorded(a: Asked) -> Iterator[Todo]:
    """Activities that are over and have no hours: ten working days by 民政部令第67号."""
    is_workday = calendar()
    for last, number, title in store.without_hours(a.conn, a.today):
        due = add_workdays(dt.date.fromisoformat(last), RECORD_WITHIN, is_workday).isoformat()
        what = _("{n} {t}（{d} 结束）还没有登记时长").format(n=number, t=title, d=last)
        hint = _("leifeng hours from-attendance --activity {n}，或 hours record").format(n=number)
        yield Todo(LATE if due < a.today else DUE, due, "unrecorded", what, hint, number)


def _approvals(a: Asked) -> Iterator[Todo]:
    count, oldest = store.pending(a.conn)
    if count:
        yield Todo(DUE, oldest, "approval", _("{n} 条时长待审核").format(n=count), "leifeng hours approve")


def _notices(a: Asked) -> Iterator[Todo]:
    for ends_on, number, title, open_objections in store.running_notices(a.conn, a.today):
        what = _("公示 {n} {t} 期满").format(n=number, t=title)
        if open_objections:
            what += _("，有 {k} 项异议未处理").format(k=open_objections)
        if ends_on <= a.until:
            yield Todo(state_on(ends_on, a.today), ends_on, "notice", what, f"leifeng notice show {number}", number)


def _objections(a: Asked) -> Iterator[Todo]:
    for day, row_id, number in store.old_objections(a.conn, a.today):
        what = _("公示 {n} 的异议 {id} 还没有处理").format(n=number, id=row_id)
        yield Todo(LATE, day, "objection", what, _("leifeng notice decide {id}").format(id=row_id), number)


def _cases(a: Asked) -> Iterator[Todo]:
    for day, number, count, state in store.waiting_cases(a.conn, a.today):
        if state == "proposed":
            what, verb = _("{r}：{n} 人待公示").format(r=number, n=count), "notice"
        else:
            what, verb = _("{r}：{n} 人公示已满，待授予").format(r=number, n=count), "grant"
        yield Todo(DUE, day, "star_round", what, f"leifeng star {verb} {number}", number)


def _submissions(a: Asked) -> Iterator[Todo]:
    policy = policy_on(a.conn, a.today)
    days = {day for level in policy.all_levels() if (day := submission(level, a.today))}
    for day in sorted(days):
        if day <= a.until:
            yield Todo(state_on(day, a.today), day, "star_submission", _("星级申报截止"), "leifeng star propose")


def _campaigns(a: Asked) -> Iterator[Todo]:
    for campaign in records.select(a.conn, CAMPAIGNS, "t.archived_on IS NULL"):
        if not a.today <= campaign.ends_on <= a.until:
            continue
        unmet = [p.title for p in progress_in(a.conn, campaign) if not p.met]
        what = _("活动计划“{n}”结束").format(n=campaign.name)
        if unmet:
            what += _("，未达到：{m}").format(m="、".join(unmet))
        yield Todo(state_on(campaign.ends_on, a.today), campaign.ends_on, CAMPAIGNS.noun, what,
                   f"leifeng campaign progress {campaign.number}", campaign.number)  # fmt: skip


def _report(a: Asked) -> Iterator[Todo]:
    """Last month's report: closed, and sent. A file without hours by then owes none."""
    month = shift_month(a.today[:7], -1)
    if not store.served_before(a.conn, month_period(month).after):
        return
    due = f"{a.today[:7]}-01"
    close = closing.close_of(a.conn, month)
    if close is None:
        yield Todo(DUE, due, "report", _("{m} 月报还没有结账").format(m=month), f"leifeng month close {month}", month)
    elif not closing.sent(a.conn, close.id):
        yield Todo(DUE, due, "report", _("{m} 月报还没有报送").format(m=month), f"leifeng month sent {month}", month)


def _major_events(a: Asked) -> Iterator[Todo]:
    for day, number, title in store.unreported_events(a.conn, a.today):
        what = _("重大活动 {n} {t} 还没有报送信息").format(n=number, t=title)
        yield Todo(
            LATE if day < a.today else DUE, day, "event", what, f"leifeng report event {number} --to 信息.docx", number
        )


def _trainings(a: Asked) -> Iterator[Todo]:
    for day, count in store.expiring_trainings(a.conn, a.today, a.until):
        what = _("{n} 人次培训到期").format(n=count)
        yield Todo(state_on(day, a.today), day, TRAININGS.noun, what, "leifeng training list", ahead=_EXPIRY_AHEAD)


def _points(a: Asked) -> Iterator[Todo]:
    for day, hundredths in store.expiring_points(a.conn, a.today, a.until):
        what = _("{n} 积分到期").format(n=fixed_points(hundredths))
        yield Todo(state_on(day, a.today), day, "points", what, "leifeng points list", ahead=_EXPIRY_AHEAD)


QUESTIONS: tuple[Callable[[Asked], Iterator[Todo]], ...] = (
    _activities, _signups, _dates, _forgotten_sign_outs, _unrecorded, _approvals, _notices, _objections, _cases,
    _submissions, _campaigns, _report, _major_events, _trainings, _points,
)  # fmt: skip
