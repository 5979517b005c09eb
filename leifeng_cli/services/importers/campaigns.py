"""Importing campaigns and surveys: what a command would refuse, a sheet may not bring in either."""

from __future__ import annotations

from typing import Any

from leifeng_cli.domain.campaigns import check_campaign
from leifeng_cli.domain.registers import CAMPAIGNS
from leifeng_cli.domain.surveys import check_survey
from leifeng_cli.errors import LeifengError
from leifeng_cli.services.importers.records import RecordImporter
from leifeng_cli.services.imports import RowFault
from leifeng_cli.services.registers import resolve
from leifeng_cli.services.sheets import ParsedRow
from leifeng_cli.store import records


class CampaignImporter(RecordImporter):
    def stored(self, row: ParsedRow) -> dict[str, Any]:
        values = super().stored(row)
        try:
            check_campaign(values)
        except LeifengError as fault:
            raise RowFault(fault, "ends_on") from None
        return values


class SurveyImporter(RecordImporter):
    """A survey is the one of its number, else of the same campaign, title and day."""

    def stored(self, row: ParsedRow) -> dict[str, Any]:
        values = super().stored(row)
        try:
            check_survey(values)
        except LeifengError as fault:
            raise RowFault(fault, "aware") from None
        return values

    def known(self, row: ParsedRow, values: dict[str, Any]) -> Any:
        number = values.get("number")
        found = records.by(self.tx.conn, self.register, number=number) if number is not None else []
        if found and found[0].title == values["title"]:
            return found[0]
        if found:
            values.pop("number")  # another office's number, another survey's here
        try:
            campaign = resolve(self.tx.conn, CAMPAIGNS, values["campaign"])
        except LeifengError as fault:
            raise RowFault(fault, "campaign") from None
        what = {"campaign_id": campaign.id, "title": values["title"], "surveyed_on": values["surveyed_on"]}
        same = records.by(self.tx.conn, self.register, **what)
        return same[0] if same else None
