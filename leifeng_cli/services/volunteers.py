"""Volunteers: register one, change one, and know a person again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from leifeng_cli.domain import volunteers
from leifeng_cli.domain.values.cells import Cell, Hints
from leifeng_cli.domain.values.identity import check_id
from leifeng_cli.domain.volunteers import VOLUNTEERS, Volunteer
from leifeng_cli.errors import BadValue, Conflict
from leifeng_cli.messages import _
from leifeng_cli.services.context import Context
from leifeng_cli.services.pinyin import pinyin_of
from leifeng_cli.services.registers import candidates, check_required, describe, parse_changes, parse_values, resolve
from leifeng_cli.services.teams import join, leave_all_but, the_teams
from leifeng_cli.store import records
from leifeng_cli.store.connection import Connection
from leifeng_cli.store.journal import Transaction


def checked(values: Mapping[str, Any], hints: Hints) -> dict[str, Any]:
    """Values with what the ID number implies filled in; raises BadValue for an ID that cannot be."""
    full = dict(values)
    if full.get("id_number"):
        kind = full.get("id_type") or volunteers.RESIDENT_ID
        full["id_number"] = check_id(kind, full["id_number"], hints)
    today = hints.today.isoformat()
    if (full.get("registered_on") or "") > today:
        raise BadValue(
            _("注册日期 {day} 还没有到。").format(day=full["registered_on"]), column="注册日期", field="registered_on"
        )
    for field, label in (
        ("birth_date", _("出生日期")),
        ("guardian_consent_on", _("监护人同意日期")),
        ("cancelled_on", _("注销日期")),
    ):
        if (full.get(field) or "") > today:
            raise BadValue(_("{label}还没有到。").format(label=label), hint=_("请核对日期。"), field=field)
    return volunteers.complete(full)


def check_age(values: Mapping[str, Any], hints: Hints) -> None:
    """Refuse who is under 14, and who is 14 to 17 without a guardian's consent (see domain.volunteers)."""
    young = volunteers.age_problem(values, hints.today)
    if young:
        raise Conflict(young)
    if volunteers.lacks_consent(values, hints.today):
        raise Conflict(
            _("14 至 17 周岁须有监护人同意才能注册。"),
            hint=_("请加 --guardian 监护人姓名 --guardian-consent 同意日期。"),
        )


def insert_volunteer(tx: Transaction, values: Mapping[str, Any], today: str) -> int:
    """Write a new volunteer whose values are checked; team names in ``teams`` must exist.

    A registration date nobody stated stays open: what was served before today is then not refused.
    """
    pinyin, initials = pinyin_of(values["name"])
    row = {**values, "entered_on": values.get("entered_on") or today}
    # Who comes in cancelled already was so before today: without a day they count in no month.
    status = row.get("status") or volunteers.ACTIVE
    volunteers.cancellation(status, status, row.get("cancelled_on"), today)
    teams = row.pop("teams", None)
    row_id = records.insert(tx, VOLUNTEERS, {**row, "pinyin": pinyin, "initials": initials})
    for team in the_teams(tx.conn, teams):
        join(tx, row_id, team, row.get("registered_on") or row["entered_on"])
    return row_id


def same_person(conn: Connection, values: Mapping[str, Any]) -> Volunteer | None:
    """The volunteer these values speak of, by document or by name with phone; never by name alone."""
    number, name, phone = values.get("id_number"), values.get("name"), values.get("phone")
    if number:
        kind = values.get("id_type") or volunteers.RESIDENT_ID
        found: list[Volunteer] = records.by(conn, VOLUNTEERS, id_number=number, id_type=kind)
        if found:
            return found[0]
    if phone and name:
        found = records.by(conn, VOLUNTEERS, phone=phone, name=name)
        return next((other for other in found if not (number and other.id_number)), None)
    return None


def add_volunteer(ctx: Context, given: Mapping[str, Cell]) -> tuple[Volunteer, list[str]]:
    """Register one person. Returns the record and remarks (namesakes, a phone others use too).

    Raises Conflict where the person is registered already, or is too young.
    """
    hints = ctx.hints()
    values = checked(parse_values(VOLUNTEERS, given, hints), hints)
    check_required(VOLUNTEERS, {"name": None, **values})
    check_age(values, hints)
    with ctx.write("volunteer.add") as tx:
        known = same_person(tx.conn, values)
        if known is not None:
            raise Conflict(
                _("此人已经登记：{who}").format(who=describe(VOLUNTEERS, known)),
                hint=_("要更改资料请用 leifeng volunteer edit {n}。").format(n=known.number),
            )
        if values.get("number") and records.by(tx.conn, VOLUNTEERS, number=values["number"]):
            raise Conflict(_("志愿者编号 {n} 已经有人用了。").format(n=values["number"]))
        remarks = _namesakes(tx.conn, values)
        row_id = insert_volunteer(tx, values, ctx.today.isoformat())
        record: Volunteer = records.get(tx.conn, VOLUNTEERS, row_id)
        tx.summary = _("新增志愿者 {number}").format(number=record.number)
    return record, remarks


