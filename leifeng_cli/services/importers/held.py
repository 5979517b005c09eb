"""Importing registers whose every record is about one person: awards, complaints, training."""

from __future__ import annotations

from typing import Any

from leifeng_cli.domain.columns import columns_of
from leifeng_cli.domain.registers import VOLUNTEERS
from leifeng_cli.services.importers.records import RecordImporter
from leifeng_cli.services.imports import Session
from leifeng_cli.services.roster import Roster
from leifeng_cli.services.sheets import ParsedRow
from leifeng_cli.store import records


class HeldImporter(RecordImporter):
    """A record is the one of its number where that is the same person's, else of the same person, title and day."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.roster = Roster(self.tx.conn, by_name=session.options.by_name)
        (self.day,) = [c.field for c in columns_of(self.register.record) if c.col.option == "date"]

    def stored(self, row: ParsedRow) -> dict[str, Any]:
        values = super().stored(row)
        said = {"volunteer_number": values.get("volunteer"), "volunteer_name": row.values.get("volunteer_name")}
        return {**values, "volunteer": self.roster.find(said).number}

    def known(self, row: ParsedRow, values: dict[str, Any]) -> Any:
        (person,) = records.by(self.tx.conn, VOLUNTEERS, number=values["volunteer"])
        number = values.get("number")
        if number is not None:
            found = records.by(self.tx.conn, self.register, number=number, volunteer_id=person.id)
            if found:
                return found[0]
            if records.by(self.tx.conn, self.register, number=number):
                values.pop("number")  # another office's number, somebody else's here
        what = {"volunteer_id": person.id, "title": values["title"], self.day: values[self.day]}
        found = records.by(self.tx.conn, self.register, **what)
        return found[0] if found else None
