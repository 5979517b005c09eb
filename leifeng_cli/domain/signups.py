"""Sign-ups: who wants to come, who has a place, who waits for one."""

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
from leifeng_cli.domain.values.text import choice

CONFIRMED, WAITING, CANCELLED = "confirmed", "waiting", "cancelled"
STATUS_NAMES = {CONFIRMED: "已报名", WAITING: "候补", CANCELLED: "已取消"}
_STATUS_CODES = {v: k for k, v in STATUS_NAMES.items()}


def status_name(status: str) -> str:
    return STATUS_NAMES[status]


@dataclass(frozen=True, kw_only=True)
class Signup:
    """One person's sign-up for one activity. ``signed_up_at`` decides who is first in the queue."""

    id: int
    activity_number: ActivityNumber
    activity_title: ActivityTitle
    volunteer_number: VolunteerNumber
    volunteer_name: VolunteerName
    volunteer_id_number: VolunteerIdNumber = None
    volunteer_phone: VolunteerPhone = None
    status: Annotated[
        str,
        Col(
            "报名状态",
            aliases=("状态",),
            parse=choice(*_STATUS_CODES),
            show=status_name,
            choices=tuple(_STATUS_CODES),
            listed=True,
            template=False,
        ),
    ] = CONFIRMED
    signed_up_at: Annotated[str, Col("报名时间", template=True, listed=True)]
    post: Annotated[str | None, Col("岗位", aliases=("服务岗位",), listed=True)] = None
    cancelled_at: Annotated[str | None, Col("取消时间", template=False)] = None
    reason: Annotated[str | None, Col("取消原因", template=False)] = None


SIGNUPS = Register(
    "signup",
    "报名",
    Signup,
    names=("id",),
    unique=(),
    order="t.id",
    archives=False,
    told_by=Signs(all_of=(PERSON, ("signed_up_at", "status")), vague=("编号", "状态")),
)


def status_code(name: str) -> str:
    return _STATUS_CODES[name]