def _namesakes(conn: Connection, values: Mapping[str, Any]) -> list[str]:
    same = records.by(conn, VOLUNTEERS, name=values["name"])
    remarks = [_("另有同名志愿者：{who}").format(who=who) for who in candidates(VOLUNTEERS, same)]
    if values.get("phone"):
        shared = [v for v in records.by(conn, VOLUNTEERS, phone=values["phone"]) if v.name != values["name"]]
        remarks += [_("手机号与此人相同：{who}").format(who=who) for who in candidates(VOLUNTEERS, shared)]
    return remarks


def edit_volunteer(ctx: Context, who: str, given: Mapping[str, Cell]) -> tuple[Volunteer, bool]:
    """Change the named fields of one person."""
    hints = ctx.hints()
    values = parse_changes(VOLUNTEERS, given, hints)
    with ctx.write("volunteer.edit") as tx:
        record: Volunteer = resolve(tx.conn, VOLUNTEERS, who)
        changed = change_volunteer(tx, record, values, hints)
        tx.summary = _("修改志愿者 {number}").format(number=record.number)
        record = records.get(tx.conn, VOLUNTEERS, record.id)
    return record, changed


def change_volunteer(
    tx: Transaction, record: Volunteer, values: Mapping[str, Any], hints: Hints, *, consent_required: bool = True
) -> bool:
    """Set fields of a person known already; what depends on them (pinyin, birth date) follows."""
    check_required(VOLUNTEERS, values)
    new = _follows(record, values, hints)
    if new.get("number", record.number) != record.number:
        raise Conflict(_("志愿者编号一经给出不再更改（{n}）。").format(n=record.number))
    if consent_required and any(k in values for k in ("id_number", "birth_date", "guardian_consent_on")):
        known = {"guardian_consent_on": record.guardian_consent_on, "birth_date": record.birth_date}
        check_age({**known, **new}, hints)
    if new.get("id_number"):
        other = same_person(tx.conn, {"id_number": new["id_number"], "id_type": new.get("id_type") or record.id_type})
        if other is not None and other.id != record.id:
            raise Conflict(_("这个证件号码已登记在 {n} 名下。").format(n=other.number))
    if "status" in new or "cancelled_on" in new:
        new["cancelled_on"] = _cancelled_on(record, new, hints)
    teams = new.pop("teams", record.teams)
    row = records.to_row(VOLUNTEERS, new)
    if "name" in new:
        row["pinyin"], row["initials"] = pinyin_of(new["name"])
    changed = tx.update("volunteer", record.id, row)
    if teams != record.teams:
        _move(tx, record, teams, hints)
        changed = True
    return changed


def _follows(record: Volunteer, values: Mapping[str, Any], hints: Hints) -> dict[str, Any]:
    """The values with what follows from them: a new ID number brings its birth date and sex unless these are given."""
    known = {"id_type": record.id_type}
    renumbered = values.get("id_number") not in (None, record.id_number)
    if not renumbered:
        known["birth_date"] = record.birth_date
    if values.get("id_type") not in (None, record.id_type) or values.get("birth_date"):
        known["id_number"] = record.id_number  # which must be one of the new type, and agree with the date
    follow = ("birth_date", "sex") if renumbered else ()
    new = checked({**known, **values}, hints)
    return {k: v for k, v in new.items() if k in values or k in follow or getattr(record, k, None) is None}


def _cancelled_on(record: Volunteer, new: Mapping[str, Any], hints: Hints) -> str | None:
    """The day the registration ended, as the new values have it; a registration taken up again has none."""
    status = new.get("status", record.status) or volunteers.ACTIVE
    known = record.cancelled_on if status == volunteers.CANCELLED else None
    return volunteers.cancellation(
        status, record.status, new.get("cancelled_on", known), hints.today.isoformat()
    )  # fmt: skip


def _move(tx: Transaction, record: Volunteer, teams: str | None, hints: Hints) -> None:
    today = hints.today.isoformat()
    wanted = the_teams(tx.conn, teams)
    leave_all_but(tx, record.id, wanted, today)
    for team in wanted:
        join(tx, record.id, team, today)


def the_person(conn: Connection, row_id: int) -> Volunteer:
    found: Volunteer = records.get(conn, VOLUNTEERS, row_id)
    return found
