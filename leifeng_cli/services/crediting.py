"""The one way time is credited: by hand, from attendance, by import and by correction alike.

A claim says who served when at what. It is checked against the rules and against everything already
recorded of that person's day, split at midnight, counted by the rule in force that day, and written.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from leifeng_cli.domain import activities, hours
from leifeng_cli.domain.counting import CountingRule
from leifeng_cli.domain.hours import LIVE
from leifeng_cli.domain.schedule import overlap, split_at_midnight
from leifeng_cli.domain.values.dates import add_days
from leifeng_cli.domain.values.durations import span_seconds
from leifeng_cli.domain.values.shown import hours_text
from leifeng_cli.domain.workdays import IsWorkday, is_late
from leifeng_cli.errors import Conflict, InvalidInput
from leifeng_cli.messages import _
from leifeng_cli.services.context import Context
from leifeng_cli.services.settings import CountingRules, hours_notice_days, needs_approval
from leifeng_cli.services.workdays import calendar
from leifeng_cli.store import hours as store
from leifeng_cli.store.hours import Entry, Event, Person
from leifeng_cli.store.journal import Transaction


@dataclass(frozen=True)
class Claim:
    """What somebody says was served. ``seconds`` is actual time; with times it may be less (a break).

    The fields from ``id`` on are only given where a record is taken over from elsewhere.
    """

    person: Person
    event: Event
    service_date: str
    start: str | None = None
    end: str | None = None
    seconds: int | None = None
    team_id: int | None = None
    rating: int | None = None
    punctuality: int | None = None
    attitude: int | None = None
    skill: int | None = None
    comment: str | None = None
    post: str | None = None
    source: str = hours.BY_HAND
    note: str | None = None
    attendance_id: int | None = None
    corrects_id: int | None = None
    id: int | None = None
    status: str | None = None
    status_reason: str | None = None
    recorded_on: str | None = None
    recorded_by: str | None = None
    approved_on: str | None = None
    approved_by: str | None = None


class Crediting:
    """Checks and writes claims inside one transaction, seeing each claim before the next."""

    def __init__(self, ctx: Context, tx: Transaction, first: str, last: str, people: Iterable[int] | None) -> None:
        self.ctx = ctx
        self.tx = tx
        before, after = add_days(first, -1), add_days(last, 1)
        self.book = store.entries(tx.conn, before, after, people)
        self.open = store.open_attendance(tx.conn, before, after)
        self.memberships = store.memberships(tx.conn, people)
        self.rules = CountingRules(tx.conn)
        #: New records wait: for another person's approval, for their public notice, or both.
        self.held = needs_approval(tx.conn) or hours_notice_days(tx.conn) > 0
        self._late = _lateness()

    def parts(self, claim: Claim) -> list[Claim]:
        """The claim as one part per day, each with its actual seconds."""
        if claim.start is None or claim.end is None:
            if claim.seconds is None:
                raise InvalidInput(_("没有写服务时长，也没有起止时间。"), hint=_("请写时长，或写开始和结束时间。"))
            return [claim]
        whole = span_seconds(claim.start, claim.end)
        check_night(claim.start, claim.end)
        pieces = split_at_midnight(claim.service_date, claim.start, claim.end)
        if claim.seconds is not None:
            self._check_stated(claim, whole)
            if len(pieces) == 1:
                ((day, start, end, _length),) = pieces
                return [replace(claim, service_date=day, start=start, end=end)]
            if claim.seconds < whole - hours_slack(self.rules.on(claim.service_date)):
                raise InvalidInput(
                    _("跨零点的服务写了起止时间又另写了较短的时长，分不清每天各多少。"),
                    hint=_("请按天分成两行登记。"),
                )
        return [replace(claim, service_date=d, start=s, end=e, seconds=n) for d, s, e, n in pieces]

    def _check_stated(self, claim: Claim, whole: int) -> None:
        assert claim.seconds is not None
        if claim.seconds > whole + hours_slack(self.rules.on(claim.service_date)):
            raise InvalidInput(
                _("时长 {h} 小时超过了起止时间 {start}—{end} 的 {w} 小时。").format(
                    h=hours_text(claim.seconds), start=claim.start, end=claim.end, w=hours_text(whole)
                ),
                hint=_("请核对时长和起止时间。"),
            )

    def check(self, part: Claim) -> None:
        """Raise InvalidInput or Conflict where a rule or the person's day stands against the claim."""
        self._check_time(part)
        self._check_person_and_activity(part)
        self._check_day(part)

    def _check_time(self, part: Claim) -> None:
        now = self.ctx.now
        today = now.date().isoformat()
        if part.service_date > today or (part.service_date == today and part.end and part.end > f"{now:%H:%M}"):
            raise InvalidInput(
                _("服务时间 {when} 还没有到，不能登记时长。").format(
                    when=f"{part.service_date} {part.end or ''}".strip()
                ),
                hint=_("请在服务结束后登记。"),
            )
        assert part.seconds is not None
        if part.service_date == today and part.seconds > now.hour * 3600 + now.minute * 60:
            raise InvalidInput(
                _("今天到 {now} 为止还没有 {h} 小时，不能登记这么多。").format(
                    now=f"{now:%H:%M}", h=hours_text(part.seconds)
                ),
                hint=_("请核对日期和时长。"),
            )

    def _check_person_and_activity(self, part: Claim) -> None:
        person, event = part.person, part.event
        if person.archived_on or person.status == "注销":
            raise Conflict(_("志愿者 {n} 已注销或归档，不能再记时长。").format(n=person.number))
        if person.registered_on and part.service_date < person.registered_on:
            raise Conflict(
                _("{day} 早于志愿者 {n} 的注册日期 {r}，注册前的服务不计。").format(
                    day=part.service_date, n=person.number, r=person.registered_on
                ),
                hint=_("注册日期有误可用 leifeng volunteer edit 更正。"),
            )
        if event.status == activities.CANCELLED:
            raise Conflict(_("活动 {n} {t} 已取消。").format(n=event.number, t=event.title))
        if not event.starts_on <= part.service_date <= event.ends_on and not self._continues(part):
            raise Conflict(
                _("{day} 不在活动 {n}“{t}”的期间（{a} 至 {b}）内。").format(
                    day=part.service_date, n=event.number, t=event.title, a=event.starts_on, b=event.ends_on
                ),
                hint=_("请核对日期；活动期间有变可用 leifeng activity edit 更改。"),
            )

    def _continues(self, part: Claim) -> bool:
        """Whether the part is the morning after of a service that began within the period."""
        if part.start != "00:00" or part.service_date != add_days(part.event.ends_on, 1):
            return False
        evening = self.book.get((part.person.id, part.event.ends_on), ())
        return any(e.activity_id == part.event.id and e.end_time == "24:00" and e.status in LIVE for e in evening)

    def _check_day(self, part: Claim) -> None:
        day = [e for e in self.book.get((part.person.id, part.service_date), ()) if e.status in LIVE]
        inclusive = self.rules.on(part.service_date).overlap == "inclusive"
        for entry in day:
            if part.start and part.end and entry.start_time and entry.end_time:
                if overlap(part.start, part.end, entry.start_time, entry.end_time, inclusive=inclusive):
                    raise self._twice(part, entry)
            elif entry.activity_id == part.event.id:
                raise self._twice(part, entry)
        assert part.seconds is not None
        if sum(e.actual_seconds for e in day) + part.seconds > hours.DAY_SECONDS:
            raise Conflict(
                _("志愿者 {n} 在 {day} 的时长合计将超过 24 小时。").format(n=part.person.number, day=part.service_date)
            )
        for activity, since in self.open.get((part.person.id, part.service_date), ()):
            ended_before = part.end is not None and part.end <= since
            signed_out_apart = activity == part.event.id and part.attendance_id is not None
            if not ended_before and not signed_out_apart:
                raise Conflict(
                    _("志愿者 {n} 在 {day} {since} 签到后还没有签退。").format(
                        n=part.person.number, day=part.service_date, since=since
                    ),
                    hint=_("请先用 leifeng attendance out 补签退。"),
                )

    def _twice(self, part: Claim, entry: Entry) -> Conflict:
        when = f"{entry.start_time}—{entry.end_time}" if entry.start_time else _("未写起止时间")
        return Conflict(
            _("志愿者 {n} 在 {day} 已有服务记录 {id}（{when}，{h} 小时），同一段时间不能记两次。").format(
                n=part.person.number, day=part.service_date, id=entry.id, when=when, h=hours_text(entry.seconds)
            ),
            hint=_("若确是另一段服务，请两条都写明起止时间；若要更改已有记录，用 leifeng hours correct {id}。").format(
                id=entry.id
            ),
            record=entry.id,
            field="start_time",
        )

    def write(self, part: Claim, *, checked: bool = False) -> int:
        """Credit one part and return the record's id. ``checked`` parts were just passed by :meth:`check`."""
        live = part.status not in hours.LIFE.ended
        if live and not checked:
            self.check(part)
        row = self._row(part)
        if part.id is not None and not store.id_taken(self.tx.conn, part.id):
            row = {"id": part.id, **row}
        row_id = self.tx.insert("service_record", row)
        credited, actual, status = row["seconds"], row["actual_seconds"], row["status"]
        entry = Entry(row_id, part.event.id, part.start, part.end, credited, actual, status, part.rating)
        self.book.setdefault((part.person.id, part.service_date), []).append(entry)
        return row_id

    def _row(self, part: Claim) -> dict[str, Any]:
        assert part.seconds is not None
        rule = self.rules.on(part.service_date)
        day = self.book.get((part.person.id, part.service_date), ())
        seconds = self._credit(part, rule, sum(e.seconds for e in day if e.status in LIVE))
        recorded_on = part.recorded_on or self.ctx.today.isoformat()
        late = self._late(part.service_date, self._first_recorded_on(part, recorded_on))
        values = (
            part.person.id, part.event.id, self._team(part), part.service_date, part.start, part.end, part.seconds,
            seconds, rule.name, part.post, part.rating, part.punctuality, part.attitude, part.skill, part.comment,
            part.source, self._status(part), part.status_reason, int(late),
            recorded_on, part.recorded_by or self.ctx.operator, part.approved_on, part.approved_by, part.attendance_id,
            part.corrects_id, part.note,
        )  # fmt: skip
        return dict(zip(store.RECORD_COLUMNS, values, strict=True))

    def _credit(self, part: Claim, rule: CountingRule, already: int) -> int:
        """Seconds credited. Raises InvalidInput where they come to nothing, Conflict where the day is full."""
        assert part.seconds is not None
        if rule.credit(part.seconds) <= 0:
            raise InvalidInput(
                _("按计时规则“{rule}”，这段服务折合 0 小时，不能登记。").format(rule=rule.title),
                hint=_("请核对时长。"),
            )
        seconds = rule.credit(part.seconds, already)
        if seconds <= 0:
            raise Conflict(
                _("志愿者 {n} 在 {day} 已记 {h} 小时，到了计时规则“{rule}”每天的上限。").format(
                    n=part.person.number, day=part.service_date, h=hours_text(already), rule=rule.title
                )
            )
        return seconds

    def _first_recorded_on(self, part: Claim, recorded_on: str) -> str:
        """When the service was first put down: mending a record that came in time does not make it late."""
        if part.corrects_id is None:
            return recorded_on
        return min(recorded_on, store.first_recorded_on(self.tx.conn, part.corrects_id))

    def _status(self, part: Claim) -> str:
        """The unit's own rule comes before what a sheet says, unless the sheet names who approved it."""
        if not self.held:
            return part.status or hours.CREDITED
        if part.status == hours.CREDITED:
            vouched = part.approved_by and part.approved_by not in (self.ctx.operator, part.recorded_by)
            return hours.CREDITED if vouched else hours.PENDING
        return part.status or hours.PENDING

    def _team(self, part: Claim) -> int | None:
        """The team a person served for: as given, else the only one they were in that day, else the activity's."""
        if part.team_id is not None:
            return part.team_id
        day = part.service_date
        mine = [
            t
            for t, since, left in self.memberships.get(part.person.id, ())
            if since <= day and (not left or day < left)
        ]
        return mine[0] if len(mine) == 1 else part.event.team_id


