"""Importing a roster: one person once, teams made as named, minors pointed out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from leifeng_cli.domain.columns import columns_of
from leifeng_cli.domain.teams import TEAMS
from leifeng_cli.domain.values.masks import excerpt
from leifeng_cli.domain.volunteers import VOLUNTEERS, Volunteer, age_problem, lacks_consent
from leifeng_cli.errors import BadValue, Conflict
from leifeng_cli.messages import _
from leifeng_cli.services.importers.records import require
from leifeng_cli.services.importing import CREATED, UNCHANGED, UPDATED, RowFault, Session
from leifeng_cli.services.parsed import ParsedRow, ParsedSheet
from leifeng_cli.services.registers import describe
from leifeng_cli.services.teams import ensure_teams, team_words, the_teams
from leifeng_cli.services.volunteers import change_volunteer, checked, insert_volunteer, same_person
from leifeng_cli.store import records

#: What an import does not change in somebody registered already: leaving a team is a decision, not a gap in a list.
_NOT_UPDATED = ("number", "teams", "entered_on")
_KEPT = frozenset({c.field for c in columns_of(Volunteer) if c.stored} | {"teams"})
#: What ties a row to one person; a masked copy of these cannot start a new record.
_IDENTITY = frozenset({"id_number", "phone"})


class VolunteerImporter:
    telling: Sequence[str] = ("name", "id_number", "phone")

    def __init__(self, session: Session) -> None:
        self.session = session
        self.tx = session.tx
        self.hints = session.ctx.hints()
        self.seen: dict[int, int] = {}
        #: Team names and their ids as rows name them; who is to join which from which day, once all are written.
        self.teams: dict[str, int] = {}
        self.joining: dict[tuple[int, int], str] = {}

    def begin(self, sheet: ParsedSheet, rows: Sequence[ParsedRow]) -> Sequence[ParsedRow]:
        self.sheet = sheet
        self.teams = {team.name: team.id for team in records.select(self.tx.conn, TEAMS)}
        if rows and not sheet.has("registered_on"):
            self.session.warn(None, _("表中没有注册日期，新登记的人注册日期留空，可以后补。"))
        return rows

    def finish(self) -> None:
        """Memberships after all people: the journal then needs one line for each run, not one for each row."""
        rows = [(person, team, day) for (person, team), day in self.joining.items()]
        self.tx.insert_many("membership", ("volunteer_id", "team_id", "joined_on"), rows)

    def apply(self, row: ParsedRow) -> str:
        require(row.values, self.session.register, "name")
        values = self._checked(row)
        known = self._known(values)
        if values.get("teams"):
            values["teams"] = "、".join(self._teams(row, values["teams"]))
        if known is None:
            return self._create(row, values)
        return self._update(row, values, known)

    def _checked(self, row: ParsedRow) -> dict[str, Any]:
        values = {k: v for k, v in row.values.items() if k in _KEPT}
        try:
            return checked(values, self.hints)
        except BadValue as bad:
            today = self.hints.today.isoformat()
            future = [f for f in ("registered_on", "birth_date", "guardian_consent_on") if values.get(f, "") > today]
            raise RowFault(bad, *future, "id_number") from None

    def _known(self, values: Mapping[str, Any]) -> Volunteer | None:
        """Whom the row is about: by document, by number, by name with phone; a contradiction is a problem."""
        person = same_person(self.tx.conn, values)
        number = values.get("number")
        if number is None:
            return _namely(person, values)
        holders = records.by(self.tx.conn, VOLUNTEERS, number=number)
        if not holders:
            return _namely(person, values)
        holder = holders[0]
        if person is not None and person.id != holder.id:
            raise RowFault(
                Conflict(
                    _("编号 {n} 是 {holder}，而证件或手机属于 {person}。").format(
                        n=excerpt(number), holder=holder.name, person=person.number
                    ),
                    hint=_("请核对编号。"),
                ),
                "number",
            )
        if values.get("name") != holder.name and (person is None or values.get("id_number") != holder.id_number):
            raise RowFault(
                Conflict(
                    _("编号 {n} 已属于另一人：{who}").format(
                        n=excerpt(number), who=describe(self.session.register, holder)
                    ),
                    hint=_("请核对编号，或删去编号由程序另给。"),
                ),
                "number",
            )
        return holder

    def _teams(self, row: ParsedRow, parsed: str) -> list[str]:
        """Teams the row names, made where they are missing; names with blanks or strokes as they are registered."""
        words = team_words(parsed)
        if not self.teams.keys() >= set(words):
            written = list(dict.fromkeys(self.sheet.text(row, "teams").split("、")))
            words = written if self.teams.keys() >= set(written) else words
        fresh = [word for word in words if word not in self.teams]
        self.session.note_created("team", ensure_teams(self.tx, fresh))
        return words

    def _team(self, word: str) -> int:
        if word not in self.teams:
            (self.teams[word],) = the_teams(self.tx.conn, word)
        return self.teams[word]

    def _create(self, row: ParsedRow, values: dict[str, Any]) -> str:
        if row.masked:
            raise RowFault(
                BadValue(_("是脱敏后的内容，不能据此登记新人。"), hint=_("请用 --reveal 导出的文件，或补上完整内容。")),
                *sorted(row.masked, key=lambda field: field not in _IDENTITY),
            )
        young = age_problem(values, self.hints.today)
        if young:
            raise RowFault(Conflict(young), *(["id_number"] if values.get("id_number") else []), "birth_date")
        today = self.hints.today.isoformat()
        joining = team_words(values.pop("teams", None))
        row_id = insert_volunteer(self.tx, values, today)
        for word in joining:
            self.joining[row_id, self._team(word)] = values.get("registered_on") or values.get("entered_on") or today
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
        mine = team_words(known.teams)
        joining = [t for t in team_words(values.get("teams")) if t not in mine]
        if joining:
            new["teams"] = "、".join([*mine, *joining])
        return UPDATED if change_volunteer(self.tx, known, new, self.hints, consent_required=False) else UNCHANGED


IMPORTER = VolunteerImporter


def _namely(person: Volunteer | None, values: Mapping[str, Any]) -> Volunteer | None:
    """The person a document belongs to, if the row's name is theirs; else one of the two is a slip."""
    if person is not None and values.get("name") != person.name:
        raise RowFault(
            Conflict(
                _("这个证件号码已登记在 {n} {name} 名下，与这一行的姓名不符。").format(
                    n=person.number, name=person.name
                ),
                hint=_("请核对证件号码和姓名；改名请用 leifeng volunteer edit {n} --name。").format(n=person.number),
            ),
            "id_number",
        )
    return person
