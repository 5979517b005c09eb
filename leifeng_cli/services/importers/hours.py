"""Importing hours sheets: every row a claim, credited by the same rules as one typed by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from leifeng_cli.domain import hours
from leifeng_cli.domain.categories import Category
from leifeng_cli.domain.registers import CATEGORIES
from leifeng_cli.domain.values.durations import parts as named_parts
from leifeng_cli.domain.values.shown import hours_text
from leifeng_cli.errors import BadValue, InvalidInput, LeifengError
from leifeng_cli.messages import _
from leifeng_cli.services.agenda import Agenda, wanted_of
from leifeng_cli.services.crediting import Claim, Crediting
from leifeng_cli.services.imports import CREATED, UNCHANGED, RowFault, Session
from leifeng_cli.services.people import the_activity
from leifeng_cli.services.registers import resolve
from leifeng_cli.services.roster import Roster
from leifeng_cli.services.sheets import ParsedRow, ParsedSheet
from leifeng_cli.services.teams import ensure_teams, the_teams
from leifeng_cli.store import hours as store
from leifeng_cli.store.hours import Event

_OF_ACTIVITY = ("category", "mode", "place")
_CARRIED = (
    "rating", "punctuality", "attitude", "skill", "comment", "post", "note", "status_reason", "recorded_on",
    "recorded_by", "approved_on", "approved_by",
)  # fmt: skip


class HoursImporter:
    def __init__(self, session: Session) -> None:
        self.session = session
        self.tx = session.tx
        self.agenda = Agenda(self.tx)
        self.roster = Roster(self.tx, by_name=session.options.by_name)
        self.people = store.people(self.tx.conn)
        self.teams: dict[str, int] = {}
        self.renumbered: dict[int, int] = {}
        self.written: dict[int, int] = {}
        self.fixed: Event | None = None
        if session.options.activity:
            found = the_activity(self.tx.conn, session.options.activity)
            self.fixed = self.agenda.by_number[found.number]

    def begin(self, sheet: ParsedSheet, rows: Sequence[ParsedRow]) -> None:
        """Make the activities the rows name and the file lacks; see all days the rows speak of."""
        days = [r.values["service_date"] for r in rows if r.values.get("service_date")]
        today = self.session.ctx.today.isoformat()
        self.crediting = Crediting(self.session.ctx, self.tx, min(days, default=today), max(days, default=today), None)
        if self.fixed is not None:
            return
        named = [
            (title, row.values["service_date"], row.values)
            for row in rows
            if row.values.get("service_date") and row.values["service_date"] <= today and self._is_known(row)
            for title, _seconds in self._titles(row)
            if self._unknown(row, title)
        ]
        self._check_categories(named)
        made = self.agenda.make_missing(wanted_of(named, _OF_ACTIVITY))
        self.session.note_created("activity", made)

    def _unknown(self, row: ParsedRow, title: str) -> bool:
        number = row.values.get("activity_number")
        if number in self.agenda.by_number and self.agenda.by_number[number].title == title:
            return False
        return self.agenda.lacks(title, row.values["service_date"])

    def _is_known(self, row: ParsedRow) -> bool:
        """Whether the row's person is registered: a row that will be refused must not leave an activity behind."""
        try:
            self.roster.find(row.values)
        except LeifengError:
            return False
        return True

    def _check_categories(self, named: list[tuple[str, str, Any]]) -> None:
        """A category the file does not have is left out of the new activity and said once, not made in silence."""
        known: dict[str, bool] = {}
        for _title, _day, values in named:
            category = values.get("category")
            if category is None:
                continue
            if category not in known:
                known[category] = _has_category(self, category)
            if not known[category]:
                values.pop("category")
        for category, there in known.items():
            if not there:
                self.session.warn(
                    None,
                    _("没有“{c}”这个类别，补录的活动记为未分类；可先用 leifeng category add 建立再导入。").format(
                        c=category
                    ),
                )

    @staticmethod
    def _titles(row: ParsedRow) -> list[tuple[str, int | None]]:
        title = row.values.get("activity_title")
        return named_parts(title) if title else []

    def apply(self, row: ParsedRow) -> Iterable[str]:
        claims = self._claims(row)
        outcomes: list[str] = []
        for claim in claims:
            outcomes += [self._credit(row, part) for part in self.crediting.parts(claim)]
        if not outcomes:
            raise InvalidInput(_("这一行没有可登记的内容。"))
        # One row of the sheet is one outcome, however many days and activities it was split into.
        return [CREATED if CREATED in outcomes else UNCHANGED]

    def _credit(self, row: ParsedRow, part: Claim) -> str:
        there = self.crediting.same(part)
        if there is not None:
            self._remark(row, part, there)
            if part.id is not None:
                self.renumbered[part.id] = there.id
            return UNCHANGED
        made = self.crediting.write(part)
        self.written[made] = row.number
        if part.id is not None:
            self.renumbered[part.id] = made
        return CREATED

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

    def _claims(self, row: ParsedRow) -> list[Claim]:
        values = row.values
        day = values.get("service_date")
        if day is None:
            raise RowFault(BadValue(_("没有服务日期。"), hint=_("请补上服务日期。")), "service_date")
        person = self.people[self.roster.find(values).id]
        start, end, seconds = _times(values)
        named = self._titles(row)
        common = {k: values[k] for k in _CARRIED if values.get(k) is not None}
        common |= {"team_id": self._team(values.get("team")), "source": values.get("source") or hours.BY_IMPORT}
        if values.get("status"):
            common["status"] = hours.STATUS_CODES[values["status"]]
        if self.fixed is None and len(named) > 1:
            events = [(self.agenda.find(None, title, day), part) for title, part in named]
            _check_sum(values, start, end, seconds, sum(part or 0 for _title, part in named))
            return [Claim(person, event, day, seconds=part, **common) for event, part in events]
        title = named[0][0] if named else None
        event = self.fixed or self.agenda.find(values.get("activity_number"), title, day)
        stated = named[0][1] if named else None
        corrects = values.get("corrects_id")
        return [
            Claim(
                person, event, day, start, end, seconds if seconds is not None or start else stated,
                id=values.get("id"), corrects_id=self.renumbered.get(corrects, None) if corrects else None, **common,
            )
        ]  # fmt: skip

    def _team(self, name: str | None) -> int | None:
        if name is None:
            return None
        if name not in self.teams:
            self.session.note_created("team", ensure_teams(self.tx, [name]))
            self.teams[name] = the_teams(self.tx.conn, name)[0]
        return self.teams[name]


