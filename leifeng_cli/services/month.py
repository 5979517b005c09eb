"""The month's figures, and the records behind each of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from leifeng_cli.domain.activities import Activity
from leifeng_cli.domain.hours import PENDING, ServiceRecord
from leifeng_cli.domain.month import UNNAMED, ActivityRow, Cut, MonthReport, StarCount, Totals
from leifeng_cli.domain.registers import UNITS
from leifeng_cli.domain.values.dates import add_days, month, month_range
from leifeng_cli.domain.volunteers import Volunteer
from leifeng_cli.errors import NotFound
from leifeng_cli.messages import _
from leifeng_cli.services.context import Context
from leifeng_cli.services.stars.listing import Star, star_distribution, stars_on
from leifeng_cli.store import figures, journal, records
from leifeng_cli.store.connection import Connection


def month_report(ctx: Context, given: str) -> MonthReport:
    """All figures of a month, read at one moment. Only credited records count."""
    name = month(given)
    first, after = month_range(name)
    span = {"first": first, "after": after}
    with ctx.read() as conn:
        own = records.by(conn, UNITS, own=1)
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
    unnamed = UNNAMED[cut]
    if any(r["name"] == unnamed for r in rows):
        unnamed = _set_apart(unnamed)
    return [Cut(**{**r, "name": r["name"] or unnamed}) for r in rows]


def _set_apart(unnamed: str) -> str:
    """What the row without a name is called where something really has that name."""
    return f"（{unnamed}）"


def explain_figure(ctx: Context, given: str, figure: str) -> tuple[type, list[Any]]:
    """What one figure of a month counts: (the record class, the records).

    ``figure`` is as in the JSON output: totals.participants, by_team.雷锋岗, activities.A000012, stars.3 …
    Counting or summing the records gives the figure; of ``participants`` and ``party_members`` it is the distinct
    persons. Raises NotFound, naming the figures there are.
    """
    first, after = month_range(month(given))
    section, _dot, name = figure.strip().partition(".")
    with ctx.read() as conn:
        if section in _TOTALS and name in _TOTALS[section]:
            record, find = _TOTALS[section][name]
            return record, find(conn, first, after)
        if section == "stars" and name:
            found: list[Any] = [s for s in stars_on(conn, add_days(after, -1)) if name in (str(s.level), s.level_name)]
            if found:
                return Star, found
        if section in (*UNNAMED, "activities") and name:
            found = figures.served_in_cut(conn, first, after, section, name)
            unnamed = UNNAMED.get(section, "")
            if not found and unnamed and name in (unnamed, _set_apart(unnamed)):
                found = figures.served_in_cut(conn, first, after, section, None)
            if found:
                return ServiceRecord, found
    raise NotFound(
        _("{month} 没有名为“{figure}”的数字。").format(month=given, figure=figure),
        hint=_("可用：") + "、".join(_known()),
    )


def _known() -> list[str]:
    return [
        *(f"{section}.{name}" for section, names in _TOTALS.items() for name in names),
        "by_category.类别", "by_team.队伍", "by_department.科室", "by_mode.方式", "activities.活动编号", "stars.星级",
    ]  # fmt: skip


_Find = Callable[[Connection, str, str], list[Any]]


def _registered(conn: Connection, _first: str, after: str) -> list[Any]:
    return figures.registered(conn, after)


def _new(conn: Connection, first: str, after: str) -> list[Any]:
    return figures.registered(conn, after, first)


def _pending(conn: Connection, first: str, after: str) -> list[Any]:
    return figures.served(conn, first, after, PENDING)


def _stating(conn: Connection, first: str, after: str) -> list[Any]:
    return figures.held(conn, first, after, stating=True)


def _silent(conn: Connection, first: str, after: str) -> list[Any]:
    return figures.held(conn, first, after, stating=False)


#: section -> figure -> (class of the records behind it, how they are found).
_TOTALS: dict[str, dict[str, tuple[type, _Find]]] = {
    "totals": {
        "activities": (Activity, figures.held),
        "participations": (ServiceRecord, figures.served),
        "participants": (ServiceRecord, figures.served),
        "seconds": (ServiceRecord, figures.served),
        "party_members": (ServiceRecord, figures.served_by_party),
        "new_volunteers": (Volunteer, _new),
        "registered_volunteers": (Volunteer, _registered),
        "beneficiaries": (Activity, _stating),
    },
    "pending": {"records": (ServiceRecord, _pending), "seconds": (ServiceRecord, _pending)},
    "missing": {"beneficiaries": (Activity, _silent)},
}
