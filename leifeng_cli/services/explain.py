"""Why a person's hours are what they are: planned → attended → credited → counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from leifeng_cli.domain import hours
from leifeng_cli.domain.columns import Col
from leifeng_cli.domain.signups import status_name
from leifeng_cli.domain.values.dates import month as read_month
from leifeng_cli.domain.values.dates import month_range
from leifeng_cli.domain.values.shown import hours_text
from leifeng_cli.domain.volunteers import Volunteer
from leifeng_cli.messages import _
from leifeng_cli.services.context import Context
from leifeng_cli.services.people import the_volunteer
from leifeng_cli.services.settings import CountingRules
from leifeng_cli.services.stars.policies import policy_on
from leifeng_cli.store import attendance, signups
from leifeng_cli.store import hours as store
from leifeng_cli.store.connection import Connection


@dataclass(frozen=True)
class Step:
    """One row of the account. ``credited_seconds`` count in reports, ``counted_seconds`` for stars."""

    stage: Annotated[str, Col("环节")]
    date: Annotated[str, Col("日期")]
    activity: Annotated[str, Col("活动")]
    what: Annotated[str, Col("内容")]
    credited_seconds: Annotated[int | None, Col("记入(小时)", show=hours_text)]
    counted_seconds: Annotated[int | None, Col("计星(小时)", show=hours_text)]
    why: Annotated[str, Col("依据")]


@dataclass(frozen=True)
class Explanation:
    volunteer: Volunteer
    month: str | None
    policy: str
    steps: list[Step]
    credited_seconds: int
    counted_seconds: int


def explain_hours(ctx: Context, who: str, *, month: str | None = None) -> Explanation:
    """Every sign-up, attendance and record of a person (in a month, or ever), with the rule that decided."""
    first, after = month_range(read_month(month)) if month else ("0001-01-01", "9999-12-31")
    with ctx.read() as conn:
        person = the_volunteer(conn, who)
        policy = policy_on(conn, ctx.today.isoformat())
        steps = [
            *_planned(conn, person.id, first, after),
            *_attended(conn, person.id, first, after),
            *_credited(conn, person.id, first, after, policy.counting.excluded_ratings),
        ]
    return Explanation(
        person,
        month and read_month(month),
        policy.title,
        steps,
        sum(s.credited_seconds or 0 for s in steps),
        sum(s.counted_seconds or 0 for s in steps),
    )


def _planned(conn: Connection, person: int, first: str, after: str) -> list[Step]:
    return [
        Step(_("报名"), day, _activity(s), _("报名于 {at}").format(at=(s.signed_up_at or "")[:16].replace("T", " ")),
             None, None, status_name(s.status))
        for day, s in signups.planned(conn, person, first, after)
    ]  # fmt: skip


def _activity(record: Any) -> str:
    return f"{record.activity_number} {record.activity_title}"


def _attended(conn: Connection, person: int, first: str, after: str) -> list[Step]:
    found = attendance.listed(conn, volunteer=person, span=(first, after))
    return [
        Step(_("签到"), a.service_date or "", _activity(a), f"{a.checked_in}—{a.checked_out or _('未签退')}",
             None, None, "" if a.checked_out else _("未签退，不能记入"))
        for a in found
    ]  # fmt: skip


def _credited(conn: Connection, person: int, first: str, after: str, excluded: frozenset[int]) -> list[Step]:
    found = store.listed(conn, volunteer=person, span=(first, after), statuses=())
    more = store.counted_by(conn, person)
    rules = CountingRules(conn)
    titles = {r.name: r.title for r in rules.known()}
    return [_record_step(r, more[r.id][0], more[r.id][1], titles, excluded) for r in found]


def _record_step(
    r: hours.ServiceRecord, actual: int, counting: str, titles: dict[str, str], excluded: frozenset[int]
) -> Step:
    counts = r.status == hours.CREDITED
    starred = counts and r.rating not in excluded
    times = f"{r.start_time}—{r.end_time}" if r.start_time else _("未写起止时间")
    what = _("记录 {id}（{source}）：{times}，实际 {actual}").format(
        id=r.id, source=r.source, times=times, actual=_clock(actual)
    )
    why = [_("按“{rule}”记 {h} 小时").format(rule=titles.get(counting, counting), h=hours_text(r.seconds))]
    if not counts:
        why = [hours.STATUS_NAMES[r.status] + (f"：{r.status_reason}" if r.status_reason else "")]
    elif not starred:
        why.append(_("评价不合格，不计星级"))
    if r.corrects_id:
        why.append(_("更正自记录 {id}").format(id=r.corrects_id))
    if r.late:
        why.append(_("逾期登记"))
    return Step(
        _("记入"), r.service_date or "", _activity(r), what, r.seconds if counts else 0, r.seconds if starred else 0,
        "；".join(why),
    )  # fmt: skip


def _clock(seconds: int) -> str:
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}" + (f":{seconds % 60:02d}" if seconds % 60 else "")
