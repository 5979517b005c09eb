"""Importing sign-up lists; the queue keeps the times of sign-up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from leifeng_cli.domain import signups
from leifeng_cli.domain.registers import ACTIVITIES
from leifeng_cli.domain.signups import Signup
from leifeng_cli.services.agenda import Agenda
from leifeng_cli.services.imports import CREATED, UNCHANGED, Session
from leifeng_cli.services.people import the_activity
from leifeng_cli.services.roster import Roster
from leifeng_cli.services.sheets import ParsedRow, ParsedSheet
from leifeng_cli.services.signups import sign_up_in
from leifeng_cli.services.volunteers import the_person
from leifeng_cli.store import records


class SignupImporter:
    def __init__(self, session: Session) -> None:
        self.session = session
        self.tx = session.tx
        self.roster = Roster(self.tx, by_name=session.options.by_name)
        self.agenda = Agenda(self.tx)

    def begin(self, sheet: ParsedSheet, rows: Sequence[ParsedRow]) -> None:
        """Nothing to prepare: a sign-up never makes an activity."""

    def apply(self, row: ParsedRow) -> Iterable[str]:
        values = row.values
        person = the_person(self.tx.conn, self.roster.find(values).id)
        event = self._event(values)
        code = signups.status_code(values["status"]) if values.get("status") else None
        times = ("signed_up_at", "cancelled_at")
        taken_over = {k: values[k] for k in (*times, "post", "reason") if values.get(k) is not None}
        where = "t.activity_id = ? AND t.volunteer_id = ?"
        there = records.select(self.tx.conn, self.session.register, where, (event.id, person.id))
        if any(self._same(other, code, values) for other in there):
            return [UNCHANGED]
        if code is not None and values.get("signed_up_at"):
            self.tx.insert("signup", {"activity_id": event.id, "volunteer_id": person.id, "status": code, **taken_over})
        else:
            sign_up_in(self.tx, person, event, self.session.ctx.now, post=values.get("post"))
        return [CREATED]

    def _event(self, values: dict[str, Any]) -> Any:
        if self.session.options.activity:
            return the_activity(self.tx.conn, self.session.options.activity)
        found = self.agenda.find(values.get("activity_number"), values.get("activity_title"), "")
        return records.get(self.tx.conn, ACTIVITIES, found.id)

    @staticmethod
    def _same(other: Signup, code: str | None, values: dict[str, Any]) -> bool:
        if code == signups.CANCELLED:
            return other.status == code and other.signed_up_at == values.get("signed_up_at")
        return other.status != signups.CANCELLED
