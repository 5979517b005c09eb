"""leifeng hours"""

from __future__ import annotations

from typing import Annotated, Any

import typer

from leifeng_cli.cli.columns import said, with_options
from leifeng_cli.cli.numbers import whole
from leifeng_cli.cli.options import Format, MaybeActivity, MaybeWho, Month, OfActivity, People, Reason, Reveal, Who
from leifeng_cli.cli.output import checked_format, print_records
from leifeng_cli.cli.register import register_app, show_list
from leifeng_cli.cli.session import session
from leifeng_cli.domain.columns import Column, columns_of
from leifeng_cli.domain.hours import HOURS, STATUS_NAMES, ServiceRecord
from leifeng_cli.domain.values.shown import hours_text
from leifeng_cli.errors import UsageError
from leifeng_cli.messages import _
from leifeng_cli.services import hours as service

app = register_app(HOURS, ("show", "import", "export"))
Ids = Annotated[list[str], typer.Argument(metavar="记录编号…", help="见 hours list")]
SomeIds = Annotated[list[str] | None, typer.Argument(metavar="记录编号…", help="不写为全部待审核的")]


def _columns(*fields: str) -> list[Column]:
    known = {c.field: c for c in columns_of(ServiceRecord)}
    return [known[f] for f in fields]


_RATING = ("rating", "punctuality", "attitude", "skill", "comment")


def _say_made(ctx: typer.Context, made: list[ServiceRecord], format_: str) -> None:
    one = session(ctx)
    if format_ != "table":
        print_records(made, ServiceRecord, format_)
    if not made:
        one.say(_("没有新的服务记录。"))
        return
    total = sum(r.seconds for r in made)
    late = sum(r.late for r in made)
    waiting = sum(r.status == "pending" for r in made)
    one.done(
        _("已登记 {n} 条，共 {h} 小时（编号 {ids}）。").format(
            n=len(made), h=hours_text(total), ids="、".join(str(r.id) for r in made[:20])
        )
    )
    if late:
        one.say(_("其中 {n} 条超过活动结束后 10 个工作日才登记，已标为逾期。").format(n=late))
    if waiting:
        one.say(_("其中 {n} 条待另一人审核（leifeng hours approve）。").format(n=waiting))


def record(ctx: typer.Context, who: People, activity: OfActivity, format_: Format = "table", **given: Any) -> None:
    """登记服务时长：写起止时间（--time 09:00-11:20）或时长（--hours 2.33）。"""
    checked_format(format_)
    _say_made(ctx, service.record_hours(session(ctx).context, who, activity, said(given)), format_)


app.command("record")(with_options(record, _columns("service_date", "time", "seconds", *_RATING, "post", "note")))


def from_attendance(ctx: typer.Context, activity: OfActivity, format_: Format = "table", **given: Any) -> None:
    """把一个活动的签到签退记成时长；已记过的不再记。"""
    checked_format(format_)
    one = session(ctx)
    made, left_out = service.record_from_attendance(one.context, activity, said(given))
    _say_made(ctx, made, format_)
    for line in left_out:
        one.say(_("没有记：") + line)


app.command("from-attendance")(with_options(from_attendance, _columns("service_date", "rating")))


@app.command("list")
def list_(
    ctx: typer.Context,
    who: MaybeWho = None,
    activity: MaybeActivity = None,
    month: Month = None,
    status: Annotated[str | None, typer.Option("--status", metavar="|".join(STATUS_NAMES), help="只看这种状态")] = None,
    late: Annotated[bool, typer.Option("--late", help="只看逾期登记的")] = False,
    format_: Format = "table",
    reveal: Reveal = None,
) -> None:
    """列出服务记录，按日期；作废和驳回的要用 --status 才列。"""
    checked_format(format_)
    if status is not None and status not in STATUS_NAMES:
        raise UsageError(_("没有“{s}”这种状态。").format(s=status), hint=_("可用：") + "、".join(STATUS_NAMES))
    one = session(ctx)
    found = service.list_hours(one.context, who=who, activity=activity, month=month, status=status, late=late)
    show_list(one, HOURS, found, format_, reveal)


@app.command("explain")
def explain_(ctx: typer.Context, who: Who, month: Month = None, format_: Format = "table") -> None:
    """说明一个人的时长怎么来的：报名 → 签到 → 记入 → 计入星级。"""
    from leifeng_cli.cli.explain import print_explanation  # it brings in the star policies; recording needs none
    from leifeng_cli.services import explain

    checked_format(format_)
    print_explanation(explain.explain_hours(session(ctx).context, who, month=month), format_)


@app.command("post")
def post(
    ctx: typer.Context,
    month: Month = None,
    activity: MaybeActivity = None,
    who: MaybeWho = None,
    days: Annotated[str | None, typer.Option("--days", metavar="天数", help="公示几个工作日")] = None,
    place: Annotated[str | None, typer.Option("--place", metavar="地点", help="贴在哪里或登在哪里")] = None,
) -> None:
    """把还没公示过的时长公示出来；期满无异议的才能计入（设置 hours-notice）。"""
    from leifeng_cli.services.hours_notices import post_hours

    shown = whole(days, _("--days 后面应是天数"), least=1, most=365) if days is not None else None
    one = session(ctx)
    notice, count = post_hours(one.context, who=who, activity=activity, month=month, days=shown, place=place)
    one.done(_("公示 {n}：{k} 条时长，公示至 {day}。").format(n=notice.number, k=count, day=notice.ends_on))
    one.say(_("打印：leifeng notice print {n} --to 公示.docx").format(n=notice.number))


@app.command("approve")
def approve(ctx: typer.Context, ids: SomeIds = None) -> None:
    """审核通过；登记人不能审核自己登记的。"""
    one = session(ctx)
    made = service.decide_hours(one.context, ids or [], approve=True)
    one.done(_("审核通过 {n} 条。").format(n=len(made)), undo=bool(made))


@app.command("reject")
def reject(ctx: typer.Context, ids: Ids, reason: Reason) -> None:
    """驳回待审核的记录。"""
    one = session(ctx)
    made = service.decide_hours(one.context, ids, approve=False, reason=reason)
    one.done(_("驳回 {n} 条。").format(n=len(made)))


@app.command("void")
def void(ctx: typer.Context, ids: Ids, reason: Reason) -> None:
    """作废记录：不再计入，仍可查到。"""
    one = session(ctx)
    made = service.void_hours(one.context, ids, reason)
    one.done(_("作废 {n} 条，减去 {h} 小时。").format(n=len(made), h=hours_text(sum(r.seconds for r in made))))


def correct(
    ctx: typer.Context,
    record: Annotated[str, typer.Argument(metavar="记录编号", help="要更正的记录")],
    reason: Reason,
    format_: Format = "table",
    **given: Any,
) -> None:
    """更正记录：另记一条，原记录作废并留存。"""
    checked_format(format_)
    _say_made(ctx, service.correct_hours(session(ctx).context, record, said(given), reason), format_)


app.command("correct")(with_options(correct, _columns("service_date", "time", "seconds", *_RATING, "post", "note")))


def rate(ctx: typer.Context, ids: Ids, **given: Any) -> None:
    """评价服务：--rating，或守时、态度、专业水平三项加评价内容。"""
    one = session(ctx)
    made = service.rate_hours(one.context, ids, said(given))
    one.done(_("评价 {n} 条。").format(n=len(made)))


app.command("rate")(with_options(rate, _columns(*_RATING)))