def _has_category(importer: HoursImporter, name: str) -> bool:
    try:
        found: Category = resolve(importer.tx.conn, CATEGORIES, name)
    except LeifengError:
        return False
    return found is not None


def _times(values: dict[str, Any]) -> tuple[str | None, str | None, int | None]:
    start, end = values.get("start_time"), values.get("end_time")
    if (start is None) != (end is None):
        raise RowFault(
            BadValue(_("开始时间和结束时间只写了一个。"), hint=_("请补上另一个。")),
            "end_time" if start else "start_time",
        )
    seconds = values.get("seconds")
    if start is not None and start == end:
        raise RowFault(BadValue(_("开始和结束是同一时刻。"), hint=_("请核对起止时间。")), "end_time")
    if seconds is None and start is None:
        raise RowFault(BadValue(_("没有服务时长，也没有起止时间。"), hint=_("请补上其中之一。")), "seconds")
    return start, end, seconds


def _check_sum(values: dict[str, Any], start: str | None, end: str | None, seconds: int | None, total: int) -> None:
    from leifeng_cli.domain.values.durations import span_seconds

    whole = seconds if seconds is not None else (span_seconds(start, end) if start and end else None)
    if whole is not None and whole != total:
        raise RowFault(
            BadValue(
                _("各活动的时长合计 {a} 小时，与这一行的 {b} 小时不符。").format(
                    a=hours_text(total), b=hours_text(whole)
                ),
                hint=_("请核对，或按活动分成几行。"),
            ),
            "activity_title",
        )
