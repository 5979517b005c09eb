"""Activities: what is planned, published, held, and for whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from leifeng_cli.domain.columns import Col
from leifeng_cli.domain.lifecycle import CLEARED, REASON, Lifecycle, Move, state_col
from leifeng_cli.domain.register import Register
from leifeng_cli.domain.values.clocks import clock, end_clock
from leifeng_cli.domain.values.dates import date_text
from leifeng_cli.domain.values.durations import span
from leifeng_cli.domain.values.masks import mask_phone
from leifeng_cli.domain.values.phones import phone
from leifeng_cli.domain.values.shown import yes_no_text
from leifeng_cli.domain.values.text import choice, whole_number, words, yes_no

MODES = ("集中活动", "分散活动", "常年活动")
MODE_ALIASES = {"集中": "集中活动", "分散": "分散活动", "常年": "常年活动"}
PLANNED, PUBLISHED, FINISHED, CANCELLED = "planned", "published", "finished", "cancelled"
STATES = {PLANNED: "计划中", PUBLISHED: "已发布", FINISHED: "已结项", CANCELLED: "已取消"}
LIFE = Lifecycle(
    STATES,
    (
        Move("publish", "发布", (PLANNED,), PUBLISHED, "发布活动，开始报名。", stamps={"cancel_reason": CLEARED}),
        Move("close", "结项", (PUBLISHED,), FINISHED, "活动办完，结项。", stamps={"cancel_reason": CLEARED}),
        Move(
            "reopen", "重开", (FINISHED,), PUBLISHED, "把已结项的活动改回已发布。", None, {"cancel_reason": CLEARED}
        ),
        Move(
            "cancel", "取消", (PLANNED, PUBLISHED), CANCELLED, "取消活动，报名随之取消。", True,
            {"cancel_reason": REASON}, {"signup": "cancel"}, "{n} 人的报名随之取消", ("unrecorded",),
        ),
    ),
    ended=(FINISHED, CANCELLED),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Activity:
    """One activity, or one occurrence of a recurring one (``series`` names the first of the row).

    ``starts_on`` to ``ends_on`` is the period, both days included; the times, where given, hold on
    each of its days and may run past midnight.
    """

    id: int
    number: Annotated[str, Col("活动编号", aliases=("项目编号",), listed=True, offered=False)]
    title: Annotated[
        str,
        Col(
            "活动名称",
            aliases=("项目名称", "项目/活动名称", "活动主题", "活动内容", "活动"),
            required=True,
            listed=True,
        ),
    ]
    starts_on: Annotated[
        str,
        Col(
            "活动日期",
            aliases=("日期", "开始日期", "活动时间", "服务日期", "时间"),
            parse=date_text,
            option="date",
            required=True,
            listed=True,
        ),
    ]
    ends_on: Annotated[str, Col("结束日期", aliases=("截止日期", "至"), parse=date_text, option="until", listed=True)]
    time: Annotated[
        tuple[str, str] | None,
        Col("起止时间", aliases=("起止", "时间段", "开始—结束"), parse=span, into=("start_time", "end_time")),
    ] = None
    start_time: Annotated[str | None, Col("开始时间", parse=clock, listed=True, offered=False, template=True)] = None
    end_time: Annotated[str | None, Col("结束时间", parse=end_clock, listed=True, offered=False, template=True)] = None
    place: Annotated[str | None, Col("地点", aliases=("活动地点", "服务地点"), listed=True)] = None
    mode: Annotated[
        str | None,
        Col(
            "活动方式",
            aliases=("方式", "活动形式"),
            parse=choice(*MODES, aliases=MODE_ALIASES),
            choices=MODES,
            listed=True,
        ),
    ] = None
    category: Annotated[str | None, Col("活动类别", aliases=("类别", "服务类别"), ref="category", listed=True)] = None
    team: Annotated[
        str | None,
        Col(
            "负责队伍",
            aliases=("组织队伍", "承办队伍", "所属队伍", "队伍", "组织单位"),
            ref="team",
            open=True,
            listed=True,
        ),
    ] = None
    campaign: Annotated[str | None, Col("所属计划", aliases=("活动计划",), ref="campaign")] = None
    beneficiary_groups: Annotated[
        str | None, Col("服务对象", aliases=("受益人群", "受益群体"), parse=words, option="for")
    ] = None
    beneficiaries: Annotated[int | None, Col("受益人数", aliases=("服务人数",), parse=whole_number)] = None
    contact: Annotated[str | None, Col("联系人", aliases=("活动负责人", "负责人"))] = None
    phone: Annotated[str | None, Col("联系电话", aliases=("电话", "手机"), parse=phone, mask=mask_phone)] = None
    major: Annotated[
        bool, Col("重大活动", aliases=("是否重大活动",), parse=yes_no, show=yes_no_text, choices=("是", "否"))
    ] = False
    capacity: Annotated[int | None, Col("计划人数", aliases=("招募人数", "人数上限"), parse=whole_number)] = None
    required_training: Annotated[
        str | None, Col("需先完成的培训", aliases=("培训要求",), option="requires-training")
    ] = None
    status: Annotated[str, state_col("状态", STATES, ("活动状态",), listed=True, worded=True)] = PLANNED
    backfilled: Annotated[bool, Col("补录", parse=yes_no, show=yes_no_text, choices=("是", "否"), offered=False)] = (
        False
    )
    series: Annotated[str | None, Col("所属系列", offered=False)] = None
    rule: Annotated[str | None, Col("重复规则", offered=False)] = None
    cancel_reason: Annotated[str | None, Col("取消原因", offered=False)] = None
    note: Annotated[str | None, Col("备注")] = None
    archived_on: Annotated[str | None, Col("归档日期", parse=date_text, offered=False)] = None


ACTIVITIES = Register(
    "activity",
    "活动",
    Activity,
    "A",
    6,
    names=("number", "title"),
    unique=("number",),
    dated_by="starts_on",
    life=LIFE,
)
