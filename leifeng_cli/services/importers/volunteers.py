"""Importing a roster: one person once, teams made as named, minors pointed out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from leifeng_cli.domain.columns import columns_of
from leifeng_cli.domain.volunteers import Volunteer, age_problem, lacks_consent
from leifeng_cli.errors import BadValue, Conflict
from leifeng_cli.messages import _
from leifeng_cli.services.imports import CREATED, UNCHANGED, UPDATED, RowFault, Session
from leifeng_cli.services.registers import describe
from leifeng_cli.services.sheets import ParsedRow, ParsedSheet
from leifeng_cli.services.teams import ensure_teams, team_words
from leifeng_cli.services.volunteers import change_volunteer, checked, insert_volunteer, same_person
from leifeng_cli.store import records

#: What an import does not change in somebody registered already: leaving a team is a decision, not a gap in a list.
_NOT_UPDATED = ("number", "teams", "entered_on")


class VolunteerImporter:
    def __init__(self, session: Session) -> None:
        self.session = session
        self.tx = session.tx
        self.hints = session.ctx.hints()
        self.seen: dict[int, int] = {}
        self.minors: list[str] = []

    def begin(self, sheet: ParsedSheet, rows: Sequence[ParsedRow]) -> None:
        if rows and not any(c.field == "registered_on" for c in sheet.columns.values()):
            self.session.warn(None, _("表中没有注册日期，新登记的人注册日期留空，可以后补。"))

    def apply(self, row: ParsedRow) -> Iterable[str]:
        values = self._checked(row)
        if not values.get("name"):
            raise RowFault(BadValue(_("没有姓名。"), hint=_("请补上姓名。")), "name")
        known = self._known(values)
        made = ensure_teams(self.tx, team_words(values.get("teams")))
        self.session.note_created("team", made)
        if known is None:
            return [self._create(row, values)]
        return [self._update(row, values, known)]

    def _checked(self, row: ParsedRow) -> dict[str, Any]:
        kept = {c.field for c in columns_of(Volunteer) if c.stored} | {"teams"}
        try:
            return checked({k: v for k, v in row.values.items() if k in kept}, self.hints)
        except BadValue as bad:
            raise RowFault(bad, "registered_on" if bad.where.get("column") else "id_number") from None

    def _known(self, values: Mapping[str, Any]) -> Volunteer | None:
        """Whom the row is about: by document, by number, by name with phone; a contradiction is a problem."""
        person = same_person(self.tx.conn, values)
        number = values.get("number")
        if number is None:
            return person
        holders = records.select(self.tx.conn, self.session.register, "t.number = ?", (number,))
        if not holders:
            return person
        holder: Volunteer = holders[0]
        if person is not None and person.id != holder.id:
            raise RowFault(
                Conflict(
                    _("编号 {n} 是 {holder}，而证件或手机属于 {person}。").format(
                        n=number, holder=holder.name, person=person.number
                    ),
                    hint=_("请核对编号。"),
                ),
                "number",
            )
        if values.get("name") != holder.name and values.get("id_number") != holder.id_number:
            raise RowFault(
                Conflict(
                    _("编号 {n} 已属于另一人：{who}").format(n=number, who=describe(self.session.register, holder)),
                    hint=_("请核对编号，或删去编号由程序另给。"),
                ),
                "number",
            )
        return holder

    def _create(self, row: ParsedRow, values: dict[str, Any]) -> str:
        if row.masked:
            raise RowFault(
                BadValue(_("是脱敏后的内容，不能据此登记新人。"), hint=_("请用 --reveal 导出的文件，或补上完整内容。")),
                row.masked[0],
            )
        young = age_problem(values, self.hints.today)
        if young:
            raise RowFault(Conflict(young), "id_number" if values.get("id_number") else "birth_date")
        row_id = insert_volunteer(self.tx, values, self.hints.today.isoformat())
        self.seen[row_id] = row.number
        if lacks_consent(values, self.hints.today):
            self.session.warn(row, _("14 至 17 周岁，表中没有监护人同意日期；请补登 --guardian-consent。"))
        return CREATED

    def _update(self, row: ParsedRow, values: dict[str, Any], known: Volunteer) -> str:
        first = self.seen.setdefault(known.id, row.number)
        if first != row.number:
            different = [
                c.col.label
                for c in columns_of(Volunteer)
                if c.stored and values.get(c.field) is not None and values[c.field] != getattr(known, c.field)
            ]
            also = _("；不同之处：{what}").format(what="、".join(different)) if different else ""
            self.session.warn(row, _("与第 {first} 行是同一人，以先出现的为准{also}。").format(first=first, also=also))
            return UNCHANGED
        new = {k: v for k, v in values.items() if k not in _NOT_UPDATED and v is not None}
        return UPDATED if self._change(row, known, new, values.get("teams")) else UNCHANGED

    def _change(self, row: ParsedRow, known: Volunteer, new: dict[str, Any], teams: str | None) -> bool:
        mine = team_words(known.teams)
        joining = [t for t in team_words(teams) if t not in mine]
        if joining:
            new = {**new, "teams": "、".join([*mine, *joining])}
        return change_volunteer(self.tx, known, new, self.hints, consent_required=False)
