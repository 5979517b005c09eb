"""leifeng calendar and leifeng agenda"""

from __future__ import annotations

from typing import Annotated

import typer

from leifeng_cli.cli.noun import NounApp
from leifeng_cli.cli.numbers import whole
from leifeng_cli.cli.options import Format, Month
from leifeng_cli.cli.output import checked_format, print_records
from leifeng_cli.cli.session import session
from leifeng_cli.domain.periods import month_period, year_period
from leifeng_cli.errors import UsageError
from leifeng_cli.messages import _

app = NounApp()


@app.command("calendar")
def calendar(
    ctx: typer.Context,
    month: Month = None,
    year: Annotated[str | None, typer.Option("--year", metavar="年份", help="整年；不写月份和年份为今年")] = None,
    format_: Format = "table",
) -> None:
    """重要日子：星期、是否工作日、前后一周的活动。"""
    from leifeng_cli.services.keydates import CalendarDay, unit_calendar

    checked_format(format_)
    if month and year:
        raise UsageError(_("--month 和 --year 只能写一个。"))
    one = session(ctx)
    period = month_period(month) if month else year_period(year or str(one.context.today.year))
    found, remarks = unit_calendar(one.context, period)
    print_records(found, CalendarDay, format_)
    for remark in remarks:
        one.say(remark)


@app.command("agenda")
def agenda(
    ctx: typer.Context,
    days: Annotated[str, typer.Option("--days", metavar="天数", help="往后看多少天")] = "30",
    format_: Format = "table",
) -> None:
    """该做的、逾期的、快到的。"""
    from leifeng_cli.domain.todo import Todo
    from leifeng_cli.services.todo import agenda as list_agenda

    checked_format(format_)
    ahead = whole(days, _("--days 后面应是天数"), most=366)
    print_records(list_agenda(session(ctx).context, days=ahead), Todo, format_)
