"""Surveys of awareness: how many were asked, how many knew of the campaign."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from leifeng_cli.domain.columns import Col
from leifeng_cli.domain.register import Register, Signs
from leifeng_cli.domain.values.dates import date_text
from leifeng_cli.domain.values.text import whole_number
from leifeng_cli.errors import InvalidInput
from leifeng_cli.messages import _


@dataclass(frozen=True, kw_only=True)
class Survey:
    """One survey within a campaign. ``aware`` of ``asked`` people knew."""

    id: int
    number: Annotated[str, Col("调查编号", listed=True, offered=False)]
    title: Annotated[str, Col("调查内容", aliases=("调查名称", "调查主题"), required=True, listed=True)]
    campaign: Annotated[str, Col("活动计划", aliases=("计划",), ref="campaign", required=True, listed=True)]
    surveyed_on: Annotated[str, Col("调查日期", parse=date_text, option="date", required=True, listed=True)]
    asked: Annotated[
        int, Col("调查人数", aliases=("问卷数", "回收份数"), parse=whole_number, required=True, listed=True)
    ]
    aware: Annotated[int, Col("知晓人数", aliases=("知晓份数",), parse=whole_number, required=True, listed=True)]
    note: Annotated[str | None, Col("备注")] = None
    archived_on: Annotated[str | None, Col("归档日期", parse=date_text, offered=False)] = None


SURVEYS = Register(
    "survey",
    "调查",
    Survey,
    "S",
    names=("number", "title"),
    unique=("number",),
    dated_by="surveyed_on",
    told_by=Signs(all_of=(("title",), ("asked",), ("aware",))),
)


def check_survey(values: Mapping[str, Any]) -> None:
    """Raise InvalidInput where nobody was asked, or more people knew than were asked."""
    asked, aware = values.get("asked"), values.get("aware")
    if asked == 0:
        raise InvalidInput(_("调查人数不能是 0。"), hint=_("请填实际调查的人数。"))
    if asked is not None and aware is not None and aware > asked:
        raise InvalidInput(
            _("知晓人数 {a} 多于调查人数 {n}。").format(a=aware, n=asked), hint=_("请核对两项是否填反。")
        )
