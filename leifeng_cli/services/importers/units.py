"""Importing units; which of them is one's own was said when the file was made, and no sheet changes it."""

from __future__ import annotations

from typing import Any

from leifeng_cli.domain.units import UNITS, Unit
from leifeng_cli.messages import _
from leifeng_cli.services.importers.records import RecordImporter
from leifeng_cli.services.importing import Session
from leifeng_cli.services.parsed import ParsedRow
from leifeng_cli.store import records


class UnitImporter(RecordImporter[Unit]):
    def __init__(self, session: Session) -> None:
        super().__init__(session, UNITS)

    def stored(self, row: ParsedRow) -> dict[str, Any]:
        values = super().stored(row)
        own = values.pop("own", False)
        there = records.by(self.tx.conn, self.register, own=1)
        if own and there and there[0].name != values.get("name"):
            self.session.warn(row, _("本单位仍是“{name}”，这一行按往来单位登记。").format(name=there[0].name))
        return values


IMPORTER = UnitImporter
