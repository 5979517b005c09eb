"""What one row of an hours sheet says: when, how long, and at which activities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from leifeng_cli.domain.values.durations import parts, span_seconds
from leifeng_cli.domain.values.shown import hours_text
from leifeng_cli.errors import BadValue
from leifeng_cli.messages import _
from leifeng_cli.services.importing import RowFault

#: Titles of one row, each with the seconds its brackets name.
Named = Sequence[tuple[str, int | None]]


def titles(cell: str | None) -> Named:
    """Activities a cell names; more than one only where each carries its own duration."""
    return parts(cell) if cell else []


def times(values: Mapping[str, Any], *, stated: bool) -> tuple[str | None, str | None, int | None]:
    """(start, end, seconds) of a row. ``stated``: the activities carry durations. Raises RowFault."""
    start, end = values.get("start_time"), values.get("end_time")
    if (start is None) != (end is None):
        raise RowFault(
            BadValue(_("开始时间和结束时间只写了一个。"), hint=_("请补上另一个。")),
            "end_time" if start else "start_time",
        )
    seconds = values.get("seconds")
    if start is not None and start == end:
        raise RowFault(BadValue(_("开始和结束是同一时刻。"), hint=_("请核对起止时间。")), "end_time")
    if seconds is None and start is None and not stated:
        raise RowFault(
            BadValue(_("没有服务时长，也没有起止时间。"), hint=_("请补上其中之一。")), "seconds", "start_time"
        )
    return start, end, seconds


def check_sum(start: str | None, end: str | None, seconds: int | None, named: Named) -> None:
    """Raise RowFault where the durations of several activities do not add up to what the row says."""
    total = sum(part or 0 for _title, part in named)
    whole = seconds if seconds is not None else (span_seconds(start, end) if start and end else total)
    if whole != total:
        raise RowFault(
            BadValue(
                _("各活动的时长合计 {a} 小时，与这一行的 {b} 小时不符。").format(
                    a=hours_text(total), b=hours_text(whole)
                ),
                hint=_("请核对，或按活动分成几行。"),
            ),
            "activity_title",
        )
