"""Campaigns (活动计划): a theme, a period, who leads, and targets that can be measured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from leifeng_cli.domain.columns import Col
from leifeng_cli.domain.register import Register, Signs
from leifeng_cli.domain.values.dates import date_text
from leifeng_cli.domain.values.shown import hours_text
from leifeng_cli.errors import InvalidInput
from leifeng_cli.messages import _

#: What a target may measure: key -> (what it is called, its unit: count, seconds, or percent in hundredths).
MEASURES = {
    "activities": ("活动场次", "count"),
    "participations": ("参加人次", "count"),
    "participants": ("参加人数", "count"),
    "party_members": ("参加党员", "count"),
    "beneficiaries": ("受益人数", "count"),
    "hours": ("服务时长(小时)", "seconds"),
    "new_volunteers": ("新增注册", "count"),
    "awareness": ("知晓率(%)", "percent"),
}


@dataclass(frozen=True, kw_only=True)
class Campaign:
    """One campaign. Activities belong to it by naming it; its targets stand apart."""

    id: int
    number: Annotated[str, Col("计划编号", listed=True, offered=False)]
    name: Annotated[str, Col("计划名称", aliases=("方案名称", "名称"), required=True, listed=True)]
    theme: Annotated[str | None, Col("主题", aliases=("活动主题",), listed=True)] = None
    organiser: Annotated[str | None, Col("主办单位", aliases=("组织单位",), listed=True)] = None
    leading_group: Annotated[str | None, Col("领导小组", aliases=("领导小组成员",))] = None
    starts_on: Annotated[
        str,
        Col("计划开始", aliases=("开始日期",), parse=date_text, option="from", required=True, listed=True),
    ]
    ends_on: Annotated[
        str,
        Col("计划结束", aliases=("结束日期",), parse=date_text, option="until", required=True, listed=True),
    ]
    note: Annotated[str | None, Col("备注")] = None
    archived_on: Annotated[str | None, Col("归档日期", parse=date_text, offered=False)] = None


CAMPAIGNS = Register(
    "campaign",
    "活动计划",
    Campaign,
    "J",
    dated_by="starts_on",
    told_by=Signs(vague=("名称", "主题", "开始日期", "结束日期")),
    parts={"campaign_target": "计划目标"},
)


@dataclass(frozen=True)
class Progress:
    """A target beside what is measured; ``measured`` is None where nothing was, which is not 0."""

    measure: Annotated[str, Col("目标项")]
    title: Annotated[str, Col("目标", listed=True)]
    unit: Annotated[str, Col("单位")]
    goal: Annotated[int, Col("应达到", listed=True)]
    measured: Annotated[int | None, Col("现在", listed=True)]

    @property
    def met(self) -> bool:
        return self.measured is not None and self.measured >= self.goal

    @property
    def short(self) -> int | None:
        """How much is missing, in the target's unit; 0 where it is met, None where nothing was measured."""
        return None if self.measured is None else max(self.goal - self.measured, 0)

    @property
    def percent_x10(self) -> int | None:
        """How much of the goal there is, in tenths of a percent, rounded down: nothing is done before it is."""
        return None if self.measured is None else self.measured * 1000 // self.goal


def amount_text(unit: str, value: int | None) -> str:
    """A goal or a measured value as a person reads it."""
    if value is None:
        return _("未填")
    if unit == "seconds":
        return hours_text(value)
    return f"{value // 100}.{value % 100:02d}" if unit == "percent" else str(value)


def check_campaign(values: Mapping[str, Any]) -> None:
    """Raise InvalidInput for a campaign that ends before it begins."""
    first, last = values.get("starts_on"), values.get("ends_on")
    if first and last and last < first:
        raise InvalidInput(_("计划结束 {b} 早于计划开始 {a}。").format(a=first, b=last), hint=_("请核对起止日期。"))
