"""Training a person took part in: what, at which level, how long, and until when it holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from leifeng_cli.domain.columns import Col
from leifeng_cli.domain.people import HolderName, HolderNumber
from leifeng_cli.domain.register import Register, Signs
from leifeng_cli.domain.values.dates import date_text
from leifeng_cli.domain.values.durations import duration
from leifeng_cli.domain.values.shown import hours_text


@dataclass(frozen=True, kw_only=True)
class Training:
    """One person's training. ``seconds`` is its length; it counts up to and including ``expires_on``."""

    id: int
    number: Annotated[str, Col("培训编号", listed=True, offered=False)]
    title: Annotated[str, Col("培训主题", aliases=("主题", "课程", "培训内容"), required=True, listed=True)]
    volunteer: HolderNumber
    volunteer_name: HolderName
    level: Annotated[str | None, Col("培训级别", aliases=("级别",), listed=True)] = None
    kind: Annotated[str | None, Col("培训类型", aliases=("类型",), listed=True)] = None
    trained_on: Annotated[
        str, Col("培训日期", aliases=("日期",), parse=date_text, option="date", required=True, listed=True)
    ]
    seconds: Annotated[
        int,
        Col(
            "培训时长(小时)", aliases=("学时", "培训学时", "培训时长"), parse=duration, show=hours_text,
            option="hours", required=True, listed=True,
        ),
    ]  # fmt: skip
    expires_on: Annotated[str | None, Col("有效期至", parse=date_text, listed=True)] = None
    organiser: Annotated[str | None, Col("组织者", aliases=("组织单位", "主办单位"))] = None
    note: Annotated[str | None, Col("备注")] = None
    archived_on: Annotated[str | None, Col("归档日期", parse=date_text, offered=False)] = None


TRAININGS = Register(
    "training",
    "培训",
    Training,
    "P",
    names=("number", "title"),
    unique=("number",),
    dated_by="trained_on",
    told_by=Signs(vague=("编号", "日期", "主题")),
)
