"""Public notices: what is shown, from when to when, and what is objected to."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated

from leifeng_cli.domain.columns import Col
from leifeng_cli.domain.lifecycle import REASON, TODAY, Lifecycle, Move
from leifeng_cli.domain.values.masks import mask_name
from leifeng_cli.domain.workdays import IsWorkday, add_workdays

HOURS, STAR, CERTIFICATE = "hours", "star", "certificate"
KIND_NAMES = {HOURS: "服务时长", STAR: "星级评定", CERTIFICATE: "证书"}
WORK, CALENDAR = "work", "calendar"
DAY_NAMES = {WORK: "个工作日", CALENDAR: "天"}
POSTED, WITHDRAWN = "posted", "withdrawn"
#: Whether its time is over follows from the day that is asked of, and from no move.
LIFE = Lifecycle(
    {POSTED: "已公示", WITHDRAWN: "已撤下"},
    (
        Move(
            "withdraw", "撤下", (POSTED,), WITHDRAWN, reason=True,
            stamps={"withdrawn_on": TODAY, "reason": REASON},
        ),
    ),
    ended=(WITHDRAWN,),
    told={"withdrawn_on": WITHDRAWN},
)  # fmt: skip


def kind_name(kind: str) -> str:
    return KIND_NAMES[kind]


def outcome(upheld: bool | None) -> str:
    return "成立" if upheld else "不成立"


@dataclass(frozen=True)
class Notice:
    """One notice. Posted in the morning of ``posted_on``, taken down in the evening of ``ends_on``."""

    id: int
    number: Annotated[str, Col("公示编号", listed=True)]
    kind: Annotated[str, Col("公示什么", show=kind_name, listed=True)]
    title: Annotated[str, Col("标题", listed=True)]
    body: Annotated[str, Col("公示单位", listed=True)]
    place: Annotated[str | None, Col("地点", listed=True)]
    days: Annotated[int, Col("天数")]
    day_kind: Annotated[str, Col("按什么天数")]
    posted_on: Annotated[str, Col("公示自", listed=True)]
    ends_on: Annotated[str, Col("公示至", listed=True)]
    objections: Annotated[int, Col("异议", listed=True)]
    withdrawn_on: Annotated[str | None, Col("撤下日期", listed=True)]
    reason: Annotated[str | None, Col("撤下原因")]


@dataclass(frozen=True)
class Objection:
    """``upheld`` is None until it is decided. Who raised it is nobody's business but the office's."""

    id: Annotated[int, Col("异议编号", listed=True)]
    notice_number: Annotated[str, Col("公示编号", listed=True)]
    volunteer_number: Annotated[str | None, Col("志愿者编号", listed=True)]
    record_id: Annotated[int | None, Col("服务记录", listed=True)]
    raised_on: Annotated[str, Col("提出日期", listed=True)]
    raised_by: Annotated[str | None, Col("提出人", mask=mask_name)]
    content: Annotated[str, Col("内容", listed=True)]
    decided_on: Annotated[str | None, Col("处理日期", listed=True)]
    upheld: Annotated[bool | None, Col("是否成立", show=outcome, listed=True)]
    reply: Annotated[str | None, Col("答复", listed=True)]


def last_day(posted_on: str, days: int, day_kind: str, is_workday: IsWorkday) -> str:
    """The last day a notice is shown: the day of posting counts as the first, where it is a day of the kind."""
    eve = dt.date.fromisoformat(posted_on) - dt.timedelta(1)
    if day_kind == CALENDAR:
        return (eve + dt.timedelta(days)).isoformat()
    return add_workdays(eve, days, is_workday).isoformat()


def is_past(ends_on: str, day: str) -> bool:
    """Whether the full time was over before ``day``."""
    return day > ends_on
