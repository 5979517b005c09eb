"""leifeng report"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leifeng_cli.cli.noun import NounApp
from leifeng_cli.cli.options import Force, Format, OfActivity, Who
from leifeng_cli.cli.output import checked_format, print_records
from leifeng_cli.cli.session import session
from leifeng_cli.messages import _

if TYPE_CHECKING:
    from leifeng_cli.domain.document import Document
    from leifeng_cli.domain.sections import Figures
    from leifeng_cli.services.context import Context

app = NounApp()
Explained = Annotated[
    str | None,
    typer.Option("--explain", metavar="数字", help="列出一个数字所数的记录，如 totals.participants、by_team.雷锋岗"),
]
To = Annotated[
    list[Path] | None,
    typer.Option("--to", metavar="文件", help="写成文件：.docx、.xlsx、.html、.md 或 .pdf；可写多次"),
]
OfPeriod = Annotated[
    str | None, typer.Option("--period", metavar="期间", help="2021-03、2021-Q1、2021-H1、2021 或 起..止；不写为今年")
]


@app.callback()
def report() -> None:
    """报表：月、季、半年、年、任意期间，一个计划、队伍、人；每个数字可查到记录"""


def _show(
    ctx: typer.Context,
    make: Callable[[Context], tuple[Figures, Document]],
    to: list[Path] | None,
    format_: str,
    *,
    force: bool,
) -> None:
    """The report on the screen, or in each of the files asked for."""
    from leifeng_cli.cli.figures import print_figures
    from leifeng_cli.files.document import write

    checked_format(format_)
    one = session(ctx)
    found, document = make(one.context)
    if not to:
        print_figures(found, format_)
        return
    write(document, to, force=force)
    one.done(_("已写好 {files}。").format(files="、".join(str(path) for path in to)), undo=False)


@app.command("month")
def month(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="月份", help="如 2021-03")],
    figure: Explained = None,
    to: To = None,
    force: Force = False,
    format_: Format = "table",
) -> None:
    """一个月：屏幕上看数字，或写成正式的月报（已结账的照结账时的样子）。"""
    from leifeng_cli.domain.periods import month_period
    from leifeng_cli.services.reports import documents, explaining

    if figure is not None:
        record, found = explaining.explain_figure(session(ctx).context, name, figure)
        print_records(found, record, checked_format(format_))
        return
    _show(ctx, lambda c: documents.period_report(c, month_period(name)), to, format_, force=force)


def _of_period(name: str, title: str, example: str, help_: str) -> None:
    def command(
        ctx: typer.Context,
        word: str,
        to: To = None,
        force: Force = False,
        format_: Format = "table",
    ) -> None:
        from leifeng_cli.domain import periods
        from leifeng_cli.services.reports import documents

        period = getattr(periods, f"{name}_period")(word)
        _show(ctx, lambda c: documents.period_report(c, period), to, format_, force=force)

    command.__doc__ = help_
    command.__annotations__["word"] = Annotated[str, typer.Argument(metavar=title, help=f"如 {example}")]
    app.command(name)(command)


_of_period("quarter", "季度", "2021-Q1", "一个季度。")
_of_period("half", "半年", "2021-H1", "上半年或下半年。")
_of_period("year", "年份", "2021", "一年：还列出人均时长和注册率。")


@app.command("range")
def range_(
    ctx: typer.Context,
    first: Annotated[str, typer.Argument(metavar="自", help="第一天")],
    last: Annotated[str, typer.Argument(metavar="至", help="最后一天")],
    to: To = None,
    force: Force = False,
    format_: Format = "table",
) -> None:
    """任意起止日期。"""
    from leifeng_cli.domain.periods import range_period
    from leifeng_cli.services.reports import documents

    period = range_period(first, last, session(ctx).context.hints())
    _show(ctx, lambda c: documents.period_report(c, period), to, format_, force=force)


@app.command("campaign")
def campaign(
    ctx: typer.Context,
    word: Annotated[str, typer.Argument(metavar="计划", help="编号或名称")],
    to: To = None,
    force: Force = False,
    format_: Format = "table",
) -> None:
    """一个活动计划：目标和完成的数字并列。"""
    from leifeng_cli.services.reports import documents

    _show(ctx, lambda c: documents.campaign_report(c, word), to, format_, force=force)


@app.command("team")
def team(
    ctx: typer.Context,
    word: Annotated[str, typer.Argument(metavar="队伍", help="编号或名称；连同下级队伍")],
    period: OfPeriod = None,
    to: To = None,
    force: Force = False,
    format_: Format = "table",
) -> None:
    """一支队伍。"""
    from leifeng_cli.domain.periods import parse_period
    from leifeng_cli.services.reports import documents

    context = session(ctx).context
    chosen = parse_period(period or str(context.today.year), context.hints())
    _show(ctx, lambda c: documents.team_report(c, word, chosen), to, format_, force=force)


@app.command("volunteer")
def volunteer(
    ctx: typer.Context,
    who: Who,
    period: OfPeriod = None,
    to: To = None,
    force: Force = False,
    format_: Format = "table",
) -> None:
    """一个人的服务记录单。"""
    from leifeng_cli.domain.periods import parse_period
    from leifeng_cli.services.reports import documents

    context = session(ctx).context
    chosen = parse_period(period or str(context.today.year), context.hints())
    _show(ctx, lambda c: documents.volunteer_report(c, who, chosen), to, format_, force=force)


@app.command("event")
def event(
    ctx: typer.Context,
    word: Annotated[str, typer.Argument(metavar="活动", help="编号或名称")],
    to: To = None,
    force: Force = False,
    format_: Format = "table",
) -> None:
    """重大活动信息：随时上报的一页。"""
    from leifeng_cli.services.reports import documents

    _show(ctx, lambda c: documents.event_report(c, word), to, format_, force=force)


@app.command("explain")
def explain(
    ctx: typer.Context,
    reference: Annotated[
        str, typer.Argument(metavar="引用", help="报表里的引用，如 2021-03:by_category.清洁家园、2021:totals.seconds")
    ],
    format_: Format = "table",
) -> None:
    """打开一个数字：列出它所数的每条记录。"""
    from leifeng_cli.services.reports import explaining

    record, found = explaining.explain_reference(session(ctx).context, reference)
    print_records(found, record, checked_format(format_))


@app.command("sent")
def sent(
    ctx: typer.Context,
    activity: OfActivity,
    to: Annotated[str | None, typer.Option("--to", metavar="单位", help="报给谁；不写为上级单位")] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="日期", help="哪一天报的；不写为今天")] = None,
    channel: Annotated[str | None, typer.Option("--by", metavar="方式", help="如 公文、邮件、系统")] = None,
    note: Annotated[str | None, typer.Option("--note", metavar="备注", help="备注")] = None,
) -> None:
    """登记重大活动信息已报送。"""
    from leifeng_cli.services import closing

    one = session(ctx)
    done = closing.send_event(one.context, activity, to=to, on=on, channel=channel, note=note)
    one.done(_("已登记：{w} 于 {d} 报送{a}。").format(w=done.what, d=done.sent_on, a=done.addressee))
