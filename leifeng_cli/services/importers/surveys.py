"""Importing surveys: what a command would refuse, a sheet may not bring in either."""

from __future__ import annotations

from typing import Any

from leifeng_cli.domain.surveys import SURVEYS, Survey, check_survey
from leifeng_cli.errors import LeifengError
from leifeng_cli.services.importers.records import RecordImporter
from leifeng_cli.services.importing import RowFault, Session
from leifeng_cli.services.parsed import ParsedRow


class SurveyImporter(RecordImporter[Survey]):
    def __init__(self, session: Session) -> None:
        super().__init__(session, SURVEYS)

    def stored(self, row: ParsedRow) -> dict[str, Any]:
        values = super().stored(row)
        try:
            check_survey(values)
        except LeifengError as fault:
            raise RowFault(fault, "aware") from None
        return values


IMPORTER = SurveyImporter
