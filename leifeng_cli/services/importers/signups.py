"""Importing sign-up lists; the queue keeps the times of sign-up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from leifeng_cli.domain import signups
from leifeng_cli.domain.activities import ACTIVITIES, Activity
from leifeng_cli.domain.signups import SIGNUPS, Signup
from leifeng_cli.domain.values.clocks import clock
from leifeng_cli.domain.values.dates import date_text
from leifeng_cli.errors import BadValue
from leifeng_cli.messages import _
from leifeng_cli.services.context import CHINA
from leifeng_cli.services.importers.activity_finder import ActivityFinder
from leifeng_cli.services.importing import CREATED, UNCHANGED, RowFault, Session
from leifeng_cli.services.parsed import ParsedRow, ParsedSheet
from leifeng_cli.services.people import the_activity
from leifeng_cli.services.roster import Roster
from leifeng_cli.services.signups import sign_up_in
from leifeng_cli.services.volunteers import the_person
from leifeng_cli.store import records

_MOMENTS = ("signed_up_at", "cancelled_at")


class SignupImporter:
    telling: Sequence[str] = ("activity_title", "activity_number", "volunteer_name")

    def __init__(self, session: Session) -> None:
        self.session = session
        self.tx = session.tx
        self.roster = Roster(self.tx.conn, by_name=session.options.by_name)
        self.finder = ActivityFinder(self.tx)
        #: Sign-ups a row of this sheet has spoken of: whoever signed up and cancelled twice has two alike.
        self.spoken_of: set[int] = set()

    def begin(self, sheet: ParsedSheet, rows: Sequence[ParsedRow]) -> Sequence[ParsedRow]:
        """Who signed up first comes first; a sheet that says the outcome by itself is taken as it stands."""
        for row in rows:
            for name in _MOMENTS:
                if row.values.get(name):
                    with suppress(RowFault):  # said when it is the row's turn
                        row.values[name] = self._moment(row.values[name], name)
        return rows if sheet.has("status") else sorted(rows, key=lambda r: r.values.get("signed_up_at") or "~")

    def finish(self) -> None:
        """Nothing is left to do."""

    def apply(self, row: ParsedRow) -> str:
        values = row.values
        for name in _MOMENTS:
            if values.get(name):
                self._moment(values[name], name)
        person = the_person(self.tx.conn, self.roster.find(values).id)
        event = self._event(values)
        code = values.get("status")
        there = records.by(self.tx.conn, SIGNUPS, activity_id=event.id, volunteer_id=person.id)
        fresh = [s for s in there if s.id not in self.spoken_of] if code == signups.CANCELLED else there
        same = next((other for other in fresh if _same(other, code, values)), None)
        if same is not None:
            self.spoken_of.add(same.id)
            return UNCHANGED
        if code is not None and values.get("signed_up_at"):
            taken_over = {k: values[k] for k in (*_MOMENTS, "post", "reason") if values.get(k) is not None}
            whose = {"activity_id": event.id, "volunteer_id": person.id}
            self.spoken_of.add(self.tx.insert("signup", {**whose, "status": code, **taken_over}))
            return CREATED
        if code == signups.CANCELLED:
            raise RowFault(
                BadValue(_("已取消的报名没有写报名时间。"), hint=_("请补上报名时间，或删去这一行。")),
                "signed_up_at",
                "status",
            )
        made = sign_up_in(
            self.tx, self.session.ctx, person, event, post=values.get("post"), at=values.get("signed_up_at")
        )
        got = records.get(self.tx.conn, SIGNUPS, made).status
        if code is not None and got != code:
            self.session.warn(row, _("按名额记为“{got}”。").format(got=signups.status_name(got)))
        return CREATED

    def _moment(self, text: str, name: str) -> str:
        """A moment as it is kept, ISO with the zone. Raises RowFault."""
        try:
            moment = dt.datetime.fromisoformat(text)
        except ValueError:
            hints = self.session.ctx.hints(self.session.options.read.year)
            day, blank, time = text.partition(" ")
            try:
                told = f"{date_text(day, hints)}T{clock(time, hints) if blank else '00:00'}"
            except BadValue as bad:
                raise RowFault(bad, name) from None
            moment = dt.datetime.fromisoformat(told)
        return (moment if moment.tzinfo else moment.replace(tzinfo=CHINA)).isoformat(timespec="seconds")

    def _event(self, values: Mapping[str, Any]) -> Activity:
        if self.session.options.activity:
            return the_activity(self.tx.conn, self.session.options.activity)
        found = self.finder.find(values.get("activity_number"), values.get("activity_title"), None)
        event: Activity = records.get(self.tx.conn, ACTIVITIES, found.id)
        return event


def _same(other: Signup, code: str | None, values: Mapping[str, Any]) -> bool:
    if code == signups.CANCELLED:
        return other.status == code and other.signed_up_at == values.get("signed_up_at")
    return other.status != signups.CANCELLED


IMPORTER = SignupImporter