def check_night(start: str, end: str) -> None:
    """Raise InvalidInput where a service across midnight is so long that one of its times is rather a slip."""
    length = span_seconds(start, end)
    if end <= start and length > hours.LONGEST_NIGHT:
        raise InvalidInput(
            _("{start}—{end} 是跨零点的 {h} 小时，超过 {most} 小时，多半是写错了。").format(
                start=start, end=end, h=hours_text(length), most=hours.LONGEST_NIGHT // 3600
            ),
            hint=_(
                "请用 24 小时制核对（下午 2 点是 14:00）；确有其事，请按天分成两条，前一条到 24:00，后一条从 00:00 起。"
            ),
        )


def hours_slack(rule: CountingRule) -> int:
    """How far a stated duration may be off its times by rounding alone."""
    return rule.unit_seconds


def _lateness() -> Callable[[str, str], bool]:
    """Whether a record came too late, remembered per pair of days: an import asks thousands of times."""

    @cache
    def late(service_date: str, recorded_on: str) -> bool:
        served, recorded = dt.date.fromisoformat(service_date), dt.date.fromisoformat(recorded_on)
        if (recorded - served).days <= hours.RECORDING_WORKDAYS:
            return False  # in time whatever the holidays: the calendar need not be read
        return is_late(served, recorded, is_workday=_calendar(), limit=hours.RECORDING_WORKDAYS)

    return late


@cache
def _calendar() -> IsWorkday:
    return calendar()
