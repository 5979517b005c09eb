"""The key dates that ship with the program, and the unit's own calendar around them."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any

from leifeng_cli.domain import keydates
from leifeng_cli.domain.activities import CANCELLED
from leifeng_cli.domain.columns import Col
from leifeng_cli.domain.keydates import KeyDate
from leifeng_cli.domain.periods import Period
from leifeng_cli.domain.values.dates import add_days
from leifeng_cli.messages import _
from leifeng_cli.services.context import Context
from leifeng_cli.services.packaged import DATA
from leifeng_cli.services.workdays import calendar, is_published
from leifeng_cli.store import activities

#: Activities so many days before or after belong to a key date.
AROUND_DAYS = 7
_WEEKDAYS = "一二三四五六日"


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((DATA / "key_dates.toml").read_text(encoding="utf-8"))


@cache
def lunar_table() -> tuple[tuple[str, str], ...]:
    """(ISO day, festival) of every lunar festival known."""
    lines = (DATA / "lunar_festivals.csv").read_text(encoding="utf-8").split()[1:]
    return tuple((day, name) for day, name in (line.split(",") for line in lines))


def lunar_known(year: int) -> bool:
    """Whether the table reaches the year: beyond it lunar festivals are unknown, not absent."""
    return lunar_table()[0][0][:4] <= f"{year:04d}" <= lunar_table()[-1][0][:4]


def key_dates(first: str, after: str) -> list[KeyDate]:
    """Key dates of [first, after), in order."""
    return keydates.key_dates(_table(), lunar_table(), first, after)


def unknown_festivals(year: int) -> list[str]:
    """Lunar festivals of a year within the table on whose day its sources did not agree."""
    there = {name for day, name in lunar_table() if day[:4] == f"{year:04d}"}
    # 腊八节 is the one that falls now into January, now into December: twice in a year, or not at all.
    return [d["name"] for d in _table()["lunar"] if d["name"] not in there | {"腊八节"}]


@dataclass(frozen=True)
class CalendarDay:
    """A key date as a planner wants it: the weekday, whether it is worked, and what the unit does around it."""

    day: Annotated[str, Col("日期", listed=True)]
    weekday: Annotated[str, Col("星期", listed=True)]
    name: Annotated[str, Col("日子", listed=True)]
    workday: Annotated[str, Col("是否工作日", listed=True)]
    activities: Annotated[str, Col("前后一周的活动", listed=True)]
    note: Annotated[str, Col("依据")]


def unit_calendar(ctx: Context, period: Period) -> tuple[list[CalendarDay], list[str]]:
    """The key dates of a period, and remarks on what is not known of its years."""
    is_workday = calendar()
    found = []
    with ctx.read() as conn:
        for date in key_dates(period.first, period.after):
            day = dt.date.fromisoformat(date.day)
            span = (add_days(date.day, -AROUND_DAYS), add_days(date.day, AROUND_DAYS + 1))
            near = activities.listed(conn, span=span, status=None, find=None, archived=False)
            titles = "、".join(f"{a.title}（{a.starts_on}）" for a in near if a.status != CANCELLED)
            worked = _("工作日") if is_workday(day) else _("休息日")
            shown = worked if is_published(day.year) else _("尚未公布")
            found.append(CalendarDay(date.day, _WEEKDAYS[day.weekday()], date.name, shown, titles, date.note))
    years = range(int(period.first[:4]), int(period.last[:4]) + 1)
    return found, [remark for year in years for remark in _unknown(year)]


def _unknown(year: int) -> Iterator[str]:
    if not lunar_known(year):
        first, last = lunar_table()[0][0][:4], lunar_table()[-1][0][:4]
        yield _("{y} 年的农历节日不在表内（表内有 {a} 至 {b} 年）。").format(y=year, a=first, b=last)
    elif names := unknown_festivals(year):
        yield _("{y} 年的{n}，两种历书的日期不同，没有列出。").format(y=year, n="、".join(names))
    if not is_published(year):
        yield _("{y} 年的放假安排尚未公布，是否工作日还不知道。").format(y=year)
