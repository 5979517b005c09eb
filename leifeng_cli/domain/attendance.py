"""Attendance: when somebody came and went, on one day of one activity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from leifeng_cli.domain.columns import Col
from leifeng_cli.domain.people import (
    PERSON,
    ActivityNumber,
    ActivityTitle,
    VolunteerIdNumber,
    VolunteerName,
    VolunteerNumber,
    VolunteerPhone,
)
from leifeng_cli.domain.register import Register, Signs
from leifeng_cli.domain.values.clocks import clock, end_clock
from leifeng_cli.domain.values.dates import date_text


@dataclass(frozen=True, kw_only=True)
class Attendance:
    """One coming and going. Without ``checked_out`` the sign-out was forgotten, or is still to come."""

    id: int
    activity_number: ActivityNumber
    activity_title: ActivityTitle
    volunteer_number: VolunteerNumber
    volunteer_name: VolunteerName
    volunteer_id_number: VolunteerIdNumber = None
    volunteer_phone: VolunteerPhone = None
    service_date: Annotated[
        str,
        Col("签到日期", aliases=("日期", "服务日期", "活动日期"), parse=date_text, required=True, listed=True),
    ]
    checked_in: Annotated[str, Col("签到时间", aliases=("签到", "开始时间"), parse=clock, required=True, listed=True)]
    checked_out: Annotated[str | None, Col("签退时间", aliases=("签退", "结束时间"), parse=end_clock, listed=True)] = (
        None
    )
    note: Annotated[str | None, Col("备注")] = None


ATTENDANCE = Register(
    "attendance",
    "签到",
    Attendance,
    names=("id",),
    unique=(),
    order="t.id",
    archives=False,
    dated_by="service_date",
    told_by=Signs(all_of=(PERSON, ("checked_in",)), vague=("编号", "开始时间", "结束时间")),
    after=("hours",),  # which makes the activities it names; attendance never does
)
