"""Importing registers whose every record is about one person: awards, complaints, training."""

from __future__ import annotations

from typing import Any

from leifeng_cli.domain.register import K, Register
from leifeng_cli.services.importers.records import RecordImporter
from leifeng_cli.services.importing import Session
from leifeng_cli.services.parsed import ParsedRow
from leifeng_cli.services.roster import Roster


class HeldImporter(RecordImporter[K]):
    """The person is told by number, or by name with what tells namesakes apart."""

    def __init__(self, session: Session, register: Register[K]) -> None:
        super().__init__(session, register)
        self.roster = Roster(self.tx.conn, by_name=session.options.by_name)

    def stored(self, row: ParsedRow) -> dict[str, Any]:
        values = super().stored(row)
        said = {"volunteer_number": values.get("volunteer"), "volunteer_name": row.values.get("volunteer_name")}
        return {**values, "volunteer": self.roster.find(said).number}
