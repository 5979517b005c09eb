"""Importing rewards: a sheet cannot say that fewer were stocked than were given out."""

from __future__ import annotations

from typing import Any

from leifeng_cli.domain.rewards import REWARDS, Reward
from leifeng_cli.errors import LeifengError
from leifeng_cli.services.importers.records import RecordImporter
from leifeng_cli.services.importing import RowFault, Session
from leifeng_cli.services.rewards import check_stock


class RewardImporter(RecordImporter[Reward]):
    def __init__(self, session: Session) -> None:
        super().__init__(session, REWARDS)

    def change(self, known: Reward, values: dict[str, Any]) -> bool:
        try:
            check_stock(known, values)
        except LeifengError as fault:
            raise RowFault(fault, "stock") from None
        return super().change(known, values)


IMPORTER = RewardImporter
