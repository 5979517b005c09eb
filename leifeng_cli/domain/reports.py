"""The rows that the sections of a report are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from leifeng_cli.domain.columns import Col
from leifeng_cli.domain.values.shown import hours_text, yes_no_text

#: How the rows without a category, team or mode are called: missing is named, never guessed.
UNNAMED = {"by_category": "未分类", "by_team": "未归队", "by_department": "未注明科室", "by_mode": "未注明"}


@dataclass(frozen=True)
class Totals:
    """``beneficiaries`` sums what activities state; how many state nothing is in :class:`Missing`."""

    activities: Annotated[int, Col("活动数")]
    participations: Annotated[int, Col("参加人次")]
    participants: Annotated[int, Col("参加人数")]
    seconds: Annotated[int, Col("时长合计(小时)", show=hours_text)]
    party_members: Annotated[int, Col("其中党员")]
    new_volunteers: Annotated[int, Col("新增注册")]
    registered_volunteers: Annotated[int, Col("累计注册")]
    beneficiaries: Annotated[int | None, Col("受益人数")]
    major_events: Annotated[int, Col("重大活动")] = 0
    late_records: Annotated[int, Col("逾期登记(条)")] = 0
    cumulative_seconds: Annotated[int, Col("累计时长(小时)", show=hours_text)] = 0


@dataclass(frozen=True)
class Cut:
    """One row of a breakdown. The seconds of a breakdown's rows add up to the total."""

    name: Annotated[str, Col("名称", listed=True)]
    activities: Annotated[int, Col("活动数", listed=True)]
    participations: Annotated[int, Col("人次", listed=True)]
    participants: Annotated[int, Col("人数", listed=True)]
    seconds: Annotated[int, Col("时长(小时)", show=hours_text, listed=True)]


@dataclass(frozen=True)
class ActivityRow:
    """One activity's part in the month."""

    number: Annotated[str, Col("活动编号", listed=True)]
    title: Annotated[str, Col("活动名称", listed=True)]
    starts_on: Annotated[str, Col("开始日期", listed=True)]
    ends_on: Annotated[str, Col("结束日期", listed=True)]
    place: Annotated[str | None, Col("地点", listed=True)]
    mode: Annotated[str | None, Col("方式", listed=True)]
    category: Annotated[str | None, Col("类别", listed=True)]
    team: Annotated[str | None, Col("负责队伍", listed=True)]
    beneficiaries: Annotated[int | None, Col("受益人数", listed=True)]
    participations: Annotated[int, Col("人次", listed=True)]
    participants: Annotated[int, Col("人数", listed=True)]
    seconds: Annotated[int, Col("时长(小时)", show=hours_text, listed=True)]
    major: Annotated[bool, Col("重大活动", show=yes_no_text)] = False


@dataclass(frozen=True)
class StarCount:
    level: Annotated[int, Col("星级", listed=True)]
    name: Annotated[str, Col("级别", listed=True)]
    count: Annotated[int, Col("人数", listed=True)]


@dataclass(frozen=True)
class Pending:
    """Records that wait for approval and are in no other figure."""

    records: Annotated[int, Col("待审核(条)")]
    seconds: Annotated[int, Col("待审核(小时)", show=hours_text)]


@dataclass(frozen=True)
class Missing:
    """How many activities say nothing of a figure: missing is named, never 0."""

    beneficiaries: Annotated[int, Col("未填受益人数(场)")]
