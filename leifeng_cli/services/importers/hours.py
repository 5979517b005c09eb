"""Importing hours sheets: every row a claim, credited by the same rules as one typed by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from leifeng_cli.domain import hours
from leifeng_cli.domain.categories import CATEGORIES
from leifeng_cli.domain.hours import HOURS, LIVE
from leifeng_cli.domain.values.durations import span_seconds
from leifeng_cli.domain.values.masks import excerpt
from leifeng_cli.domain.values.shown import hours_text
from leifeng_cli.errors import Conflict, InvalidInput, LeifengError
from leifeng_cli.messages import _
from leifeng_cli.services.crediting import Claim, Crediting, hours_slack
from leifeng_cli.services.importers.activity_finder import ActivityFinder, Wanted
from leifeng_cli.services.importers.hours_rows import Named, check_sum, times, titles
from leifeng_cli.services.importers.records import require
from leifeng_cli.services.importing import CREATED, UNCHANGED, RowFault, Session
from leifeng_cli.services.parsed import ParsedRow, ParsedSheet
from leifeng_cli.services.people import the_activity
from leifeng_cli.services.roster import Roster
from leifeng_cli.services.teams import ensure_teams, the_teams
from leifeng_cli.store import hours as store
from leifeng_cli.store import records
from leifeng_cli.store.hours import Event, Person

_OF_ACTIVITY = ("category", "mode", "place")
_CARRIED = (
    "rating", "punctuality", "attitude", "skill", "comment", "post", "note", "status", "status_reason", "recorded_on",
    "recorded_by", "approved_on", "approved_by",
)  # fmt: skip


@dataclass(frozen=True)
class _Reading:
    """What could be told of a row before any row was written. ``fault``: why nobody can be told from it."""

    person: Person | None
    fault: LeifengError | None
    named: Named


class HoursImporter:
    telling: Sequence[str] = ("service_date", "time", "start_time", "seconds")

    def __init__(self, session: Session) -> None:
        self.session = session
        self.tx = session.tx
        self.finder = ActivityFinder(self.tx)
        self.roster = Roster(self.tx.conn, by_name=session.options.by_name)
        self.people = store.people(self.tx.conn)
        self.teams: dict[str, int] = {}
        self.fresh_teams: list[str] = []
        self.titles: dict[str | None, Named] = {}
        self.readings: dict[int, _Reading] = {}
        #: The sheet's record number -> ours; our record -> the row it came from; our records a row has spoken of.
        self.renumbered: dict[int, int] = {}
        self.written: dict[int, int] = {}
        self.spoken_of: set[int] = set()
        self.links: list[tuple[ParsedRow, int]] = []
        self.pending = 0
        self.fixed: Event | None = None
        if session.options.activity:
            found = the_activity(self.tx.conn, session.options.activity)
            self.fixed = self.finder.by_number[found.number]

    def begin(self, sheet: ParsedSheet, rows: Sequence[ParsedRow]) -> Sequence[ParsedRow]:
        """Tell people and activities apart before the first record is written."""
        days = [r.values["service_date"] for r in rows if r.values.get("service_date")]
        today = self.session.ctx.today.isoformat()
        self.crediting = Crediting(self.session.ctx, self.tx, min(days, default=today), max(days, default=today), None)
        #: Our own export says for itself what each record was: nothing is to be filled in or held against it.
        self.own = sheet.has("id") and sheet.has("status") and sheet.has("recorded_on")
        if self.own:
            self.crediting.memberships = {}
            self.crediting.open = {}
        for row in rows:
            reading = self.readings[row.number] = self._read(row)
            day = row.values.get("service_date")
            if self.fixed is None and reading.person is not None and day and day <= today:
                details = {name: row.values.get(name) for name in _OF_ACTIVITY}
                for title, _seconds in reading.named:
                    self.finder.want(row.values.get("activity_number"), title, day, details)
        self._settle_categories()
        return rows

    def _read(self, row: ParsedRow) -> _Reading:
        title = row.values.get("activity_title")
        named = self.titles.get(title)
        if named is None:
            named = self.titles[title] = titles(title)
        try:
            return _Reading(self.people[self.roster.find(row.values).id], None, named)
        except LeifengError as fault:
            return _Reading(None, fault, named)

    def _settle_categories(self) -> None:
        """A category the file does not have is left out of the new activity and said once, not made in silence."""
        known: dict[str, int | None] = {}
        for want in self.finder.wanted.values():
            name = want.details.pop("category", None)
            if name is None:
                continue
            if name not in known:
                found = records.find(self.tx.conn, CATEGORIES, name)
                known[name] = found[0].id if found else None
            if known[name] is not None:
                want.details["category"] = known[name]
        for name in (name for name, there in known.items() if there is None):
            self.session.warn(
                None,
                _("没有“{c}”这个类别，补录的活动记为未分类；可先用 leifeng category add 建立再导入。").format(
                    c=excerpt(name)
                ),
            )

    def apply(self, row: ParsedRow) -> str:
        require(row.values, HOURS, "service_date")
        reading = self.readings[row.number]
        if reading.person is None:
            assert reading.fault is not None
            raise reading.fault
        day = row.values["service_date"]
        if day > self.session.ctx.today.isoformat():
            fault = InvalidInput(_("{day} 还没有到，不能登记时长。").format(day=day), hint=_("请核对服务日期。"))
            raise RowFault(fault, "service_date")
        provided: list[Wanted] = []
        self.fresh_teams.clear()
        try:
            claims = self._claims(row, reading.person, reading.named, provided)
            outcomes = [self._credit(row, part) for claim in claims for part in self.crediting.parts(claim)]
        except LeifengError as fault:
            self._forget(provided)
            raise self._placed(fault) from None
        for claim in claims:
            self.finder.served(claim.event, claim.service_date)
        # One row of the sheet is one outcome, however many days and activities it was split into.
        return CREATED if CREATED in outcomes else UNCHANGED

    def _claims(self, row: ParsedRow, person: Person, named: Named, provided: list[Wanted]) -> list[Claim]:
        values = row.values
        start, end, seconds = times(values, stated=bool(named) and named[0][1] is not None)
        common: dict[str, Any] = {k: values[k] for k in _CARRIED if values.get(k) is not None}
        common["source"] = values.get("source") or hours.BY_IMPORT
        common["team_id"] = self._team(values.get("team"))
        day = values["service_date"]
        if self.fixed is None and len(named) > 1:
            check_sum(start, end, seconds, named)
            events = [self._event(values, None, title, provided) for title, _part in named]
            return [
                Claim(person, event, day, seconds=part, **common)
                for event, (_title, part) in zip(events, named, strict=True)
            ]
        title, stated = named[0] if named else (None, None)
        event = self._event(values, values.get("activity_number"), title, provided)
        if start and end and seconds is not None:
            seconds = self._compared(row, start, end, seconds)
        elif start is None and seconds is None:
            seconds = stated
        then, corrects = self._as_then(person, values), self._corrected(row)
        return [Claim(then, event, day, start, end, seconds, id=values.get("id"), corrects_id=corrects, **common)]

    def _compared(self, row: ParsedRow, start: str, end: str, seconds: int) -> int:
        """Seconds served where times and hours are both stated: exactly those of the times where they agree."""
        whole, rule = span_seconds(start, end), self.crediting.rules.on(row.values["service_date"])
        if rule.credit(whole) == seconds:
            return whole
        if seconds < whole - hours_slack(rule) and not self.own:
            self.session.warn(
                row,
                _("时长 {h} 小时少于起止时间 {a}—{b} 的 {w} 小时，按时长计。").format(
                    h=hours_text(seconds), a=start, b=end, w=hours_text(whole)
                ),
            )
        return seconds

    def _as_then(self, person: Person, values: dict[str, Any]) -> Person:
        """The person as they were when an exported record was put down: leaving later takes no hours away."""
        if not self.own or values.get("id") is None:
            return person
        if person.archived_on and person.archived_on < (values.get("recorded_on") or ""):
            return person
        return replace(person, archived_on=None, status="在册")

    def _event(self, values: dict[str, Any], number: str | None, title: str | None, provided: list[Wanted]) -> Event:
        """The activity a row names, made now if it is only known from this sheet."""
        if self.fixed is not None:
            if title in (None, self.fixed.title):
                return self.fixed
            raise RowFault(
                Conflict(
                    _("这一行写的活动与 --activity 指定的“{t}”不同。").format(t=self.fixed.title),
                    hint=_("请核对，或去掉 --activity。"),
                ),
                "activity_title",
            )
        day = values["service_date"]
        if title is not None:
            want = self.finder.provide(number, title, day)
            if want is not None:
                provided.append(want)
        event = self.finder.find(number, title, day)
        return replace(event, team_id=None) if self.own else event

    def _corrected(self, row: ParsedRow) -> int | None:
        """Our number of the record this one corrects; entered afterwards where that stands later in the sheet."""
        corrects = row.values.get("corrects_id")
        if corrects is None or corrects in self.renumbered:
            return self.renumbered.get(corrects) if corrects else None
        self.links.append((row, corrects))
        return None

    def _link(self, row: ParsedRow, corrects: int) -> None:
        own, target = self.renumbered.get(row.values.get("id", -1)), self.renumbered.get(corrects)
        if own is None or self.written.get(own) != row.number:
            return  # refused, or there already
        if target is None:
            self.session.warn(row, _("“更正自 {id}”所指的记录不在表中，没有记下。").format(id=corrects))
            return
        changes = {"corrects_id": target, "late": int(row.values.get("late", False))}
        self.tx.update(HOURS.table, own, changes)

    def _credit(self, row: ParsedRow, part: Claim) -> str:
        there = self._there(part)
        if there is not None:
            self._remark(row, part, there)
            self._note(part, there.id)
            return UNCHANGED
        made = self.crediting.write(part)
        self.written[made] = row.number
        self._note(part, made)
        self.pending += self.crediting.book[part.person.id, part.service_date][-1].status == hours.PENDING
        return CREATED

    def _note(self, part: Claim, ours: int) -> None:
        self.spoken_of.add(ours)
        if part.id is not None:
            self.renumbered.setdefault(part.id, ours)

    def _there(self, part: Claim) -> store.Entry | None:
        """The record that a part speaks of, if there is one.

        A row of an export is one record: a voided one and the one that corrected it may say the same
        time, and are told apart by their state. A row without a record number speaks of any.
        """
        same = [e for e in self.crediting.book.get((part.person.id, part.service_date), ()) if _says_same(part, e)]
        if part.id is None or not self.own:
            return min(same, key=lambda e: e.status not in LIVE, default=None)
        same = [e for e in same if e.id not in self.spoken_of and _alike(part.status, e.status)]
        return min(same, key=lambda e: e.id != part.id, default=None)

    def _remark(self, row: ParsedRow, part: Claim, there: store.Entry) -> None:
        """Say it where a row that changes nothing might have been meant to."""
        first = self.written.get(there.id)
        if first is not None and first != row.number:
            self.session.warn(row, _("与第 {first} 行是同一次服务，只记一次。").format(first=first))
        elif there.status == hours.VOID and part.status != hours.VOID:
            self.session.warn(row, _("同样的记录 {id} 已作废，没有重新记入。").format(id=there.id))
        elif part.rating is not None and part.rating != there.rating:
            self.session.warn(
                row, _("记录 {id} 已有，评价与表中不同，没有改动；可用 leifeng hours rate。").format(id=there.id)
            )

    def _placed(self, fault: LeifengError) -> LeifengError:
        """The fault, put in the sheet's own terms where the record in the way is a row of the same sheet."""
        record = fault.where.get("record")
        other = self.written.get(record) if isinstance(record, int) else None
        if other is None:
            return fault
        return RowFault(
            Conflict(
                _("与第 {other} 行是同一人的同一段时间，不能记两次。").format(other=other),
                hint=_("请核对两行的日期和起止时间；确是两段服务的，两行都写明起止时间。"),
            ),
            "time",
            "start_time",
            "service_date",
        )

    def _team(self, name: str | None) -> int | None:
        if name is None:
            return None
        if name not in self.teams:
            made = ensure_teams(self.tx, [name])
            self.session.note_created("team", made)
            self.fresh_teams += made
            self.teams[name] = the_teams(self.tx.conn, name)[0]
        return self.teams[name]

    def _forget(self, provided: Sequence[Wanted]) -> None:
        """Forget the activities and teams made for a row that is refused: they are taken back with it."""
        for want in provided:
            self.finder.withdraw(want)
        for name in self.fresh_teams:
            self.teams.pop(name, None)

    def finish(self) -> None:
        """Enter corrections of later rows; say which activities were made or lengthened, and what waits."""
        for row, corrects in self.links:
            self._link(row, corrects)
        self.finder.settle()
        self.session.note_created("activity", self.finder.made())
        for event in self.finder.stretched():
            self.session.warn(
                None,
                _("补录的活动 {n}“{t}”延长为 {a} 至 {b}。").format(
                    n=event.number, t=event.title, a=event.starts_on, b=event.ends_on
                ),
            )
        if self.pending:
            self.session.warn(
                None, _("{n} 条记为待审核，请由登记人以外的人用 leifeng hours approve 审核。").format(n=self.pending)
            )


def _says_same(part: Claim, entry: store.Entry) -> bool:
    """Same activity, same times, or same time where none are given."""
    if entry.activity_id != part.event.id or entry.start_time != part.start or entry.end_time != part.end:
        return False
    return part.start is not None or part.seconds in (entry.seconds, entry.actual_seconds)


def _alike(said: str | None, status: str) -> bool:
    return said == status or ((said is None or said in LIVE) and status in LIVE)


IMPORTER = HoursImporter
