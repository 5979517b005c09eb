"""The figures a report begins with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from leifeng_cli.domain.activities import Activity
from leifeng_cli.domain.columns import columns_of
from leifeng_cli.domain.document import Block, Cell, FigureTable
from leifeng_cli.domain.hours import ServiceRecord
from leifeng_cli.domain.periods import UNIT
from leifeng_cli.domain.reports import Totals
from leifeng_cli.domain.sections import OVERALL, Figures, Part, Spec
from leifeng_cli.domain.volunteers import Volunteer
from leifeng_cli.messages import _
from leifeng_cli.services.reports.drawing import cell
from leifeng_cli.services.reports.section import Opened, Reading, Section
from leifeng_cli.store import figures

#: Kept nowhere in this file yet, and asked for by the monthly sheet: named as missing.
_NOT_KEPT = (("照片数", ""), ("媒体报道数", ""))


def _draw(f: Figures, part: Part) -> Iterator[Block]:
    (row,) = part.rows
    table: list[tuple[str, Cell, str]] = [
        (c.col.label, cell(c, getattr(row, c.field)), f.ref(f"totals.{c.field}")) for c in part.spec.columns(f.scope)
    ]
    if f.scope.kind == UNIT:
        table += [(label, None, where) for label, where in _NOT_KEPT]
    yield FigureTable("totals", _("主要数字"), tuple(table))


SPEC = Spec(
    name="totals",
    title="合计",
    row=Totals,
    frozen={c.field: c.col.label for c in columns_of(Totals)},
    standing=("party_members",),
    whole_figures=("new_volunteers", "registered_volunteers"),
    chapter=OVERALL,
    draw=_draw,
)


def _rows(reading: Reading) -> list[Totals]:
    (served,) = reading.rows("month_totals")
    (register,) = reading.rows("month_register")
    (ever,) = reading.rows("month_cumulative")
    held = reading.rows("month_activities")
    stated = [row["beneficiaries"] for row in held if row["beneficiaries"] is not None]
    return [
        Totals(
            **served,
            **register,
            **ever,
            beneficiaries=sum(stated) if stated else None,
            major_events=sum(bool(row["major"]) for row in held),
        )
    ]


def _opens(reading: Reading, figure: str) -> Opened | None:
    if figure not in _FOUND:
        return None
    record, find = _FOUND[figure]
    return record, find(reading)


def _served(r: Reading) -> list[ServiceRecord]:
    return figures.served(r.conn, *r.span, r.scope)


#: Figure -> (class of the records behind it, how they are found).
_FOUND: dict[str, tuple[type, Callable[[Reading], list[Any]]]] = {
    "activities": (Activity, lambda r: figures.held(r.conn, *r.span, r.scope)),
    "participations": (ServiceRecord, _served),
    "participants": (ServiceRecord, _served),
    "seconds": (ServiceRecord, _served),
    "party_members": (ServiceRecord, lambda r: figures.served_by_party(r.conn, *r.span, r.scope)),
    "new_volunteers": (Volunteer, lambda r: figures.registered(r.conn, r.period.after, r.period.first)),
    "registered_volunteers": (Volunteer, lambda r: figures.registered(r.conn, r.period.after)),
    "beneficiaries": (Activity, lambda r: figures.held(r.conn, *r.span, r.scope, stating=True)),
    "major_events": (Activity, lambda r: figures.held_major(r.conn, *r.span, r.scope)),
    "late_records": (ServiceRecord, lambda r: figures.served_late(r.conn, *r.span, r.scope)),
    "cumulative_seconds": (ServiceRecord, lambda r: figures.served(r.conn, "", r.period.after, r.scope)),
}

TOTALS = Section(SPEC, _rows, _opens)
