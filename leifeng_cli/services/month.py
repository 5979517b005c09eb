"""The month's figures, and the records behind each of them."""

from __future__ import annotations

from typing import Any

from leifeng_cli.domain.month import UNNAMED, ActivityRow, Cut, MonthReport, StarCount, Totals
from leifeng_cli.domain.registers import ACTIVITIES, HOURS, UNITS, VOLUNTEERS, Register
from leifeng_cli.domain.values.dates import add_days, month, month_range
from leifeng_cli.domain.volunteers import PARTY
from leifeng_cli.errors import NotFound
from leifeng_cli.messages import _
from leifeng_cli.services.context import Context
from leifeng_cli.services.stars import star_distribution
from leifeng_cli.store import figures, journal, records
from leifeng_cli.store.connection import Connection


def month_report(ctx: Context, given: str) -> MonthReport:
    """All figures of a month, read at one moment. Only credited records count."""
    name = month(given)
    first, after = month_range(name)
    span = {"first": first, "after": after}
    with ctx.read() as conn:
        own = records.select(conn, UNITS, "t.own = 1")
        rows = [ActivityRow(**r) for r in figures.rows(conn, "month_activities", **span)]
        (waiting,) = figures.rows(conn, "month_pending", **span)
        return MonthReport(
            month=name,
            unit=own[0].name if own else "",
            superior=own[0].superior if own else None,
            totals=_totals(conn, rows, span),
            **{cut: _cuts(conn, cut, span) for cut in UNNAMED},
            stars=[StarCount(*s) for s in star_distribution(conn, add_days(after, -1))],
            activities=rows,
            pending_records=waiting["records"],
            pending_seconds=waiting["seconds"],
            missing={"beneficiaries": sum(r.beneficiaries is None for r in rows)},
            chain_head=journal.chain_head(conn)[1],
        )


def _totals(conn: Connection, rows: list[ActivityRow], span: dict[str, str]) -> Totals:
    (served,) = figures.rows(conn, "month_totals", **span)
    (register,) = figures.rows(conn, "month_register", **span)
    stated = [r.beneficiaries for r in rows if r.beneficiaries is not None]
    return Totals(**served, **register, beneficiaries=sum(stated) if stated else None)


def _cuts(conn: Connection, cut: str, span: dict[str, str]) -> list[Cut]:
    rows = figures.rows(conn, f"month_{cut}", **span)
    return [Cut(**{**r, "name": r["name"] or UNNAMED[cut]}) for r in rows]


#: Which of a month's records a breakdown's row counts; NULL stands for the unnamed row.
_CUT_WHERE = {
    "by_category": "c.name IS ?",
    "by_team": "(SELECT name FROM team WHERE id = t.team_id) IS ?",
    "by_mode": "a.mode IS ?",
    "activities": "a.number IS ?",
}


def explain_figure(ctx: Context, given: str, figure: str) -> tuple[Register, list[Any]]:
    """The records one figure of a month counts: (their register, the records).

    ``figure`` is as in the JSON output: totals.participants, by_team.雷锋岗, activities.A000012 …
    Raises NotFound, naming the figures there are.
    """
    first, after = month_range(month(given))
    section, _dot, name = figure.partition(".")
    with ctx.read() as conn:
        if section in _CUT_WHERE and name:
            value = None if name == UNNAMED.get(section) else name
            found = _month_records(conn, first, after, _CUT_WHERE[section], [value])
            if found:
                return HOURS, found
        if section == "totals" and name in _TOTALS:
            return _TOTALS[name](conn, first, after)
    known = [*(f"totals.{t}" for t in _TOTALS), "by_category.类别", "by_team.队伍", "by_mode.方式", "activities.编号"]
    raise NotFound(
        _("{month} 没有名为“{figure}”的数字。").format(month=given, figure=figure), hint=_("可用：") + "、".join(known)
    )


def _month_records(
    conn: Connection, first: str, after: str, where: str = "1", args: list[Any] | None = None
) -> list[Any]:
    counted = "t.status = 'credited' AND t.service_date >= ? AND t.service_date < ?"
    return records.select(conn, HOURS, f"{counted} AND {where}", [first, after, *(args or [])])


def _served(conn: Connection, first: str, after: str) -> tuple[Register, list[Any]]:
    return HOURS, _month_records(conn, first, after)


def _party(conn: Connection, first: str, after: str) -> tuple[Register, list[Any]]:
    marks = ",".join("?" * len(PARTY))
    return HOURS, _month_records(conn, first, after, f"v.political_status IN ({marks})", list(PARTY))


_REGISTERED = "COALESCE(t.registered_on, t.entered_on) < ? AND t.status <> '注销' AND (t.archived_on IS NULL OR t.archived_on >= ?)"


def _new(conn: Connection, first: str, after: str) -> tuple[Register, list[Any]]:
    return VOLUNTEERS, records.select(
        conn, VOLUNTEERS, f"{_REGISTERED} AND COALESCE(t.registered_on, t.entered_on) >= ?", (after, after, first)
    )


def _registered(conn: Connection, first: str, after: str) -> tuple[Register, list[Any]]:
    return VOLUNTEERS, records.select(conn, VOLUNTEERS, _REGISTERED, (after, after))


def _benefiting(conn: Connection, first: str, after: str) -> tuple[Register, list[Any]]:
    held = (
        "t.beneficiaries IS NOT NULL AND EXISTS (SELECT 1 FROM service_record AS r WHERE r.activity_id = t.id"
        " AND r.status = 'credited' AND r.service_date >= ? AND r.service_date < ?)"
    )
    return ACTIVITIES, records.select(conn, ACTIVITIES, held, (first, after))


_TOTALS = {
    "activities": _served,
    "participations": _served,
    "participants": _served,
    "seconds": _served,
    "party_members": _party,
    "new_volunteers": _new,
    "registered_volunteers": _registered,
    "beneficiaries": _benefiting,
}
