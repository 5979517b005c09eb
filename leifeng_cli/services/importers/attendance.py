"""Importing attendance lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from leifeng_cli.domain.registers import ACTIVITIES
from leifeng_cli.errors import BadValue, InvalidInput
from leifeng_cli.messages import _
from leifeng_cli.services.agenda import Agenda
from leifeng_cli.services.attendance import check_in_at
from leifeng_cli.services.imports import CREATED, UNCHANGED, UPDATED, RowFault, Session
from leifeng_cli.services.people import the_activity
from leifeng_cli.services.roster import Roster
from leifeng_cli.services.sheets import ParsedRow, ParsedSheet
from leifeng_cli.store import records


class AttendanceImporter:
    def __init__(self, session: Session) -> None:
        self.session = session
        self.tx = session.tx
        self.roster = Roster(self.tx, by_name=session.options.by_name)
        self.agenda = Agenda(self.tx)

    def begin(self, sheet: ParsedSheet, rows: Sequence[ParsedRow]) -> None:
        """Nothing to prepare: attendance never makes an activity."""

    def apply(self, row: ParsedRow) -> Iterable[str]:
        values = row.values
        for field in ("service_date", "checked_in"):
            if values.get(field) is None:
                raise RowFault(BadValue(_("没有签到日期或时间。"), hint=_("请补上。")), field)
        day, came, left = values["service_date"], values["checked_in"], values.get("checked_out")
        moment = f"{self.session.ctx.now:%Y-%m-%d %H:%M}"
        if f"{day} {max(came, left or '')}" > moment:
            raise InvalidInput(_("{day} 的签到还没有到时候。").format(day=day), hint=_("请核对日期。"))
        person = self.roster.find(values)
        if self.session.options.activity:
            event = the_activity(self.tx.conn, self.session.options.activity, day)
        else:
            found = self.agenda.find(values.get("activity_number"), values.get("activity_title"), day)
            event = records.get(self.tx.conn, ACTIVITIES, found.id)
        where = "t.activity_id = ? AND t.volunteer_id = ? AND t.service_date = ? AND t.checked_in = ?"
        there = records.select(self.tx.conn, self.session.register, where, (event.id, person.id, day, came))
        if there:
            changed = left is not None and self.tx.update("attendance", there[0].id, {"checked_out": left})
            return [UPDATED if changed else UNCHANGED]
        made = check_in_at(self.tx, person.id, person.number, event, day, came)
        if left is not None:
            self.tx.update("attendance", made, {"checked_out": left})
        return [CREATED]
