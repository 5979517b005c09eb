"""Complaints about a person, and what was found. Only one that was found true counts against anybody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from leifeng_cli.domain.columns import Col
from leifeng_cli.domain.people import HolderName, HolderNumber
from leifeng_cli.domain.register import Register, Signs
from leifeng_cli.domain.values.dates import date_text
from leifeng_cli.domain.values.text import choice

FINDINGS = ("待核实", "属实", "不属实")
OPEN, UPHELD, DISMISSED = FINDINGS


@dataclass(frozen=True, kw_only=True)
class Complaint:
    """One complaint about one person. ``volunteer`` is a volunteer's number."""

    id: int
    number: Annotated[str, Col("投诉编号", listed=True, offered=False)]
    title: Annotated[str, Col("投诉事由", aliases=("事由", "投诉内容"), required=True, listed=True)]
    volunteer: HolderNumber
    volunteer_name: HolderName
    received_on: Annotated[
        str,
        Col("收到日期", aliases=("投诉日期",), parse=date_text, option="date", required=True, listed=True),
    ]
    finding: Annotated[
        str | None, Col("核实结果", aliases=("是否属实",), parse=choice(*FINDINGS), choices=FINDINGS, listed=True)
    ] = OPEN
    decided_on: Annotated[str | None, Col("核实日期", parse=date_text, listed=True)] = None
    note: Annotated[str | None, Col("备注")] = None
    archived_on: Annotated[str | None, Col("归档日期", parse=date_text, offered=False)] = None


COMPLAINTS = Register(
    "complaint",
    "投诉",
    Complaint,
    "K",
    names=("number", "title"),
    unique=("number",),
    dated_by="received_on",
    told_by=Signs(vague=("编号",)),
)
