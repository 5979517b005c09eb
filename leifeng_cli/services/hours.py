"""Service records: record, approve, reject, void, correct, rate, list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from leifeng_cli.domain import hours
from leifeng_cli.domain.hours import HOURS, LIVE, ServiceRecord
from leifeng_cli.domain.values.cells import Cell
from leifeng_cli.domain.values.dates import month as read_month
from leifeng_cli.domain.values.dates import month_range
from leifeng_cli.errors import Conflict, InvalidInput, LeifengError, NotFound
from leifeng_cli.messages import _
from leifeng_cli.services.context import Context
from leifeng_cli.services.crediting import Claim, Crediting
from leifeng_cli.services.hours_notices import check_shown
from leifeng_cli.services.moving import move_in
from leifeng_cli.services.people import the_activity, the_volunteer
from leifeng_cli.services.registers import needed_reason, parse_values
from leifeng_cli.services.settings import needs_approval
from leifeng_cli.store import hours as store
from leifeng_cli.store import records
from leifeng_cli.store.hours import Event, Person
from leifeng_cli.store.journal import Transaction

RATED = ("rating", "punctuality", "attitude", "skill", "comment")


def record_hours(
    ctx: Context, who: Sequence[str], activity: str, given: Mapping[str, Cell], *, source: str = hours.BY_HAND
) -> list[ServiceRecord]:
    """Record one service of one or more people; all of them or none.

    ``given`` holds the command's words by field: service_date (today if left out), time or seconds,
    the ratings, comment, post, note.
    """
    values = parse_values(HOURS, given, ctx.hints())
    check_ratings(values)
    day = values.pop("service_date", None) or ctx.today.isoformat()
    start, end = values.pop("start_time", None), values.pop("end_time", None)
    with ctx.write("hours.record") as tx:
        event_id = the_activity(tx.conn, activity, day).id
        ids = list(dict.fromkeys(the_volunteer(tx.conn, w).id for w in who))
        people, event = store.people(tx.conn, ids), store.events(tx.conn, [event_id])[event_id]
        crediting = Crediting(ctx, tx, day, day, ids)
        claims = [Claim(people[i], event, day, start, end, source=source, **_given(values)) for i in ids]
        made = [crediting.write(part) for claim in claims for part in crediting.parts(claim)]
        tx.summary = _("登记 {p} 人 {n} 条服务记录（{a}）").format(p=len(ids), n=len(made), a=event.number)
        return by_ids(tx, made)


def by_ids(tx: Transaction, ids: Iterable[int]) -> list[ServiceRecord]:
    return [records.get(tx.conn, HOURS, i) for i in ids]


def check_ratings(values: Mapping[str, Any]) -> None:
    """The three ratings go together and want a comment, as in the national system's evaluation form."""
    three = [values.get(f) for f in ("punctuality", "attitude", "skill")]
    if any(v is not None for v in three) and (None in three or not values.get("comment")):
        raise InvalidInput(
            _("守时、态度、专业水平三项评分和评价内容要一起填写。"),
            hint=_("--punctuality --attitude --skill 各 1 到 5，--comment 写评价内容。"),
        )


def record_from_attendance(
    ctx: Context, activity: str, given: Mapping[str, Cell]
) -> tuple[list[ServiceRecord], list[str]]:
    """Credit every signed-out attendance of an activity that has no record yet.

    Returns the records made and a line for each attendance left out, with the reason.
    """
    values = parse_values(HOURS, given, ctx.hints())
    day = values.pop("service_date", None)
    made: list[int] = []
    left_out: list[str] = []
    with ctx.write("hours.from-attendance") as tx:
        event_id = the_activity(tx.conn, activity, day).id
        event = store.events(tx.conn, [event_id])[event_id]
        rows = store.uncredited_attendance(tx.conn, event_id, day)
        people = store.people(tx.conn, {r.volunteer_id for r in rows})
        days = [r.service_date for r in rows] or [ctx.today.isoformat()]
        crediting = Crediting(ctx, tx, min(days), max(days), people)
        for row in rows:
            try:
                with tx.attempt():
                    claim = _attended(row, people[row.volunteer_id], event, values)
                    made += [crediting.write(part) for part in crediting.parts(claim)]
            except LeifengError as why:
                number = people[row.volunteer_id].number
                left_out.append(_("{n} 在 {d}：{why}").format(n=number, d=row.service_date, why=why.message))
        tx.summary = _("按签到登记 {n} 条服务记录（{a}）").format(n=len(made), a=event.number)
        found = by_ids(tx, made)
    return found, left_out


