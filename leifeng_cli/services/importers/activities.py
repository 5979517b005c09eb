"""Importing an activity plan: known by number, else by title, first day and time."""

from __future__ import annotations

from typing import Any

from leifeng_cli.domain.activities import ACTIVITIES, Activity
from leifeng_cli.errors import InvalidInput
from leifeng_cli.messages import _
from leifeng_cli.services.activities import change_activity, with_period
from leifeng_cli.services.importers.records import RecordImporter
from leifeng_cli.services.importing import RowFault, Session
from leifeng_cli.services.parsed import ParsedRow
from leifeng_cli.services.registers import add_in
from leifeng_cli.services.teams import ensure_teams
from leifeng_cli.store import records

#: What a sheet does not change in an activity that is there: its number, its state and where it came from.
_NOT_UPDATED = frozenset({"number", "status", "backfilled"})


class ActivityImporter(RecordImporter[Activity]):
    def __init__(self, session: Session) -> None:
        super().__init__(session, ACTIVITIES)
        self.telling = ("title", "starts_on")

    def stored(self, row: ParsedRow) -> dict[str, Any]:
        values = super().stored(row)
        try:
            full = with_period(values)
        except InvalidInput as fault:
            raise RowFault(fault, _at_fault(values)) from None
        if values.get("team"):
            self.session.note_created("team", ensure_teams(self.tx, [values["team"]]))
        return full if "ends_on" in values else values

    def known(self, row: ParsedRow, values: dict[str, Any]) -> Activity | None:
        """By number if the title agrees: another unit's A000001 is another activity."""
        number = values.get("number")
        if number is not None:
            found = records.by(self.tx.conn, self.register, number=number)
            if found and found[0].title == values["title"]:
                return found[0]
            if found:
                values.pop("number")
                self.session.warn(row, _("编号 {n} 这里已是“{t}”，另给新编号。").format(n=number, t=found[0].title))
        same = records.by(
            self.tx.conn,
            self.register,
            title=values["title"],
            starts_on=values["starts_on"],
            start_time=values.get("start_time"),
        )
        if "number" in values:  # two rows with numbers of their own are two activities, however alike
            same = [one for one in same if one.id not in self.seen]
        return same[0] if same else None

    def create(self, row: ParsedRow, values: dict[str, Any]) -> int:
        full = with_period(values)
        if full.get("backfilled") is None:
            full["backfilled"] = full["ends_on"] < self.session.ctx.today.isoformat()
        return add_in(self.tx, self.register, full).id

    def change(self, known: Activity, values: dict[str, Any]) -> bool:
        return change_activity(
            self.tx, self.session.ctx, known, {k: v for k, v in values.items() if k not in _NOT_UPDATED}
        )


def _at_fault(values: dict[str, Any]) -> str:
    """Which column to show for a period or capacity that cannot be."""
    if values.get("capacity") == 0:
        return "capacity"
    if values.get("start_time") is None and values.get("end_time") is not None:
        return "end_time"
    return "start_time" if values.get("start_time") and values.get("end_time") is None else "ends_on"


IMPORTER = ActivityImporter
