"""Awards: what a person was honoured with, by whom, by which document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from leifeng_cli.domain.columns import Col
from leifeng_cli.domain.people import HolderName, HolderNumber
from leifeng_cli.domain.register import Register, Signs
from leifeng_cli.domain.values.dates import date_text


@dataclass(frozen=True, kw_only=True)
class Award:
    """One award to one person. ``volunteer`` is a volunteer's number."""

    id: int
    number: Annotated[str, Col("表彰编号", listed=True, offered=False)]
    title: Annotated[str, Col("奖励名称", aliases=("表彰名称", "荣誉名称", "荣誉"), required=True, listed=True)]
    volunteer: HolderNumber
    volunteer_name: HolderName
    document: Annotated[str | None, Col("文书名称及文号", aliases=("文号", "奖励文书名称及文号"))] = None
    issuer: Annotated[str | None, Col("颁发者", aliases=("颁发单位", "表彰单位"), listed=True)] = None
    awarded_on: Annotated[
        str,
        Col("获奖日期", aliases=("表彰日期", "颁发日期"), parse=date_text, option="date", required=True, listed=True),
    ]
    note: Annotated[str | None, Col("备注")] = None
    archived_on: Annotated[str | None, Col("归档日期", parse=date_text, offered=False)] = None


AWARDS = Register(
    "award",
    "表彰",
    Award,
    "H",
    names=("number", "title"),
    unique=("number",),
    dated_by="awarded_on",
    told_by=Signs(vague=("编号",)),
)
