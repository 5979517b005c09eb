"""leifeng signup"""

from __future__ import annotations

from typing import Annotated

import typer

from leifeng_cli.cli.options import Format, MaybeActivity, MaybeReason, MaybeWho, OfActivity, People, Who
from leifeng_cli.cli.output import checked_format, print_records
from leifeng_cli.cli.register import register_app
from leifeng_cli.cli.session import session
from leifeng_cli.domain.signups import SIGNUPS, STATUS_NAMES, WAITING, Signup
from leifeng_cli.errors import UsageError
from leifeng_cli.messages import _
from leifeng_cli.services import signups

OfDay = Annotated[
    str | None, typer.Option("--date", metavar="日期", help="重复的活动，是哪一天的那一次，如 2021-03-05")
]
app = register_app(SIGNUPS, ("show", "import", "export"))


@app.command("add")
def add(
    ctx: typer.Context,
    who: People,
    activity: OfActivity,
    day: OfDay = None,
    post: Annotated[str | None, typer.Option("--post", metavar="岗位", help="报哪个岗位")] = None,
    format_: Format = "table",
) -> None:
    """报名；名额满了自动排候补。"""
    checked_format(format_)
    one = session(ctx)
    made = signups.sign_up(one.context, who, activity, day=day, post=post)
    waiting = [s.volunteer_number or "" for s in made if s.status == WAITING]
    if format_ != "table":
        print_records(made, Signup, format_)
    one.done(_("{n} 人报名“{t}”。").format(n=len(made), t=made[0].activity_title))
    if waiting:
        one.say(_("名额已满，排候补：{who}").format(who="、".join(waiting)))


@app.command("list")
def list_(
    ctx: typer.Context,
    activity: MaybeActivity = None,
    who: MaybeWho = None,
    status: Annotated[str | None, typer.Option("--status", metavar="|".join(STATUS_NAMES), help="只看这种状态")] = None,
    format_: Format = "table",
) -> None:
    """列出报名，按先后。"""
    checked_format(format_)
    if status is not None and status not in STATUS_NAMES:
        raise UsageError(_("没有“{s}”这种状态。").format(s=status), hint=_("可用：") + "、".join(STATUS_NAMES))
    found = signups.list_signups(session(ctx).context, activity=activity, who=who, status=status)
    print_records(found, Signup, format_)


@app.command("cancel")
def cancel(ctx: typer.Context, who: Who, activity: OfActivity, day: OfDay = None, reason: MaybeReason = None) -> None:
    """取消报名，空出的名额按报名先后给候补。"""
    one = session(ctx)
    signup, promoted = signups.cancel_signup(one.context, who, activity, day=day, reason=reason)
    one.done(_("{n} 已取消报名“{t}”。").format(n=signup.volunteer_number, t=signup.activity_title))
    if promoted:
        one.say(_("候补转正：{who}").format(who="、".join(promoted)))


@app.command("no-shows")
def no_shows(ctx: typer.Context, activity: MaybeActivity = None, format_: Format = "table") -> None:
    """报了名、活动已过、却没有来的人。"""
    checked_format(format_)
    print_records(signups.no_shows(session(ctx).context, activity=activity), Signup, format_)
