"""Importing attendance lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from leifeng_cli.domain.activities import ACTIVITIES, CANCELLED, Activity
from leifeng_cli.domain.values.dates import add_days
from leifeng_cli.errors import BadValue, InvalidInput
from leifeng_cli.messages import _
from leifeng_cli.services.attendance import check_in_at
from leifeng_cli.services.importers.activity_finder import ActivityFinder
from leifeng_cli.services.importers.records import require
from leifeng_cli.services.importing import CREATED, UNCHANGED, UPDATED, RowFault, Session
from leifeng_cli.services.parsed import ParsedRow, ParsedSheet
from leifeng_cli.services.people import the_activity
from leifeng_cli.services.roster import Roster
from leifeng_cli.store import records


class AttendanceImporter:
    telling: Sequence[str] = ("service_date", "checked_in")

    def __init__(self, session: Session) -> None:
        self.session = session
        self.tx = session.tx
        self.roster = Roster(self.tx.conn, by_name=session.options.by_name)
        self.finder = ActivityFinder(self.tx)

    def begin(self, sheet: ParsedSheet, rows: Sequence[ParsedRow]) -> Sequence[ParsedRow]:
        """Nothing to prepare: attendance never makes an activity."""
        return rows

    def finish(self) -> None:
        """Nothing is left to do."""

    def apply(self, row: ParsedRow) -> str:
        values = row.values
        require(values, self.session.register, "service_date", "checked_in")
        day, came, left = values["service_date"], values["checked_in"], values.get("checked_out")
        self._check_time(day, came, left)
        person, event = self.roster.find(values), self._event(values)
        there = records.by(
            self.tx.conn,
            self.session.register,
            activity_id=event.id,
            volunteer_id=person.id,
            service_date=day,
            checked_in=came,
        )
        told = {k: values[k] for k in ("checked_out", "note") if values.get(k) is not None}
        if there:
            return self._complete(row, there[0], told)
        if values.get("activity_number") == event.number and values.get("volunteer_number") == person.number:
            self._take_over(row, person.id, event, {"service_date": day, "checked_in": came, **told})
            return CREATED
        made = check_in_at(self.tx, person.id, person.number, event, day, came)
        if told:
            self.tx.update("attendance", made, told)
        return CREATED

    def _take_over(self, row: ParsedRow, volunteer: int, event: Activity, told: Mapping[str, Any]) -> None:
        """Enter a row of an export as it stands: what was signed then is not undone by what the activity became."""
        if event.status == CANCELLED:
            self.session.warn(row, _("活动 {n} 已取消，签到照样记下。").format(n=event.number))
        self.tx.insert("attendance", {"activity_id": event.id, "volunteer_id": volunteer, **told})

    def _check_time(self, day: str, came: str, left: str | None) -> None:
        if left == came:
            raise RowFault(
                BadValue(_("签退时间与签到时间相同（{t}）。").format(t=came), hint=_("请核对。")), "checked_out"
            )
        ended = day if left is None or left > came else add_days(day, 1)
        if f"{ended} {left or came}" > f"{self.session.ctx.now:%Y-%m-%d %H:%M}":
            raise RowFault(
                InvalidInput(
                    _("{day} {t} 还没有到，不能登记签到。").format(day=ended, t=left or came),
                    hint=_("请核对日期和时间。"),
                ),
                "service_date",
            )

    def _complete(self, row: ParsedRow, there: Any, told: Mapping[str, Any]) -> str:
        """Fill in a sign-out that was missing; one that is there may have been credited already and stays."""
        different = [k for k, v in told.items() if getattr(there, k) not in (None, v)]
        if "checked_out" in different:
            self.session.warn(row, _("签退时间与已登记的 {t} 不同，没有改动。").format(t=there.checked_out))
        changes = {k: v for k, v in told.items() if k not in different}
        return UPDATED if self.tx.update("attendance", there.id, changes) else UNCHANGED

    def _event(self, values: Mapping[str, Any]) -> Activity:
        if self.session.options.activity:
            return the_activity(self.tx.conn, self.session.options.activity, values["service_date"])
        found = self.finder.find(values.get("activity_number"), values.get("activity_title"), values["service_date"])
        event: Activity = records.get(self.tx.conn, ACTIVITIES, found.id)
        return event


IMPORTER = AttendanceImporter
