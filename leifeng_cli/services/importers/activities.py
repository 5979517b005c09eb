"""Importing an activity plan: known by number, else by title and first day."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from leifeng_cli.domain.activities import Activity
from leifeng_cli.errors import BadValue
from leifeng_cli.messages import _
from leifeng_cli.services.activities import change_activity, with_period
from leifeng_cli.services.importers.records import RecordImporter
from leifeng_cli.services.imports import CREATED, UNCHANGED, UPDATED, RowFault
from leifeng_cli.services.registers import add_in
from leifeng_cli.services.sheets import ParsedRow
from leifeng_cli.services.teams import ensure_teams
from leifeng_cli.store import records


class ActivityImporter(RecordImporter):
    def apply(self, row: ParsedRow) -> Iterable[str]:
        values = self.stored(row)
        for field in ("title", "starts_on"):
            if values.get(field) is None:
                raise RowFault(BadValue(_("没有活动名称或日期。"), hint=_("请补上。")), field)
        if values.get("team"):
            self.session.note_created("team", ensure_teams(self.tx, [values["team"]]))
        known = self.known(values)
        if known is None:
            if values.get("backfilled") is None:
                values["backfilled"] = (
                    values.get("ends_on") or values["starts_on"]
                ) < self.session.ctx.today.isoformat()
            made = add_in(self.tx, self.register, with_period(values))
            self.seen[made.id] = row.number
            return [CREATED]
        first = self.seen.setdefault(known.id, row.number)
        if first != row.number:
            self.session.warn(row, _("与第 {first} 行是同一活动，以先出现的为准。").format(first=first))
            return [UNCHANGED]
        return [UPDATED if change_activity(self.tx, known, self._changes(values)) else UNCHANGED]

    def known(self, values: dict[str, Any]) -> Activity | None:
        """By number if the title agrees: another unit's A000001 is another activity."""
        found: list[Activity] = []
        if values.get("number"):
            found = records.select(self.tx.conn, self.register, "t.number = ?", (values["number"],))
            if found and found[0].title != values["title"]:
                values.pop("number")
                found = []
        if not found:
            where = "t.title = ? AND t.starts_on = ? AND COALESCE(t.start_time, '') = COALESCE(?, '')"
            args = (values["title"], values["starts_on"], values.get("start_time"))
            found = records.select(self.tx.conn, self.register, where, args)
        return found[0] if found else None

    def _changes(self, values: dict[str, Any]) -> dict[str, Any]:
        """What a sheet may change in an activity that is there: everything but its number, its state and origin."""
        return {k: v for k, v in values.items() if k not in ("number", "status", "backfilled") and v is not None}
