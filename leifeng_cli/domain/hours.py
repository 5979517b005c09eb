"""Service records: who served when, at what, for how long, and what was credited for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from leifeng_cli.domain.activities import MODE_ALIASES, MODES
from leifeng_cli.domain.columns import Col
from leifeng_cli.domain.lifecycle import OPERATOR, REASON, TODAY, Lifecycle, Move, state_col
from leifeng_cli.domain.people import (
    PERSON,
    TIME_LABELS,
    ActivityNumber,
    ActivityTitle,
    VolunteerIdNumber,
    VolunteerIdType,
    VolunteerName,
    VolunteerNumber,
    VolunteerPhone,
)
from leifeng_cli.domain.register import Register, Signs
from leifeng_cli.domain.values.clocks import clock, end_clock
from leifeng_cli.domain.values.dates import date_text
from leifeng_cli.domain.values.durations import duration, span
from leifeng_cli.domain.values.ratings import RATING_NAMES, rating, stars5
from leifeng_cli.domain.values.shown import hours_text, rating_text, yes_no_text
from leifeng_cli.domain.values.text import choice, whole_number, yes_no

PENDING, CREDITED, REJECTED, VOID = "pending", "credited", "rejected", "void"
STATUS_NAMES = {PENDING: "待审核", CREDITED: "已记入", REJECTED: "已驳回", VOID: "已作废"}
_DECIDED = {"approved_on": TODAY, "approved_by": OPERATOR}
_WHY = {"status_reason": REASON}
LIFE = Lifecycle(
    STATUS_NAMES,
    (
        Move("approve", "审核通过", (PENDING,), CREDITED, stamps=_DECIDED, guards=("another", "shown")),
        Move("reject", "驳回", (PENDING,), REJECTED, reason=True, stamps=_DECIDED | _WHY, guards=("another",)),
        Move("correct", "更正", (PENDING, CREDITED), VOID, reason=True, stamps=_WHY),
        Move("void", "作废", (PENDING, CREDITED, REJECTED), VOID, reason=True, stamps=_WHY),
    ),
    ended=(REJECTED, VOID),
)
#: Statuses that take a person's time: nothing else may be recorded in it.
LIVE = LIFE.going_on
#: How a record came to be, in the national system's words (签到, 申请, 手动) and one of our own.
SOURCES = ("签到", "申请", "手动", "导入")
BY_ATTENDANCE, BY_APPLICATION, BY_HAND, BY_IMPORT = SOURCES
DAY_SECONDS = 86400
#: A longer service across midnight is far more often a slip (9:00-2:00 for 14:00) than a night's work.
LONGEST_NIGHT = 12 * 3600
#: 民政部令第67号: recorded within ten working days after the activity.
RECORDING_WORKDAYS = 10


def exact_hours(seconds: int) -> str:
    """Hours with two decimals where that is exact, else h:mm:ss: what is exported reads back the same."""
    if seconds % 36 == 0:
        return hours_text(seconds)
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


@dataclass(frozen=True, kw_only=True)
class ServiceRecord:
    """One service on one day. ``seconds`` is credited time; only status ``credited`` counts anywhere.

    A record is never changed once it counted: it is voided with a reason, or corrected by a new one
    whose ``corrects_id`` names it.
    """

    id: Annotated[int, Col("记录编号", parse=whole_number, listed=True)]
    volunteer_number: VolunteerNumber
    volunteer_name: VolunteerName
    volunteer_id_type: VolunteerIdType = None
    volunteer_id_number: VolunteerIdNumber = None
    volunteer_phone: VolunteerPhone = None
    team: Annotated[str | None, Col("所属队伍", aliases=("队伍", "服务队"), ref="team", open=True, listed=True)] = None
    activity_number: ActivityNumber
    activity_title: ActivityTitle
    post: Annotated[str | None, Col("岗位", aliases=("服务岗位",))] = None
    service_date: Annotated[
        str,
        Col(
            "服务日期",
            aliases=("日期", "活动日期", "活动时间", "服务时间"),
            parse=date_text,
            option="date",
            required=True,
            listed=True,
        ),
    ]
    time: Annotated[
        tuple[str, str] | None,
        Col(
            "起止时间",
            aliases=("起止", "开始—结束", "开始-结束", "时间段"),
            parse=span,
            into=("start_time", "end_time"),
            group="time",
        ),
    ] = None
    start_time: Annotated[
        str | None, Col("开始时间", aliases=("服务开始时间",), parse=clock, group="time", listed=True)
    ] = None
    end_time: Annotated[str | None, Col("结束时间", aliases=("服务结束时间",), parse=end_clock, listed=True)] = None
    seconds: Annotated[
        int,
        Col(
            TIME_LABELS[0],
            aliases=TIME_LABELS[1:],
            parse=duration,
            show=exact_hours,
            option="hours",
            group="time",
            listed=True,
        ),
    ] = 0
    category: Annotated[
        str | None, Col("服务类别", aliases=("活动类别", "类别"), of="activity.category.name", template=True)
    ] = None
    mode: Annotated[
        str | None,
        Col(
            "活动方式", aliases=("方式",), parse=choice(*MODES, aliases=MODE_ALIASES), choices=MODES, of="activity.mode"
        ),
    ] = None
    place: Annotated[str | None, Col("服务地点", aliases=("地点", "活动地点"), of="activity.place")] = None
    source: Annotated[
        str, Col("录入方式", aliases=("来源",), parse=choice(*SOURCES), choices=SOURCES, listed=True, template=False)
    ]
    status: Annotated[str, state_col("状态", STATUS_NAMES, ("记录状态",), listed=True)] = CREDITED
    status_reason: Annotated[str | None, Col("状态说明", template=False)] = None
    rating: Annotated[
        int | None,
        Col(
            "服务评价",
            aliases=("评价", "评价等级", "综合评价"),
            parse=rating,
            show=rating_text,
            choices=tuple(RATING_NAMES.values()),
            listed=True,
        ),
    ] = None
    punctuality: Annotated[int | None, Col("守时程度", parse=stars5)] = None
    attitude: Annotated[int | None, Col("服务态度", parse=stars5)] = None
    skill: Annotated[int | None, Col("专业水平", parse=stars5)] = None
    comment: Annotated[str | None, Col("评价内容", aliases=("评语",))] = None
    late: Annotated[bool, Col("逾期登记", show=yes_no_text, parse=yes_no, template=False)] = False
    recorded_on: Annotated[str, Col("登记日期", aliases=("录入日期",), parse=date_text, template=False)]
    recorded_by: Annotated[str, Col("登记人", aliases=("录入人",), template=False)]
    approved_on: Annotated[str | None, Col("审核日期", parse=date_text, template=False)] = None
    approved_by: Annotated[str | None, Col("审核人", template=False)] = None
    corrects_id: Annotated[int | None, Col("更正自", parse=whole_number, template=False)] = None
    note: Annotated[str | None, Col("备注")] = None


HOURS = Register(
    "hours",
    "服务记录",
    ServiceRecord,
    names=("id",),
    unique=(),
    order="t.service_date, t.id",
    table_name="service_record",
    archives=False,
    dated_by="service_date",
    life=LIFE,
    told_by=Signs(all_of=(PERSON, ("service_date",), ("seconds", "time", "start_time")), vague=("编号",)),
)
