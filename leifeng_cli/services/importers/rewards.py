"""Importing rewards: a sheet cannot say that fewer were stocked than were given out."""

from __future__ import annotations

from typing import Any

from leifeng_cli.errors import LeifengError
from leifeng_cli.services.importers.records import RecordImporter
from leifeng_cli.services.imports import RowFault
from leifeng_cli.services.rewards import check_stock


class RewardImporter(RecordImporter):
    def change(self, known: Any, values: dict[str, Any]) -> bool:
        try:
            check_stock(known, values)
        except LeifengError as fault:
            raise RowFault(fault, "stock") from None
        return super().change(known, values)