def _attended(row: store.Attended, person: Person, event: Event, values: Mapping[str, Any]) -> Claim:
    """The claim an attendance makes. Raises Conflict where it cannot make one."""
    if row.checked_out is None:
        raise Conflict(_("没有签退，请用 leifeng attendance out 补签退"))
    if row.decided is not None:
        # Somebody voided or rejected it for a reason; running the command again is no reason against it.
        raise Conflict(_("由此作的记录 {id} 已作废或驳回，没有重新记入").format(id=row.decided))
    return Claim(
        person, event, row.service_date, row.checked_in, row.checked_out,
        source=hours.BY_ATTENDANCE, attendance_id=row.id, **_given(values),
    )  # fmt: skip


def _given(values: Mapping[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in values.items() if v is not None}


def the_record(tx: Transaction, record: str) -> ServiceRecord:
    found = records.find(tx.conn, HOURS, record) if record.isascii() and record.isdigit() else []
    if not found:
        raise NotFound(_("没有编号为“{id}”的服务记录。").format(id=record), hint=_("用 leifeng hours list 查看。"))
    one: ServiceRecord = found[0]
    return one


def void_hours(ctx: Context, ids: Sequence[str], reason: str) -> list[ServiceRecord]:
    """Take records out of every count, with a reason; they stay readable."""
    why = needed_reason(reason, ctx.hints())
    with ctx.write("hours.void", reason=why) as tx:
        chosen = [the_record(tx, i) for i in ids]
        for record in chosen:
            move_in(tx, ctx, HOURS, record.id, "void", why)
        tx.summary = _("作废 {n} 条服务记录").format(n=len(chosen))
        return by_ids(tx, [r.id for r in chosen])


def decide_hours(ctx: Context, ids: Sequence[str], *, approve: bool, reason: str | None = None) -> list[ServiceRecord]:
    """Approve or reject pending records. Whoever entered a record does not decide on it."""
    verb = "approve" if approve else "reject"
    why = None if approve else needed_reason(reason, ctx.hints())
    with ctx.write(f"hours.{verb}", reason=why) as tx:
        chosen = [the_record(tx, i) for i in ids] if ids else store.listed(tx.conn, statuses=[hours.PENDING])
        for record in chosen:
            move_in(tx, ctx, HOURS, record.id, verb, why)
        tx.summary = _("{verb} {n} 条服务记录").format(verb=hours.LIFE.move(verb).title, n=len(chosen))
        return by_ids(tx, [r.id for r in chosen])


def _by_another(tx: Transaction, row: Mapping[str, Any]) -> None:
    """Guard of a decision: where a unit wants approval, whoever entered a record does not decide on it."""
    if row["recorded_by"] == tx.operator and needs_approval(tx.conn):
        raise Conflict(_("服务记录 {id} 是 {who} 自己登记的，须由另一人审核。").format(id=row["id"], who=tx.operator))


def _shown(tx: Transaction, row: Mapping[str, Any]) -> None:
    """Guard of an approval: what a unit posts before it counts was posted long enough."""
    check_shown(tx.conn, row["id"], tx.at[:10])


def correct_hours(ctx: Context, record: str, given: Mapping[str, Cell], reason: str) -> list[ServiceRecord]:
    """Replace a record by a new one that names it; the old one is voided and stays."""
    why = needed_reason(reason, ctx.hints())
    values = parse_values(HOURS, given, ctx.hints())
    if not values:
        raise InvalidInput(_("没有说要更正什么。"), hint=_("可改日期、起止时间、时长、评价等，见 --help。"))
    with ctx.write("hours.correct", reason=why) as tx:
        old = the_record(tx, record)
        olds = _service(tx, old, values)
        for part in olds:
            move_in(tx, ctx, HOURS, part.id, "correct", _("更正：") + why)
        claim = _corrected(tx, olds[0], values)
        crediting = Crediting(ctx, tx, claim.service_date, claim.service_date, [claim.person.id])
        made = [
            crediting.write(replace(part, corrects_id=olds[min(i, len(olds) - 1)].id))
            for i, part in enumerate(crediting.parts(claim))
        ]
        tx.summary = _("更正服务记录 {id}").format(id=old.id)
        return by_ids(tx, made)


def _service(tx: Transaction, old: ServiceRecord, values: Mapping[str, Any]) -> list[ServiceRecord]:
    """What the correction replaces: the record, or both halves of a night where the new times are a night again."""
    start, end = values.get("start_time"), values.get("end_time")
    crosses = start is not None and end is not None and "00:00" < end <= start
    half = store.other_half(tx.conn, old) if crosses else None
    if half is None:
        return [old]
    other: ServiceRecord = records.get(tx.conn, HOURS, half)
    return sorted((old, other), key=lambda r: r.service_date or "")


def _corrected(tx: Transaction, old: ServiceRecord, values: Mapping[str, Any]) -> Claim:
    row = tx.row(HOURS.table, old.id)
    assert row is not None
    if "start_time" in values or "seconds" in values:  # the new statement of time replaces the old one whole
        row["start_time"] = values.get("start_time")
        row["end_time"] = values.get("end_time")
        row["actual_seconds"] = values.get("seconds")
    people, events = store.people(tx.conn, [row["volunteer_id"]]), store.events(tx.conn, [row["activity_id"]])
    kept = {k: values.get(k, row[k]) for k in (*RATED, "post", "note")}
    check_ratings(kept)
    return Claim(
        people[row["volunteer_id"]], events[row["activity_id"]], values.get("service_date") or row["service_date"],
        row["start_time"], row["end_time"], row["actual_seconds"], row["team_id"],
        source=row["source"], attendance_id=row["attendance_id"], **kept,
    )  # fmt: skip


def rate_hours(ctx: Context, ids: Sequence[str], given: Mapping[str, Cell]) -> list[ServiceRecord]:
    """Rate records that count or wait. What a rating changes for stars is seen at the next computation."""
    values = {k: v for k, v in parse_values(HOURS, given, ctx.hints()).items() if k in RATED and v is not None}
    if not values:
        raise InvalidInput(
            _("没有写评价。"), hint=_("用 --rating 优秀|良好|合格|较差|不合格，或三项评分加 --comment。")
        )
    check_ratings(values)
    with ctx.write("hours.rate") as tx:
        chosen = [the_record(tx, i) for i in ids]
        for record in chosen:
            if record.status not in LIVE:
                raise Conflict(
                    _("服务记录 {id} 是“{s}”，不能评价。").format(id=record.id, s=hours.STATUS_NAMES[record.status])
                )
            tx.update(HOURS.table, record.id, values)
        tx.summary = _("评价 {n} 条服务记录").format(n=len(chosen))
        return by_ids(tx, [r.id for r in chosen])


def list_hours(
    ctx: Context,
    *,
    who: str | None = None,
    activity: str | None = None,
    month: str | None = None,
    status: str | None = None,
    late: bool = False,
) -> list[ServiceRecord]:
    """Records in the order of their days; void and rejected ones only when ``status`` asks for them."""
    statuses = [status] if status else LIVE
    with ctx.read() as conn:
        return store.listed(
            conn,
            volunteer=the_volunteer(conn, who).id if who else None,
            activity=the_activity(conn, activity).id if activity else None,
            span=month_range(read_month(month)) if month else None,
            statuses=statuses,
            late=late,
        )


GUARDS = {"another": _by_another, "shown": _shown}
