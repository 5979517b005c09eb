"""Sign-ups: who wants to come, who has a place, who waits for one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from leifeng_cli.domain.columns import Col
from leifeng_cli.domain.lifecycle import NOW, REASON, Lifecycle, Move, state_col
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

CONFIRMED, WAITING, CANCELLED = "confirmed", "waiting", "cancelled"
STATUS_NAMES = {CONFIRMED: "已报名", WAITING: "候补", CANCELLED: "已取消"}
LIFE = Lifecycle(
    STATUS_NAMES,
    (
        Move(
            "cancel", "取消", (CONFIRMED, WAITING), CANCELLED, reason=None,
            stamps={"cancelled_at": NOW, "reason": REASON},
        ),
        Move("move-up", "转正", (WAITING,), CONFIRMED),
        Move("move-back", "转为候补", (CONFIRMED,), WAITING),
    ),
    ended=(CANCELLED,),
)  # fmt: skip


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
    status: Annotated[str, state_col("报名状态", STATUS_NAMES, ("状态",), listed=True)] = CONFIRMED
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
    life=LIFE,
    told_by=Signs(all_of=(PERSON, ("signed_up_at", "status")), vague=("编号", "状态")),
)
