"""A section that the program does not have: complaints received, by what they were found to be."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import Annotated

from leifeng_cli.domain.columns import Col
from leifeng_cli.domain.complaints import COMPLAINTS, Complaint
from leifeng_cli.domain.sections import PEOPLE, Part, Picture, Spec
from leifeng_cli.services.reports.section import Opened, Reading, Section
from leifeng_cli.store import records


@dataclass(frozen=True)
class Grievance:
    finding: Annotated[str, Col("核实结果", listed=True)]
    complaints: Annotated[int, Col("投诉(件)", listed=True)]


def _said(part: Part) -> str:
    return f"收到投诉{sum(row.complaints for row in part.rows)}件。"


SPEC = Spec(
    name="grievances", title="投诉核实", row=Grievance, key="finding", named="核实结果", label=attrgetter("finding"),
    frozen={"complaints": "件数"}, summed=("complaints",), whole=True, chapter=PEOPLE, said=_said,
    picture=Picture("bar", "complaints", "投诉核实（件）", "件"),
)  # fmt: skip


def _rows(reading: Reading) -> list[Grievance]:
    return [Grievance(*row) for row in records.tally(reading.conn, COMPLAINTS, "finding", *reading.span)]


def _opens(reading: Reading, key: str) -> Opened | None:
    received = records.dated(reading.conn, COMPLAINTS, *reading.span)
    found = [complaint for complaint in received if complaint.finding == key]
    return (Complaint, found) if found else None


GRIEVANCES = Section(SPEC, _rows, _opens)
