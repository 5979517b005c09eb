"""Importing campaigns: what a command would refuse, a sheet may not bring in either."""

from __future__ import annotations

from typing import Any

from leifeng_cli.domain.campaigns import CAMPAIGNS, Campaign, check_campaign
from leifeng_cli.errors import LeifengError
from leifeng_cli.services.importers.records import RecordImporter
from leifeng_cli.services.importing import RowFault, Session
from leifeng_cli.services.parsed import ParsedRow


class CampaignImporter(RecordImporter[Campaign]):
    def __init__(self, session: Session) -> None:
        super().__init__(session, CAMPAIGNS)

    def stored(self, row: ParsedRow) -> dict[str, Any]:
        values = super().stored(row)
        try:
            check_campaign(values)
        except LeifengError as fault:
            raise RowFault(fault, "ends_on") from None
        return values


IMPORTER = CampaignImporter
