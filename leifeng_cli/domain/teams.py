"""Teams of a unit: nested, led by a volunteer, at one of three stages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from leifeng_cli.domain.columns import Col
from leifeng_cli.domain.register import Register, Signs
from leifeng_cli.domain.values.dates import date_text
from leifeng_cli.domain.values.text import choice

STAGES = ("孵化中", "已成立", "已登记")


@dataclass(frozen=True, kw_only=True)
class Team:
    """One team. ``parent`` is another team's name, ``leader`` a volunteer's number."""

    id: int
    number: Annotated[str, Col("队伍编号", listed=True, offered=False)]
    name: Annotated[str, Col("队伍名称", aliases=("队伍", "团队名称", "服务队", "名称"), required=True, listed=True)]
    parent: Annotated[str | None, Col("上级队伍", aliases=("所属总队",), ref="team", listed=True)] = None
    kind: Annotated[str | None, Col("队伍类型", aliases=("类型", "服务类型"), listed=True)] = None
    department: Annotated[str | None, Col("所属科室", aliases=("科室", "部门", "局", "中心"))] = None
    stage: Annotated[
        str | None,
        Col(
            "队伍状态",
            aliases=("阶段",),
            parse=choice(*STAGES, aliases={"孵化": "孵化中", "成立": "已成立", "登记": "已登记"}),
            choices=STAGES,
            listed=True,
        ),
    ] = None
    leader: Annotated[
        str | None, Col("队长", aliases=("负责人", "队长编号", "负责人编号"), ref="volunteer", later=True, listed=True)
    ] = None
    founded_on: Annotated[str | None, Col("成立日期", aliases=("成立时间",), parse=date_text)] = None
    members: Annotated[int, Col("现有人数", derived=True, listed=True)] = 0
    note: Annotated[str | None, Col("备注")] = None
    archived_on: Annotated[str | None, Col("归档日期", parse=date_text, offered=False)] = None


TEAMS = Register(
    "team", "队伍", Team, "T", told_by=Signs(vague=("队伍", "服务队", "名称")), parts={"membership": "队伍成员"}
)


@dataclass(frozen=True)
class Member:
    """One membership of a team, from ``joined_on`` until the day before ``left_on``."""

    volunteer_number: Annotated[str, Col("志愿者编号", listed=True)]
    volunteer_name: Annotated[str, Col("姓名", listed=True)]
    joined_on: Annotated[str, Col("加入日期", listed=True)]
    left_on: Annotated[str | None, Col("离开日期", listed=True)] = None
